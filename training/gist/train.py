"""Train the model of gists and say how good it is, on papers held out.

First it learns from abstracts alone which words sentences have that resemble their title; what that gives is one more
feature of a ridge regression on what people's summaries say.

Example:
  python -m training.gist.train --train train.jsonl.xz --dev dev.jsonl.xz --background arxiv.jsonl.xz more.jsonl.xz
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import Ridge

from components.landscape.embeddings.stopwords import FUNCTION_WORDS
from components.landscape.gist.features import measures, ngrams
from components.landscape.gist.gist import FILE
from components.landscape.gist.reading import BEGIN, END, NUMBER, Batch, Vocabulary, words_of
from training.gist.summaries import Summarised, read_abstracts, read_summaries

Paper = tuple[str, Sequence[str]]
FOLDS = 5
WORD_IN, NGRAM_IN, NGRAM_IN_LABELLED = 6, 60, 5  # papers or sentences that must have a word, a pair or a triple
PRIOR_ALPHA = 100.0
ALPHAS, MEASURE_SCALES, PRIOR_SCALES = (10.0, 20.0, 40.0), (0.05, 0.1, 0.2), (1.0, 3.0)


@dataclass(frozen=True)
class Lexicon:
    """What is counted: known words, pairs and triples, and the weight of stems."""

    vocabulary: Vocabulary
    pairs: np.ndarray
    triples: np.ndarray
    idf: np.ndarray
    rarest: float


@dataclass(frozen=True)
class Rows:
    """Sentences as numbers: normalised n-grams (sparse) and measures, and sentences a paper."""

    words: sp.csr_matrix
    measures: np.ndarray
    counts: np.ndarray

    @property
    def paper(self) -> np.ndarray:
        """Which paper each row belongs to."""
        return np.repeat(np.arange(len(self.counts)), self.counts)


def learn_lexicon(background: Sequence[Paper], labelled: Sequence[Paper]) -> Lexicon:
    """Words, pairs and triples that are common enough in either."""
    in_papers: Counter[str] = Counter()
    for title, own in [*background, *labelled]:
        in_papers.update(set(words_of(f"{title} {' '.join(own)}")))
    signs = (BEGIN, END, NUMBER)
    words = [*signs, *(word for word, count in in_papers.most_common() if count >= WORD_IN and word not in signs)]
    vocabulary = Vocabulary(words)
    of_stem = np.zeros(len(vocabulary.stems))
    np.add.at(of_stem, vocabulary.stem, [in_papers[word] for word in words])
    total = len(background) + len(labelled)
    idf = np.log((total + 1) / (np.minimum(of_stem, total) + 1))
    light = [number for number, word in enumerate(words) if word in FUNCTION_WORDS or not word.isalpha()]
    idf[vocabulary.stem[light]] = 0.0
    pairs, triples = ([], []), ([], [])  # type: tuple[list[np.ndarray], ...], tuple[list[np.ndarray], ...]
    for place, papers in enumerate((background, labelled)):
        for batch in _batches(vocabulary, papers):
            two, three = _keys(batch, len(words))
            pairs[place].append(two)
            triples[place].append(three)
    return Lexicon(vocabulary, _common(*pairs), _common(*triples), idf.astype(np.float32), float(np.log(total + 1)))


def rows_of(lexicon: Lexicon, papers: Sequence[Paper]) -> Rows:
    """The sentences of some papers as numbers."""
    size = len(lexicon.vocabulary.words)
    features = size + len(lexicon.pairs) + len(lexicon.triples)
    words, others = [], []
    for batch in _batches(lexicon.vocabulary, papers):
        sentence, feature = ngrams(batch, size, lexicon.pairs, lexicon.triples)
        count = len(batch.paper)
        hits = np.maximum(np.bincount(sentence, minlength=count), 1)
        values = (1 / np.sqrt(hits))[sentence].astype(np.float32)
        words.append(sp.csr_matrix((values, (sentence, feature)), shape=(count, features)))
        others.append(measures(batch, lexicon.idf, lexicon.rarest))
    return Rows(sp.vstack(words).tocsr(), np.vstack(others), np.array([len(own) for _, own in papers]))


def learn_prior(lexicon: Lexicon, background: Sequence[Paper], rows: Rows) -> np.ndarray:
    """Weights of n-grams by which a sentence resembles its title more than the others of its abstract do."""
    likeness = [_title_likeness(batch, lexicon) for batch in _batches(lexicon.vocabulary, background)]
    target = _centred(np.concatenate(likeness), rows)
    return _ridge(PRIOR_ALPHA, rows.words, target)


def _title_likeness(batch: Batch, lexicon: Lexicon) -> np.ndarray:
    """F1 of the stems that sentence and title share, by weight."""
    weights = np.full(int(batch.stem.max()) + 1, lexicon.rarest)
    weights[: len(lexicon.idf)] = lexicon.idf
    base = len(weights)
    title = np.unique(batch.title_paper * base + batch.stem[batch.title_tokens])
    own = np.unique(batch.sentence * base + batch.stem[batch.tokens])
    sentence, stem = own // base, own % base
    count = len(batch.paper)
    shared = np.bincount(sentence, weights[stem] * np.isin(batch.paper[sentence] * base + stem, title), count)
    of_sentence = np.bincount(sentence, weights[stem], count)
    of_title = np.bincount(title // base, weights[title % base], len(batch.counts))[batch.paper]
    likeness: np.ndarray = 2 * shared / np.maximum(of_sentence + of_title, 1e-9)
    return likeness


class Fit:
    """Ridge on n-grams, measures and the prior, all scaled; `fold` makes of it what the product reads."""

    def __init__(self, rows: Rows, prior: np.ndarray) -> None:
        self.rows, self.prior = rows, prior
        self.deviation = rows.measures.std(axis=0) + 1e-6
        self.mean = rows.measures.mean(axis=0)
        self.prior_deviation = float((rows.words @ prior).std())

    def matrix(self, rows: Rows, scale: float, prior_scale: float) -> sp.csr_matrix:
        """A row a sentence."""
        dense = (rows.measures - self.mean) / self.deviation * scale
        prior = (rows.words @ self.prior) / self.prior_deviation * prior_scale * scale
        return sp.hstack([rows.words, sp.csr_matrix(dense), sp.csr_matrix(prior[:, None])]).tocsr()

    def fold(self, weights: np.ndarray, scale: float, prior_scale: float) -> tuple[np.ndarray, np.ndarray]:
        """(weights of n-grams, weights of measures as they come)."""
        size = self.rows.words.shape[1]
        words = weights[:size] + weights[-1] * prior_scale * scale / self.prior_deviation * self.prior
        return words, weights[size:-1] * scale / self.deviation


def figures(papers: Sequence[Summarised], scores: np.ndarray) -> np.ndarray:
    """ROUGE-1, 2 and L and their mean, in percent, of the sentence with the highest score of each paper."""
    ends = np.cumsum([len(paper.sentences) for paper in papers])
    chosen = [paper.rouge[int(np.argmax(own))] for paper, own in zip(papers, np.split(scores, ends[:-1]), strict=True)]
    found = 100 * np.mean(chosen, axis=0)
    return np.append(found, found.mean())


def main() -> None:
    """Choose, train, say, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, help="SciTLDR-A, train")
    parser.add_argument("--dev", type=Path, required=True, help="SciTLDR-A, dev")
    parser.add_argument("--background", type=Path, nargs="+", required=True, help="JSON lines with title and abstract")
    parser.add_argument("--every", type=int, default=5, help="one abstract in so many is read (default: 5)")
    parser.add_argument("--output", type=Path, default=FILE)
    arguments = parser.parse_args()
    train, dev = read_summaries(arguments.train), read_summaries(arguments.dev)
    known = {paper.title.lower().strip() for paper in [*train, *dev]}
    background = read_abstracts(arguments.background, arguments.every, known)
    choosing, telling = dev[0::2], dev[1::2]
    lexicon = learn_lexicon(background, _papers(train))
    rows = {name: rows_of(lexicon, _papers(part)) for name, part in _parts(train, choosing, telling)}
    prior = learn_prior(lexicon, background, rows_of(lexicon, background))
    print(f"{len(background):,} abstracts, {len(train):,} + {len(dev):,} papers; words, pairs and triples:", end=" ")
    print(len(lexicon.vocabulary.words), len(lexicon.pairs), len(lexicon.triples))
    for name, part in _parts(train, choosing, telling):
        _say(f"best sentence possible, {name}", figures(part, np.concatenate([p.rouge.mean(axis=1) for p in part])))
        _say(f"prior alone, {name}", figures(part, rows[name].words @ prior))
    settings = _choose(rows, prior, train, choosing)
    both = Rows(
        sp.vstack([rows["train"].words, rows["choosing"].words]).tocsr(),
        np.vstack([rows["train"].measures, rows["choosing"].measures]),
        np.concatenate([rows["train"].counts, rows["choosing"].counts]),
    )
    fit = Fit(rows["train"], prior)
    for name, used, papers in (("train", rows["train"], train), ("train and half of dev", both, [*train, *choosing])):
        alpha, scale, prior_scale = settings
        weights = _ridge(alpha, fit.matrix(used, scale, prior_scale), _target(papers, used))
        _say(f"trained on {name}: telling", figures(telling, fit.matrix(rows["telling"], scale, prior_scale) @ weights))
        if used is not both:
            _say(
                f"trained on {name}: choosing",
                figures(choosing, fit.matrix(rows["choosing"], scale, prior_scale) @ weights),
            )
    words, others = fit.fold(weights, scale, prior_scale)
    told = figures(telling, rows["telling"].words @ words + rows["telling"].measures @ others)
    card = {
        "trained_on": "SciTLDR-A train and half of dev (Apache-2.0); titles and abstracts of arXiv and conferences",
        "told_on_the_other_half_of_dev": told.round(2).tolist(),
    }
    save(arguments.output, lexicon, words, others, card)
    print(f"{arguments.output}: {arguments.output.stat().st_size:,} bytes")


def save(path: Path, lexicon: Lexicon, words: np.ndarray, others: np.ndarray, card: dict[str, object]) -> None:
    """Write what `components.landscape.gist.gist.model` reads; weights of n-grams in a byte each."""
    scale = np.float32(np.abs(words).max() / 127)
    np.savez_compressed(
        path,
        vocabulary=np.frombuffer("\n".join(lexicon.vocabulary.words).encode(), np.uint8),
        pairs=lexicon.pairs,
        triples=lexicon.triples,
        words=np.round(words / scale).astype(np.int8),
        words_scale=scale,
        measures=others.astype(np.float32),
        idf=lexicon.idf.astype(np.float16),
        rarest=np.float32(lexicon.rarest),
        card=np.frombuffer(json.dumps(card).encode(), np.uint8),
    )


def _choose(
    rows: dict[str, Rows], prior: np.ndarray, train: Sequence[Summarised], choosing: Sequence[Summarised]
) -> tuple[float, float, float]:
    """The settings that are best by cross-validation on train and on the choosing half of dev, weighed by papers."""
    fit = Fit(rows["train"], prior)
    target = _target(train, rows["train"])
    fold = (np.random.RandomState(0).permutation(len(train)) % FOLDS)[rows["train"].paper]
    best: tuple[float, tuple[float, float, float]] = (-1.0, (0.0, 0.0, 0.0))
    for alpha, scale, prior_scale in product(ALPHAS, MEASURE_SCALES, PRIOR_SCALES):
        matrix = fit.matrix(rows["train"], scale, prior_scale)
        scores = np.zeros(len(target))
        for number in range(FOLDS):
            kept = fold == number
            scores[kept] = matrix[kept] @ _ridge(alpha, matrix[~kept], target[~kept])
        crossed = figures(train, scores)
        other = figures(choosing, fit.matrix(rows["choosing"], scale, prior_scale) @ _ridge(alpha, matrix, target))
        _say(f"alpha {alpha}, measures {scale}, prior {prior_scale}: cross-validated", crossed)
        _say("    choosing half of dev", other)
        value = (crossed[-1] * len(train) + other[-1] * len(choosing)) / (len(train) + len(choosing))
        best = max(best, (value, (alpha, scale, prior_scale)))
    print("chosen:", best)
    return best[1]


def _ridge(alpha: float, matrix: sp.csr_matrix, target: np.ndarray) -> np.ndarray:
    weights: np.ndarray = Ridge(alpha=alpha, solver="lsqr", tol=1e-3).fit(matrix, target).coef_
    return weights


def _target(papers: Sequence[Summarised], rows: Rows) -> np.ndarray:
    return _centred(np.concatenate([paper.rouge.mean(axis=1) for paper in papers]), rows)


def _centred(values: np.ndarray, rows: Rows) -> np.ndarray:
    """Values less the mean of their paper."""
    centred: np.ndarray = values - (np.bincount(rows.paper, weights=values) / rows.counts)[rows.paper]
    return centred


def _papers(found: Sequence[Summarised]) -> list[Paper]:
    return [(paper.title, paper.sentences) for paper in found]


def _parts(
    train: list[Summarised], choosing: list[Summarised], telling: list[Summarised]
) -> tuple[tuple[str, list[Summarised]], ...]:
    return ("train", train), ("choosing", choosing), ("telling", telling)


def _batches(vocabulary: Vocabulary, papers: Sequence[Paper]) -> Iterator[Batch]:
    for start in range(0, len(papers), 2_000):
        part = papers[start : start + 2_000]
        yield vocabulary.read([title for title, _ in part], [own for _, own in part])


def _keys(batch: Batch, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Keys of the pairs, each once a sentence, and of the triples."""
    tokens, known = batch.tokens, batch.tokens < size
    two = np.flatnonzero(known[:-1] & known[1:] & (batch.sentence[:-1] == batch.sentence[1:]))
    once = np.unique((batch.sentence[two] * size + tokens[two]) * size + tokens[two + 1]) % (size * size)
    three = np.flatnonzero(known[:-2] & known[1:-1] & known[2:] & (batch.sentence[:-2] == batch.sentence[2:]))
    return once, (tokens[three] * size + tokens[three + 1]) * size + tokens[three + 2]


def _common(background: list[np.ndarray], labelled: list[np.ndarray]) -> np.ndarray:
    found = []
    for keys, least in ((background, NGRAM_IN), (labelled, NGRAM_IN_LABELLED)):
        each, count = np.unique(np.concatenate(keys), return_counts=True)
        found.append(each[count >= least])
    return np.union1d(*found)


def _say(what: str, found: np.ndarray) -> None:
    print(f"{what}: " + " / ".join(f"{value:.2f}" for value in found), flush=True)


if __name__ == "__main__":
    main()
