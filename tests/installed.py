"""The product as pip installs it: a wheel unpacked into a folder with its command, beside the libraries used here."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

from tests.browser.server import REPOSITORY


def wheel(folder: Path) -> Path:
    """Build a wheel as pip does from a source distribution: from what that holds, and nothing else."""
    build("sdist", folder, REPOSITORY)
    (source,) = folder.glob("*.tar.gz")
    with tarfile.open(source) as packed:
        packed.extractall(folder, filter="data")
    build("wheel", folder, folder / source.name.removesuffix(".tar.gz"))
    (built,) = folder.glob("*.whl")
    return built


def build(target: str, folder: Path, source: Path) -> None:
    """Build one of both into a folder."""
    words = ["hatchling", "build", "--target", target, "--directory", str(folder)]
    subprocess.run([sys.executable, "-m", *words], cwd=source, check=True, capture_output=True)


def install(built: Path, folder: Path) -> Path:
    """Install a wheel into a folder, without what it depends on; the command `digest-atlas`."""
    words = [
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-compile",
        "--target",
        str(folder),
        str(built),
    ]
    subprocess.run([sys.executable, "-m", *words, str(built)], check=True, capture_output=True)
    return folder / "bin" / "digest-atlas"


def path_of(folder: Path) -> dict[str, str]:
    """The environment in which the command finds what is in its folder."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))}
