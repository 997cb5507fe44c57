"""The table: ticks that belong to papers, the paper of the address, bulk decisions."""

from __future__ import annotations

import html
import re

import pytest

from components.curation.annotations.decisions import Decision
from components.ui.shared import viewport
from tests.pages import page_content, visitor_data


def tick(app, *rows: int):
    app.session_state["papers"] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return app.run()


def ticked(app) -> list[str]:
    titles = app.dataframe[0].value["title"].tolist() if app.dataframe else []
    return [titles[row] for row in app.session_state["papers"]["selection"]["rows"]]


def search(app, words: str):
    return app.text_input("filter_query").set_value(words).run()


def test_a_tick_stays_on_its_paper_when_the_rows_change(open_page):
    app = tick(open_page("table"), 0, 40)
    before = ticked(app)
    assert len(set(before)) == 2
    word = before[1].split()[0]
    search(app, f"ti:{word}")
    assert ticked(app) == [before[1]] or ticked(app) == before
    assert app.dataframe[0].value["title"].tolist().index(before[1]) != 40
    shown_again = search(app, "")
    assert before[1] in ticked(shown_again)
    assert app.session_state["papers"]["selection"]["rows"][-1] == 40


def test_a_ticked_paper_that_is_filtered_out_is_no_other_paper(open_page):
    app = tick(open_page("table"), 3)
    title = ticked(app)[0]
    search(app, f"-ti:{title.split()[0]}")
    assert title not in app.dataframe[0].value["title"].tolist()
    assert ticked(app) == []


def test_ticked_papers_are_starred_together(open_page, cookies):
    app = tick(open_page("table"), 1, 2, 3)
    titles = ticked(app)
    next(button for button in app.button if button.label == "Star 3").click().run()
    assert not app.exception
    papers = visitor_data.bundled().papers.set_index("paper_id")
    decided = visitor_data.decided(cookies)
    assert {papers.at[paper_id, "title"] for paper_id in decided} == set(titles)
    assert set(decided.values()) == {Decision.STARRED}


def test_hiding_ticked_papers_takes_them_out_of_sight_and_lets_go(open_page, cookies):
    app = tick(open_page("table"), 0, 1)
    titles = ticked(app)
    next(button for button in app.button if button.label == "Hide 2").click().run()
    assert len(visitor_data.decided(cookies)) == 2
    assert not set(titles) & set(app.dataframe[0].value["title"])
    assert ticked(app) == []


def test_untick_lets_go_of_all(open_page):
    app = tick(open_page("table"), 0, 1)
    next(button for button in app.button if button.label == "Untick").click().run()
    assert ticked(app) == []


def test_rows_of_a_table_that_has_shrunk_since_are_passed_over(open_page):
    app = open_page("table", {"q": "causal attention"})
    tick(app, 105, 7000)
    assert not app.exception
    assert ticked(app) == []


@pytest.mark.parametrize("page", ["table", "map", "topics", "links", "picks"])
def test_the_paper_of_the_address_is_open_on_every_page(open_page, cookies, page):
    paper = visitor_data.bundled().papers.iloc[7]
    visitor_data.decide(cookies, [paper["paper_id"]], Decision.STARRED)
    app = open_page(page, {"paper": paper["paper_id"]})
    assert not app.exception
    words = page_content.words(app)
    assert words.count("Appears in") == 1
    assert paper["abstract"] in html.unescape(words)
    assert len(page_content.given_to(app, "nearest")["papers"]) == 5


def test_a_paper_of_several_digests_says_on_hover_which_one_a_field_is_from(open_page):
    papers = visitor_data.bundled().papers
    paper = papers[papers["seen"] > 1].iloc[0]
    labels = {digest.digest_id: digest.label for digest in visitor_data.bundled().digests}
    origins = dict(one.split(": ") for one in paper["origins"])
    drawn = "".join(page_content.html(open_page("table", {"paper": paper["paper_id"]})))
    assert f'title="From {html.escape(labels[origins["title"]])}"' in drawn


def test_the_pane_is_closed_and_the_address_forgets_the_paper(open_page):
    app = open_page("table", {"paper": visitor_data.bundled().papers.iloc[7]["paper_id"], "q": "causal"})
    app.button("pane_close").click().run()
    assert "paper" not in app.query_params
    assert app.query_params["q"] == "causal"
    assert "Appears in" not in page_content.words(app)


def test_the_nearest_papers_are_offered_with_how_near_they_are(open_page):
    papers = visitor_data.bundled().papers.set_index("paper_id")["title"]
    first = papers.index[7]
    near = page_content.given_to(open_page("table", {"paper": first}), "nearest")["papers"]
    assert first not in {each["id"] for each in near}
    for each in near:
        assert papers[each["id"]].startswith(each["title"].rstrip("…"))
        assert re.search(r"similarity 0\.\d\d", each["about"])
    assert any(each["why"].startswith("both: ") for each in near)


def test_a_paper_of_another_digest_is_said_to_be_missing_and_can_be_closed(open_page):
    app = open_page("table", {"paper": "arxiv:1706.03762"})
    assert len(app.info) == 1
    assert app.dataframe
    app.button("pane_close_missing").click().run()
    assert not app.info
    assert "paper" not in app.query_params


def test_a_table_beside_an_open_paper_is_sent_once(open_page):
    app = open_page("table", {"paper": visitor_data.bundled().papers["paper_id"][3]})
    first = app.dataframe[0].proto.SerializeToString()
    assert list(app.session_state["papers"]["selection"]["cells"]) == [(3, "title")]
    app.run()
    assert app.dataframe[0].proto.SerializeToString() == first


def columns_of(app) -> list[str]:
    return list(app.dataframe[0].value.columns)


def test_columns_that_tell_nothing_stay_away_by_themselves(open_page, cookies):
    cookies[viewport.COOKIE] = "2400x1200"
    known = ["gist", "authors", "year", "venue", "topic", "digests", "links"]
    assert columns_of(open_page("table")) == ["star", "title", *known]
    one = next(iter(visitor_data.bundled().digests)).digest_id
    within = columns_of(open_page("table", {"digest": one, "q": "-has:code"}))
    assert "digests" in within  # papers of this digest that the other has too
    visitor_data.decide(cookies, visitor_data.bundled().papers["paper_id"][:2].tolist(), Decision.STARRED, "1")
    assert "decision" not in columns_of(open_page("table"))  # the stars say it
    visitor_data.decide(cookies, visitor_data.bundled().papers["paper_id"][2:3].tolist(), Decision.LATER, "2")
    assert "decision" in columns_of(open_page("table"))
    assert "decision" not in columns_of(open_page("table", {"decision": "later"}))


def test_columns_asked_for_are_shown_whatever_they_hold(open_page):
    assert columns_of(open_page("table", {"columns": "votes,decision"})) == ["star", "title", "votes", "decision"]


def test_the_window_says_how_much_of_a_table_there_is_room_for(open_page, cookies):
    cookies[viewport.COOKIE] = "1920x1200"
    large = open_page("table")
    cookies[viewport.COOKIE] = "1000x700"
    small = open_page("table")
    assert set(columns_of(small)) < set(columns_of(large))
    for odd in ("x", "99999999x1", "0x0", "1e9x5", "-5x5"):
        cookies[viewport.COOKIE] = odd
        assert not open_page("table").exception


def test_beside_an_open_paper_the_table_has_the_columns_that_fit(open_page, cookies):
    cookies[viewport.COOKIE] = "1440x900"
    paper_id = visitor_data.bundled().papers["paper_id"].iloc[0]
    opened = open_page("table", {"paper": paper_id})
    assert columns_of(opened) == ["star", "title", "year", "topic", "links"]
    assert set(columns_of(opened)) < set(columns_of(open_page("table")))


def test_on_a_phone_papers_are_cards_and_an_open_one_has_a_way_back(open_page, cookies):
    cookies[viewport.COOKIE] = "375x812"
    papers = visitor_data.bundled().papers
    visitor_data.decide(cookies, papers["paper_id"][:1].tolist(), Decision.STARRED)
    app = open_page("table", {"paper": papers["paper_id"][1]})
    assert not app.exception
    assert not app.dataframe
    given = page_content.given_to(app, "paper_cards")
    assert [card["title"] for card in given["papers"]] == papers["title"][:40].tolist()
    assert [card["starred"] for card in given["papers"]][:2] == [True, False]
    assert (given["more"], given["of"]) == (40, 106)
    app.session_state["papers_cards_shown"] = 100
    app = app.run()
    assert page_content.given_to(app, "paper_cards")["more"] == 6
    app.button("pane_back").click()
    app = app.run()
    assert "paper" not in app.query_params
