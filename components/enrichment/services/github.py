"""GitHub: stars of a paper's repository, and whether it is closed to changes.

Source: GitHub's REST API ("Get a repository") and, where there is a token, its GraphQL API, fifty repositories in one
question. Without a token sixty questions an hour are answered, so that only the first papers' repositories are asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from components.enrichment.facts import Field
from components.enrichment.lanes import Pace
from components.enrichment.record import Record, Subject
from components.enrichment.services.service import Question, Service, count, json_of, known, text, within

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}")
_NO_OWNERS = frozenset({"orgs", "topics", "sponsors", "features", "settings", "apps", "search", "about", "users"})


class GitHub(Service):
    """Repositories. Its records are about the code of a paper, not the paper: there is no title to compare."""

    id, name = "github", "GitHub"
    pace = Pace(0.3)
    good_for = timedelta(days=1)
    by_title = False
    asked_late = True
    about_code = True
    most_without_key = 50
    gives = "stars, and whether a repository is archived"
    sends = "names of repositories"
    key_setting, key_gives = "GITHUB_TOKEN", "5,000 repositories an hour instead of 60"

    def __init__(self, base: str, key: str = "", contact: str = "") -> None:
        """With a token fifty repositories go into one question."""
        super().__init__(base, key, contact)
        self.batch = 50 if key else 1

    def id_of(self, subject: Subject) -> str:
        """owner/name of the repository."""
        parts = urlsplit(subject.code) if subject.code.startswith(("https://", "http://")) else None
        if parts is None or (parts.hostname or "").removeprefix("www.") != "github.com":
            return ""
        found = _NAME.match("/".join(parts.path.strip("/").split("/")[:2]).removesuffix(".git"))
        return "" if found is None or found[0].partition("/")[0].lower() in _NO_OWNERS else found[0]

    def look_up(self, ids: Sequence[str]) -> Question:
        """One repository, or with a token up to fifty."""
        headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        if not self.key:
            return Question(f"{self.base}/repos/{quote(ids[0])}", headers=headers)
        wanted = []
        for place, each in enumerate(ids):
            owner, _, name = each.partition("/")
            asked = f"owner:{json.dumps(owner)},name:{json.dumps(name)}"
            wanted.append(f"r{place}:repository({asked}){{nameWithOwner stargazerCount isArchived}}")
        content = json.dumps({"query": f"{{{' '.join(wanted)}}}"}).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        return Question(f"{self.base}/graphql", "POST", headers, content)

    def records(self, content: bytes) -> list[Record]:
        """The repositories of an answer of either kind."""
        found = json_of(content, dict)
        data = found.get("data")
        rows = list(data.values()) if isinstance(data, dict) else [found]
        return [record for row in rows if isinstance(row, dict) and (record := self._record(row)) is not None]

    def by_id(self, ids: Sequence[str], content: bytes) -> dict[str, list[Record]]:
        """By the place of each in the question: a renamed repository comes under its new name."""
        data = json_of(content, dict).get("data")
        if not isinstance(data, dict):
            records = self.records(content)
            return {ids[0]: records} if records and len(ids) == 1 else {}
        made = {each: self._record(data.get(f"r{place}")) for place, each in enumerate(ids)}
        return {each: [record] for each, record in made.items() if record is not None}

    def _record(self, row: Any) -> Record | None:
        name = text(within(row, "full_name")) or text(within(row, "nameWithOwner"))
        if not name:
            return None
        stars = count(row.get("stargazers_count", row.get("stargazerCount")))
        archived = row.get("archived", row.get("isArchived"))
        values = known({Field.STARS: stars, Field.ARCHIVED: archived if isinstance(archived, bool) else None})
        return Record(self.name, name, f"https://github.com/{name}", name, values=values)
