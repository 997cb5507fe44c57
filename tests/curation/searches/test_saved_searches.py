import pytest

from components.curation.searches import saved_searches
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id


def test_a_saved_search_knows_what_is_new_since_one_last_looked(engine, workspace):
    saved_searches.save(engine, workspace, " My  video ", "q=video", ["a", "b"])
    (saved,) = saved_searches.searches(engine, workspace)
    assert (saved.name, saved.address) == ("My video", "q=video")
    assert saved.new(["c", "a", "d"]) == ["c", "d"]
    saved_searches.mark_seen(engine, workspace, "My video", ["a", "c", "d"])
    (looked,) = saved_searches.searches(engine, workspace)
    assert looked.new(["c", "a", "d"]) == []
    assert looked.new(["b"]) == ["b"]
    assert looked.at == saved.at
    assert looked.seen_at > saved.seen_at


def test_a_paper_that_was_shown_under_an_earlier_id_is_not_new(engine, workspace):
    saved_searches.save(engine, workspace, "mine", "q=x", ["title:a"])
    (saved,) = saved_searches.searches(engine, workspace)
    assert saved.new(["arxiv:1", "arxiv:2"], {"arxiv:1": ("title:a",), "arxiv:2": ("title:b",)}) == ["arxiv:2"]


def test_a_search_that_shows_nothing_yet_can_be_saved(engine, workspace):
    saved_searches.save(engine, workspace, "none", "q=none", [])
    assert saved_searches.searches(engine, workspace)[0].new(["a"]) == ["a"]


def test_saving_under_a_name_again_replaces_it(engine, workspace):
    for address in ("q=1", "q=2"):
        saved_searches.save(engine, workspace, "one", address, [])
    assert [saved.address for saved in saved_searches.searches(engine, workspace)] == ["q=2"]


def test_searches_belong_to_one_workspace_and_can_be_deleted(engine, workspace):
    other = workspace_id(engine, new_token())
    saved_searches.save(engine, workspace, "one", "q=1", ["a"])
    assert saved_searches.searches(engine, other) == ()
    assert not saved_searches.delete(engine, other, "one")
    assert saved_searches.delete(engine, workspace, "one")
    assert saved_searches.searches(engine, workspace) == ()


@pytest.mark.parametrize(("name", "address"), [("", "q=1"), ("x" * 101, "q=1"), ("one", "q=" + "x" * 4000)])
def test_what_cannot_be_saved_is_refused_in_words(engine, workspace, name, address):
    with pytest.raises(saved_searches.SearchError, match="search"):
        saved_searches.save(engine, workspace, name, address, [])


def test_there_is_an_end_to_saving(engine, workspace, monkeypatch):
    monkeypatch.setattr(saved_searches, "MOST", 2)
    for name in "ab":
        saved_searches.save(engine, workspace, name, "q=1", [])
    saved_searches.save(engine, workspace, "b", "q=2", [])
    with pytest.raises(saved_searches.SearchError, match="Delete one first"):
        saved_searches.save(engine, workspace, "c", "q=1", [])
    assert [saved.name for saved in saved_searches.searches(engine, workspace)] == ["a", "b"]
