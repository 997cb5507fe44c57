"""Why a file in which no paper was found holds none: what it is, and what to give instead."""

from __future__ import annotations

import re

from components.papers.identity import arxiv_numbers
from components.papers.reading.content import Content
from components.papers.reading.tables import separated
from components.text import short

ADVICE = "Give the text, HTML, JSON, feed, mail, table or bibliography of a digest."
_KINDS: tuple[tuple[bytes, str], ...] = (
    (
        b"SQLite format 3",
        "This is a database, as Zotero has one. Export the papers there as BibTeX or RIS.",
    ),
    (b"PAR1", "This is a Parquet table. Save it as CSV or JSON lines."),
    (b"\x1f\x8b", "This file is packed with gzip. Unpack it first."),
    (b"%PDF", "This is a PDF file, not a digest in text form. Give the text of its pages, or a list of papers."),
)
_OFFICE = (
    (b"word/document.xml", "a Word document"),
    (b"ppt/", "a presentation"),
    (b"META-INF/container.xml", "an e-book"),
)
_ADDRESS = re.compile(r"https?://\S+", re.I)
_DOI = re.compile(r"\b10\.\d{4,9}/\S+")
_OWN_WORDS = re.compile(r"[^\W\d_]{3,}")
_NAMED = 12  # columns given by name
_FEW_WORDS = 2  # of one's own beside an address or number: fewer are no title


def of_binary(content: Content) -> str:
    """The sentence for a file that is no text; `content.binary` says what it is at least."""
    for magic, sentence in _KINDS:
        if content.data.startswith(magic):
            return sentence
    return f"This is {content.binary}, not a digest in text form. {ADVICE}"


def of_archive_member(data: bytes) -> str:
    """What an archive is that a program keeps its document in, "" for others."""
    return next((words for name, words in _OFFICE if name in data[:4_000] or name in data[-20_000:]), "")


def of_text(content: Content) -> str:
    """The sentence for a text that names papers without their titles or has a table without them, "" for any other."""
    if names := separated.columns(content):
        found = ", ".join(f"“{short(name, 30)}”" for name in names[:_NAMED])
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return (
            f"This looks like a table with the columns {found}{more}. It needs one called “title” and at least one of "
            "“authors”, “abstract”, “link”, “date”, “arxiv_id” or “doi”."
        )
    lines = [line for line in content.head.split("\n") if line.strip()]
    bare = [line for line in lines if _is_bare(line)]
    if not bare or len(bare) * 2 < len(lines):
        return ""
    text = "\n".join(bare)
    addresses, numbers, dois = len(_ADDRESS.findall(text)), len(arxiv_numbers(text)), len(_DOI.findall(text))
    if addresses:
        kind, many = "addresses", addresses
    elif numbers:
        kind, many = "arXiv numbers", numbers
    elif dois:
        kind, many = "DOIs", dois
    else:
        return ""
    return (
        f"Only {kind}, no titles: {many:,} stand in this text. Put each paper's title before it on the line, or add "
        "them to a reference manager, which looks titles up, and give its export as BibTeX or RIS."
    )


def _is_bare(line: str) -> bool:
    """Whether a line is a number or an address, with hardly a word beside it."""
    rest = _DOI.sub(" ", _ADDRESS.sub(" ", line))
    given = rest != line or bool(arxiv_numbers(line))
    rest = re.sub(r"arxiv|doi|https?|www|paper|link", " ", rest, flags=re.I)
    return given and len(_OWN_WORDS.findall(rest)) < _FEW_WORDS
