"""What identifies a paper: its arXiv number, its normalised title, and the id everything else refers to."""

from __future__ import annotations

import hashlib
import re
import unicodedata
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
