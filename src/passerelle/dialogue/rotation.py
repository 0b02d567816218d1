"""Whose turn it is to chair: a rule that anybody can check by hand, which proposes and decides nothing.

It looks at who chaired when and since when each has been there, and at nothing else. Stands on `base`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may chair. `group` is that by which the chair rotates, such as a kind or a region."""

    key: str
    name: str
    group: str
    since: date


@dataclass(frozen=True, slots=True)
class Turn:
    """Who chaired in a year, and of which group it was then."""

    year: int
    key: str
    group: str


@dataclass(frozen=True, slots=True)
class NextChair:
    """Whose turn it is, with the years that say why; None for "never"."""

    candidate: Candidate
    group_chaired: int | None
    chaired: int | None


def next_chair(candidates: Iterable[Candidate], turns: Sequence[Turn]) -> NextChair | None:
    """Propose who chairs next; None where nobody may.

    First the group that has not chaired for the longest, one that never did before all others. In it who has not
    chaired for the longest, and of those who never did who has been there for the longest. The name settles what is
    left, so that the same facts always give the same proposal.

    >>> from datetime import date
    >>> two = [Candidate("a", "A", "north", date(2020, 1, 1)), Candidate("b", "B", "south", date(2021, 1, 1))]
    >>> next_chair(two, [Turn(2025, "a", "north")]).candidate.name
    'B'
    """
    there = list(candidates)
    by_group = _newest((turn.group, turn.year) for turn in turns)
    by_key = _newest((turn.key, turn.year) for turn in turns)
    if not there:
        return None
    first = min(
        there,
        key=lambda one: (by_group.get(one.group, 0), by_key.get(one.key, 0), one.since, one.name, one.key),
    )
    return NextChair(first, by_group.get(first.group), by_key.get(first.key))


def _newest(years: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, year in years:
        found[key] = max(year, found.get(key, 0))
    return found
