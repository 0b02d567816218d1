"""What the fitted model says of one corridor: each driver's part in its difference from the average corridor.

And what it cannot say, in sentences that go with every figure. Stands on `gravity` and `panel`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy.special import ndtri

from passerelle.base.corridors import Corridor
from passerelle.base.errors import ModelError
from passerelle.base.groupings import shared_groupings
from passerelle.base.words import mark
from passerelle.economy.drivers.gravity import Gravity
from passerelle.economy.drivers.panel import BILATERAL, NEAREST_KM, OF_PLACES
from passerelle.evidence.store import Store

LEVEL = 0.95  # of the intervals: they tell the coefficients' error alone

NAMES: Mapping[str, str] = {
    "distance": mark("Distance"),
    "contiguity": mark("Common border"),
    "language": mark("Official language in common"),
    "colonial_tie": mark("Colonial tie"),
    "network": mark("People from the origin already there"),
    "free_movement": mark("Free movement by a common grouping"),
    "population_origin": mark("Population of the origin"),
    "income_origin": mark("Income of the origin"),
    "unemployment_origin": mark("Unemployment in the origin"),
    "youth_origin": mark("Share of young people in the origin"),
    "stability_origin": mark("Political stability of the origin"),
    "displacement_origin": mark("Refugees from the origin"),
    "population_destination": mark("Population of the destination"),
    "income_destination": mark("Income of the destination"),
    "unemployment_destination": mark("Unemployment in the destination"),
    "youth_destination": mark("Share of young people in the destination"),
    "stability_destination": mark("Political stability of the destination"),
    "all_of_origin": mark("All that is common to the origin’s corridors"),
    "all_of_destination": mark("All that is common to the destination’s corridors"),
}

# What the model cannot say. Every page and file that shows it carries these.
UNSAID: tuple[str, ...] = (
    mark("These are associations over the world’s corridors, not causes of this one."),
    mark("The typical corridor is a geometric mean, and seven of ten corridors have no table of people already there: "
         "beside it the part of such people is large. An interval that holds one tells nothing."),
    mark("The flows are estimates made from tables of migrants, and people already there come from the same tables: "
         "their part is overstated."),
    mark("What a change in one country would do is not told: people choose among destinations, and what is common to "
         "an origin holds how attractive all others are (multilateral resistance)."),
    mark("Visas, wages, disasters and policies are not in the evidence and stand in no part by themselves."),
    mark("Moves of people who came and left within five years are not seen."),
)  # fmt: skip
UNSAID_PLACES: str = mark(
    "Without fixed effects nothing holds the attraction of other destinations: the parts of incomes are overstated, "
    "those of policies understated (Bertoli and Fernández-Huertas Moraga 2013)."
)


@dataclass(frozen=True)
class Part:
    """One driver's part. `value` and `average` are of the driver, in its unit; None for what is common to an end.

    The part of people already there takes in whether a table of them is there.

    points : part of the difference of the logarithm of the flow from that of the average corridor. low, high : its
    interval by the coefficient's error. factor : exp(points), how many times the flow of the average corridor.
    """

    name: str
    value: float | None
    average: float | None
    points: float
    low: float | None
    high: float | None

    @property
    def factor(self) -> float:
        """How many times the flow of the average corridor goes with this driver alone."""
        return float(np.exp(self.points))


@dataclass(frozen=True)
class Explanation:
    """A corridor in one period. fitted, average : persons in five years; average is the geometric mean of the fits.

    moved : the flow that the model was fitted to; None where it is not covered. level : of the intervals.
    """

    corridor: Corridor
    period: str
    specification: str
    fitted: float
    average: float
    moved: float | None
    parts: tuple[Part, ...]
    unsaid: tuple[str, ...]
    shared: tuple[str, ...]
    level: float = LEVEL

    def as_dict(self) -> dict[str, Any]:
        """What JSON carries."""
        told = asdict(self)
        told["corridor"] = {"origin": self.corridor.origin, "destination": self.corridor.destination}
        told["parts"] = [asdict(part) | {"factor": part.factor} for part in self.parts]
        return told


def drivers_of(store: Store, corridor: Corridor, year: int) -> dict[str, float]:
    """The corridor's own drivers at the start of a period, as the panel has them.

    Raises
    ------
    ModelError : no distance between the places.
    """
    rows = store.of_corridor(
        corridor.origin, corridor.destination,
        ["distance_km", "contiguity", "official_language_shared", "colonial_tie", "migrant_stock"],
    )  # fmt: skip
    by_code = {row.indicator: row.value for row in rows if row.indicator != "migrant_stock"}
    if "distance_km" not in by_code:
        raise ModelError(f"The distance from {corridor.origin} to {corridor.destination} is not in the evidence.")
    stock = [r.value for r in rows if r.indicator == "migrant_stock" and r.sex == "_T" and r.period == str(year)
             and r.breakdown == "_Z"]  # fmt: skip
    return dict(zip(BILATERAL, (
        float(np.log(max(by_code["distance_km"], NEAREST_KM))), by_code.get("contiguity", 0.0),
        by_code.get("official_language_shared", 0.0), by_code.get("colonial_tie", 0.0),
        float(np.log1p(stock[0])) if stock else 0.0, float(not stock), float(bool(_free(corridor, year))),
    ), strict=True))  # fmt: skip


def _free(corridor: Corridor, year: int) -> list[str]:
    day = date(year, 7, 1)
    return [g.code for g in shared_groupings(corridor.origin, corridor.destination, day) if g.free_movement]


def drivers_of_places(store: Store, corridor: Corridor, year: int) -> dict[str, float]:
    """Drivers of both ends at the start of a period; those not known are left out."""
    found: dict[str, float] = {}
    for side, place in (("origin", corridor.origin), ("destination", corridor.destination)):
        known = _of_place(store, place, year)
        found |= {f"{name}_{side}": known[name] for name in OF_PLACES if name in known}
    found.pop("displacement_destination", None)
    return found


def _of_place(store: Store, place: str, year: int) -> dict[str, float]:
    codes = ["population", "gdp_per_head_ppp", "unemployment", "political_stability", "population_by_age"]
    rows = store.of_place(place, codes)

    def one(code: str, age: str = "_T", later: int = 0) -> float | None:
        for y in range(year, year + later + 1):
            for row in rows:
                if (row.indicator, row.age, row.sex, row.period) == (code, age, "_T", str(y)):
                    return float(row.value)
        return None

    people, income, out_of_work = one("population"), one("gdp_per_head_ppp"), one("unemployment")
    every, stability = one("population_by_age"), one("political_stability", later=1)
    young = [one("population_by_age", age) for age in ("Y15T19", "Y20T24", "Y25T29")]
    refugees = sum(s.value for s in store.summed("origin", place, ["refugees"]) if s.period == str(year))
    found: dict[str, float | None] = {
        "population": None if people is None else float(np.log(people)),
        "income": None if income is None else float(np.log(income)),
        "unemployment": out_of_work,
        "youth": None if every is None or None in young else sum(y for y in young if y is not None) / every,
        "stability": stability,
        "displacement": None if people is None else float(np.log1p(1000 * refugees / people)),
    }
    return {name: value for name, value in found.items() if value is not None}


def explained(model: Gravity, store: Store, corridor: Corridor, period: str | None = None) -> Explanation:
    """Each driver's part in the difference of a corridor from the average one, with intervals.

    Raises
    ------
    ModelError : a period or place that the model does not cover, a driver of a place that is not known.
    """
    period = period or model.periods[-1]
    if period not in model.average:
        raise ModelError(f"The model has no period {period}; it has {', '.join(model.average)}.")
    year = int(period[:4])
    values = drivers_of(store, corridor, year)
    if model.specification == "places":
        values |= drivers_of_places(store, corridor, year)
    lacking = [name for name in model.names if name not in values]
    if lacking:
        raise ModelError(
            f"{corridor.origin} to {corridor.destination}, {period}: {', '.join(lacking)} not known, so the "
            'specification "places" cannot tell. "pairs" needs no drivers of places.'
        )
    parts = [*_of_drivers(model, values, period), *_of_ends(model, corridor, period)]
    middle = _middle(model, period)
    difference = sum(part.points for part in parts)
    unsaid = UNSAID if model.specification == "pairs" else (*UNSAID, UNSAID_PLACES)
    return Explanation(
        corridor, period, model.specification, float(np.exp(middle + difference)), float(np.exp(middle)),
        _moved(store, model, corridor, period), tuple(parts), unsaid, tuple(_free(corridor, year)),
    )  # fmt: skip


def _of_drivers(model: Gravity, values: Mapping[str, float], period: str) -> list[Part]:
    reach = float(ndtri((1 + LEVEL) / 2))
    average = dict(zip(model.names, model.average[period], strict=True))
    found = []
    for name in model.names:
        if name == "network_unknown":
            continue
        away = np.array([
            values[other] - average[other] if other == name or (name, other) == ("network", "network_unknown") else 0.0
            for other in model.names
        ])  # fmt: skip
        points, half = float(model.coefficients @ away), reach * float(np.sqrt(away @ model.covariance @ away))
        found.append(Part(name, values[name], average[name], points, points - half, points + half))
    return found


def _of_ends(model: Gravity, corridor: Corridor, period: str) -> list[Part]:
    """What is common to an end in the period, beside the mean of all ends; no interval is offered for it."""
    if model.specification != "pairs":
        return []
    found = []
    for name, place, effects in (
        ("all_of_origin", corridor.origin, model.origin_effects[period]),
        ("all_of_destination", corridor.destination, model.destination_effects[period]),
    ):
        if place not in effects:
            side = "origin" if name == "all_of_origin" else "destination"
            raise ModelError(
                f"{place} as {side} is not in the model of {period}: no move "
                f"{'from' if side == 'origin' else 'to'} it is estimated there."
            )
        points = effects[place] - float(np.mean(list(effects.values())))
        found.append(Part(name, None, None, points, None, None))
    return found


def _middle(model: Gravity, period: str) -> float:
    """Logarithm of the flow of the average corridor."""
    level = float(model.coefficients @ np.array(model.average[period]))
    if model.specification == "places":
        return level + model.period_effects[period]
    ends = (model.origin_effects[period], model.destination_effects[period])
    return level + sum(float(np.mean(list(effects.values()))) for effects in ends)


def _moved(store: Store, model: Gravity, corridor: Corridor, period: str) -> float | None:
    code, method = ("migration_flow_estimate", "PSEUDO_BAYES") if model.flows == "ours" else (
        "migration_flow", "DA_PB_CLOSED")  # fmt: skip
    rows = store.of_corridor(corridor.origin, corridor.destination, [code])
    found = [r.value for r in rows if (r.period, r.sex, r.breakdown) == (period, "_T", method)]
    covered = corridor.origin in model.origin_effects.get(period, {corridor.origin: 0.0})
    return found[0] if found else (0.0 if covered else None)


def largest_first(parts: Sequence[Part]) -> list[Part]:
    """Parts by the size of their difference; a driver without any is left out."""
    return sorted((part for part in parts if abs(part.points) > 1e-9), key=lambda part: -abs(part.points))
