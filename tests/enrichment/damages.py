"""What becomes of a title and an abstract between a service's record and a digest: cut, retyped, rewritten."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable

Texts = tuple[str, str]  # title, abstract
Damage = Callable[[str, str, random.Random], Texts | None]  # None where a paper cannot be damaged so

_ADJECTIVES = ("novel", "robust", "general", "large", "efficient", "simple", "unified", "deep", "improved", "better")


def as_written(title: str, abstract: str, _: random.Random) -> Texts:
    """Nothing is done to it."""
    return title, abstract


def retyped(title: str, abstract: str, _: random.Random) -> Texts:
    """Capitals, LaTeX and curly quotes."""
    curly = abstract.replace('"', "”").replace("'", "’").replace("%", "\\%").replace("&", "\\&")
    return re.sub(r"\b(\d)", r"\\textbf{\1}", title.upper(), count=1), curly.replace("-", "–", 2)


def title_cut(title: str, abstract: str, _: random.Random) -> Texts | None:
    """A title cut at 50 characters."""
    return (title[:50].rstrip() + "…", abstract) if len(title) > 55 else None


def abstract_cut(title: str, abstract: str, _: random.Random) -> Texts | None:
    """An abstract cut at 300 characters."""
    return (title, abstract[:300] + "...") if len(abstract) > 400 else None


def both_cut(title: str, abstract: str, chance: random.Random) -> Texts | None:
    """Both cut."""
    cut = title_cut(title, abstract, chance)
    return abstract_cut(*cut, chance) if cut else None


def subtitle_lost(title: str, abstract: str, _: random.Random) -> Texts | None:
    """Only what stands before the colon."""
    head, colon, _after = title.partition(": ")
    return (head, abstract) if colon else None


def only_subtitle(title: str, abstract: str, _: random.Random) -> Texts | None:
    """Only what stands after the colon."""
    _before, colon, tail = title.partition(": ")
    return (tail, abstract) if colon and len(tail) > 10 else None


def misspelt(title: str, abstract: str, chance: random.Random) -> Texts:
    """Wrong letters: 3 % of the title's, 1 % of the abstract's."""
    return _letters(title, 0.03, chance), _letters(abstract, 0.01, chance)


def new_version(title: str, abstract: str, chance: random.Random) -> Texts:
    """A sixth of the title's words, two sentences and 6 % of the words are others."""
    words = title.split()
    for place in chance.sample(range(len(words)), max(1, len(words) // 6)):
        words[place] = chance.choice(_ADJECTIVES).title()
    sentences = re.split(r"(?<=[.!?]) ", abstract)
    if len(sentences) > 3:
        for place in chance.sample(range(len(sentences)), 2):
            sentences[place] = "In this version we extend the experiments and clarify what was said before."
    said = " ".join(sentences).split()
    kept = [chance.choice(_ADJECTIVES) if chance.random() < 0.06 else word for word in said]
    return " ".join(words), " ".join(kept)


def abstract_lost(title: str, _abstract: str, _: random.Random) -> Texts:
    """No abstract."""
    return title, ""


def abstract_lost_and_misspelt(title: str, _abstract: str, chance: random.Random) -> Texts:
    """No abstract, and wrong letters in the title."""
    return _letters(title, 0.03, chance, least=1), ""


def translated(title: str, abstract: str, _: random.Random) -> Texts:
    """No word as it was: what a translation into another language is to a comparison."""
    swapped = str.maketrans(string.ascii_letters, string.ascii_letters[13:] + string.ascii_letters[:13])
    return title.translate(swapped), abstract.translate(swapped)


def _letters(text: str, share: float, chance: random.Random, *, least: int = 0) -> str:
    letters = list(text)
    places = [place for place in range(len(letters)) if chance.random() < share]
    while len(places) < least:
        places.append(chance.randrange(len(letters)))
    for place in places:
        letters[place] = chance.choice(string.ascii_lowercase)
    return "".join(letters)


WHOLE_OR_CUT: dict[str, Damage] = {
    "as written": as_written,
    "capitals, LaTeX, quotes": retyped,
    "title cut": title_cut,
    "abstract cut": abstract_cut,
    "both cut": both_cut,
}
PARTS: dict[str, Damage] = {"subtitle lost": subtitle_lost, "only the subtitle": only_subtitle}
REWRITTEN: dict[str, Damage] = {"misspelt": misspelt, "new version": new_version}
NO_TEXT: dict[str, Damage] = {
    "no abstract": abstract_lost,
    "no abstract, misspelt": abstract_lost_and_misspelt,
    "translated": translated,
}
DAMAGES: dict[str, Damage] = WHOLE_OR_CUT | PARTS | REWRITTEN | NO_TEXT
