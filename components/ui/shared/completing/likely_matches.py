"""Records of services that may be a paper: shown beside ours with what differs; the visitor says yes or no.

Each answer is a step that can be undone. What a record says is filled in after a yes alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from uuid import uuid4

import streamlit as st

from components.curation.annotations.match_decisions import MatchDecision, MatchKey, decide_matches
from components.curation.workspaces import completed
from components.enrichment.facts import Field
from components.enrichment.findings import Finding
from components.enrichment.services.registry import NAMES
from components.text import counted, short
from components.ui.shared.paper import decide
from components.ui.shared.text import MUTED, anchor, escaped, marked, people, plain
from components.workspace import caches
from components.workspace.view import View

_A_PAGE = 10  # papers with records, of those that wait
_LONGEST = 300  # characters of a title that are compared
_SEVERAL = 3  # records from which all can be answered at once

Asked = Sequence[tuple[str, Finding]]  # (paper_id, a record that may be it)


def of_paper(view: View, paper_id: str, key: str) -> None:
    """The records that may be one paper, in its card."""
    for number, (_, finding) in enumerate(_listed(view.likely_of([paper_id]))):
        _question(view, paper_id, finding, f"{key}_{number}")


def of_all(view: View) -> None:
    """All that wait for an answer, where the visitor's papers were completed; nothing where there is none."""
    if view.read_only or not completed.read(view.engine, view.workspace):
        return
    found = caches.likely_matches(
        view.library.version, (view.workspace, view.annotations.version), lambda: _listed(view.likely_of())
    )
    if not found:
        return
    st.subheader("Perhaps these papers", anchor=False)
    st.caption("Records that services found and that may be other papers. What they say is filled in after a yes.")
    if len(found) >= _SEVERAL:
        with st.container(horizontal=True, gap="xsmall"):
            _button(view, f"All {len(found):,} are right", "matches_same", found, "same")
            _button(view, "None is right", "matches_different", found, "different")
    for number, (paper_id, finding) in enumerate(found[:_A_PAGE]):
        with st.container(border=True):
            st.html(f"<b>{escaped(str(view.by_id.at[paper_id, 'title']))}</b>")
            _question(view, paper_id, finding, f"match_{number}")
    if len(found) > _A_PAGE:
        st.caption(f"{counted(len(found) - _A_PAGE, 'more record')} after these.")


def _listed(found: Mapping[str, Sequence[Finding]]) -> list[tuple[str, Finding]]:
    return [(paper_id, finding) for paper_id, several in found.items() for finding in several]


def _question(view: View, paper_id: str, finding: Finding, key: str) -> None:
    """One record beside the paper, with what speaks for and against it."""
    title = str(view.by_id.at[paper_id, "title"])
    st.html(
        f'<p style="margin:.4em 0 0">Perhaps this paper: {_title(title, finding)}</p>'
        f'<p style="{MUTED};margin:0">{escaped(_evidence(finding))}</p>'
    )
    if view.read_only:
        return
    with st.container(horizontal=True, gap="xsmall"):
        _button(view, "The same paper", f"{key}_same", [(paper_id, finding)], "same")
        _button(view, "Another paper", f"{key}_different", [(paper_id, finding)], "different")


def _title(ours: str, finding: Finding) -> str:
    """The record's title as a link, with the words marked that ours has not."""
    theirs = finding.title or finding.record
    link = anchor(finding.address, NAMES.get(finding.service, finding.service)) if finding.address else ""
    return f"{marked(theirs, _new_words(ours, theirs))} ({link or escaped(finding.service)})"


def _new_words(ours: str, theirs: str) -> list[tuple[int, int]]:
    """(start, end) of the stretches of a title that another one does not have, in words."""
    if max(len(ours), len(theirs)) > _LONGEST:
        return []
    words = theirs.split(" ")
    starts = [sum(len(word) + 1 for word in words[:place]) for place in range(len(words))]
    compared = SequenceMatcher(None, ours.casefold().split(), [word.casefold() for word in words], autojunk=False)
    return [
        (starts[low], starts[high - 1] + len(words[high - 1]))
        for kind, _, _, low, high in compared.get_opcodes()
        if kind != "equal" and high > low
    ]


def _evidence(finding: Finding) -> str:
    """How alike titles and abstracts are, and whose record it is. Plain text."""
    authors = finding.facts.get(Field.AUTHORS, ())
    shared = "no abstract to compare"
    if finding.shared is not None:
        shared = f"{finding.shared:.0%} of the shorter abstract’s phrases are in both"
    parts = [
        people([short(name, 60) for name in authors]) if isinstance(authors, tuple) else "",
        short(str(finding.facts.get(Field.VENUE, "")), 80),
        str(finding.facts.get(Field.PUBLISHED, finding.facts.get(Field.YEAR, ""))),
        f"titles {finding.title_score:.0f}% alike",
        shared,
    ]
    return " · ".join(part for part in parts if part)


def _button(view: View, words: str, key: str, asked: Asked, decision: MatchDecision) -> None:
    st.button(plain(words), key=key, on_click=_decide, args=(view, asked, decision))


def _decide(view: View, asked: Asked, decision: MatchDecision) -> None:
    if not decide.may_change(view):
        return
    decided: dict[MatchKey, tuple[str, MatchDecision | None]] = {
        (finding.paper, finding.service, finding.record): (paper_id, decision) for paper_id, finding in asked
    }
    decide_matches(view.engine, view.workspace, decided, uuid4().hex)
