"""The app's own address: browsers are sent to the page it stands for, with all they asked; everything else passes."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.finding.facets import FACETS
from components.finding.filters import ARCHIVED, NEAR, QUERY
from components.server.middleware.first_page import FirstPage
from components.ui.shared import url_state
from components.ui.shared.frame import pages
from components.ui.shared.papers_table import ordering, table_columns

BROWSER = {"accept": "text/html,application/xhtml+xml"}


def client(base: str = "") -> TestClient:
    def page(_request):
        return PlainTextResponse("page")

    paths = ("/", "/sub", "/sub/", "/table", "/sub/table")
    routes = [Route(path, page, methods=["GET", "POST"]) for path in paths]
    middleware = [Middleware(FirstPage, base=base, chosen=pages.first_page)]
    return TestClient(Starlette(routes=routes, middleware=middleware), follow_redirects=False)


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/", "overview"),
        ("/?q=causal%20models", "table?q=causal%20models"),
        ("/?paper=arxiv:2404.06773", "table?paper=arxiv:2404.06773"),
        ("/?q=", "table?q="),
        ("/?topic=a&topic=-b", "table?topic=a&topic=-b"),
        ("/?look=abc&into=9", "overview?look=abc&into=9"),
        ("/?utm_source=x%0d%0aset-cookie:y", "overview?utm_source=x%0d%0aset-cookie:y"),
        ("/?q=%3Cscript%3E", "table?q=%3Cscript%3E"),
    ],
)
def test_an_address_of_the_app_leads_to_the_page_that_shows_what_it_asks(asked, led):
    answer = client().get(asked, headers=BROWSER)
    assert answer.status_code == 307
    assert answer.headers["location"] == led
    assert answer.headers["cache-control"] == "no-store"


def test_below_a_path_it_leads_below_that_path():
    below = client("/sub/")
    assert below.get("/sub/", headers=BROWSER).headers["location"] == "overview"
    assert below.get("/sub", headers=BROWSER).headers["location"] == "sub/overview"
    assert below.get("/", headers=BROWSER).status_code == 200
    assert below.get("/sub/table?q=a", headers=BROWSER).text == "page"


def test_only_browsers_that_look_are_sent_on():
    assert client().get("/", headers={"accept": "*/*"}).text == "page"
    assert client().post("/", headers=BROWSER).text == "page"
    assert client().get("/table", headers=BROWSER).text == "page"
    assert client().head("/", headers=BROWSER).status_code == 307


def test_whatever_chooses_among_papers_leads_to_the_table():
    own = {ordering.PARAMETER, table_columns.COLUMNS, table_columns.DENSITY, url_state.OPEN}
    assert {facet.parameter for facet in FACETS} | {QUERY, NEAR, ARCHIVED} | own == pages.ASKS_FOR_PAPERS
