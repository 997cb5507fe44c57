"""Where a bookmark leads: to the form filled in, and a GET changes nothing."""

from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.server.routes import table


@pytest.mark.parametrize(
    ("asked", "filled_in"),
    [
        ({"url": "https://arxiv.org/abs/2404.06773"}, "https://arxiv.org/abs/2404.06773"),
        ({"url": "https://a.org/x", "doi": "10.1162/tacl_a_00353", "title": "T"}, "10.1162/tacl_a_00353"),
        ({"url": "https://a.org/x", "title": "A Title of a Paper"}, "A Title of a Paper"),
        ({"url": "https://a.org/x"}, "https://a.org/x"),
        ({"arxiv": "2404.06773", "url": "https://doi.org/10.1/x"}, "2404.06773"),
        ({"text": "words\n of a title"}, "words of a title"),
        ({"title": "<script>&add=x"}, "<script>&add=x"),
        ({"title": "x" * 9_000}, "x" * 500),
        ({}, ""),
    ],
)
@pytest.mark.parametrize("base", ["", "atlas"])
def test_a_bookmark_leads_to_the_form_filled_in(asked, filled_in, base):
    client = TestClient(Starlette(routes=table.routes(base)), follow_redirects=False)
    answer = client.get(f"/{base}/add" if base else "/add", params=asked)
    assert answer.status_code == 303
    to = urlsplit(answer.headers["location"])
    assert (to.netloc, to.path) == ("", "digests")
    assert parse_qs(to.query).get("add", [""]) == [filled_in]
