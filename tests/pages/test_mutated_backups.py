"""Every page of a workspace draws after a mutated backup was brought back into it."""

import io
import random

import pytest

from components.curation.backups.container import BackupError
from components.curation.backups.restoring import restore
from components.curation.workspaces.uploads import UploadError
from components.workspace import caches
from tests.curation.backups.mutated import backup_of, fill, mutate
from tests.pages import visitor_data
from tests.pages.conftest import SCRIPTS


@pytest.mark.parametrize("seed", range(4))
def test_every_page_draws(seed, open_page, cookies):
    engine = caches.store()
    source = visitor_data.mine({"digest_atlas": "S" * 22})
    fill(engine, source)
    whole, mine = backup_of(engine, source), visitor_data.mine(cookies)
    chance, brought = random.Random(f"pages {seed}"), 0
    while brought < 3:  # one after another into the same workspace
        try:
            restore(engine, mine, io.BytesIO(mutate(whole, chance)), f"r{brought}")
        except (BackupError, UploadError):
            continue
        brought += 1
    for page in SCRIPTS:
        for query in ({}, {"view": "log"}, {"view": "decide"}) if page == "picks" else ({},):
            app = open_page(page, query)
            assert not app.exception, (page, query)
