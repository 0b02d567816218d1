"""National values: which one holds for a state, a region and a day, as far as it was known on another day.

Old values stay until a newer one is valid; nothing is guessed where there is none. Stands on `records` and `columns`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from passerelle.rules.calendar import Floats
from passerelle.rules.columns import Context, Numbers
from passerelle.rules.logic import OPTION, UNKNOWN
from passerelle.rules.records import Value

Places: TypeAlias = npt.NDArray[np.int32]
# Regions that lay down values of their own (ISO 3166-2).
REGIONS = {"BE": ("BE-BRU", "BE-VLG", "BE-WAL")}
NOTHING, SEVERAL = -1, -2  # no value; one for each region, and the region is not known


@dataclass(frozen=True, eq=False)
class Values:
    """All values of one parameter, in order of state, region and day."""

    name: str
    rows: tuple[Value, ...]

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str], list[int]]:
        """Where the values of a state and a region stand, the oldest first."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at, row in enumerate(self.rows):
            found[row.state, row.region].append(at)
        return {key: sorted(places, key=lambda at: self.rows[at].valid_from) for key, places in found.items()}

    @cached_property
    def regions(self) -> Mapping[str, tuple[str, ...]]:
        """The regions of a state that has values of their own."""
        found: dict[str, list[str]] = defaultdict(list)
        for state, region in self.by_place:
            if region:
                found[state].append(region)
        return {state: tuple(sorted(names)) for state, names in found.items()}

    @cached_property
    def amounts(self) -> Floats:
        """The values as they are written; NaN for one that was abolished."""
        return np.array([np.nan if row.value is None else row.value for row in self.rows] + [np.nan])

    @cached_property
    def highs(self) -> Floats:
        """The same, or the upper of two where sources disagree and neither is better."""
        return np.array([np.nan if row.value is None else row.high or row.value for row in self.rows] + [np.nan])

    @cached_property
    def is_vague(self) -> npt.NDArray[np.bool_]:
        """Where sources disagree and neither is better."""
        found: npt.NDArray[np.bool_] = (self.amounts != self.highs) & ~np.isnan(self.amounts)
        return found

    def at(self, context: Context) -> Places:
        """Where the value of each row stands; `NOTHING` or `SEVERAL` where there is none or not one."""
        key = f"at:{self.name}"
        if key not in context.kept:
            context.kept[key] = self._find(context)
        found: Places = context.kept[key]
        return found

    def _find(self, context: Context) -> Places:
        if context.day.size == 1 and context.regions.codes.size == 1:
            return self._find_on_day(context)
        states, regions, days = np.broadcast_arrays(context.states.codes, context.regions.codes, context.day)
        found = np.full(states.shape, NOTHING, np.int32)
        for code in np.unique(states):
            state = context.states.known[code]
            here = states == code
            for region_code in np.unique(regions[here]):
                region = "" if region_code < 0 else context.regions.known[region_code]
                mask = here & (regions == region_code)
                found[mask] = self._of_place(state, region, days[mask], context.known_at[0])
        return found

    def _find_on_day(self, context: Context) -> Places:
        """The same where everybody is asked about one day: looked up state by state."""
        day, known_at = context.day[0].item(), context.known_at[0].item()
        code = int(context.regions.codes[0])
        region = "" if code < 0 else context.regions.known[code]
        says = [self._place_on_day(state, region, day, known_at) for state in context.states.known]
        found: Places = np.array(says, np.int32)[context.states.codes]
        return found

    def _place_on_day(self, state: str, region: str, day: date, known_at: date) -> int:
        own = self._last((state, region), day, known_at) if region or state not in self.regions else NOTHING
        if region:
            return own if own >= 0 else self._last((state, ""), day, known_at)
        if any(self._last((state, one), day, known_at) >= 0 for one in self.regions.get(state, ())):
            return SEVERAL
        return self._last((state, ""), day, known_at)

    def _last(self, place: tuple[str, str], day: date, known_at: date) -> int:
        """The value that began last, of those that were known; `NOTHING` where it has ended."""
        begun = [at for at in self.by_place.get(place, ())
                 if self.rows[at].valid_from <= day and self.rows[at].known_from <= known_at]  # fmt: skip
        if not begun:
            return NOTHING
        until = self.rows[begun[-1]].valid_to
        return NOTHING if until is not None and day >= until else begun[-1]

    def _of_place(self, state: str, region: str, days: npt.NDArray[np.datetime64], known_at: np.datetime64) -> Places:
        if not region and state in self.regions:
            one_of = [self._on_days((state, name), days, known_at) for name in self.regions[state]]
            has_regional = np.any([places >= 0 for places in one_of], axis=0)
            return np.where(has_regional, SEVERAL, self._on_days((state, ""), days, known_at)).astype(np.int32)
        found = self._on_days((state, region), days, known_at)
        if region:
            found = np.where(found >= 0, found, self._on_days((state, ""), days, known_at))
        return found.astype(np.int32)

    def _on_days(self, place: tuple[str, str], days: npt.NDArray[np.datetime64], known_at: np.datetime64) -> Places:
        places = [at for at in self.by_place.get(place, ()) if np.datetime64(self.rows[at].known_from) <= known_at]
        if not places:
            return np.full(days.shape, NOTHING, np.int32)
        begins = np.array([self.rows[at].valid_from for at in places], "datetime64[D]")
        held = np.searchsorted(begins, days, side="right") - 1
        found = np.where(held < 0, NOTHING, np.array(places, np.int32)[held])
        for at in places:
            until = self.rows[at].valid_to
            if until is not None:
                found = np.where((found == at) & (days >= np.datetime64(until)), NOTHING, found)
        return found.astype(np.int32)

    def numbers(self, context: Context) -> Numbers:
        """The values as numbers: a range where sources disagree, or where regions do and the region is not known.

        Where there is none it is the state's to say; inside a range nobody knows.
        """
        key = f"numbers:{self.name}"
        if key not in context.kept:
            context.kept[key] = self._numbers(context)
        found: Numbers = context.kept[key]
        return found

    def _numbers(self, context: Context) -> Numbers:
        at = self.at(context)
        low = self.amounts.take(at, mode="wrap")
        if not (self.is_vague.take(at, mode="wrap") | (at == SEVERAL)).any():
            return Numbers(low, low, OPTION)
        high = self.highs[at]
        for place in np.flatnonzero(at == SEVERAL):
            low[place], high[place] = self._of_all_regions(context, int(place))
        return Numbers(low, high, np.where(np.isnan(low), OPTION, UNKNOWN))

    def _of_all_regions(self, context: Context, place: int) -> tuple[float, float]:
        """The lowest and the highest of the regions, in the terms of the first; endless where a region has none."""
        rows = [row for row in self.of_regions(context, place) if row.value is not None]
        if not rows:
            return float("nan"), float("nan")
        like = self.rows[self.first_of(rows[0].state)]
        amounts = [in_terms_of(row, like) for row in rows]
        # a region without a value of its own lets nobody in by it
        is_everywhere = len(rows) == len(self.regions_of(context, place))
        return min(amounts), max(amounts) if is_everywhere else float("inf")

    def first_of(self, state: str) -> int:
        """Where the first value of a region of a state stands: the terms in which all of them are compared."""
        return next((at for at, row in enumerate(self.rows) if row.state == state and row.region), NOTHING)

    def regions_of(self, context: Context, place: int) -> tuple[str, ...]:
        """The regions of a row's state that are known at all."""
        states, _ = np.broadcast_arrays(context.states.codes, context.day)
        return REGIONS.get(context.states.known[states[place]], ())

    def of_regions(self, context: Context, place: int) -> list[Value]:
        """The values of all regions of a row's state on its day."""
        states, days = np.broadcast_arrays(context.states.codes, context.day)
        state, day = context.states.known[states[place]], days[place : place + 1]
        places = [self._of_place(state, name, day, context.known_at[0])[0] for name in self.regions.get(state, ())]
        return [self.rows[at] for at in places if at >= 0]


def in_terms_of(row: Value, like: Value) -> float:
    """A value by the month or the year, as another is written."""
    amount = float("nan") if row.value is None else row.value
    if row.per == like.per:
        return amount
    return amount * row.months if row.per == "month" else amount / like.months


def gathered(rows: Iterable[Value]) -> dict[str, Values]:
    """Values by the name of their parameter."""
    by_name: dict[str, list[Value]] = defaultdict(list)
    for row in rows:
        by_name[row.parameter].append(row)
    return {
        name: Values(name, tuple(sorted(held, key=lambda row: (row.state, row.region, row.valid_from))))
        for name, held in by_name.items()
    }


def day_after_all() -> date:
    """A day on which everything that is written down was known."""
    return date(9999, 1, 1)
