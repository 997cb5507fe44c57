import pytest

from components.curation import feeds, lists, searches
from components.curation.lists import ListError
from components.curation.tokens import new_token
from components.curation.workspaces import forget, workspace_id


def test_a_list_is_read_by_its_address_alone_until_it_is_taken_back(engine, workspace):
    shared = lists.share(engine, workspace, "  My\nlist ", " Read these. ", 2, b"papers")
    assert (shared.title, shared.introduction, shared.papers) == ("My list", "Read these.", 2)
    assert lists.ADDRESS.fullmatch(shared.address)
    assert lists.read(engine, shared.address) == (shared, b"papers")
    assert lists.lists(engine, workspace) == (shared,)
    other = workspace_id(engine, new_token())
    assert lists.lists(engine, other) == ()
    assert not lists.take_back(engine, other, shared.address)
    assert lists.take_back(engine, workspace, shared.address)
    assert lists.read(engine, shared.address) is None
    assert not lists.take_back(engine, workspace, shared.address)


def test_lists_go_with_their_workspace_and_the_newest_comes_first(engine, workspace):
    one = lists.share(engine, workspace, "One", "", 0, b"")
    two = lists.share(engine, workspace, "Two", "", 0, b"")
    assert lists.lists(engine, workspace) == (two, one)
    forget(engine, workspace)
    assert lists.read(engine, one.address) is None


@pytest.mark.parametrize(
    ("title", "introduction", "says"),
    [
        ("", "", "needs a title"),
        (" \n\x00", "", "needs a title"),
        ("x" * 201, "", "needs a title"),
        ("x", "y" * 5001, "5,001 characters"),
    ],
)
def test_what_cannot_be_shared_is_said_in_words(engine, workspace, title, introduction, says):
    with pytest.raises(ListError, match=says):
        lists.share(engine, workspace, title, introduction, 0, b"")
    assert lists.lists(engine, workspace) == ()


def test_there_are_only_so_many_lists(engine, workspace, monkeypatch):
    monkeypatch.setattr(lists, "MOST", 2)
    for _ in range(2):
        lists.share(engine, workspace, "A list", "", 0, b"")
    with pytest.raises(ListError, match="Take one back first"):
        lists.share(engine, workspace, "A list", "", 0, b"")
    monkeypatch.setattr(lists, "LARGEST", 3)
    with pytest.raises(ListError, match="too many for one list"):
        lists.share(engine, workspace_id(engine, new_token()), "A list", "", 9, b"content")


@pytest.mark.parametrize("address", ["", "x", "a" * 12, "../../etc/pw", "a' OR 'b'"])
def test_an_address_that_is_none_leads_nowhere(engine, address):
    assert lists.read(engine, address) is None
    assert feeds.find(engine, address) is None


def test_a_search_keeps_its_feed_address_until_it_is_renewed(engine, workspace):
    searches.save(engine, workspace, "Causal", "q=causal", [])
    secret = feeds.address(engine, workspace, "Causal")
    assert feeds.address(engine, workspace, "Causal") == secret
    found = feeds.find(engine, secret)
    assert found is not None
    assert (found.workspace, found.search, found.query) == (workspace, "Causal", "q=causal")
    searches.save(engine, workspace, "Causal", "q=causality", [])
    changed = feeds.find(engine, secret)
    assert changed is not None
    assert changed.query == "q=causality"
    renewed = feeds.address(engine, workspace, "Causal", renew=True)
    assert renewed != secret
    assert feeds.find(engine, secret) is None
    moved = feeds.find(engine, renewed)
    assert moved is not None
    assert moved.search == "Causal"
    searches.delete(engine, workspace, "Causal")
    assert feeds.find(engine, renewed) is None


def test_one_visitor_cannot_reach_anothers_feed_by_its_name(engine, workspace):
    other = workspace_id(engine, new_token())
    searches.save(engine, workspace, "Mine", "q=secret", [])
    mine, theirs = feeds.address(engine, workspace, "Mine"), feeds.address(engine, other, "Mine")
    assert mine != theirs
    assert feeds.find(engine, theirs) is None
