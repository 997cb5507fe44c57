import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.curation.annotations import events
from components.curation.annotations.decisions import Decision, current, decide, log, next_undo, undo
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id

STARRED, LATER, HIDDEN, INBOX = Decision.STARRED, Decision.LATER, Decision.HIDDEN, Decision.INBOX


def test_nothing_is_decided_at_first(engine, workspace):
    assert current(engine, workspace) == {}
    assert undo(engine, workspace) is None
    assert next_undo(engine, workspace) is None
    assert log(engine, workspace) == ()


def test_a_decision_is_kept_and_can_be_changed_and_reset(engine, workspace):
    decide(engine, workspace, {"a": STARRED, "b": HIDDEN}, "1")
    decide(engine, workspace, {"a": LATER}, "2")
    assert current(engine, workspace) == {"a": LATER, "b": HIDDEN}
    decide(engine, workspace, {"a": INBOX}, "3")
    assert current(engine, workspace) == {"b": HIDDEN}


def test_one_workspace_never_sees_another(engine, workspace):
    other = workspace_id(engine, new_token())
    decide(engine, workspace, {"a": STARRED}, "1")
    assert current(engine, other) == {}
    assert undo(engine, other) is None
    assert decide(engine, other, {"a": HIDDEN}, "1") == 1
    assert current(engine, workspace) == {"a": STARRED}


def test_the_same_batch_twice_is_one(engine, workspace):
    assert decide(engine, workspace, {"a": STARRED}, "1") == 1
    decide(engine, workspace, {"a": HIDDEN}, "2")
    assert decide(engine, workspace, {"a": STARRED}, "1") == 0
    assert current(engine, workspace) == {"a": HIDDEN}


def test_a_decision_that_changes_nothing_is_no_step(engine, workspace):
    decide(engine, workspace, {"a": STARRED}, "1")
    assert decide(engine, workspace, {"a": STARRED, "b": INBOX}, "2") == 0
    assert len(log(engine, workspace)) == 1


def test_undo_goes_back_step_by_step_to_the_beginning(engine, workspace):
    decide(engine, workspace, {"a": STARRED, "b": STARRED}, "1")
    decide(engine, workspace, {"a": HIDDEN, "c": LATER}, "2")
    assert next_undo(engine, workspace) == log(engine, workspace)[0]
    step = undo(engine, workspace)
    assert step is not None
    assert step.description == "Hid 1 paper, kept 1 paper for later"
    assert current(engine, workspace) == {"a": STARRED, "b": STARRED}
    assert undo(engine, workspace) is not None
    assert current(engine, workspace) == {}
    assert undo(engine, workspace) is None


def test_a_decision_after_an_undo_is_undone_first(engine, workspace):
    decide(engine, workspace, {"a": STARRED}, "1")
    decide(engine, workspace, {"a": HIDDEN}, "2")
    undo(engine, workspace)
    decide(engine, workspace, {"a": LATER}, "3")
    undo(engine, workspace)
    assert current(engine, workspace) == {"a": STARRED}
    undo(engine, workspace)
    assert current(engine, workspace) == {}


def test_an_undo_that_is_run_twice_goes_back_once(engine, workspace):
    decide(engine, workspace, {"a": STARRED}, "1")
    decide(engine, workspace, {"a": HIDDEN}, "2")
    assert undo(engine, workspace, "u1") is not None
    assert undo(engine, workspace, "u1") is None
    assert current(engine, workspace) == {"a": STARRED}


def test_the_log_tells_what_happened_newest_first(engine, workspace):
    decide(engine, workspace, dict.fromkeys("abc", STARRED), "1")
    decide(engine, workspace, {"a": INBOX}, "2")
    undo(engine, workspace)
    steps = log(engine, workspace)
    assert [step.description for step in steps] == [
        "Undid: Put 1 paper back into the inbox",
        "Put 1 paper back into the inbox",
        "Starred 3 papers",
    ]
    assert [(step.undone, step.undoes) for step in steps] == [(False, True), (True, False), (False, False)]
    assert [step.changes for step in steps] == [1, 1, 3]
    assert steps[0].at > steps[1].at > steps[2].at
    assert log(engine, workspace, limit=1) == steps[:1]


@pytest.mark.parametrize("count", [1, 199, 201, 5000])
def test_a_bulk_of_any_size_is_one_step(engine, workspace, count):
    decide(engine, workspace, {"0": LATER}, "0")
    papers = [str(number) for number in range(count)]
    assert decide(engine, workspace, dict.fromkeys(papers, STARRED), "1") == count
    assert len(current(engine, workspace)) == count
    undo(engine, workspace)
    assert current(engine, workspace) == {"0": LATER}


def test_many_tabs_at_once_lose_nothing_and_double_nothing(engine, workspace):
    barrier = threading.Barrier(6)

    def tab(number):
        barrier.wait()
        for turn in range(10):
            decide(engine, workspace, {f"p{turn}": STARRED}, f"shared {turn}")  # every tab reruns the same step
            decide(engine, workspace, {f"p{number}-{turn}": LATER}, f"{number}-{turn}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(tab, range(6)))
    assert len(current(engine, workspace)) == 10 + 60
    assert len(log(engine, workspace, limit=1000)) == 70


names = itertools.count()
papers = st.sampled_from("abcde")
steps = st.one_of(
    st.dictionaries(papers, st.sampled_from(list(Decision)), max_size=5),
    st.just("undo"),
    st.just("again"),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=12))
def test_any_run_of_steps_agrees_with_a_pile_of_states(engine, run):
    workspace = workspace_id(engine, new_token())
    pile: list[dict[str, str]] = [{}]
    last = None
    for step in run:
        if step == "undo":
            undone = undo(engine, workspace)
            assert (undone is None) == (len(pile) == 1)
            pile = pile[:-1] or pile
        elif step == "again":
            if last is not None:
                assert decide(engine, workspace, *last) == 0
        else:
            last = (step, str(next(names)))
            decide(engine, workspace, *last)
            after = {paper: value for paper, value in {**pile[-1], **step}.items() if value != INBOX}
            if after != pile[-1]:
                pile.append(after)
        assert current(engine, workspace) == pile[-1]


def test_one_step_is_undone_whatever_came_after_it_elsewhere(engine, workspace):
    decide(engine, workspace, {"a": Decision.STARRED}, "1")
    decide(engine, workspace, {"b": Decision.HIDDEN}, "2")
    undone = events.undo_one(engine, workspace, "1", "u")
    assert undone is not None
    assert undone.description == "Starred 1 paper"
    assert current(engine, workspace) == {"b": Decision.HIDDEN}
    assert events.undo_one(engine, workspace, "1", "u2") is None
    assert events.undo_one(engine, workspace, "none", "u3") is None
    following = next_undo(engine, workspace)
    assert following is not None
    assert following.batch_id == "2"


def test_a_step_is_not_undone_over_a_later_one(engine, workspace):
    decide(engine, workspace, {"a": Decision.STARRED}, "1")
    decide(engine, workspace, {"a": Decision.HIDDEN}, "2")
    with pytest.raises(events.ChangedSinceError, match="Starred 1 paper"):
        events.undo_one(engine, workspace, "1", "u")
    assert current(engine, workspace) == {"a": Decision.HIDDEN}
    assert events.undo_one(engine, workspace, "2", "u2") is not None
    assert events.undo_one(engine, workspace, "1", "u3") is not None
    assert current(engine, workspace) == {}
