"""Damaged digests in a workspace, and every page over them: none may fail, and nobody else's may change."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import context as streamlit_context
from streamlit.testing.v1 import AppTest

from components.curation.searches.delivery import Delivery
from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.finding.filters import Filters
from components.papers.paper import DigestFile
from components.settings import read as read_settings
from components.settings import settings
from components.sharing.mail import digest_mail
from components.sharing.mail.selection import select
from components.workspace import caches
from components.workspace import view as workspace_view
from components.workspace.visitor import COOKIE
from tests.pages.conftest import MAIN, PATIENCE, SCRIPTS

OpenPage = Callable[[str], AppTest]
_ROOMY = {"DIGEST_ATLAS_UPLOAD_MB": "200", "DIGEST_ATLAS_WORKSPACE_MB": "400"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a visitor has before them: the key of their papers, and the mail they would get."""

    catalogue_key: str
    mail: str


def seen(token: str) -> Seen:
    """What the visitor of a token sees now."""
    view = workspace_view.of(caches.store(), workspace_id(caches.store(), token), Filters(), exact=True)
    chosen = select(view, (), Delivery(by_interest=True), date(2026, 6, 1))
    mail = digest_mail.compose(chosen, "All", view.sentence, digest_mail.Addresses())
    return Seen(view.catalogue_key, mail.text)


def add(token: str, content: bytes) -> None:
    """Keep a file in a visitor's workspace as an upload or a backup does, whatever is in it."""
    engine = caches.store()
    uploads.add(engine, workspace_id(engine, token), DigestFile("damaged.txt", content), read_settings(_ROOMY))


def faults_of_pages(open_page: OpenPage) -> list[str]:
    """The pages that do not draw, each with why."""
    found = []
    for page in SCRIPTS:
        app = open_page(page)
        found += [f"{page}: {each.message}" for each in app.exception]
        found += [f"{page}: {each.value}" for each in app.error if "could not be shown" in each.value]
        if not app.main:
            found.append(f"{page}: nothing is drawn")
    return found


@contextmanager
def visitors(folder: Path) -> Iterator[Callable[[str], OpenPage]]:
    """A store in a folder and a way to open pages as the visitor of a token, outside of pytest."""
    sent: dict[str, str] = {}
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it wonders that no browser asks
    request = SimpleNamespace(cookies=sent, headers=[], remote_ip="127.0.0.1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGEST_ATLAS_DATA", str(folder))
        patch.setenv("DIGEST_ATLAS_DATABASE_URL", "sqlite")
        known = manifest_scanner.scan_component_manifests()
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: known)
        patch.setattr(streamlit_context, "_get_client_context", lambda: request)
        settings.cache_clear()
        caches.forget_store()

        def of(token: str) -> OpenPage:
            def open_page(page: str) -> AppTest:
                sent[COOKIE] = token
                app = AppTest.from_file(MAIN, default_timeout=PATIENCE)
                app.switch_page(SCRIPTS[page])
                return app.run()

            return open_page

        try:
            yield of
        finally:
            caches.store().dispose()
            caches.forget_store()
            settings.cache_clear()


def trouble_with(token_of_other: str, before: Seen, content: bytes, of: Callable[[str], OpenPage]) -> list[str]:
    """What goes wrong on the pages of a visitor who has this file, or of another one who has not."""
    token = new_token()
    add(token, content)
    found = faults_of_pages(of(token))
    if seen(token_of_other) != before:
        found.append("another visitor's papers or mail changed")
    return found
