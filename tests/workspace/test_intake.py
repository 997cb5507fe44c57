"""New digests are read beside the pages: progress, a stop, one job a visitor; a store nobody can read still shows."""

from __future__ import annotations

import threading

import pytest

from components.curation.workspaces import archive, uploads
from components.finding.filters import Filters
from components.papers.bundled import bundled_files
from components.papers.paper import DigestFile
from components.papers.process import reading, worker_process
from components.papers.process.reading import ReadingStopped, report_apart
from components.papers.process.worker_process import Lane
from components.workspace import assembly, intake
from components.workspace import view as workspace_view
from components.workspace.jobs.intake import IntakeJob, IntakeProgress, IntakeResult
from tests import digests

FILES = [DigestFile(f"{count}.txt", digests.ordinary(count)) for count in (3, 4, 5)]


@pytest.fixture
def view(engine, workspace):
    return workspace_view.of(engine, workspace, Filters())


def names(view):
    return [file.name for file in uploads.files(view.engine, view.workspace)]


def test_files_are_read_one_by_one_and_told(view, monkeypatch):
    told: list[IntakeProgress] = []
    job = IntakeJob()
    monkeypatch.setattr(job, "tell", told.append)
    results = intake.add_files(view, [*FILES, DigestFile("none.txt", b"no digest"), FILES[0]], job)
    assert names(view) == ["3.txt", "4.txt", "5.txt"]
    assert [result.added for result in results].count(True) == 3
    assert [(each.done, each.of) for each in told] == [(0, 5), *((number, 5) for number in range(5)), (4, 4)]
    assert ["loaded already" in result.sentence for result in results].count(True) == 1


def test_what_was_read_before_a_stop_is_kept(view, monkeypatch):
    job = IntakeJob()

    def stopping_at_the_second(file, stopping):
        if file is FILES[1]:
            job.stop()
            assert stopping()
            raise ReadingStopped
        return report_apart(file, stopping=stopping)

    monkeypatch.setattr(intake, "report_apart", stopping_at_the_second)
    results = intake.add_files(view, FILES, job)
    assert names(view) == ["3.txt"]
    assert [(result.added, result.sentence) for result in results if not result.added] == [
        (False, "Stopped: 2 files not read.")
    ]


def test_what_comes_while_something_is_read_waits_for_it():
    job, gate, order = IntakeJob(), threading.Event(), []

    def slow(_job):
        gate.wait(30)
        order.append("slow")
        return [IntakeResult("slow", added=True)]

    def failing(_job):
        order.append("failing")
        raise KeyError("x")

    job.start(slow)
    job.start(failing)
    assert job.running
    assert not job.wait(0)
    assert job.take() == []
    gate.set()
    assert job.wait(30)
    assert order == ["slow", "failing"]
    assert [result.added for result in job.take()] == [True, False]
    assert job.take() == []
    job.start(slow)
    assert job.wait(30)
    assert not job.stopping()


def test_digests_that_no_process_can_read_cost_the_others_nothing(view, monkeypatch):
    uploads.add(view.engine, view.workspace, DigestFile("seven.txt", digests.ordinary(7)))
    with monkeypatch.context() as patch:
        patch.setattr(worker_process, "COMMAND", ("/nowhere/python",))
        patch.setattr(reading, "_LIBRARIES", Lane(1, 0))
        shown = workspace_view.of(view.engine, view.workspace, Filters())
        assert len(shown.library.papers) == 106
        assert [report.error[-16:] for report in shown.library.reports] == ["", "", "Try again later."]
    assert len(workspace_view.of(view.engine, view.workspace, Filters()).library.papers) == 113


def test_bundled_digests_need_no_process(view, monkeypatch):
    monkeypatch.setattr(assembly, "read_apart", None)
    uploads.hide(view.engine, view.workspace, next(iter(assembly.bundled_by_id())))
    assert len(workspace_view.of(view.engine, view.workspace, Filters()).library.digests) == len(bundled_files()) - 1


def test_a_file_that_is_archived_is_not_added_again_and_says_where_it_is(view):
    intake.add_files(view, FILES[:1], IntakeJob())
    archive.archive(view.engine, view.workspace, [uploads.content_hash(FILES[0].content)[:6]])
    now = workspace_view.of(view.engine, view.workspace, Filters())
    (result,) = intake.add_files(now, FILES[:1], IntakeJob())
    assert not result.added
    assert "in your archive" in result.sentence
    assert names(view) == []
