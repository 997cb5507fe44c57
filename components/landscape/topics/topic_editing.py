"""Applies edits of topics: each is applied wherever most of the papers it was made for are together.

So edits survive new digests and other levels of the hierarchy. Every application has an outcome with one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from components.landscape.topics.hierarchy import Hierarchy
from components.landscape.topics.topic_edits import EditAction, TopicEdit

LEAST_OVERLAP = 0.3  # Jaccard from which a topic is the one that was meant
LEAST_SHARE = 0.5  # share of the papers meant that must be together
LEAST_PRESENT = 1 / 3  # share of the papers meant that must be loaded
SWALLOWED = 2 / 3  # a topic of which a pin takes this share joins the pinned topic


class EditState(StrEnum):
    """What became of an edit."""

    KEPT = "kept"
    ALREADY = "already so"
    WAITING = "waiting"
    DISSOLVED = "dissolved"


@dataclass(frozen=True, slots=True)
class EditOutcome:
    """What became of one edit when it was applied, with one sentence for the visitor."""

    edit: TopicEdit
    state: EditState
    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class EditedTopics:
    """Topics after edits. Labels are any numbers; names and pins go by label."""

    labels: np.ndarray  # int64 (n,)
    names: dict[int, str]
    pinned: frozenset[int]
    excluded_words: tuple[str, ...]
    log: tuple[EditOutcome, ...]


def apply_edits(
    tree: Hierarchy, labels: np.ndarray, paper_ids: Sequence[str], edits: Sequence[TopicEdit]
) -> EditedTopics:
    """Apply edits one after the other to topics (labels of the papers); paper_ids go with labels."""
    bench = _EditApplier(tree, labels.astype(np.int64), {paper_id: row for row, paper_id in enumerate(paper_ids)})
    log = tuple(bench.apply(edit) for edit in edits)
    return EditedTopics(
        bench.labels, bench.names, frozenset(bench.pinned), tuple(bench.excluded_words), tuple(bench.settled(log))
    )


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


class _MissingError(LookupError):
    """An edit finds no topic; `state` says why, the message how it reads."""

    def __init__(self, state: EditState, sentence: str):
        super().__init__(sentence)
        self.state = state


@dataclass(slots=True)
class _EditApplier:
    """The topics while edits are applied."""

    tree: Hierarchy
    labels: np.ndarray
    row: Mapping[str, int]
    names: dict[int, str] = field(default_factory=dict)
    named_by: dict[int, tuple[float, TopicEdit]] = field(default_factory=dict)  # label → (overlap, the rename)
    pinned: set[int] = field(default_factory=set)
    excluded_words: list[str] = field(default_factory=list)
    outdone: set[str] = field(default_factory=set)  # renames that a better one took the topic of

    def apply(self, edit: TopicEdit) -> EditOutcome:
        """Do one edit and say what became of it."""
        actions = {
            EditAction.RENAME: self._rename,
            EditAction.MERGE: self._merge,
            EditAction.SPLIT: self._split,
            EditAction.PIN: self._pin,
            EditAction.FORBID: self._forbid,
            EditAction.MOVE: self._move,
        }
        try:
            state, sentence = actions[edit.action](edit)
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
            self.names[label] = edit.text
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
        self.names[made] = edit.text
        self.pinned.add(made)
        grown = int((self.labels == made).sum()) - len(rows)
        return EditState.KEPT, f"{len(rows):,} papers" + (f" and {grown:,} more like them." if grown else ".")

    def _forbid(self, edit: TopicEdit) -> tuple[EditState, str]:
        self.excluded_words.append(edit.text)
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
