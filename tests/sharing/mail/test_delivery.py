"""Mails from the request to the end of the subscription, through a real mail server on this machine."""

import email
import email.policy
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import update

from components.commands import mail
from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.ranking import named_interests as interests
from components.curation.ranking.named_interests import Kind
from components.curation.searches import saved_searches, subscriptions
from components.curation.searches.delivery import Delivery
from components.curation.searches.paper_links import signature
from components.curation.searches.subscriptions import Period, SubscriptionError
from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.finding.filters import Filters
from components.papers.paper import DigestFile
from components.settings import Settings
from components.sharing.mail import smtp
from components.sharing.mail.delivery import confirmation, digest_of, send_due_mails
from components.store.database import open_store, writing
from components.store.schema import counters, mailings, workspaces
from components.workspace import view
from components.workspace.interest import order
from tests.sharing.mail.inbox import opened
from tests.store.postgres import postgres_url

__all__ = ["postgres_url"]

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture
def inbox():
    with opened() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path):
    """Both kinds of store, empty."""
    url = f"sqlite:///{tmp_path}/atlas.sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    engine = open_store(url)
    with writing(engine) as connection:
        connection.execute(workspaces.delete())
        connection.execute(counters.delete())
    yield engine
    engine.dispose()


@pytest.fixture
def workspace(engine):
    workspace = workspace_id(engine, new_token())
    saved_searches.save(engine, workspace, "Causal", "q=causal", [])
    return workspace


@pytest.fixture
def chosen(inbox):
    return Settings(mail_server=inbox.server, mail_from="atlas@example.org", address="https://atlas.example.org")


def subscribe(engine, workspace, address="ana@example.org", period=Period.WEEK, confirmed=True):
    made = subscriptions.subscribe(engine, workspace, "Causal", address, period)
    assert made is not None
    if confirmed:
        assert subscriptions.confirm(engine, made.token)
    return made


def outcomes(engine, chosen, at=AT, **options):
    return [outcome.sentence for outcome in send_due_mails(engine, chosen, at, **options)]


def test_a_confirmed_subscription_gets_one_mail_a_period_and_only_what_is_new(engine, workspace, chosen, inbox):
    made = subscribe(engine, workspace, confirmed=False)
    assert outcomes(engine, chosen) == []
    with smtp.connect(chosen.mail_server) as connection:
        smtp.send(connection, confirmation(made, chosen, AT))
    assert f"https://atlas.example.org/mail/confirm/{made.token}" in inbox.mails[0].get_body(("plain",)).get_content()
    assert inbox.mails[0]["List-Unsubscribe"] is None
    subscriptions.confirm(engine, made.token)
    assert outcomes(engine, chosen, dry=True) == ["would be sent"]
    assert len(inbox.mails) == 1
    assert outcomes(engine, chosen) == ["sent"]
    assert outcomes(engine, chosen) == []
    assert outcomes(engine, chosen, AT + timedelta(hours=5)) == []
    assert len(inbox.mails) == 2
    letter = inbox.mails[1]
    assert letter["Subject"] == "Causal: 83 new papers"
    assert letter["To"] == "ana@example.org"
    assert letter["List-Unsubscribe"] == f"<https://atlas.example.org/mail/end/{made.token}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    kept = subscriptions.find(engine, made.token)
    assert kept is not None
    assert len(kept.mailed_ids) == 40
    assert outcomes(engine, chosen, AT + timedelta(days=7)) == ["sent"]
    assert inbox.mails[2]["Subject"] == "Causal: 43 new papers"
    assert outcomes(engine, chosen, AT + timedelta(days=14)) == ["sent"]
    assert outcomes(engine, chosen, AT + timedelta(days=21)) == ["nothing new"]
    assert outcomes(engine, chosen, AT + timedelta(days=21)) == []
    assert len({letter["Message-ID"] for letter in inbox.mails}) == 4
    assert subscriptions.end(engine, made.token)
    assert outcomes(engine, chosen, AT + timedelta(days=28)) == []


def test_a_paper_that_takes_an_arxiv_id_is_not_told_again(engine, workspace, chosen):
    abstract = (
        "We ask why beans grow. Seasons of experiments in gardens of every kind say what causes it, and what does not."
    )
    digest = orjson.dumps([{"title": "Causal Beans", "abstract": abstract}])
    uploads.add(engine, workspace, DigestFile("a.json", digest))
    saved_searches.save(engine, workspace, "Beans", "q=ti:beans", [])
    asked = subscriptions.subscribe(engine, workspace, "Beans", "a@example.org", Period.DAY)
    assert asked is not None
    subscriptions.confirm(engine, asked.token)
    (first,) = subscriptions.due(engine, AT)
    found = digest_of(engine, first, chosen, AT)
    assert found is not None
    subscriptions.finish(engine, asked.token, "2026-11-22", found.paper_ids, sent=True)
    later = orjson.dumps([{"title": "Causal Beans", "arxiv_id": "2404.06773", "abstract": abstract}])
    uploads.add(engine, workspace, DigestFile("b.json", later))
    (second,) = subscriptions.due(engine, AT + timedelta(days=1))
    found = digest_of(engine, second, chosen, AT)
    assert found is not None
    assert not found.is_wanted


def test_by_interest_a_mail_holds_the_best_and_the_rest_does_not_come_again(engine, workspace, chosen, inbox):
    made = subscribe(engine, workspace, period=Period.DAY)
    every = view.of(engine, workspace, Filters("causal"), exact=True).shown["paper_id"].tolist()
    decisions.decide(engine, workspace, {every[0]: Decision.STARRED, every[1]: Decision.HIDDEN}, "1")
    saved_searches.set_delivery(engine, workspace, "Causal", Delivery(by_interest=True, at_least=50, most=10))
    ranked = order.of(view.of(engine, workspace, Filters(), exact=True)).sorted(every[2:])
    assert outcomes(engine, chosen) == ["sent"]
    text = inbox.mails[0].get_body(("plain",)).get_content()
    assert inbox.mails[0]["Subject"] == "Causal: 81 new papers"
    kept = subscriptions.find(engine, made.token)
    assert kept is not None
    assert kept.mailed_ids == {*every[2:]}
    titles = view.of(engine, workspace, Filters(), exact=True).by_id["title"]
    places = [text.find(titles[each]) for each in ranked[:10]]
    assert places == sorted(places)
    assert places[0] > 0
    assert all(titles[each] not in text for each in ranked[10:])
    assert "near your pick “" in text.lower()
    assert "And 71 more, of less interest by your picks." in text
    link = f"https://atlas.example.org/mail/paper/hide/{made.mark}/{signature(made.token, ranked[0])}?paper={ranked[0]}"
    assert f"Hide: {link}" in text
    assert made.token not in text.replace(f"/mail/end/{made.token}", "")
    assert outcomes(engine, chosen, AT + timedelta(days=1)) == ["nothing new"]


def test_muted_words_are_left_out_and_an_empty_mail_comes_where_it_is_wanted(engine, workspace, chosen, inbox):
    made = subscribe(engine, workspace, period=Period.DAY)
    saved_searches.save(engine, workspace, "Causal", 'q="causal"', [])
    interests.choose(engine, workspace, Kind.MUTED, ["causal"], "1")
    assert outcomes(engine, chosen) == ["nothing new"]
    saved_searches.set_delivery(engine, workspace, "Causal", Delivery(even_empty=True))
    assert outcomes(engine, chosen, AT + timedelta(days=1)) == ["sent"]
    (letter,) = inbox.mails
    assert letter["Subject"] == "Causal: no new papers"
    assert "left out for words you mute." in letter.get_body(("plain",)).get_content()
    saved_searches.delete(engine, workspace, "Causal")
    assert subscriptions.find(engine, made.token) is None


def test_what_is_not_taken_is_tried_again_and_keeps_nobody_waiting(engine, workspace, chosen):
    subscribe(engine, workspace, "nobody@example.org")
    subscribe(engine, workspace)
    first, second = outcomes(engine, chosen)
    assert "no such person" in first
    assert second == "sent"
    assert len(outcomes(engine, chosen)) == 1
    gone = Settings(mail_server="smtp://127.0.0.1:1", mail_from=chosen.mail_from, address=chosen.address)
    assert "cannot be reached" in outcomes(engine, gone)[0]


def test_a_server_that_ends_the_connection_is_called_again_for_the_next_mail(engine, workspace, chosen, inbox):
    subscribe(engine, workspace, "late@example.org")
    subscribe(engine, workspace)
    first, second = outcomes(engine, chosen)
    assert "closing time" in first
    assert second == "sent"
    assert [letter["To"] for letter in inbox.mails] == ["ana@example.org"]


def test_a_claim_of_a_process_that_died_is_taken_over_after_an_hour(engine, workspace, chosen, inbox):
    made = subscribe(engine, workspace)
    assert subscriptions.claim(engine, made.token, "2026-W47")
    assert not subscriptions.claim(engine, made.token, "2026-W47")
    assert outcomes(engine, chosen) == ["is being sent by another process, or was"]
    with writing(engine) as connection:
        connection.execute(update(mailings).values(at="2026-01-01T00:00:00.000000+00:00"))
    assert outcomes(engine, chosen) == ["sent"]
    assert len(inbox.mails) == 1


def test_of_many_who_would_send_at_once_one_does(engine, workspace):
    made = subscribe(engine, workspace)
    with ThreadPoolExecutor(8) as pool:
        claimed = list(pool.map(lambda _: subscriptions.claim(engine, made.token, "2026-W47"), range(8)))
    assert sum(claimed) == 1


def test_a_password_never_goes_over_an_open_line(inbox):
    with pytest.raises(smtp.MailError, match="no encryption"), smtp.connect(inbox.server.replace("//", "//me:secret@")):
        pass


@pytest.mark.parametrize(
    "address",
    [
        *("", "ana", "ana@host", "a b@c.de", "ana@example.org\nBcc: x@y.org", "<a@b.org>"),
        *("a\x85b@example.org", "a\x1cb@example.org", "a\u2028b@example.org", "a\0b@example.org", "ä@example.org"),
    ],
)
def test_what_is_no_address_is_refused(engine, workspace, address):
    with pytest.raises(SubscriptionError, match="no mail address"):
        subscriptions.subscribe(engine, workspace, "Causal", address, Period.DAY)


def test_nobody_is_pestered(engine, workspace):
    assert subscribe(engine, workspace, confirmed=False)
    assert subscriptions.subscribe(engine, workspace, "Causal", "ana@example.org", Period.DAY) is None
    for number in range(2):
        saved_searches.save(engine, workspace, f"S{number}", "q=x", [])
        assert subscriptions.subscribe(engine, workspace, f"S{number}", "ana@example.org", Period.DAY)
    saved_searches.save(engine, workspace, "S9", "q=x", [])
    with pytest.raises(SubscriptionError, match="to confirm already"):
        subscriptions.subscribe(engine, workspace, "S9", "ana@example.org", Period.DAY)
    with pytest.raises(SubscriptionError, match="no saved search"):
        subscriptions.subscribe(engine, workspace, "None", "bo@example.org", Period.DAY)
    assert len(subscriptions.subscriptions_of(engine, workspace)) == 3


@pytest.mark.parametrize(
    ("period", "moment", "key"),
    [
        (Period.DAY, AT, "2026-11-22"),
        (Period.WEEK, AT, "2026-W47"),
        (Period.WEEK, datetime(2027, 1, 1, tzinfo=UTC), "2026-W53"),
    ],
)
def test_periods_are_days_and_weeks_of_the_calendar(period, moment, key):
    assert period.key(moment) == key


def test_the_command_sends_and_says_so(engine, workspace, chosen, inbox, tmp_path):
    made = subscribe(engine, workspace, period=Period.DAY)
    environment = {
        "DATABASE_URL": engine.url.render_as_string(hide_password=False), "HOME": str(tmp_path),
        "DIGEST_ATLAS_SMTP": inbox.server,
        "DIGEST_ATLAS_MAIL_FROM": chosen.mail_from, "DIGEST_ATLAS_ADDRESS": chosen.address,
    }  # fmt: skip

    def run(*words, **changes):
        command = [sys.executable, "-m", "components", "mail", *words]
        return subprocess.run(
            command, cwd=REPOSITORY, env=environment | changes, capture_output=True, text=True, check=False
        )

    dry = run("--dry-run", "--folder", str(tmp_path / "mails"))
    assert (dry.returncode, inbox.mails) == (0, [])
    assert "would be sent" in dry.stdout
    (file,) = (tmp_path / "mails").iterdir()
    assert (
        "Causal: 83 new papers" in email.message_from_bytes(file.read_bytes(), policy=email.policy.default)["Subject"]
    )
    sent = run()
    assert sent.stdout.startswith("ana@example.org: “Causal”, ")
    assert sent.stdout.endswith(": sent\n")
    assert run().stdout == ""
    assert len(inbox.mails) == 1
    assert made.token in inbox.mails[0]["List-Unsubscribe"]
    refused = run(DIGEST_ATLAS_SMTP="")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "DIGEST_ATLAS_SMTP is not set" in refused.stderr
    assert "python -m components mail --dry-run" in mail.__doc__
