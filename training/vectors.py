"""Train the built-in vectors: abstracts in, `data/models/vectors.npz` and its card out.

    python -m pip install -r training/requirements.txt
    python -m training.vectors --corpus FILE… [--summaries train.jsonl.xz] [--teacher FOLDER] [--device cuda|cpu]

The corpus is one file or several of JSON lines (plain or .xz) with title and abstract, arxiv_id where there is one.
A paper that stands in several is learnt once; one arXiv paper in ten, the papers that were rated (`judged/`) and those
whose titles `--leave-out` names are not learnt. `--summaries` is SciTLDR's train part, `--teacher` the folder of a
transformer such as all-MiniLM-L6-v2. `python -m training.figures` says how good the result is.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from components.landscape.embeddings.builtin import FILE
from training.corpus import Abstract, Summarised, cue_sentence, read_corpus, read_records, read_summarised, to_train_on
from training.features import Chosen, Tokens, choose_features, tokens_of
from training.measures import JUDGED
from training.recipe import Recipe
from training.shipped import card, cut, write


def main(words: Sequence[str] | None = None) -> int:
    """Train and write; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, help="JSON lines: title, abstract, arxiv_id")
    parser.add_argument("--summaries", type=Path, help="SciTLDR's train part")
    parser.add_argument("--teacher", type=Path, help="folder of a transformer")
    parser.add_argument("--leave-out", type=Path, nargs="*", default=[], help="JSON lines: titles not to learn")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cpu")
    parser.add_argument("--epochs", type=float, default=Recipe().epochs)
    parser.add_argument("--batch", type=int, default=Recipe().batch)
    parser.add_argument("--output", type=Path, default=FILE)
    arguments = parser.parse_args(words)
    recipe = replace(Recipe(), epochs=arguments.epochs, batch=arguments.batch)
    left_out = [
        each["title"] for path in (JUDGED / "papers.jsonl.xz", *arguments.leave_out) for each in read_records(path)
    ]
    papers = to_train_on([paper for path in arguments.corpus for paper in read_corpus(path)], left_out)
    summarised = read_summarised(arguments.summaries) if arguments.summaries else []
    chosen = choose_features(papers, recipe)
    _say(f"{len(papers):,} papers, {len(summarised):,} with a summary, {len(chosen.vocabulary):,} features")
    rows = learnt(papers, summarised, chosen, recipe, arguments.teacher, arguments.device)
    kept, shipped = cut(chosen, rows, recipe)
    teacher = arguments.teacher.name if arguments.teacher else ""
    write(arguments.output, kept, shipped, card(len(papers), len(summarised), teacher, kept, recipe))
    _say(f"{arguments.output}: {arguments.output.stat().st_size / 1e6:.1f} MB")
    return 0


def learnt(
    papers: Sequence[Abstract],
    summarised: Sequence[Summarised],
    chosen: Chosen,
    recipe: Recipe,
    teacher: Path | None,
    device: str,
) -> np.ndarray:
    """The features' vectors, float32 (features, d). Needs torch; with a teacher transformers too."""
    from training.student import beginner, train
    from training.views import PaperViews

    tokens, cue = told_apart(papers, summarised, chosen)
    _say(f"{len(tokens.feature):,} features said")
    student = beginner(tokens, chosen.rarity(len(papers)), recipe, device)
    lesson = None
    if teacher is not None:
        from training.student import Lesson
        from training.teacher import Teacher

        transformer = Teacher.read(teacher, device)
        lesson = Lesson(
            transformer.embed([f"{each.title}. {each.abstract}" for each in papers] + [s.abstract for s in summarised]),
            transformer.embed([each.title for each in papers] + [each.summaries[0] for each in summarised]),
        )
        _say("the teacher has read all")
    views = PaperViews(tokens, cue, len(chosen.vocabulary), recipe, device)
    train(student, views, len(summarised), lesson, recipe, _say)
    return student.vectors()


def told_apart(
    papers: Sequence[Abstract], summarised: Sequence[Summarised], chosen: Chosen
) -> tuple[Tokens, np.ndarray]:
    """(all papers' parts as features, their cue sentences): first the papers, then those with a summary for a title."""
    parts = [paper.parts() for paper in papers]
    with_summary = [Abstract("", paper.summaries[0], paper.abstract, "").parts() for paper in summarised]
    # The summary says already what the paper does: a sentence of its abstract is drawn like any other.
    cue = [cue_sentence(each) for each in parts] + [0] * len(with_summary)
    return tokens_of([*parts, *with_summary], chosen.vocabulary), np.array(cue)


_BEGAN = time.perf_counter()


def _say(sentence: str) -> None:
    print(f"{time.perf_counter() - _BEGAN:6.0f} s  {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
