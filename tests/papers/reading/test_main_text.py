"""Main-text extraction in all its variants, and what is no digest at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.papers.library import read_digests
from components.papers.paper import DigestFile

PAPERS = [
    (
        "Music Transformer",
        "We present a model that generates music with long-term structure. It uses relative attention.",
    ),
    ("Is Attention Enough?", "Attention is all the rage. We show that our simple baselines are better in most tasks."),
    ("GANs", "This paper trains two networks against each other. Results show sharp images on three datasets."),
    (
        "Why Do We Sleep: A Study of Replay.",
        "Sleep is studied with models of memory. We propose one; code is at https://x.io.",
    ),
]
TOP = "new\n\nGet trending papers in your email inbox!\n\nSubscribe"
HEADERS = [
    TOP + "\n\nDaily Papers\n\nby AK and the research community",
    TOP.replace("!", " once a day!") + "\n\nDaily Papers\n\nby AK and the research community",
    TOP + "\n\nbyAK and the research community",
    "byAK and the research community\n\nMar 14",
    TOP + "\n\nDaily Papers\n\nby AK and the research community\n\nMar 14, 2025",
]
DATES = ["", "", "", "Mar 14", "2025-03-14"]


def text_of(header, joint="\n\n"):
    return joint.join([header.replace("\n\n", joint), *(part for paper in PAPERS for part in paper)])


def read(text):
    content = text if isinstance(text, bytes) else text.encode()
    return read_digests([DigestFile("digest.txt", content)])


def pairs(library):
    return list(zip(library.papers["raw_title"], library.papers["raw_abstract"], strict=True))


@pytest.mark.parametrize(("header", "date"), list(zip(HEADERS, DATES, strict=True)))
@pytest.mark.parametrize("joint", ["\n\n", "\n", "\n\n\n"])
@pytest.mark.parametrize("form", ["plain", "crlf", "bom", "utf-16", "footer", "quoted"])
def test_variants(header, date, joint, form):
    text = text_of(header, joint)
    if form == "footer":
        text += joint + joint.join(["Previous", "Next", "Company", "TOS", "Privacy"])
    if form == "quoted":
        text = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    content = text.encode("utf-16" if form == "utf-16" else "utf-8-sig" if form == "bom" else "utf-8")
    library = read(content.replace(b"\n", b"\r\n") if form == "crlf" else content)
    assert pairs(library) == PAPERS
    assert library.digests[0].date == date
    assert library.digests[0].shape == "Daily Papers page text"
    assert library.reports[0].unknown == 0


def test_wrapped_paragraphs_are_joined():
    wrapped = [
        (title, abstract.replace(" that", "\nthat").replace(" with", "\nwith").replace(" in most", "\nin most"))
        for title, abstract in PAPERS
    ]
    text = "\n\n".join([HEADERS[0], *(part for paper in wrapped for part in paper)])
    assert pairs(read(text)) == PAPERS


def test_pairs_without_a_header():
    text = "\n\n".join(part for paper in PAPERS for part in paper)
    library = read(text)
    assert pairs(library) == PAPERS
    assert library.digests[0].shape == "titles and abstracts"


def test_a_lost_title_is_reported_and_costs_no_neighbour():
    parts = [part for paper in PAPERS for part in paper]
    del parts[2]
    library = read("\n\n".join([HEADERS[0], *parts]))
    assert pairs(library) == [PAPERS[0], PAPERS[2], PAPERS[3]]
    assert [(note.kind, note.lines) for note in library.reports[0].notes] == [("unknown", (15, 15))]


def test_a_lost_abstract_leaves_a_paper_without_one():
    parts = [part for paper in PAPERS for part in paper]
    del parts[1]
    library = read("\n\n".join([HEADERS[0], *parts]))
    assert pairs(library) == [(PAPERS[0][0], ""), *PAPERS[1:]]


def test_a_quotation_in_a_text_stays():
    title = "> Attention"
    library = read("\n\n".join([HEADERS[0], title, PAPERS[0][1]]))
    assert library.papers["title"].tolist() == [title]


def test_markup_in_a_title_is_text():
    title = "<script>alert(1)</script> **bold** [x](javascript:alert(1)) Attack"
    library = read("\n\n".join([HEADERS[0], title, PAPERS[0][1]]))
    assert library.papers["title"].tolist() == [title]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n \r\n", "empty"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (bytes(range(256)) * 40, "binary"),
        (b"hello\n\nThis is a letter. It has no papers in it at all. Bye.", "No paper was found"),
        (b"lorem ipsum dolor sit amet. " * 5000, "No paper was found"),
        ((HEADERS[0] + "\n\nnothing\n\nhere").encode(), "no paper"),
    ],
)
def test_what_holds_no_paper_gets_a_sentence(content, words):
    library = read(content)
    (report,) = library.reports
    assert words in report.error
    assert len(library.papers) == 0
    assert library.digests == ()


def test_a_bad_file_leaves_the_others_untouched():
    good = DigestFile("good.txt", text_of(HEADERS[0]).encode())
    library = read_digests([DigestFile("bad.bin", b"\x00\x01\x02" * 99), good])
    assert pairs(library) == PAPERS
    assert [bool(report.error) for report in library.reports] == [True, False]


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_get_a_report(content):
    library = read(content)
    assert len(library.reports) == 1
    assert bool(library.reports[0].error) == (len(library.digests) == 0)
