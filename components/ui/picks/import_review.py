"""A file with decisions, tags, notes or ratings: what it would change is a list first, and done when confirmed.

The list is made anew on every run, so that it is true when another tab changes something meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

import pandas as pd
import streamlit as st

from components.sharing.importing.apart import read_apart
from components.sharing.importing.imported import ImportedFile, ImportedPaper, ImportRefusedError
from components.sharing.importing.matching import Matches, PaperIndex, match
from components.sharing.importing.plan import ImportPlan, PlannedChange, apply, plan
from components.text import counted, short
from components.ui.shared.text import plain
from components.workspace.view import View

_PENDING, _EMPTY = "_import", "import_empty"
_SHOWN, _NAMED = 1_000, 20  # changes in the list, papers named that are in no digest


@dataclass(frozen=True)
class _Pending:
    name: str
    file: ImportedFile


def offer(name: str, content: bytes) -> None:
    """Read a file and keep what it says until its reader decides; says why where it says nothing."""
    st.session_state.pop(_PENDING, None)
    try:
        with st.spinner("Reading the file"):
            st.session_state[_PENDING] = _Pending(name, read_apart(content))
    except ImportRefusedError as refused:
        st.error(plain(str(refused)))


def draw(view: View) -> None:
    """The list of what the file would change, with the buttons that do it or let it be; nothing where there is none."""
    pending = st.session_state.get(_PENDING)
    if not isinstance(pending, _Pending) or view.read_only:
        return
    matches = match(pending.file.papers, PaperIndex(view.library.papers, view.library.aliases))
    planned = plan(matches, view.annotations)
    with st.container(border=True, key="import"):
        st.markdown(f"**Import “{plain(pending.name)}”** ({plain(pending.file.shape)})")
        _tell(pending.file, matches)
        if planned.removals:
            st.checkbox(
                f"Also remove {counted(len(planned.removals), 'value')} that the file leaves empty",
                key=_EMPTY,
                help="Otherwise what is empty in the file stays as it is here",
            )
        wanted = _wanted(planned)
        if wanted:
            _list(view, wanted)
        else:
            st.info("Nothing would change: all that the file says is here already.", icon=":material/check:")
        with st.container(horizontal=True, gap="xsmall"):
            if wanted:
                st.button(
                    f"Import {counted(len(wanted), 'value')}",
                    type="primary",
                    key="import_do",
                    on_click=_do,
                    args=(view, wanted),
                )
            st.button("Cancel" if wanted else "Close", key="import_leave", on_click=_leave)


def _wanted(planned: ImportPlan) -> Sequence[PlannedChange]:
    return (*planned.sets, *planned.removals) if st.session_state.get(_EMPTY) else planned.sets


def _tell(file: ImportedFile, matches: Matches) -> None:
    """Which papers were found, and what could not be taken."""
    found = len({paper_id for paper_id, _ in matches.found})
    st.caption(f"{counted(found, 'paper')} of the file {'is' if found == 1 else 'are'} in your digests.")
    for papers, sentence in (
        (
            matches.missing,
            "not in your digests, so nothing is kept of them. To bring them in, add the file as a digest.",
        ),
        (matches.ambiguous, "left out: several papers here have this title, and nothing else tells which is meant."),
    ):
        if papers:
            st.warning(f"{counted(len(papers), 'paper')} {sentence} {plain(_named(papers))}", icon=":material/help:")
    for trouble in file.troubles:
        st.caption(plain(trouble))


def _named(papers: Sequence[ImportedPaper]) -> str:
    names = [f"“{short(paper.title or paper.paper_id or paper.where, 80)}”" for paper in papers[:_NAMED]]
    more = f" and {len(papers) - _NAMED:,} more" if len(papers) > _NAMED else ""
    return f"{', '.join(names)}{more}"


def _list(view: View, wanted: Sequence[PlannedChange]) -> None:
    titles = view.by_id["title"]
    shown = [
        {
            "Paper": str(titles.get(each.paper_id, each.paper_id)),
            "What": each.field,
            "Now": short(each.before, 200) or "–",
            "After": short(each.after, 200) or "–",
        }
        for each in wanted[:_SHOWN]
    ]
    st.dataframe(pd.DataFrame(shown), hide_index=True, key="import_list", width="stretch")
    if len(wanted) > _SHOWN:
        st.caption(f"The first {_SHOWN:,} of {len(wanted):,}.")


def _do(view: View, wanted: Sequence[PlannedChange]) -> None:
    changed = apply(view.engine, view.workspace, wanted, uuid4().hex, view.library.earlier)
    _leave()
    st.toast(f"Imported {counted(changed, 'value')}. Undo takes them back together.", icon=":material/check:")


def _leave() -> None:
    st.session_state.pop(_PENDING, None)
    st.session_state.pop(_EMPTY, None)
