"""The archive: which digests are in it, whether their papers are shown too, and when digests go there by themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from components.curation.workspaces import archive, uploads
from components.curation.workspaces.archive import ArchivedDigest
from components.curation.workspaces.uploads import WorkspaceFullError
from components.ingestion import sources
from components.papers.records import digest_label
from components.text import counted
from components.ui.digests.digest_groups import Month, grouped
from components.ui.shared import url_state
from components.ui.shared.text import MUTED, escaped, plain
from components.workspace import intake
from components.workspace.view import View

_TROUBLE = "_archive_trouble"


def draw(view: View) -> None:
    """Draw what is in the archive; nothing where nothing is and no source could bring something."""
    kept = archive.archived(view.engine, view.workspace)
    follows = bool(sources.sources_of(view.engine, view.workspace))
    if view.read_only or not (kept or follows):
        return
    st.subheader("Archive")
    where = f"{counted(len(kept), 'digest')} in the archive, " if kept else "What is archived is "
    st.caption(f"{where}left out of every page and count, and kept. Your picks stay on Picks.")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        if kept:
            st.toggle(
                "Show and search archived papers too",
                value=view.filters.archived,
                key=f"archived_too_{view.filters.archived}",
                on_change=url_state.show,
                args=(view.filters.also_archived(not view.filters.archived),),
            )
        if follows:
            st.number_input(
                "Archive what sources bring after … days (0: never)",
                0,
                archive.MOST_DAYS,
                archive.days(view.engine, view.workspace),
                key="archive_days",
                width=320,
                on_change=_set_days,
                args=(view,),
            )
    if trouble := st.session_state.pop(_TROUBLE, ""):
        st.warning(plain(trouble))
    alone, months = grouped(kept, lambda digest: digest.name, 2)
    for digest in alone:
        _row(view, digest)
    for month in months:
        _month(view, month)


def _month(view: View, month: Month[ArchivedDigest]) -> None:
    key = f"archived_{month.source}_{month.month}"
    opened = st.expander(f"{plain(month.label)} · {counted(len(month.items), 'digest')}", key=key, on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.button(
            "Bring this month back",
            icon=":material/unarchive:",
            key=f"back_{key}",
            on_click=_bring_back,
            args=(view, [digest.mark for digest in month.items]),
        )
        for digest in month.items:
            _row(view, digest)


def _row(view: View, digest: ArchivedDigest) -> None:
    with st.container(border=True, horizontal=True):
        st.html(
            f"<b>{escaped(digest_label(digest.name))}</b><br>"
            f'<span style="{MUTED}">{escaped(digest.name)} · archived {digest.archived[:10]}</span>'
        )
        st.button(
            "Bring back",
            icon=":material/unarchive:",
            type="tertiary",
            key=f"back_{digest.mark}",
            on_click=_bring_back,
            args=(view, [digest.mark]),
        )
        st.button(
            "Remove",
            icon=":material/remove_circle_outline:",
            type="tertiary",
            key=f"remove_archived_{digest.mark}",
            on_click=_remove,
            args=(view, digest.mark),
        )


def _remove(view: View, mark: str) -> None:
    uploads.remove(view.engine, view.workspace, f"archived-{mark}")


def _bring_back(view: View, marks: list[str]) -> None:
    intake.keep_current_map(view)
    try:
        archive.bring_back(view.engine, view.workspace, marks)
    except WorkspaceFullError as trouble:
        st.session_state[_TROUBLE] = str(trouble)


def _set_days(view: View) -> None:
    intake.keep_current_map(view)
    archive.set_days(view.engine, view.workspace, int(st.session_state["archive_days"]), datetime.now(UTC))
