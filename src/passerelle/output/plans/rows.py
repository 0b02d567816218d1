"""The rows of a timetable: objectives, measures and actions with their numbers and spans, coarser where there are many.

Nothing is drawn here. Stands on `plans.schedule`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from passerelle.plans.records import Action, Measure, Objective, Plan
from passerelle.plans.schedule import Schedule, Timed

MOST_ACTIONS = 120  # beyond these a row is a measure
MOST_MEASURES = 240  # beyond these a row is an objective
Kind = Literal["objective", "measure", "action"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the timetable. Without `start` it is a heading; `bar` says that it is what the timetable is made of.

    `late_end` is the latest end that moves nothing else; `count` is of how many actions it is the span.
    """

    kind: Kind
    key: str
    number: str
    title: str
    bar: bool
    start: date | None = None
    end: date | None = None
    late_end: date | None = None
    critical: bool = False
    clashes: bool = False
    count: int = 1


def numbered(plan: Plan) -> Iterator[tuple[str, Objective, Measure | None, Action | None]]:
    """Every objective, measure and action in order with its number: 1, 1.2, 1.2.3."""
    for o, objective in enumerate(plan.objectives, 1):
        yield f"{o}", objective, None, None
        for m, measure in enumerate(objective.measures, 1):
            yield f"{o}.{m}", objective, measure, None
            for a, action in enumerate(measure.actions, 1):
                yield f"{o}.{m}.{a}", objective, measure, action


def numbers_of(plan: Plan) -> dict[str, str]:
    """The number of each action by its key."""
    return {action.key: number for number, _, _, action in numbered(plan) if action is not None}


def grain(plan: Plan) -> Kind:
    """What a row stands for: an action, in a large plan a measure, in a huge one an objective."""
    if sum(1 for _ in plan.actions()) <= MOST_ACTIONS:
        return "action"
    return "measure" if sum(1 for _ in plan.measures()) <= MOST_MEASURES else "objective"


def rows_of(plan: Plan, schedule: Schedule) -> list[Row]:
    """The rows of a plan's timetable in its order."""
    finest = grain(plan)
    clashing = {clash.key for clash in schedule.conflicts}
    made: list[Row] = []
    for number, objective, measure, action in numbered(plan):
        if action is not None:
            if finest == "action":
                made.append(_row("action", action, number, True, [schedule.by_key[action.key]], clashing))
        elif measure is not None:
            if finest != "objective":
                timed = [schedule.by_key[one.key] for one in measure.actions]
                made.append(_row("measure", measure, number, finest == "measure", timed, clashing))
        else:
            timed = [schedule.by_key[one.key] for each in objective.measures for one in each.actions]
            made.append(_row("objective", objective, number, finest == "objective", timed, clashing))
    return made


def _row(
    kind: Kind, one: Objective | Measure | Action, number: str, bar: bool, timed: Sequence[Timed], clashing: set[str]
) -> Row:
    if not timed:
        return Row(kind, one.key, number, one.title, bar, count=0)
    return Row(
        kind, one.key, number, one.title, bar, min(each.early_start for each in timed),
        max(each.early_end for each in timed), max(each.late_end for each in timed),
        any(each.is_critical for each in timed), any(each.key in clashing for each in timed), len(timed),
    )  # fmt: skip


def sheets_of(rows: Sequence[Row], height: Callable[[Row], float], most: float) -> list[list[Row]]:
    """The rows in sheets of about one height, none higher than `most`; none ends with a heading.

    A sheet that begins inside a group begins with the group's headings again.
    """
    heights = [height(row) for row in rows]
    wanted = sum(heights) / (-(-sum(heights) // most) or 1)
    sheets: list[list[Row]] = [[]]
    above: dict[Kind, Row] = {}
    filled = 0.0
    for at, row in enumerate(rows):
        # a heading wants its first bar beneath it
        needed = heights[at] + sum(heights[at + 1 : at + 2 + (row.kind == "objective")]) * (not row.bar)
        if sheets[-1] and (filled >= wanted or filled + needed > most):
            sheets.append([above[kind] for kind in _ABOVE[row.kind] if kind in above])
            filled = sum(height(one) for one in sheets[-1])
        if not row.bar:
            above[row.kind] = row
            if row.kind == "objective":
                above.pop("measure", None)
        sheets[-1].append(row)
        filled += heights[at]
    return sheets


_ABOVE: dict[Kind, tuple[Kind, ...]] = {
    "objective": (), "measure": ("objective",), "action": ("objective", "measure"),
}  # fmt: skip
