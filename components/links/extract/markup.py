"""Undoing what TeX, Markdown and HTML do to addresses, while remembering where every character came from.

Link targets (`\\url{U}`, `\\href{U}{text}`, `[text](U)`, `<a href="U">text</a>`) become `OPEN U CLOSE`, without the
display text, so that the search for addresses is one plain scan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from components.links.domains import KNOWN_HOSTS, SITE_SUFFIXES, is_public_name

OPEN, CLOSE = "\ue000", "\ue001"  # around a link target; private-use characters, dropped from the input first

Piece = str | tuple[int, int]  # new characters, or a span of the text that is kept


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and, where it was edited, the place in the original of every character."""

    text: str
    at: tuple[int, ...] | None = None  # None: nothing was edited; else len(text) + 1 offsets

    def origin(self, place: int) -> int:
        """Offset in the original text of the character at `place`."""
        return place if self.at is None else self.at[place]

    def edited(self, edits: Iterable[tuple[int, int, tuple[Piece, ...]]]) -> Marked:
        """Replace spans (in order, not overlapping) by pieces."""
        old = range(len(self.text) + 1) if self.at is None else self.at
        words: list[str] = []
        at: list[int] = []
        done = 0
        for start, end, pieces in edits:
            for piece in ((done, start), *pieces):
                if isinstance(piece, str):
                    words.append(piece)
                    at.extend([old[start]] * (len(piece) - 1) + [old[max(start, end - 1)]] * bool(piece))
                else:
                    words.append(self.text[piece[0] : piece[1]])
                    at.extend(old[piece[0] : piece[1]])
            done = end
        if not done:
            return self
        words.append(self.text[done:])
        at.extend(old[done:])
        return Marked("".join(words), tuple(at))

    def replaced(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Marked:
        """Replace every match by new characters."""
        edits = [
            (found.start(), found.end(), (new if isinstance(new, str) else new(found),))
            for found in pattern.finditer(self.text)
        ]
        return self.edited(edit for edit in edits if edit[2][0] != self.text[edit[0] : edit[1]]) if edits else self


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000\ue001]")
_HYPHEN = re.compile("[\u2010\u2011\u2212]")  # what copying from a typeset page makes of a plain one
_JSON_SLASH = re.compile(r"\\/")
_HARD_SPACE = re.compile("[\u00a0\u2007\u202f]")
_TILDE = re.compile(r"\$\s*\\(?:sim|tilde)\s*\$|\\(?:text(?:ascii)?tilde(?:low)?|string~)(?:\{\})?\s?|\\~(?:\{\s*\})?")
_UNDERSCORE = re.compile(r"\\textunderscore(?:\{\})?\s?|\\string_")
_MATHS_MARK = re.compile(r"\$\s*\\?([-._~/:#%&])\s*\$|\{\\?([-._~/:])\}|\\mbox\{([-._~/:])\}")
_BREAK = re.compile(
    r"\\(?:allowbreak|linebreak|nolinkbreak|-|/)(?![A-Za-z])(?:\{\})?\s*|\\hspace\*?\{0?pt\}|\\discretionary\{[^{}]*\}\{\}\{\}"
)
_STRAY_DOLLAR = re.compile(r"(?<=[a-z0-9])\$(?=\.(?:com|io|org|net|edu|ai)\b)")
_ESCAPED = re.compile(r"\\([_%#&$])")
_NEWLINE = re.compile(r"\\\\")
_SPACED_HOST = re.compile(
    r"https?\s?:\s?/\s?/\s?[\w-]+(?:(?<=-)\s[\w-]+)?(?:\s?\.\s?[\w-]+){1,4}(?:\s?/\s?(?=\w))?", re.IGNORECASE
)
_URL_COMMAND = re.compile(r"\\(?:url|nolinkurl|path)\s*\{")
_VERB = re.compile(r"\\(?:verb|lstinline)\*?([^A-Za-z0-9\s{*])([^\n]{1,300}?)\1")
_HREF_COMMAND = re.compile(r"\\href\s*\{")
_TARGET = re.compile(r"\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)")
_ANCHOR = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']([^\"'<>]+)[\"'][^<>]*>", re.IGNORECASE)
_ANCHOR_END = re.compile(r"</a\s*>", re.IGNORECASE)
_ARGUMENT = re.compile(r"\s*\{")
_ADDRESS_LIKE = re.compile(r"https?:|www\.|[A-Za-z0-9-]\.[A-Za-z]{2,}")
_WHOLLY_MANGLED = re.compile(r"\s*this\s+https?\s+url\s*\Z", re.IGNORECASE)


def unwrapped(text: str) -> Marked:
    """The text with escapes undone and link targets set between `OPEN` and `CLOSE`."""
    marked = Marked(text)
    if not text.isascii():
        marked = marked.replaced(_UNSEEN, "").replaced(_HARD_SPACE, " ").replaced(_HYPHEN, "-")
    if "\\" in text or "$" in text or "{" in text:
        if ":\\/\\/" in text:
            marked = marked.replaced(_JSON_SLASH, "/")
        marked = marked.replaced(_TILDE, "~").replaced(_UNDERSCORE, "_").replaced(_BREAK, "")
        marked = marked.replaced(_MATHS_MARK, lambda m: m[1] or m[2] or m[3])
        marked = marked.replaced(_STRAY_DOLLAR, "")
        marked = marked.replaced(_NEWLINE, " ") if "\\\\" in marked.text else marked
        marked = marked.replaced(_ESCAPED, lambda m: m[1])
        marked = marked.edited(
            (found.start(), found.end(), (" ", found.span(2), " ")) for found in _VERB.finditer(marked.text)
        )
        marked = marked.edited(_command_edits(marked.text, _HREF_COMMAND, arguments=2))
        marked = marked.edited(_command_edits(marked.text, _URL_COMMAND, arguments=1))
    if "](" in text:
        marked = marked.edited(_markdown_edits(marked.text))
    if "<a" in text or "<A" in text:
        marked = marked.edited(_anchor_edits(marked.text))
    if ". " in text or " ." in text or "- " in text:
        marked = marked.replaced(_SPACED_HOST, _closed_up)
    return marked


def _closed_up(found: re.Match[str]) -> str:
    """A scheme and host without the spaces that slipped in, where only so they are a host."""
    written = found[0]
    if not re.search(r"\s", written):
        return written
    whole = re.sub(r"\s", "", written)
    host = whole.partition("//")[2].rstrip("/").lower()
    begun = re.match(r"https?://(\S*)", written)
    if begun and is_public_name(begun[1].strip("./").lower()):  # it was whole: the rest is the sentence's
        return written
    known = host.removeprefix("www.") in KNOWN_HOSTS or host.endswith(SITE_SUFFIXES)
    return whole if known or (written.endswith("/") and is_public_name(host)) else written


def _braces(text: str) -> dict[int, int]:
    """Every opening brace that is closed, with the place of its closing brace."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for found in re.finditer(r"[{}]", text):
        if found[0] == "{":
            waiting.append(found.start())
        elif waiting:
            pairs[waiting.pop()] = found.start()
    return pairs


def _target(text: str, start: int, end: int) -> tuple[Piece, ...]:
    """The characters of a target between its marks, without the white space a line break left inside."""
    if _WHOLLY_MANGLED.match(text[start:end]):
        return (" ",)
    kept: list[Piece] = [" ", OPEN]
    kept += [(start + word.start(), start + word.end()) for word in re.finditer(r"\S+", text[start:end])]
    return (*kept, CLOSE, " ")


def _command_edits(
    text: str, command: re.Pattern[str], *, arguments: int
) -> Iterable[tuple[int, int, tuple[Piece, ...]]]:
    if not command.search(text):
        return
    pairs = _braces(text)
    done = 0
    for found in command.finditer(text):
        opening = found.end() - 1
        if found.start() < done or opening not in pairs:
            continue
        closing = pairs[opening]
        pieces = _target(text, opening + 1, closing)
        done = closing + 1
        shown = _ARGUMENT.match(text, done) if arguments == 2 else None
        if shown and shown.end() - 1 in pairs:
            done = pairs[shown.end() - 1] + 1
            if not _ADDRESS_LIKE.search(text, opening, closing):  # the target is lost: the words shown may hold it
                pieces = (*pieces, (shown.end(), done - 1))
        yield found.start(), done, pieces


def _markdown_edits(text: str) -> Iterable[tuple[int, int, tuple[Piece, ...]]]:
    done = 0
    for found in _TARGET.finditer(text):
        opening = _bracket_before(text, found.start(), done)
        if opening >= 0 and found[1]:
            start = opening - 1 if opening > done and text[opening - 1] == "!" else opening
            yield start, found.end(), _target(text, found.start(1), found.end(1))
        done = found.end()


def _bracket_before(text: str, closing: int, limit: int) -> int:
    """Place of the `[` that `closing` closes, not before `limit`; -1 if there is none."""
    depth = 0
    for place in range(closing, limit - 1, -1):
        if text[place] == "]":
            depth += 1
        elif text[place] == "[":
            depth -= 1
            if depth == 0:
                return place
    return -1


def _anchor_edits(text: str) -> Iterable[tuple[int, int, tuple[Piece, ...]]]:
    done = 0
    for found in _ANCHOR.finditer(text):
        if found.start() < done:
            continue
        end = _ANCHOR_END.search(text, found.end())
        if end is None:
            return
        done = end.end()
        yield found.start(), done, _target(text, found.start(1), found.end(1))
