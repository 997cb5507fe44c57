"""The hosts that papers are published on: from one address of a paper its page, its PDF and its ids, by rule.

Nothing is asked: every address follows from how its host numbers papers. Where no rule applies, a paper is looked for
by its title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, unquote

from components.papers.identity import arxiv_number_in_address, doi_in

_FIRST_WITH_HTML = "2312"  # year and month from which arXiv makes HTML of what is submitted
_NEW_NUMBER = re.compile(r"\d{4}\.\d{4,5}")
_SAFE_IN_DOI = "/:;().-_~"


@dataclass(frozen=True, slots=True)
class HostedPaper:
    """Where one host has a paper; "" for what the host has not, or what does not follow from the address."""

    host: str  # its name as shown
    page: str
    pdf: str = ""
    doi: str = ""
    arxiv_id: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An address to open, with the word that it is shown under."""

    label: str
    url: str


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], HostedPaper]]


def _rule(pattern: str, make: Callable[[re.Match[str]], HostedPaper]) -> _Rule:
    return re.compile(rf"https?://(?:www\.)?{pattern}", re.I), make


def _acm(found: re.Match[str]) -> HostedPaper:
    doi = unquote(found["doi"])
    written = quote(doi, safe=_SAFE_IN_DOI)
    return HostedPaper("ACM", f"https://dl.acm.org/doi/{written}", f"https://dl.acm.org/doi/pdf/{written}", doi.lower())


def _springer(found: re.Match[str]) -> HostedPaper:
    doi = unquote(found["doi"]).removesuffix(".pdf")
    written = quote(doi, safe=_SAFE_IN_DOI)
    kind = found["kind"] if found["kind"] in ("article", "chapter") else "article"
    page = f"https://link.springer.com/{kind}/{written}"
    return HostedPaper("Springer", page, f"https://link.springer.com/content/pdf/{written}.pdf", doi.lower())


def _preprint(found: re.Match[str]) -> HostedPaper:
    name = {"bio": "bioRxiv", "med": "medRxiv"}[found["server"].lower()]
    page = f"https://www.{name.lower()}.org/content/{found['doi']}{found['version'] or 'v1'}"
    return HostedPaper(name, page, f"{page}.full.pdf", found["doi"].lower())


def _jmlr(found: re.Match[str]) -> HostedPaper:
    volume, name = found["volume"], found["name"]
    return HostedPaper(
        "JMLR", f"https://jmlr.org/papers/v{volume}/{name}.html",
        f"https://jmlr.org/papers/volume{volume}/{name}/{name}.pdf",
    )  # fmt: skip


def _pmlr(found: re.Match[str]) -> HostedPaper:
    base, name = f"https://proceedings.mlr.press/{found['volume']}", found["name"]
    return HostedPaper("PMLR", f"{base}/{name}.html", f"{base}/{name}/{name}.pdf")


def _cvf(found: re.Match[str]) -> HostedPaper:
    base, name = f"https://openaccess.thecvf.com/{found['event']}", found["name"]
    return HostedPaper("CVF", f"{base}/html/{name}.html", f"{base}/papers/{name}.pdf")


def _neurips(found: re.Match[str]) -> HostedPaper:
    host, base, mark, track = found["host"].lower(), found["base"], found["hash"], found["track"] or ""
    name = "ICLR" if "iclr" in host else "NeurIPS"
    return HostedPaper(
        name,
        f"https://{host}/{base}/hash/{mark}-Abstract{track}.html",
        f"https://{host}/{base}/file/{mark}-Paper{track}.pdf",
    )


def _openreview(found: re.Match[str]) -> HostedPaper:
    return HostedPaper(
        "OpenReview", f"https://openreview.net/forum?id={found['id']}", f"https://openreview.net/pdf?id={found['id']}"
    )


def _acl(found: re.Match[str]) -> HostedPaper:
    page = f"https://aclanthology.org/{found['id']}"
    return HostedPaper("ACL Anthology", f"{page}/", f"{page}.pdf")


def _ieee(found: re.Match[str]) -> HostedPaper:
    number = found["id"]
    return HostedPaper(
        "IEEE Xplore", f"https://ieeexplore.ieee.org/document/{number}",
        f"https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber={number}",
    )  # fmt: skip


def _aaai(found: re.Match[str]) -> HostedPaper:
    page = f"https://ojs.aaai.org/index.php/{found['journal']}/article/view/{found['id']}"
    galley = found["galley"]
    pdf = f"https://ojs.aaai.org/index.php/{found['journal']}/article/download/{found['id']}/{galley}" if galley else ""
    return HostedPaper("AAAI", page, pdf)


def _hal(found: re.Match[str]) -> HostedPaper:
    page = f"https://hal.science/{found['id']}"
    return HostedPaper("HAL", page, f"{page}/document")


def _ssrn(found: re.Match[str]) -> HostedPaper:
    number = found["id"]
    page = f"https://papers.ssrn.com/sol3/papers.cfm?abstract_id={number}"
    return HostedPaper("SSRN", page, doi=f"10.2139/ssrn.{number}")


def _nature(found: re.Match[str]) -> HostedPaper:
    page = f"https://www.nature.com/articles/{found['id']}"
    return HostedPaper("Nature", page, f"{page}.pdf", f"10.1038/{found['id'].lower()}")


def _ijcai(found: re.Match[str]) -> HostedPaper:
    base, number = f"https://www.ijcai.org/proceedings/{found['year']}", int(found["id"])
    return HostedPaper(
        "IJCAI", f"{base}/{number}", f"{base}/{number:04}.pdf", f"10.24963/ijcai.{found['year']}/{number}"
    )


_DOI = r"(?P<doi>10\.\d{4,9}/[^\s?#]{1,200})"
_RULES = (
    _rule(r"openreview\.net/(?:forum|pdf|attachment)\?(?:[^#\s]*&)?id=(?P<id>[\w-]{5,40})", _openreview),
    _rule(
        r"(?:aclanthology\.org|aclweb\.org/anthology|aclanthology\.info/papers)/(?:papers/\w/\w\d\d/)?"
        r"(?P<id>[A-Z]\d{2}-\d{4}|\d{4}\.[\w-]{2,40}\.\d{1,4})(?:v\d)?(?:\.pdf|\.bib|/)?(?=$|[?#])",
        _acl,
    ),
    _rule(
        r"openaccess\.thecvf\.com/(?P<event>content(?:_\w{2,20}|/\w{2,20}(?:/W\w{0,20})?))/(?:html|papers)/(?:w\d+/)?"
        r"(?P<name>[\w.-]{3,200}?_paper)\.(?:html|pdf)",
        _cvf,
    ),
    _rule(r"proceedings\.mlr\.press/(?P<volume>[vr]\d{1,4})/(?P<name>[\w-]{2,80}?)(?:\.html|/(?P=name)\.pdf)", _pmlr),
    _rule(r"jmlr\.org/papers/v(?:olume)?(?P<volume>\d{1,3})/(?P<name>[\w-]{2,60}?)(?:\.html|/(?P=name)\.pdf)", _jmlr),
    _rule(
        r"(?P<host>proceedings\.neurips\.cc|papers\.nips\.cc|papers\.neurips\.cc|proceedings\.iclr\.cc)/"
        r"(?P<base>(?:paper_files/)?paper/\d{4})/(?:hash|file)/(?P<hash>[0-9a-f]{32})-(?:Abstract|Paper)"
        r"(?P<track>-[\w-]{3,40})?\.(?:html|pdf)",
        _neurips,
    ),
    _rule(
        r"ojs\.aaai\.org/(?:index\.php/)?(?P<journal>[\w-]{2,40})/article/(?:view|download)/(?P<id>\d{1,8})(?:/(?P<galley>\d{1,8}))?",
        _aaai,
    ),
    _rule(r"ieeexplore\.ieee\.org/(?:abstract/)?document/(?P<id>\d{4,12})", _ieee),
    _rule(r"ieeexplore\.ieee\.org/(?:stamp/)?stamp\.jsp\?(?:[^#\s]*&)?arnumber=(?P<id>\d{4,12})", _ieee),
    _rule(rf"dl\.acm\.org/(?:doi|citation)/(?:(?:abs|pdf|full|fullHtml|epdf)/)?{_DOI}", _acm),
    _rule(rf"link\.springer\.com/(?P<kind>article|chapter|content/pdf)/{_DOI}", _springer),
    _rule(
        r"(?P<server>bio|med)rxiv\.org/content/(?:early/\d{4}/\d\d/\d\d/)?(?P<doi>10\.\d{4,5}/[\d.]{6,30}\d)(?P<version>v\d{1,2})?",
        _preprint,
    ),
    _rule(r"(?:papers\.)?ssrn\.com/(?:sol3/papers\.cfm\?(?:[^#\s]*&)?abstract_id=|abstract=)(?P<id>\d{4,10})", _ssrn),
    _rule(
        r"(?:[\w-]{1,40}\.)?(?:hal\.science|archives-ouvertes\.fr)/(?P<id>(?:hal|tel|inria|cel|halshs|inserm)-\d{6,10})(?:v\d+)?",
        _hal,
    ),
    _rule(r"nature\.com/articles/(?P<id>[\w-]{6,40})", _nature),
    _rule(r"ijcai\.org/proceedings/(?P<year>20\d\d)/(?P<id>\d{1,4})(?:\.pdf)?(?=$|[?#/])", _ijcai),
)


def hosted_paper(url: str) -> HostedPaper | None:
    """The paper that an address leads to, on a host whose addresses follow a rule; None for any other address."""
    if number := arxiv_number_in_address(url):
        return HostedPaper("arXiv", f"https://arxiv.org/abs/{number}", f"https://arxiv.org/pdf/{number}", "", number)
    for pattern, make in _RULES:
        if found := pattern.match(url):
            return make(found)
    if re.match(r"https?://(?:dx\.)?doi\.org/", url, re.I) and (doi := doi_in(url)):
        return HostedPaper("DOI", doi_address(doi), doi=doi)
    return None


def doi_address(doi: str) -> str:
    """Where a DOI leads."""
    return f"https://doi.org/{quote(doi, safe=_SAFE_IN_DOI)}"


def places_of(arxiv_id: str, doi: str, links: Iterable[str], title: str) -> tuple[Place, ...]:
    """Where a paper is to be read, each address once: by its ids and its links; else where its title is looked for."""
    found = {place.url: place for place in _places(arxiv_id, doi, links)}
    return tuple(found.values()) or searches(title)


def searches(title: str) -> tuple[Place, ...]:
    """Searches for a title, for a paper without any address of its own."""
    words = quote_plus(" ".join(title.split())[:300])
    if not words:
        return ()
    return (
        Place("Search arXiv", f"https://arxiv.org/search/?query={words}&searchtype=title"),
        Place("Search Semantic Scholar", f"https://www.semanticscholar.org/search?q={words}"),
        Place("Search Google Scholar", f"https://scholar.google.com/scholar?q={words}"),
    )


def _places(arxiv_id: str, doi: str, links: Iterable[str]) -> Iterator[Place]:
    if arxiv_id:
        yield from _on_arxiv(arxiv_id)
    if doi:
        yield Place("DOI", doi_address(doi))
    for url in links:
        hosted = hosted_paper(url)
        if hosted is None or hosted.host == "arXiv" or (hosted.host == "DOI" and hosted.doi == doi):
            continue
        yield Place(hosted.host, hosted.page)
        if hosted.pdf:
            yield Place(f"{hosted.host} PDF", hosted.pdf)


def _on_arxiv(number: str) -> Iterator[Place]:
    yield Place(f"arXiv {number}", f"https://arxiv.org/abs/{number}")
    yield Place("PDF", f"https://arxiv.org/pdf/{number}")
    if _NEW_NUMBER.fullmatch(number):
        if number[:4] >= _FIRST_WITH_HTML:
            yield Place("HTML", f"https://arxiv.org/html/{number}")
        yield Place("Hugging Face", f"https://huggingface.co/papers/{number}")
    yield Place("alphaXiv", f"https://www.alphaxiv.org/abs/{number}")
