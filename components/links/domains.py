"""Host names: which are real, and the one normal form of a URL.

The list of top-level domains is `data/tlds.txt` (its first lines name the source).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import cache, lru_cache
from urllib.parse import quote, urlsplit

from components.paths import DATA

TLD_FILE = DATA / "tlds.txt"

# Written in prose without a scheme these are links as soon as a path follows.
KNOWN_HOSTS = frozenset(
    [
        "github.com",
        "gist.github.com",
        "raw.githubusercontent.com",
        "gitlab.com",
        "bitbucket.org",
        "codeberg.org",
        "gitee.com",
        "huggingface.co",
        "hf.co",
        "youtu.be",
        "youtube.com",
        "vimeo.com",
        "arxiv.org",
        "doi.org",
        "dx.doi.org",
        "zenodo.org",
        "osf.io",
        "figshare.com",
        "openreview.net",
        "aclanthology.org",
        "kaggle.com",
        "colab.research.google.com",
        "drive.google.com",
        "docs.google.com",
        "sites.google.com",
        "anonymous.4open.science",
        "modelscope.cn",
        "paperswithcode.com",
        "dataverse.harvard.edu",
        "openneuro.org",
        "physionet.org",
        "ieee-dataport.org",
        "codeocean.com",
        "pypi.org",
        "bit.ly",
        "tinyurl.com",
        "goo.gl",
        "forms.gle",
        "wandb.ai",
        "replicate.com",
        "readthedocs.org",
        "pan.baidu.com",
        "dropbox.com",
        "bilibili.com",
    ]
)

# Hosts of repositories: an address there is owner/name, and its page shows a readme.
REPOSITORY_HOSTS = frozenset({"github.com", "gitlab.com", "huggingface.co", "bitbucket.org"})

# Every name below these is somebody's site: no path is needed.
SITE_SUFFIXES = (
    ".github.io",
    ".gitlab.io",
    ".hf.space",
    ".netlify.app",
    ".vercel.app",
    ".pages.dev",
    ".readthedocs.io",
    ".streamlit.app",
    ".gradio.live",
    ".web.app",
    ".firebaseapp.com",
    ".wixsite.com",
)

# Endings of file names, and short English words that follow a full stop when the space is missing: as the last label
# of a two-label name in prose they mean a domain only when something else says so.
DOUBTFUL_TLDS = frozenset(
    [
        "py",
        "sh",
        "md",
        "rs",
        "pl",
        "cc",
        "ps",
        "so",
        "pt",
        "zip",
        "mov",
        "ai",
        "in",
        "it",
        "to",
        "is",
        "at",
        "be",
        "as",
        "no",
        "do",
        "am",
        "us",
        "my",
        "me",
        "al",
        "pm",
        "mm",
        "ml",
        "la",
        "app",
        "cat",
        "id",
        "by",
        "one",
        "ms",
        "st",
        "vi",
        "how",
        "now",
        "new",
        "you",
        "here",
        "next",
        "open",
        "best",
        "fit",
        "care",
        "both",
        "foo",
        "eat",
        "if",
        "of",
        "on",
        "we",
        "an",
        "or",
    ]
)
FILE_TLDS = frozenset(["py", "sh", "md", "rs", "pl", "cc", "ps", "so", "pt", "zip", "mov", "pm", "mm", "java"])

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")


@cache
def tlds() -> frozenset[str]:
    """Every top-level domain, lower case, punycode."""
    lines = TLD_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=65536)
def ascii_host(host: str) -> str:
    """Normal form of a host: lower case, punycode (IDNA 2008 with UTS 46), no root dot; "" if it is no host."""
    host = host.rstrip(".")
    if not host:
        return ""
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            host = _with_symbols(host)
    host = host.lower()
    if len(host) > 253 or not all(_LABEL.match(label) for label in host.split(".")):
        return ""
    return host


def _with_symbols(host: str) -> str:
    """Punycode of a host with a symbol such as a star: no longer registered under IDNA 2008, but still answering."""
    labels = host.lower().split(".")
    if not all(sign.isalnum() or sign in "-_" or unicodedata.category(sign) == "So" for sign in "".join(labels)):
        return ""
    return ".".join(each if each.isascii() else f"xn--{each.encode('punycode').decode('ascii')}" for each in labels)


def is_ipv4(host: str) -> bool:
    """True for a dotted quad in its canonical form."""
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False


def is_public_name(host: str) -> bool:
    """True where an ASCII host has a dot and a real top-level domain, or is a dotted quad."""
    labels = host.split(".")
    if len(labels) == 1:
        return False
    return labels[-1] in tlds() or is_ipv4(host)


def normal_url(scheme: str, userinfo: str, host: str, port: str, rest: str) -> str:
    """One spelling for one address; `host` must already be normal, `rest` is path, query and fragment as written."""
    scheme = scheme.lower()
    kept_port = "" if not port or (scheme, port) in (("http", "80"), ("https", "443")) else f":{port}"
    safe = rest if rest.isascii() else quote(rest, safe="!#$%&'()*+,/:;=?@[]~")
    return f"{scheme}://{userinfo}{host}{kept_port}{safe}"


def host_of(url: str) -> str:
    """The host of a normalised URL, "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
