"""Fetching a digest from Hugging Face: what to ask for, how far it is, stop, go on, keep what came.

Nothing is asked for until the button is pressed. Not here: asking (`fetch_desk`) or reading what comes (`add_digests`).
"""

from __future__ import annotations

import datetime

import streamlit as st

from components.ingestion.fetchers.daily_papers_query import DailyPapersQuery, InvalidQuery, QueryKind, build_query
from components.text import counted
from components.ui.digests import add_digests
from components.ui.shared.text import plain
from components.workspace.jobs import registry
from components.workspace.view import View

_KINDS: dict[QueryKind, str] = {
    "day": "A day",
    "week": "A week",
    "month": "A month",
    "trending": "Trending now",
    "search": "A search",
}


def menu(view: View) -> None:
    """The menu that asks what to fetch; none while something is being fetched."""
    if registry.fetch(view.workspace).running:
        return
    opened = st.popover("Fetch from Hugging Face", icon=":material/cloud_download:", key="fetch", on_change="rerun")
    if opened.open:
        with opened:
            _form(view)


def progress(view: View) -> None:
    """How far the fetch is, or what is left to do after it ended early; what came is taken in."""
    desk = registry.fetch(view.workspace)
    file = desk.take()
    if file is not None:
        add_digests.take_in(view, [file])
    if desk.running:
        _progress(view)
    elif desk.trouble:
        _unfinished(view)


def _form(view: View) -> None:
    kind = st.segmented_control(
        "What to fetch", list(_KINDS), format_func=_KINDS.__getitem__, default="day", key="fetch_kind"
    )
    value = _value(kind or "day")
    st.caption("Asks huggingface.co, without an account; nothing else is sent.")
    if st.button("Fetch", type="primary", icon=":material/cloud_download:", key="fetch_go"):
        try:
            query = build_query(kind or "day", value)
        except InvalidQuery as trouble:
            st.error(plain(str(trouble)))
            return
        registry.fetch(view.workspace).start(query)
        st.rerun()


def _value(kind: QueryKind) -> str:
    today = datetime.date.today()
    if kind == "search":
        return st.text_input("Search for", key="fetch_query")
    if kind == "trending":
        return ""
    day = st.date_input("Day" if kind == "day" else f"Any day of the {kind}", value=today, max_value=today)
    if not isinstance(day, datetime.date):
        return ""
    year, week, _ = day.isocalendar()
    return {"day": day.isoformat(), "week": f"{year}-W{week:02d}", "month": day.isoformat()[:7]}[kind]


@st.fragment(run_every="1s")
def _progress(view: View) -> None:
    desk = registry.fetch(view.workspace)
    if not desk.running:
        st.rerun()
    now = desk.progress
    with st.container(horizontal=True, vertical_alignment="center"):
        received = counted(len(now.items), "paper") if now else "nothing"
        what = _named(now.query) if now else ""
        doing = plain(now.doing) if now else ""
        st.progress(_share(now.pages if now else 0), text=f"{what}: {received} so far. {doing}")
        st.button("Stop", icon=":material/stop:", on_click=desk.stop, key="fetch_stop")


def _share(pages: int) -> float:
    """A bar for work whose end is unknown: each page fills half of what is left."""
    return 1 - float(0.5 ** (pages + 0.3))


def _unfinished(view: View) -> None:
    desk = registry.fetch(view.workspace)
    st.warning(plain(desk.trouble), icon=":material/cloud_off:")
    part = desk.take_part()
    with st.container(horizontal=True, gap="xsmall"):
        if desk.progress:
            st.button("Go on", icon=":material/refresh:", on_click=desk.start, args=(desk.progress.query,))
        if (
            part is not None
            and desk.progress
            and st.button(f"Keep the {counted(len(desk.progress.items), 'paper')} that came", icon=":material/check:")
        ):
            desk.trouble = ""
            add_digests.take_in(view, [part])


def _named(query: DailyPapersQuery) -> str:
    return plain(query.label)
