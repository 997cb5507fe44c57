"""Twenty questions to a person: four titles of one topic and a stranger; which is the stranger?

What automated figures say about topics and what people see in them differ (Hoyle et al., arXiv 2107.02173), so this
asks. `python -m tests.odd_one_out --key key.json` prints the questions and writes the answers aside;
`python -m tests.odd_one_out --key key.json --answers 3,1,5,…` counts how many were right.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from components.enrichment.bundled import bundled_library
from components.landscape.analysis import cache
from components.landscape.result import Analysis, analysis_key, papers_of_topic

QUESTIONS, SHOWN = 20, 5


@dataclass(frozen=True)
class Question:
    """Five paper ids, one of them a stranger."""

    papers: tuple[str, ...]
    stranger: int  # 1 … 5
    topic: str
    from_topic: str


def questions(analysis: Analysis, seed: int, count: int = QUESTIONS) -> list[Question]:
    """So many questions about the topics in turn; the same for the same seed. Any papers, not only typical ones."""
    chance = random.Random(seed)
    able = [topic for topic in analysis.topics if topic.size >= SHOWN - 1]
    if len(analysis.topics) < 2 or not able:
        return []
    found = []
    for number in range(count):
        topic = able[number % len(able)]
        other = chance.choice([each for each in analysis.topics if each is not topic])
        inside = chance.sample(papers_of_topic(analysis, topic.slug), SHOWN - 1)
        place = chance.randrange(SHOWN)
        inside.insert(place, chance.choice(papers_of_topic(analysis, other.slug)))
        found.append(Question(tuple(inside), place + 1, topic.name, other.name))
    chance.shuffle(found)
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Ask, or count; 0, or 2 where nothing is computed for the bundled digests."""
    parser = argparse.ArgumentParser(prog="python -m tests.odd_one_out", description=__doc__)
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="where the answers are written or read")
    parser.add_argument("--answers", metavar="N,N,…", help="your answers, 1 to 5 for each question")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    if arguments.answers:
        key = json.loads(arguments.key.read_text("utf-8"))
        given = [int(each) for each in arguments.answers.split(",")]
        right = sum(each["stranger"] == answer for each, answer in zip(key, given, strict=True))
        for number, (each, answer) in enumerate(zip(key, given, strict=True), 1):
            if each["stranger"] != answer:
                print(f"{number}: {each['stranger']} from “{each['from']}” among “{each['topic']}”, you said {answer}")
        print(f"{right} of {len(key)} right; chance gives {len(key) / SHOWN:.0f}")
        return 0
    papers = bundled_library().papers
    analysis = cache.get(analysis_key(papers))
    if analysis is None:
        print("Nothing is computed for the bundled digests: run `python -m components rebuild`.", file=sys.stderr)
        return 2
    asked = questions(analysis, arguments.seed)
    titles = dict(zip(papers["paper_id"], papers["title"], strict=True))
    for number, question in enumerate(asked, 1):
        print(f"\n{number}.")
        for place, paper_id in enumerate(question.papers, 1):
            print(f"   {place}  {titles[paper_id]}")
    key = [{"stranger": each.stranger, "topic": each.topic, "from": each.from_topic} for each in asked]
    arguments.key.write_text(json.dumps(key, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
