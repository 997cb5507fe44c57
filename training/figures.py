"""How good the vectors are, by what people say: search, nearest papers, neighbours of one category.

    python -m training.figures --dev dev.jsonl.xz --among train.jsonl.xz conferences.jsonl.xz \\
        --inside arxiv-cs.jsonl.xz --outside arxiv-more.jsonl.xz [--teacher FOLDER]

Everything is measured in halves: what shaped the recipe looked at the choosing half only; the telling half says how
good it is. Each measure runs where its files are given; the judged papers come with the repository. The transformer
in a folder (`--teacher`, with `training/requirements.txt` installed) and plain words stand beside the vectors.

search: readers' summaries of SciTLDR's dev papers, each to be found among the abstracts of dev, of SciTLDR's train
    and 618 of a conference list. Even papers choose, odd papers tell. First / in the first ten.
nearest: NDCG at 20 % of lists that a blind reader rated (`judged/README.md`).
category: the share of a paper's 5 nearest with its primary arXiv category, in sets drawn from the held-out tenth.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from components.landscape.embeddings.builtin import FILE, built_in
from components.landscape.embeddings.terms import paper_text
from training import words
from training.corpus import Abstract, read_corpus, read_summarised, split, title_key
from training.measures import (
    Embed,
    Scores,
    Search,
    agreement,
    by_vectors,
    found,
    read_judged,
    remembered,
    shares,
    together,
)

INSIDE: dict[int | None, int] = {106: 30, 300: 16, 1_000: 6, 3_000: 3}  # papers of a set → how many are drawn
OUTSIDE: dict[int | None, int] = {106: 30, 300: 16, None: 1}
DISTRACTORS = 618  # of a conference list, so that the documents are as many as in the published task with its test part
WORDS_IN_SEARCH, WORDS_IN_NEAREST = 0.3, 0.3  # share of the words' side where both are added
HALVES = ("choose", "tell")


def searches(dev: Path, among: Sequence[Path]) -> dict[str, Search]:
    """What is looked for and where, by half: queries are readers' summaries, never those the authors wrote."""
    asked = read_summarised(dev)
    others = [paper for path in among[:1] for paper in read_summarised(path)]
    documents = [paper.abstract for paper in (*asked, *others)]
    known = {title_key(paper.title) for paper in (*asked, *others)}
    for path in among[1:]:
        drawn = random.Random(1).sample(listed := read_corpus(path), min(3_000, len(listed)))
        documents += [paper.abstract for paper in drawn if title_key(paper.title) not in known][:DISTRACTORS]
    found_by: dict[str, Search] = {}
    for remainder, half in enumerate(HALVES):
        pairs = [
            (summary, number)
            for number, paper in enumerate(asked)
            if number % 2 == remainder
            for summary in paper.summaries[1:]
        ]
        found_by[half] = Search([text for text, _ in pairs], np.array([own for _, own in pairs]), documents)
    return found_by


def search_lines(systems: dict[str, Scores], half: dict[str, Search]) -> Iterator[str]:
    """A line a system: first / in the first ten, by half."""
    yield f"search among {len(half['choose'].documents):,} abstracts" + "".join(
        f"; {name}: {len(each.queries)} summaries" for name, each in half.items()
    )
    for name, scores in systems.items():
        yield _row(name, ["{:.3f} / {:.3f}".format(*found(scores, each)) for each in half.values()])


def nearest_lines(systems: dict[str, Scores]) -> Iterator[str]:
    """A line a system: agreement with the reader, by half."""
    judged = read_judged()
    yield f"nearest among {len(judged.texts):,} papers; {', '.join(HALVES)}: 20 lists of 24 rated papers each"
    for name, scores in systems.items():
        yield _row(name, [f"{agreement(scores, judged, half):.3f}" for half in HALVES])


def category_lines(
    where: str, systems: dict[str, Scores], papers: Sequence[Abstract], sizes: dict[int | None, int]
) -> Iterator[str]:
    """A line a system: share of the 5 nearest in the paper's category, by size of the set."""
    names = ", ".join(f"{size:,}" if size else "all" for size in sizes)
    yield f"same category, {where}, {len(papers):,} held-out papers; sets of {names}"
    for name, scores in systems.items():
        cells = [shares(scores, papers, size, draws) for size, draws in sizes.items()]
        yield _row(name, [f"{mean:.3f} ± {error:.3f}" for mean, error in cells])


def main() -> int:
    """Print the tables; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=FILE, help="vectors to measure (default: the shipped ones)")
    parser.add_argument("--dev", type=Path, help="SciTLDR's dev part")
    parser.add_argument("--among", type=Path, nargs=2, metavar=("TRAIN", "LIST"), help="SciTLDR's train, a corpus")
    parser.add_argument("--inside", type=Path, help="corpus of the field that was trained on, with categories")
    parser.add_argument("--outside", type=Path, help="corpus of other categories")
    parser.add_argument("--teacher", type=Path, help="folder of a transformer to measure too (slow)")
    arguments = parser.parse_args()
    if (arguments.dev is None) is not (arguments.among is None):
        parser.error("--dev and --among are one measure: give both or none")
    embeds = {"vectors": built_in(arguments.model).embed, **_transformer(arguments.teacher)}
    for lines in _tables(arguments, embeds):
        for line in lines:
            print(line, flush=True)
        print()
    return 0


def _tables(arguments: argparse.Namespace, embeds: dict[str, Embed]) -> Iterator[Iterator[str]]:
    if arguments.dev:
        half = searches(arguments.dev, arguments.among)
        texts = [*half["choose"].documents, *half["choose"].queries, *half["tell"].queries]
        vectors = _asked_once(embeds, texts)
        sharp = together(words.stems, words.pieces, 0.5)
        systems = {"tf-idf": words.tf_idf, "words: stems and pieces": sharp} | vectors
        yield search_lines(systems | _with_words(vectors, sharp, WORDS_IN_SEARCH), half)
    vectors = _asked_once(embeds, read_judged().texts)
    systems = {"tf-idf": words.tf_idf, "LSA of the set": words.latent} | vectors
    yield nearest_lines(systems | _with_words(vectors, words.tf_idf, WORDS_IN_NEAREST))
    for where, path, sizes in (("inside", arguments.inside, INSIDE), ("outside", arguments.outside, OUTSIDE)):
        if path:
            _, papers = split(paper for paper in read_corpus(path) if paper.category)
            vectors = _asked_once(embeds, [paper_text(paper.title, paper.abstract) for paper in papers])
            beside = {"chance": _chance, "LSA of the set": words.latent}
            yield category_lines(where, beside | vectors, papers, sizes)


def _asked_once(embeds: dict[str, Embed], texts: Sequence[str]) -> dict[str, Scores]:
    return {name: by_vectors(remembered(embed, texts)) for name, embed in embeds.items()}


def _with_words(vectors: dict[str, Scores], side: Scores, share: float) -> dict[str, Scores]:
    return {f"{name} + words": together(scores, side, share) for name, scores in vectors.items()}


def _transformer(folder: Path | None) -> dict[str, Embed]:
    if folder is None:
        return {}
    from training.teacher import Teacher

    teacher = Teacher.read(folder)

    def embed(texts: Sequence[str]) -> np.ndarray:
        rows: np.ndarray = teacher.embed([_once(text) for text in texts]).float().cpu().numpy()
        return rows

    return {folder.name: embed}


def _once(text: str) -> str:
    """`terms.paper_text` says a title twice, for the bag of words; a transformer reads it once."""
    first, *others = text.split("\n")
    return "\n".join(others if others[:1] == [first] else [first, *others])


def _chance(queries: Sequence[str], documents: Sequence[str]) -> np.ndarray:
    return np.random.default_rng(len(documents)).random((len(queries), len(documents)))


def _row(name: str, cells: Sequence[str]) -> str:
    return f"  {name:28}" + "".join(f"{cell:>18}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
