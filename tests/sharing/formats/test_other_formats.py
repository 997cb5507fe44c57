"""CSL-JSON, JSONL, plain text, the web page and the workbook."""

import io
import json
from html.parser import HTMLParser

import openpyxl
import pytest
from hypothesis import given

from components.sharing.formats import jsonl, plain_text, web_page, workbook
from components.sharing.formats.csv_table import HEADER
from components.sharing.formats.entry import entries, one_line
from components.sharing.formats.references import csl_json
from tests.sharing.rows import any_rows, bare, full, rows

# The variables of the CSL-JSON schema 1.0.2 that are used here, and the type of each.
CSL = {
    "id": str, "type": str, "title": str, "abstract": str, "author": list, "issued": dict, "genre": str,
    "publisher": str, "number": str, "DOI": str, "URL": str, "keyword": str, "note": str, "custom": dict,
    "container-title": str, "status": str,
}  # fmt: skip


def test_a_csl_item_arrives_in_zotero_as_a_preprint():
    (item,) = json.loads(csl_json.to_text(rows(full())))
    assert item == {
        "id": "arxiv:2404.06773",
        "type": "article",
        "title": "Adapting LLaMA Decoder to Vision Transformer",
        "abstract": "Line one.\nTwo & 5%.",
        "author": [{"family": "Wang", "given": "Jiahao"}, {"family": "Müller", "given": "Zoë"}],
        "issued": {"date-parts": [[2024, 4, 10]]},
        "genre": "preprint",
        "publisher": "arXiv",
        "number": "arXiv:2404.06773",
        "DOI": "10.48550/arXiv.2404.06773",
        "URL": "https://arxiv.org/abs/2404.06773",
        "keyword": "To read, a b",
        "note": "Ask Ana & Bo\ndigest-atlas: id=arxiv:2404.06773; decision=starred; rating=4; tag=To read; tag=a%2Cb",
        "custom": {
            "decision": "starred", "tags": ["To read", "a,b"], "rating": 4, "digests": ["march", "may"],
            "topic": "Vision",
            "links": ["https://github.com/x/y", "https://example.org/page"],
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ada Lovelace", {"family": "Lovelace", "given": "Ada"}),
        ("Lovelace, Ada", {"family": "Lovelace", "given": "Ada"}),
        ("Plato", {"literal": "Plato"}),
        ("Qwen Team", {"literal": "Qwen Team"}),
        ("Ludwig van Beethoven", {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"}),
        ("Martin Luther King Jr.", {"family": "King", "given": "Martin Luther", "suffix": "Jr."}),
    ],
)
def test_names_are_parted(author, name):
    (item,) = json.loads(csl_json.to_text(rows(bare(authors=(author,)))))
    assert item["author"] == [name]


@given(any_rows)
def test_any_csl_items_keep_to_the_schema(frame):
    items = json.loads(csl_json.to_text(frame))
    assert [item["id"] for item in items] == frame.paper_id.tolist()
    for item in items:
        assert item["type"] in {"article", "article-journal", "paper-conference"}
        assert all(isinstance(value, CSL[key]) and value for key, value in item.items())


@given(any_rows)
def test_any_jsonl_holds_every_value(frame):
    lines = [json.loads(line) for line in jsonl.to_text(frame).splitlines()]
    for line, entry in zip(lines, entries(frame), strict=True):
        assert line["schema"] == "digest-atlas-paper/1"
        assert tuple(link["url"] for link in line["links"]) == entry.links
        for name in set(HEADER) - {"links", "sources", "citation_counts"}:
            value = getattr(entry, name)
            assert line[name] == (list(value) if isinstance(value, tuple) else value)


def test_plain_text_is_short():
    many = full(authors=("A", "B", "C", "D"))
    assert plain_text.to_text(rows(many, bare()), title="My picks") == (
        "My picks\n\n"
        "• Adapting LLaMA Decoder to Vision Transformer\n"
        "  A, B, C et al.\n"
        "  Ask Ana & Bo\n"
        "  https://arxiv.org/abs/2404.06773\n"
        "  https://github.com/x/y\n"
        "  https://example.org/page\n\n"
        "• A Title\n"
    )


class Page(HTMLParser):
    """What a browser would make of a page: tags, addresses, text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.texts, self.attributes = [], [], [], set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.texts.append(data)


TAGS = {"html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "main", "article", "a", "span"}
ATTRIBUTES = {"lang", "charset", "name", "content", "http-equiv", "class", "href", "rel", "data-paper", "title"}


@given(any_rows)
def test_any_web_page_holds_the_papers_and_nothing_that_acts(frame):
    page = Page(web_page.to_text(frame, title="<b>&", introduction='"><script>'))
    assert set(page.tags) <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert page.tags.count("article") == len(frame)
    assert all(address.startswith(("http://", "https://")) for address in page.addresses)
    for entry in entries(frame):
        assert one_line(entry.title) in page.texts
        assert not entry.abstract.strip() or one_line(entry.abstract) in page.texts


def test_a_web_page_says_how_many_papers_or_what_it_is_told():
    assert '<p class="about">1 paper</p>' in web_page.to_text(rows(bare()))
    assert '<p class="about">38 of 106 papers</p>' in web_page.to_text(rows(bare()), introduction="38 of 106 papers")


@given(any_rows)
def test_any_workbook_has_texts_and_numbers_and_no_formula(frame):
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.to_text(frame)))["Papers"]
    table = list(sheet.iter_rows())
    assert len(table) == len(frame) + 1
    assert [cell.value for cell in table[0]][:3] == ["Paper id", "Title", "Abstract"]
    for cells, entry in zip(table[1:], entries(frame), strict=True):
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
        row = dict(zip(HEADER, (cell.value for cell in cells), strict=True))
        assert row["paper_id"] == entry.paper_id
        assert row["votes"] == entry.votes
        if entry.title.isprintable() and "_x" not in entry.title:
            assert row["title"] == entry.title


def test_a_cell_of_a_workbook_holds_every_sign_of_its_text():
    text = "_x0041_ <b> & 'q' \t line\nnext  two"
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.to_text(rows(bare(title="=1+1", note=text, votes=3)))))["Papers"]
    row = dict(zip(HEADER, [cell.value for cell in sheet[2]], strict=True))
    assert row["title"] == "=1+1"
    assert row["votes"] == 3
    assert row["note"] == text or row["note"] == text.replace(
        "_x0041_", "_x005F_x0041_"
    )  # readers differ in undoing it
    assert sheet.auto_filter.ref == "A1:AD2"
    assert sheet.freeze_panes == "C2"


def test_a_workbook_says_how_far_its_cells_reach():
    """Readers that go row by row believe it."""
    book = openpyxl.load_workbook(io.BytesIO(workbook.to_text(rows(bare(), full(), bare()))), read_only=True)
    assert book["Papers"].calculate_dimension() == "A1:AD4"
    assert len(list(book["Papers"].iter_rows(values_only=True))) == 4
