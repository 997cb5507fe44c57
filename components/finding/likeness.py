"""Papers that a query line names, and those like them: `like:2404.06773`, `like:"words of its title"`, `id:one,two`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from components.finding import meaning
from components.finding.catalogue import SECTIONS
from components.finding.grammar import parse
from components.finding.words import word_line, words

NAMING = re.compile(
    r"(?<!\S)(?P<field>like|similar|id):(?:(?P<papers>[^\s\"“”„]+)|[\"“”„](?P<title>[^\"“”„]*)(?:[\"“”„]|$))"
)
LONGEST_TITLE = 60  # characters of a title in a sentence
MOST_NAMED = 5  # papers that one like: may name by words of their titles
MOST_LIKED = 8  # papers that one line for more like them names
_LIKE = {"like", "similar"}
_QUOTES = re.compile(r"[\"“”„‟«»]")


def matches(asked: Sequence[str], catalogue: pd.DataFrame) -> np.ndarray:
    """The papers that are named, by id or by title, and those most like them: a boolean array."""
    rows = named(asked, catalogue, by_title=True)
    hit = np.zeros(len(catalogue), dtype=bool)
    hit[[*rows, *meaning.like(rows, catalogue)]] = True
    return hit


def order(query: str, catalogue: pd.DataFrame) -> list[int]:
    """The rows of the papers that a line names by like:, then of those like them, the nearest first; [] without one."""
    wanted = [each for term in parse(query).terms if term.field == "like" and not term.negative for each in term.words]
    rows = named(wanted, catalogue, by_title=True)
    return [*rows, *meaning.like(rows, catalogue)] if rows else []


def line_for(catalogue: pd.DataFrame, paper_ids: Sequence[str]) -> str:
    """A query line for papers like these: one by its title, where no other paper is called so, else by their ids."""
    rows = np.flatnonzero(catalogue["paper_id"] == paper_ids[0]).tolist() if len(paper_ids) == 1 else []
    if rows:
        title = _QUOTES.sub(" ", str(catalogue["title"].iat[rows[0]]))
        line = f'like:"{" ".join(title.split())}"'
        terms = parse(line).terms
        if len(terms) == 1 and named(terms[0].words, catalogue, by_title=True) == rows:
            return line
    return "like:" + ",".join(paper_id.removeprefix("arxiv:") for paper_id in paper_ids[:MOST_LIKED])


def describe_query(query: str, catalogue: pd.DataFrame) -> str:
    """The line for a sentence: papers that it names are called by their titles, or counted."""

    def called(match: re.Match[str]) -> str:
        liked = match["field"] in _LIKE
        given = [match["title"]] if match["papers"] is None else match["papers"].split(",")
        asked = tuple(folded for each in given if (folded := " ".join(words(each))))
        rows = named(asked, catalogue, by_title=match["papers"] is None and liked)
        if not rows or (match["papers"] is None and len(rows) > 1):
            return match.group()
        title = str(catalogue["title"].iat[rows[0]])
        first = title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
        which = f"‘{first}’" if len(rows) == 1 else f"{len(rows)} papers"
        return f"like {which}" if liked else which

    return NAMING.sub(called, query) if ":" in query else query


def named(asked: Sequence[str], catalogue: pd.DataFrame, *, by_title: bool) -> list[int]:
    """The rows of the papers with these ids.

    Where there is none and `by_title`: of those with such a title, else of those with these words in their titles.
    """
    lines = [word_line(paper_id) for paper_id in catalogue["paper_id"]] if asked else []
    section = SECTIONS.index("title")
    found: dict[int, None] = {}
    for each in asked:
        needle = f" {each} "
        rows = [row for row, known in enumerate(lines) if known.endswith(needle)]
        if not rows and by_title:
            texts = enumerate(catalogue["haystack"])
            holding = ((row, text.split("\n")[section]) for row, text in texts if needle in text)
            titles = {row: title for row, title in holding if needle in title}
            rows = [row for row, title in titles.items() if title == needle] or list(titles)
        found |= dict.fromkeys(rows[:MOST_NAMED])
    return list(found)
