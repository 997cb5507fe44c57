"""The address bar as the one place of the view: what controls write is what pages read, and nothing else is touched."""

from __future__ import annotations

import pytest
import streamlit as st

from components.finding.filters import Filters
from components.ui.shared import url_state


class Params(dict[str, list[str]]):
    """Behaves as the query parameters of a page; counts how often they were replaced."""

    written = 0

    def get_all(self, name):
        return list(super().get(name, []))

    def get(self, name, otherwise=None):
        return super().get(name, [otherwise])[-1]

    def __setitem__(self, name, value):
        super().__setitem__(name, [value] if isinstance(value, str) else list(value))

    def from_dict(self, given):
        self.written += 1
        self.clear()
        for name, value in given.items():
            self[name] = value


@pytest.fixture
def params(monkeypatch):
    bar = Params()
    monkeypatch.setattr(st, "query_params", bar)
    return bar


FILTERS = Filters("causal  attention", topics=("b", "a"), digests=("may",), kinds=("code",), states=("dead",))


def test_filters_come_out_as_they_went_in(params):
    url_state.show(FILTERS)
    assert url_state.filters() == FILTERS
    assert params["topic"] == ["a", "b"]


def test_other_parts_of_the_address_stay(params):
    params.update({"paper": ["arxiv:1"], "colour": ["digest"], "utm": ["x"], "topic": ["old"], "q": ["old"]})
    url_state.show(FILTERS.with_query("").choosing("topics", ()))
    assert params["paper"] == ["arxiv:1"]
    assert params["colour"] == ["digest"]
    assert params["utm"] == ["x"]
    assert "q" not in params
    assert "topic" not in params


def test_the_same_view_again_writes_nothing(params):
    url_state.show(FILTERS)
    url_state.show(FILTERS)
    assert params.written == 1


def test_the_open_paper_and_settings_come_and_go(params):
    url_state.set_open_paper("arxiv:1")
    assert url_state.open_paper() == "arxiv:1"
    url_state.set_open_paper("")
    url_state.set_open_paper("")
    assert url_state.open_paper() == ""
    url_state.set_setting("colour", "digest", "topic")
    assert url_state.setting("colour", "topic") == "digest"
    url_state.set_setting("colour", "topic", "topic")
    assert dict(params) == {}


@pytest.mark.usefixtures("params")
def test_other_pages_take_filters_and_paper_along_and_no_setting():
    url_state.show(FILTERS)
    url_state.set_open_paper("arxiv:1")
    url_state.set_setting("colour", "digest", "topic")
    shared_parameters = url_state.shared_parameters()
    assert Filters.from_params(shared_parameters) == FILTERS
    assert shared_parameters["paper"] == ["arxiv:1"]
    assert "colour" not in shared_parameters
