"""Zip archives and folders of digests, unpacked within limits on bytes, files and depth.

Files of one paper each in one folder (notes, YAML, JSON, BibTeX, RIS) become one digest.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import orjson

from components.papers.paper import DigestFile
from components.papers.reading.bibliographies import bibtex
from components.papers.reading.content import ZIP_ERRORS, Content
from components.papers.reading.json import yaml_text
from components.papers.reading.json.collecting import is_record
from components.papers.reading.markdown import note
from components.papers.reading.refusals import of_archive_member
from components.settings import MEGABYTE, settings

MOST_BYTES = 300_000_000  # that archives given together may unpack to, whatever a workspace may keep
MOST_FILES = 5_000
_MOST_TIMES = 300  # a large member that unpacks to more than this many times its size is taken for a zip bomb
_LARGE = 20_000_000
_SMALL = 200_000  # a file of one paper is smaller
_DEEPEST = 3
_SKIPPED = re.compile(r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")


class UnreadableArchive(ValueError):  # noqa: N818 - the sentence is for people
    """An archive that cannot or must not be unpacked; the message says why."""


def most_bytes() -> int:
    """All that archives given together may unpack to: no more than a workspace may keep."""
    return min(MOST_BYTES, max(settings().workspace_bytes, settings().upload_bytes))


@dataclass
class Budget:
    """How much may still be unpacked of archives that are given together."""

    most: int = field(default_factory=most_bytes)
    files: int = MOST_FILES
    bytes: int = field(init=False)

    def __post_init__(self) -> None:
        self.bytes = self.most


def expand(file: DigestFile, budget: Budget | None = None) -> list[DigestFile]:
    """The files in an archive, in order of their names, or the file itself where it is none.

    Raises UnreadableArchive with a sentence where it cannot be unpacked, or not within the budget.
    """
    if not Content(file.content).is_archive:
        return [file]
    if document := of_archive_member(file.content):
        raise UnreadableArchive(f"This is {document}. Copy its text, or save it as plain text or HTML, and give that.")
    members = list(_members(file.name, file.content, budget or Budget(), 1))
    if not members:
        raise UnreadableArchive("The archive has no files in it.")
    return join_single_papers(members)


def join_single_papers(files: Sequence[DigestFile]) -> list[DigestFile]:
    """Files as they are, except that three or more files of one paper each in one folder become one file."""
    alike: defaultdict[tuple[str, str], list[DigestFile]] = defaultdict(list)
    for file in files:
        kind = _kind_of_one(file)
        if kind:
            alike[str(PurePosixPath(file.name).parent), kind].append(file)
    joined = {id(file): key for key, group in alike.items() if len(group) >= 3 for file in group}
    result: list[DigestFile] = []
    done: set[tuple[str, str]] = set()
    for file in files:
        key = joined.get(id(file))
        if key is None:
            result.append(file)
        elif key not in done:
            done.add(key)
            folder, kind = key
            result.append(DigestFile(f"{folder if folder != '.' else 'papers'}.{kind}", _join(kind, alike[key])))
    return result


def _members(name: str, data: bytes, budget: Budget, depth: int) -> Iterator[DigestFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and not _SKIPPED.search(one.filename)]
            budget.files -= len(members)
            if budget.files < 0:
                raise UnreadableArchive(f"The archive holds more than {MOST_FILES:,} files. Give fewer at a time.")
            for member in sorted(members, key=lambda one: one.filename):
                content = _unpacked(archive, member, budget)
                inner = f"{name}/{_safe(member.filename)}"
                if Content(content).is_archive:
                    if depth >= _DEEPEST:
                        raise UnreadableArchive("Archives within archives within archives: unpack them first.")
                    yield from _members(inner, content, budget, depth + 1)
                else:
                    yield DigestFile(inner, content)
    except ZIP_ERRORS as trouble:
        if isinstance(trouble, UnreadableArchive):
            raise
        locked = isinstance(trouble, RuntimeError) and "password" in str(trouble)
        raise UnreadableArchive(
            "The archive is locked with a password. Unpack it and give the files."
            if locked
            else "The archive is damaged and cannot be unpacked. Give its files instead."
        ) from trouble


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> bytes:
    """A member's bytes, never more than the budget, whatever size its header states."""
    if member.file_size > max(_LARGE, _MOST_TIMES * max(member.compress_size, 1)):
        raise UnreadableArchive(f"“{_safe(member.filename)}” would unpack to {member.file_size:,} bytes: not opened.")
    limit = min(budget.bytes, max(_LARGE, _MOST_TIMES * max(member.compress_size, 1)))
    with archive.open(member) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise UnreadableArchive(f"Archives may unpack to {budget.most / MEGABYTE:g} MB together. Give less at a time.")
    budget.bytes -= len(content)
    return content


def _safe(name: str) -> str:
    """A member's name as a plain relative path, without parts that lead out of the archive."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "file"


def _kind_of_one(file: DigestFile) -> str:
    """The kind of a file that holds one paper and can be joined with others, "" for any other file."""
    if len(file.content) > _SMALL:
        return ""
    content = Content(file.content)
    start = content.head.lstrip()
    if start.startswith("{"):
        try:
            return "json" if is_record(orjson.loads(file.content)) else ""
        except orjson.JSONDecodeError:
            return ""
    if start.startswith("@") and len(re.findall(r"^[ \t]*@\w+\s*\{", content.text, re.M)) == 1:
        return "bib" if bibtex.recognise(content) else ""
    if start.startswith("TY  -") and content.text.count("TY  -") == 1:
        return "ris"
    if note.recognise(content):
        return "md"
    if len(re.findall(r"^title\s*:", content.text, re.M | re.I)) == 1 and yaml_text.recognise(content):
        return "yaml"
    return ""


def _join(kind: str, files: Iterable[DigestFile]) -> bytes:
    texts = [Content(file.content).text.strip() for file in files]
    if kind == "json":
        return ("[\n" + ",\n".join(texts) + "\n]\n").encode()
    if kind == "yaml":
        texts = [re.sub(r"^---[^\n]*\n|\n(?:---|\.\.\.)\s*$", "", text) for text in texts]
        return ("---\n" + "\n---\n".join(texts) + "\n").encode()
    if kind == "md":
        return note.PARTED.join(text + "\n" for text in texts).encode()
    return ("\n\n".join(texts) + "\n").encode()
