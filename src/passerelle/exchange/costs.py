"""Lines of costs out of a table into a plan: all of them or none, with every row that cannot be.

The form that people fill in is in `cost_form`. Stands on `_tables`, `_cost_rows` and `plans`.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from passerelle.base.errors import RowsRefused
from passerelle.exchange._cost_rows import Fault, RowReader, Told
from passerelle.exchange._tables import Sheet, read_table
from passerelle.exchange.cost_columns import find_columns
from passerelle.exchange.cost_form import costs_template
from passerelle.plans.records import Action, Cost, Plan

__all__ = ["costs_template", "read_costs"]

MOST_TOLD = 1_000  # faults told one by one; whoever has more mends these first
_LONGEST_STEM = 34  # with room for a number behind it
replace = msgspec.structs.replace


def read_costs(content: bytes, name: str, plan: Plan) -> Plan:
    """The plan with the lines of a table added to its actions.

    A line whose action and key exist takes the place of the old one; so does a line without a key whose item is that of
    an old line. Lines that the table does not name stay.

    Parameters
    ----------
    content : an Excel workbook (its sheet "Costs", or the first) or a CSV in UTF-8, with the columns of `cost_columns`.
    name : what the file is called, for messages.

    Raises
    ------
    PlanUnreadable : no table can be read from it.
    RowsRefused : some rows cannot be; none is taken, and each is named with its row in the sheet.
    """
    sheet = read_table(content, name)
    places, wrong = find_columns(sheet.heads)
    if wrong:
        raise RowsRefused([str(Fault(sheet.head, "", reason)) for reason in wrong])
    reader = RowReader(plan, sheet, places)
    told: list[Told] = []
    faults: list[Fault] = []
    for row in sheet.rows:
        line, found = reader.read(row)
        faults += found
        told += [line] if line else []
    faults += _twice(told)
    if faults:
        raise RowsRefused(_said(sheet, faults))
    return _with_lines(plan, told)


def _said(sheet: Sheet, faults: Sequence[Fault]) -> list[str]:
    """Faults as sentences in the order of rows, decimal commas explained first."""
    ordered = sorted(faults, key=lambda fault: fault.row)
    said = [str(fault) for fault in ordered[:MOST_TOLD]]
    if sheet.separator == ";" and any("has a comma" in fault.reason for fault in faults):
        said.insert(0, "This file separates columns with semicolons and writes decimals with a comma; "
                       "decimals are read with a point alone. Save it with a point, or as .xlsx.")  # fmt: skip
    if len(ordered) > MOST_TOLD:
        said.append(f"… and {len(ordered) - MOST_TOLD:,} more.")
    return said


def _twice(told: Iterable[Told]) -> list[Fault]:
    seen: dict[tuple[str, str], int] = {}
    found = []
    for line in told:
        mark = (line.action, line.key)
        if line.key and mark in seen:
            found.append(
                Fault(line.row, "key", f"the line “{line.key}” of this action stands already in row {seen[mark]}.")
            )
        seen.setdefault(mark, line.row)
    return found


def _with_lines(plan: Plan, told: Sequence[Told]) -> Plan:
    by_action: dict[str, list[Told]] = {}
    for line in told:
        by_action.setdefault(line.action, []).append(line)
    objectives = tuple(
        replace(objective, measures=tuple(
            replace(measure, actions=tuple(_filled(action, by_action) for action in measure.actions))
            for measure in objective.measures
        ))
        for objective in plan.objectives
    )  # fmt: skip
    return replace(plan, objectives=objectives)


def _filled(action: Action, by_action: Mapping[str, Sequence[Told]]) -> Action:
    """An action with its new lines in the place of old ones, or behind them."""
    told = by_action.get(action.key)
    if not told:
        return action
    lines = {cost.key: cost for cost in action.costs}
    keys = _Keys(action.costs, {line.key for line in told if line.key})
    for line in told:
        key = line.key or keys.key_of(line.cost.item)
        lines[key] = _kept(lines.get(key), replace(line.cost, key=key))
    return replace(action, costs=tuple(lines.values()))


class _Keys:
    """Keys for lines of an action that have none."""

    def __init__(self, old: Sequence[Cost], given: set[str]) -> None:
        self.held = {cost.key for cost in old} | given
        self.by_item: dict[str, deque[str]] = {}
        self.numbers: Counter[str] = Counter()
        for cost in old:
            if cost.key not in given:
                self.by_item.setdefault(cost.item, deque()).append(cost.key)

    def key_of(self, item: str) -> str:
        """That of an old line of the same item which no other has taken, else one out of the item."""
        if self.by_item.get(item):
            return self.by_item[item].popleft()
        stem = re.sub(r"[^a-z0-9]+", "-", item.lower()).strip("-")[:_LONGEST_STEM].strip("-") or "line"
        key = stem
        while key in self.held:
            self.numbers[stem] += 1
            key = f"{stem}-{self.numbers[stem] + 1}"
        self.held.add(key)
        return key


def _kept(old: Cost | None, new: Cost) -> Cost:
    """The new line; where it says what the old one does, that one, still to be checked if it was."""
    return old if old is not None and replace(old, to_check=False) == new else new
