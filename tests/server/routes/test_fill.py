"""A list that several people fill, over HTTP as browsers ask for it: names, papers, votes, remarks, hostile text."""

from __future__ import annotations

import re
from html import escape
from http.cookies import SimpleCookie

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components.curation.annotations import decisions, notes, tags
from components.curation.annotations.decisions import Decision
from components.curation.group_lists import contributions, lists
from components.curation.workspaces import workspaces
from components.curation.workspaces.tokens import new_token
from components.finding.filters import Filters
from components.server.middleware.origins import Origins
from components.server.routes import responses, table
from components.server.routes.filling import short_form
from components.settings import settings
from components.sharing.lists import filling, snapshot
from components.workspace import caches
from components.workspace import view as workspace_view
from components.workspace.visitor import COOKIE, PARTICIPANT

HOSTILE = "<script>alert(1)</script>\"' onload=x <b>"
TITLE = "Wukong: Towards a Scaling Law for Large-Scale Recommendation"


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
def app(engine):  # noqa: ARG001 (the store must be this test's own)
    routes = [*table.routes(), *table.routes("/atlas/")]
    return Starlette(routes=routes, middleware=[Middleware(Origins, option=st.get_option)])


@pytest.fixture
def browser(app):
    """A way to open browsers, each with cookies of its own."""
    return lambda: TestClient(app, base_url="http://atlas.example.org")


@pytest.fixture
def token():
    return new_token()


@pytest.fixture
def workspace(engine, token):
    return workspaces.workspace_id(engine, token)


@pytest.fixture
def group(engine, workspace):
    return lists.create(engine, workspace, "Our <i>list</i>", "Read & tell.")


@pytest.fixture
def papers(workspace):
    return workspace_view.of(caches.store(), workspace, Filters()).catalogue


def joined(browser, group, name="Ann", base=""):
    client = browser()
    answer = client.post(f"{base}/fill/{group.address}", data={"act": "join", "name": name})
    assert answer.status_code == 200, answer.text
    return client


def add(client, group, paper_id):
    return client.post(f"/fill/{group.address}/search", data={"paper": paper_id})


def post(client, group, **form):
    return client.post(f"/fill/{group.address}", data=form)


def test_a_name_is_given_once_a_paper_found_added_voted_for_and_remarked_on(browser, engine, group, papers):
    title, paper_id = papers["title"].iat[0], papers["paper_id"].iat[0]
    page = f"/fill/{group.address}"
    ann, ben = browser(), browser()
    first = ann.get(page)
    assert first.status_code == 200
    assert "set-cookie" not in first.headers
    assert 'aria-label="Your name"' in first.text
    assert "Find a paper" not in first.text
    ann = joined(browser, group)
    again = ann.get(page).text
    assert "You take part as <b>Ann</b>" in again
    assert 'aria-label="Your name"' not in again
    found = ann.get(f"{page}/search", params={"q": title}).text
    assert found.index(escape(title))
    assert f'value="{escape(paper_id)}"' in found
    assert add(ann, group, paper_id).url.path == page
    assert "Already on the list" in ann.get(f"{page}/search", params={"q": title}).text
    ben = joined(browser, group, "Ben")
    voted = ben.post(page, data={"act": "vote", "paper": paper_id, "at": "p1"}, follow_redirects=False)
    assert (voted.status_code, voted.headers["location"]) == (303, f"./{group.address}#p1")
    post(ben, group, act="remark", paper=paper_id, remark=HOSTILE)
    (listed,) = contributions.papers_of(engine, group)
    assert (listed.paper.title, listed.added_by, listed.votes) == (title, "Ann", 2)
    shown = ben.get(page).text
    assert "<b>2</b><small>votes</small>" in shown
    assert f"<b>Ben:</b> {escape(HOSTILE)}" in shown
    assert 'aria-pressed="true"' in shown
    assert "voted:" not in shown  # who voted only the owner sees


@pytest.mark.parametrize("base", ["", "/atlas"])
def test_the_cookie_is_for_these_pages_alone_and_scripts_do_not_read_it(browser, group, base):
    answer = browser().post(f"{base}/fill/{group.address}", data={"act": "join", "name": "Ann"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"./{group.address}")
    (cookie,) = SimpleCookie(answer.headers["set-cookie"]).values()
    assert (cookie.key, cookie["path"], cookie["httponly"]) == (PARTICIPANT, f"{base}/fill", True)
    assert "You take part as" in joined(browser, group, "Ben", base).get(f"{base}/fill/{group.address}").text


@pytest.mark.parametrize("pasted", ["id", "address", "title", "start"])
def test_a_paper_is_found_by_what_was_pasted(browser, group, papers, pasted):
    paper = papers[papers["arxiv_id"] != ""].iloc[0]
    text = {
        "id": paper["arxiv_id"],
        "address": f"https://arxiv.org/pdf/{paper['arxiv_id']}v2",
        "title": paper["title"].upper(),
        "start": paper["title"][:40],
    }[pasted]
    found = joined(browser, group).get(f"/fill/{group.address}/search", params={"q": text}).text
    assert found.split("<article>")[1].count(f'value="{escape(paper["paper_id"])}"') == 1


def test_a_search_finds_out_nothing_that_the_owner_said_of_papers(browser, engine, workspace, group, papers):
    paper_id = papers["paper_id"].iat[3]
    decisions.decide(engine, workspace, {paper_id: Decision.STARRED}, "1")
    decisions.decide(engine, workspace, {papers["paper_id"].iat[4]: Decision.HIDDEN}, "2")
    tags.tag(engine, workspace, [paper_id], "zebrafinch", "3")
    notes.write(engine, workspace, paper_id, "quokka private", "4")
    ann = joined(browser, group)
    for query in ("zebrafinch", "tag:zebrafinch", "quokka", "note:quokka", "is:starred", "rating:5", "is:hidden", "-x"):
        shown = ann.get(f"/fill/{group.address}/search", params={"q": query}).text
        assert escape(papers["title"].iat[3]) not in shown, query
        assert "private" not in shown
    add(ann, group, paper_id)
    page = ann.get(f"/fill/{group.address}").text
    assert "quokka" not in page
    assert "zebrafinch" not in page
    found = ann.get(f"/fill/{group.address}/search", params={"q": papers["title"].iat[4]}).text
    assert escape(papers["title"].iat[4]) in found  # hidden ones are like all others


def test_what_nothing_is_found_for_is_said(browser, group):
    shown = joined(browser, group).get(f"/fill/{group.address}/search", params={"q": HOSTILE}).text
    assert "No paper here has these words" in shown
    assert "<script" not in shown
    assert escape(HOSTILE) in shown


def test_names_titles_and_remarks_of_others_become_no_markup(browser, group, papers):
    name = '<img src=x onerror="y">&\u202e'
    ann = joined(browser, group, name)
    add(ann, group, papers["paper_id"].iat[0])
    post(ann, group, act="remark", paper=papers["paper_id"].iat[0], remark="</textarea><script>1</script>\n\nend")
    text = ann.get(f"/fill/{group.address}").text
    assert "<img" not in text
    assert "<script" not in text
    assert "Our <i>" not in text
    assert "\u202e" not in text
    assert "&lt;/textarea&gt;" in text
    assert ann.get(f"/fill/{group.address}").headers["content-security-policy"] == responses.POLICY


@pytest.mark.parametrize("act", ["join", "vote", "remark", "remove", "remove_person"])
@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example.com"}])
def test_pages_of_other_sites_change_nothing(browser, engine, group, papers, act, headers):
    ann = joined(browser, group)
    add(ann, group, papers["paper_id"].iat[0])
    before = contributions.papers_of(engine, group), contributions.people_of(engine, group)
    form = {"act": act, "name": "Eve", "paper": papers["paper_id"].iat[0], "remark": "x"}
    assert ann.post(f"/fill/{group.address}", data=form, headers=headers).status_code == 403
    assert ann.post(f"/fill/{group.address}/search", data={"paper": "x"}, headers=headers).status_code == 403
    assert (contributions.papers_of(engine, group), contributions.people_of(engine, group)) == before


def test_who_gave_no_name_or_is_not_the_owner_changes_nothing(browser, engine, group, papers):
    paper_id = papers["paper_id"].iat[0]
    add(joined(browser, group), group, paper_id)
    stranger = browser()
    refused = post(stranger, group, act="vote", paper=paper_id)
    assert refused.status_code == 409
    assert "Give your name first" in refused.text
    assert stranger.get(f"/fill/{group.address}/search", params={"q": "a"}).url.path == f"/fill/{group.address}"
    assert add(stranger, group, papers["paper_id"].iat[1]).url.path == f"/fill/{group.address}"
    (person,) = contributions.people_of(engine, group)
    ben = joined(browser, group, "Ben")
    assert post(ben, group, act="remove_person", person=person.id).status_code == 409
    assert post(ben, group, act="remove", paper=paper_id).status_code == 409
    assert post(ben, group, act="x" * 300).status_code == 409
    taken = browser().post(f"/fill/{group.address}", data={"act": "join", "name": "ann"})
    assert (taken.status_code, "this name already" in taken.text) == (409, True)
    assert [(each.paper_id, each.votes) for each in contributions.papers_of(engine, group)] == [(paper_id, 1)]


def test_the_owner_sees_who_did_what_and_removes(browser, engine, token, group, papers):
    paper_id = papers["paper_id"].iat[0]
    ann, ben = joined(browser, group), joined(browser, group, "Ben")
    add(ann, group, paper_id)
    post(ben, group, act="vote", paper=paper_id)
    owner = browser()
    owner.cookies.set(COOKIE, token)
    shown = owner.get(f"/fill/{group.address}").text
    assert "voted: Ann, Ben" in shown
    assert re.search(r"Ann</th><td>\d{4}-\d\d-\d\d</td><td>1</td><td>1</td><td>0</td>", shown)
    assert "Who takes part" not in ben.get(f"/fill/{group.address}").text
    add(owner, group, papers["paper_id"].iat[1])  # without a name
    assert [each.added_by for each in contributions.papers_of(engine, group)] == ["Ann", ""]
    other = browser()
    other.cookies.set(COOKIE, new_token())
    assert "Who takes part" not in other.get(f"/fill/{group.address}").text
    post(owner, group, act="remove_person", person=contributions.people_of(engine, group)[1].id)
    post(owner, group, act="remove", paper=papers["paper_id"].iat[1])
    assert [(each.added_by, each.votes) for each in contributions.papers_of(engine, group)] == [("Ann", 1)]


def test_a_closed_list_has_no_forms_and_a_renewed_one_leads_nowhere(browser, engine, workspace, group, papers):
    ann = joined(browser, group)
    add(ann, group, papers["paper_id"].iat[0])
    lists.set_open(engine, workspace, group.id, is_open=False)
    text = ann.get(f"/fill/{group.address}").text
    assert "This list is closed" in text
    assert "<form" not in text
    assert post(ann, group, act="vote", paper=papers["paper_id"].iat[0]).status_code == 409
    lists.renew_address(engine, workspace, group.id)
    for path in ("", "/search"):
        answer = ann.get(f"/fill/{group.address}{path}")
        assert (answer.status_code, answer.text) == (404, responses.GONE)
        assert ann.post(f"/fill/{group.address}{path}").status_code == 404


def test_a_form_that_is_too_long_or_none_is_refused(browser, group, engine):
    ann = joined(browser, group)
    much = ann.post(f"/fill/{group.address}", data={"act": "remark", "remark": "x" * short_form.MOST_BYTES})
    assert (much.status_code, much.text) == (413, short_form.TOO_LONG)
    for content in (b"\xff\xfe=1", b"&".join([b"a=1"] * 50), b"", b"%ff%fe=%00"):
        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert ann.post(f"/fill/{group.address}", content=content, headers=headers).status_code == 409
    assert ann.post(f"/fill/{group.address}", json={"act": "join", "name": "Eve"}).status_code == 409
    assert [each.name for each in contributions.people_of(engine, group)] == ["Ann"]


def test_it_is_frozen_by_votes_with_remarks_where_the_owner_wants_them(browser, engine, workspace, group, papers):
    ann, ben = joined(browser, group), joined(browser, group, "Ben")
    ids = papers["paper_id"].tolist()[:3]
    for paper_id in ids:
        add(ann, group, paper_id)
    post(ben, group, act="vote", paper=ids[2])
    post(ben, group, act="remark", paper=ids[2], remark="The one")
    now = workspace_view.of(engine, workspace, Filters())
    held = contributions.papers_of(engine, group)
    with_remarks = snapshot.read(filling.frozen(now, held, with_remarks=True)).papers
    assert [each.paper_id for each in with_remarks] == [ids[2], ids[0], ids[1]]
    assert with_remarks[0].note == "2 votes\nBen: The one"
    assert with_remarks[0].decision == ""
    without = snapshot.read(filling.frozen(now, held, with_remarks=False))
    assert [each.note for each in without.papers] == ["", "", ""]
    assert any(place is not None for place in without.places) == (now.analysis is not None)
