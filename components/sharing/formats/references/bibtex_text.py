"""Text as LaTeX sets it, and back: escapes, symbols that pdflatex knows only as mathematics, accents upon accents.

What pdflatex sets as it is (letters with one accent, dashes, quotes) stays as it is; so do scripts that no command
stands for, which need xelatex or lualatex.
"""

from __future__ import annotations

import re
import unicodedata

from components.papers.cleaning.latex import COMBINING, SYMBOLS
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
_FOLDED = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True)) | dict.fromkeys(
    "\u200b\u2060\ufeff\ufe0e\ufe0f", ""
)
_TABLE = str.maketrans(ESCAPES | _FOLDED)

_WRITTEN = {written: sign for sign, written in ESCAPES.items()}
_ZOTEROS = {"\\{\\vphantom{\\}}": "{", "\\vphantom{\\{}\\}": "}", "\\{": "{", "\\}": "}"}
_BY_NAME = {f"{{\\{name}}}": sign for sign, name in _NAMED.items()}
_READ = _WRITTEN | _ZOTEROS | _BY_NAME
_BACK = re.compile("|".join(re.escape(written) for written in sorted(_READ, key=len, reverse=True)) + r"|[{}]")

# Letters with one accent that LaTeX's utf8 input knows without further packages begin below; above, few are known.
_LAST_KNOWN = "\u017f"
_UNKNOWN_BELOW = frozenset("ĦħĸĿŀŉŦŧſ")
_KNOWN_ABOVE = frozenset("ǍǎǏǐǑǒǓǔǦǧǨǩǪǫǰǴǵȘșȚțȲȳḂḃḍḞḟḠḡḥḰḱḷṃṅṇṛṣṭẎẏẐẑẞỲỳ")
_ACCENTS = {mark: accent for accent, mark in COMBINING.items()}
_ACCENTED = re.compile(r"\\([`'^~=.\"uvHcdbkr])\{([^\W\d_][\u0300-\u036f]*)\}")


def escaped(text: str) -> str:
    """The text on one line, so that LaTeX shows it as it is."""
    return _escape(one_line(text))


def title(text: str) -> str:
    """A title, escaped, with braces around words whose capitals no style may take away."""
    return " ".join(map(_word, text.split()))


def plain(text: str) -> str:
    """What `escaped` or `title` was given; also what Zotero writes for a text."""
    if "\\" in text:
        before = ""
        while before != text:
            before, text = text, _ACCENTED.sub(lambda found: found[2] + COMBINING[found[1]], text)
        text = unicodedata.normalize("NFC", text) if not text.isascii() else text
    return _BACK.sub(lambda found: _READ.get(found.group(), ""), text)


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
        return text.translate(_TABLE)
    return "".join(_beyond_ascii(sign) for sign in unicodedata.normalize("NFC", text))


def _beyond_ascii(sign: str) -> str:
    known = ord(sign) in _TABLE or (sign <= _LAST_KNOWN and sign not in _UNKNOWN_BELOW) or sign in _KNOWN_ABOVE
    if known:
        return sign.translate(_TABLE)
    letter, *marks = list(unicodedata.normalize("NFD", sign))
    if letter.isascii() and marks and all(mark in _ACCENTS for mark in marks):
        for mark in marks:
            letter = f"\\{_ACCENTS[mark]}{{{letter}}}"
        return f"{{{letter}}}"
    if "\u2100" <= sign <= "\u214f" or "\U0001d400" <= sign <= "\U0001d7ff":  # letters of mathematics
        return unicodedata.normalize("NFKC", sign).translate(_TABLE)
    return sign
