"""The query language: one line of text becomes terms. No text is an error.

    causal graph          papers with words that begin so, both of them; plurals find their singular too
    "causal graph"        these words, whole, one after the other
    -video                not with this word
    caus*                 words that begin so (the same as caus; in -caus* it matters)
    ti:vision ab:dataset  in the title, in the abstract; also au: kw: org: venue: topic: tag: in:
    cat:cs.CL doi:10.1    arXiv categories and DOIs that begin so; also type: status:
    has:code is:starred   what a paper has, what was decided about it or is known of its links; also is:retracted
    is:new                what came in since the visitor was here before
    is:alive-code         with a link that is both: code, and alive
    like:2404.06773       this paper and those most like it; also like:"words of its title", like:one,other
    id:2404.06773,2402.1  these papers; a line that is nothing but a number, a DOI or an address of one finds it too
    votes:>20 date:2024   also votes:5..20, citations: stars: comments: seen: rating:, year:2024, date:>2024,
                          date:2024-03..2024-06

What is not understood (an unknown field, a comparison without a number) is looked for as plain words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from components.finding.words import words
from components.papers.identity import reference_in
from components.papers.plurals import singular

_KEPT_S = ("ss", "us", "is", "as", "os", "series", "species", "lens")
LONGEST = 1000  # characters of a query that are read
MOST = 40  # terms that are read

# Where a field looks, by the name that is typed.
TEXT_FIELDS = {
    "ti": "title", "title": "title",
    "ab": "abstract", "abs": "abstract", "abstract": "abstract",
    "au": "authors", "author": "authors",
    "kw": "keywords", "keyword": "keywords",
    "org": "organisation",
    "venue": "venue",
    "cat": "categories", "category": "categories",
    "doi": "doi",
    "type": "type",
    "status": "status",
    "topic": "topic_name",
    "tag": "tags",
    "note": "note",
    "in": "digests", "digest": "digests",
}  # fmt: skip
NUMBER_FIELDS = {name: name for name in ("votes", "comments", "stars", "seen", "rating")} | {
    "citations": "citations", "cited": "citations", "links": "n_links"
}  # fmt: skip
LISTED = {"like", "similar", "id"}  # fields that take several papers, parted by commas
KNOWN = (
    "ti",
    "ab",
    "au",
    "venue",
    "year",
    "topic",
    "tag",
    "in",
    "has",
    "is",
    "like",
    "votes",
    "citations",
    "date",
)  # those a hint names
WORD_FIELDS = {"has": "has", "is": "is", "like": "like", "similar": "like", "id": "id"}
DATE_FIELDS = {"date": "published", "published": "published", "year": "year"}

TERM = re.compile(r"""(?P<minus>-?)(?:(?P<field>[^\W\d_]+):(?=\S))?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<bare>\S+))""")
QUOTES = str.maketrans("“”„‟«»", '""""""')
NUMBER = re.compile(r"(?P<sign>>=|<=|>|<|=)?(?P<low>\d{1,12})(?:\.\.(?P<high>\d{1,12})?)?")
DATE = re.compile(r"(?P<sign>>=|<=|>|<|=)?(?P<low>\d{4}(?:-\d\d){0,2})(?:\.\.(?P<high>\d{4}(?:-\d\d){0,2})?)?")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a query asks for; all of them must hold."""

    field: str  # "" for anywhere, a column of the catalogue, a section of its haystack, "has", "is", "like" or "id"
    words: tuple[str, ...] = ()  # folded, one after the other
    whole: bool = False  # the last word must end there too
    low: str = ""  # the least value of a number or date, "" for none
    high: str = ""  # the greatest
    negative: bool = False

    @property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """The words to look for, any of them: a plural also finds its singular, "study" also "studies".

        Only where the beginning of a word is enough: what stands in quotes, is excluded or is a name is taken as typed.
        """
        *others, last = self.words
        if self.whole or self.negative or self.field == "authors":
            return (self.words,)
        one = singular(last, _KEPT_S)
        also = (one,) if last.startswith(one) else (last, one)  # a beginning finds what is longer by itself
        if one.endswith("y") and len(one) > 3 and one[-2] not in "aeiou":
            also = tuple(dict.fromkeys((*also, f"{one[:-1]}ies")))
        return tuple((*others, each) for each in also)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed line: its terms, and a hint for each thing in it that was taken for plain words."""

    terms: tuple[Term, ...]
    hints: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """Read a query line; any text at all gives a Query. A line that names one paper finds that paper."""
    if named := reference_in(text):
        field, name = ("id", named.arxiv_id) if named.arxiv_id else ("doi", named.doi)
        return Query((Term(field, tuple(words(name)) if field == "doi" else (" ".join(words(name)),)),))
    terms: list[Term] = []
    hints: list[str] = []
    for match in TERM.finditer(text[:LONGEST].translate(QUOTES)):
        term, hint = _term(match)
        if hint and hint not in hints:
            hints.append(hint)
        if term is not None and term not in terms and len(terms) < MOST:
            terms.append(term)
    return Query(tuple(terms), tuple(hints))


def _term(match: re.Match[str]) -> tuple[Term | None, str]:
    """The term that was written, if it says anything, and a hint where it was not understood."""
    negative = bool(match["minus"])
    typed = (match["field"] or "").lower()
    quoted = match["phrase"] is not None
    value = match["phrase"] if quoted else match["bare"] or ""
    if not typed:
        return _text_term("", value, quoted, negative), ""
    if typed in TEXT_FIELDS:
        return _text_term(TEXT_FIELDS[typed], value, quoted, negative), ""
    if typed in WORD_FIELDS:
        listed = value.split(",") if typed in LISTED and not quoted else [value] if typed in LISTED else words(value)
        found = tuple(folded for each in listed if (folded := " ".join(words(each))))
        return (Term(WORD_FIELDS[typed], found, negative=negative) if found else None), ""
    for fields, pattern, example in ((NUMBER_FIELDS, NUMBER, ">20"), (DATE_FIELDS, DATE, ">2024-03")):
        if typed in fields:
            limits = _limits(pattern.fullmatch(value.replace("…", "..")))
            if limits is not None:
                return Term(fields[typed], low=limits[0], high=limits[1], negative=negative), ""
            return _as_words(typed, value, negative), f"“{typed}:” takes a number or a date, as in {typed}:{example}."
    known = ", ".join(f"{name}:" for name in KNOWN)
    return _as_words(typed, value, negative), f"“{typed}:” is no field and was looked for as a word; there are {known}"


def _text_term(field: str, value: str, quoted: bool, negative: bool) -> Term | None:
    found = tuple(words(value))
    if not found:
        return None
    # "-art" should not drop every article: what is excluded is a whole word, unless it ends in a star.
    whole = quoted or (negative and not value.endswith("*"))
    return Term(field, found, whole, negative=negative)


def _as_words(field: str, value: str, negative: bool) -> Term | None:
    return _text_term("", f"{field} {value}", quoted=False, negative=negative)


def _limits(match: re.Match[str] | None) -> tuple[str, str] | None:
    """The (least, greatest) value that a comparison allows; a leading ">" or "<" says that the limit is left out."""
    if match is None or (match["sign"] and ".." in match.string):
        return None
    sign, low = match["sign"], match["low"]
    if ".." in match.string:
        return low, match["high"] or ""
    if sign in {">", ">="}:
        return (f">{low}" if sign == ">" else low), ""
    if sign in {"<", "<="}:
        return "", (f"<{low}" if sign == "<" else low)
    return low, low
