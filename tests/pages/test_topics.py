"""The topics page: the slider in the address, a person's hand and its file, areas and phrases as filters."""

from __future__ import annotations

import pytest

from components.curation.annotations import topic_edits
from components.finding.filters import Filters
from components.landscape.topics.topic_edits import MOST_EDITS, EditAction, TopicEdit, edit_from_json, edits_to_file
from components.ui.shared import topic_actions
from components.workspace import caches
from components.workspace import view as workspace_view
from tests import digests
from tests.pages import page_content, visitor_data


def cards(app):
    return page_content.given_to(app, "topic_list")["topics"]


def asked(app, name):
    """The one value of a parameter of the address."""
    found = app.query_params[name]
    return found if isinstance(found, str) else found[0]


def detail(app):
    return page_content.given_to(app, "topic_detail")


def names(app):
    return {card["slug"]: card["name"] for card in cards(app)}


def edits(cookies):
    return [edit_from_json(kept.line) for kept in topic_edits.stored_edits(caches.store(), visitor_data.mine(cookies))]


def change(app):
    """The same page with the menu of the topic looked at open."""
    app.session_state["topic_change"] = True
    return app.run()


@pytest.mark.parametrize(("level", "count"), [("5", 5), ("12", 12), ("1", 2), ("999", 28), ("", 11), ("many", 11)])
def test_the_address_says_into_how_many_topics(open_page, level, count):
    app = open_page("topics", {"into": level} if level else {})
    assert not app.exception
    found = cards(app)
    assert len(found) == count
    assert len({card["name"] for card in found}) == count
    assert app.slider("topics_level").value == count


def test_the_slider_goes_into_the_address_and_a_chosen_topic_follows_its_papers(open_page):
    app = open_page("topics")
    first = cards(app)[0]
    app.query_params["topic"] = first["slug"]
    app = app.run()
    app.slider("topics_level").set_value(20)
    app = app.run()
    assert asked(app, "into") == "20"
    slug = asked(app, "topic")
    assert slug in names(app)
    app.slider("topics_level").set_value(11)
    app = app.run()
    assert "into" not in app.query_params
    assert asked(app, "topic") == first["slug"]


def test_other_pages_show_the_same_topics(open_page):
    at_six = set(names(open_page("topics", {"into": "6"})).values())
    menu = open_page("table", {"into": "6"})
    menu.session_state["menu_Topic"] = True
    menu = menu.run()
    offered = {option.rsplit(" · ", 1)[0] for option in menu.get("button_group")[-1].options}
    assert len(offered) == 6
    assert "into=6" in page_content.given_to(menu, "page_links")["query"]
    assert len(at_six) == 6


def test_a_renamed_topic_has_its_name_everywhere_and_undo_gives_the_old_one_back(open_page, cookies):
    app = open_page("topics")
    slug, name = next(iter(names(app).items()))
    app = change(open_page("topics", {"details": slug, "topic": slug}))
    app.text_input(f"name_{slug}").set_value("Mine <b>& *only*</b>")
    app.button[[b.label for b in app.button].index("Rename")].click()
    app = app.run()
    assert not app.exception
    renamed = asked(app, "topic")
    assert asked(app, "details") == renamed
    assert names(app)[renamed] == "Mine <b>& *only*</b>"
    assert [edit.action for edit in edits(cookies)] == [EditAction.RENAME]
    assert "Mine <b>& *only*</b>" in set(
        open_page("topics", {"into": "9"}).session_state and names(open_page("topics")).values()
    )
    app.button("topic_undo").click()
    app = app.run()
    assert names(app)[slug] == name
    assert asked(app, "topic") == slug
    assert edits(cookies) == []


def test_merging_splitting_and_pinning_change_the_topics_and_say_what_became_of_it(open_page, cookies):
    start = names(open_page("topics"))
    one, other = list(start)[:2]
    app = change(open_page("topics", {"details": one}))
    app.selectbox("merge_to").set_value(other)
    app.button[[b.label for b in app.button].index("Merge")].click()
    app = app.run()
    assert len(names(app)) == len(start) - 1
    app = change(app)
    app.button[[b.label for b in app.button].index("Split in two")].click()
    app = app.run()
    assert len(names(app)) == len(start)
    app = change(app)
    app.button[[b.label for b in app.button].index("Pin")].click()
    app = app.run()
    assert [edit.action for edit in edits(cookies)] == [EditAction.MERGE, EditAction.SPLIT, EditAction.PIN]
    assert "pinned" in detail(app)["facts"]
    app.button[[b.label for b in app.button].index("3 changes of yours")].click()
    app = app.run()
    assert page_content.words(app).count(": kept.") == 3


def test_a_paper_is_moved_and_stays_there_at_another_level(open_page, cookies):
    paper = visitor_data.bundled().papers["paper_id"].iloc[0]
    app = open_page("table", {"paper": paper})
    app.session_state["pane_move"] = True
    app = app.run()
    to = app.selectbox("pane_to").options[-1]
    app.selectbox("pane_to").select(to)
    app.button("pane_move_it").click()
    app = app.run()
    assert not app.exception
    [edit] = edits(cookies)
    assert (edit.action, edit.paper) == (EditAction.MOVE, paper)
    assert edit.names == (to,)
    for level in ("", "12"):
        query = {"paper": paper} | ({"into": level} if level else {})
        assert f"Moved a paper to “{to}”" in edit.sentence
        assert "in " in page_content.words(open_page("table", query))


def test_where_no_paper_matches_the_page_says_so(open_page):
    app = open_page("topics", {"q": "nothing says this"})
    assert "No paper matches" in page_content.words(app)
    assert [button.label for button in app.button][-1] == "Show all papers"


def test_a_phrase_is_a_filter_also_a_negative_one(open_page):
    slug = next(iter(names(open_page("topics"))))
    app = open_page("topics", {"details": slug})
    phrase = detail(app)["phrases"][0]
    assert phrase["count"] > 0
    only = open_page("topics", {"details": slug, "q": f'"{phrase["text"]}"'})
    without = open_page("topics", {"details": slug, "q": f'-"{phrase["text"]}"'})
    assert detail(only)["phrases"][0]["state"] == "only"
    assert detail(without)["phrases"][0]["state"] == "without"
    assert f"{phrase['count']} of 106 papers" in page_content.words(only)
    assert f"{106 - phrase['count']} of 106 papers" in page_content.words(without)


def test_an_area_is_a_filter_too(open_page):
    app = open_page("topics")
    area = next(card["area"] for card in cards(app) if card.get("area"))
    shown_too = open_page("table", {"area": area["slug"]})
    assert f"{area['count'].split()[0]} of 106 papers, in the area {area['name']}" in page_content.words(shown_too)
    left = open_page("table", {"area": f"-{area['slug']}"})
    assert f"{106 - int(area['count'].split()[0])} of 106 papers" in page_content.words(left)


@pytest.mark.parametrize("view", ["treemap", "time"])
def test_the_other_views_are_drawn_with_hostile_papers_too(open_page, cookies, view):
    visitor_data.add(cookies, "hostile.jsonl", digests.hostile(4))
    app = open_page("topics", {"view": view})
    assert not app.exception


def test_rising_topics_are_tested_against_chance(open_page):
    text = page_content.words(open_page("topics", {"view": "time"}))
    assert "35 new papers" in text
    assert "expected" in text


def test_edits_wait_for_their_papers_and_come_back_with_them(open_page, cookies):
    slug = next(iter(names(open_page("topics"))))
    app = change(open_page("topics", {"details": slug}))
    app.text_input(f"name_{slug}").set_value("My corner")
    app.button[[b.label for b in app.button].index("Rename")].click()
    app = app.run()
    visitor_data.remove_bundled(cookies)
    library_less = open_page("topics")
    assert not library_less.exception
    assert len(edits(cookies)) == 1


def test_a_file_with_more_changes_than_there_may_be_is_refused_whole(cookies):
    edits = [TopicEdit(f"{number:016x}", EditAction.FORBID, text=f"word {number}") for number in range(MOST_EDITS + 1)]
    mine, engine = visitor_data.mine(cookies), caches.store()
    assert topic_actions.import_edits(
        workspace_view.of(caches.store(), mine, Filters()), edits_to_file(edits[:MOST_EDITS])
    )
    assert not topic_actions.import_edits(
        workspace_view.of(caches.store(), mine, Filters()), edits_to_file(edits[MOST_EDITS:])
    )
    assert topic_actions.import_edits(
        workspace_view.of(caches.store(), mine, Filters()), edits_to_file(edits[:2])
    )  # she has these already
    assert len(topic_edits.stored_edits(engine, mine)) == MOST_EDITS
