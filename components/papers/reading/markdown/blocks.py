"""A Markdown text as its blocks: headings, list items, paragraphs, each with its lines and its depth.

HTML that people write in Markdown (`<details>`, `<strong>`, `<a href>`) becomes Markdown first; what stands in fences,
comments and tables is no block. Lines keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s*(\S.*)$", re.S)
_ITEM = re.compile(r"(\s*)(?:[-*+•▪◦·‣–]|\(?\d{1,4}[.)、]|\[\d{1,4}\](?!\())\s+(\S.*)$", re.S)
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_BOLD = re.compile(r"</?(?:strong|b)\s*>", re.I)
_ITALIC = re.compile(r"</?(?:em|i|ins|cite)\s*>", re.I)
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,300}?href\s*=\s*[\"']?(https?://[^\"'\s>]+)[\"']?[^<>]{0,300}>([^<>\n]{0,400})</a>", re.I
)
_HTML_HEADING = re.compile(r"^(.*?)<h([1-6])\b[^<>]*>", re.I)
_ITEM_TAG = re.compile(r"<li\b[^<>]*>", re.I)
_BOUNDARY = re.compile(
    r"</?(?:details|summary|p|div|ul|ol|li|h[1-6]|blockquote|center|hr|section|article)\b[^<>]*>", re.I
)
_TAG = re.compile(
    r"</?(?:u|font|span|sub|sup|small|kbd|code|img|a|s|mark|picture|source|tt|body|html|big)\b[^<>]*/?>", re.I
)
_TABLE_TAG = re.compile(r"</?(?:table|thead|tbody|tr|td|th|svg|path|script|style)\b", re.I)
_COMMENT = re.compile(r"<!--.*?(?:-->|$)")
_QUOTE = re.compile(r"^\s{0,3}>\s?(?:\[![A-Za-z]+\]\s*)?")
_TAB = 4  # columns
NUMBER = re.compile(r"(?:arXiv\s?:\s?)?\d{4}\.\d{4,5}(?:v\d+)?(?:\s*\[[\w.-]+\])?", re.I)
_MOST_LINES = 60  # of one paragraph
_LONGEST_LINE = 20_000  # characters: longer lines are no list's


@dataclass(slots=True)
class Block:
    """A heading, an item or a paragraph. `depth` is the column its words begin at; a heading's is its level."""

    kind: str  # "heading", "item", "text" or "rule"
    depth: int
    first: int  # line, from 1
    last: int
    texts: list[str] = field(default_factory=list)
    addressed: bool = False  # whether an address of a paper stands in it

    @property
    def text(self) -> str:
        """Its lines; " ¦ " stands for a break that HTML asks for."""
        return "\n".join(self.texts)


OpensPaper = Callable[[str], bool]  # whether a line names a paper by itself, so that it cannot go on another's


def blocks(lines: Sequence[str], opens_paper: OpensPaper, has_address: OpensPaper, skip: Set[int]) -> Iterator[Block]:
    """The blocks in order; `skip` has the numbers of lines that are others' (tables)."""
    current: Block | None = None
    fenced = commented = False
    for number, line in enumerate(lines, 1):
        if fenced or _FENCE.match(line):
            fenced ^= bool(_FENCE.match(line))
            plain = ""
        elif commented:
            commented = "-->" not in line
            plain = ""
        elif number in skip or len(line) > _LONGEST_LINE or ("<" in line and _TABLE_TAG.search(line)):
            plain = ""
        else:
            commented = "<!--" in line and "-->" not in line
            plain = line
        pieces = _plain(plain) if "<" in plain else [plain]
        for piece in pieces:
            made = _block(piece, number)
            if made is not None:
                made.addressed = has_address(made.text)
            if made is None:
                if current is not None:
                    yield current
                current = None
            elif current is not None and made.kind == "text" and _goes_on(current, made, opens_paper):
                current.texts.append(made.texts[0])
                current.last = number
                current.addressed |= made.addressed
            else:
                if current is not None:
                    yield current
                current = made
            if current is not None and current.kind in ("heading", "rule"):
                yield current
                current = None
    if current is not None:
        yield current


def _block(line: str, number: int) -> Block | None:
    """The block that a line begins, None for a blank line."""
    if not line.strip():
        return None
    line = _QUOTE.sub("", line) if line.lstrip().startswith(">") else line
    if not line.strip():
        return None
    if _RULE.match(line):
        return Block("rule", 0, number, number)
    heading = _HEADING.match(line)
    if heading:
        return Block("heading", len(heading[1]), number, number, [heading[2].strip().rstrip("#").rstrip()])
    item = _ITEM.match(line)
    if item:
        return Block("item", len(item[1].expandtabs(_TAB)), number, number, [item[2].rstrip()])
    indent = len(line) - len(line.lstrip())
    return Block("text", len(line[:indent].expandtabs(_TAB)), number, number, [line.strip()])


def _goes_on(current: Block, line: Block, opens_paper: OpensPaper) -> bool:
    """Whether a line is one of the block before it: not where that has its paper already and the line names another."""
    if current.kind == "rule":
        return False
    words = line.texts[0]
    if not current.addressed:
        return len(current.texts) < _MOST_LINES
    if len(current.texts) == 1 and NUMBER.fullmatch(current.texts[0]):
        return True  # the title stands under its number
    if current.kind == "item":
        return not opens_paper(words)
    return not re.search(r"[^\W\d_]{3}", _without_links(words)) and not opens_paper(words)


def _without_links(text: str) -> str:
    return re.sub(r"!?\[[^\[\]]*\]\([^()]*\)|\[|\]\([^()]*\)|https?://\S+", " ", text)


def _plain(line: str) -> list[str]:
    """A line with HTML in it as lines of Markdown: tags that bound blocks part it."""
    line = _COMMENT.sub(" ", line)
    line = _ITALIC.sub("*", _BOLD.sub("**", line))
    line = _ANCHOR.sub(lambda link: f"[{link[2].strip()}]({link[1]})", _TAG_IN_ANCHOR.sub(r"\1\2", line))
    line = _HTML_HEADING.sub(lambda heading: f"{heading[1]}\0{'#' * int(heading[2])} ", line)
    line = _ITEM_TAG.sub("\0- ", line)
    line = _TAG.sub("", line)
    line = _BREAK.sub(" ¦ ", line)
    if not _BOUNDARY.search(line) and "\0" not in line:
        return [line]
    parts = re.split("\0", _BOUNDARY.sub("\0\0", line))
    return [part if part.strip() else "" for part in parts]


_TAG_IN_ANCHOR = re.compile(
    r"(<a\s[^<>]{0,300}>[^<>\n]{0,200})<(?:img|span|u|font|sub|sup|code)\b[^<>]*>([^<>\n]{0,200})", re.I
)
