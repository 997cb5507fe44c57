"""The addresses beside the pages, asked as feed readers, scripts and friends do: without a session."""

import html
import json
import re
from urllib.parse import urljoin

import feedparser
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.curation import shared_lists
from components.curation.annotations import decisions, notes
from components.curation.annotations.decisions import Decision
from components.curation.ranking import named_interests as interests
from components.curation.ranking.named_interests import Kind
from components.curation.searches import feed_addresses, paper_links, saved_searches, subscriptions
from components.curation.searches.delivery import Delivery
from components.curation.workspaces import workspaces
from components.curation.workspaces.tokens import new_token
from components.finding.filters import Filters
from components.links.verdict import State
from components.server.routes import responses, table
from components.settings import settings
from components.sharing.feeds import feed
from components.sharing.formats.export_formats import EXPORT_FORMATS
from components.sharing.lists import snapshot
from components.workspace import caches
from components.workspace import view as workspace_view
from components.workspace.interest import order


@pytest.fixture
def engine(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
    monkeypatch.setenv("DIGEST_ATLAS_DATABASE_URL", "sqlite")
    settings.cache_clear()
    caches.forget_store()
    yield caches.store()
    caches.store().dispose()
    caches.forget_store()
    settings.cache_clear()


@pytest.fixture
def client(engine):  # noqa: ARG001 (the store must be this test's own)
    return TestClient(
        Starlette(routes=[*table.routes(), *table.routes("/atlas/")]), base_url="http://atlas.example.org"
    )


@pytest.fixture
def token():
    return new_token()


@pytest.fixture
def workspace(engine, token):
    return workspaces.workspace_id(engine, token)


@pytest.fixture
def shared(engine, workspace):
    now = workspace_view.of(caches.store(), workspace, Filters("causal"))
    papers = now.shown.head(5)
    content = snapshot.take(papers, now.digest_labels, now.analysis, with_notes=False)
    return shared_lists.share(engine, workspace, "My list", "Read these.", len(papers), content)


def test_a_shared_list_is_a_page_for_everybody_until_it_is_taken_back(client, engine, workspace, shared):
    answer = client.get(f"/list/{shared.address}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "My list" in answer.text
    assert answer.text.count("<article") == 5
    assert '<svg class="map"' in answer.text
    again = client.get(f"/list/{shared.address}", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    shared_lists.unshare(engine, workspace, shared.address)
    assert client.get(f"/list/{shared.address}").status_code == 404


def test_a_shared_list_does_not_change(client, engine, workspace, shared):
    before = client.get(f"/list/{shared.address}").text
    paper = workspace_view.of(caches.store(), workspace, Filters()).shown["paper_id"].iloc[0]
    decisions.decide(engine, workspace, {paper: Decision.HIDDEN}, "1")
    notes.write(engine, workspace, paper, "secret", "2")
    assert client.get(f"/list/{shared.address}").text == before


@pytest.mark.parametrize("form", EXPORT_FORMATS, ids=lambda form: form.label)
def test_a_shared_list_leaves_in_every_form(client, shared, form):
    answer = client.get(f"/list/{shared.address}/papers.{form.ending}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(form.mime)
    assert f"papers.{form.ending}" in answer.headers["content-disposition"]
    assert len(answer.content) > 100


@pytest.mark.parametrize("ending", ["atom", "json"])
def test_a_shared_list_has_feeds(client, shared, ending):
    text = client.get(f"/list/{shared.address}/feed.{ending}").text
    address = f"http://atlas.example.org/list/{shared.address}/feed.{ending}"
    assert address in text
    assert len(feedparser.parse(text).entries if ending == "atom" else json.loads(text)["items"]) == 5


@pytest.mark.parametrize(
    "path",
    [
        "/list/x",
        "/list/aaaaaaaaaaa",
        "/list/aaaaaaaaaaa/papers.csv",
        "/feed/x.atom",
        "/feed/aaaaaaaaaaaaaaaaaaaaaa.atom",
        "/feed/aaaaaaaaaaaaaaaaaaaaaa",
        "/feed/..json",
    ],
)
def test_an_address_that_leads_nowhere_says_so(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (404, responses.GONE)


def test_files_that_no_list_has_are_not_there(client, shared):
    for file in ("papers.exe", "feed.csv", "other.csv", "papers", "feed"):
        assert client.get(f"/list/{shared.address}/{file}").status_code == 404


def test_a_saved_search_is_followed_by_its_secret_address(client, engine, workspace):
    saved_searches.save(engine, workspace, "Causal & more", "q=causal", [])
    secret = feed_addresses.address(engine, workspace, "Causal & more")
    answer = client.get(f"/feed/{secret}.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    shown = workspace_view.of(caches.store(), workspace, Filters("causal")).shown
    assert not found.bozo
    assert found.feed.title == "Causal & more – Digest Atlas"
    assert len(found.entries) == min(100, len(shown))
    items = json.loads(client.get(f"/feed/{secret}.json").text)["items"]
    assert [item["id"] for item in items] == [entry.id for entry in found.entries]
    assert client.get(f"/feed/{secret}.atom").content == answer.content  # nothing looks new when nothing is
    paper = shown["paper_id"].iloc[3]
    decisions.decide(engine, workspace, {paper: Decision.STARRED}, "1")
    after = feedparser.parse(client.get(f"/feed/{secret}.atom").content).entries
    assert {entry.id for entry in after} == {entry.id for entry in found.entries}
    assert after[0].id == found.entries[3].id


def test_the_table_as_json_takes_the_pages_filters(client, engine, token, workspace):
    answer = client.get("/api/papers.json", params={"q": "causal", "limit": 3}).json()
    assert answer["sentence"] == "83 of 106 papers matching “causal”"
    assert (answer["total"], len(answer["papers"]), answer["next"]) == (83, 3, "?q=causal&limit=3&offset=3")
    last = client.get("/api/papers.json?q=causal&offset=82").json()
    assert (len(last["papers"]), last["next"]) == (1, None)
    ids = [paper["paper_id"] for paper in client.get("/api/papers.json?limit=1000").json()["papers"]]
    decisions.decide(engine, workspace, {ids[0]: Decision.STARRED}, "1")
    assert client.get("/api/papers.json?decision=starred").json()["total"] == 0  # a stranger sees none of it
    hers = {"cookie": f"digest_atlas={token}"}
    assert client.get("/api/papers.json?decision=starred", headers=hers).json()["total"] == 1
    key = workspaces.read_token(engine, token)
    assert client.get(f"/api/papers.json?decision=starred&key={key}").json()["papers"][0]["paper_id"] == ids[0]
    workspaces.renew_read_token(engine, token)
    assert client.get(f"/api/papers.json?key={key}").status_code == 403


def test_the_address_of_the_next_papers_shows_those_of_the_same_key(client, engine, token, workspace):
    ids = [paper["paper_id"] for paper in client.get("/api/papers.json?limit=1000").json()["papers"]]
    decisions.decide(engine, workspace, dict.fromkeys(ids[:3], Decision.STARRED), "1")
    address, found = f"?decision=starred&limit=2&key={workspaces.read_token(engine, token)}", []
    while address:
        page = client.get(f"/api/papers.json{address}").json()
        found += [paper["paper_id"] for paper in page["papers"]]
        address = page["next"]
    assert found == ids[:3]


def test_a_feed_about_a_topic_that_is_gone_tells_of_no_paper(client, engine, workspace):
    saved_searches.save(engine, workspace, "Gone \x01", "topic=gone&q=a%01b", [])
    secret = feed_addresses.address(engine, workspace, "Gone \x01")
    found = feedparser.parse(client.get(f"/feed/{secret}.atom").content)
    assert not found.bozo
    assert found.entries == []


@pytest.mark.parametrize("query", ["limit=0", "offset=" + "9" * 5000, "offset=" + "0" * 12 + "9" * 30])
def test_a_number_out_of_bounds_is_refused(client, query):
    assert "should be a number" in client.get(f"/api/papers.json?{query}").json()["error"]


@pytest.mark.parametrize("query", ["limit=-1", "limit=many", "offset=1e3", "limit=999999999999999999", "offset=²"])
def test_a_number_that_is_none_is_refused_in_words(client, query):
    answer = client.get(f"/api/papers.json?{query}")
    assert answer.status_code == 400
    assert "should be a number" in answer.json()["error"]


def test_under_a_sub_path_all_addresses_have_it(client, shared):
    text = client.get(f"/atlas/list/{shared.address}/feed.atom").text
    assert f"http://atlas.example.org/atlas/list/{shared.address}/feed.atom" in text
    assert client.get("/atlas/api/papers.json?limit=1").json()["total"] == 106


def test_a_look_at_a_mails_link_changes_nothing_and_a_press_does(client, engine, workspace):
    saved_searches.save(engine, workspace, "A <b> search", "q=causal", [])
    asked = subscriptions.subscribe(engine, workspace, "A <b> search", "ana@example.org", subscriptions.Period.WEEK)
    assert asked is not None
    token = asked.token
    looked = client.get(f"/mail/confirm/{token}")
    assert "A &lt;b&gt; search" in looked.text
    assert '<form method="post">' in looked.text
    assert subscriptions.find(engine, token) == asked
    assert "Confirmed." in client.post(f"/mail/confirm/{token}").text
    assert subscriptions.find(engine, token) != asked
    assert client.get(f"/mail/end/{token}").status_code == 200
    assert subscriptions.find(engine, token)
    one_click = client.post(
        f"/mail/end/{token}", data={"List-Unsubscribe": "One-Click"}
    )  # RFC 8058: no cookie, no look
    assert (one_click.status_code, "Unsubscribed." in one_click.text) == (200, True)
    assert subscriptions.find(engine, token) is None
    assert client.post(f"/mail/end/{token}").status_code == 200  # twice is once
    for path in (f"/mail/confirm/{token}", f"/mail/end/{token}", f"/mail/other/{token}", "/mail/end/x"):
        assert client.get(path).status_code == 404
    assert client.post(f"/mail/confirm/{token}").status_code == 404
    assert client.post(f"/mail/other/{token}").status_code == 404


def mail_link(engine, workspace, paper_id, act="star"):
    saved_searches.save(engine, workspace, "Mine", "q=causal", [])
    asked = subscriptions.subscribe(engine, workspace, "Mine", "ana@example.org", subscriptions.Period.WEEK)
    assert asked is not None
    subscriptions.confirm(engine, asked.token)
    return f"/mail/paper/{act}/{asked.mark}/{paper_links.signature(asked.token, paper_id)}?paper={paper_id}"


def test_a_paper_of_a_mail_is_starred_by_a_press_and_put_back_by_another(client, engine, workspace):
    paper = workspace_view.of(engine, workspace, Filters("causal")).shown.iloc[0]
    paper_id = paper["paper_id"]
    link = mail_link(engine, workspace, paper_id)
    for _ in range(2):
        looked = client.get(link)
        assert f"Star “{html.escape(paper['title'])}”?" in looked.text
        assert decisions.current(engine, workspace) == {}
    pressed = client.post(link)
    assert f"Starred “{html.escape(paper['title'])}”." in pressed.text
    assert decisions.current(engine, workspace) == {paper_id: Decision.STARRED}
    back = html.unescape(re.findall(r'action="([^"]+)"', pressed.text)[0])
    assert "is undecided again" in client.post(urljoin(link, back)).text
    assert decisions.current(engine, workspace) == {}
    client.post(link)  # starred once more, though the link is the same
    assert decisions.current(engine, workspace) == {paper_id: Decision.STARRED}
    client.post(link.replace("/star/", "/hide/"))
    assert decisions.current(engine, workspace) == {paper_id: Decision.HIDDEN}
    for odd in (link + "x", link.replace("/star/", "/burn/"), link.partition("?")[0], f"/atlas{link}0"):
        assert (client.get(odd).status_code, client.post(odd).status_code) == (404, 404)
    assert client.get(f"/atlas{link}").status_code == 200


def test_a_link_about_a_paper_that_is_not_here_any_more_leads_nowhere(client, engine, workspace):
    link = mail_link(engine, workspace, "arxiv:9999.99999")
    assert (client.get(link).status_code, client.post(link).status_code) == (404, 404)


def test_a_feed_by_interest_holds_the_best_and_says_why(client, engine, workspace):
    saved_searches.save(engine, workspace, "Mine", 'q="causal"', [])
    ids = workspace_view.of(engine, workspace, Filters('"causal"')).shown["paper_id"].tolist()
    address = f"/feed/{feed_addresses.address(engine, workspace, 'Mine')}.json"
    assert len(client.get(address).json()["items"]) == len(ids)
    decisions.decide(engine, workspace, {ids[0]: Decision.STARRED}, "1")
    saved_searches.set_delivery(engine, workspace, "Mine", Delivery(by_interest=True, most=5))
    items = client.get(address).json()["items"]
    ranked = order.of(workspace_view.of(engine, workspace, Filters(), exact=True)).sorted(ids)
    assert {item["id"] for item in items} == {feed.urn(f"paper {each}") for each in ranked[:5]}
    assert sum("ear your pick" in item["content_html"] for item in items) >= 1
    interests.choose(engine, workspace, Kind.MUTED, ["causal"], "2")
    assert client.get(address).json()["items"] == []


def test_a_newcomer_is_told_what_she_sees(client):
    page = client.get("/explained").text
    for state in State:
        assert f"<dt>{state.label}</dt>" in page
    assert "nearest" in page
    assert "<script" not in page
