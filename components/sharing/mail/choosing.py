"""Which papers a mail about a saved search lists, in which order, and why each is there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from components.finding.grammar import Term, parse
from components.finding.words import words
from components.sharing.formats.entry import Entry, one_line
from components.sharing.trending import trending_score, why

MOST_NEW, MOST_TRENDING = 40, 5
LONGEST_TITLE, LONGEST_ABSTRACT, LONGEST_WORDS = 300, 420, 200
TEXTS = ("", "title", "abstract")  # the fields of a query whose words can be shown in a paper
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper of a mail, and why it is there."""

    paper: Entry
    why: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The papers of a mail. New ones that are neither listed nor `passed_over` are new in the next mail too."""

    new: tuple[ListedPaper, ...]
    trending: tuple[ListedPaper, ...] = ()
    more: int = 0  # new papers that are not listed
    muted: int = 0  # new papers that have a muted word
    passed_over: tuple[str, ...] = ()  # ids of new papers that no mail will list any more
    by_interest: bool = False


def by_talk(
    papers: Sequence[Entry], already_sent: Collection[str], today: date, query: str = "", most: int = MOST_NEW
) -> Selection:
    """The new papers and the trending ones, the most talked about first.

    `query` is the search's line of words, to say where a paper has them.
    """
    ranked = sorted(
        ((trending_score(paper, today), -row, paper) for row, paper in enumerate(papers)), reverse=True, key=_order
    )
    fresh = [one for one in ranked if one[2].paper_id not in already_sent]
    asked = [term for term in parse(query).terms if term.field in TEXTS and not term.negative]
    new = [_listed(paper, _found(paper, asked), why(paper, today)) for _, _, paper in fresh[:most]]
    known = {one.paper.paper_id for one in new}
    others = [one for one in ranked if one[2].paper_id not in known and one[0] > 0]
    trending = [
        _listed(paper, f"Trending {value:.1f}", why(paper, today)) for value, _, paper in others[:MOST_TRENDING]
    ]
    return Selection(tuple(new), tuple(trending), len(fresh) - len(new))


def by_interest(fresh: Sequence[Entry], reasons: Mapping[str, str], left: Sequence[str], today: date) -> Selection:
    """These new papers in their order, each with its reason (by paper_id); those `left` out are passed over for good.

    Tomorrow's mail is about tomorrow's papers: what was of less interest today does not come again.
    """
    new = [_listed(paper, reasons.get(paper.paper_id, ""), why(paper, today)) for paper in fresh]
    return Selection(tuple(new), (), len(left), passed_over=tuple(left), by_interest=True)


def shortened(text: str, most: int) -> str:
    """The first sentences of a text that fit into so many characters, or its first words."""
    text = one_line(text)
    if len(text) <= most:
        return text
    kept = ""
    for sentence in SENTENCE_END.split(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > most:
            break
        kept = longer
    return kept or text[: most - 1].rsplit(" ", 1)[0][: most - 1] + "…"


def _found(paper: Entry, asked: Sequence[Term]) -> str:
    """Why a new paper is there: where it has the words that were asked for, and which digest brought it."""
    texts = {"title": words(paper.title), "abstract": words(paper.abstract)}
    places: dict[str, list[str]] = {}
    for term in asked:
        for place, text in texts.items():
            if term.field in {"", place} and _has(text, term):
                places.setdefault(place, []).append(f"“{' '.join(term.words)}”")
                break
    matches = [f"{' and '.join(found)} in its {place}" for place, found in places.items()]
    brought = f"New in “{shortened(paper.digests[-1], LONGEST_WORDS // 2)}”" if paper.digests else "New"
    return "; ".join([brought, *matches])[:LONGEST_WORDS]


def _has(text: Sequence[str], term: Term) -> bool:
    """Whether the words of a text hold those of a term one after the other; the last may go on."""
    size = len(term.words)
    starts = (text[at : at + size] for at in range(len(text) - size + 1))
    return any(
        tuple(part[:-1]) == term.words[:-1]
        and (part[-1] == term.words[-1] if term.whole else part[-1].startswith(term.words[-1]))
        for part in starts
    )


def _order(one: tuple[float, int, Entry]) -> tuple[float, int]:
    return one[0], one[1]


def _listed(paper: Entry, *reasons: str) -> ListedPaper:
    brief = replace(
        paper,
        title=shortened(paper.title, LONGEST_TITLE),
        gist=shortened(paper.gist, LONGEST_ABSTRACT),
        abstract=shortened(paper.abstract, LONGEST_ABSTRACT),
        authors=(shortened(", ".join(paper.authors), LONGEST_WORDS),) if paper.authors else (),
        topic=shortened(paper.topic, LONGEST_WORDS),
    )
    return ListedPaper(brief, "; ".join(reason for reason in reasons if reason))
