"""What a visitor asks for by name: authors they follow, topics and words they pin, words they mute.

Kept in the log of events like all that they decide, so that it can be undone and is in every backup; the name stands
where else the id of a paper does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Engine

from components.curation.annotations import events
from components.curation.annotations.events import Change

PREFIX = "interest/"
LONGEST, MOST = 100, 50  # characters of a name, names of a kind
_NAMED = 5  # in the sentence of the log


class InterestError(ValueError):
    """A name that cannot be kept; the message says why."""


class Kind(StrEnum):
    """In which way a name counts."""

    AUTHOR = "author"
    TOPIC = "topic"
    WORD = "word"
    MUTED = "muted"

    @property
    def done(self) -> tuple[str, str]:
        """What the log says of a name that came, and of one that went."""
        return _DONE[self]


_DONE = {
    Kind.AUTHOR: ("Followed {}", "No longer followed {}"),
    Kind.TOPIC: ("Pinned the topic {}", "Unpinned the topic {}"),
    Kind.WORD: ("Pinned the word {}", "Unpinned the word {}"),
    Kind.MUTED: ("Muted the word {}", "No longer muted the word {}"),
}


@dataclass(frozen=True, slots=True)
class Interests:
    """The names of each kind, the oldest first."""

    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.authors or self.topics or self.words or self.muted)

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The names of one kind."""
        return {
            Kind.AUTHOR: self.authors,
            Kind.TOPIC: self.topics,
            Kind.WORD: self.words,
            Kind.MUTED: self.muted,
        }[kind]


def from_rows(rows: Iterable[tuple[str, str]]) -> Interests:
    """The interests of (name, kind of event), in their order; kinds of other versions are passed over."""
    found: dict[str, list[str]] = {kind.value: [] for kind in Kind}
    for name, kind in rows:
        found.get(kind.removeprefix(PREFIX), []).append(name)
    return Interests(*(tuple(found[kind.value]) for kind in Kind))


def clean_name(name: str) -> str:
    """The name that a typed text means. Raises InterestError where it has no letter or digit, or is too long."""
    kept = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    if not any(sign.isalnum() for sign in kept):
        raise InterestError("A name or word needs at least one letter or digit.")
    if len(kept) > LONGEST:
        raise InterestError(f"This has {len(kept)} characters; a name or word may have {LONGEST}.")
    return kept


def choose(engine: Engine, workspace: str, kind: Kind, names: Sequence[str], batch_id: str) -> int:
    """Set the names of one kind to exactly these, as one batch that can be undone; returns how many came or went.

    Names that differ in capitals only are one. Raises InterestError, and changes nothing.
    """
    wanted = {name.casefold(): name for name in map(clean_name, names)}
    if len(wanted) > MOST:
        raise InterestError(f"There may be {MOST} of a kind. Remove one first.")

    def changes(connection: Connection) -> list[Change]:
        rows = events.values_of_kinds_within(connection, workspace, PREFIX)
        here = {name.casefold(): name for name, of, _ in rows if of == kind.value}
        gone = [Change(name, PREFIX + kind, None) for key, name in here.items() if key not in wanted]
        return gone + [Change(name, PREFIX + kind, "1") for key, name in wanted.items() if key not in here]

    def describe(real: Sequence[Change]) -> str:
        came, went = ([each.paper_id for each in real if bool(each.new) is new] for new in (True, False))
        sentences = [
            sentence.format(", ".join(f"“{name}”" for name in names[:_NAMED]) + (" …" if len(names) > _NAMED else ""))
            for sentence, names in zip(kind.done, (came, went), strict=True)
            if names
        ]
        return "; ".join(sentences)

    return events.apply(engine, workspace, changes, batch_id, describe)
