"""Loaded by Python itself at its start, where the environment says so (`tests.outside.watched`)."""

import ipaddress
import json
import os
import socket
import sys

_NOTES = os.environ.get("TESTS_OUTSIDE_NOTES", "")
_ANSWERS = json.loads(os.environ.get("TESTS_OUTSIDE_STAND_IN", "") or "{}")
_PUBLIC = "93.184.215.14"  # any address that the guard takes for one of the internet


def _inside(host: object) -> bool:
    """Whether an address or name is this machine's own."""
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _note(what: str) -> None:
    with open(_NOTES, "a", encoding="utf-8") as notes:  # noqa: PTH123 (nothing heavy is imported at Python's start)
        notes.write(what + "\n")


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    """Python tells of each connection and look-up before it happens; an exception prevents it."""
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path: a socket of this machine
    else:
        return
    if not _inside(host):
        _note(f"{event} {host!r} by {' '.join(sys.argv[:3])}")
        raise socket.gaierror(socket.EAI_NONAME, "nothing outside this machine answers")


def _answer_for_all() -> None:
    """Let every name be found, and every connection to the public address lead to the stand-in."""
    import certifi

    ports = {int(asked): here for asked, here in _ANSWERS["ports"].items()}
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def found(host, port, *rest, **named):
        if _inside(host):
            return look_up(host, port, *rest, **named)
        return look_up(_PUBLIC, port, *rest, **named)

    def connected(self, address):
        if isinstance(address, tuple) and address[0] == _PUBLIC and address[1] in ports:
            address = ("127.0.0.1", ports[address[1]])
        return connect(self, address)

    socket.getaddrinfo = found
    socket.socket.connect = connected  # type: ignore[method-assign]
    certifi.where = lambda: _ANSWERS["trusted"]


if _NOTES:
    if _ANSWERS:
        _answer_for_all()
        _inside_alone = _inside

        def _inside(host: object) -> bool:
            return host == _PUBLIC or _inside_alone(host)

    sys.addaudithook(_hook)
