"""How often a service's record is matched to the right paper, to a wrong one or to none, and how long that takes.

The 106 bundled papers are always measured. With a corpus of abstracts in DIGEST_ATLAS_CORPUS (JSON lines with arxiv_id,
title, abstract) its papers are damaged in twelve ways, each asked with the right record among ten candidates and
without it; so are pairs of nearly equal abstracts (twins). Thresholds were chosen by looking at the papers whose arXiv
number has an even hash ("choosing"); what counts are the others ("telling").
"""

from __future__ import annotations

import heapq
import json
import lzma
import math
import os
import random
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from components.enrichment.facts import Verdict
from components.enrichment.matching import Judged, PreparedText, judge
from components.enrichment.record import Record, Subject
from components.papers.bundled import bundled_files
from components.papers.identity import normalised_title
from components.papers.library import read_digests
from tests.bench.landscape import CORPUS
from tests.bench.row import Row
from tests.enrichment.damages import DAMAGES, NO_TEXT, WHOLE_OR_CUT

QUERIES = int(os.environ.get("DIGEST_ATLAS_MATCHING_QUERIES", "2000"))  # papers of each split, each in every damage
CANDIDATES = 10
TWINS = 0.15  # share of four-word runs from which two abstracts of different numbers are twins


@dataclass(frozen=True)
class Paper:
    """One record of the corpus."""

    number: str
    title: str
    abstract: str

    @property
    def telling(self) -> bool:
        """Whether it is in the split that was not looked at."""
        return zlib.crc32(self.number.encode()) % 2 == 1

    def record(self) -> Record:
        """As a service has it."""
        return Record("arXiv", self.number, "", self.title, self.abstract, arxiv_id=self.number)


class Index:
    """The ten records whose titles have the rarest words of a query in common."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self.papers = papers
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        for row, paper in enumerate(papers):
            for word in set(normalised_title(paper.title).split()):
                self._having[word].append(row)

    def candidates(self, title: str, without: str = "") -> list[Record]:
        """At most ten records, the most alike first."""
        scores: defaultdict[int, float] = defaultdict(float)
        words = sorted(set(normalised_title(title).split()), key=lambda word: len(self._having.get(word, ())))
        for word in words[:8]:
            rows = self._having.get(word, ())
            weight = math.log(len(self.papers) / (1 + len(rows)))
            if len(rows) < len(self.papers) / 20:
                for row in rows:
                    scores[row] += weight
        best = heapq.nlargest(CANDIDATES + 1, scores, key=scores.__getitem__)
        found = [self.papers[row] for row in best]
        return [paper.record() for paper in found if paper.number != without][:CANDIDATES]


@dataclass
class Tally:
    """What became of queries."""

    asked: int = 0
    right: Counter[Verdict] = field(default_factory=Counter)  # verdicts on the right record
    wrong: Counter[Verdict] = field(default_factory=Counter)  # the highest verdict on another one
    seconds: float = 0.0

    def add(self, paper: Paper, title: str, abstract: str, records: Sequence[Record]) -> None:
        """Ask once."""
        began = time.process_time()
        judged = judge(Subject(title, abstract), records)
        self.seconds += time.process_time() - began
        self.asked += 1
        self.count(judged, paper.number)

    def count(self, judged: Sequence[Judged], number: str) -> None:
        """Count the verdict on the right record and the highest one on another."""
        right = [each.verdict for each in judged if each.record.record_id == number]
        wrong = [each.verdict for each in judged if each.record.record_id != number]
        self.right.update(right[:1])
        self.wrong.update(wrong[:1])

    def share(self, *verdicts: Verdict) -> float:
        """Percent of the queries in which the right record got one of the verdicts."""
        return 100 * sum(self.right[each] for each in verdicts) / max(1, self.asked)


def rows() -> list[Row]:
    """Measure what can be measured here."""
    found = _bundled_rows()
    if os.environ.get(CORPUS, ""):
        papers = corpus()
        index = Index(papers)
        twins = _twins(papers)
        for telling in (False, True):
            found += _split_rows(papers, index, twins, telling)
    return found


def _bundled_rows() -> list[Row]:
    """Each bundled paper against all others, as itself and absent."""
    frame = read_digests(bundled_files()).papers
    columns = frame["paper_id"], frame["title"], frame["abstract"]
    papers = [Paper(*each) for each in zip(*(column.tolist() for column in columns), strict=True)]
    index, present, absent = Index(papers), Tally(), Tally()
    for paper in papers:
        present.add(paper, paper.title, paper.abstract, index.candidates(paper.title))
        absent.add(paper, paper.title, paper.abstract, index.candidates(paper.title, paper.number))
    return [
        Row("bundled papers: right record sure", present.right[Verdict.SURE], "papers", len(papers), "", True),
        Row("bundled papers: another record sure or likely", _taken(absent), "papers", 0),
    ]


def _split_rows(
    papers: Sequence[Paper], index: Index, twins: Sequence[tuple[Paper, Paper]], telling: bool
) -> list[Row]:
    name = "telling" if telling else "choosing"
    twin = {paper.number for pair in twins for paper in pair}
    own = [paper for paper in papers if paper.telling == telling and paper.number not in twin]
    chance = random.Random(20261126 + telling)
    queries = chance.sample(own, min(QUERIES, len(own)))
    present, absent = ({damage: Tally() for damage in DAMAGES} for _ in range(2))
    for paper in queries:
        for damage, change in DAMAGES.items():
            texts = change(paper.title, paper.abstract, chance)
            if texts is not None:
                records = index.candidates(texts[0])
                if all(each.record_id != paper.number for each in records):
                    records = [*records[: CANDIDATES - 1], paper.record()]
                present[damage].add(paper, *texts, records)
                absent[damage].add(paper, *texts, [each for each in records if each.record_id != paper.number])
    every = [*present.values(), *absent.values()]
    right = sum(each.right[Verdict.SURE] for each in every)
    wrong = sum(each.wrong[Verdict.SURE] for each in every)
    cut = [present[damage] for damage in WHOLE_OR_CUT]
    recall = 100 * sum(each.right[Verdict.SURE] for each in cut) / max(1, sum(each.asked for each in cut))
    asked = sum(each.asked for each in every)
    found = [
        Row(f"{name}: sure that were right, of {right + wrong:,}", 100 * right / (right + wrong), "%", 99.9, "", True),
        Row(f"{name}: another record sure, of {asked:,} queries", wrong, "", 3),
        Row(f"{name}: another record likely", sum(each.wrong[Verdict.LIKELY] for each in every), ""),
        Row(f"{name}: title and abstract whole or cut: sure", recall, "%", 97, "", True),
        Row(f"{name}: processor time a paper", 1000 * sum(each.seconds for each in every) / asked, "ms", 3),
    ]
    for damage, tally in present.items():
        if damage not in WHOLE_OR_CUT:
            both = tally.share(Verdict.SURE, Verdict.LIKELY)
            budget = {"new version": 99.0, "misspelt": 99.0}.get(damage)
            words = f"{name}: {damage}: sure {tally.share(Verdict.SURE):.1f} %, sure or likely"
            found.append(Row(words, both, "%", None if damage in NO_TEXT else budget, "", True))
    return found + _strange_rows(name, queries, chance) + _twin_rows(name, twins, index, telling, chance)


def _strange_rows(name: str, queries: Sequence[Paper], chance: random.Random) -> list[Row]:
    """One of title and abstract is another paper's; an id's record is another paper."""
    same_title, same_text, by_id = 0, 0, 0
    for paper in queries:
        other = chance.choice(queries)
        if other is paper:
            continue
        subject = Subject(paper.title, paper.abstract)
        for_title = Record("x", "1", "", paper.title, other.abstract)
        for_text = Record("x", "1", "", other.title, paper.abstract)
        same_title += judge(subject, [for_title])[0].verdict is not Verdict.DOUBTFUL
        same_text += judge(subject, [for_text])[0].verdict is not Verdict.DOUBTFUL
        by_id += judge(subject, [other.record()], by_id=True)[0].verdict is Verdict.SURE
    return [
        Row(f"{name}: same title, other abstract, not only listed", same_title, "", 0),
        Row(f"{name}: other title, same abstract, not only listed", same_text, "", len(queries) // 500),
        Row(f"{name}: an id with another paper's record sure", by_id, "", len(queries) // 1000),
    ]


def _twin_rows(
    name: str, twins: Sequence[tuple[Paper, Paper]], index: Index, telling: bool, chance: random.Random
) -> list[Row]:
    """Papers under two numbers with nearly one abstract: the hardest there are."""
    present, absent = Tally(), Tally()
    for pair in twins:
        for paper, other in (pair, pair[::-1]):
            if paper.telling != telling:
                continue
            for change in DAMAGES.values():
                texts = change(paper.title, paper.abstract, chance)
                if texts is None:
                    continue
                strangers = [r for r in index.candidates(texts[0], paper.number) if r.record_id != other.number][:8]
                present.add(paper, *texts, [*strangers, other.record(), paper.record()])
                absent.add(paper, *texts, [*strangers, other.record()])
    if not present.asked:
        return []
    return [
        Row(f"{name}: twins in all damages: right one sure, of {present.asked:,}", present.right[Verdict.SURE], ""),
        Row(f"{name}: twins: the other one sure beside the right one", present.wrong[Verdict.SURE], ""),
        Row(f"{name}: twins: the other one sure, the right one absent", absent.wrong[Verdict.SURE], ""),
    ]


def _taken(tally: Tally) -> int:
    return tally.wrong[Verdict.SURE] + tally.wrong[Verdict.LIKELY]


def _twins(papers: Sequence[Paper]) -> list[tuple[Paper, Paper]]:
    """Pairs of different numbers whose abstracts share at least TWINS of their runs."""
    having: defaultdict[int, list[int]] = defaultdict(list)
    for row, paper in enumerate(papers):
        words = normalised_title(paper.abstract).split()
        for start in range(0, len(words) - 7, 1):
            run = zlib.crc32(" ".join(words[start : start + 8]).encode())
            if run % 8 == 0:  # one run in eight finds every long overlap
                having[run].append(row)
    pairs: Counter[tuple[int, int]] = Counter()
    for rows_with in having.values():
        if 1 < len(set(rows_with)) <= 4:
            distinct = sorted(set(rows_with))
            pairs.update((one, other) for place, one in enumerate(distinct) for other in distinct[place + 1 :])
    found = []
    for one, other in pairs:
        first, second = PreparedText.of("", papers[one].abstract).runs, PreparedText.of("", papers[other].abstract).runs
        if len(first & second) >= TWINS * max(1, min(len(first), len(second))):
            found.append((papers[one], papers[other]))
    return found


@cache
def corpus() -> list[Paper]:
    """The papers of every file that the variable names, each number and title once."""
    papers: dict[str, Paper] = {}
    titles: set[str] = set()
    for name in os.environ[CORPUS].split(os.pathsep):
        path = Path(name)
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                each = json.loads(line)
                key = normalised_title(each["title"])
                if each.get("arxiv_id") and key not in titles:
                    titles.add(key)
                    papers.setdefault(each["arxiv_id"], Paper(each["arxiv_id"], each["title"], each["abstract"]))
    return list(papers.values())
