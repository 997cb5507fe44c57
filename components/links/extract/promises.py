"""Papers that promise code or data, with or without a link.

About one abstract in twenty promises and links to nothing, most of them in the future tense.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from components.links.extract.extraction import find_links
from components.links.link import Kind

_WHAT = (
    (
        Kind.CODE,
        r"(?:source\s+)?codes?|code\s?base|implementations?|software|toolkit|toolbox|library|scripts?|repository|package",
    ),
    (Kind.DATASET, r"data\s?sets?|data|corpus|corpora|benchmarks?|annotations?|prompts|recordings"),
    (Kind.MODEL, r"models?|weights|checkpoints?|adapters"),
    (Kind.DEMO, r"demos?|demonstrations?|web\s?app"),
)
_ANYTHING = "|".join(words for _, words in _WHAT)
_IS = r"will\s+(?:also\s+)?be|shall\s+be|to\s+be|would\s+be|is|are|has\s+been|have\s+been"
_OPEN = (
    r"released|open[- ]?sourced?|(?:made\s+)?(?:publicly|freely|openly)?\s*(?:available|accessible|public)|published|"
    r"shared|provided|uploaded|downloadable"
)
_GIVES = r"releas(?:e|ed|ing)|open[- ]?sourc(?:e|ing)\s+(?:our|the|all|both|a|its)|publish(?:ed)?|shar(?:e|ed)"
# Without one of these no pattern below can match; looking for them takes a tenth of the time.
_HINTS = (
    "releas",
    "sourc",
    "availab",
    "accessib",
    "public",
    "publish",
    "share",
    "load",
    "can be found",
    "can be access",
)
_PASSIVE = re.compile(
    rf"\b(?P<what>{_ANYTHING})\b[^.;]{{0,80}}?\b(?:(?P<tense>{_IS})\s*"
    rf"(?:also\s+|all\s+|soon\s+|now\s+|fully\s+|completely\s+|made\s+|being\s+)*(?:{_OPEN})"
    r"|can\s+be\s+(?:found|accessed|downloaded)\s+(?:here|at|on|in\s+(?:our|the)|from))\b",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    rf"\b(?:we|authors)\b[^.;]{{0,30}}?\b(?:{_GIVES})\b[^.;]{{0,60}}?\b(?P<what>{_ANYTHING})\b", re.IGNORECASE
)
_MAKE = re.compile(
    rf"\b(?:we|authors)\b[^.;]{{0,30}}?\bmak(?:e|ing)\b[^.;]{{0,60}}?\b(?P<what>{_ANYTHING})\b"
    r"[^.;]{0,60}?\b(?:available|public|accessible)\b",
    re.IGNORECASE,
)
_NOT_A_PROMISE = re.compile(
    r"\b(?:not|n['’]t|no|without|lack of|limited)\s+(?:yet\s+)?(?:publicly\s+)?(?:available|released|public|accessible)"
    r"|\b(?:publicly|freely|openly)[- ]available\s+(?:data|datasets?|code|models?|benchmarks?|corpora|sources?|imag)"
    r"|\b(?:recently|previously|existing)\s+(?:released|published)"
    r"|\bare\s+available\s+(?:for|only|in\s+(?:large|limited))",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|to\s+be|would|soon|upon|once|after\s+(?:acceptance|publication|review)|plan)\b", re.IGNORECASE
)
_LOST = re.compile(r"\bthis\s+https?\s+url\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z(\\])")


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence that says that something is, or will be, open."""

    kind: Kind
    future: bool  # "will be released", "upon acceptance"
    lost: bool  # a link stood there and was lost on the way ("this https URL")
    sentence: str


def find_promises(text: str) -> list[Promise]:
    """Every sentence of an abstract that promises code, data, models or a demo, in order."""
    found: list[Promise] = []
    if not _is_hinted(text):
        return found
    for sentence in _SENTENCE.split(text):
        if not _is_hinted(sentence):
            continue
        match = _PASSIVE.search(sentence) or _ACTIVE.search(sentence) or _MAKE.search(sentence)
        if match is None or _NOT_A_PROMISE.search(sentence) or not _is_own(sentence, match):
            continue
        words = " ".join(sentence.split())
        found.append(
            Promise(_kind(match["what"]), _FUTURE.search(sentence) is not None, _LOST.search(words) is not None, words)
        )
    return found


def _is_hinted(text: str) -> bool:
    low = text.lower()
    return any(hint in low for hint in _HINTS)


def unlinked_promises(text: str, *, has_links: bool = False) -> list[Promise]:
    """The promises of an abstract that links to nothing and whose source gave no link either."""
    if has_links:
        return []
    promises = find_promises(text)
    return promises if promises and not find_links(text) else []


_OWN = re.compile(
    r"\b(?:our|we|the\s+authors|this\s+(?:work|paper|project)|all)\b"
    rf"|\bthe\s+(?:\w+\s+)?(?:{_ANYTHING}|resources)\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(rf"^\W*(?:\w+\s+){{0,2}}(?:{_ANYTHING})\b", re.IGNORECASE)


def _is_own(sentence: str, match: re.Match[str]) -> bool:
    """Whether the sentence speaks of the paper's own things rather than of the world's."""
    if match.re is not _PASSIVE:
        return True
    around = sentence[max(0, match.start() - 60) : match.end()]
    return _OWN.search(around) is not None or _BEGINS.search(sentence) is not None


def _kind(word: str) -> Kind:
    for kind, words in _WHAT:
        if re.fullmatch(words, word.strip(), re.IGNORECASE):
            return kind
    return Kind.OTHER
