"""From what a file has written to values that can be kept: each is judged alone, and what is odd costs only itself.

Programs write the same thing in many ways: Excel makes "Starred" of starred and 5 of "5.0", others rate by stars.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from components.curation.annotations import notes, tags
from components.curation.annotations.decisions import Decision
from components.curation.annotations.tags import TagError
from components.papers.identity import arxiv_number, arxiv_number_in_address, doi_in
from components.sharing.importing.imported import ImportedFile, ImportedPaper, ImportRefusedError, WrittenRow

OURS = re.compile(r"(?:arxiv|doi|title):\S{1,200}")
_DECISIONS = {
    Decision.INBOX: "inbox undecided none nan null false no 0",
    Decision.STARRED: "starred star ★ favorite favourite include included relevant true yes 1 x",
    Decision.LATER: "later maybe unsure",
    Decision.HIDDEN: "hidden hide exclude excluded irrelevant rejected",
}
_DECISION_OF = {word: decision for decision, words in _DECISIONS.items() for word in words.split()} | {
    "": Decision.INBOX,
    "read later": Decision.LATER,
    "not relevant": Decision.HIDDEN,
}
_RATING = re.compile(r"([0-5])(?:[.,]0+)?(?:\s*(?:/|of)\s*5)?")
_EMPTY = frozenset({"", "nan", "none", "null", "n/a", "-", "–"})
_LISTED = 8  # troubles that are told one by one
MOST_PAPERS, MOST_TAGS = 100_000, 200


def judged(shape: str, rows: Iterable[WrittenRow]) -> ImportedFile:
    """The papers of a file with what can be kept of it."""
    troubles: list[str] = []
    papers = tuple(_paper(row, troubles) for row in islice(rows, MOST_PAPERS + 1))
    if len(papers) > MOST_PAPERS:
        raise ImportRefusedError(f"This file has more than {MOST_PAPERS:,} papers. Split it, or export fewer.")
    sentences = (
        [*troubles[:_LISTED], f"And {len(troubles) - _LISTED:,} more of this kind."]
        if len(troubles) > _LISTED
        else troubles
    )
    return ImportedFile(shape, papers, tuple(sentences))


def _paper(row: WrittenRow, troubles: list[str]) -> ImportedPaper:
    own = row.paper_id.strip()
    return ImportedPaper(
        where=row.where,
        paper_id=own if OURS.fullmatch(own) else "",
        doi=doi_in(row.doi),
        arxiv_id=arxiv_number_in_address(row.doi)
        or arxiv_number_in_address(row.arxiv_id)
        or arxiv_number(row.arxiv_id),
        title=" ".join(row.title.split()),
        decision=None if row.decision is None else _decision(row.decision, row.where, troubles),
        rating=None if row.rating is None else _rating(row.rating, row.where, troubles),
        note=None if row.note is None else _note(row.note, row.where, troubles),
        tags=None if row.tags is None else tuple(dict.fromkeys(_tags(row.tags, row.where, troubles))),
    )


def _decision(text: str, where: str, troubles: list[str]) -> Decision | None:
    found = _DECISION_OF.get(" ".join(text.split()).casefold())
    if found is None:
        words = ", ".join(str(decision) for decision in Decision)
        troubles.append(f"{where}, decision: “{_shown(text)}” is none of {words}. It was left out.")
    return found


def _rating(text: str, where: str, troubles: list[str]) -> int | None:
    text = text.strip()
    if text.casefold() in _EMPTY:
        return 0
    stars = text.replace("☆", "").replace(" ", "")
    if stars and set(stars) <= {"★", "⭐"} and len(stars) <= notes.BEST:
        return len(stars)
    if found := _RATING.fullmatch(text):
        return int(found[1])
    troubles.append(f"{where}, rating: “{_shown(text)}” is no number from 1 to {notes.BEST}. It was left out.")
    return None


def _note(text: str, where: str, troubles: list[str]) -> str:
    kept = notes.clean(text)
    if len(kept) > notes.LONGEST:
        troubles.append(f"{where}, note: it has {len(kept):,} characters; the first {notes.LONGEST:,} were taken.")
    return kept[: notes.LONGEST]


def _tags(names: Sequence[str], where: str, troubles: list[str]) -> Iterable[str]:
    if len(names) > MOST_TAGS:
        troubles.append(f"{where}, tags: there are {len(names):,}; the first {MOST_TAGS} were taken.")
    for name in names[:MOST_TAGS]:
        try:
            yield tags.clean_name(name.lstrip("-#, ").replace(",", " "))
        except TagError:
            if name.strip(" ,-#"):
                troubles.append(
                    f"{where}, tags: “{_shown(name)}” is longer than {tags.LONGEST} characters. It was left out."
                    if len(name) > tags.LONGEST
                    else f"{where}, tags: “{_shown(name)}” cannot be a tag. It was left out."
                )


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
