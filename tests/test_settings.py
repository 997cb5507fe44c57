from pathlib import Path

import pytest

from components.settings import Settings, SettingsError, described, read, settings


def test_an_empty_environment_gives_the_defaults():
    chosen = read({})
    assert chosen.data_folder == Path.home() / ".digest-atlas"
    assert chosen.cache_folder == Path.home() / ".digest-atlas" / "cache"
    assert chosen.database_url == ""
    assert chosen.demo is False


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("DIGEST_ATLAS_DATA", "/srv/atlas", "data_folder", Path("/srv/atlas")),
        ("DIGEST_ATLAS_DATA", "~/atlas", "data_folder", Path.home() / "atlas"),
        ("DIGEST_ATLAS_CACHE", "/var/cache/atlas", "cache_folder", Path("/var/cache/atlas")),
        ("DATABASE_URL", " postgresql://u@h/d ", "database_url", "postgresql://u@h/d"),
        ("DIGEST_ATLAS_UPLOAD_MB", "2.5", "upload_bytes", 2_500_000),
        ("DIGEST_ATLAS_WORKSPACE_DIGESTS", "7", "workspace_digests", 7),
        ("DIGEST_ATLAS_DEMO", "Yes", "demo", True),
        ("DIGEST_ATLAS_DEMO", "0", "demo", False),
        ("DIGEST_ATLAS_LINKS", "   ", "links_at_once", Settings().links_at_once),
    ],
)
def test_the_environment_is_read(variable, text, name, value):
    assert getattr(read({variable: text}), name) == value


def test_the_cache_moves_with_the_data_folder():
    assert read({"DIGEST_ATLAS_DATA": "/srv/atlas"}).cache_folder == Path("/srv/atlas/cache")


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("DIGEST_ATLAS_UPLOAD_MB", "many"),
        ("DIGEST_ATLAS_UPLOAD_MB", "-1"),
        ("DIGEST_ATLAS_UPLOAD_MB", "inf"),
        ("DIGEST_ATLAS_UPLOAD_MB", "nan"),
        ("DIGEST_ATLAS_WORKSPACE_DIGESTS", "2.5"),
        ("DIGEST_ATLAS_DEMO", "maybe"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(variable, text):
    with pytest.raises(SettingsError) as caught:
        read({variable: text})
    assert variable in str(caught.value)
    assert text in str(caught.value)


def test_every_setting_is_described_once():
    rows = described()
    assert len({variable for variable, _, _ in rows}) == len(rows) == len(Settings.__dataclass_fields__)
    for variable, default, says in rows:
        assert says
        if default:
            assert read({variable: default}) == read({})


def test_the_process_reads_its_environment_once(monkeypatch):
    settings.cache_clear()
    monkeypatch.setenv("DIGEST_ATLAS_LINKS", "3")
    assert settings().links_at_once == 3
    monkeypatch.setenv("DIGEST_ATLAS_LINKS", "4")
    assert settings().links_at_once == 3
    settings.cache_clear()
    assert settings().links_at_once == 4
    settings.cache_clear()
