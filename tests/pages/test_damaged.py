"""Every page draws over damaged digests, and another visitor has the same as before. See `tests.papers.mutated`."""

from __future__ import annotations

import pytest

from components.curation.workspaces.tokens import new_token
from components.workspace.visitor import COOKIE
from tests.pages import damaged
from tests.papers.reading.mutated import mutation


@pytest.mark.parametrize("seeds", [range(4), range(4, 8)], ids=str)
def test_every_page_draws_over_damaged_digests(open_page, cookies, seeds):
    other = new_token()
    damaged.add(other, mutation(0)[1])
    before = damaged.seen(other)
    for seed in seeds:
        damaged.add(cookies[COOKIE], mutation(seed)[1])
    assert damaged.faults_of_pages(open_page) == []
    assert damaged.seen(other) == before


def test_a_page_that_fails_is_found(open_page, monkeypatch):
    def fails(*_):
        raise KeyError("x")

    monkeypatch.setattr("components.ui.digests.digest_rows.draw", fails)
    assert [fault.partition(":")[0] for fault in damaged.faults_of_pages(open_page)] == ["digests"]
