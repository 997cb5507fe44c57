"""Star, hide, undo: a person's clicks become decisions in her workspace.

Every click is one batch that can be taken back; a double click on a slow page is still one decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

import streamlit as st

from components.curation import decisions
from components.curation.decisions import Decision
from components.ui.text import counted
from components.ui.visit import Visit


def toggle(visit: Visit, paper_id: str, decision: Decision) -> None:
    """Give a paper this decision, or put it back into the inbox if it has it already."""
    now = visit.decisions.get(paper_id, Decision.INBOX)
    decide(visit, [paper_id], Decision.INBOX if now == decision else decision)


def decide(visit: Visit, paper_ids: Sequence[str], decision: Decision) -> None:
    """Give papers one decision, as one step that can be undone."""
    changed = decisions.decide(visit.engine, visit.workspace, dict.fromkeys(paper_ids, decision), uuid4().hex)
    if changed > 1:
        st.toast(
            decision.done.format(counted(changed, "paper")) + ". Undo is on the Picks page.", icon=":material/check:"
        )


def undo(visit: Visit) -> None:
    """Take the last step back and say what it was."""
    step = decisions.undo(visit.engine, visit.workspace)
    st.toast(f"Taken back: {step.says}" if step else "There is nothing to take back.", icon=":material/undo:")


def next_undo(visit: Visit) -> decisions.Step | None:
    """The step that undo would take back, or None."""
    return decisions.next_undo(visit.engine, visit.workspace)
