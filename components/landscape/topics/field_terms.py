"""The field's terms, learnt from some 160,000 titles and abstracts (`training.terms`): casing, short forms, fields.

A name made of them is in words that people use. Read where names are made, never by the server.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from components.landscape.embeddings.terms import fold
from components.paths import DATA

FILE = DATA / "models" / "terms.tsv.xz"
COLUMNS = ("shown", "papers", "in_title", "focus", "short", "category", "category_share")
_WORD = re.compile(r"[^\W_]+")
Key = tuple[str, ...]


class UnreadableTermsError(ValueError):
    """The file of the field's terms is missing or damaged; it comes with the repository."""


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """One term as the literature uses it."""

    shown: str  # as authors mostly write it: "large language models"
    papers: int  # of the background that say it
    in_title: float  # share of them that say it in the title
    focus: float  # mean cosine between two of them
    category: str  # the arXiv category that most of them have; "" where none is known
    category_share: float


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """All terms by their folded words."""

    papers: int  # titles and abstracts they were learnt from
    terms: Mapping[Key, FieldTerm]
    short_forms: Mapping[str, Key]  # folded short form → the words it stands for
    prefixes: frozenset[Key]  # what terms begin with

    def is_cut(self, key: Key) -> bool:
        """Whether a run of words, no term itself, ends where a term goes on: "bias in large language"."""
        return key not in self.terms and any(
            key[at:] in self.prefixes and key[at:] not in self.terms for at in range(len(key))
        )


def key_of(term: str, short_forms: Mapping[str, Key] = MappingProxyType({})) -> Key:
    """The folded words of a term, short forms spelt out: what terms are compared by."""
    found: list[str] = []
    for word in _WORD.findall(term):
        found += spelt_out(word, short_forms)
    return tuple(found)


def spelt_out(word: str, short_forms: Mapping[str, Key]) -> Key:
    """What one written word stands for, folded. "MAP" is a short form, "map" and "mAP" are not."""
    folded = fold(word.lower())
    is_short = word[0].isupper() and any(letter.isupper() for letter in word[1:])
    return short_forms.get(folded, (folded,)) if is_short else (folded,)


@lru_cache(maxsize=1)
def field_terms(path: Path = FILE) -> FieldTerms:
    """Read the terms, once a process. Raises UnreadableTermsError."""
    try:
        lines = lzma.decompress(path.read_bytes()).decode().split("\n")
        read, *columns = lines[0].split("\t")
        assert tuple(columns) == COLUMNS, lines[0]
        rows = [line.split("\t") for line in lines[1:]]
        short_forms: dict[str, Key] = {}
        for shown, _, _, _, short, *_ in rows:
            if short:
                short_forms.setdefault(fold(short.lower()), key_of(shown))
        terms: dict[Key, FieldTerm] = {}
        for shown, papers, in_title, focus, short, category, share in rows:
            term = FieldTerm(shown, int(papers), int(in_title) / 100, int(focus) / 100, category, int(share) / 100)
            key = key_of(shown, short_forms)
            if short or key not in terms:  # spelt out where it is a term by itself, else as it is mostly written
                terms[key] = term
        prefixes = frozenset(key[:wide] for key in terms for wide in range(1, len(key)))
        return FieldTerms(int(read), terms, short_forms, prefixes)
    except (OSError, EOFError, lzma.LZMAError, ValueError, AssertionError) as error:
        raise UnreadableTermsError(
            f"The field's terms ({path.name}) cannot be read ({type(error).__name__}). "
            "Get the file from the repository again."
        ) from error
