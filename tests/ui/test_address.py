"""The address bar as the one place of the view: what controls write is what pages read, and nothing else is touched."""

from __future__ import annotations

import pytest

from components.finding.filters import Filters
from components.ui import address


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
    monkeypatch.setattr(address.st, "query_params", bar)
    return bar


FILTERS = Filters("causal  attention", topics=("b", "a"), digests=("may",), kinds=("code",), states=("dead",))


def test_filters_come_out_as_they_went_in(params):
    address.show(FILTERS)
    assert address.filters() == FILTERS
    assert params["topic"] == ["a", "b"]


def test_other_parts_of_the_address_stay(params):
    params.update({"paper": ["arxiv:1"], "colour": ["digest"], "utm": ["x"], "topic": ["old"], "q": ["old"]})
    address.show(FILTERS.with_query("").choosing("topics", ()))
    assert params["paper"] == ["arxiv:1"]
    assert params["colour"] == ["digest"]
    assert params["utm"] == ["x"]
    assert "q" not in params
    assert "topic" not in params


def test_the_same_view_again_writes_nothing(params):
    address.show(FILTERS)
    address.show(FILTERS)
    assert params.written == 1


def test_the_open_paper_and_settings_come_and_go(params):
    address.open_one("arxiv:1")
    assert address.open_paper() == "arxiv:1"
    address.open_one("")
    address.open_one("")
    assert address.open_paper() == ""
    address.keep_setting("colour", "digest", "topic")
    assert address.setting("colour", "topic") == "digest"
    address.keep_setting("colour", "topic", "topic")
    assert dict(params) == {}


@pytest.mark.usefixtures("params")
def test_other_pages_take_filters_and_paper_along_and_no_setting():
    address.show(FILTERS)
    address.open_one("arxiv:1")
    address.keep_setting("colour", "digest", "topic")
    carried = address.carried()
    assert Filters.from_params(carried) == FILTERS
    assert carried["paper"] == ["arxiv:1"]
    assert "colour" not in carried
