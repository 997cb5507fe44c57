"""How many mails to confirm are sent: few to one address and for one workspace, also of subscriptions that ended."""

from __future__ import annotations

import pytest

from components.curation.searches import saved_searches, subscriptions
from components.curation.searches.subscriptions import MOST_A_DAY, MOST_TO_ONE, Period, SubscriptionError
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id


def asks(engine, workspace, email):
    """Subscribe and end it: what sent a mail each time."""
    made = subscriptions.subscribe(engine, workspace, "one", email, Period.WEEK)
    assert made is not None
    assert subscriptions.end(engine, made.token)


def with_search(engine):
    workspace = workspace_id(engine, new_token())
    saved_searches.save(engine, workspace, "one", "q=causal", [])
    return workspace


def test_one_address_gets_a_few_mails_a_day_whoever_asks(engine):
    email = f"{new_token().strip('_-')}@example.org"
    for _ in range(MOST_TO_ONE):
        asks(engine, with_search(engine), email)
    for written in (email, email.upper()):
        with pytest.raises(SubscriptionError, match="within a day"):
            asks(engine, with_search(engine), written)


def test_one_workspace_sends_a_few_mails_a_day_to_whomever(engine):
    workspace = with_search(engine)
    for number in range(MOST_A_DAY):
        asks(engine, workspace, f"{number}.{new_token().strip('_-')}@example.org")
    with pytest.raises(SubscriptionError, match="within a day"):
        asks(engine, workspace, f"another.{new_token().strip('_-')}@example.org")
    assert subscriptions.subscriptions_of(engine, workspace) == ()
