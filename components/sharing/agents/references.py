"""Which paper a program means: an id, an arXiv number or address, a DOI, a title or the beginning of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from components.papers.identity import arxiv_number, arxiv_number_in_address, doi_in
from components.workspace.view import View

LONGEST = 1_000  # characters
ALIKE, WORTH = 90, 60  # of 100: from here on a title is taken for the one that was meant, and is worth a mention
OFFERED = 3  # titles that a refusal names


class QuestionError(ValueError):
    """A question or a change that cannot be answered; the message says why and what to do."""


def paper_id_of(view: View, reference: str) -> str:
    """The id of the paper that is meant. Raises QuestionError, which names the titles that come nearest."""
    asked = " ".join(reference.split())[:LONGEST]
    if not asked:
        raise QuestionError("Say which paper: its paper_id, arXiv number, DOI or title.")
    for known in _ids(asked):
        found = view.library.aliases.get(known, known)
        if found in view.rows:
            return found
    if doi := doi_in(asked):
        rows = np.flatnonzero((view.catalogue["doi"] == doi).to_numpy(dtype=bool))
        if rows.size:
            return str(view.catalogue["paper_id"].iat[int(rows[0])])
    return _by_title(view, asked)


def paper_ids_of(view: View, references: Sequence[str], most: int) -> list[str]:
    """The ids of several papers, each once, in their order. Raises QuestionError."""
    if not references:
        raise QuestionError("Name at least one paper.")
    if len(references) > most:
        raise QuestionError(f"{len(references):,} papers at a time are too many; at most {most} are taken.")
    return list(dict.fromkeys(paper_id_of(view, reference) for reference in references))


def _ids(asked: str) -> tuple[str, ...]:
    number = arxiv_number(asked) or arxiv_number_in_address(asked)
    return (asked, f"arxiv:{number}") if number else (asked,)


def _by_title(view: View, asked: str) -> str:
    titles = [title.casefold() for title in view.catalogue["title"]]
    words = asked.casefold()
    begins = [row for row, title in enumerate(titles) if title.startswith(words)]
    same = [row for row in begins if titles[row] == words] or begins
    same = same or [row for row, title in enumerate(titles) if words in title]
    if len(same) == 1:
        return str(view.catalogue["paper_id"].iat[same[0]])
    near = process.extract(words, titles, scorer=fuzz.WRatio, limit=OFFERED, score_cutoff=WORTH) if not same else []
    if near and near[0][1] >= ALIKE and (len(near) < 2 or near[1][1] < near[0][1]):
        return str(view.catalogue["paper_id"].iat[near[0][2]])
    rows = same[:OFFERED] or [row for _, _, row in near]
    named = "; ".join(f"“{view.catalogue['title'].iat[row]}” ({view.catalogue['paper_id'].iat[row]})" for row in rows)
    what = f"{len(same)} papers are called like “{asked[:80]}”" if same else f"No paper here is “{asked[:80]}”"
    raise QuestionError(f"{what}. " + (f"Did you mean: {named}?" if named else "Look for it with `search`."))
