"""Fetching a digest from Hugging Face: what to ask for, how far it is, stop, go on, keep what came.

Nothing is asked for until the button is pressed.
"""

from __future__ import annotations

import datetime

import streamlit as st

from components.ingestion.fetchers.daily_papers_query import DailyPapersQuery, InvalidQuery, QueryKind, build_query
from components.settings import settings
from components.text import counted
from components.ui.digests import add_digests
from components.ui.shared.text import plain
from components.workspace import allowances
from components.workspace.allowances import Allowance
from components.workspace.following import rounds
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
    job = registry.fetch(view.workspace)
    file = job.take()
    if file is not None:
        add_digests.add(view, [file])
    if job.running:
        _progress(view)
    elif job.trouble:
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
        _start(view, query)
        st.rerun()


def _start(view: View, query: DailyPapersQuery) -> None:
    def may() -> bool:
        return allowances.take_all(view.engine, Allowance.FETCHES, view.requester, 1) is not None

    registry.fetch(view.workspace).start(query, rounds.outside(view.engine, settings()), may)


def _value(kind: QueryKind) -> str:
    today = datetime.datetime.now(datetime.UTC).date()  # a day of the site ends with that of UTC
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
    job = registry.fetch(view.workspace)
    if not job.running:
        st.rerun()
    now = job.progress
    with st.container(horizontal=True, vertical_alignment="center"):
        received = counted(len(now.items), "paper") if now else "nothing"
        what = _named(now.query) if now else ""
        doing = plain(now.doing) if now else ""
        st.progress(_share(now.pages if now else 0), text=f"{what}: {received} so far. {doing}")
        st.button("Stop", icon=":material/stop:", on_click=job.stop, key="fetch_stop")


def _share(pages: int) -> float:
    """A bar for work whose end is unknown: each page fills half of what is left."""
    return 1 - float(0.5 ** (pages + 0.3))


def _unfinished(view: View) -> None:
    job = registry.fetch(view.workspace)
    st.warning(plain(job.trouble), icon=":material/cloud_off:")
    part = job.take_part()
    with st.container(horizontal=True, gap="xsmall"):
        if job.progress:
            st.button("Resume", icon=":material/refresh:", on_click=_start, args=(view, job.progress.query))
        if (
            part is not None
            and job.progress
            and st.button(f"Keep the {counted(len(job.progress.items), 'paper')} received", icon=":material/check:")
        ):
            job.trouble = ""
            add_digests.add(view, [part])


def _named(query: DailyPapersQuery) -> str:
    return plain(query.label)
