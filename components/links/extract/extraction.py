"""Finding the addresses in prose that a careful person would find, in order, each once.

    find_urls("Code athttps://github.com/a/b.")  ->  ["https://github.com/a/b"]

Three sources: whatever has a scheme, also a damaged or glued one; known hosts and `www.` without a scheme; and other
bare domains, only with a cue before them. Each rule has a reason beside it; none knows a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from components.links.domains import (
    DOUBTFUL_TLDS,
    FILE_TLDS,
    KNOWN_HOSTS,
    SITE_SUFFIXES,
    ascii_host,
    is_public_name,
    normal_url,
)
from components.links.extract.boundaries import STOPS, continuation, trimmed
from components.links.extract.kinds import CUE, cue_before, kind_of
from components.links.extract.markup import OPEN, unwrapped
from components.links.link import Link

# A scheme, also with a letter too many or too few, and also without its colon or slashes. A correct one may be glued to
# whatever stands before it; a damaged one must begin a word.
_SCHEME = re.compile(
    r"(?P<exact>https?)(?P<exact_mark>:/{2,3})"
    r"|(?<![A-Za-z])(?P<loose>h{0,2}t{1,3}p{1,2}s{0,2})(?P<loose_mark>\s?:\s?//\s?|[:;.]?//|:/|[:;]\\\\|:)",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"(?P<user>[^\s/?#@<>\"{}|\\^`\[\]()]{1,128}@)?(?P<host>(?:[\u2190-\u21ff\u2300-\u2bff][\w-]*|\w(?:[\w-]*\w)?)(?:\.\w(?:[\w-]*\w)?)*)(?P<root>\.(?=[/?#:]))?(?::(?P<port>\d{2,5}))?"
)
LONGEST = 4096  # characters behind a host: servers take no longer ones, and hostile text costs no more than this
_REST = re.compile(f"[/?#][^{STOPS}]{{0,{LONGEST}}}")
_NESTED = re.compile(r"https?:/{1,2}", re.IGNORECASE)
_ASIAN = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_BARE = re.compile(
    r"(?:(?<![A-Za-z0-9_@./\\+=~-])(?!(?:[ao]t|[io]n)(?:github\.com|huggingface\.co)/|[a-z]{1,20}www\.)|(?<=\b[ao]t)(?=github\.com/|huggingface\.co/)|(?<=\b[io]n)(?=github\.com/|huggingface\.co/)|(?<=[a-z])(?=www\.[a-z0-9-]+\.))"
    r"(?P<host>(?>[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)+))"
    rf"(?P<root>\.(?=[/?#:]))?(?::(?P<port>\d{{2,5}})(?!\d))?(?P<rest>[/?#][^{STOPS}]{{0,{LONGEST}}})?(?!@)"
)
_DOTTED = re.compile(r"[A-Za-z0-9]\.[A-Za-z]")
_WORD_END = re.compile(r"\s")
_CUE_WINDOW = 90  # characters before a bare domain in which a cue counts


@dataclass(frozen=True, slots=True)
class _Span:
    """One address found in the unwrapped text."""

    start: int
    end: int
    url: str


def find_urls(text: str) -> list[str]:
    """Absolute, normalised addresses in the order of the text, each once."""
    return [link.url for link in find_links(text)]


def find_links(text: str) -> list[Link]:
    """The links of a text in order, each once, with the words that stood there and what it leads to."""
    if "http" not in text and not _DOTTED.search(text) and "://" not in text and "//" not in text:
        return []
    marked = unwrapped(text)
    spans = list(_with_scheme(marked.text))
    spans += _without_scheme(marked.text, spans)
    spans.sort(key=lambda span: span.start)
    links: dict[str, Link] = {}
    for span in spans:
        if span.url in links:
            continue
        written = text[marked.origin(span.start) : marked.origin(span.end - 1) + 1]
        cue = cue_before(marked.text, span.start)
        kind = kind_of(span.url, cue, marked.text[span.end : span.end + 40])
        links[span.url] = Link(span.url, written, kind, cue)
    return list(links.values())


def _with_scheme(text: str) -> Iterator[_Span]:
    """Addresses whose scheme is written, however badly."""
    place = 0
    if "tp" not in text.lower():  # what every spelling of a scheme has in common
        return
    while scheme := _SCHEME.search(text, place):
        place = scheme.end()
        span = _address(text, scheme)
        if span is not None:
            place = max(place, span.end)
            yield span


def _address(text: str, scheme: re.Match[str]) -> _Span | None:
    """The address behind a scheme; None where no host follows."""
    exact = scheme["exact"] is not None
    written = scheme["exact"] or scheme["loose"]
    name = "http" if exact and written.lower() == "http" else "https"
    if not exact and not written.lower().endswith("s"):
        name = "http"
    begin = scheme.end()
    if _NESTED.match(text, begin):  # two schemes in a row: the second is the address
        return None
    host = _HOST.match(text, begin)
    if host is None and exact:  # "https:// github.com/a/b": a space slipped in
        gap = re.compile(r"\s+").match(text, begin)
        host = _HOST.match(text, gap.end()) if gap else None
        if host is not None and not _is_known(host["host"], _REST.match(text, host.end())):
            return None
    if host is None:
        return None
    normal, end = _settled_host(host)
    if not normal:
        return None
    whole = end == host.end()
    rest = _REST.match(text, end) if whole else None
    mark = (scheme["loose_mark"] or "").strip()
    if not exact and mark == ":" and not _is_known(normal, rest):  # "https:" alone promises nothing
        return None
    port = (host["port"] or "") if whole else ""
    tail, end = _tail(text, scheme.start(), end, rest)
    user = (host["user"] or "") if whole else ""
    return _Span(scheme.start(), end, normal_url(name, user, normal, port, tail))


def _is_known(host: str, rest: re.Match[str] | None) -> bool:
    """A host that is a link by itself: a site below a known suffix, or a known host with a path."""
    lower = host.lower()
    if lower.endswith(SITE_SUFFIXES):
        return True
    return lower.removeprefix("www.") in KNOWN_HOSTS and rest is not None and len(rest[0].strip("/")) > 0


def _settled_host(host: re.Match[str]) -> tuple[str, int]:
    """Normal form and end of a host, without words or foreign script glued behind it; ("", 0) where it is none."""
    name = host["host"]
    while True:
        normal = ascii_host(name)
        if normal and is_public_name(normal) and not _glued_sentence(name):
            end = host.start("host") + len(name)
            return normal, host.end() if len(name) == len(host["host"]) else end
        asian = _ASIAN.search(name)
        head, dot, last = name.rpartition(".")
        if asian:
            name = name[: asian.start()].rstrip(".-")
        elif dot and (last in ("http", "https") or (last[:1].isupper() and not head.isupper())):
            name = head  # "example.com.The": a sentence began; "example.com.https://": another address
        else:
            return "", 0
        if not name:
            return "", 0


def _glued_sentence(host: str) -> bool:
    """True for `x.github.io.In`: the last label is a capitalised word behind a name that needs none."""
    head, _, last = host.rpartition(".")
    return "." in head and last.istitle() and head == head.lower() and is_public_name(ascii_host(head))


def _tail(text: str, start: int, host_end: int, rest: re.Match[str] | None) -> tuple[str, int]:
    """Path, query and fragment behind a host, with the place where the address ends."""
    if rest is None:
        return "", host_end
    raw = rest[0]
    before = text[start - 1] if start else ""
    kept = trimmed(raw, before)
    if kept == raw:  # nothing ended it but white space: a line break may have cut it
        more = continuation(text, start, rest.end())
        if more:
            joined = re.sub(r"\s+", "", text[host_end:more])
            kept = trimmed(joined, before)
            return kept, more - (len(joined) - len(kept))
    return kept.replace("&amp;", "&"), host_end + len(kept)


def _without_scheme(text: str, taken: Iterable[_Span]) -> Iterator[_Span]:
    """Addresses written without a scheme, outside the spans already taken."""
    if not _DOTTED.search(text):
        return
    pieces: list[str] = []
    done = 0
    for span in taken:
        pieces += (text[done : span.start], " " * (span.end - span.start))
        done = span.end
    blanked = "".join((*pieces, text[done:]))
    place = 0
    for dot in _DOTTED.finditer(blanked):  # only in a word with such a dot can a host be
        if dot.start() < place:
            continue
        place = _word_start(blanked, dot.start(), place)
        end = _WORD_END.search(blanked, dot.end())
        last = end.start() if end else len(blanked)
        while found := _BARE.search(blanked, place, last):
            place = found.end()
            bare = _bare_address(blanked, text, found)
            if bare is not None:
                place = max(bare.end, found.start() + 1)
                yield bare
        place = max(place, last)


def _word_start(text: str, place: int, limit: int) -> int:
    """Where the run of characters without white space begins that `place` is in, not before `limit`."""
    while place > limit and not text[place - 1].isspace():
        place -= 1
    return place


def _bare_address(blanked: str, text: str, found: re.Match[str]) -> _Span | None:
    host, end = _settled_host(found)
    if not host:
        return None
    if end != found.end("host") and end < found.end("host"):  # a sentence was glued behind the host
        rest = None
    else:
        end = found.end("host") if found["port"] is None else found.end("port")
        rest = _REST.match(blanked, end)
    written = blanked[found.start("host") : end]
    explicit = found.start() > 0 and blanked[found.start() - 1] == OPEN
    if not _stands(
        host, written, rest, explicit=explicit, before=text[max(0, found.start() - _CUE_WINDOW) : found.start()]
    ):
        return None
    tail, end = _tail(blanked, found.start(), end, rest)
    return _Span(found.start(), end, normal_url("https", "", host, found["port"] or "", tail))


def _stands(host: str, written: str, rest: re.Match[str] | None, *, explicit: bool, before: str) -> bool:
    """Whether a name without a scheme is a link: arXiv's own linkifier is wrong on nine of ten such names."""
    if _is_known(host, rest):
        return True
    labels = host.split(".")
    if labels[0] == "www":
        return len(labels) >= 3
    has_path = rest is not None and len(trimmed(rest[0], "").strip("/?#")) > 0
    file_like = len(labels) == 2 and labels[-1] in FILE_TLDS
    if file_like and (not has_path or _is_file(rest[0] if rest else "")):
        return False
    if explicit:  # the author marked it as an address
        return True
    if written != written.lower() or host.removeprefix("www.") in KNOWN_HOSTS or "." + host in SITE_SUFFIXES:
        return False  # a product's name, or a service named without a place on it
    if rest is not None and rest[0].startswith("/~"):  # a person's page on a server: nothing else is written so
        return True
    if has_path or len(labels) >= 3:
        return CUE.search(before) is not None
    return labels[-1] not in DOUBTFUL_TLDS and any(cue.end() >= len(before) - 4 for cue in CUE.finditer(before))


def _is_file(path: str) -> bool:
    """True where a path ends like a file of the same family ("train.py/eval.py")."""
    return path.rstrip("/.,;:").rpartition(".")[2] in FILE_TLDS
