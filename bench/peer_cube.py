"""A cube of the same numbers for everybody, and how long a peer takes to fit it; run in the peers' own environment."""

import sys
from typing import Any

import numpy as np

from bench.measure import median_of


def cube(n: int) -> tuple[Any, dict[tuple[int, ...], Any]]:
    """Seed and margins of a cube whose true table is known to exist."""
    random = np.random.default_rng(5)
    truth, seed = random.gamma(0.5, 100, (n, n, n)), random.gamma(1, 1, (n, n, n))
    return seed, {(0, 2): truth.sum(1), (1, 2): truth.sum(0), (0, 1): truth.sum(2)}


def main(name: str) -> float:
    """Median seconds of three fits to 1e-8 after one that is not counted, imports left out."""
    seed, margins = cube(100)
    axes, values = [list(one) for one in margins], list(margins.values())
    if name == "ipfn":
        from ipfn.ipfn import ipfn

        # it writes into what it is given: the copy is a hundredth of its time
        return median_of(
            lambda: ipfn(seed.copy(), values, axes, convergence_rate=1e-8, max_iteration=500).iteration(), 3
        )
    import humanleague

    return median_of(lambda: humanleague.ipf(seed, [np.array(one) for one in axes], values), 3)


if __name__ == "__main__":
    print(main(sys.argv[1]))
