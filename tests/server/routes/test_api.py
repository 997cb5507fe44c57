"""The API as scripts ask it: what it refuses, who may read it, and that its fields are what the document says."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.finding.facets import FACETS
from components.paths import ROOT
from components.server.routes import assets, table
from components.settings import settings
from components.workspace import caches

DOCUMENT = (ROOT / "docs" / "api.md").read_text("utf-8")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGEST_ATLAS_DATA", str(tmp_path_factory.mktemp("data")))
        settings.cache_clear()
        caches.forget_store()
        yield TestClient(Starlette(routes=[*assets.routes(), *table.routes()]), base_url="http://atlas.example.org")
        caches.store().dispose()
        caches.forget_store()
    settings.cache_clear()


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("topic=nonsense", "“nonsense” as “topic”"),
        ("topic=-nonsense", "“nonsense” as “topic”"),
        ("decision=liked", "There are: inbox, starred, later, hidden."),
        ("q=causal&month=2024-13&kind=code", "“2024-13” as “month”"),
        ("fields=title,nonsense", "No paper has a field “nonsense”. There are: schema, paper_id, title,"),
        ("sort=nonsense", "“sort” cannot be “nonsense”. It can be: date, year, votes,"),
        ("format=xml", "“format” cannot be “xml”. It can be: json, jsonl, csv, bib, ris."),
        ("format=bib&fields=title", "“fields” chooses what json and jsonl say"),
        ("tag=" + "x" * 5000, "There are none here."),
    ],
)
def test_a_value_that_no_paper_has_is_refused_in_a_sentence(client, query, named):
    answer = client.get(f"/api/papers.json?{query}")
    assert answer.status_code == 400
    assert named in answer.json()["error"]
    assert len(answer.json()["error"]) < 2000


def test_what_only_pages_know_is_passed_over(client):
    answer = client.get("/api/papers.json?q=causal&paper=arxiv:1&sort=votes&view=time&decision=inbox&limit=1")
    assert (answer.status_code, answer.json()["total"]) == (200, 83)


def test_only_the_fields_asked_for_are_told_in_the_order_asked_for_and_the_next_page_keeps_them(client):
    answer = client.get("/api/papers.json?fields=year,title&sort=year&limit=2").json()
    assert [list(paper) for paper in answer["papers"]] == [["year", "title"]] * 2
    assert [paper["year"] for paper in answer["papers"]] == ["2026", "2026"]
    assert answer["next"] == "?limit=2&offset=2&fields=year%2Ctitle&sort=year"
    following = client.get(f"/api/papers.json{answer['next']}").json()["papers"]
    assert [list(paper) for paper in following] == [["year", "title"]] * 2
    assert all("2024" < paper["year"] <= "2026" for paper in following)


def test_papers_come_in_the_order_asked_for_those_without_a_value_last(client):
    papers = client.get("/api/papers.json?fields=title,venue,published&sort=venue&limit=200").json()["papers"]
    venues = [paper["venue"].casefold() for paper in papers]
    assert venues[:70] == sorted(venues[:70])
    assert venues[70:] == [""] * 36
    dates = [
        paper["published"]
        for paper in client.get("/api/papers.json?fields=published&sort=date&limit=200").json()["papers"]
    ]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize(
    ("form", "mime", "begins"),
    [
        ("jsonl", "application/jsonl", b'{"schema":"digest-atlas-paper/1"'),
        ("csv", "text/csv", b"\xef\xbb\xbfpaper_id,title,"),
        ("bib", "application/x-bibtex", b"@"),
        ("ris", "application/x-research-info-systems", b"TY  - "),
    ],
)
def test_the_same_papers_come_in_other_formats(client, form, mime, begins):
    answer = client.get(f"/api/papers.json?q=causal&limit=3&format={form}")
    assert answer.headers["content-type"].startswith(mime)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.content.startswith(begins)


@pytest.mark.parametrize("path", ["/api/papers.csv", "/api/", "/api/papers", "/api/a/b"])
def test_any_other_address_of_the_api_is_404_in_json(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "/api/papers.json" in answer.json()["error"]


@pytest.mark.parametrize("query", ["?limit=1", "?limit=0", "?key=nothing"])
def test_scripts_of_any_site_may_read_it_but_not_as_the_visitor(client, query):
    answer = client.get(f"/api/papers.json{query}", headers={"origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    asked = client.options("/api/papers.json", headers={"access-control-request-method": "GET"})
    assert (asked.status_code, asked.content) == (204, b"")
    assert "GET" in asked.headers["access-control-allow-methods"]


def test_every_field_and_parameter_is_written_down(client):
    answer = client.get("/api/papers.json?limit=1").json()
    for field in {*answer, *answer["papers"][0], *(facet.parameter for facet in FACETS)}:
        assert f"`{field}`" in DOCUMENT, field
    rows = re.findall(r"^\| (`[^|]+`) \| (?:text|number|list|object)", DOCUMENT, re.MULTILINE)
    assert {name for row in rows for name in re.findall("`([a-z_]+)`", row)} == set(answer["papers"][0])


def test_robots_are_told_where_not_to_look(client):
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    for path in ("/api/", "/open/", "/list/", "/fill/", "/mail/"):
        assert f"Disallow: {path}\n" in answer.text


@pytest.mark.parametrize(
    "path", ["/api/papers.json?limit=1", "/explained", "/assets/early.js", "/assets/plotly.min.js", "/assets/icon.png"]
)
def test_what_a_reader_has_already_is_not_sent_again(client, path):
    mark = client.get(path).headers["etag"]
    for known in (mark, f"W/{mark}", f'"other", {mark}', "*"):
        again = client.get(path, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark), known
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("name", assets.PICTURES)
@pytest.mark.parametrize("page", ["", "/no-such-page"])
def test_pictures_of_the_pages_have_an_address_of_their_own(client, page, name):
    answer = client.get(f"{page}/assets/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.content.startswith(b"\x89PNG")
