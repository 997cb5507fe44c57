"""The scripts as browsers fetch them: only our modules, only of this release, packed where that is read."""

from __future__ import annotations

import gzip

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import scripts
from components.server.routes import assets

RELEASE = scripts.release()


@pytest.fixture(params=["", "atlas"])
def client(request):
    """A client below the base path of the app."""
    site = Starlette(routes=assets.routes(request.param))
    with TestClient(site, base_url=f"http://testserver/{request.param}") as client:
        yield client


@pytest.mark.parametrize("path", RELEASE.scripts)
@pytest.mark.parametrize("accepts", ["gzip, br", "identity"])
def test_a_module_comes_as_it_is(client, path, accepts):
    answer = client.get(RELEASE.address(path), headers={"accept-encoding": accepts})
    assert answer.status_code == 200
    assert answer.text == (scripts.FOLDER / path).read_text("utf-8")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers.get("content-encoding", "") == ("gzip" if "gzip" in accepts else "")
    assert "immutable" in answer.headers["cache-control"]
    again = client.get(
        RELEASE.address(path), headers={"accept-encoding": accepts, "if-none-match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "map/map_component.py",
        "map/map.css",
        "map/assets/plotly-gl2d.min.js.gz",
        "map/none.js",
        "map",
        "",
        "../server/middleware/early.js",
        "..%2fserver%2fmiddleware%2fearly.js",
        "%2e%2e/%2e%2e/app.py",
        "//etc/passwd",
        "map/../map/map.js%00",
    ],
)
def test_nothing_else_is_served(client, path):
    answer = client.get(f"{scripts.PREFIX}/{RELEASE.name}/{path}")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_a_module_of_another_release_is_refused(client):
    assert client.get(f"{scripts.PREFIX}/{'0' * 16}/map/map.js").status_code == 404


def test_what_is_packed_is_the_module():
    for script in RELEASE.scripts.values():
        assert gzip.decompress(script.packed) == script.plain
