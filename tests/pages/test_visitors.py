"""Two visitors of one server: neither ever sees the other's digests, decisions or running check."""

from __future__ import annotations

from components.curation.annotations.decisions import Decision
from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.finding.filters import Filters
from components.workspace import caches
from components.workspace import view as workspace_view
from components.workspace.jobs import registry
from components.workspace.visitor import COOKIE
from tests import digests
from tests.pages import page_content, visitor_data
from tests.pages.test_filters import counts

PAGES = ["table", "map", "topics", "links", "picks", "digests"]


def another(cookies) -> None:
    """From here on pages belong to somebody else."""
    cookies[COOKIE] = new_token()


def test_uploads_and_decisions_belong_to_one_visitor(open_page, cookies):
    visitor_data.add(cookies, "birds.txt", digests.ordinary(3))
    visitor_data.decide(cookies, list(visitor_data.bundled().papers["paper_id"][:2]), Decision.STARRED)
    ada = dict(cookies)
    assert counts(open_page("table")) == (109, 109)
    another(cookies)
    for page in PAGES:
        app = page_content.unfold(open_page(page))
        assert not app.exception
        assert "106 papers" in page_content.words(app)
        assert "birds" not in page_content.words(app)
    assert "0 picks" in page_content.words(open_page("picks"))
    assert "★" not in open_page("table").dataframe[0].value["star"].tolist()
    cookies.update(ada)
    assert counts(open_page("table")) == (109, 109)
    assert "2 picks" in page_content.words(open_page("picks"))


def test_taking_out_a_bundled_digest_takes_it_from_nobody_else(open_page, cookies):
    visitor_data.remove_bundled(cookies)
    assert len(open_page("table").info) == 1
    another(cookies)
    assert counts(open_page("table")) == (106, 106)


def test_the_same_digest_of_two_visitors_is_removed_for_one(open_page, cookies):
    digest_id = visitor_data.add(cookies, "birds.txt", digests.ordinary(3))
    ada = dict(cookies)
    another(cookies)
    assert visitor_data.add(cookies, "birds.txt", digests.ordinary(3)) == digest_id
    open_page("digests").button(f"remove_{digest_id}").click().run()
    assert counts(open_page("table")) == (106, 106)
    cookies.update(ada)
    assert counts(open_page("table")) == (109, 109)


def test_digests_that_change_while_they_are_read_are_read_again(cookies, monkeypatch):
    first, second = visitor_data.bundled().digests
    engine, mine, hidden = caches.store(), visitor_data.mine(cookies), uploads.hidden
    changes = [lambda: uploads.restore(engine, mine, second.digest_id)]

    def another_tab_brings_one_back(*of):
        read = hidden(*of)
        if changes:
            changes.pop()()
        return read

    for digest in (first, second):
        uploads.hide(engine, mine, digest.digest_id)
    monkeypatch.setattr(uploads, "hidden", another_tab_brings_one_back)
    caches.clear()
    workspace_view.of(caches.store(), mine, Filters())
    assert not changes
    now = workspace_view.of(caches.store(), mine, Filters())  # what was read meanwhile is kept under no name
    assert [digest.digest_id for digest in now.library.digests] == [second.digest_id]
    assert now.hidden_digest_ids == {first.digest_id}


def test_a_paper_of_another_visitor_cannot_be_read_by_its_address(open_page, cookies):
    secret = digests.Paper("The private diary of nobody", "We study secrets. Our results show that they keep.")
    visitor_data.add(cookies, "diary.txt", digests.page([secret, *digests.ordinary_papers(2)]))
    paper_id = next(row.paper_id for row in _papers(cookies).itertuples() if row.title == secret.title)
    assert "results show that they keep" in page_content.words(open_page("table", {"paper": paper_id}))
    another(cookies)
    for page in PAGES:
        assert "they keep" not in page_content.words(open_page(page, {"paper": paper_id}))


def test_without_a_cookie_each_visit_is_its_own(open_page, cookies):
    cookies.clear()
    first, second = open_page("digests"), open_page("digests")
    first.file_uploader[0].upload("birds.txt", digests.ordinary(3))
    assert "109 papers" in page_content.words(first.run())
    assert "106 papers" in page_content.words(second.run())


def test_a_cookie_that_is_no_token_is_passed_over(open_page, cookies):
    cookies[COOKIE] = "'; drop table events; --"
    app = open_page("table")
    assert not app.exception
    assert counts(app) == (106, 106)


def test_each_visitor_has_a_link_desk_of_her_own(cookies):
    mine = registry.link_jobs(visitor_data.mine(cookies))
    assert registry.link_jobs(visitor_data.mine(cookies)) is mine
    another(cookies)
    assert registry.link_jobs(visitor_data.mine(cookies)) is not mine


def _papers(cookies):
    from components.curation.workspaces import uploads
    from components.papers.library import read_digests

    return read_digests(uploads.files(caches.store(), visitor_data.mine(cookies))).papers
