import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given

from components.sharing.formats.bibtex import escaped, keys, plain, title, to_text
from components.sharing.formats.entry import Entry, entries, one_line
from tests.sharing.rows import HOSTILE, any_rows, bare, full, rows, texts


def parsed(text):
    library = parse_string(text)
    assert library.failed_blocks == []
    return [(entry.key, {field.key: field.value for field in entry.fields}) for entry in library.entries]


def test_an_arxiv_paper_follows_the_template_of_arxiv():
    assert to_text(rows(full())) == (
        "@misc{wang2024adaptingllamadecodervision,\n"
        "  title = {Adapting {LLaMA} Decoder to Vision Transformer},\n"
        "  author = {Jiahao Wang and Zoë Müller},\n"
        "  year = {2024},\n"
        "  month = {4},\n"
        "  eprint = {2404.06773},\n"
        "  archivePrefix = {arXiv},\n"
        "  eprinttype = {arxiv},\n"
        "  doi = {10.48550/arXiv.2404.06773},\n"
        "  url = {https://arxiv.org/abs/2404.06773},\n"
        "  abstract = {Line one. Two \\& 5\\%.},\n"
        "  keywords = {To read, a b},\n"
        "  note = {Ask Ana \\& Bo},\n"
        "  decision = {starred},\n"
        "  rating = {4},\n"
        "}\n"
    )


def test_a_bare_paper_has_no_empty_field():
    assert to_text(rows(bare())) == "@misc{title,\n  title = {A Title},\n}\n"
    linked = to_text(rows(bare(links=("https://a.org/x_y%20{z}",), kinds=("code",))))
    assert "  howpublished = {https://a.org/x_y%20%7Bz%7D},\n" in linked


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("GPT-4 and LLaMA", "{GPT-4} and {LLaMA}"),
        ("A Vision-Language Model in C", "A Vision-Language Model in {C}"),
        ("50% of (iPerceive): X_1", "50\\% of {(iPerceive):} X\\_1"),
        ("{a} \\ b", "\\textbraceleft{}a\\textbraceright{} \\textbackslash{} b"),
    ],
)
def test_titles_keep_their_capitals(text, written):
    assert title(text) == written
    assert plain(written) == text


def test_a_title_without_a_letter_is_written():
    """Looking for a letter from every place anew would not come to an end here."""
    assert title("(" * 300_000) == "(" * 300_000


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back(text):
    assert plain(escaped(text)) == plain(title(text)) == one_line(text)


@given(texts)
def test_any_text_comes_back_and_its_braces_balance(text):
    for written in (escaped(text), title(text)):
        assert plain(written) == one_line(text)
        depth = 0
        for sign in written:
            depth += (sign == "{") - (sign == "}")
            assert depth >= 0
        assert depth == 0


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        (Entry("p", "The Art of the Deal", authors=("Zoë Müller",), published="2024"), "muller2024artdeal"),
        (Entry("p", "One two three four five"), "onetwothreefour"),
        (Entry("p", "因果"), "p"),
        (Entry("因", "因果"), "paper"),
        (Entry("p", "Deep nets", authors=("Smith, John",), arxiv_id="2404.06773"), "john2024deepnets"),
    ],
)
def test_keys_are_made_as_arxiv_makes_them(entry, key):
    assert keys([entry]) == [key]


def test_keys_differ_and_do_not_hang_on_the_order():
    same = [Entry(f"p{number:02}", "Deep nets") for number in range(30)]
    found = keys([*same, Entry("q", "Deep netsb")])
    assert found[:3] == ["deepnets", "deepnetsc", "deepnetsd"]
    assert found[30] == "deepnetsb"
    assert len(set(found)) == 31
    assert dict(zip(same[::-1], keys(same[::-1]), strict=True)) == dict(zip(same, keys(same), strict=True))


@given(any_rows)
def test_any_papers_are_read_back_by_a_parser(frame):
    found = parsed(to_text(frame))
    assert len(found) == len(frame)
    assert len({key for key, _ in found}) == len(frame)
    for (_, fields), entry in zip(found, entries(frame), strict=True):
        assert plain(fields["title"]) == one_line(entry.title)
        assert plain(fields.get("abstract", "")) == one_line(entry.abstract)
        assert plain(fields.get("note", "")) == one_line(entry.note)
        assert fields.get("decision", "inbox") == entry.decision
        assert fields.get("eprint", "") == entry.arxiv_id
        assert fields.get("year", "") == (str(entry.date[0]) if entry.date else "")
        assert all(fields.values())
