"""Look papers up at services and print one JSON object a paper with what they say; progress goes to standard error.

Examples:
  python -m components complete digest.txt --plan
  python -m components complete digest.txt > completed.jsonl

Titles and ids leave this machine, for the services that `--plan` names; keys are settings, none is needed. What is
found is kept in the store, so that a run that is stopped goes on where it was. Exit status 1 where a service that was
wanted could not be asked about every paper.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from components.commands.links import read_files
from components.commands.shared.progress_line import follow
from components.enrichment import findings
from components.enrichment.plan import Plan, time_in_words
from components.enrichment.record import Subject
from components.enrichment.services import registry


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The papers, and who is asked."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="digest files in any shape that `read` knows")
    parser.add_argument("--workspace", metavar="TOKEN", help="complete the papers of this workspace instead")
    parser.add_argument("--plan", action="store_true", help="say what would be asked and how long it takes, and end")
    names = ", ".join(registry.NAMES)
    parser.add_argument("--only", action="append", choices=list(registry.NAMES), metavar="SERVICE", help=names)
    parser.add_argument(
        "--without", action="append", default=[], choices=list(registry.NAMES), metavar="SERVICE", help="repeatable"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the papers; 1 where not all could be asked, 2 where there is nothing to complete as asked."""
    from components.commands.shared.workspace_argument import UnknownWorkspaceError, workspace_of
    from components.curation.workspaces import completed
    from components.finding.filters import Filters
    from components.papers.library import read_digests
    from components.store.database import StoreError, store
    from components.workspace import completing, view

    if bool(arguments.files) == bool(arguments.workspace):
        print("Give files, or a workspace by --workspace.", file=sys.stderr)
        return 2
    try:
        engine = store()
        workspace = workspace_of(engine, arguments.workspace) if arguments.workspace else ""
    except (StoreError, UnknownWorkspaceError) as error:
        print(error, file=sys.stderr)
        return 2
    status = 0
    if workspace:
        library = view.of(engine, workspace, Filters()).library
    else:
        files, status = read_files(arguments.files)
        library = read_digests(files)
    asked = completing.subjects(library)
    chosen = set(arguments.only or set(registry.NAMES) - registry.OFF_AT_FIRST) - set(arguments.without)
    services = completing.services(chosen)
    if not asked:
        print("There are no papers to complete.", file=sys.stderr)
        return 2
    priced = completing.price(engine, list(asked.values()), services)
    _tell_plan(priced, full=arguments.plan)
    if arguments.plan:
        return status
    job = completing.start(engine, list(asked.values()), services)
    follow(
        job,
        lambda: job.progress().sentence,
        lambda: [each.sentence for each in job.progress().services if each.sentence],
    )
    if workspace:
        completed.note(engine, workspace)
    unasked = job.unasked()
    for line in paper_objects(asked, findings.kept(engine, [each.key for each in asked.values()]), unasked):
        sys.stdout.buffer.write(orjson.dumps(line) + b"\n")
    sys.stdout.flush()
    print(job.progress().sentence, file=sys.stderr)
    if job.error:
        print(job.error, file=sys.stderr)
    return 1 if unasked or job.error or job.progress().stopped else status


def _tell_plan(priced: Plan, *, full: bool) -> None:
    print(priced.sentence, file=sys.stderr)
    for share in priced.shares if full else ():
        service = share.service
        printed = f"  {service.name} ({service.id}): {service.sends}; gives {service.gives}"
        printed += f". About {share.questions:,} questions, {time_in_words(share.seconds)}" if share.questions else ""
        if service.key_setting and not service.key:
            printed += f". With a key in {service.key_setting}: {service.key_gives}"
        print(f"{printed}.", file=sys.stderr)


def paper_objects(
    asked: Mapping[str, Subject],
    kept: Mapping[str, Mapping[str, findings.Finding]],
    unasked: Mapping[str, Mapping[str, str]],
) -> Iterator[dict[str, Any]]:
    """One object a paper: its verdict, the facts with who says them, records that may be it, who was not asked."""
    for paper_id, subject in asked.items():
        found = kept.get(subject.key, {})
        yield {
            "paper_id": paper_id,
            "title": subject.title,
            "verdict": findings.verdict_of(found.values()),
            "facts": [
                {
                    "field": fact.field,
                    "value": fact.value,
                    "service": fact.service,
                    "record": fact.record,
                    "at": fact.date,
                    "verdict": fact.verdict,
                }
                for fact in findings.facts(found.values())
            ],
            "services": {name: each.verdict for name, each in sorted(found.items())},
            "not_asked": dict(unasked.get(subject.key, {})),
        }
