"""The lines of a backup about lists that several people fill, judged before anything of them is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import orjson

from components.curation.annotations import kinds
from components.curation.backups.values import OddLineError, number, text
from components.curation.group_lists import paper_copy
from components.curation.group_lists.contributions import LONGEST_NAME, LONGEST_REMARK, MOST_PAPERS, MOST_PEOPLE
from components.curation.group_lists.lists import MOST, printable
from components.curation.shared_lists import LONGEST_INTRODUCTION, LONGEST_TITLE

Row = dict[str, Any]


class GroupListJudge:
    """Knows which lists, people and papers came before: the lines that follow belong to them."""

    def __init__(self, keep: Callable[[str, Row], None], time: Callable[[Row, str], str]) -> None:
        """`keep` puts a row aside; `time` reads a time of a row, and raises OddLineError."""
        self._keep, self._time = keep, time
        self._names: dict[int, set[str]] = {}  # of each list
        self._people: set[tuple[int, int]] = set()
        self._papers: dict[int, set[str]] = {}
        self._opinions: set[tuple[int, int, str]] = set()
        self.take: dict[str, Callable[[Row], None]] = {
            "group_list": self._list,
            "group_list_person": self._person,
            "group_list_paper": self._paper,
            "group_list_opinion": self._opinion,
        }

    def _list(self, row: Row) -> None:
        own, title = number(row, "number"), text(row, "title", LONGEST_TITLE)
        introduction = text(row, "introduction", LONGEST_INTRODUCTION)
        if (
            own in self._names
            or not title.strip()
            or not title.isprintable()
            or printable(introduction) != introduction
        ):
            raise OddLineError("is a list without a number and a title of its own")
        if len(self._names) >= MOST:
            raise OddLineError("is one more list than there may be")
        kept = {"number": own, "title": title, "introduction": introduction, "at": self._time(row, "at")}
        self._names[own], self._papers[own] = set(), set()
        self._keep("group_list", kept)

    def _person(self, row: Row) -> None:
        of, own, name = self._of(row), number(row, "number"), text(row, "name", LONGEST_NAME)
        names = self._names[of]
        if " ".join(name.split()) != name or not name or not name.isprintable() or name.casefold() in names:
            raise OddLineError("is a person without a name of their own")
        if (of, own) in self._people or len(names) >= MOST_PEOPLE:
            raise OddLineError("is a person who is there already, or one more than there may be")
        at = self._time(row, "at")
        names.add(name.casefold())
        self._people.add((of, own))
        self._keep("group_list_person", {"list": of, "number": own, "name": name, "at": at})

    def _paper(self, row: Row) -> None:
        of, paper_id, person = self._of(row), text(row, "paper_id", 4_000), row.get("person")
        paper, papers = paper_copy.judged(row.get("paper")), self._papers[of]
        if person is not None and (of, number(row, "person")) not in self._people:
            raise OddLineError("was added by nobody who takes part")
        if paper is None or not kinds.is_id(paper_id) or paper_id in papers or len(papers) >= MOST_PAPERS:
            raise OddLineError("is no paper, one that is there already, or one more than there may be")
        at, content = self._time(row, "at"), orjson.dumps(asdict(paper)).decode()
        papers.add(paper_id)
        self._keep("group_list_paper", {"list": of, "paper_id": paper_id, "person": person, "paper": content, "at": at})

    def _opinion(self, row: Row) -> None:
        of, person, paper_id = self._of(row), number(row, "person"), text(row, "paper_id", 4_000)
        vote, remark = number(row, "vote"), text(row, "remark", LONGEST_REMARK)
        key = (of, person, paper_id)
        if (of, person) not in self._people or paper_id not in self._papers[of] or key in self._opinions:
            raise OddLineError("is by nobody who takes part, or on no paper of the list")
        if vote > 1 or printable(remark).strip() != remark:
            raise OddLineError("is no vote and no remark")
        at = self._time(row, "at")
        self._opinions.add(key)
        kept = {"list": of, "person": person, "paper_id": paper_id, "vote": vote, "remark": remark, "at": at}
        self._keep("group_list_opinion", kept)

    def _of(self, row: Row) -> int:
        of = number(row, "list")
        if of not in self._names:
            raise OddLineError("belongs to a list that is not there")
        return of
