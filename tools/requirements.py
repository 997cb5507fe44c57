"""Write requirements.txt and requirements-dev.txt from pyproject.toml: every pin there, and all that these need.

Example:
  python -m tools.requirements              # after a change of pyproject.toml; other pins stay as they are
  python -m tools.requirements --upgrade    # the newest version of whatever pyproject.toml does not name

The pins hold for every Python and system that pyproject.toml allows; one that only some need says which.
Not here: whether the files fit pyproject.toml, which `tests/test_requirements.py` holds without a network.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PRODUCT, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
HEADER = "# Written by `python -m tools.requirements` from pyproject.toml; change that and run it again.\n"
INCLUDED = f"-r {PRODUCT}\n"


def main(arguments: Sequence[str]) -> int:
    """Write both files; the exit status of uv where it fails, with its own words."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--upgrade", action="store_true", help="choose the newest versions anew")
    upgrade = ["--upgrade"] if parser.parse_args(arguments).upgrade else []
    try:
        pins = compiled(PRODUCT, "pyproject.toml", *upgrade)
        written(PRODUCT, HEADER + pins)
        development = compiled(DEVELOPMENT, "--group", "dev", "--constraint", PRODUCT, *upgrade)
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    known = {name(line) for line in pins.splitlines()}
    more = [line for line in development.splitlines(keepends=True) if name(line) not in known]
    written(DEVELOPMENT, HEADER + INCLUDED + "".join(more))
    return 0


def compiled(file: str, *words: str) -> str:
    """What `uv pip compile` makes of it, keeping the versions that a file pins already."""
    kept = ["--no-header", "--annotation-style=line", "--universal", "--python-version=3.11", "--quiet"]
    command = [sys.executable, "-m", "uv", "pip", "compile", *kept, *words]
    before = REPOSITORY / file
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, file)
        output.write_text(before.read_text("utf-8").replace(INCLUDED, "") if before.exists() else "", "utf-8")
        subprocess.run([*command, f"--output-file={output}"], cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
        return output.read_text("utf-8")


def written(file: str, text: str) -> None:
    """Write a file of the repository, and say so where it changes."""
    path = REPOSITORY / file
    changed = not path.exists() or path.read_text("utf-8") != text
    path.write_text(text, "utf-8")
    print(f"{file}: {'written anew' if changed else 'as it was'}")


def name(line: str) -> str:
    """Which project a line pins."""
    return line.partition("==")[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
