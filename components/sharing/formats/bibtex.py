"""Papers as BibTeX: arXiv's own template where an arXiv id is known, a plain @misc otherwise.

Beside arXiv's fields, those that Zotero reads (eprinttype, keywords, note, howpublished), and decision and rating,
which readers that do not know them pass over. No field is ever empty. Reading BibTeX is the matter of papers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import islice
from urllib.parse import quote

import pandas as pd

from components.sharing.formats.entry import Entry, entries, one_line
from components.sharing.formats.markdown import SAFE_IN_ADDRESS

# Braces must balance for BibTeX even behind a backslash, so they are written by name.
ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
}
TABLE = str.maketrans(ESCAPES)
WRITTEN = {written: sign for sign, written in ESCAPES.items()}
BACK = re.compile("|".join(re.escape(written) for written in sorted(WRITTEN, key=len, reverse=True)) + r"|[{}]")
STOP_WORDS = {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "into", "is", "it", "of", "on"}
STOP_WORDS |= {"or", "that", "the", "their", "to", "via", "we", "with", "without"}
RUN = re.compile(r"[^\W_]+")
ONE_LETTER = frozenset("BCDEFGHIJKLMNOPQRSTUVWXYZ")  # "A" begins titles
OTHER_SIGNS = re.compile(r"[^A-Za-z0-9]+")
KEY_WORDS = 4


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None) -> str:
    """The rows of a catalogue as a .bib file."""
    found = entries(rows, labels)
    return "\n".join(_entry(entry, key) for entry, key in zip(found, keys(found), strict=True))


def keys(found: Sequence[Entry]) -> list[str]:
    """A key an entry, as arXiv makes them (last name, year, words of the title), each one once.

    Of papers that would share a key, the first by paper id keeps it and the next get b, c …: the order of the
    export does not matter.
    """
    bases = [_key(entry) for entry in found]
    taken: set[str] = set(bases)
    given: dict[int, str] = {}
    seen: set[str] = set()
    for row in sorted(range(len(found)), key=lambda row: (found[row].paper_id, row)):
        key, turn = bases[row], 1
        while key in seen or (turn > 1 and key in taken):
            key = f"{bases[row]}{_letters(turn)}"
            turn += 1
        seen.add(key)
        given[row] = key
    return [given[row] for row in range(len(found))]


def escaped(text: str) -> str:
    """The text on one line, so that LaTeX shows it as it is."""
    return one_line(text).translate(TABLE)


def plain(text: str) -> str:
    """What `escaped` or `title` was given."""
    return BACK.sub(lambda found: WRITTEN.get(found.group(), ""), text)


def title(text: str) -> str:
    """A title, escaped, with braces around words whose capitals no style may take away."""
    return " ".join(map(_word, text.split()))


def _word(written: str) -> str:
    """A word of a title; styles put titles in small letters, but a capital after its first letter is meant (GPT)."""
    meant = written in ONE_LETTER or any(_has_capitals(run[1:]) for run in RUN.findall(written))
    return f"{{{written.translate(TABLE)}}}" if meant else written.translate(TABLE)


def _has_capitals(text: str) -> bool:
    return text != text.lower() and any(sign.isupper() for sign in text)  # most words are done with the first


def _entry(entry: Entry, key: str) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in _fields(entry).items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}", ""])


def _fields(entry: Entry) -> dict[str, str]:
    date = entry.date
    fields = {
        "title": title(entry.title),
        "author": " and ".join(_author(name) for name in entry.authors),
        "year": str(date[0]) if date else "",
        "month": str(date[1]) if len(date) > 1 else "",
    }
    if entry.arxiv_id:
        fields |= {
            "eprint": _address(entry.arxiv_id),
            "archivePrefix": "arXiv",
            "eprinttype": "arxiv",
            "doi": f"10.48550/arXiv.{_address(entry.arxiv_id)}",
            "url": _address(entry.url),
        }
    else:
        fields |= {"howpublished": _address(entry.url)}
    return fields | {
        "abstract": escaped(entry.abstract),
        "keywords": ", ".join(escaped(tag.replace(",", " ")) for tag in entry.tags),
        "note": escaped(entry.note),
        "decision": entry.decision if entry.decision != "inbox" else "",
        "rating": str(entry.rating or ""),
    }


def _author(name: str) -> str:
    written = escaped(name)
    parted = "," in name or re.search(r"\band\b", name, re.IGNORECASE)
    return f"{{{written}}}" if parted else written


def _address(url: str) -> str:
    return quote(url, safe=SAFE_IN_ADDRESS)


def _key(entry: Entry) -> str:
    words = (word for word in map(_letters_and_digits, entry.title.split()) if word and word not in STOP_WORDS)
    name = _letters_and_digits(entry.authors[0].split()[-1]) if entry.authors else ""
    year = str(entry.date[0]) if entry.date else ""
    return f"{name}{year}{''.join(islice(words, KEY_WORDS))}"[:80] or _letters_and_digits(entry.paper_id) or "paper"


def _letters_and_digits(text: str) -> str:
    """Only a–z and 0–9: what every program takes for a key."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return OTHER_SIGNS.sub("", bare)


def _letters(number: int) -> str:
    """b, c … z, ab, ac …: the ends of keys that would be the same; 1 is b."""
    text, number = "", number
    while number >= 0:
        number, rest = divmod(number, 26)
        text = chr(ord("a") + rest) + text
        number -= 1
    return text
