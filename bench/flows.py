"""Flows from stocks, fits in three dimensions: one core, beside the published program's recorded times and two peers.

`flows` yields the results; run as a program it measures in this process and writes seconds as JSON, so that the
number of threads can be set before numpy is loaded.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.measure import ROOT, median_of, peers

if TYPE_CHECKING:
    from bench.__main__ import Result

ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1",
            "NUMBA_NUM_THREADS": "1"}  # fmt: skip
SIDE = 100  # of the cube that is fitted
# migest 2.0.5 in R 4 on 210 places, as measured when the reference outputs were made, by another machine of two cores.
RECORDED = {"closed": 60.0, "independence": 53.0, "six": 131.0, "all": 780.0}


def _told(part: str) -> dict[str, Any]:
    ran = subprocess.run([sys.executable, "-m", "bench.flows", part], check=True, capture_output=True, text=True,
                         cwd=ROOT, timeout=300, env={**os.environ, **ONE_CORE})  # fmt: skip
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _reference() -> tuple[dict[str, Any], str]:
    """Seconds of the published program on the same stocks where R and it are here; else none of them, and why."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return {}, "R is not here"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "bench.flows", "write", folder], check=True, cwd=ROOT)
        try:
            ran = subprocess.run([rscript, "bench/peer_migest.R", folder], check=True, capture_output=True, text=True,
                                 cwd=ROOT, timeout=900, env={**os.environ, **ONE_CORE})  # fmt: skip
        except subprocess.CalledProcessError as problem:
            print(problem.stderr, file=sys.stderr)
            return {}, "R is here, migest is not" if problem.returncode == 3 else "R is here, migest stopped"
        except subprocess.TimeoutExpired:
            return {}, "R is here, migest took more than a quarter of an hour"
    return json.loads(ran.stdout.splitlines()[-1]), ""


def _write(folder: Path) -> None:
    """The last period's stocks as the command takes them."""
    import numpy as np
    import polars as pl

    s = _inputs()[1]
    codes = {"birth": list(s.places)}
    for name, table in (("start", s.start), ("end", s.end)):
        pl.DataFrame(codes | dict(zip(s.places, np.asarray(table).T, strict=True))).write_csv(folder / f"{name}.csv")
    pl.DataFrame({"code": list(s.places), "births": s.births, "deaths": s.deaths}).write_csv(folder / "vital.csv")


def flows() -> Iterator["Result"]:
    """Claims on flows: 200 places, real stocks of 2015 and 2020, one core."""
    from bench.__main__ import Result

    one, world, draws = _told("one"), _told("world"), _told("draws")
    reference, lacking = _reference()

    def said_of(name: str) -> str:
        if name in reference:
            return f"migest {reference['version']}, the same stocks: {reference[name]:.0f} s"
        return f"migest 2.0.5, recorded elsewhere{f' ({lacking})' if lacking else ''}: {RECORDED[name]:.0f} s"

    yield Result("Fewest moves, closed, 200 places, one core", "0.05 s, 200 MB",
                 f"{one['closed']:.3f} s, {one['mebibytes']:.0f} MiB", said_of("closed"),
                 one["closed"] < 0.05 and one["mebibytes"] * 1.048576 < 200)  # fmt: skip
    yield Result("Independent moves, closed, same", "with the above", f"{one['independence']:.3f} s",
                 said_of("independence"), one["independence"] < 0.05)  # fmt: skip
    yield Result("All six published estimates of one period", "0.1 s", f"{world['six']:.3f} s", said_of("six"),
                 world["six"] < 0.1)  # fmt: skip
    yield Result("Six estimates of six periods, 1990–2020", "1 s", f"{world['all']:.2f} s", said_of("all"),
                 world["all"] < 1)  # fmt: skip
    yield Result("1,000 draws of perturbed inputs, pseudo-Bayesian, with intervals", "15 s", f"{draws['draws']:.1f} s",
                 "not offered by migest", draws["draws"] < 15)  # fmt: skip
    fit = _told("cube")["ours"]
    for name in ("ipfn", "humanleague"):
        theirs = peers("bench.peer_cube", name, ONE_CORE)
        said = f"{name}: {theirs:.2f} s" if theirs is not None else f"{name} could not be installed"
        yield Result(f"A cube of {SIDE}³ fitted to three margins, to 1e-8", "no slower than the peer", f"{fit:.3f} s",
                     said, theirs is None or fit < theirs)  # fmt: skip


def _inputs() -> tuple[Any, Any]:
    """Stocks of both sexes: of all periods, and of the last."""
    from passerelle.demography.flows.stocks import read_stocks
    from passerelle.demography.flows.world import gathered
    from passerelle.evidence.store import open_store

    s = gathered(open_store()).stocks
    every = read_stocks(s.places, *(table.sum(1) for table in (s.start, s.end, s.births, s.deaths)))
    last = read_stocks(s.places, *(table[-1] for table in (every.start, every.end, every.births, every.deaths)))
    return every, last


def _kept() -> Any:
    """The last period's stocks, read from a file that another process wrote, so that memory is the method's own."""
    import numpy as np

    from passerelle.demography.flows.stocks import read_stocks

    path = Path(tempfile.gettempdir()) / f"passerelle-bench-{os.getuid()}.npz"
    script = (f"import numpy as np; from bench.flows import _inputs; s = _inputs()[1]; np.savez({str(path)!r}, "
              "places=s.places, start=s.start, end=s.end, births=s.births, deaths=s.deaths)")  # fmt: skip
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
    with np.load(path) as kept:
        found = read_stocks(tuple(kept["places"].tolist()), kept["start"], kept["end"], kept["births"], kept["deaths"])
    path.unlink()
    return found


def _measured(part: str) -> dict[str, float]:
    from passerelle.demography.flows.estimate import all_closed, estimated

    def six(stocks: Any) -> None:
        for method in ("drop-negative", "reverse-negative", "rate", "open-dr"):
            estimated(stocks, method, isolated="leave")
        all_closed(estimated(stocks, "closed", isolated="leave").account)

    if part == "one":
        stocks = _kept()
        found = {name: median_of(lambda name=name: estimated(stocks, name, isolated="leave"))
                 for name in ("closed", "independence")}  # fmt: skip
        return found | {"mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    if part == "cube":
        from bench.peer_cube import cube
        from passerelle.demography.fitting import fitted

        seed, margins = cube(SIDE)
        return {"ours": median_of(lambda: fitted(seed, margins, tolerance=1e-8))}
    every, last = _inputs()
    if part == "world":
        return {"six": median_of(lambda: six(last)), "all": median_of(lambda: six(every), 3)}
    from passerelle.demography.flows.uncertainty import drawn

    start = time.perf_counter()
    drawn(last, "pseudo-bayes", 1000, random_seed=1, isolated="leave")
    return {"draws": time.perf_counter() - start}


if __name__ == "__main__":
    if sys.argv[1] == "write":
        _write(Path(sys.argv[2]))
    else:
        print(json.dumps(_measured(sys.argv[1])))
