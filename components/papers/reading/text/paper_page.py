"""The page of one paper, copied from a browser or saved as Markdown: Hugging Face's and arXiv's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from components.papers.cleaning.plausible import may_be_title
from components.papers.identity import arxiv_number_in_address
from components.papers.reading.captured_page.frame import without_markup
from components.papers.reading.content import Content
from components.papers.reading.fields import count, paper_of
from components.papers.reading.outcome import Reading

SHAPE = "page of one paper"

_HUGGING_FACE = re.compile(r"^(?:#{1,3} )?Published on \w{3,9} \d{1,2}(?:, \d{4})?\s*$", re.M)
_ABSTRACT = re.compile(r"^(?:#{1,4} )?(?:\*\*)?Abstract(?:\*\*)?:?\s*$", re.M)
_ARXIV = re.compile(r"^\[Submitted on \d{1,2} \w{3} \d{4}.*\]\s*$", re.M)
_AFTER = re.compile(
    r"(?:\W*(?:View arXiv|View PDF|PDF|Add to collection|Project page|GitHub|Community|Models citing|"
    r"Datasets citing|Spaces citing|"
    r"Collections including|Edit|Comment|arXiv explained|AI-generated summary|Comments?:|Subjects?:|Cite as:|"
    r"Journal ref|DOI:|"
    r"Report number|MSC classes|ACM classes|Submission history|Bibliographic))",
    re.I,
)
_LINKS = re.compile(r"\s*(?:View (?:PDF|HTML)|HTML \(|TeX Source|PDF\b)")
_MOST_PAPERS = 1


def recognise(content: Content) -> bool:
    """The day it was published and "Abstract" under it, or arXiv's line of its submission; once each."""
    head = content.head
    if len(_ARXIV.findall(head)) == _MOST_PAPERS:
        return True
    return len(_HUGGING_FACE.findall(head)) == _MOST_PAPERS and len(_ABSTRACT.findall(head)) == _MOST_PAPERS


def read(content: Content) -> Reading:
    """The one paper of the page."""
    lines = content.lines
    shown = [without_markup(line) for line in lines]
    record = _of_arxiv(lines, shown) if _ARXIV.search(content.head) else _of_hugging_face(lines, shown)
    if not may_be_title(str(record.get("title", "")), 1):
        return Reading()
    record["arxiv_id"] = arxiv_number_in_address(content.text)
    paper = paper_of(record, 1, (1, len(lines)))
    return Reading((paper,) if paper else ())


def _of_hugging_face(lines: Sequence[str], shown: Sequence[str]) -> dict[str, object]:
    at = next(number for number, line in enumerate(lines) if _HUGGING_FACE.match(line))
    title = next((line for line in reversed(shown[:at]) if line.strip()), "")
    below = next((number for number, line in enumerate(lines) if number > at and _ABSTRACT.match(line)), len(lines))
    record: dict[str, object] = {"title": title, "abstract": _text(shown[below + 1 :])}
    record["published"] = re.sub(r"^.*Published on\s+", "", shown[at])
    people = [number for number in range(at, below) if re.fullmatch(r"Authors?:?", shown[number].strip())]
    if people:
        names = [name.strip(" ,") for name in shown[people[0] + 1 : below]]
        record["authors"] = [name for name in names if name and not re.fullmatch(r"\W*\+?\d+(?: authors?)?|AI", name)]
    votes = next((number for number in range(at, below) if shown[number].strip() == "Upvote"), None)
    if votes is not None:
        record["upvotes"] = next((count(line) for line in shown[votes + 1 : votes + 4] if line.strip()), None)
    return record


def _of_arxiv(lines: Sequence[str], shown: Sequence[str]) -> dict[str, object]:
    at = next(number for number, line in enumerate(lines) if _ARXIV.match(line))
    rest = [line for line in shown[at + 1 :] if line.strip()]
    title = re.sub(r"^Title:\s*", "", rest[0]) if rest else ""
    rest = rest[1:] if title else rest[2:]
    title = title or (shown[at + 2] if len(shown) > at + 2 else "")
    record: dict[str, object] = {"title": title}
    for number, line in enumerate(rest[:6]):
        if re.match(r"(?:View|PDF|HTML|TeX|Download)\b", line):
            continue
        record["authors"] = re.sub(r"^Authors?:\s*", "", line)
        record["abstract"] = re.sub(r"^Abstract:\s*", "", _text(rest[number + 1 :]))
        break
    submitted = re.search(r"Submitted on (\d{1,2} \w{3} \d{4})", lines[at])
    record["published"] = submitted[1] if submitted else ""
    return record


def _text(lines: Sequence[str]) -> str:
    """The paragraph lines begin with, up to the page's own words."""
    found: list[str] = []
    for line in lines:
        if found and _AFTER.match(line):
            break
        if line.strip() and not _LINKS.match(line):
            found.append(line)
    return " ".join(" ".join(found).split())
