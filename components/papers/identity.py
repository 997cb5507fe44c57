"""What identifies a paper: arXiv number, DOI, normalised title, the id all else refers to, a line that names it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

_NEW_NUMBER = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD_NUMBER = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_NUMBER = re.compile(rf"(?<![\d.])({_NEW_NUMBER}|(?<![a-z-]){_OLD_NUMBER})(?:v\d+)?(?![\d])(?!\.\d)")
_ADDRESS = re.compile(
    rf"(?:arxiv\.org/(?:abs|pdf|html|format|src)/|huggingface\.co/papers/|/papers/|alphaxiv\.org/(?:abs|pdf)/|"
    rf"arxiv\s*:\s*|10\.48550/arxiv\.)({_NEW_NUMBER}|{_OLD_NUMBER})",
    re.I,
)
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s\"<>{}|\\^]{1,200})", re.I)
LONGEST_REFERENCE = 500  # characters that are read
IS_ADDRESS = re.compile(r"https?://\S+\Z|www\.\S+\Z", re.I)
_WHOLE_NUMBER = re.compile(r"(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,3})?", re.I)
_DOI_IN_ADDRESS = re.compile(r"\b10\.\d{4,9}/[^\s?#&]+")
_END_OF_ADDRESS = re.compile(r"(?:\.pdf|/full|/abstract|/pdf)+\Z", re.I)
_ANTHOLOGY = re.compile(r"//(?:www\.)?aclanthology\.org/([A-Z]?[\w.-]{4,60}?)(?:\.pdf|/)?\Z", re.I)
_NOT_WORD = re.compile(r"[\W_]+")
_TRAILING_VERSION = re.compile(r"[(\[] ?v(?:ersion)?\.? ?\d+ ?[)\]]$", re.I)


def arxiv_number(text: str) -> str:
    """The arXiv number a field holds ("2404.06773v2", "arXiv:2404.06773", "cs/0112017"), without version, or ""."""
    match = _NUMBER.search(text)
    return match[1] if match else ""


def arxiv_number_in_address(text: str) -> str:
    """The arXiv number of the first address in a text that belongs to one paper's page, without version, or ""."""
    match = _ADDRESS.search(text)
    return match[1] if match else ""


def arxiv_numbers_in_addresses(text: str) -> set[str]:
    """The arXiv numbers of all addresses in a text that belong to one paper's page, without versions."""
    return set(_ADDRESS.findall(text))


def arxiv_numbers(text: str) -> set[str]:
    """All arXiv numbers in a text, without versions."""
    return {match[1] for match in _NUMBER.finditer(text)}


def doi_in(text: str) -> str:
    """The DOI that a field holds, as a name, as an address or after "doi:", in small letters; "" for none.

    arXiv's own DOIs say no more than an arXiv number does, so they count as none.
    """
    match = _DOI.fullmatch(text.strip().rstrip(".,;"))
    doi = unquote(match[1]).lower() if match else ""
    return "" if doi.startswith("10.48550/arxiv") else doi


def normalised_title(title: str) -> str:
    """A title without case, accents, punctuation and a trailing "(v2)": equal for two spellings of one title."""
    if title[-1:] in (")", "]"):
        title = _TRAILING_VERSION.sub("", title)
    if not title.isascii():
        decomposed = unicodedata.normalize("NFKD", title)
        title = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", title.casefold()).strip()


def paper_id(title: str, arxiv_id: str = "") -> str:
    """The id of a paper: `arxiv:2404.06773`, or `title:` and twelve hex digits of the normalised title's SHA-256."""
    number = arxiv_number(arxiv_id) if arxiv_id else ""
    if number:
        return f"arxiv:{number}"
    return title_id(normalised_title(title) or " ".join(title.split()))


def title_id(key: str) -> str:
    """The id of a paper without an arXiv number, from its normalised title."""
    return "title:" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def paper_key(title: str, abstract: str) -> str:
    """64 hex digits: SHA-256 of the normalised title and abstract. Who has the same texts has the same paper."""
    text = f"{normalised_title(title) or title}\n{normalised_title(abstract)}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class PaperReference:
    """What a line names; both are "" where it names no paper."""

    arxiv_id: str = ""  # without version
    doi: str = ""

    def __bool__(self) -> bool:
        return bool(self.arxiv_id or self.doi)


def reference_in(line: str) -> PaperReference:
    """The paper that a whole line names, not one of several words that stand beside others."""
    written = " ".join(line.split())[:LONGEST_REFERENCE]
    if " " in written.removeprefix("arXiv: ").removeprefix("doi: ").removeprefix("DOI: "):
        return PaperReference()
    if number := arxiv_number_in_address(written) or (_WHOLE_NUMBER.fullmatch(written) and arxiv_number(written)) or "":
        return PaperReference(arxiv_id=number)
    if doi := doi_in(written):
        return PaperReference(doi=doi)
    if not IS_ADDRESS.match(written):
        return PaperReference()
    if anthology := _ANTHOLOGY.search(written):
        return PaperReference(doi=f"10.18653/v1/{anthology[1].lower()}")
    found = _DOI_IN_ADDRESS.search(unquote(written))
    return PaperReference(doi=doi_in(_END_OF_ADDRESS.sub("", found[0]))) if found else PaperReference()
