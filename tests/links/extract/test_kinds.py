"""What links lead to, and promises without a link."""

from __future__ import annotations

import pytest

from components.links.extract.extraction import find_links
from components.links.extract.promises import find_promises, unlinked_promises
from components.links.link import Kind

KINDS = [
    ("Our code is available at https://github.com/ada/engine.", Kind.CODE),
    ("Project page: https://github.com/ada/engine", Kind.CODE),
    ("The dataset is available at https://github.com/ada/engine.", Kind.DATASET),
    ("Code and dataset: https://github.com/ada/engine.", Kind.CODE),
    ("https://gitlab.inria.fr/ada/engine", Kind.CODE),
    ("https://anonymous.4open.science/r/engine", Kind.CODE),
    ("https://huggingface.co/datasets/ada/set", Kind.DATASET),
    ("https://huggingface.co/spaces/ada/engine", Kind.DEMO),
    ("https://huggingface.co/papers/2404.06773", Kind.PAPER),
    ("https://hf.co/ada/engine", Kind.MODEL),
    ("We release all models on https://huggingface.co/ada.", Kind.MODEL),
    ("https://ada-engine.hf.space", Kind.DEMO),
    ("Code and videos: https://ada.github.io/engine", Kind.PROJECT_PAGE),
    ("https://sites.google.com/view/engine", Kind.PROJECT_PAGE),
    ("https://arxiv.org/abs/2404.06773", Kind.PAPER),
    ("https://example.org/engine.pdf", Kind.PAPER),
    ("https://youtu.be/abcdefghijk", Kind.VIDEO),
    ("https://doi.org/10.1000/182", Kind.DOI),
    ("https://zenodo.org/records/17711786", Kind.DATASET),
    ("The code is archived at https://zenodo.org/records/17711786", Kind.CODE),
    ("Project page: https://engine.example.org/", Kind.PROJECT_PAGE),
    ("An interactive demo is online at https://engine.example.org/", Kind.DEMO),
    ("Videos are at https://engine.example.org/", Kind.VIDEO),
    ("Code: https://example.org/c Dataset: https://example.org/d", Kind.CODE),
    ("Visit https://engine.example.org/ for code.", Kind.CODE),
    ("https://engine.example.org/", Kind.OTHER),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text: str, kind: Kind) -> None:
    assert find_links(text)[0].kind is kind


def test_each_link_has_the_kind_of_its_own_label() -> None:
    links = find_links("Code: https://example.org/c Dataset: https://example.org/d. Video: https://example.org/v")
    assert [link.kind for link in links] == [Kind.CODE, Kind.DATASET, Kind.VIDEO]


def test_the_cue_is_what_stands_before_in_the_same_sentence() -> None:
    text = "We win. Our \\textbf{code} is available at (https://github.com/ada/engine)."
    assert find_links(text)[0].cue == "Our code is available at"


PROMISES = [
    ("Code will be released upon acceptance.", Kind.CODE, True),
    ("The source code and data are publicly available.", Kind.CODE, False),
    ("We will release our dataset and models.", Kind.DATASET, True),
    ("We open-source the toolkit.", Kind.CODE, False),
    ("We make all checkpoints publicly available.", Kind.MODEL, False),
    ("An interactive demo is publicly available.", Kind.DEMO, False),
    ("All models will be made public soon.", Kind.MODEL, True),
]

NO_PROMISES = [
    "We train on publicly available datasets.",
    "The models are not publicly available.",
    "We compare with open-source models.",
    "Existing released code is hard to use.",
    "We prove that every class contains a model where all variables are at the end.",
    "Data are scarce.",
]


@pytest.mark.parametrize(("text", "kind", "future"), PROMISES)
def test_promise(text: str, kind: Kind, future: bool) -> None:
    promises = unlinked_promises("We present a method. " + text)
    assert [(promise.kind, promise.future, promise.sentence) for promise in promises] == [(kind, future, text)]


@pytest.mark.parametrize("text", NO_PROMISES)
def test_no_promise(text: str) -> None:
    assert find_promises(text) == []


def test_a_promise_with_a_link_is_kept() -> None:
    assert unlinked_promises("Code will be released at https://github.com/ada/engine.") == []
    assert unlinked_promises("Code will be released.", has_links=True) == []


def test_a_link_lost_on_the_way_is_told_from_none() -> None:
    assert [promise.lost for promise in unlinked_promises("Code is available at this https URL.")] == [True]
