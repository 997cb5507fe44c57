"""The words of abstracts as an index that a browser reads in parts: one part a first letter of the words.

A part holds its words in order and, for each, the rows of the papers that say it, as gaps in a variable number of bytes
(7 bits each, the highest bit set where more follow). Titles are not in it: the browser has those anyway.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

LONGEST = 30  # characters of a word
COMMON = 0.4  # share of the papers; what more than these say tells nothing (and says so: `common`)
_FEW = 50  # papers of a set in which no word counts as common
_WORD = re.compile(r"[^\W_]+")
OTHER = "_"  # the part of words that begin with no Latin letter


def words(text: str) -> list[str]:
    """The words of a text without case and accents; `ui/site/words.js` splits a query in the same way."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in decomposed if not unicodedata.category(sign).startswith("M")).lower()
    return [word for word in _WORD.findall(plain) if len(word) <= LONGEST]


def part_of(word: str) -> str:
    """Which part of the index a word stands in."""
    return word[0] if "a" <= word[0] <= "z" else OTHER


def parts(texts: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Part → its words, the number of bytes each takes, and those bytes; row i is text i."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        for word in set(words(text)):
            rows[word].append(row)
    most = max(len(texts) * COMMON, _FEW)
    by_part: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(rows):
        by_part[part_of(word)].append(word)
    return {part: _part(chosen, rows, most) for part, chosen in by_part.items()}


def _part(chosen: Iterable[str], rows: Mapping[str, Sequence[int]], most: float) -> dict[str, Any]:
    kept, sizes, content = [], [], bytearray()
    common = []
    for word in chosen:
        if len(rows[word]) > most:
            common.append(word)
            continue
        packed = gaps(rows[word])
        kept.append(word)
        sizes.append(len(packed))
        content += packed
    return {"words": " ".join(kept), "sizes": sizes, "rows": base64.b64encode(content).decode(), "common": common}


def gaps(rows: Sequence[int]) -> bytes:
    """Ascending numbers as the differences between them, each in as few bytes as it needs."""
    found, before = bytearray(), -1
    for row in rows:
        gap = row - before - 1
        before = row
        while gap >= 128:
            found.append(128 | gap & 127)
            gap >>= 7
        found.append(gap)
    return bytes(found)
