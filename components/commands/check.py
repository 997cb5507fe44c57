"""Check links and print one JSON object a verdict as it comes; progress goes to standard error.

Examples:
  python -m components check https://example.org/ digest.txt
  cat addresses.txt | python -m components check -

Takes addresses, digests, texts with addresses in them, lists with an address a line, and "-" for standard input.
Every line of a list gets a verdict, also one that is no address of the web. Exit status 1 if any link is dead.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from components.links.verdict import State, Verdict

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S*\Z")
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?\Z")

_NEARLY_ALL, _MOST = 0.8, 0.5  # the share of a list's lines that are addresses


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to check, and which loopback addresses count as public."""
    parser.add_argument("targets", nargs="*", metavar="URL|FILE|-", help="addresses, files, or - for standard input")
    parser.add_argument(
        "--allow-address",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="for tests only: this one literal loopback address counts as public; repeatable",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the verdicts; 1 if any link is dead, 2 where nothing can be checked as asked."""
    from components.links.check.checker import CheckSettings
    from components.net.guard import AllowedAddressError, Policy

    try:
        Policy.allowing(arguments.allow_address)
        targets = collect_urls(arguments.targets or ["-"])
    except (AllowedAddressError, TargetError) as error:
        print(error, file=sys.stderr)
        return 2
    settings = CheckSettings(allow_addresses=tuple(arguments.allow_address), guessed_scheme=frozenset(targets.guessed))
    return _checked(targets.times, settings)


class TargetError(ValueError):
    """A target that is neither an address nor a file that can be read."""


@dataclass
class Targets:
    """What is checked: each address with how many lines of a list name it, and those whose scheme was guessed."""

    times: Counter[str] = field(default_factory=Counter)
    guessed: set[str] = field(default_factory=set)

    def add(self, url: str, as_written: str) -> None:
        """Add an address that a text names, once."""
        self.times.setdefault(url, 1)
        if "://" not in as_written:
            self.guessed.add(url)

    def add_line(self, line: str) -> None:
        """Add a line of a list, whatever it holds."""
        url = f"https://{line}" if _BARE.match(line) else line
        self.times[url] += 1
        if url != line:
            self.guessed.add(url)


def collect_urls(targets: Sequence[str]) -> Targets:
    """The addresses of all targets; raises TargetError."""
    found = Targets()
    for target in targets:
        if target == "-":
            _of_text("standard input", sys.stdin.buffer.read(), found)
        elif _ADDRESS.match(target):
            found.add(target, target)
        elif Path(target).is_file():
            _of_text(Path(target).name, Path(target).read_bytes(), found)
        elif _BARE.match(target):
            found.add(f"https://{target}", target)
        else:
            raise TargetError(f"“{target}” is neither an address nor a file that can be read. Check the name.")
    return found


def _of_text(name: str, content: bytes, found: Targets) -> None:
    """Add the lines of a list as they stand, or the addresses in a digest's papers or in any other text."""
    text = content.decode("utf-8", errors="replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if _is_list(lines):
        for line in lines:
            found.add_line(line)
        return
    from components.commands.links import link_objects
    from components.links.extract.extraction import find_links
    from components.papers.library import read_digests
    from components.papers.paper import DigestFile

    objects: list[dict[str, Any]] = list(link_objects(read_digests([DigestFile(name, content)])))
    if not objects:
        objects = [{"url": link.url, "as_written": link.as_written} for link in find_links(text)]
    for each in objects:
        found.add(each["url"], each["as_written"])


def _is_list(lines: Sequence[str]) -> bool:
    """Whether a text is a list of addresses: nearly all lines are one, or most are and none has several words."""
    addresses = sum(bool(_ADDRESS.match(line) or _BARE.match(line)) for line in lines)
    several_words = any(" " in line for line in lines)
    return addresses > 0 and addresses >= len(lines) * (_NEARLY_ALL if several_words else _MOST)


def _checked(times: Counter[str], settings: Any) -> int:
    from components.links.check.checker import check_all

    total = times.total()
    states: list[State] = []
    shows = sys.stderr.isatty()

    def take(verdict: Verdict) -> None:
        count = max(1, times[verdict.url])
        states.extend([verdict.state] * count)
        sys.stdout.buffer.write((orjson.dumps(verdict_object(verdict)) + b"\n") * count)
        sys.stdout.buffer.flush()
        if shows:
            print(f"\r{len(states)} of {total} checked", end="", file=sys.stderr, flush=True)
        elif len(states) // 50 > (len(states) - count) // 50:
            print(f"{len(states)} of {total} checked", file=sys.stderr, flush=True)

    try:
        asyncio.run(check_all(list(times), take, settings=settings))
    except KeyboardInterrupt:
        print(f"\nstopped after {len(states)} of {total}", file=sys.stderr)
    counts = ", ".join(f"{states.count(state)} {state.value}" for state in State if state in states)
    print(
        f"{chr(13) if shows else ''}{len(states)} of {total} checked: {counts or 'nothing to check'}",
        file=sys.stderr,
    )
    return 1 if State.DEAD in states else 0


def verdict_object(verdict: Verdict) -> dict[str, Any]:
    """The verdict as it is printed."""
    return {
        "url": verdict.url,
        "verdict": verdict.state.value,
        "status": verdict.status,
        "final_url": verdict.final_url,
        "chain": list(verdict.chain),
        "seconds": verdict.seconds,
        "reason": verdict.reason,
        "checked_at": verdict.checked_at,
        "retry_at": verdict.retry_at,
    }
