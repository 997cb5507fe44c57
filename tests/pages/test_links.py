"""The Links page: what was seen, worst first; a check that touches no private address; nothing to check."""

from __future__ import annotations

import pytest

from components.links import history
from components.links.verdict import State, Verdict, now
from components.ui import loaders
from tests import digests
from tests.pages import desk, shown

PRIVATE = ["http://127.0.0.1:8501/", "http://169.254.169.254/latest", "http://10.0.0.1/a", "http://localhost/b"]


def check_button(app):
    return next((button for button in app.button if button.label.startswith("Check ")), None)


def keep(*verdicts: tuple[str, State]) -> None:
    moved = "https://example.org/**new**"
    history.record(
        loaders.store(),
        [Verdict(url, state, 200, final_url=moved, reason="seen", checked_at=now()) for url, state in verdicts],
    )


def test_every_link_of_the_bundled_digests_is_listed_once_a_paper(open_page):
    app = open_page("links")
    assert not app.exception
    urls = app.dataframe[0].value["url"]
    assert urls.nunique() == 34
    assert all(url.startswith(("http://", "https://")) for url in urls)
    assert "34 links" in check_button(app).label


def test_the_worst_stands_first_and_each_state_has_its_count(open_page):
    urls = list(dict.fromkeys(open_page("links").dataframe[0].value["url"]))
    keep((urls[5], State.ALIVE), (urls[6], State.DEAD), (urls[7], State.DOWN), (urls[8], State.MOVED))
    app = open_page("links")
    assert app.dataframe[0].value["url"].tolist()[:2] == [urls[6], urls[7]]
    words = shown.words(app)
    for part in ("1 dead", "1 down", "1 moved", "1 alive", "30 unchecked"):
        assert part in words
    assert "https://example.org/**new**" in words  # in full, and not in bold
    assert "30 links" in check_button(app).label


def test_when_all_are_checked_the_button_offers_to_check_again(open_page):
    urls = list(dict.fromkeys(open_page("links").dataframe[0].value["url"]))
    keep(*[(url, State.ALIVE) for url in urls])
    assert "again" in check_button(open_page("links")).label


def test_verdicts_stand_in_the_reading_pane(open_page):
    first = open_page("links").dataframe[0].value.iloc[0]
    keep((first["url"], State.DEAD))
    paper = desk.bundled().papers.set_index("title")["paper_id"]
    title = next(title for title in paper.index if title.startswith(first["paper"].rstrip("…")))
    assert "dead, checked" in shown.words(open_page("table", {"paper": paper[title]}))


@pytest.mark.parametrize("query", [{"q": "ti:glacier"}, {"digest": "NEW"}])
def test_papers_without_links_are_said_so(open_page, cookies, query):
    digest_id = desk.add(cookies, "glaciers.txt", digests.ordinary(4))
    app = open_page("links", {name: value.replace("NEW", digest_id) for name, value in query.items()})
    assert not app.exception
    assert len(app.info) == 1
    assert not app.dataframe
    assert check_button(app) is None


def test_private_addresses_are_refused_without_being_asked(open_page, cookies):
    desk.take_out_the_bundled(cookies)
    desk.add(cookies, "private.txt", digests.ordinary(6, PRIVATE))
    app = open_page("links")
    amount = app.dataframe[0].value["url"].nunique()
    assert amount >= 3
    check_button(app).click().run()
    job = loaders.link_desk(desk.mine(cookies)).job
    assert job is not None
    assert job.wait(20)
    app.run()
    assert not app.exception
    assert f"{amount} refused" in shown.words(app)
    assert {verdict.state for verdict in job.verdicts().values()} == {State.REFUSED}


def test_a_second_press_does_not_double_a_running_check(cookies, monkeypatch):
    link_desk = loaders.link_desk(desk.mine(cookies))
    monkeypatch.setattr(type(link_desk), "running", property(lambda _self: True))
    link_desk.start(loaders.store(), ["http://10.0.0.1/"])
    assert link_desk.job is None
