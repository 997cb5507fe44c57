"""A reading process whose readers do what the digest says: hold the interpreter, eat memory, die, wait."""

import os
import re
import signal
import sys
import tempfile
import time

from components.papers.process import child, limits
from components.papers.reading import registry

SECONDS = 1.0  # of processor time that a file may take here
_read = registry.read


def _odd(content):
    data = content.data[:200]
    if b"HOLD" in data:
        re.match(r"(a+)+$", "a" * 60 + "b")  # one call of C that would take years
    elif b"EAT" in data:
        held = [bytearray(1 << 28) for _ in range(100)]
        raise AssertionError(len(held))
    elif b"DIE" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    elif b"WAIT" in data:
        time.sleep(600)
    elif b"PRINT" in data:
        print("what a library prints", flush=True)
    elif b"ENVIRONMENT" in data:
        raise registry.UnreadableDigest(" ".join(os.environ))
    elif b"WRITE" in data:
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("x")
            file.flush()
    return _read(content)


if __name__ == "__main__":
    registry.read = _odd
    vars(child)["seconds_for"] = lambda *_, **__: SECONDS
    limits.MEMORY = 1 << 30
    child.main(int(sys.argv[1]))
