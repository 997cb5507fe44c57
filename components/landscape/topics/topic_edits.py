"""Edits of topics by a visitor: a topic renamed, merged, split or pinned, a word excluded, a paper moved.

An edit refers to papers, never to the number of a topic: it holds the paper ids of the topic that was meant.
`topic_editing` applies edits; here are their JSON and file formats.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

LONGEST = 100  # characters of a name or word
MOST_EDITS = 500
MOST_BYTES = 4_000_000  # of a file of edits
FORMAT, VERSION = "digest-atlas-topics", 1


class UnreadableEditsError(ValueError):
    """A file or record that should hold edits of topics does not; the message says what is wrong."""


class EditAction(StrEnum):
    """What can be done to topics."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    PIN = "pin"
    FORBID = "forbid"
    MOVE = "move"


_GROUPS = {
    EditAction.RENAME: 1,
    EditAction.MERGE: 2,
    EditAction.SPLIT: 2,
    EditAction.PIN: 1,
    EditAction.FORBID: 0,
    EditAction.MOVE: 1,
}
_WORDED = {EditAction.RENAME, EditAction.PIN, EditAction.FORBID}


@dataclass(frozen=True, slots=True)
class TopicEdit:
    """One thing a person did."""

    edit_id: str  # sorts by time
    action: EditAction
    groups: tuple[tuple[str, ...], ...] = ()  # paper ids: the topic meant; both topics or both halves; the new place
    text: str = ""  # the new name, the pinned name, the forbidden word
    paper: str = ""  # the moved paper
    names: tuple[str, ...] = ()  # what the topics were called then, for people

    def as_json(self) -> str:
        """The edit as one line of JSON."""
        value: dict[str, Any] = {"id": self.edit_id, "act": self.action.value}
        details = {"groups": self.groups, "words": self.text, "paper": self.paper, "was": self.names}
        value |= {key: each for key, each in details.items() if each}
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def under_new_ids(self, aliases: Mapping[str, str]) -> TopicEdit:
        """The same edit under the ids that papers have now (old id → id)."""
        groups = tuple(tuple(dict.fromkeys(aliases.get(each, each) for each in group)) for group in self.groups)
        return replace(self, groups=groups, paper=aliases.get(self.paper, self.paper))

    @property
    def sentence(self) -> str:
        """What was done, in words: "Renamed “A” to “B”"."""
        names = [f"“{name}”" for name in (*self.names, "", "")]
        return {
            EditAction.RENAME: f"Renamed {names[0]} to “{self.text}”",
            EditAction.MERGE: f"Merged {names[0]} and {names[1]}",
            EditAction.SPLIT: f"Split {names[0]}",
            EditAction.PIN: f"Pinned “{self.text}”",
            EditAction.FORBID: f"Named no topic by “{self.text}”",
            EditAction.MOVE: f"Moved a paper to {names[0]}",
        }[self.action]


def edits_to_file(edits: Sequence[TopicEdit]) -> bytes:
    """Edits as a small file, UTF-8: a line that says what it is, then a line of JSON each."""
    head = json.dumps({"format": FORMAT, "version": VERSION})
    return "\n".join([head, *(edit.as_json() for edit in edits), ""]).encode()


def edits_from_file(content: bytes) -> tuple[TopicEdit, ...]:
    """The edits of such a file. Raises UnreadableEditsError naming the line."""
    if len(content) > MOST_BYTES:
        raise UnreadableEditsError("This file is too large to hold edits of topics.")
    try:
        lines = content.decode().split("\n")
        head = json.loads(lines[0])
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnreadableEditsError("This file holds no edits of topics. Choose one that was exported here.") from error
    if not isinstance(head, dict) or head.get("format") != FORMAT or head.get("version") != VERSION:
        raise UnreadableEditsError("This file holds no edits of topics. Choose one that was exported here.")
    found = []
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            try:
                found.append(edit_from_json(line))
            except UnreadableEditsError as error:
                raise UnreadableEditsError(f"Line {number} of this file is no edit of topics: {error}") from error
    if len(found) > MOST_EDITS:
        raise UnreadableEditsError(f"This file holds {len(found):,} edits; at most {MOST_EDITS} are read.")
    return tuple(found)


def edit_from_json(line: str) -> TopicEdit:
    """One edit from its line of JSON. Raises UnreadableEditsError."""
    try:
        value = json.loads(line)
        action = EditAction(value["act"])
        groups = tuple(tuple(_text(each, 500) for each in group) for group in value.get("groups", []))
        edit = TopicEdit(
            _text(value["id"], 64),
            action,
            groups,
            " ".join(_text(value.get("words", ""), LONGEST).split()),
            _text(value.get("paper", ""), 500),
            tuple(_text(each, 500) for each in value.get("was", [])),
        )
    except (json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UnreadableEditsError("it does not say what was done to which papers.") from error
    if len(edit.groups) != _GROUPS[action] or not all(edit.groups):
        raise UnreadableEditsError("it does not name the papers of its topics.")
    if (action in _WORDED and not edit.text) or (action is EditAction.MOVE and not edit.paper):
        raise UnreadableEditsError("a name, a word or a paper is missing.")
    return edit


def _text(value: object, most: int) -> str:
    """The value where it is a text that a database can hold; ValueError otherwise."""
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise ValueError(value)
    value.encode()  # half a character is none
    return value
