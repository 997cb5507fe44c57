"""Every shape read back: invented papers, written as each source writes them, must come out whole."""

import pytest

from components.papers.cleaning import clean
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from tests.papers.made_papers import Made, made_papers
from tests.papers.made_shapes import SHAPES


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
