"""Where an address ends: what cannot be part of it, what belongs to the sentence, and what a line break cut off."""

from __future__ import annotations

import re
import unicodedata

from components.links.domains import REPOSITORY_HOSTS, host_of

# Inside a character class: what ends a path wherever it stands. White space and controls, the characters no URL may
# hold, Latin-1 signs, typographic punctuation, arrows and pictographs, and scripts that are written without spaces
# (after an address their text goes on without one). Accented Latin, Greek and Cyrillic letters stay.
STOPS = (
    r"\s\x00-\x1f\x7f<>\"{}|\\^`"
    "\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    "\u0e00-\u0eff\u1100-\u11ff\u2000-\u206f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\ue000-\uf8ff"
    "\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef\U00020000-\U0003ffff"
)

_CLOSING = {")": "(", "]": "["}
_PUNCTUATION = ".,;:!?'\"*_~$"
_ENCODED = {
    "%29": "%28",
    "%5D": "%5B",
    "%7D": "%7B",
    "%3B": "",
    "%2C": "",
    "%2E": "",
    "%3E": "%3C",
    "%22": "",
    "%20": "",
    "%E2%80%9D": "",
}
_CITATION = re.compile(r"\[\d{1,3}(?:[,-]\d{1,3})*\]\Z")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#x[0-9A-Fa-f]{2,4});\Z")
_VIDEO_ID = re.compile(r"[?&]v=[\w-]{10}_\Z")  # eleven characters, of which the last may be an underscore
_ENTITY_INSIDE = re.compile(r"&(?:nbsp|lt|gt|quot|apos|#39|#34|#60|#62);")
# Another address glued on. Inside a path "/", "=", ":" or "?" in front of it mean that it is a part (web archives,
# redirectors); behind anything else a new one begins.
_SECOND = re.compile(
    r"(?<![/=:?&#(])https?:/{1,2}|(?<=[,;)\]'])www\.|(?<=[)\]'(])https?:/{1,2}"
    r"|[,;.][A-Za-z]+:(?=https?:/{1,2})",
    re.IGNORECASE,
)
# A sentence glued on: no path segment ends in ".The", but a text with lost spaces goes on like that.
_OPENERS = (
    "The|We|Our|In|This|These|It|Its|To|For|And|As|At|On|An|By|With|From|Also|All|Code|Codes|Data|Dataset|Datasets|Demo|"
    "Demos|Project|Website|Webpage|Page|Video|Videos|Model|Models|Experiments|Experimental|Extensive|Results|However|"
    "Moreover|Furthermore|Additionally|Finally|Specifically|Our|Here|There|Based|Through|Using|While|When|Note|See|Source|"
    "Github|GitHub|Implementation|Supplementary|Paper|Please|You|They|If|Compared|Index|Keywords|Warning|Contributions?|Disclaimer|Homepage|Leaderboard|Checkpoints|"
    "Weights|Abstract|Slides"
)
_GLUED = re.compile(rf"[.,;:!?)\]]+(?:(?:{_OPENERS})|(?<=[,;])(?:and|which|where|with|including|while|as well))\Z")


def trimmed(rest: str, before: str = "") -> str:
    """Path, query and fragment without what belongs to the sentence around.

    `before` is the character in front of the whole address: a bracket there is closed by the first one too many.
    """
    rest = _first_only(rest, before)
    while rest:
        kept = _shorter(rest)
        if kept == rest:
            break
        rest = kept
    return rest


def _first_only(rest: str, before: str) -> str:
    """Cut at a second address, at an entity that stands for a stop, and where a bracket is the sentence's."""
    second = _SECOND.search(rest, 1)
    if second:
        rest = rest[: second.start()]
    entity = _ENTITY_INSIDE.search(rest)
    if entity:
        rest = rest[: entity.start()]
    if before in ("(", "["):
        surplus = _surplus(rest, before, {"(": ")", "[": "]"}[before])
        if surplus >= 0:
            rest = rest[:surplus]
    for closing, opening in _CLOSING.items():
        if rest.count(opening) > rest.count(closing) and (never := _never_closed(rest, opening, closing)) >= 0:
            rest = rest[:never]
    return rest


def _surplus(rest: str, opening: str, closing: str) -> int:
    depth = 0
    for place, character in enumerate(rest):
        depth += (character == opening) - (character == closing)
        if depth < 0:
            return place
    return -1


def _never_closed(rest: str, opening: str, closing: str) -> int:
    """Place of the first bracket that is opened and never closed: from there on it is the sentence's."""
    waiting: list[int] = []
    for place, character in enumerate(rest):
        if character == opening:
            waiting.append(place)
        elif character == closing and waiting:
            waiting.pop()
    return waiting[0] if waiting else -1


def _shorter(rest: str) -> str:
    """One step of trimming the end; the same text when nothing is left to trim."""
    entity = _ENTITY.search(rest)
    if entity:
        return rest[: entity.start()]
    last = rest[-1]
    if last == "_" and _VIDEO_ID.search(rest):
        return rest
    if last > "\u2100" and unicodedata.category(last) in ("So", "Sk", "Mn", "Cf"):  # a pictograph behind it
        return rest[:-1]
    if last in _PUNCTUATION:
        return rest[:-1]
    if rest.endswith("'s"):
        return rest[:-2]
    citation = _CITATION.search(rest)
    if citation:
        return rest[: citation.start()]
    if last in _CLOSING and rest.count(last) > rest.count(_CLOSING[last]):
        return rest[:-1]
    upper = rest.upper()
    for code, partner in _ENCODED.items():
        if not partner and "?" in rest:  # encoded so, it is the end of a value
            continue
        if upper.endswith(code) and (not partner or upper.count(code) > upper.count(partner)):
            return rest[: -len(code)]
    glued = _GLUED.search(rest)
    return rest[: glued.start()] if glued else rest


_TOKEN = re.compile(f"[^{STOPS}]+")
_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*|[ \t]+")


def continuation(text: str, start: int, end: int) -> int:
    """Where an address goes on to when white space cut it at `end`; 0 when it does not.

    A wrapped line is joined only where the first part cannot be whole: it ends in a sign that joins two things, or it
    names a repository host without a repository. A mere space joins only the latter.
    """
    gap = _BREAK.match(text, end)
    token = _TOKEN.match(text, gap.end()) if gap else None
    if gap is None or token is None or _starts_address(token[0]):
        return 0
    address, word = text[start:end], token[0]
    wrapped = "\n" in gap[0]
    if _lacks_repository(address) and re.match(r"[\w-][\w.-]*/[\w.-]+", word):
        return token.end()
    if not wrapped:
        return 0
    last = address[-1]
    if last in "=&?%_#" or (word[0] in "/?&=_%#" and word[1:2].isalnum()):
        return token.end()
    if last == "-" and (not word[0].isupper() or re.search(r"[-_/\d]|[a-z][A-Z]", word)):
        return token.end()
    if last == "/" and re.search(r"\w/\w|_|\.(?:html?|pdf|git)\b", word):
        return token.end()
    return 0


def _starts_address(word: str) -> bool:
    return word.lower().startswith(("http", "www.", "("))


def _lacks_repository(address: str) -> bool:
    host = host_of(address if "://" in address else "https://" + address).removeprefix("www.")
    path = address.partition("://")[2].partition("/")[2] if "://" in address else address.partition("/")[2]
    return host in REPOSITORY_HOSTS and not path.strip("/")
