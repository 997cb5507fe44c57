"""Papers as Markdown to paste anywhere: a heading, a line about the paper, its abstract, its links.

Text of papers is escaped, so that a title can neither be a link, a heading nor HTML; only http and https are linked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

import pandas as pd

from components.sharing.formats.entry import Entry, entries, one_line, retraction
from components.text import cited_by

SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|~$&!^])")
# At the start of a line a list, a numbered list, a rule or an underline; elsewhere just signs.
LINE_START = re.compile(r"^([+=-]|\d{1,9}(?=[.)]))")
# What a page would make a link of by itself: an address, www., a name with @, and Streamlit's :red[…] and :icon:.
# Each alternative begins with its sign, which is what makes it quick on long texts.
BY_ITSELF = re.compile(r":(?=//|[A-Za-z])|\.(?<=[wW]{3}\.)|@(?<=\w@)(?=\w)")
SAFE_IN_ADDRESS = "%/:?#@!$&'*+,;=~-._"


def to_text(
    rows: pd.DataFrame, labels: Mapping[str, str] | None = None, title: str = "", abstracts: bool = True
) -> str:
    """The rows of a catalogue as one Markdown document; `title` becomes its heading where given."""
    found = entries(rows, labels)
    head = [f"# {escaped(title)}", ""] if title else []
    return "\n".join([*head, *(line for entry in found for line in _paper(entry, abstracts))])


def escaped(text: str) -> str:
    """The text on one line, so that Markdown shows it as it is."""
    text = SPECIAL.sub(r"\\\1", one_line(text))
    text = BY_ITSELF.sub(lambda found: f"\\{found.group()}", text)
    if found := LINE_START.match(text):
        mark = found.group()
        text = f"{mark}\\{text[len(mark) :]}" if mark[0].isdigit() else f"\\{text}"
    return text


def link(text: str, url: str) -> str:
    """A Markdown link, or the text alone where there is no address; the address cannot end the link early."""
    return f"[{escaped(text)}]({quote(url, safe=SAFE_IN_ADDRESS)})" if url else escaped(text)


def _paper(entry: Entry, abstracts: bool) -> list[str]:
    lines = [f"## {link(entry.title, entry.url)}", ""]
    about = [
        escaped(retraction(entry)),
        ", ".join(map(escaped, entry.authors)),
        escaped(entry.organisation),
        escaped(entry.venue),
        escaped(entry.published),
        cited_by(entry.citations),
        "" if entry.votes is None else f"{entry.votes:,} votes",
        escaped(entry.topic),
        " ".join(f"\\#{escaped(tag)}" for tag in entry.tags),
    ]
    known = " · ".join(part for part in about if part)
    lines += [known, ""] if known else []
    lines += [escaped(entry.note), ""] if entry.note else []
    lines += [f"*{escaped(entry.gist)}*", ""] if entry.gist and one_line(entry.gist) != one_line(entry.abstract) else []
    lines += [escaped(entry.abstract), ""] if abstracts and entry.abstract else []
    if entry.machine_summary:
        lines += [f"Machine-written summary: {escaped(entry.machine_summary)}", ""]
    kinds = (*entry.kinds, *[""] * len(entry.links))
    for url, kind in zip(entry.links, kinds, strict=False):
        if url != entry.url:
            lines.append(f"- {escaped(kind.capitalize() or 'Link')}: {link(url, url)}")
    return [*lines, ""] if lines[-1] else lines
