"""Lists that several people fill: who may do what, what is refused in words, and that all of it goes with its owner."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from components.curation.group_lists import contributions, lists, paper_copy
from components.curation.group_lists.lists import GroupListError
from components.curation.group_lists.paper_copy import PaperCopy
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.uploads import kept_bytes
from components.curation.workspaces.workspaces import forget, workspace_id
from components.settings import settings
from components.store import schema
from components.store.database import reading, writing

PAPER = PaperCopy("A <b>title</b>", "It says much.", authors=("Ann Muster",), links=("https://example.org/a",))
OF_LISTS = (schema.group_lists, schema.group_list_people, schema.group_list_papers, schema.group_list_opinions)


@pytest.fixture
def group(engine, workspace):
    return lists.create(engine, workspace, " Our\nreading ", " Add what\nyou like. ")


def joined(engine, group, name="Ann", address=""):
    return contributions.join(engine, group, new_token(), name, address)


def listed(engine, group):
    return [(one.paper_id, one.added_by, one.votes) for one in contributions.papers_of(engine, group)]


def test_several_people_add_vote_and_remark_and_the_most_voted_comes_first(engine, group):
    ann, ben = joined(engine, group), joined(engine, group, " Ben\t K. ")
    assert (group.title, group.introduction, ben.name) == ("Our reading", "Add what\nyou like.", "Ben K.")
    assert contributions.add(engine, group, ann, "a", PAPER)
    assert contributions.add(engine, group, ben, "b", PAPER)
    assert contributions.add(engine, group, None, "c", PAPER)  # the owner
    assert not contributions.add(engine, group, ben, "a", PAPER)  # there already
    contributions.vote(engine, group, ann, "b", is_for=True)
    contributions.vote(engine, group, ann, "b", is_for=True)  # one person, one vote
    contributions.remark(engine, group, ann, "b", "Read <this>")
    contributions.remark(engine, group, ann, "b", "Read <that>\nfirst")  # one remark
    assert listed(engine, group) == [("b", "Ben K.", 2), ("a", "Ann", 1), ("c", "", 0)]
    (first, _, last) = contributions.papers_of(engine, group)
    assert [(each.name, each.text) for each in first.remarks] == [("Ann", "Read <that>\nfirst")]
    assert (first.paper, last.adder, first.voters) == (PAPER, "", ((ben.id, "Ben K."), (ann.id, "Ann")))
    contributions.vote(engine, group, ben, "b", is_for=False)
    contributions.vote(engine, group, ann, "b", is_for=False)
    contributions.remark(engine, group, ann, "b", " ")
    assert listed(engine, group) == [("a", "Ann", 1), ("b", "Ben K.", 0), ("c", "", 0)]
    assert contributions.papers_of(engine, group)[1].remarks == ()


def test_a_person_is_known_again_by_the_secret_alone_and_apart_in_each_list(engine, workspace, group):
    secret, other = new_token(), lists.create(engine, workspace, "Other", "")
    ann = contributions.join(engine, group, secret, "Ann", "")
    assert contributions.person_of(engine, group, secret) == ann
    assert contributions.join(engine, group, secret, "Another name", "") == ann
    assert contributions.person_of(engine, other, secret) is None
    assert contributions.person_of(engine, group, new_token()) is None
    assert contributions.person_of(engine, group, "x") is None
    assert contributions.join(engine, other, secret, "Ann", "").id != ann.id
    with reading(engine) as connection:
        assert secret not in str(connection.execute(select(schema.group_list_people)).all())


@pytest.mark.parametrize(
    ("name", "says"), [("", "1 to 40"), (" \n\x00", "1 to 40"), ("x" * 41, "1 to 40"), ("ANN", "this name already")]
)
def test_a_name_that_cannot_be_taken_is_refused_in_words(engine, group, name, says):
    joined(engine, group)
    with pytest.raises(GroupListError, match=says):
        joined(engine, group, name)
    assert len(contributions.people_of(engine, group)) == 1


def test_a_closed_list_is_read_and_nothing_is_added_until_it_opens_again(engine, workspace, group):
    ann = joined(engine, group)
    contributions.add(engine, group, ann, "a", PAPER)
    lists.set_open(engine, workspace, group.id, is_open=False)
    acts = (
        lambda: contributions.add(engine, group, ann, "b", PAPER),
        lambda: contributions.vote(engine, group, ann, "a", is_for=False),
        lambda: contributions.remark(engine, group, ann, "a", "x"),
        lambda: contributions.remove(engine, group, ann, "a"),
        lambda: joined(engine, group, "Ben"),
    )
    for act in acts:
        with pytest.raises(GroupListError, match="closed"):
            act()
    found = lists.find(engine, group.address)
    assert found is not None
    assert (found.is_open, found.papers, found.people) == (False, 1, 1)
    assert listed(engine, group) == [("a", "Ann", 1)]
    lists.set_open(engine, workspace, group.id, is_open=True)
    assert contributions.add(engine, group, ann, "b", PAPER)


def test_a_new_address_ends_the_old_one_and_keeps_who_took_part(engine, workspace, group):
    secret = new_token()
    ann = contributions.join(engine, group, secret, "Ann", "")
    lists.renew_address(engine, workspace, group.id)
    (renewed,) = lists.lists_of(engine, workspace)
    assert renewed.address != group.address
    assert lists.find(engine, group.address) is None
    assert contributions.person_of(engine, renewed, secret) == ann
    with pytest.raises(GroupListError, match="not here any more"):
        contributions.add(engine, group, ann, "a", PAPER)  # by a page that was open
    assert contributions.add(engine, renewed, ann, "a", PAPER)


def test_only_the_owner_changes_a_list(engine, workspace, group):
    other = workspace_id(engine, new_token())
    lists.set_open(engine, other, group.id, is_open=False)
    lists.renew_address(engine, other, group.id)
    assert not lists.delete(engine, other, group.id)
    assert lists.lists_of(engine, workspace) == (lists.find(engine, group.address),)
    assert lists.lists_of(engine, workspace)[0].is_open


def test_one_may_take_back_what_nobody_else_has_touched_and_the_owner_anything(engine, group):
    ann, ben = joined(engine, group), joined(engine, group, "Ben")
    for paper_id in "abc":
        contributions.add(engine, group, ann, paper_id, PAPER)
    contributions.vote(engine, group, ben, "b", is_for=True)
    contributions.remark(engine, group, ben, "c", "Hm")
    for person, paper_id in ((ann, "b"), (ann, "c"), (ben, "a")):
        with pytest.raises(GroupListError, match="Only what you added"):
            contributions.remove(engine, group, person, paper_id)
    contributions.remove(engine, group, ann, "a")
    contributions.remove(engine, group, None, "b")
    assert listed(engine, group) == [("c", "Ann", 1)]
    with pytest.raises(GroupListError, match="not on the list"):
        contributions.vote(engine, group, ben, "a", is_for=True)


def test_who_is_removed_takes_along_what_they_did(engine, group):
    ann, ben = joined(engine, group), joined(engine, group, "Ben")
    contributions.add(engine, group, ann, "a", PAPER)
    contributions.add(engine, group, ben, "b", PAPER)
    contributions.vote(engine, group, ben, "a", is_for=True)
    contributions.vote(engine, group, ann, "b", is_for=True)
    contributions.remove_person(engine, group, ben.id)
    assert listed(engine, group) == [("a", "Ann", 1)]
    contributions.add(engine, group, ann, "b", PAPER)  # nothing of before is left with it
    assert listed(engine, group) == [("a", "Ann", 1), ("b", "Ann", 1)]


def test_all_of_it_goes_with_the_list_and_with_the_workspace(engine):
    for end in (lambda mine, group: lists.delete(engine, mine, group.id), lambda mine, _: forget(engine, mine)):
        mine = workspace_id(engine, new_token())
        group = lists.create(engine, mine, "Mine", "")
        ann = joined(engine, group)
        contributions.add(engine, group, ann, "a", PAPER)
        contributions.remark(engine, group, ann, "a", "Hm")
        with reading(engine) as connection:
            assert kept_bytes(connection, mine) == len(paper_copy.packed(PAPER))
        end(mine, group)
        with reading(engine) as connection:
            for table in OF_LISTS:
                column = table.c.id if table is schema.group_lists else table.c.list
                assert connection.execute(select(column).where(column == group.id)).all() == []
        with pytest.raises(GroupListError):
            contributions.vote(engine, group, ann, "a", is_for=True)
        with reading(engine) as connection:  # a refused change does not bring the workspace back
            known = select(schema.workspaces.c.id).where(schema.workspaces.c.id == mine)
            assert len(connection.execute(known).all()) == (0 if end(mine, group) is None else 1)


@pytest.mark.parametrize(
    ("limit", "value", "says"),
    [
        ("MOST_PAPERS", 2, "has 2 papers"),
        ("MOST_OF_ONE", 2, "You added 2"),
        ("CHANGES_OF_ADDRESS", 3, "within the hour"),
        ("CHANGES_OF_LIST", 3, "within the hour"),
    ],
)
def test_there_are_limits_and_each_is_said(engine, group, monkeypatch, limit, value, says):
    monkeypatch.setattr(contributions, limit, value)
    address = f"of {group.id}"
    ann = joined(engine, group, address=address)
    for paper_id in "ab":
        contributions.add(engine, group, ann, paper_id, PAPER, address)
    with pytest.raises(GroupListError, match=says):
        contributions.add(engine, group, ann, "c", PAPER, address)
    assert len(listed(engine, group)) == 2


def test_names_of_one_address_people_of_a_list_and_lists_of_a_workspace_are_limited(
    engine, workspace, group, monkeypatch
):
    monkeypatch.setattr(contributions, "NAMES_OF_ADDRESS", 2)
    for name in ("Ann", "Ben"):
        joined(engine, group, name, f"of {group.id}")
    with pytest.raises(GroupListError, match="Many people began"):
        joined(engine, group, "Cem", f"of {group.id}")
    monkeypatch.setattr(contributions, "MOST_PEOPLE", 3)
    joined(engine, group, "Cem", "203.0.113.81")
    with pytest.raises(GroupListError, match="3 people take part"):
        joined(engine, group, "Dora", "203.0.113.82")
    monkeypatch.setattr(lists, "MOST", 1)
    with pytest.raises(GroupListError, match="as many as there may be"):
        lists.create(engine, workspace, "One more", "")


def test_what_is_added_counts_to_what_the_workspace_keeps(engine, group, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_WORKSPACE_MB", "1")
    settings.cache_clear()
    try:
        long = PaperCopy("Long", new_token() * 900)
        monkeypatch.setattr(contributions, "kept_bytes", lambda *_: 999_990)
        with pytest.raises(GroupListError, match="keeps 1 MB"):
            contributions.add(engine, group, None, "a", long)
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_votes_at_once_are_all_counted(engine, group):
    contributions.add(engine, group, None, "a", PAPER)
    people = [joined(engine, group, f"Person {number}") for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda one: contributions.vote(engine, group, one, "a", is_for=True), people * 2))
    assert listed(engine, group) == [("a", "", 12)]


def test_a_paper_that_is_damaged_in_the_store_costs_no_other(engine, group):
    for paper_id in "ab":
        contributions.add(engine, group, None, paper_id, PAPER)
    with writing(engine) as connection:
        here = (schema.group_list_papers.c.list == group.id, schema.group_list_papers.c.paper_id == "a")
        connection.execute(update(schema.group_list_papers).where(*here).values(content=zlib.compress(b"{")))
    assert [each.paper_id for each in contributions.papers_of(engine, group)] == ["b"]


def test_a_copy_comes_back_as_it_was_put_away():
    assert paper_copy.unpacked(paper_copy.packed(PAPER)) == PAPER
    assert paper_copy.unpacked(b"") is None
    odd = {"title": "T", "links": ["javascript:alert(1)", "https://example.org"], "more": 1}
    assert paper_copy.judged(odd) == PaperCopy("T", links=("https://example.org",))


NAMES = st.sampled_from(["title", "abstract", "authors", "links", "year"]) | st.text()
VALUES = st.none() | st.booleans() | st.floats() | st.text()


@given(st.recursive(VALUES, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner), max_leaves=12))
def test_made_up_values_stand_for_a_paper_or_for_none(values):
    found = paper_copy.judged(values)
    assert found is None or (found.title.strip() and paper_copy.unpacked(paper_copy.packed(found)) == found)
