"""Digests of visitors read in a process of their own, so that none of them can hold up or bring down the server.

A file that takes more time or memory than one file may is given up with a sentence and remembered; the others are
read. Two lanes: what is uploaded now waits in one, digests that were read before in the other, so that a page never
waits for somebody's upload.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from components.papers.comparing.doubtful import DoubtfulGroup, DuplicateDecision, PairKey
from components.papers.comparing.known_numbers import KnownNumbers
from components.papers.library import Library, MergedFiles, library_of, merge_files
from components.papers.paper import Digest, DigestFile, RawPaper
from components.papers.process import costly
from components.papers.process.limits import seconds_for
from components.papers.process.plain import decoder
from components.papers.process.worker_process import (
    Lane,
    OnBegin,
    ReadingStopped,
    Stopping,
    TooCostlyError,
    WorkerProcess,
)
from components.papers.reading import archives
from components.papers.reading.files import Begun
from components.papers.report import FileReport
from components.papers.rows import APPEARANCE_COLUMNS, PAPER_COLUMNS, Columns

__all__ = ["Expanded", "ReadingFailedError", "ReadingStopped", "expand_apart", "read_apart", "report_apart"]

_AT_ONCE = min(4, max(1, (os.cpu_count() or 2) // 2))  # processes of a lane
_UPLOADS = Lane(_AT_ONCE, niceness=10)
_LIBRARIES = Lane(_AT_ONCE, niceness=2)
_ENDED = "Reading this file takes more memory than one file may take. Split it, or give it in another form."
_TOGETHER = "Together with the other digests this one takes too long to put in order. Remove it, or split it."
_NO_PROCESS = (
    "Your digests cannot be read at the moment: the server has no room for a reading process. Try again later."
)

T = TypeVar("T")


class ReadingFailedError(RuntimeError):
    """No process can read anything now; the message is for visitors."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """Files as they will be kept: archives unpacked, single papers of one folder joined."""

    files: tuple[DigestFile, ...]
    refused: tuple[tuple[str, str], ...]  # name of a file and why it cannot be taken


@dataclass(frozen=True, slots=True)
class _Expansion:
    files: tuple[tuple[str, int], ...]  # name, and the place among the files asked for or -1
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Reports:
    reports: tuple[FileReport, ...]


@dataclass(frozen=True, slots=True)
class _Summary:
    digests: tuple[Digest, ...]
    reports: tuple[FileReport, ...]
    doubtful: tuple[DoubtfulGroup, ...]


def read_apart(
    files: Sequence[DigestFile],
    pair_decisions: Mapping[PairKey, DuplicateDecision] | None = None,
    on_begin: OnBegin = lambda _: None,
    stopping: Stopping = lambda: False,
    known: KnownNumbers | None = None,
) -> Library:
    """The library of these files, as `library.read_digests` makes it.

    Never raises for a bad file. Raises ReadingStopped once `stopping` says so, ReadingFailedError.
    """
    decisions = [[first, second, decision] for (first, second), decision in (pair_decisions or {}).items()]

    def ask(process: WorkerProcess, given_up: Mapping[str, str]) -> MergedFiles:
        parts = _Parts()
        request = _request("library", files, given_up, decisions) | {"known": known or {}}
        done, _ = process.ask(request, [file.content for file in files], on_begin, stopping, parts.take)
        return parts.merged(decoder(_Summary)(done))

    return library_of(_persistently(_LIBRARIES, files, ask, stopping))


def without(files: Sequence[DigestFile], unread: Mapping[str, str], known: KnownNumbers | None = None) -> Library:
    """The library of known files where others cannot be read: `unread` says why, by the hash of their content."""
    return library_of(merge_files(files, {}, given_up=unread, known=known))


def report_apart(
    file: DigestFile, on_begin: OnBegin = lambda _: None, stopping: Stopping = lambda: False
) -> FileReport:
    """The report on one file, without its notes. Raises as `read_apart` does."""

    def ask(process: WorkerProcess, given_up: Mapping[str, str]) -> FileReport:
        done, _ = process.ask(_request("report", [file], given_up), [file.content], on_begin, stopping)
        reports: _Reports = decoder(_Reports)(done)
        return reports.reports[0]

    return _persistently(_UPLOADS, [file], ask, stopping)


def expand_apart(
    files: Sequence[DigestFile], on_begin: OnBegin = lambda _: None, stopping: Stopping = lambda: False
) -> Expanded:
    """The files that these files hold, as `archives.expand` and `join_single_papers` find them. Raises as above."""
    if len(files) == 1 and not files[0].content.startswith(b"PK"):
        return Expanded(tuple(files), ())

    def ask(process: WorkerProcess, given_up: Mapping[str, str]) -> Expanded:
        done, contents = process.ask(
            {**_request("expand", files, given_up), "most_bytes": archives.most_bytes()},
            [file.content for file in files],
            on_begin,
            stopping,
        )
        found, new = decoder(_Expansion)(done), iter(contents)
        return Expanded(
            tuple(files[place] if place >= 0 else DigestFile(name, next(new)) for name, place in found.files),
            found.refused,
        )

    return _persistently(_UPLOADS, files, ask, stopping)


def _persistently(
    lane: Lane,
    files: Sequence[DigestFile],
    ask: Callable[[WorkerProcess, Mapping[str, str]], T],
    stopping: Stopping,
) -> T:
    """What is asked for, without the files that turn out to cost too much."""
    hashes = {hashlib.sha256(file.content).hexdigest(): len(file.content) for file in files}
    given_up = {content_hash: why for content_hash in hashes if (why := costly.sentence(content_hash))}
    while True:
        try:
            with lane.process(stopping) as process:
                return ask(process, given_up)
        except OSError as error:
            raise ReadingFailedError(_NO_PROCESS) from error
        except TooCostlyError as trouble:
            given_up |= _blamed(trouble, hashes, given_up)


def _blamed(trouble: TooCostlyError, hashes: Mapping[str, int], given_up: Mapping[str, str]) -> dict[str, str]:
    """The file that is to be given up, and why. Raises ReadingFailedError where none is left to blame."""
    begun = trouble.begun
    if begun is None:
        raise ReadingFailedError(_NO_PROCESS)
    if begun.content_hash in hashes and begun.content_hash not in given_up:
        why = _late(begun) if trouble.late else _ENDED
        costly.remember(begun.content_hash, why)
        return {begun.content_hash: why}
    left = [content_hash for content_hash in hashes if content_hash not in given_up]
    if not left:
        raise ReadingFailedError(_NO_PROCESS)
    return {max(left, key=hashes.__getitem__): _TOGETHER}


def _late(begun: Begun) -> str:
    seconds = round(seconds_for(begun.size))
    return (
        f"Reading this file took more than {seconds} seconds, so it was stopped. Split it, or try another form of it."
    )


def _request(
    ask: str, files: Sequence[DigestFile], given_up: Mapping[str, str], decisions: Sequence[Sequence[str]] = ()
) -> dict[str, Any]:
    names = [file.name.encode("utf-8", "replace").decode() for file in files]
    origins = [file.origin for file in files]
    return {"ask": ask, "names": names, "origins": origins, "given_up": given_up, "decisions": decisions}


class _Parts:
    """The parts of a library as they come, each a block of rows."""

    def __init__(self) -> None:
        self._papers: Columns = {name: [] for name in PAPER_COLUMNS}
        self._appearances: Columns = {name: [] for name in APPEARANCE_COLUMNS}
        self._aliases: dict[str, str] = {}
        self._versions: dict[str, tuple[tuple[str, RawPaper], ...]] = {}

    def take(self, values: dict[str, Any]) -> None:
        """Add one part."""
        for name, columns in (("papers", self._papers), ("appearances", self._appearances)):
            for column, some in values.get(name, {}).items():
                columns[column] += _KINDS[PAPER_COLUMNS.get(column) or APPEARANCE_COLUMNS[column]](some)
        self._aliases.update(_ALIASES(values.get("aliases", {})))
        self._versions.update(_VERSIONS(values.get("versions", {})))

    def merged(self, summary: _Summary) -> MergedFiles:
        """The whole."""
        return MergedFiles(
            self._papers,
            self._appearances,
            summary.digests,
            summary.reports,
            summary.doubtful,
            self._aliases,
            self._versions,
        )


_ALIASES = decoder(Mapping[str, str])
_VERSIONS = decoder(Mapping[str, tuple[tuple[str, RawPaper], ...]])
_KINDS: dict[str, Callable[[Any], Any]] = {
    "str": decoder(tuple[str, ...]),
    "int64": decoder(tuple[int, ...]),
    "Int64": decoder(tuple[int | None, ...]),
    "Float64": decoder(tuple[float | None, ...]),
    "object": decoder(tuple[tuple[str, ...], ...]),
}
