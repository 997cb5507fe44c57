"""The package `digest_atlas` that `pip install` makes: the product lies in its folder as it lies in the repository.

Not here: what the command does (`components.__main__`).
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """The command `digest-atlas`: this folder goes on the path, then it is `python -m components`."""
    sys.path.insert(0, str(Path(__file__).parent))
    from components.__main__ import main as run

    return run(program="digest-atlas")
