"""Tables on which the Poisson estimator is held against pyfixest, made alike on every machine.

`python -m tests.golden.gravity_cases` writes what pyfixest says to `recorded/pyfixest.json`; it needs pyfixest, which the
tests do not. Its tolerances are set far below its defaults, at which it stops some ten-thousandths short.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

RECORDED = Path(__file__).parent / "recorded/pyfixest.json"
NAMES = ("distance", "language", "network")


def case(name: str) -> dict[str, Any]:
    """Columns of one case: `moved`, the three drivers, `origin_year`, `destination_year`, `pair`, `origin`, `destination`."""
    places, years, gone, spread, seed = {
        "whole panel": (24, 4, 0.0, 1.0, 11),
        "rows missing": (24, 4, 0.3, 1.0, 12),
        "very unequal places": (20, 3, 0.0, 2.5, 13),
        "mostly zeros": (24, 3, 0.0, 2.0, 14),
    }[name]
    random = np.random.Generator(np.random.PCG64(seed))
    o, d, t = (index.ravel() for index in np.indices((places, places, years)))
    kept = (o != d) & (random.random(o.size) >= gone)
    o, d, t = o[kept], d[kept], t[kept]
    distance = random.normal(size=(places, places))[o, d]
    language = (random.random((places, places)) < 0.2)[o, d].astype(float)
    network = random.normal(size=o.size) + 0.5 * distance
    push = random.normal(size=(places, years)) * spread
    pull = random.normal(size=(places, years)) * spread
    level = -4.0 if name == "mostly zeros" else 1.0
    mean = np.exp(level - distance + 0.6 * language + 0.4 * network + push[o, t] + pull[d, t])
    moved = np.floor(mean * random.gamma(1.0, 1.0, o.size))
    return {
        "moved": moved, "distance": distance, "language": language, "network": network, "origin_year": o * years + t,
        "destination_year": d * years + t, "pair": o * places + d, "origin": o, "destination": d,
    }  # fmt: skip


CASES = ("whole panel", "rows missing", "very unequal places", "mostly zeros")


def main() -> None:
    """Record what pyfixest says of every case, clustered by pair and by both ends."""
    import pandas as pd
    import pyfixest as pf

    found: dict[str, Any] = {"pyfixest": pf.__version__}
    for name in CASES:
        table = pd.DataFrame(case(name))
        for clusters, formula in (("pair", "pair"), ("ends", "origin+destination")):
            fit = pf.fepois(
                f"moved ~ {' + '.join(NAMES)} | origin_year + destination_year", data=table, vcov={"CRV1": formula},
                iwls_tol=1e-13, fixef_tol=1e-11, iwls_maxiter=200, fixef_maxiter=100000,
            )  # fmt: skip
            found[f"{name}, {clusters}"] = {
                "coefficients": fit.coef().tolist(), "errors": fit.se().tolist(), "rows": int(fit._N),
            }  # fmt: skip
    RECORDED.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
