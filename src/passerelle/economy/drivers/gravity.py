"""The gravity model of migration: two specifications, what is fitted, and how it is kept.

`pairs` absorbs all that is common to an origin or a destination in a period and tells drivers of the corridor.
`places` has periods alone and tells drivers of the two ends: associations, no causes. Stands on `poisson` and `panel`.
Source: Beine, Bertoli and Fernandez-Huertas Moraga (2016), "A practitioners' guide to gravity models of international
migration", The World Economy 39(4).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, get_args

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.economy.drivers.absorbing import Array
from passerelle.economy.drivers.kinds import Cluster, Specification
from passerelle.economy.drivers.panel import BILATERAL, OF_PLACES, Panel
from passerelle.economy.drivers.poisson import PoissonFit, fit_poisson

SPECIFICATIONS: tuple[Specification, ...] = get_args(Specification)
VINTAGE = "2026-11"
_KEPT = "reference/fitted.json"


@dataclass(frozen=True)
class Gravity:
    """A fitted gravity model, as it is kept and read.

    names : of the K drivers. coefficients : (K,) change of the logarithm of the flow for one unit of the driver, in the
    units of `Panel`. covariance : (K, K), clustered by pair or by both ends. average : (K,) mean of the drivers
    over the corridors of a period, by period. origin_effects, destination_effects : of "pairs", by period and place;
    period_effects of "places". rows, pairs : used. left_out : rows that were not, and why. fit : squared correlation of
    flows and fitted flows. stamp : of the evidence that it was fitted to.
    """

    specification: Specification
    flows: str
    names: tuple[str, ...]
    coefficients: Array
    covariance: Array
    periods: tuple[str, ...]
    average: Mapping[str, tuple[float, ...]]
    origin_effects: Mapping[str, Mapping[str, float]]
    destination_effects: Mapping[str, Mapping[str, float]]
    period_effects: Mapping[str, float]
    rows: int
    pairs: int
    left_out: Mapping[str, int]
    clusters: tuple[int, ...]
    fit: float
    steps: int
    stamp: str
    vintage: str = VINTAGE

    @property
    def errors(self) -> Array:
        """Clustered standard errors, (K,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    def as_dict(self) -> dict[str, Any]:
        """The model as JSON keeps it."""
        return {
            "specification": self.specification, "flows": self.flows, "names": list(self.names),
            "coefficients": _told(self.coefficients), "covariance": [_told(row) for row in self.covariance],
            "periods": list(self.periods),
            "average": {period: [_short(v) for v in values] for period, values in self.average.items()},
            "origin_effects": _levels(self.origin_effects), "destination_effects": _levels(self.destination_effects),
            "period_effects": {period: _short(value) for period, value in self.period_effects.items()},
            "rows": self.rows, "pairs": self.pairs, "left_out": dict(self.left_out), "clusters": list(self.clusters),
            "fit": _short(self.fit), "steps": self.steps, "stamp": self.stamp, "vintage": self.vintage,
        }  # fmt: skip


def _short(value: float) -> float:
    return float(f"{value:.7g}")


def _told(values: Array) -> list[float]:
    return [float(f"{value:.10g}") for value in values]


def _levels(effects: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {period: {place: _short(value) for place, value in sorted(inside.items())}
            for period, inside in effects.items()}  # fmt: skip


def columns_of(panel: Panel, specification: Specification) -> tuple[tuple[str, ...], Array]:
    """Names and (N, K) drivers of a specification; NaN where a driver of a place is not known."""
    if specification == "pairs":
        return BILATERAL, panel.bilateral
    here = panel.of_places[panel.period, panel.origin]
    there = panel.of_places[panel.period, panel.destination]
    # nobody is displaced from a destination towards itself: displacement is the origin's alone
    names = (*BILATERAL, *(f"{name}_origin" for name in OF_PLACES), *(f"{name}_destination" for name in OF_PLACES[:-1]))
    return names, np.column_stack([panel.bilateral, here, there[:, :-1]])


def fit_gravity(
    panel: Panel, specification: Specification = "pairs", *, cluster: Cluster = "ends", stamp: str = ""
) -> Gravity:
    """Fit a specification to a panel.

    Parameters
    ----------
    cluster : "ends" for both the origin and the destination, the wider errors, or "pair".

    Raises
    ------
    ModelError : another specification or cluster; what `fit_poisson` refuses.
    """
    if specification not in SPECIFICATIONS:
        raise ModelError(f'A specification is "pairs" or "places", not "{specification}".')
    if cluster not in ("pair", "ends"):
        raise ModelError(f'Errors are clustered by "pair" or by both "ends", not by "{cluster}".')
    names, columns = columns_of(panel, specification)
    known = np.isfinite(columns).all(1)
    n = len(panel.places)
    period = panel.period[known]
    if specification == "pairs":
        first = (period * n + panel.origin[known], period * n + panel.destination[known])
    else:
        first = (period, np.zeros(len(period), dtype=np.int64))
    groups = [panel.pair[known]] if cluster == "pair" else [panel.origin[known], panel.destination[known]]
    found = fit_poisson(panel.moved[known], columns[known], names, *first, groups)
    left_out = {"a driver is not known": int((~known).sum()), **found.dropped}
    return _kept(panel, specification, found, columns, np.flatnonzero(known)[found.kept], left_out, stamp)


def _kept(
    panel: Panel, specification: Specification, found: PoissonFit, columns: Array, rows: Any,
    left_out: Mapping[str, int], stamp: str,
) -> Gravity:  # fmt: skip
    n = len(panel.places)
    names = [*columns_of(panel, specification)[0]]
    kept = [names.index(name) for name in found.names]
    average = {}
    for p, period in enumerate(panel.periods):
        inside = rows[panel.period[rows] == p]
        if len(inside):
            average[period] = tuple(columns[inside][:, kept].mean(0).tolist())
    ends: tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]] = ({}, {})
    by_period: dict[str, float] = {}
    if specification == "pairs":
        for side, levels, effects in (
            (0, found.first_levels, found.first_effects), (1, found.second_levels, found.second_effects),
        ):  # fmt: skip
            for level, effect in zip(levels, effects, strict=True):
                ends[side].setdefault(panel.periods[level // n], {})[panel.places[level % n]] = float(effect)
    else:
        level = float(found.second_effects[0])
        by_period = {panel.periods[p]: float(e) + level
                     for p, e in zip(found.first_levels, found.first_effects, strict=True)}  # fmt: skip
    return Gravity(
        specification, panel.flows, found.names, found.coefficients, found.covariance, panel.periods, average, *ends,
        by_period, len(rows), len(np.unique(panel.pair[rows])), {k: v for k, v in left_out.items() if v},
        found.clusters, found.correlation, found.steps, stamp,
    )  # fmt: skip


def read_gravity(raw: Mapping[str, Any]) -> Gravity:
    """A model from what `as_dict` gave."""
    changed = {
        "names": tuple(raw["names"]), "coefficients": np.array(raw["coefficients"]),
        "covariance": np.array(raw["covariance"]), "periods": tuple(raw["periods"]),
        "average": {period: tuple(values) for period, values in raw["average"].items()},
        "clusters": tuple(raw["clusters"]),
    }  # fmt: skip
    return Gravity(**{**raw, **changed})


def shipped(specification: Specification = "pairs") -> Gravity:
    """The model that was fitted to the shipped evidence and ships with it."""
    raw = json.loads(files("passerelle.economy.drivers").joinpath(_KEPT).read_text("utf-8"))
    return read_gravity(raw[specification])
