"""The uncertain quantities of the model: a triangle each, with unit, source and status; and their draws.

Each draw of a quantity hangs on the seed and its name alone, so that one more quantity, corridor or worker changes no
other. Stands on `base`.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from passerelle.base.errors import ModelError
from passerelle.base.own_files import read_yaml

Array = NDArray[np.float64]
Status = Literal["observed", "estimate", "ranged", "read", "literature", "assumption", "yours", "choice"]
# Statuses of what nobody measured: their weight decides whether a probability may be shown.
UNMEASURED = frozenset({"assumption", "ranged"})


@dataclass(frozen=True, slots=True)
class Assumption:
    """One quantity of a run: a triangle `low`, `value` (likeliest), `high`, in `unit`, with its source and status.

    `figure` is the papers of the figure it was taken from, where it was: indicator, period, source, vintage.
    """

    name: str
    title: str
    low: float
    value: float
    high: float
    unit: str
    source: str
    status: Status
    symbol: str = ""
    figure: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        numbers = (self.low, self.value, self.high)
        if not all(np.isfinite(numbers)):
            raise ModelError(f'"{self.name}" is {numbers}; each must be a number.')
        if not self.low <= self.value <= self.high:
            raise ModelError(
                f'"{self.name}" has its likeliest value {self.value:g} outside {self.low:g} to {self.high:g}.'
            )

    @property
    def is_fixed(self) -> bool:
        """Has it one value only?"""
        return self.low == self.high

    def at(self, uniform: Array) -> Array:
        """The values of a triangle at shares of its probability, any shape."""
        if self.is_fixed:
            return np.full_like(uniform, self.value)
        width, rise, fall = self.high - self.low, self.value - self.low, self.high - self.value
        turn = rise / width
        below = self.low + np.sqrt(uniform * width * rise)
        above = self.high - np.sqrt((1.0 - uniform) * width * fall)
        return np.where(uniform < turn, below, above)

    def as_dict(self) -> dict[str, Any]:
        """As a run's file holds it."""
        return {
            "name": self.name,
            "title": self.title,
            "value": self.value,
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "source": self.source,
            "status": self.status,
            "figure": dict(self.figure) if self.figure else None,
        }


@cache
def defaults() -> dict[str, Assumption]:
    """What the model assumes where a corridor has no figure of its own, by name."""
    raw = read_yaml(files("passerelle.measures").joinpath("reference/assumptions.yaml"))
    return {
        name: Assumption(
            name, row["title"], float(row["low"]), float(row["mode"]), float(row["high"]), row["unit"],
            row["source"], row["status"], row["symbol"],
        )
        for name, row in raw.items()
    }  # fmt: skip


@cache
def _by_income() -> dict[str, list[tuple[float, float, float, float]]]:
    raw = read_yaml(files("passerelle.measures").joinpath("reference/assumptions.yaml"))
    return {
        name: [(float(most), *map(float, ends)) for most, ends in sorted(row["by_income"].items())]  # type: ignore[misc]
        for name, row in raw.items()
        if "by_income" in row
    }


def by_income(found: Mapping[str, Assumption], income: float) -> dict[str, Assumption]:
    """The quantities that are another thing in a poor place than in a rich one, for a GDP per head in intl USD."""
    changed = {}
    for name, steps in _by_income().items():
        _, low, mode, high = next(step for step in steps if income <= step[0])
        changed[name] = replace(found[name], low=low, value=mode, high=high)
    return changed


@cache
def _by_origin() -> dict[tuple[str, str], tuple[float, float, float]]:
    raw = read_yaml(files("passerelle.measures").joinpath("reference/assumptions.yaml"))
    return {
        (name, iso3): (float(low), float(mode), float(high))
        for name, row in raw.items()
        for iso3, (low, mode, high) in row.get("origins", {}).items()
    }


def default_for(name: str, origin: str) -> Assumption:
    """The default of a quantity, for some origins another one than elsewhere."""
    found = defaults()[name]
    special = _by_origin().get((name, origin))
    return replace(found, low=special[0], value=special[1], high=special[2]) if special else found


def uniforms(name: str, seed: int, draws: int) -> Array:
    """Shares of probability, shape (draws,), that hang on the seed and the name alone."""
    stream = np.random.SeedSequence([seed, zlib.crc32(name.encode())])
    return np.random.default_rng(stream).random(draws)


def drawn(assumptions: Mapping[str, Assumption], seed: int, draws: int) -> dict[str, Array]:
    """A value of each quantity for each draw, shape (draws,); of a fixed one, shape (1,)."""
    return {
        name: np.array([given.value]) if given.is_fixed else given.at(uniforms(name, seed, draws))
        for name, given in assumptions.items()
    }


def likeliest(assumptions: Mapping[str, Assumption]) -> dict[str, Array]:
    """The likeliest value of each quantity, shape (1,)."""
    return {name: np.array([given.value]) for name, given in assumptions.items()}
