"""Every setting of the product, typed, read from the environment in one place and checked at once.

What a setting means is decided where it is used; how Streamlit itself runs is set by its own options.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from components.setting_groups import CompletingSettings
from components.setting_values import (
    ANY,
    MEGABYTE,
    as_text,
    means,
    to_count,
    to_folder,
    to_loopback,
    to_mail_server,
    to_mailbox,
    to_megabytes,
    to_proxies,
    to_scheduler,
    to_site,
    to_sites,
    to_switch,
    written,
)

__all__ = ["ANY", "MEGABYTE", "Settings", "SettingsError", "described", "is_named", "read", "secrets", "settings"]


class SettingsError(ValueError):
    """A setting in the environment cannot be used; the message names it and says what it may be."""


HOME = Path("~/.digest-atlas")  # its ~ is expanded in `read`


@dataclass(frozen=True, slots=True)
class Settings(CompletingSettings):
    """What can be set. Sizes are bytes; the environment gives them in megabytes."""

    data_folder: Path = field(
        default=HOME,
        metadata=means("DIGEST_ATLAS_DATA", to_folder, "a folder for decisions, uploads and link verdicts"),
    )
    home: Path = field(
        default=HOME,
        metadata=means(
            "DIGEST_ATLAS_HOME",
            to_folder,
            "where that folder lies if it is not named, as an image sets it; a demo has one that goes with it instead",
        ),
    )
    cache_folder: Path = field(
        default=HOME / "cache",
        metadata=means("DIGEST_ATLAS_CACHE", to_folder, "a folder for computed maps, safe to delete"),
    )
    models_folder: Path = field(
        default=HOME / "models",
        metadata=means(
            "DIGEST_ATLAS_MODELS", to_folder, "a folder with a folder for each model of sentence-transformers"
        ),
    )
    database_url: str = field(
        default="",
        metadata=means(
            "DIGEST_ATLAS_DATABASE_URL",
            str.strip,
            "a SQLAlchemy or PostgreSQL address, or “sqlite” for SQLite in the data folder; "
            "empty: what DATABASE_URL names, else SQLite in the data folder",
            secret=True,
            formerly="DATABASE_URL",
        ),
    )
    cache_bytes: int = field(
        default=500 * MEGABYTE,
        metadata=means("DIGEST_ATLAS_CACHE_MB", to_megabytes, "megabytes the cache may take before the oldest maps go"),
    )
    memory_bytes: int = field(
        default=250 * MEGABYTE,
        metadata=means(
            "DIGEST_ATLAS_MEMORY_MB",
            to_megabytes,
            "megabytes that what is made from digests may take in memory before the least recently used goes",
        ),
    )
    upload_bytes: int = field(
        default=60 * MEGABYTE,
        metadata=means("DIGEST_ATLAS_UPLOAD_MB", to_megabytes, "megabytes one uploaded digest may have", 10 * MEGABYTE),
    )
    workspace_bytes: int = field(
        default=200 * MEGABYTE,
        metadata=means(
            "DIGEST_ATLAS_WORKSPACE_MB", to_megabytes, "megabytes all digests of one workspace may have", 20 * MEGABYTE
        ),
    )
    workspace_digests: int = field(
        default=500,
        metadata=means("DIGEST_ATLAS_WORKSPACE_DIGESTS", to_count, "how many digests one workspace may keep", 10),
    )
    workspace_days: int = field(
        default=0,
        metadata=means(
            "DIGEST_ATLAS_WORKSPACE_DAYS",
            to_count,
            "days after its last change that a workspace is kept; 0: for ever",
            1,
        ),
    )
    links_at_once: int = field(
        default=2000,
        metadata=means("DIGEST_ATLAS_LINKS", to_count, "how many links one visitor may have checked in one go", 100),
    )
    links_an_hour: int = field(
        default=0,
        metadata=means(
            "DIGEST_ATLAS_LINKS_AN_HOUR",
            to_count,
            "how many links all visitors may have checked in an hour; 0: any",
            2000,
        ),
    )
    lookups_an_hour: int = field(
        default=0,
        metadata=means(
            "DIGEST_ATLAS_LOOKUPS_AN_HOUR",
            to_count,
            "how many questions about links GitHub and others may be asked in an hour, by all visitors; 0: any",
            300,
        ),
    )
    fetches_an_hour: int = field(
        default=0,
        metadata=means(
            "DIGEST_ATLAS_FETCHES_AN_HOUR", to_count, "how many digests all visitors may fetch in an hour; 0: any", 100
        ),
    )
    follow: bool = field(
        default=False,
        metadata=means(
            "DIGEST_ATLAS_FOLLOW",
            to_switch,
            "yes or no: the server itself looks at the sources that visitors follow, as `follow` does",
        ),
    )
    watch: Path | None = field(
        default=None,
        metadata=means(
            "DIGEST_ATLAS_WATCH",
            to_folder,
            "a folder whose files a visitor may follow: they are read, never moved or changed; empty: none",
        ),
    )
    kept_a_day: int = field(
        default=0,
        metadata=means(
            "DIGEST_ATLAS_KEPT_MB_A_DAY",
            to_megabytes,
            "megabytes of digests and lists that all visitors may add in a day; 0: any",
            1000 * MEGABYTE,
        ),
    )
    tabs: int = field(
        default=60,
        metadata=means("DIGEST_ATLAS_TABS", to_count, "how many pages one visitor may have open at once; 0: any", 12),
    )
    sessions: int = field(
        default=500,
        metadata=means("DIGEST_ATLAS_SESSIONS", to_count, "how many pages all visitors may have open; 0: any", 150),
    )
    requests_a_minute: int = field(
        default=600,
        metadata=means(
            "DIGEST_ATLAS_REQUESTS_A_MINUTE",
            to_count,
            "how many pages, lists, feeds and answers of the API one visitor may ask for in a minute; 0: any",
            120,
        ),
    )
    address_share: int = field(
        default=0,
        metadata=means(
            "DIGEST_ATLAS_ADDRESS_SHARE",
            to_count,
            "how many times what one visitor may, all visitors of one network address may; 0: any",
            3,
        ),
    )
    proxies: tuple[str, ...] = field(
        default=(),
        metadata=means(
            "DIGEST_ATLAS_PROXIES",
            to_proxies,
            "addresses or networks of the proxies in front, whose word counts on who asks (X-Forwarded-For), "
            "as in 127.0.0.1 10.0.0.0/8; * where only proxies reach the server",
        ),
    )
    uploads_a_minute: int = field(
        default=600 * MEGABYTE,
        metadata=means(
            "DIGEST_ATLAS_UPLOAD_MB_A_MINUTE", to_megabytes, "megabytes one visitor may send in a minute", 30 * MEGABYTE
        ),
    )
    address: str = field(
        default="",
        metadata=means(
            "DIGEST_ATLAS_ADDRESS",
            to_site,
            "where people reach it, as in https://atlas.example.org; for feeds and mails",
        ),
    )
    frames: tuple[str, ...] = field(
        default=(),
        metadata=means(
            "DIGEST_ATLAS_FRAMES",
            to_sites,
            "sites that may show it in a frame, parted by spaces (https://huggingface.co)",
        ),
    )
    mail_server: str = field(
        default="",
        metadata=means(
            "DIGEST_ATLAS_SMTP",
            to_mail_server,
            "the server that takes mails, as in smtp://user:password@host:587 or smtps://…; empty: no mails",
            secret=True,
        ),
    )
    mail_from: str = field(
        default="",
        metadata=means("DIGEST_ATLAS_MAIL_FROM", to_mailbox, "whom mails come from, as in atlas@example.org"),
    )
    scheduler: str = field(
        default="",
        metadata=means(
            "DIGEST_ATLAS_SCHEDULER",
            to_scheduler,
            "the Dask scheduler that maps of more than 4,000 papers are computed by, as in tcp://scheduler:8786; "
            "empty: this machine",
        ),
    )
    machine_summaries: bool = field(
        default=True,
        metadata=means(
            "DIGEST_ATLAS_MACHINE_SUMMARIES",
            to_switch,
            "yes or no: show summaries that a digest brings beside the abstract, marked as written by a machine",
        ),
    )
    github_token: str = field(
        default="",
        metadata=means(
            "GITHUB_TOKEN", str.strip, "with it GitHub answers 5,000 questions about links an hour, not 60", secret=True
        ),
    )
    zotero_key: str = field(
        default="",
        metadata=means(
            "DIGEST_ATLAS_ZOTERO_KEY",
            str.strip,
            "the key by which `zotero` sends papers where the workspace keeps none",
            secret=True,
        ),
    )
    api: str = field(
        default="https://huggingface.co",
        metadata=means("DIGEST_ATLAS_API", to_site, "the site whose Daily Papers API digests are fetched from"),
    )
    allow_address: str = field(
        default="",
        metadata=means(
            "DIGEST_ATLAS_ALLOW_ADDRESS", to_loopback, "for tests only: one loopback address that links may lead to"
        ),
    )
    demo: bool = field(
        default=False,
        metadata=means(
            "DIGEST_ATLAS_DEMO", to_switch, "yes or no: a public demo, with tighter limits, and nothing kept"
        ),
    )


def read(environment: Mapping[str, str]) -> Settings:
    """The settings an environment gives. A variable that is absent or blank leaves the default.

    Cache and models lie inside the data folder unless they are set by themselves. A public demo has tighter defaults.

    Raises SettingsError naming the variable when a value cannot be read.
    """
    values: dict[str, Any] = {}
    for each in fields(Settings):
        means = each.metadata
        named = (means["variable"], means["formerly"])
        variable = next((name for name in named if environment.get(name, "").strip()), "")
        if not variable:
            continue
        text = environment[variable].strip()
        try:
            values[each.name] = means["read"](text)
        except (ValueError, KeyError, OverflowError) as error:
            shown = "set to something" if means["secret"] else f"“{text}”,"
            cause = None if means["secret"] else error
            raise SettingsError(
                f"The setting {variable} is {shown} which cannot be used. It should be {means['description']}."
            ) from cause
    if values.get("demo"):
        tighter = {each.name: each.metadata["demo"] for each in fields(Settings) if each.metadata["demo"] is not None}
        values = tighter | values
    if values.get("mail_server") and not (values.get("mail_from") and values.get("address")):
        raise SettingsError(
            "DIGEST_ATLAS_SMTP is set, so mails can be sent; "
            "they need DIGEST_ATLAS_MAIL_FROM and DIGEST_ATLAS_ADDRESS too."
        )
    try:
        values["home"] = values.get("home", HOME).expanduser()
        data = values.get("data_folder", values["home"]).expanduser()
        values["data_folder"] = data
        values["cache_folder"] = values.get("cache_folder", data / "cache").expanduser()
        values["models_folder"] = values.get("models_folder", data / "models").expanduser()
        values["watch"] = values["watch"].expanduser() if values.get("watch") else None
    except RuntimeError as error:
        raise SettingsError(
            "There is no home folder to keep data in. Set DIGEST_ATLAS_DATA to a folder that can be written."
        ) from error
    return Settings(**values)


SECRETS = (Path(".streamlit/secrets.toml"), Path("~/.streamlit/secrets.toml"))


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once (`settings.cache_clear()` reads anew).

    The environment counts before `.streamlit/secrets.toml`, where the same names stand at the top.
    """
    return read({**secrets(SECRETS), **os.environ})


def is_named(variable: str) -> bool:
    """Whether somebody set this variable, to its default or not."""
    return bool({**secrets(SECRETS), **os.environ}.get(variable, "").strip())


def secrets(files: Iterable[Path]) -> dict[str, str]:
    """The settings in the first of these TOML files that is there. Raises SettingsError where it is damaged."""
    for file in files:
        try:
            held = tomllib.loads(file.expanduser().read_text("utf-8"))
        except (OSError, RuntimeError):
            continue
        except ValueError as error:  # no TOML, or no UTF-8
            raise SettingsError(
                f"The file {file} cannot be read as TOML: {error}. Correct it or take it away."
            ) from error
        names = {each.metadata[name] for each in fields(Settings) for name in ("variable", "formerly")} - {""}
        return {name: as_text(value) for name, value in held.items() if name in names}
    return {}


def described() -> tuple[tuple[str, str, str], ...]:
    """(variable, default, what it is) for every setting, in order: the table of the documents."""
    inherited = {each.name for each in fields(CompletingSettings)}
    ordered = sorted(fields(Settings), key=lambda each: each.name in inherited)  # dataclasses put these first
    known = [(each.default, each.metadata) for each in ordered]
    return tuple((each["variable"], written(default, each["read"]), each["description"]) for default, each in known)
