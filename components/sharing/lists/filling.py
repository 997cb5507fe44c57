"""What a list that several people fill is filled from: the papers of its owner's workspace, found by words or by name.

Only what papers say themselves is searched: no decision, tag or note of the owner can be found out through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from components.curation.group_lists.contributions import ListedPaper
from components.curation.group_lists.paper_copy import LONGEST_ABSTRACT, LONGEST_TEXT, MOST_VALUES, PaperCopy
from components.finding.index import prepared_index
from components.finding.query import matches
from components.finding.words import words
from components.sharing.agents.references import LONGEST, QuestionError, paper_id_of
from components.sharing.formats.entry import Entry, entries, web
from components.sharing.lists import snapshot
from components.workspace.view import View

MOST_FOUND = 20


def search(view: View, text: str) -> list[Entry]:
    """The papers that a text names (an address, an id, a DOI, a title), then those that hold all of its words."""
    text = text[:LONGEST]
    rows: list[int] = []
    with suppress(QuestionError):  # it names none
        rows.append(view.rows[paper_id_of(view, text)])
    line = " ".join(words(text))  # words alone: no field, no sign that the query language knows
    if line:
        held = np.flatnonzero(matches(line, view.catalogue)).tolist()
        index = prepared_index(view.catalogue)
        order = {view.rows[each]: place for place, each in enumerate(index.order(line))} if index else {}
        rows += sorted(held, key=lambda row: order.get(row, len(order)))
    return entries_at(view, list(dict.fromkeys(rows))[:MOST_FOUND])


def entries_at(view: View, rows: Sequence[int]) -> list[Entry]:
    """Papers of a workspace without anything that its owner said of them."""
    found = entries(view.catalogue.iloc[list(rows)], view.digest_labels)
    return [replace(entry, decision="", tags=(), note="", rating=0) for entry in found]


def copy_of(entry: Entry) -> PaperCopy:
    """The paper as the list keeps it."""
    return PaperCopy(
        title=entry.title[:LONGEST_TEXT],
        abstract=entry.abstract[:LONGEST_ABSTRACT],
        gist=entry.gist[:LONGEST_TEXT],
        arxiv_id=entry.arxiv_id[:LONGEST_TEXT],
        doi=entry.doi[:LONGEST_TEXT],
        published=entry.published[:LONGEST_TEXT],
        venue=entry.venue[:LONGEST_TEXT],
        year=entry.year[:LONGEST_TEXT],
        authors=tuple(each[:LONGEST_TEXT] for each in entry.authors[:MOST_VALUES]),
        links=tuple(each for each in entry.links[:MOST_VALUES] if len(each) <= LONGEST_TEXT),
    )


def entry_of(listed: ListedPaper) -> Entry:
    """The paper of a list as exports and pages take it."""
    paper = listed.paper
    return Entry(
        listed.paper_id, paper.title, paper.abstract, paper.gist, authors=paper.authors, arxiv_id=paper.arxiv_id,
        doi=paper.doi, published=paper.published, venue=paper.venue, year=paper.year,
        links=tuple(filter(web, paper.links)),
    )  # fmt: skip


def frozen(view: View, papers: Sequence[ListedPaper], *, with_remarks: bool) -> bytes:
    """The list as it is now as the content of a shared list; votes and remarks go in as notes where that is wanted."""
    found = []
    for listed in papers:
        here = view.library.aliases.get(listed.paper_id, listed.paper_id)
        known = entries_at(view, [view.rows[here]]) if here in view.rows else [entry_of(listed)]
        found.append(replace(known[0], note=_note(listed) if with_remarks else ""))
    rows = snapshot.frame(found)
    return snapshot.take(rows, {}, view.analysis, with_notes=with_remarks)


def _note(listed: ListedPaper) -> str:
    votes = "1 vote" if listed.votes == 1 else f"{listed.votes} votes"
    return "\n".join([votes, *(f"{remark.name}: {remark.text}" for remark in listed.remarks)])
