"""What a visitor has, stored without clicking: digests they added, decisions, an Analysis that nobody computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.workspaces import uploads
from components.curation.workspaces.workspaces import workspace_id
from components.enrichment.bundled import bundled_library
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.landscape.result import Analysis, Area, Topic, analysis_key
from components.papers.library import Library, read_digests
from components.papers.paper import DigestFile
from components.workspace import caches
from components.workspace.assembly import bundled_by_id
from components.workspace.visitor import COOKIE
from tests.stored_analyses import keep

NAMES = ("Ice and song", "Dough", "Girders")


def mine(cookies: Mapping[str, str]) -> str:
    """The workspace of the visitor who has these cookies."""
    return workspace_id(caches.store(), cookies[COOKIE])


def add(cookies: Mapping[str, str], name: str, content: bytes) -> str:
    """Give the visitor a digest; its id."""
    assert uploads.add(caches.store(), mine(cookies), DigestFile(name, content))
    return read_digests([DigestFile(name, content)]).digests[0].digest_id


def remove_bundled(cookies: Mapping[str, str]) -> None:
    """Leave the visitor with her own digests only."""
    for digest_id in bundled_by_id():
        uploads.hide(caches.store(), mine(cookies), digest_id)


def decide(cookies: Mapping[str, str], paper_ids: Sequence[str], decision: Decision, batch: str = "batch") -> None:
    """Decide about papers as one step."""
    decisions.decide(caches.store(), mine(cookies), dict.fromkeys(paper_ids, decision), batch)


def decided(cookies: Mapping[str, str]) -> dict[str, Decision]:
    """What the visitor has decided."""
    return decisions.current(caches.store(), mine(cookies))


@cache
def bundled() -> Library:
    """The library of the bundled digests."""
    return bundled_library()


def keep_analysis(library: Library, names: Sequence[str] = NAMES) -> Analysis:
    """Put an Analysis into the cache, as if computed: papers in turn in topics of these names, at random places."""
    chance = np.random.default_rng(7)
    ids = tuple(library.papers["paper_id"])
    count, has_map = len(ids), len(ids) >= 15
    topic = (np.arange(count) % len(names)).astype(np.int16)
    near = np.array([[(row + step) % count for step in range(1, 6)] for row in range(count)], dtype=np.int32)
    topics = tuple(
        Topic(f"topic-{number}", name, (name, f"{name} again"), int((topic == number).sum()), ids[number], 0, 0)
        for number, name in enumerate(names)
    )
    analysis = Analysis(
        key=analysis_key(library.papers),
        paper_ids=ids,
        xy=chance.uniform(-1, 1, (count if has_map else 0, 2)).astype(np.float32),
        topic=topic,
        second_topic=topic,
        strength=np.ones(count, dtype=np.float32),
        neighbours=near,
        similarities=np.full(near.shape, 0.5, dtype=np.float32),
        preserved=np.ones(count if has_map else 0, dtype=np.float32),
        preserved_mean=0.5 if has_map else float("nan"),
        preserved_by_chance=0.1 if has_map else float("nan"),
        topics=topics,
        areas=(Area("area", names[0], tuple(names), count, 0),),
        model=DEFAULT_MODEL,
        parameters={},
    )
    keep(analysis)
    return analysis


def links() -> dict[str, list[str]]:
    """The addresses in the abstracts of the bundled papers, by paper id."""
    papers = bundled().papers
    return {
        paper_id: [link.url for link in found] for paper_id, found in caches.links(bundled().version, papers).items()
    }
