"""What people do with a list that several fill: take part under a name, add papers, vote, leave one remark a paper.

Nobody has an account. A person is a random secret in a cookie; stored is only its hash, another one for each list. All
of this is limited: for a person, for a network address within an hour, for a list, and in all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from components.curation import quotas
from components.curation.group_lists import paper_copy
from components.curation.group_lists.lists import GroupList, GroupListError, printable
from components.curation.group_lists.paper_copy import PaperCopy
from components.curation.workspaces.tokens import TOKEN
from components.curation.workspaces.uploads import kept_bytes
from components.curation.workspaces.workspaces import hash_of, touch
from components.settings import MEGABYTE, settings
from components.store.database import now, reading, writing
from components.store.schema import group_list_opinions as opinions
from components.store.schema import group_list_papers as papers
from components.store.schema import group_list_people as people
from components.store.schema import group_lists

LONGEST_NAME, LONGEST_REMARK = 40, 500
MOST_PEOPLE, MOST_PAPERS, MOST_OF_ONE = 200, 500, 100  # of a list; papers that one person may add to it
CHANGES_OF_ADDRESS, CHANGES_OF_LIST, CHANGES_OF_ALL = 300, 3_000, 30_000  # within an hour
NAMES_OF_ADDRESS = 30  # people who begin within an hour: a class behind one network address


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes part in one list."""

    id: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said of a paper."""

    person: str  # id
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """One paper of a list, and what people did with it."""

    paper_id: str
    paper: PaperCopy
    added_by: str  # a name, "" for the list's owner
    adder: str  # id of that person, "" for the list's owner
    at: str
    voters: tuple[tuple[str, str], ...] = ()  # (id, name), the first voter first
    remarks: tuple[Remark, ...] = ()

    @property
    def votes(self) -> int:
        """How many people are for it."""
        return len(self.voters)


def join(engine: Engine, group: GroupList, secret: str, name: str, address: str) -> Person:
    """Take part under a name that nobody has there yet; `address` is the network address. Raises GroupListError."""
    name = " ".join(printable(name).split())
    if not name or len(name) > LONGEST_NAME:
        raise GroupListError(f"Give a name of 1 to {LONGEST_NAME} characters.")
    made = Person(_person_id(group, secret), name, now())
    with _changing(engine, group, address) as connection:
        known = connection.execute(select(people).where(people.c.list == group.id)).mappings().all()
        if mine := next((row for row in known if row["id"] == made.id), None):
            return Person(mine["id"], mine["name"], mine["at"])
        if any(row["name"].casefold() == name.casefold() for row in known):
            raise GroupListError("Somebody here has this name already. Add your surname, or a number.")
        if len(known) >= MOST_PEOPLE:
            raise GroupListError(f"{MOST_PEOPLE} people take part, as many as may. Ask who sent you the link.")
        if address:
            bounds = {quotas.counter("group list names", f"address {address}"): NAMES_OF_ADDRESS}
            _take(connection, bounds, "Many people began here within the hour. Try again later.")
        connection.execute(people.insert().values(id=made.id, list=group.id, name=made.name, at=made.at))
    return made


def person_of(engine: Engine, group: GroupList, secret: str) -> Person | None:
    """Who has this secret; None for somebody who does not take part yet."""
    if not TOKEN.fullmatch(secret):
        return None
    with reading(engine) as connection:
        row = connection.execute(select(people).where(people.c.id == _person_id(group, secret))).mappings().first()
    return None if row is None else Person(row["id"], row["name"], row["at"])


def add(
    engine: Engine, group: GroupList, person: Person | None, paper_id: str, paper: PaperCopy, address: str = ""
) -> bool:
    """Add a paper, with its adder's vote; None for `person` is the owner. False where it is there. GroupListError."""
    content, at = paper_copy.packed(paper), now()
    with _changing(engine, group, address, by_owner=person is None) as connection:
        known = connection.execute(select(papers.c.paper_id, papers.c.person).where(papers.c.list == group.id)).all()
        if any(row.paper_id == paper_id for row in known):
            return False
        if len(known) >= MOST_PAPERS:
            raise GroupListError(f"This list has {MOST_PAPERS} papers, as many as it may have.")
        if person and sum(row.person == person.id for row in known) >= MOST_OF_ONE:
            raise GroupListError(f"You added {MOST_OF_ONE} papers, as many as one person may.")
        if kept_bytes(connection, group.workspace) + len(content) > settings().workspace_bytes:
            raise GroupListError(
                f"The owner of this list keeps {settings().workspace_bytes / MEGABYTE:g} MB, as much as there may be."
            )
        values = {"list": group.id, "paper_id": paper_id, "content": content, "at": at}
        connection.execute(papers.insert().values(values | {"person": person.id if person else None}))
        if person:
            _set(connection, group, person, paper_id, {"vote": 1})
    return True


def vote(engine: Engine, group: GroupList, person: Person, paper_id: str, *, is_for: bool, address: str = "") -> None:
    """Vote for a paper, or take the vote back. Raises GroupListError."""
    with _changing(engine, group, address) as connection:
        _check_listed(connection, group, paper_id)
        _set(connection, group, person, paper_id, {"vote": int(is_for)})


def remark(engine: Engine, group: GroupList, person: Person, paper_id: str, text: str, address: str = "") -> None:
    """Leave a remark, in place of the one before; "" takes it back. Raises GroupListError."""
    text = printable(text).strip()
    if len(text) > LONGEST_REMARK:
        raise GroupListError(f"Your remark has {len(text):,} characters; it may have {LONGEST_REMARK}.")
    with _changing(engine, group, address) as connection:
        _check_listed(connection, group, paper_id)
        _set(connection, group, person, paper_id, {"remark": text})


def remove(engine: Engine, group: GroupList, person: Person | None, paper_id: str, address: str = "") -> None:
    """Take a paper off the list. The owner (None) may always, others what they added and nobody else has touched."""
    with _changing(engine, group, address, by_owner=person is None) as connection:
        here = (papers.c.list == group.id, papers.c.paper_id == paper_id)
        of_paper = (opinions.c.list == group.id, opinions.c.paper_id == paper_id)
        if person is not None:
            adder = connection.execute(select(papers.c.person).where(*here)).scalar()
            others = select(opinions.c.person).where(
                *of_paper, opinions.c.person != person.id, (opinions.c.vote == 1) | (opinions.c.remark != "")
            )
            if adder != person.id or connection.execute(others).first():
                raise GroupListError("Only what you added, and nobody else has voted or remarked on, can be removed.")
        connection.execute(delete(opinions).where(*of_paper))
        connection.execute(delete(papers).where(*here))


def remove_person(engine: Engine, group: GroupList, person_id: str) -> None:
    """Take somebody off the list with all they added, voted and said: for its owner."""
    with writing(engine) as connection:
        touch(connection, group.workspace, now())
        theirs = select(papers.c.paper_id).where(papers.c.list == group.id, papers.c.person == person_id)
        connection.execute(delete(opinions).where(opinions.c.list == group.id, opinions.c.paper_id.in_(theirs)))
        connection.execute(delete(people).where(people.c.list == group.id, people.c.id == person_id))


def people_of(engine: Engine, group: GroupList) -> tuple[Person, ...]:
    """Who takes part, the first first."""
    query = select(people).where(people.c.list == group.id).order_by(people.c.at, people.c.id)
    with reading(engine) as connection:
        return tuple(Person(row["id"], row["name"], row["at"]) for row in connection.execute(query).mappings())


def papers_of(engine: Engine, group: GroupList) -> tuple[ListedPaper, ...]:
    """The papers of a list, those with most votes first, of equal ones what was added first."""
    with reading(engine) as connection:
        rows = connection.execute(select(papers).where(papers.c.list == group.id)).mappings().all()
        rows_of_opinions = connection.execute(
            select(opinions).where(opinions.c.list == group.id).order_by(opinions.c.at, opinions.c.person)
        ).mappings()
        by_paper: dict[str, list[Any]] = {}
        for row in rows_of_opinions:
            by_paper.setdefault(row["paper_id"], []).append(row)
        names = {
            row.id: row.name
            for row in connection.execute(select(people.c.id, people.c.name).where(people.c.list == group.id))
        }
    found = []
    for row in rows:
        paper = paper_copy.unpacked(row["content"])
        if paper is None:  # damaged in the store: the others are still shown
            continue
        here, adder = by_paper.get(row["paper_id"], []), row["person"] or ""
        found.append(
            ListedPaper(
                row["paper_id"],
                paper,
                names.get(adder, ""),
                adder,
                row["at"],
                tuple((each["person"], names.get(each["person"], "")) for each in here if each["vote"]),
                tuple(
                    Remark(each["person"], names.get(each["person"], ""), each["remark"])
                    for each in here
                    if each["remark"]
                ),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.votes, one.at, one.paper_id)))


@contextmanager
def _changing(engine: Engine, group: GroupList, address: str, *, by_owner: bool = False) -> Iterator[Connection]:
    """A transaction that changes a list which is still there and, but for its owner, open. Raises GroupListError."""
    with writing(engine) as connection:
        touch(connection, group.workspace, now())  # changes of one list come one after the other
        here = (group_lists.c.id == group.id, group_lists.c.address == group.address)
        is_open = connection.execute(select(group_lists.c.open).where(*here)).scalar()
        if is_open is None:
            raise GroupListError("This list is not here any more. Ask who sent you the link.")
        if not by_owner:
            if not is_open:
                raise GroupListError("This list was closed: it can be read, and nothing be added.")
            bounds = {
                quotas.counter("group list changes"): CHANGES_OF_ALL,
                quotas.counter("group list changes", f"list {group.id}"): CHANGES_OF_LIST,
            }
            if address:
                bounds[quotas.counter("group list changes", f"address {address}")] = CHANGES_OF_ADDRESS
            _take(connection, bounds, "Much was changed within the hour. Try again later.")
        yield connection


def _take(connection: Connection, bounds: dict[str, int], why_not: str) -> None:
    if not quotas.take_within(connection, 1, bounds).amount:
        raise GroupListError(why_not)


def _check_listed(connection: Connection, group: GroupList, paper_id: str) -> None:
    here = select(func.count()).select_from(papers).where(papers.c.list == group.id, papers.c.paper_id == paper_id)
    if not connection.execute(here).scalar_one():
        raise GroupListError("This paper is not on the list any more.")


def _set(connection: Connection, group: GroupList, person: Person, paper_id: str, values: dict[str, Any]) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    given = {"person": person.id, "paper_id": paper_id, "list": group.id, "vote": 0, "remark": "", "at": now()}
    row = insert(opinions).values(given | values)
    connection.execute(row.on_conflict_do_update(index_elements=[opinions.c.person, opinions.c.paper_id], set_=values))


def _person_id(group: GroupList, secret: str) -> str:
    """Of each list another one: nobody can tell from what is stored that two of them are one person."""
    return hash_of(f"{group.id} {secret}")
