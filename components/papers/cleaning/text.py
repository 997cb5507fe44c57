"""Repairing text: leftovers of LaTeX, lost symbols, odd spaces; guarded, in a fixed order, and idempotent.

Ordinary `%`, `_`, `$`, `~` and `<` are far more common than damage, so that every rule asks for evidence, and whatever
no rule is sure about stays as written. Addresses are never touched. Text that looks like tags stays text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from components.papers.cleaning import latex

_STAND_IN = "\ufdd0"  # a code point no text may contain: stands for an address while the rules run
_REST = r"[^\s<>\"'`|\\^{}\ufdd0]+"
_BARE = r"(?<![\w./@-])(?:www\.|github\.com/|huggingface\.co/|arxiv\.org/|[\w-]{1,63}\.github\.io/)" + _REST
_ADDRESS = re.compile(rf"https?://{_REST}", re.I)
_ANY_ADDRESS = re.compile(rf"https?://{_REST}|{_BARE}", re.I)  # ten times slower
_BARE_HOSTS = ("www.", "github.com/", "huggingface.co/", "arxiv.org/", ".github.io/")
_INVISIBLE = re.compile(
    "[\u200b\u2060\ufeff\u00ad\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_PASSES = 12
_LONGEST = 100_000  # characters; no abstract is as long, and a hostile one must not keep the rules busy


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text and what was repaired in it, as (before, after); white space is not counted as a repair."""

    text: str
    repairs: tuple[tuple[str, str], ...] = ()


Replacement = str | Callable[[re.Match[str]], str | None]  # a template, or what may decline by None


def clean(text: str) -> str:
    """The repaired text; clean text is returned as it is."""
    return clean_with_repairs(text).text


def clean_with_repairs(text: str) -> Cleaned:
    """The repaired text with the list of repairs.

    Where repeated passes do not come to an end, only the white space is normalised.
    """
    normal = _normalised(text)
    if len(normal) > _LONGEST or not _suspicious(normal):
        return Cleaned(normal)
    repairs: list[tuple[str, str]] = []
    current = normal
    for _ in range(_PASSES):
        following = _pass(current, repairs)
        if following == current or not _suspicious(following):
            return Cleaned(following, tuple(repairs))
        current = following
    return Cleaned(normal)


def _suspicious(text: str) -> bool:
    """Whether any rule finds something in a text: for most texts none does, and the rules are skipped."""
    for sign, patterns in _PATTERNS_BY_SIGN.items():
        if sign in text:
            for pattern in patterns:
                if pattern.search(text):
                    return True
    return False


def one_line(text: str) -> str:
    """Text with every run of white space as one space, otherwise as written: the raw form records keep."""
    return " ".join(text.split())


def _normalised(text: str) -> str:
    """Text in NFC, without invisible characters, with single spaces."""
    if text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
        return text
    normal = text
    if not text.isascii():
        normal = unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))
    normal = " ".join(normal.split())
    if not normal.isprintable():
        normal = " ".join(_INVISIBLE.sub("", normal).split())
    return text if normal == text else normal  # the same object where nothing changed: a library holds each text once


def _pass(text: str, repairs: list[tuple[str, str]]) -> str:
    """Every rule once, in order, on the text between addresses."""
    if "\\url" in text:
        text = _BRACED_ADDRESS.sub(r"\1", text)
    pattern = _addresses(text)
    addresses = pattern.findall(text) if pattern else []
    if pattern and addresses:
        text = pattern.sub(_STAND_IN, text)
    for sign, pattern, replacement in _RULES:
        if sign not in text:
            continue

        def repaired(match: re.Match[str], replacement: Replacement = replacement) -> str:
            after = match.expand(replacement) if isinstance(replacement, str) else replacement(match)
            if after is None or after == match[0]:
                return match[0]
            repairs.append((match[0], after))
            return after

        text = pattern.sub(repaired, text)
    if addresses:
        remaining = iter(addresses)
        text = re.sub(_STAND_IN, lambda _: next(remaining), text)
    return _normalised(text)


def _addresses(text: str) -> re.Pattern[str] | None:
    """The pattern that finds the addresses in a text; None where there can be none."""
    small = text.lower()
    for host in _BARE_HOSTS:
        at = small.find(host)
        while at >= 0:
            if small[at - 1 : at] != "/":
                return _ANY_ADDRESS
            at = small.find(host, at + 1)
    return _ADDRESS if "://" in text else None


def _accent(match: re.Match[str]) -> str | None:
    return latex.accented(match["accent"], match["braced"] or match["letter"])


def _formula(match: re.Match[str]) -> str | None:
    inner = match[1]
    if not re.search(r"[\\^_{]", inner) and not re.fullmatch(r"[A-Za-z]|[<>=≤≥~+-]?\d[\d.]*%?", inner):
        return None
    return latex.plain_formula(inner)


def _command(match: re.Match[str]) -> str | None:
    """A lone command outside a formula: a symbol, never a name such as `\\log` or a path such as `\\to\\file`."""
    symbol = latex.SYMBOLS.get(match[1])
    return None if symbol is None or (symbol.isascii() and symbol != "~") else symbol


def _order(match: re.Match[str]) -> str:
    return f"O({latex.plain_scripts(match[1].strip())})"


_BRACED_ADDRESS = re.compile(r"\\url\s*\{\s*([^{}\s\\]+)\s*\}")
_SHORTHANDS = {"eg": "e.g.", "ie": "i.e.", "etal": "et al.", "etc": "etc.", "wrt": "w.r.t.", "cf": "cf.", "vs": "vs."}
_LETTER_NAMES = "|".join(sorted(latex.LETTERS, key=len, reverse=True))
_SYMBOL_NAMES = "|".join(sorted(latex.SYMBOLS, key=len, reverse=True))

_RULES: tuple[tuple[str, re.Pattern[str], Replacement], ...] = (
    # "don\'t" is an escaped apostrophe, not an accent.
    ("\\", re.compile(r"\\'(?<=[A-Za-z]\\')(?=(?:s|t|d|m|re|ve|ll)\b)"), r"'"),
    ("\\", re.compile(r"\\(?P<accent>[`'^\"~=.uvHckrdb])\s?\{(?P<braced>[A-Za-z]|\\i|\\j)\}(?P<letter>)"), _accent),
    ("\\", re.compile(r"\{\\(?P<accent>[`'^\"~=.])(?P<letter>[A-Za-z]|\\i|\\j)\}(?P<braced>)"), _accent),
    # Without braces only inside or at the end of a word, where it cannot be an escaped quotation mark.
    (
        "\\",
        re.compile(r"\\(?<=[A-Za-z]\\)(?P<accent>[\"])(?P<letter>[aeiouyAEIOUY]|\\i)(?P<braced>)(?=[a-z]|\b)"),
        _accent,
    ),
    ("\\", re.compile(r"\\(?P<accent>[`'^~=.])(?P<letter>[A-Za-z]|\\i)(?P<braced>)(?=[a-z]|\b)"), _accent),
    (
        "\\",
        re.compile(rf"\{{\\({_LETTER_NAMES})\s*\}}|\\({_LETTER_NAMES})(?:\{{\}}|(?![A-Za-z{{]))"),
        lambda match: latex.LETTERS[match[1] or match[2]],
    ),
    (
        "\\",
        re.compile(r"\\(?:emph|text(?:it|bf|tt|sc|rm|sf|sl|up|md)?|underline|mbox)\s?\{([^{}]*)\}"),
        r"\1",
    ),
    ("\\", re.compile(r"\{\\(?:bf|em|it|tt|sc|rm|sf|sl|bfseries|itshape)\b\s*([^{}\\]*)\}"), r"\1"),
    (
        "\\",
        re.compile(r"\\(eg|ie|etal|etc|wrt|cf|vs)(?![A-Za-z])(?:\{\})?(\.?)(?=(.?))"),
        lambda match: _SHORTHANDS[match[1]],
    ),
    (
        "$",
        re.compile(r"\$(?<![$\\]\$)(?![\s$])([^$]{1,60}?)(?<![\s\\])\$(?:(?![\w$])|(?=(?:th|st|nd|rd|s)\b))"),
        _formula,
    ),
    ("\\", re.compile(rf"\\({_SYMBOL_NAMES})(?![A-Za-z])"), _command),
    ("\\", re.compile(r"\\math(?:cal|bf|rm|bb|sf|it|tt)\s?\{([^{}\\]*)\}"), r"\1"),
    ("\\", re.compile(r"\\([%&_#$])"), r"\1"),
    ("\\", re.compile(r"\\([{}])"), r"\1"),
    ("\\", re.compile(r"\\,(?:(?<=\d\\,)(?=\d)|(?<=\.\\,)(?=[a-z]))"), ""),  # 10\,000 and i.\,e.
    ("\\", re.compile(r"\\,(?<=\S\\,)(?=\S)"), " "),
    ("~", re.compile(r"~(?:(?<=[A-Za-z]{2}~)|(?<=[.,]~))(?=[A-Za-z0-9(\[\\])"), " "),
    ("``", re.compile(r"``(?<!```)(?!`)([^`\ufdd0]{1,400}?)''(?!')"), r"“\1”"),
    ("--", re.compile(r"---(?<=[\w)\],.%”\"']---)(?=[\w(\[“\"'])"), "—"),
    ("--", re.compile(r"--(?<=\s--)(?=\s)"), "–"),
    ("--", re.compile(r"--(?<=[A-Za-z0-9)\]%”]--)(?=[A-Za-z0-9(\[“])"), "–"),
    ("times", re.compile(r"(\d) times (?=\d)(?<![A-Za-z]\d times )"), r"\1 × "),
    ("times", re.compile(r"(\d)(?<![A-Za-z]\d)times (?=\d)"), r"\1 × "),
    ("times", re.compile(r"(\d)(?<![A-Za-z]\d)times(?=[\s.,;:)\]\d-]|$)"), r"\1×"),
    (" pm ", re.compile(r"(\d%?) pm (?=\d)"), r"\1 ± "),
    ("pm", re.compile(r"(\.\d+%?)pm(?=\d)"), r"\1±"),
    ("sim", re.compile(r"sim(?<![A-Za-z0-9-]sim)(?=\d[\d.,]*[%xkKMBG]?(?![A-Za-z0-9]))"), "~"),
    ("left(", re.compile(r"\bO\s?left\(((?:[^()]|\([^()]{0,40}\)){1,60}?)d?right\)"), _order),
)
_PATTERNS_BY_SIGN: dict[str, list[re.Pattern[str]]] = {"\\url": [_BRACED_ADDRESS]}
for _sign, _pattern, _ in _RULES:
    _PATTERNS_BY_SIGN.setdefault(_sign, []).append(_pattern)
