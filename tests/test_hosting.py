"""What is written for hosting is true of what is here: the settings, the image, the proxy, the Space."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from components.settings import described

REPOSITORY = Path(__file__).resolve().parents[1]
README = (REPOSITORY / "README.md").read_text("utf-8")
DOCKERFILE = (REPOSITORY / "Dockerfile").read_text("utf-8")


def test_the_table_of_settings_is_that_of_the_code():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| (.*) \|$", README, re.MULTILINE)
    assert rows == list(described())


def test_the_image_has_what_serves_and_nothing_else():
    kept = [
        line[1:].rstrip("/")
        for line in (REPOSITORY / ".dockerignore").read_text("utf-8").splitlines()
        if line[:1] == "!"
    ]
    assert all((REPOSITORY / path).exists() for path in kept)
    assert {"app.py", "pages", "components", "data", "requirements.txt"} <= set(kept)
    assert not {"tests", "docs", "training", ".git"} & set(kept)


def test_the_image_runs_without_root_and_says_how_it_is():
    lines = DOCKERFILE.splitlines()
    last_user = [line for line in lines if line.startswith("USER ")][-1]
    assert last_user == "USER atlas"
    assert lines.index("USER atlas") < next(
        number for number, line in enumerate(lines) if line.startswith("ENTRYPOINT")
    )
    assert re.search(r"^HEALTHCHECK .*\\\n.*/_stcore/health", DOCKERFILE, re.MULTILINE)
    assert "--no-cache-dir" in DOCKERFILE
    python = re.findall(r"^FROM python:(\d+\.\d+)-slim", DOCKERFILE, re.MULTILINE)
    assert len(set(python)) == 1


def test_the_space_asks_for_the_port_that_the_image_opens():
    text = (REPOSITORY / "hosting" / "huggingface" / "README.md").read_text("utf-8")
    front = yaml.safe_load(text.split("---")[1])
    assert front["sdk"] == "docker"
    assert f"EXPOSE {front['app_port']}" in DOCKERFILE
    assert {"title", "emoji", "colorFrom", "colorTo"} <= set(front)


def test_no_file_is_too_large_for_a_space_without_large_file_storage():
    for folder in ("components", "data", "pages"):
        for file in (REPOSITORY / folder).rglob("*"):
            assert not file.is_file() or file.stat().st_size < 10_000_000, file


def test_the_proxy_serves_the_path_that_the_replicas_are_told():
    text = (REPOSITORY / "hosting" / "nginx.conf").read_text("utf-8")
    ports = re.findall(r"server 127\.0\.0\.1:(\d+)", text)
    (path,) = re.findall(r"location /(\w+) \{", text)
    for port in ports:
        assert f"--server.port {port} --server.baseUrlPath {path}" in README
