"""What a source outside the digests says about a paper: one value, who says it, in which record, and since when.

Facts stand beside what digests say and never replace it. `subject.paper_key` says which paper they are about.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BY_HAND = "checked by hand"  # the service of facts that a person gathered from public texts and compared


class Verdict(StrEnum):
    """How sure it is that a service's record is the paper that was asked about."""

    SURE = "sure"  # its facts are filled in
    LIKELY = "likely"  # shown beside ours, for a person to confirm
    DOUBTFUL = "doubtful"  # only listed
    NONE = "none"  # the service was asked and has nothing like it
    NOT_ASKED = "not asked"  # the service was not reached, asked for a pause, or was switched off


class Field(StrEnum):
    """What a fact is about; the comment says what its value is."""

    ARXIV_ID = "arxiv_id"  # "2404.06773", without version
    DOI = "doi"  # small letters, of the published version
    TITLE = "title"  # as the service has it
    AUTHORS = "authors"  # names in order, as a tuple
    PUBLISHED = "published"  # of the first version: "2024-04-10", "2024-04" or "2024"
    UPDATED = "updated"  # of the latest version
    VENUE = "venue"  # where it was published
    TYPE = "type"  # of the publication: one of `papers.cleaning.publication.TYPES`
    STATUS = "status"  # with its venue, as written there: "spotlight"
    YEAR = "year"  # of the published version
    CATEGORIES = "categories"  # of arXiv, the primary one first, as a tuple
    COMMENT = "comment"  # of the authors, on arXiv
    CITATIONS = "citations"  # as the service counts them; never added to another's
    SUMMARY = "summary"  # one or two sentences written by a machine
    CODE = "code"  # the address of a repository
    PROJECT = "project"  # the address of a project's page
    OPEN_ACCESS = "open_access"  # the address of a free copy
    STARS = "stars"  # of the repository
    ARCHIVED = "archived"  # whether the repository is closed to changes
    VOTES = "votes"  # on Hugging Face; every look is kept
    COMMENTS = "comments"  # on Hugging Face
    NOTE = "note"  # a sentence, as on titles of other versions
    RETRACTED = "retracted"  # whether it was withdrawn


Value = str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that a source gives for one field of a paper."""

    field: str  # one of `Field`
    value: Value
    service: str  # its name as shown: "arXiv", "OpenAlex", `BY_HAND`
    record: str  # the address of its record, "" where it has none
    date: str  # when the service said so, ISO 8601: a day or a time in UTC
    verdict: Verdict = Verdict.SURE
    confirmed: bool = False  # by a person, who said that the record is the paper
