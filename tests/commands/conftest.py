"""The odd server for the tests."""

from tests.links.server import server

__all__ = ["server"]
