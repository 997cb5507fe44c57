"""The followed sources, a row each: when it was looked at, what each look found, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from components.ingestion import sources
from components.ingestion.schedule import Look, LookOutcome
from components.ingestion.sources import Source
from components.settings import settings
from components.text import counted
from components.ui.shared.text import MUTED, escaped, plain
from components.workspace.following.looking import look_now
from components.workspace.following.outcome import FollowOutcome
from components.workspace.jobs import registry
from components.workspace.view import View

_SHOWN = 31  # looks
_SQUARE = "display:inline-block;width:.7em;height:.7em;margin-right:2px;border-radius:2px;background:"
_COLOURS = {
    LookOutcome.NEW: "#2e9e5b",
    LookOutcome.NOTHING: "#9aa3ad",
    LookOutcome.WAITING: "#4f8fd6",
    LookOutcome.GAP: "#e0a100",
    LookOutcome.FAILED: "#d64545",
}
_WORDS = {
    LookOutcome.NEW: "something new",
    LookOutcome.NOTHING: "nothing new",
    LookOutcome.WAITING: "looked at again soon",
    LookOutcome.GAP: "a gap",
    LookOutcome.FAILED: "failed",
}
_NEWS = "_follow_news"


def draw(view: View) -> None:
    """Draw a row for every source, and what came of the last looks."""
    followed = sources.sources_of(view.engine, view.workspace)
    if not view.read_only:
        _progress_or_news(view)
    if not followed:
        return
    looks = sources.looks_of(view.engine, [one.source_id for one in followed], _SHOWN)
    st.subheader("Followed sources")
    st.caption(_who_looks())
    for each in followed:
        _row(view, each, looks[each.source_id])


def _who_looks() -> str:
    if settings().follow:
        return "This server looks at them by itself; what they bring is added to your digests."
    return (
        "They are looked at when whoever runs this server runs “digest-atlas follow”, and when you press “Look now”. "
        "What they bring is added to your digests."
    )


def _row(view: View, source: Source, looks: Mapping[str, Look]) -> None:
    name = source.spec.label if source.spec else "A source of another version"
    with st.container(border=True, horizontal=True):
        st.html(
            f"<b>{escaped(name)}</b><br><span style='{MUTED}'>{escaped(_state(source))}</span>"
            f"{_trouble(source)}{_calendar(list(looks.values()))}"
        )
        if view.read_only:
            return
        busy = registry.looks(view.workspace).running
        if source.spec:
            st.button(
                "Look now",
                icon=":material/refresh:",
                type="tertiary",
                key=f"look_{source.source_id}",
                disabled=busy,
                on_click=look_now,
                args=(view, [source.source_id]),
            )
            st.button(
                "Pause" if source.active else "Follow again",
                icon=":material/pause:" if source.active else ":material/play_arrow:",
                type="tertiary",
                key=f"pause_{source.source_id}",
                on_click=sources.set_active,
                args=(view.engine, view.workspace, source.source_id),
                kwargs={"active": not source.active},
            )
        st.button(
            "Follow no more",
            icon=":material/remove_circle_outline:",
            type="tertiary",
            key=f"unfollow_{source.source_id}",
            help="The digests that it brought stay.",
            on_click=sources.remove,
            args=(view.engine, view.workspace, source.source_id),
        )


def _state(source: Source) -> str:
    """When it was looked at and will be, in a line."""
    parts = [f"last look {_time(source.looked_at)}" if source.looked_at else "not looked at yet"]
    if not source.active:
        parts.append("paused")
    elif source.next_at:
        parts.append(f"next look {_time(source.next_at)}")
    return " · ".join(parts)


def _trouble(source: Source) -> str:
    if not source.sentence:
        return ""
    times = f" ({counted(source.failures, 'time')} in a row)" if source.failures > 1 else ""
    return f"<br><span>The last look failed{times}. {escaped(source.sentence)}</span>"


def _calendar(looks: Sequence[Look]) -> str:
    """A square a look, oldest first, and behind a click what each found."""
    looks = [look for look in looks if look.turn or look.sentence or look.outcome is not LookOutcome.WAITING]
    if not looks:
        return ""
    squares = "".join(f'<span style="{_SQUARE}{_COLOURS[look.outcome]}"></span>' for look in looks)
    items = "".join(f"<li>{_said(look)}</li>" for look in reversed(looks))
    fresh = sum(look.fresh for look in looks)
    summary = f"{squares} {counted(fresh, 'new paper')} in {counted(len(looks), 'period')}"
    return (
        f'<details style="margin-top:.4em;contain:inline-size"><summary>{summary}</summary>'
        f'<ul style="padding-left:1.2em">{items}</ul></details>'
    )


def _said(look: Look) -> str:
    found = f": {counted(look.found, 'paper')}, {look.fresh:,} new" if look.found else f": {_WORDS[look.outcome]}"
    sentence = f" {escaped(look.sentence)}" if look.sentence else ""
    colour = f'<span style="{_SQUARE}{_COLOURS[look.outcome]}"></span>'
    return f"{colour}{escaped(look.period)}{found}.{sentence}"


def _time(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"


def _progress_or_news(view: View) -> None:
    """That a source is being looked at; else what came of the last looks, until the next ones."""
    job = registry.looks(view.workspace)
    outcomes = job.take()
    if outcomes:
        st.session_state[_NEWS] = outcomes
    if job.running:
        st.session_state.pop(_NEWS, None)
        _progress(view)
        return
    news: list[FollowOutcome] = st.session_state.get(_NEWS, [])
    for failed, box, icon in ((True, st.warning, ":material/cloud_off:"), (False, st.success, ":material/check:")):
        lines = [_line(one) for one in news if one.failed == failed]
        if lines:
            box("\n\n".join(lines[:20]), icon=icon)


def _line(outcome: FollowOutcome) -> str:
    return plain(", ".join(filter(None, (outcome.label, outcome.period))) + f": {outcome.sentence}")


@st.fragment(run_every="1s")
def _progress(view: View) -> None:
    if not registry.looks(view.workspace).running:
        st.rerun()
    st.info("Looking at your sources.", icon=":material/hourglass_top:")
