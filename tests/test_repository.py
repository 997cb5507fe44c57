"""What lies in the repository: exact pins with a reason each, nothing unfinished, nothing of one machine."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

from tests import architecture

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
PRODUCT: list[str] = PROJECT["project"]["dependencies"]
DEVELOPMENT: list[str] = PROJECT["dependency-groups"]["dev"]
BUILD: list[str] = PROJECT["build-system"]["requires"]
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>\d+(\.\d+)*)")

# What a requirement is imported as, where that differs from its name.
BY_CHOICE = {"sentence_transformers", "huggingface_hub"}  # used where a person installed it; the product works without
IMPORTED_AS = {
    "pystemmer": "Stemmer",
    "scikit-learn": "sklearn",
    "umap-learn": "umap",
    "charset-normalizer": "charset_normalizer",
    "pyyaml": "yaml",
}
# Pinned though our code does not import it: what does, and therefore why its version is ours to choose.
IMPORTED_FOR_US = {"numba": "umap", "psycopg": "sqlalchemy", "psycopg-binary": "sqlalchemy", "sniffio": "httpcore"}

UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
# An absolute path of somebody's machine; after a letter, a dot or another slash it is part of an address.
MACHINE_PATH = re.compile(r"(?<![\w./~$}*-])/(?:work|root|home|Users|tmp|private|mnt)/[\w.-]+")
WRITTEN_BY_US = {".py", ".md", ".toml", ".sh", ".js", ".css", ".txt", ".yml", ".yaml", ""}


def pinned(line: str) -> str:
    found = PIN.fullmatch(line)
    assert found, f"not an exact pin: {line}"
    return found["name"]


def committed() -> Iterator[tuple[str, str]]:
    """(path, text) of every file that is, or is about to be, in the repository and that people write."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True).stdout.decode()
    for path in sorted(filter(None, listing.split("\0"))):
        file = REPOSITORY / path
        if file.suffix in WRITTEN_BY_US and not path.startswith("data/") and file.is_file():
            yield path, file.read_text("utf-8", errors="replace")


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path, text in committed()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("lines", [PRODUCT, DEVELOPMENT, BUILD], ids=["product", "development", "build"])
def test_every_dependency_is_an_exact_pin(lines):
    names = [pinned(line) for line in lines]
    assert names
    assert len(names) == len(set(names))


def test_what_builds_is_what_the_tests_build_with():
    assert set(BUILD) <= set(DEVELOPMENT)


@pytest.mark.parametrize("line", PRODUCT + DEVELOPMENT)
def test_what_is_installed_is_what_is_pinned(line):
    name, version = line.split("==")
    assert metadata.version(name) == version


@pytest.mark.parametrize("line", PRODUCT + DEVELOPMENT)
def test_every_dependency_has_a_line_of_reason(line):
    text = (REPOSITORY / "ARCHITECTURE.md").read_text("utf-8")
    section = re.search(r"^## Dependencies$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, "ARCHITECTURE.md has no section “Dependencies”"
    reasons = [
        each for each in section[1].splitlines() if re.search(rf"(?<![\w-]){re.escape(pinned(line))}(?![\w-])", each)
    ]
    assert reasons, f"ARCHITECTURE.md does not say what {pinned(line)} is for"


@pytest.mark.parametrize("name", [pinned(line) for line in PRODUCT])
def test_every_dependency_is_imported(name):
    ours = IMPORTED_AS.get(name, name)
    if name in IMPORTED_FOR_US:
        assert IMPORTED_FOR_US[name] in imported()
        assert ours not in imported(), f"{name} is imported by our own code now: take it out of IMPORTED_FOR_US"
    else:
        assert ours in imported(), f"nothing imports {name}: take it out of pyproject.toml"


def test_everything_imported_is_required():
    known = {IMPORTED_AS.get(name, name) for name in map(pinned, PRODUCT)}
    ours = {"components", "pages", "app"}
    unpinned = imported() - known - ours - BY_CHOICE - set(sys.stdlib_module_names)
    assert not unpinned, f"imported, but not pinned in pyproject.toml: {', '.join(sorted(unpinned))}"


@pytest.mark.parametrize("name", sorted(BY_CHOICE))
def test_what_is_used_by_choice_is_looked_for_first(name: str):
    texts = {path.name: path.read_text("utf-8") for path in (REPOSITORY / "components").rglob("*.py")}
    users = {path: text for path, text in texts.items() if re.search(rf"^\s*(from|import) {name}\b", text, re.M)}
    assert users, f"nothing uses {name}"
    for path, text in users.items():
        assert f'find_spec("{name}")' in text, f"{path} does not ask whether {name} is installed"


@cache
def imported() -> set[str]:
    """The top names of all that the product imports."""
    modules = architecture.read_tree(REPOSITORY).values()
    return {each.name.split(".")[0] for module in modules for each in module.imports}


def test_nothing_is_left_unfinished():
    assert lines_with(UNFINISHED) == []


def test_nothing_names_a_folder_of_one_machine():
    assert lines_with(MACHINE_PATH) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("open('{}/ann/papers.txt')", True),
        ("see {}/x.log", True),
        ('path = "{}/ann"', True),
        ("https://example.org{}/ann", False),
        ("${{HOME}}{}/x", False),
        ("~{}/x", False),
    ],
)
@pytest.mark.parametrize("folder", ["home", "Users", "tmp", "root", "work"])
def test_a_machine_path_is_told_from_an_address(text, found, folder):
    assert bool(MACHINE_PATH.search(text.format(f"/{folder}"))) is found


@pytest.mark.parametrize("name", ["run", "test", ".ci/run"])
def test_the_commands_can_be_run(name):
    file = REPOSITORY / name
    assert file.stat().st_mode & 0o111, f"{name} is not executable"
    assert file.read_text("utf-8").startswith("#!/")


@pytest.mark.parametrize("name", ["run", "test"])
def test_the_commands_explain_themselves(name):
    answer = subprocess.run([REPOSITORY / name, "--help"], capture_output=True, text=True, check=False)
    assert answer.returncode == 0
    assert answer.stdout.startswith(f"Usage: ./{name}")


@pytest.mark.parametrize("words", [["--port"], ["--port", "high"], ["--port="]])
def test_a_wrong_port_is_said_in_a_sentence(words):
    answer = subprocess.run([REPOSITORY / "run", *words], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "--port needs a number" in answer.stderr


def test_a_machine_without_a_new_enough_python_is_told_so(tmp_path):
    # A copy of the scripts with a PATH where every Python is too old.
    for name in ("run", "tools/environment.sh", "requirements.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((REPOSITORY / name).read_bytes())
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("dirname", "cat", "cksum", "rm"):
        (commands / name).symlink_to(Path("/usr/bin", name) if Path("/usr/bin", name).exists() else Path("/bin", name))
    old = commands / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    answer = subprocess.run(
        ["/bin/sh", tmp_path / "run"], capture_output=True, text=True, check=False, env={"PATH": str(commands)}
    )
    assert answer.returncode == 1
    assert "Python 3.11 or newer" in answer.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("name", ["run", "test", "tools/environment.sh"])
def test_the_scripts_are_plain_shell(name):
    script = REPOSITORY / name
    assert "bash" not in script.read_text("utf-8")
    checked = subprocess.run(["/bin/sh", "-n", script], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_python_is_new_enough_for_what_we_promise():
    assert 'requires-python = ">=3.11"' in (REPOSITORY / "pyproject.toml").read_text("utf-8")
    assert sys.version_info >= (3, 11)


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_file_that_a_document_names_is_there(document: str):
    """A name may leave out the folders before it (`ui/map/map.js`, `triage.py`), as long as some file ends with it."""
    files = {str(path) for path, _ in committed()}
    named = re.findall(r"`([\w./-]+\.(?:py|js|sh|toml|yml))`", (REPOSITORY / document).read_text("utf-8"))
    missing = [name for name in named if not any(f"/{file}".endswith(f"/{name.removeprefix('./')}") for file in files)]
    assert missing == []


def test_nothing_is_committed_that_git_is_told_to_ignore():
    command = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True, text=True).stdout == ""
