"""Which paper of the digests each paper of a file is: by our id, by DOI, by arXiv number, then by title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from components.papers.cleaning.text import clean
from components.papers.identity import normalised_title
from components.sharing.importing.imported import ImportedPaper


@dataclass(frozen=True, slots=True)
class Matches:
    """The papers of a file that are in the digests, and those that are not."""

    found: tuple[tuple[str, ImportedPaper], ...]  # (paper_id, what the file says)
    missing: tuple[ImportedPaper, ...]
    ambiguous: tuple[ImportedPaper, ...]  # several papers have this title, and nothing else tells which


class PaperIndex:
    """The papers of a library by all that names them."""

    def __init__(self, papers: pd.DataFrame, aliases: Mapping[str, str]) -> None:
        ids = papers["paper_id"].tolist()
        self._by_id = dict(zip(ids, ids, strict=True))
        self._aliases = {old: today for old, today in aliases.items() if today in self._by_id}
        self._by_doi = {doi: each for doi, each in zip(papers["doi"], ids, strict=True) if doi}
        self._by_arxiv = {number: each for number, each in zip(papers["arxiv_id"], ids, strict=True) if number}
        self._by_title: defaultdict[str, list[str]] = defaultdict(list)
        for title, each in zip(papers["title"], ids, strict=True):
            self._by_title[normalised_title(title)].append(each)

    def find(self, paper: ImportedPaper) -> list[str]:
        """The ids it may be: none, one, or several of one title."""
        own = paper.paper_id
        known = (
            self._by_id.get(own) or self._aliases.get(own) or self._by_doi.get(paper.doi)
            or self._by_arxiv.get(paper.arxiv_id)
        )  # fmt: skip
        if known:
            return [known]
        title = normalised_title(clean(paper.title)) if paper.title else ""
        return self._by_title.get(title, []) if title else []


def match(imported: Sequence[ImportedPaper], index: PaperIndex) -> Matches:
    """Find each paper of a file; of one that comes twice, what is said later counts too."""
    found, missing, ambiguous = [], [], []
    for paper in imported:
        ids = index.find(paper)
        if len(ids) == 1:
            found.append((ids[0], paper))
        elif ids:
            ambiguous.append(paper)
        elif paper.says_something:
            missing.append(paper)
    return Matches(tuple(found), tuple(missing), tuple(ambiguous))
