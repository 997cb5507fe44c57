"""Links with their verdicts: the totals that filter, the progress of a check, and the table of links.

Not here: finding or checking links. One row is one address; a paper with two links has two rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.links.job import Job
from components.links.verdict import State, Verdict
from components.ui import address, loaders
from components.ui.papers_table import title_of
from components.ui.text import host_and_path, plain
from components.ui.visit import Visit

UNCHECKED = "unchecked"
_SEEN = "_check_seen"
# Worst first: what needs a person's eye stands on top.
_ORDER = (*[state.value for state in (
    State.DEAD, State.DOWN, State.SUSPECT, State.MOVED, State.LIMITED, State.BLOCKED, State.REFUSED,
    State.REDIRECT, State.ALIVE,
)], UNCHECKED)  # fmt: skip
_LABELS = {state.value: state.label for state in State} | {UNCHECKED: "Unchecked"}
_COLOURS = [*(state.colour for state in State), "gray"]


def rows(visit: Visit) -> pd.DataFrame:
    """A row a link of the shown papers: url, kind, state, status, checked, paper_id; worst first."""
    found = [
        (link.url, link.kind.value, _state(visit.verdicts.get(link.url)), visit.verdicts.get(link.url), paper_id)
        for paper_id in visit.shown["paper_id"]
        for link in visit.links.get(paper_id, ())
    ]
    frame = pd.DataFrame(found, columns=["url", "kind", "state", "verdict", "paper_id"])
    return frame.sort_values("state", key=lambda column: column.map(_ORDER.index), kind="stable", ignore_index=True)


def totals(frame: pd.DataFrame) -> str:
    """`28 alive · 1 dead · 5 unchecked`, in Markdown with an icon a state."""
    counts = Counter(frame.drop_duplicates("url")["state"])
    words = []
    for state in _ORDER:
        if counts[state]:
            known = next((each for each in State if each.value == state), None)
            icon = f":{known.colour}[:material/{known.icon}:]" if known else ":gray[:material/radio_button_unchecked:]"
            words.append(f"{icon} {counts[state]:,} {state}")
    return " · ".join(words)


def progress(visit: Visit) -> None:
    """Progress of the running check with a stop button, drawn anew every second; why the last one came to nothing."""
    desk = loaders.link_desk(visit.workspace)
    if desk.running:
        _ticking(visit)
        return
    if desk.job is not None and _ended_meanwhile(visit, desk.job):
        st.rerun()
    if desk.without_network:
        st.warning("There is no network here: no name is found, so no link was judged.", icon=":material/cloud_off:")
    elif desk.job is not None and desk.job.error:
        st.warning(plain(desk.job.error), icon=":material/error:")


def _ended_meanwhile(visit: Visit, job: Job) -> bool:
    """Whether a check has ended with verdicts that came after this page looked them up; said once a check."""
    if st.session_state.get(_SEEN) is job:
        return False
    st.session_state[_SEEN] = job
    shown = {url: verdict.checked_at for url, verdict in visit.verdicts.items()}
    return any(shown.get(url) != verdict.checked_at for url, verdict in job.verdicts().items())


@st.fragment(run_every="1s")
def _ticking(visit: Visit) -> None:
    desk = loaders.link_desk(visit.workspace)
    job = desk.job
    if job is None or not job.running:
        st.rerun()
    now = job.progress()
    found = ", ".join(f"{count} {state.label.lower()}" for state, count in now.states.items())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(now.done / max(1, now.total), text=plain(now.says()) + (f" {found}" if found else ""))
        st.button("Stop", icon=":material/stop:", on_click=desk.stop, key="stop_check")


def table(visit: Visit, frame: pd.DataFrame, key: str) -> None:
    """The links; a click on a row opens its paper."""
    papers = frame["paper_id"].tolist()

    def open_clicked() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        if cells and cells[0][1] != "url" and cells[0][0] < len(papers):
            address.open_one(papers[cells[0][0]])

    config = st.column_config
    st.dataframe(
        pd.DataFrame(
            {
                "state": [[_LABELS[state]] for state in frame["state"]],
                "url": frame["url"],
                "kind": frame["kind"],
                "paper": [title_of(visit, paper_id, 90) for paper_id in papers],
                "said": [_reason(verdict) for verdict in frame["verdict"]],
            }
        ),
        key=key,
        hide_index=True,
        on_select=open_clicked,
        selection_mode="single-cell",
        row_height=35,
        height=min(640, 35 * (len(frame) + 1) + 3),
        column_config={
            "state": config.MultiselectColumn("State", options=list(_LABELS.values()), color=_COLOURS, width=115),
            "url": config.LinkColumn("Link", width=310, display_text=r"^https?://(?:www\.)?(.+?)/?$"),
            "kind": config.TextColumn("Kind", width=90),
            "paper": config.TextColumn("Paper", width=330),
            "said": config.TextColumn("What was seen", width=300),
        },
        alt=f"{len(frame)} links with their state, kind and paper",
    )


def urls(frame: pd.DataFrame) -> Sequence[str]:
    """Every address once, in the order of the papers."""
    return list(dict.fromkeys(frame["url"]))


def notable(frame: pd.DataFrame) -> None:
    """Permanent moves, said as an offer: the new address in full."""
    moved = frame[frame["state"] == State.MOVED.value].drop_duplicates("url")
    for verdict in moved["verdict"]:
        st.caption(f"{plain(host_and_path(verdict.url))} has moved to {plain(verdict.final_url)}")


def _state(verdict: Verdict | None) -> str:
    return verdict.state.value if verdict else UNCHECKED


def _reason(verdict: Verdict | None) -> str:
    if verdict is None:
        return ""
    return f"{verdict.reason} ({verdict.checked_at[:10]})"
