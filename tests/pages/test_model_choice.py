"""The model that says which papers are alike: chosen on Digests, kept in the address, honest where it is missing."""

from __future__ import annotations

import time

import pytest

from components.finding.filters import Filters
from components.landscape.embeddings import transformer
from components.landscape.embeddings.models import DEFAULT_MODEL, MODELS, TRANSFORMER, UnknownModelError, model_named
from components.landscape.result import analysis_key
from components.workspace import caches
from components.workspace import view as workspace_view
from tests.landscape.pretended import pretended  # noqa: F401  (a fixture)
from tests.pages import visitor_data

MINILM = TRANSFORMER + "all-MiniLM-L6-v2"


def test_a_model_is_chosen_and_goes_along_to_other_pages(open_page):
    app = open_page("digests")
    assert app.selectbox(key="model_choice").value == DEFAULT_MODEL
    app.selectbox(key="model_choice").set_value("lsa").run()
    assert app.query_params["model"] == ["lsa"] or app.query_params["model"] == "lsa"
    assert not app.exception
    assert not app.warning
    app.selectbox(key="model_choice").set_value(DEFAULT_MODEL).run()
    assert "model" not in app.query_params


def test_each_model_has_an_analysis_of_its_own(cookies):
    papers = visitor_data.bundled().papers
    keys = {
        workspace_view.of(caches.store(), visitor_data.mine(cookies), Filters(), model=name).analysis_key
        for name in MODELS
    }
    assert keys == {analysis_key(papers, name) for name in MODELS}
    assert len(keys) == len(MODELS)


def test_a_missing_package_is_said_and_nothing_changes(open_page, monkeypatch):
    monkeypatch.setattr(transformer, "find_spec", lambda _name: None)
    app = open_page("digests")
    app.selectbox(key="model_choice").set_value(MINILM).run()
    assert "needs the package sentence-transformers" in app.warning[0].value.replace("\\", "")
    assert "model" not in app.query_params
    assert app.selectbox(key="model_choice").value == DEFAULT_MODEL


def test_the_models_of_the_folder_are_offered_by_their_names(open_page, pretended):  # noqa: F811
    pretended.put(pretended.own / "my_own-model")
    app = open_page("digests")
    choice = app.selectbox(key="model_choice")
    assert choice.options[-2:] == [
        "allenai-specter (sentence-transformers)", "my_own-model (sentence-transformers)",
    ]  # fmt: skip
    choice.set_value(TRANSFORMER + "my_own-model").run()
    assert not app.warning
    assert TRANSFORMER + "my_own-model" in (app.query_params["model"], *app.query_params["model"])


@pytest.mark.usefixtures("pretended")
def test_a_missing_model_is_said_with_the_way_to_get_it_and_nothing_changes(open_page):
    app = open_page("digests")
    app.selectbox(key="model_choice").set_value(MINILM).run()
    assert "hf download sentence-transformers/all-MiniLM-L6-v2" in app.warning[0].value.replace("\\", "")
    assert "model" not in app.query_params


def test_a_model_that_cannot_be_used_leads_back_to_the_usual_map(open_page, pretended):  # noqa: F811
    pretended.put(pretended.own / "all-MiniLM-L6-v2", weights=False)
    app = open_page("map", {"model": MINILM})
    ends = time.monotonic() + 60
    while not app.warning and time.monotonic() < ends:
        time.sleep(0.05)
        app.run()
    assert "cannot be used" in app.warning[0].value
    next(button for button in app.button if button.label == "Use the built-in model").click().run()
    assert "model" not in app.query_params
    assert not app.warning
    assert not app.exception


@pytest.mark.parametrize("asked", ["nonsense", MINILM, "", TRANSFORMER, "../../etc"])
def test_an_address_with_a_model_that_is_not_there_shows_the_usual_map(open_page, monkeypatch, asked):
    monkeypatch.setattr(transformer, "find_spec", lambda _name: None)
    app = open_page("map", {"model": asked})
    assert not app.exception
    assert "model" not in str(app.warning)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/b/c", "a b", ".hidden", "x/../y", "x\n"])
def test_a_path_is_no_model(name):
    with pytest.raises(UnknownModelError):
        model_named(TRANSFORMER + name)
