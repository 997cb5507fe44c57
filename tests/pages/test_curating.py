"""Tags, notes, ratings, bulk, saved searches, order and columns, history and backup, as the pages offer them."""

from __future__ import annotations

import numpy as np
import pytest

from components.curation.annotations import decisions, notes, tags
from components.curation.annotations.decisions import Decision
from components.curation.searches import saved_searches
from components.curation.workspaces import device_codes
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import read_token, renew_token, workspace_id
from components.workspace import caches
from components.workspace.jobs import registry
from components.workspace.visitor import COOKIE
from tests import digests
from tests.curation.backups.mutated import backup_of
from tests.pages import page_content, visitor_data
from tests.pages.test_filters import counts

PAPERS = visitor_data.bundled().papers
IDS = PAPERS["paper_id"].tolist()


def titles(app):
    return app.dataframe[0].value["title"].tolist()


def menu(app, key):
    """The page with one menu open."""
    app.session_state[key] = True
    app.run()
    assert not app.exception
    return app


def test_the_reading_pane_takes_tags_a_note_and_a_rating(open_page, cookies):
    engine, mine = caches.store(), visitor_data.mine(cookies)
    app = menu(open_page("table", {"paper": IDS[3]}), "pane_own")
    app.multiselect(f"pane_tags_{IDS[3]}").set_value(["To read", "Ana's"]).run()
    app.text_area(f"pane_note_{IDS[3]}").set_value("Compare *with* <b>ours</b>").run()
    app.get("feedback")[0].set_value(3).run()
    assert not app.exception
    assert tags.tags(engine, mine) == {IDS[3]: ("Ana's", "To read")}
    assert notes.notes(engine, mine) == {IDS[3]: "Compare *with* <b>ours</b>"}
    assert notes.ratings(engine, mine) == {IDS[3]: 4}
    assert "#Ana's" in page_content.words(app)
    assert any("&lt;b&gt;ours" in text for text in page_content.html(app))
    app.multiselect(f"pane_tags_{IDS[3]}").set_value(["To read"]).run()
    app.text_area(f"pane_note_{IDS[3]}").set_value("").run()
    assert tags.tags(engine, mine) == {IDS[3]: ("To read",)}
    assert notes.notes(engine, mine) == {}


def test_a_text_that_cannot_be_a_tag_is_refused_in_words(open_page, cookies):
    app = menu(open_page("table", {"paper": IDS[3]}), "pane_own")
    app.multiselect(f"pane_tags_{IDS[3]}").set_value(["a, b"]).run()
    assert not app.exception
    assert tags.tags(caches.store(), visitor_data.mine(cookies)) == {}
    assert "cannot be a tag" in page_content.words(app)


def test_tags_are_offered_as_they_were_typed(open_page, cookies):
    name = "state_of-the*art* <b>"
    tags.tag(caches.store(), visitor_data.mine(cookies), IDS[:1], name, "1")
    assert menu(open_page("table", {"paper": IDS[0]}), "pane_own").multiselect(f"pane_tags_{IDS[0]}").options == [name]
    assert menu(open_page("picks"), "tags_menu").selectbox("tag_to_change").options == [f"{name} · 1"]


def test_tags_filter_and_are_renamed_merged_and_deleted(open_page, cookies):
    engine, mine = caches.store(), visitor_data.mine(cookies)
    tags.tag(engine, mine, IDS[:3], "one", "1")
    tags.tag(engine, mine, IDS[2:5], "two", "2")
    assert counts(open_page("table", {"tag": "one"}))[0] == 3
    assert counts(open_page("table", {"tag": ["one", "-two"]}))[0] == 2
    assert counts(open_page("table", {"q": "tag:two"}))[0] == 3
    assert "one" in open_page("table").dataframe[0].value["tags"].tolist()
    app = menu(open_page("picks"), "tags_menu")
    app.selectbox("tag_to_change").set_value("one").run()
    app.text_input("tag_new_name").set_value("two").run()
    assert set(tags.names(engine, mine)) == {"two"}
    assert counts(open_page("table", {"tag": "two"}))[0] == 5
    app.button("tag_delete").click().run()
    assert tags.names(engine, mine) == {}
    app.button("undo").click().run()
    assert tags.names(engine, mine) == {"two": 5}


def test_all_that_is_shown_is_decided_or_tagged_as_one_step(open_page, cookies):
    engine, mine = caches.store(), visitor_data.mine(cookies)
    app = open_page("table", {"q": "causal"})
    found = counts(app)[0]
    menu(app, "bulk_shown")
    app.button("bulk_shown_later").click().run()
    app.text_input("bulk_shown_tag").set_value("causal").run()
    assert not app.exception
    assert len(visitor_data.decided(cookies)) == found > 5
    assert tags.names(engine, mine) == {"causal": found}
    app.button("undo").click().run()
    app.button("undo").click().run()
    assert visitor_data.decided(cookies) == {}
    assert tags.names(engine, mine) == {}


def test_ticked_papers_are_tagged_and_more_like_them_are_found(open_page, cookies):
    app = open_page("table")
    ids = titles(app)
    app.session_state["papers"] = {"selection": {"rows": [1, 4], "columns": [], "cells": []}}
    menu(app, "bulk_ticked")
    app.text_input("bulk_ticked_tag").set_value("pair").run()
    tagged = tags.tags(caches.store(), visitor_data.mine(cookies))
    assert {PAPERS.set_index("paper_id").at[each, "title"] for each in tagged} == {ids[1], ids[4]}
    next(button for button in app.button if button.label == "More like these").click().run()
    assert app.query_params["q"].startswith("like:")
    assert 2 < counts(app)[0] <= 32


def test_more_like_the_open_paper_is_a_search(open_page):
    app = open_page("table", {"paper": IDS[0]})
    app.button("pane_like").click().run()
    assert counts(app)[0] == 16  # the paper and its fifteen nearest
    assert titles(app)[0] == PAPERS["title"][0]
    assert app.text_input("filter_query").value == f'like:"{PAPERS["title"][0]}"'


@pytest.mark.parametrize("sort", ["usual", "date", "seen", "novelty", "title"])
def test_the_table_is_sorted_by_the_address(open_page, sort):
    app = open_page("table", {"sort": sort})
    assert not app.exception
    assert sorted(titles(app)) == sorted(PAPERS["title"])
    if sort == "title":
        assert titles(app) == sorted(PAPERS["title"], key=str.casefold)
    if sort == "novelty":
        values = app.dataframe[0].value["novelty"].tolist()
        assert values == sorted(values, reverse=True)


def test_words_that_are_looked_for_sort_by_relevance(open_page):
    found = titles(open_page("table", {"q": "causal"}))
    in_title = ["causal" in title.lower() for title in found]
    assert all(in_title[:5])
    assert np.mean(in_title[: len(found) // 2]) > np.mean(in_title[len(found) // 2 :])


def test_each_row_shows_where_it_was_hit(open_page):
    table = open_page("table", {"q": "causal reasoning"}).dataframe[0].value
    assert list(table.columns)[:3] == ["star", "title", "passage"]
    assert all("causal" in line.lower() or "reasoning" in line.lower() for line in table["passage"])
    assert not table["passage"].str.contains("[⟨⟩]").any()
    assert "passage" not in open_page("table", {"q": "has:code"}).dataframe[0].value
    assert "passage" not in open_page("table", {"q": "causal", "columns": "topic,votes"}).dataframe[0].value
    words, near = (each.value for each in open_page("table", {"q": "interpretability", "near": "1"}).dataframe)
    assert words["passage"].str.contains("interpretab", case=False).all()
    assert "near in meaning" in set(near["passage"])
    assert set(near["found"][near["passage"] == "near in meaning"]) == {"meaning"}


def test_by_interest_the_picks_lead_and_say_why(open_page, cookies):
    visitor_data.decide(cookies, IDS[10:12], Decision.STARRED, "1")
    visitor_data.decide(cookies, IDS[60:61], Decision.HIDDEN, "2")
    library = visitor_data.bundled()
    registry.ranking(library.version, library.papers).wait()
    app = open_page("table", {"sort": "interest"})
    values = app.dataframe[0].value["interest"].tolist()
    assert values == sorted(values, reverse=True)
    picked, first = set(PAPERS["title"][10:12]), titles(app)[:25]
    assert picked <= set(first)
    best = next(title for title in first if title not in picked)
    opened = open_page("table", {"sort": "interest", "paper": IDS[PAPERS["title"].tolist().index(best)]})
    assert "near your pick" in page_content.words(opened).lower()


def test_columns_and_density_are_kept_in_the_address(open_page):
    app = menu(open_page("table"), "table_view")
    app.button_group(key="table_columns").set_value(["topic", "authors"]).run()
    assert list(app.dataframe[0].value.columns) == ["star", "title", "topic", "authors"]
    assert app.query_params["columns"] == "topic,authors"
    app.button_group(key="table_rows").set_value("dense").run()
    assert app.query_params["rows"] == "dense"
    assert list(open_page("table", {"columns": "nonsense"}).dataframe[0].value.columns[3:]) == list(
        open_page("table").dataframe[0].value.columns[3:]
    )


def test_a_saved_search_says_what_is_new_since(open_page, cookies):
    app = menu(open_page("table", {"q": "attention"}), "saved_searches")
    before = counts(app)[0]
    app.text_input("saved_name").set_value("Heads").run()
    (kept,) = saved_searches.searches(caches.store(), visitor_data.mine(cookies))
    assert (kept.name, kept.address, len(kept.seen)) == ("Heads", "q=attention", before)
    visitor_data.add(
        cookies, "new.bib", b"@misc{a, title={A new attention paper}, abstract={Attention heads, read anew.}}"
    )
    app = menu(open_page("table"), "menu_More")
    assert "Heads · " in page_content.words(app)
    app.button("saved_new_0").click().run()
    assert titles(app) == ["A new attention paper"]
    app = menu(open_page("table"), "menu_More")
    assert not [button for button in app.button if button.key == "saved_new_0"]
    app.button("saved_delete_0").click().run()
    assert saved_searches.searches(caches.store(), visitor_data.mine(cookies)) == ()


def test_a_value_can_be_left_out_by_a_click(open_page):
    app = menu(open_page("table"), "menu_Digest")
    app.toggle("without_Digest").set_value(True).run()
    digest = visitor_data.bundled().digests[0].digest_id
    app.button_group(key="facet_digests-").set_value([digest]).run()
    assert app.query_params["digest"] == f"-{digest}"
    some, everything = counts(app)
    assert 0 < some < everything
    assert "not in" in page_content.words(app)


def test_the_history_can_be_read(open_page, cookies):
    visitor_data.decide(cookies, IDS[:4], Decision.HIDDEN, "1")
    tags.tag(caches.store(), visitor_data.mine(cookies), IDS[:2], "<b>bold</b> :material/x:", "2")
    decisions.undo(caches.store(), visitor_data.mine(cookies))
    app = open_page("picks", {"view": "log"})
    assert not app.exception
    words = page_content.words(app)
    assert "Hid 4 papers" in words
    assert PAPERS["title"][1][:40] in words  # a step about few papers names them
    assert PAPERS["title"][3][:40] not in words
    assert "line-through" in words
    for text in page_content.html(app):
        assert page_content.faults_of_html(text) == []
    assert "Nothing yet. Every star" not in words


def test_everything_goes_out_and_comes_back_in(open_page, cookies):
    engine, mine = caches.store(), visitor_data.mine(cookies)
    visitor_data.add(cookies, digests.HOSTILE_NAME, digests.hostile())
    visitor_data.decide(cookies, IDS[:3], Decision.STARRED, "1")
    app = menu(open_page("picks", {"view": "log"}), "backup_menu")
    (link,) = [each for each in app.get("link_button") if each.label == "Download a full backup"]
    assert link.url.endswith("/backup.zip")
    content = backup_of(engine, mine)
    cookies["digest_atlas"] = "A" * 22  # another visitor
    app = menu(open_page("picks", {"view": "log"}), "backup_menu")
    app.file_uploader("backup_file").upload("backup.zip", content).run()
    assert not app.exception
    assert visitor_data.decided(cookies) == dict.fromkeys(IDS[:3], Decision.STARRED)
    assert decisions.log(engine, visitor_data.mine(cookies)) == decisions.log(engine, mine)
    app.file_uploader("backup_file").upload("other.jsonl", b"nonsense").run()
    assert "needs a header" in " ".join(error.value for error in app.error)


def test_what_cannot_be_kept_of_a_backup_is_told(open_page):
    lines = [
        '{"format": "digest-atlas-workspace", "version": 1}',
        '{"value": {"paper_id": "a", "kind": "rating", "value": "²", "at": "2026-01-01T00:00:00"}}',
    ]
    app = menu(open_page("picks", {"view": "log"}), "backup_menu")
    app.file_uploader("backup_file").upload("backup.jsonl", "\n".join(lines).encode()).run()
    assert not app.exception
    assert "no rating from 1 to 5" in " ".join(warning.value for warning in app.warning)


def test_who_only_looks_restores_and_imports_nothing(open_page, cookies):
    visitor_data.decide(cookies, IDS[:1], Decision.STARRED)
    token = read_token(caches.store(), cookies[COOKIE])
    cookies[COOKIE] = "B" * 22
    app = menu(open_page("picks", {"view": "log", "look": token}), "backup_menu")
    assert not app.get("file_uploader")
    (link,) = [each for each in app.get("link_button") if each.label == "Download a full backup"]
    assert link.url.endswith(f"/backup.zip?look={token}")


def test_papers_that_say_it_in_other_words_are_found_when_asked_for(open_page):
    app = open_page("table", {"q": "counterfactual explanation"})
    before = counts(app)[0]
    assert len(app.dataframe[0].value) == before
    assert len(app.dataframe[1].value) <= 20  # near in meaning, below a line that says so; the filter leaves them out
    app.button("also_near").click().run()
    assert not app.exception
    assert app.query_params["near"] == "1"
    assert before < counts(app)[0] <= before + 20
    assert len(app.dataframe[0].value) == before
    assert set(app.dataframe[1].value["found"]) == {"meaning"}
    sides = app.dataframe[0].value["found"].tolist()
    assert sum("words" in side for side in sides) == before


def test_a_typing_error_is_answered_and_can_be_corrected(open_page):
    app = open_page("table", {"q": "counterfactaul explanations"})
    assert counts(app)[0] == 0
    assert len(app.dataframe[0].value) > 0
    assert "Near in meaning" in page_content.words(app)
    app.button("did_you_mean").click().run()
    assert not app.exception
    assert app.query_params["q"] == "counterfactual explanations"
    assert counts(app)[0] > 0


def test_a_link_to_look_shows_everything_and_changes_nothing(open_page, cookies):
    engine, mine = caches.store(), visitor_data.mine(cookies)
    visitor_data.decide(cookies, IDS[:2], Decision.STARRED)
    app = menu(open_page("picks", {"view": "log"}), "backup_menu")
    app.button("look_make").click().run()
    token = app.code[0].value.rpartition("look=")[2]
    cookies["digest_atlas"] = "B" * 22  # somebody else
    app = open_page("table", {"look": token, "decision": "starred", "paper": IDS[0]})
    assert not app.exception
    assert sorted(titles(app)) == sorted(PAPERS["title"][:2])
    assert "Somebody shared these papers with you" in page_content.words(app)
    app.button("pane_hidden").click().run()
    app.button("undo").click().run()
    assert not app.exception
    assert "you cannot change them" in page_content.words(app)
    assert decisions.current(engine, mine) == dict.fromkeys(IDS[:2], Decision.STARRED)
    assert visitor_data.decided(cookies) == {}
    app = menu(app, "saved_searches")
    app.text_input("saved_name").set_value("hers").run()  # whatever writes is refused by the store itself
    assert saved_searches.searches(engine, mine) == ()
    app = open_page("table", {"look": token})
    app.button("look_back").click().run()
    assert "look" not in app.query_params
    assert counts(app)[0] == 106
    assert "This link no longer works" in page_content.words(open_page("table", {"look": "C" * 22}))


def test_a_link_opens_ones_own_papers_elsewhere(open_page, cookies):
    app = menu(open_page("picks", {"view": "log"}), "backup_menu")
    assert not [each for each in app.code if "/open/" in each.value]
    app.button("own_make").click().run()
    (first,) = [each.value.rpartition("/open/")[2] for each in app.code]
    assert cookies[COOKIE] not in first
    app.button("own_make").click().run()
    (code,) = [each.value.rpartition("/open/")[2] for each in app.code]
    assert device_codes.use(caches.store(), first) is None  # a new one replaces it
    assert device_codes.use(caches.store(), code) == cookies[COOKIE]


def test_a_browser_that_was_signed_out_elsewhere_is_told_so(open_page, cookies):
    old = cookies[COOKIE]
    decisions.decide(caches.store(), visitor_data.mine(cookies), {IDS[0]: Decision.STARRED}, "one")
    cookies[COOKIE] = renew_token(caches.store(), old)
    assert "other devices were signed out" not in page_content.words(open_page("picks"))
    assert visitor_data.decided(cookies) == {IDS[0]: Decision.STARRED}
    cookies[COOKIE] = old
    assert "other devices were signed out" in page_content.words(open_page("picks"))
    assert visitor_data.decided(cookies) == {}


def test_everything_a_visitor_has_is_deleted_once_she_said_so_twice(open_page, cookies):
    engine, mine = caches.store(), visitor_data.mine(cookies)
    decisions.decide(engine, mine, {IDS[0]: Decision.STARRED}, "one")
    tags.tag(engine, mine, [IDS[1]], "To read", "two")
    other = workspace_id(engine, new_token())
    decisions.decide(engine, other, {IDS[2]: Decision.LATER}, "three")
    app = menu(open_page("picks", {"view": "log"}), "backup_menu")
    app.button("forget").click().run()
    assert decisions.current(engine, mine)
    app.button("forget_no").click().run()
    assert decisions.current(engine, mine)
    app.button("forget").click().run()
    app.button("forget_yes").click().run()
    assert not app.exception
    assert (decisions.current(engine, mine), tags.tags(engine, mine), decisions.log(engine, mine)) == ({}, {}, ())
    assert decisions.current(engine, other) == {IDS[2]: Decision.LATER}
    app = open_page("picks")
    assert "**0 picks**" in page_content.words(app)
