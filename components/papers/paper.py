"""What a digest file becomes on its way to the frames, step by step.

`DigestFile` (bytes) → `reading.outcome.Reading` of `RawPaper` (as written) → `LoadedFile` of `Record` (clean) →
`MergedPaper` with its `Appearance`s (one paper, all its records) → a row of the frames, and a `Digest`.
"""

from __future__ import annotations

from dataclasses import dataclass

from components.papers.report import Note


@dataclass(frozen=True, slots=True)
class DigestFile:
    """Bytes a visitor gave, with the name they came under."""

    name: str
    content: bytes
    origin: str = ""  # SHA-256 in hex of the state it first came in, where it changed since: its id goes by that


@dataclass(frozen=True, slots=True)
class RawPaper:
    """One paper as one reader found it in one place of one digest, before any cleaning.

    Text is as written. An empty string or tuple, or None, means that the digest does not say.
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
    lines: tuple[int, int] | None = None  # first and last line in the file, from 1, where the file has lines
    doi: str = ""  # in small letters; arXiv's own DOIs are none
    venue: str = ""  # journal, conference or workshop as written; a preprint server is none
    type: str = ""  # one of `cleaning.publication.TYPES`
    year: str = ""  # of the publication, where the source gives it beside the date of the first version
    categories: tuple[str, ...] = ()  # arXiv's, the primary one first; never among the keywords
    status: str = ""  # as written: "Accept (oral)", "withdrawn", "retracted"
    rating: float | None = None  # the mean of reviewers' ratings, on the venue's own scale


@dataclass(frozen=True, slots=True)
class Record:
    """One raw paper with clean text and with what identifies it."""

    number: int  # place among the records of all files, from 0
    file_number: int  # place of its file among the loaded files, from 0
    raw: RawPaper
    title: str
    abstract: str
    arxiv_number: str  # without version, "" if unknown
    title_key: str  # normalised title
    main_title_key: str  # normalised title before its colon, "" where there is no colon
    structured: bool = False  # whether its reader was given named fields


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file after reading and cleaning: its records, or the sentence that says why there is none."""

    name: str
    digest_id: str = ""  # slug of the name and six hex digits of the SHA-256 it first had; "" where there is an error
    label: str = ""
    shape: str = ""
    date: str = ""
    records: tuple[Record, ...] = ()
    repaired: int = 0  # records whose text was repaired
    notes: tuple[Note, ...] = ()
    missed: int = 0  # arXiv numbers that stand in the file and are no paper's
    error: str = ""
    content_hash: str = ""  # SHA-256 of its bytes in hex, "" for an archive that could not be unpacked


@dataclass(frozen=True, slots=True)
class Appearance:
    """That one digest shows one paper: where, when and with how many votes."""

    digest_id: str
    position: int
    date: str = ""  # the digest's own date as written, or ISO where known
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class MergedPaper:
    """One paper: its records in the order of files and positions, and one appearance for each digest."""

    paper_id: str
    records: tuple[Record, ...]
    appearances: tuple[Appearance, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest that was read: what it is called, what it was recognised as, what is in it."""

    digest_id: str  # slug of the name and six hex digits of the SHA-256 that its content first had
    label: str  # what people call it
    name: str  # the file's name
    shape: str  # what it was recognised as, in words ("Daily Papers page text")
    date: str  # the digest's own date as written, "" where there is none
    papers: int  # how many papers appear in it
