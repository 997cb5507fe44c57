"""Compute the map and topics of a set of papers.

The papers are a JSON list of objects with paper_id, title and abstract, or one such object a line (what
`read` prints, with id for paper_id). Each step is printed as a line of JSON; so is an error, with exit status 1.
More than 4,000 papers are computed by a Dask cluster where one is named, and by this machine otherwise.

Example:
  python -m components read digest.txt > papers.jsonl
  python -m components analyse --input papers.jsonl --output analysis.npz
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from pathlib import Path

import pandas as pd


class UnusablePapersError(ValueError):
    """The file given to `analyse` does not hold papers."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    from components.landscape.embeddings.models import DEFAULT_MODEL, MODELS, TRANSFORMER

    parser.add_argument("--input", type=Path, required=True, metavar="FILE", help="papers as JSON")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="where to write the analysis (.npz)")
    models = ", ".join((*MODELS, f"{TRANSFORMER}NAME"))
    parser.add_argument("--model", default=DEFAULT_MODEL, help=f"how papers become vectors: {models}")
    parser.add_argument(
        "--before",
        type=Path,
        metavar="FILE",
        help="an analysis of the same papers: its layout is the starting point of the new one",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="the Dask scheduler to compute by, as in tcp://scheduler:8786 (default: DIGEST_ATLAS_SCHEDULER)",
    )
    parser.add_argument(
        "--until-input-closes", action="store_true", help="end at once when standard input closes (used by the server)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Compute and write; returns the exit status."""
    if arguments.until_input_closes:
        threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        papers = read_papers(arguments.input)
        _analyse(papers, arguments.model, arguments.output, arguments.before, _scheduler(arguments.scheduler))
    except MemoryError:
        return _fail(f"There is not enough memory to analyse {arguments.input.name}. Try fewer papers.")
    except OSError as error:
        named = Path(error.filename).name if isinstance(error.filename, str) else arguments.output.name
        return _fail(f"{named}: {error.strerror or error}.")
    except ValueError as error:
        return _fail(str(error))
    except Exception as error:  # a visitor reads this: a sentence, no traceback
        return _fail(f"The map could not be computed ({type(error).__name__}: {error}).")
    return 0


def read_papers(path: Path) -> pd.DataFrame:
    """Papers from a JSON list or JSON lines: frame of paper_id, title, abstract. Raises UnusablePapersError."""
    try:
        text = path.read_text(encoding="utf-8")
        records = (
            json.loads(text)
            if text.lstrip().startswith("[")
            else [json.loads(line) for line in text.split("\n") if line.strip()]
        )
        rows = [(each.get("paper_id") or each["id"], each["title"], each.get("abstract") or "") for each in records]
    except FileNotFoundError as error:
        raise UnusablePapersError(f"There is no file {path}.") from error
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UnusablePapersError(
            f"{path.name} does not hold papers. It must be a JSON list of objects with paper_id, title and abstract."
        ) from error
    return pd.DataFrame(rows, columns=["paper_id", "title", "abstract"], dtype="object")


def _analyse(papers: pd.DataFrame, model: str, output: Path, before: Path | None, scheduler: str) -> None:
    from components.landscape.analysis.executor import Executor
    from components.landscape.analysis.pipeline import compute_analysis
    from components.landscape.result import load, save

    older = load(before) if before else None
    save(compute_analysis(papers, _say, model, before=older, executor=Executor(scheduler)), output)
    _say("Done", 1.0)


def _scheduler(given: str | None) -> str:
    """The address given, checked, or the one that is set. Raises SettingsError."""
    from components.settings import read, settings

    return settings().scheduler if given is None else read({"DIGEST_ATLAS_SCHEDULER": given}).scheduler


def _say(what: str, done: float) -> None:
    print(json.dumps({"step": what, "done": round(done, 3)}), flush=True)


def _fail(sentence: str) -> int:
    print(json.dumps({"error": sentence}), flush=True)
    return 1


def _end_with_input() -> None:
    """The server holds the other end: when it is gone, nobody wants the result any more."""
    while os.read(sys.stdin.fileno(), 4096):  # no buffered reader: its lock would stand in the way of a normal end
        pass
    os._exit(1)
