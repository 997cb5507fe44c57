"""One record of named fields (JSON object, table row, YAML, CSL) as a RawPaper, whatever the fields are called.

A value of the wrong kind counts as missing, never as an error.
"""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from components.papers.cleaning.names import PersonName, given_name_first
from components.papers.cleaning.publication import (
    arxiv_categories,
    mean_rating,
    publication_type,
    status_of,
    venue_and_status,
    year_in,
)
from components.papers.cleaning.text import clean
from components.papers.identity import arxiv_number, arxiv_number_in_address, doi_in
from components.papers.paper import RawPaper
from components.papers.reading.dates import iso_date

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": (
        "title titles papertitle headline ti t1 papername documenttitle articletitle itemtitle displayname",
        "标题 題目 题目 论文标题 タイトル 제목 논문제목",
    ),
    "abstract": (
        "abstract abstracts abstracttext ab n2 abstractnote summary summaries description contenttext",
        "摘要 초록 概要",
    ),
    "html": ("contenthtml",),
    "teaser": ("aisummary tldr teaser oneliner aigeneratedsummary", "요약"),
    "id": (
        "id paperid arxivid arxiv arxivnumber eprint externalids guid doi itemdoi key uri abs pdf html",
        "url link links pdflink pdfurl arxivurl arxivlink paperurl huggingfaceurl hfurl paperlink externalurl",
        "链接 링크",
    ),
    "authors": ("author authors au a1 creator creators authornames authorlist names authorfullnames", "作者 저자 著者"),
    "organisation": (
        "organization organisation org organizations affiliation institution institutions",
        "机构 机构名称 소속",
    ),
    "published": (
        "publishedat published publicationdate datepublished publisheddate pubdate submitteddate submitted issued",
        "firstpublished publishedon publishdate onlinedate coverdate releasedate year publicationyear py y1 출판일",
    ),
    "date": ("date listed day", "日期 날짜"),
    "votes": ("upvotes upvote votes vote likes numupvotes numvotes upvotecount", "点赞 点赞数 票数 추천"),
    "comments": ("numcomments commentcount commentscount",),
    "stars": ("githubstars stars githubstar stargazers",),
    "link": (
        "githubrepo github githuburl code codeurl coderepo repo repository",
        "projectpage project projecturl homepage demo website",
    ),
    "keywords": ("aikeywords keywords keyword tags terms kw topics",),
    "categories": ("primarycategory primaryclass categories category subjects arxivcategories arxivprimarycategory",),
    "venue": (
        "venue venues pub conference conferences booktitle containertitle publicationtitle sourcetitle publicationname",
        "proceedingstitle proceedings conferencename conferencetitle publicationvenue hostvenue journal journals",
        "journaltitle journalname journalref eventtitle 会议 期刊",
    ),
    "type": ("type itemtype publicationtype publicationtypes documenttype entrytype referencetype ty pubtype",),
    "status": ("status decision acceptance acceptancestatus paperstatus presentation publicationstatus",),
    "rating": ("reviewrating ratingavg ratingmean avgrating averagerating meanrating rating ratings",),
    "comment": ("comments comment",),
}
ROLES: Mapping[str, str] = {name: role for role, lines in _NAMES.items() for line in lines for name in line.split()}
_ABSTRACT_NAMES = {"abstract": 0, "abstracts": 0, "abstracttext": 0, "ab": 0, "n2": 0, "摘要": 0, "초록": 0}
_YEARS = ("year", "publicationyear", "py")
_EMPTY = {"", "nan", "none", "null", "n/a", "na"}
_NAME_PARTS = (("given", "first"), ("family", "last"), ("dropping-particle", "non-dropping-particle"), ("suffix",))
_NOBODY = re.compile(
    r"[\[(]?(?:no author(?:s|\(s\))?(?: name)? (?:available|listed)|anonymous|unknown|n/?a)[\])]?", re.I
)
_PRIVATE = re.compile(r"https?://(?:www\.)?(?:zotero\.org/(?:users|groups)/|api\.openalex\.org/|openalex\.org/)", re.I)
_AND_OTHERS = re.compile(r",?\s(?:and\s)?(?:et\.?\s?al\b\.?,?|others\.?)$", re.I)
_ANNOUNCED = re.compile(r"\.?\s*\((arXiv:\S{4,30})\s*(?:\[[^\]]{1,30}\])?\s*(?:UPDATED|CROSS LISTED)?\)\s*$")
_COUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([kKmM]?)\b")


@lru_cache(maxsize=4096)
def role_of(name: str) -> str:
    """What a field of this name holds ("title", "votes", …), or "" for an unknown name."""
    return ROLES.get(re.sub(r"[\W_]+", "", name).casefold(), "")


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def count(value: Any) -> int | None:
    """A count as sources write it: 12, "3.29k", "1,024", "-" for nothing yet; None where it is no count."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value if 0 <= value < 10**12 else None
    if isinstance(value, float):
        return int(value) if 0 <= value < 10**12 and value == int(value) else None
    text = str(value).strip()
    if text in ("-", "–"):
        return 0
    match = _COUNT.fullmatch(text)
    if not match or len(text) > 15:
        return None
    return round(float(match[1].replace(",", "")) * {"": 1, "k": 1_000, "m": 1_000_000}[match[2].lower()])


def text_of(value: Any) -> str:
    """A text field; "" for what is no text. A list of one text is that text."""
    if isinstance(value, str):
        return "" if len(value) < 12 and value.strip().casefold() in _EMPTY else value
    if isinstance(value, list) and len(value) == 1:
        return text_of(value[0])
    return ""


def names_of(value: Any) -> tuple[str, ...]:
    """People or keywords, from a list of texts or objects, a list written as text, or a text with separators."""
    if isinstance(value, str):
        text = value.strip()
        if text[:1] == "[" and text[-1:] == "]" and len(text) < 100_000:
            try:
                value = ast.literal_eval(text)
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                value = text[1:-1]
        if isinstance(value, str):
            return split_names(value)
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, (list, tuple)):
        return ()
    found = [one["name"] if isinstance(one, dict) and isinstance(one.get("name"), str) else _name(one) for one in value]
    found = [clean(name) if "\\" in name else name for name in found]
    if len(found) > 1 and all(name.count(",") == 1 for name in found):
        found = [given_name_first(name) for name in found]
    return tuple([" ".join(name.split()) for name in found if name and not name.isspace() and not _is_nobody(name)])


def split_names(text: str) -> tuple[str, ...]:
    """Names in one text: separated by ";" or " and ", else by commas."""
    text = _AND_OTHERS.sub("", " ".join(text.split()))
    if text.casefold() in _EMPTY:
        return ()
    if "\\" in text:
        text = clean(text)  # accents as TeX writes them, before commas are looked at
    if ";" in text:
        parts: Iterable[str] = [given_name_first(part) if part.count(",") == 1 else part for part in text.split(";")]
    elif " and " in text and not re.search(r",.*,", text):
        parts = re.split(r" and |&", text)
    else:
        parts = re.split(r", ?(?:and )?| and ", text)
    return tuple(" ".join(part.split()) for part in parts if part.strip() and not _is_nobody(part))


def _is_nobody(name: str) -> bool:
    """Whether a program wrote this where it knew no name, or an address instead of one."""
    return bool(_NOBODY.fullmatch(name.strip())) or ("@" in name and " " not in name.strip())


def names_without_affiliations(text: str) -> tuple[str, ...]:
    """Names in one text without the affiliations in brackets after them, as arXiv lists them."""
    for _ in range(3):
        text = re.sub(r"\s*\([^()]*\)", "", text)
    return split_names(text)


def _name(one: Any) -> str:
    if isinstance(one, str):
        return one
    if not isinstance(one, dict):
        return ""
    for key in ("name", "fullname", "literal", "full_name", "term"):
        if isinstance(one.get(key), str):
            return str(one[key])
    given, family, particle, suffix = (
        " ".join(one[part] for part in parts if isinstance(one.get(part), str)) for parts in _NAME_PARTS
    )
    return PersonName(family, given, particle, suffix).shown


def paper_of(record: Mapping[str, Any], position: int, lines: tuple[int, int] | None = None) -> RawPaper | None:
    """A record of named fields as a paper, or None where it has no title."""
    inner = record.get("paper")
    if isinstance(inner, Mapping):
        record = {**record, **inner}  # the inner copy is the paper's own: dates differ, and the inner one is right
    found: dict[str, Any] = {}
    ids: list[tuple[str, str]] = []
    links: list[str] = []
    subjects: list[str] = []
    for name, value in record.items():
        if value is None or not isinstance(name, str):
            continue
        role = role_of(name)
        if not role:
            continue
        if role == "id":
            ids.extend((_plain(name), one) for one in _texts(value))
        elif role == "link":
            links.extend(one.strip() for one in _texts(value) if one.strip().lower().startswith(("http", "www.")))
        elif role == "categories":
            place = 0 if _plain(name).startswith("primary") else len(subjects)
            subjects[place:place] = names_of(value)
        elif role in ("venue", "type", "rating"):
            found.setdefault(role, []).extend([_rating(name, value)] if role == "rating" else _named_texts(value))
        elif role == "abstract":
            _abstract(found, _plain(name), _without_jats(text_of(value)))
        elif role == "published" and _plain(name) in _YEARS and not iso_date(found.get("year")):
            found["year"] = value
        elif role == "published" and len(iso_date(value)) > len(iso_date(found.get(role))):
            found[role] = value  # a day says more than a year, whichever stands first
        elif role == "comment" or role not in found or not found[role]:
            found["comments" if role == "comment" and count(value) is not None else role] = value
    title = text_of(found.get("title"))
    if title.endswith(")") and (announced := _ANNOUNCED.search(title)):
        ids.append(("id", announced[1]))  # arXiv's feeds end a title with its number, and programs keep that
        title = title[: announced.start()]
    if not any(map(str.isalnum, title)):
        return None
    published = iso_date(found.get("published")) or iso_date(found.get("year"))
    listed = str(record.get("submittedOnDailyAt") or "")[:10] if inner else ""
    date = iso_date(found.get("date"))
    if published and len(date) > len(published) and date.startswith(published):
        published, date = date, ""  # the year has a column of its own beside the date it is taken from
    doi = next((known for _, text in ids if (known := doi_in(text))), "")
    categories, keywords = arxiv_categories((*subjects, *names_of(found.get("keywords"))))
    if subjects and found.get("keywords"):  # words of a field's own, beside the source's keywords: those are enough
        keywords = tuple(word for word in keywords if word not in subjects)
    return RawPaper(
        title=title,
        abstract=found.get("abstract", ""),
        summary=text_of(found.get("teaser")) or found.get("second", ""),
        arxiv_id=_arxiv(ids),
        authors=names_of(found.get("authors")),
        organisation=_organisation(found.get("organisation")),
        doi=doi,
        published=published,
        votes=count(found.get("votes")),
        comments=count(found.get("comments")),
        stars=count(found.get("stars")),
        links=tuple(dict.fromkeys([*links, *_own_addresses(ids), *([f"https://doi.org/{doi}"] if doi else [])])),
        keywords=keywords,
        listed=listed or date,
        position=position,
        lines=lines,
        categories=categories,
        **_publication(found),
    )


def resolve_dates(papers: Sequence[RawPaper]) -> list[RawPaper]:
    """The papers with a field that is only called "date" assigned: to the day of listing, or of publication.

    Beside votes, or equal for all of several papers, it is the day of the digest; else it belongs to the paper.
    """
    dates = {paper.listed for paper in papers}
    if any(paper.published or paper.votes is not None for paper in papers) or (len(dates) == 1 and len(papers) > 1):
        return list(papers)
    return [replace(paper, published=paper.listed, listed="") for paper in papers]


def common_day(papers: Sequence[RawPaper]) -> str:
    """The one day all records are listed on, "" where there is none."""
    days = {paper.listed for paper in papers}
    return days.pop() if len(days) == 1 else ""


def _abstract(found: dict[str, Any], name: str, text: str) -> None:
    """Put an abstract into `found`: one called abstract wins over one called summary, which then is the teaser."""
    if not text:
        return
    if name in _ABSTRACT_NAMES:
        if "abstract" in found and found.get("rank") != 0 and found["abstract"] != text:
            found["second"] = found["abstract"]
        found["abstract"], found["rank"] = text, 0
    elif "abstract" not in found:
        found["abstract"], found["rank"] = text, 1
    elif found["abstract"] != text and found.get("rank") == 0:
        found["second"] = text


def _without_jats(text: str) -> str:
    """An abstract without the journal markup that Crossref has it in; a heading "Abstract" is no part of it."""
    if "<jats:" not in text[:200]:
        return text
    text = re.sub(r"<jats:title>\s*(?:Abstract|Summary)\s*</jats:title>", "", text, flags=re.I)
    return html.unescape(re.sub(r"</?jats:[^<>]{1,200}>", " ", text)).strip()


def _publication(found: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a RawPaper that tell of its publication, from what a record's fields of these roles hold."""
    named = [venue_and_status(text) for text in found.get("venue", ())]
    venue = next((venue for venue, _ in named if venue), "")
    return {
        "venue": venue,
        "type": publication_type(found.get("type", ())),
        "year": iso_date(found.get("year"))[:4] or year_in(venue),
        "status": status_of(text_of(found.get("status"))) or next((status for _, status in named if status), ""),
        "rating": next((mean for mean in found.get("rating", ()) if mean is not None), None),
    }


def _rating(name: str, value: Any) -> float | None:
    """The mean of reviewers' ratings that a field holds; papercopilot writes a mean with its deviation behind it."""
    is_mean = _plain(name) not in ("rating", "ratings")
    return mean_rating(value[0] if is_mean and value and isinstance(value, list) else value, is_mean=is_mean)


def _named_texts(value: Any) -> list[str]:
    """The texts of a field; of an object its name alone, as Semantic Scholar and OpenAlex write journals."""
    if isinstance(value, Mapping):
        named = (value.get(key) for key in ("display_name", "name", "title", "fullname"))
        return [next((one for one in named if isinstance(one, str)), "")]
    if isinstance(value, list):
        return [text for one in value[:20] for text in _named_texts(one)]
    return [text_of(value)] if isinstance(value, str) else []


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [one for one in value.values() if isinstance(one, str)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)] if len(value) < 100 else []
    return []


def _arxiv(ids: Iterable[tuple[str, str]]) -> str:
    """The arXiv number in the fields that name a paper: an id field must be one, an address must hold one."""
    for name, text in ids:
        number = arxiv_number_in_address(text)
        if not number and name not in ("url", "link", "links", "uri", "externalurl", "doi"):
            stripped = text.strip()
            number = arxiv_number(stripped) if re.fullmatch(r"\S{5,60}", stripped) and "://" not in stripped else ""
        if number:
            return number
    return ""


def _own_addresses(ids: Iterable[tuple[str, str]]) -> list[str]:
    """Addresses given for the paper that are not just its page on arXiv or Hugging Face."""
    return [
        text.strip()
        for _, text in ids
        if text.strip().lower().startswith(("http://", "https://"))
        and not arxiv_number_in_address(text)
        and not _PRIVATE.match(text.strip())
    ]


def _organisation(value: Any) -> str:
    if isinstance(value, Mapping):
        return text_of(value.get("fullname")) or text_of(value.get("name"))
    return text_of(value)
