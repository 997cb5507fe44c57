"""Mail subscriptions to saved searches: confirmed by a click in a first mail, ended by a click in any mail.

The random token of a subscription is part of those links: it confirms and ends, and opens nothing. Of each period
(a day or a week) there is at most one mail: a claim is written before it is sent.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, RowMapping, and_, func, select
from sqlalchemy.exc import IntegrityError

from components.curation import quotas
from components.curation.workspaces.tokens import TOKEN, new_token
from components.curation.workspaces.workspaces import touch
from components.store.database import now, reading, writing
from components.store.schema import mailings, saved_searches, subscriptions

# The signs that may stand in an address without quotes (RFC 5322, atext): all others end a header or need quoting.
EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
MOST, MOST_WAITING = 20, 3  # of a workspace; unconfirmed ones of one address, so that nobody is spammed
MOST_TO_ONE, MOST_A_DAY = 3, 20  # mails to confirm in a day: to an address that has agreed to none here, of a workspace
KEPT_FOR = timedelta(days=90)  # a note that a mail was sent: it keeps a day's or a week's mail from going out twice
STALE = timedelta(hours=1)  # a claim this old was left by a process that died before it sent


class SubscriptionError(ValueError):
    """A subscription that cannot be made; the message says why."""


class Period(StrEnum):
    """How often mails come."""

    DAY = "day"
    WEEK = "week"

    def key(self, at: datetime) -> str:
        """The period that a time is in: 2026-11-22, or 2026-W47 (ISO 8601)."""
        return at.strftime("%Y-%m-%d" if self == Period.DAY else "%G-W%V")


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription."""

    token: str
    workspace: str
    search: str
    email: str
    period: Period
    at: str
    confirmed_at: str  # "" until confirmed
    mailed_ids: frozenset[str]  # the papers that were in its mails
    odd: str = ""  # a sentence where what is stored of it cannot be read: then it gets no mail

    @property
    def mark(self) -> str:
        """What names it in links that must not hold its token."""
        return mark_of(self.token)


def mark_of(token: str) -> str:
    """The mark of a token, from which that cannot be found: 32 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]


def subscribe(engine: Engine, workspace: str, search: str, email: str, period: Period) -> Subscription | None:
    """Create an unconfirmed subscription; None where there is one already. Raises SubscriptionError."""
    email = email.strip()
    if not EMAIL.fullmatch(email) or len(email) > 254:
        raise SubscriptionError("This is no mail address. It should look like name@example.org.")
    at = now()
    with writing(engine) as connection:
        touch(connection, workspace, at)
        known = select(saved_searches.c.name).where(
            saved_searches.c.workspace == workspace, saved_searches.c.name == search
        )
        if connection.execute(known).first() is None:
            raise SubscriptionError("There is no saved search of this name any more.")
        mine = subscriptions.c.workspace == workspace
        here = and_(mine, subscriptions.c.search == search, subscriptions.c.email == email)
        if connection.execute(select(subscriptions.c.token).where(here)).first():
            return None
        count = select(func.count()).select_from(subscriptions)
        if connection.execute(count.where(mine)).scalar_one() >= MOST:
            raise SubscriptionError(f"There are {MOST} subscriptions, as many as there may be. End one first.")
        waiting = count.where(subscriptions.c.email == email, subscriptions.c.confirmed_at == "")
        if connection.execute(waiting).scalar_one() >= MOST_WAITING:
            raise SubscriptionError("This address has mails to confirm already. Look into its inbox first.")
        names = {quotas.counter("confirmations", f"workspace {workspace}"): MOST_A_DAY}
        agreed = count.where(mine, subscriptions.c.email == email, subscriptions.c.confirmed_at != "")
        if not connection.execute(agreed).scalar_one():
            names[quotas.counter("confirmations", email.lower())] = MOST_TO_ONE
        if not quotas.take_within(connection, 1, names, quotas.DAY).amount:
            raise SubscriptionError("As many mails to confirm were sent as may be within a day. Try again tomorrow.")
        made = Subscription(new_token(), workspace, search, email, period, at, "", frozenset())
        connection.execute(
            subscriptions.insert().values(
                token=made.token, workspace=workspace, search=search, email=email, period=str(period), at=at,
                told=_packed(()), mark=made.mark,
            )
        )  # fmt: skip
    return made


def find(engine: Engine, token: str) -> Subscription | None:
    """The subscription of a token, or None."""
    if not TOKEN.fullmatch(token):
        return None
    with reading(engine) as connection:
        row = connection.execute(select(subscriptions).where(subscriptions.c.token == token)).mappings().one_or_none()
    return None if row is None else _subscription(row)


def confirm(engine: Engine, token: str) -> bool:
    """Begin the mails; again does no harm. False where there is no such subscription."""
    with writing(engine) as connection:
        here = subscriptions.c.token == token
        found = connection.execute(select(subscriptions.c.confirmed_at).where(here)).first()
        if found is not None and not found.confirmed_at:
            connection.execute(subscriptions.update().where(here).values(confirmed_at=now()))
    return found is not None


def end(engine: Engine, token: str) -> bool:
    """End a subscription for good; False where there is none such (any more)."""
    with writing(engine) as connection:
        return bool(connection.execute(subscriptions.delete().where(subscriptions.c.token == token)).rowcount)


def subscriptions_of(engine: Engine, workspace: str) -> tuple[Subscription, ...]:
    """The subscriptions of a workspace in the order in which they were asked for."""
    query = select(subscriptions).where(subscriptions.c.workspace == workspace).order_by(subscriptions.c.at)
    with reading(engine) as connection:
        return tuple(_subscription(row) for row in connection.execute(query).mappings())


def due(engine: Engine, at: datetime) -> tuple[Subscription, ...]:
    """The confirmed subscriptions that had no mail yet in the period of this time, the oldest first."""
    query = select(subscriptions).where(subscriptions.c.confirmed_at != "").order_by(subscriptions.c.at)
    done = select(mailings.c.token, mailings.c.period).where(mailings.c.state != "sending")
    with reading(engine) as connection:
        every = [_subscription(row) for row in connection.execute(query).mappings()]
        had = {(token, period) for token, period in connection.execute(done)}
    return tuple(one for one in every if (one.token, one.period.key(at)) not in had)


def claim(engine: Engine, token: str, period: str) -> bool:
    """Record that the mail of a period is being sent; False where another process does so or has done."""
    at = now()
    stale = (datetime.now(UTC) - STALE).isoformat(timespec="microseconds")
    here = (mailings.c.token == token, mailings.c.period == period)
    try:
        with writing(engine) as connection:
            connection.execute(mailings.delete().where(*here, mailings.c.state == "sending", mailings.c.at < stale))
            if connection.execute(select(mailings.c.token).where(*here)).first():
                return False
            connection.execute(mailings.insert().values(token=token, period=period, state="sending", at=at))
    except IntegrityError:  # another process was quicker, or the subscription has ended
        return False
    return True


def finish(engine: Engine, token: str, period: str, mailed_ids: Iterable[str], *, sent: bool) -> None:
    """Record that a mail was sent with these papers, or that there was nothing to send."""
    with writing(engine) as connection:
        here = (mailings.c.token == token, mailings.c.period == period)
        connection.execute(mailings.update().where(*here).values(state="sent" if sent else "empty", at=now()))
        mine = subscriptions.c.token == token
        row = connection.execute(select(subscriptions.c.told).where(mine)).first()
        if row is not None:
            connection.execute(
                subscriptions.update().where(mine).values(told=_packed({*_unpacked(row.told), *mailed_ids}))
            )


def give_up(engine: Engine, token: str, period: str) -> None:
    """Delete a claim: the mail could not be sent, the next run tries again."""
    with writing(engine) as connection:
        connection.execute(mailings.delete().where(mailings.c.token == token, mailings.c.period == period))


def prune(engine: Engine, at: datetime | None = None) -> int:
    """Delete the notes of mails sent more than 90 days ago; returns how many."""
    oldest = ((at or datetime.now(UTC)) - KEPT_FOR).isoformat(timespec="microseconds")
    with writing(engine) as connection:
        return connection.execute(mailings.delete().where(mailings.c.at < oldest)).rowcount


def _subscription(row: RowMapping) -> Subscription:
    values = {name: row[name] for name in ("token", "workspace", "search", "email", "at", "confirmed_at")}
    try:
        return Subscription(**values, period=Period(row["period"]), mailed_ids=_unpacked(row["told"]))
    except (ValueError, zlib.error):  # another version's period, or damaged
        odd = "what is stored of it cannot be read; end it and subscribe again"
        return Subscription(**values, period=Period.WEEK, mailed_ids=frozenset(), odd=odd)


def _packed(paper_ids: Iterable[str]) -> bytes:
    return zlib.compress("\n".join(sorted(paper_ids)).encode())


def _unpacked(packed: bytes) -> frozenset[str]:
    return frozenset(zlib.decompress(packed).decode().split("\n")) - {""}
