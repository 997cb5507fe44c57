"""Papers as plain text for a chat or a mail: a title and an address each, nothing to unfold."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from components.sharing.formats.entry import Entry, entries, one_line, retraction


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None, title: str = "") -> str:
    """The rows of a catalogue, a paragraph each; `title` becomes the first line where given."""
    head = [one_line(title), ""] if title else []
    return "\n".join([*head, *(line for entry in entries(rows, labels) for line in _paper(entry))])


def _paper(entry: Entry) -> list[str]:
    lines = [f"• {one_line(entry.title)}"]
    if entry.retracted:
        lines.append(f"  {retraction(entry)}")
    if entry.authors:
        shown = ", ".join(map(one_line, entry.authors[:3]))
        lines.append(f"  {shown}{' et al.' if len(entry.authors) > 3 else ''}")
    lines += [f"  {one_line(entry.gist)}"] if entry.gist else []
    if entry.note.strip():
        lines.append(f"  {one_line(entry.note)}")
    lines += [f"  {url}" for url in dict.fromkeys((entry.url, *entry.links)) if url]
    return [*lines, ""]
