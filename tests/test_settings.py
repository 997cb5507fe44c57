from pathlib import Path

import pytest

from components.settings import Settings, SettingsError, described, read, secrets, settings


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
        ("DIGEST_ATLAS_MODELS", "~/models", "models_folder", Path.home() / "models"),
        ("DIGEST_ATLAS_DATABASE_URL", " postgresql://u@h/d ", "database_url", "postgresql://u@h/d"),
        ("DATABASE_URL", " postgresql://u@h/d ", "database_url", "postgresql://u@h/d"),
        ("DIGEST_ATLAS_UPLOAD_MB", "2.5", "upload_bytes", 2_500_000),
        ("DIGEST_ATLAS_WORKSPACE_DIGESTS", "7", "workspace_digests", 7),
        ("DIGEST_ATLAS_SCHEDULER", "tcp://scheduler:8786", "scheduler", "tcp://scheduler:8786"),
        ("DIGEST_ATLAS_SCHEDULER", "tls://[::1]:8786", "scheduler", "tls://[::1]:8786"),
        ("DIGEST_ATLAS_DEMO", "Yes", "demo", True),
        ("DIGEST_ATLAS_PROXIES", "127.0.0.1, 10.1.2.3/8", "proxies", ("127.0.0.1/32", "10.0.0.0/8")),
        ("DIGEST_ATLAS_PROXIES", "*", "proxies", ("*",)),
        ("DIGEST_ATLAS_DEMO", "0", "demo", False),
        ("DIGEST_ATLAS_LINKS", "   ", "links_at_once", Settings().links_at_once),
    ],
)
def test_the_environment_is_read(variable, text, name, value):
    assert getattr(read({variable: text}), name) == value


def test_cache_and_models_move_with_the_data_folder():
    moved = read({"DIGEST_ATLAS_DATA": "/srv/atlas"})
    assert (moved.cache_folder, moved.models_folder) == (Path("/srv/atlas/cache"), Path("/srv/atlas/models"))


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("DIGEST_ATLAS_UPLOAD_MB", "many"),
        ("DIGEST_ATLAS_UPLOAD_MB", "-1"),
        ("DIGEST_ATLAS_UPLOAD_MB", "inf"),
        ("DIGEST_ATLAS_UPLOAD_MB", "nan"),
        ("DIGEST_ATLAS_WORKSPACE_DIGESTS", "2.5"),
        ("DIGEST_ATLAS_DEMO", "maybe"),
        ("DIGEST_ATLAS_ADDRESS", "atlas.example.org"),
        ("DIGEST_ATLAS_SCHEDULER", "scheduler:8786"),
        ("DIGEST_ATLAS_SCHEDULER", "tcp://scheduler"),
        ("DIGEST_ATLAS_SCHEDULER", "http://scheduler:8786"),
        ("DIGEST_ATLAS_SCHEDULER", "tcp://scheduler:many"),
        ("DIGEST_ATLAS_SCHEDULER", "tcp://scheduler:8786/one"),
        ("DIGEST_ATLAS_FRAMES", "https://huggingface.co nowhere"),
        ("DIGEST_ATLAS_MAIL_FROM", "Atlas <atlas@example.org>"),
        ("DIGEST_ATLAS_MAIL_FROM", "atläs@example.org"),
        ("DIGEST_ATLAS_API", "huggingface.co"),
        ("DIGEST_ATLAS_PROXIES", "127.0.0.1 nowhere"),
        ("DIGEST_ATLAS_API", "file:///etc"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(variable, text):
    with pytest.raises(SettingsError) as caught:
        read({variable: text})
    assert variable in str(caught.value)
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("DIGEST_ATLAS_SMTP", "https://user:hush@mail.example.org"),
        ("DIGEST_ATLAS_SMTP", "smtp://user:hush@mail.example.org:many"),
    ],
)
def test_a_secret_that_cannot_be_used_is_not_shown(variable, text):
    with pytest.raises(SettingsError, match=variable) as caught:
        read({variable: text})
    assert "hush" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_mails_need_a_sender_and_an_address():
    whole = {
        "DIGEST_ATLAS_SMTP": "smtp://mail.example.org",
        "DIGEST_ATLAS_MAIL_FROM": "atlas@example.org",
        "DIGEST_ATLAS_ADDRESS": "https://atlas.example.org/",
    }
    assert read(whole).address == "https://atlas.example.org"
    for missing in ("DIGEST_ATLAS_MAIL_FROM", "DIGEST_ATLAS_ADDRESS"):
        with pytest.raises(SettingsError, match=missing):
            read({name: value for name, value in whole.items() if name != missing})


def test_a_demo_has_tighter_limits_that_can_be_set_again():
    usual, demo = read({}), read({"DIGEST_ATLAS_DEMO": "yes"})
    for name in ("upload_bytes", "workspace_bytes", "workspace_digests", "links_at_once", "tabs", "sessions"):
        assert getattr(demo, name) < getattr(usual, name)
    assert (usual.workspace_days, demo.workspace_days) == (0, 1)
    assert read({"DIGEST_ATLAS_DEMO": "yes", "DIGEST_ATLAS_LINKS": "7"}).links_at_once == 7
    assert read({"DIGEST_ATLAS_DEMO": "no"}) == usual


def test_secrets_are_read_from_the_first_file_there_is(tmp_path):
    file = tmp_path / "secrets.toml"
    assert secrets([file]) == {}
    file.write_text('DIGEST_ATLAS_DEMO = true\nDIGEST_ATLAS_LINKS = 7\nother = "x"\n[a]\nDATABASE_URL = "no"\n')
    assert secrets([tmp_path / "missing", file]) == {"DIGEST_ATLAS_DEMO": "True", "DIGEST_ATLAS_LINKS": "7"}
    assert read(secrets([file])).demo is True
    file.write_text("DIGEST_ATLAS_DEMO = ")
    with pytest.raises(SettingsError, match=r"secrets\.toml cannot be read as TOML"):
        secrets([file])


def test_every_setting_is_described_once():
    rows = described()
    assert len({variable for variable, _, _ in rows}) == len(rows) == len(Settings.__dataclass_fields__)
    for variable, default, sentence in rows:
        assert sentence
        if default:
            assert read({variable: default}) == read({})


def test_our_own_name_of_the_database_counts_before_the_one_that_hosts_export(tmp_path):
    both = {"DATABASE_URL": "postgresql://of/another", "DIGEST_ATLAS_DATABASE_URL": "sqlite"}
    assert read(both).database_url == "sqlite"
    assert read(both | {"DIGEST_ATLAS_DATABASE_URL": " "}).database_url == "postgresql://of/another"
    file = tmp_path / "secrets.toml"
    file.write_text('DATABASE_URL = "postgresql://u@h/d"')
    assert read(secrets([file])).database_url == "postgresql://u@h/d"


def test_the_process_reads_its_environment_once(monkeypatch):
    settings.cache_clear()
    monkeypatch.setenv("DIGEST_ATLAS_LINKS", "3")
    assert settings().links_at_once == 3
    monkeypatch.setenv("DIGEST_ATLAS_LINKS", "4")
    assert settings().links_at_once == 3
    settings.cache_clear()
    assert settings().links_at_once == 4
    settings.cache_clear()
