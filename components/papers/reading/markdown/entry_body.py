"""What stands below a paper's line in a list: labelled fields, authors, an abstract, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from components.papers.cleaning.plausible import is_link_label, word_count
from components.papers.reading.fields import role_of
from components.papers.reading.labelled import split_labels
from components.papers.reading.markdown.addresses import addresses
from components.papers.reading.markdown.blocks import NUMBER, Block
from components.papers.reading.markdown.entries.people import people_in
from components.papers.reading.markdown.entry_heads import FRAME, ITALIC, Head, shown_words
from components.papers.reading.text.prose import prose_evidence

_SIGNS = re.compile(r"^(?:[^\w\s\[(\"“*_$<-]+\s*)+")
_LABEL = re.compile(r"^\W*(?:\*\*|__)?([^\W\d][^\n:：*_]{0,40}?)\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(.*)$", re.S)
_FIELDS = re.compile(
    r"(?:paper|code|link|pdf|arxiv|project|homepage|home|demo|dataset|data|video|website|web|blog|github|"
    r"openreview|url|source|model|"
    r"authors?|affiliations?|institutions?|abstract|summary|tl;?dr|venue|publisher|published|publication|date|"
    r"year|keywords?|key|tags?|"
    r"categor(?:y|ies)|comments?|subjects?|doi|journal|conference|env|论文|代码|主页|项目|链接|作者|摘要|机构|数据集|解读|视频|单位|关键词|备注)",
    re.I,
)
_LONG = 120  # characters of prose that is an abstract rather than a remark


def is_detail(text: str) -> bool:
    """Whether a line is a labelled field ("Paper: https://…") or nothing but links with labels."""
    first, _, second = text.strip().partition("\n")
    if NUMBER.fullmatch(first.strip()) and word_count(second.partition("\n")[0]) >= 3 and not is_detail(second):
        return False  # a number above a title
    line = _SIGNS.sub("", text.strip())
    label = _LABEL.match(line)
    if label:
        name = shown_words(label[1]).strip(" []()")
        name = re.sub(r"[(（][^()（）]*[)）]|\b(?:official|link|page|id|url|repo)\b", "", name, flags=re.I).strip()
        if _FIELDS.fullmatch(name) or (role_of(name) not in ("", "title") and word_count(name) <= 2):
            return True
    return is_links_only(line)


def is_links_only(text: str) -> bool:
    """Whether a text is a row of links ("[Paper](…) | [Code](…)") and says nothing else."""
    given = addresses(text)
    if not given:
        return not re.search(r"[^\W_]{2}", re.sub(r"!\[[^\[\]]*\]\([^()]*\)", "", text))
    if any(one.label and not one.badge and not is_link_label(one.label) and word_count(one.label) > 2 for one in given):
        return False
    titled = {one.url for one in given if one.kind == "paper" and one.label and not one.badge}
    if len(titled - {one.url for one in given if is_link_label(one.label)}) > 1 and not is_link_label(given[0].label):
        return False  # several papers, each by a short name
    rest = text
    for one in reversed(given):
        rest = rest[: one.start] + " " + rest[one.end :]
    return word_count(re.sub(r"!\[[^\[\]]*\]\([^()]*\)|:[a-z_]+:", "", rest)) == 0 or is_link_label(shown_words(rest))


def fields_of(body: Sequence[Block], head: Head) -> dict[str, object]:
    """The named fields in the blocks of a paper, with authors, abstract and remarks that stand there without a name."""
    found: dict[str, object] = {}
    if head.description:
        _add_description(
            found, [head.description], prose=prose_evidence(head.description) >= 4 and len(head.description) >= _LONG
        )
    labelled = split_labels(_paragraphs(body))
    for name, value in labelled.fields.items():
        words = shown_words(value)
        if words and (role_of(name) == "id" or not is_link_label(words)):
            found.setdefault(name, words)
    roles = {role_of(name) for name in found}
    prose: list[str] = []
    remarks: list[str] = []
    for line in labelled.rest:
        if FRAME.search(line):
            break
        words = shown_words(line)
        if is_links_only(line) or is_link_label(words):
            continue
        people = _people(line, words) if "authors" not in roles else ""
        if people:
            found["authors"] = people
            roles.add("authors")
            continue
        label = _LABEL.match(_SIGNS.sub("", words))
        if label and len(label[2]) < 80 and word_count(label[1]) <= 3:
            continue  # a field that papers do not have here: "Publisher: arXiv"
        marked = re.match(r"(?:[-*+•]|\d+[.)])\s+", line)
        (remarks if marked else prose).append(re.sub(r"^(?:[-*+•]|\d+[.)])\s+", "", words))
    if prose and "abstract" not in roles:
        text = "\n".join(prose)
        _add_description(found, prose, prose=prose_evidence(text) >= 4 and len(text) >= _LONG)
    elif prose:
        remarks = prose + remarks
    _add_description(found, remarks, prose=False)
    return found


def _people(line: str, words: str) -> str:
    """The names in a line that begins with them, or has them in italics."""
    italic = ITALIC.match(line)
    if italic and (names := people_in(shown_words(italic["words"]), alone=True)):
        return names
    return people_in(re.split(r"\s+[-–—]\s+", words)[0])


def _add_description(found: dict[str, object], texts: Sequence[str], prose: bool) -> None:
    """Put running text where it belongs: an abstract, or a remark, which is never taken for one."""
    text = " ".join(texts).strip()
    if not text or word_count(text) < 3:
        return
    name = "abstract" if prose and "abstract" not in found else "tldr"
    found[name] = f"{found[name]} {text}" if name in found else text


def _paragraphs(body: Sequence[Block]) -> list[str]:
    parts: list[str] = []
    for block in body:
        text = "\n".join(_SIGNS.sub("", line) for line in re.split(r"\n| ¦ ", block.text))
        if block.kind == "heading":
            parts.append(f"## {text}")
        elif block.kind == "item":
            parts.append("- " + text)
        else:
            parts.append(text)
    return parts
