"""Papers that services know, each with a title and an abstract of its own."""

from __future__ import annotations

from collections.abc import Sequence

from components.enrichment.record import Subject
from tests.enrichment.server import Entry

WORDS = (
    "sparse", "routing", "causal", "graph", "memory", "video", "speech", "protein", "robot", "policy", "lattice",
    "quantum", "token", "vision", "prompt",
)  # fmt: skip


def abstract(place: int) -> str:
    """Sixty words that no other place has in this order."""
    return " ".join(
        f"{WORDS[(place * 7 + at * (place % 11 + 1)) % 15]}{(place * 31 + at * 17) % 97}" for at in range(60)
    )


def entry(place: int, **values: object) -> Entry:
    one, two = WORDS[place % 15], WORDS[(place // 15) % 15]
    title = f"{one.title()} {two} by number {place}: a study of {WORDS[(place + 5) % 15]}"
    return Entry(f"2401.{place:05}", title, abstract(place), **values)  # type: ignore[arg-type]


def subjects(entries: Sequence[Entry], *, ids: bool = False) -> list[Subject]:
    return [Subject(each.title, each.abstract, each.number if ids else "") for each in entries]
