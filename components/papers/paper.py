"""What a paper is here: the records that readers give and that the rest of the house relies on.

Not here: how a record is cleaned (`cleaning`), told apart (`identity`) or merged (`merging`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawPaper:
    """One paper as one reader saw it in one place of one digest, before any cleaning.

    Text is as written. An empty string or tuple, or None, means the shape did not say.
    """

    title: str
    abstract: str = ""
    summary: str = ""  # an AI summary or a teaser: shown, never taken for the abstract
    arxiv_id: str = ""  # with or without version, as written
    authors: tuple[str, ...] = ()
    organisation: str = ""
    published: str = ""  # ISO date where the year is known, else as written ("Mar 14")
    votes: int | None = None
    comments: int | None = None
    stars: int | None = None
    links: tuple[str, ...] = ()  # given by the source beside the text (repository, project page); not those in prose
    keywords: tuple[str, ...] = ()
    listed: str = ""  # the day the source lists the paper on, where it differs from paper to paper
    position: int = 0  # place in the digest, from 1
    lines: tuple[int, int] | None = None  # first and last line in the file, from 1, where lines mean something


@dataclass(frozen=True, slots=True)
class Appearance:
    """That one digest shows one paper: where, when and with how many votes."""

    digest_id: str
    position: int
    date: str = ""  # the digest's own date as written, or ISO where known
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class DigestFile:
    """Bytes a person gave, with the name they came under."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest that was read: what it is called, what it was recognised as, what is in it."""

    digest_id: str  # slug of the name and six hex digits of the content's SHA-256
    label: str  # what a person calls it
    name: str  # the file's name
    shape: str  # what it was recognised as, in words ("Daily Papers page text")
    date: str  # the digest's own date as written, "" where there is none
    papers: int  # sightings in it
