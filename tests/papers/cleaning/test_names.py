import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.papers.cleaning.names import PersonName, given_name_first, parse_name


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Jiahao Wang", PersonName("Wang", "Jiahao")),
        ("Wang, Jiahao", PersonName("Wang", "Jiahao")),
        ("Ludwig van Beethoven", PersonName("Beethoven", "Ludwig", "van")),
        ("van der Maaten, Laurens", PersonName("Maaten", "Laurens", "van der")),
        ("Maria de la Cruz", PersonName("Cruz", "Maria", "de la")),
        ("Charles Joseph de la Vallée Poussin", PersonName("Vallée Poussin", "Charles Joseph", "de la")),
        ("José Ortega y Gasset", PersonName("Ortega y Gasset", "José")),
        ("Do Van Tien", PersonName("Tien", "Do Van")),
        ("Martin Luther King Jr.", PersonName("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King, Jr.", PersonName("King", "Martin Luther", suffix="Jr.")),
        ("King, Jr., Martin Luther", PersonName("King", "Martin Luther", suffix="Jr.")),  # BibTeX
        ("King, Martin Luther, Jr.", PersonName("King", "Martin Luther", suffix="Jr.")),  # RIS
        ("John Smith III", PersonName("Smith", "John", suffix="III")),
        ("danah boyd", PersonName("boyd", "danah")),
        ("김 철수", PersonName("김", "철수")),
        ("王小明", PersonName(literal="王小明")),
        ("OpenAI", PersonName(literal="OpenAI")),
        ("Qwen Team", PersonName(literal="Qwen Team")),
        ("DeepSeek-AI", PersonName(literal="DeepSeek-AI")),
        ("Google DeepMind", PersonName(literal="Google DeepMind")),
        ("The Llama Herd", PersonName(literal="The Llama Herd")),
        ("Barnes, Noble, Smith, and Wesson", PersonName(literal="Barnes, Noble, Smith, and Wesson")),
        ("", PersonName()),
    ],
)
def test_a_name_is_taken_apart(written, parts):
    assert parse_name(written) == parts


@pytest.mark.parametrize(
    "shown", ["Jan van der Berg Jr.", "Maria de la Cruz", "Qwen Team", "김 철수", "Wang", "Jane Q. Doe"]
)
def test_a_name_is_shown_as_it_was(shown):
    assert parse_name(shown).shown == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [("Doe, Jane", "Jane Doe"), ("King, Jr., Martin", "Martin King Jr."), ("  Jane   Doe ", "Jane Doe")],
)
def test_the_given_name_comes_first(written, shown):
    assert given_name_first(written) == shown


@given(st.text("abcABC. ,-'王é1", max_size=30))
def test_any_text_is_a_name(text):
    name = parse_name(text)
    assert bool(name.literal) != bool(name.family) or not text.strip(" ,;")
    assert sorted(name.shown.replace(" ", "")) == sorted(text.replace(" ", "").replace(",", "")) or "," in name.shown
