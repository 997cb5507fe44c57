"""Addresses in a line of a list: what they are called, where they lead, and whether a paper is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from components.papers.identity import arxiv_number_in_address
from components.papers.reading.markdown.markdown_links import is_paper_page

_LINK = re.compile(
    r"\[(?P<label>(?:[^\[\]\\]|\\.|!?\[(?:[^\[\]\\]|\\.)*\](?:\([^()]*\))?){0,400})\]"
    r"(?:(?<=\]) (?=\(http))?\(\s*<?(?P<url>(?:https?://|/abs/|/pdf/|"
    r"/papers/)[^\s)>]*(?:\([^\s()]*\)[^\s)>]*)*)>?(?:\s+[\"'][^\"'\n]*[\"'])?\s*\)"
    r"|(?P<raw>(?<!\]\()(?<![\w\"'=])https?://[^\s)\]>|\"'<]+)"
    r"|(?<![\w./])(?P<bare>arxiv\.org/(?:abs|pdf)/[^\s)\]>|,]+)"
    r"|(?<![\w./])(?P<id>arXiv\s?:\s?\d{4}\.\d{4,5}(?:v\d+)?)",
    re.I,
)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_HOSTS = re.compile(
    r"(?:thecvf\.com/|proceedings\.mlr\.press/|mlr\.press/|ieeexplore\.ieee\.org/|computer\.org/csdl|"
    r"ojs\.aaai\.org/|aaai\.org/ojs|aaai\.org/papers|"
    r"dl\.acm\.org/|nips\.cc/|neurips\.cc/|link\.springer\.com/|springer\.com/|sciencedirect\.com/|"
    r"nature\.com/articles|"
    r"science\.org/|sciencemag\.org/|isca-speech\.org/|isca-archive\.org/|ecva\.net/|jmlr\.org/|jmlr\.csail|"
    r"semanticscholar\.org/|"
    r"biorxiv\.org/|medrxiv\.org/|ssrn\.com/|hal\.science/|hal\.archives|usenix\.org/|vldb\.org/|ijcai\.org/|"
    r"mdpi\.com/|frontiersin\.org/|"
    r"plos\.org/|pnas\.org/|wiley\.com/|tandfonline\.com/|cell\.com/|eprint\.iacr\.org/|techrxiv\.org/|"
    r"aclweb\.org/|roboticsproceedings\.org/|"
    r"journals\.|academic\.oup\.com/|ncbi\.nlm\.nih\.gov/|iclr\.cc/|icml\.cc/|bmvc|interspeech|"
    r"ndss-symposium\.org/|dblp\.org/rec|"
    r"distill\.pub/20|transformer-circuits\.pub/20|researchgate\.net/publication|philpapers\.org/rec|osf\.io/|"
    r"preprints\.org/|"
    r"chemrxiv\.org/|papers\.ssrn|sagepub\.com/|pubs\.acs\.org/|iopscience|aps\.org/|aip\.org/|siam\.org/|"
    r"emerald\.com/|"
    r"dspace|eccv|cv-foundation\.org/|huggingface\.co/papers|lrec-conf\.org/|core\.ac\.uk/|zenodo\.org/rec|"
    r"ar5iv|scirate\.com/arxiv)",
    re.I,
)
_ELSEWHERE = re.compile(
    r"(?:github\.com|gitlab\.com|bitbucket\.org|github\.io|huggingface\.co|hf\.co|colab\.research|kaggle\.com|"
    r"youtube\.com|youtu\.be|"
    r"twitter\.com|//x\.com|bilibili\.com|zhihu\.com|weixin\.qq|medium\.com|shields\.io|reddit\.com|discord|"
    r"slack\.com|wikipedia\.org|"
    r"linkedin\.com|//t\.co/|facebook\.com|spotify\.com|replicate\.com|paperswithcode\.com/sota|sites\.google|"
    r"docs\.google|"
    r"drive\.google|amazon\.|netlify|vercel|readthedocs|pypi\.org|npmjs|unsubscribe|settings|scholar_share|citations\?|"
    r"pan\.baidu|csdn\.net|notion\.|substack\.com|ycombinator|stackoverflow|\.(?:png|jpe?g|gif|svg|mp4|zip|"
    r"ipynb)(?:$|\?))",
    re.I,
)
_REDIRECTS = ("url", "q", "u", "target", "redirect", "redirect_url")


@dataclass(frozen=True, slots=True)
class Address:
    """One address in a text: what it is called ("" for a bare one), where it stands and what it leads to."""

    label: str
    url: str
    start: int
    end: int
    kind: str  # "paper", "other" or "elsewhere" (code, videos, talk)
    badge: bool = False  # the label was a picture


def addresses(text: str) -> list[Address]:
    """Every address in a text, in order, redirections of mails unwrapped."""
    found: list[Address] = []
    if "http" not in text and "](" not in text and "arxiv" not in text.lower():
        return found
    for match in _LINK.finditer(text):
        url = match["url"] or match["raw"] or match["bare"] or match["id"]
        if match["raw"] or match["bare"]:
            url = url.rstrip(".,;:!?*_")
        if match["bare"]:
            url = "https://" + url
        elif match["id"]:
            url = "https://arxiv.org/abs/" + re.sub(r"^arxiv\s?:\s?", "", url, flags=re.I)
        elif url.startswith("/"):
            url = ("https://huggingface.co" if url.startswith("/papers/") else "https://arxiv.org") + url
        url = unwrapped(url)
        label = match["label"] or ""
        shown = _IMAGE.sub(" ", label) if "![" in label else label
        found.append(Address(shown.strip(), url, match.start(), match.end(), _kind(url), shown != label))
    return found


def unwrapped(url: str) -> str:
    """The address that a redirection of a mail or of a search engine leads to; the address itself where it is none."""
    for _ in range(3):
        if "?" not in url or not re.search(
            r"scholar_url\?|google\.[a-z.]+/url\?|safelinks|/redirect|/l\.php|link\?", url
        ):
            return url
        try:
            given = parse_qs(urlsplit(url.replace("&amp;", "&")).query)
        except ValueError:
            return url
        inner = next((given[name][0] for name in _REDIRECTS if given.get(name, [""])[0].startswith("http")), "")
        if not inner:
            return url
        url = inner
    return url


def _kind(url: str) -> str:
    if is_paper_page(url) or arxiv_number_in_address(url):
        return "paper"
    if _ELSEWHERE.search(url):
        return "paper" if re.search(r"\.pdf(?:$|[?#])", url) and "shields" not in url else "elsewhere"
    if _HOSTS.search(url) or re.search(r"\.pdf(?:$|[?#])|/doi/10\.|/10\.\d{4,9}/|/papers?/\S", url, re.I):
        return "paper"
    return "other"
