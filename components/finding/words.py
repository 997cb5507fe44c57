"""Text folded into words that can be compared: lower case, no accents, one space between words.

Papers and queries are folded alike.
"""

from __future__ import annotations

import re
import unicodedata

# Chinese and Japanese do not part words: each sign is one, and what is looked for is found as a phrase.
_SIGN = "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
# A word is letters and digits, with the signs that make C++ and C# words of their own. An underscore parts words.
WORD = re.compile(rf"[{_SIGN}]|[^\W_{_SIGN}]+(?:\+\+|#(?![^\W_]))?")
# The same in text as written, where accents may stand as marks of their own.
WRITTEN_WORD = re.compile(rf"[{_SIGN}]|[^\W_{_SIGN}](?:[^\W_{_SIGN}]|[\u0300-\u036f])*(?:\+\+|#(?![^\W_]))?")


# Latin letters that no accent is part of, as names with them are typed elsewhere; "ß" is "ss" by `casefold`.
_PLAIN = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ɓ": "b", "ɗ": "d", "ƙ": "k", "ŀ": "l", "ĸ": "k", "ə": "e",
})  # fmt: skip


def folded(text: str) -> str:
    """Lower case without accents; compatibility forms (ﬁ, ², Ａ) become plain ones, Søren is soren."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(sign for sign in unicodedata.normalize("NFKD", parts.casefold()) if not unicodedata.combining(sign))


def words(text: str) -> list[str]:
    """The words of a text, folded: "Vision-language GPT-4 in C++" gives vision, language, gpt, 4, in, c++."""
    return WORD.findall(folded(text))


def word_line(text: str) -> str:
    """The words of a text parted and surrounded by one space each, so that " wor" finds where a word begins."""
    found = words(text)
    return f" {' '.join(found)} " if found else " "


def places(text: str) -> list[tuple[int, int, str]]:
    """(start, end, folded word) for the words of a text as written: where to mark what was found."""
    return [(found.start(), found.end(), folded(found.group())) for found in WRITTEN_WORD.finditer(text)]
