"""Words from digests made safe for the page: every string that came from outside passes through here.

Streamlit reads Markdown in labels and captions and HTML in `st.html`; a title may hold either.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import pandas as pd

from components.store import times

# Everything Streamlit's Markdown gives a meaning to: CommonMark, GFM, maths, :directives[] and :shortcodes:.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=@])")
MUTED = "opacity:.72;font-size:.9em"  # the style of words that stand back
# Streamlit looks for these two after it has taken the escapes away; an invisible word joiner keeps them words.
_SIGN = re.compile(r":(?=material/|streamlit:)")


def plain(text: str) -> str:
    """The text as Markdown that shows exactly these characters, on one line."""
    return _MARKDOWN.sub(r"\\\1", _SIGN.sub(":\u2060", " ".join(text.split())))


def escaped(text: str) -> str:
    """The text for HTML, quotes included."""
    return html.escape(text, quote=True)


def people(names: Sequence[str], most: int = 3) -> str:
    """Who wrote it, in little room: at most so many names. Plain text."""
    return ", ".join(names[:most]) + (" et al." if len(names) > most else "")


def titled(title: str, retracted: str, *, new: bool = False) -> str:
    """A paper's title, marked where somebody says that it was withdrawn, or where it is new. Plain text."""
    return f"Retracted: {title}" if retracted else f"New: {title}" if new else title


def day(at: str) -> str:
    """The day of a time of the store, UTC: "21 Nov 2026". Plain text."""
    time = times.read(at)
    return f"{time.day} {time:%b %Y}"


def published_in(venue: str, year: str) -> str:
    """Where and when a paper came out, the year once: "ICLR 2025", "Nature · 2025". Plain text."""
    return venue if year and year in venue else " · ".join(part for part in (venue, year) if part)


def by_line(paper: pd.Series) -> str:
    """Who wrote a paper, where and when it came out, as far as it is known: one line of plain text."""
    where = str(paper.get("venue", "") or "") or str(paper["organisation"])
    facts = (people(list(paper["authors"])), published_in(where, str(paper["published"])[:4]))
    return " · ".join(part for part in facts if part)


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text for HTML with each (start, end) inside <mark>; the stretches are in order and apart."""
    parts, end = [], 0
    for start, stop in spans:
        parts += [escaped(text[end:start]), "<mark>", escaped(text[start:stop]), "</mark>"]
        end = stop
    return "".join([*parts, escaped(text[end:])])


def anchor(url: str, words: str) -> str:
    """An HTML link that opens beside the page; words alone where the address is not http or https."""
    if urlsplit(url).scheme not in ("http", "https"):
        return escaped(words)
    return f'<a href="{escaped(url)}" target="_blank" rel="noopener noreferrer nofollow">{escaped(words)}</a>'


def host_and_path(url: str, most: int = 60) -> str:
    """An address as people read it: no scheme, no `www.`, cut in the middle where it is long."""
    words = re.sub(r"^https?://(www\.)?", "", url).rstrip("/")
    return words if len(words) <= most else f"{words[: most - 16]}…{words[-15:]}"


def in_a_sentence(name: str) -> str:
    """A topic's name inside a sentence: "Causal models" → "causal models"; "Vision Transformer" keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:] == name[1:].lower() and len(name) > 1 else name
