"""The Links page: what was seen, worst first; a check that touches no private address; nothing to check."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import read_token
from components.enrichment.bundled import bundled_library
from components.links import history
from components.links.check.job import CheckProgress
from components.links.verdict import State, Verdict, now
from components.ui.shared.url_state import LOOK
from components.workspace import caches
from components.workspace.allowances import Requester
from components.workspace.jobs import registry
from components.workspace.visitor import COOKIE
from tests import digests
from tests.pages import page_content, visitor_data

PRIVATE = ["http://127.0.0.1:8501/", "http://169.254.169.254/latest", "http://10.0.0.1/a", "http://localhost/b"]


def check_button(app):
    return next((button for button in app.button if button.label.startswith("Check ")), None)


def keep(*verdicts: tuple[str, State]) -> None:
    moved = "https://example.org/**new**"
    history.append(
        caches.store(),
        [Verdict(url, state, 200, final_url=moved, reason="seen", checked_at=now()) for url, state in verdicts],
    )


def test_every_link_of_the_bundled_digests_is_listed_once_a_paper(open_page):
    app = open_page("links")
    assert not app.exception
    urls = app.dataframe[0].value["url"]
    assert urls.nunique() == 81
    assert all(url.startswith(("http://", "https://")) for url in urls)
    assert "81 links" in check_button(app).label


def test_the_worst_stands_first_and_each_state_has_its_count(open_page):
    urls = list(dict.fromkeys(open_page("links").dataframe[0].value["url"]))
    keep((urls[5], State.ALIVE), (urls[6], State.DEAD), (urls[7], State.DOWN), (urls[8], State.MOVED))
    app = open_page("links")
    assert app.dataframe[0].value["url"].tolist()[:2] == [urls[6], urls[7]]
    words = page_content.words(app)
    for part in ("1 dead", "1 down", "1 moved", "1 alive", "77 unchecked"):
        assert part in words
    assert "https://example.org/**new**" in words  # in full, and not in bold
    assert "77 links" in check_button(app).label


def test_when_all_are_checked_the_button_offers_to_check_again(open_page):
    urls = list(dict.fromkeys(open_page("links").dataframe[0].value["url"]))
    keep(*[(url, State.ALIVE) for url in urls])
    assert "again" in check_button(open_page("links")).label


def test_verdicts_stand_in_the_reading_pane(open_page):
    first = open_page("links").dataframe[0].value.iloc[0]
    keep((first["url"], State.DEAD))
    paper = visitor_data.bundled().papers.set_index("title")["paper_id"]
    title = next(title for title in paper.index if title.startswith(first["paper"].rstrip("…")))
    assert "dead, checked" in page_content.words(open_page("table", {"paper": paper[title]}))


@pytest.mark.parametrize("query", [{"q": "ti:glacier"}, {"digest": "NEW"}])
def test_papers_without_links_are_said_so(open_page, cookies, query):
    digest_id = visitor_data.add(cookies, "glaciers.txt", digests.ordinary(4))
    app = open_page("links", {name: value.replace("NEW", digest_id) for name, value in query.items()})
    assert not app.exception
    assert len(app.info) == 1
    assert not app.dataframe
    assert check_button(app) is None


def test_private_addresses_are_refused_without_being_asked(open_page, cookies):
    visitor_data.remove_bundled(cookies)
    visitor_data.add(cookies, "private.txt", digests.ordinary(6, PRIVATE))
    app = open_page("links")
    amount = app.dataframe[0].value["url"].nunique()
    assert amount >= 3
    check_button(app).click().run()
    job = registry.link_jobs(visitor_data.mine(cookies)).check
    assert job is not None
    assert job.wait(20)
    app.run()
    assert not app.exception
    assert f"{amount} refused" in page_content.words(app)
    assert {verdict.state for verdict in job.verdicts().values()} == {State.REFUSED}


def test_a_second_press_does_not_double_a_running_check(cookies, monkeypatch):
    link_jobs = registry.link_jobs(visitor_data.mine(cookies))
    monkeypatch.setattr(type(link_jobs), "running", property(lambda _self: True))
    link_jobs.start(caches.store(), Requester(visitor_data.mine(cookies)), ["http://10.0.0.1/"])
    assert link_jobs.check is None


def links_of(open_page, count: int) -> list[str]:
    return list(dict.fromkeys(open_page("links").dataframe[0].value["url"]))[:count]


def pressed(app, label: str):
    """Press the button of this name and run the page."""
    return next(button for button in app.button if button.label == label).click().run()


def pills(app) -> list[str]:
    """The totals, as a reader finds them."""
    [group] = [each for each in app.button_group if each.label == "Show only"]
    return [re.sub(r":[a-z]*\[[^]]*\] ?|\\", "", option.content) for option in group.proto.options]


@pytest.mark.parametrize(
    ("by", "first", "expected"),
    [("host", "url", "github.com · "), ("kind", "kind", "code · "), ("paper", "paper", "promised, ")],
)
def test_links_are_grouped_and_counted(open_page, by, first, expected):
    app = open_page("links", {"by": by})
    assert not app.exception
    assert any(label.startswith(expected) for label in pills(app))
    assert app.dataframe[0].value["url"].nunique() == 81
    order = app.dataframe[0].proto.column_order
    assert order[0] == first
    assert {"result", "checked"}.isdisjoint(order)  # nothing is checked yet


def test_a_group_narrows_the_list_and_stands_in_the_address(open_page):
    one, two = links_of(open_page, 2)
    keep((one, State.DEAD), (two, State.DOWN))
    app = open_page("links", {"only": "dead"})
    assert app.dataframe[0].value["url"].tolist() == [one]
    assert "checked" in app.dataframe[0].proto.column_order
    assert "81 links" not in check_button(app).label
    both = open_page("links", {"only": "dead|down|nonsense"})
    assert both.dataframe[0].value["url"].nunique() == 2


def test_promises_without_a_link_have_a_row_of_their_own(open_page, cookies):
    visitor_data.remove_bundled(cookies)
    papers = digests.ordinary_papers(4)
    broken = replace(papers[0], abstract=f"{papers[0].abstract} We will release our code and data upon acceptance.")
    visitor_data.add(cookies, "promises.txt", digests.page([broken, *papers[1:]]))
    app = open_page("links", {"by": "paper"})
    assert not app.exception
    assert pills(app) == ["promised, no link · 1"]
    [row] = app.dataframe[0].value.to_dict("records")
    assert (row["promise"], row["url"], list(row["state"])) == ("promised, no link", None, [])
    assert row["paper"].rstrip("…") in broken.title


def test_what_was_asked_not_long_ago_is_not_asked_again(open_page):
    urls = links_of(open_page, 81)
    keep(*[(url, State.ALIVE) for url in urls[2:]])
    old = Verdict(urls[0], State.DOWN, 500, reason="seen", checked_at="2020-01-01T00:00:00+00:00")
    history.append(caches.store(), [old])
    button = check_button(open_page("links"))
    assert button.label == "Check 2 links"
    assert "The other 79 were checked recently." in button.help


def test_a_new_address_is_taken_with_one_click_and_given_back_with_one(open_page):
    [url] = links_of(open_page, 1)
    keep((url, State.MOVED))
    app = pressed(open_page("links"), "Use 1 new address")
    assert "1 replaced" in pills(app)
    said = dict(zip(app.dataframe[0].value["url"], app.dataframe[0].value["result"], strict=True))
    assert said[url].startswith("use https://example.org/**new**")
    paper = next(paper for paper, links in visitor_data.links().items() if url in links)
    assert "https://example.org/**new**" in page_content.words(open_page("table", {"paper": paper}))
    back = pressed(app, "Undo")
    assert "1 moved" in pills(back)
    assert check_button(back) is not None


def test_the_card_of_a_link_says_all_and_does_all(open_page):
    [url] = links_of(open_page, 1)
    chain = (url, "https://example.org/<b>step</b>", "https://example.org/end")
    history.append(
        caches.store(),
        [
            Verdict(url, State.ALIVE, 200, url, (url,), 0.2, "it answers", "2026-01-01T00:00:00+00:00"),
            Verdict(url, State.DOWN, 500, chain[2], chain, 1.25, "the server has an error (500)", now()),
        ],
    )
    app = open_page("links", {"link": url})
    assert not app.exception
    words = page_content.words(app)
    for part in ("Down", "the server has an error (500)", "500 · 1.2 s · checked just now", "2 checks", "on 1 day"):
        assert part in words
    assert "last alive 2026-01-01" in words
    assert "&lt;b&gt;step" in words
    assert [fault for text in page_content.html(app) for fault in page_content.faults_of_html(text)] == []
    app = page_content.unfold(app)
    app.text_input[-1].set_value("javascript:alert(1)")
    refused = pressed(app, "Replace")
    assert "is not one web address" in refused.error[0].value
    refused.text_input[-1].set_value("https://web.archive.org/web/2020/a")
    replaced = pressed(refused, "Replace")
    assert "1 replaced" in pills(replaced)
    replaced.text_area[0].set_value("**Asked** the authors")
    noted = pressed(replaced, "Save")
    assert "**Asked** the authors" in page_content.words(noted)
    accepted = pressed(pressed(noted, "Use the original address"), "Accept")
    assert "1 accepted" in pills(accepted)
    assert "Accepted until" in page_content.words(accepted)
    for _ in range(4):
        accepted = pressed(accepted, "Undo")
    assert "1 down" in pills(accepted)
    assert not [button for button in accepted.button if button.label == "Undo"]


def test_an_address_with_an_unknown_link_still_shows_the_list(open_page):
    app = open_page("links", {"link": "https://example.org/never", "by": "nonsense", "only": "x"})
    assert not app.exception
    assert app.dataframe[0].value["url"].nunique() == 81
    assert "None of the papers shown has this link" in app.info[0].value


@pytest.mark.parametrize(("label", "first"), [("CSV", b"\xef\xbb\xbfurl,kind"), ("JSON", b"["), ("Markdown", b"- [")])
def test_the_links_in_view_leave_in_each_form(open_page, monkeypatch, label, first):
    files = {}
    monkeypatch.setattr(
        "streamlit.delta_generator.DeltaGenerator.download_button",
        lambda _self, label, data, **_rest: files.update({label: data()}),
    )
    one, two = links_of(open_page, 2)
    keep((one, State.DEAD), (two, State.DOWN))
    page_content.unfold(open_page("links", {"only": "dead"}))
    assert files[label].startswith(first)
    assert one.encode() in files[label]
    assert two.encode() not in files[label]


def test_only_papers_whose_code_is_alive(open_page):
    frame = open_page("links").dataframe[0].value.drop_duplicates("url")
    code, other = (frame[frame["kind"].eq("code") == wanted]["url"].iloc[0] for wanted in (True, False))
    keep((code, State.ALIVE), (other, State.ALIVE))
    for query, found in (("is:alive", {code, other}), ("is:alive-code", {code}), ("is:dead-code", set())):
        app = open_page("links", {"q": query, "only": "alive"})
        assert (set(app.dataframe[0].value["url"]) if app.dataframe else set()) == found, query


class Checking:
    """A check that goes on: one of two links has its verdict."""

    running, done, error = True, 1, ""

    def verdicts(self):
        return {}

    def left(self):
        return 1

    def progress(self):
        return CheckProgress(2, 1, True, False, {}, {}, {}, 1.0)


def test_who_only_looks_stops_no_check_of_the_owner(open_page, cookies, monkeypatch):
    """A press of Stop ended the owner's check."""
    owner = registry.link_jobs(visitor_data.mine(cookies))
    monkeypatch.setattr(type(owner), "running", property(lambda _self: True))
    monkeypatch.setattr(owner, "check", Checking())
    token = read_token(caches.store(), cookies[COOKIE])
    assert "stop_check" in [button.key for button in open_page("links").button]
    cookies[COOKIE] = new_token()
    app = open_page("links", {LOOK: token})
    assert not app.exception
    assert "1 of 2" in page_content.words(app)
    assert "stop_check" not in [button.key for button in app.button]


def test_who_only_looks_can_ask_and_change_nothing(open_page, cookies):
    [url] = links_of(open_page, 1)
    keep((url, State.MOVED))
    pressed(open_page("links"), "Use 1 new address")
    token = read_token(caches.store(), cookies[COOKIE])
    cookies[COOKIE] = new_token()
    app = open_page("links", {LOOK: token, "link": url})
    assert not app.exception
    assert "Use instead: " in page_content.words(app)
    labels = {button.label for button in app.button}
    assert {"Close"} <= labels
    assert not labels & {"Undo", "Check again", "Use the original address", "Use the new address", "Ask GitHub"}
    assert check_button(app) is None
    assert not {"Accept", "Replace", "Note"} & set(page_content.markdown(app))


def test_links_that_no_digest_gives_say_who_found_them(open_page):
    frame = open_page("links").dataframe[0].value
    found = frame.loc[frame["source"] != "", "source"]
    assert set(found) == {"checked by hand"}
    assert 0 < len(found) < len(frame)
    library = bundled_library()
    links = caches.links(library.version, library.papers)
    paper_id = next(each for each, own in links.items() if any(link.source for link in own))
    assert "looked up (checked by hand, November 2026)" in page_content.words(open_page("table", {"paper": paper_id}))
