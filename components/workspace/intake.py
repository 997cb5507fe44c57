"""Taking digests in: what a visitor gives is read first, kept when it holds a paper, and reported either way.

Files, folders, archives, pasted text and the Daily Papers API all end here as files. What cannot be read changes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.curation.workspaces import current_map, uploads
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.papers.reading import archives
from components.text import counted
from components.workspace.view import View


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What became of one file."""

    sentence: str
    added: bool


def keep_current_map(view: View) -> None:
    """Before digests come or go: the map that the visitor sees now is the one that stays."""
    if view.map and view.map.is_final and view.model == DEFAULT_MODEL:
        current_map.save_key(view.engine, view.workspace, view.map.analysis.key)


def add_files(view: View, files: Sequence[DigestFile]) -> list[IntakeResult]:
    """Read each file, those in archives too, and keep the ones that hold papers."""
    keep_current_map(view)
    plain_files: list[DigestFile] = []
    results: list[IntakeResult] = []
    for file in files:
        try:
            plain_files += archives.expand(file)
        except archives.UnreadableArchive as trouble:
            results.append(IntakeResult(f"“{file.name}” was not added. {trouble}", added=False))
    return results + [_add_file(view, file) for file in archives.join_single_papers(plain_files)]


def _add_file(view: View, file: DigestFile) -> IntakeResult:
    name = file.name
    report = read_digests([file]).reports[0]
    if report.error or not report.papers:
        return IntakeResult(f"“{name}” was not added. {report.error}", added=False)
    loaded = _same_content(report.digest_id, view.digest_labels)
    if loaded:
        return IntakeResult(f"“{name}” is loaded already, as {view.digest_labels[loaded]}.", added=False)
    hidden = _same_content(report.digest_id, view.hidden_digest_ids)
    if hidden:
        uploads.restore(view.engine, view.workspace, hidden)
        return IntakeResult(f"“{name}” is one of the bundled digests; it was restored.", added=True)
    try:
        added = uploads.add(view.engine, view.workspace, file)
    except uploads.UploadError as trouble:
        return IntakeResult(str(trouble), added=False)
    if not added:
        return IntakeResult(f"“{name}” is loaded already.", added=False)
    more = f", {report.refused} refused" if report.refused else ""
    more += f", {counted(report.unknown, 'part')} not understood" if report.unknown else ""
    return IntakeResult(f"“{name}” was read as {report.shape}: {counted(report.papers, 'paper')}{more}.", added=True)


def _same_content(digest_id: str, others: Iterable[str]) -> str:
    """The digest among others that was read from the same bytes: an id ends with a mark of the content."""
    mark = digest_id.rpartition("-")[2]
    return next((other for other in others if other.rpartition("-")[2] == mark), "")
