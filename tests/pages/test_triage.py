"""Deciding one by one: what is dealt, in which order, and what the acts a browser sends do in the workspace."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import streamlit as st

from components.curation.annotations import decisions, notes, shortlist, tags
from components.curation.annotations.decisions import Decision
from components.curation.workspaces.workspaces import read_token
from components.finding.filters import Filters
from components.store.database import read_only
from components.workspace import caches
from components.workspace import view as workspace_view
from components.workspace.jobs import registry
from components.workspace.visitor import COOKIE
from tests import digests
from tests.pages import page_content, visitor_data

PAPERS = visitor_data.bundled().papers
IDS = PAPERS["paper_id"].tolist()
CLIENT = "0123456789abcdef"


def news(app):
    """All that the card is told."""
    found = [proto for proto in page_content.messages(app) if page_content.kind(proto) == "BidiComponent"]
    return [json.loads(proto.json) for proto in found if proto.component_name.endswith("triage_data")]


def told(app):
    return next(each["state"] for each in news(app) if "state" in each)


def queue(app):
    return [row["id"] for row in told(app)["queue"]]


def cards(app):
    return [card for each in news(app) for card in each.get("cards", ())]


def open_triage(open_page, **query):
    app = open_page("picks", {"view": "decide", **query})
    assert not app.exception
    return app


def test_the_first_papers_are_dealt_in_the_order_of_the_digests(open_page):
    app = open_triage(open_page)
    assert queue(app) == IDS[:6]
    assert [card["id"] for card in cards(app)] == IDS[:6]
    assert "".join(cards(app)[0]["abstract"]) == PAPERS["abstract"][0]
    assert told(app)["more"]
    assert told(app)["progress"] == "0 decided · 106 left"


def test_the_control_says_which_view_it_is_in_every_run(open_page):
    app = open_triage(open_page)
    for _ in range(2):  # a browser may draw only the second of two runs
        [control] = [
            proto for proto in page_content.messages(app) if getattr(proto, "options", ()) and proto.label == "Picks"
        ]
        assert [control.options[place].content for place in control.default] == ["Decide"]
        app.run()


def test_the_queue_is_what_the_filters_show_and_nobody_decided(open_page, cookies):
    visitor_data.decide(cookies, IDS[:2], Decision.HIDDEN, "1")
    visitor_data.decide(cookies, IDS[2:3], Decision.LATER, "2")
    assert queue(open_triage(open_page)) == IDS[3:9]
    assert queue(open_triage(open_page, decision="later")) == IDS[2:3]
    assert queue(open_triage(open_page, q="is:hidden")) == IDS[:2]
    nothing = open_triage(open_page, q="nothingatallhasthisword")
    assert queue(nothing) == []
    assert not told(nothing)["more"]


def test_an_open_paper_comes_first(open_page):
    assert queue(open_triage(open_page, paper=IDS[50]))[:2] == [IDS[50], IDS[0]]


def test_what_was_found_is_marked_in_the_card(open_page):
    pieces = cards(open_triage(open_page, q="causal"))[0]["abstract"]
    assert pieces[1].lower().startswith("causal")


def test_from_the_first_star_on_papers_come_by_interest_with_the_reason(open_page, cookies):
    visitor_data.decide(cookies, IDS[10:11], Decision.STARRED)
    library = visitor_data.bundled()
    registry.ranking(library.version, library.papers).wait()
    app = open_triage(open_page)
    assert queue(app) != [each for each in IDS if each != IDS[10]][:6]
    assert "near your pick" in " ".join(card["why"] for card in cards(app)).lower()
    plain = open_triage(open_page, order="digest")
    assert queue(plain) == IDS[:6]


def test_a_hostile_digest_reaches_the_card_as_data_only(open_page, cookies):
    visitor_data.add(cookies, digests.HOSTILE_NAME, digests.hostile())
    app = open_triage(open_page, q=digests.MARK)
    assert any(digests.MARK in "".join(card["title"]).lower() for card in cards(app))
    for text in page_content.html(app):
        assert page_content.faults_of_html(text) == []
    for card in cards(app):
        assert all(link["url"].startswith(("http://", "https://")) for link in card["links"])


def given(client_session_id, at, actions):
    """What a browser sends."""
    return json.dumps({"client_session_id": client_session_id, "at": at, "actions": actions})


class Hands:
    """The acts of one session of a client, done as the page's callback does them."""

    def __init__(self, cookies, monkeypatch):
        from components.ui.picks import triage

        state: dict[str, object] = {}
        monkeypatch.setattr(st, "session_state", state)

        self.triage, self.state = triage, state
        self.view = workspace_view.of(caches.store(), visitor_data.mine(cookies), Filters())

    def send(self, *acts, at="", client_session_id=CLIENT):
        self.triage.take(self.view, given(client_session_id, at, list(acts)))
        return self.state["_triage_client"]


@pytest.fixture
def hands(cookies, monkeypatch):
    return Hands(cookies, monkeypatch)


def test_acts_are_done_once_and_in_their_order(hands, cookies):
    engine, mine = caches.store(), visitor_data.mine(cookies)
    first = [[1, IDS[0], "starred", ""], [3, IDS[1], "hidden", ""], [2, IDS[1], "later", ""]]
    assert hands.send(*first).number == 3
    assert visitor_data.decided(cookies) == {IDS[0]: Decision.STARRED, IDS[1]: Decision.HIDDEN}
    hands.send(*first, [4, IDS[2], "tag", "To read"], [5, IDS[2], "note", "Ask Ana"], [6, IDS[2], "rate", 4])
    assert len(decisions.log(engine, mine)) == 6
    assert tags.tags(engine, mine) == {IDS[2]: ("To read",)}
    assert notes.notes(engine, mine) == {IDS[2]: "Ask Ana"}
    assert notes.ratings(engine, mine) == {IDS[2]: 4}
    hands.state.clear()  # the server forgot the session; the browser sends all again
    hands.send(*first)
    assert len(decisions.log(engine, mine)) == 6


def test_undo_takes_back_step_by_step_and_says_what(hands, cookies):
    client = hands.send([1, IDS[0], "starred", ""], [2, IDS[1], "hidden", ""], [3, IDS[1], "undo", ""])
    assert client.message == "Undone: Hid 1 paper"
    assert visitor_data.decided(cookies) == {IDS[0]: Decision.STARRED}
    assert hands.send([4, "", "undo", ""]).message == "Undone: Starred 1 paper"
    assert hands.send([5, "", "undo", ""]).message == "There is nothing to undo."
    assert visitor_data.decided(cookies) == {}


def test_undo_takes_back_the_step_of_its_own_tab(hands, cookies):
    """It took back whatever was newest in the workspace, also another tab's."""
    other = CLIENT[::-1]
    hands.send([1, IDS[0], "starred", ""])
    hands.send([1, IDS[1], "hidden", ""], client_session_id=other)
    assert hands.send([2, IDS[0], "undo", "1"]).message == "Undone: Starred 1 paper"
    assert visitor_data.decided(cookies) == {IDS[1]: Decision.HIDDEN}
    hands.send([3, IDS[1], "starred", ""])
    client = hands.send([2, IDS[1], "undo", "1"], client_session_id=other)
    assert "another tab or a later step has changed the same since" in client.error
    assert visitor_data.decided(cookies) == {IDS[1]: Decision.STARRED}
    client = hands.send([3, "", "undo", ""], client_session_id=other)
    assert client.message == "Undone: Starred 1 paper, done in another tab or before"


def test_what_cannot_be_kept_is_said_and_the_rest_is_done(hands, cookies):
    client = hands.send([1, IDS[0], "tag", "-no"], [2, IDS[0], "starred", ""])
    assert "cannot be a tag" in client.error
    assert visitor_data.decided(cookies) == {IDS[0]: Decision.STARRED}


@pytest.mark.parametrize(
    "sent",
    [
        "", "nonsense", "[]", "3", "null", '{"client_session_id": 1}',
        given("short", "", [[1, IDS[0], "starred", ""]]),
        given(CLIENT, 5, "starred"),
        given(CLIENT, "", [["1", IDS[0], "starred", ""], [1, IDS[0], "destroy", ""]]),
        given(CLIENT, "", [[1, "arxiv:0", "starred", ""], [2, IDS[0], "rate", 9]]),
        given(CLIENT, "", [[1, IDS[0], "move", IDS[1]], [2, IDS[0], "open", ""]]),
        given(CLIENT, "", [[True, IDS[0], "later", ""], [1, IDS[0], "note", 3], []]),
    ],
)  # fmt: skip
def test_what_no_card_sends_changes_nothing(hands, cookies, sent):
    hands.triage.take(hands.view, sent)
    assert decisions.log(caches.store(), visitor_data.mine(cookies)) == ()


def test_papers_that_are_perhaps_the_same_are_decided_together(open_page, cookies, monkeypatch):
    alike, *_ = digests.ordinary_papers(1)
    other = digests.Paper("Something else altogether about rivers", alike.abstract)
    visitor_data.add(cookies, "twins.txt", digests.page([alike, other, *digests.ordinary_papers(3)[1:]]))
    visitor_data.remove_bundled(cookies)
    app = open_triage(open_page)
    assert len(queue(app)) == 3  # of four papers
    assert "Perhaps the same paper as" in cards(app)[0]["why"]
    Hands(cookies, monkeypatch).send([1, queue(app)[0], "hidden", ""], [2, queue(app)[1], "starred", ""])
    assert sorted(visitor_data.decided(cookies).values()) == ["hidden", "hidden", "starred"]
    Hands(cookies, monkeypatch).send([1, "", "undo", ""], [2, "", "undo", ""], client_session_id=CLIENT[::-1])
    assert visitor_data.decided(cookies) == {}


def test_who_may_only_look_is_told_so_and_changes_nothing(hands, cookies):
    hands.view = replace(hands.view, engine=read_only(hands.view.engine), read_only=True)
    client = hands.send([1, IDS[0], "starred", ""], [2, "", "undo", ""])
    assert client.number == 2  # confirmed, so that the card does not go on sending
    assert "nothing can be changed" in client.error
    assert visitor_data.decided(cookies) == {}


def listed(app):
    return next(each["list"] for each in news(app) if "list" in each)


def test_the_shortlist_stands_beside_the_card_in_the_order_that_was_given_to_it(open_page, cookies, monkeypatch):
    assert listed(open_triage(open_page)) == {"shortlist": [], "editable": True}
    engine, mine = caches.store(), visitor_data.mine(cookies)
    with monkeypatch.context() as patched:
        hands = Hands(cookies, patched)
        hands.send(*([number, paper, "starred", ""] for number, paper in enumerate(IDS[:4], start=1)))
        hands.send([5, IDS[3], "move", ""], [6, IDS[0], "move", IDS[2]], [6, IDS[1], "move", ""])
        hands.send([7, IDS[1], "move", IDS[9]])
    order = [IDS[3], IDS[1], IDS[2], IDS[0]]
    assert list(shortlist.order(engine, mine)) == order
    app = open_triage(open_page, q="nothingatallhasthisword")  # hers, whatever is filtered
    names = PAPERS.set_index("paper_id")["title"]
    assert [paper for paper, _ in listed(app)["shortlist"]] == order
    assert listed(app)["shortlist"][0][1][:100] == names[order[0]][:100]
    assert open_page("picks").dataframe[0].value["title"].tolist() == names[order].tolist()
    with monkeypatch.context() as patched:
        hands = Hands(cookies, patched)
        hands.send([8, "", "undo", ""], [9, IDS[2], "inbox", ""])
    assert list(shortlist.order(engine, mine)) == [IDS[3], IDS[0], IDS[1]]


def test_a_paper_of_the_shortlist_is_brought_before_her(hands, open_page, cookies):
    visitor_data.decide(cookies, IDS[50:51], Decision.STARRED)
    hands.view = workspace_view.of(caches.store(), visitor_data.mine(cookies), Filters())
    hands.send([1, IDS[50], "open", ""], [2, "arxiv:0", "open", ""])
    app = open_triage(open_page)  # the same session
    assert cards(app)[0]["id"] == IDS[50]
    assert IDS[50] in queue(app)
    assert len(decisions.log(caches.store(), visitor_data.mine(cookies))) == 1


def test_who_may_only_look_sees_the_shortlist_and_cannot_move_it(open_page, cookies, monkeypatch):
    visitor_data.decide(cookies, IDS[:2], Decision.STARRED)
    with monkeypatch.context() as patched:
        hands = Hands(cookies, patched)
        hands.view = replace(hands.view, engine=read_only(hands.view.engine), read_only=True)
        assert "nothing can be changed" in hands.send([1, IDS[1], "move", ""]).error
    token = read_token(caches.store(), cookies[COOKIE])
    cookies[COOKIE] = "B" * 22  # somebody else
    app = open_triage(open_page, look=token)
    assert [paper for paper, _ in listed(app)["shortlist"]] == IDS[:2]
    assert listed(app)["editable"] is False
