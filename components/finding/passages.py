"""Where a paper was hit, in one line of plain text: the best passage around the words that were looked for.

For rows of a table, which show text alone. Found are the same words as everywhere (`query.marks`, `query.spans`), but
by one expression for all of them, since there are hundreds of rows to read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from components.finding.catalogue import SECTIONS
from components.finding.index import is_common
from components.finding.query import Mark, marks, spans

CUT = "…"
WIDTH = 110  # characters of a passage
BEFORE = 24  # of them before the first hit
MOST = 400  # rows that get a passage, the first ones: each is sent to the browser
MEANING = "near in meaning"
_FIELDS = ("abstract", "summary", "title", "authors", "keywords", "organisation")  # where passages are looked for first


def passages(query: str, rows: pd.DataFrame) -> list[str]:
    """For each row of a catalogue the passage that shows why a query line found it, "" beyond the first MOST.

    From the abstract, else from the title, else from authors, keywords or organisation; MEANING where the words stand
    nowhere. Nothing for any row where the line has no words.
    """
    wanted = marks(query)
    if not wanted:
        return [""] * len(rows)
    wanted = tuple(mark for mark in wanted if not is_common(mark.words)) or wanted
    first = rows.head(MOST)
    needles = [(mark.field, f" {' '.join(mark.words)}{' ' if mark.whole else ''}") for mark in wanted]
    sections = [(field, SECTIONS.index(field), first[field].tolist()) for field in _FIELDS]
    found = []
    for row, haystack in enumerate(first["haystack"]):
        folded, line = haystack.split("\n"), ""
        for field, section, texts in sections:
            if any(needle in folded[section] for of, needle in needles if of in {"", field}):
                text = texts[row] if isinstance(texts[row], str) else ", ".join(texts[row])
                line = passage(text, wanted, field)
                break
        found.append(line or MEANING)
    return found + [""] * (len(rows) - len(first))


def passage(text: str, wanted: Sequence[Mark], field: str = "") -> str:
    """The stretch of a text that holds the most of the wanted words; "" where it holds none."""
    known = tuple(mark for mark in wanted if not (mark.field and field and mark.field != field))
    if not known:
        return ""
    hits = fast_spans(text, known) or spans(text, known, field)  # words with accents are left to the second
    if not hits:
        return ""
    start, end = _best(text, hits)
    line = " ".join(text[start:end].split())
    return f"{CUT if start else ''}{line}{CUT if end < len(text) else ''}"


def fast_spans(text: str, wanted: tuple[Mark, ...]) -> list[tuple[int, int]]:
    """(start, end) of what `spans` marks in a text without accents, in order and apart."""
    pattern, lowered = _pattern(wanted), text.lower()
    if len(lowered) != len(text):
        return []
    starts = set()
    for word in {mark.words[0] for mark in wanted}:  # looking for words by themselves is the quickest
        at = lowered.find(word)
        while at >= 0:
            starts.add(at)
            at = lowered.find(word, at + 1)
    found: list[tuple[int, int]] = []
    for at in sorted(starts):
        if (not found or at >= found[-1][1]) and (hit := pattern.match(lowered, at)):
            found.append(hit.span())
    return found


@lru_cache(maxsize=32)
def _pattern(wanted: tuple[Mark, ...]) -> re.Pattern[str]:
    """One expression for all marks, the longest first: words that begin at the beginning of words, and their rest."""
    signs = r"\+\+|\#(?![^\W_])"  # as in words.WORD
    parts = []
    for mark in sorted(wanted, key=lambda mark: (len(mark.words), len("".join(mark.words))), reverse=True):
        *others, _ = (re.escape(word) + (rf"(?!{signs})" if word[-1].isalnum() else "") for word in mark.words)
        hash_alone = r"(?![^\W_])" if mark.words[-1].endswith("#") else ""
        rest = rf"(?![^\W_]|{signs})" if mark.whole else rf"[^\W_]*(?:{signs})?"
        end = re.escape(mark.words[-1])
        parts.append(r"[\W_]+".join([*others, end + (rest if mark.words[-1][-1].isalnum() else hash_alone)]))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(parts)})")


def _best(text: str, hits: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """(start, end) of the passage: that with most different hits, of equal ones the first; whole words only."""
    kinds = [text[begin : begin + 4].casefold() for begin, _ in hits]
    most, (first, stop), last = (0, 0), hits[0], 0
    for number, (begin, end) in enumerate(hits):
        while last < len(hits) and hits[last][1] < begin + WIDTH - BEFORE:
            last += 1
        near = kinds[number:last]
        if (amount := (len(set(near)), len(near))) > most:
            most, first, stop = amount, begin, end
    start = max(0, first - BEFORE)
    if start:
        space = text.find(" ", start, first)
        start = first if space < 0 else space + 1
    end = max(stop, start + WIDTH)
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", stop, end)
    return start, end if space < 0 else space
