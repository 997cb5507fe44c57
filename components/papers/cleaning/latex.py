"""What LaTeX commands that slip into titles and abstracts stand for: accents, letters, symbols, short formulas.

A function returns None for what it does not know, so that the text stays as it is. When a repair is allowed: `text`.
"""

from __future__ import annotations

import re
import unicodedata

COMBINING = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
LETTERS = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
    "dh": "ð",
    "th": "þ",
}
SYMBOLS = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "varepsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "iota": "ι",
    "kappa": "κ",
    "lambda": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "varphi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
    "Gamma": "Γ",
    "Delta": "Δ",
    "Theta": "Θ",
    "Lambda": "Λ",
    "Xi": "Ξ",
    "Pi": "Π",
    "Sigma": "Σ",
    "Phi": "Φ",
    "Psi": "Ψ",
    "Omega": "Ω",
    "times": "×",
    "pm": "±",
    "mp": "∓",
    "sim": "~",
    "approx": "≈",
    "simeq": "≃",
    "leq": "≤",
    "le": "≤",
    "geq": "≥",
    "ge": "≥",
    "neq": "≠",
    "ne": "≠",
    "ll": "≪",
    "gg": "≫",
    "cdot": "·",
    "cdots": "⋯",
    "ldots": "…",
    "dots": "…",
    "infty": "∞",
    "to": "→",
    "rightarrow": "→",
    "leftarrow": "←",
    "leftrightarrow": "↔",
    "Rightarrow": "⇒",
    "uparrow": "↑",
    "downarrow": "↓",
    "in": "∈",
    "subset": "⊂",
    "cup": "∪",
    "cap": "∩",
    "propto": "∝",
    "partial": "∂",
    "nabla": "∇",
    "ell": "ℓ",
    "circ": "°",
    "degree": "°",
    "star": "⋆",
    "dagger": "†",
    "log": "log",
    "exp": "exp",
    "min": "min",
    "max": "max",
}
_WRAPPERS = "math(?:cal|bf|rm|bb|sf|it|tt)|boldsymbol|bm|text(?:rm|bf|it)?|operatorname|tilde"
_WRAPPED = re.compile(rf"\\(?:{_WRAPPERS})\s*(?:\{{([^{{}}\\]*)\}}|([A-Za-z0-9])(?![A-Za-z]))")
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}\\]*)\}\{([^{}\\]*)\}")
_ROOT = re.compile(r"\\sqrt\{([^{}\\]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")
_SCRIPT = re.compile(r"([_^])\{([^{}\\]*)\}")
_SPACES = re.compile(r"\\[,;:! ]|~")


def accented(accent: str, letter: str) -> str | None:
    """The one character that an accent command and a letter make (`"` and `i` give `ï`), or None."""
    if letter in ("\\i", "\\j"):
        letter = letter[1]
    composed = unicodedata.normalize("NFC", letter + COMBINING[accent])
    return composed if len(composed) == 1 else None


def plain_formula(formula: str) -> str | None:
    """A short formula without its commands (`n^{2} \\times k` gives `n^2 × k`), or None where one is unknown."""
    text = formula.replace("\\left", "").replace("\\right", "") if "\\left" in formula else formula
    for _ in range(4):
        before = text
        text = _WRAPPED.sub(lambda match: match[1] or match[2] or "", text)
        text = _FRACTION.sub(r"\1/\2", text)
        text = _ROOT.sub(r"√\1", text)
        if text == before:
            break
    text = _SPACES.sub(" ", text)
    unknown = False

    def symbol(match: re.Match[str]) -> str:
        nonlocal unknown
        found = SYMBOLS.get(match[1])
        unknown = unknown or found is None
        return (found or "") + (" " if match[0][-1].isspace() else "")

    text = _COMMAND.sub(symbol, text)
    text = re.sub(r"\\([%&_#${}])", r"\1", text)
    text = plain_scripts(text)
    text = re.sub(r"\^\s*°", "°", text)
    if unknown or "\\" in text or "$" in text:
        return None
    return " ".join(text.split())


def plain_scripts(text: str) -> str:
    """Braces after `^` and `_` dropped: `n^{1.5}` gives `n^1.5`; `x^{a+b}` gives `x^(a+b)`."""
    return _SCRIPT.sub(
        lambda match: match[1] + (match[2] if re.fullmatch(r"[\w.′*+-]?[\w.′*]*", match[2]) else f"({match[2]})"), text
    )
