"""What sources say of a paper's publication: its venue, its type, where it stands, its arXiv categories.

Every source has words of its own for a type ("inproceedings", "CONF", "proceedings-article", "conferencePaper"); here
they become those of `TYPES`, which BibTeX, RIS and CSL have words for too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_WORDS: Mapping[str, str] = {
    "journal article": (
        "article articles articlejournal journalarticle journal jour jfull ejour magn mgzn articlemagazine "
        "researcharticle journalpaper journalarticles earlyaccessarticle articleinpress magazine journals"
    ),
    "conference paper": (
        "inproceedings conference conferencepaper conf cpaper paperconference proceedingsarticle proceedingspaper "
        "proceedings conferenceproceeding conferenceproceedings conferencearticle ieeeconferences conferences "
        "conferenceandworkshoppapers journalarticleproceedingspaper"
    ),
    "preprint": "preprint postedcontent unpublished unpb inpr workingpaper informalandotherpublications preprints",
    "review": "review literaturereview reviewarticle conferencereview systematicreview shortsurvey",
    "book": "book monograph editedbook referencebook ebook books",
    "book chapter": "incollection inbook booksection bookchapter chapter chap echap booksections",
    "thesis": "phdthesis mastersthesis thesis thes dissertation",
    "report": "techreport report rprt technicalreport",
    "dataset": "dataset data",
    "software": "software computerprogram comp",
}
TYPES = tuple(_WORDS)
_TYPE_OF = {word: name for name, words in _WORDS.items() for word in words.split()}

_ARXIV = (
    r"(?:cs|math|stat|eess|econ|physics|astro-ph|cond-mat|nlin|q-bio|q-fin)\.[A-Za-z-]{2,20}|quant-ph|gr-qc|math-ph|"
    r"hep-(?:ex|lat|ph|th)|nucl-(?:ex|th)|astro-ph|cond-mat"
)
ARXIV_CATEGORY = re.compile(_ARXIV)
_CATEGORIES = re.compile(rf"\s*(?:{_ARXIV})(?:[\s,;]+(?:{_ARXIV}))*[\s,;]*")
_NAMED_CATEGORY = re.compile(rf"[^()]{{1,80}} \(({_ARXIV})\)")  # "Machine Learning (cs.LG)"
# What stands in a venue's place where there is none: the preprint server, or that it is one.
_NO_VENUE = re.compile(
    r"(?:(?:ar|bio|med|chem)xiv(?:\.org|\.cs|\s*:.*|\s*\(.*|\s+(?:e-?prints?|preprints?|\[).*)?|"
    r"(?:the )?(?:e-?prints?|preprints?)|"
    r"abs/.*|corr(?:[,\s].*)?|computing research repository.*|ssrn(?: electronic journal)?|research square.*|"
    r"under review|n/?a|none|null|nan|unknown|-+|to appear|submitted|unpublished)\W*",
    re.I,
)
_DECISION = re.compile(
    r"[\s,:(–-]+((?:(?:conference|regular|main|short|long|workshop|notable|accept(?:ed)?)[\s-]+)*"
    r"(?:oral|poster|spotlight|highlight|top[\s-]?\d+%|withdrawn(?: submission)?|"
    r"(?:desk[\s-])?rejected?(?: submission)?|submission|submitted))\)?$",
    re.I,
)
_SUBMITTED = re.compile(r"(submitted to|under review (?:at|for)|withdrawn from|rejected (?:at|from|by))\s+(.+)", re.I)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<=[A-Za-z])\s?['’](\d{2})(?!\d)")
_RATING = re.compile(r"\s*(\d{1,2}(?:\.\d{1,4})?)\s*(?::.*)?", re.S)
_OWN_MARK = re.compile(r"inbox|starred|later|hidden|(?:un)?read|to read|reading|todo|done|new|true|false|ok|\d*", re.I)
_LONGEST = 200  # characters of a venue, as of any value that is filtered by
_LONGEST_STATUS = 80


def publication_type(words: Iterable[str]) -> str:
    """One of `TYPES` for what a source calls it, the most telling of several words; "" for none that is known."""
    found = [_TYPE_OF[word] for text in words if (word := re.sub(r"[\W_]+", "", text[:60]).casefold()) in _TYPE_OF]
    return "review" if "review" in found else next(iter(found), "")


def venue_and_status(text: str) -> tuple[str, str]:
    """A venue as written, without a decision that stands with it ("ICLR 2024 poster"), and that decision.

    A venue that only names a preprint server, or none, is "". A paper that is only submitted has no venue yet.
    """
    venue = " ".join(text.split()).strip(" ,;|")
    if not venue or len(venue) > _LONGEST or "://" in venue or _NO_VENUE.fullmatch(venue):
        return "", ""
    if _SUBMITTED.fullmatch(venue):
        return "", venue
    decision = _DECISION.search(venue)
    if not decision:
        return venue, ""
    rest, words = venue[: decision.start()].strip(" ,;:("), decision[1]
    if re.search(r"withdrawn|reject|submi", words, re.I):
        return "", venue
    return rest, words.lower()


def status_of(text: str) -> str:
    """Where a paper stands, as written: "Accept (oral)", "withdrawn"; "" for a reader's own mark or a long text."""
    status = " ".join(text.split())
    return status if len(status) <= _LONGEST_STATUS and "://" not in status and not _OWN_MARK.fullmatch(status) else ""


def mean_rating(value: Any, *, is_mean: bool = False) -> float | None:
    """The mean of reviewers' ratings: a number with a fraction, or several ("6;8;5", [6, 8, 5]); None for others.

    One whole number is a reader's own rating, unless the field `is_mean`. OpenReview writes "8: accept, good paper".
    """
    if isinstance(value, str):
        value = [part for part in re.split(r"[;,\s]+(?=\d)", value.strip()[:400]) if part]
    elif isinstance(value, float | int) and not isinstance(value, bool) and 0 <= value < 1000:
        value = [value]
    if not isinstance(value, list) or len(value) > 50:
        return None
    found = [_RATING.match(str(one)) for one in value]
    numbers = [float(match[1]) for match in found if match]
    if (
        not numbers
        or len(numbers) < len(found)
        or (len(numbers) == 1 and numbers[0] == int(numbers[0]) and not is_mean)
    ):
        return None
    return round(sum(numbers) / len(numbers), 2)


def year_in(text: str) -> str:
    """The year that a venue is of: "ICLR 2024", "CVPR'23"; "" where it names none, or several."""
    years = set(_YEAR.findall(text)) or {f"20{year}" for year in _SHORT_YEAR.findall(text)}
    return years.pop() if len(years) == 1 else ""


def arxiv_categories(texts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(the arXiv categories among some keywords, each once; the keywords that are none)."""
    categories: list[str] = []
    others: list[str] = []
    for text in texts:
        if _CATEGORIES.fullmatch(text):
            categories += ARXIV_CATEGORY.findall(text)
        elif named := _NAMED_CATEGORY.fullmatch(text):
            categories.append(named[1])
        else:
            others.append(text)
    return tuple(dict.fromkeys(categories)), tuple(others)
