from datetime import UTC, datetime, timedelta

import pytest

from components.curation.searches import feed_addresses, saved_searches, subscriptions
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


def query_of(engine, secret):
    found = feed_addresses.find(engine, secret)
    return None if found is None else found.query


def subscribe(engine, workspace):
    asked = subscriptions.subscribe(engine, workspace, "one", "reader@example.org", subscriptions.Period.DAY)
    assert asked is not None
    return asked.token


def test_the_feed_and_the_mails_of_a_deleted_search_go_with_it(engine, workspace):
    saved_searches.save(engine, workspace, "one", "q=1", [])
    saved_searches.save(engine, workspace, "two", "q=2", [])
    kept, secret = (feed_addresses.address(engine, workspace, name) for name in ("two", "one"))
    token = subscribe(engine, workspace)
    saved_searches.save(engine, workspace, "one", "q=3", [])  # saved again under its name, it is still the same
    assert query_of(engine, secret) == "q=3"
    saved_searches.delete(engine, workspace, "one")
    saved_searches.save(engine, workspace, "one", "q=secret", [])
    assert query_of(engine, secret) is None
    assert not subscriptions.confirm(engine, token)
    assert query_of(engine, kept) == "q=2"
    assert feed_addresses.address(engine, workspace, "one") != secret


def test_a_search_that_is_gone_gets_no_feed(engine, workspace):
    with pytest.raises(saved_searches.SearchError, match="any more"):
        feed_addresses.address(engine, workspace, "gone")
    saved_searches.save(engine, workspace, "gone", "q=1", [])
    assert query_of(engine, feed_addresses.address(engine, workspace, "gone")) == "q=1"


def test_notes_of_mails_sent_long_ago_go(engine, workspace):
    saved_searches.save(engine, workspace, "one", "q=1", [])
    token, today = subscribe(engine, workspace), datetime.now(UTC)
    subscriptions.confirm(engine, token)
    period = subscriptions.Period.DAY.key(today)
    assert subscriptions.claim(engine, token, period)
    subscriptions.finish(engine, token, period, ["a"], sent=True)
    assert subscriptions.prune(engine, today + timedelta(days=89)) == 0
    assert token not in [one.token for one in subscriptions.due(engine, today)]
    assert subscriptions.prune(engine, today + timedelta(days=91)) == 1
    (left,) = subscriptions.subscriptions_of(engine, workspace)
    assert left.mailed_ids == {"a"}


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
