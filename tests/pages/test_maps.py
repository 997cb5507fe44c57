"""Sets of every size on the map and topics pages: computed, being computed, failed, stopped, too few."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from components.landscape.analysis import worker
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.workspace import caches
from components.workspace.jobs import registry
from tests import digests
from tests.pages import page_content, visitor_data


@dataclass
class Run:
    """Stands for the worker process."""

    error: str = ""
    finished: bool = False
    stopped: bool = False
    said: list[tuple[str, float]] = field(default_factory=lambda: [("Naming the **topics**", 0.4)])

    def steps(self):
        return self.said

    def stop(self):
        self.stopped = self.finished = True


@pytest.fixture
def runs(monkeypatch) -> list[Run]:
    """Worker runs begun by pages; what they say is up to the test."""
    begun: list[Run] = []

    def start(_papers, model, before):
        assert (model, before) == (DEFAULT_MODEL, None)  # there was no map
        begun.append(Run())
        return begun[-1]

    registry.clear()
    caches.clear()
    monkeypatch.setattr(worker, "start", start)
    return begun


def only(cookies, count: int):
    """Leave the visitor with one digest of so many papers; its library."""
    visitor_data.remove_bundled(cookies)
    content = digests.ordinary(count)
    visitor_data.add(cookies, "ours.txt", content)
    return read_digests([DigestFile("ours.txt", content)])


@pytest.mark.parametrize("count", [1, 2, 5, 14])
def test_too_few_papers_for_a_map_are_listed(open_page, cookies, count):
    visitor_data.keep_analysis(only(cookies, count), visitor_data.NAMES[: min(count, 3)])
    app = open_page("map")
    assert not app.exception
    assert len(app.info) == 1
    assert len(app.dataframe[0].value) == count
    assert not [proto for proto in page_content.messages(app) if page_content.kind(proto) == "Error"]


@pytest.mark.parametrize("count", [1, 14, 15, 16])
def test_topics_of_small_sets_are_shown(open_page, cookies, count):
    visitor_data.keep_analysis(only(cookies, count), visitor_data.NAMES[: min(count, 3)])
    app = open_page("topics")
    assert not app.exception
    assert {topic["name"] for topic in page_content.given_to(app, "topic_list")["topics"]} == set(
        visitor_data.NAMES[: min(count, 3)]
    )


def test_fifteen_papers_have_a_map(open_page, cookies):
    visitor_data.keep_analysis(only(cookies, 15))
    app = open_page("map")
    assert not app.exception
    assert not app.info
    assert len(app.dataframe[0].value) == 15


@pytest.mark.parametrize("colour", ["topic", "digest", "decision", "links", "nonsense"])
def test_the_map_is_coloured_as_the_address_says(open_page, colour):
    app = open_page("map", {"colour": colour})
    assert not app.exception
    assert app.session_state["by"] == ("topic" if colour == "nonsense" else colour)


@pytest.mark.parametrize("page", ["map", "topics"])
def test_while_it_is_computed_the_page_says_how_far_it_is(open_page, cookies, runs, page):
    only(cookies, 20)
    app = open_page(page)
    assert not app.exception
    assert len(runs) == 1
    progress = [text for text in page_content.markdown(app) if "20 papers" in text and "topics" in text]
    assert progress
    assert "\\*\\*topics" in progress[-1]
    assert open_page("table").dataframe  # everything else goes on meanwhile
    open_page(page)
    assert len(runs) == 1  # another tab waits for the same run


def test_the_map_appears_when_the_run_is_done(open_page, cookies, runs):
    library = only(cookies, 20)
    app = open_page("map")
    visitor_data.keep_analysis(library)
    runs[0].finished = True
    app.run()
    assert not app.exception
    assert len(app.dataframe[0].value) == 20


@pytest.mark.parametrize("page", ["map", "topics"])
def test_a_run_that_failed_says_why_and_can_be_begun_again(open_page, cookies, runs, page):
    only(cookies, 20)
    app = open_page(page)
    runs[0].error, runs[0].finished = "The <b>process</b> ended early.", True
    app.run()
    assert len(app.warning) == 1
    assert page_content.faults_of_markdown(app.warning[0].value) == []
    next(button for button in app.button if button.label == "Compute the map").click().run()
    assert len(runs) == 2
    assert not app.warning


def test_a_result_that_is_gone_is_computed_again(open_page, cookies, runs):
    only(cookies, 20)
    app = open_page("map")
    runs[0].finished = True  # what it left was deleted with the cache folder
    app.run()
    assert not app.exception
    assert len(runs) == 2


def test_many_visitors_who_wait_do_not_end_each_others_runs(runs):
    keys = [f"{number:032x}" for number in range(12)]
    for _ in range(3):
        for key in keys:
            registry.analysis_run(key, None)
    assert len(runs) == len(keys)
    assert not [run for run in runs if run.stopped]


def test_a_run_can_be_stopped_and_begun_again(open_page, cookies, runs):
    only(cookies, 20)
    app = open_page("map")
    next(button for button in app.button if button.label == "Stop").click().run()
    assert runs[0].stopped
    assert len(app.warning) == 1
    next(button for button in app.button if button.label == "Compute the map").click().run()
    assert len(runs) == 2


def test_topics_say_how_many_of_their_papers_are_shown(open_page):
    slug = page_content.given_to(open_page("topics"), "topic_list")["topics"][3]["slug"]
    amount = len(open_page("table", {"topic": slug}).dataframe[0].value)
    app = open_page("topics", {"topic": slug})
    assert f"{amount} of 106 papers" in page_content.words(app)
    chosen = [topic for topic in page_content.given_to(app, "topic_list")["topics"] if topic["on"]]
    assert [(topic["slug"], topic["count"]) for topic in chosen] == [(slug, f"{amount} papers")]
