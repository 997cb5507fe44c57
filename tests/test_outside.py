"""The watch itself: what goes outside is noted and refused, what stays is not, a stand-in answers for the internet."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.outside import asked, watched

TRY = "import socket, sys\ntry:\n    {}\nexcept OSError as error:\n    sys.exit(f'refused: {{error}}')\n"


def run(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", code]
    return subprocess.run(words, env=os.environ | environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("act", "noted"),
    [
        ("socket.create_connection(('example.org', 80), 2)", "example.org"),
        ("socket.create_connection(('192.0.2.1', 80), 2)", "192.0.2.1"),
        ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))", "192.0.2.1"),
        ("socket.gethostbyname('example.org')", "example.org"),
        (
            "import subprocess; subprocess.run([sys.executable, '-c', "
            "'import socket; socket.gethostbyname(chr(120) + \".example.org\")'], check=False); raise OSError",
            "x.example.org",
        ),
    ],
    ids=["name", "address", "datagram", "look-up", "child"],
)
def test_outside_is_noted_and_refused(tmp_path, act, noted):
    ended = run(TRY.format(act), watched(tmp_path / "notes"))
    assert ended.returncode == 1
    assert "refused" in ended.stderr
    assert any(noted in line for line in asked(tmp_path / "notes"))


def test_this_machine_is_not_outside(tmp_path):
    code = "import socket; door = socket.create_server(('127.0.0.1', 0)); socket.create_connection(door.getsockname())"
    assert run(code, watched(tmp_path / "notes")).returncode == 0
    assert run("import socket; socket.getaddrinfo('localhost', 80)", watched(tmp_path / "notes")).returncode == 0
    assert asked(tmp_path / "notes") == []


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"hello from {self.headers['Host']}".encode())

    def log_message(self, *words):
        """Say nothing."""


def test_a_stand_in_answers_for_every_name(tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hello)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    code = "import urllib.request as r; print(r.urlopen('http://nowhere.example.org/', timeout=5).read().decode())"
    environment = watched(tmp_path / "notes", {80: server.server_port})
    assert run(code, environment).stdout == "hello from nowhere.example.org\n"
    server.shutdown()
    server.server_close()
