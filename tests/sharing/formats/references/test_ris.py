import rispy
from hypothesis import given

from components.sharing.formats.entry import entries, one_line
from components.sharing.formats.references import own_mark
from components.sharing.formats.references.ris import _author, address, to_text
from tests.sharing.rows import any_rows, bare, full, rows


def test_a_record_has_a_line_for_all_that_is_known():
    assert to_text(rows(full())).split("\r\n") == [
        "TY  - UNPB",
        "ID  - arxiv:2404.06773",
        "TI  - Adapting LLaMA Decoder to Vision Transformer",
        "AU  - Wang, Jiahao",
        "AU  - Müller, Zoë",
        "PY  - 2024",
        "DA  - 2024/04/10/",
        "AB  - Line one. Two & 5%.",
        "KW  - To read",
        "KW  - a,b",
        "DO  - 10.48550/arXiv.2404.06773",
        "DB  - arXiv",
        "AN  - arXiv:2404.06773",
        "UR  - https://arxiv.org/abs/2404.06773",
        "UR  - https://github.com/x/y",
        "UR  - https://example.org/page",
        "N1  - Ask Ana & Bo",
        "N1  - digest-atlas: id=arxiv:2404.06773; decision=starred; rating=4",
        "ER  - ",
        "",
    ]


def test_a_bare_paper_is_a_record_without_empty_lines():
    assert to_text(rows(bare())) == "TY  - UNPB\r\nID  - title:0123456789ab\r\nTI  - A Title\r\nER  - \r\n"


@given(any_rows)
def test_any_papers_are_read_back_by_a_parser(frame):
    found = rispy.loads(to_text(frame))
    assert len(found) == len(frame)
    for record, entry in zip(found, entries(frame), strict=True):
        assert record["id"] == entry.paper_id
        assert record["title"] == one_line(entry.title)
        assert record.get("abstract", "") == one_line(entry.abstract)
        assert record.get("authors", []) == [_author(name) for name in entry.names]
        assert record.get("keywords", []) == [one_line(tag) for tag in entry.tags]
        assert record.get("year", "") == (str(entry.cited_date[0]) if entry.cited_date else "")
        assert record.get("urls", []) == [address(url) for url in dict.fromkeys((entry.url, *entry.links)) if url]
        marks = [found for note in record.get("notes", []) if (found := own_mark.read(note)) and found.decision]
        assert [mark.decision for mark in marks[-1:]] == ([entry.decision] if entry.decision != "inbox" else [])


def test_the_lines_of_a_note_stay_apart_and_none_is_taken_for_a_field():
    text = to_text(rows(bare(note="One\n\nER  - \nTY  - JOUR")))
    assert "N1  - One\r\n  \r\n  ER -\r\n  TY - JOUR\r\nN1  - digest-atlas:" in text
    assert len(rispy.loads(text)) == 1


def test_authors_are_parted_as_ris_does():
    text = to_text(rows(bare(authors=("Jan van der Berg", "Qwen Team", "Martin Luther King Jr."))))
    assert [line[6:] for line in text.split("\r\n") if line.startswith("AU")] == [
        "van der Berg, Jan", "Qwen Team", "King, Martin Luther, Jr.",
    ]  # fmt: skip


def test_a_doi_of_its_own_is_told():
    text = to_text(rows(bare(doi="10.1145/3097983.3098036")))
    assert "DO  - 10.1145/3097983.3098036\r\nUR  - https://doi.org/10.1145/3097983.3098036\r\n" in text
