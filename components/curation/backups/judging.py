"""Each line of a backup judged before anything is stored: what it is, whether it can be kept, and why not.

A backup may have been edited by hand, damaged, or made up. What is odd is left out with a sentence; the rest is kept.
What can be kept lies in files on the disk until all has been read, so that the transaction that stores it is short.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Any, Self

from components.curation.annotations import decisions, kinds
from components.curation.annotations.decisions import Decision
from components.curation.backups.container import Backup, OddPartError
from components.curation.backups.judging_lists import GroupListJudge
from components.curation.backups.values import OddLineError, number, text
from components.curation.searches import delivery
from components.curation.searches.saved_searches import LONGEST_ADDRESS, LONGEST_NAME
from components.curation.searches.saved_searches import MOST as MOST_SEARCHES
from components.curation.workspaces import uploads
from components.curation.workspaces.uploads import WorkspaceFullError
from components.settings import MEGABYTE, Settings
from components.store import times
from components.store.database import now
from components.text import can_be_stored

MOST_HIDDEN, MOST_SEEN = 1_000, 200_000
LONGEST_DELIVERY = 200
_LONGEST_FILE_NAME, _LONGEST_BATCH_ID, _LONGEST_SENTENCE = 255, 300, 2_000
_LISTED = 20  # odd lines that are told one by one
_HIDDEN_ID = re.compile(r"[a-z0-9-]{1,80}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ZOTERO_LIBRARY, _ZOTERO_KEY = re.compile(r"(?:users|groups)/[0-9]{1,15}"), re.compile(r"[0-9A-Z]{8}")
_IN_MEMORY = 4 * MEGABYTE


@dataclass
class Judged:
    """What of a backup can be kept. Rows and the digests' contents lie on the disk; close it when all is stored."""

    counts: dict[str, int] = field(default_factory=dict)
    digests: list[dict[str, Any]] = field(default_factory=list)  # rows of uploads, without workspace and content
    batch_times: dict[int, str] = field(default_factory=dict)  # of batches, by their number in the backup
    undone: set[int] = field(default_factory=set)
    stars: list[tuple[str, int]] = field(default_factory=list)  # (paper, batch) of every star, in order
    skipped: list[str] = field(default_factory=list)
    odd: int = 0
    size: int = 0  # bytes of the digests before they were packed, and of all else as text
    _files: dict[str, Any] = field(default_factory=dict)
    _places: list[tuple[int, int]] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()

    def keep(self, kind: str, row: dict[str, Any]) -> None:
        """Put a row of one kind aside."""
        self._file(kind).write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self.counts[kind] = self.counts.get(kind, 0) + 1

    def keep_digest(self, row: dict[str, Any], packed: bytes) -> None:
        """Put a digest aside."""
        file = self._file("digest")
        self._places.append((file.tell(), len(packed)))
        file.write(packed)
        self.digests.append(row)

    def rows(self, kind: str) -> Iterator[dict[str, Any]]:
        """The rows of one kind, in their order."""
        file = self._file(kind)
        file.seek(0)
        for line in file:
            yield json.loads(line)

    def packed(self, number: int) -> bytes:
        """The compressed content of the digest of this number."""
        start, length = self._places[number]
        file = self._file("digest")
        file.seek(start)
        return bytes(file.read(length))

    def skip(self, number: int, what: str, why: str) -> None:
        """Note that a line is left out."""
        self.odd += 1
        if len(self.skipped) < _LISTED:
            self.skipped.append(f"Line {number}{what} was left out: it {why}.")

    def sentences(self) -> tuple[str, ...]:
        """The sentences about what is left out."""
        more = self.odd - len(self.skipped)
        return (*self.skipped, f"And {more:,} more lines.") if more else tuple(self.skipped)

    def _file(self, kind: str) -> IO[bytes]:
        if kind not in self._files:
            self._files[kind] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed with this)
        found: IO[bytes] = self._files[kind]
        return found


def judge(backup: Backup, allowed: Settings) -> Judged:
    """Read a whole backup. Raises WorkspaceFullError where it holds more than a workspace may, and BackupError."""
    judged = Judged()
    try:
        _Judge(backup, judged, allowed).run()
    except BaseException:
        judged.__exit__(None, None, None)
        raise
    return judged


class _Judge:
    """One reading of a backup: knows what came before, since names may come once and steps must be there."""

    def __init__(self, backup: Backup, judged: Judged, allowed: Settings) -> None:
        self.backup, self.judged, self.allowed = backup, judged, allowed
        self.bytes = self.logged = 0
        self.at = now()
        self.searches: set[str] = set()
        self.hashes: set[str] = set()
        self.batch_ids: set[str] = set()
        lists = GroupListJudge(self.keep, self.time)
        self.take: dict[str, Callable[[dict[str, Any]], None]] = {
            "digest": self.digest, "hidden": self.hidden, "search": self.search, "value": self.value,
            "batch": self.batch, "event": self.event, "zotero": self.zotero, **lists.take,
        }  # fmt: skip

    def run(self) -> None:
        self._lines()
        self.judged.size = self.bytes + self.logged

    def _lines(self) -> None:
        for place, line in self.backup.lines():
            kind = next(iter(line), "") if isinstance(line, dict) else ""
            row = line.get(kind) if isinstance(line, dict) else None
            if kind not in self.take or not isinstance(row, dict):
                self.judged.skip(place, "", "is damaged" if line is None else "is of no kind that is known here")
                continue
            try:
                self.take[kind](row)
            except OddLineError as odd:
                self.judged.skip(place, f" ({_named(kind, row)})", str(odd))

    def digest(self, row: dict[str, Any]) -> None:
        """Check the room, read the content, put it aside packed."""
        try:
            content = self.backup.digest(row)
        except OddPartError as odd:
            raise OddLineError(f"holds a digest that cannot be read: {odd}") from odd
        name = "".join(sign for sign in text(row, "name", 100_000) if sign.isprintable())[:_LONGEST_FILE_NAME]
        kept = uploads.row("", name or "digest", content, self.time(row, "at"))
        if kept["sha256"] in self.hashes:
            raise OddLineError("is there twice")
        self.bytes += len(content)
        if self._is_full(row) or self.bytes > self.allowed.workspace_bytes:
            raise WorkspaceFullError(
                f"This backup holds more digests than there may be here: {self.allowed.workspace_digests:,} of "
                f"{self.allowed.workspace_bytes / 1e6:.0f} MB together. Nothing was changed."
            )
        origin = row.get("origin")
        if isinstance(origin, str) and _SHA256.fullmatch(origin) and origin not in self.hashes:
            kept["origin"] = origin
        if row.get("archived"):
            kept["archived"] = self.time(row, "archived")
        self.hashes |= {str(kept["sha256"]), str(kept["origin"])}
        packed = kept.pop("content")
        assert isinstance(packed, bytes)
        self.judged.keep_digest({name: value for name, value in kept.items() if name != "workspace"}, packed)

    def _is_full(self, row: dict[str, Any]) -> bool:
        """Whether there are as many digests as may be, outside the archive or in it, where this one belongs."""
        archived = bool(row.get("archived"))
        most = self.allowed.workspace_digests * (uploads.ARCHIVED_MORE if archived else 1)
        return sum(bool(each["archived"]) == archived for each in self.judged.digests) >= most

    def hidden(self, row: dict[str, Any]) -> None:
        """A bundled digest that is not shown."""
        digest_id = text(row, "digest_id", 200)
        if not _HIDDEN_ID.fullmatch(digest_id) or self.judged.counts.get("hidden", 0) >= MOST_HIDDEN:
            raise OddLineError("names no digest")
        self.keep("hidden", {"digest_id": digest_id, "at": self.time(row, "at")})

    def search(self, row: dict[str, Any]) -> None:
        """A saved search."""
        name, address, seen = text(row, "name", LONGEST_NAME), text(row, "address", LONGEST_ADDRESS), row.get("seen")
        if not name or " ".join(name.split()) != name or not name.isprintable() or name in self.searches:
            raise OddLineError("has no name of its own")
        if not isinstance(seen, list) or len(seen) > MOST_SEEN:
            raise OddLineError("does not say which papers were seen")
        if len(self.searches) >= MOST_SEARCHES or not address.isprintable():
            raise OddLineError(
                "is one more than there may be" if address.isprintable() else "has an address that is none"
            )
        sent = text(row, "delivery", LONGEST_DELIVERY) if "delivery" in row else ""  # older backups have none
        try:
            delivery.from_text(sent)
        except ValueError as odd:
            raise OddLineError("has settings for its mails that cannot be read") from odd
        self.searches.add(name)
        known = [each for each in seen if isinstance(each, str) and can_be_stored(each) and kinds.is_id(each)]
        times_of = {"at": self.time(row, "at"), "seen_at": self.time(row, "seen_at")}
        self.keep("search", {"name": name, "address": address, "seen": known, "delivery": sent} | times_of)

    def value(self, row: dict[str, Any]) -> None:
        """One annotation of a paper."""
        paper_id, kind, value = text(row, "paper_id", 4_000), text(row, "kind", 4_000), text(row, "value")
        if trouble := kinds.trouble(kind, paper_id, value):
            raise OddLineError(trouble)
        self.keep("value", {"paper_id": paper_id, "kind": kind, "value": value, "at": self.time(row, "at")})

    def batch(self, row: dict[str, Any]) -> None:
        """One step of the history."""
        seq, undoes = number(row, "seq"), row.get("undoes")
        batch_id, sentence = text(row, "batch_id", _LONGEST_BATCH_ID), text(row, "says", _LONGEST_SENTENCE)
        if not batch_id or not batch_id.isprintable() or seq in self.judged.batch_times or batch_id in self.batch_ids:
            raise OddLineError("is a step without a name of its own")
        if undoes is not None and (
            number(row, "undoes") not in self.judged.batch_times or undoes in self.judged.undone
        ):
            raise OddLineError("undoes a step that is not there")
        sentence = "".join(sign if sign.isprintable() else " " for sign in sentence)
        at, changes = self.time(row, "at"), min(number(row, "changes"), 2**31 - 1)
        self.batch_ids.add(batch_id)  # from here on it is kept
        self.judged.batch_times[seq] = at
        if undoes is not None:
            self.judged.undone |= {undoes, seq}
        self.keep(
            "batch",
            {"seq": seq, "batch_id": batch_id, "says": sentence, "changes": changes, "undoes": undoes, "at": at},
        )

    def event(self, row: dict[str, Any]) -> None:
        """One change of a step; undo would write its old value, so that is judged too."""
        batch, paper_id, kind = number(row, "batch"), text(row, "paper_id", 4_000), text(row, "kind", 4_000)
        if batch not in self.judged.batch_times:
            raise OddLineError("belongs to a step that is not there")
        values = {name: None if row.get(name, ...) is None else text(row, name) for name in ("old", "new")}
        known = [value for value in values.values() if value is not None]
        if trouble := next(filter(None, (kinds.trouble(kind, paper_id, value) for value in known)), ""):
            raise OddLineError(trouble)
        if not known:
            raise OddLineError("changes nothing")
        if (kind, values["new"]) == (decisions.KIND, Decision.STARRED):
            self.judged.stars.append((paper_id, batch))
        self.keep("event", {"batch": batch, "paper_id": paper_id, "kind": kind} | values)

    def zotero(self, row: dict[str, Any]) -> None:
        """A paper that was sent to Zotero, so that it is not sent twice."""
        texts = {name: text(row, name, 4_000) for name in ("library", "paper_id", "item_key", "note_key", "mark")}
        keys = (texts["item_key"], *filter(None, (texts["note_key"],)))
        if not _ZOTERO_LIBRARY.fullmatch(texts["library"]) or not all(map(_ZOTERO_KEY.fullmatch, keys)):
            raise OddLineError("names no item of Zotero")
        if not kinds.is_id(texts["paper_id"]):
            raise OddLineError("names no paper")
        try:
            tags = json.loads(text(row, "tags", 100_000))
        except (ValueError, RecursionError):
            tags = None
        if not isinstance(tags, list) or not all(isinstance(tag, str) and can_be_stored(tag) for tag in tags):
            raise OddLineError("has no “tags” that could be kept")
        versions = {name: number(row, name) for name in ("version", "note_version")}
        self.keep("zotero", texts | versions | {"tags": json.dumps(tags), "at": self.time(row, "at")})

    def keep(self, kind: str, row: dict[str, Any]) -> None:
        """Put a row aside, as far as there is room."""
        self.logged += sum(len(value) for value in row.values() if isinstance(value, str))
        self.logged += sum(map(len, row.get("seen", ()))) + 40
        if self.logged > self.allowed.workspace_bytes:
            raise WorkspaceFullError(
                f"The decisions, notes and history of this backup take more than the "
                f"{self.allowed.workspace_bytes / 1e6:.0f} MB that they may take here. Nothing was changed."
            )
        self.judged.keep(kind, row)

    def time(self, row: dict[str, Any], name: str) -> str:
        """A time as the store writes it; one that has not come yet is the present. Raises OddLineError."""
        found = times.parsed(text(row, name, 100))
        if found is None:
            raise OddLineError("does not say when")
        return min(times.written(found), self.at)


def _named(kind: str, row: dict[str, Any]) -> str:
    """What a line is about, in words: "decision of arxiv:2404.06773"."""
    paper, name = row.get("paper_id"), row.get("name")
    if isinstance(paper, str) and isinstance(row.get("kind"), str):
        return f"{' '.join(row['kind'].split())[:60]} of {' '.join(paper.split())[:80]}"
    return f"{kind} “{' '.join(name.split())[:80]}”" if isinstance(name, str) else kind
