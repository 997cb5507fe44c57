"""One's own workspace in another browser, by a code that is good once, and in no other any more."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.workspaces import device_codes, workspaces
from components.curation.workspaces.tokens import new_token
from components.server.middleware.origins import Origins
from components.server.routes import table
from components.settings import settings
from components.workspace import caches
from components.workspace.visitor import COOKIE


@pytest.fixture
def engine(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
    settings.cache_clear()
    caches.forget_store()
    yield caches.store()
    caches.store().dispose()
    caches.forget_store()
    settings.cache_clear()


@pytest.fixture
def client(engine):  # noqa: ARG001 (the store must be this test's own)
    app = Starlette(
        routes=[*table.routes(), *table.routes("/atlas/")], middleware=[Middleware(Origins, option=st.get_option)]
    )
    return TestClient(app, base_url="http://atlas.example.org", follow_redirects=False)


@pytest.fixture
def token(engine):
    token = new_token()
    decisions.decide(engine, workspaces.workspace_id(engine, token), {"p": Decision.STARRED}, "1")
    return token


def cookie(answer):
    return SimpleCookie(answer.headers["set-cookie"])[COOKIE].value


def decided(engine, token):
    return decisions.current(engine, workspaces.workspace_id(engine, token))


@pytest.mark.parametrize("base", ["", "/atlas"])
def test_a_workspace_opens_in_another_browser_by_a_press_and_once(client, engine, token, base):
    code = device_codes.create(engine, token)
    for _ in range(2):  # a look uses nothing up
        looked = client.get(f"{base}/open/{code}")
        assert looked.status_code == 200
        assert "set-cookie" not in looked.headers
        assert '<form method="post">' in looked.text
        assert token not in looked.text
    pressed = client.post(f"{base}/open/{code}")
    assert pressed.status_code == 303
    assert pressed.headers["location"] == "../"  # whatever host a request names
    assert cookie(pressed) == token
    assert "HttpOnly" in pressed.headers["set-cookie"]
    for again in (client.get(f"{base}/open/{code}"), client.post(f"{base}/open/{code}")):
        assert again.status_code == 404
        assert "used already" in again.text
        assert "set-cookie" not in again.headers


def test_the_token_itself_opens_nothing_by_an_address(client, token):
    assert client.get(f"/open/{token}").status_code == 404
    assert client.post(f"/open/{token}").status_code == 404


@pytest.mark.parametrize("damaged", ["short", "x" * 23, "a%0d%0aSet-Cookie:%20b=c"])
def test_what_is_no_code_opens_nothing(client, damaged):
    assert client.get(f"/open/{damaged}").status_code == 404
    assert client.post(f"/open/{damaged}").status_code == 404


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example.org"}])
@pytest.mark.parametrize("path", ["/open/{code}", "/sign-out"])
def test_another_site_can_do_neither(client, engine, token, headers, path):
    code = device_codes.create(engine, token)
    answer = client.post(path.format(code=code), headers={**headers, "cookie": f"{COOKIE}={token}"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert device_codes.is_good(engine, code)
    assert decided(engine, token) == {"p": Decision.STARRED}


def test_signing_other_devices_out_leaves_this_one_in(client, engine, token):
    mine = {"cookie": f"{COOKIE}={token}"}
    code = device_codes.create(engine, token)
    shared = workspaces.read_token(engine, token)
    looked = client.get("/sign-out", headers=mine)
    assert (looked.status_code, "set-cookie" in looked.headers) == (200, False)
    pressed = client.post("/sign-out", headers=mine)
    assert (pressed.status_code, pressed.headers["location"]) == (303, "./")
    renewed = cookie(pressed)
    assert renewed != token
    assert cookie(client.post("/sign-out", headers=mine)) == renewed  # pressed twice: nobody is locked out
    assert decided(engine, token) == {"p": Decision.STARRED}  # until the browser comes back with the new one
    assert decided(engine, renewed) == {"p": Decision.STARRED}
    assert workspaces.access(engine, token).signed_out
    assert decided(engine, token) == {}
    assert workspaces.workspace_to_read(engine, shared) is None
    assert client.post(f"/open/{code}").status_code == 404
    late = client.post("/sign-out", headers=mine)
    assert late.status_code == 403
    assert "set-cookie" not in late.headers
    with pytest.raises(workspaces.SignedOutError):
        device_codes.create(engine, token)


def test_who_has_nothing_is_told_so(client):
    assert client.get("/sign-out").status_code == 403
    assert client.post("/sign-out", headers={"cookie": f"{COOKIE}=short"}).status_code == 403
