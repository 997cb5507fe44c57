"""Digests come and go: uploaded, pasted, doubled, unreadable, taken out and brought back; what is loaded stays."""

from __future__ import annotations

import json
import random
import threading

import pytest

from components.curation.annotations.decisions import Decision
from components.curation.workspaces import archive, uploads
from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.papers.process.reading import ReadingStopped
from components.settings import settings
from components.workspace import caches
from components.workspace.jobs import registry
from tests import digests
from tests.pages import page_content, visitor_data
from tests.pages.test_filters import counts

NEW = digests.ordinary(16, ["https://github.com/ada/engine"], "Mar 16")


def upload(app, name: str, content: bytes):
    app.file_uploader[0].upload(name, content)
    return app.run()


def names(cookies) -> list[str]:
    return [file.name for file in uploads.files(caches.store(), visitor_data.mine(cookies))]


def test_an_uploaded_digest_is_seen_on_every_page(open_page, cookies):
    app = upload(open_page("digests"), "birds.txt", NEW)
    assert not app.exception
    assert len(app.success) == 1
    assert "16 papers" in app.success[0].value
    assert names(cookies) == ["birds.txt"]
    assert "144 appearances of 122 papers" in page_content.words(app)
    titles = [paper.title for paper in digests.ordinary_papers(16)]
    assert set(titles) <= set(open_page("table").dataframe[0].value["title"])
    assert counts(open_page("picks")) == (122, 122)
    assert "https://github.com/ada/engine" in open_page("links").dataframe[0].value["url"].tolist()


def test_several_files_at_once_are_each_answered(open_page, cookies):
    app = open_page("digests")
    app.file_uploader[0].upload("birds.txt", NEW)
    app.file_uploader[0].upload("nothing.txt", b"")
    app.run()
    assert len(app.success) == len(app.error) == 1
    assert names(cookies) == ["birds.txt"]


def test_a_pasted_digest_is_read_under_its_name(open_page, cookies):
    app = page_content.unfold(open_page("digests"))
    app.text_area[0].set_value(digests.ordinary(3).decode())
    next(field for field in app.text_input if field.label == "Name").set_value("My <b>notes</b> **x**")
    next(button for button in app.button if button.label == "Add the text").click().run()
    assert not app.exception
    assert len(app.success) == 1
    assert names(cookies) == ["My <b>notes</b> **x**.txt"]
    assert "109 papers" in page_content.words(app)
    assert not [text for text in page_content.html(app) if page_content.faults_of_html(text)]


def test_pasting_nothing_is_answered(open_page, cookies):
    app = page_content.unfold(open_page("digests"))
    next(button for button in app.button if button.label == "Add the text").click().run()
    assert not app.exception
    assert len(app.error) == 1
    assert names(cookies) == []


@pytest.mark.parametrize("name", ["birds.txt", "the-same-under-another-name.txt"])
def test_the_same_content_again_is_said_and_changes_nothing(open_page, cookies, name):
    app = upload(open_page("digests"), "birds.txt", NEW)
    before = counts(open_page("table"))
    upload(app, name, NEW)
    assert len(app.error) == 1
    assert "loaded already" in app.error[0].value
    assert names(cookies) == ["birds.txt"]
    assert counts(open_page("table")) == before


def test_a_bundled_digest_again_is_said_and_changes_nothing(open_page, cookies):
    file = bundled_files()[0]
    app = upload(open_page("digests"), "copy.txt", file.content)
    assert "loaded already" in app.error[0].value
    assert names(cookies) == []


UNREADABLE = {
    "empty.txt": b"",
    "blank.txt": b"\n\t \xc2\xa0\n",
    "binary.bin": random.Random(7).randbytes(200_000),
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(5000),
    "letter.txt": b"Dear reader,\n\nthe train leaves at noon. Bring sandwiches.\n\nYours\n",
    "large.txt": b"The train leaves at noon and nobody knows why. " * (50_000_000 // 47),
    "<script>alert(1)</script> **zebra**.txt": b"nothing",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_digest_is_refused_in_a_sentence_and_changes_nothing(open_page, cookies, name):
    app = upload(open_page("digests"), name, UNREADABLE[name])
    assert not app.exception
    assert not app.success
    [said] = app.error
    assert page_content.faults_of_markdown(said.value) == []
    assert said.value.rstrip().endswith(".")
    assert "Traceback" not in said.value
    assert names(cookies) == []
    assert "128 appearances of 106 papers" in page_content.words(app)
    assert counts(open_page("table")) == (106, 106)


def test_what_is_over_a_limit_is_refused_in_a_sentence(open_page, cookies, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_WORKSPACE_DIGESTS", "1")
    settings.cache_clear()
    app = upload(open_page("digests"), "one.txt", digests.ordinary(3))
    upload(app, "two.txt", digests.ordinary(5))
    assert len(app.error) == 1
    assert names(cookies) == ["one.txt"]


def test_taken_out_and_brought_back(open_page):
    causality, attention = (digest.digest_id for digest in visitor_data.bundled().digests)
    app = open_page("digests")
    app.button(f"remove_{attention}").click().run()
    assert counts(open_page("table")) == (71, 71)
    app.button(f"remove_{causality}").click().run()
    assert "No digest is loaded" in app.info[0].value
    app.button(f"restore_{attention}").click().run()
    app.button(f"restore_{causality}").click().run()
    assert "128 appearances of 106 papers" in page_content.words(app)
    assert counts(open_page("table")) == (106, 106)


def test_a_bundled_digest_that_was_taken_out_comes_back_by_upload(open_page, cookies):
    app = open_page("digests")
    app.button(f"remove_{visitor_data.bundled().digests[1].digest_id}").click().run()
    upload(app, "mine.txt", bundled_files()[1].content)
    assert len(app.success) == 1
    assert names(cookies) == []
    assert counts(open_page("table")) == (106, 106)


def test_an_uploaded_digest_is_taken_out(open_page, cookies):
    digest_id = visitor_data.add(cookies, "birds.txt", NEW)
    app = open_page("digests")
    app.button(f"remove_{digest_id}").click().run()
    assert names(cookies) == []
    assert counts(open_page("table")) == (106, 106)


def test_a_doubtful_pair_is_decided_once(open_page, cookies):
    alike, *_ = digests.hostile_papers()
    twins = [alike, digests.Paper("Something else altogether about rivers", alike.abstract)]
    visitor_data.add(cookies, "twins.txt", digests.page([*twins, *digests.ordinary_papers(2)]))
    app = open_page("digests")
    papers = counts(open_page("table"))[0]
    app.button("pair_0_same").click().run()
    assert not app.exception
    assert counts(open_page("table"))[0] == papers - 1
    assert not [button for button in open_page("digests").button if button.key == "pair_0_same"]


def test_a_title_that_many_papers_have_is_asked_about_once(open_page, cookies):
    rows = [{"title": "Introduction", "abstract": f"On {word} and more."} for word in "abcdefghijklmnopqrstuvwxyz"]
    visitor_data.add(cookies, "many.json", json.dumps(rows).encode())
    app = open_page("digests")
    asked = [button.key for button in app.button if button.key and button.key.startswith(("group_", "pair_"))]
    assert asked == ["group_0_different", "group_0_same"]
    assert "26 papers are called “Introduction”" in page_content.words(app)
    app.button("group_0_different").click().run()
    assert not app.exception
    assert "Perhaps the same paper" not in [each.value for each in app.subheader]
    assert counts(open_page("table"))[0] == 106 + 26


def test_questions_come_in_pages_and_pairs_under_one_title_have_one_answer(open_page, cookies):
    rows = [{"title": title, "upvotes": votes} for title in "ABCDEFGHIJKL" for votes in (1, 2)]
    visitor_data.add(cookies, "pairs.json", json.dumps(rows).encode())
    app = open_page("digests")
    same = [button.key for button in app.button if (button.key or "").endswith("_same")]
    assert same == ["pairs_same", *(f"pair_{k}_same" for k in range(10))]
    app.button("questions_next").click().run()
    assert [button.key for button in app.button if (button.key or "").endswith("_same")][1:] == [
        *("pair_10_same", "pair_11_same")
    ]
    app.button("pairs_same").click().run()
    assert not app.exception
    assert counts(open_page("table"))[0] == 106 + 12


def test_some_of_a_group_are_merged(open_page, cookies):
    rows = [{"title": "Introduction", "abstract": f"On {word}."} for word in ("rivers", "lakes", "seas")]
    visitor_data.add(cookies, "three.json", json.dumps(rows).encode())
    app = page_content.unfold(open_page("digests"))
    [choice] = [each for each in app.multiselect if each.key == "group_0_chosen"]
    choice.set_value(choice.options[:2])
    app.run()
    app.button("group_0_some").click().run()
    assert not app.exception
    assert counts(open_page("table"))[0] == 106 + 2


def test_a_long_reading_shows_progress_and_a_stop(open_page, cookies, monkeypatch):
    begun, gate = threading.Event(), threading.Event()

    def waiting(_file, stopping):
        begun.set()
        while not gate.wait(0.05):
            if stopping():
                raise ReadingStopped
        raise AssertionError("the stop was not heard")

    monkeypatch.setattr("components.workspace.intake.report_apart", waiting)
    monkeypatch.setattr("components.ui.digests.add_digests._AT_ONCE", 0.1)
    app = upload(open_page("digests"), "<b>birds</b>.txt", NEW)
    assert begun.wait(30)
    app.run()
    assert "Reading “<b>birds</b>.txt” (1 of 1)" in page_content.words(app)
    assert counts(open_page("table")) == (106, 106)  # the other pages work meanwhile
    app.button("intake_stop").click().run()
    assert registry.intake(visitor_data.mine(cookies)).wait(30)
    app.run()
    assert not app.exception
    assert [each.value for each in app.error] == [r"Stopped\: 1 file not read\."]
    assert names(cookies) == []


def test_a_kept_file_that_cannot_be_read_is_named_and_can_be_removed(open_page, cookies):
    uploads.add(caches.store(), visitor_data.mine(cookies), DigestFile("<b>odd</b>.txt", b"no digest at all"))
    app = open_page("digests")
    assert not app.exception
    assert "106 papers" in page_content.words(app)
    assert "“<b>odd</b>.txt”: No paper was found" in page_content.words(app)
    [key] = [button.key for button in app.button if (button.key or "").startswith("remove_") and "-" not in button.key]
    app.button(key).click().run()
    assert names(cookies) == []
    assert not app.error


def test_thousands_of_notes_are_counted_and_not_all_drawn(open_page, cookies):
    chance = random.Random(0)
    rows = [
        {"title": f"{chance.randbytes(9).hex()} of {k}", "abstract": chance.randbytes(40).hex(" ")} for k in range(900)
    ]
    visitor_data.add(cookies, "twice.json", json.dumps([*rows, *rows]).encode())
    app = open_page("digests")
    assert not app.exception
    words = page_content.words(app)
    assert "Merged (900)" in words
    assert "and 800 more" in words
    assert sum(html.count("Stands earlier in this file") for html in page_content.html(app)) == 100


def test_a_new_file_shows_its_first_titles_and_can_be_taken_back_at_once(open_page, cookies):
    app = upload(open_page("digests"), "birds.txt", NEW)
    first = digests.ordinary_papers(16)[0].title
    (shown,) = [caption.value for caption in app.caption if "Looks wrong?" in caption.value]
    assert first[:40] in shown.replace("\\", "")
    app = next(button for button in app.button if button.label == "Undo").click().run()
    assert not app.exception
    assert names(cookies) == []
    assert not [caption for caption in app.caption if "Looks wrong?" in caption.value]


def test_numbers_that_were_not_read_are_told(open_page):
    listed = b"- [Boats of the Lake](https://arxiv.org/abs/2601.01001)\n\n## x\n\nhttps://arxiv.org/abs/2601.09999\n"
    app = upload(open_page("digests"), "list.md", listed)
    assert "1 arXiv number in it could not be read as a paper" in app.success[0].value
    assert "1 arXiv number not read" in page_content.words(app)


def press(app, key):
    return next(button for button in app.button if button.key == key).click().run()


def test_an_archived_digest_leaves_every_page_and_is_found_when_asked_for(open_page, cookies):
    digest_id = visitor_data.add(cookies, "birds.txt", NEW)
    first = read_digests([DigestFile("birds.txt", NEW)]).papers.iloc[0]
    title = first["title"]
    visitor_data.decide(cookies, [first["paper_id"]], Decision.STARRED)
    app = press(open_page("digests"), f"archive_{digest_id}")
    assert not app.exception
    assert "106 papers" in page_content.words(app)
    assert "1 digest in the archive" in page_content.words(app)
    assert title not in set(open_page("table").dataframe[0].value["title"])
    asked = open_page("table", {"archived": "1"})
    assert title in set(asked.dataframe[0].value["title"])
    assert "archived digests too" in page_content.words(asked)
    assert title in set(open_page("picks").dataframe[0].value["title"])
    mark = digest_id.rpartition("-")[2]
    app = press(open_page("digests"), f"back_{mark}")
    assert not app.exception
    assert "122 papers" in page_content.words(app)
    assert "in the archive" not in page_content.words(app)


def test_hundreds_of_digests_are_folded_by_month_and_a_month_is_archived(open_page, cookies):
    for day in range(1, 21):
        text = f'[{{"title": "A Paper of Day {day} on Birds", "abstract": "It sings {day} songs."}}]'
        visitor_data.add(cookies, f"daily-papers-2026-06-{day:02}.json", text.encode())
    app = open_page("digests")
    assert "Daily papers, June 2026 · 20 digests, 20 papers" in page_content.words(app)
    assert len([button for button in app.button if button.label == "Remove"]) == 2  # the bundled ones
    app.session_state["month_Daily papers_2026-06"] = True
    app = app.run()
    assert len([button for button in app.button if button.label == "Remove"]) == 22
    app = press(app, "archive_month_Daily papers_2026-06")
    assert not app.exception
    assert "20 digests in the archive" in page_content.words(app)
    assert len(archive.archived(caches.store(), visitor_data.mine(cookies))) == 20
