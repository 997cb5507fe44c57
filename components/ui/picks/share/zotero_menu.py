"""Sending papers to Zotero from a page: a key once, then a library, a collection and a button."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.curation.workspaces.workspaces import SignedOutError
from components.curation.zotero import accounts
from components.curation.zotero.accounts import Account, ZoteroLibrary
from components.text import counted
from components.ui.shared import session
from components.ui.shared.text import plain
from components.workspace.cache import Cache
from components.workspace.view import View

if TYPE_CHECKING:
    from components.sharing.zotero.job import SendJob  # brings httpx, which no page needs before

_NEWS = "_zotero_news"
_FAILED = 20  # papers that are named
_AT_ONCE = 1.5  # seconds that the page waits before it shows that it goes on


def _stop(held: list[SendJob]) -> None:
    for job in held:
        job.stop()


_jobs: Cache[list[SendJob]] = Cache(64, on_drop=_stop)  # the last run of each workspace


def draw(view: View, papers: pd.DataFrame) -> None:
    """The part of a menu that connects to Zotero and sends these papers there."""
    if view.read_only or papers.empty:
        return
    with st.expander("Send to Zotero", icon=":material/menu_book:", key="zotero_menu"):
        job = _job(view)
        if job is not None and job.running:
            _running(view)
            return
        if job is not None:
            _ended(job)
        account = accounts.read(view.engine, view.workspace)
        if account is None:
            _connect()
        else:
            _send(view, papers, account)


def _connect() -> None:
    """Ask for a key."""
    st.markdown(f"[Make a key at Zotero]({accounts.KEYS_PAGE}), with write access, and paste it here.")
    with st.form("zotero_connect", border=False, clear_on_submit=True):
        st.text_input("Key", type="password", key="zotero_key", autocomplete="off", placeholder="24 letters and digits")
        st.caption("Kept sealed: only your browser’s cookie opens it. It is never shown again.")
        st.form_submit_button("Connect", type="primary", on_click=_keep)
    if news := st.session_state.pop(_NEWS, ""):
        st.warning(plain(news), icon=":material/error:")


def _keep() -> None:
    """Ask Zotero what the key opens, and keep both."""
    from components.sharing.zotero.api import ZoteroError, checked_key
    from components.sharing.zotero.job import connect

    view = session.begin()
    try:
        key = checked_key(str(st.session_state.pop("zotero_key", "")))
        with st.spinner("Asking Zotero"):
            accounts.keep(view.engine, session.token(), key, connect(key))
    except (ZoteroError, SignedOutError) as trouble:
        st.session_state[_NEWS] = str(trouble)


def _send(view: View, papers: pd.DataFrame, account: Account) -> None:
    by_path = {each.path: each for each in account.libraries}
    before, collection = account.chosen
    path = account.libraries[0].path
    if len(by_path) > 1:
        paths = list(by_path)
        path = st.selectbox(
            "Library",
            paths,
            index=paths.index(before) if before in paths else 0,
            format_func=lambda one: by_path[one].name,
            key="zotero_library",
        )
    names = [each.name for each in by_path[path].collections]
    known = collection if path == before else ""
    if known and known not in names:
        names.append(known)  # made by the last run
    st.selectbox(
        "Collection",
        names,
        index=names.index(known) if known else None,
        placeholder="None, or type a new one",
        accept_new_options=True,
        key="zotero_collection",
    )
    st.button(
        f"Send {counted(len(papers), 'paper')}",
        type="primary",
        icon=":material/send:",
        key="zotero_send",
        width="stretch",
        help="With tags and notes. What was sent before is not sent again; what you change in Zotero stays",
        on_click=_start,
        args=(view, papers, by_path),
    )
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption(f"Connected as {plain(account.name)}", width="stretch")
        st.button(
            "Disconnect",
            type="tertiary",
            key="zotero_end",
            help="The key is deleted here. What was sent stays in Zotero",
            on_click=accounts.forget,
            args=(view.engine, view.workspace),
        )
    if news := st.session_state.pop(_NEWS, ""):
        st.warning(plain(news), icon=":material/error:")


def _start(view: View, papers: pd.DataFrame, libraries: Mapping[str, ZoteroLibrary]) -> None:
    """Begin to send to what is chosen, unless a run is under way."""
    from components.sharing.formats.entry import entries
    from components.sharing.zotero.job import SendJob

    job = _job(view)
    if job is not None and job.running:
        return
    key = ""
    with suppress(SignedOutError):
        key = accounts.key_of(view.engine, session.token())
    if not key:
        accounts.forget(view.engine, view.workspace)
        st.session_state[_NEWS] = "The key cannot be read any more. Connect again."
        return
    library = libraries.get(st.session_state.get("zotero_library", ""), next(iter(libraries.values())))
    collection = str(st.session_state.get("zotero_collection") or "").strip()
    accounts.choose(view.engine, view.workspace, library.path, collection)
    made = SendJob(
        view.engine, view.workspace, key, library, collection, entries(papers, view.digest_labels), view.library.aliases
    )
    _jobs.get(view.workspace, list)[:] = [made]
    made.wait(_AT_ONCE)


@st.fragment(run_every="1s")
def _running(view: View) -> None:
    job = _job(view)
    if job is None or not job.running:
        st.rerun()
    done, total = job.outcome.done, job.outcome.total
    st.progress(done / total if total else 1.0, text=plain(job.sentence))
    st.button("Stop", icon=":material/stop:", key="zotero_stop", on_click=job.stop)


def _ended(job: SendJob) -> None:
    """How the last run ended, with each paper that it could not send."""
    if job.error:
        st.warning(plain(job.error), icon=":material/error:")
    st.markdown(plain(job.sentence))
    kept = [f"“{title}”: its note was changed in Zotero and stays." for title in job.outcome.notes_kept]
    sentences = [*job.outcome.failed, *kept]
    for sentence in sentences[:_FAILED]:
        st.caption(plain(sentence))
    if len(sentences) > _FAILED:
        st.caption(f"And {len(sentences) - _FAILED:,} more.")


def _job(view: View) -> SendJob | None:
    """The last run of this workspace."""
    return next(iter(_jobs.get(view.workspace, list)), None)
