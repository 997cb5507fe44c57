"""The requirements files fit pyproject.toml: all that is needed is pinned, nothing else is, and the pins go together.

What each distribution needs is read from the installed ones, so nothing here asks the network.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
DIRECT = {
    "requirements.txt": PROJECT["project"]["dependencies"],
    "requirements-dev.txt": PROJECT["dependency-groups"]["dev"],
}
SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
ENVIRONMENTS = [
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": platform,
        "platform_system": system,
        "os_name": "nt" if platform == "win32" else "posix",
        "platform_machine": "AMD64" if platform == "win32" else "x86_64",
    }
    for python, (platform, system) in itertools.product(("3.11", "3.12", "3.13", "3.14"), SYSTEMS.items())
]
Pins = dict[str, Requirement]


@cache
def pins(name: str) -> Pins:
    """The pins of a requirements file by name; comments and `-r` lines are none."""
    lines = (line.split(" #")[0].strip() for line in (REPOSITORY / name).read_text("utf-8").splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith(("#", "-r "))]
    by_name: Pins = {canonicalize_name(each.name): each for each in found}
    assert len(by_name) == len(found), f"{name} pins something twice"
    return by_name


def all_pins() -> Pins:
    return pins("requirements.txt") | pins("requirements-dev.txt")


def version(pin: Requirement) -> str:
    found = re.fullmatch(r"==(\d+(?:\.\d+)*)", str(pin.specifier))
    assert found, f"not an exact pin: {pin}"
    return found[1]


@cache
def required(name: str) -> tuple[Requirement, ...] | None:
    """What an installed distribution asks for; None where it is not installed, since this system does not need it."""
    try:
        return tuple(map(Requirement, metadata.requires(name) or ()))
    except metadata.PackageNotFoundError:
        return None


def holds(requirement: Requirement, environment: dict[str, str], extras: Iterable[str] = ()) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate(environment | {"extra": extra}) for extra in ("", *extras))


def needed(direct: Iterable[str], environment: dict[str, str]) -> dict[str, list[Requirement]]:
    """All that is asked for there, directly or not: every requirement by the name of what it asks for."""
    asked: dict[str, list[Requirement]] = {}
    done: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(line) for line in direct]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        asked.setdefault(name, []).append(one)
        if (name, frozenset(one.extras)) not in done:
            done.add((name, frozenset(one.extras)))
            waiting += [each for each in required(name) or () if holds(each, environment, one.extras)]
    return asked


@pytest.mark.parametrize("name", DIRECT)
def test_what_the_project_names_is_pinned_alike(name):
    for each in map(Requirement, DIRECT[name]):
        assert version(all_pins()[canonicalize_name(each.name)]) == version(each)


@pytest.mark.parametrize(
    "environment", ENVIRONMENTS, ids=lambda each: f"{each['sys_platform']}-{each['python_version']}"
)
@pytest.mark.parametrize("name", DIRECT)
def test_all_that_is_needed_is_pinned_and_nothing_else(name, environment):
    asked = needed(itertools.chain(*itertools.islice(DIRECT.values(), list(DIRECT).index(name) + 1)), environment)
    pinned = pins("requirements.txt") if name == "requirements.txt" else all_pins()
    here = {each for each, pin in pinned.items() if holds(pin, environment)}
    assert set(asked) - here == set(), "needed, but not pinned: call python -m tools.requirements"
    if all(required(each) is not None for each in asked):  # what another system's distributions need, only it knows
        assert here - set(asked) == set(), "pinned, but not needed: call python -m tools.requirements"
    for each, requirements in asked.items():
        for one in requirements:
            assert one.specifier.contains(version(pinned[each]), prereleases=True), (
                f"{one} is asked for: {pinned[each]}"
            )
