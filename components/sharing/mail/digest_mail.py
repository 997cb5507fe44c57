"""What a mail about a saved search says: its new papers and those much talked about, by topic, each with why.

Text and HTML say the same, each stays under 100 kB (Gmail cuts longer ones), and all text of papers is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from components.finding.grammar import Term, parse
from components.finding.words import words
from components.papers.reading.html.exported_page import MAIL_GENERATOR, generator
from components.sharing.formats.entry import Entry, one_line
from components.sharing.trending import FORMULA, trending_score, why

MOST_NEW, MOST_TRENDING = 40, 5
MOST_SILENT, SILENT = 10, "Sources that brought nothing new:"
LIMIT = 98_000  # bytes of each part
LONGEST_TITLE, LONGEST_ABSTRACT, LONGEST_WORDS = 300, 420, 200
TEXTS = ("", "title", "abstract")  # the fields of a query whose words can be shown in a paper
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
STYLE = "font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:0 8px"
SOFT = "color:#5b6470;font-size:14px;margin:2px 0"


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper of a mail, and why it is there."""

    paper: Entry
    trending_score: float
    why: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a mail's links lead; "" where there is no such address."""

    search: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class MailDigest:
    """A mail before it is put into an envelope."""

    subject: str
    text: str
    html: str
    paper_ids: tuple[str, ...]  # ids of the new papers in it


def choose(
    papers: Sequence[Entry], already_sent: Collection[str], today: date, query: str = ""
) -> tuple[list[ListedPaper], list[ListedPaper], int]:
    """(the new papers, the trending ones, how many new ones are left out), the most talked about first."""
    ranked = sorted(
        ((trending_score(paper, today), -row, paper) for row, paper in enumerate(papers)), reverse=True, key=_order
    )
    fresh = [one for one in ranked if one[2].paper_id not in already_sent]
    asked = [term for term in parse(query).terms if term.field in TEXTS and not term.negative]
    new = [_listed(paper, value, _found(paper, asked), today) for value, _, paper in fresh[:MOST_NEW]]
    known = {one.paper.paper_id for one in new}
    others = [one for one in ranked if one[2].paper_id not in known and one[0] > 0]
    trending = [_listed(paper, value, f"Trending {value:.1f}", today) for value, _, paper in others[:MOST_TRENDING]]
    return new, trending, len(fresh) - len(new)


def compose(
    papers: Sequence[Entry],
    already_sent: Collection[str],
    name: str,
    sentence: str,
    today: date,
    addresses: Addresses,
    query: str = "",
    silent: Sequence[str] = (),
) -> MailDigest | None:
    """The mail about what a search shows, or None where it shows nothing that was not sent before.

    `sentence` says what is shown; `query` is the search's line of words, to say where a paper has them; `silent` says
    of followed sources why nothing came from them.
    """
    quiet = tuple(shortened(each, LONGEST_WORDS) for each in silent[:MOST_SILENT])
    name, sentence = shortened(name, LONGEST_WORDS), shortened(sentence, LONGEST_WORDS)
    new, trending, more = choose(papers, already_sent, today, query)
    if not new:
        return None
    while True:
        count = len(new) + more
        subject = f"{name}: {'1 new paper' if count == 1 else f'{count:,} new papers'}"
        text = _text(subject, sentence, new, trending, more, addresses, quiet)
        html = _html(subject, sentence, new, trending, more, addresses, quiet)
        if max(len(text.encode()), len(html.encode())) <= LIMIT or len(new) == 1:
            return MailDigest(subject, text, html, tuple(one.paper.paper_id for one in new))
        new, more = new[:-1], more + 1


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


def by_topic(chosen: Sequence[ListedPaper]) -> list[tuple[str, list[ListedPaper]]]:
    """(topic, its papers), in the order of each topic's first; papers without a topic come last, under ""."""
    groups: dict[str, list[ListedPaper]] = {}
    for one in chosen:
        groups.setdefault(one.paper.topic, []).append(one)
    return sorted(groups.items(), key=lambda group: group[0] == "")


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


def _about(paper: Entry) -> str:
    """What a paper is about in one sentence of its abstract, else how the abstract begins."""
    return paper.gist or paper.abstract


def _order(one: tuple[float, int, Entry]) -> tuple[float, int]:
    return one[0], one[1]


def _listed(paper: Entry, value: float, first: str, today: date) -> ListedPaper:
    brief = replace(
        paper,
        title=shortened(paper.title, LONGEST_TITLE),
        gist=shortened(paper.gist, LONGEST_ABSTRACT),
        abstract=shortened(paper.abstract, LONGEST_ABSTRACT),
        authors=(shortened(", ".join(paper.authors), LONGEST_WORDS),) if paper.authors else (),
        topic=shortened(paper.topic, LONGEST_WORDS),
    )
    return ListedPaper(brief, value, "; ".join(part for part in (first, why(paper, today)) if part))


def _sections(new: Sequence[ListedPaper], trending: Sequence[ListedPaper]) -> list[tuple[str, Sequence[ListedPaper]]]:
    sections: list[tuple[str, Sequence[ListedPaper]]] = []
    sections += [(topic or "Other papers", papers) for topic, papers in by_topic(new)]
    return [*sections, ("Much talked about", trending)] if trending else sections


def _text(
    subject: str,
    sentence: str,
    new: Sequence[ListedPaper],
    trending: Sequence[ListedPaper],
    more: int,
    addresses: Addresses,
    silent: Sequence[str],
) -> str:
    lines = [subject, sentence, ""]
    for heading, papers in _sections(new, trending):
        lines += [heading, "=" * min(len(heading), 60), ""]
        for one in papers:
            lines += [part for part in (one.paper.title, *one.paper.authors, _about(one.paper)) if part]
            lines += [one.paper.url] if one.paper.url else []
            lines += [f"({one.why})", ""]
    lines += [f"And {more:,} more.", ""] if more else []
    lines += [SILENT, *(f"- {each}" for each in silent), ""] if silent else []
    lines += [f"All of them: {addresses.search}"] if addresses.search else []
    lines.append(FORMULA)
    lines += ["", f"Unsubscribe: {addresses.end}"] if addresses.end else []
    return "\n".join([*lines, ""])


def _html(
    subject: str,
    sentence: str,
    new: Sequence[ListedPaper],
    trending: Sequence[ListedPaper],
    more: int,
    addresses: Addresses,
    silent: Sequence[str],
) -> str:
    parts = [
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{generator(MAIL_GENERATOR)}',
        f"<title>{escape(subject)}</title></head>",
        f'<body style="{STYLE}"><h1 style="font-size:20px">{escape(subject)}</h1>',
        f'<p style="{SOFT}">{escape(sentence)}</p>',
    ]
    for heading, papers in _sections(new, trending):
        parts.append(f'<h2 style="font-size:17px;margin:24px 0 4px">{escape(heading)}</h2>')
        parts += [_paper(one) for one in papers]
    parts += [f"<p>And {more:,} more.</p>"] if more else []
    if silent:
        items = "".join(f"<li>{escape(each)}</li>" for each in silent)
        parts.append(f'<p style="{SOFT}">{SILENT}</p><ul style="{SOFT}">{items}</ul>')
    parts += [f"<p>{_link(addresses.search, 'All of them')}</p>"] if addresses.search else []
    end = f"<br>{_link(addresses.end, 'Unsubscribe')}" if addresses.end else ""
    parts.append(f'<p style="{SOFT}">{escape(FORMULA)}{end}</p></body></html>')
    return "\n".join(parts)


def _paper(one: ListedPaper) -> str:
    heading = _link(one.paper.url, one.paper.title) if one.paper.url else escape(one.paper.title)
    parts = [f'<p style="margin:12px 0 2px"><b>{heading}</b></p>']
    parts += [f'<p style="{SOFT}">{escape(authors)}</p>' for authors in one.paper.authors]
    parts += [f'<p style="margin:2px 0">{escape(_about(one.paper))}</p>'] if _about(one.paper) else []
    return "".join([*parts, f'<p style="{SOFT}">{escape(one.why)}</p>'])


def _link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>'
