"""The two bundled digests: what they hold is known, down to every repair."""

import difflib
import re

import pytest

from components.papers.bundled import bundled_files
from components.papers.cleaning.text import clean
from components.papers.library import read_digests
from components.papers.records import digest_label


@pytest.fixture(scope="module")
def library():
    return read_digests(bundled_files())


def test_counts(library):
    assert [digest.papers for digest in library.digests] == [71, 57]
    assert len(library.papers) == 106
    assert len(library.appearances) == 128
    assert int((library.papers["seen"] == 2).sum()) == 22
    assert library.papers["paper_id"].is_unique
    assert not library.doubtful
    assert [report.error for report in library.reports] == ["", ""]
    assert [(report.refused, report.unknown) for report in library.reports] == [(0, 0), (0, 0)]


def test_labels_and_date(library):
    assert [digest.label for digest in library.digests] == ["Causality", "Attention Mar 14"]
    assert [digest.date for digest in library.digests] == ["", "Mar 14"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("daily-papers-attention-mar-14.txt", "Attention Mar 14"),
        ("hf_march_3.txt", "Hf March 3"),
        ("notes-mark-2.txt", "Notes mark 2"),
        ("summary 3.csv", "Summary 3"),
        ("2026-11-03.json", "2026-11-03"),
        ("mar.bib", "Mar"),
    ],
)
def test_a_label_is_what_a_person_calls_the_file(name, label):
    assert digest_label(name) == label


def test_nothing_is_invented(library):
    papers = library.papers
    assert (papers["arxiv_id"] == "").all()
    assert (papers["published"] == "").all()
    assert papers["votes"].isna().all()
    assert all(authors == () for authors in papers["authors"])


def test_every_line_is_accounted_for():
    from components.papers.reading import registry
    from components.papers.reading.content import Content

    for file in bundled_files():
        content = Content(file.content)
        reading = registry.read(content)
        covered = {
            number
            for first, last in [*(paper.lines for paper in reading.papers if paper.lines), *reading.frame]
            for number in range(first, last + 1)
        }
        assert {number for number, line in enumerate(content.lines, 1) if line.strip()} <= covered


LEFTOVERS = {
    r"na\"ive ML": "naïve ML",
    r"(\eg data flow": "(e.g. data flow",
    r"this \emph{scan and snap} dynamics": "this scan and snap dynamics",
    "230times speedup": "230× speedup",
    "5 700times speedup": "5 700× speedup",
    "9.1times higher": "9.1× higher",
    "(6times the": "(6× the",
    "11.9times higher": "11.9× higher",
    "19.2times higher": "19.2× higher",
    "11.0 pm 1.3 points": "11.0 ± 1.3 points",
    "Oleft(n^{1.5}dright)": "O(n^1.5)",
    "Oleft(n^2dright)": "O(n^2)",
    "The PILE--showing": "The PILE–showing",
    "``CodeT5+''": "“CodeT5+”",
    "``Self-''": "“Self-”",
    r"(i.\,i.\,d)": "(i.i.d)",
}


@pytest.mark.parametrize(("damaged", "repaired"), LEFTOVERS.items())
def test_leftovers_are_repaired(library, damaged, repaired):
    rows = library.papers[library.papers["raw_abstract"].str.contains(damaged, regex=False)]
    assert len(rows) >= 1
    assert rows["abstract"].str.contains(repaired, regex=False).all()
    assert not rows["abstract"].str.contains(damaged, regex=False).any()


ALLOWED = re.compile(r"[\\\"{}\^–“”'`×±ï.,\- ]|--|times|pm|left|dright|emph|eg|e\.g\.|[.]")


def test_nothing_else_is_changed(library):
    for row in library.papers.itertuples():
        for raw, text in ((row.raw_title, row.title), (row.raw_abstract, row.abstract)):
            matcher = difflib.SequenceMatcher(None, raw.split(), text.split(), autojunk=False)
            for kind, a, b, c, d in matcher.get_opcodes():
                if kind == "equal":
                    continue
                before, after = " ".join(raw.split()[a:b]), " ".join(text.split()[c:d])
                assert re.search(r"\\|``|''|--|\dtimes|pm|left\(|}", before), (before, after)
                assert ALLOWED.sub("", before.replace(r"\"i", "ï")) == ALLOWED.sub("", after)


def test_clean_text_stays_clean(library):
    for text in [*library.papers["title"], *library.papers["abstract"]]:
        assert clean(text) == text


def test_the_version_follows_the_content(library):
    assert read_digests(bundled_files()).version == library.version
    assert read_digests(bundled_files()[:1]).version != library.version
