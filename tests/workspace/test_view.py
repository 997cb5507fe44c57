"""Mails are about what the page shows: the same papers for a saved search, looked up without a browser."""

from components.curation.annotations import tags, topic_edits
from components.curation.annotations.topic_edits import StoredEdit
from components.finding.filters import Filters
from components.landscape.topics.topic_edits import EditAction, TopicEdit
from components.workspace import caches
from components.workspace import view as workspace_view


def of_mail(engine, workspace, filters):
    return workspace_view.of(engine, workspace, filters, exact=True).shown["paper_id"].tolist()


def of_page(workspace, filters):
    return workspace_view.of(caches.store(), workspace, filters).shown["paper_id"].tolist()


def test_a_mail_is_about_the_papers_of_the_page(engine, workspace):
    now = workspace_view.of(caches.store(), workspace, Filters())
    first = now.catalogue["paper_id"].iat[0]
    tags.tag(engine, workspace, [first], "mine", "1")
    for filters in (
        Filters(topics=(sorted(now.topics)[0],)),
        Filters(areas=(sorted(now.area_names)[0],)),
        Filters(f"like:{first}"),
        Filters("causal", kinds=("code",)),
        Filters(tags=("mine",)),
    ):
        papers = of_page(workspace, filters)
        assert 0 < len(papers) < len(now.catalogue), filters
        assert of_mail(engine, workspace, filters) == papers


def test_a_topic_with_a_name_of_ones_own_is_mailed_under_it(engine, workspace):
    topic = next(iter(workspace_view.of(caches.store(), workspace, Filters()).topics.values()))
    papers = of_page(workspace, Filters(topics=(topic.slug,)))
    edit = TopicEdit("0001", EditAction.RENAME, (tuple(papers),), text="My own name")
    topic_edits.append(engine, workspace, [StoredEdit("0001", papers[0], edit.as_json())], "Renamed a topic", "1")
    (slug,) = {
        one.slug
        for one in workspace_view.of(caches.store(), workspace, Filters()).topics.values()
        if one.name == "My own name"
    }
    assert of_page(workspace, Filters(topics=(slug,))) == papers
    assert of_mail(engine, workspace, Filters(topics=(slug,))) == papers


def test_a_mail_about_a_topic_that_is_gone_is_not_about_everything(engine, workspace):
    assert of_mail(engine, workspace, Filters(topics=("gone",))) == []
