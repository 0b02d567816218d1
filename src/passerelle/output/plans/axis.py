"""Time along a line: from days to units of a drawing, and which years, quarters and months are marked.

Stands on `base.words`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from babel.dates import get_month_names

from passerelle.base.words import language_of, say

MONTHS_UP_TO, QUARTERS_UP_TO, QUARTER_LINES_UP_TO = 330, 1480, 2600  # days
LEAST_YEAR, LEAST_PART = 34.0, 21.0  # units that a label needs


@dataclass(frozen=True, slots=True)
class Tick:
    """A line at the start of a stretch of time, named where there is room; its middle is where a name would stand."""

    at: float
    middle: float
    label: str
    is_year: bool


@dataclass(frozen=True)
class Axis:
    """Days from `first` to `last` between `left` and `right`."""

    first: date
    last: date
    left: float
    right: float
    language: str = "en"

    @property
    def days(self) -> int:
        """How many days it shows."""
        return (self.last - self.first).days + 1

    def at(self, day: date) -> float:
        """Where a day begins."""
        return self.left + (self.right - self.left) * (day - self.first).days / self.days

    def after(self, day: date) -> float:
        """Where a day ends."""
        return self.at(day + timedelta(1))

    @cached_property
    def ticks(self) -> tuple[Tick, ...]:
        """Years, and inside them quarters or months where the time is short."""
        parts = 12 if self.days <= MONTHS_UP_TO else 4 if self.days <= QUARTER_LINES_UP_TO else 0
        return (*self._years(), *(self._parts(parts) if parts else ()))

    @property
    def has_parts(self) -> bool:
        """Are quarters or months named?"""
        return any(tick.label and not tick.is_year for tick in self.ticks)

    def _years(self) -> Iterator[Tick]:
        room = (self.right - self.left) * 365.25 / self.days
        every = next((n for n in (1, 2, 5, 10) if room * n >= LEAST_YEAR), 20)
        for year in range(self.first.year, self.last.year + 1):
            left, right = self._span(date(year, 1, 1), date(year + 1, 1, 1))
            cramped = self.days <= QUARTER_LINES_UP_TO and right - left < LEAST_YEAR
            named = not cramped and (every == 1 or year % every == 0)
            yield Tick(left, (left + right) / 2, str(year) if named else "", True)

    def _parts(self, parts: int) -> Iterator[Tick]:
        months = 12 // parts
        named = self.days <= (QUARTERS_UP_TO if parts == 4 else MONTHS_UP_TO)
        for year in range(self.first.year, self.last.year + 1):
            for part in range(parts):
                start = date(year, part * months + 1, 1)
                end = date(year + 1, 1, 1) if part == parts - 1 else date(year, (part + 1) * months + 1, 1)
                if end <= self.first or start > self.last:
                    continue
                left, right = self._span(start, end)
                label = self._name(parts, part) if named and right - left >= LEAST_PART else ""
                yield Tick(left, (left + right) / 2, label, False)

    def _name(self, parts: int, part: int) -> str:
        if parts == 4:
            return say("Q{quarter}", self.language).format(quarter=part + 1)
        spoken = language_of(self.language)
        names = get_month_names("abbreviated", "stand-alone", locale=spoken)
        return str(names[part + 1])

    def _span(self, start: date, end: date) -> tuple[float, float]:
        """Where a stretch begins and ends inside the axis."""
        return max(self.at(start), self.left), min(self.at(end), self.right)
