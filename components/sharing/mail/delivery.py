"""One round of mails: every subscription that is due gets the mail of its period, once, whoever runs this how often."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from html import escape
from smtplib import SMTP
from urllib.parse import parse_qs, quote

from sqlalchemy import Engine

from components.curation.searches import paper_links, saved_searches, subscriptions
from components.curation.searches.saved_searches import SavedSearch
from components.curation.searches.subscriptions import Period, Subscription
from components.finding.filters import Filters
from components.settings import Settings
from components.sharing.mail import digest_mail, smtp
from components.sharing.mail.digest_mail import Addresses, MailDigest
from components.sharing.mail.message import message
from components.sharing.mail.selection import select
from components.store.trouble import StoreError
from components.workspace import view
from components.workspace.following.silence import silent

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one subscription in a round."""

    subscription: Subscription
    period: str
    sentence: str  # sent, would be sent, nothing new, its search is gone, being sent by another, not taken
    message: EmailMessage | None = None
    failed: bool = False


def confirmation(subscription: Subscription, chosen: Settings, at: datetime) -> EmailMessage:
    """The first mail, which asks whether the owner of the address wants the others."""
    address = f"{chosen.address}/mail/confirm/{subscription.token}"
    every = "every day" if subscription.period == subscriptions.Period.DAY else "every week"
    text = (
        f"Somebody, probably you, asked for mails {every} about new papers of the search “{subscription.search}”.\n\n"
        f"Yes, send them: {address}\n\nIf it was not you, do nothing: no further mail will come.\n"
    )
    html = "".join(f"<p>{escape(part)}</p>" for part in text.strip().split("\n\n"))
    html = html.replace(escape(address), f'<a href="{escape(address)}">confirm</a>')
    return message(
        "Confirm mails from Digest Atlas", text, html, sender=chosen.mail_from, to=subscription.email, at=at,
        name=f"confirm {subscription.token}",
    )  # fmt: skip


def send_due_mails(engine: Engine, chosen: Settings, at: datetime, *, dry: bool = False) -> Iterator[Outcome]:
    """Send what is due at this moment; dry, only say what would be sent."""
    with ExitStack() as stack:
        opened: list[SMTP] = []

        def get_connection() -> SMTP:
            """The connection, made for the first mail of the round, and anew when the server has ended it."""
            if not opened or opened[-1].sock is None:
                opened.append(stack.enter_context(smtp.connect(chosen.mail_server)))
            return opened[-1]

        for subscription in subscriptions.due(engine, at):
            yield _outcome(engine, chosen, at, subscription, None if dry else get_connection)


def digest_of(engine: Engine, subscription: Subscription, chosen: Settings, at: datetime) -> MailDigest | None:
    """What the next mail of a subscription says, maybe that nothing is new; None where its search is gone."""
    found = _search_of(engine, subscription)
    if found is None:
        return None
    wanted = Filters.from_params(parse_qs(found.address))
    shown = view.of(engine, subscription.workspace, wanted, exact=True)
    mailed = {*subscription.mailed_ids, *(shown.library.aliases.get(one, one) for one in subscription.mailed_ids)}

    def action(act: str, paper_id: str) -> str:
        signed = paper_links.signature(subscription.token, paper_id)
        paper = quote(paper_id, safe=":")
        return f"{chosen.address}/mail/paper/{act}/{subscription.mark}/{signed}?paper={paper}"

    addresses = Addresses(
        f"{chosen.address}/?{found.address}", f"{chosen.address}/mail/end/{subscription.token}", action
    )
    quiet = silent_sources(engine, subscription, at)
    selection = select(shown, mailed, found.delivery, at.date())
    made = digest_mail.compose(selection, found.name, shown.sentence, addresses, quiet)
    return replace(made, is_wanted=bool(made.paper_ids) or found.delivery.even_empty)


def _search_of(engine: Engine, subscription: Subscription) -> SavedSearch | None:
    every = saved_searches.searches(engine, subscription.workspace)
    return next((search for search in every if search.name == subscription.search), None)


def silent_sources(engine: Engine, subscription: Subscription, at: datetime) -> list[str]:
    """What is said of the sources that brought nothing in the day or week before a mail."""
    return silent(engine, subscription.workspace, at - timedelta(days=1 if subscription.period == Period.DAY else 7))


def _outcome(
    engine: Engine,
    chosen: Settings,
    at: datetime,
    subscription: Subscription,
    get_connection: Callable[[], SMTP] | None,
) -> Outcome:
    """What becomes of one subscription; whatever goes wrong with it, the others get theirs."""
    period = subscription.period.key(at)
    if subscription.odd:
        return Outcome(subscription, period, subscription.odd, failed=True)
    sending = _Sending(engine, subscription, period, dry=get_connection is None)
    try:
        if not sending.claim():
            return Outcome(subscription, period, "is being sent by another process, or was")
        digest = digest_of(engine, subscription, chosen, at)
        if digest is None:
            sending.finish((), sent=False)
            return Outcome(subscription, period, "its search is gone")
        done = (*digest.paper_ids, *digest.passed_over)
        if not digest.is_wanted:
            sending.finish(done, sent=False)
            quiet = silent_sources(engine, subscription, at)
            return Outcome(subscription, period, " ".join(["nothing new.", *quiet]) if quiet else "nothing new")
        made = message(
            digest.subject, digest.text, digest.html, sender=chosen.mail_from, to=subscription.email, at=at,
            name=f"{subscription.token} {period}", end=f"{chosen.address}/mail/end/{subscription.token}",
        )  # fmt: skip
        if get_connection is None:
            return Outcome(subscription, period, "would be sent", made)
        smtp.send(get_connection(), made)
        sending.is_gone = True
        sending.finish(done, sent=True)
    except smtp.MailError as trouble:
        sending.give_up()
        return Outcome(subscription, period, str(trouble), made, failed=True)
    except StoreError as trouble:
        sending.give_up()
        what = "was sent, which could not be noted" if sending.is_gone else "could not be made"
        return Outcome(subscription, period, f"{what}. {trouble}", failed=True)
    except Exception as error:
        _log.exception("the mail of one subscription could not be made")
        sending.give_up()
        return Outcome(subscription, period, f"could not be made ({type(error).__name__}): see the log", failed=True)
    return Outcome(subscription, period, "sent", made)


@dataclass(slots=True)
class _Sending:
    """The claim to one mail, which no other process may send meanwhile; `dry` claims nothing."""

    engine: Engine
    subscription: Subscription
    period: str
    dry: bool
    is_claimed: bool = False
    is_gone: bool = False  # the mail server has it

    def claim(self) -> bool:
        """False where another process sends it, or has."""
        self.is_claimed = not self.dry and subscriptions.claim(self.engine, self.subscription.token, self.period)
        return self.is_claimed or self.dry

    def finish(self, paper_ids: Sequence[str], *, sent: bool) -> None:
        """Note what was sent."""
        if self.is_claimed:
            subscriptions.finish(self.engine, self.subscription.token, self.period, paper_ids, sent=sent)

    def give_up(self) -> None:
        """Let the next round try again, unless the mail is gone already."""
        if self.is_claimed and not self.is_gone:
            with suppress(StoreError):  # then the claim goes stale within the hour
                subscriptions.give_up(self.engine, self.subscription.token, self.period)
