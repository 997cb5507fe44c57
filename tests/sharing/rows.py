"""Rows of a catalogue, complete or bare, for the exports."""

import pandas as pd
from hypothesis import strategies as st

FULL = {
    "paper_id": "arxiv:2404.06773",
    "title": "Adapting LLaMA Decoder to Vision Transformer",
    "abstract": "Line one.\nTwo & 5%.",
    "authors": ("Jiahao Wang", "Zoë Müller"),
    "organisation": "HKU",
    "arxiv_id": "2404.06773",
    "doi": "",
    "published": "2024-04-10",
    "venue": "",
    "type": "",
    "year": "",
    "categories": (),
    "status": "",
    "votes": 17,
    "stars": 50,
    "citations": 12,
    "citation_counts": ("OpenAlex: 12, 2026-11-03", "Semantic Scholar: 13, 2026-11-04"),
    "retracted": "",
    "digests": ("march", "may"),
    "topic_name": "Vision",
    "decision": "starred",
    "tags": ("To read", "a,b"),
    "note": "Ask Ana & Bo",
    "rating": 4,
    "keywords": ("ViT",),
    "links": ("https://github.com/x/y", "https://example.org/page"),
    "kinds": ("code", "project page"),
}
BARE = {name: () if isinstance(value, tuple) else "" for name, value in FULL.items()} | {
    "paper_id": "title:0123456789ab",
    "title": "A Title",
    "votes": None,
    "stars": None,
    "citations": None,
    "digests": ("march",),
    "decision": "inbox",
    "rating": 0,
}


def rows(*papers):
    """A frame of the given papers, each FULL or BARE with changes."""
    return pd.DataFrame(list(papers), columns=list(FULL)).astype(
        {"votes": "Int64", "stars": "Int64", "citations": "Int64"}
    )


def full(**changes):
    return FULL | changes


def bare(**changes):
    return BARE | changes


HOSTILE = [
    "plain", "", " ", "=1+1", "@SUM(A1)", "'=x", " -1", "\tx", "a\\", "\\& \\_", "&lt;b&gt;", "a | b", "\x00\x07",
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "![i](http://x/y.png)", "**bold**", "# head", "- item",
    "1. one", "`code` $x_1^2$ ~ & % # _ { } \\", "}} @misc{x, a={", "http://evil.example www.evil.example",
    "me@evil.example", ":red[x] :material/delete:", "line\r\nline\n\nER  - \nTY  - JOUR", "XX  - tag", "\u2028sep",
    "因果 مرحبا 🙂", '"quoted", comma; semicolon', "and And AND", "Müller, Zoë and others",
]  # fmt: skip
ADDRESSES = [
    "https://a.org/x?y=1&z=(2)", "http://b.org/%20_{}", "javascript:alert(1)", "data:text/html,x",
    "https://c.org/a b", "ftp://d.org", "https://e.org/\u202e",
]  # fmt: skip
SIGNS = "=+-@'\t \"{}\\&%$#_~^,;\n*[]()<>!`|.:/a1"
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.text(SIGNS, max_size=30))
several = st.lists(texts, max_size=3).map(tuple)
any_paper = st.fixed_dictionaries(
    {
        "paper_id": st.integers(0, 10**12).map(lambda number: f"title:{number:012x}"),
        "title": texts,
        "abstract": texts,
        "authors": several,
        "organisation": texts,
        "arxiv_id": st.sampled_from(["", "2404.06773", "cs/0101001", "math.GT/0309136"]),
        "doi": st.sampled_from(
            ["", "10.1145/3097983.3098036", "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0"]
        ),
        "published": st.sampled_from(["", "2024", "2024-03", "2024-03-14", "Mar 14", "soon"]),
        "venue": texts,
        "type": st.sampled_from(["", "conference paper", "journal article", "preprint", "book"]),
        "year": st.sampled_from(["", "2023", "2024"]),
        "categories": st.sampled_from([(), ("cs.CL",), ("cs.LG", "stat.ML")]),
        "status": texts,
        "votes": st.none() | st.integers(0, 9999),
        "citations": st.none() | st.integers(0, 9999),
        "citation_counts": several,
        "retracted": texts,
        "digests": several,
        "topic_name": texts,
        "decision": st.sampled_from(["inbox", "starred", "later", "hidden"]),
        "tags": several,
        "note": texts,
        "rating": st.integers(0, 5),
        "keywords": several,
        "links": st.lists(st.sampled_from(ADDRESSES), max_size=3).map(tuple),
    }
).map(lambda changes: BARE | changes)
any_rows = st.lists(any_paper, max_size=3, unique_by=lambda paper: str(paper["paper_id"])).map(lambda all_: rows(*all_))
