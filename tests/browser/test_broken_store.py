"""A server whose store is in trouble says on every page what it is, without a traceback, and shows what can be read."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from components.store.trouble import Kind
from tests.browser.chromium import visit


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("postgresql://nobody:secret@127.0.0.1:1/nothing", Kind.UNREACHABLE),
        ("sqlite:////proc/nowhere/atlas.db", Kind.OTHER),
        ("nonsense", Kind.ADDRESS),
        ("sqlite:///{garbage}", Kind.NOT_A_STORE),
    ],
    ids=["no such server", "no such folder", "no address", "no database"],
)
def test_a_store_that_cannot_be_opened_is_said_in_a_sentence(start_server, visitor, tmp_path, address, kind):
    garbage = tmp_path / "secret.sqlite"
    garbage.write_bytes(b"garbage" * 1000)
    server = start_server({"DIGEST_ATLAS_DATABASE_URL": address.format(garbage=garbage)})
    page = visitor(server).context.new_page()
    for name in ["table", "map"] if address == "nonsense" else ["table"]:
        visit(page, name)
        text = page.get_by_test_id("stMain").inner_text()
        assert page.get_by_test_id("stAlert").count() == 1
        assert page.get_by_test_id("stException").count() == 0
        assert kind.value.title in text
        assert kind.value.visitor in text
        assert "secret" not in text
    assert kind.value.operator in server.log()
    assert server.running


def test_while_another_program_holds_the_store_pages_are_shown_and_a_decision_is_refused(start_server, visitor):
    server = start_server({})
    page = visitor(server).context.new_page()
    visit(page, "table")
    with closing(sqlite3.connect(server.data_folder / "atlas.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        visit(page, "table")
        assert page.get_by_test_id("stAlert").count() == 0
        page.get_by_role("button", name="More").first.click()
        name = page.get_by_placeholder("Name, then Enter")
        name.fill("Mine")
        name.press("Enter")
        alert = page.get_by_test_id("stAlert")
        alert.wait_for(timeout=60_000)
        assert Kind.LOCKED.value.title in alert.inner_text()
        assert "was not saved" in alert.inner_text()
        other.execute("ROLLBACK")
    visit(page, "table")
    assert page.get_by_test_id("stAlert").count() == 0
