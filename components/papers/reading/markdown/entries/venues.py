"""Where and when papers of a list came out: venues in their items ("*ICML 2019*") and in the headings above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from components.papers.cleaning.plausible import word_count
from components.papers.paper import RawPaper

_NAMES = (
    r"AAAI|ACCV|ACL|ACML|ACM MM|AISTATS|ASPLOS|ASRU|BMVC|CCS|CHI|CIDR|CIKM|COLING|COLM|COLT|CoNLL|CoRL|CVPRW?|DAC|"
    r"EACL|ECAI|ECCVW?|ECIR|ECML(?:[ -]PKDD)?|EMNLP|EuroSys|FAccT|FOCS|FSE|HotOS|HPCA|HRI|ICASSP|ICCAD|ICCVW?|ICDE|"
    r"ICDM|ICIP|ICLR|ICME|ICML|ICPR|ICRA|ICSE|ICWSM|IJCAI|IJCNN|IJCV|INTERSPEECH|Interspeech|IROS|ISBI|ISCA|ISMIR|"
    r"ISSTA|IUI|JAIR|JMLR|KDD|L4DC|LREC(?:-COLING)?|MICCAI|MICRO|MLSys|NAACL|NDSS|Neur[Ii][Pp]S|NIPS|NSDI|OOPSLA|"
    r"OSDI|PAMI|PLDI|PNAS|POPL|PPoPP|RA-?L|RecSys|RSS|SIGCOMM|SIGGRAPH(?: Asia)?|SIGIR|SIGKDD|SIGMOD|SOSP|STOC|"
    r"TACL|TASLP|TIP|TKDE|TMLR|TMM|TNNLS|TOG|TOIS|TPAMI|TVCG|UAI|UIST|USENIX (?:Security|ATC)|VLDB|WACV|WSDM|WWW|3DV"
)
_YEAR = r"(?:(?:19|20)\d\d|['’]\s?\d\d|(?<=[A-Za-z ])[012]\d)"
_SORT = r"(?:\s+(?:Findings|Workshops?|Demo|Industry|Long|Short|Main|Datasets and Benchmarks))"
_VENUE = re.compile(
    rf"(?<![\w@/.-])(?P<sort>Findings of(?: the)? )?(?P<name>{_NAMES})(?P<more>{_SORT}{{0,2}})[\s,'’_/-]{{0,3}}"
    rf"(?P<year>{_YEAR})(?![\w.-]\w)"
    r"(?:[\s,:([–-]{1,3}(?P<status>oral|spotlight|highlight|poster|best paper(?: award)?)\b)?"
)
_NAMED = re.compile(rf"[\W_]*(?P<name>{_NAMES})(?:\s*\(?\d{{0,4}} ?(?:papers?)?\)?)?[\W_]*")
_YEAR_ONLY = re.compile(r"\W*(?:year\s+)?(?P<year>(?:19|20)\d\d)\W*(?:年|papers?)?\W*", re.I)
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(\S[^\n]{0,200})|<h([1-6])\b[^<>\n]{0,200}>([^\n]{1,200}?)</h[1-6]>", re.I)
_OF_PAGE = re.compile(r"\b(?:papers?|accepted|proceedings|orals?|spotlights?)\b|论文", re.I)
_OF_ONE = re.compile(r"survey|awesome|official|implementation|\breview\b", re.I)  # a page that goes with a paper
_LONGEST_HEADING = 12  # words
_NEARBY = 400  # characters beside a title that may say where it came out


@dataclass(frozen=True, slots=True)
class Venue:
    """What a text says of where and when a paper came out; "" for what it does not say."""

    name: str = ""
    year: str = ""
    status: str = ""

    @property
    def written(self) -> str:
        """The venue as it is shown and filtered by: "ICML 2019"."""
        return f"{self.name} {self.year}".strip() if self.name else ""


def venue_in(text: str) -> Venue:
    """The first venue with its year that a short text beside a title names."""
    found = _VENUE.search(text[:_NEARBY])
    if not found:
        return Venue()
    sort = f"{'Findings of ' if found['sort'] else ''}{found['name']}{' '.join(['', *found['more'].split()])}"
    return Venue(sort, _whole_year(found["year"]), (found["status"] or "").lower())


def named_alone(tag: str) -> Venue:
    """The venue that a tag consists of ("CVPR", "ICML 2019")."""
    with_year = _VENUE.fullmatch(tag.strip("[]() *_`"))
    if with_year:
        return venue_in(tag.strip("[]() *_`"))
    found = _NAMED.fullmatch(tag)
    return Venue(found["name"]) if found else Venue()


def with_sections(papers: Sequence[RawPaper], lines: Sequence[str]) -> list[RawPaper]:
    """The papers with what the headings above them say of venue and year, where they do not say it themselves."""
    headings = _headings(lines)
    if not any(venue != Venue() for _, venue in headings):
        return list(papers)
    completed = []
    place = 0
    for paper in sorted(papers, key=lambda one: one.lines or (0, 0)):
        first = paper.lines[0] if paper.lines else 0
        while place + 1 < len(headings) and headings[place + 1][0] <= first:
            place += 1
        known = headings[place][1] if headings[place][0] <= first else Venue()
        venue = paper.venue or known.written
        if paper.venue and known.year and not re.search(r"\d\d", paper.venue) and not paper.year:
            venue = f"{paper.venue} {known.year}"
        year = paper.year or ("" if paper.venue and re.search(r"\d\d", paper.venue) else known.year)
        status = paper.status or (known.status if venue and venue == known.written else "")
        completed.append(replace(paper, venue=venue, year=year, status=status))
    return completed


def _headings(lines: Sequence[str]) -> list[tuple[int, Venue]]:
    """The line of each heading with the venue and year of the papers below it, those of headings above it included."""
    found: list[tuple[int, Venue]] = []
    above: list[tuple[int, Venue]] = []  # the level of each heading that holds here
    of_page = Venue()
    for number, line in enumerate(lines, 1):
        if "#" not in line[:4] and "<h" not in line[:200].lower():
            continue
        match = _HEADING.search(line[:600])
        if not match:
            continue
        level, words = int(match[3] or len(match[1])), match[2] or match[4]
        own = _of_heading(words)
        if not found and own.name:
            others = word_count(_VENUE.sub(" ", words)) > 0
            if others and (not _OF_PAGE.search(words) or _OF_ONE.search(words)):
                own = Venue()  # of the paper that the page goes with
            of_page = own if level == 1 else Venue()
        above = [(depth, venue) for depth, venue in above if depth < level]
        outer = above[-1][1] if above else of_page
        if own.name or not own.year:
            here = own if own.year else replace(outer, name=own.name or outer.name, status=own.status or outer.status)
        else:
            here = own if outer.year else replace(outer, year=own.year)
        above.append((level, here))
        found.append((number, here))
    return found


def _of_heading(words: str) -> Venue:
    words = re.sub(r"[*_`#]|\]\([^()\s]{0,300}\)|<[^<>]{0,100}>", " ", words).strip()
    if word_count(words) > _LONGEST_HEADING:
        return Venue()
    only = _YEAR_ONLY.fullmatch(words)
    if only:
        return Venue(year=only["year"])
    if len({found["name"] + found["year"] for found in _VENUE.finditer(words)}) == 1:
        return venue_in(words)
    return named_alone(words)


def _whole_year(year: str) -> str:
    digits = re.sub(r"\D", "", year)
    return digits if len(digits) == 4 else ("19" if digits > "60" else "20") + digits
