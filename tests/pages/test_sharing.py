"""Sharing from the pages: a list made and taken back, feeds and mails of a saved search, decisions from a file."""

from __future__ import annotations

import email
import email.policy
import json

from components.curation import shared_lists
from components.curation.annotations import annotation_set, shortlist
from components.curation.annotations.annotation_set import Annotations
from components.curation.annotations.decisions import Decision
from components.curation.group_lists import contributions, lists
from components.curation.searches import feed_addresses, saved_searches, subscriptions
from components.curation.searches.delivery import Delivery
from components.curation.workspaces import agent_keys
from components.curation.workspaces.workspaces import read_token, workspace_to_read
from components.finding.filters import Filters
from components.settings import settings
from components.sharing.formats.export_formats import BY_ENDING
from components.sharing.formats.references import bibtex
from components.sharing.importing import plan
from components.sharing.importing.matching import PaperIndex, match
from components.sharing.importing.read_file import read
from components.sharing.lists import snapshot
from components.ui.picks.searches import mails
from components.ui.shared.papers_table import ordering
from components.ui.shared.text import plain
from components.workspace import caches
from components.workspace import view as workspace_view
from components.workspace.visitor import COOKIE
from tests.pages import page_content, visitor_data
from tests.pages.test_curating import IDS, menu


def picks(open_page, cookies, count=2):
    visitor_data.decide(cookies, IDS[:count], Decision.STARRED, "1")
    return menu(open_page("picks"), "share")


def button(app, label):
    return next(each for each in app.button if each.label == label)


def test_a_list_is_shared_and_taken_back(open_page, cookies):
    app = picks(open_page, cookies)
    next(each for each in app.text_input if each.label == "Share as a list").set_value("For <b>*Ana*</b>")
    next(each for each in app.text_area if each.label == "Introduction").set_value("Read these")
    button(app, "Share 2 papers").click()
    app = menu(app, "share")
    (shared,) = shared_lists.lists(caches.store(), visitor_data.mine(cookies))
    assert (shared.title, shared.introduction, shared.papers) == ("For <b>*Ana*</b>", "Read these", 2)
    assert any(f"/list/{shared.address}" in code.value for code in app.code)
    assert "Website (.zip)" in [each.proto.label for each in app.get("download_button")]
    assert all("<b>" not in text.replace("\\<b\\>", "") for text in page_content.markdown(app) if "Ana" in text)
    button(app, "Stop sharing").click()
    menu(app, "share")
    assert shared_lists.lists(caches.store(), visitor_data.mine(cookies)) == ()


def test_a_list_and_the_downloads_have_the_order_of_the_shortlist(open_page, cookies):
    engine, mine = caches.store(), visitor_data.mine(cookies)
    visitor_data.decide(cookies, IDS[:3], Decision.STARRED, "1")
    shortlist.move(engine, mine, IDS[2], "", "2")
    app = menu(open_page("picks"), "share")
    next(each for each in app.text_input if each.label == "Share as a list").set_value("Three")
    button(app, "Share 3 papers").click()
    menu(app, "share")
    (shared,) = shared_lists.lists(engine, mine)
    order = [IDS[2], IDS[0], IDS[1]]
    for number in (3, 4):  # what is shared stays as it was
        kept = shared_lists.read(engine, shared.address)
        assert kept is not None
        assert [paper.paper_id for paper in snapshot.read(kept[1]).papers] == order
        shortlist.move(engine, mine, IDS[0], IDS[1], str(number))
    now = workspace_view.of(caches.store(), mine, Filters())
    rows = ordering.ordered(now, now.shown[now.shown["decision"] == Decision.STARRED], own=True)
    written = BY_ENDING["jsonl"].write(rows).decode().splitlines()
    assert [json.loads(line)["paper_id"] for line in written] == [IDS[2], IDS[1], IDS[0]]
    empty = visitor_data.mine({COOKIE: "E" * 22})
    found = match(read("\n".join(written).encode()).papers, PaperIndex(now.library.papers, {}))
    plan.apply(engine, empty, plan.plan(found, Annotations()).sets, "back")
    assert list(shortlist.order(engine, empty)) == [IDS[2], IDS[1], IDS[0]]


def test_an_assistant_is_given_a_key_and_loses_it(open_page, cookies):
    app = picks(open_page, cookies)
    mine = visitor_data.mine(cookies)
    button(app, "Create a key").click()
    app = menu(app, "share")
    (shown,) = (json.loads(code.value) for code in app.code if "mcpServers" in code.value)
    server = shown["mcpServers"]["digest-atlas"]
    assert server["url"].endswith("/mcp")
    key = server["headers"]["Authorization"].removeprefix("Bearer ")
    assert agent_keys.workspace_to_change(caches.store(), key) == mine
    button(app, "Disconnect; the key stops working").click()
    app = menu(app, "share")
    assert agent_keys.workspace_to_change(caches.store(), key) is None
    assert not any(each.label.startswith("Disconnect") for each in app.button)
    app.checkbox(key="program_changes").set_value(False)
    button(app, "Create a key").click()
    app = menu(app, "share")
    (shown,) = (json.loads(code.value) for code in app.code if "mcpServers" in code.value)
    key = shown["mcpServers"]["digest-atlas"]["headers"]["Authorization"].removeprefix("Bearer ")
    assert agent_keys.workspace_to_change(caches.store(), key) is None
    assert workspace_to_read(caches.store(), key) == mine


def test_a_title_is_offered_that_says_how_many_papers_on_what(open_page, cookies):
    app = picks(open_page, cookies, 6)
    offered = next(each for each in app.text_input if each.label == "Share as a list").value
    assert offered == "6 papers on large language models and causal models"
    button(app, "Share 6 papers").click()
    menu(app, "share")
    (shared,) = shared_lists.lists(caches.store(), visitor_data.mine(cookies))
    assert shared.title == offered


def test_a_list_without_a_title_is_not_shared_and_says_why(open_page, cookies):
    app = picks(open_page, cookies)
    next(each for each in app.text_input if each.label == "Share as a list").set_value("")
    button(app, "Share 2 papers").click()
    app = menu(app, "share")
    assert "needs a title" in " ".join(info.value for info in app.info)
    assert shared_lists.lists(caches.store(), visitor_data.mine(cookies)) == ()


def test_a_saved_search_is_followed_and_its_address_renewed(open_page, cookies):
    engine, mine = caches.store(), visitor_data.mine(cookies)
    saved_searches.save(engine, mine, "Causal", "q=causal", [])
    app = picks(open_page, cookies)
    app.selectbox("share_search").set_value("Causal")
    app = menu(app, "share")
    secret = feed_addresses.address(engine, mine, "Causal")
    assert any(f"/feed/{secret}.atom" in code.value for code in app.code)
    assert "Subscribe" not in [each.label for each in app.button]  # no mail server, no mails
    button(app, "Replace the addresses").click()
    menu(app, "share")
    assert feed_addresses.find(engine, secret) is None
    assert feed_addresses.address(engine, mine, "Causal") != secret


def test_a_saved_search_leaves_as_a_mail(open_page, cookies):
    mine = visitor_data.mine(cookies)
    saved_searches.save(caches.store(), mine, "Causal", "q=causal", [])
    (search,) = saved_searches.searches(caches.store(), mine)
    open_page("picks")
    letter = mails.letter(workspace_view.of(caches.store(), mine, Filters()), search, "https://atlas.example.org")()
    read = email.message_from_bytes(letter, policy=email.policy.default)
    assert read["Subject"] == "Causal: 83 new papers"
    assert read["List-Unsubscribe"] is None
    body = read.get_body(("html",))
    assert body is not None
    assert "https://atlas.example.org/?q=causal" in body.get_content()


def test_mails_are_offered_where_they_can_be_sent(open_page, cookies, monkeypatch):
    for name, value in (
        ("SMTP", "smtp://127.0.0.1:1"),
        ("MAIL_FROM", "a@b.org"),
        ("ADDRESS", "https://atlas.example.org"),
    ):
        monkeypatch.setenv(f"DIGEST_ATLAS_{name}", value)
    settings.cache_clear()
    engine, mine = caches.store(), visitor_data.mine(cookies)
    saved_searches.save(engine, mine, "Causal", "q=causal", [])
    app = picks(open_page, cookies)
    app.selectbox("share_search").set_value("Causal")
    app = menu(app, "share")
    next(each for each in app.text_input if each.label == "Get new papers by email").set_value("ana@example.org")
    button(app, "Subscribe").click()
    app = menu(app, "share")
    assert "cannot be reached" in " ".join(info.value for info in app.info)
    assert subscriptions.subscriptions_of(engine, mine) == ()  # what could not be asked is not kept
    assert any("https://atlas.example.org/feed/" in code.value for code in app.code)


def test_what_was_said_comes_back_from_a_bibtex_file(open_page, cookies):
    visitor_data.decide(cookies, IDS[:3], Decision.LATER, "1")
    now = workspace_view.of(caches.store(), visitor_data.mine(cookies), Filters())
    content = bibtex.to_text(now.catalogue[now.catalogue["decision"] == Decision.LATER]).encode()
    cookies["digest_atlas"] = "A" * 22  # another visitor
    app = menu(open_page("picks", {"view": "log"}), "backup_menu")
    app.file_uploader("backup_file").upload("picks.bib", content).run()
    assert not app.exception
    assert visitor_data.decided(cookies) == {}  # nothing is done before it is confirmed
    assert app.button("import_do").label == "Import 3 values"
    assert app.dataframe[0].value["After"].tolist() == ["later"] * 3
    app.button("import_do").click().run()
    assert not app.exception
    assert visitor_data.decided(cookies) == dict.fromkeys(IDS[:3], Decision.LATER)
    assert not [each for each in app.button if each.key == "import_do"]
    app.button("undo").click().run()
    assert visitor_data.decided(cookies) == {}


def test_somebody_elses_file_clears_nothing_and_says_which_papers_it_does_not_find(open_page, cookies):
    visitor_data.decide(cookies, IDS[:1], Decision.STARRED, "1")
    now = workspace_view.of(caches.store(), visitor_data.mine(cookies), Filters())
    title = now.by_id.at[IDS[0], "title"]
    content = f'title,rating,decision\n"{title}",9,\nA Paper of Nobody,3,starred\n'
    app = menu(open_page("picks", {"view": "log"}), "backup_menu")
    app.file_uploader("backup_file").upload("theirs.csv", content.encode()).run()
    assert not app.exception
    words = " ".join([*(each.value for each in app.warning), *(each.value for each in app.caption)])
    assert "A Paper of Nobody" in words
    assert "Row 2, rating" in words.replace("\\", "")
    assert "Nothing would change" in " ".join(each.value for each in app.info)
    app.checkbox("import_empty").check().run()
    assert app.button("import_do").label == "Import 1 value"
    app.button("import_leave").click().run()
    assert visitor_data.decided(cookies) == {IDS[0]: Decision.STARRED}


def test_what_a_filter_shows_is_downloaded_from_the_table(open_page):
    app = menu(open_page("table", {"q": "counterfactual"}), "bulk_shown")
    assert not app.get("download_button")
    app.selectbox("bulk_shown_form").set_value("BibTeX")
    app = menu(app, "bulk_shown")
    assert [button.label for button in app.get("download_button")] == ["Download as BibTeX"]


def test_a_demo_says_what_becomes_of_what_is_added(open_page, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DEMO", "yes")
    settings.cache_clear()
    app = open_page("digests")
    assert any("deleted 1 day after your last change" in caption.value for caption in app.caption)
    assert "Subscribe" not in [each.label for each in app.button]


def test_what_a_search_sends_is_chosen_and_kept(open_page, cookies):
    mine = visitor_data.mine(cookies)
    saved_searches.save(caches.store(), mine, "Ca<b>usal", "q=causal", [])
    app = picks(open_page, cookies)
    next(each for each in app.selectbox if each.label == "Follow a saved search").set_value("Ca<b>usal")
    app = menu(app, "share")
    assert "Of these papers" not in [each.label for each in app.button_group]
    next(each for each in app.toggle if each.label == "Order by what I pick").set_value(True)
    app = menu(app, "share")
    next(each for each in app.button_group if each.label == "Of these papers").set_value(75)
    next(each for each in app.number_input if each.label == "At most, a mail or day").set_value(10)
    menu(app, "share")
    (search,) = saved_searches.searches(caches.store(), mine)
    assert search.delivery == Delivery(by_interest=True, at_least=75, most=10)
    assert "Mail me also when nothing is new" not in [each.label for each in app.toggle]  # nothing can be sent


def test_interests_are_named_in_a_menu_and_order_the_next_papers(open_page, cookies):
    mine = visitor_data.mine(cookies)
    app = menu(open_page("picks", {"view": "decide"}), "interests_menu")
    by_label = {each.label: each for each in app.multiselect}
    assert list(by_label) == ["Authors I follow", "Topics I pin", "Words I pin", "Words I mute"]
    by_label["Words I pin"].set_value(["<b>graph</b>", "model"])
    app = menu(app, "interests_menu")
    assert annotation_set.read(caches.store(), mine).interests.words == ("<b>graph</b>", "model")
    by_label = {each.label: each for each in app.multiselect}
    by_label["Words I mute"].set_value(["…"])
    app = menu(app, "interests_menu")
    assert annotation_set.read(caches.store(), mine).interests.muted == ()
    assert any("needs at least one letter" in each.value for each in app.toast)


def test_a_list_to_fill_together_is_made_closed_given_a_new_link_and_shared_as_it_is(open_page, cookies):
    app = picks(open_page, cookies)
    engine, mine = caches.store(), visitor_data.mine(cookies)
    next(each for each in app.text_input if each.label == "New list").set_value("For <b>*us*</b>")
    next(each for each in app.checkbox if each.label == "Begin with 2 papers shown here").check()
    button(app, "Make the list").click()
    app = menu(app, "share")
    (group,) = lists.lists_of(engine, mine)
    assert (group.title, group.papers, group.is_open) == ("For <b>*us*</b>", 2, True)
    assert any(f"/fill/{group.address}" in code.value for code in app.code)
    assert all("<b>" not in text.replace("\\<b\\>", "") for text in page_content.markdown(app) if "us" in text)
    ann = contributions.join(engine, group, "A" * 22, "Ann", "")
    contributions.vote(engine, group, ann, IDS[1], is_for=True)
    button(app, "Share as it is").click()
    app = menu(app, "share")
    (shared,) = shared_lists.lists(engine, mine)
    kept = shared_lists.read(engine, shared.address)
    assert kept is not None
    assert [(one.paper_id, one.note) for one in snapshot.read(kept[1]).papers] == [
        (IDS[1], "1 vote"), (IDS[0], "0 votes"),
    ]  # fmt: skip
    assert any(f"/list/{plain(shared.address)}" in info.value for info in app.info)
    button(app, "Close").click()
    app = menu(app, "share")
    assert not lists.lists_of(engine, mine)[0].is_open
    button(app, "Open again").click()
    app = menu(app, "share")
    button(app, "New link").click()
    app = menu(app, "share")
    assert lists.find(engine, group.address) is None
    button(app, "Delete").click()
    menu(app, "share")
    assert lists.lists_of(engine, mine) == ()


def test_a_list_to_fill_together_needs_a_title_and_is_not_offered_to_who_only_looks(open_page, cookies):
    app = picks(open_page, cookies)
    button(app, "Make the list").click()
    app = menu(app, "share")
    assert any("needs a title" in info.value for info in app.info)
    shared = read_token(caches.store(), cookies[COOKIE])
    app = menu(open_page("picks", {"look": shared}), "share")
    assert all(each.label != "Make the list" for each in app.button)
