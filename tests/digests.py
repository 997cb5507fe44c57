"""Digests made for tests: ordinary ones of any size, and a hostile one whose every word tries to be more than text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SUBJECTS = {
    "glacier melting": ("ice", "altimetry", "meltwater", "snowfall", "calving"),
    "bird song": ("syllables", "aviary", "spectrograms", "fledglings", "microphones"),
    "bread fermentation": ("yeast", "gluten", "sourdough", "dough", "enzymes"),
    "bridge inspection": ("girders", "drones", "corrosion", "vibration", "cables"),
}
MOST = 40
QUALITIES = ("Patient", "Frugal", "Robust", "Curious", "Modular", "Gentle", "Sparse", "Steady", "Nimble", "Honest")

# Each tries another door: HTML, Markdown, Streamlit's shortcodes, maths, spreadsheets, scripts, endless words.
MARK = "zebra"  # stands in every hostile title and abstract, so that a test can find where they are shown
TITLES = (
    f"<script>window.hacked = 1</script> {MARK} learning with **bold** and [a link](javascript:window.hacked=2)",
    f"<img src=x onerror=window.hacked=3> {MARK} networks &lt;b&gt; &amp; <b>strong</b>",
    f":material/delete: {MARK} :red[alarm] :smile: :streamlit: of agents",
    f"{MARK.capitalize()} costs $x^2$ and $$y$$ in `code` with _stress_ and ~~waste~~",
    f"=cmd|' /C calc'!A0 {MARK} sheets",
    f"# {MARK} heading > quote | a | b | - list 1. item",
    f"{MARK.capitalize()} {'unbreakable' * 40}",
    f"مرحبا {MARK} שלום \u202egnp.exe\u202c zero\u200bwidth\u2060 joiners",
    f"\"><svg onload=window.hacked=4> {MARK} attributes' onmouseover='window.hacked=5",
    f"{{{{constructor.constructor('window.hacked=6')()}}}} {MARK} %n %s ${{7*7}} templates",
    f"![{MARK}](https://example.org/pixel.png) <https://example.org> www.example.org pictures",
)
CREEPS = (
    "A {mark} holds <script>window.hacked = 7</script>.",
    "Every {mark} has **stars** and :material/delete: in <img src=x onerror=window.hacked=8> frames.",
    "Some {mark} gains [much](javascript:window.hacked=9) from &lt;i&gt; :red[alarms].",
    "The {mark} runs \u202eright to left\u202c and zero\u200bwidth, `code` or =HYPERLINK(1).",
)
HOSTILE_NAME = "<img src=x onerror=window.hacked=10> **zebra** :material/delete:.txt"


@dataclass(frozen=True)
class Paper:
    """One paper of a made digest."""

    title: str
    abstract: str


def page(papers: Iterable[Paper], date: str = "") -> bytes:
    """The papers as the text of a Daily Papers page."""
    blocks = ["Daily Papers", "by AK and the research community", *([date] if date else [])]
    for paper in papers:
        blocks += [paper.title, paper.abstract]
    return "\n\n".join(blocks).encode()


def ordinary_papers(count: int, links: Sequence[str] = ()) -> list[Paper]:
    """Papers on four subjects in turn, at most MOST; the first of them each mention one of the links."""
    found = []
    for number in range(count):
        subject, words = list(SUBJECTS.items())[number % len(SUBJECTS)]
        quality = QUALITIES[number // len(SUBJECTS) % len(QUALITIES)]
        word, other = words[number // 4 % 5], words[number // 20 % 5]
        end = f" The code is at {links[number]} ." if number < len(links) else ""
        found.append(
            Paper(
                f"{quality} Measures of {subject.title()} by {word.title()} and {other.title()}",
                f"We study {subject} with {word} and {other}. Our {quality.lower()} method number {number} weighs "
                f"{words[(number + 1) % 5]} against {words[(number + 3) % 5]}. Experiments show that {subject} is "
                f"understood {number + 2} times faster than before.{end}",
            )
        )
    return found


def ordinary(count: int, links: Sequence[str] = (), date: str = "") -> bytes:
    """A digest of so many ordinary papers."""
    return page(ordinary_papers(count, links), date)


def hostile_papers() -> list[Paper]:
    """Papers whose titles and abstracts hold everything that somebody might interpret."""
    texts = [paper.abstract for paper in ordinary_papers(MOST)[-len(TITLES) :]]
    creeps = [creep.format(mark=MARK) for creep in CREEPS]
    words = zip(TITLES, texts, creeps * 3, strict=False)
    papers = [Paper(title, f"{text} {creep}") for title, text, creep in words]
    return [*papers[:-1], Paper(papers[-1].title, papers[0].abstract)]  # two alike: a pair that somebody must decide


def hostile(ordinary_beside: int = 0) -> bytes:
    """The hostile digest, with so many ordinary papers after the others."""
    return page([*hostile_papers(), *ordinary_papers(ordinary_beside)], "Mar 15")
