"""The bundled papers completed by stand-ins for the services, without keys, with the pauses that services ask for.

Fourteen papers are retitled there and a twelfth is not on Hugging Face; every paper has a look-alike: the same subject
under a similar title, another abstract.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from components.enrichment.facts import Field, Verdict
from components.enrichment.job import Job
from components.enrichment.plan import plan
from components.enrichment.record import Subject
from components.enrichment.services import registry
from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from components.store.database import open_store
from tests.bench.row import Row
from tests.enrichment.damages import new_version
from tests.enrichment.server import Entry, FakeServices, served

RETITLED = 14


def rows() -> list[Row]:
    """One run, and the same again."""
    frame = read_digests(bundled_files()).papers
    texts = list(zip(frame["title"].tolist(), frame["abstract"].tolist(), strict=True))
    subjects = [Subject(*each) for each in texts]
    with served(entries(texts)) as server, tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{Path(folder) / 'atlas.sqlite'}")
        priced = plan(subjects, registry.services({}, addresses=server.addresses), {})
        first, seconds = _run(subjects, server, engine)
        asked = len(server.asked)
        _run(subjects, server, engine)
        again = len(server.asked) - asked
        engine.dispose()
    found = first.found()
    own = {subject.key: f"2401.{place:05}" for place, subject in enumerate(subjects)}
    sure = {
        key: {str(each.facts[Field.ARXIV_ID]) for each in of_paper.values() if _names(each)}
        for key, of_paper in found.items()
    }
    starts = sorted(each.at for each in server.of("arxiv"))
    nearest = min((later - earlier for earlier, later in pairwise(starts)), default=99.0)
    return [
        Row(
            "bundled papers found for sure",
            sum(numbers == {own[key]} for key, numbers in sure.items()),
            "papers",
            100,
            "",
            True,
        ),
        Row(
            "the same, another paper for sure",
            sum(bool(numbers - {own[key]}) for key, numbers in sure.items()),
            "papers",
            0,
        ),
        Row("the same, time with the pauses of the services", seconds, "s", 90),
        Row("the same, time that was said before", priced.seconds, "s"),
        Row("the same, questions", asked, ""),
        Row("the same again, questions", again, "", 0),
        Row("seconds between two starts at arXiv, at least", nearest, "s", 3.0, "", True),
    ]


def entries(texts: Sequence[tuple[str, str]]) -> list[Entry]:
    """The papers as services have them, and their look-alikes."""
    chance = random.Random(20261126)
    retitled = set(chance.sample(range(len(texts)), RETITLED))
    made = []
    for place, (title, abstract) in enumerate(texts):
        shown = new_version(title, abstract, chance) if place in retitled else (title, abstract)
        missing = frozenset({"hugging_face"}) if place % 12 == 5 else frozenset[str]()
        made.append(Entry(f"2401.{place:05}", *shown, missing_at=missing))
        words = title.split()
        words[chance.randrange(len(words))] = "Revisited"
        made.append(Entry(f"2402.{place:05}", " ".join(words), texts[(place + 1) % len(texts)][1][::-1]))
    chance.shuffle(made)
    return made


def _run(subjects: Sequence[Subject], server: FakeServices, engine: object) -> tuple[Job, float]:
    began = time.monotonic()
    services = registry.services({}, addresses=server.addresses)
    job = Job(subjects, services, engine, allow_addresses=["127.0.0.1"])  # type: ignore[arg-type]
    job.wait()
    return job, time.monotonic() - began


def _names(each: object) -> bool:
    return getattr(each, "verdict", None) is Verdict.SURE and Field.ARXIV_ID in getattr(each, "facts", {})
