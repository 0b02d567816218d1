"""Which quantities an answer hangs on: Sobol indices, and the value of each at which a party breaks even.

The chance that all gain is withheld where assumptions carry more than half of the answer. Stands on `runs`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import sobol_indices, uniform

from passerelle.base.threads import one_thread
from passerelle.measures.simulation.accounts import PARTIES
from passerelle.measures.simulation.assumptions import UNMEASURED, Array, Assumption
from passerelle.measures.simulation.inputs import CorridorInputs
from passerelle.measures.simulation.runs import BLOCK, SEED, effects_of, weights
from passerelle.measures.simulation.scenarios import Scenario

SAMPLES = 256  # a power of two; the model is run (quantities + 2) times as often
LEAST = "the party that gains least"
HALF = 0.5
STEPS = 41  # values of a quantity between its ends at which a break-even is looked for


@dataclass(frozen=True)
class Weight:
    """How much one quantity matters for an output: alone, and with all that it does together with others."""

    name: str
    title: str
    status: str
    first: float
    total: float


@dataclass(frozen=True)
class Sensitivity:
    """Weights by output: each party's present value in welfare, and that of the party that gains least.

    The latter is taken of those whom the measure touches at all, each by its own spread.

    assumed : the part of the total weight, for the last output, of quantities that are mere assumptions.
    """

    weights: Mapping[str, tuple[Weight, ...]]
    assumed: float

    @property
    def is_withheld(self) -> bool:
        """Do assumptions carry over half of the answer, so that no chance that all gain may be shown?"""
        return self.assumed > HALF


@dataclass(frozen=True)
class BreakEven:
    """The value of a quantity, all others at their likeliest, at which a party neither gains nor loses; in `unit`."""

    party: str
    name: str
    title: str
    unit: str
    value: float
    likeliest: float


def all_quantities(inputs: CorridorInputs, scenario: Scenario) -> dict[str, Assumption]:
    """Quantities of the corridor and of the scenario's measures, by name."""
    return {**inputs.assumptions, **scenario.assumptions}


@one_thread()
def sensitivity(
    inputs: CorridorInputs, scenario: Scenario, *, years: int, discount: float, seed: int = SEED, samples: int = SAMPLES
) -> Sensitivity:
    """First-order and total Sobol indices of every quantity that is not fixed.

    Parameters
    ----------
    samples : a power of two.

    Source: Saltelli et al. (2010), Computer Physics Communications 181, as scipy.stats.sobol_indices has it.
    """
    given = all_quantities(inputs, scenario)
    free = [name for name, quantity in given.items() if not quantity.is_fixed]
    parties = _parties(inputs)
    if not free:
        return Sensitivity(dict.fromkeys((*parties, LEAST), ()), 0.0)
    spread: list[Array] = []
    touched: list[NDArray[np.bool_]] = []

    def model(shares: Array) -> Array:
        values = {name: np.array([q.value]) for name, q in given.items() if q.is_fixed}
        values |= {name: given[name].at(shares[k]) for k, name in enumerate(free)}
        worth = present_values(inputs, scenario, values, years, discount, shares.shape[1])
        if (
            not spread
        ):  # the first call is of independent draws: it sets the scale of each party, and whom nothing touches
            touched.append(np.abs(worth).max(axis=1) > 0)
            spread.append(np.maximum(worth.std(axis=1, keepdims=True), 1e-9))
        scaled = (worth / spread[0])[touched[0]]
        least = scaled.min(axis=0) if scaled.size else np.zeros(shares.shape[1])
        return np.vstack([worth, least])

    dists: Any = [uniform()] * len(free)
    found = sobol_indices(
        func=model, n=samples, dists=dists, rng=np.random.default_rng([seed, 10]),
    )  # fmt: skip
    outputs = (*parties, LEAST)
    shape = (len(outputs), len(free))
    first, total = (np.nan_to_num(np.reshape(x, shape)) for x in (found.first_order, found.total_order))
    weights_of = {
        output: tuple(
            sorted(
                (Weight(n, given[n].title, given[n].status, *map(float, (first[k, i].clip(0, 1), total[k, i].clip(0))))
                 for i, n in enumerate(free)),
                key=lambda w: -w.total,
            )
        )
        for k, output in enumerate(outputs)
    }  # fmt: skip
    least = weights_of[LEAST]
    whole = sum(w.total for w in least)
    assumed = sum(w.total for w in least if w.status in UNMEASURED)
    return Sensitivity(weights_of, assumed / whole if whole else 0.0)


def present_values(
    inputs: CorridorInputs, scenario: Scenario, values: Mapping[str, Array], years: int, discount: float, draws: int
) -> Array:
    """The present value in welfare of each party, (parties, draws)."""
    parties, worth = _parties(inputs), weights(discount, years)
    blocks = []
    for first in range(0, draws, BLOCK):
        part = {name: v if v.shape == (1,) else v[first : first + BLOCK] for name, v in values.items()}
        effect = effects_of(inputs, [scenario], part, years, check=False)[0]
        size = min(BLOCK, draws - first)
        blocks.append(np.stack([np.broadcast_to(worth @ effect.of("welfare", p), (size,)) for p in parties]))
    return np.concatenate(blocks, axis=1)


def _parties(inputs: CorridorInputs) -> tuple[str, ...]:
    return PARTIES if inputs.transit else PARTIES[:3]


@one_thread()
def break_evens(inputs: CorridorInputs, scenario: Scenario, *, years: int, discount: float) -> list[BreakEven]:
    """Values between a quantity's ends at which a party's present value in welfare changes its sign.

    All other quantities are at their likeliest; where a sign changes more than once, the change nearest to that is
    told. A party with no effect at all breaks even nowhere.
    """
    given = all_quantities(inputs, scenario)
    free = [name for name, quantity in given.items() if not quantity.is_fixed]
    if not free:
        return []
    grids = {name: np.linspace(given[name].low, given[name].high, STEPS) for name in free}
    values = {name: np.full(len(free) * STEPS, q.value) for name, q in given.items()}
    for k, name in enumerate(free):
        values[name][k * STEPS : (k + 1) * STEPS] = grids[name]
    worth = present_values(inputs, scenario, values, years, discount, len(free) * STEPS)
    found = []
    for p, party in enumerate(_parties(inputs)):
        for k, name in enumerate(free):
            at = _crossing(grids[name], worth[p, k * STEPS : (k + 1) * STEPS], given[name].value)
            if at is not None:
                q = given[name]
                found.append(BreakEven(party, name, q.title, q.unit, at, q.value))
    return found


def _crossing(grid: Array, worth: Array, likeliest: float) -> float | None:
    """Where a line through the points meets zero, nearest to the likeliest value."""
    signs = np.sign(worth)
    places = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    if not places.size:
        return None
    meets: Sequence[float] = [
        float(grid[i] - worth[i] * (grid[i + 1] - grid[i]) / (worth[i + 1] - worth[i])) for i in places
    ]
    return min(meets, key=lambda value: abs(value - likeliest))
