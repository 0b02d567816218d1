"""Days and months as the law counts them: whole months with a stated end, periods that are half open, windows.

A period runs from its first day up to, and not on, its last. A month ends on the day of the same number; where a
month has no such day, on its last (Regulation (EEC, Euratom) No 1182/71, Art 3(2)(c)). Stands on numpy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Days: TypeAlias = npt.NDArray[np.datetime64]
Floats: TypeAlias = npt.NDArray[np.float64]

_ONE_DAY, _ONE_MONTH = np.timedelta64(1, "D"), np.timedelta64(1, "M")
# Shares of months are added up; what rounding leaves must not decide whether a limit is reached.
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with what was said of it: a status, a reason, a state."""

    start: date
    end: date
    said: tuple[tuple[str, str], ...] = ()

    def word(self, name: str) -> str:
        """What was said under a name; "" where nothing was."""
        return dict(self.said).get(name, "")

    def within(self, start: date, end: date) -> "Span | None":
        """The part of it between two days; None where there is none."""
        first, last = max(self.start, start), min(self.end, end)
        return Span(first, last, self.said) if first < last else None


def add_months(day: Any, months: Any) -> Days:
    """The day some months on; the last of the month where it has no such day. Arrays or single days."""
    days = np.asarray(day, "datetime64[D]")
    first = days.astype("datetime64[M]")
    target = first + np.asarray(months, np.int64) * _ONE_MONTH
    last = (target + _ONE_MONTH).astype("datetime64[D]") - _ONE_DAY
    found: Days = np.minimum(target.astype("datetime64[D]") + (days - first.astype("datetime64[D]")), last)
    return found


def earliest_within(day: Any, months: int) -> Any:
    """The earliest day from which some months on is no earlier than a day: the other way round of `add_months`.

    One comparison with it stands for counting months from every row of a table.
    """
    near = add_months(day, -months)
    tries = near + np.arange(-1, 5).astype("timedelta64[D]")
    return tries[np.argmax(add_months(tries, months) >= np.datetime64(day))]


def months_between(start: Any, end: Any) -> Floats:
    """Months from one day up to another: the whole ones, and the share of the one that has begun.

    Negative where the end comes first; NaN where a day is not known.
    """
    first, last = np.broadcast_arrays(np.asarray(start, "datetime64[D]"), np.asarray(end, "datetime64[D]"))
    turned = first > last
    low, high = np.where(turned, last, first), np.where(turned, first, last)
    known = ~(np.isnat(low) | np.isnat(high))
    low, high = np.where(known, low, np.datetime64("2000-01-01")), np.where(known, high, np.datetime64("2000-01-01"))
    whole = (high.astype("datetime64[M]") - low.astype("datetime64[M]")).astype(np.int64)
    whole -= add_months(low, whole) > high
    begun, ends = add_months(low, whole), add_months(low, whole + 1)
    share = (high - begun) / (ends - begun)
    found = np.round(whole + share, _DECIMALS)
    return np.where(known, np.where(turned, -found, found), np.nan)


def months_of(span: Span) -> float:
    """How many months a stretch lasts."""
    return float(months_between(span.start, span.end))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days, each once, in order; what was said of them is left out."""
    found: list[Span] = []
    for one in sorted(spans, key=lambda span: (span.start, span.end)):
        if found and one.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(Span(one.start, one.end))
    return found


def longest_months(spans: Iterable[Span]) -> float:
    """How many months the longest stretch lasts, joined with those that touch it; 0 for none."""
    return max((months_of(one) for one in merged(spans)), default=0.0)


def total_months(spans: Iterable[Span]) -> float:
    """How many months all stretches last together."""
    return round(sum(months_of(one) for one in merged(spans)), _DECIMALS)


def most_months_in(spans: Sequence[Span], window: int) -> float:
    """The most months that lie in any window of so many months.

    A window that holds most can be moved until it ends where a stretch ends, or begins where one begins. It begins
    on the first day from which so many months reach its end: for one month before 31 May, 1 May and not 30 April. Parts
    of months of unlike length may add up to more than the window; no more than the window itself is counted.
    """
    whole = merged(spans)
    best = 0.0
    for one in whole:
        ends: list[Any] = [one.end, add_months(one.start, window).item()]
        for end in ends:
            begin: Any = add_months(end, -window).item()
            while add_months(begin, window).item() < end:
                begin += timedelta(days=1)
            held = [part for span in whole if (part := span.within(begin, end)) is not None]
            best = max(best, total_months(held))
    return min(best, float(window))


def most_days_in(spans: Sequence[Span], window: int) -> int:
    """The most days that lie in any window of so many days."""
    whole = merged(spans)
    best = 0
    for one in whole:
        end = one.end.toordinal()
        held = sum(max(0, min(span.end.toordinal(), end) - max(span.start.toordinal(), end - window)) for span in whole)
        best = max(best, held)
    return best
