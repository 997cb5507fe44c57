"""Main-text extraction of a Daily Papers page: the page header, then titles and abstracts in turn.

The bundled digests have this shape. Blank lines may be missing, lines may be wrapped, a title or an abstract may have
been lost; so the most likely sequence of titles and abstracts is found for the text as a whole (Viterbi algorithm), by
signs of running prose (`prose`) and by the alternation, never by length. Pasted pairs of title and abstract without
the header are read too where the evidence is strong.
"""

from __future__ import annotations

from dataclasses import dataclass

from components.papers.paper import RawPaper
from components.papers.reading.captured_page.frame import date_line, has_page_header, is_frame
from components.papers.reading.content import Content
from components.papers.reading.outcome import LineRange, Reading, unknown
from components.papers.reading.text.prose import looks_like_title, prose_evidence, scholarly_words, starts_small
from components.papers.report import Note

SHAPE = "Daily Papers page text"
PASTED = "titles and abstracts"

_NEVER = 1e9
_TITLE, _TITLE_GOES_ON, _ABSTRACT, _ABSTRACT_GOES_ON, _STRAY, _FRAME = range(6)
_STATES = range(6)
_HEAD_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or a line that stands for one."""

    text: str
    lines: LineRange
    glued: bool  # no blank line before it


def recognise(content: Content) -> bool:
    """The page header, or pairs of title and abstract that are beyond doubt."""
    head = content.head[:_HEAD_CHARACTERS]
    if has_page_header(head):
        return True
    if len(content.text) > len(head):
        head = head[: head.rfind("\n") + 1]
    return _is_pairs(split_units(head.split("\n")))


def _has_prose(text: str) -> bool:
    """Whether any of a few samples of a text reads as an abstract: spares going through a large file without papers."""
    starts = range(0, len(text), max(len(text) // 4, _HEAD_CHARACTERS))
    return any(
        prose_evidence(unit.text) >= 2
        for start in starts
        for unit in split_units(text[start : start + _HEAD_CHARACTERS].split("\n"))
    )


def read(content: Content) -> Reading:
    """Titles and abstracts with their lines; stray paragraphs are reported as unknown."""
    if not _has_prose(content.text):
        return Reading()
    paragraphs = split_units(content.lines)
    states = most_likely_states(paragraphs)
    papers: list[RawPaper] = []
    notes: list[Note] = []
    frame: list[LineRange] = []
    date = ""
    for first, last in _groups(states):
        state = states[first]
        group = paragraphs[first:last]
        lines = (group[0].lines[0], group[-1].lines[1])
        if state == _FRAME:
            frame.append(lines)
            date = date or next(filter(None, (date_line(unit.text) for unit in group)), "")
        elif state == _STRAY:
            notes.append(unknown("A paragraph that has no title before it.", lines))
        else:
            title, abstract = _title_and_abstract(group, states[first:last])
            if not abstract and not looks_like_title(title):
                notes.append(unknown(f"“{title[:80]}” is neither a title nor an abstract.", lines))
                continue
            papers.append(RawPaper(title=title, abstract=abstract, position=len(papers) + 1, lines=lines))
    if not any(paper.abstract for paper in papers):
        papers = []
    shape = SHAPE if has_page_header(content.head) else PASTED
    return Reading(tuple(papers), date, tuple(notes), tuple(frame), shape)


def _title_and_abstract(group: list[Unit], states: list[int]) -> tuple[str, str]:
    parts = list(zip(group, states, strict=True))
    title = " ".join(unit.text for unit, state in parts if state <= _TITLE_GOES_ON)
    return title, " ".join(unit.text for unit, state in parts if state > _TITLE_GOES_ON)


def split_units(lines: list[str]) -> list[Unit]:
    """The paragraphs of a text: blocks between blank lines, each taken whole if wrapped and line by line if not."""
    found: list[Unit] = []
    block: list[str] = []
    start = 1
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            if not block:
                start = number
            block.append(line.strip())
        elif block:
            found.extend(_block_units(block, start))
            block = []
    return found


def _block_units(block: list[str], start: int) -> list[Unit]:
    if len(block) == 1:
        return [Unit(block[0], (start, start), False)]
    small = sum(map(starts_small, block[1:]))
    if small * 4 > len(block) - 1:
        return [Unit(" ".join(block), (start, start + len(block) - 1), False)]
    return [Unit(line, (start + k, start + k), k > 0) for k, line in enumerate(block)]


def most_likely_states(paragraphs: list[Unit]) -> list[int]:
    """The state of each paragraph in the sequence that costs least."""
    if not paragraphs:
        return []
    costs = [_NEVER] * 6
    costs[_FRAME] = 0.0
    steps: list[list[int]] = []
    previous_ends = True
    for unit in paragraphs:
        own = _own_costs(unit)
        moves = _move_costs(unit.glued, continues=starts_small(unit.text) or not previous_ends)
        best_costs, best_from = [], []
        for state in _STATES:
            came, cost = min(
                ((before, costs[before] + moves[before][state]) for before in _STATES), key=lambda pair: pair[1]
            )
            best_costs.append(cost + own[state])
            best_from.append(came)
        costs = best_costs
        steps.append(best_from)
        previous_ends = unit.text[-1:] not in ",;-–—" and not unit.text.endswith((" and", " the", " of", " a", " with"))
    state = min(_STATES, key=lambda s: costs[s])
    states = []
    for came_from in reversed(steps):
        states.append(state)
        state = came_from[state]
    return states[::-1]


def _own_costs(unit: Unit) -> list[float]:
    """What it costs to take a paragraph for each state."""
    if is_frame(unit.text) or date_line(unit.text):
        return [4.0, 4.0, 6.0, 6.0, 6.0, 0.0]
    evidence = prose_evidence(unit.text)
    as_title = evidence + (1.0 if starts_small(unit.text) else 0.0)
    as_abstract = max(4.0 - evidence, 0.0)
    return [as_title, as_title, as_abstract, as_abstract, as_abstract + 3.0, _NEVER]


def _move_costs(glued: bool, continues: bool) -> list[list[float]]:
    """What it costs to go from one state (row) to the next (column)."""
    title_on = 2.5 if glued else 5.0
    abstract_on = 1.0 if continues else 5.0
    return [
        # title, goes on, abstract, goes on, stray, frame
        [3.0, title_on, 0.0, _NEVER, _NEVER, 2.0],  # title
        [3.0, title_on, 0.0, _NEVER, _NEVER, 2.0],
        [0.0, _NEVER, _NEVER, abstract_on, 0.5, 0.5],  # abstract
        [0.0, _NEVER, _NEVER, abstract_on, 0.5, 0.5],
        [0.0, _NEVER, _NEVER, _NEVER, 0.0, 0.5],  # stray
        [0.0, _NEVER, _NEVER, _NEVER, 0.0, 0.0],  # frame
    ]


def _groups(states: list[int]) -> list[tuple[int, int]]:
    """Ranges of paragraphs that belong together: one paper, one stretch of frame, one stray paragraph."""
    if not states:
        return []
    groups: list[tuple[int, int]] = []
    start = 0
    for index in range(1, len(states)):
        changed = (states[index] == _FRAME) != (states[start] == _FRAME)
        if changed or states[index] in (_TITLE, _STRAY):
            groups.append((start, index))
            start = index
    return [*groups, (start, len(states))]


def _is_pairs(paragraphs: list[Unit]) -> bool:
    """Whether paragraphs are pairs of title and abstract beyond doubt, without a header that says so."""
    if len(paragraphs) < 2:
        return False
    states = most_likely_states(paragraphs)
    pairs = 0
    for unit, state, following in zip(paragraphs, states, states[1:], strict=False):
        if state in (_TITLE, _TITLE_GOES_ON) and following == _ABSTRACT and prose_evidence(unit.text) <= 3:
            pairs += 1
    abstracts = [unit.text for unit, state in zip(paragraphs, states, strict=True) if state == _ABSTRACT]
    convincing = [text for text in abstracts if prose_evidence(text) >= 5 and scholarly_words(text) >= 3]
    explained = sum(state in (_TITLE, _ABSTRACT) for state in states)
    return (
        pairs >= 1
        and len(set(convincing)) * 10 >= len(abstracts) * 7
        and explained * 10 >= len(states) * 8
        and (pairs >= 2 or len(states) == 2)
    )
