"""Notes with front matter, exports of chats, trackers, saved pages, alerts and copied pages of one paper."""

import io
import json
import zipfile

import pytest

from components.papers.library import read_digests
from components.papers.paper import DigestFile

TITLES = (
    "Quiet Engines: Sparse Routing for Tiny Boats",
    "Do Ferries Dream of Fog?",
    "Tidal-3: A Corpus of Harbour Talk",
)
NUMBERS = ("2601.01001", "2601.01002", "2601.01003")
TEXT = (
    "Boats are slow when they are routed too early. We route them late and show that the loss is halved on five lakes."
)
TEXTS = tuple(TEXT + f" It holds for {what}, too." for what in ("rivers", "ferries in fog", "whales and their calls"))
PEOPLE = ("Ada Byron", "Charles Babbage")
PAPERS = tuple(zip(TITLES, NUMBERS, strict=True))
TOLD = tuple(zip(TITLES, NUMBERS, TEXTS, strict=True))
TABLE = "|**2026-01-08**|**{t}**|Ada Byron et.al.|[{n}](http://arxiv.org/abs/{n})|**[link](https://github.com/l/r)**|\n"
ITEM = "- 2026-01-08, **{t}**, Ada Byron et.al., Paper: [http://arxiv.org/abs/{n}](http://arxiv.org/abs/{n})\n"


def _library(content, name="given"):
    return read_digests([DigestFile(name, content if isinstance(content, bytes) else content.encode())])


def _pairs(library):
    return tuple(zip(library.papers["title"], library.papers["arxiv_id"], strict=True))


NOTES = {
    "YAML": '---\ntitle: "{t}"\nauthors:\n  - Ada Byron\n  - "[[Charles Babbage]]"\nurl: https://arxiv.org/abs/{n}\n'
    "tags: [boats]\nstatus: to-read\n---\n\n# {t}\n\n> [!abstract]\n> {a}\n\n## Notes\n\n- read again\n",
    "TOML": '+++\ntitle = "{t}"\nauthors = ["Ada Byron", "Charles Babbage"]\nabstract = "{a}"\narxiv = '
    '"{n}"\n+++\nMine.\n',
    "Logseq": "title:: {t}\nauthors:: [[Ada Byron]], [[Charles Babbage]]\nurl:: https://arxiv.org/abs/{n}\n\n- "
    "## Abstract\n- {a}\n",
}


@pytest.mark.parametrize("kind", NOTES)
def test_a_note_is_a_paper(kind):
    library = _library(NOTES[kind].format(t=TITLES[0], n=NUMBERS[0], a=TEXT))
    assert _pairs(library) == PAPERS[:1]
    assert library.papers["authors"][0] == PEOPLE
    if kind != "Logseq":
        assert library.papers["abstract"][0] == TEXT


def test_a_folder_of_notes_is_one_digest():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for title, number, text in TOLD:
            archive.writestr(f"vault/{number}.md", NOTES["YAML"].format(t=title, n=number, a=text))
        archive.writestr("vault/index.md", "# Mine\n\nNothing here.\n")
    library = _library(packed.getvalue())
    assert _pairs(library) == PAPERS
    assert len(library.digests) == 1


CHATS = {
    "Slack": [{"type": "message", "ts": "1.0", "text": f"*<https://arxiv.org/abs/{n}|{t}>*\n{a}"} for t, n, a in TOLD],
    "Telegram": {
        "messages": [
            {
                "type": "message",
                "text": [
                    {"type": "bold", "text": t},
                    f"\n\n{a}\n\n",
                    {"type": "link", "text": f"https://arxiv.org/abs/{n}"},
                ],
            }
            for t, n, a in TOLD
        ]
    },
    "Discord": {
        "messages": [
            {
                "content": f"https://arxiv.org/abs/{n}",
                "embeds": [{"title": t, "url": f"https://arxiv.org/abs/{n}", "description": a}],
            }
            for t, n, a in TOLD
        ]
    },
    "tracker of rows": {"Boats": {n: TABLE.format(t=t, n=n) for t, n in PAPERS}},
    "tracker of items": {"Boats": {n: ITEM.format(t=t, n=n) for t, n in PAPERS}},
}


@pytest.mark.parametrize("kind", CHATS)
def test_messages_and_rows_in_json_are_papers(kind):
    library = _library(json.dumps(CHATS[kind]))
    assert _pairs(library) == PAPERS, library.reports[0].error
    if kind in ("Slack", "Telegram"):
        assert list(library.papers["abstract"]) == list(TEXTS)
    if "tracker" in kind:
        assert library.papers["authors"][0] == ("Ada Byron",)


def test_a_copied_chat_gives_its_papers_and_no_names():
    text = "".join(f"[13/01/2026, 09:1{k}:33] Anna: {t} https://arxiv.org/abs/{n}\n" for k, (t, n) in enumerate(PAPERS))
    assert _pairs(_library(text + "[13/01/2026, 09:20:00] Ben: nice, thanks!\n")) == PAPERS


def test_a_page_that_says_in_its_head_what_paper_it_is():
    page = (
        "<html><head><title>x</title><meta name='citation_title' content='Do Ferries Dream of Fog?'>"
        "<meta name='citation_author' content='Byron, Ada'><meta name='citation_author' content='Babbage, Charles'>"
        "<meta name='citation_publication_date' content='2026/01/08'><meta name='citation_doi' "
        "content='10.1234/fog.1'>"
        f"</head><body><h1>A journal</h1><blockquote class='abstract'>Abstract: {TEXT}</blockquote></body></html>"
    )
    row = _library(page).papers.iloc[0]
    assert (row["title"], row["authors"], row["abstract"]) == (TITLES[1], PEOPLE, TEXT)
    assert (row["published"], row["doi"]) == ("2026-01-08", "10.1234/fog.1")


PAGES = {
    "CVF": '<dt class="ptitle"><br><a href="/content/{n}.html">{t}</a></dt><dd><a href="#">Ada Byron</a>, <a '
    'href="#">Charles Babbage</a></dd><dd>[<a href="/p/{n}.pdf">pdf</a>]</dd>',
    "PMLR": '<div class="paper"><p class="title">{t}</p><p class="details"><span class="authors">Ada Byron, '
    'Charles Babbage</span></p><p class="links"><a href="https://proceedings.mlr.press/v1/{n}.html">abs</a></p></div>',
    "ACL": '<p class="d-sm-flex align-items-stretch"><span><strong><a class=align-middle '
    "href=/2026.acl-long.{n}/>{t}</a></strong><br><a href=/people/a/>Ada Byron</a> | <a href=/people/c/>Charles "
    "Babbage</a></span></p>",
    "papers.cool": '<div id="{n}" class="panel paper"><h2 class="title"><a '
    'href="https://arxiv.org/abs/{n}">#1</a> <a class="title-link" href="/arxiv/{n}">{t}</a> <a>[PDF]</a></h2><p '
    'class="authors">Authors: <a class="author">Ada Byron</a>, <a class="author">Charles Babbage</a></p><p '
    'class="summary">A text.</p></div>',
}


@pytest.mark.parametrize("kind", PAGES)
def test_pages_of_proceedings_and_readers(kind):
    page = (
        "<html><body><h1>Boats 2026</h1>" + "".join(PAGES[kind].format(t=t, n=n) for t, n in PAPERS) + "</body></html>"
    )
    library = _library(page)
    assert tuple(library.papers["title"]) == TITLES
    assert all(authors == PEOPLE for authors in library.papers["authors"])


def test_a_scholar_alert_has_all_its_papers_with_the_publishers_addresses():
    found = "".join(
        f'<h3><span>[PDF]</span> <a href="https://scholar.google.com/scholar_url?url='
        f'https://www.nature.com/articles/{n}&amp;hl=en" '
        f'class="gse_alrt_title">{t}</a></h3><div>A Byron, C Babbage - Journal of Boats, 2026</div>'
        '<div class="gse_alrt_sni">Boats are slow when …</div>'
        for t, n in PAPERS
    )
    mail = (
        "From: Google Scholar Alerts <a@google.com>\nTo: me@example.org\nSubject: boats\nMIME-Version: 1.0\n"
        f'Content-Type: text/html; charset="utf-8"\n\n<html><body><div>{found}<p>This message was sent by Google '
        f"Scholar</p></div></body></html>\n"
    )
    library = _library(mail)
    assert tuple(library.papers["title"]) == TITLES
    assert library.papers["links"][0] == (f"https://www.nature.com/articles/{NUMBERS[0]}",)
    assert library.papers["authors"][0] == ("A Byron", "C Babbage")
    assert not any(library.papers["abstract"])


def test_copied_pages_of_one_paper():
    for page in (
        f"# {TITLES[0]}\n\nPublished on Jan 8\n\n·\n\nUpvote\n\n12\n\nAuthors:\n\nAda Byron\n\n,\n\nCharles "
        f"Babbage\n\n## Abstract\n\n{TEXT}\n\n"
        f"[View arXiv page](https://arxiv.org/abs/{NUMBERS[0]})[View "
        f"PDF](https://arxiv.org/pdf/{NUMBERS[0]})\n\n## Community\n\nNice.\n",
        f"Computer Science > Robotics\n[Submitted on 8 Jan 2026]\n{TITLES[0]}\nAda Byron, Charles Babbage\nView "
        f"PDF\nHTML (experimental)\n{TEXT}\nComments: 9 pages\n"
        f"Cite as: arXiv:{NUMBERS[0]} [cs.RO]\n",
    ):
        library = _library(page)
        assert _pairs(library) == PAPERS[:1]
        assert (library.papers["abstract"][0], library.papers["authors"][0]) == (TEXT, PEOPLE)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("2601.01001\n2601.01002\n", "Only arXiv numbers, no titles"),
        ("https://arxiv.org/abs/2601.01001\nhttps://openreview.net/forum?id=x\n", "Only addresses, no titles"),
        ("10.1234/abc.1\n10.1234/abc.2\n", "Only DOIs, no titles"),
        (b"SQLite format 3\0" + bytes(200), "Export the papers there as BibTeX or RIS"),
    ],
)
def test_what_holds_no_titles_is_named_with_the_way_out(content, words):
    assert words in _library(content).reports[0].error
