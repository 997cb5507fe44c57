"""A person's hand on the topics: renamed, merged, split, pinned, a word forbidden, a paper moved.

An edit is tied to papers, never to the number of a topic: it says which papers the topic had that was meant, and is
applied again wherever most of them are together, whatever digests came or level was chosen since. Each application
says what became of each edit. Not here: storing edits, or what names are made of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from components.landscape.topics.hierarchy import Hierarchy

LEAST_OVERLAP = 0.3  # Jaccard from which a topic is the one that was meant
LEAST_SHARE = 0.5  # share of the papers meant that must be together
LEAST_PRESENT = 1 / 3  # share of the papers meant that must be loaded
SWALLOWED = 2 / 3  # a topic of which a pin takes this share joins the pinned topic
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
    act: EditAction
    groups: tuple[tuple[str, ...], ...] = ()  # paper ids: the topic meant; both topics or both halves; the new place
    words: str = ""  # the new name, the pinned name, the forbidden word
    paper: str = ""  # the moved paper
    was: tuple[str, ...] = ()  # what the topics were called, for people

    def as_json(self) -> str:
        """The edit as one line of JSON."""
        value: dict[str, Any] = {"id": self.edit_id, "act": self.act.value}
        value |= {name: each for name in ("groups", "words", "paper", "was") if (each := getattr(self, name))}
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def under_new_ids(self, aliases: Mapping[str, str]) -> TopicEdit:
        """The same edit under the ids that papers have now (old id → id)."""
        groups = tuple(tuple(dict.fromkeys(aliases.get(each, each) for each in group)) for group in self.groups)
        return replace(self, groups=groups, paper=aliases.get(self.paper, self.paper))

    @property
    def says(self) -> str:
        """What was done, in words: "Renamed “A” to “B”"."""
        names = [f"“{name}”" for name in (*self.was, "", "")]
        return {
            EditAction.RENAME: f"Renamed {names[0]} to “{self.words}”",
            EditAction.MERGE: f"Merged {names[0]} and {names[1]}",
            EditAction.SPLIT: f"Split {names[0]}",
            EditAction.PIN: f"Pinned “{self.words}”",
            EditAction.FORBID: f"Named no topic by “{self.words}”",
            EditAction.MOVE: f"Moved a paper to {names[0]}",
        }[self.act]


class EditState(StrEnum):
    """What became of an edit."""

    KEPT = "kept"
    ALREADY = "already so"
    WAITING = "waiting"
    DISSOLVED = "dissolved"


@dataclass(frozen=True, slots=True)
class EditOutcome:
    """What became of one edit when it was applied, with one sentence for people."""

    edit: TopicEdit
    state: EditState
    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Topics after a person's hand. Labels are any numbers; names and pins go by label."""

    labels: np.ndarray  # int64 (n,)
    names: dict[int, str]
    pinned: frozenset[int]
    barred: tuple[str, ...]
    log: tuple[EditOutcome, ...]


def shaped(tree: Hierarchy, labels: np.ndarray, paper_ids: Sequence[str], edits: Sequence[TopicEdit]) -> Shape:
    """Apply edits one after the other to topics (labels of the papers); paper_ids go with labels."""
    bench = _Bench(tree, labels.astype(np.int64), {paper_id: row for row, paper_id in enumerate(paper_ids)})
    log = tuple(bench.apply(edit) for edit in edits)
    return Shape(bench.labels, bench.names, frozenset(bench.pinned), tuple(bench.barred), tuple(bench.settled(log)))


def split_in_two(tree: Hierarchy, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Rows of one topic as two, where the hierarchy divides them last, else by what they are near to; None below 4."""
    if len(rows) < 4:
        return None
    here = np.bincount(tree.leaf[rows], minlength=tree.groups)
    for left, right in tree.merges[::-1]:
        if here @ tree.node_groups[left] > 1 and here @ tree.node_groups[right] > 1:
            in_right = tree.node_groups[right][tree.leaf[rows]]
            return rows[~in_right], rows[in_right]
    profile = tree.group_similarities[rows].astype(np.float32)
    first = int(((profile - profile.mean(axis=0)) ** 2).sum(axis=1).argmax())
    centres = profile[[first, int(((profile - profile[first]) ** 2).sum(axis=1).argmax())]]
    in_second = np.zeros(len(rows), dtype=bool)
    for _ in range(8):
        apart = ((profile[:, None] - centres) ** 2).sum(axis=2)
        in_second = apart[:, 1] < apart[:, 0]
        if not 1 < in_second.sum() < len(rows) - 1:
            in_second = np.argsort(np.argsort(apart[:, 0] - apart[:, 1], kind="stable")) >= len(rows) // 2
        centres = np.stack([profile[~in_second].mean(axis=0), profile[in_second].mean(axis=0)])
    return rows[~in_second], rows[in_second]


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
        act = EditAction(value["act"])
        groups = tuple(tuple(_text(each, 500) for each in group) for group in value.get("groups", []))
        edit = TopicEdit(
            _text(value["id"], 64),
            act,
            groups,
            " ".join(_text(value.get("words", ""), LONGEST).split()),
            _text(value.get("paper", ""), 500),
            tuple(_text(each, 500) for each in value.get("was", [])),
        )
    except (json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UnreadableEditsError("it does not say what was done to which papers.") from error
    if len(edit.groups) != _GROUPS[act] or not all(edit.groups):
        raise UnreadableEditsError("it does not name the papers of its topics.")
    if (act in _WORDED and not edit.words) or (act is EditAction.MOVE and not edit.paper):
        raise UnreadableEditsError("a name, a word or a paper is missing.")
    return edit


def _text(value: object, most: int) -> str:
    """The value where it is a text that a database can hold; ValueError otherwise."""
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise ValueError(value)
    value.encode()  # half a character is none
    return value


class _MissingError(LookupError):
    """An edit finds no topic; `state` says why, the message how it reads."""

    def __init__(self, state: EditState, sentence: str):
        super().__init__(sentence)
        self.state = state


@dataclass(slots=True)
class _Bench:
    """The topics while edits are applied."""

    tree: Hierarchy
    labels: np.ndarray
    row: Mapping[str, int]
    names: dict[int, str] = field(default_factory=dict)
    named_by: dict[int, tuple[float, TopicEdit]] = field(default_factory=dict)  # label → (overlap, the rename)
    pinned: set[int] = field(default_factory=set)
    barred: list[str] = field(default_factory=list)
    outdone: set[str] = field(default_factory=set)  # renames that a better one took the topic of

    def apply(self, edit: TopicEdit) -> EditOutcome:
        """Do one edit and say what became of it."""
        acts = {
            EditAction.RENAME: self._rename,
            EditAction.MERGE: self._merge,
            EditAction.SPLIT: self._split,
            EditAction.PIN: self._pin,
            EditAction.FORBID: self._forbid,
            EditAction.MOVE: self._move,
        }
        try:
            state, sentence = acts[edit.act](edit)
        except _MissingError as missing:
            state, sentence = missing.state, str(missing)
        return EditOutcome(edit, state, sentence)

    def settled(self, log: Sequence[EditOutcome]) -> list[EditOutcome]:
        """The log, with renames that lost their topic to a better one said to be so."""
        lost = "Another name fits the topic better in which its papers are now."
        return [
            replace(each, state=EditState.DISSOLVED, sentence=lost) if each.edit.edit_id in self.outdone else each
            for each in log
        ]

    def _rows(self, group: Sequence[str]) -> np.ndarray:
        rows = np.array([self.row[each] for each in group if each in self.row], dtype=np.int64)
        if len(rows) < max(1, LEAST_PRESENT * len(group)):
            raise _MissingError(EditState.WAITING, f"{len(rows)} of its {len(group)} papers are loaded.")
        return rows

    def _holder(self, rows: np.ndarray) -> tuple[int, float, float]:
        """(label, share of the rows in it, Jaccard) of the topic that overlaps most."""
        found, shared = np.unique(self.labels[rows], return_counts=True)
        sizes = np.array([(self.labels == label).sum() for label in found])
        overlap = shared / (len(rows) + sizes - shared)
        best = int(overlap.argmax())
        return int(found[best]), float(shared[best] / len(rows)), float(overlap[best])

    def _meant(self, group: Sequence[str]) -> int:
        """The topic in which most papers of a group are."""
        rows = self._rows(group)
        found, shared = np.unique(self.labels[rows], return_counts=True)
        if shared.max() < LEAST_SHARE * len(rows):
            raise _MissingError(EditState.DISSOLVED, f"Its {len(rows)} papers lie in {len(found)} topics now.")
        return int(found[shared.argmax()])

    def _new(self) -> int:
        """A label that no topic has or had: one that is gone may have left a name behind."""
        return max(int(self.labels.max()), *self.names, -1) + 1

    def _rename(self, edit: TopicEdit) -> tuple[EditState, str]:
        rows = self._rows(edit.groups[0])
        label, share, overlap = self._holder(rows)
        if overlap < LEAST_OVERLAP:
            found = len(np.unique(self.labels[rows]))
            where = "part of a much larger topic" if share > LEAST_SHARE else f"in {found} topics"
            raise _MissingError(EditState.DISSOLVED, f"Its {len(rows)} papers are {where} now.")
        before = self.named_by.get(label)
        if before and overlap < before[0] and not _same(before[1].groups[0], edit.groups[0]):
            self.outdone.add(edit.edit_id)
        else:
            if before:
                self.outdone.add(before[1].edit_id)
            self.names[label] = edit.words
            self.named_by[label] = (overlap, edit)
        return EditState.KEPT, f"{share:.0%} of its papers are still together."

    def _merge(self, edit: TopicEdit) -> tuple[EditState, str]:
        left, right = (self._meant(group) for group in edit.groups)
        if left == right:
            return EditState.ALREADY, "They are one topic anyway."
        if (self.labels == left).sum() < (self.labels == right).sum():
            left, right = right, left
        self.labels[self.labels == right] = left
        lost, by = self.names.pop(right, ""), self.named_by.pop(right, None)
        if lost and left not in self.names:
            self.names[left] = lost
            if by:
                self.named_by[left] = by
        if right in self.pinned:
            self.pinned = self.pinned - {right} | {left}
        return EditState.KEPT, f"{(self.labels == left).sum():,} papers together."

    def _split(self, edit: TopicEdit) -> tuple[EditState, str]:
        one, other = (self._rows(group) for group in edit.groups)
        label, apart = (self._meant(group) for group in edit.groups)
        if label != apart:
            return EditState.ALREADY, "They are two topics anyway."
        rows = np.flatnonzero(self.labels == label)
        near = self.tree.group_similarities.astype(np.float32)
        middles = [near[half].mean(axis=0) for half in (one, other)]
        likeness = [near[rows] @ middle / max(float(np.linalg.norm(middle)), 1e-9) for middle in middles]
        second = likeness[1] > likeness[0]
        second[np.isin(rows, one)] = False
        second[np.isin(rows, other)] = True
        self.labels[rows[second]] = self._new()
        return EditState.KEPT, f"{(~second).sum():,} and {second.sum():,} papers."

    def _pin(self, edit: TopicEdit) -> tuple[EditState, str]:
        rows = self._rows(edit.groups[0])
        made = self._new()
        taken = self.labels[rows]
        sizes = {int(label): int((self.labels == label).sum()) for label in np.unique(taken)}
        self.labels[rows] = made
        for label, size in sizes.items():
            if (taken == label).sum() >= SWALLOWED * size:
                self.labels[self.labels == label] = made
        self.names[made] = edit.words
        self.pinned.add(made)
        grown = int((self.labels == made).sum()) - len(rows)
        return EditState.KEPT, f"{len(rows):,} papers" + (f" and {grown:,} more like them." if grown else ".")

    def _forbid(self, edit: TopicEdit) -> tuple[EditState, str]:
        self.barred.append(edit.words)
        return EditState.KEPT, "No topic is named by it."

    def _move(self, edit: TopicEdit) -> tuple[EditState, str]:
        if edit.paper not in self.row:
            raise _MissingError(EditState.WAITING, "The paper is not loaded.")
        row, label = self.row[edit.paper], self._meant([each for each in edit.groups[0] if each != edit.paper])
        if self.labels[row] == label:
            return EditState.ALREADY, "The paper is there anyway."
        self.labels[row] = label
        return EditState.KEPT, "The paper is where you put it."


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two groups of papers are mostly one."""
    shared = len(set(one) & set(other))
    return shared >= 0.8 * len(set(one) | set(other))
