"""A choice of one among a few, kept in the address: the control shows what the address says and writes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from components.ui.shared import url_state


def draw(
    words: str,
    parameter: str,
    options: Mapping[str, str],
    key: str,
    then: Callable[[], None] = lambda: None,
    *,
    wraps: bool = False,
    folded: bool = False,
) -> None:
    """A row of buttons, one an option (value → what it is called); the first option leaves no trace in the address.

    What is chosen is read by `url_state.one_of(parameter, options)`, also before this is drawn. `then` runs after a
    choice was written. `wraps` puts what does not fit onto a second line, for where there is little room; `folded` is a
    menu that says what it chooses, for a phone.
    """

    def choose() -> None:
        url_state.set_choice(parameter, st.session_state[key], next(iter(options)))
        then()

    now = url_state.one_of(parameter, options)
    changed = st.session_state.get(key, now) != now
    if changed:
        st.session_state[key] = now
    if folded:
        values = list(options)
        st.selectbox(
            words,
            values,
            index=0 if changed else values.index(now),
            key=key,
            format_func=lambda value: f"{words}: {options[value]}",
            on_change=choose,
            label_visibility="collapsed",
        )
        return
    control = st.pills if wraps else st.segmented_control
    control(
        words,
        list(options),
        # What a new control shows is told as its default, in every run: a value set once is lost where the browser
        # draws only the second of two runs that follow each other at once, as they do on a phone's first page.
        default=None if changed else now,
        required=True,
        key=key,
        format_func=options.__getitem__,
        on_change=choose,
        label_visibility="collapsed",
        wrap=wraps or None,
    )
