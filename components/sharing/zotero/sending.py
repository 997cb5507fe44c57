"""Sending papers to one library: what is new is created once, of what was sent only tags, notes and collection follow.

Keys of new items are chosen here and kept before they are sent. Where an answer is lost, the next look finds the item
under its key: it is never created twice. What its owner changed or deleted in Zotero stays as they left it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine

from components.curation.zotero import sent_items
from components.curation.zotero.accounts import ZoteroLibrary
from components.curation.zotero.sent_items import SentItem
from components.sharing.formats.entry import Entry
from components.sharing.zotero import items
from components.sharing.zotero.api import BATCH, ConflictError, Zotero, ZoteroError

SIGNS = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"  # of Zotero's keys: no 0, 1 or O
TURNS = 4  # of one batch whose library changes meanwhile


@dataclass
class Outcome:
    """What became of the papers, as far as it goes. Sentences name the paper."""

    total: int
    done: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: list[str] = field(default_factory=list)  # titles of papers that were deleted in Zotero
    failed: list[str] = field(default_factory=list)
    notes_kept: list[str] = field(default_factory=list)  # titles of papers whose note was changed in Zotero


class Sending:
    """One run over some papers."""

    def __init__(
        self,
        zotero: Zotero,
        engine: Engine,
        workspace: str,
        library: ZoteroLibrary,
        collection: str,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        """`collection` is a key, "" for none; `aliases` as in `Library.aliases`."""
        self._zotero, self._engine, self._workspace = zotero, engine, workspace
        self._library, self._collection, self._aliases = library, collection, aliases

    async def go(self, papers: Sequence[Entry], outcome: Outcome) -> None:
        """Send the papers, telling `outcome` how far it is. Raises ZoteroError."""
        known = sent_items.read(self._engine, self._workspace, self._library.path, self._aliases)
        open_papers = []
        for paper in papers:
            before = known.get(paper.paper_id)
            if before is not None and before.version and before.mark == self._mark(paper):
                outcome.unchanged += 1
                outcome.done += 1
            else:
                open_papers.append(paper)
        for start in range(0, len(open_papers), BATCH):
            batch = open_papers[start : start + BATCH]
            own = {paper.paper_id: known.get(paper.paper_id) or SentItem(paper.paper_id, _new_key()) for paper in batch}
            sent_items.keep(self._engine, self._workspace, self._library.path, own.values())
            await self._send(batch, own, outcome)
            outcome.done += len(batch)

    def _mark(self, paper: Entry) -> str:
        return items.mark_of(paper, self._collection, notes=self._library.notes)

    async def _send(self, batch: Sequence[Entry], own: dict[str, SentItem], outcome: Outcome) -> None:
        """Write the items of a batch, then their notes; each as the library is now."""
        wanted = list(batch)
        for _ in range(TURNS):
            there, version = await self._there([own[paper.paper_id].key for paper in wanted])
            gone = [paper for paper in wanted if own[paper.paper_id].version and own[paper.paper_id].key not in there]
            outcome.gone += [paper.title for paper in gone]
            wanted = [paper for paper in wanted if paper not in gone]
            try:
                written = await self._write([self._item(paper, own, there) for paper in wanted], version)
            except ConflictError:
                continue
            break
        else:
            raise ZoteroError("This library of Zotero changes all the time. Send again later: the rest is sent.")
        good, trouble = _fates(written)
        done = []
        for place, paper in enumerate(wanted):
            if place not in good:
                outcome.failed.append(f"“{paper.title}”: {trouble.get(place, 'Zotero says nothing of it.')}")
                continue
            before = own[paper.paper_id]
            new = not before.version  # also where an earlier answer was lost
            own[paper.paper_id] = replace(before, version=good[place] or written_version(written), tags=paper.tags)
            outcome.created += new
            outcome.updated += not new
            done.append(paper)
        sent_items.keep(self._engine, self._workspace, self._library.path, (own[paper.paper_id] for paper in done))
        failed = await self._send_notes(done, own, outcome) if self._library.notes else set[str]()
        whole = [replace(own[paper.paper_id], mark=self._mark(paper)) for paper in done if paper.paper_id not in failed]
        sent_items.keep(self._engine, self._workspace, self._library.path, whole)

    def _item(self, paper: Entry, own: Mapping[str, SentItem], there: Mapping[str, dict[str, Any]]) -> items.Item:
        before = own[paper.paper_id]
        found = there.get(before.key)
        if found is None:
            return items.new_item(paper, before.key, self._collection)
        return items.changed_item(paper, found, before.tags, self._collection)

    async def _send_notes(self, papers: Sequence[Entry], own: dict[str, SentItem], outcome: Outcome) -> set[str]:
        """Write the notes of papers whose items are there; returns the papers whose note could not be written.

        A note that was changed or deleted in Zotero is left as it is there; so is one whose text was deleted here.
        """
        noted = [paper for paper in papers if paper.note.strip()]
        for paper in noted:
            if not own[paper.paper_id].note_key:
                own[paper.paper_id] = replace(own[paper.paper_id], note_key=_new_key())
        sent_items.keep(self._engine, self._workspace, self._library.path, (own[each.paper_id] for each in noted))
        for _ in range(TURNS):
            there, version = await self._there([own[paper.paper_id].note_key for paper in noted])
            kept = [paper for paper in noted if not _is_ours(own[paper.paper_id], there)]
            wanted = [paper for paper in noted if paper not in kept]
            texts = [self._note(paper, own, there) for paper in wanted]
            try:
                written = await self._write(texts, version)
            except ConflictError:
                continue
            break
        else:
            raise ZoteroError("This library of Zotero changes all the time. Send again later: the rest is sent.")
        outcome.notes_kept += [paper.title for paper in kept]
        good, trouble = _fates(written)
        for place, paper in enumerate(wanted):
            if place in good:
                version = good[place] or written_version(written)
                own[paper.paper_id] = replace(own[paper.paper_id], note_version=version)
            else:
                outcome.failed.append(f"Note on “{paper.title}”: {trouble.get(place, 'Zotero says nothing of it.')}")
        return {paper.paper_id for place, paper in enumerate(wanted) if place not in good}

    def _note(self, paper: Entry, own: Mapping[str, SentItem], there: Mapping[str, dict[str, Any]]) -> items.Item:
        item = own[paper.paper_id]
        found = there.get(item.note_key)
        return items.note_item(paper.note, item.note_key, int(found["version"]) if found else 0, item.key)

    async def _there(self, keys: Sequence[str]) -> tuple[dict[str, dict[str, Any]], int]:
        """(key → editable data of those of these items that are there and not in the trash, the library's version)."""
        if not keys:
            return {}, 0
        answer = await self._zotero.get(f"{self._library.path}/items", itemKey=",".join(keys), limit=len(keys))
        if not isinstance(answer.content, list):
            raise ZoteroError("Zotero has no such library any more. Connect again.")
        found = [each.get("data") for each in answer.content if isinstance(each, dict)]
        return {
            str(data["key"]): data
            for data in found
            if isinstance(data, dict) and isinstance(data.get("version"), int) and not data.get("deleted")
        }, answer.version

    async def _write(self, objects: Sequence[items.Item], version: int) -> Any:
        """What Zotero says of each object. Raises ConflictError, ZoteroError."""
        if not objects:
            return {}
        path = f"{self._library.path}/items"
        answer = await self._zotero.post(path, objects, version=version)
        if not isinstance(answer.content, dict):
            raise ZoteroError("Zotero gives an answer of another shape.")
        return answer.content | {"version": answer.version}


def written_version(written: Mapping[str, Any]) -> int:
    """The library's version after a write: that of every object it changed."""
    return int(written.get("version", 0))


def _fates(written: Mapping[str, Any]) -> tuple[dict[int, int], dict[int, str]]:
    """(place → version of the objects that are as wanted, 0 where none is given; place → why the others are not)."""
    good: dict[int, int] = {}
    for name in ("success", "unchanged"):
        good |= {int(place): 0 for place in _object(written.get(name)) if place.isdecimal()}
    for place, item in _object(written.get("successful")).items():
        if place.isdecimal():
            version = _object(item).get("version")
            good[int(place)] = version if isinstance(version, int) else 0
    failed = {
        int(place): _refusal(_object(fate))
        for place, fate in _object(written.get("failed")).items()
        if place.isdecimal()
    }
    return {place: version for place, version in good.items() if place not in failed}, failed


def _refusal(fate: Mapping[str, Any]) -> str:
    if fate.get("code") == 412:
        return "it was changed in Zotero at the same moment; send again."
    message = " ".join(str(fate.get("message", "")).split())[:200]
    return f"Zotero says: {message.rstrip('.')}." if message else f"Zotero refuses it ({fate.get('code')})."


def _is_ours(item: SentItem, there: Mapping[str, dict[str, Any]]) -> bool:
    """Whether the note may be written: it is not there yet, or is as it was sent."""
    found = there.get(item.note_key)
    if found is None:
        return not item.note_version
    return item.note_version in (0, found["version"])


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _new_key() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(8))
