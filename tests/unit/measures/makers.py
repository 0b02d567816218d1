"""An invented corridor, so that measures can be tested without evidence: Village (AND) to Town (LIE)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from passerelle.base.corridors import Corridor
from passerelle.measures.simulation.assumptions import Assumption, defaults
from passerelle.measures.simulation.inputs import UNITS_OF_NEEDED, CorridorInputs, Peopled
from passerelle.measures.simulation.scenarios import Measure, Scenario
from passerelle.measures.templates import CostLine, Pull

CORRIDOR = Corridor("AND", "LIE")
KNOWN = {
    "migrants": 100_000.0, "movers": 6_000.0, "income_origin": 8_000.0, "income_destination": 40_000.0,
    "nurses_home": 20_000.0,
}  # fmt: skip
PEOPLE = Peopled(np.array([3e6, 3.5e6, 0.8e6]), np.array([0.002, 0.008, 0.05]), 160_000.0, {"source": "invented"})


def fixed(name: str, value: float) -> Assumption:
    return Assumption(name, name, value, value, value, UNITS_OF_NEEDED.get(name, ("1", ""))[0], "invented", "observed")


def village(*, transit: bool = False, **values: float) -> CorridorInputs:
    """The corridor with the model's defaults; `values` fix quantities."""
    found = {name: given for name, given in defaults().items() if transit or not name.startswith("transit_")}
    found |= {name: fixed(name, value) for name, value in KNOWN.items()}
    if transit:
        found["income_transit"] = fixed("income_transit", 6_000.0)
    for name, value in values.items():
        found[name] = fixed(name, value)
    return CorridorInputs(CORRIDOR, PEOPLE, found, {}, "SMR" if transit else "")


def likeliest(inputs: CorridorInputs) -> CorridorInputs:
    """All quantities at their likeliest value."""
    held = {name: replace(given, low=given.value, high=given.value) for name, given in inputs.assumptions.items()}
    return replace(inputs, assumptions=held)


def scaled(inputs: CorridorInputs, factor: float, *names: str, people: float = 1.0) -> CorridorInputs:
    """Some quantities, and perhaps the people, times a factor."""
    given = dict(inputs.assumptions)
    for name in names:
        a = given[name]
        given[name] = replace(a, low=a.low * factor, value=a.value * factor, high=a.high * factor)
    peopled = inputs.peopled
    assert peopled is not None
    crowd = replace(peopled, people=peopled.people * people, entrants=peopled.entrants * people)
    return replace(inputs, assumptions=given, peopled=crowd)


def measure(lever: str, *costs: CostLine, code: str = "", **feeds: float) -> Measure:
    return Measure(code or lever, (Pull(lever, feeds),), tuple(costs))


def alone(lever: str, *costs: CostLine, **feeds: float) -> Scenario:
    return Scenario(lever, (measure(lever, *costs, **feeds),))


def cost(item: str, quantity: str | float, unit_cost: float, **paid_by: Any) -> CostLine:
    return CostLine(item, "other", quantity, unit_cost, paid_by or {"destination": 1.0}, None, "assumption", "invented")


# Every lever at some intensity, and the argument that is its intensity.
INTENSE: Mapping[str, tuple[dict[str, float], str]] = {
    "restraint": ({"share": 0.5, "phase": 3.0}, "share"),
    "channel": ({"visas": 1_000.0, "low": 1.0, "high": 1.0, "health": 0.5, "replaced": 0.2}, "visas"),
    "training": (
        {"seats": 500.0, "away": 0.5, "duration": 2.0, "dropout": 0.1, "health": 0.7, "reached": 0.5},
        "seats",
    ),
    "outflow": ({"change": 0.1, "phase": 2.0, "people": 900.0}, "change"),
    "returns": ({"people": 300.0, "grant": 4_000.0}, "people"),
    "return_rate": ({"change": 0.2, "covered": 0.5}, "change"),
    "recognition": ({"share": 0.05, "gain": 0.2}, "share"),
    "employment": ({"share": 0.05, "gain": 0.05}, "share"),
    "price": (
        {"target": 0.03, "phase": 3.0, "competition": 0.7, "profit_competition": 0.8, "profit_other": 0.1},
        "target",
    ),
    "gifts": ({"share": 0.02, "matched": 3.0, "worth": 0.08, "crowding": 0.25, "origin": 0.5}, "share"),
    "seasonal": (
        {
            "workers": 800.0,
            "months": 6.0,
            "saved": 0.5,
            "worth": 0.4,
            "overstay": 0.02,
            "experience": 0.03,
            "lost": 0.6,
        },
        "workers",
    ),
    "circular": (
        {
            "places": 400.0,
            "contract": 2.0,
            "months": 11.0,
            "saved": 0.4,
            "worth": 0.5,
            "overstay": 0.03,
            "experience": 0.04,
            "again": 0.5,
            "lost": 0.6,
        },
        "places",
    ),
    "missions": (
        {"people": 100.0, "days": 20.0, "unpaid": 0.5, "stipend": 50.0, "spillover": 0.2, "worth": 0.5, "health": 0.4},
        "people",
    ),
    "prepared": ({"covered": 0.5, "gain": 0.04, "fading": 0.1}, "covered"),
    "portability": ({"covered": 0.5, "contribution": 0.15, "contributed": 5.0, "lost": 0.5}, "covered"),
    "bond": (
        {"volume": 1e7, "maturity": 5.0, "paid": 0.04, "market": 0.07, "deposit": 0.01, "default": 0.01},
        "volume",
    ),
    "jobs": ({"places": 1_000.0, "effect": 0.1, "lasting": 3.0}, "places"),
    "crossings": ({"crossings": 50_000.0, "saving": 5.0, "paid": 0.4}, "crossings"),
    "option": ({"value": 0.02, "covered": 0.5}, "value"),
}


def intense(lever: str, factor: float = 1.0) -> Scenario:
    """A lever at `factor` times its intensity; at 0 it does nothing."""
    feeds, key = INTENSE[lever]
    value = feeds[key] * factor if lever != "price" else 0.0618 + (feeds[key] - 0.0618) * factor
    return alone(lever, **{**feeds, key: value})
