"""Records become papers: what visitors decided about doubtful pairs is applied, every paper gets its id and aliases."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from components.papers.comparing.doubtful import (
    Decided,
    DoubtfulGroup,
    DuplicateDecision,
    PairKey,
    decided_same,
    open_questions,
    pair_key,
)
from components.papers.comparing.groups import Groups
from components.papers.grouping import Doubts
from components.papers.identity import title_id
from components.papers.paper import Appearance, LoadedFile, MergedPaper, Record
from components.papers.report import Note

__all__ = ["DoubtfulGroup", "DuplicateDecision", "Merged", "Notes", "PairKey", "merge_records", "pair_key"]

_SHORT_HASH, _LONG_HASH = 4, 12  # hex digits
Notes = Mapping[int, Sequence[Note]]  # by the number of the file they are about


@dataclass(frozen=True, slots=True)
class Merged:
    """The papers in order of first appearance, with their aliases, open questions and notes."""

    papers: tuple[MergedPaper, ...]
    aliases: Mapping[str, str]  # every id a paper has or had → its paper_id now
    doubtful: tuple[DoubtfulGroup, ...]  # without those that are decided
    notes: Notes


def merge_records(
    loaded_files: Sequence[LoadedFile],
    groups: Groups,
    doubts: Doubts,
    decisions: Mapping[PairKey, DuplicateDecision],
) -> Merged:
    """The papers that groups of records and visitors' decisions make, with notes on what was merged or is doubtful."""
    records = [record for loaded_file in loaded_files for record in loaded_file.records]
    roots = groups.roots()
    dois = _dois(records, roots)
    root_of_alias = _aliases(records, roots, dois)
    if decisions:
        # Two papers under one title: each also by the id under which the visitor was asked about it.
        asked = _paper_ids(records, roots, groups.arxiv_numbers, dois)
        root_of_alias |= {asked_id: root for root, asked_id in asked.items()}
        groups = groups.with_joined(_decided_same(decisions, root_of_alias))
        roots = groups.roots()
        dois = _dois(records, roots)
    ids = _paper_ids(records, roots, groups.arxiv_numbers, dois)
    aliases = {alias: ids[roots[root]] for alias, root in root_of_alias.items()}
    aliases |= {one: one for one in ids.values()}
    notes: defaultdict[int, list[Note]] = defaultdict(list)
    _note_merges(loaded_files, records, roots, notes)
    decided = Decided(decisions, aliases)
    titles = [record.title for record in records]
    doubtful = open_questions(doubts.pairs, doubts.crowds, roots, ids, titles, decided)
    _note_doubts(records, ids, doubtful, notes)
    members: defaultdict[int, list[Record]] = defaultdict(list)
    for record, root in zip(records, roots, strict=True):
        members[root].append(record)
    papers = (MergedPaper(ids[root], tuple(own), _appearances(loaded_files, own)) for root, own in members.items())
    return Merged(tuple(papers), aliases, doubtful, notes)


def _dois(records: Sequence[Record], roots: Sequence[int]) -> dict[int, str]:
    """The DOI of each group that has one to itself, under its root: a volume's is no paper's."""
    of_root: dict[int, str] = {}
    roots_of: defaultdict[str, set[int]] = defaultdict(set)
    for record, root in zip(records, roots, strict=True):
        if record.raw.doi:
            of_root.setdefault(root, record.raw.doi)
            roots_of[record.raw.doi].add(root)
    return {root: doi for root, doi in of_root.items() if len(roots_of[doi]) == 1}


def _aliases(records: Sequence[Record], roots: Sequence[int], dois: Mapping[int, str]) -> dict[str, int]:
    """Every id a record would have by itself → the root of its group; the earlier record wins a shared title."""
    root_of_alias: dict[str, int] = {}
    root_of_title: dict[str, int] = {}
    for record, root in zip(records, roots, strict=True):
        if record.arxiv_number:
            root_of_alias[f"arxiv:{record.arxiv_number}"] = root
        root_of_title.setdefault(record.title_key or record.title, root)
    root_of_alias |= {f"doi:{doi}": root for root, doi in dois.items()}
    for title, root in root_of_title.items():
        root_of_alias.setdefault(title_id(title), root)
    return root_of_alias


def _decided_same(
    decisions: Mapping[PairKey, DuplicateDecision], root_of_alias: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    """The roots of the pairs that are one paper by a visitor's decision, as far as both papers are there."""
    for first, second in decided_same(decisions):
        if first in root_of_alias and second in root_of_alias:
            yield root_of_alias[first], root_of_alias[second]


def _paper_ids(
    records: Sequence[Record], roots: Sequence[int], arxiv_numbers: Mapping[int, str], dois: Mapping[int, str]
) -> dict[int, str]:
    """The id of each group, under its root: by its arXiv number, else its DOI, else its title.

    Different papers under one title differ by a hash of what they say.
    """
    ids: dict[int, str] = {}
    taken: set[str] = set()
    by_title: dict[str, str] = {}
    chains: dict[tuple[str, str], Iterator[str]] = {}
    for record, root in zip(records, roots, strict=True):
        if root != record.number:
            continue
        number, doi, title = arxiv_numbers.get(root, ""), dois.get(root, ""), record.title_key or record.title
        own = by_title.get(title) or by_title.setdefault(title, title_id(title))
        wanted = f"arxiv:{number}" if number else f"doi:{doi}" if doi else own
        if wanted in taken:
            text = record.abstract or _description(record)
            chain = chains.setdefault((own, text), _suffixed(own, text))
            wanted = next(one for one in chain if one not in taken)
        taken.add(wanted)
        ids[root] = wanted
    return ids


def _suffixed(base: str, text: str) -> Iterator[str]:
    """Ids for different papers under one title: each ends with a hash of a text, of that hash, and so on."""
    length = _SHORT_HASH
    while True:
        text = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        yield f"{base}-{text[:length]}"
        length = _LONG_HASH  # so that however many there are find one


def _description(record: Record) -> str:
    """What tells a paper without an abstract from another of its title."""
    raw = record.raw
    return "\n".join([*raw.authors[:20], raw.published, *raw.links[:5]])


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


def _note_doubts(
    records: Sequence[Record],
    ids: Mapping[int, str],
    doubtful: Sequence[DoubtfulGroup],
    notes: dict[int, list[Note]],
) -> None:
    """A note on each question, under the file of the last paper that it is about."""
    root_of = {paper_id: root for root, paper_id in ids.items()}
    for group in doubtful:
        last = records[root_of[group.papers[-1]]]
        notes[last.file_number].append(Note("doubtful", _doubt(group), last.raw.lines, last.title))


def _doubt(group: DoubtfulGroup) -> str:
    if len(group.papers) > 2:
        others = len(group.papers) - 2
        more = f"{others:,} others" if others > 1 else "another"
        why = "title or abstract nearly the same"
        return f"May be the same paper as “{group.titles[0]}” and {more} ({why}): you decide."
    known = group.abstract_score is not None
    abstracts = f"abstracts {group.abstract_score} of 100 alike" if known else "no abstract to compare"
    return (
        f"May be the same paper as “{group.titles[0]}” (titles {group.title_score} of 100 alike, {abstracts}): "
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
