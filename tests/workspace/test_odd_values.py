"""One odd value in one workspace: its view still comes about, and no other's mail changes."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from components.curation.annotations import annotation_set
from components.curation.annotations.decisions import Decision, decide
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import forget, workspace_id
from components.finding.filters import Filters
from components.settings import Settings, settings
from components.sharing.mail import delivery
from components.store import schema
from components.store.database import writing
from components.workspace import caches
from components.workspace import view as workspace_view
from tests.workspace import odd_values

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
CHOSEN = Settings(mail_from="atlas@example.org", address="https://atlas.example.org")


@pytest.fixture
def engine(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
    monkeypatch.setenv("DIGEST_ATLAS_DATABASE_URL", "sqlite")
    settings.cache_clear()
    caches.forget_store()
    store = caches.store()
    event.listen(store, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))  # many writes
    store.dispose()  # the connections that are open already
    yield store
    caches.forget_store()
    settings.cache_clear()


@pytest.fixture
def papers():
    return workspace_view.of_newcomer().library.papers["paper_id"].tolist()


def outcomes(engine):
    return {
        one.subscription.workspace: (one.sentence, one.failed)
        for one in delivery.send_due_mails(engine, CHOSEN, AT, dry=True)
    }


def test_no_odd_value_of_one_workspace_costs_a_view_or_a_mail_of_another(engine, papers):
    quiet = workspace_id(engine, new_token())
    odd_values.fill(engine, quiet, papers)
    assert outcomes(engine) == {quiet: ("would be sent", False)}
    tried = 0
    for (table, column), values in odd_values.oddities().items():
        workspace = workspace_id(engine, new_token())
        odd_values.fill(engine, workspace, papers)
        for value in values:
            odd_values.make_odd(engine, workspace, table, column, value)
            view = workspace_view.of(engine, workspace, Filters())
            assert len(view.catalogue) >= 106, (table.name, column, value)
            assert view.annotations.shortlist is not None
            tried += 1
        assert outcomes(engine)[quiet] == ("would be sent", False), (table.name, column)
        forget(engine, workspace)
    assert tried > 150


@pytest.mark.parametrize(
    ("value", "order", "beginnings"),
    [
        ("2026-01-01T00:00:00", (0, 1), ()),  # without a zone it is taken for UTC
        ("yesterday", (1, 0), ("its star’s time is “yesterday”, no time, so it stands last in the shortlist.",)),
        ("9999-12-31T23:59:59-23:00", (1, 0), ("its star’s time is “9999-12-31T23:59:59-23:00”, no time, ",)),
    ],
)
def test_a_star_with_an_odd_time_is_kept_and_it_is_said(engine, papers, value, order, beginnings):
    workspace = workspace_id(engine, new_token())
    decide(engine, workspace, {papers[0]: Decision.STARRED}, "1")
    decide(engine, workspace, {papers[1]: Decision.STARRED}, "2")
    odd_values.make_odd(engine, workspace, schema.batches, "at", value)
    view = workspace_view.of(engine, workspace, Filters())
    assert view.annotations.shortlist == tuple(papers[number] for number in order)
    assert len(view.skipped) == len(beginnings)
    assert all(
        sentence.startswith(f"{papers[0]}: {begin}") for sentence, begin in zip(view.skipped, beginnings, strict=True)
    )


@pytest.mark.parametrize("value", ["²", "", "6", "0", "-1", "٣", "4.0", "9" * 5000])
def test_a_rating_that_is_none_is_left_out_and_it_is_said(engine, papers, value):
    workspace = workspace_id(engine, new_token())
    odd_values.fill(engine, workspace, papers)
    with writing(engine) as connection:
        mine = (schema.state.c.workspace == workspace, schema.state.c.kind == "rating")
        connection.execute(schema.state.update().where(*mine, schema.state.c.paper_id == papers[0]).values(value=value))
    kept = annotation_set.read(engine, workspace)
    assert kept.ratings == {papers[1]: 1}
    (sentence,) = kept.skipped
    assert sentence.startswith(f"{papers[0]}: its rating is “")
    assert len(sentence) < 200


def test_a_subscription_that_cannot_be_read_gets_no_mail_and_it_is_said(engine, papers):
    workspace, other = (workspace_id(engine, new_token()) for _ in range(2))
    odd_values.fill(engine, workspace, papers)
    odd_values.fill(engine, other, papers)
    for column, value in (("told", b"garbage"), ("period", "fortnight")):
        odd_values.make_odd(engine, workspace, schema.subscriptions, column, value)
        found = outcomes(engine)
        assert found[other] == ("would be sent", False)
        assert found[workspace] == ("what is stored of it cannot be read; end it and subscribe again", True)


def test_whatever_goes_wrong_with_one_mail_the_others_go_out(engine, papers, monkeypatch):
    first, second = (workspace_id(engine, new_token()) for _ in range(2))
    for workspace in (first, second):
        odd_values.fill(engine, workspace, papers)
    real = delivery.digest_of

    def fail(given, subscription, *more):
        if subscription.workspace == first:
            raise RuntimeError("odd")
        return real(given, subscription, *more)

    monkeypatch.setattr(delivery, "digest_of", fail)
    found = outcomes(engine)
    assert found[second] == ("would be sent", False)
    assert found[first] == ("could not be made (RuntimeError): see the log", True)
