"""`links` and `check` as they are run from a shell."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from components.__main__ import main
from tests.links.server import OddServer

DIGESTS = Path(__file__).parents[2] / "data" / "digests"
ALLOW = ("--allow-address", "127.0.0.1")


def lines(capfd: pytest.CaptureFixture[str]) -> tuple[list[dict[str, Any]], str]:
    printed = capfd.readouterr()
    return [json.loads(line) for line in printed.out.splitlines()], printed.err


def test_links_of_the_bundled_digests(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["links", *map(str, sorted(DIGESTS.glob("*.txt")))]) == 0
    found, told = lines(capfd)
    assert len(found) == len({link["url"] for link in found}) == 34
    assert sum("://" in link["as_written"] for link in found) == 32
    assert {link["url"] for link in found if "://" not in link["as_written"]} == {
        "https://www.causaltime.cc",
        "https://iperceive.amanchadha.com",
    }
    assert not [link for link in found if link["url"][-1] in ".,;:)"]
    assert all(link["papers"] for link in found)
    assert {link["kind"] for link in found} == {"code", "dataset", "model", "project page"}
    assert "promised, no link: MEDUSA" in told


def test_links_of_a_file_that_is_not_there(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["links", str(tmp_path / "none.txt")]) == 1
    assert "cannot be read" in lines(capfd)[1]


def test_check_prints_a_verdict_a_line(server: OddServer, capfd: pytest.CaptureFixture[str]) -> None:
    urls = [server.url("/ok"), server.url("/301"), "http://127.0.0.2:80/", "http://localhost/"]
    assert main(["check", *urls, *ALLOW]) == 0
    found, told = lines(capfd)
    verdicts = {one["url"]: one for one in found}
    assert [verdicts[url]["verdict"] for url in urls] == ["alive", "moved", "refused", "refused"]
    assert verdicts[urls[1]]["chain"] == [server.url("/301"), server.url("/ok")]
    assert verdicts[urls[1]]["final_url"] == server.url("/ok")
    assert verdicts[urls[2]]["reason"] == "address not permitted"
    assert set(found[0]) >= {"url", "verdict", "status", "final_url", "chain", "seconds", "reason"}
    assert "4 of 4 checked: 1 alive, 1 moved, 2 refused" in told


def test_a_dead_link_is_the_exit_status(server: OddServer, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", server.url("/ok"), server.url("/404"), *ALLOW]) == 1
    assert sorted(one["verdict"] for one in lines(capfd)[0]) == ["alive", "dead"]


@pytest.mark.parametrize(
    ("name", "text", "paths"),
    [
        ("list.txt", "{0}/ok\n\n{0}/404\n", ["/ok", "/404"]),
        ("prose.txt", "Our code is at {0}/ok. See ({0}/301), too.", ["/ok", "/301"]),
        ("paper.md", "# Notes\n\n[code]({0}/ok) and <{0}/ok>\n", ["/ok"]),
    ],
)
def test_check_reads_files(
    server: OddServer, capfd: pytest.CaptureFixture[str], tmp_path: Path, name: str, text: str, paths: list[str]
) -> None:
    (tmp_path / name).write_text(text.format(server.url("")), "utf-8")
    main(["check", str(tmp_path / name), *ALLOW])
    assert sorted(one["url"] for one in lines(capfd)[0]) == sorted(server.url(path) for path in paths)


def test_check_reads_standard_input_in_a_shell(server: OddServer) -> None:
    command = [sys.executable, "-m", "components", "check", "-", *ALLOW]
    given = f"{server.url('/ok')}\nhttp://169.254.169.254/\n"
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=False)
    found = {one["url"]: one["verdict"] for one in map(json.loads, done.stdout.splitlines())}
    assert found == {server.url("/ok"): "alive", "http://169.254.169.254/": "refused"}
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("odd", ["mailto:ada@example.org", "# my links of today", "javascript:alert(1)", "nonsense"])
def test_every_line_of_a_list_gets_a_verdict(
    server: OddServer, capfd: pytest.CaptureFixture[str], tmp_path: Path, odd: str
) -> None:
    given = [server.url("/ok"), server.url("/301"), odd, server.url("/404"), server.url("/ok"), server.url("/200")]
    (tmp_path / "list.txt").write_text("\n\n".join(given), "utf-8")
    assert main(["check", str(tmp_path / "list.txt"), *ALLOW]) == 1
    found, told = lines(capfd)
    assert sorted(one["url"] for one in found) == sorted(given)
    assert {one["verdict"] for one in found if one["url"] == odd} == {"refused"}
    assert "6 of 6 checked" in told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["no such file"], "neither an address nor a file"),
        (["http://example.org/", "--allow-address", "10.0.0.1"], "not one loopback address"),
        (["http://example.org/", "--allow-address", "localhost"], "not one loopback address"),
    ],
)
def test_what_cannot_be_checked_is_said(capfd: pytest.CaptureFixture[str], arguments: list[str], sentence: str) -> None:
    assert main(["check", *arguments]) == 2
    assert sentence in lines(capfd)[1]
