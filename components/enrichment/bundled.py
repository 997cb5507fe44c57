"""What is known of the papers of the bundled digests beyond what these say: `data/facts/bundled.jsonl`.

A person gathered it from public texts and compared these with each other. A paper is one of them where a digest has
its title and its abstract, or its title and its arXiv number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import orjson

from components.enrichment.completion import complete, facts_version
from components.enrichment.facts import BY_HAND, Fact, Field
from components.papers.bundled import bundled_files
from components.papers.comparing.known_numbers import KnownNumbers
from components.papers.identity import normalised_title, title_id
from components.papers.library import Library, read_digests
from components.paths import DATA

FILE = DATA / "facts" / "bundled.jsonl"
CHECKED = "2026-11"  # when it was compared, ISO 8601


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """One paper of the file."""

    title_id: str
    key: str  # `identity.paper_key` of its title and abstract
    arxiv_number: str
    facts: tuple[Fact, ...]


@lru_cache(maxsize=1)
def known_papers() -> tuple[KnownPaper, ...]:
    """Every paper of the file, in its order."""
    return tuple(_known(orjson.loads(line)) for line in FILE.read_bytes().splitlines())


def known_numbers() -> KnownNumbers:
    """Their arXiv numbers, for `read_digests`."""
    return {one.title_id: {one.key: one.arxiv_number} for one in known_papers()}


def with_known_facts(library: Library) -> Library:
    """The library with what is known of its papers filled in where its digests are silent."""
    facts = facts_of(library.aliases)
    if not facts:
        return library
    return replace(
        library, papers=complete(library.papers, facts), version=facts_version(library.version, facts.values())
    )


def facts_of(aliases: Mapping[str, str]) -> dict[str, tuple[Fact, ...]]:
    """paper_id → what is known, for the papers of a library with these aliases."""
    found = {}
    for one in known_papers():
        paper_id = f"arxiv:{one.arxiv_number}"
        if aliases.get(one.title_id) == paper_id:
            found[paper_id] = one.facts
    return found


def bundled_library() -> Library:
    """The bundled digests with all that is known of their papers."""
    return with_known_facts(read_digests(bundled_files(), known=known_numbers()))


def _known(line: Mapping[str, Any]) -> KnownPaper:
    number = str(line["arxiv_id"])
    record = f"https://arxiv.org/abs/{number}"
    return KnownPaper(
        title_id(normalised_title(line["title"])),
        line["key"],
        number,
        tuple(
            Fact(field, tuple(value) if isinstance(value, list) else value, BY_HAND, record, CHECKED)
            for field in Field
            if (value := line.get(field)) and field is not Field.TITLE
        ),
    )
