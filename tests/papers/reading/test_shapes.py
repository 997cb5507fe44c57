"""Every shape read back: invented papers, written as each source writes them, must come out whole."""

import pytest

from components.papers.cleaning.text import clean
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from tests.papers.made_papers import Made, made_papers
from tests.papers.reading.made_shapes import SHAPES


def _expected(paper: Made, field: str):
    return {
        "title": clean(paper.title),
        "abstract": clean(paper.abstract),
        "id": paper.number,
        "votes": paper.votes,
        "date": paper.published,
        "authors": paper.authors,
        "comments": paper.comments,
        "organisation": paper.organisation,
        "stars": paper.stars,
        "monthday": paper.published[8:].lstrip("0"),
    }[field]


def _read(row, field: str):
    if field == "monthday":
        return row["published"].split()[-1]
    return row[{"id": "arxiv_id", "date": "published"}.get(field, field)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", SHAPES)
def test_round_trip(shape, seed):
    write, fields = SHAPES[shape]
    papers = made_papers(seed, 1 if shape == "single paper" else 7)
    library = read_digests([DigestFile("digest", write(papers))])
    assert [report.error for report in library.reports] == [""]
    rows = library.papers.to_dict("records")
    for field in fields.split():
        assert [_read(row, field) for row in rows] == [_expected(one, field) for one in papers], field
    (report,) = library.reports
    assert report.papers == len(papers)
    assert report.refused == 0


@pytest.mark.parametrize("shape", SHAPES)
def test_one_paper_is_enough(shape):
    write, fields = SHAPES[shape]
    library = read_digests([DigestFile("digest", write(made_papers(11, 1)))])
    assert len(library.papers) == 1, library.reports[0].error
    assert library.papers["title"][0] == clean(made_papers(11, 1)[0].title) or "title" not in fields


@pytest.mark.parametrize("shape", SHAPES)
def test_the_name_says_nothing(shape):
    write, _ = SHAPES[shape]
    content = write(made_papers(2))
    shapes = {read_digests([DigestFile(name, content)]).digests[0].shape for name in ("a.csv", "b.html", "noname")}
    assert len(shapes) == 1


def test_all_shapes_of_one_day_are_one_set_of_papers():
    papers = made_papers(5)
    files = [
        DigestFile(f"{k}", write(papers)) for k, (shape, (write, _)) in enumerate(SHAPES.items()) if shape != "BibTeX"
    ]
    library = read_digests(files)
    assert len(library.papers) == len(papers)
    assert library.papers["votes"].tolist() == [one.votes for one in papers]
    assert library.papers["authors"].map(len).tolist() == [len(one.authors) for one in papers]
    assert not library.doubtful


LISTING = """Skip to main content
We gratefully acknowledge support from our members.
Showing new listings for Friday, 20 November 2026
Total of 2 entries
New submissions (showing 1 of 1 entries)
[1] arXiv:2611.10001 [pdf, html, other]
Title: Engines: That Weave
Ada Lovelace (London), Charles Babbage
Comments: 12 pages, code at https://github.com/ada/engine
Subjects: Computation and Language (cs.CL); Logic (math.LO)
We weave algebraical patterns.
Replacement submissions (showing 1 of 1 entries)
[2] arXiv:math/0601003 (replaced) [pdf]
Title:
A Replaced Paper
Emmy Noether
Journal-ref: Proc. 2026
Subjects: Logic (math.LO)
Total of 2 entries
About Help
Contact Subscribe
"""


def test_an_arxiv_listing_copied_from_its_page_is_read_whole():
    library = read_digests([DigestFile("copied.txt", LISTING.encode())])
    first, second = library.papers.to_dict("records")
    assert (first["title"], first["abstract"]) == ("Engines: That Weave", "We weave algebraical patterns.")
    assert first["authors"] == ("Ada Lovelace", "Charles Babbage")
    assert first["links"] == ("https://github.com/ada/engine",)
    assert first["categories"] == ("cs.CL", "math.LO")
    assert (second["title"], second["abstract"], second["arxiv_id"]) == ("A Replaced Paper", "", "math/0601003")
    assert second["authors"] == ("Emmy Noether",)
    assert library.digests[0].date == "2026-11-20"
    assert (library.reports[0].shape, library.reports[0].notes) == ("arXiv listing page", ())
