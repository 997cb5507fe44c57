"""What can be followed, as a value that is checked when it is made: a kind, and what is asked of it.

What a source brings is a digest like any other, named by `SourceSpec.file_name`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

import orjson

from components.ingestion.periods import Span

LONGEST_ADDRESS = 1_000  # characters
MOST_CATEGORIES = 20
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[a-z]+)*)?")
_VENUE = re.compile(r"[A-Za-z0-9][\w.-]{0,80}(?:/[\w.-]{1,80}){1,6}", re.ASCII)
_FLOORS = range(10_001)


class InvalidSourceError(ValueError):
    """A source that cannot be followed; the message says how to write it."""


class SourceKind(StrEnum):
    """Where digests come from."""

    DAILY_PAPERS = "daily_papers"  # Hugging Face: `what` is day, week, month or trending
    ARXIV = "arxiv"  # `what` is categories joined by +
    FEED = "feed"  # RSS, Atom, JSON Feed: `what` is its address
    PAGE = "page"  # a web page that lists papers in a known shape: `what` is its address
    OPENREVIEW = "openreview"  # what a venue accepted: `what` is its id, as ICLR.cc/2026/Conference
    FOLDER = "folder"  # of the server's, named by DIGEST_ATLAS_WATCH


class Announced(StrEnum):
    """How arXiv announces a paper."""

    NEW = "new"
    CROSS = "cross"  # in another category at first
    REPLACE = "replace"  # a new version of an older paper


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A kind and what is asked of it."""

    kind: SourceKind
    what: str = ""
    floor: int = 0  # votes that a paper of Daily Papers needs
    announced: tuple[Announced, ...] = (Announced.NEW,)  # of arXiv

    @property
    def span(self) -> Span:
        """The period that one digest of it is of."""
        if self.kind is SourceKind.DAILY_PAPERS and self.what in ("week", "month"):
            return Span(self.what)
        if self.kind is SourceKind.OPENREVIEW:
            return Span.WEEK
        return Span.HOUR if self.kind is SourceKind.FOLDER else Span.DAY

    @property
    def label(self) -> str:
        """What it is called."""
        if self.kind is SourceKind.DAILY_PAPERS:
            floor = f", {self.floor} votes or more" if self.floor else ""
            every = "trending" if self.what == "trending" else f"by {self.what}"
            return f"Daily Papers {every}{floor}"
        if self.kind is SourceKind.ARXIV:
            more = [name for name in self.announced if name is not Announced.NEW]
            return f"arXiv {self.what}{f', with {_and(more)}' if more else ''}"
        if self.kind is SourceKind.FOLDER:
            return "The server's folder"
        if self.kind is SourceKind.OPENREVIEW:
            return f"OpenReview {self.what}"
        parts = urlsplit(self.what)
        return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"

    @property
    def goes_back(self) -> bool:
        """Whether periods that were missed can be asked for afterwards."""
        return self.kind is SourceKind.ARXIV or (self.kind is SourceKind.DAILY_PAPERS and self.what != "trending")

    @property
    def keeps_whole(self) -> bool:
        """Whether a later look at a period brings all of it again; else only what was not seen yet is kept."""
        return self.kind is SourceKind.DAILY_PAPERS

    def file_name(self, period: str) -> str:
        """The name of the digest of a period."""
        if self.kind is SourceKind.DAILY_PAPERS:
            return f"daily-papers-{'trending-' if self.what == 'trending' else ''}{period}.json"
        words = "arXiv " + self.what.replace("+", " ") if self.kind is SourceKind.ARXIV else self.label
        plain = " ".join(re.sub(r"[^\w.]+", " ", words).split())
        return f"{plain[:80]} {period}.json"

    def as_json(self) -> str:
        """What the store keeps of it, beside its kind; equal for equal sources."""
        values = {**asdict(self), "announced": sorted(self.announced)}
        values.pop("kind")
        return orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode()

    def key(self, workspace: str) -> str:
        """The id of this source in a workspace."""
        return hashlib.sha256(f"{workspace}\n{self.kind}\n{self.as_json()}".encode()).hexdigest()[:32]


def from_stored(kind: str, parameters: str) -> SourceSpec:
    """A source as the store keeps it. Raises InvalidSourceError for what another version may have written."""
    try:
        values = orjson.loads(parameters)
        announced = tuple(Announced(name) for name in values["announced"])
        return SourceSpec(SourceKind(kind), str(values["what"]), int(values["floor"]), announced)
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidSourceError("What is stored of this source cannot be read. Remove it and add it again.") from error


def daily_papers(what: str, floor: int = 0) -> SourceSpec:
    """Daily Papers by "day", "week" or "month", or "trending". Raises InvalidSourceError."""
    if what not in ("day", "week", "month", "trending"):
        raise InvalidSourceError(f"Daily Papers come by day, week or month, or trending, not by “{what}”.")
    if floor not in _FLOORS:
        raise InvalidSourceError(f"A floor of votes is a number from 0 to {_FLOORS[-1]:,}.")
    return SourceSpec(SourceKind.DAILY_PAPERS, what, floor)


def arxiv(categories: str, announced: tuple[Announced, ...] = (Announced.NEW,)) -> SourceSpec:
    """arXiv's announcements in categories joined by + (or commas, or spaces). Raises InvalidSourceError."""
    names = list(dict.fromkeys(re.split(r"[+,;\s]+", categories.strip())))
    if not names or not names[0]:
        raise InvalidSourceError("Write one or more categories of arXiv, as in cs.CL+cs.LG.")
    wrong = next((name for name in names if not _CATEGORY.fullmatch(name) or len(name) > 30), None)
    if wrong is not None:
        raise InvalidSourceError(f"“{wrong[:40]}” is no category of arXiv. Write it like cs.CL, or cs.CL+cs.LG.")
    if len(names) > MOST_CATEGORIES:
        raise InvalidSourceError(f"One source may have {MOST_CATEGORIES} categories. Make two sources of them.")
    if not announced:
        raise InvalidSourceError("Choose what arXiv announces: new papers, cross-lists or replacements.")
    return SourceSpec(SourceKind.ARXIV, "+".join(names), announced=tuple(sorted(set(announced))))


def openreview(venue: str) -> SourceSpec:
    """What a venue accepted at OpenReview, by its id or the address of its page. Raises InvalidSourceError."""
    text = venue.strip()
    if "openreview.net/" in text:
        text = parse_qs(urlsplit(text[:LONGEST_ADDRESS]).query).get("id", [""])[0]
    if not _VENUE.fullmatch(text):
        raise InvalidSourceError("Write the venue as OpenReview does, as in ICLR.cc/2026/Conference.")
    return SourceSpec(SourceKind.OPENREVIEW, text)


def feed(address: str) -> SourceSpec:
    """An RSS, Atom or JSON Feed. Raises InvalidSourceError."""
    return SourceSpec(SourceKind.FEED, _address(address))


def page(address: str) -> SourceSpec:
    """A web page that lists papers. Raises InvalidSourceError."""
    return SourceSpec(SourceKind.PAGE, _address(address))


def _address(text: str) -> str:
    text = text.strip()
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        known = False
    if not known or re.search(r"[\x00-\x20\x7f\\]", text):
        raise InvalidSourceError("Write a whole address, as in https://example.org/feed.xml.")
    if len(text) > LONGEST_ADDRESS:
        raise InvalidSourceError(f"An address may have {LONGEST_ADDRESS:,} characters; this one has {len(text):,}.")
    return text.partition("#")[0]


def _and(names: Sequence[Announced]) -> str:
    words = {Announced.CROSS: "cross-lists", Announced.REPLACE: "replacements"}
    return " and ".join(words.get(name, str(name)) for name in names)
