"""Account of what stands in a file: arXiv numbers that no paper has are told, and what is no paper is refused."""

from components.papers.library import read_digests
from components.papers.paper import DigestFile

LISTED = "".join(
    f"- [Boats of the Lake, Part {word}](https://arxiv.org/abs/2601.0100{k})\n" for k, word in enumerate("ABC")
)


def _report(text, name="list.md"):
    library = read_digests([DigestFile(name, text.encode())])
    return library, library.reports[0]


def test_numbers_that_are_no_papers_are_counted_and_named():
    library, report = _report(
        LISTED + "\nHow they swim is said elsewhere, of course.\n\n## x\n\nhttps://arxiv.org/abs/2601.09999\n"
    )
    assert (len(library.papers), report.missed) == (3, 1)
    assert report.notes[0].sentence.startswith("4 arXiv numbers stand in this file, 3 were read. Not read: 2601.09999.")
    assert report.titles == tuple(library.papers["title"])


def test_numbers_that_a_paper_names_itself_are_accounted_for():
    rows = '[{"title": "Boats of the Lake", "arxiv_id": "2601.01001", "abstract": "Goes on from https://arxiv.org/abs/2501.00001."}]'
    assert _report(rows)[1].missed == 0
    assert _report(LISTED)[1].missed == 0


def test_a_links_label_is_no_title_and_a_table_no_abstract():
    table = "a | b | c | d | e | f | g"
    library, report = _report(f'title,abstract\npaper,\nBoats of the Lake,"{table}"\n', "a.csv")
    assert list(library.papers["title"]) == ["Boats of the Lake"]
    assert "what a link or a date is called" in report.notes[0].sentence
