"""Why a paper stands where it does when papers are ordered by interest, in one sentence."""

from __future__ import annotations

from components.text import short
from components.workspace.view import View


def interest_reason(view: View, paper_id: str) -> str:
    """The words that count for the paper and the nearest starred paper; "" where there is nothing to rank by."""
    ranking = view.ranking
    if ranking is None or paper_id not in ranking.features.rows:
        return ""
    reason = ranking.reason(paper_id)
    words = f"For its words {', '.join(reason.words)}" if reason.words else ""
    title = view.by_id.at[reason.nearest, "title"] if reason.nearest in view.by_id.index else ""
    is_near = title and reason.similarity > 0 and reason.nearest != paper_id
    near = f"near your pick “{short(title, 60)}”" if is_near else ""
    sentence = "; ".join(part for part in (words, near) if part)
    return sentence[:1].upper() + sentence[1:]
