"""The odd server for the tests of this folder and below."""

from tests.links.server import server

__all__ = ["server"]
