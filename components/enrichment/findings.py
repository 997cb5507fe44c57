"""What services were found to say, kept in the store by what a paper says: one row a paper and service.

Whoever has the same title and abstract finds it. Kept as it comes in, so that a run that ends early has lost nothing.
A service that was not reached leaves no row; one that was asked and has nothing leaves one with the verdict none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from components.enrichment.facts import Fact, Field, Value, Verdict
from components.enrichment.matching import Judged
from components.enrichment.record import Subject
from components.enrichment.services.registry import ABOUT_CODE, NAMES
from components.enrichment.services.service import Service
from components.papers.identity import arxiv_number, doi_in
from components.store import times
from components.store.database import reading, writing
from components.store.schema import findings, looks

NOTHING_FOR = timedelta(days=30)  # how long "has nothing like it" is believed
DOUBT_FOR = timedelta(days=30)
COUNTED = (Field.VOTES, Field.CITATIONS)  # each day's number is kept: what rises needs two
RISING_FOR = timedelta(days=14)
OTHERS = 5  # further records of an answer that are kept
_AT_ONCE = 400

# Which service is believed first, by field; for all other fields the order of `_USUALLY`.
_USUALLY = ("arxiv", "datacite", "crossref", "openalex", "hugging_face", "semantic_scholar", "openreview", "github")
_FIRST: Mapping[str, tuple[str, ...]] = {
    Field.VENUE: ("openreview", "crossref", "arxiv", "semantic_scholar", "openalex"),
    Field.YEAR: ("crossref", "openalex"),
    Field.DOI: ("crossref", "arxiv", "semantic_scholar", "openalex"),
    Field.CITATIONS: ("openalex", "semantic_scholar", "crossref"),
    Field.SUMMARY: ("semantic_scholar", "hugging_face"),
    Field.STARS: ("github", "hugging_face"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One paper and one service: what was asked, the best record of the answer, and what it says."""

    paper: str  # `record.paper_key`
    service: str  # `Service.id`
    asked_by: str  # id or title
    verdict: Verdict
    record: str = ""
    address: str = ""
    title: str = ""
    title_score: float = 0.0
    shared: float | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)
    others: Sequence[Mapping[str, str]] = ()  # title, address and verdict of further records that may be the paper
    at: str = ""
    good_until: str = ""
    confirmed: bool = False  # by a person; not kept here

    def is_good(self, now: datetime) -> bool:
        """Whether it need not be asked again yet; one from the future counts as too old: a clock was set back."""
        return times.read(self.at) <= now + timedelta(hours=1) and now < times.read(self.good_until)


def finding(
    paper: str, service: Service, asked_by: str, judged: Sequence[Judged], at: datetime | None = None
) -> Finding:
    """What is kept of an answer."""
    now = at or datetime.now(UTC)
    listed = [each for each in judged if each.verdict is not Verdict.NONE]
    if not listed:
        until = times.written(now + NOTHING_FOR)
        return Finding(paper, service.id, asked_by, Verdict.NONE, at=times.written(now), good_until=until)
    top, record = listed[0], listed[0].record
    good_for = service.good_for if top.verdict is Verdict.SURE else DOUBT_FOR
    return Finding(
        paper=paper,
        service=service.id,
        asked_by=asked_by,
        verdict=top.verdict,
        record=record.record_id,
        address=record.address,
        title=record.title,
        title_score=round(top.title_score, 1),
        shared=None if top.shared is None else round(top.shared, 3),
        facts=dict(record.values) | ({} if service.about_code else {Field.TITLE: record.title}),
        others=[
            {"title": each.record.title, "address": each.record.address, "verdict": each.verdict}
            for each in listed[1 : 1 + OTHERS]
        ],
        at=times.written(now),
        good_until=times.written(now + good_for),
    )


def verdict_of(found: Iterable[Finding]) -> Verdict:
    """The best verdict of all services on one paper: SURE where one is, NOT_ASKED where none answered."""
    verdicts = [each.verdict for each in found if each.service not in ABOUT_CODE]
    return min(verdicts, key=list(Verdict).index, default=Verdict.NOT_ASKED)


def identified(subject: Subject, found: Iterable[Finding]) -> Subject:
    """A paper with the ids and the code that sure findings give where it has none: ids are good for ever."""
    for each in found:
        if each.verdict is Verdict.SURE:
            known = each.facts
            subject = replace(
                subject,
                arxiv_id=subject.arxiv_id or arxiv_number(str(known.get(Field.ARXIV_ID, ""))),
                doi=subject.doi or doi_in(str(known.get(Field.DOI, ""))),
                code=subject.code or str(known.get(Field.CODE, "")),
            )
    return subject


def save(engine: Engine, found: Iterable[Finding]) -> None:
    """Keep findings in one transaction; a newer one on the same paper and service takes the older one's place."""
    rows, seen = [], []
    for each in found:
        rows.append(
            {
                **{name: getattr(each, name) for name in _PLAIN},
                "verdict": each.verdict.value,
                "facts": json.dumps(each.facts),
                "others": json.dumps(list(each.others)),
            }
        )
        numbers = ((name, each.facts.get(name)) for name in COUNTED if each.verdict is Verdict.SURE)
        seen += [
            {
                "paper": each.paper,
                "service": each.service,
                "field": name.value,
                "day": each.at[:10],
                "value": n,
                "at": each.at,
            }
            for name, n in numbers
            if isinstance(n, int)
        ]
    if rows:
        with writing(engine) as connection:
            _put(connection, findings, ("paper", "service"), rows)
            if seen:
                _put(connection, looks, ("paper", "service", "field", "day"), seen)


def kept(engine: Engine, papers: Iterable[str]) -> dict[str, dict[str, Finding]]:
    """paper → service → finding, for those that there are. A row that cannot be read counts as none."""
    found: dict[str, dict[str, Finding]] = {}
    with reading(engine) as connection:
        for some in _chunks(papers):
            for row in connection.execute(select(findings).where(findings.c.paper.in_(some))).mappings():
                made = _finding(dict(row))
                if made is not None:
                    found.setdefault(made.paper, {})[made.service] = made
    return found


def facts_of(
    engine: Engine, papers: Iterable[str], decided: Mapping[tuple[str, str, str], str] | None = None
) -> dict[str, tuple[Fact, ...]]:
    """paper → its facts, of several services for one field the one believed first in front.

    `decided`: what a person decided about records, see `decide`.
    """
    return {paper: facts(decide(of_paper.values(), decided or {})) for paper, of_paper in kept(engine, papers).items()}


def decide(found: Iterable[Finding], decided: Mapping[tuple[str, str, str], str]) -> list[Finding]:
    """Findings after what a person decided: (paper, service, record) → "same", which counts as sure, or "different".

    Those of another paper are left out.
    """
    left = []
    for each in found:
        decision = decided.get((each.paper, each.service, each.record), "")
        if decision == "same" and each.verdict in (Verdict.LIKELY, Verdict.DOUBTFUL):
            left.append(replace(each, verdict=Verdict.SURE, confirmed=True))
        elif decision != "different":
            left.append(each)
    return left


def likely(
    engine: Engine, papers: Iterable[str], decided: Mapping[tuple[str, str, str], str]
) -> dict[str, tuple[Finding, ...]]:
    """paper → findings that may be it and that no person has decided about."""
    found: dict[str, list[Finding]] = {}
    with reading(engine) as connection:
        for some in _chunks(papers):
            rows = select(findings).where(findings.c.paper.in_(some), findings.c.verdict == Verdict.LIKELY.value)
            for row in connection.execute(rows.order_by(findings.c.paper, findings.c.service)).mappings():
                made = _finding(dict(row))
                if made is not None and (made.paper, made.service, made.record) not in decided:
                    found.setdefault(made.paper, []).append(made)
    return {paper: tuple(each) for paper, each in found.items()}


def facts(found: Iterable[Finding]) -> tuple[Fact, ...]:
    """The facts of one paper's findings, by field; sure ones before likely ones, then by who is believed first."""
    made = [
        (name, each.verdict is not Verdict.SURE, _place(name, each.service), each)
        for each in found
        if each.verdict in (Verdict.SURE, Verdict.LIKELY)
        for name in each.facts
    ]
    made.sort(key=lambda one: one[:3])
    return tuple(
        Fact(name, _value(each.facts[name]), NAMES[each.service], each.address, each.at, each.verdict, each.confirmed)
        for name, _, _, each in made
        if each.service in NAMES
    )


@dataclass(frozen=True, slots=True)
class Growth:
    """How a number grew between two looks on different days."""

    since: str  # the day of the earlier look, ISO 8601
    before: int
    until: str
    now: int

    @property
    def per_day(self) -> float:
        """How much it gained a day; below 0 where it fell."""
        return (self.now - self.before) / (date.fromisoformat(self.until) - date.fromisoformat(self.since)).days


def note_numbers(connection: Connection, service: str, name: Field, numbers: Mapping[str, int], at: datetime) -> None:
    """Keep what a look outside a run found (a digest that is followed): paper → number, as part of a transaction."""
    day, written = at.astimezone(UTC).date().isoformat(), times.written(at)
    rows = [
        {"paper": paper, "service": service, "field": name.value, "day": day, "value": number, "at": written}
        for paper, number in numbers.items()
    ]
    for start in range(0, len(rows), _AT_ONCE):
        _put(connection, looks, ("paper", "service", "field", "day"), rows[start : start + _AT_ONCE])


def growth(engine: Engine, name: Field, at: datetime | None = None) -> dict[str, Growth]:
    """paper → how a number grew lately: from the first look of the `RISING_FOR` before the last one, to that.

    Of papers with looks on two days, the last of them within `RISING_FOR`.
    """
    today = (at or datetime.now(UTC)).date()
    rows = (
        select(looks.c.paper, looks.c.service, looks.c.day, looks.c.value)
        .where(looks.c.field == name.value, looks.c.day >= (today - 2 * RISING_FOR).isoformat())
        .order_by(looks.c.paper, looks.c.service, looks.c.day)
    )
    found: dict[str, Growth] = {}
    with reading(engine) as connection:
        for (paper, _), some in groupby(connection.execute(rows), key=lambda row: (row.paper, row.service)):
            days = [(row.day, row.value) for row in some if row.day <= today.isoformat()]
            until, now = days[-1] if days else ("", 0)
            if not until or date.fromisoformat(until) < today - RISING_FOR:
                continue
            earliest = (date.fromisoformat(until) - RISING_FOR).isoformat()
            since, before = next((day, value) for day, value in days if day >= earliest)
            if since < until:
                found.setdefault(paper, Growth(since, before, until, now))
    return found


def first_numbers(engine: Engine, paper: str) -> dict[tuple[str, str], tuple[str, int]]:
    """(field, name of the service) → the first day on which it was asked and its number then, for `COUNTED` fields."""
    wanted = select(looks.c.field, looks.c.service, looks.c.day, looks.c.value).where(looks.c.paper == paper)
    found: dict[tuple[str, str], tuple[str, int]] = {}
    with reading(engine) as connection:
        for name, service, day, value in connection.execute(wanted.order_by(looks.c.day)):
            found.setdefault((name, NAMES.get(service, service)), (day, value))
    return found


_PLAIN = ("paper", "service", "asked_by", "record", "address", "title", "title_score", "shared", "at", "good_until")


def _put(connection: Connection, table: Any, keys: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows or replace those with the same key; the last of two in `rows` counts."""
    distinct = list({tuple(row[key] for key in keys): row for row in rows}.values())
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    changed = {name: statement.excluded[name] for name in table.columns.keys() if name not in keys}  # noqa: SIM118
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=changed), distinct)


def _finding(row: dict[str, Any]) -> Finding | None:
    try:
        stored, others = json.loads(row["facts"]), json.loads(row["others"])
        values = {name: _value(value) for name, value in stored.items()}
        return Finding(**{**row, "verdict": Verdict(row["verdict"]), "facts": values, "others": others})
    except (ValueError, TypeError, AttributeError):
        return None


def _value(value: Any) -> Value:
    """A value as facts have it: JSON knows no tuples."""
    if isinstance(value, (list, tuple)):
        return tuple(str(each) for each in value)
    if isinstance(value, (str, int, bool)):
        return value
    raise TypeError(value)


def _place(name: str, service: str) -> int:
    order = (*_FIRST.get(name, ()), *_USUALLY)
    return order.index(service) if service in order else len(order)


def _chunks(papers: Iterable[str]) -> Iterator[list[str]]:
    distinct = list(dict.fromkeys(papers))
    for start in range(0, len(distinct), _AT_ONCE):
        yield distinct[start : start + _AT_ONCE]
