import random

import pytest

from components.curation import shared_lists
from components.curation.searches import feed_addresses, saved_searches
from components.curation.shared_lists import ListError
from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import forget, workspace_id
from components.papers.paper import DigestFile
from components.settings import settings


def test_a_list_is_read_by_its_address_alone_until_it_is_taken_back(engine, workspace):
    shared = shared_lists.share(engine, workspace, "  My\nlist ", " Read these. ", 2, b"papers")
    assert (shared.title, shared.introduction, shared.papers) == ("My list", "Read these.", 2)
    assert shared_lists.ADDRESS.fullmatch(shared.address)
    assert shared_lists.read(engine, shared.address) == (shared, b"papers")
    assert shared_lists.lists(engine, workspace) == (shared,)
    other = workspace_id(engine, new_token())
    assert shared_lists.lists(engine, other) == ()
    assert not shared_lists.unshare(engine, other, shared.address)
    assert shared_lists.unshare(engine, workspace, shared.address)
    assert shared_lists.read(engine, shared.address) is None
    assert not shared_lists.unshare(engine, workspace, shared.address)


def test_lists_go_with_their_workspace_and_the_newest_comes_first(engine, workspace):
    one = shared_lists.share(engine, workspace, "One", "", 0, b"")
    two = shared_lists.share(engine, workspace, "Two", "", 0, b"")
    assert shared_lists.lists(engine, workspace) == (two, one)
    forget(engine, workspace)
    assert shared_lists.read(engine, one.address) is None


@pytest.mark.parametrize(
    ("title", "introduction", "sentence"),
    [
        ("", "", "needs a title"),
        (" \n\x00", "", "needs a title"),
        ("x" * 201, "", "needs a title"),
        ("x", "y" * 5001, "5,001 characters"),
    ],
)
def test_what_cannot_be_shared_is_said_in_words(engine, workspace, title, introduction, sentence):
    with pytest.raises(ListError, match=sentence):
        shared_lists.share(engine, workspace, title, introduction, 0, b"")
    assert shared_lists.lists(engine, workspace) == ()


def test_there_are_only_so_many_lists(engine, workspace, monkeypatch):
    monkeypatch.setattr(shared_lists, "MOST", 2)
    for _ in range(2):
        shared_lists.share(engine, workspace, "A list", "", 0, b"")
    with pytest.raises(ListError, match="Stop sharing one first"):
        shared_lists.share(engine, workspace, "A list", "", 0, b"")
    monkeypatch.setattr(shared_lists, "LARGEST", 3)
    with pytest.raises(ListError, match="too many for one list"):
        shared_lists.share(engine, workspace_id(engine, new_token()), "A list", "", 9, b"content")


def test_lists_and_digests_share_the_room_of_a_workspace(engine, workspace, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_WORKSPACE_MB", "0.01")
    settings.cache_clear()
    try:
        content = random.Random(1).randbytes(4_000)  # does not pack
        uploads.add(engine, workspace, DigestFile("a.txt", b"x" * 3_000))
        shared_lists.share(engine, workspace, "One", "", 1, content)
        with pytest.raises(ListError, match=r"would have 0\.0 MB; 0\.01 MB is the limit"):
            shared_lists.share(engine, workspace, "Two", "", 1, content)
        with pytest.raises(uploads.WorkspaceFullError, match="digests and lists"):
            uploads.add(engine, workspace, DigestFile("b.txt", b"y" * 4_000))
        uploads.add(engine, workspace, DigestFile("b.txt", b"y" * 2_000))
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize("address", ["", "x", "a" * 12, "../../etc/pw", "a' OR 'b'"])
def test_an_address_that_is_none_leads_nowhere(engine, address):
    assert shared_lists.read(engine, address) is None
    assert feed_addresses.find(engine, address) is None


def test_a_search_keeps_its_feed_address_until_it_is_renewed(engine, workspace):
    saved_searches.save(engine, workspace, "Causal", "q=causal", [])
    secret = feed_addresses.address(engine, workspace, "Causal")
    assert feed_addresses.address(engine, workspace, "Causal") == secret
    found = feed_addresses.find(engine, secret)
    assert found is not None
    assert (found.workspace, found.search, found.query) == (workspace, "Causal", "q=causal")
    saved_searches.save(engine, workspace, "Causal", "q=causality", [])
    changed = feed_addresses.find(engine, secret)
    assert changed is not None
    assert changed.query == "q=causality"
    renewed = feed_addresses.address(engine, workspace, "Causal", renew=True)
    assert renewed != secret
    assert feed_addresses.find(engine, secret) is None
    moved = feed_addresses.find(engine, renewed)
    assert moved is not None
    assert moved.search == "Causal"
    saved_searches.delete(engine, workspace, "Causal")
    assert feed_addresses.find(engine, renewed) is None


def test_one_visitor_cannot_reach_anothers_feed_by_its_name(engine, workspace):
    other = workspace_id(engine, new_token())
    saved_searches.save(engine, workspace, "Mine", "q=secret", [])
    assert feed_addresses.address(engine, workspace, "Mine")
    with pytest.raises(saved_searches.SearchError):
        feed_addresses.address(engine, other, "Mine")
