"""The shortlist: whatever is moved, starred and taken back, it is the starred papers, each once, in their order."""

from __future__ import annotations

import io
import json
import threading
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.curation.annotations import annotation_set, decisions, fractional_index, shortlist
from components.curation.annotations.decisions import Decision
from components.curation.backups.restoring import restore
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.store.database import ReadOnlyError, read_only
from tests.curation.backups.mutated import backup_of, lines_of

STARRED, HIDDEN, INBOX = Decision.STARRED, Decision.HIDDEN, Decision.INBOX
NOW = "2026-11-22T10:00:00.000000+00:00"
digits = st.text("0123456789", max_size=8).map(lambda text: text.rstrip("0"))


def star(engine, workspace, papers, step):
    decisions.decide(engine, workspace, dict.fromkeys(papers, STARRED), step)


@given(digits, digits)
def test_there_is_a_rank_between_any_two(one, other):
    low, high = sorted((one, other))
    if low < high:
        found = fractional_index.between(low, high)
        assert low < found < high
        assert fractional_index.RANK.fullmatch(found)
        assert len(found) <= max(len(low), len(high)) + 1


@given(st.datetimes(min_value=datetime(1971, 1, 1), timezones=st.just(UTC)), st.integers(0, 99_999))
def test_what_is_starred_later_stands_behind(moment, number):
    at = moment.isoformat(timespec="microseconds")
    assert fractional_index.RANK.fullmatch(fractional_index.rank_of_time(at, number))
    assert fractional_index.rank_of_time(at, number) < fractional_index.rank_of_time(at, number + 1)
    assert fractional_index.rank_of_time("1970-12-31T00:00:00.000000+00:00", 5) < fractional_index.rank_of_time(
        at, number
    )


papers = st.sampled_from("abcdef")
registers = st.dictionaries(papers, st.text("0123456789x", max_size=4))


@given(st.sets(papers), registers, registers, papers, st.sampled_from(["", *"abcdef"]))
def test_a_move_puts_a_paper_where_it_was_asked_for_and_leaves_the_others(starred, given_, own, paper_id, after):
    own = {each: rank for each, rank in own.items() if fractional_index.RANK.fullmatch(rank)}
    order = fractional_index.sort_by_rank(starred, given_, own)
    assert sorted(order) == sorted(starred)
    changed = fractional_index.ranks_after_move(order, given_, own, paper_id, after, fractional_index.rank_of_time(NOW))
    new = fractional_index.sort_by_rank(starred, {**given_, **changed}, own)
    assert [each for each in new if each != paper_id] == [each for each in order if each != paper_id]
    if paper_id in starred and paper_id != after and (not after or after in starred):
        assert new.index(paper_id) == (new.index(after) + 1 if after else 0)
    else:
        assert changed == {}
    assert all(fractional_index.RANK.fullmatch(rank) for rank in changed.values())


def test_a_move_between_papers_of_known_moments_changes_one_rank():
    own = fractional_index.star_ranks(
        ("abc"[number], number, NOW.replace("10:00", f"10:0{number}")) for number in range(3)
    )
    later = fractional_index.rank_of_time(NOW.replace("10:00", "11:00"))
    assert fractional_index.ranks_after_move("abc", {}, own, "c", "a", later).keys() == {"c"}
    assert fractional_index.ranks_after_move("abc", {}, own, "a", "c", later) == {"a": later}
    assert fractional_index.ranks_after_move("abc", {}, own, "b", "a", later) == {}


def test_new_stars_stand_last_and_papers_of_one_step_as_they_were_given(engine, workspace):
    star(engine, workspace, "ca", "1")
    star(engine, workspace, "b", "2")
    assert shortlist.order(engine, workspace) == ("c", "a", "b")
    assert shortlist.move(engine, workspace, "b", "", "3") == 1
    assert shortlist.move(engine, workspace, "c", "a", "4") == 1
    star(engine, workspace, "d", "5")
    assert shortlist.order(engine, workspace) == ("b", "a", "c", "d")
    assert [step.description for step in decisions.log(engine, workspace)][1:3] == [
        "Moved a paper in the shortlist"
    ] * 2
    decisions.decide(engine, workspace, {"b": INBOX}, "6")
    star(engine, workspace, "b", "7")
    assert shortlist.order(engine, workspace) == ("b", "a", "c", "d")  # starred again, it stands where it stood


def test_a_move_that_comes_twice_or_too_late_changes_nothing(engine, workspace):
    star(engine, workspace, "abc", "1")
    assert shortlist.move(engine, workspace, "c", "a", "2") == 1
    assert shortlist.move(engine, workspace, "a", "b", "2") == 0  # the same step again
    decisions.decide(engine, workspace, {"b": HIDDEN}, "3")
    assert shortlist.move(engine, workspace, "a", "b", "4") == 0
    assert shortlist.move(engine, workspace, "b", "", "5") == 0
    assert shortlist.order(engine, workspace) == ("a", "c")
    with pytest.raises(ReadOnlyError):
        shortlist.move(read_only(engine), workspace, "c", "", "6")


def test_a_paper_that_got_another_id_keeps_its_place_and_can_be_moved(engine, workspace):
    star(engine, workspace, "abc", "1")
    shortlist.move(engine, workspace, "c", "", "2")
    aliases = {"c": "arxiv:1", "a": "arxiv:2"}
    assert annotation_set.read(engine, workspace).under_new_ids(aliases).shortlist == ("arxiv:1", "arxiv:2", "b")
    shortlist.move(engine, workspace, "arxiv:1", "b", "3", aliases)
    assert annotation_set.read(engine, workspace).under_new_ids(aliases).shortlist == ("arxiv:2", "b", "arxiv:1")


acts = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), papers, st.sampled_from([STARRED, STARRED, HIDDEN, INBOX])),
        st.tuples(st.just("move"), papers, st.sampled_from(["", *"abcdef"])),
        st.tuples(st.just("undo"), st.just(""), st.just("")),
    ),
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_any_acts_leave_each_starred_paper_once_and_undo_leads_back_through_every_order(engine, acts):
    workspace = workspace_id(engine, new_token())
    seen: list[tuple[str, ...]] = [()]
    for number, (verb, paper_id, value) in enumerate(acts):
        before = len(decisions.log(engine, workspace, 1000))
        if verb == "undo":
            if decisions.undo(engine, workspace):
                seen.pop()
                assert shortlist.order(engine, workspace) == seen[-1]
            continue
        if verb == "move":
            shortlist.move(engine, workspace, paper_id, value, str(number))
        else:
            decisions.decide(engine, workspace, {paper_id: value}, str(number))
        now = shortlist.order(engine, workspace)
        starred = [each for each, kept in decisions.current(engine, workspace).items() if kept == STARRED]
        assert sorted(now) == sorted(starred)
        if len(decisions.log(engine, workspace, 1000)) > before:
            seen.append(now)
    while decisions.undo(engine, workspace):
        seen.pop()
        assert shortlist.order(engine, workspace) == seen[-1]
    assert seen == [()]


def test_tabs_that_move_at_once_lose_and_double_no_paper(engine, workspace):
    star(engine, workspace, "abcdefgh", "1")

    def tab(name, papers):
        for number, (paper_id, after) in enumerate(zip(papers, papers[1:] + papers[:1], strict=True)):
            shortlist.move(engine, workspace, paper_id, after, f"{name} {number}")

    tabs = [threading.Thread(target=tab, args=(name, name)) for name in ("hgfedcba", "adgbehcf", "bdfhaceg")]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    assert sorted(shortlist.order(engine, workspace)) == list("abcdefgh")


def test_the_order_goes_out_and_comes_back_with_everything(engine, workspace):
    star(engine, workspace, "abc", "1")
    star(engine, workspace, "d", "2")
    shortlist.move(engine, workspace, "d", "", "3")
    shortlist.move(engine, workspace, "b", "c", "4")
    order = ("d", "a", "c", "b")
    content = backup_of(engine, workspace)
    empty, used = workspace_id(engine, new_token()), workspace_id(engine, new_token())
    restore(engine, empty, io.BytesIO(content), "r")
    assert shortlist.order(engine, empty) == order
    decisions.undo(engine, empty)
    assert shortlist.order(engine, empty) == ("d", "a", "b", "c")  # its history came along
    star(engine, used, "xc", "1")
    shortlist.move(engine, used, "c", "", "2")
    restore(engine, used, io.BytesIO(content), "r")
    assert shortlist.order(engine, used) == ("x", *order)
    star(engine, used, "y", "3")
    assert shortlist.order(engine, used) == ("x", *order, "y")
    decisions.undo(engine, used)
    decisions.undo(engine, used)
    assert shortlist.order(engine, used) == ("c", "x")


def test_places_that_somebody_wrote_by_hand_are_no_places(engine, workspace):
    star(engine, workspace, "abc", "1")
    shortlist.move(engine, workspace, "c", "", "2")
    lines = lines_of(backup_of(engine, workspace))
    for line in lines:
        if line.get("value", {}).get("kind") == "place":
            line["value"]["value"] = "x"
    content = "\n".join(map(json.dumps, lines)).encode()
    other = workspace_id(engine, new_token())
    restore(engine, other, io.BytesIO(content), "r")
    assert shortlist.order(engine, other) == ("a", "b", "c")
    shortlist.move(engine, other, "b", "", "3")
    assert shortlist.order(engine, other) == ("b", "a", "c")
