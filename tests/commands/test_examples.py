"""Every example in the help of a verb and in the README is run as it is written, and does what is said of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from components.__main__ import VERBS, main
from components.curation.backups.container import is_backup
from components.curation.searches import saved_searches, subscriptions
from components.curation.searches.subscriptions import Period
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.ingestion import source
from components.landscape.result import load
from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.store.database import open_store
from components.workspace.following import rounds
from tests.commands.shell import Checkout, Ran, of_help, of_readme, written
from tests.digests import ordinary
from tests.enrichment.server import Entry, served
from tests.ingestion.fetchers.api_server import FakeApi, running
from tests.ingestion.fetchers.test_daily_papers import item
from tests.outside import secure
from tests.sharing.mail.inbox import Inbox, opened
from tests.sharing.zotero_api import server as zotero_server

FEW = 16  # papers of a digest: enough for a map
AFTER = {
    "python -m components analyse": "python -m components read",
    "python -m components restore": "python -m components backup",
    "python -m components zotero": "python -m components star",
}  # an example that goes on from another
READ = {"id", "title", "abstract", "authors", "links"}


class Anything(BaseHTTPRequestHandler):
    """A site on the internet: every page is there but those that are gone."""

    def do_GET(self):
        self.send_response(404 if "gone" in self.path else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>A paper</title>" + b"<p>We study how readers keep up with papers.</p>" * 20)

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture(scope="module")
def internet() -> Iterator[dict[int, int]]:
    """Ports of a stand-in by the ports that are asked for."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Anything) for _ in range(2)]
    servers[1].socket = secure().wrap_socket(servers[1].socket, server_side=True)
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {80: servers[0].server_port, 443: servers[1].server_port}
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def checkout(tmp_path, cache):
    """With the files that examples name."""
    made = Checkout(tmp_path, cache)
    (tmp_path / "daily-papers-causality.txt").write_bytes(bundled_files()[0].content)
    (tmp_path / "digest.txt").write_bytes(ordinary(FEW, ["https://github.com/automl/TabPFN", "http://example.org/y"]))
    (tmp_path / "addresses.txt").write_text("https://github.com/ada/engine\nhttp://example.org/x\n", "utf-8")
    return made


@pytest.fixture
def daily_papers(checkout) -> Iterator[FakeApi]:
    """A site with seven papers, of which two have five votes or more."""
    with running(FakeApi([item(number) for number in range(7)])) as found:
        checkout.settings |= {"DIGEST_ATLAS_API": found.address, "DIGEST_ATLAS_ALLOW_ADDRESS": "127.0.0.1"}
        yield found


@pytest.fixture
def inbox(checkout) -> Iterator[Inbox]:
    """Somebody follows a source and wants mails of a search, and a mail server takes them."""
    with opened() as found:
        checkout.settings |= {
            "DATABASE_URL": f"sqlite:///{checkout.folder}/atlas.sqlite",
            "DIGEST_ATLAS_SMTP": found.server,
            "DIGEST_ATLAS_MAIL_FROM": "atlas@example.org",
            "DIGEST_ATLAS_ADDRESS": "https://atlas.example.org",
        }
        engine = open_store(checkout.settings["DATABASE_URL"])
        workspace = workspace_id(engine, new_token())
        rounds.add(engine, workspace, [source.daily_papers("trending")], datetime.now(UTC))
        saved_searches.save(engine, workspace, "Causal", "q=causal", [])
        asked = subscriptions.subscribe(engine, workspace, "Causal", "ana@example.org", Period.WEEK)
        assert asked is not None
        assert subscriptions.confirm(engine, asked.token)
        engine.dispose()
        yield found


@pytest.fixture
def services(checkout) -> Iterator[None]:
    """Services that know every paper of the digest."""
    papers = read_digests([DigestFile("digest.txt", (checkout.folder / "digest.txt").read_bytes())]).papers
    texts = zip(papers["title"].tolist(), papers["abstract"].tolist(), strict=True)
    with served([Entry(f"2401.{place:05}", *each) for place, each in enumerate(texts)]) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}"
        checkout.settings |= {"DIGEST_ATLAS_SERVICES": address, "DIGEST_ATLAS_ALLOW_ADDRESS": "127.0.0.1"}
        yield


def papers_of_a_digest(ran: Ran) -> None:
    papers = ran.objects("papers.jsonl")
    assert len(papers) == 71
    assert set(papers[0]) >= READ
    assert "71 papers" in ran.err


def few_papers(ran: Ran) -> None:
    assert [set(paper) >= READ for paper in ran.objects("papers.jsonl")] == [True] * FEW
    assert f"{FEW} papers" in ran.err


def papers_of_both_digests(ran: Ran) -> None:
    assert len(ran.objects("papers.jsonl")) == 106
    assert ran.out == ""
    assert "57 papers" in ran.err
    assert "71 papers" in ran.err


def links_of_a_digest(ran: Ran) -> None:
    found = ran.objects("links.jsonl")
    assert len(found) > 10
    assert all(link["url"].startswith("http") and link["kind"] and link["papers"] for link in found)
    assert "promised, no link: " in ran.err


def links_of_both_digests(ran: Ran) -> None:
    assert len(ran.objects()) == 34


def topics_of_a_digest(ran: Ran) -> None:
    topics = ran.objects("topics.jsonl")
    assert 6 <= len(topics) <= 14
    assert sum(len(topic["papers"]) for topic in topics) == 71
    assert [set(topic) for topic in topics] == [{"name", "area", "phrases", "coverage", "papers"}] * len(topics)
    assert all({"paper_id", "title"} == set(paper) for topic in topics for paper in topic["papers"])


def an_analysis(ran: Ran) -> None:
    steps = ran.objects()
    assert steps[-1] == {"step": "Done", "done": 1.0}
    assert all("step" in step for step in steps)
    analysis = load(ran.folder / "analysis.npz")
    assert analysis.xy.shape == (FEW, 2)
    assert list(analysis.paper_ids) == [paper["id"] for paper in ran.objects("papers.jsonl")]


def verdicts_on(*addresses: str) -> Callable[[Ran], None]:
    def check(ran: Ran) -> None:
        verdicts = {one["url"]: one for one in ran.objects()}
        assert set(verdicts) >= set(addresses)
        assert {verdicts[each]["verdict"] for each in addresses} == {"alive"}
        assert f"{len(verdicts)} of {len(verdicts)} checked" in ran.err

    return check


def a_plan(ran: Ran) -> None:
    assert ran.out == ""
    assert re.match(rf"{FEW} titles: about \d+ s, no key needed\.\n", ran.err)
    assert "Hugging Face (hugging_face): titles and arXiv ids" in ran.err


def completed_papers(ran: Ran) -> None:
    papers = ran.objects("completed.jsonl")
    assert [paper["verdict"] for paper in papers] == ["sure"] * FEW
    for paper in papers:
        (authors,) = (fact for fact in paper["facts"] if (fact["field"], fact["service"]) == ("authors", "arXiv"))
        assert authors["value"] == ["Ann Muster", "Ben Klar"]
        assert authors["record"].startswith("https://arxiv.org/abs/2401.")
    assert "Done after" in ran.err


def gists_of_both_digests(ran: Ran) -> None:
    papers = ran.objects("gists.jsonl" if (ran.folder / "gists.jsonl").exists() else "")
    assert len(papers) == 106
    assert all(0 < len(paper["gist"]) < 400 and {"paper_id", "title"} < set(paper) for paper in papers)


def a_search(ran: Ran) -> None:
    (answer,) = ran.objects()
    assert answer["query"] == "causal discovery from time series"
    assert [set(paper) for paper in answer["papers"]] == [{"paper_id", "title", "score", "by"}] * 5
    assert "Causal" in answer["papers"][0]["title"]


def one_paper(ran: Ran) -> None:
    title, *_ = ran.out.splitlines()
    assert title.startswith("TabPFN: ")
    assert "code: https://github.com/automl/TabPFN" in ran.out


def one_paper_as_an_object(ran: Ran) -> None:
    (paper,) = ran.objects()
    assert paper["title"].startswith("The Quest for the Right Mediator: ")
    assert len(paper["nearest"]) == 5


def prints(words: str) -> Callable[[Ran], None]:
    def check(ran: Ran) -> None:
        assert words in ran.out

    return check


def a_site(papers: int) -> Callable[[Ran], None]:
    def check(ran: Ran) -> None:
        assert ran.out.startswith(f"{papers} papers in ")
        assert len(list((ran.folder / "site" / "p").glob("*.html"))) == papers
        assert (ran.folder / "site" / "index.html").exists()

    return check


def nothing_said(ran: Ran) -> None:
    """Its client has gone already: standard output belongs to the protocol."""
    assert ran.out == ""


def near_papers(ran: Ran) -> None:
    (answer,) = ran.objects()
    assert [set(paper) for paper in answer["nearest"]] == [{"paper_id", "title", "score", "why"}] * 5
    assert answer["of"] not in {paper["paper_id"] for paper in answer["nearest"]}


def a_mail_that_would_be_sent(ran: Ran) -> None:
    assert ran.out.splitlines() == [ran.out.strip()]
    assert "ana@example.org: “Causal”" in ran.out
    assert ran.out.endswith(": would be sent\n")


def a_mail(ran: Ran) -> None:
    assert "ana@example.org: “Causal”" in ran.out
    assert ran.out.endswith(": sent\n")


def a_look_that_would_be_made(ran: Ran) -> None:
    assert re.fullmatch(r"Daily Papers trending, \d{4}-\d\d-\d\d: would be asked for\n", ran.out)


def a_look(ran: Ran) -> None:
    assert re.fullmatch(r"Daily Papers trending, \d{4}-\d\d-\d\d: 7 papers, 7 new\n", ran.out)


def digests_of_a_workspace(ran: Ran) -> None:
    assert re.search(r"^Daily Papers by day, 5 votes or more, \d{4}-\d\d-\d\d: 2 papers, 2 new$", ran.out, re.M)
    (found,) = (ran.folder / "digests").iterdir()
    assert re.fullmatch(r"daily-papers-\d{4}-\d\d-\d\d.json", found.name)
    assert [paper["paper"]["upvotes"] for paper in json.loads(found.read_bytes())] == [5, 6]


def a_backup(ran: Ran) -> None:
    with (ran.folder / "workspace.zip").open("rb") as file:
        assert is_backup(file)
    assert ran.out.startswith("workspace.zip: ")


def a_restored_backup(ran: Ran) -> None:
    restored, opened = ran.out.splitlines()
    assert restored == "Restored 0 values, 0 digests, 0 searches."
    assert re.fullmatch(r"Open it within ten minutes: https://atlas.example.org/open/[\w-]{22}", opened)


def papers_in_zotero(ran: Ran) -> None:
    assert ran.out == "Sent to Zotero: 2 new, 0 updated, 0 there already.\n"


def a_bibliography(ran: Ran) -> None:
    entries = (ran.folder / "papers.bib").read_text("utf-8")
    assert entries.count("\n@") + entries.startswith("@") == 106
    assert "booktitle = {{ICLR} 2024}" in entries


def the_shipped_map(ran: Ran) -> None:
    (found,) = (ran.folder / "data" / "analyses").glob("*.npz")
    assert load(found).xy.shape == (106, 2)
    assert ran.out.startswith("106 papers, ")
    assert ran.out.splitlines()[1] == f"data/analyses/{found.name}"


PROMISES: dict[str, Callable[[Ran], None]] = {
    "python -m components read daily-papers-causality.txt > papers.jsonl": papers_of_a_digest,
    "python -m components read digest.txt > papers.jsonl": few_papers,
    "python -m components read data/digests/*.txt > papers.jsonl": papers_of_both_digests,
    "python -m components links daily-papers-causality.txt > links.jsonl": links_of_a_digest,
    "python -m components links data/digests/*.txt": links_of_both_digests,
    "python -m components topics daily-papers-causality.txt > topics.jsonl": topics_of_a_digest,
    "python -m components analyse --input papers.jsonl --output analysis.npz": an_analysis,
    "python -m components gist data/digests/*.txt": gists_of_both_digests,
    "python -m components gist data/digests/*.txt > gists.jsonl": gists_of_both_digests,
    "python -m components check https://example.org/ digest.txt": verdicts_on(
        "https://example.org/", "https://github.com/automl/TabPFN"
    ),
    "cat addresses.txt | python -m components check -": verdicts_on(
        "https://github.com/ada/engine", "http://example.org/x"
    ),
    "python -m components check https://github.com/automl/TabPFN": verdicts_on("https://github.com/automl/TabPFN"),
    'python -m components search data/digests/*.txt --query "causal discovery from time series" --top 5': a_search,
    'python -m components nearest data/digests/*.txt --of "The Quest for the Right Mediator" --top 5': near_papers,
    'python -m components show "TabPFN"': one_paper,
    'python -m components show "The Quest for the Right Mediator" --files data/digests/*.txt --json': (
        one_paper_as_an_object
    ),
    'python -m components star TabPFN "The Quest for the Right Mediator" --workspace AAAAAAAAAAAAAAAAAAAAAA': prints(
        "2 papers changed to starred."
    ),
    'python -m components tag "to read" TabPFN "The Quest for the Right Mediator" --workspace AAAAAAAAAAAAAAAAAAAAAA': (
        prints("2 papers changed: “to read”.")
    ),
    "python -m components list --workspace AAAAAAAAAAAAAAAAAAAAAA": prints("Nothing is starred, tagged or shared yet."),
    'python -m components list --workspace AAAAAAAAAAAAAAAAAAAAAA --share "Three to read" TabPFN': prints(
        "“Three to read”: https://atlas.example.org/list/"
    ),
    'python -m components publish site --files data/digests/*.txt --title "Causality and attention"': a_site(106),
    'python -m components publish site --filter "q=causal" --address https://example.org/atlas': a_site(83),
    "python -m components mcp": nothing_said,
    "python -m components mcp --files data/digests/*.txt": nothing_said,
    "python -m components mcp --workspace AAAAAAAAAAAAAAAAAAAAAA --read-only": nothing_said,
    "python -m components mail --dry-run": a_mail_that_would_be_sent,
    "0 * * * * cd digest-atlas && .venv/bin/python -m components mail": a_mail,
    "python -m components follow --dry-run": a_look_that_would_be_made,
    "*/30 * * * * cd digest-atlas && .venv/bin/python -m components follow": a_look,
    'python -m components follow --workspace AAAAAAAAAAAAAAAAAAAAAA --add "daily day 5" --folder digests': (
        digests_of_a_workspace
    ),
    "python -m components complete digest.txt --plan": a_plan,
    "python -m components complete digest.txt > completed.jsonl": completed_papers,
    "python -m components backup workspace.zip --workspace AAAAAAAAAAAAAAAAAAAAAA": a_backup,
    "python -m components restore workspace.zip": a_restored_backup,
    "python -m components export bib data/digests/*.txt > papers.bib": a_bibliography,
    'python -m components zotero --workspace AAAAAAAAAAAAAAAAAAAAAA --collection "To read"': papers_in_zotero,
    "python -m components rebuild": the_shipped_map,
}


def test_every_example_is_run_here_and_each_verb_has_one():
    assert set(written()) == set(PROMISES)
    for verb in VERBS:
        assert any(f"-m components {verb}" in line for line in of_help(verb)), verb
    assert of_readme()


@pytest.fixture
def zotero(checkout, line) -> Iterator[None]:
    """Zotero, and a key to it, for the verb that sends there."""
    if " zotero " not in line:
        yield
        return
    with zotero_server.served() as server:
        checkout.settings |= {
            "DIGEST_ATLAS_SERVICES": server.address,
            "DIGEST_ATLAS_ALLOW_ADDRESS": "127.0.0.1",
            "DIGEST_ATLAS_ZOTERO_KEY": zotero_server.KEY,
        }
        yield


@pytest.mark.usefixtures("daily_papers")
@pytest.mark.parametrize("line", PROMISES)
@pytest.mark.usefixtures("services", "zotero")
def test_an_example_does_what_is_said_of_it(line, checkout, inbox, internet):
    for begins, before in AFTER.items():
        if line.startswith(begins):
            (first,) = (each for each in of_help(begins.split()[-1]) if each.startswith(before))
            assert checkout.run(first).status == 0
    ran = checkout.run(line, internet if " check " in line else "")
    assert (ran.status, "Traceback" in ran.err) == (0, False), ran.err
    PROMISES[line](ran)
    assert checkout.asked() == []
    assert len(inbox.mails) == (PROMISES[line] is a_mail)
    if inbox.mails:  # one a week, however often run
        assert checkout.run(line).out == ""
        assert len(inbox.mails) == 1


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_is_its_documentation(verb, capsys):
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert f"usage: python -m components {verb}" in shown
    assert all(line in shown for line in of_help(verb))


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_without_a_verb_all_are_listed_with_an_example(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        sys.exit(main(arguments))
    shown = "".join(capsys.readouterr())
    assert ended.value.code == (0 if arguments else 2)
    assert all(f"  {verb} " in shown for verb in VERBS)
    assert "python -m components read data/digests/*.txt" in shown


@pytest.mark.parametrize(
    ("written_verb", "sentence"),
    [
        ("raed", "There is no verb “raed”. Did you mean “read”?"),
        ("Check", "Did you mean “check”?"),
        ("analyze", "Did you mean “analyse”?"),
        ("xyz", "There is no verb “xyz”. There are: serve, read, "),
    ],
)
def test_a_verb_that_is_none_is_answered_with_those_there_are(written_verb, sentence, capsys):
    assert main([written_verb, "--help"]) == 2
    shown = capsys.readouterr().err
    assert sentence in shown
    assert all(verb in shown for verb in VERBS)


def test_a_python_without_the_libraries_says_what_to_do(checkout):
    words = [sys.executable, "-S", "-m", "components", "read", "digest.txt"]
    done = subprocess.run(words, cwd=checkout.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "This Python has no " in done.stderr
    assert "./run" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dead_link_is_the_exit_status(checkout, internet):
    ran = checkout.run("python -m components check https://example.org/gone https://example.org/", internet)
    assert ran.status == 1
    assert sorted(one["verdict"] for one in ran.objects()) == ["alive", "dead"]


def test_no_mail_is_due_is_said_when_somebody_looks(checkout):
    ran = checkout.run("python -m components mail --dry-run")
    assert (ran.status, ran.out) == (0, "")
    assert "No mail is due" in ran.err


def test_mails_without_a_server_are_refused_with_a_sentence(checkout):
    ran = checkout.run("python -m components mail")
    assert ran.status == 2
    assert "DIGEST_ATLAS_SMTP is not set" in ran.err


def test_what_is_no_list_of_papers_cannot_be_analysed(checkout):
    ran = checkout.run("python -m components analyse --input digest.txt --output analysis.npz")
    assert ran.status == 1
    assert "does not hold papers" in ran.objects()[0]["error"]
    assert not (checkout.folder / "analysis.npz").exists()
