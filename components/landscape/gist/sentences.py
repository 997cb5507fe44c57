"""A text's sentences as stretches of it, so that what is quoted stands there letter by letter.

A stop ends a sentence where a space follows and the next word can begin one, unless the word before it is an
abbreviation, an initial, or a number that begins an item of a list. Stops inside brackets and formulas end nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A stop with the quotation marks and brackets that close with it; Chinese and Japanese need no space behind it.
_STOP = re.compile(r"[.!?…][)\]}\"'”’»*]{0,3}(?=\s)|[。！？][」』”）]?(?=\S|\s)")
_ITEM = r"(?:[-*•‣–]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[ \t]+\S"  # how an item of a list begins
_BREAK = re.compile(rf"\n[ \t\r]*\n|\n[ \t]*(?={_ITEM})")
_LETTERED = re.compile(r"\(?(?:[ivx]{1,4}|[a-z])\)\s")
_BRACKET = re.compile(r"[()\[\]{}]")
_FORMULA = re.compile(r"\$[^$\n]{1,200}\$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_LAST = _words(
    "e.g i.e eg ie cf vs viz resp ca fig figs eq eqs eqn sec sect tab nos ref refs thm lem prop alg ch vol pp w.r.t "
    "wrt a.k.a aka dr prof mr mrs ms st approx"
)
_SOMETIMES_LAST = _words("al a.m p.m u.s u.k d.c i.i.d iid s.t inc ltd jr no max min dim std avg incl excl")
# Words that begin a sentence after "et al." or "i.i.d.", where a name or a noun might follow as well.
_OPENERS = _words(
    "we our this these those the in it its here to however finally moreover furthermore additionally also for as by "
    "while with experiments results extensive although using when through on an a i there such from that thus both "
    "despite unlike based since if they one at more specifically recent existing inspired"
)
_LONGEST_BRACKET = 300  # characters: what is longer was never closed


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in order, without the spaces around it; [] where there is no text."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in _ends(text):
        stretch = text[start:end].strip()
        if stretch:
            begin = text.index(stretch[0], start)
            found.append((begin, begin + len(stretch)))
        start = end
    return found


def sentences(text: str) -> list[str]:
    """The sentences themselves, each exactly as it stands in the text."""
    return [text[start:end] for start, end in sentence_spans(text)]


def _ends(text: str) -> Iterator[int]:
    """Where sentences end, the end of the text last."""
    breaks = [match.start() for match in _BREAK.finditer(text)] if "\n" in text else []
    stops: list[int] = []
    inside: list[tuple[int, int]] | None = None
    for match in _STOP.finditer(text):
        at, end = match.span()
        if end >= len(text) or not _ends_a_sentence(text, at, end):
            continue
        if not _is_balanced(text[stops[-1] if stops else 0 : end]):
            inside = _inside(text) if inside is None else inside
            if any(begin < at and end < close for begin, close in inside):
                continue
        stops.append(end)
    yield from sorted({*breaks, *stops} - {len(text)}) if breaks else stops
    yield len(text)


def _ends_a_sentence(text: str, at: int, end: int) -> bool:
    """Whether the stop at `at` ends a sentence, judged by the words on both sides."""
    sign = text[at]
    if sign in "。！？":
        return True
    following = text[end : end + 24].lstrip()
    opener = following.lstrip("(\"'“‘«[*_`")
    if not opener:
        return not following
    first = opener[0]
    if first.islower() and not _is_cased_name(opener):
        return _LETTERED.match(following) is not None
    if not (first.isalnum() or first in "$\\<∀∃" or first > "\u0250"):
        return False
    if sign != "." or end > at + 1:  # "(see Fig. 2.)" is closed: no abbreviation goes on behind a bracket
        return True
    word = text[max(0, at - 24) : at].rsplit(None, 1)[-1:]
    before = word[0].lstrip("([{\"'“‘").lower() if word else ""
    if before in _NEVER_LAST or (before == "no" and first.isdigit()):
        return False
    if before in _SOMETIMES_LAST or (len(before) == 1 and before.isalpha()):  # an initial, or a symbol at the end
        return _first_word(opener) in _OPENERS
    return not (before.isdigit() and len(before) <= 2 and _begins_item(text, at - len(before)))


def _is_cased_name(opener: str) -> bool:
    """Whether a word in small letters has a capital inside, as names have (iCaRL, k-NN, mT5, f-GANs)."""
    return any(sign.isupper() for sign in opener.split(None, 1)[0][1:5])


def _first_word(opener: str) -> str:
    return opener.split(None, 1)[0].rstrip(",;:.").lower()


def _begins_item(text: str, start: int) -> bool:
    """Whether the number at `start` begins a line, or follows a colon, semicolon or stop, as in a list."""
    near = text[max(0, start - 3) : start]
    before = near.rstrip()
    return not before or before[-1] in ":;,.!?" or "\n" in near


def _is_balanced(stretch: str) -> bool:
    """Whether every bracket and formula of a stretch is closed; quick, for nearly all are."""
    count = stretch.count
    return (
        count("(") == count(")")
        and count("[") == count("]")
        and count("{") == count("}")
        and ("$" not in stretch or not count("$") % 2)
    )


def _inside(text: str) -> list[tuple[int, int]]:
    """(start, end) of the outermost brackets that are closed again, and of formulas between dollar signs."""
    found = [match.span() for match in _FORMULA.finditer(text)]
    depth, begin = 0, 0
    for match in _BRACKET.finditer(text):
        if match[0] in "([{":
            begin = begin if depth else match.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth and match.end() - begin <= _LONGEST_BRACKET:
                found.append((begin, match.end()))
    return found
