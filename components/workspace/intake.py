"""Taking digests in: what a visitor gives is read first, kept when it holds a paper, and reported either way.

Files, folders, archives, pasted text and the Daily Papers API all end here as files. What cannot be read changes
nothing. Not here: how a digest is read (`papers`), fetched (`ingestion`) or kept (`curation.workspaces.uploads`).
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
class News:
    """What became of one file."""

    sentence: str
    taken: bool


def keep_map(view: View) -> None:
    """Before digests come or go: the map that the visitor sees now is the one that stays."""
    if view.map and view.map.is_final and view.model == DEFAULT_MODEL:
        current_map.save_key(view.engine, view.workspace, view.map.analysis.key)


def take(view: View, files: Sequence[DigestFile]) -> list[News]:
    """Read each file, those in archives too, and keep the ones that hold papers."""
    keep_map(view)
    plain_files: list[DigestFile] = []
    news: list[News] = []
    for file in files:
        try:
            plain_files += archives.expand(file)
        except archives.UnreadableArchive as trouble:
            news.append(News(f"“{file.name}” was not added. {trouble}", taken=False))
    return news + [_take_one(view, file) for file in archives.join_single_papers(plain_files)]


def _take_one(view: View, file: DigestFile) -> News:
    name = file.name
    report = read_digests([file]).reports[0]
    if report.error or not report.papers:
        return News(f"“{name}” was not added. {report.error}", taken=False)
    loaded = _same_content(report.digest_id, view.digest_labels)
    if loaded:
        return News(f"“{name}” is loaded already, as {view.digest_labels[loaded]}.", taken=False)
    hidden = _same_content(report.digest_id, view.hidden_digest_ids)
    if hidden:
        uploads.restore(view.engine, view.workspace, hidden)
        return News(f"“{name}” is one of the bundled digests and is back.", taken=True)
    try:
        added = uploads.add(view.engine, view.workspace, file)
    except uploads.UploadError as trouble:
        return News(str(trouble), taken=False)
    if not added:
        return News(f"“{name}” is loaded already.", taken=False)
    more = f", {report.refused} refused" if report.refused else ""
    more += f", {counted(report.unknown, 'part')} not understood" if report.unknown else ""
    return News(f"“{name}” was read as {report.shape}: {counted(report.papers, 'paper')}{more}.", taken=True)


def _same_content(digest_id: str, others: Iterable[str]) -> str:
    """The digest among others that was read from the same bytes: an id ends with a mark of the content."""
    mark = digest_id.rpartition("-")[2]
    return next((other for other in others if other.rpartition("-")[2] == mark), "")
