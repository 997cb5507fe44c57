"""What rises: a number at two looks on different days, the later one of late."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from components.enrichment import findings
from components.enrichment.facts import Field
from components.enrichment.findings import Growth
from components.store.database import writing

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def look(engine: Engine, day: str, votes: int, paper: str = "a", service: str = "hugging_face") -> None:
    with writing(engine) as connection:
        at = datetime.fromisoformat(f"{day}T09:00:00+00:00")
        findings.note_numbers(connection, service, Field.VOTES, {paper: votes}, at)


@pytest.mark.parametrize(
    ("looks", "found"),
    [
        ([("2026-11-20", 3), ("2026-11-24", 15)], Growth("2026-11-20", 3, "2026-11-24", 15)),
        ([("2026-11-20", 9), ("2026-11-24", 5)], Growth("2026-11-20", 9, "2026-11-24", 5)),
        ([("2026-11-24", 3), ("2026-11-24", 15)], None),  # one day
        ([("2026-11-24", 15)], None),
        ([("2026-09-01", 3), ("2026-09-08", 15)], None),  # not of late
        ([("2026-10-20", 1), ("2026-11-14", 4), ("2026-11-26", 10)], Growth("2026-11-14", 4, "2026-11-26", 10)),
        ([("2026-11-20", 3), ("2027-01-01", 99)], None),  # a clock was wrong: the future is not yet seen
    ],
)
def test_growth_is_between_two_looks_of_late(engine: Engine, looks, found):
    for day, votes in looks:
        look(engine, day, votes)
    assert findings.growth(engine, Field.VOTES, NOW).get("a") == found


def test_growth_is_told_a_day_and_of_each_paper_by_itself(engine: Engine):
    for place in range(3):
        look(engine, "2026-11-20", place, f"p{place}")
        look(engine, "2026-11-24", 10 * place, f"p{place}")
    grown = findings.growth(engine, Field.VOTES, NOW)
    assert {paper: each.per_day for paper, each in grown.items()} == {"p0": 0.0, "p1": 2.25, "p2": 4.5}
    assert findings.growth(engine, Field.CITATIONS, NOW) == {}
