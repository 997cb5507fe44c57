"""The papers that were sent through Zotero for the tests, and what is said about papers of a frame."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from components.sharing.formats.entry import entries, one_line
from tests.sharing.rows import bare, full, rows


def kept() -> pd.DataFrame:
    """What the files in tests/sharing/importing/zotero were made of."""
    return rows(
        full(tags=("To read", "a;b"), note="Ask Ana & Bo:\n\n50% <of> it"),
        bare(paper_id="title:000000000001", title="π-nets ≥ {K2}", rating=3, decision="hidden", authors=("Qwen Team",)),
        bare(paper_id="title:000000000002", title="Only Tagged", tags=("x/y", "ü")),
        bare(paper_id="title:000000000003", title="Only a Note", note="Look at #3 again"),
        bare(paper_id="title:000000000004", title="Nothing Said"),
    )


def annotated(frame: pd.DataFrame, *, carries_lines: bool) -> Iterator[tuple[str, str, set[str]]]:
    """(paper_id, field, values) of all that is said about the papers of a frame."""
    for entry in entries(frame):
        values = {
            "Decision": {entry.decision} - {"inbox"},
            "Rating": {str(entry.rating)} - {"0"},
            "Note": {lines(entry.note) if carries_lines else one_line(entry.note)} - {""},
            "Tag": set(entry.tags),
        }
        for field, value in values.items():
            if value:
                yield entry.paper_id, field, value


def lines(text: str) -> str:
    """A note as a format with lines carries it: spaces within a line as one."""
    return "\n".join(map(one_line, text.strip().splitlines()))
