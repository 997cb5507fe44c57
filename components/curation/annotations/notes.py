"""A note about a paper, and a rating of one to five. Each change can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine

from components.curation.annotations import events
from components.curation.annotations.events import Change

NOTE, RATING = "note", "rating"
LONGEST = 20_000  # characters
BEST = 5
RATINGS = frozenset(map(str, range(1, BEST + 1)))  # as they are stored
JOINERS = "\u200c\u200d"


class NoteError(ValueError):
    """A note or rating that cannot be kept; the message says why."""


def write(
    engine: Engine,
    workspace: str,
    paper_id: str,
    text: str,
    batch_id: str,
    earlier: Mapping[str, Sequence[str]] | None = None,
) -> bool:
    """Set the note of a paper; an empty one removes it. True when that changed something. Raises NoteError.

    `earlier` as in `Library.earlier`.
    """
    kept = clean(text)
    if len(kept) > LONGEST:
        raise NoteError(f"This note has {len(kept):,} characters; it may have {LONGEST:,}. Shorten it.")
    sentence = "Wrote a note" if kept else "Removed a note"
    return bool(events.apply(engine, workspace, [Change(paper_id, NOTE, kept or None)], batch_id, sentence, earlier))


def clean(text: str) -> str:
    """A note as it is stored: without what no database holds or no page shows, and without space around it."""
    return "".join(map(_sign, text)).strip()


def notes(engine: Engine, workspace: str) -> dict[str, str]:
    """paper_id → note, for every paper that has one."""
    return events.values(engine, workspace, NOTE)


def rate(
    engine: Engine,
    workspace: str,
    ratings: Mapping[str, int],
    batch_id: str,
    earlier: Mapping[str, Sequence[str]] | None = None,
) -> int:
    """Rate papers from 1 to 5, 0 for no rating; returns how many changed. Raises NoteError.

    `earlier` as in `Library.earlier`.
    """
    if any(not 0 <= rating <= BEST for rating in ratings.values()):
        raise NoteError(f"A rating is a number from 1 to {BEST}, or 0 for none.")
    changes = [Change(paper_id, RATING, str(rating) if rating else None) for paper_id, rating in ratings.items()]

    def describe(real: list[Change]) -> str:
        return "Rated 1 paper" if len(real) == 1 else f"Rated {len(real):,} papers"

    return events.apply(engine, workspace, changes, batch_id, lambda real: describe(list(real)), earlier)


def ratings(engine: Engine, workspace: str) -> dict[str, int]:
    """paper_id → rating from 1 to 5, for every paper that has one."""
    kept = events.values(engine, workspace, RATING)
    return {paper_id: int(value) for paper_id, value in kept.items() if value in RATINGS}


def _sign(sign: str) -> str:
    """A character as a note stores it: every kind of space is " ", and what no database holds or no page shows is "".

    Joiners stay: emoji and several scripts need them.
    """
    if sign.isprintable() or sign in "\n\t" + JOINERS:
        return sign
    return " " if sign.isspace() and sign != "\r" else ""
