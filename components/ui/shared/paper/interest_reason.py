"""Why a paper stands where it does when papers are ordered by interest, in one sentence."""

from __future__ import annotations

from components.workspace.interest import order
from components.workspace.view import View


def interest_reason(view: View, paper_id: str) -> str:
    """What of it the visitor pinned, the nearest starred paper, the words that count; "" where nothing says so."""
    return order.of(view).why(paper_id)
