"""Run the benchmarks: `python -m tests.bench [--strict] [--without-peers] [--json FILE] [NAME…]`."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from tests import bench
from tests.bench.row import PEERS_VARIABLE, Row, table


def benchmarks() -> list[str]:
    """The names of the modules of tests/bench that measure something (found by reading, without importing them)."""
    folders = [Path(folder) for folder in bench.__path__]
    names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if module.name != "__main__")
    return [
        name for name in names if any("\ndef rows(" in (folder / f"{name}.py").read_text("utf-8") for folder in folders)
    ]


def measure(names: Sequence[str]) -> tuple[dict[str, list[Row]], list[str]]:
    """Rows by benchmark, printed as they come, and the names of those that raised."""
    found: dict[str, list[Row]] = {}
    raised: list[str] = []
    for name in names:
        print(f"\n{name}", flush=True)
        rows: Callable[[], list[Row]] = importlib.import_module(f"tests.bench.{name}").rows
        try:
            found[name] = rows()
        except Exception:  # one benchmark that cannot run must not hide the others' figures
            traceback.print_exc()
            raised.append(name)
        else:
            print(table(found[name]), flush=True)
    return found, raised


def machine() -> str:
    """What the figures were measured on, in a line; where others keep the processors busy, times say little."""
    cores, load = os.cpu_count() or 1, os.getloadavg()[0]
    busy = " – busy with other work: times are too long" if load > cores / 2 else ""
    return f"Python {platform.python_version()}, {cores} cores, load {load:.1f}{busy}"


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0; 1 where a benchmark raised, or with `--strict` where a budget is broken; 2 for a wrong name."""
    known = benchmarks()
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(known)} (default: all)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a budget is broken")
    parser.add_argument("--without-peers", action="store_true", help="do not measure other tools beside ours")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the rows as JSON")
    arguments = parser.parse_args(argv)
    wrong = sorted(set(arguments.names) - set(known))
    if wrong:
        parser.error(f"no benchmark called {', '.join(wrong)}; there are: {', '.join(known)}")
    if arguments.without_peers:
        os.environ[PEERS_VARIABLE] = "0"

    print(machine())
    found, raised = measure(arguments.names or known)
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        content = {name: [asdict(row) | {"verdict": row.verdict} for row in rows] for name, rows in found.items()}
        arguments.json.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
    every = [row for rows in found.values() for row in rows]
    broken = [row for row in every if row.kept is False]
    print(f"\n{len(every)} figures, {len(broken)} budgets broken" + f", failed: {', '.join(raised)}" * bool(raised))
    return 1 if raised or (arguments.strict and broken) else 0


if __name__ == "__main__":
    sys.exit(main())
