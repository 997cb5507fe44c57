"""Sending picks to Zotero from the page: the key is asked for once, never shown again, and papers are sent once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from components.__main__ import main
from components.curation.annotations.decisions import Decision
from components.curation.zotero import accounts
from components.settings import settings
from components.store.database import reading
from components.store.schema import metadata
from components.workspace import caches
from components.workspace.visitor import COOKIE
from tests.pages import page_content, visitor_data
from tests.pages.conftest import PATIENCE
from tests.pages.test_curating import IDS, menu
from tests.sharing.zotero_api.server import KEY, READ_ONLY, Reply, served


@pytest.fixture
def zotero(monkeypatch):
    with served() as server:
        monkeypatch.setenv("DIGEST_ATLAS_SERVICES", server.address)
        monkeypatch.setenv("DIGEST_ATLAS_ALLOW_ADDRESS", "127.0.0.1")
        monkeypatch.setattr(
            "components.ui.picks.share.zotero_menu._AT_ONCE", PATIENCE
        )  # AppTest runs no page by itself
        settings.cache_clear()
        yield server


def share(open_page, cookies, count=2):
    visitor_data.decide(cookies, IDS[:count], Decision.STARRED, "1")
    return menu(open_page("picks"), "share")


def connect(app, key=KEY):
    next(each for each in app.text_input if each.key == "zotero_key").set_value(key)
    next(each for each in app.button if each.label == "Connect").click()
    return menu(app, "share")


def sent(app, collection=None):
    if collection is not None:
        app.selectbox(key="zotero_collection").set_value(collection)
    app.button(key="zotero_send").click()
    return menu(app, "share")


def words(app):
    return " ".join(page_content.markdown(app)).replace("\\", "")


def test_picks_are_sent_once_and_the_key_is_never_shown_again(open_page, cookies, zotero, caplog):
    app = share(open_page, cookies)
    assert zotero.asked == []  # nothing is asked before somebody asks
    app = connect(app)
    assert "Connected as ada" in words(app)
    assert app.selectbox(key="zotero_library").options == ["My library", "Lab"]
    assert app.selectbox(key="zotero_collection").options == ["Reading"]
    app = sent(app, "Reading")
    assert "Sent to Zotero: 2 new, 0 updated, 0 there already." in words(app)
    assert len(zotero.papers) == 2
    assert all(paper["collections"] == ["COLL2345"] for paper in zotero.papers)
    app = sent(menu(open_page("picks"), "share"))
    assert "Sent to Zotero: 0 new, 0 updated, 2 there already." in words(app)
    assert len(zotero.papers) == 2
    with reading(caches.store()) as connection:
        held = repr([connection.execute(select(table)).all() for table in metadata.sorted_tables])
    assert KEY not in held + caplog.text + words(app) + str(dict(app.session_state._state.filtered_state))


@pytest.mark.usefixtures("zotero")
@pytest.mark.parametrize(
    ("key", "says"),
    [("short", "This is no key to Zotero"), (READ_ONLY, "may only read"), ("z" * 24, "refuses this key")],
)
def test_a_key_that_opens_nothing_is_told(open_page, cookies, key, says):
    app = connect(share(open_page, cookies), key)
    assert any(says in each.value.replace("\\", "") for each in app.warning)
    assert accounts.read(caches.store(), visitor_data.mine(cookies)) is None
    assert not app.exception


def test_what_failed_is_named_and_disconnecting_deletes_the_key(open_page, cookies, zotero):
    app = connect(share(open_page, cookies))
    zotero.refuse = lambda given: "Too <b>odd</b>" if "itemType" in given else ""
    app = sent(app)
    assert "0 new, 0 updated, 0 there already, 2 failed." in words(app)
    assert "Zotero says: Too <b>odd</b>." in words(app) + " ".join(each.value for each in app.caption).replace("\\", "")
    zotero.moods.append(lambda _: Reply(403))
    assert any("refuses this key" in each.value for each in sent(app).warning)
    app.button(key="zotero_end").click()
    app = menu(app, "share")
    assert accounts.key_of(caches.store(), cookies[COOKIE]) == ""
    assert any(each.key == "zotero_key" for each in app.text_input)


def test_the_command_sends_what_the_page_would(open_page, cookies, zotero, capsys, monkeypatch):
    connect(share(open_page, cookies))
    line = ["zotero", "--workspace", cookies[COOKIE]]
    assert main([*line, "--collection", "To read"]) == 0
    assert [each["name"] for each in zotero.collections.values()] == ["Reading", "To read"]
    assert capsys.readouterr().out == "Sent to Zotero: 2 new, 0 updated, 0 there already.\n"
    assert main(line) == 0  # into the collection that was sent to last
    assert "2 there already" in capsys.readouterr().out
    assert main([*line, "--filter", "q=causal", "--library", "Lab"]) == 0
    assert " new, 0 updated" in capsys.readouterr().out
    for more, says in (
        (["--library", "Other"], "may not write to a library “Other”. It may write to: My library (users/4711), Lab"),
        (["--filter", "digest=none&q=zzzzzzz"], "nothing to send"),
    ):
        assert main([*line, *more]) == 2
        assert says in capsys.readouterr().err
    by_id = ["zotero", "--workspace", visitor_data.mine(cookies)]
    assert main(by_id) == 2  # the id opens no key
    assert "There is no key to Zotero" in capsys.readouterr().err
    monkeypatch.setenv("DIGEST_ATLAS_ZOTERO_KEY", KEY)
    settings.cache_clear()
    assert main(by_id) == 0
    zotero.refuse = lambda _: "No"
    visitor_data.decide(cookies, IDS[2:3], Decision.STARRED, "2")
    assert main(by_id) == 1
    assert KEY not in "".join(capsys.readouterr())
