"""The keys of BibTeX entries, as arXiv makes them: last name, year, first words of the title; from the paper alone.

A paper keeps its key whatever else is exported with it. Where two papers of a library would share one, each gets an
ending made of its own id.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from anyascii import anyascii

from components.papers.cleaning.names import parse_name
from components.sharing.formats.entry import Entry

STOP_WORDS = {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "into", "is", "it", "of", "on"}
STOP_WORDS |= {"or", "that", "the", "their", "to", "via", "we", "with", "without"}
OTHER_SIGNS = re.compile(r"[^a-z0-9]+")
WORDS, LONGEST = 4, 80
_ENDING = 4  # hex digits of the id's SHA-256


def keys(found: Sequence[Entry], among: Iterable[Entry] = ()) -> list[str]:
    """A key an entry, each one once. `among` are all papers that a key has to tell apart, exported or not."""
    bases = [base_key(entry) for entry in found]
    sharing: defaultdict[str, set[str]] = defaultdict(set)
    for entry, base in zip(found, bases, strict=True):
        sharing[base].add(entry.paper_id)
    for entry in among:
        base = base_key(entry)
        if base in sharing:
            sharing[base].add(entry.paper_id)
    return [
        base if len(sharing[base]) == 1 else f"{base}-{_ending(entry.paper_id, sharing[base])}"
        for entry, base in zip(found, bases, strict=True)
    ]


def base_key(entry: Entry) -> str:
    """The key of a paper that shares it with no other."""
    words = (word for word in map(letters_and_digits, entry.title.split()) if word and word not in STOP_WORDS)
    name = letters_and_digits(parse_name(entry.authors[0]).last) if entry.authors else ""
    year = str(entry.cited_date[0]) if entry.cited_date else ""
    title = "".join(islice(words, WORDS)) or letters_and_digits(entry.arxiv_id)
    return f"{name}{year}{title}"[:LONGEST] if title else _of_id(entry.paper_id)


def letters_and_digits(text: str) -> str:
    """Only a–z and 0–9, which every program takes for a key; letters of other scripts as they are romanised."""
    return OTHER_SIGNS.sub("", (text if text.isascii() else anyascii(text)).lower())


def _of_id(paper_id: str) -> str:
    return letters_and_digits(paper_id) or f"paper{_hash(paper_id)[:8]}"


def _ending(paper_id: str, others: set[str]) -> str:
    """The shortest beginning of the id's hash, of at least four signs, that no other of the papers has."""
    mine, hashes = _hash(paper_id), [_hash(other) for other in others if other != paper_id]
    length = _ENDING
    while length < len(mine) and any(other.startswith(mine[:length]) for other in hashes):
        length += 1
    return mine[:length]


def _hash(paper_id: str) -> str:
    return hashlib.sha256(paper_id.encode("utf-8", "surrogatepass")).hexdigest()
