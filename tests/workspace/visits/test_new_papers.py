"""What is new to a visitor: papers that came since they were here before, and were not announced earlier."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest
from sqlalchemy import update

from components.curation.annotations import tags
from components.curation.workspaces import uploads, visits
from components.finding.filters import Filters
from components.papers.paper import DigestFile
from components.store import schema, times
from components.store.database import writing
from components.workspace import view as workspace_view

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def at(engine, name, moment):
    """Say that a digest came at a time."""
    with writing(engine) as connection:
        here = schema.uploads.c.name == name
        connection.execute(update(schema.uploads).where(here).values(at=times.written(moment)))


def add(engine, workspace, name, titles, moment, **more):
    papers = [{"title": f"{each} of Gardens", "abstract": f"We grow {each} and say why.", **more} for each in titles]
    uploads.add(engine, workspace, DigestFile(name, orjson.dumps(papers)))
    at(engine, name, moment)


def new(engine, workspace, query="is:new"):
    view = workspace_view.of(engine, workspace, Filters(query), exact=True)
    return sorted(title.partition(" ")[0] for title in view.shown["title"])


def test_a_visit_ends_with_a_long_pause_and_the_one_before_is_known(engine, workspace):
    visits.note(engine, workspace, START)
    assert visits.previous(engine, workspace) == ""  # nothing is kept of who has nothing
    tags.tag(engine, workspace, ["a"], "mine", "1")
    for hours in (0, 1, 3.9, 5, 6):
        visits.note(engine, workspace, START + timedelta(hours=hours))
    assert visits.previous(engine, workspace) == ""
    back = START + timedelta(days=2)
    for _ in range(2):
        visits.note(engine, workspace, back)
        assert visits.previous(engine, workspace) == times.written(START + timedelta(hours=6))
    visits.note(engine, workspace, START)  # a clock that was set back ends no visit
    assert visits.previous(engine, workspace) == times.written(START + timedelta(hours=6))


def test_papers_that_came_since_are_new_and_those_seen_before_are_not(engine, workspace):
    add(engine, workspace, "one.json", ["Beans", "Peas"], START)
    visits.note(engine, workspace, START + timedelta(hours=1))
    assert new(engine, workspace) == []
    add(engine, workspace, "two.json", ["Peas", "Leeks"], START + timedelta(days=1))
    assert new(engine, workspace) == []  # the first visit still goes on
    visits.note(engine, workspace, START + timedelta(days=2))
    assert new(engine, workspace) == ["Leeks"]
    assert "Leeks" not in new(engine, workspace, "-is:new")
    assert new(engine, workspace, "is:new beans") == []
    visits.note(engine, workspace, START + timedelta(days=3))
    assert new(engine, workspace) == []


@pytest.mark.parametrize(("kind", "found"), [("new", ["Leeks"]), ("cross", []), ("replace", [])])
def test_what_arxiv_announced_before_is_not_new(engine, workspace, kind, found):
    add(engine, workspace, "one.json", ["Beans"], START)
    for days in (0, 2):
        visits.note(engine, workspace, START + timedelta(days=days))
    more = {"arxiv_id": "2611.00001", "announce_type": kind}
    add(engine, workspace, "arxiv.json", ["Leeks"], START + timedelta(days=1), **more)
    assert new(engine, workspace) == found
