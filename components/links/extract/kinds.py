"""What a link leads to, from its host, its path and the words around it.

Hosts and paths decide where they say it; the nearest cue word decides for places that hold anything.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from components.links.link import Kind

# Words before a bare domain that say an address follows.
CUE = re.compile(
    r"\b(?:available|accessible|accessed|found|released|hosted|open-?\s?sourced?|published|provided|shared|posted|"
    r"download(?:ed|able)?|obtained|viewed|seen|deployed|maintained|located|online|public|live|explored|tried|listed)\b"
    r"[^.;]{0,40}?\b(?:at|on|via|from|in|through|under|here|and)\b"
    r"|\b(?:visit|see|browse|check(?:\s+out)?|go\s+to|refer\s+to|access|try\s+it\s+at|hosted\s+(?:on|at|by))\b"
    r"|\b(?:codes?|data|datasets?|demos?|videos?|web\s?sites?|web\s?pages?|home\s?pages?|project|pages?|repository|repo|"
    r"urls?|links?|leaderboard|materials?|models?|toolkit|software|benchmark|supplement\w*|site|portal|platform|app|downloads?)\b"
    r"\s*(?:\(?(?:page|site|url|link)\)?)?\s*(?:is|are|at|:|\(|on|via|,)"
    r"|\b(?:web\s?site|web\s?page|home\s?page|project\s?page|url|link)\s*\Z",
    re.IGNORECASE,
)

_CUE_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for kind, words in (
        (
            Kind.CODE,
            r"codes?|codebase|source\s?code|implementations?|software|toolkit|library|scripts?|repositor(?:y|ies)|repo|github|package|toolbox",
        ),
        (Kind.DATASET, r"data|data\s?sets?|corpus|corpora|benchmarks?|annotations?"),
        (Kind.MODEL, r"models?|weights|checkpoints?"),
        (
            Kind.DEMO,
            r"demos?|demonstrations?|playground|interactive|web\s?app(?:lication)?|try|leaderboard|tool|platform|portal|space",
        ),
        (Kind.VIDEO, r"videos?|animations?|footage"),
        (
            Kind.PROJECT_PAGE,
            r"project(?:\s?page|\s?website)?|web\s?sites?|web\s?pages?|home\s?pages?|page|site|samples?|supplement\w*|materials?|results",
        ),
        (Kind.PAPER, r"papers?|preprint|manuscript|article|proceedings|thesis|report"),
    )
)
_STRENGTH = (Kind.CODE, Kind.DATASET, Kind.MODEL)  # when several are named together, the first of these wins

_BY_HOST: dict[Kind, tuple[str, ...]] = {
    Kind.DOI: ("doi.org", "dx.doi.org"),
    Kind.VIDEO: ("youtube.com", "youtu.be", "vimeo.com", "bilibili.com", "player.vimeo.com", "m.youtube.com"),
    Kind.PAPER: (
        "arxiv.org", "openreview.net", "aclanthology.org", "papers.nips.cc", "proceedings.mlr.press", "biorxiv.org",
        "medrxiv.org", "ieeexplore.ieee.org", "dl.acm.org", "link.springer.com", "sciencedirect.com", "nature.com",
        "openaccess.thecvf.com", "semanticscholar.org", "alphaxiv.org", "ssrn.com", "papers.ssrn.com", "hal.science",
    ),
    Kind.DATASET: (
        "figshare.com", "physionet.org", "openneuro.org", "ieee-dataport.org", "data.mendeley.com", "datadryad.org",
        "archive.ics.uci.edu", "dataverse.harvard.edu", "commoncrawl.org", "openslr.org", "kaggle.com",
    ),
    Kind.DEMO: ("colab.research.google.com", "replicate.com", "gradio.app", "mybinder.org"),
    Kind.CODE: ("pypi.org", "cran.r-project.org", "crates.io", "npmjs.com", "codeocean.com", "anaconda.org"),
    Kind.PROJECT_PAGE: ("sites.google.com",),
}  # fmt: skip
_KIND_OF_HOST = {host: kind for kind, hosts in _BY_HOST.items() for host in hosts}
_REPOSITORIES = frozenset(
    [
        "github.com",
        "gist.github.com",
        "raw.githubusercontent.com",
        "gitlab.com",
        "bitbucket.org",
        "codeberg.org",
        "gitee.com",
        "sr.ht",
        "git.sr.ht",
        "anonymous.4open.science",
        "sourceforge.net",
    ]
)
_PAGES = (
    ".github.io",
    ".gitlab.io",
    ".netlify.app",
    ".netlify.com",
    ".pages.dev",
    ".vercel.app",
    ".wixsite.com",
    ".notion.site",
    ".web.app",
    ".firebaseapp.com",
)
_DEMOS = (".hf.space", ".gradio.live", ".streamlit.app", ".streamlitapp.com", ".ngrok.io")
_HUB_PATHS = {
    "datasets": Kind.DATASET,
    "spaces": Kind.DEMO,
    "papers": Kind.PAPER,
    "docs": Kind.OTHER,
    "blog": Kind.OTHER,
}
_SENTENCE_END = re.compile(r"[.!?][)\"'”]?\s+(?=[A-Z(\[])|\n\s*\n")
_AFTER = re.compile(r"\W{0,3}for\s+(?:more\s+|the\s+|our\s+|all\s+)?(.{0,30})", re.IGNORECASE)


def cue_before(text: str, start: int) -> str:
    """The words of the same sentence before an address, as far back as 120 characters."""
    window = text[max(0, start - 120) : start]
    ends = [found.end() for found in _SENTENCE_END.finditer(window)]
    clause = window[ends[-1] :] if ends else window
    clause = re.sub(r"https?://\S+", " ", clause)
    clause = re.sub(r"\\[A-Za-z]+|[{}\[\]$*\ue000\ue001]", " ", clause)
    return " ".join(clause.split()).rstrip(" (")


def kind_of(url: str, cue: str = "", after: str = "") -> Kind:
    """What an address leads to; `cue` are the words before it, `after` those behind."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    segments = [segment for segment in parts.path.split("/") if segment]
    named = _kind_by_words(cue) or _kind_after(after)
    if host in _REPOSITORIES or host.startswith(("gitlab.", "git.")):
        return named if named in (Kind.DATASET, Kind.MODEL) else Kind.CODE
    if host in ("huggingface.co", "hf.co", "modelscope.cn", "modelscope.ai"):
        return _on_hub(segments, named)
    if host == "kaggle.com" and segments[:1] not in (["datasets"], ["competitions"], ["c"]):
        return named or Kind.OTHER
    if host in ("zenodo.org", "osf.io"):
        return named if named in (Kind.CODE, Kind.MODEL) else Kind.DATASET
    if host in _KIND_OF_HOST:
        return _KIND_OF_HOST[host]
    if host.endswith(_DEMOS):
        return Kind.DEMO
    if host.endswith(_PAGES):
        return Kind.PROJECT_PAGE
    if host.endswith((".readthedocs.io", ".readthedocs.org")):
        return Kind.CODE
    if parts.path.lower().endswith(".pdf"):
        return Kind.PAPER
    if parts.path.lower().endswith((".mp4", ".webm", ".mov")):
        return Kind.VIDEO
    return named or Kind.OTHER


def _on_hub(segments: list[str], named: Kind | None) -> Kind:
    first = segments[0] if segments else ""
    if first in _HUB_PATHS:
        return _HUB_PATHS[first]
    if first == "collections" or len(segments) < 2:
        return named if named in (Kind.DATASET, Kind.DEMO) else Kind.MODEL
    return Kind.MODEL


def _kind_by_words(cue: str) -> Kind | None:
    """The kind the words name: the last clause counts, code before data before models where several are named."""
    if not cue:
        return None
    named = [(found.end(), kind) for kind, words in _CUE_WORDS for found in words.finditer(cue)]
    if not named:
        return None
    kinds = {kind for _, kind in named}
    label = re.search(r"([\w\s/-]+):\s*\(?$", cue)  # "Code: …; Dataset: …": the last label speaks for what follows
    if label:
        labelled = [(end, kind) for end, kind in named if end > label.start(1)]
        if labelled:
            kinds = {kind for _, kind in labelled}
            named = labelled
    for kind in _STRENGTH:
        if kind in kinds:
            return kind
    return max(named, key=lambda pair: pair[0])[1]


def _kind_after(after: str) -> Kind | None:
    found = _AFTER.match(after)
    return _kind_by_words(found[1]) if found else None
