"""What separates two groups of papers: phrases, the places where abstracts say them, and the papers on the border.

A phrase is judged by how many papers of each group say it: the log-odds ratio with an informative Dirichlet prior of
Monroe, Colaresi and Quinn ("Fightin' Words", 2008), with two outcomes a paper (says it, does not), so that a phrase
repeated in one abstract counts once. The prior is how often papers say it anyway. Which words make a phrase is
`phrases`' matter. Counting is by arrays: two groups of hundreds of papers are read in the time of a click.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from components.landscape.topics.field_terms import Key
from components.landscape.topics.ngrams import WORD_OR_BREAK, PhraseOccurrences, folded, phrase_occurrences
from components.landscape.topics.phrases import LONGEST, abbreviations, phrase_table
from components.landscape.topics.title_share import title_weight

Side = Literal["left", "right", "both", "neither"]

READ_PER_GROUP = 120  # papers of a group whose words are read, evenly drawn: enough for shares, bounded in time
PRIOR_PAPERS = 4.0  # the prior weighs as much as that many papers
LEAST_Z = 1.28  # below, a phrase separates nothing
CLEAR_Z = 1.96
CONSIDERED = 60  # best phrases of each side that are looked at closely
SINGLE_WORTH = 0.75  # a single word says less than a phrase
SPELLINGS_READ = 40  # papers in which the usual spelling of the phrases is looked up
_SHORT_FORM = re.compile(r"\([A-Z][A-Za-z-]{1,8}\)")
_SPELT_OUT_BEFORE = 90  # characters in front of a short form that may spell it out


@dataclass(frozen=True, slots=True)
class DistinctivePhrase:
    """A phrase that one group says more than the other."""

    phrase: str  # as people write it
    key: Key  # its folded words
    side: Side  # the group that says it more
    z: float  # how sure: its log-odds ratio in standard deviations, always ≥ 0
    log_odds: float  # natural logarithm, ≥ 0
    left: int  # papers of the left group saying it, of `Contrast.read_left`
    right: int


@dataclass(frozen=True, slots=True)
class BorderPaper:
    """A paper near to both groups."""

    paper_id: str
    side: Side
    to_left: float  # cosine to the group's centre
    to_right: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two groups told apart. Papers in both groups take part in neither."""

    left: tuple[DistinctivePhrase, ...]  # what the left group says more, clearest first
    right: tuple[DistinctivePhrase, ...]
    border: tuple[BorderPaper, ...]  # nearest to both centres first
    left_size: int  # papers of the left group alone
    right_size: int
    shared: int  # papers in both
    read_left: int  # papers whose words were counted, READ_PER_GROUP at most
    read_right: int
    longer: tuple[tuple[str, Key], ...]  # abbreviations that stand for a phrase's words, for `marks`
    sentence: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a text that says a separating phrase: text[start:end]."""

    start: int
    end: int
    side: Side
    phrase: str


def contrast(
    papers: pd.DataFrame,
    left: Sequence[str],
    right: Sequence[str],
    vectors: np.ndarray | None = None,
    most: int = 12,
    border: int = 3,
) -> Contrast:
    """Tell two groups of paper ids apart, with at most `most` phrases a side and `border` papers between them.

    `papers` (paper_id, title, abstract) is the whole set; `vectors` its unit rows in the same order, None for no
    border. Unknown and repeated ids are ignored; empty or identical groups give no phrases and a sentence saying so.
    """
    rows = {paper_id: row for row, paper_id in enumerate(papers["paper_id"].tolist())}
    one = dict.fromkeys(rows[paper_id] for paper_id in left if paper_id in rows)
    other = dict.fromkeys(rows[paper_id] for paper_id in right if paper_id in rows)
    shared = [row for row in one if row in other]
    alone = [sorted(one.keys() - other.keys()), sorted(other.keys() - one.keys())]
    compared = Contrast((), (), (), len(alone[0]), len(alone[1]), len(shared), 0, 0, (), "")
    if vectors is not None and one and other and border > 0:
        compared = replace(compared, border=_border(papers["paper_id"], vectors, list(one), list(other), border))
    if alone[0] and alone[1]:
        compared = _with_phrases(compared, papers, alone, most)
    return replace(compared, sentence=_sentence(compared))


def marks(text: str, compared: Contrast) -> tuple[Mark, ...]:
    """Where a text says the phrases that separate the groups, in reading order; marks never overlap.

    Where two phrases overlap, the longer one is marked.
    """
    phrases = {each.key: each for each in (*compared.right, *compared.left)}
    if not phrases:
        return ()
    found = [Mark(start, end, phrases[key].side, phrases[key].phrase) for start, end, key in _places(text, compared)]
    found.sort(key=lambda mark: (mark.start - mark.end, mark.start))
    taken: list[Mark] = []
    for mark in found:
        if all(mark.end <= other.start or other.end <= mark.start for other in taken):
            taken.append(mark)
    return tuple(sorted(taken, key=lambda mark: mark.start))


def _with_phrases(compared: Contrast, papers: pd.DataFrame, alone: list[list[int]], most: int) -> Contrast:
    sides = [_drawn(group, READ_PER_GROUP) for group in alone]
    rest = np.setdiff1d(np.arange(len(papers)), np.concatenate(alone))
    read = np.concatenate([*sides, _drawn(rest.tolist(), READ_PER_GROUP)]).astype(np.int64)
    chosen = papers.iloc[read]
    texts = [f"{title}\n{text}" for title, text in zip(chosen["title"], chosen["abstract"], strict=True)]
    longer = abbreviations(_around_short_forms(texts))
    group = np.repeat([0, 1, 2], [len(sides[0]), len(sides[1]), len(read) - len(sides[0]) - len(sides[1])])
    occurrences = phrase_occurrences(texts, longer, least=1 if min(len(side) for side in sides) < 4 else 2)
    counts = np.zeros((3, len(occurrences.keys)))
    np.add.at(counts, (group[occurrences.text], occurrences.run), 1.0)
    log_odds, z = _log_odds(counts, np.bincount(group, minlength=3))
    picked = {side: _chosen(occurrences.keys, sign * z, counts[row], most) for row, (side, sign) in enumerate(_SIDES)}
    keys = {occurrences.keys[phrase] for phrases in picked.values() for phrase in phrases}
    used = tuple((short, key) for short, key in longer.items() if any(_holds(whole, key) for whole in keys))
    compared = replace(compared, longer=used, read_left=len(sides[0]), read_right=len(sides[1]))
    spelt = _spellings(texts, occurrences, [phrase for phrases in picked.values() for phrase in phrases], compared)
    found = {
        side: tuple(
            DistinctivePhrase(
                phrase=spelt[occurrences.keys[phrase]],
                key=occurrences.keys[phrase],
                side=side,
                z=round(float(abs(z[phrase])), 4),
                log_odds=round(float(abs(log_odds[phrase])), 4),
                left=int(counts[0, phrase]),
                right=int(counts[1, phrase]),
            )
            for phrase in phrases
        )
        for side, phrases in picked.items()
    }
    return replace(compared, left=found["left"], right=found["right"])


_SIDES: tuple[tuple[Literal["left", "right"], float], ...] = (("left", 1.0), ("right", -1.0))


def _drawn(rows: Sequence[int], most: int) -> np.ndarray:
    """At most so many of the rows, evenly spread over them."""
    chosen = np.asarray(rows, dtype=np.int64)
    return chosen if len(chosen) <= most else chosen[np.arange(most) * len(chosen) // most]


def _around_short_forms(texts: Sequence[str]) -> list[str]:
    """The stretches that may explain a short form, such as "large language models (LLMs)": a tenth of the text."""
    return [
        text[max(0, found.start() - _SPELT_OUT_BEFORE) : found.end()]
        for text in texts
        for found in _SHORT_FORM.finditer(text)
    ]


def _log_odds(counts: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(log-odds ratio, its z) of each phrase, positive where the left group says it more.

    `counts` (3, phrases): papers of left, right and others saying it, of `sizes`. Equations 15 and 19 of Monroe et al.
    with the two outcomes of a paper.
    """
    prior = PRIOR_PAPERS * (counts.sum(axis=0) + 0.5) / (sizes.sum() + 1.0)
    with_word = counts[:2] + prior
    without = sizes[:2, None] + PRIOR_PAPERS - with_word
    odds = np.log(with_word) - np.log(without)
    log_odds = odds[0] - odds[1]
    return log_odds, log_odds / np.sqrt((1.0 / with_word + 1.0 / without).sum(axis=0))


def _chosen(keys: Sequence[Key], z: np.ndarray, saying: np.ndarray, most: int) -> list[int]:
    """The phrases that speak for a side, best first: no two of them nested, none a mere part of a longer one."""
    candidates = np.flatnonzero(z >= LEAST_Z)
    candidates = candidates[np.lexsort((candidates, -np.round(z[candidates], 6)))][: CONSIDERED * 4]
    standing = _standing([keys[at] for at in candidates.tolist()])
    ranked = [at for at, stands in zip(candidates.tolist(), standing, strict=True) if stands][:CONSIDERED]
    length = np.array([1.0 if len(keys[at]) > 1 else SINGLE_WORTH for at in ranked])
    worth = z[ranked] * length * title_weight([keys[at] for at in ranked])
    order = [ranked[at] for at in np.lexsort((ranked, -np.round(worth, 6)))]
    whole = [
        at
        for at in order
        if not any(at != by and _holds(keys[by], keys[at]) and saying[by] >= 0.6 * saying[at] for by in order)
    ]
    chosen: list[int] = []
    for at in whole:
        if len(chosen) < most and not any(_holds(keys[by], keys[at]) or _holds(keys[at], keys[by]) for by in chosen):
            chosen.append(at)
    return sorted(chosen, key=lambda at: (-round(float(z[at]), 6), at))


def _standing(keys: Sequence[Key]) -> list[bool]:
    """Which of these runs of words stand as a phrase, asked of `phrases`."""
    table = phrase_table([" ".join(key) for key in keys], [""] * len(keys))
    standing = {(int(row), table.keys[phrase]) for row, phrase in zip(table.paper, table.phrase, strict=True)}
    return [(row, key) in standing for row, key in enumerate(keys)]


def _holds(whole: Key, part: Key) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _spellings(
    texts: Sequence[str], occurrences: PhraseOccurrences, chosen: Sequence[int], compared: Contrast
) -> dict[Key, str]:
    """How people write the chosen phrases most, spelt out rather than abbreviated."""
    keys = {occurrences.keys[phrase] for phrase in chosen}
    written: dict[Key, Counter[str]] = {key: Counter() for key in keys}
    saying = [occurrences.text[occurrences.run == phrase] for phrase in chosen]
    turns = [int(papers[turn]) for turn in range(8) for papers in saying if turn < len(papers)]
    for row in list(dict.fromkeys(turns))[:SPELLINGS_READ]:
        for start, end, key in _places(texts[row], compared, keys):
            surface = " ".join(texts[row][start:end].split())
            written[key][surface if start > texts[row].find("\n") else surface.lower()] += 1
    result = {}
    for key, surfaces in written.items():
        spelt = {each: count for each, count in surfaces.items() if len(re.split(r"[\s-]+", each)) == len(key)}
        ranked = spelt or surfaces or {" ".join(key): 1}
        result[key] = min(ranked, key=lambda each: (-ranked[each], each))
    return result


def _places(text: str, compared: Contrast, keys: set[Key] | None = None) -> list[tuple[int, int, Key]]:
    """Every place where the text says one of the keys (those of `compared` if None): (start, end, key)."""
    wanted = {each.key for each in (*compared.left, *compared.right)} if keys is None else keys
    longer = dict(compared.longer)
    tokens = [(found.start(), found.end(), folded(found.group(), longer)) for found in WORD_OR_BREAK.finditer(text)]
    places = []
    for first, (start, _, _) in enumerate(tokens):
        key: Key = ()
        for _, end, words in tokens[first : first + LONGEST]:
            key += words
            if not words or len(key) > LONGEST:
                break
            if key in wanted:
                places.append((start, end, key))
    return places


def _border(
    paper_ids: pd.Series, vectors: np.ndarray, left: list[int], right: list[int], most: int
) -> tuple[BorderPaper, ...]:
    """The papers of the set whose farther centre is nearest; a paper that says nothing is on no border."""
    centres = np.stack([vectors[sorted(rows)].mean(axis=0) for rows in (left, right)])
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    cosines = vectors @ (centres / np.maximum(lengths, 1e-9)).T
    farther = np.round(cosines.min(axis=1), 6)
    order = np.lexsort((np.arange(len(farther)), -farther))[:most]
    inside = set(left), set(right)
    names: dict[tuple[bool, bool], Side] = {(True, True): "both", (True, False): "left", (False, True): "right"}
    return tuple(
        BorderPaper(
            paper_id=str(paper_ids.iloc[row]),
            side=names.get((row in inside[0], row in inside[1]), "neither"),
            to_left=round(float(cosines[row, 0]), 4),
            to_right=round(float(cosines[row, 1]), 4),
        )
        for row in order.tolist()
        if farther[row] > 0
    )


def _sentence(compared: Contrast) -> str:
    """What a person reads above the phrases."""
    if not compared.left_size and not compared.right_size:
        if compared.shared:
            return "Both groups hold the same papers: nothing separates them."
        return "Choose two groups of papers to compare."
    if not compared.left_size or not compared.right_size:
        inner = "left" if not compared.left_size else "right"
        if compared.shared:
            return f"Every paper of the {inner} group is in the other one too: there is nothing to compare it by."
        return f"The {inner} group is empty: choose papers for it."
    besides = f"; {_papers(compared.shared)} in both left out" if compared.shared else ""
    clear = sum(each.z >= CLEAR_Z for each in (*compared.left, *compared.right))
    if not compared.left and not compared.right:
        found = "no phrase separates them"
    else:
        found = f"{clear} phrases separate them clearly" if clear != 1 else "one phrase separates them clearly"
    return f"{_papers(compared.left_size)} against {compared.right_size}{besides}: {found}."


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count:,} papers"
