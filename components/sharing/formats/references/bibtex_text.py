"""Text as LaTeX sets it, and back: escapes, symbols that pdflatex knows only as mathematics, letters with accents.

What styles print, titles and names, is written so that pdflatex sets it; scripts that no command stands for stay as
they are, and need xelatex or lualatex. In names every letter beyond ASCII is a command: bibtex cuts initials and labels
from bytes. What no style prints keeps its signs, so that every program reads it.
"""

from __future__ import annotations

import re
import unicodedata

from components.papers.cleaning.latex import COMBINING, LETTERS, SYMBOLS
from components.sharing.formats.entry import one_line

# Braces must balance for BibTeX even behind a backslash, so they are written by name.
_NAMED = {
    "\\": "textbackslash",
    "{": "textbraceleft",
    "}": "textbraceright",
    "~": "textasciitilde",
    "^": "textasciicircum",
    "<": "textless",
    ">": "textgreater",
    "|": "textbar",
}
_NAMED_ESCAPES = {sign: f"\\{name}{{}}" for sign, name in _NAMED.items()}
_KEPT = "°·…†"  # signs that LaTeX's utf8 input knows by itself
_MATHEMATICS = {
    sign: f"$\\{name}$" for name, sign in SYMBOLS.items() if len(sign) == 1 and not sign.isascii() and sign not in _KEPT
} | {
    sign: f"${command}$"
    for sign, command in {
        "ϵ": "\\epsilon", "ϕ": "\\phi", "ϑ": "\\vartheta", "ϱ": "\\varrho", "ϖ": "\\varpi", "ς": "\\varsigma",
        "Υ": "\\Upsilon", "υ": "\\upsilon", "⊆": "\\subseteq", "⊇": "\\supseteq", "⊃": "\\supset", "∉": "\\notin",
        "∅": "\\emptyset", "∀": "\\forall", "∃": "\\exists", "∫": "\\int", "∑": "\\sum", "∏": "\\prod",
        "√": "\\surd", "∧": "\\wedge", "∨": "\\vee", "⊕": "\\oplus", "⊗": "\\otimes", "⊥": "\\perp", "≡": "\\equiv",
        "≅": "\\cong", "∼": "\\sim", "↦": "\\mapsto", "⇔": "\\Leftrightarrow", "⇐": "\\Leftarrow", "⋅": "\\cdot",
        "♯": "\\sharp", "♭": "\\flat", "−": "-", "′": "\\prime", "∘": "\\circ", "∗": "\\ast", "∣": "\\mid",
        "∥": "\\parallel", "↓": "\\downarrow", "↕": "\\updownarrow", "⇒": "\\Rightarrow",
    }.items()
}  # fmt: skip
_SCRIPTS = {sign: f"$^{{{digit}}}$" for digit, sign in zip("0456789+-n", "⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", strict=True)} | {
    sign: f"$_{{{digit}}}$" for digit, sign in zip("0123456789", "₀₁₂₃₄₅₆₇₈₉", strict=True)
}
ESCAPES = _NAMED_ESCAPES | {sign: f"\\{sign}" for sign in "&%$#_"} | _MATHEMATICS | _SCRIPTS
# What looks the same, or like nothing, without a command of its own.
_UNSEEN = "\u200b\u2060\ufeff\ufe0e\ufe0f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_FOLDED = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True)) | dict.fromkeys(_UNSEEN, "")
_ASCII = str.maketrans(_NAMED_ESCAPES | {sign: f"\\{sign}" for sign in "&%$#_"})
_UNPRINTED = _ASCII | {ord(sign): sign for sign in "<>|"} | {ord("^"): "\\^{}"}  # Zotero reads none of the names
_TABLE = str.maketrans(ESCAPES | _FOLDED)

# Letters with one accent that LaTeX's utf8 input knows without further packages begin below; above, few are known.
_LAST_KNOWN = "\u017f"
_UNKNOWN_BELOW = frozenset("ĦħĸĿŀŉŦŧſ")
_KNOWN_ABOVE = frozenset("ǍǎǏǐǑǒǓǔǦǧǨǩǪǫǰǴǵȘșȚțȲȳḂḃḍḞḟḠḡḥḰḱḷṃṅṇṛṣṭẎẏẐẑẞỲỳ")
_ACCENTS = {mark: accent for accent, mark in COMBINING.items()}
_NOT_SET = frozenset("\u0309\u030f\u0311\u031b")  # hook above, double grave, inverted breve, horn
_LETTERS = {letter: name for name, letter in LETTERS.items()} | dict(
    zip("đĐŋŊÐÞ", ("dj", "DJ", "ng", "NG", "DH", "TH"), strict=True)
)
_ACCENTS_DEEP = 2  # as deep as accents upon accents are read
_LETTER = r"([^\W\d_][\u0300-\u036f]*)"
_ACCENTED = re.compile(rf"\\(?:([`'^~=.\"uvHcdbkr])\{{{_LETTER}\}}|([`'^~=.\"]){_LETTER}|([uvHcdbkr]) {_LETTER})")

_WRITTEN = {written: sign for sign, written in ESCAPES.items()}
_ZOTEROS = {"\\{\\vphantom{\\}}": "{", "\\vphantom{\\{}\\}": "}", "\\{": "{", "\\}": "}"}
_BY_NAME = {f"{{\\{name}}}": sign for sign, name in _NAMED.items()}
_BY_NAME |= {f"{{\\textbackslash}}{name}": sign for sign, name in _NAMED.items()}  # as Zotero gives them back
_READ = _WRITTEN | _ZOTEROS | _BY_NAME | {"\\^{}": "^"} | {f"{{\\{name}}}": letter for letter, name in _LETTERS.items()}
_BACK = re.compile("|".join(re.escape(written) for written in sorted(_READ, key=len, reverse=True)) + r"|[{}]")


def escaped(text: str) -> str:
    """A text that no style prints, on one line, so that BibTeX reads it."""
    return one_line(text).translate(_UNPRINTED)


def title(text: str) -> str:
    """A title, so that LaTeX shows it as it is, with braces around words whose capitals no style may take away."""
    return " ".join(map(_word, text.split()))


def name(text: str) -> str:
    """A part of a name, on one line, in ASCII as far as there are commands for its letters."""
    line = one_line(text)
    if line.isascii():
        return line.translate(_ASCII)
    return "".join(_with_commands(sign) or _beyond_ascii(sign) for sign in unicodedata.normalize("NFC", line))


def plain(text: str) -> str:
    """What `escaped` or `title` was given; also what Zotero writes for a text."""
    if "\\" in text:
        for _ in range(_ACCENTS_DEEP):
            text = _ACCENTED.sub(_accented, text)
        text = unicodedata.normalize("NFC", text) if not text.isascii() else text
    return _BACK.sub(lambda found: _READ.get(found.group(), ""), text)


def _accented(found: re.Match[str]) -> str:
    accent, letter = (part for part in found.groups() if part)
    return letter + COMBINING[accent]


ONE_LETTER = frozenset("BCDEFGHIJKLMNOPQRSTUVWXYZ")  # "A" begins titles
_RUN = re.compile(r"[^\W_]+")


def _word(written: str) -> str:
    """A word of a title; styles put titles in small letters, but a capital after its first letter is meant (GPT)."""
    meant = written in ONE_LETTER or any(_has_capitals(run) for run in _RUN.findall(written))
    return f"{{{_escape(written)}}}" if meant else _escape(written)


def _has_capitals(run: str) -> bool:
    """Whether a run of letters and digits has a capital that is none of a sentence's: GPT, iPhone, K2."""
    rest = run[1:]
    if rest == rest.lower() and not any(sign.isdigit() for sign in rest):
        return False  # most words are done here
    return any(sign.isupper() for sign in (run if any(sign.isdigit() for sign in rest) else rest))


def _escape(text: str) -> str:
    if text.isascii():
        return text.translate(_ASCII)
    return "".join(map(_beyond_ascii, unicodedata.normalize("NFC", text)))


def _beyond_ascii(sign: str) -> str:
    if ord(sign) in _TABLE:
        return sign.translate(_TABLE)
    if (sign <= _LAST_KNOWN and sign not in _UNKNOWN_BELOW) or sign in _KNOWN_ABOVE:
        return sign
    if "\u2100" <= sign <= "\u214f" or "\U0001d400" <= sign <= "\U0001d7ff":  # letters of mathematics
        return unicodedata.normalize("NFKC", sign).translate(_TABLE)
    return _with_commands(sign) or sign


def _with_commands(sign: str) -> str:
    """A letter by its command, "" where there is none. Of several accents the first stays: biber breaks two of them."""
    if sign in _LETTERS:
        return f"{{\\{_LETTERS[sign]}}}"
    letter, *marks = list(unicodedata.normalize("NFD", sign))
    if not (letter.isascii() and marks and all(mark in _ACCENTS or mark in _NOT_SET for mark in marks)):
        return ""
    accent = next((_ACCENTS[mark] for mark in marks if mark in _ACCENTS), "")
    return f"{{\\{accent}{' ' if accent.isalpha() else ''}{letter}}}" if accent else letter
