"""Signs by which a title differs from an abstract: sentences, verbs, scholarly words; never how long it is."""

from __future__ import annotations

import re

_SAMPLE = 3_000  # sentences at the start of a paragraph are evidence enough
_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\bvs)(?<!\bal)(?<!\be\.g)(?<!\bi\.e)[.][\"'”’)\]]*\s+[A-Z0-9(\"“]")
_QUESTION_END = re.compile(r"[?!][\"'”’)]*\s+[A-Z]")
_LAST = re.compile(r"(?:[.][\"'”’)\]]*|https?://\S+|…|。|[?!][\"'”’)\]]*)\s*$")
_PERSON = re.compile(r"\b(?:we|our|this (?:paper|work|study|report|survey|article))\b", re.I)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|been|can|which|that|these|however|such|it|its|their)\b", re.I)
_SCHOLARLY = re.compile(
    r"\b(?:we|our|paper|propos\w+|results?|methods?|approach\w*|study|studies|experiment\w*|models?|shows?|data\w*|"
    r"learning|framework|performance|algorithm\w*|benchmark\w*|theor\w+|training|tasks?)\b",
    re.I,
)
_SENTENCE_END_ELSEWHERE = re.compile(r"[。！？]")


def prose_evidence(paragraph: str) -> float:
    """How strongly a paragraph reads as running sentences: 0 for most titles, 4 and more for most abstracts."""
    sample = paragraph[:_SAMPLE]
    ends = len(_SENTENCE_END.findall(sample)) + len(_SENTENCE_END_ELSEWHERE.findall(sample[:-1]))
    evidence = 3.0 * min(ends, 2)
    if _QUESTION_END.search(sample):
        evidence += 0.5
    last = _LAST.search(paragraph[-400:])
    if last:
        evidence += 0.5 if last[0][0] in "?!" else 2.0
    if _PERSON.search(sample):
        evidence += 2.0
    evidence += min(len({word.lower() for word in _VERB.findall(sample)}), 4) * 0.75
    return evidence


def scholarly_words(paragraph: str) -> int:
    """How many different scholarly words a paragraph uses: letters and news rarely use any."""
    return len({word.lower() for word in _SCHOLARLY.findall(paragraph[:_SAMPLE])})


def starts_small(line: str) -> bool:
    """Whether a line starts with a lower-case letter or punctuation, as the second line of a wrapped paragraph does."""
    first = line.lstrip()[:1]
    return first.islower() or first in ",;)."


def looks_like_title(line: str) -> bool:
    """Whether a line has words in it at all, so that it can be a title that lost its abstract."""
    return len(re.findall(r"[^\W\d_]{2,}", line)) >= 2


def is_one_sentence(text: str) -> bool:
    """Whether a text is a single sentence: a summary on a page that shows either, for no abstract is one sentence."""
    return bool(text) and not (
        _SENTENCE_END.search(text) or _QUESTION_END.search(text) or _SENTENCE_END_ELSEWHERE.search(text[:-1])
    )
