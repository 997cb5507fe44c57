"""One context a library version: bounded in bytes, its parts leaving together and made again when asked for."""

from __future__ import annotations

import gc
import threading
import weakref
from contextlib import contextmanager
from dataclasses import replace

import pytest

from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.finding import index, meaning
from components.finding.filters import Filters
from components.papers.paper import DigestFile
from components.settings import settings
from components.store.database import open_store
from components.workspace import cache, caches, contexts, view
from components.workspace.contexts import MOST_VARIANTS, Contexts, Kind, Tier
from components.workspace.jobs import registry
from tests import digests

MEGABYTE = 1_000_000
BASE = Kind[bytes]("base", Tier.BASE, len)
DERIVED = Kind[bytes]("derived", Tier.DERIVED, len)
OTHER = Kind[bytes]("other", Tier.DERIVED, len)
VARIANT = Kind[bytes]("variant", Tier.VARIANT, len)


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += 1
        return self.now


def held(kept: Contexts, version: str) -> str:
    """Which parts of a version are there, by their initials."""
    kinds = (BASE, DERIVED, OTHER, VARIANT)
    return "".join(kind.name[0] for kind in kinds if kept.peek(version, kind, ()) is not None)


def fill(kept: Contexts, version: str, size: int = 10) -> None:
    for kind in (BASE, DERIVED, OTHER, VARIANT):
        kept.get(version, kind, (), lambda: bytes(size))


@pytest.mark.parametrize(
    ("most", "first", "second"),
    [
        (120, "bdov", "bdov"),
        (115, "bdo", "bdov"),
        (105, "bdo", "bdo"),
        (95, "b", "bdo"),
        (79, "b", "b"),
        (45, "", ""),
    ],
)
def test_what_is_cheap_to_make_again_leaves_first_and_of_the_library_that_was_used_least_recently(most, first, second):
    kept = Contexts(lambda: most, Clock())
    for version in ("first", "second", "third"):
        fill(kept, version)
    assert kept.bytes <= most
    assert (held(kept, "first"), held(kept, "second"), held(kept, "third")) == (first, second, "bdov")


def test_a_use_makes_it_the_youngest():
    kept = Contexts(lambda: 95, Clock())
    fill(kept, "first")
    fill(kept, "second")
    kept.get("first", BASE, (), bytes)
    fill(kept, "third")
    assert held(kept, "second") == "b"
    assert "d" in held(kept, "first")


def test_what_is_just_used_stays_even_alone_over_the_bound():
    kept = Contexts(lambda: 5, Clock())
    fill(kept, "large", 100)
    assert held(kept, "large") == "bdov"
    fill(kept, "next", 100)
    assert (len(kept), held(kept, "next")) == (1, "bdov")


def test_the_one_that_everybody_begins_with_stays():
    kept = Contexts(lambda: 15, Clock())
    kept.pin("first")
    fill(kept, "first")
    fill(kept, "second")
    assert held(kept, "first") == "b"


def test_variants_are_bounded_in_number_too():
    kept = Contexts(lambda: 10**9, Clock())
    for number in range(3 * MOST_VARIANTS):
        kept.get("first", VARIANT, number, bytes)
        kept.get("first", BASE, number, bytes)
    there = [number for number in range(3 * MOST_VARIANTS) if kept.peek("first", VARIANT, number) is not None]
    assert there == list(range(2 * MOST_VARIANTS, 3 * MOST_VARIANTS))
    assert all(kept.peek("first", BASE, number) is not None for number in range(3 * MOST_VARIANTS))


def test_what_grows_is_weighed_as_it_is():
    job: list[bytes] = []
    grows = Kind[list[bytes]]("job", Tier.DERIVED, lambda made: sum(map(len, made)), grows=True)
    kept = Contexts(lambda: 100, Clock())
    kept.get("first", grows, (), lambda: job)
    job.append(bytes(90))
    kept.get("second", BASE, (), lambda: bytes(20))
    assert kept.peek("first", grows, ()) is None


def test_what_nobody_looks_at_leaves_after_a_while():
    clock = Clock()
    kept = Contexts(lambda: 10**9, clock)
    left: list[tuple[str, Tier]] = []
    kept.on_left(lambda version, tier: left.append((version, tier)))
    kept.pin("bundled")
    for version in ("bundled", "open", "closed"):
        fill(kept, version)
    kept.hold("a page", "open")
    kept.hold("another", "closed")
    kept.release("another")
    assert kept.drop_unused(60) == 0
    clock.now += 60
    assert kept.drop_unused(60) == 1
    assert left == [("closed", Tier.BASE)]
    kept.release("a page")
    assert kept.drop_unused(60) == 1
    assert len(kept) == 1


def test_a_part_is_made_once_for_all_who_ask_and_they_are_told():
    kept, gate, made, told = Contexts(lambda: 100, Clock()), threading.Event(), [], []
    slow = Kind[str]("slow", Tier.BASE, waiting="Reading")

    def make():
        gate.wait(10)
        made.append("x")
        return "value"

    @contextmanager
    def show(words):
        told.append(words)
        yield

    def ask():
        token = cache.show_waiting.set(show)
        kept.get("first", slow, (), make)
        cache.show_waiting.reset(token)

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join(10)
    assert made == ["x"]
    assert told
    assert set(told) == {"Reading"}


def test_what_fails_is_not_kept():
    kept = Contexts(lambda: 100, Clock())
    with pytest.raises(ZeroDivisionError):
        kept.get("first", BASE, (), lambda: bytes(1 // 0))
    assert kept.get("first", BASE, (), lambda: b"x") == b"x"


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """A store of this test's own, and room for any library."""
    caches.clear()
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    monkeypatch.setenv("DIGEST_ATLAS_MEMORY_MB", "1000")
    settings.cache_clear()
    yield engine
    engine.dispose()
    caches.clear()
    monkeypatch.undo()
    settings.cache_clear()


def visitor(engine, name="a.txt", first=0):
    """A workspace with some papers of its own, beside the bundled ones."""
    workspace = workspace_id(engine, new_token())
    uploads.add(engine, workspace, DigestFile(name, digests.page(digests.ordinary_papers(first + 6)[first:])))
    return workspace


def ready(now):
    """Wait for all that is made beside a page."""
    caches.word_index(now.library.version, now.catalogue).wait()
    registry.embeddings(now.library.version, now.library.papers).offer(now.catalogue, wait=True)
    registry.ranking(now.library.version, now.library.papers).wait()


def test_index_vectors_and_ranking_of_a_library_leave_with_it_and_are_made_again(engine):
    workspace = visitor(engine)
    now = view.of(engine, workspace, Filters("fish", near=True))
    ready(now)
    catalogue = now.catalogue
    assert index.prepared_index(catalogue) is not None
    assert meaning.is_registered(catalogue)
    contexts.kept.clear()
    assert index.prepared_index(catalogue) is None
    assert not meaning.is_registered(catalogue)
    again = view.of(engine, workspace, Filters("fish", near=True))
    ready(again)
    assert index.prepared_index(again.catalogue) is not None
    assert meaning.is_registered(again.catalogue)
    assert again.shown["paper_id"].tolist() == now.shown["paper_id"].tolist()


def test_an_index_that_had_to_leave_alone_is_made_again_by_the_next_look(engine):
    workspace = visitor(engine)
    ready(now := view.of(engine, workspace, Filters()))
    contexts.kept.drop(now.library.version, caches._INDEX, ())
    assert index.prepared_index(now.catalogue) is None
    ready(now := view.of(engine, workspace, Filters()))
    assert index.prepared_index(now.catalogue) is not None


def test_a_view_that_a_button_holds_does_not_keep_a_library_in_memory(engine):
    workspace = visitor(engine)
    now = view.of(engine, workspace, Filters("the"))
    copy = replace(now, address="203.0.113.9")
    ids, sentence = now.shown["paper_id"].tolist(), now.sentence
    library = weakref.ref(now.library)
    contexts.kept.clear()
    gc.collect()
    assert library() is None
    assert copy.shown["paper_id"].tolist() == ids  # looked up anew
    assert copy.sentence == sentence
    assert (copy.address, copy.workspace) == ("203.0.113.9", workspace)
    assert now.topics == copy.topics
    assert now.map is not None or now.analysis is None


def test_many_libraries_stay_within_the_bound(engine, monkeypatch):
    found = [view.of(engine, visitor(engine, first=number), Filters()) for number in range(2)]
    one = contexts.kept.bytes
    monkeypatch.setenv("DIGEST_ATLAS_MEMORY_MB", str(one / MEGABYTE))
    settings.cache_clear()
    for number in range(2, 6):
        found.append(view.of(engine, visitor(engine, first=number), Filters()))
        caches.word_index(found[-1].library.version, found[-1].catalogue).wait()
        assert contexts.kept.bytes <= one + 4 * MEGABYTE  # the one just made
    assert len({now.library.version for now in found}) == 6
    assert [len(now.catalogue) for now in found] == [112] * 6  # each is read again when it is asked for


def test_the_same_bytes_under_another_name_show_nobody_elses_name(engine):
    content = digests.page(digests.ordinary_papers(3))
    found = []
    for name in ("春の論文.txt", "夏の論文.txt", "Secret project.txt", "secret-project.txt"):
        workspace = workspace_id(engine, new_token())
        uploads.add(engine, workspace, DigestFile(name, content))
        found.append(view.of(engine, workspace, Filters()))
    labels = [list(now.digest_labels.values())[-1] for now in found]
    assert labels == ["春の論文", "夏の論文", "Secret project", "Secret project"]
    ids = [list(now.digest_labels)[-1].rpartition("-")[0] for now in found]
    assert ids[:2] == ["春の論文", "夏の論文"]
    assert len({now.library.version for now in found}) == 4
    assert len({now.catalogue_key for now in found}) == 4
