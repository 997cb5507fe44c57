"""Check links and print one JSON object a verdict as it comes; progress goes to standard error.

Examples:
  python -m components check https://example.org/ digest.txt
  cat addresses.txt | python -m components check -

Takes addresses, digests, texts with addresses in them, lists with an address a line, and "-" for standard input.
Exit status 1 if any link is dead.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from components.links.verdict import State, Verdict

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S*\Z")
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?\Z")


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
        urls, guessed = collect_urls(arguments.targets or ["-"])
    except (AllowedAddressError, TargetError) as error:
        print(error, file=sys.stderr)
        return 2
    settings = CheckSettings(allow_addresses=tuple(arguments.allow_address), guessed_scheme=frozenset(guessed))
    return _checked(urls, settings)


class TargetError(ValueError):
    """A target that is neither an address nor a file that can be read."""


def collect_urls(targets: Sequence[str]) -> tuple[list[str], set[str]]:
    """The addresses of all targets, each once, and those whose scheme was guessed; raises TargetError."""
    urls: list[str] = []
    guessed: set[str] = set()
    for target in targets:
        if target == "-":
            found = list(_of_text("standard input", sys.stdin.buffer.read(), guessed))
        elif _ADDRESS.match(target):
            found = [target]
        elif Path(target).is_file():
            found = list(_of_text(Path(target).name, Path(target).read_bytes(), guessed))
        elif _BARE.match(target):
            found = [f"https://{target}"]
            guessed.add(found[0])
        else:
            raise TargetError(f"“{target}” is neither an address nor a file that can be read. Check the name.")
        urls += found
    return list(dict.fromkeys(urls)), guessed


def _of_text(name: str, content: bytes, guessed: set[str]) -> Iterable[str]:
    """Addresses in a list (each line as it stands), in a digest's papers, or in any other text."""
    text = content.decode("utf-8", errors="replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines and all(_ADDRESS.match(line) for line in lines):
        return lines
    from components.commands.links import link_objects
    from components.links.extract.extraction import find_links
    from components.papers.library import read_digests
    from components.papers.paper import DigestFile

    objects: list[dict[str, Any]] = list(link_objects(read_digests([DigestFile(name, content)])))
    if not objects:
        objects = [{"url": link.url, "as_written": link.as_written} for link in find_links(text)]
    guessed.update(found["url"] for found in objects if "://" not in found["as_written"])
    return [found["url"] for found in objects]


def _checked(urls: Sequence[str], settings: Any) -> int:
    from components.links.check.checker import check_all

    states: list[State] = []
    shows = sys.stderr.isatty()

    def take(verdict: Verdict) -> None:
        states.append(verdict.state)
        sys.stdout.buffer.write(orjson.dumps(verdict_object(verdict)) + b"\n")
        sys.stdout.buffer.flush()
        if shows:
            print(f"\r{len(states)} of {len(urls)} checked", end="", file=sys.stderr, flush=True)
        elif len(states) % 50 == 0:
            print(f"{len(states)} of {len(urls)} checked", file=sys.stderr, flush=True)

    try:
        asyncio.run(check_all(urls, take, settings=settings))
    except KeyboardInterrupt:
        print(f"\nstopped after {len(states)} of {len(urls)}", file=sys.stderr)
    counts = ", ".join(f"{states.count(state)} {state.value}" for state in State if state in states)
    print(
        f"{chr(13) if shows else ''}{len(states)} of {len(urls)} checked: {counts or 'nothing to check'}",
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
