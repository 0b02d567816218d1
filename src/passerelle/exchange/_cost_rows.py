"""A row of a table as a line of costs, with every fault of it, each with its column.

Stands on `_tables` and `plans.checking`.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast, get_args

from passerelle.exchange._tables import Cell, Row, Sheet, day_of
from passerelle.exchange.cost_columns import NAMES
from passerelle.plans.checking import cost_faults
from passerelle.plans.records import Cost, Plan, Quantity, Range, Spread

SPREADS: tuple[str, ...] = get_args(Spread)
NO_INFLATION = "none"
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_COMMA = re.compile(r"[+-]?\d[\d.\s' ]*,\d+|[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LONGEST_ITEM, _LONGEST_SOURCE, _LONGEST_SHOWN = 200, 8000, 60
_MOST_HINTS = 50
_YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: its row in the sheet, the head of its column, the reason."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = f"Row {self.row}, column “{self.column}”" if self.column else f"Row {self.row}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Told:
    """A line as its row tells it: the action's key and the line, whose key is "" where none is given."""

    row: int
    action: str
    key: str
    cost: Cost


class RowReader:
    """Reads rows of a sheet by the columns that it has."""

    def __init__(self, plan: Plan, sheet: Sheet, places: Mapping[str, int]) -> None:
        self.plan, self.sheet, self.places = plan, sheet, places
        self.actions = {action.key: action.title for action in plan.actions()}
        self.by_title = {title: key for key, title in self.actions.items()}
        self.hints: dict[str, str] = {}
        self.inflation = {one.key for one in plan.inflation}

    def hint(self, key: str) -> str:
        """The action that may be meant, by key or title. Only the first few are looked for, as it takes its time."""
        if key not in self.hints:
            near = []
            if len(self.hints) < _MOST_HINTS:
                near = difflib.get_close_matches(key, [*self.actions, *self.by_title], n=1)
            self.hints[key] = f" Did you mean “{self.by_title.get(near[0], near[0])}”?" if near else ""
        return self.hints[key]

    def read(self, row: Row) -> tuple[Told | None, list[Fault]]:
        """The line of a row, or what is wrong with it."""
        one = _OneRow(self, row)
        told = one.told()
        return (None, one.faults) if one.faults else (told, [])


class _OneRow:
    """A row while it is read; what is wrong gathers in `faults`."""

    def __init__(self, reader: RowReader, row: Row) -> None:
        self.reader, self.row = reader, row
        self.faults: list[Fault] = []

    def told(self) -> Told:
        """The line, sound if there are no faults."""
        action, key = self._action(), self._key()
        cost = Cost(
            key=key or "line",
            item=self._text("item", _LONGEST_ITEM, required=True),
            category=self._text("category", _LONGEST_ITEM, required=True).lower(),
            quantity=self._amount("quantity"),
            unit_cost=self._amount("unit_cost"),
            unit=self._text("unit", _LONGEST_ITEM),
            currency=self._text("currency", _LONGEST_ITEM).upper() or None,
            prices_of=self._year(),
            inflation=self._inflation(),
            spread=self._spread(),
            source=self._text("source", _LONGEST_SOURCE),
        )
        self._refuse_day()
        told = {fault.column for fault in self.faults}
        self.faults += [fault for fault in self._unsound(cost) if fault.column not in told]
        return Told(self.row.number, action, key, cost)

    def _unsound(self, cost: Cost) -> Iterator[Fault]:
        """What the checks of a plan say against the line."""
        for fault in cost_faults(cost, "", self.reader.inflation):
            column = fault.place.removeprefix(".") or fault.kind
            # what is wrong with quantity and price together is about no column
            yield Fault(self.row.number, self._head(column) if column in NAMES else "", fault.text())

    def _head(self, column: str) -> str:
        place = self.reader.places.get(column)
        return column if place is None else self.reader.sheet.heads[place]

    def _fault(self, column: str, reason: str) -> None:
        self.faults.append(Fault(self.row.number, self._head(column), reason))

    def _cell(self, column: str) -> Cell | None:
        place = self.reader.places.get(column)
        cell = self.row.cells[place] if place is not None and place < len(self.row.cells) else None
        if cell is not None and cell.kind == "error":
            self._fault(column, f"the cell holds an error ({cell.text}); mend its formula.")
            return Cell("", "error")
        return cell

    def _text(self, column: str, longest: int, *, required: bool = False) -> str:
        cell = self._cell(column)
        text = cell.text.strip() if cell else ""
        if required and cell is None:
            self._fault(column, "nothing stands here.")
        elif len(text) > longest:
            self._fault(column, f"the text has {len(text)} letters; {longest} are the most.")
        return text

    def _action(self) -> str:
        key, known = self._text("action", _LONGEST_ITEM, required=True), self.reader.actions
        if not key or key in known or key.lower() in known:
            return key if key in known else key.lower()
        self._fault("action", f"the plan has no action “{_short(key)}”.{self.reader.hint(key)}")
        return key

    def _key(self) -> str:
        key = self._text("key", _LONGEST_ITEM)
        if key and not _KEY.fullmatch(key):
            told = "a key has small letters, digits, - and _, begins with a letter or digit, and is no longer than 40."
            self._fault("key", f"“{_short(key)}” is no key: {told}")
        return key

    def _number(self, column: str) -> Decimal | None:
        cell = self._cell(column)
        if cell is None or cell.kind == "error":
            return None
        text = cell.text.strip()
        if _NUMBER.fullmatch(text) and (cell.kind == "number" or not cell.is_typed):
            return Decimal(text)
        if _COMMA.fullmatch(text):
            reason = "has a comma; write decimals with a point (1.5) and no separators of thousands."
        elif cell.is_typed and _NUMBER.fullmatch(text):
            reason = "stands as a text, which a sheet does not add up; type it again as a number."
        else:
            reason = "is no number."
        self._fault(column, f"“{_short(text)}” {reason}")
        return None

    def _amount(self, column: str) -> Quantity:
        """A number, or a three-point estimate where a lowest and a highest stand beside it."""
        before = len(self.faults)
        likely, low, high = (self._number(name) for name in (column, f"{column}_low", f"{column}_high"))
        if len(self.faults) > before:
            return Decimal(0)
        if likely is None:
            self._fault(column, "a number is expected here.")
            return Decimal(0)
        if low is None and high is None:
            return likely
        if low is None or high is None:
            lacking = f"{column}_low" if low is None else f"{column}_high"
            self._fault(lacking, "a range has both ends; this one is lacking.")
            return likely
        return Range(low, likely, high)

    def _year(self) -> int | None:
        year = self._number("prices_of")
        if year is None:
            return None
        if year not in _YEARS:
            self._fault("prices_of", f"a year from {_YEARS[0]} to {_YEARS[-1]} is expected here, not {year}.")
            return None
        return int(year)

    def _inflation(self) -> str | None:
        key = self._text("inflation", _LONGEST_ITEM)
        if key.lower() == NO_INFLATION and key not in self.reader.inflation:
            return ""
        return key or None

    def _spread(self) -> Spread:
        spread = self._text("spread", _LONGEST_ITEM).lower() or SPREADS[0]
        if spread not in SPREADS:
            self._fault("spread", f"“{_short(spread)}” is no way to spread costs; there are {', '.join(SPREADS)}.")
        return cast(Spread, spread)

    def _refuse_day(self) -> None:
        text, period = self._text("on", _LONGEST_ITEM), self.reader.plan.period
        day = day_of(text)
        if text and day is None:
            self._fault("on", f"“{_short(text)}” is no day as in 2027-01-31.")
        elif day is not None and not period.start <= day <= period.end:
            self._fault("on", f"{day} lies outside the plan, which runs from {period.start} to {period.end}.")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
