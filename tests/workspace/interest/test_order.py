"""The order by interest of a workspace: what is pinned, what is like the picks, what is muted; and why."""

import pytest

from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.ranking import named_interests as interests
from components.curation.ranking.named_interests import Kind
from components.finding.filters import Filters
from components.workspace import view as workspace_view
from components.workspace.interest import order


def of(engine, workspace):
    return order.of(workspace_view.of(engine, workspace, Filters(), exact=True))


def ids(engine, workspace):
    return of(engine, workspace).view.catalogue["paper_id"].tolist()


def test_without_picks_and_pins_papers_keep_their_order_and_all_pass(engine, workspace):
    every = ids(engine, workspace)
    found = of(engine, workspace)
    assert not found.is_known
    assert found.sorted(every) == found.to_read(every) == every
    assert all(found.passes(each, 90) for each in every)
    assert {found.why(each) for each in every} == {""}


def test_the_order_is_that_of_the_ranking_and_says_why(engine, workspace):
    every = ids(engine, workspace)
    decisions.decide(engine, workspace, {every[0]: Decision.STARRED, every[1]: Decision.HIDDEN}, "1")
    found = of(engine, workspace)
    assert found.ranking is not None  # an exact view waits for it
    assert found.sorted(every) == found.ranking.best()
    assert found.to_read(every) == found.ranking.to_read(set(every))
    assert sum(found.passes(each, 90) for each in every) == pytest.approx(len(every) / 10, abs=1)
    first = next(each for each in found.sorted(every) if each != every[0])
    assert "ear your pick “" in found.why(first)
    assert "or its words " in found.why(first)
    far = found.sorted(every)[-1]
    assert found.ranking.reason(far).similarity < order.NEAR
    assert "ear your pick" not in found.why(far)


def test_pins_lead_and_muted_words_come_last(engine, workspace):
    every = ids(engine, workspace)
    titles = of(engine, workspace).view.by_id["title"]
    decisions.decide(engine, workspace, {every[0]: Decision.STARRED}, "1")
    last = of(engine, workspace).sorted(every)[-1]
    word = max(titles[last].split(), key=len)
    interests.choose(engine, workspace, Kind.WORD, [titles[last]], "2")
    found = of(engine, workspace)
    assert found.sorted(every)[0] == found.to_read(every)[0] == last
    assert found.why(last).startswith(f"Has “{titles[last]}”")
    assert found.passes(last, 90)
    interests.choose(engine, workspace, Kind.MUTED, [word], "3")
    found = of(engine, workspace)
    muted = [each for each in every if each in found.pins.muted]
    assert last in muted
    assert {*found.sorted(every)[-len(muted) :]} == {*found.to_read(every)[-len(muted) :]} == {*muted}
    assert found.why(last).startswith(f"Has “{word}”, which you mute")


def test_a_pinned_topic_is_enough_to_order_by(engine, workspace):
    view = workspace_view.of(engine, workspace, Filters(), exact=True)
    topic = view.topics[sorted(view.topics)[0]]
    interests.choose(engine, workspace, Kind.TOPIC, [topic.name], "1")
    found = of(engine, workspace)
    assert found.is_known
    inside = {*view.catalogue.loc[view.catalogue["topic"] == topic.slug, "paper_id"]}
    assert {*found.sorted(ids(engine, workspace))[: len(inside)]} == inside
    assert found.why(next(iter(inside))) == f"Topic you pin: {topic.name}"
