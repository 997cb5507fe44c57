"""When a source is looked at, computed from what is kept of its looks: no clock, no store, no network here.

Content decides what is new, never a date: an answer without a paper that was not seen before is looked at again soon
where a new one is expected (arXiv on a weekday), and is "nothing new" elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from components.ingestion.periods import Span
from components.ingestion.source import SourceKind, SourceSpec

CAUGHT_UP = timedelta(days=31)  # missed periods older than this are named and not asked for
STALE_PAUSE, STALE_TRIES = timedelta(minutes=30), 8
EMPTY_PAUSE, EMPTY_FOR = timedelta(hours=6), timedelta(days=2)  # a weekday without papers may only be late
FUTURE = timedelta(days=1)  # a look so far in the future was made before the clock was set back
JITTER = 1800  # seconds: copies on many machines must not all ask at once
_LONGEST_PAUSE = timedelta(hours=24)
_HOURS = {
    SourceKind.DAILY_PAPERS: 12,
    SourceKind.ARXIV: 5,
    SourceKind.FEED: 6,
    SourceKind.PAGE: 6,
    SourceKind.OPENREVIEW: 7,
}  # of UTC
# Days after a period's start that it is looked at: votes are asked for again 1, 3 and 7 days after its end.
_OFFSETS = {Span.DAY: (0, 1, 3, 7), Span.WEEK: (0, 1, 3, 7, 8, 10, 14), Span.MONTH: (1, 8, 15, 22, 32, 34, 38)}
_SATURDAY = 5


class LookOutcome(StrEnum):
    """What came of a look."""

    NEW = "new"
    NOTHING = "nothing"  # nothing new
    WAITING = "waiting"  # it should have brought something and is looked at again
    FAILED = "failed"
    GAP = "gap"  # what was there then cannot be had any more


@dataclass(frozen=True, slots=True)
class Look:
    """What is kept of the looks at one period of one source."""

    period: str
    at: datetime
    outcome: LookOutcome
    due: datetime | None = None  # None: it is done with
    turn: int = 0  # good looks
    tries: int = 0  # looks in a row that brought nothing yet
    found: int = 0
    fresh: int = 0
    sha256: str = ""  # of the digest that is kept of it
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for now, each group of periods in one go, oldest first; and when to come back."""

    groups: tuple[tuple[str, ...], ...]
    next_at: datetime
    gaps: tuple[Look, ...] = ()  # to be kept: periods that cannot be had any more


@dataclass(frozen=True, slots=True)
class Followed:
    """A source as far as its schedule depends on it."""

    source_id: str
    spec: SourceSpec
    created: datetime


def plan(source: Followed, looks: Mapping[str, Look], now: datetime) -> Plan:
    """What to ask a source for at this moment, `looks` being what is kept, by period."""
    spec, span = source.spec, source.spec.span
    current = span.key(now)
    begin = span.key(max(min(source.created, now), now - CAUGHT_UP)) if _names_gaps(spec) else current
    due = [each for each in _periods(spec, begin, current) if each not in looks and _first(source, each) <= now]
    due += [each.period for each in looks.values() if each.due and (each.due <= now or each.at - now > FUTURE)]
    gaps = _forgotten(source, looks, begin, now) if spec.goes_back else []
    if not spec.goes_back:
        gaps += _missed(source, looks, [each for each in due if each < current], now)
        due = [each for each in due if each >= current]
    due.sort()
    if spec.kind is SourceKind.ARXIV:
        earlier = tuple(each for each in due if each < current)
        groups = tuple(group for group in (earlier, tuple(each for each in due if each >= current)) if group)
    else:
        groups = tuple((each,) for each in due)
    return Plan(groups, _next(source, looks, now), tuple(gaps))


def settled(
    source: Followed, period: str, before: Look | None, found: int, fresh: int, now: datetime, sha256: str = ""
) -> Look:
    """What is kept after an answer with `found` papers, `fresh` of them not seen at this source before."""
    spec = source.spec
    past = Look(period, now, LookOutcome.NOTHING) if before is None else before
    look = replace(past, at=now, found=found, fresh=past.fresh + fresh, sentence="", sha256=sha256 or past.sha256)
    look = replace(look, outcome=LookOutcome.NEW if look.fresh else LookOutcome.NOTHING)
    later = _later(source, period, now)
    if fresh:
        return replace(look, due=later, turn=past.turn + 1, tries=0)
    if spec.kind is SourceKind.ARXIV and (not past.turn or past.tries or past.at < _first(source, period)):
        return _without_a_batch(source, look, past.tries + 1, now)
    if not found and spec.kind is SourceKind.DAILY_PAPERS and spec.what == "day" and not past.turn:
        return _empty_day(source, look, past.tries + 1, now)
    return replace(look, due=later, turn=past.turn + 1, tries=0)


def failed(
    source: Followed, period: str, before: Look | None, sentence: str, retry_at: datetime, now: datetime
) -> Look:
    """What is kept after a look without an answer: the period stays due."""
    past = before or Look(period, now, LookOutcome.FAILED)
    outcome = LookOutcome.FAILED if not past.turn else past.outcome
    due = retry_at if source.spec.goes_back or period >= source.spec.span.key(now) else None
    return replace(past, at=now, outcome=outcome, due=due, sentence=sentence)


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: 1, 2, 4 … 24 hours, and never for good."""
    return min(timedelta(hours=2 ** min(max(failures - 1, 0), 5)), _LONGEST_PAUSE)


def _without_a_batch(source: Followed, look: Look, tries: int, now: datetime) -> Look:
    """arXiv announces on every weekday but a few: the batch of the day before is still shown, or none."""
    start = source.spec.span.start(look.period)
    if not _may_bring(source.spec, look.period):
        return replace(look, due=None, sentence="arXiv announces nothing at weekends.")
    shown = "arXiv still shows an earlier batch." if look.found else "arXiv shows no papers."
    if source.spec.span.key(now) > look.period:  # asked of its archive, by date
        if now - start > EMPTY_FOR + timedelta(days=1):
            return replace(look, due=None, tries=tries, sentence="arXiv announced nothing on this day.")
        return replace(look, outcome=LookOutcome.WAITING, due=now + EMPTY_PAUSE, tries=tries, sentence=shown)
    look = replace(look, outcome=LookOutcome.WAITING, tries=tries)
    if tries < STALE_TRIES:
        return replace(look, due=now + STALE_PAUSE, sentence=f"{shown} It is looked at again in half an hour.")
    tomorrow = _first(source, source.spec.span.after(look.period))
    return replace(look, due=tomorrow, sentence=f"{shown} The day is asked for again tomorrow, from arXiv's archive.")


def _empty_day(source: Followed, look: Look, tries: int, now: datetime) -> Look:
    start = source.spec.span.start(look.period)
    if start.weekday() >= _SATURDAY:
        return replace(look, due=None, sentence="Nothing is listed at weekends.")
    if now - start >= EMPTY_FOR:
        return replace(look, due=None, tries=tries, sentence="Nothing was listed on this day.")
    look = replace(look, outcome=LookOutcome.WAITING, due=now + EMPTY_PAUSE, tries=tries)
    return replace(look, sentence="Nothing is listed yet. It is looked at again in six hours.")


def _periods(spec: SourceSpec, begin: str, current: str) -> Iterator[str]:
    """The periods in which something may come, from the first to the present one."""
    period = begin
    while period <= current:
        if _may_bring(spec, period):
            yield period
        period = spec.span.after(period)


def _may_bring(spec: SourceSpec, period: str) -> bool:
    """arXiv announces nothing on Saturdays and Sundays (of UTC)."""
    return spec.kind is not SourceKind.ARXIV or spec.span.start(period).weekday() < _SATURDAY


def _offsets(spec: SourceSpec) -> tuple[int, ...]:
    again = spec.kind is SourceKind.DAILY_PAPERS and spec.what != "trending"
    return _OFFSETS[spec.span] if again else (0,)


def _at(source: Followed, period: str, days: int) -> datetime:
    spec = source.spec
    jitter = 0 if spec.kind is SourceKind.FOLDER else int(source.source_id[:8], 16) % JITTER
    return spec.span.start(period) + timedelta(days=days, hours=_HOURS.get(spec.kind, 0), seconds=jitter)


def _first(source: Followed, period: str) -> datetime:
    """When a period is first looked at."""
    return _at(source, period, _offsets(source.spec)[0])


def _later(source: Followed, period: str, now: datetime) -> datetime | None:
    """The next look at a period that has brought something; None after the last."""
    return next((at for days in _offsets(source.spec) if (at := _at(source, period, days)) > now), None)


def _next(source: Followed, looks: Mapping[str, Look], now: datetime) -> datetime:
    """When something will be due that is not due now."""
    span = source.spec.span
    found = [each.due for each in looks.values() if each.due and each.due > now]
    period = span.key(now)
    for _ in range(5):  # over a weekend
        if period not in looks and _may_bring(source.spec, period) and (first := _first(source, period)) > now:
            return min([*found, first])
        period = span.after(period)
    return min(found, default=now + timedelta(hours=1))


def _names_gaps(spec: SourceSpec) -> bool:
    """Whether periods that were missed are looked for: of a feed or a page its content says what was missed."""
    return spec.goes_back or spec.kind is SourceKind.DAILY_PAPERS


def _forgotten(source: Followed, looks: Mapping[str, Look], begin: str, now: datetime) -> list[Look]:
    """The periods before those that are caught up with, as one look: they are named, not asked for."""
    span = source.spec.span
    newest = max(looks, default="")
    first = span.after(newest) if newest else span.key(source.created)
    if first >= begin or (newest and looks[newest].outcome is LookOutcome.GAP):
        return []
    sentence = f"{_range(first, span.before(begin))}: not looked at. {CAUGHT_UP.days} days are caught up with at most."
    return [Look(first, now, LookOutcome.GAP, sentence=sentence)]


def _missed(source: Followed, looks: Mapping[str, Look], missed: list[str], now: datetime) -> list[Look]:
    """What is kept of periods that cannot be asked for any more; one of trending papers is a gap."""
    kept = [replace(looks[each], due=None) for each in missed if each in looks]
    unseen = [each for each in missed if each not in looks]
    if unseen and looks and source.spec.what == "trending" and source.spec.kind is SourceKind.DAILY_PAPERS:
        sentence = f"{_range(unseen[0], unseen[-1])}: not looked at. What was trending then cannot be asked for later."
        kept += [Look(each, now, LookOutcome.GAP, sentence=sentence) for each in unseen]
    return kept


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
