"""Whether a service's record is the paper that was asked about. Pure: texts in, verdicts out.

A title alone is no evidence: search engines answer anything, and many works share a title. What decides is the
abstract: c, the share of four-word runs of the shorter abstract that the longer one has. Of records of other papers
99.9 % have less than 0.105; of other versions of the same paper all have at least 0.45. r is how alike the titles
are. An id is no proof either: ids are mistyped, and services serve some with another paper's title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from components.enrichment.facts import Verdict
from components.enrichment.record import Record, Subject
from components.papers.cleaning.text import clean
from components.papers.comparing.candidates import numbers_in, title_score
from components.papers.comparing.evidence import author_keys, share_author
from components.papers.identity import normalised_title

RUN = 4  # words
FEWEST_RUNS = 8  # of an abstract that can be compared
_UNRELATED = 0.1  # c below which two abstracts have nothing in common
_RELATED = 0.3
_REWRITTEN = 0.4
_CUT_TITLE = 20  # characters of a title that breaks off
_DISTINCTIVE = 4  # words of a title that few works share
_LONGEST = 20_000  # characters of an abstract that are compared
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,60}>")  # <sub>, <jats:p>
_COLON = re.compile(r"\s*:\s+|\s+[–—]\s+|\s+-\s+")


@dataclass(frozen=True, slots=True)
class Judged:
    """A record with the verdict on it and what it rests on."""

    record: Record
    verdict: Verdict
    title_score: float  # r, 0 to 100
    shared: float | None  # c, 0 to 1; None where an abstract is missing or too short
    equal_titles: bool = False


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A title and an abstract made ready to compare."""

    title: str
    head: str  # before the first colon, "" where there is none
    tail: str  # after it
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, title: str, abstract: str) -> PreparedText:
        """Cleaned of LaTeX and tags, normalised, cut into runs."""
        written = clean(_TAG.sub("", title))
        before, colon, after = written, "", ""
        if separator := _COLON.search(written):
            before, colon, after = written[: separator.start()], ":", written[separator.end() :]
        head, tail = (normalised_title(before), normalised_title(after)) if colon else ("", "")
        text = clean(_TAG.sub(" ", abstract[:_LONGEST])) if abstract else ""
        return cls(normalised_title(written), head if tail else "", tail if head else "", _runs(text))


def judge(subject: Subject, records: Sequence[Record], *, by_id: bool = False) -> list[Judged]:
    """Every record with its verdict, the best first; at most one is sure.

    `by_id`: the service was asked for an id of the subject's and answered with these records.
    """
    ours = PreparedText.of(subject.title, subject.abstract)
    judged = [_judge(subject, ours, record, by_id) for record in records]
    judged.sort(key=_rank)
    alone = sum(1 for each in judged if each.equal_titles) == 1
    found = [_without_text(each, ours, alone) for each in judged]
    return sorted(_one_sure(found), key=_rank)


def best(judged: Sequence[Judged]) -> Verdict:
    """The verdict on a whole answer: that on its best record, NONE for an answer with nothing like it."""
    return judged[0].verdict if judged else Verdict.NONE


def _judge(subject: Subject, ours: PreparedText, record: Record, by_id: bool) -> Judged:
    theirs = PreparedText.of(record.title, record.abstract)
    score = title_score(ours.title, theirs.title) if ours.title and theirs.title else 0.0
    shared = _shared(ours.runs, theirs.runs)
    equal = bool(ours.title) and ours.title == theirs.title
    verdict = _by_id(score, shared) if by_id else _by_text(ours, theirs, score, shared)
    if verdict is Verdict.SURE and not by_id and not equal and _younger(record.published, subject.seen):
        verdict = Verdict.LIKELY
    return Judged(record, verdict, score, shared, equal)


def _by_id(score: float, shared: float | None) -> Verdict:
    """An id stood in the digest or comes from a sure record: title or abstract must agree that far."""
    if shared is not None and shared >= _RELATED:
        return Verdict.SURE
    if score >= 90 or (score >= 60 and (shared is None or shared >= _UNRELATED)):
        return Verdict.SURE
    return Verdict.DOUBTFUL


def _by_text(ours: PreparedText, theirs: PreparedText, score: float, shared: float | None) -> Verdict:
    equal = bool(ours.title) and ours.title == theirs.title
    if shared is None:
        return Verdict.DOUBTFUL if equal or score >= 90 else Verdict.NONE
    if _is_sure(ours, theirs, score, shared):
        return Verdict.SURE
    inside = bool(ours.title and theirs.title) and _one_in_the_other(ours.title, theirs.title)
    if shared >= _REWRITTEN and (score >= 60 or inside):
        return Verdict.LIKELY
    return Verdict.DOUBTFUL if equal or shared >= 0.8 or score >= 95 else Verdict.NONE


def _is_sure(ours: PreparedText, theirs: PreparedText, score: float, shared: float) -> bool:
    if ours.title == theirs.title:
        return shared >= _RELATED
    if score >= 90 and shared >= _REWRITTEN and ours.head == theirs.head:
        return numbers_in(ours.title) == numbers_in(theirs.title)
    if shared >= 0.8 and len(ours.title) >= _CUT_TITLE and theirs.title.startswith(ours.title):
        return True
    if shared < 0.9:
        return False
    return _is_part(ours.title, theirs) or _is_part(theirs.title, ours)


def _is_part(title: str, whole: PreparedText) -> bool:
    """Whether a title is what stands before or after the other's colon."""
    return bool(title) and title in (whole.head, whole.tail)


def _one_in_the_other(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return f" {short} " in f" {long} "


def _without_text(judged: Judged, ours: PreparedText, alone: bool) -> Judged:
    """Without abstracts an equal title is likely where it is distinctive and only one record has it."""
    likely = (
        judged.verdict is Verdict.DOUBTFUL
        and judged.shared is None
        and judged.equal_titles
        and alone
        and len(ours.title.split()) >= _DISTINCTIVE
    )
    return _with(judged, Verdict.LIKELY) if likely else judged


def _one_sure(judged: Sequence[Judged]) -> list[Judged]:
    """Of several sure records the one with an equal title stays; without one, or with two alike, none is sure."""
    sure = [each for each in judged if each.verdict is Verdict.SURE]
    if len(sure) < 2 or all(_same_record(sure[0].record, each.record) for each in sure[1:]):
        kept = sure[0] if sure else None
    else:
        equal = [each for each in sure if each.equal_titles]
        kept = equal[0] if len(equal) == 1 or (equal and _clearly_better(equal[0], equal[1])) else None
    return [_with(each, Verdict.LIKELY) if each in sure and each is not kept else each for each in judged]


def _same_record(one: Record, other: Record) -> bool:
    """Whether two records are about one arXiv number: versions, or one paper listed twice."""
    return bool(one.arxiv_id) and one.arxiv_id == other.arxiv_id


def _clearly_better(one: Judged, other: Judged) -> bool:
    return _same_record(one.record, other.record) or (one.shared or 0.0) >= (other.shared or 0.0) + 0.1


def _with(judged: Judged, verdict: Verdict) -> Judged:
    return Judged(judged.record, verdict, judged.title_score, judged.shared, judged.equal_titles)


_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


def _rank(judged: Judged) -> tuple[object, ...]:
    shared = -1.0 if judged.shared is None else judged.shared
    return _ORDER[judged.verdict], not judged.equal_titles, -shared, -judged.title_score, judged.record.record_id


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = normalised_title(text).split()
    return frozenset(zip(*(words[start:] for start in range(RUN)), strict=False))


def _shared(ours: frozenset[tuple[str, ...]], theirs: frozenset[tuple[str, ...]]) -> float | None:
    shorter = min(len(ours), len(theirs))
    return len(ours & theirs) / shorter if shorter >= FEWEST_RUNS else None


def _younger(published: str, seen: str) -> bool:
    """Whether a record is younger than the day a digest listed our paper, by more than a day."""
    try:
        return date.fromisoformat(published[:10]) > date.fromisoformat(seen[:10]) + timedelta(days=1)
    except ValueError:  # known to the month only, or not at all
        return bool(published and seen) and published[:7] > seen[:7]


def agrees_on_authors(known: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two lists of authors may be of one paper: one of them is empty, or they share a surname."""
    one, other = author_keys(known), author_keys(others)
    return not one or not other or share_author(one, other)
