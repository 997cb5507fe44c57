"""The closed set of states."""

from __future__ import annotations

from components.links.verdict import State


def test_every_state_is_shown_and_only_dead_is_red() -> None:
    assert [state.value for state in State] == [
        "alive", "moved", "redirect", "suspect", "blocked", "limited", "down", "dead", "refused",
    ]  # fmt: skip
    assert [state for state in State if state.colour == "red"] == [State.DEAD]
    assert all(state.label and state.icon and state.meaning.endswith(".") for state in State)
    assert [state for state in State if state.reaches] == [State.ALIVE, State.MOVED, State.REDIRECT]
