"""What depends on what is there is read in the transaction that writes: two tabs at once lose nothing."""

import random
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

from components.curation.annotations import events, tags
from components.curation.annotations.events import Change
from components.links.link_status import LinkDecision
from components.store import database
from components.store.database import writing
from components.ui.shared.paper import link_actions

PATIENCE = 60  # seconds: only a failure takes so long
URL = "https://example.org/paper"


@pytest.fixture
def meanwhile(engine, workspace):
    """Do something in a second thread, beginning while another transaction of the workspace has not ended yet."""

    def run(change, act):
        thread = threading.Thread(target=act)
        with writing(engine) as connection:
            events.apply_within(connection, workspace, [change], "meanwhile", "Meanwhile", {})
            thread.start()
            ends = time.monotonic() + PATIENCE
            while not waits(engine):
                assert time.monotonic() < ends
                time.sleep(0.005)
        thread.join(PATIENCE)
        assert not thread.is_alive()

    return run


def waits(engine):
    """Whether a writer waits for its turn."""
    if engine.dialect.name == "sqlite":
        return database._writers_of(engine)._waiting > 0
    with engine.connect() as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return connection.execute(text(query)).scalar_one() > 0


def test_a_paper_tagged_while_the_tag_is_renamed_has_the_new_name(engine, workspace, meanwhile):
    tags.tag(engine, workspace, ["a"], "old", "1")
    meanwhile(Change("b", "tag/old", "1"), lambda: tags.rename(engine, workspace, "old", "new", "2"))
    assert tags.tags(engine, workspace) == {"a": ("new",), "b": ("new",)}


def test_a_paper_tagged_while_the_tag_is_deleted_has_it_no_more(engine, workspace, meanwhile):
    tags.tag(engine, workspace, ["a"], "old", "1")
    meanwhile(Change("b", "tag/old", "1"), lambda: tags.delete(engine, workspace, "old", "2"))
    assert tags.tags(engine, workspace) == {}


def test_a_spelling_that_comes_meanwhile_is_taken(engine, workspace, meanwhile):
    meanwhile(Change("a", "tag/To Read", "1"), lambda: tags.tag(engine, workspace, ["b"], "to read", "2"))
    assert tags.tags(engine, workspace) == {"a": ("To Read",), "b": ("To Read",)}
    assert events.log(engine, workspace)[0].description == "Tagged 1 paper “To Read”"


@pytest.fixture
def view(engine, workspace) -> Any:
    return SimpleNamespace(engine=engine, workspace=workspace, read_only=False, links={})


def test_a_note_about_a_link_keeps_what_another_tab_just_decided_about_it(view, meanwhile):
    accepted = LinkDecision(accepted_until="2027-01-01")
    meanwhile(Change(URL, "link", accepted.to_text()), lambda: link_actions.note(view, URL, "seen"))
    assert link_actions.current(view) == {URL: LinkDecision("2027-01-01", "", "seen")}


def test_new_addresses_keep_what_another_tab_just_decided(view, meanwhile):
    noted = LinkDecision(note="seen")
    new = "https://example.org/new"
    meanwhile(Change(URL, "link", noted.to_text()), lambda: link_actions.use_all(view, {URL: new}))
    assert link_actions.current(view) == {URL: LinkDecision("", new, "seen")}


def test_a_note_about_an_address_longer_than_an_index_holds(view):
    """PostgreSQL's hold 2,700 bytes, and random letters cannot be packed."""
    long = f"https://example.org/{random.Random(1).randbytes(2000).hex()}"
    view.links = {"paper": [SimpleNamespace(url=long), SimpleNamespace(url=URL)]}
    link_actions.note(view, long, "seen")
    link_actions.note(view, URL, "short")
    link_actions.use(view, long, "https://example.org/new")
    assert link_actions.current(view) == {
        long: LinkDecision("", "https://example.org/new", "seen"),
        URL: LinkDecision(note="short"),
    }
