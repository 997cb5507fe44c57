"""Digests read in a process of their own: the same as read here, and a file that costs too much costs only itself."""

from __future__ import annotations

import sys
import threading
from dataclasses import fields
from hashlib import sha256

import pytest

from components.papers.bundled import bundled_files
from components.papers.comparing.doubtful import DuplicateDecision, PairKey
from components.papers.library import Library, read_digests
from components.papers.paper import DigestFile
from components.papers.process import costly, reading, worker_process
from components.papers.process.reading import (
    ReadingFailedError,
    ReadingStopped,
    expand_apart,
    read_apart,
    report_apart,
)
from components.papers.process.worker_process import Lane
from components.settings import settings
from tests.papers.made_papers import made_papers
from tests.papers.reading.made_shapes import SHAPES


@pytest.fixture(autouse=True)
def cache_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_CACHE", str(tmp_path / "cache"))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def odd(monkeypatch):
    """Readers that do what the digest says, and little time for each."""
    monkeypatch.setattr(worker_process, "COMMAND", (sys.executable, "-m", "tests.papers.process.odd_child"))
    lane = Lane(1, 0)
    monkeypatch.setattr(reading, "_UPLOADS", lane)
    monkeypatch.setattr(reading, "_LIBRARIES", lane)
    yield lane
    for process in lane._idle:
        process.end()


def equal(one: Library, other: Library) -> bool:
    pairs = [(getattr(one, each.name), getattr(other, each.name)) for each in fields(Library)]
    return all(a.equals(b) if hasattr(a, "equals") else a == b for a, b in pairs)


def test_the_library_is_the_same_as_read_here():
    files = [DigestFile(shape, write(made_papers(seed))) for seed in (1, 2) for shape, (write, _) in SHAPES.items()]
    files += [*bundled_files(), DigestFile("empty.txt", b"")]
    here = read_digests(files)
    assert here.versions
    assert equal(read_apart(files), here)
    pair: dict[PairKey, DuplicateDecision] = {
        ("arxiv:2404.06773", "title:0123456789ab"): "same",
        ("title:0123456789ab", "~mark"): "different",
    }
    assert equal(read_apart(files[:2], pair), read_digests(files[:2], pair))


GOOD = bundled_files()[0]


@pytest.mark.parametrize(("word", "sentence"), [("HOLD", "seconds"), ("EAT", "memory"), ("DIE", "memory")])
@pytest.mark.usefixtures("odd")
def test_a_file_that_costs_too_much_costs_only_itself(word, sentence):
    begun: list[str] = []
    bad = DigestFile(f"{word}.txt", word.encode())
    library = read_apart([GOOD, bad, bundled_files()[1]], on_begin=lambda one: begun.append(one.name))
    assert len(library.papers) == 106
    assert [bool(report.error) for report in library.reports] == [False, True, False]
    assert sentence in library.reports[1].error
    assert (library.reports[1].name, library.reports[1].error[-1]) == (f"{word}.txt", ".")
    assert report_apart(bad).error == library.reports[1].error


@pytest.mark.parametrize("word", ["HOLD", "DIE"])
@pytest.mark.usefixtures("odd")
def test_it_is_not_read_again_at_the_next_start(word):
    bad = DigestFile("bad.txt", word.encode())
    why = report_apart(bad).error
    begun: list[str] = []
    again = read_apart([GOOD, DigestFile("renamed.txt", bad.content)], on_begin=lambda one: begun.append(one.name))
    assert [report.error for report in again.reports] == ["", why]
    assert begun == [GOOD.name, ""]


@pytest.mark.usefixtures("odd")
def test_a_stop_ends_the_reading_and_the_next_request_is_answered():
    started = threading.Event()
    with pytest.raises(ReadingStopped):
        report_apart(DigestFile("WAIT.txt", b"WAIT"), lambda _: started.set(), started.is_set)
    assert report_apart(GOOD).papers == 71
    assert costly.sentence(sha256(b"WAIT").hexdigest()) == ""


def test_who_waits_for_a_process_can_stop_too(odd):
    with odd.process(), pytest.raises(ReadingStopped):
        report_apart(GOOD, stopping=lambda: True)
    assert report_apart(GOOD).papers == 71


def test_waiting_visitors_come_in_their_order():
    lane = Lane(1, 0)
    order: list[int] = []
    threads: list[threading.Thread] = []

    def visit(number):
        lane._wait(lambda: False)
        order.append(number)
        lane._leave()

    lane._wait(lambda: False)
    for number in range(5):
        threads.append(threading.Thread(target=visit, args=(number,)))
        threads[-1].start()
        while len(lane._waiting) <= number:
            pass
    lane._leave()
    for thread in threads:
        thread.join()
    assert order == list(range(5))


@pytest.mark.usefixtures("odd")
def test_no_secret_and_no_file_lies_beside_what_a_stranger_gave(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    seen = report_apart(DigestFile("e.txt", b"ENVIRONMENT")).error.split()
    assert "PATH" in seen
    assert not {"DATABASE_URL", "GITHUB_TOKEN"} & set(seen)
    assert "FileNotFoundError" in report_apart(DigestFile("w.txt", b"WRITE")).error


@pytest.mark.usefixtures("odd")
def test_what_a_library_prints_disturbs_no_answer():
    assert report_apart(DigestFile("p.txt", b"PRINT" + GOOD.content)).papers >= 71


def test_where_no_process_can_be_started_that_is_said(monkeypatch):
    monkeypatch.setattr(worker_process, "COMMAND", ("/nowhere/python",))
    monkeypatch.setattr(reading, "_LIBRARIES", Lane(1, 0))
    with pytest.raises(ReadingFailedError, match="Try again later"):
        read_apart([GOOD])


def test_a_process_is_used_again_unless_it_was_given_much(odd, monkeypatch):
    report_apart(GOOD)
    [first] = odd._idle
    report_apart(GOOD)
    assert odd._idle == [first]
    monkeypatch.setattr(worker_process, "_MOST_KEPT", 10)
    report_apart(GOOD)
    assert odd._idle == []
    assert not first.alive


def test_a_process_that_nobody_needs_is_ended(odd, monkeypatch):
    report_apart(GOOD)
    [process] = odd._idle
    odd._end_idle()
    assert process.alive  # it was needed just now
    monkeypatch.setattr(worker_process, "IDLE", -1.0)
    odd._end_idle()
    assert (process.alive, odd._idle) == (False, [])


def test_archives_are_unpacked_there():
    _, zipped = "zip of YAML", SHAPES["zip of YAML"][0](made_papers(1))
    found = expand_apart([GOOD, DigestFile("all.zip", zipped), DigestFile("broken.zip", zipped[:300])])
    assert found.files[0] is GOOD
    assert [report_apart(file).papers for file in found.files[1:]] == [7]
    assert [name for name, _ in found.refused] == ["broken.zip"]


def test_only_so_many_costly_files_are_remembered(monkeypatch):
    monkeypatch.setattr(costly, "_MOST", 3)
    for number in range(5):
        costly.remember(f"{number:064d}", "Too long.")
    assert len(list(costly.folder().iterdir())) == 3
    assert costly.sentence(f"{4:064d}") == "Too long."
    assert costly.sentence("../secret") == ""
