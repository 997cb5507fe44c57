"""What single records of services mean, where that is easily got wrong."""

from __future__ import annotations

import json

import pytest

from components.enrichment.facts import Field
from components.enrichment.services.crossref import Crossref
from tests.enrichment.entries import entry
from tests.enrichment.server import item


@pytest.mark.parametrize(
    ("changes", "retracted"),
    [
        ({}, False),
        ({"updated-by": [{"type": "retraction", "DOI": "10.1/notice", "source": "retraction-watch"}]}, True),
        ({"updated-by": [{"type": "correction", "DOI": "10.1/notice"}]}, False),
        ({"updated-by": [{"type": "correction"}, {"type": "Withdrawal"}]}, True),
        ({"update-to": [{"type": "retraction", "DOI": "10.1/article"}]}, False),  # the notice itself
        ({"title": ["RETRACTED: Sparse routing of tokens"]}, True),
        ({"title": ["Retracted Article: Sparse routing"]}, True),
        ({"title": ["Retracted papers and who cites them: a study"]}, False),
        ({"updated-by": None}, False),
        ({"updated-by": "retraction"}, False),
    ],
)
def test_crossref_says_of_an_article_that_it_was_retracted_and_not_of_the_notice(changes, retracted):
    row = item(entry(1, doi="10.1/article")) | changes
    (record,) = Crossref("").records(json.dumps({"message": {"items": [row]}}).encode())
    assert (dict(record.values).get(Field.RETRACTED) is True) is retracted


def test_crossref_is_asked_for_what_its_records_are_read_for():
    asked = Crossref("https://a.org").look_up(["10.1/x"]).url
    assert "updated-by" in asked
    assert "update-to" not in asked
