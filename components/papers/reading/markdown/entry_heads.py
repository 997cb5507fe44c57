"""The line of a list that names a paper: its title, its address, who wrote it, what else it says.

Lists write a title as a link, in bold, in quotation marks or plainly before links that are called "paper" or "PDF";
around it stand dates, short names, venues, badges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from components.papers.cleaning.plausible import is_link_label, may_be_title, word_count
from components.papers.identity import arxiv_number_in_address
from components.papers.reading.markdown.addresses import Address, addresses
from components.papers.reading.markdown.entries.people import people_in
from components.papers.reading.text.prose import prose_evidence

_LONGEST_BARE = 500  # characters of a line that gives no address
LINKED, LABELLED, BARE = 3, 2, 1  # how a title stands: as a link, beside a link to its paper, without any


@dataclass(frozen=True, slots=True)
class Head:
    """What one line or paragraph of a list says of a paper."""

    title: str
    standing: int
    address: str  # of the paper, "" where none is given
    links: tuple[str, ...]  # all other addresses
    authors: str  # as written, "" where none are named
    description: str  # what else the line says: a description, a venue
    marked: bool  # whether bold, quotation marks or a link say what the title is


_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])|`|~~)")
_DAY = r"(?:(?:19|20)?\d\d[-/.年]\s?\d{1,2}(?:[-/.月]\s?\d{1,2}日?)?|\d{1,2}[-/.]\d{1,2})"
_DATE = rf"(?:{_DAY}|(?:19|20)\d\d)"
_BEFORE = re.compile(
    rf"^(?::[a-z0-9_+-]{{2,30}}:\s*|\s|[^\w\s\[\](){{}}\"'“‘«<$\\*`~@_¿¡#-]|[-–—]\s|\\?[\[(（【]\s*(?:{_DATE}|"
    rf"[A-Z][a-z]{{2,8}}\.?\s?\d{{0,2}},?\s?\d{{4}})\s*\\?[\])）】]\s*[:：]?"
    rf"|{_DAY}\s*[:：|,.]?\s+|(?:19|20)\d\d(?:\s*[:：|,.]\s+|\s+(?=[\[*\"“]))"
    rf"|\d{{1,4}}[.)、:]\s+|\[\d{{1,4}}\]\s+|\[\s?[xX ]?\]\s+"
    rf"|`\s?[A-Za-z@'’ ]{{0,20}}(?:19|20)\d\d\s?`|[🔥⭐️📖]+)+"
)
_TAG = re.compile(r"^\\?[\[【(]\s*(?P<tag>[^\[\]\n()【】]{1,60}?)\s*\\?[\]】)]\s*[:：]?\s*")
# "[[CVPR](…)] Title", "[[paper]](…) Title": what a link before a title is called
_TAG_FIRST = re.compile(
    r"\s*(?P<tags>\[\[(?P<called>[^\[\]\n]{1,30})\](?:\([^()\s]{8,400}\)\]|\]\([^()\s]{8,400}\)))"
    r"(?P<rest>(?:\s*\[\[[^\[\]\n]{1,30}\](?:\([^()\s]{8,400}\)\]|\]\([^()\s]{8,400}\)))*\s*[^\s\[(|].{8,})",
    re.S,
)
_IN_BRACKETS = re.compile(r"\\?\[(?P<title>[^\[\]\n]{12,300}?)\\?\]\s*(?:\n|$)")
_NAME_OF_MODEL = re.compile(r"(?=\S*[A-Z]\S*[A-Z0-9])[\w+.-]{2,20}")
_QUOTED = re.compile(r"(?<!\w)[\"“”«](?P<title>[^\"“”«»\n]{8,300}?)[,.]?[\"”“»]")
_BOLD = re.compile(r"\*\*(?P<title>(?:[^*\n]|\*(?!\*)|\n(?!\n)){1,500}?)\*\*|__(?P<title2>[^_\n]{1,500})__")
ITALIC = re.compile(r"(?<![\w*_\\])[*_](?![*_\s])(?P<words>[^*\n]{2,2000}?)(?<![\s*])[*_](?![\w*_])", re.S)
_PARTED = re.compile(r"\s+[|｜¦]\s+|\s*\n\s*|\t| {3,}|\s·\s")
_WRAPPED = re.compile(
    r"(?<=[a-z,–-])\n\s*(?=[a-z(])|(?<=\b(?:of|to|in|by|on|as))\n\s*(?=\w)|(?<=\b(?:the|and|for))\n\s*(?=\w)"
)
_VENUE_TAIL = re.compile(
    r"(?:[.,;]|(?<=[?!])|\s[-–—]|\s@)\s*\*?\(?(?:(?:[Ii]n|[Tt]o appear in|[Aa]ccepted (?:by|to|at|in)|@)\s)?"
    r"(?:arXiv|ArXiv|ARXIV|Arxiv|arxiv|CoRR|[Pp]reprint|bioRxiv|medRxiv|[A-Z])[^,.;\n]{0,60}(?:[,.]\s?[^,.;\n]{0,40})?"
    r"(?:19|20|['’])\d\d\b[^\n]{0,120}$"
)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d|['’]\d\d")
_YEAR_TAIL = re.compile(
    r"\s*[,.]?\s*[(\[（]?\s*(?:[A-Z][A-Za-z&@'’ /-]{1,30}?[\s,'’]*)?(?:19|"
    r"20)\d\d(?:[-./]\d{1,2}){0,2}\s*[)\]）]?\s*[.,:;]*$"
)
_AT_TAIL = re.compile(r"\s*[(（]\s*@[^()]{1,120}[)）]\s*$|\s*\((?:\*[^()]{1,60}\*)\)\s*$")
# What mails say of themselves, which is no paper's.
FRAME = re.compile(
    r"\b(?:unsubscribe|this (?:e-?mail|message) was sent|you (?:are|'re) receiv|you received this|"
    r"view (?:it )?(?:in|on) (?:your |the )?browser|"
    r"manage (?:your )?(?:alerts?|preferences|subscription)|see all recommendations|list alerts|cancel alert)\b",
    re.I,
)
_CHATTER = re.compile(
    r"^(?:we|our|see|check|please|here|thanks?|if you|welcome|note that|for more|you can|i|this (?:repo|list|"
    r"is)|these|click|feel free|add|added|"
    r"update|updated|accepted|released|star history|citation|contribut\w+|license|contact)\b",
    re.I,
)
_UNFINISHED = re.compile(
    r"\b(?:the|a|an|our|in|on|of|to|for|and|see|from|by|with|this|their|his|is|are|read|via|at)$", re.I
)
_DESCRIBED = re.compile(r"^\s*(?:[-–—]{1,2}|[:：])\s+|^\s*[:：]\s*")
# "Byron, A., & Babbage, C. (2026). Title. Journal": who, when, what
_CITED = re.compile(
    r"(?:[^()\n]{3,400}?)\s\((?:19|20)\d\d[a-z]?(?:,[^()]{1,20})?\)[.:]?\s+(?P<title>[^.?!\n]{8,300}[.?!])"
)
_SENTENCE = re.compile(r"(?<=[a-z\d)”\"?!])[.](?=\s+[A-Z*_\[(]|\s*$)|(?<=[?!])(?=\s+[A-Z*_\[(])")


def head_of(text: str) -> Head | None:
    """What a line or paragraph says of a paper; None where no title can be in it."""
    tagged = _TAG_FIRST.match(text)
    if tagged and word_count(tagged["called"]) <= 3:
        words, bracket, links = tagged["rest"].partition(" [")  # the address goes before the other links
        text = f"{words} {tagged['tags'].replace(tagged['called'], 'paper', 1)}{bracket}{links}"
    given = addresses(text)
    if (not given and len(text) > _LONGEST_BARE) or FRAME.search(text[:_LONGEST_BARE]):
        return None
    pages = [one for one in given if one.kind == "paper"]
    return _linked(text, given) or _beside(text, given, pages)


def opens_paper(line: str) -> bool:
    """Whether a line names a paper by a link of its own."""
    if "http" not in line and "](" not in line and "arxiv" not in line.lower():
        return False
    head = head_of(line)
    return head is not None and bool(head.address)


def has_paper_address(text: str) -> bool:
    """Whether a text gives a paper's address."""
    return any(one.kind == "paper" for one in addresses(text))


def shown_words(text: str) -> str:
    """A text as it is shown: links by their words, no pictures, no emphasis, on one line."""
    for one in reversed(addresses(text)):
        text = f"{text[: one.start]} {one.label if not one.badge else ''} {text[one.end :]}"
    text = re.sub(r"!\[[^\[\]]*\]\([^()]*\)|\[\s*\]", " ", text)
    text = re.sub(r"\\([\[\]*_`<>#|~().!-])", r"\1", _EMPHASIS.sub("", text))
    return " ".join(text.split())


def _linked(text: str, given: Sequence[Address]) -> Head | None:
    """A head whose title is the words of a link."""
    for one in given[:6]:
        label = tidy_title(one.label)
        pages = [other for other in given if other.kind == "paper" and other is not one and _is_called(other)]
        if one.badge or not may_be_title(label, 1 if one.kind == "paper" else 2):
            continue
        if one.kind == "elsewhere" and (not pages or word_count(label) < 3 or label[:1] == "["):
            continue
        before = shown_words(text[: one.start])
        if not _is_prefix(before):
            return None
        title, tail = _continued(label, text[one.end :])
        if word_count(title) < 2 and one.kind != "paper":
            return None
        address = one.url
        if not arxiv_number_in_address(address):
            address = next((other.url for other in pages if arxiv_number_in_address(other.url)), address)
            if one.kind == "elsewhere" and address == one.url:
                address = pages[0].url
        authors, description = _split_tail(tail)
        others = tuple(other.url for other in given if other.url != address)
        return Head(title, LINKED, address, others, authors, description, True)
    return None


def _is_called(one: Address) -> bool:
    """Whether an address is called what papers are, or not at all."""
    return one.badge or not one.label or is_link_label(one.label)


def _is_prefix(before: str) -> bool:
    """Whether what stands before a linked title is a date, a short name or a heading, not the start of a sentence."""
    before = _BEFORE.sub("", before).strip()
    if not before or before[-1] in ":：|-–—]】)>":
        return word_count(before) <= 12
    return word_count(before) <= 2 and not _UNFINISHED.search(before)


def _continued(label: str, tail: str) -> tuple[str, str]:
    """A title of which only the short name is a link, with the words after it: "[S3](…): Increasing GPU Use | MIT"."""
    if word_count(label) > 3 or ":" in label or len(label) > 40:
        return label, tail
    first = _PARTED.split(tail.strip("*_ "), maxsplit=1)[0]
    first = first[: next((one.start for one in addresses(first)), len(first))].rstrip(" [(")
    joined = re.match(r"\s*[:：]\s*(.+)$", first)
    words = shown_words(joined[1] if joined else first)
    if _HAS_YEAR.search(words):
        words = _YEAR_TAIL.sub("", _VENUE_TAIL.sub("", words)).rstrip(" .,")
    goes_on = joined or re.match(r"\s*(?:with|for|in|of|on|as|via|by|is|are|from|using|towards?|without)\s", first)
    if goes_on and word_count(words) >= 3 and prose_evidence(words) < 3.5 and not first.rstrip().endswith("."):
        start = tail.find(first)
        whole = words if words.startswith(label) else f"{label}: {words}" if joined else f"{label} {words}"
        return tidy_title(whole), tail[start + len(first) :]
    return label, tail


def _beside(text: str, given: Sequence[Address], pages: Sequence[Address]) -> Head | None:
    """A head whose title stands beside the links: in quotation marks, in bold, or plainly before them."""
    named = [one for one in given if one.badge or not one.label or is_link_label(one.label) or one.kind == "elsewhere"]
    end = min((one.start for one in named), default=len(text))
    before = text[:end]
    if not before.strip(" [(*_-|\n\\") and given and not given[0].label:
        return _after_address(text, given)
    title, authors, description, marked = _title_before(before.rstrip(" [(\\|"))
    short = bool(pages) and bool(_NAME_OF_MODEL.fullmatch(title))
    if not may_be_title(title, 1 if short else 2) or _CHATTER.match(title):
        return None
    if not marked and (_UNFINISHED.search(title) or title.endswith((":", "："))):
        return None
    more_authors, more = _split_tail(text[end:])
    best = next((one for one in pages if arxiv_number_in_address(one.url)), pages[0] if pages else None)
    if best is None and given:
        best = next((one for one in given if one.kind == "other" and (not one.label or is_link_label(one.label))), None)
    others = tuple(one.url for one in given if one is not best)
    description = " ".join(part for part in (description, more) if part)
    address = best.url if best else ""
    return Head(title, LABELLED if address else BARE, address, others, authors or more_authors, description, marked)


def _after_address(text: str, given: Sequence[Address]) -> Head | None:
    """A head whose bare address comes first: "https://arxiv.org/abs/… Title"."""
    rest = text[given[0].end :].lstrip()
    title = tidy_title(shown_words(re.sub(r"^\s*[-–—:：|]\s*", "", rest).split("\n")[0]))
    if given[0].kind != "paper" or not may_be_title(title) or _CHATTER.match(title) or prose_evidence(title) >= 3.5:
        return None
    return Head(title, LABELLED, given[0].url, tuple(one.url for one in given[1:]), "", "", False)


def _title_before(before: str) -> tuple[str, str, str, bool]:
    """Title, authors, description and whether the title is marked, of what stands before the links."""
    quoted = next((one for one in _QUOTED.finditer(before) if word_count(one["title"]) >= 2), None)
    if quoted and _mostly(quoted["title"], before[: quoted.start()]):
        authors = people_in(shown_words(re.sub(r"^\*\*\[\d+\]\*\*", "", before[: quoted.start()])).rstrip(" ."))
        found, description = _split_tail(before[quoted.end() :])
        return tidy_title(shown_words(quoted["title"])), authors or found, description, True
    plain = _BEFORE.sub("", before)
    bracketed = _IN_BRACKETS.match(plain)
    if bracketed and word_count(bracketed["title"]) >= 3:
        authors, description = _split_tail(plain[bracketed.end() :])
        return tidy_title(bracketed["title"]), authors, description, True
    for one in _BOLD.finditer(plain):
        bold = shown_words(one["title"] or one["title2"])
        if (
            re.fullmatch(r"\[[^\]]*\]", bold)
            or plain[max(one.start() - 1, 0) : one.start()] == "["
            or not may_be_title(tidy_title(bold), 1)
            or not _is_prefix(shown_words(plain[: one.start()]))
        ):
            continue
        after = plain[one.end() :]
        behind = ITALIC.match(after.lstrip())
        if word_count(bold) < 3 and behind and word_count(behind["words"]) >= 3 and not people_in(behind["words"]):
            return tidy_title(behind["words"]), "", shown_words(after.lstrip()[behind.end() :]), True
        if word_count(bold) < 3 and not re.match(r"\s*[-–—.]\s|\s*$|\s*[*_(,\n]", after):
            break  # a short name in bold before the title
        authors, description = _split_tail(after)
        return tidy_title(bold), authors, description, True
    return _plain_title(plain)


def _mostly(title: str, before: str) -> bool:
    """Whether quotation marks hold a title rather than a part of one: nothing but names or a short name before."""
    words = word_count(shown_words(before))
    return (
        words <= 4
        or bool(people_in(shown_words(_BEFORE.sub("", before)).rstrip(" .")) or "et al" in before)
        or (word_count(title) > 5 and words <= 25 and "**" in title)
    )


def _plain_title(text: str) -> tuple[str, str, str, bool]:
    text = _WRAPPED.sub(" ", text)
    pieces = [piece for piece in _PARTED.split(text) if piece.strip(" *_-")]
    while len(pieces) > 1 and (word_count(shown_words(pieces[0])) < 2 or is_link_label(shown_words(pieces[0]))):
        pieces.pop(0)
    if not pieces:
        return "", "", "", False
    first, description = pieces[0], " ".join(map(shown_words, pieces[1:]))
    authors = people_in(shown_words(pieces[1])) if len(pieces) > 1 else ""
    italic = next(
        (one for one in ITALIC.finditer(first) if one.start() > 5 and word_count(first[: one.start()]) >= 2), None
    )
    if italic and word_count(italic["words"]) >= 3 and not people_in(shown_words(italic["words"])):
        cited = people_in(shown_words(first[: italic.start()]).rstrip(" ,.:"))
        if cited:
            return (
                tidy_title(italic["words"]),
                cited,
                f"{shown_words(first[italic.end() :])} {description}".strip(),
                True,
            )
    if italic and (italic.end() >= len(first.rstrip(" .,;)")) or people_in(shown_words(italic["words"]))):
        authors = authors or people_in(shown_words(italic["words"]))
        description = f"{shown_words(first[italic.start() :])} {description}".strip()
        first = first[: italic.start()]
    words = shown_words(first).strip(" ,-–—(")
    title, found, rest = _without_people(words)
    return tidy_title(title), authors or found, f"{rest} {description}".strip(), False


def _without_people(words: str) -> tuple[str, str, str]:
    """A title, the authors and the rest of "Title. Ada Lovelace et al. NeurIPS 2023"."""
    cited = _CITED.match(words)
    if cited and word_count(cited["title"]) >= 3:
        return cited["title"].rstrip("."), "", words[cited.end() :].strip()
    for end in _SENTENCE.finditer(words):
        rest = words[end.end() :].strip()
        if (names := people_in(words[: end.start()])) and word_count(rest) >= 2:
            title, _, more = _without_people(rest)
            return title, names, more
        if word_count(words[: end.start()]) < 2 or not rest:
            continue
        names = people_in(re.split(r"(?<=[a-z]{2})\.\s", rest)[0])
        if names or re.match(r"(?:[A-Z][\w.'’-]*\s+){1,4}et\.? al", rest):
            return words[: end.start() + (words[end.start() : end.start() + 1] in "?!")], names, rest
        if re.match(r"(?:(?:19|20)\d\d|arxiv|in proc|in\s[A-Z]|[A-Z][A-Za-z]*[A-Z]\w*\b.{0,40}\d\d)", rest, re.I):
            return words[: end.start()], "", rest
    venue = _VENUE_TAIL.search(words) if _HAS_YEAR.search(words) else None
    if venue and word_count(words[: venue.start()]) >= 2:
        words, rest = words[: venue.start()], words[venue.start() :]
    else:
        rest = ""
    return words, "", rest.strip(" ,.")


def _split_tail(tail: str) -> tuple[str, str]:
    """Authors and description in what follows a title."""
    authors = ""
    for one in ITALIC.finditer(tail[:4_000]):
        in_brackets = tail[max(one.start() - 1, 0) : one.start()] in ("(", "（")
        authors = people_in(shown_words(one["words"]), alone=not in_brackets)
        if authors:
            tail = tail[: one.start()] + " " + tail[one.end() :]
            break
    described = bool(_DESCRIBED.match(tail))
    words = shown_words(_DESCRIBED.sub("", tail) if described else tail)
    words = re.sub(r"\s+([,.;:])", r"\1", words).strip(" ,.|()[]-–—·*_")
    if not authors and (italic := ITALIC.search(tail[:4_000])):
        authors = people_in(shown_words(tail[: italic.start()]).strip(" ,.:"))
    if not authors and words:
        first = re.split(r"\s+[-–—|]\s+", words)[0]
        authors = people_in(first)
    if word_count(words) < 4 or is_link_label(words) or (authors and word_count(words) <= word_count(authors) + 3):
        words = ""
    return authors, words


def tidy_title(words: str) -> str:
    """A title without numbering, dates, tags, venues and emphasis around it."""
    title = shown_words(words) if re.search(r"[*_`\\]|\]\(", words) else " ".join(words.split())
    for _ in range(4):
        stripped = _BEFORE.sub("", title).strip()
        tag = _TAG.match(stripped)
        if tag and word_count(stripped[tag.end() :]) >= 2:
            stripped = stripped[tag.end() :].strip()
        if stripped == title:
            break
        title = stripped
    title = _AT_TAIL.sub("", title)
    bracketed = re.search(
        r"\s*[(\[（]\s*[^()\[\]（）]{0,40}?(?:(?:19|20)\d\d|['’]\s?\d\d|arxiv|oral|spotlight|poster|"
        r"highlight)\s*[^()\[\]（）]{0,20}[)\]）][\s.,)]*$",
        title,
        re.I,
    )
    if bracketed and word_count(title[: bracketed.start()]) >= 2:
        title = title[: bracketed.start()]
    title = title.strip(" \t|·•>").strip()
    if len(title) > 2 and title[0] in "\"“'‘«" and title[-1] in "\"”'’»" and title.count('"') in (0, 2):
        title = title[1:-1].strip()
    title = re.sub(r"[,;]$|(?<=[\w)\]”\"?!])\.$(?<!\bal\.)", "", title).strip()
    return title.rstrip(" -–—:|").strip()
