"""The field's own terms, learnt from titles and abstracts: what a topic may be named by, with its casing.

    python -m training.terms --corpus FILE.jsonl.xz [FILE …]

A run of one to four words is a term where authors use it as a whole: between function words or punctuation
("large language" is always followed by "model"), in titles too ("significant improvement" is not), and about one thing
(its papers lie together in the built-in vectors). With each term stand the papers that say it, the share that say it
in the title, how much its papers lie together, its short form where abstracts define one, and the arXiv category that
most of its papers have. Categories are read where a record has one.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from components.landscape.embeddings.builtin import built_in
from components.landscape.embeddings.stopwords import ABSTRACT_WORDS, COMPLETING_FIRST, COMPLETING_LAST, FUNCTION_WORDS
from components.landscape.embeddings.terms import fold, paper_text
from components.landscape.topics.field_terms import COLUMNS, FILE
from components.landscape.topics.phrases import readings
from training.corpus import is_held_out

LONGEST = 4
LEAST_PAPERS, LEAST_TITLES = 20, 4
LEAST_TITLE_SHARE = 0.05  # of the papers that say a term
LEAST_ENDING, LEAST_BEGINNING = 0.3, 0.12  # shares of the places where a term ends, begins between other words
LEAST_WHOLE = 12  # places where it does both
LEAST_FOCUS = 0.02
SHORT_FORM_PAPERS, SHORT_FORM_SHARE = 8, 0.5  # that define a short form; the share that mean this by it
PLACED, FORMS_READ = 40_000, 60
_WORD_OR_BREAK = re.compile(r"[^\W_]+(?:['’]s\b)?|(?<=\s)-+|-+(?=\s)|[^\w\s'’-]|_|\n")
_OPENING = frozenset(
    ("the", "a", "an", "this", "that", "these", "those", "our", "their", "its", "each", "every", "it", "we", "they")
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One record of a corpus."""

    title: str
    abstract: str
    category: str  # "" where the record has none


@dataclass(frozen=True, eq=False)
class Tokens:
    """All words of some texts, one after the other; −1 stands for punctuation or a line's end."""

    word: np.ndarray  # int64, index into words
    text: np.ndarray  # int64
    start: np.ndarray  # int32, offset in its text
    end: np.ndarray  # int32
    words: tuple[str, ...]  # folded


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the file."""

    shown: str
    papers: int
    title_share: float
    focus: float
    short: str
    category: str
    category_share: float


@dataclass(frozen=True, eq=False)
class _Background:
    """What is known about a corpus, to judge its runs of words by."""

    tokens: Tokens
    texts: Sequence[str]
    in_title: np.ndarray  # bool, of each token
    functional: np.ndarray  # bool, of each word; the last stands for a break
    vectors: np.ndarray  # of the first PLACED papers
    short_forms: dict[tuple[str, ...], str]
    categories: np.ndarray  # names
    category: np.ndarray  # of each paper, index into categories


def read_papers(paths: Iterable[Path]) -> list[Paper]:
    """The papers of JSON-lines files (may be .xz) with title, abstract and perhaps category, each title once.

    Papers held out for measuring take no part.
    """
    found: dict[str, Paper] = {}
    for path in paths:
        whole = path.read_bytes()
        text = (lzma.decompress(whole) if path.suffix == ".xz" else whole).decode()
        for line in text.split("\n"):
            if line:
                record = json.loads(line)
                if record.get("arxiv_id") and is_held_out(record["arxiv_id"]):
                    continue
                title, abstract = " ".join(record["title"].split()), " ".join((record["abstract"] or "").split())
                found.setdefault(title.lower(), Paper(title, abstract, record.get("category") or ""))
    return list(found.values())


def tokens_of(texts: Sequence[str]) -> Tokens:
    """Cut texts into folded words and breaks."""
    words: dict[str, int] = {}
    known: dict[str, int] = {}
    numbers: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    lengths = []
    for text in texts:
        before = len(numbers)
        for found in _WORD_OR_BREAK.finditer(text):
            written = found[0]
            number = known.get(written)
            if number is None:
                plain = re.sub(r"['’]s$", "", written.lower())
                number = words.setdefault(fold(plain), len(words)) if written[0].isalnum() else -1
                known[written] = number
            numbers.append(number)
            starts.append(found.start())
            ends.append(found.end())
        lengths.append(len(numbers) - before)
    text_of = np.repeat(np.arange(len(texts)), lengths)
    return Tokens(np.array(numbers), text_of, np.array(starts, np.int32), np.array(ends, np.int32), tuple(words))


def terms_of(papers: Sequence[Paper], least_papers: int = LEAST_PAPERS) -> list[Term]:
    """The terms of a corpus, those of most papers first."""
    texts = [f"{paper.title}\n{paper.abstract}" for paper in papers]
    tokens = tokens_of(texts)
    in_title = tokens.start < np.array([len(paper.title) for paper in papers])[tokens.text]
    functional = np.array([word in FUNCTION_WORDS for word in tokens.words] + [True])
    opening = np.array([word in _OPENING for word in tokens.words] + [False])
    categories, category = np.unique([paper.category for paper in papers], return_inverse=True)
    background = _Background(
        tokens, texts, in_title, functional, _vectors(papers), _short_forms(papers), categories, category
    )
    found: list[Term] = []
    runs, count = tokens.word, len(tokens.words)
    for length in range(1, LONGEST + 1):
        place, run = _frequent(runs, tokens.text, count, least_papers)
        if not len(place):
            break
        before, after = np.maximum(place - 1, 0), np.minimum(place + length, len(tokens.word) - 1)
        begins = functional[tokens.word[before]] | (tokens.text[before] != tokens.text[place]) | (place == 0)
        ends = functional[tokens.word[after]] & ~opening[tokens.word[after]]
        ends |= (tokens.text[after] != tokens.text[place]) | (place + length == len(tokens.word))
        found += _kept(length, place, run, begins, ends, background)
        runs, count = _longer(place, run, tokens, length)
    return sorted(found, key=lambda term: (-term.papers, term.shown))


def _frequent(runs: np.ndarray, text: np.ndarray, count: int, least: int) -> tuple[np.ndarray, np.ndarray]:
    """(places, run there) of the runs that enough texts say."""
    place = np.flatnonzero(runs >= 0)
    texts = int(text.max(initial=0)) + 1
    cells = np.sort(runs[place] * texts + text[place])
    cells = cells[np.append(True, cells[1:] != cells[:-1])] if len(cells) else cells
    enough = np.bincount(cells // texts, minlength=count) >= least
    place = place[enough[runs[place]]]
    return place, runs[place]


def _longer(place: np.ndarray, run: np.ndarray, tokens: Tokens, length: int) -> tuple[np.ndarray, int]:
    """Runs one word longer at every place, −1 where there is none, and how many there are."""
    after = place + length
    fits = after < len(tokens.word)
    place, run, after = place[fits], run[fits], after[fits]
    fits = (tokens.word[after] >= 0) & (tokens.text[after] == tokens.text[place])
    place, run, after = place[fits], run[fits], after[fits]
    codes, inverse = np.unique(run * len(tokens.words) + tokens.word[after], return_inverse=True)
    runs = np.full(len(tokens.word), -1, dtype=np.int64)
    runs[place] = inverse
    return runs, len(codes)


def _kept(
    length: int, place: np.ndarray, run: np.ndarray, begins: np.ndarray, ends: np.ndarray, known: _Background
) -> list[Term]:
    """The terms among the runs of one length."""
    tokens, functional = known.tokens, known.functional
    order = np.argsort(run, kind="stable")
    place, run, begins, ends = place[order], run[order], begins[order], ends[order]
    edges = np.flatnonzero(np.append(True, run[1:] != run[:-1]))
    sizes = np.diff(np.append(edges, len(run)))
    share_ending = np.add.reduceat(ends.astype(np.int64), edges) / sizes
    share_beginning = np.add.reduceat(begins.astype(np.int64), edges) / sizes
    whole = np.add.reduceat((begins & ends).astype(np.int64), edges)
    first = place[edges]
    fits = (share_ending >= LEAST_ENDING) & (share_beginning >= LEAST_BEGINNING) & (whole >= LEAST_WHOLE)
    fits &= ~functional[tokens.word[first]] & ~functional[tokens.word[first + length - 1]]
    groups = (place[edges[number] : edges[number] + sizes[number]] for number in np.flatnonzero(fits))
    return [term for term in (_term(length, here, known) for here in groups) if term]


def _term(length: int, here: np.ndarray, known: _Background) -> Term | None:
    """What is said at these places as a term; None where it is none."""
    tokens = known.tokens
    key = tuple(tokens.words[word] for word in tokens.word[here[0] : here[0] + length])
    saying = np.unique(tokens.text[here])
    titled = len(np.unique(tokens.text[here[known.in_title[here]]]))
    if not _stands(key) or titled < max(LEAST_TITLES, LEAST_TITLE_SHARE * len(saying)):
        return None
    focus = _focus(known.vectors[saying[saying < len(known.vectors)]])
    if focus < LEAST_FOCUS:
        return None
    labelled = np.bincount(known.category[saying], minlength=len(known.categories))
    labelled[known.categories == ""] = 0
    best = int(labelled.argmax())
    inside = here[~known.in_title[here]]
    return Term(
        _written(inside if len(inside) else here, length, tokens, known.texts),
        len(saying),
        titled / len(saying),
        focus,
        known.short_forms.get(key, ""),
        str(known.categories[best]) if labelled[best] else "",
        float(labelled[best] / max(labelled.sum(), 1)),
    )


def _stands(key: tuple[str, ...]) -> bool:
    if len(set(key)) < len(key) or key[0].isdigit() or key[-1].isdigit() or any(len(word) > 25 for word in key):
        return False
    if len(key) == 1:
        return len(key[0]) > 2 and key[0] not in ABSTRACT_WORDS and not key[0][0].isdigit()
    if key[0].endswith("ing") and key[0] in ABSTRACT_WORDS - COMPLETING_FIRST - COMPLETING_LAST:
        return False  # "evaluating LLMs" says what a paper does
    return not all(word in ABSTRACT_WORDS for word in key[:1] + key[-1:]) or len(key) > 2


def _vectors(papers: Sequence[Paper]) -> np.ndarray:
    some = papers[:PLACED]
    vectors = built_in().embed([paper_text(paper.title, paper.abstract) for paper in some])
    centred = vectors - vectors.mean(axis=0)
    rows: np.ndarray = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    return rows


def _focus(rows: np.ndarray) -> float:
    """Mean cosine between two different papers; 0 where there are too few to say."""
    if len(rows) < 4:
        return LEAST_FOCUS
    return float((np.square(rows.sum(axis=0)).sum() - len(rows)) / (len(rows) * (len(rows) - 1)))


def _short_forms(papers: Sequence[Paper]) -> dict[tuple[str, ...], str]:
    """The key of a long form → its short form, where papers agree on what that means."""
    counts: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in papers:
        for short, key in set(readings(paper.abstract)):
            folded = fold(short.lower())
            counts[folded][key] += 1
            written[folded][short[:-1] if short.endswith("s") and folded != short.lower() else short] += 1
    found: dict[tuple[str, ...], tuple[int, str]] = {}
    for folded, meant in counts.items():
        key, times = min(meant.items(), key=lambda item: (-item[1], item[0]))
        if times >= SHORT_FORM_PAPERS and times >= SHORT_FORM_SHARE * sum(meant.values()):
            shown = min(written[folded].items(), key=lambda item: (-item[1], item[0]))[0]
            found[key] = max(found.get(key, (0, "")), (times, shown))
    return {key: shown for key, (_, shown) in found.items()}


def _written(place: np.ndarray, length: int, tokens: Tokens, texts: Sequence[str]) -> str:
    """How authors mostly write the words at these places, sentence starts left out where there are others."""
    forms: Counter[str] = Counter()
    step = max(1, len(place) // FORMS_READ)
    for at in place[::step][:FORMS_READ]:
        surface = texts[tokens.text[at]][tokens.start[at] : tokens.end[at + length - 1]]
        begins = at == 0 or tokens.word[at - 1] < 0
        forms[surface.lower() if begins and surface[1:] == surface[1:].lower() else surface] += 1
    return min(forms, key=lambda form: (-forms[form], form)) if forms else ""


def write(terms: Sequence[Term], papers: int, path: Path) -> None:
    """Write the file the product reads: the number of papers and the columns' names, then a line a term; packed."""
    lines = ["\t".join([str(papers), *COLUMNS])]
    for term in terms:
        values = (term.papers, round(100 * term.title_share), round(100 * term.focus))
        lines.append("\t".join([term.shown, *map(str, values), term.short, term.category,
                                str(round(100 * term.category_share))]))  # fmt: skip
    path.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9))


def main() -> int:
    """Learn and write; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, help="JSON lines: title, abstract, category")
    parser.add_argument("--output", type=Path, default=FILE)
    arguments = parser.parse_args()
    papers = read_papers(arguments.corpus)
    terms = terms_of(papers)
    write(terms, len(papers), arguments.output)
    brief = sum(bool(term.short) for term in terms)
    size = arguments.output.stat().st_size
    print(f"{len(papers):,} papers, {len(terms):,} terms, {brief:,} with a short form, {size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
