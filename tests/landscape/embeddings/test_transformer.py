"""Models of sentence-transformers: found on this machine or said to be missing, and never asked of anybody."""

from __future__ import annotations

import numpy as np
import pytest

from components.landscape.analysis import worker
from components.landscape.embeddings import transformer
from components.landscape.embeddings.models import TRANSFORMER, embed_set, model_named
from components.landscape.embeddings.terms import paper_texts
from components.landscape.embeddings.transformer import (
    ModelNotInstalledError,
    UnusableModelError,
    installed_models,
    model_folder,
)
from components.landscape.result import analysis_key
from tests.landscape.conftest import made_up_papers

MINILM = "all-MiniLM-L6-v2"


@pytest.mark.parametrize("mark", ["modules.json", "config.json"])
@pytest.mark.parametrize("name", [MINILM, "allenai/specter2_base"])
def test_a_model_is_found_in_the_folder_that_is_set_and_before_what_was_fetched(pretended, name, mark):
    whole = name if "/" in name else f"sentence-transformers/{name}"
    fetched = pretended.put(pretended.fetched / whole, mark)
    assert model_folder(name) == fetched
    own = pretended.put(pretended.own / name, mark)
    assert model_folder(name) == own


@pytest.mark.parametrize("name", [MINILM, "components", "data/models", "a--b", "x" * 5_000])
def test_a_model_that_is_not_here_is_a_sentence_that_says_how_to_get_it(pretended, name):
    pretended.own.mkdir()
    with pytest.raises(ModelNotInstalledError, match=r"not on this machine\. Fetch it once with “hf download .*/"):
        model_named(TRANSFORMER + name)


def test_a_package_that_is_not_here_is_a_sentence(monkeypatch):
    monkeypatch.setattr(transformer, "find_spec", lambda _name: None)
    with pytest.raises(ModelNotInstalledError, match="needs the package sentence-transformers"):
        model_folder(MINILM)


def test_the_package_gets_a_folder_and_is_kept_from_the_network(pretended):
    folder = pretended.put(pretended.own / MINILM)
    papers = made_up_papers(3)
    texts = [*paper_texts(papers["title"], papers["abstract"]), "\n\n", "no lines"]
    rows = embed_set(texts, TRANSFORMER + MINILM)
    told = pretended.told(folder)
    assert told["where"] == str(folder)
    assert told["options"] == {"local_files_only": True}
    assert told["offline"] == "1"
    once = [f"{title}\n{abstract}" for title, abstract in zip(papers["title"], papers["abstract"], strict=True)]
    assert told["texts"] == [*once, "", "no lines"]
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 1, 1, 0, 1], atol=1e-5)


def test_a_damaged_model_is_a_sentence(pretended):
    pretended.put(pretended.own / MINILM, weights=False)
    with pytest.raises(UnusableModelError, match=r"cannot be used \(OSError\)"):
        embed_set(["a"], TRANSFORMER + MINILM)


def test_the_folder_lists_its_models(pretended):
    assert installed_models() == []
    for name in ("b", "a", ".hidden", "two words"):
        pretended.put(pretended.own / name)
    (pretended.own / "empty").mkdir()
    (pretended.own / "a file").write_text("")
    assert installed_models() == ["a", "b"]


@pytest.mark.usefixtures("own_cache")
def test_the_worker_computes_a_map_by_it(pretended):
    folder = pretended.put(pretended.own / MINILM)
    papers = made_up_papers(12)
    run = worker.start(papers, TRANSFORMER + MINILM)
    assert run.wait(120)
    assert run.error == ""
    analysis = run.analysis()
    assert analysis is not None
    assert (analysis.model, analysis.key) == (TRANSFORMER + MINILM, analysis_key(papers, TRANSFORMER + MINILM))
    assert len(pretended.told(folder)["texts"]) == 12


@pytest.mark.usefixtures("own_cache")
def test_the_worker_says_what_is_wrong_with_it(pretended):
    pretended.put(pretended.own / MINILM, weights=False)
    run = worker.start(made_up_papers(12), TRANSFORMER + MINILM)
    assert run.wait(120)
    assert "cannot be used" in run.error
