"""How well topics are named: who says a name's first phrase, and whether a reader finds each paper's topic by its name.

    python -m training.names --corpus FILE.jsonl.xz             # coverage: bundled digests, sets of held-out papers
    python -m training.names --corpus FILE.jsonl.xz --sheets FOLDER
    python -m training.names --score FOLDER

A sheet has the names of a set's topics and titles of its papers, shuffled; a reader who has not seen the topics writes
`number letter` a line into NAME.answers, `number -` where no name fits. `--score` tells the share that is put where it
is. Sets that names were chosen on and sets that only tell are drawn from different held-out papers.
"""

from __future__ import annotations

import argparse
import json
import random
import string
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from components.landscape.analysis.pipeline import LabelledTopics, compute_topics
from components.landscape.topics.field_terms import Key, field_terms
from components.landscape.topics.ngrams import WORD_OR_BREAK, folded
from components.landscape.topics.phrases import abbreviations
from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from training.corpus import read_corpus, split

SETS = {"choosing-1": 500, "choosing-2": 500, "telling-1": 500, "telling-2": 500}
TITLES_ON_A_SHEET = 150
LETTERS = [*string.ascii_uppercase, *(f"A{letter}" for letter in string.ascii_uppercase)]


@dataclass(frozen=True)
class Named:
    """A set and its topics."""

    papers: pd.DataFrame
    found: LabelledTopics


def sets_of(corpus: Path) -> dict[str, pd.DataFrame]:
    """The bundled papers, and sets of held-out ones without a paper in common."""
    _, held_out = split(read_corpus(corpus))
    held_out.sort(key=lambda paper: paper.arxiv_id)
    random.Random(11).shuffle(held_out)
    found = {"bundled": read_digests(bundled_files()).papers[["paper_id", "title", "abstract"]]}
    at = 0
    for name, size in SETS.items():
        some, at = held_out[at : at + size], at + size
        rows = [(f"arxiv:{p.arxiv_id}", " ".join(p.title.split()), " ".join(p.abstract.split())) for p in some]
        found[name] = pd.DataFrame(rows, columns=["paper_id", "title", "abstract"])
    return found


def sentence(text: str, phrase: Key, longer: Mapping[str, Key]) -> bool:
    """Whether a text says a phrase: singular or plural, hyphenated or not, spelt out or by its short form."""
    run: list[str] = []
    for written in WORD_OR_BREAK.findall(text):
        run += folded(written, longer) or ["\n"]
    wide = len(phrase)
    return any(tuple(run[at : at + wide]) == phrase for at in range(len(run) - wide + 1))


def coverages(named: Named) -> list[float]:
    """For each topic the share of its papers that say the first phrase of its name, all papers read."""
    papers = named.papers
    texts = (papers["title"] + "\n" + papers["abstract"]).tolist()
    longer = dict(field_terms().short_forms) | abbreviations(papers["abstract"])
    shares = []
    for number, topic in enumerate(named.found.topics):
        head = topic.phrases[0] if topic.phrases else ""
        key = tuple(part for word in WORD_OR_BREAK.findall(head) for part in folded(word, longer))
        rows = np.flatnonzero(named.found.topic == number)
        shares.append(float(np.mean([bool(key) and sentence(texts[row], key, longer) for row in rows])))
    return shares


def write_sheet(named: Named, name: str, folder: Path) -> None:
    """The names and shuffled titles for a reader, and beside them where each title is."""
    rows = list(range(len(named.papers)))
    random.Random(len(rows)).shuffle(rows)
    rows = rows[:TITLES_ON_A_SHEET]
    names = [f"{letter}  {topic.name}" for letter, topic in zip(LETTERS, named.found.topics, strict=False)]
    titles = [f"{number}  {named.papers['title'].iat[row]}" for number, row in enumerate(rows, 1)]
    (folder / f"{name}.sheet").write_text("\n".join([*names, "", *titles, ""]), encoding="utf-8")
    key = {number: LETTERS[named.found.topic[row]] for number, row in enumerate(rows, 1)}
    (folder / f"{name}.key.json").write_text(json.dumps({"key": key, "names": names}), encoding="utf-8")


def score(folder: Path, name: str) -> str:
    """A line of figures about one sheet's answers, and a line a topic."""
    stored = json.loads((folder / f"{name}.key.json").read_text(encoding="utf-8"))
    lines = (folder / f"{name}.answers").read_text(encoding="utf-8").split("\n")
    answers = dict(line.split()[:2] for line in lines if line.strip())
    key: dict[str, str] = stored["key"]
    right = [number for number, letter in key.items() if answers.get(number) == letter]
    nowhere = sum(answers.get(number, "-") == "-" for number in key)
    told = [f"{name}: {len(right)} of {len(key)} right ({len(right) / len(key):.0%}), {nowhere} nowhere"]
    for named in stored["names"]:
        mine = [number for number, letter in key.items() if letter == named.split()[0]]
        told.append(f"   {sum(number in right for number in mine):3} of {len(mine):3}  {named}")
    return "\n".join(told)


def _report(name: str, named: Named, shares: Sequence[float], every: bool) -> None:
    print(f"{name:12} {len(shares):3} topics, said by {np.mean(shares):.0%} of their papers, the least by "
          f"{min(shares):.0%}, {np.mean(np.array(shares) >= 0.4):.0%} of names by 40 % or more")  # fmt: skip
    for topic, share in zip(named.found.topics, shares, strict=True) if every else ():
        area = named.found.areas[topic.area].name
        print(f"   {topic.size:4} papers  {share:4.0%}  {topic.name}   [{area}]")


def main() -> int:
    """Measure, write sheets or score them; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="JSON lines: arxiv_id, title, abstract, category")
    parser.add_argument("--sheets", type=Path, metavar="FOLDER", help="write sheets for a reader there")
    parser.add_argument("--score", type=Path, metavar="FOLDER", help="score the answers there")
    parser.add_argument("--every", action="store_true", help="print every topic")
    arguments = parser.parse_args()
    if arguments.score:
        for answers in sorted(arguments.score.glob("*.answers")):
            print(score(arguments.score, answers.stem))
        return 0
    if not arguments.corpus:
        parser.error("--corpus or --score is needed")
    for name, papers in sets_of(arguments.corpus).items():
        named = Named(papers, compute_topics(papers))
        _report(name, named, coverages(named), arguments.every)
        if arguments.sheets:
            arguments.sheets.mkdir(parents=True, exist_ok=True)
            write_sheet(named, name, arguments.sheets)
    return 0


if __name__ == "__main__":
    sys.exit(main())
