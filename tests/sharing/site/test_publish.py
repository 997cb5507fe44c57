"""What a published site holds and does not, where it is written, and that its pages are read by others."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import html

from components.curation.annotations.decisions import Decision
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.finding.filters import Filters
from components.links.verdict import State, Verdict
from components.sharing.importing.read_file import read
from components.sharing.site import bundle, content, publish
from components.store.database import open_store
from components.workspace import view
from tests import digests
from tests.sharing.rows import bare

ADDRESS = "https://example.org/atlas"
LINK = "https://github.com/ada/engine"
PAPERS = [
    bare(
        paper_id="arxiv:2404.06773",
        arxiv_id="2404.06773",
        title="Adapting </script><b>LLaMA</b>",
        abstract="We adapt decoders & “things”.",
        authors=("Ada Lovelace", "Józef Żak"),
        published="2024-04-10",
        links=(LINK,),
        kinds=("code",),
        decision="starred",
        note="My secret.",
        tags=("private",),
    ),
    bare(paper_id="title:0123456789ab", title="Without Anything"),
    bare(paper_id="title:0123456789AB", title="Another of nearly that id"),
]


def site(with_notes: bool = False, address: str = ADDRESS, rows: list[dict[str, Any]] = PAPERS) -> content.SiteContent:
    verdict = Verdict(LINK, State.DEAD, checked_at="2026-11-03T10:00:00+00:00")
    return content.of(
        pd.DataFrame(rows),
        {},
        None,
        {LINK: verdict},
        title="Two & more %SCRIPT%",
        about="3 papers",
        made="2026-11-26",
        address=address,
        with_notes=with_notes,
    )


def files(made: content.SiteContent) -> dict[str, bytes]:
    found = list(publish.files(made))
    assert len(found) == len({name for name, _ in found}), "a file was written over another"
    return dict(found)


def data(content_of: dict[str, bytes], name: str):
    text = content_of[f"data/{name}.js"].decode()
    assert text.startswith(f'atlas("{name}",')
    return json.loads(text[len(f'atlas("{name}",') : -2])


def test_every_paper_is_there_with_its_page_and_what_is_known():
    found = files(site())
    core = data(found, "core")
    assert core["titles"][0] == "Adapting </script><b>LLaMA</b>"
    assert core["dates"] == ["2024-04-10", "", ""]
    assert core["authors"][0] == "Ada Lovelace, Józef Żak"
    assert core["links"] == [[LINK, "code", "dead", "2026-11-03", [0]]]
    assert len({name.lower() for name in core["names"]}) == 3
    assert {f"p/{name}.html" for name in core["names"]} <= set(found)
    assert data(found, "text-0")[0]["abstract"] == "We adapt decoders & “things”."


def test_nothing_private_goes_along_unless_asked_for():
    secret = re.compile(rb"My secret|private|starred", re.I)
    own = {name: body for name, body in files(site()).items() if not name.startswith("index")}
    assert [name for name, body in own.items() if secret.search(body) and not name.endswith("xlsx")] == []
    asked = files(site(with_notes=True))
    assert data(asked, "text-0")[0]["note"] == "My secret."
    assert b"starred" not in asked["data/core.js"] + asked["data/text-0.js"] + asked["papers.jsonl"]


def test_a_papers_page_is_read_by_zotero_and_search_engines():
    text = files(site())["p/arxiv-2404.06773.html"].decode()
    page = html.fromstring(text)
    metas = [(each.get("name"), each.get("content")) for each in page.iter("meta") if each.get("name")]
    assert ("citation_title", "Adapting </script><b>LLaMA</b>") in metas
    assert [value for name, value in metas if name == "citation_author"] == ["Ada Lovelace", "Józef Żak"]
    assert ("citation_publication_date", "2024/04/10") in metas
    assert ("citation_doi", "10.48550/arXiv.2404.06773") in metas
    assert ("citation_pdf_url", "https://arxiv.org/pdf/2404.06773") in metas
    known = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert (known["@type"], known["headline"]) == ("ScholarlyArticle", "Adapting </script><b>LLaMA</b>")
    assert page.xpath("//link[@rel='canonical']")[0].get("href") == f"{ADDRESS}/p/arxiv-2404.06773.html"
    assert len(page.xpath("//b[text()='LLaMA']")) == 0


def test_words_of_the_papers_cannot_change_the_page():
    made = site(rows=[bare(title=paper.title, abstract=paper.abstract, paper_id=f"title:{number:012}")
                      for number, paper in enumerate(digests.hostile_papers())])  # fmt: skip
    for name, body in files(made).items():
        if name.endswith(".html"):
            page = html.fromstring(body.decode())
            assert not page.xpath("//img | //svg | //*[@onerror or @onload or @onmouseover] | //iframe"), name
            assert not [a for a in page.xpath("//a/@href") if a.lower().startswith("javascript")], name
            scripts = page.xpath("//script[not(@type='application/ld+json')]")
            assert len(scripts) == (2 if name == "index.html" else 0), name


def test_the_scripts_of_the_page_are_those_that_its_policy_names():
    text = files(site())["index.html"].decode()
    policy = html.fromstring(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for script in re.findall(r"<script[^>]*>(.*?)</script>", text, re.S):
        assert f"'{bundle.digest(script)}'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2]
    assert "Two &amp; more %SCRIPT%" in text


def test_every_internal_link_leads_to_a_file():
    found = files(site())
    for name, body in found.items():
        if not name.endswith(".html"):
            continue
        for target in html.fromstring(body.decode()).xpath("//a/@href | //link/@href"):
            path = target.partition("#")[0].removeprefix(f"{ADDRESS}/")
            if path and "://" not in path:
                full = Path(name).parent.joinpath(path).as_posix() if not target.startswith(ADDRESS) else path
                parts: list[str] = []
                for part in full.split("/"):
                    parts = parts[:-1] if part == ".." else [*parts, part]
                assert "/".join(parts) in found, (name, target)


def test_a_folder_is_written_over_only_where_it_was_a_site(tmp_path):
    folder = tmp_path / "site"
    count, size = publish.into_folder(site(), folder)
    on_disk = [path for path in folder.rglob("*") if path.is_file() and path.name != publish.MARK]
    assert (count, size) == (len(on_disk), sum(path.stat().st_size for path in on_disk))
    (folder / "CNAME").write_text("atlas.example.org", "utf-8")
    publish.into_folder(site(rows=PAPERS[:1]), folder)
    assert (folder / "CNAME").exists()
    assert len(list((folder / "p").iterdir())) == 1
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.tex").write_text("x", "utf-8")
    with pytest.raises(publish.PublishError, match="has other files in it"):
        publish.into_folder(site(), other)
    assert [path.name for path in other.iterdir()] == ["thesis.tex"]
    with pytest.raises(publish.PublishError, match="is a file"):
        publish.into_folder(site(), other / "thesis.tex")


def test_a_list_of_files_that_somebody_changed_removes_nothing_outside(tmp_path):
    folder, outside = tmp_path / "site", tmp_path / "outside.txt"
    publish.into_folder(site(), folder)
    outside.write_text("mine", "utf-8")
    (folder / publish.MARK).write_text(json.dumps({"files": ["../outside.txt", str(outside)]}), "utf-8")
    publish.into_folder(site(), folder)
    assert outside.read_text("utf-8") == "mine"


def test_a_zip_holds_the_same_files():
    made = site()
    with zipfile.ZipFile(BytesIO(publish.as_zip(made))) as packed:
        names = {name: packed.read(name) for name in packed.namelist() if not name.endswith("xlsx")}
    assert names == {name: body for name, body in files(made).items() if not name.endswith("xlsx")}


def test_what_is_saved_in_a_browser_comes_back_as_an_import():
    line = {"schema": "digest-atlas-paper/1", "paper_id": PAPERS[0]["paper_id"], "title": PAPERS[0]["title"],
            "arxiv_id": "2404.06773", "decision": "starred", "note": "From the site"}  # fmt: skip
    (paper,) = read((json.dumps(line) + "\n").encode()).papers
    assert (paper.paper_id, paper.title) == (PAPERS[0]["paper_id"], PAPERS[0]["title"])
    assert (paper.decision, paper.note) == (Decision.STARRED, "From the site")


def test_the_bundled_papers_take_less_than_a_megabyte_packed(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    now = view.of(engine, workspace_id(engine, new_token()), Filters())
    assert now.analysis is not None
    made = content.of(now.shown, now.digest_labels, now.analysis, {}, title="x", about="y", made="2026-11-26")
    core = data(files(made), "core")
    assert len(core["ids"]) == len(core["topic"]) == 106
    assert len(core["topics"]) == len(now.analysis.topics)
    assert len(publish.as_zip(made)) < 1_000_000
    engine.dispose()


def test_modules_that_cannot_be_joined_are_refused():
    first = 'import { b } from "./b.js";\nexport const a = b;\n'
    assert (
        bundle.joined({"s/a.js": first, "s/b.js": "export const b = 1;\n"}, "s/a.js") == "const b = 1;\nconst a = b;\n"
    )
    with pytest.raises(bundle.BundleError, match="both declare a"):
        bundle.joined({"s/a.js": first, "s/b.js": "const a = 2;\nexport const b = a;\n"}, "s/a.js")
    with pytest.raises(bundle.BundleError, match=r"no module s/b\.js"):
        bundle.joined({"s/a.js": first}, "s/a.js")
    with pytest.raises(bundle.BundleError, match="export"):
        bundle.joined({"s/a.js": "export default 1;\n"}, "s/a.js")
