"""Which papers meet what a visitor asked for by name."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.curation.ranking.named_interests import Interests
from components.workspace.interest.pins import pins
from tests.finding.shelf import catalogue_of, paper

PAPERS = (
    paper("p0", "Causal Discovery with Large Language Models", "We find graphs.", topic="causal",
          authors=("Ada M. Lovelace", "Alan Turing")),
    paper("p1", "Weather Forecasts", "A diffusion model of Søren's storms.", topic="video", authors=("Lovelace, Ada",)),
    paper("p2", "Protein Folding", "No words in common. Artful.", authors=("A. Lovelace", "OpenAI Team")),
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> pd.DataFrame:
    return catalogue_of(*PAPERS).assign(area_name=["Reasoning", "", "Biology"])


@pytest.mark.parametrize(
    ("interests", "wanted"),
    [
        (Interests(), {}),
        (Interests(authors=("Ada Lovelace",)),
         {"p0": ["author you follow: Ada Lovelace"], "p1": ["author you follow: Ada Lovelace"]}),
        (Interests(authors=("A. Lovelace",)), {"p2": ["author you follow: A. Lovelace"]}),
        (Interests(authors=("alan turing", "OpenAI Team")),
         {"p0": ["author you follow: alan turing"], "p2": ["author you follow: OpenAI Team"]}),
        (Interests(authors=("Lovelace",)), {}),
        (Interests(topics=("causal discovery",)), {"p0": ["topic you pin: causal discovery"]}),
        (Interests(topics=("Biology", "No such topic")), {"p2": ["topic you pin: Biology"]}),
        (Interests(words=("large language model",)), {"p0": ["has “large language model”"]}),
        (Interests(words=("diffusion models", "graph")), {"p0": ["has “graph”"], "p1": ["has “diffusion models”"]}),
        (Interests(words=("art",)), {}),
        (Interests(words=('soren" OR "x',)), {}),
        (Interests(words=("soren",)), {"p1": ["has “soren”"]}),
        (Interests(authors=("Alan Turing",), topics=("Causal discovery",), words=("causal",)),
         {"p0": ["author you follow: Alan Turing", "topic you pin: Causal discovery", "has “causal”"]}),
    ],
)  # fmt: skip
def test_what_is_asked_for_by_name_is_found(catalogue, interests, wanted):
    assert {paper_id: list(why) for paper_id, why in pins(interests, catalogue).wanted.items()} == wanted


def test_muted_words_name_the_word(catalogue):
    found = pins(Interests(muted=("storm", "diffusion")), catalogue)
    assert found.muted == {"p1": "storm"}
    assert found.wanted == {}


@given(st.lists(st.text(min_size=1, max_size=30), max_size=4))
def test_any_names_are_taken(catalogue, names):
    found = pins(Interests(*[tuple(names)] * 4), catalogue)
    assert {*found.wanted, *found.muted} <= {"p0", "p1", "p2"}
