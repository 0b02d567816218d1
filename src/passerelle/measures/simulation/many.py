"""Runs over many corridors: one corridor after another in each worker, so that memory stays that of one.

The numbers are the same however many workers there are, since each corridor's draws hang on the seed and the names of
its quantities alone. Stands on `runs`.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from passerelle.base.memory import keep_memory
from passerelle.base.threads import one_thread
from passerelle.measures.simulation.assumptions import Array, drawn
from passerelle.measures.simulation.inputs import CorridorInputs
from passerelle.measures.simulation.results import chance_of_gain, ends
from passerelle.measures.simulation.runs import ACCOUNTS, DISCOUNT, DRAWS, SEED, YEARS, present_sums, refuse_sizes
from passerelle.measures.simulation.scenarios import Scenario

BLOCK = 2_000  # draws at once: in numbers of half the size this fits the processor's cache


@dataclass(frozen=True)
class Summary:
    """One scenario on one corridor: quantiles and chance of gain by account and party; intl USD."""

    origin: str
    destination: str
    scenario: str
    accounts: dict[str, dict[str, dict[str, Any]]]


def over_corridors(
    inputs: Sequence[CorridorInputs], scenarios: Sequence[Scenario], *, years: int = YEARS, draws: int = DRAWS,
    seed: int = SEED, discount: float = DISCOUNT, workers: int = 1, executor: Executor | None = None,
) -> Iterator[Summary]:  # fmt: skip
    """The scenarios on each corridor, in the order given.

    Parameters
    ----------
    workers : processes on this machine. executor : another pool with `map`, such as a Dask client's `get_executor()`;
        it is not shut down.

    Raises
    ------
    ModelError : sizes that cannot be meant, or people that there are not.
    """
    refuse_sizes(years, draws, discount)
    one = partial(
        summaries, scenarios=tuple(scenarios), years=years, draws=draws, seed=seed, discount=discount
    )  # fmt: skip
    if executor is not None:
        for found in executor.map(one, inputs):
            yield from found
    elif workers == 1:
        for corridor in inputs:
            yield from one(corridor)
    else:
        with ProcessPoolExecutor(workers) as pool:
            for found in pool.map(one, inputs, chunksize=max(1, len(inputs) // (8 * workers))):
                yield from found


@one_thread()
def summaries(
    inputs: CorridorInputs, *, scenarios: Sequence[Scenario], years: int, draws: int, seed: int, discount: float
) -> list[Summary]:
    """All scenarios on one corridor in single precision: to a few parts in a thousand, where large terms cancel."""
    keep_memory()
    own = {name: given for scenario in scenarios for name, given in scenario.assumptions.items()}
    values: dict[str, Any] = {
        name: v.astype(np.float32) for name, v in drawn({**inputs.assumptions, **own}, seed, draws).items()
    }  # fmt: skip
    parties = ("migrants", "origin", "destination", *(("transit",) if inputs.transit else ()))
    sums: list[dict[tuple[str, str], Array]] = [
        {(a, p): np.zeros(draws, np.float32) for a in ACCOUNTS for p in parties} for _ in scenarios
    ]
    for first in range(0, draws, BLOCK):
        block = slice(first, min(first + BLOCK, draws))
        part = {name: v if v.shape == (1,) else v[block] for name, v in values.items()}
        for total, found in zip(sums, present_sums(inputs, scenarios, part, years, discount), strict=True):
            for key, present in found.items():
                total[key][block] = present
    return [
        Summary(
            inputs.corridor.origin,
            inputs.corridor.destination,
            scenario.name,
            {
                account: {
                    party: {
                        "present_value": ends(total[account, party]),
                        "probability_gain": chance_of_gain(total[account, party]),
                    }
                    for party in parties
                }
                for account in ACCOUNTS
            },
        )
        for scenario, total in zip(scenarios, sums, strict=True)
    ]
