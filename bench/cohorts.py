"""Projections on one core: the world with all its moves, a thousand draws, a country page; beside a textbook's matrix.

`cohorts` yields the results; run as a program it measures in this process and writes seconds as JSON, so that the
number of threads can be set before numpy is loaded.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bench.measure import ROOT, median_of

if TYPE_CHECKING:
    from bench.__main__ import Result

ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
DRAWS = 1000


def cohorts() -> Iterator["Result"]:
    """Claims on projections: 201 places × 2 sexes × 21 ages × 20 periods with bilateral migration, one core."""
    from bench.__main__ import Result

    ran = subprocess.run([sys.executable, "-m", "bench.cohorts"], check=True, capture_output=True, text=True,
                         cwd=ROOT, timeout=600, env={**os.environ, **ONE_CORE})  # fmt: skip
    found = json.loads(ran.stdout)
    peer = f"the textbook's block matrix, sparse (scipy): {found['peer']:.2f} s"
    world = f"Projection of {found['places']} places × 2 sexes × 21 ages × 20 periods, all moves between them, one core"
    yield Result(world, "1 s", f"{found['world']:.3f} s", peer, found["world"] < 1)
    yield Result(
        "The same by Rogers' matrices, one an age", "1 s", f"{found['rogers']:.2f} s", peer, found["rogers"] < 1
    )
    yield Result(f"The same, {DRAWS:,} draws of fertility, deaths and moves", "60 s",
                 f"{found['draws']:.1f} s, {found['mebibytes']:.0f} MiB", "", found["draws"] < 60)  # fmt: skip
    yield Result("A country's outlook with and without migration, read and projected", "150 ms",
                 f"{found['outlook'] * 1000:.0f} ms", "", found["outlook"] < 0.15)  # fmt: skip


def measured() -> dict[str, Any]:
    """Seconds of each claim in this process."""
    from passerelle.demography.cohorts.inputs import gathered
    from passerelle.demography.cohorts.outlook import outlook
    from passerelle.demography.cohorts.scenarios import Span, scenario
    from passerelle.demography.cohorts.uncertainty import drawn
    from passerelle.evidence.store import open_store

    store = open_store()
    planned = scenario(store, "estimated", span=Span(last=2120))
    record = gathered(store, first=2015)
    found: dict[str, Any] = {"places": len(planned.places), "world": median_of(planned.project)}
    found["rogers"] = median_of(lambda: _rogers(planned, record), 3)
    found["peer"] = median_of(lambda: _textbook(planned), 3)
    found["outlook"] = median_of(lambda: outlook(store, "MAR"), 9)
    start = time.perf_counter()
    drawn(planned, DRAWS)
    found["draws"] = time.perf_counter() - start
    found["mebibytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _rogers(planned: Any, record: Any) -> Any:
    import numpy as np

    from passerelle.demography.cohorts.multiregional import project_regions, rates_matrix, survivorship, yearly_moves

    # infants and children are a group here; their rates are weighed by the years that they make up
    young = 0.2 * record.deaths[-1, ..., :1] + 0.8 * record.deaths[-1, ..., 1:2]
    deaths = np.concatenate([young, record.deaths[-1, ..., 2:]], -1)
    moves = yearly_moves(planned.migration.table[-1], planned.migration.chances)
    shares = survivorship(rates_matrix(deaths, moves), "constant")
    return project_regions(planned.start, shares, planned.rates.fertility[0], planned.rates.sex_ratio[0], 20)


def _textbook(planned: Any) -> Any:
    """The usual way: one sparse matrix a sex that leads from place and age to place and age, 20 products of it."""
    import numpy as np
    from scipy import sparse

    rates, moving = planned.rates, planned.migration
    n, groups = len(planned.places), 21
    survival, fertility = rates.survival[0], rates.fertility[0]
    matrices = []
    for sex in range(2):
        blocks = [[None] * groups for _ in range(groups)]
        for g in range(1, groups):
            going = moving.table[-1, sex] * moving.chances[g]
            block = sparse.csr_matrix(np.diag(survival[sex, :, g] - going.sum(1)) + going)
            blocks[g - 1][g] = block
            if g == groups - 1:
                blocks[g][g] = block
        for g in range(3, 10):
            girls = 1 / (1 + rates.sex_ratio[0])
            share = girls if sex == 0 else 1 - girls
            blocks[g][0] = sparse.diags(5 * fertility[:, g - 3] * share * survival[sex, :, 0])
        blocks[0][0] = blocks[0][0] or sparse.csr_matrix((n, n))
        matrices.append(sparse.bmat(blocks, format="csr"))
    women, men = (planned.start[sex].T.ravel() for sex in range(2))
    for _ in range(20):
        sons = (women @ matrices[1])[:n]  # births are the women's
        women, men = women @ matrices[0], men @ matrices[1]
        men[:n] = sons
    return women, men


if __name__ == "__main__":
    print(json.dumps(measured()))
