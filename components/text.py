"""Text for people, wherever it is shown: counts with their words, and texts cut short."""

from __future__ import annotations


def short(text: str, most: int) -> str:
    """The text cut at a word to at most `most` characters, with an ellipsis where something was cut."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def can_be_stored(text: str) -> bool:
    """Whether a database can hold a text: no zero bytes, no halves of characters."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text))


def cited_by(citations: int | None) -> str:
    """ "cited by 12"; "" where it is not known."""
    return "" if citations is None else f"cited by {citations:,}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 paper`, `2 papers`: a number with its word."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
