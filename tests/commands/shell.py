"""A checkout in a folder of its own, where lines of the documents are run in a shell as they are written."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from components.__main__ import VERBS, module_of
from tests.browser.server import REPOSITORY, environment
from tests.outside import asked, watched

CLOCK = re.compile(r"(?:[\d*/,-]+ ){5}")  # the five fields before the command of a crontab's line
DEADLINE = 300  # seconds; the slowest computes a map, which compiles umap first


def of_help(verb: str) -> list[str]:
    """The lines of the examples in a verb's help."""
    text = module_of(verb).__doc__ or ""
    return [
        line.strip()
        for block in re.findall(r"^Examples?\b.*:\n((?:  .+\n)+)", text, re.M)
        for line in block.splitlines()
    ]


def of_readme() -> list[str]:
    """The lines of the README that run a verb, without their comments."""
    text = (REPOSITORY / "README.md").read_text("utf-8")
    lines = [line for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S) for line in block.splitlines()]
    return [line.partition("  #")[0].strip() for line in lines if "-m components" in line]


@dataclass(frozen=True)
class Ran:
    """What came of a line, and where it ran."""

    status: int
    out: str
    err: str
    folder: Path

    def objects(self, file: str = "") -> list[dict[str, Any]]:
        """Lines of JSON, from what was printed or from a file that was written."""
        text = (self.folder / file).read_text("utf-8") if file else self.out
        return [json.loads(line) for line in text.splitlines()]


@dataclass
class Checkout:
    """A copy of what the commands are made of, with `python` and `.venv/bin/python` as `./run` leaves them."""

    folder: Path
    cache: Path  # of compiled code, shared by those who would compile the same
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("components", "data"):
            shutil.copytree(REPOSITORY / name, self.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        binaries = self.folder / ".venv" / "bin"
        binaries.mkdir(parents=True)
        python = binaries / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
        python.chmod(0o755)
        (self.folder / "digest-atlas").symlink_to(".")  # as it lies in a person's home, where a crontab's line begins

    @property
    def notes(self) -> Path:
        """Where it is noted what was asked of the outside."""
        return self.folder / "outside.txt"

    def asked(self) -> list[str]:
        """What was asked of the outside."""
        return asked(self.notes)

    def run(self, line: str, stand_in: dict[int, int] | None = None) -> Ran:
        """Run a line as `sh` does, with no network but a stand-in."""
        given = environment(self.folder, self.folder / "kept", self.settings | watched(self.notes, stand_in))
        given |= {"PATH": f"{self.folder}/.venv/bin:{given['PATH']}", "DIGEST_ATLAS_CACHE": str(self.cache)}
        done = subprocess.run(
            ["sh", "-c", CLOCK.sub("", line)],
            cwd=self.folder,
            env=given,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr, self.folder)


def written() -> list[str]:
    """Every line that the documents say, each once; not those that serve and never end, which are `test_serve`'s."""
    lines = [*(line for verb in VERBS for line in of_help(verb)), *of_readme()]
    return [line for line in dict.fromkeys(lines) if line not in of_help("serve")]
