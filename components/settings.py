"""Every setting of the product, typed, read from the environment in one place and checked at once.

Not here: what the settings mean to the rooms that use them, and anything about how Streamlit itself runs.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

MEGABYTE = 1_000_000


class SettingsError(ValueError):
    """A setting in the environment cannot be used; the message names it and says what it may be."""


def _folder(text: str) -> Path:
    return Path(text)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _megabytes(text: str) -> int:
    return int(float(text) * MEGABYTE) if float(text) > 0 else _count(text)


def _switch(text: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return known[text.strip().lower()]


def _loopback(text: str) -> str:
    if not ipaddress.ip_address(text).is_loopback:
        raise ValueError(text)
    return text


def _means(variable: str, read: Callable[[str], Any], says: str) -> dict[str, Any]:
    """The environment variable that changes a field, how its text is read, what it is in words."""
    return {"variable": variable, "read": read, "says": says}


HOME = Path("~/.digest-atlas")  # its ~ is expanded in `read`


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set. Sizes are bytes, times seconds; the environment gives sizes in megabytes."""

    data_folder: Path = field(
        default=HOME,
        metadata=_means("DIGEST_ATLAS_DATA", _folder, "a folder for decisions, uploads and link verdicts"),
    )
    cache_folder: Path = field(
        default=HOME / "cache",
        metadata=_means("DIGEST_ATLAS_CACHE", _folder, "a folder for computed maps, safe to delete"),
    )
    database_url: str = field(
        default="",
        metadata=_means(
            "DATABASE_URL", str.strip, "a SQLAlchemy or PostgreSQL address; empty: SQLite in the data folder"
        ),
    )
    cache_bytes: int = field(
        default=500 * MEGABYTE,
        metadata=_means("DIGEST_ATLAS_CACHE_MB", _megabytes, "megabytes the cache may take before the oldest maps go"),
    )
    upload_bytes: int = field(
        default=60 * MEGABYTE,
        metadata=_means("DIGEST_ATLAS_UPLOAD_MB", _megabytes, "megabytes one uploaded digest may have"),
    )
    workspace_bytes: int = field(
        default=200 * MEGABYTE,
        metadata=_means("DIGEST_ATLAS_WORKSPACE_MB", _megabytes, "megabytes all digests of one workspace may have"),
    )
    workspace_digests: int = field(
        default=200,
        metadata=_means("DIGEST_ATLAS_WORKSPACE_DIGESTS", _count, "how many digests one workspace may keep"),
    )
    workspace_days: int = field(
        default=0,
        metadata=_means(
            "DIGEST_ATLAS_WORKSPACE_DAYS", _count, "days after its last change that a workspace is kept; 0: for ever"
        ),
    )
    links_at_once: int = field(
        default=2000,
        metadata=_means("DIGEST_ATLAS_LINKS", _count, "how many links one visitor may have checked in one go"),
    )
    api: str = field(
        default="https://huggingface.co",
        metadata=_means("DIGEST_ATLAS_API", str.strip, "the site whose Daily Papers API digests are fetched from"),
    )
    allow_address: str = field(
        default="",
        metadata=_means(
            "DIGEST_ATLAS_ALLOW_ADDRESS", _loopback, "for tests only: one loopback address that links may lead to"
        ),
    )
    demo: bool = field(
        default=False,
        metadata=_means("DIGEST_ATLAS_DEMO", _switch, "yes or no: tell visitors that this is a public demo"),
    )


def read(environment: Mapping[str, str]) -> Settings:
    """The settings an environment gives. A variable that is absent or blank leaves the default.

    The cache lies inside the data folder unless it is set by itself.

    Raises SettingsError naming the variable when a value cannot be read.
    """
    values: dict[str, Any] = {}
    for each in fields(Settings):
        text = environment.get(each.metadata["variable"], "").strip()
        if not text:
            continue
        try:
            values[each.name] = each.metadata["read"](text)
        except (ValueError, KeyError, OverflowError) as error:
            raise SettingsError(
                f"The setting {each.metadata['variable']} is “{text}”, which cannot be used. "
                f"It should be {each.metadata['says']}."
            ) from error
    try:
        data = values.get("data_folder", HOME).expanduser()
        values["data_folder"] = data
        values["cache_folder"] = values.get("cache_folder", data / "cache").expanduser()
    except RuntimeError as error:
        raise SettingsError(
            "There is no home folder to keep data in. Set DIGEST_ATLAS_DATA to a folder that can be written."
        ) from error
    return Settings(**values)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read from its environment once (`settings.cache_clear()` reads anew)."""
    return read(os.environ)


def described() -> tuple[tuple[str, str, str], ...]:
    """(variable, default, what it is) for every setting, in order: the table of the documents."""
    return tuple((each.metadata["variable"], _written(each), each.metadata["says"]) for each in fields(Settings))


def _written(each: Any) -> str:
    """A setting's default as one would write it in the environment."""
    if each.metadata["read"] is _megabytes:
        return f"{each.default // MEGABYTE}"
    if isinstance(each.default, bool):
        return "yes" if each.default else "no"
    return str(each.default)
