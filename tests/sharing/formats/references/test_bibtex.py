import re
import unicodedata

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given

from components.sharing.formats.entry import Entry, entries, one_line
from components.sharing.formats.references.bibtex import to_text
from components.sharing.formats.references.bibtex_text import escaped, name, plain, title
from components.sharing.formats.references.citation_keys import keys
from tests.sharing.rows import HOSTILE, any_rows, bare, full, rows, texts


def parsed(text):
    library = parse_string(text)
    assert library.failed_blocks == []
    return [(entry.key, {field.key: field.value for field in entry.fields}) for entry in library.entries]


def test_an_arxiv_paper_follows_the_template_of_arxiv():
    assert to_text(rows(full())) == (
        "@misc{wang2024adaptingllamadecodervision,\n"
        "  title = {Adapting {LLaMA} Decoder to Vision Transformer},\n"
        '  author = {Wang, Jiahao and M{\\"u}ller, Zo{\\"e}},\n'
        "  year = {2024},\n"
        "  month = apr,\n"
        "  eprint = {2404.06773},\n"
        "  archivePrefix = {arXiv},\n"
        "  eprinttype = {arxiv},\n"
        "  doi = {10.48550/arXiv.2404.06773},\n"
        "  url = {https://arxiv.org/abs/2404.06773},\n"
        "  abstract = {Line one. Two \\& 5\\%.},\n"
        "  keywords = {To read, a b},\n"
        "  annote = {Ask Ana \\& Bo},\n"
        "  decision = {starred},\n"
        "  rating = {4},\n"
        "  comment = {digest-atlas: id=arxiv:2404.06773; decision=starred; rating=4},\n"
        "}\n"
    )


def test_a_bare_paper_has_no_empty_field():
    assert to_text(rows(bare())) == "@misc{title,\n  title = {A Title},\n}\n"
    linked = to_text(rows(bare(links=("https://a.org/x_y%20{z}",), kinds=("code",))))
    assert "  url = {https://a.org/x_y%20%7Bz%7D},\n  urldate = {20" in linked


def test_fields_that_users_of_bibtex_expect():
    of_arxiv = to_text(rows(bare(arxiv_id="math.GT/0309136", published="2003-09")))
    assert "  month = sep,\n" in of_arxiv
    assert "  primaryClass = {math.GT},\n" in of_arxiv
    assert "  primaryClass = {cs.CV},\n" in to_text(rows(full(keywords=("Vision", "cs.CV"))))
    published = to_text(rows(full(doi="10.1145/3097983.3098036")))
    assert "  doi = {10.1145/3097983.3098036},\n" in published
    assert "urldate" not in published


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Jan van der Berg", "van der Berg, Jan"),
        ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
        ("José Ortega y Gasset", "{Ortega y Gasset}, Jos{\\'e}"),
        ("Qwen Team", "{Qwen Team}"),
        ("Barnes and Noble", "{Barnes and Noble}"),
        ("Ødegård Müller", 'M{\\"u}ller, {\\O}deg{\\aa}rd'),
        ("Pál Erdős", "Erd{\\H o}s, P{\\'a}l"),
        ("Nguyễn Văn A", "A, Nguy{\\^e}n V{\\u a}n"),
    ],
)
def test_authors_are_parted_as_bibtex_does(author, written):
    assert f"  author = {{{written}}},\n" in to_text(rows(bare(authors=(author,))))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("GPT-4 and LLaMA", "{GPT-4} and {LLaMA}"),
        ("A Vision-Language Model in C", "A Vision-Language Model in {C}"),
        ("50% of (iPerceive): X_1", "50\\% of {(iPerceive):} X\\_1"),
        ("Kimi K2 beats o1", "Kimi {K2} beats o1"),
        ("π-nets for τ ≥ 0 and x₂", "$\\pi$-nets for $\\tau$ $\\ge$ 0 and x$_{2}$"),
        ("a < b | c > d", "a \\textless{} b \\textbar{} c \\textgreater{} d"),
        ("{a} \\ b", "\\textbraceleft{}a\\textbraceright{} \\textbackslash{} b"),
    ],
)
def test_titles_keep_their_capitals(text, written):
    assert title(text) == written
    assert plain(written) == text


def test_a_title_without_a_letter_is_written():
    """Looking for a letter from every place anew would not come to an end here."""
    assert title("(" * 300_000) == "(" * 300_000


def two_accents(text):
    """Whether a letter has more accents than LaTeX programs can be given."""
    return any(len(unicodedata.normalize("NFD", sign)) > 2 for sign in text)


def comparable(text):
    """What may be written otherwise without being another text: composed letters, signs that are not seen."""
    return unicodedata.normalize("NFC", "".join(one_line(text).split("\ufe0f")))


@pytest.mark.parametrize("text", [*HOSTILE, "Đàng Ḷu Čapek Ørsted", "∀ε>0 ∃δ: |x|≤√2 ⇒ α·β→∞", "x⁴ + y₁₂"])
def test_hostile_text_comes_back(text):
    assert comparable(plain(escaped(text))) == plain(title(text)) == plain(name(text)) == comparable(text)


@pytest.mark.parametrize(
    ("zoteros", "text"),
    [
        ("{\\textless}p{\\textgreater}Ask Ana \\& Bo{\\textless}/p{\\textgreater}", "<p>Ask Ana & Bo</p>"),
        ("a \\{\\vphantom{\\}}b\\vphantom{\\{}\\} c{\\textbackslash}d", "a {b} c\\d"),
    ],
)
def test_what_zotero_writes_is_read(zoteros, text):
    assert plain(zoteros) == text


# Letters of mathematics, and what is not seen, are folded.
FOLDED = re.compile(
    "[\u2100-\u214f\U0001d400-\U0001d7ff\u200b\u2060\ufeff\ufe0e\ufe0f\u202a-\u202e\u2066-\u2069\u0370-\u03ff"
    "\u0309\u030f\u0311\u031b]"
)


@given(texts)
def test_any_text_comes_back_and_its_braces_balance(text):
    for written in (escaped(text), title(text), name(text)):
        if not (FOLDED.search(unicodedata.normalize("NFD", text)) or two_accents(text)):
            assert comparable(plain(written)) == comparable(text)
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
        (Entry("p", "因果"), "yinguo"),
        (Entry("p", "!!!", arxiv_id="2404.06773"), "2024240406773"),
        (Entry("title:0123", "!!!"), "title0123"),
        (Entry("p", "Deep nets", authors=("King, Martin",), published="2020"), "king2020deepnets"),
        (Entry("p", "Deep nets", authors=("Ole Sørenæs",), published="2020"), "sorenaes2020deepnets"),
        (Entry("p", "Deep nets", authors=("Đặng Łukasz",), published="2020"), "lukasz2020deepnets"),
        (Entry("p", "Deep nets", authors=("Qwen Team",), published="2020"), "qwenteam2020deepnets"),
        (Entry("p", "Deep nets", authors=("Smith, John",), arxiv_id="2404.06773"), "smith2024deepnets"),
    ],
)
def test_keys_are_made_as_arxiv_makes_them(entry, key):
    assert keys([entry]) == [key]


def test_a_key_is_the_papers_own_whatever_else_is_exported():
    one, other, third = Entry("p1", "Deep nets"), Entry("p2", "Deep nets"), Entry("p3", "Wide nets")
    library = [one, other, third]
    together = keys(library, library)
    assert [keys([entry], library)[0] for entry in library] == together
    assert keys([third, other, one], library) == together[::-1]
    assert together[2] == "widenets"
    assert all(key.startswith("deepnets-") for key in together[:2])
    assert len(set(together)) == 3


def test_keys_differ_where_papers_do():
    same = [Entry(f"p{number:02}", "Deep nets") for number in range(300)]
    assert len(set(keys([*same, Entry("q", "Deep netsb")]))) == 301


def test_an_export_tells_all_papers_of_the_library_apart():
    library = rows(bare(paper_id="title:1"), bare(paper_id="title:2"))
    (alone,) = parsed(to_text(library.head(1), None, library))
    both = parsed(to_text(library, None, library))
    assert alone[0] == both[0][0] != both[1][0]


@given(any_rows)
def test_any_papers_are_read_back_by_a_parser(frame):
    found = parsed(to_text(frame))
    assert len(found) == len(frame)
    assert len({key for key, _ in found}) == len(frame)
    for (_, fields), entry in zip(found, entries(frame), strict=True):
        for field, text in (("title", entry.title), ("abstract", entry.abstract), ("annote", entry.note)):
            if not (FOLDED.search(unicodedata.normalize("NFD", text)) or two_accents(text)):
                assert comparable(plain(fields.get(field, ""))) == comparable(text)
        assert ("note" in fields) == bool(entry.retracted)  # never the visitor's own, which would be printed
        assert fields.get("decision", "inbox") == entry.decision
        assert fields.get("eprint", "") == entry.arxiv_id
        assert fields.get("year", "") == (str(entry.cited_date[0]) if entry.cited_date else "")
        assert all(fields.values())
