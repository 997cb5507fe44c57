"""What a mail about a saved search says: its new papers, by interest or by topic, each with why it is there.

Text and HTML say the same, each stays under 100 kB (Gmail cuts longer ones), and all text of papers is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

from components.papers.reading.html.exported_page import MAIL_GENERATOR, generator
from components.sharing.formats.entry import Entry
from components.sharing.mail.choosing import LONGEST_WORDS, ListedPaper, Selection, shortened
from components.sharing.trending import FORMULA

MOST_SILENT, SILENT = 10, "Sources that brought nothing new:"
LIMIT = 98_000  # bytes of each part
ACTIONS = {"star": "Star", "hide": "Hide"}  # what one click does with a paper
BY_INTEREST = "For you: what you pin first, then what is like your picks"
STYLE = "font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:0 auto;padding:0 8px"
SOFT = "color:#5b6470;font-size:14px;margin:2px 0"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a mail's links lead; "" or None where there is no such address."""

    search: str = ""
    end: str = ""
    action: Callable[[str, str], str] | None = None  # (one of ACTIONS, paper_id) → the page that does it


@dataclass(frozen=True, slots=True)
class MailDigest:
    """A mail before it is put into an envelope."""

    subject: str
    text: str
    html: str
    paper_ids: tuple[str, ...]  # ids of the new papers in it
    passed_over: tuple[str, ...] = ()  # ids of those that no mail will list any more
    is_wanted: bool = True  # False where nothing is new and a mail that says so was not asked for


def compose(
    chosen: Selection, name: str, sentence: str, addresses: Addresses, silent: Sequence[str] = ()
) -> MailDigest:
    """The mail about what a search shows; one without papers where nothing is new.

    `sentence` says what is shown; `silent` says of followed sources why nothing came from them.
    """
    quiet = tuple(shortened(each, LONGEST_WORDS) for each in silent[:MOST_SILENT])
    name, sentence = shortened(name, LONGEST_WORDS), shortened(sentence, LONGEST_WORDS)
    while True:
        count = len(chosen.new) + chosen.more
        amount = "1 new paper" if count == 1 else f"{count:,} new papers" if count else "no new papers"
        mail = _Mail(f"{name}: {amount}", sentence, chosen, addresses, quiet)
        text, html = mail.text(), mail.html()
        if max(len(text.encode()), len(html.encode())) <= LIMIT or len(chosen.new) <= 1:
            listed = tuple(one.paper.paper_id for one in chosen.new)
            return MailDigest(mail.subject, text, html, listed, chosen.passed_over)
        chosen = replace(chosen, new=chosen.new[:-1], more=chosen.more + 1)


def by_topic(chosen: Sequence[ListedPaper]) -> list[tuple[str, list[ListedPaper]]]:
    """(topic, its papers), in the order of each topic's first; papers without a topic come last, under ""."""
    groups: dict[str, list[ListedPaper]] = {}
    for one in chosen:
        groups.setdefault(one.paper.topic, []).append(one)
    return sorted(groups.items(), key=lambda group: group[0] == "")


@dataclass(frozen=True, slots=True)
class _Mail:
    """All that a mail says, and the two ways in which it is written."""

    subject: str
    sentence: str
    chosen: Selection
    addresses: Addresses
    silent: Sequence[str]

    def sections(self) -> list[tuple[str, Sequence[ListedPaper]]]:
        """(heading, its papers): one list by interest, else a list a topic and what is much talked about."""
        if self.chosen.by_interest:
            return [(BY_INTEREST, self.chosen.new)] if self.chosen.new else []
        sections: list[tuple[str, Sequence[ListedPaper]]] = []
        sections += [(topic or "Other papers", papers) for topic, papers in by_topic(self.chosen.new)]
        return [*sections, ("Much talked about", self.chosen.trending)] if self.chosen.trending else sections

    def left_out(self) -> list[str]:
        """What is new and not listed, a sentence each."""
        more, muted = self.chosen.more, self.chosen.muted
        less = ", of less interest by your picks" if self.chosen.by_interest else ""
        sentences = [f"And {more:,} more{less}."] if more else []
        return sentences + ([f"{muted:,} left out for words you mute."] if muted else [])

    def text(self) -> str:
        """The mail as plain text."""
        lines = [self.subject, self.sentence, ""]
        for heading, papers in self.sections():
            lines += [heading, "=" * min(len(heading), 60), ""]
            for one in papers:
                lines += [part for part in (one.paper.title, *one.paper.authors, _about(one.paper)) if part]
                lines += [one.paper.url] if one.paper.url else []
                lines += [f"({one.why})"] if one.why else []
                lines += [f"{label}: {address}" for label, address in self.actions(one.paper)]
                lines.append("")
        lines += [*self.left_out(), ""] if self.left_out() else []
        lines += [SILENT, *(f"- {each}" for each in self.silent), ""] if self.silent else []
        lines += [f"All of them: {self.addresses.search}"] if self.addresses.search else []
        lines += [] if self.chosen.by_interest else [FORMULA]
        lines += ["", f"Unsubscribe: {self.addresses.end}"] if self.addresses.end else []
        return "\n".join([*lines, ""])

    def html(self) -> str:
        """The mail as a page."""
        parts = [
            f'<!doctype html><html lang="en"><head><meta charset="utf-8">{generator(MAIL_GENERATOR)}',
            f"<title>{escape(self.subject)}</title></head>",
            f'<body style="{STYLE}"><h1 style="font-size:20px">{escape(self.subject)}</h1>',
            f'<p style="{SOFT}">{escape(self.sentence)}</p>',
        ]
        for heading, papers in self.sections():
            parts.append(f'<h2 style="font-size:17px;margin:24px 0 4px">{escape(heading)}</h2>')
            parts += [self.paper(one) for one in papers]
        parts += [f"<p>{sentence}</p>" for sentence in self.left_out()]
        if self.silent:
            items = "".join(f"<li>{escape(each)}</li>" for each in self.silent)
            parts.append(f'<p style="{SOFT}">{SILENT}</p><ul style="{SOFT}">{items}</ul>')
        parts += [f"<p>{_link(self.addresses.search, 'All of them')}</p>"] if self.addresses.search else []
        ends = [] if self.chosen.by_interest else [escape(FORMULA)]
        ends += [_link(self.addresses.end, "Unsubscribe")] if self.addresses.end else []
        parts += [f'<p style="{SOFT}">{"<br>".join(ends)}</p>'] if ends else []
        return "\n".join([*parts, "</body></html>"])

    def paper(self, one: ListedPaper) -> str:
        """One paper of the page."""
        paper = one.paper
        heading = _link(paper.url, paper.title) if paper.url else escape(paper.title)
        parts = [f'<p style="margin:12px 0 2px"><b>{heading}</b></p>']
        parts += [f'<p style="{SOFT}">{escape(authors)}</p>' for authors in paper.authors]
        parts += [f'<p style="margin:2px 0">{escape(_about(paper))}</p>'] if _about(paper) else []
        links = [_link(address, label) for label, address in self.actions(paper)]
        soft = " · ".join([*([escape(one.why)] if one.why else []), *links])
        return "".join([*parts, f'<p style="{SOFT}">{soft}</p>' if soft else ""])

    def actions(self, paper: Entry) -> list[tuple[str, str]]:
        """(label, address) of what one click does with a paper."""
        to = self.addresses.action
        return [(label, to(act, paper.paper_id)) for act, label in ACTIONS.items()] if to else []


def _about(paper: Entry) -> str:
    """What a paper is about in one sentence of its abstract, else how the abstract begins."""
    return paper.gist or paper.abstract


def _link(url: str, text: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>'
