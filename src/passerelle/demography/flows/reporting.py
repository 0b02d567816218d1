"""What an estimate says of itself, as one plain document: totals, residuals, steps, types, intervals, calibration.

Stands on `estimate`, `uncertainty` and `calibration`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from passerelle.demography.fitting import Array
from passerelle.demography.flows.calibration import Calibration
from passerelle.demography.flows.estimate import FlowEstimate
from passerelle.demography.flows.uncertainty import Draws

TYPES = ("outward", "return", "transit")


def report_of(
    found: FlowEstimate, seconds: float, intervals: Draws | None = None, calibration: Calibration | None = None
) -> dict[str, Any]:
    """The report of an estimate of one pair of tables: method, totals, residuals, steps, seconds, what was changed.

    Parameters
    ----------
    seconds : that the estimate took. intervals, calibration : where they were made.
    """
    stocks = found.stocks
    about: dict[str, Any] = {
        "method": found.method,
        "places": len(stocks.places),
        "total": float(found.flows.sum()),
        "per_1000": float(found.flows.sum() / stocks.start.sum() * 1000) if stocks.start.sum() else None,
        "population_start": float(stocks.start.sum()),
        "population_end": float(stocks.end.sum()),
        "births": float(stocks.births.sum()),
        "deaths": float(stocks.deaths.sum()),
        "residuals": {
            r.name: {"largest": r.largest, "relative": r.relative, "place": r.place} for r in found.residuals
        },
        "iterations": found.steps,
        "seconds": round(seconds, 4),
        "cells_made_zero": found.account.zeroed if found.account is not None else 0,
        "negative_cells": list(found.negative),
        "told": list(found.told),
    }
    if found.account is not None:
        about["rest_of_world"] = {
            "arrived": float(found.account.arrived.sum()), "left": float(found.account.left.sum()),
        }  # fmt: skip
        about["by_type"] = {kind: float(table.sum()) for kind, table in found.by_type().items()}
    if len(found.moves) > 1:
        about["weight"] = found.moves[0][0]
    if calibration is not None:
        about["calibration"] = {
            "weight": calibration.weight, "error": calibration.error, "reports": calibration.pairs,
            "weight_without_a_destination": {"low": calibration.low, "high": calibration.high},
            "curve": [list(point) for point in calibration.curve],
        }  # fmt: skip
    if intervals is not None:
        about["interval"] = intervals_of(intervals, stocks.places)
    return about


def intervals_of(draws: Draws, places: tuple[str, ...]) -> dict[str, Any]:
    """Intervals of the world's moves, of their rate a thousand inhabitants, by type, and of each place's two rates."""
    about: dict[str, Any] = {
        "level": draws.level,
        "draws": len(draws.total),
        "refused": draws.refused,
        "total": _ends(*draws.interval(draws.total)),
        "per_1000": _ends(*draws.interval(draws.rate)),
    }
    if draws.types is not None:
        low, median, high = draws.interval(draws.types)
        about["by_type"] = {kind: _ends(low[at], median[at], high[at]) for at, kind in enumerate(TYPES)}
    sides = {"out_per_1000": draws.interval(draws.out_rate), "in_per_1000": draws.interval(draws.in_rate)}
    about["places"] = {
        place: {side: _ends(*(end[at] for end in ends)) for side, ends in sides.items()}
        for at, place in enumerate(places)
    }
    return about


def _ends(low: Any, median: Any, high: Any) -> dict[str, float | None]:
    """A rate of a place without inhabitants is not known, never zero."""
    named = zip(("low", "median", "high"), (low, median, high), strict=True)
    return {name: float(value) if np.isfinite(value) else None for name, value in named}


def rows_by_type(found: FlowEstimate) -> Iterator[tuple[str, str, float, float, float]]:
    """Origin, destination and moves outward, back and in transit, of one pair of tables; pairs without a move left out.

    Raises
    ------
    ModelError : the method does not tell moves by birthplace.
    """
    tables: Mapping[str, Array] = found.by_type()
    stacked = np.stack([tables[kind] for kind in TYPES])
    places = found.stocks.places
    for i, j in np.argwhere(stacked.any(0)):
        outward, back, transit = (float(value) for value in stacked[:, i, j])
        yield places[i], places[j], outward, back, transit


def rows_by_birthplace(found: FlowEstimate) -> Iterator[tuple[str, str, str, float]]:
    """Birthplace, origin, destination and persons, one birthplace after the other; stayers and empty cells left out.

    Raises
    ------
    ModelError : the method does not tell moves by birthplace.
    """
    places = found.stocks.places
    for born in places:
        moves = found.of_birthplace(born)
        np.fill_diagonal(moves, 0.0)
        for i, j in np.argwhere(moves):
            yield born, places[i], places[j], float(moves[i, j])
