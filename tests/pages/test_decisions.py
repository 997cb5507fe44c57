"""Star, keep for later, hide, undo: made in one place, seen on every page, one step a click; the downloads of Picks."""

from __future__ import annotations

import pytest

from components.curation.annotations.decisions import Decision
from components.ui.shared import downloads
from tests.pages import page_content, visitor_data

PAPERS = visitor_data.bundled().papers
FIRST = PAPERS.iloc[5]["paper_id"]
TITLE = PAPERS.iloc[5]["title"]


def press(app, decision: Decision):
    return app.button(f"pane_{decision}").click().run()


@pytest.mark.parametrize("decision", [Decision.STARRED, Decision.LATER, Decision.HIDDEN])
@pytest.mark.parametrize("page", ["table", "map", "topics", "links"])
def test_a_decision_of_the_reading_pane_is_kept(open_page, cookies, page, decision):
    app = press(open_page(page, {"paper": FIRST}), decision)
    assert not app.exception
    assert visitor_data.decided(cookies) == {FIRST: decision}
    again = press(app, decision)  # the same button puts it back
    assert not again.exception
    assert visitor_data.decided(cookies) == {}


def test_a_later_decision_takes_the_place_of_an_earlier_one(open_page, cookies):
    app = open_page("table", {"paper": FIRST})
    for decision in (Decision.STARRED, Decision.HIDDEN, Decision.LATER):
        press(app, decision)
        assert visitor_data.decided(cookies) == {FIRST: decision}


def test_a_star_given_on_the_map_is_seen_on_every_page(open_page):
    press(open_page("map", {"paper": FIRST}), Decision.STARRED)
    rows = open_page("table").dataframe[0].value.set_index("title")
    assert rows.at[TITLE, "star"] == "★"
    assert rows["star"].tolist().count("★") == 1
    assert open_page("picks").dataframe[0].value["title"].tolist() == [TITLE]
    assert len(open_page("table", {"decision": "starred"}).dataframe[0].value) == 1
    for page in ("topics", "links", "digests"):
        assert not open_page(page, {"decision": "starred"}).exception


def test_a_hidden_paper_leaves_every_page_and_can_be_asked_for(open_page, cookies):
    visitor_data.decide(cookies, [FIRST], Decision.HIDDEN)
    for page in ("table", "map"):
        assert TITLE not in open_page(page).dataframe[0].value["title"].tolist()
    assert "105 of 106 papers" in page_content.words(open_page("topics"))
    assert open_page("table", {"decision": "hidden"}).dataframe[0].value["title"].tolist() == [TITLE]
    assert open_page("table", {"q": "is:hidden"}).dataframe[0].value["title"].tolist() == [TITLE]


def test_undo_takes_back_one_step_at_a_time_however_many_papers(open_page, cookies):
    ids = PAPERS["paper_id"].tolist()
    visitor_data.decide(cookies, ids[:1], Decision.STARRED, "one")
    visitor_data.decide(cookies, ids[1:30], Decision.HIDDEN, "many")
    app = open_page("picks")
    undo(app)
    assert visitor_data.decided(cookies) == {ids[0]: Decision.STARRED}
    undo(app)
    assert visitor_data.decided(cookies) == {}
    assert not [button for button in app.button if button.label == "Undo"]


def undo(app):
    next(button for button in app.button if button.label == "Undo").click().run()
    assert not app.exception


def test_picks_counts_and_offers_downloads(open_page, cookies):
    ids = PAPERS["paper_id"].tolist()
    visitor_data.decide(cookies, ids[:3], Decision.STARRED, "one")
    visitor_data.decide(cookies, ids[3:5], Decision.HIDDEN, "two")
    app = open_page("picks")
    words = page_content.words(app)
    assert "3 picks" in words
    assert "101 left to decide" in words
    assert "2 hidden" in words
    page_content.unfold(app)
    offered = [button.label for button in app.get("download_button") if button.key.startswith("download_")]
    assert {"CSV", "Markdown", "BibTeX"} <= set(offered)
    assert offered == [form.label for form in downloads.EXPORT_FORMATS]
    assert set(app.dataframe[0].value["title"]) == set(PAPERS["title"][:3])


def test_picks_under_filters_says_how_many_match(open_page, cookies):
    visitor_data.decide(cookies, PAPERS["paper_id"].tolist()[:10], Decision.STARRED)
    word = PAPERS["title"][0].split()[-1]
    app = open_page("picks", {"q": f"ti:{word}"})
    assert "of 10 picks" in page_content.words(app)
    assert 0 < len(app.dataframe[0].value) < 10
    nothing = open_page("picks", {"q": "nothingatallhasthisword"})
    assert len(nothing.info) == 1
    assert not nothing.dataframe
    page_content.unfold(nothing)
    assert not [button for button in nothing.get("download_button") if button.key.startswith("download_")]


def test_no_picks_yet_says_where_to_find_some(open_page):
    app = open_page("picks")
    assert len(app.info) == 1
    next(button for button in app.button if button.label == "Decide one by one").click().run()
    assert app.query_params["view"] == "decide"


def test_a_decision_about_a_paper_whose_digest_went_away_is_kept_for_its_return(open_page, cookies):
    only = PAPERS[PAPERS["digests"].map(len) == 1].iloc[0]
    visitor_data.decide(cookies, [only["paper_id"]], Decision.STARRED)
    app = open_page("digests")
    app.button(f"remove_{only['digests'][0]}").click().run()
    gone = open_page("picks")
    assert not gone.exception
    assert not gone.dataframe
    app.button(f"restore_{only['digests'][0]}").click().run()
    assert open_page("picks").dataframe[0].value["title"].tolist() == [only["title"]]
