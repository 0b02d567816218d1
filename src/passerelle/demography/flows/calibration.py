"""The weight of the pseudo-Bayesian mixture, calibrated on reported flows, with the whole curve shown.

Azose and Raftery (2019, PNAS 116) took 0.87 from European counts. Here the weight is the one at which the mixture comes
nearest to the reports given, in the logarithm of the counts, and what leaving out each reporting place would make of it
is told beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from passerelle.base.errors import ModelError
from passerelle.demography.fitting import Array

FEWEST = 10  # reports; half as many where a destination is left out


@dataclass(frozen=True)
class Calibration:
    """The calibrated weight, with its evidence.

    weight : of the fewest moves. error : root mean square of log ratios at it. curve : (weight, error) pairs for the
    picture. pairs : how many reports were used. low, high : of the weights found with each destination left out.
    """

    weight: float
    error: float
    curve: tuple[tuple[float, float], ...]
    pairs: int
    low: float
    high: float


def calibrated(
    places: Sequence[str], fewest: Array, independent: Array, reported: Mapping[tuple[str, str], float]
) -> Calibration:
    """Calibrate the weight on reported flows of the same period.

    Parameters
    ----------
    fewest, independent : (n, n) flows by the two closed methods. reported : persons by (origin, destination), above
        zero; others are passed over.

    Raises
    ------
    ModelError : fewer than ten reports for pairs of these places.
    """
    at = {place: index for index, place in enumerate(places)}
    pairs = sorted(
        pair for pair, value in reported.items() if value > 0 and pair[0] in at and pair[1] in at and pair[0] != pair[1]
    )
    if len(pairs) < FEWEST:
        raise ModelError(
            f"Only {len(pairs)} reported flows can be used; at least {FEWEST} are needed to calibrate a weight. "
            "They must be above zero and between places of the tables."
        )
    i, j = np.array([at[a] for a, _ in pairs]), np.array([at[b] for _, b in pairs])
    least, most = fewest[i, j], independent[i, j]
    counts = np.array([reported[pair] for pair in pairs], dtype=float)
    weight, error = _nearest(least, most, counts)
    without = [
        _nearest(least[j != k], most[j != k], counts[j != k])[0] for k in np.unique(j) if (j != k).sum() >= FEWEST // 2
    ]
    grid = np.linspace(0, 1, 51)
    curve = tuple((float(w), _error(w, least, most, counts)) for w in grid)
    return Calibration(weight, error, curve, len(pairs), min(without, default=weight), max(without, default=weight))


def _error(weight: float, least: Array, most: Array, counts: Array) -> float:
    mixed = weight * least + (1 - weight) * most
    return float(np.sqrt(np.mean((np.log1p(mixed) - np.log1p(counts)) ** 2)))


def _nearest(least: Array, most: Array, counts: Array) -> tuple[float, float]:
    found = minimize_scalar(lambda w: _error(w, least, most, counts), bounds=(0, 1), method="bounded",
                            options={"xatol": 1e-6})  # fmt: skip
    best = min((_error(w, least, most, counts), w) for w in (0.0, float(found.x), 1.0))
    return best[1], best[0]
