"""A server whose store cannot be reached says a sentence on every page, and shows no traceback."""

from __future__ import annotations

import pytest

from tests.browser.chromium import visit


@pytest.mark.parametrize(
    "address",
    ["postgresql://nobody:secret@127.0.0.1:1/nothing", "sqlite:////proc/nowhere/atlas.db", "nonsense"],
    ids=["no such server", "no such folder", "no address"],
)
def test_a_store_that_cannot_be_reached_is_said_in_a_sentence(start_server, visitor, address):
    server = start_server({"DIGEST_ATLAS_DATABASE_URL": address})
    page = visitor(server).context.new_page()
    for name in ["table", "map"] if address == "nonsense" else ["table"]:
        visit(page, name)
        text = page.get_by_test_id("stMain").inner_text()
        assert page.get_by_test_id("stAlert").count() == 1
        assert page.get_by_test_id("stException").count() == 0
        assert "The database cannot be opened" in text
        assert "Traceback" not in text
        assert "secret" not in text
        assert text.count(".") >= 1
    assert server.running
