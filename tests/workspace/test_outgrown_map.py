"""A set that has outgrown its map: the new one begins where papers stood, and is the visitor's from then on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from components.curation.workspaces import current_map, uploads
from components.finding.filters import Filters
from components.papers.paper import DigestFile
from components.workspace.jobs import outgrown_map
from components.workspace.view import of
from tests.bench.reading import abstracts


@pytest.fixture
def outgrown(engine, workspace):
    """A workspace whose map is that of the bundled papers, and which has as many others."""
    before = of(engine, workspace, Filters()).analysis
    assert before is not None
    current_map.save_key(engine, workspace, before.key)
    uploads.add(engine, workspace, DigestFile("others.jsonl", abstracts(150)))
    view = of(engine, workspace, Filters())
    assert view.analysis is None
    return view, before


def test_a_new_map_begins_where_papers_stood(outgrown):
    view, before = outgrown
    start = outgrown_map.start_from(view)
    assert start is not None
    row = {paper_id: number for number, paper_id in enumerate(start.paper_ids)}
    assert np.array_equal(start.xy[[row[paper_id] for paper_id in before.paper_ids]], before.xy)
    assert set(start.paper_ids) == set(view.library.papers["paper_id"])
    assert outgrown_map.key_of(view, start) != view.analysis_key
    assert outgrown_map.start_from(view) is start  # asked for every second while it is computed


def test_it_takes_the_place_of_the_old_one_for_its_owner_alone(engine, workspace, outgrown):
    view, before = outgrown
    for other in (replace(view, read_only=True), replace(view, archived=True), replace(view, model="another")):
        assert outgrown_map.start_from(other) is None
        outgrown_map.adopt(other, "new")
    assert current_map.read_key(engine, workspace) == before.key
    outgrown_map.adopt(view, "new")
    assert current_map.read_key(engine, workspace) == "new"


def test_one_who_has_no_map_gets_none_to_begin_with(engine, workspace):
    uploads.add(engine, workspace, DigestFile("others.jsonl", abstracts(150)))
    view = of(engine, workspace, Filters())
    assert outgrown_map.start_from(view) is None
    assert outgrown_map.key_of(view, None) == view.analysis_key
    outgrown_map.adopt(view, "new")
    assert current_map.read_key(engine, workspace) == ""
