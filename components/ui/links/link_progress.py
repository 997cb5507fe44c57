"""A link check on the page: its button, its progress with a stop button, and how the last one ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from components.links.check.job import CheckJob
from components.links.history import is_due
from components.settings import settings
from components.text import counted
from components.ui.shared.text import plain
from components.workspace.jobs import registry
from components.workspace.view import View

_SEEN = "_check_seen"
_FIRST = 0.25  # seconds a page waits for the first verdict of a check that has just begun
_HOSTS = 4  # hosts named while a check runs


def button(view: View, urls: Sequence[str]) -> None:
    """Check what is due among these addresses; where nothing is, check all of them again."""
    now = datetime.now(UTC)
    due = [url for url in urls if url not in view.verdicts or is_due(view.verdicts[url], now)]
    never = any(url not in view.verdicts for url in due)
    wanted = (due or list(urls))[: settings().links_at_once]
    st.button(
        f"Check {counted(len(wanted), 'link')}{'' if never else ' again'}",
        icon=":material/network_check:",
        type="primary" if due else "secondary",
        help=_help(len(urls), len(due)),
        on_click=registry.link_jobs(view.workspace).start,
        args=(view.engine, view.requester, wanted),
    )


def _help(links: int, due: int) -> str:
    asks = "Requests each link once, slowly enough to bother no site."
    if due and due < links:
        return f"{asks} The other {links - due:,} were checked recently."
    return asks


def last(view: View) -> None:
    """How the last check ended, where that is worth a word; draws the page anew if it ended after the page looked."""
    jobs = registry.link_jobs(view.workspace)
    if jobs.running or jobs.check is None:
        return
    if _ended_meanwhile(view, jobs.check):
        st.rerun()
    if jobs.over_budget:
        over_budget = counted(jobs.over_budget, "link")
        st.caption(f"{over_budget} not checked: as many were checked as may be within an hour. Try again later.")
    if jobs.without_network:
        st.warning("No link was checked: the server has no network connection.", icon=":material/cloud_off:")
    elif jobs.check.error:
        st.warning(plain(jobs.check.error), icon=":material/error:")
    elif jobs.check.left():
        st.caption(plain(jobs.check.progress().sentence()))


def _ended_meanwhile(view: View, job: CheckJob) -> bool:
    """Whether a check has ended with verdicts that came after this page looked them up; told once a check."""
    if st.session_state.get(_SEEN) is job:
        return False
    st.session_state[_SEEN] = job
    shown = {url: verdict.checked_at for url, verdict in view.verdicts.items()}
    return any(shown.get(url) != verdict.checked_at for url, verdict in job.verdicts().items())


def bar(view: View, job: CheckJob) -> None:
    """How far the running check is, by host where there are several links on one, and the button that stops it."""
    if job.done == 0:
        job.wait_for_first(_FIRST)
    now = job.progress()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(now.done / max(1, now.total), text=plain(now.sentence()))
        if not view.read_only:
            stop = registry.link_jobs(view.workspace).stop
            st.button("Stop", icon=":material/stop:", on_click=stop, key="stop_check")
    busy = [(host, done, total) for host, (done, total) in now.hosts.items() if total > 1 and done < total]
    if busy:
        st.caption(" · ".join(f"{plain(host)} {done:,} of {total:,}" for host, done, total in busy[:_HOSTS]))


def interval(links: int) -> float:
    """Seconds between two looks at a running check: seldom where each look is dear."""
    return 0.3 if links <= 300 else 1.0 if links <= 1500 else 2.5
