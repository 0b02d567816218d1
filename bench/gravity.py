"""The gravity model's estimator on 400,000 rows with both fixed effects, one core, beside pyfixest.

Run as a program it measures ours; `bench/peer_gravity.py` measures the peer on the same table.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from bench.flows import ONE_CORE
from bench.measure import ROOT, median_of, peers

if TYPE_CHECKING:
    from bench.__main__ import Result


def gravity() -> Iterator["Result"]:
    """The claim on the estimator: three times as fast, with the same coefficients."""
    from bench.__main__ import Result

    ran = subprocess.run([sys.executable, "-m", "bench.gravity"], check=True, capture_output=True, text=True, cwd=ROOT,
                         timeout=300, env={**os.environ, **ONE_CORE})  # fmt: skip
    ours = json.loads(ran.stdout)
    for shape in ("even", "unequal"):
        theirs = peers("bench.peer_gravity", shape, ONE_CORE)
        said = f"pyfixest: {theirs:.2f} s" if theirs is not None else "pyfixest could not be installed"
        times = "" if theirs is None else f": {theirs / ours[shape]:.1f} times"
        yield Result(f"Poisson with origin-year and destination-year effects, 402,000 rows, places {shape}, one core",
                     "3 times as fast as the peer", f"{ours[shape]:.2f} s{times}", said,
                     theirs is None or theirs / ours[shape] >= 3)  # fmt: skip


def _measured() -> dict[str, float]:
    from bench.peer_gravity import NAMES, table
    from passerelle.economy.drivers.poisson import fit_poisson

    found = {}
    for shape in ("even", "unequal"):
        made = table(shape)
        columns = made["columns"]
        effects = made["origin_year"], made["destination_year"], [made["pair"]]
        found[shape] = median_of(partial(fit_poisson, made["moved"], columns, NAMES, *effects), 3)
    return found


if __name__ == "__main__":
    print(json.dumps(_measured()))
