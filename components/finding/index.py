"""The words of a catalogue in an SQLite FTS5 table: which papers hold them, and which come first (BM25).

Folded by `words` like everything in this package, so that the index and a plain scan of the text find the same papers.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from components.finding.catalogue import SECTIONS
from components.finding.grammar import Term, parse

# How much a word counts by where it stands: a title says more than an abstract. In the order of SECTIONS.
WEIGHTS = {
    "title": 8.0,
    "abstract": 1.0,
    "summary": 1.0,
    "authors": 4.0,
    "keywords": 4.0,
    "organisation": 2.0,
    "venue": 2.0,
}
COMMON = {"an", "and", "are", "as", "at", "be", "by", "can", "for", "from", "in", "is", "it", "of", "on", "or", "our"}
COMMON |= {"that", "the", "this", "to", "we", "which", "with"}
TEXT = {"", *SECTIONS}  # the fields of terms that are looked for in text
PAGES = 2_000  # kB of an index that stay in memory


class WordIndex:
    """The words of one catalogue, to rank by. Built once a library; may be asked from any thread."""

    def __init__(self, catalogue: pd.DataFrame):
        self._ids: list[str] = catalogue["paper_id"].tolist()
        self._lock = threading.Lock()
        self._database = _new_database()
        self._database.execute(
            f"CREATE VIRTUAL TABLE words USING fts5({', '.join(SECTIONS)}, content='', prefix='2 3 4',"
            """ tokenize="unicode61 remove_diacritics 0 tokenchars '+#'")"""
        )
        texts = (haystack.split("\n") for haystack in catalogue["haystack"])
        marks = ", ".join("?" * (len(SECTIONS) + 1))
        self._database.executemany(
            f"INSERT INTO words(rowid, {', '.join(SECTIONS)}) VALUES ({marks})",
            ((row, *parts) for row, parts in enumerate(texts)),
        )
        self._database.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._database.commit()

    @property
    def bytes(self) -> int:
        """What it takes in memory; the rest lies on the disk."""
        return 1024 * PAGES + 8 * len(self._ids)

    def holding(self, terms: Iterable[Term]) -> np.ndarray:
        """Which papers hold all of these terms (of text, none of them negative): a boolean array."""
        found = np.zeros(len(self._ids), dtype=bool)
        match = " AND ".join(map(_expression, terms))
        with self._lock:
            rows = self._database.execute("SELECT rowid FROM words WHERE words MATCH ?", (match,)).fetchall()
        found[np.fromiter((row for (row,) in rows), dtype=np.int64, count=len(rows))] = True
        return found

    def order(self, query: str, most: int | None = None) -> list[str]:
        """Papers that hold the distinctive words of a query line, by BM25; [] where it has none.

        Words in nearly every paper are left out, so all that matched are among these, and maybe more.
        """
        match = fts_expression(query, distinctive_only=True)
        if not match:
            return []
        weights = ", ".join(str(WEIGHTS[section]) for section in SECTIONS)
        with self._lock:
            rows = self._database.execute(
                f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, {weights}), rowid LIMIT ?",
                (match, len(self._ids) if most is None else most),
            ).fetchall()
        return [self._ids[row] for (row,) in rows]


def _new_database() -> sqlite3.Connection:
    """A database in a file without a name, which goes with it: an index has more bytes than the texts it is made of.

    In memory where no temporary file can be written.
    """
    database = sqlite3.connect("", check_same_thread=False)
    try:
        for pragma in (f"cache_size=-{PAGES}", "journal_mode=OFF", "synchronous=OFF", "temp_store=FILE"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("CREATE TABLE probe (it)")
        database.execute("DROP TABLE probe")
    except sqlite3.OperationalError:
        database.close()
        database = sqlite3.connect(":memory:", check_same_thread=False)
    return database


def fts_expression(query: str, distinctive_only: bool = False) -> str:
    """The FTS5 expression for the words of a query line: every term quoted, so that nothing in it is an operator.

    `distinctive_only` leaves out wanted words that nearly every paper holds: single letters and the commonest words.
    """
    wanted = [term for term in parse(query).terms if term.field in TEXT]
    if distinctive_only:
        wanted = [term for term in wanted if term.negative or not is_common(term.words)]
    keep = [_expression(term) for term in wanted if not term.negative]
    drop = [_expression(term) for term in wanted if term.negative]
    if not keep:
        return ""
    return " AND ".join(keep) if not drop else f"({' AND '.join(keep)}) NOT ({' OR '.join(drop)})"


_indexes: list[tuple[list[str], WordIndex]] = []
_building = threading.Lock()


def prepare(catalogue: pd.DataFrame) -> WordIndex:
    """The index of a catalogue, built if it is not there: some seconds for 14,000 papers, so best in the background.

    It serves every catalogue with the same texts in the same rows, whatever the annotations.
    """
    with _building:
        found = prepared_index(catalogue)
        if found is None:
            found = WordIndex(catalogue)
            _indexes.insert(0, (catalogue["haystack"].tolist(), found))
    return found


def forget(index: WordIndex) -> None:
    """Let go of an index: texts are scanned again until another one is built."""
    with _building:
        _indexes[:] = [pair for pair in _indexes if pair[1] is not index]


def prepared_index(catalogue: pd.DataFrame) -> WordIndex | None:
    """The index of a catalogue if it is built already."""
    texts = catalogue["haystack"].tolist()
    # The texts are the same objects as long as the library is: comparing the lists compares pointers.
    return next((index for known, index in tuple(_indexes) if known == texts), None)


def is_common(words: Sequence[str]) -> bool:
    """Whether these words distinguish papers as little as a single letter or the commonest words do."""
    return len(words) == 1 and (len(words[0]) == 1 or words[0] in COMMON)


def _expression(term: Term) -> str:
    column = f"{term.field} : " if term.field else ""
    each = [f'{column}"{" ".join(words)}"{"" if term.whole else " *"}' for words in term.spellings]
    return each[0] if len(each) == 1 else f"({' OR '.join(each)})"
