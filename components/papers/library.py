"""Digests in, one clean table of papers out, with a report for every file.

Not here: the shapes (`reading`), the records and their repair (`records`), the rules of sameness (`merging`), the
columns (`table`).
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import pandas as pd

from components.papers import merging, table
from components.papers.identity import normalised_title, paper_id, title_id
from components.papers.paper import Appearance, Digest, DigestFile, RawPaper
from components.papers.records import LoadedFile, Record, load
from components.papers.report import FileReport, Note

__all__ = ["DoubtfulPair", "FileReport", "Library", "Note", "PairDecision", "PairKey", "pair_key", "read_digests"]

PairDecision = Literal["same", "different"]
PairKey = tuple[str, str]
Members = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two papers that may be one: the person decides, and `pair_decisions` keeps the answer under `key`."""

    first: str  # paper_id
    second: str
    first_title: str
    second_title: str
    title_score: int  # 0 to 100
    abstract_score: int | None  # 0 to 100, None where one has no abstract

    @property
    def key(self) -> PairKey:
        """What a decision about this pair is kept under."""
        return pair_key(self.first, self.second)


@dataclass(frozen=True)
class Library:
    """Everything the loaded digests hold; frames as in `table.PAPER_COLUMNS` and `table.SIGHTING_COLUMNS`."""

    papers: pd.DataFrame  # one row a paper, in order of first sighting
    appearances: pd.DataFrame  # one row a paper and digest
    digests: tuple[Digest, ...]
    reports: tuple[FileReport, ...]  # one a file, in the order given
    version: str  # hash of the content: equal content, equal version
    doubtful: tuple[DoubtfulPair, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)  # every id a paper has or had → its paper_id now
    versions: Mapping[str, tuple[tuple[str, RawPaper], ...]] = field(default_factory=dict)
    """Of papers with several records: (digest_id, record) in order, so that it is visible what came from where."""

    @cached_property
    def earlier(self) -> Mapping[str, tuple[str, ...]]:
        """paper_id → the other ids it has or had: what was said before a digest brought its present one."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for old, today in self.aliases.items():
            if old != today:
                found[today].append(old)
        return {today: tuple(others) for today, others in found.items()}


def pair_key(first: str, second: str) -> PairKey:
    """The key a decision about two papers is kept under: their ids in order."""
    return (first, second) if first <= second else (second, first)


def read_digests(files: Sequence[DigestFile], pair_decisions: Mapping[PairKey, PairDecision] | None = None) -> Library:
    """The library of some files. Never raises for a bad file: its report then carries the sentence in `error`."""
    collecting = gc.isenabled()
    gc.disable()  # nothing here is garbage until the end, and looking for it takes a third of the time
    try:
        return _library(files, pair_decisions or {})
    finally:
        if collecting:
            gc.enable()


def _library(files: Sequence[DigestFile], decisions: Mapping[PairKey, PairDecision]) -> Library:
    loaded, records = load(files)
    groups, doubtful = merging.merged(
        [merging.Candidate(one.key, one.abstract, one.arxiv, _main_title(one.title)) for one in records]
    )
    first_of_alias = _aliases(records, groups)
    if decisions:
        # Two papers of one title, each by the id under which the person was asked about it.
        asked = _paper_ids(records, groups, _members(records, groups))
        first_of_alias |= {one: root for root, one in asked.items()}
        _join_decided(decisions, first_of_alias, groups)
    members = _members(records, groups)
    ids = _paper_ids(records, groups, members)
    aliases = {alias: ids[groups.root(record)] for alias, record in first_of_alias.items()}
    aliases |= {one: one for one in ids.values()}
    _note_merges(loaded, records, groups)
    pairs = _open_pairs(loaded, records, groups, ids, aliases, doubtful, decisions)
    appearances = {root: _appearances(loaded, [records[k] for k in group]) for root, group in members.items()}
    papers = table.papers_frame(
        (ids[root], [records[k] for k in group], appearances[root]) for root, group in members.items()
    )
    seen = table.appearances_frame((ids[root], some) for root, some in appearances.items())
    digests = _counted(loaded, appearances)
    return Library(
        papers=papers,
        appearances=seen,
        digests=tuple(digests.values()),
        reports=tuple(_report(file, digests) for file in loaded),
        version=_version(papers, seen),
        doubtful=pairs,
        aliases=aliases,
        versions=_versions(loaded, records, ids, members),
    )


def _main_title(title: str) -> str:
    main, colon, _ = title.partition(":")
    return normalised_title(main) if colon else ""


def _aliases(records: Sequence[Record], groups: merging.Groups) -> dict[str, int]:
    """Every id a record would have by itself → the first record of its set; the earlier record wins a shared title."""
    aliases: dict[str, int] = {}
    for number, one in enumerate(records):
        root = groups.root(number)
        if one.arxiv:
            aliases[f"arxiv:{one.arxiv}"] = root
        aliases.setdefault(title_id(one.key or one.title), root)
    return aliases


def _join_decided(
    decisions: Mapping[PairKey, PairDecision], first_of_alias: Mapping[str, int], groups: merging.Groups
) -> None:
    for (first, second), decision in sorted(decisions.items()):
        if decision == "same" and first in first_of_alias and second in first_of_alias:
            groups.join(first_of_alias[first], first_of_alias[second])


def _members(records: Sequence[Record], groups: merging.Groups) -> dict[int, list[int]]:
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(len(records)):
        members[groups.root(number)].append(number)
    return dict(members)


def _paper_ids(records: Sequence[Record], groups: merging.Groups, members: Members) -> dict[int, str]:
    """One id a set. Different papers under one title are told apart by a hash of the abstract."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for root in members:
        one = records[root]
        wanted = paper_id(one.title, groups.arxiv.get(root, ""))
        text = one.abstract
        while wanted in taken:
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            wanted, text = f"{paper_id(one.title)}-{digest[:4]}", digest
        taken.add(wanted)
        ids[root] = wanted
    return ids


def _note_merges(loaded: Sequence[LoadedFile], records: Sequence[Record], groups: merging.Groups) -> None:
    for number, one in enumerate(records):
        root = groups.root(number)
        if root == number:
            continue
        first = records[root]
        if first.file == one.file:
            where = f" (line {first.raw.lines[0]})" if first.raw.lines else f" (place {first.raw.position})"
            sentence = f"Stands earlier in this file{where}: kept once."
        else:
            sentence = f"Is also in “{loaded[first.file].name}”: kept as one paper."
        if first.key != one.key:
            sentence += f" There it is called “{first.title}”."
        loaded[one.file].notes.append(Note("merged", sentence, one.raw.lines, one.title))


def _open_pairs(
    loaded: Sequence[LoadedFile],
    records: Sequence[Record],
    groups: merging.Groups,
    ids: Mapping[int, str],
    aliases: Mapping[str, str],
    doubtful: Sequence[merging.DoubtfulPair],
    decisions: Mapping[PairKey, PairDecision],
) -> tuple[DoubtfulPair, ...]:
    """The doubtful pairs nobody has decided about yet, each noted under the later file."""
    decided = {pair_key(aliases.get(first, first), aliases.get(second, second)) for first, second in decisions}
    pairs: dict[PairKey, DoubtfulPair] = {}
    for one in doubtful:
        first, second = groups.root(one.first), groups.root(one.second)
        key = pair_key(ids[first], ids[second])
        if first == second or key in decided or key in pairs:
            continue
        titles = records[one.first].title, records[one.second].title
        pair = DoubtfulPair(ids[first], ids[second], *titles, one.title_score, one.abstract_score)
        pairs[key] = pair
        later = records[one.second]
        loaded[later.file].notes.append(Note("doubtful", _doubt(pair), later.raw.lines, later.title))
    return tuple(pairs.values())


def _doubt(pair: DoubtfulPair) -> str:
    known = pair.abstract_score is not None
    abstracts = f"abstracts {pair.abstract_score} of 100 alike" if known else "no abstract to compare"
    return (
        f"May be the same paper as “{pair.first_title}” (titles {pair.title_score} of 100 alike, {abstracts}): "
        "you decide."
    )


def _appearances(loaded: Sequence[LoadedFile], records: Sequence[Record]) -> list[Appearance]:
    """One sighting a digest: the first place, the highest votes."""
    appearances: dict[str, Appearance] = {}
    for one in records:
        digest = loaded[one.file].digest
        if digest is None:
            continue
        old = appearances.get(digest.digest_id)
        if old is None:
            date = one.raw.listed or digest.date
            appearances[digest.digest_id] = Appearance(digest.digest_id, one.raw.position, date, one.raw.votes)
        else:
            votes = max((votes for votes in (old.votes, one.raw.votes) if votes is not None), default=None)
            appearances[digest.digest_id] = replace(old, votes=votes)
    return list(appearances.values())


def _counted(loaded: Sequence[LoadedFile], appearances: Mapping[int, Sequence[Appearance]]) -> dict[str, Digest]:
    counts = Counter(one.digest_id for some in appearances.values() for one in some)
    digests = [file.digest for file in loaded if file.digest is not None]
    return {one.digest_id: replace(one, papers=counts[one.digest_id]) for one in digests}


def _report(file: LoadedFile, digests: Mapping[str, Digest]) -> FileReport:
    kinds = Counter(note.kind for note in file.notes)
    digest = digests.get(file.digest.digest_id) if file.digest else None
    return FileReport(
        name=file.name,
        shape=digest.shape if digest else "",
        papers=digest.papers if digest else 0,
        merged=kinds["merged"],
        repaired=file.repaired,
        refused=kinds["refused"],
        unknown=kinds["unknown"],
        notes=tuple(file.notes),
        error=file.error,
        records=file.records,
        digest_id=digest.digest_id if digest else "",
    )


def _versions(
    loaded: Sequence[LoadedFile], records: Sequence[Record], ids: Mapping[int, str], members: Members
) -> dict[str, tuple[tuple[str, RawPaper], ...]]:
    def source(number: int) -> tuple[str, RawPaper]:
        digest = loaded[records[number].file].digest
        return (digest.digest_id if digest else "", records[number].raw)

    return {ids[root]: tuple(source(number) for number in group) for root, group in members.items() if len(group) > 1}


def _version(papers: pd.DataFrame, appearances: pd.DataFrame) -> str:
    """The hash of everything that is shown."""
    content = hashlib.sha256()
    for frame in (papers, appearances):
        for name in frame.columns.difference(["raw_title", "raw_abstract"]):
            values = frame[name].tolist()
            text = "\x1e".join(values) if frame[name].dtype == "str" else repr(values)
            content.update(text.encode("utf-8", "surrogatepass") + b"\x1f")
    return content.hexdigest()[:16]
