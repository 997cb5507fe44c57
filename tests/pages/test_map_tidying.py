"""A map whose digests came or went: places stay, what is new is marked, tidying up is offered and is kept."""

from __future__ import annotations

import base64

import numpy as np
import orjson

from components.curation.workspaces import current_map, uploads
from components.finding.filters import Filters
from components.landscape.analysis import worker
from components.landscape.analysis.pipeline import compute_analysis
from components.ui.map.map_component import selected_rows
from components.workspace import caches
from components.workspace import view as workspace_view
from tests.pages import page_content, visitor_data
from tests.stored_analyses import keep

NEW = orjson.dumps(
    [
        {"title": f"Causal attention {n}", "abstract": f"Attention in causal transformers for images, part {n}."}
        for n in range(3)
    ]
)


def upload(open_page, content: bytes) -> None:
    app = page_content.unfold(open_page("digests"))
    app.text_area[0].set_value(content.decode())
    next(button for button in app.button if button.label == "Add the text").click().run()
    assert len(app.success) == 1


def provisional(app) -> int:
    marks = np.frombuffer(base64.b64decode(page_content.given_to(app, "paper_map")["marks"]), dtype=np.uint8)
    return int((marks >> 3).sum())


def test_a_map_of_just_these_papers_offers_nothing(open_page):
    app = open_page("map")
    assert not [button for button in app.button if button.key == "recompute_layout"]
    assert provisional(app) == 0


def test_new_papers_enter_the_map_she_knows(open_page, cookies):
    open_page("map")
    upload(open_page, NEW)
    app = open_page("map")
    assert not app.exception
    assert provisional(app) == 3
    assert "3 new papers" in page_content.words(app)
    assert app.button(key="recompute_layout")
    now = workspace_view.of(caches.store(), visitor_data.mine(cookies), Filters())
    assert now.map is not None
    shipped = workspace_view.of_newcomer().analysis
    assert now.analysis is not None
    assert shipped is not None
    np.testing.assert_array_equal(now.analysis.in_order(now.analysis.paper_ids).xy[:106], shipped.xy)
    assert not open_page("topics").exception


def test_a_tidied_map_is_the_one_she_goes_by(open_page, cookies):
    open_page("map")
    upload(open_page, NEW)
    before = workspace_view.of(caches.store(), visitor_data.mine(cookies), Filters())
    assert before.map is not None
    tidied = compute_analysis(before.library.papers, before=before.map.analysis)
    keep(tidied)
    current_map.save_key(caches.store(), visitor_data.mine(cookies), tidied.key)
    app = open_page("map")
    assert provisional(app) == 0
    assert not [button for button in app.button if button.key == "recompute_layout"]
    assert "Layout recomputed: half of the 109 papers" in page_content.given_to(app, "paper_map")["trustworthiness"]


def test_a_map_that_is_gone_is_no_loss(open_page, cookies):
    current_map.save_key(caches.store(), visitor_data.mine(cookies), "0" * 32)
    app = open_page("map")
    assert not app.exception
    assert provisional(app) == 0


def test_tidying_up_that_fails_says_why_and_is_not_begun_again_by_itself(open_page, monkeypatch):
    begun = []

    class Failed:
        error, stopped, finished = "There is **no room**.", False, True

    def start(*_):
        begun.append(Failed())
        return begun[-1]

    monkeypatch.setattr(worker, "start", start)
    open_page("map")
    upload(open_page, NEW)
    app = open_page("map")
    app.button(key="recompute_layout").click().run()
    assert [page_content.faults_of_markdown(warning.value) for warning in app.warning] == [[]]
    assert "no room" in app.warning[0].value
    app.run()
    assert len(begun) == 1
    assert app.warning
    app.button(key="recompute_layout").click().run()
    assert len(begun) == 2


def test_a_selection_stays_on_its_papers_when_others_come_or_go(open_page, cookies):
    app = open_page("map")
    ids = workspace_view.of_newcomer().catalogue["paper_id"].tolist()
    second = workspace_view.of_newcomer().library.digests[1].digest_id
    alone = [row for row, each in enumerate(workspace_view.of_newcomer().catalogue["digests"]) if each == (second,)][:3]
    app.session_state["map"] = {"selected": ",".join(str(row) for row in [*alone, 0])}
    app.run()
    assert "4 papers selected" in page_content.words(app)
    uploads.hide(
        caches.store(), visitor_data.mine(cookies), workspace_view.of_newcomer().library.digests[0].digest_id
    )  # in another tab
    now = workspace_view.of(caches.store(), visitor_data.mine(cookies), Filters())
    keep(compute_analysis(now.library.papers))
    app.run()
    assert not app.exception
    rows = selected_rows(page_content.given_to(app, "paper_map")["selected"], len(now.catalogue))
    there = set(now.catalogue["paper_id"])
    assert {now.catalogue["paper_id"].iloc[row] for row in rows} == {ids[row] for row in [*alone, 0]} & there
    assert len(rows) >= 3
