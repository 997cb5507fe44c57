"""A page that explains the map, the topics and the verdicts to somebody who sees them for the first time."""

from __future__ import annotations

from html import escape

from components.links.verdict import State
from components.sharing.formats import web_page
from components.sharing.trending import FORMULA

TITLE = "What you see in Digest Atlas"
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "The papers",
        (
            "A digest is a list of papers that somebody made: a day of Daily Papers, a newsletter, a bibliography. "
            "A paper that stands in several digests is shown once and says how often it appears.",
            "What a digest does not say is left empty. No date, author or number is guessed.",
        ),
    ),
    (
        "The map",
        (
            "Every point is a paper. Two points are near each other when their abstracts speak of the same things in "
            "similar words. Up, down, left and right mean nothing, and neither does the gap between two islands.",
            "An abstract has hundreds of sides and a picture only two, so some nearness is always lost. The line under "
            "the map says how much of it the picture keeps, and how much a picture by chance would. A solid point "
            "lies near the papers that are truly nearest to it; a hollow or pale one does not: trust its list "
            "of nearest papers instead.",
            "The same papers give the same map each time. New papers give a new one.",
        ),
    ),
    (
        "The topics",
        (
            "Papers are grouped by what their abstracts say, not by where they lie on the picture. Every paper is in "
            "exactly one topic; topics that are alike share an area, and an area shares its colour.",
            "A topic is named by phrases that stand in its own papers and hardly in others. A name is a signpost, not "
            "a definition: the typical paper of a topic shows what it is about.",
            "Words like “between two topics” are meant: such a paper could as well be in the other one.",
        ),
    ),
    (
        "Your decisions",
        (
            "A star keeps a paper, later puts it off, hide takes it out of sight. Every step can be undone, and "
            "you can download all of it as a file whenever you like.",
            "Once you have starred a paper, the others can be ordered by interest: what is like your picks and unlike "
            "what you hid comes first, with the words and the pick that brought it there.",
            f"Where mails speak of papers much talked about, they count so: {FORMULA}.",
        ),
    ),
)
LINKS = (
    "Links are found in the text of abstracts. “Check” asks each address once, slowly enough to bother nobody. "
    "A verdict is what was seen on that day, with its reason; only “dead” means that something is gone."
)
STYLE = "dt { font-weight: bold; margin-top: .6rem; } dd { margin: 0; } h2 { margin-top: 1.8rem; }"


def to_text() -> str:
    """The page: it loads nothing and runs nothing."""
    head = web_page.HEAD.format(title=escape(TITLE), style=web_page.STYLE + STYLE, about="In plain words")
    parts = [_section(heading, words) for heading, words in SECTIONS]
    verdicts = "".join(f"<dt>{escape(state.label)}</dt><dd>{escape(state.meaning)}</dd>\n" for state in State)
    return "".join(
        [head, *parts, _section("The verdicts on links", (LINKS,)), f"<dl>\n{verdicts}</dl>\n", web_page.FOOT]
    )


def _section(heading: str, words: tuple[str, ...]) -> str:
    return f"<h2>{escape(heading)}</h2>\n" + "".join(f"<p>{escape(each)}</p>\n" for each in words)
