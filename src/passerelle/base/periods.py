"""Periods as the publishers write them: a year, a span of years, a quarter, a month, a day.

Holds reading, ordering and writing. No calendars, no time of day. Lowest floor.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from passerelle.base.errors import PeriodUnreadable

_FORMS = (
    (re.compile(r"^(\d{4})$"), "year"),
    (re.compile(r"^(\d{4})[-–/](\d{4})$"), "span"),
    (re.compile(r"^(\d{4})-?[Qq]([1-4])$"), "quarter"),
    (re.compile(r"^(\d{4})-?[Mm]?(0[1-9]|1[0-2])$"), "month"),
    (re.compile(r"^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"), "day"),
)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A stretch of time.

    `first` and `last` are years; `part` is the quarter (1–4), the month (1–12) or month and day (mmdd)
    within the year, 0 where there is none. Ordered by start.
    """

    first: int
    last: int
    part: int = 0
    kind: str = "year"

    @property
    def text(self) -> str:
        """SDMX's way where it has one: 2020, 2015-2020, 2020-Q3, 2015-04, 2015-04-30."""
        if self.kind == "span":
            return f"{self.first}-{self.last}"
        if self.kind == "quarter":
            return f"{self.first}-Q{self.part}"
        if self.kind == "month":
            return f"{self.first}-{self.part:02d}"
        if self.kind == "day":
            return f"{self.first}-{self.part // 100:02d}-{self.part % 100:02d}"
        return str(self.first)

    @property
    def year(self) -> int:
        """The year by which the age of a figure is judged: the last one."""
        return self.last

    def __str__(self) -> str:
        return self.text

    def holds(self, other: "Period") -> bool:
        """Does `other` lie within this period?"""
        if self.kind in ("quarter", "month", "day"):
            return self == other
        return self.first <= other.first and other.last <= self.last


@lru_cache(maxsize=4096)
def read_period(text: str) -> Period:
    """Read `2020`, `2015-2020`, `2020-Q3`, `2020Q3`, `2015-04` or `2015-04-30`.

    Raises
    ------
    PeriodUnreadable : anything else, and spans that end before they start.
    """
    cleaned = text.strip()
    for form, kind in _FORMS:
        found = form.match(cleaned)
        if not found:
            continue
        first = int(found[1])
        if kind == "span":
            last = int(found[2])
            if last < first:
                raise PeriodUnreadable(f'The period "{text}" ends before it starts.')
            return Period(first, last, 0, "span")
        if kind == "day":
            return Period(first, first, int(found[2]) * 100 + int(found[3]), "day")
        return Period(first, first, int(found[2]) if kind != "year" else 0, kind)
    raise PeriodUnreadable(
        f'"{text}" is not a period. Write a year (2020), years (2015-2020), '
        "a quarter (2020-Q3), a month (2015-04) or a day (2015-04-30)."
    )
