"""What can be followed, how it is kept, and that a source is looked at by one process at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import touch, workspace_id
from components.ingestion import opml, source, sources
from components.ingestion.source import Announced, InvalidSourceError
from components.store import schema
from components.store.database import now, open_store, writing

NOW = datetime(2026, 6, 1, 13, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    yield engine
    engine.dispose()


def add(engine, spec, workspace=None):
    workspace = workspace or workspace_id(engine, new_token())
    with writing(engine) as connection:
        touch(connection, workspace, now())
        sources.add_within(connection, workspace, spec, NOW)
    return workspace


@pytest.mark.parametrize(
    ("make", "label", "name"),
    [
        (lambda: source.daily_papers("day", 5), "Daily Papers by day, 5 votes or more", "daily-papers-P.json"),
        (lambda: source.daily_papers("trending"), "Daily Papers trending", "daily-papers-trending-P.json"),
        (lambda: source.arxiv("cs.LG, cs.CL cs.LG"), "arXiv cs.LG+cs.CL", "arXiv cs.LG cs.CL P.json"),
        (
            lambda: source.arxiv("hep-th", (Announced.REPLACE, Announced.NEW, Announced.CROSS)),
            "arXiv hep-th, with cross-lists and replacements",
            "arXiv hep th P.json",
        ),
        (
            lambda: source.feed(" https://www.example.org/a/feed.xml#x "),
            "example.org/a/feed.xml",
            "example.org a feed.xml P.json",
        ),
    ],
)
def test_a_source_has_a_name_and_comes_back_as_it_was(make, label, name):
    spec = make()
    assert (spec.label, spec.file_name("P")) == (label, name)
    assert source.from_stored(str(spec.kind), spec.as_json()) == spec
    assert spec.key("one") == make().key("one") != spec.key("two")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: source.daily_papers("year"), "by day, week or month"),
        (lambda: source.daily_papers("day", -1), "floor of votes"),
        (lambda: source.arxiv(" "), "Write one or more categories"),
        (lambda: source.arxiv("cs.LG+<b>"), "“<b>” is no category"),
        (lambda: source.arxiv("+".join(f"cs.{chr(65 + i)}X" for i in range(21))), "20 categories"),
        (lambda: source.arxiv("cs.LG", ()), "Choose what arXiv announces"),
        (lambda: source.feed("feed.xml"), "whole address"),
        (lambda: source.feed("file:///etc/passwd"), "whole address"),
        (lambda: source.feed("https://user:word@example.org/"), "whole address"),
        (lambda: source.page("https://exa mple.org/"), "whole address"),
        (lambda: source.page("https://[::1"), "whole address"),
        (lambda: source.page("https://example.org/" + "x" * 1000), "1,000 characters"),
    ],
)
def test_what_cannot_be_followed_is_said(make, sentence):
    with pytest.raises(InvalidSourceError, match=sentence):
        make()


def test_a_source_is_added_once_and_at_most_fifty_are(engine):
    workspace = add(engine, source.daily_papers("day"))
    add(engine, source.daily_papers("day"), workspace)
    assert [one.spec and one.spec.label for one in sources.sources_of(engine, workspace)] == ["Daily Papers by day"]
    for number in range(sources.MOST - 1):
        add(engine, source.feed(f"https://example.org/{number}"), workspace)
    with pytest.raises(sources.TooManySourcesError, match="Remove one"):
        add(engine, source.feed("https://example.org/more"), workspace)
    assert len(sources.sources_of(engine, workspace)) == sources.MOST


def test_one_process_at_a_time_has_a_source(engine):
    add(engine, source.daily_papers("day"))
    (one,) = sources.due(engine, NOW)
    assert sources.claim(engine, one.source_id, "first", NOW)
    assert not sources.claim(engine, one.source_id, "second", NOW + timedelta(minutes=59))
    assert sources.claim(engine, one.source_id, "second", NOW + timedelta(minutes=61))  # the first died
    with writing(engine) as connection:
        assert not sources.holds(connection, one.source_id, "first")
        assert sources.holds(connection, one.source_id, "second")
    sources.release(engine, one.source_id, "first", NOW)  # it was only slow: the claim is not its own any more
    assert not sources.claim(engine, one.source_id, "third", NOW + timedelta(minutes=62))
    sources.release(engine, one.source_id, "second", NOW + timedelta(hours=9))
    assert sources.due(engine, NOW + timedelta(hours=8)) == ()
    assert len(sources.due(engine, NOW + timedelta(hours=10))) == 1


def test_a_paused_source_is_not_due_and_nobody_elses_is_changed(engine):
    workspace = add(engine, source.daily_papers("day"))
    (one,) = sources.due(engine, NOW)
    for change in (
        lambda: sources.set_active(engine, "other", one.source_id, active=False),
        lambda: sources.remove(engine, "other", one.source_id),
    ):
        change()
        assert len(sources.due(engine, NOW)) == 1
    sources.set_active(engine, workspace, one.source_id, active=False)
    assert sources.due(engine, NOW) == ()
    assert not sources.claim(engine, one.source_id, "first", NOW)
    sources.ask_now(engine, "other", one.source_id, NOW)
    assert sources.due(engine, NOW) == ()
    sources.ask_now(engine, workspace, one.source_id, NOW)
    assert len(sources.due(engine, NOW)) == 1
    sources.remove(engine, workspace, one.source_id)
    assert sources.sources_of(engine, workspace) == ()


def test_what_another_version_wrote_is_named_and_costs_no_other(engine):
    workspace = add(engine, source.daily_papers("day"))
    add(engine, source.arxiv("cs.LG"), workspace)
    with writing(engine) as connection:
        row = schema.sources
        connection.execute(update(row).where(row.c.kind == "arxiv").values(kind="gopher", cursor=b"damaged"))
    odd, good = sorted(sources.sources_of(engine, workspace), key=lambda one: one.spec is not None)
    assert odd.spec is None
    assert "cannot be read" in odd.sentence
    assert good.spec is not None
    assert sources.cursor_of(engine, odd.source_id) == sources.Cursor()


def test_feeds_of_a_reader_come_by_opml():
    text = (
        "<?xml version='1.0'?><opml version='2.0'><body><outline text='A'>"
        "<outline type='rss' xmlUrl='https://example.org/a.xml?x=1&amp;y=2'/>"
        '<outline xmlURL="https://example.org/b.xml"/><outline xmlUrl="https://example.org/b.xml"/>'
        '<outline xmlUrl="ftp://example.org/"/><outline text="none"/></outline></body></opml>'
    )
    found, wrong = opml.feeds(text.encode())
    assert [one.what for one in found] == ["https://example.org/a.xml?x=1&y=2", "https://example.org/b.xml"]
    assert wrong == 1
    with pytest.raises(InvalidSourceError, match="no OPML"):
        opml.feeds(b"<html></html>")
    with pytest.raises(InvalidSourceError, match="1 MB"):
        opml.feeds(b"x" * 1_000_001)
