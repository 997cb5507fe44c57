"""For all tests: how many examples hypothesis tries, and a place for compiled code that outlives one test run.

The usual run tries few examples of each property; `--hypothesis-profile large` tries many, for whoever changes
what the properties are about and has the time.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# No deadline: a busy machine is slow, and no example is wrong for that.
settings.register_profile("usual", max_examples=40, deadline=None)
settings.register_profile("large", max_examples=400, deadline=None)
settings.load_profile("usual")  # pytest's option loads another one after this


@pytest.fixture(scope="session", autouse=True)
def compiled_code(request: pytest.FixtureRequest) -> None:
    """numba keeps what it compiles between test runs, for child processes too (half a minute on the first run only)."""
    cache = request.config.cache
    assert cache is not None
    os.environ.setdefault("NUMBA_CACHE_DIR", str(cache.mkdir("compiled")))
