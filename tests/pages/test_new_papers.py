"""What came in since the last visit, on the pages: marked, counted, filtered, by topic."""

import json

from sqlalchemy import update

from components.curation.workspaces import visits
from components.store import schema
from components.store.database import writing
from components.workspace import caches
from tests.pages import page_content, visitor_data
from tests.pages.test_overview import shown

NUMBERS = (1, 2)
PAPERS = [{"title": f"Causal <b>beans</b> {each}", "abstract": f"We grow beans of kind {each}."} for each in NUMBERS]


def came_back(cookies):
    """A visitor who was here in January, and to whose digests one came since."""
    visitor_data.add(cookies, "beans.json", json.dumps(PAPERS).encode())
    with writing(caches.store()) as connection:
        earlier = "2026-01-05T10:00:00.000000+00:00"
        connection.execute(update(schema.workspaces).values(visited=earlier))
    return earlier


def test_what_is_new_is_counted_marked_and_filtered(open_page, cookies):
    earlier = came_back(cookies)
    app = open_page("table")
    assert visits.previous(caches.store(), visitor_data.mine(cookies)) == earlier
    titles = app.dataframe[0].value["title"].tolist()
    assert [title for title in titles if title.startswith("New: ")] == [f"New: {paper['title']}" for paper in PAPERS]
    only = app.button("only_new")
    assert (only.label, only.help) == ("2 new", "Only what came in since your last visit, 5 Jan 2026")
    only.click().run()
    assert app.query_params["q"] == "is:new"
    assert app.dataframe[0].value["title"].tolist() == [f"New: {paper['title']}" for paper in PAPERS]
    assert "only_new" not in [button.key for button in app.button]


def test_the_overview_says_what_is_new_since_the_last_visit(open_page, cookies):
    came_back(cookies)
    rising = shown(open_page("overview"))["rising"]
    assert rising[0]["title"] == "New since your last visit, 5 Jan 2026"
    assert rising[0]["sentence"].startswith("2 papers")


def test_who_is_here_for_the_first_time_sees_nothing_as_new(open_page, cookies):
    visitor_data.add(cookies, "beans.json", json.dumps(PAPERS).encode())
    app = open_page("table")
    assert not app.exception
    assert "only_new" not in [button.key for button in app.button]
    assert not any(title.startswith("New: ") for title in app.dataframe[0].value["title"])
    app = open_page("table", {"q": "is:new"})
    assert "None of 108 papers" in page_content.words(app)
