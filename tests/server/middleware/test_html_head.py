"""The words put into every page: only into pages, only for browsers, with lengths and caches kept right."""

from __future__ import annotations

import asyncio
import gzip
import re
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route

from components import scripts
from components.server.middleware.html_head import EARLY, PLOTLY, HtmlHead
from components.server.routes import assets, table
from components.ui.shared.frame import pages

HTML = "<!DOCTYPE html><html><head><title>x</title></head><body>Ä</body></html>"


def page(_request):
    return HTMLResponse(HTML, headers={"etag": "x", "last-modified": "y"})


async def in_pieces(_request):
    async def pieces():
        for start in range(0, len(HTML), 7):
            yield HTML[start : start + 7].encode()

    return StreamingResponse(pieces(), media_type="text/html; charset=utf-8")


def data(request):
    return JSONResponse({"accepts": request.headers.get("accept-encoding", "")})


def ask(application, path, accept="text/html,*/*", method="GET", **headers):
    async def asking():
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(application), base_url="http://testserver"
        ) as client:
            return await client.request(method, path, headers={"accept": accept, **headers})

    return asyncio.run(asking())


@pytest.fixture
def site():
    routes = [Route(path, page) for path in ("/", "/map", "/topics", "/sub/map")]
    routes += [
        Route("/pieces", in_pieces),
        Route("/data", data),
        Route("/text", lambda _: PlainTextResponse("</head>")),
    ]
    return Starlette(routes=routes, middleware=[Middleware(HtmlHead)])


@pytest.mark.parametrize("path", ["/", "/topics", "/pieces"])
def test_a_page_has_the_script_before_its_head_ends(site, path):
    answer = ask(site, path)
    [added] = re.findall("<title>x</title>(.*)</head>", answer.text)
    assert answer.text == HTML.replace("</head>", f"{added}</head>")
    assert added.startswith(f'<script src="./{EARLY}"></script><link rel="modulepreload"')
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["link"] == f"<{PLOTLY}>; rel=prefetch; as=script"
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers


@pytest.mark.parametrize("path", ["/map", "/sub/map"])
def test_the_page_of_the_map_fetches_plotly_at_once(site, path):
    answer = ask(site, path)
    assert f'data-plotly="{PLOTLY}"' in answer.text
    assert '<link rel="preload"' in answer.text
    assert "link" not in answer.headers


@pytest.mark.parametrize("path", ["/topics", "/map", "/sub/map", "/", "/no/such/page"])
def test_a_page_names_the_modules_it_begins_with(site, path):
    site.router.routes.append(Route("/no/such/page", page))
    answer = ask(site, path)
    named = re.findall('<link rel="modulepreload" fetchpriority="low" href="./(.*?)">', answer.text)
    assert named == scripts.release().of_page(path.rpartition("/")[2])
    folders = {address.split("/")[3] for address in named}
    assert folders == {"shared", path.rpartition("/")[2]} & {"shared", "map", "topics"}


@pytest.mark.parametrize("path", ["/", "/map", "/pieces", "/data", "/text"])
@pytest.mark.parametrize("accept", ["text/html,*/*", "*/*"])
def test_an_answer_to_head_has_the_headers_of_get_and_no_body(site, path, accept):
    site.router.routes.append(Route("/pieces", in_pieces))
    got, asked = (ask(site, path, accept, method) for method in ("GET", "HEAD"))
    assert asked.headers.get("content-length") == got.headers.get("content-length")
    if accept != "*/*":
        assert asked.content == b""


def test_what_is_no_page_is_left_alone(site):
    assert ask(site, "/text").text == "</head>"
    assert ask(site, "/data", accept="*/*", **{"accept-encoding": "gzip"}).json() == {"accepts": "gzip"}


def test_a_client_that_is_no_browser_gets_the_page_as_it_is(site):
    answer = ask(site, "/", accept="*/*")
    assert answer.text == HTML
    assert answer.headers["etag"] == "x"


@pytest.mark.parametrize(("accepts", "packed"), [("gzip, br", True), ("identity", False)])
def test_plotly_is_sent_as_the_client_reads_it(accepts, packed):
    site = Starlette(routes=[Route("/plotly", assets.plotly_script)])
    answer = ask(site, "/plotly", **{"accept-encoding": accepts})
    assert (answer.headers.get("content-encoding") == "gzip") == packed
    assert answer.content == gzip.decompress(assets.PLOTLY.read_bytes())
    assert b"plotly.js (gl2d - minified)" in answer.content[:200]


@pytest.mark.parametrize("base", ["", "atlas"])
def test_what_is_no_page_is_asked_for_as_the_browser_asks(base):
    """A shared list that a browser has already is not sent again, and a long one is sent packed."""

    def heard(request):
        return HTMLResponse(" ".join(request.headers.get(name, "") for name in ("accept-encoding", "if-none-match")))

    others = table.prefixes(base)
    for route in table.routes(base):
        path = route.path.replace("{", "").replace("}", "")
        site = Starlette(routes=[Route(path, heard)], middleware=[Middleware(HtmlHead, others=others)])
        assert ask(site, path, **{"accept-encoding": "gzip", "if-none-match": '"mark"'}).text == 'gzip "mark"'
    assert not any(f"/{Path(entry.script).stem}".startswith(others) for entry in pages.PAGES)
