"""The overview: what it says of any number of papers, that it follows the filters, and where its parts lead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from components.curation.annotations.decisions import Decision
from components.enrichment import findings
from components.enrichment.facts import Field
from components.finding.filters import Filters
from components.links import history
from components.links.verdict import State, Verdict, now
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.store.database import writing
from components.ui.shared.text import by_line
from components.workspace import caches, completing
from components.workspace.view import of as view_of
from tests import digests
from tests.pages import page_content, visitor_data


def shown(app):
    assert not app.exception
    return page_content.given_to(app, "overview")


def made(cookies, count, name="mine.txt", first=0):
    """The visitor's only digest has so many made papers; its library."""
    content = digests.page(digests.ordinary_papers(first + count)[first:])
    visitor_data.add(cookies, name, content)
    return read_digests([DigestFile(name, content)])


def test_the_bundled_digests_are_told_in_a_sentence_with_everything_below_it(open_page):
    data = shown(open_page("overview"))
    assert data["sentence"].startswith("106 papers from the digests Causality and Attention")
    assert "about" in data["sentence"]
    assert data["begin"] == "106 papers"
    assert data["picture"]["names"]
    inner = [bar for bar in data["bars"] if bar["inner"]]
    assert sum(bar["count"] for bar in data["bars"] if not bar["inner"]) == 106
    assert all(bar["kind"] == "topic" for bar in inner)
    assert max(bar["share"] for bar in data["bars"]) == 100
    assert len(data["papers"]) == 5
    assert len({paper["topic"] for paper in data["papers"]}) == 5
    assert all(paper["why"] and paper["gist"] for paper in data["papers"])
    assert data["rising"][0]["title"].startswith("New with Attention")
    assert sum(each["count"] for each in data["links"]) == len({u for us in visitor_data.links().values() for u in us})


@pytest.mark.parametrize(
    ("query", "found"), [({}, ""), ({"q": "causal reasoning"}, "these 24 papers"), ({"q": "tabpfn"}, "the one paper")]
)
def test_who_has_searched_is_led_to_what_was_found(open_page, query, found):
    assert shown(open_page("overview", query))["found"] == found


@pytest.mark.parametrize("count", [1, 2, 14, 40])
def test_any_number_of_papers_has_its_overview(open_page, cookies, count):
    visitor_data.remove_bundled(cookies)
    library = made(cookies, count)
    visitor_data.keep_analysis(library, visitor_data.NAMES[: min(3, count)])
    data = shown(open_page("overview"))
    assert data["sentence"].startswith("1 paper from" if count == 1 else f"{count} papers from")
    assert len(data["papers"]) == min(5, count)
    assert (data["picture"] is not None) == (count >= 15)
    assert data["bars"]


def test_while_the_map_is_computed_the_papers_are_there_already(open_page, cookies, monkeypatch):
    monkeypatch.setattr("components.ui.shared.states.registry.analysis_run", lambda *_, **__: Waiting())
    visitor_data.remove_bundled(cookies)
    made(cookies, 30)
    app = open_page("overview")
    data = shown(app)
    assert len(data["papers"]) == 5
    assert data["bars"] == []
    assert data["picture"] is None
    assert [button.label for button in app.button][-1] == "Stop"


class Waiting:
    """A computation that has not come far."""

    finished = error = stopped = False

    def steps(self):
        return [("Reading", 0.1)]

    def stop(self):
        raise AssertionError


def test_it_follows_the_filters_and_a_bar_filters(open_page):
    everything = shown(open_page("overview"))
    app = open_page("overview", {"q": "causal"})
    data = shown(app)
    assert " of 106 papers" in data["sentence"]
    assert "q=causal" in data["query"]
    assert sum(bar["count"] for bar in data["bars"]) < sum(bar["count"] for bar in everything["bars"])
    bar = next(bar for bar in data["bars"] if bar["count"])
    app.query_params[bar["kind"]] = bar["slug"]
    chosen = shown(app.run())
    assert next(each for each in chosen["bars"] if each["slug"] == bar["slug"])["on"]
    assert chosen["sentence"].startswith(f"{bar['count']} of 106 papers")


def test_no_paper_that_matches_is_said_with_one_way_on(open_page):
    app = open_page("overview", {"q": "xylophonist"})
    assert "No paper matches" in app.info[0].value
    app.button[[button.label for button in app.button].index("Show all papers")].click()
    assert shown(app.run())["sentence"].startswith("106 papers")


def test_what_is_decided_is_not_offered_again_and_picks_lead(open_page, cookies):
    first = shown(open_page("overview"))["papers"]
    visitor_data.decide(cookies, [paper["id"] for paper in first], Decision.HIDDEN)
    data = shown(open_page("overview"))
    assert data["begin"] == "101 papers"
    assert not {paper["id"] for paper in data["papers"]} & {paper["id"] for paper in first}


def test_links_are_told_by_their_state(open_page):
    urls = sorted({url for urls in visitor_data.links().values() for url in urls})
    history.append(
        caches.store(),
        [Verdict(urls[0], State.ALIVE, 200, checked_at=now()), Verdict(urls[1], State.DEAD, 404, checked_at=now())],
    )
    data = shown(open_page("overview"))
    assert [(each["name"], each["count"]) for each in data["links"]] == [
        ("Alive", 1), ("Dead", 1), ("Not checked yet", len(urls) - 2),
    ]  # fmt: skip


def test_authors_and_year_are_told_as_far_as_they_are_known():
    paper = {"authors": ("Ada", "Bo", "Cy", "Di"), "organisation": "Lab", "published": "2024-03-01"}
    assert by_line(paper) == "Ada, Bo, Cy et al. · Lab · 2024"
    assert by_line(paper | {"venue": "ICLR", "authors": ()}) == "ICLR · 2024"
    assert by_line(paper | {"venue": "ICLR 2024", "authors": ()}) == "ICLR 2024"
    assert by_line(paper | {"authors": (), "organisation": "", "published": ""}) == ""


def rises(view, days=(("2", 3), ("1", 27))):
    """Two looks at the votes of the first paper, days ago."""
    key = completing.subjects(view.library)[view.catalogue["paper_id"].iloc[0]].key
    with writing(caches.store()) as connection:
        for ago, votes in days:
            at = datetime.now(UTC) - timedelta(days=int(ago))
            findings.note_numbers(connection, "hugging_face", Field.VOTES, {key: votes}, at)


def test_a_paper_whose_votes_rose_between_two_looks_is_worth_opening(open_page, cookies):
    made(cookies, 12)
    before = view_of(caches.store(), visitor_data.mine(cookies), Filters())
    assert "rising" not in ordering_labels(open_page("table"))
    rises(before)
    caches.clear()
    first = before.catalogue["paper_id"].iloc[0]
    (rising,) = [each for each in shown(open_page("overview"))["papers"] if each["why"].startswith("Rising: +24 votes")]
    assert rising["id"] == first
    app = open_page("table", {"sort": "rising", "columns": "rising"})
    frame = app.dataframe[0].value
    assert (frame["title"].iloc[0], frame["rising"].iloc[0]) == (before.catalogue["title"].iloc[0], 24.0)
    assert frame["rising"].iloc[1:].isna().all()
    assert "rising" in ordering_labels(open_page("table"))


def ordering_labels(app):
    """The orders that the menu of a table offers."""
    found: list[Any] = list(page_content.unfold(app).get("button_group"))
    return " ".join(str(option) for each in found if each.label == "Order" for option in each.options).lower()
