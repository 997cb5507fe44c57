"""Records become papers: what visitors decided about doubtful pairs is applied, every paper gets its id and aliases."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from components.papers.grouping import DoubtfulRecords, Groups
from components.papers.identity import paper_id, title_id
from components.papers.paper import Appearance, LoadedFile, MergedPaper, Record
from components.papers.report import Note

DuplicateDecision = Literal["same", "different"]
PairKey = tuple[str, str]
Notes = Mapping[int, Sequence[Note]]  # by the number of the file they are about


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two papers that may be one: a visitor decides, and the decision is stored under `key`."""

    first: str  # paper_id
    second: str
    first_title: str
    second_title: str
    title_score: int  # 0 to 100
    abstract_score: int | None  # 0 to 100, None where one has no abstract

    @property
    def key(self) -> PairKey:
        """What a decision about this pair is stored under."""
        return pair_key(self.first, self.second)


@dataclass(frozen=True, slots=True)
class Merged:
    """The papers in order of first appearance, with their aliases, open questions and notes."""

    papers: tuple[MergedPaper, ...]
    aliases: Mapping[str, str]  # every id a paper has or had → its paper_id now
    doubtful: tuple[DoubtfulPair, ...]  # without those that are decided
    notes: Notes


def pair_key(first: str, second: str) -> PairKey:
    """The key a decision about two papers is stored under: their ids in order."""
    return (first, second) if first <= second else (second, first)


def merge_records(
    loaded_files: Sequence[LoadedFile],
    groups: Groups,
    doubtful: Sequence[DoubtfulRecords],
    decisions: Mapping[PairKey, DuplicateDecision],
) -> Merged:
    """The papers that groups of records and visitors' decisions make, with notes on what was merged or is doubtful."""
    records = [record for loaded_file in loaded_files for record in loaded_file.records]
    roots = groups.roots()
    root_of_alias = _aliases(records, roots)
    if decisions:
        # Two papers under one title: each also by the id under which the visitor was asked about it.
        asked = _paper_ids(records, roots, groups.arxiv_numbers)
        root_of_alias |= {asked_id: root for root, asked_id in asked.items()}
        groups = groups.with_joined(_decided_same(decisions, root_of_alias))
        roots = groups.roots()
    ids = _paper_ids(records, roots, groups.arxiv_numbers)
    aliases = {alias: ids[roots[root]] for alias, root in root_of_alias.items()}
    aliases |= {one: one for one in ids.values()}
    notes: defaultdict[int, list[Note]] = defaultdict(list)
    _note_merges(loaded_files, records, roots, notes)
    pairs = _open_pairs(records, roots, ids, aliases, doubtful, decisions, notes)
    members: defaultdict[int, list[Record]] = defaultdict(list)
    for record, root in zip(records, roots, strict=True):
        members[root].append(record)
    papers = (MergedPaper(ids[root], tuple(own), _appearances(loaded_files, own)) for root, own in members.items())
    return Merged(tuple(papers), aliases, pairs, notes)


def _aliases(records: Sequence[Record], roots: Sequence[int]) -> dict[str, int]:
    """Every id a record would have by itself → the root of its group; the earlier record wins a shared title."""
    root_of_alias: dict[str, int] = {}
    for record, root in zip(records, roots, strict=True):
        if record.arxiv_number:
            root_of_alias[f"arxiv:{record.arxiv_number}"] = root
        root_of_alias.setdefault(title_id(record.title_key or record.title), root)
    return root_of_alias


def _decided_same(
    decisions: Mapping[PairKey, DuplicateDecision], root_of_alias: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    """The roots of the pairs that are one paper by a visitor's decision, as far as both papers are there."""
    for (first, second), decision in sorted(decisions.items()):
        if decision == "same" and first in root_of_alias and second in root_of_alias:
            yield root_of_alias[first], root_of_alias[second]


def _paper_ids(records: Sequence[Record], roots: Sequence[int], arxiv_numbers: Mapping[int, str]) -> dict[int, str]:
    """The id of each group, under its root. Different papers under one title differ by a hash of the abstract."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for record, root in zip(records, roots, strict=True):
        if root != record.number:
            continue
        wanted = paper_id(record.title, arxiv_numbers.get(root, ""))
        text = record.abstract
        while wanted in taken:
            text_hash = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            wanted, text = f"{paper_id(record.title)}-{text_hash[:4]}", text_hash
        taken.add(wanted)
        ids[root] = wanted
    return ids


def _note_merges(
    loaded_files: Sequence[LoadedFile], records: Sequence[Record], roots: Sequence[int], notes: dict[int, list[Note]]
) -> None:
    """A note on each record that is not the first of its paper."""
    for record, root in zip(records, roots, strict=True):
        if root == record.number:
            continue
        first = records[root]
        if first.file_number == record.file_number:
            where = f" (line {first.raw.lines[0]})" if first.raw.lines else f" (place {first.raw.position})"
            sentence = f"Stands earlier in this file{where}: kept once."
        else:
            sentence = f"Is also in “{loaded_files[first.file_number].name}”: kept as one paper."
        if first.title_key != record.title_key:
            sentence += f" There it is called “{first.title}”."
        notes[record.file_number].append(Note("merged", sentence, record.raw.lines, record.title))


def _open_pairs(
    records: Sequence[Record],
    roots: Sequence[int],
    ids: Mapping[int, str],
    aliases: Mapping[str, str],
    doubtful: Sequence[DoubtfulRecords],
    decisions: Mapping[PairKey, DuplicateDecision],
    notes: dict[int, list[Note]],
) -> tuple[DoubtfulPair, ...]:
    """The doubtful pairs nobody has decided about yet, each noted under the later file."""
    decided = {pair_key(aliases.get(first, first), aliases.get(second, second)) for first, second in decisions}
    pairs: dict[PairKey, DoubtfulPair] = {}
    for one in doubtful:
        first, second = roots[one.first], roots[one.second]
        key = pair_key(ids[first], ids[second])
        if first == second or key in decided or key in pairs:
            continue
        titles = records[one.first].title, records[one.second].title
        pair = DoubtfulPair(ids[first], ids[second], *titles, one.title_score, one.abstract_score)
        pairs[key] = pair
        later = records[one.second]
        notes[later.file_number].append(Note("doubtful", _doubt(pair), later.raw.lines, later.title))
    return tuple(pairs.values())


def _doubt(pair: DoubtfulPair) -> str:
    known = pair.abstract_score is not None
    abstracts = f"abstracts {pair.abstract_score} of 100 alike" if known else "no abstract to compare"
    return (
        f"May be the same paper as “{pair.first_title}” (titles {pair.title_score} of 100 alike, {abstracts}): "
        "you decide."
    )


def _appearances(loaded_files: Sequence[LoadedFile], records: Sequence[Record]) -> tuple[Appearance, ...]:
    """One appearance for each digest among the records of one paper: the first place, the highest votes."""
    appearances: dict[str, Appearance] = {}
    for record in records:
        loaded_file = loaded_files[record.file_number]
        digest_id, raw = loaded_file.digest_id, record.raw
        earlier = appearances.get(digest_id)
        if earlier is None:
            date = raw.listed or loaded_file.date
            appearances[digest_id] = Appearance(digest_id, raw.position, date, raw.votes)
        else:
            votes = max((votes for votes in (earlier.votes, raw.votes) if votes is not None), default=None)
            appearances[digest_id] = replace(earlier, votes=votes)
    return tuple(appearances.values())
