"""Send the mails that are due to those who subscribed to a saved search: one a day or week each, however often run.

Examples, the second a line of a crontab, for every hour:
  python -m components mail --dry-run
  0 * * * * cd digest-atlas && .venv/bin/python -m components mail

Needs the settings DIGEST_ATLAS_SMTP, DIGEST_ATLAS_MAIL_FROM and DIGEST_ATLAS_ADDRESS. Prints one line a subscription.
Exit status 1 where a mail was not taken; the next run tries it again.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether anything is sent, and where copies go."""
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent, send and note nothing")
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="also write each mail there as an .eml file")


def run(arguments: argparse.Namespace) -> int:
    """Send what is due; 1 where a mail was not taken, 2 where mails cannot be sent at all."""
    from components.settings import SettingsError, settings
    from components.sharing.mail.delivery import send_due_mails
    from components.store.database import StoreError, store

    try:
        chosen, engine = settings(), store()
    except (SettingsError, StoreError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    if not chosen.mail_server and not arguments.dry_run:
        print("No mails can be sent: DIGEST_ATLAS_SMTP is not set. Set it, or try --dry-run.", file=sys.stderr)
        return 2
    if arguments.folder:
        arguments.folder.mkdir(parents=True, exist_ok=True)
    number = failed = 0
    for number, outcome in enumerate(send_due_mails(engine, chosen, datetime.now(UTC), dry=arguments.dry_run), 1):
        failed += outcome.failed
        print(f"{outcome.subscription.email}: “{outcome.subscription.search}”, {outcome.period}: {outcome.sentence}")
        if arguments.folder and outcome.message is not None:
            (arguments.folder / f"{number:04}.eml").write_bytes(bytes(outcome.message))
    if not number and arguments.dry_run:
        print("No mail is due: nobody subscribed, or all have had theirs for this day or week.", file=sys.stderr)
    return 1 if failed else 0
