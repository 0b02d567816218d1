"""A million invented jobs, drawn the same way for every engine: pay, contract, degree, occupation, experience.

Nobody in it is real; shares are chosen so that every condition of the Blue Card fails for some. Stands on numpy.
"""

from typing import Any

import numpy as np

MANY = 1_000_000
ISCO = ("1330", "2141", "2211", "2431", "2512", "3115", "4110", "5120")
STATES = ("AT", "DE", "ES", "FR", "LU", "PT", "RO", "SK")


def people(many: int = MANY, seed: int = 2026) -> dict[str, Any]:
    """Columns by the name of their fact; words as their place in a list."""
    draw = np.random.default_rng(seed)
    day = np.datetime64("2026-03-01")
    return {
        "salary": np.round(draw.lognormal(10.75, 0.35, many), 2),
        "contract_months": draw.integers(1, 61, many).astype(np.float64),
        "degree_years": draw.integers(0, 7, many).astype(np.float64),
        "higher_qualification": draw.choice(2, many, p=[0.8, 0.2]).astype(np.int32),
        "degree_date": day - draw.integers(30, 6000, many).astype("timedelta64[D]"),
        "isco08": draw.integers(0, len(ISCO), many).astype(np.int32),
        "experience_months_last_7_years": draw.integers(0, 85, many).astype(np.float64),
        "state": draw.integers(0, len(STATES), many).astype(np.int32),
        "shortage": (draw.random(many) < 0.2).astype(np.uint8),
    }
