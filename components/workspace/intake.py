"""Taking digests in: what a visitor gives is read first, kept when it holds a paper, and reported either way.

Files, folders, archives, pasted text and the Daily Papers API all end here as files. What cannot be read changes
nothing. All of it runs in a thread of the visitor's (`jobs.intake`), the reading itself in a process of its own.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence

from components.curation.workspaces import archive, current_map, uploads
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.papers.paper import DigestFile
from components.papers.process.reading import ReadingFailedError, ReadingStopped, expand_apart, report_apart
from components.papers.records import digest_mark
from components.papers.report import FileReport
from components.text import counted
from components.workspace import allowances, assembly, caches, stored
from components.workspace.allowances import Allowance
from components.workspace.jobs import registry
from components.workspace.jobs.intake import IntakeJob, IntakeProgress, IntakeResult
from components.workspace.view import View

_log = logging.getLogger(__name__)


def keep_current_map(view: View) -> None:
    """Before digests come or go: the map that the visitor sees now is the one that stays."""
    if view.map and view.map.is_final and view.model == DEFAULT_MODEL and not view.archived:
        current_map.save_key(view.engine, view.workspace, view.map.analysis.key)


def start(view: View, files: Sequence[DigestFile]) -> IntakeJob:
    """Begin to read files, those in archives too, and to keep the ones that hold papers; the job that does it."""
    job = registry.intake(view.workspace)
    job.start(lambda running: add_files(view, files, running))
    return job


def add_files(view: View, files: Sequence[DigestFile], job: IntakeJob) -> list[IntakeResult]:
    """Read each file and keep the ones that hold papers; those read before a stop are kept too."""
    keep_current_map(view)
    results: list[IntakeResult] = []
    good: list[tuple[DigestFile, FileReport]] = []
    unread = len(files)
    try:
        job.tell(IntakeProgress("Looking into the files", 0, len(files)))
        expanded = expand_apart(files, stopping=job.stopping)
        results += [IntakeResult(f"“{name}” was not added. {why}", added=False) for name, why in expanded.refused]
        unread = len(expanded.files)
        for number, file in enumerate(expanded.files):
            job.tell(IntakeProgress(f"Reading “{file.name}”", number, len(expanded.files)))
            result = _loaded_already(view, file)
            if result is None:
                report = report_apart(file, stopping=job.stopping)
                if report.papers:
                    good.append((file, report))
                else:
                    result = IntakeResult(f"“{file.name}” was not added. {report.error}", added=False)
            results += [result] if result else []
            unread -= 1
    except ReadingStopped:
        results.append(IntakeResult(f"Stopped: {counted(unread, 'file')} not read.", added=False))
    except ReadingFailedError as trouble:
        results.append(IntakeResult(str(trouble), added=False))
    results += [_keep(view, file, report) for file, report in good]
    if any(result.added for result in results):
        job.tell(IntakeProgress("Putting the papers together", len(good), len(good)))
        _prepare(view)
    return results


def _loaded_already(view: View, file: DigestFile) -> IntakeResult | None:
    """What is said of a file that is there already, or comes back; None for a new one."""
    mark = hashlib.sha256(file.content).hexdigest()[:6]
    loaded = _marked(mark, view.digest_labels)
    if loaded:
        return IntakeResult(f"“{file.name}” is loaded already, as {view.digest_labels[loaded]}.", added=False)
    hidden = _marked(mark, view.hidden_digest_ids)
    if hidden:
        uploads.restore(view.engine, view.workspace, hidden)
        return IntakeResult(f"“{file.name}” is one of the bundled digests; it was restored.", added=True)
    return None


def _marked(mark: str, digest_ids: Iterable[str]) -> str:
    """The digest that was read from the same bytes: an id ends with a mark of the content."""
    return next((one for one in digest_ids if digest_mark(one) == mark), "")


def _keep(view: View, file: DigestFile, report: FileReport) -> IntakeResult:
    grant = allowances.take_all(view.engine, Allowance.KEPT, view.requester, len(file.content))
    if grant is None:
        return IntakeResult(f"“{file.name}” was not added. {allowances.KEPT_MUCH}", added=False)
    added = False
    try:
        added = uploads.add(view.engine, view.workspace, file)
    except uploads.UploadError as trouble:
        return IntakeResult(str(trouble), added=False)
    finally:
        if not added:
            allowances.give_back(view.engine, grant, grant.amount)
    if not added:
        archived = {each.mark for each in archive.archived(view.engine, view.workspace)}
        if uploads.content_hash(file.content)[:6] in archived:
            return IntakeResult(f"“{file.name}” is in your archive. Bring it back there.", added=False)
        return IntakeResult(f"“{file.name}” is loaded already.", added=False)
    more = f", {report.refused} refused" if report.refused else ""
    more += f", {counted(report.unknown, 'part')} not understood" if report.unknown else ""
    sentence = f"“{file.name}” was read as {report.shape}: {counted(report.papers, 'paper')}{more}."
    if report.missed:
        sentence += f" {counted(report.missed, 'arXiv number')} in it could not be read as a paper."
    return IntakeResult(sentence, True, report.digest_id, report.titles)


def _prepare(view: View) -> None:
    """Read the papers of all digests while the visitor still sees the progress, so that no page waits for them."""
    try:
        library = assembly.library(view.engine, stored.read(view.engine, view.workspace))
        caches.gists(library.version, library.papers)
    except Exception:  # the page that comes next meets the same and says it
        _log.debug("the papers are read by the next page", exc_info=True)
