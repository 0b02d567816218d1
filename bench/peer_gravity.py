"""A panel of 201 places over ten years, the same for everybody, and how long pyfixest takes with its own defaults."""

import sys
from typing import Any

import numpy as np

from bench.measure import median_of

NAMES = ("distance", "language", "colonial_tie", "border", "network", "free_movement")


def table(shape: str, n: int = 201, years: int = 10) -> dict[str, Any]:
    """Columns of the panel. "even": places of about one size; "unequal": sizes as far apart as the world's."""
    random = np.random.default_rng(7)
    lon, lat = random.uniform(0, 6.28, n), np.arcsin(random.uniform(-1, 1, n))
    cosine = np.sin(lat)[:, None] * np.sin(lat) + np.cos(lat)[:, None] * np.cos(lat) * np.cos(lon[:, None] - lon)
    far = np.log(6371 * np.arccos(np.clip(cosine, -1, 1)) + 100)
    o, d, t = (index.ravel() for index in np.indices((n, n, years)))
    off = o != d
    o, d, t = o[off], d[off], t[off]
    flags = [(random.random((n, n)) < share)[o, d].astype(float) for share in (0.15, 0.01)]
    border = (far < np.quantile(far, 0.02))[o, d].astype(float)
    network = np.log1p(random.poisson(np.exp(random.normal(size=(n, n)) * 2 - 0.8 * (far - 8))))[o, d]
    free = (random.random((n, n, years)) < 0.05)[o, d, t].astype(float)
    columns = np.column_stack([far[o, d], *flags, border, network, free])
    size = 1.8 if shape == "unequal" else 0.3
    push, pull = (random.normal(size=n)[:, None] * size + random.normal(size=(n, years)) * 0.3 for _ in range(2))
    mean = np.exp(8 + columns @ [-1.0, 0.5, 0.6, 0.4, 0.5, 0.2] + push[o, t] + pull[d, t])
    moved = random.poisson(mean * random.gamma(0.5, 2, len(mean))).astype(float)
    return {"moved": moved, "columns": columns, "origin_year": o * years + t, "destination_year": d * years + t,
            "pair": o * n + d}  # fmt: skip


def main(shape: str) -> float:
    """Median seconds of three fits after one that is not counted, imports left out."""
    import pandas as pd
    import pyfixest as pf

    made = table(shape)
    columns = made.pop("columns")
    data = pd.DataFrame({**made, **dict(zip(NAMES, columns.T, strict=True))})
    formula = f"moved ~ {' + '.join(NAMES)} | origin_year + destination_year"
    return median_of(lambda: pf.fepois(formula, data=data, vcov={"CRV1": "pair"}), 3)


if __name__ == "__main__":
    print(main(sys.argv[1]))
