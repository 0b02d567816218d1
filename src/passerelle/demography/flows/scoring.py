"""How near estimated flows come to reported ones, in the statistics of the literature and some plainer ones.

Only pairs that both tables know are compared, and how many those are is said. Sources: Abel and Cohen (2019),
Scientific Data 6:82, for the four correlations; Azose and Raftery (2019), PNAS 116, for the share within a
factor of three.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.demography.fitting import Array

FEWEST_PAIRS = 3


@dataclass(frozen=True)
class Score:
    """Agreement of estimates with reports, over `pairs` pairs of places.

    count, log_count, proportion, rate : Pearson's r of the counts, of log(1 + count), of each origin's shares by
    destination, and of counts per inhabitant of the origin (None where populations are not given or nothing varies).
    mean_absolute, root_mean_square : persons. median_ratio : of estimates to reports where both are above zero.
    within_three : share of those pairs within a factor of three.
    """

    pairs: int
    count: float | None
    log_count: float | None
    proportion: float | None
    rate: float | None
    mean_absolute: float
    root_mean_square: float
    median_ratio: float | None
    within_three: float | None

    def as_dict(self) -> dict[str, float | int | None]:
        """The statistics by name."""
        return asdict(self)


def scored(
    estimated: Mapping[tuple[str, str], float],
    reported: Mapping[tuple[str, str], float],
    populations: Mapping[str, float] | None = None,
) -> Score:
    """Score estimates, persons by (origin, destination), against reports of the same period and definition.

    Raises
    ------
    ModelError : fewer than three pairs in common, a negative report.
    """
    pairs = sorted(pair for pair in reported.keys() & estimated.keys() if pair[0] != pair[1])
    if len(pairs) < FEWEST_PAIRS:
        raise ModelError(
            f"Only {len(pairs)} pairs of places stand in both tables; at least {FEWEST_PAIRS} are needed. "
            "Are the codes of both alpha-3?"
        )
    mine = np.array([estimated[pair] for pair in pairs], dtype=float)
    theirs = np.array([reported[pair] for pair in pairs], dtype=float)
    if (theirs < 0).any() or not np.isfinite(theirs).all():
        pair = pairs[int(np.flatnonzero((theirs < 0) | ~np.isfinite(theirs))[0])]
        raise ModelError(f"The reported flow {pair[0]} → {pair[1]} is {reported[pair]:g}; a count is needed.")
    origins = np.array([pair[0] for pair in pairs])
    both = (mine > 0) & (theirs > 0)
    ratio = mine[both] / theirs[both]
    near = np.abs(np.log(ratio)) <= np.log(3)
    return Score(
        len(pairs),
        _r(mine, theirs),
        _r(np.log1p(np.maximum(mine, 0)), np.log1p(theirs)),
        _r(_shares(mine, origins), _shares(theirs, origins)),
        _rates(mine, theirs, origins, populations),
        float(np.abs(mine - theirs).mean()),
        float(np.sqrt(((mine - theirs) ** 2).mean())),
        float(np.median(ratio)) if ratio.size else None,
        float(near.mean()) if ratio.size else None,
    )


def _r(x: Array, y: Array) -> float | None:
    if x.size < FEWEST_PAIRS or x.std() == 0 or y.std() == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])


def _shares(values: Array, origins: Array) -> Array:
    """Each count as a share of its origin's moves to the destinations compared; 0 where nobody moves."""
    _, group = np.unique(origins, return_inverse=True)
    totals = np.bincount(group, values)[group]
    return np.divide(values, totals, out=np.zeros_like(values), where=totals != 0)


def _rates(mine: Array, theirs: Array, origins: Array, populations: Mapping[str, float] | None) -> float | None:
    if populations is None:
        return None
    people = np.array([populations.get(str(origin), np.nan) for origin in origins])
    known = np.isfinite(people) & (people > 0)
    return _r(mine[known] / people[known], theirs[known] / people[known])


# Pearson's r with reported flows of four collections as published for 1990–2020: counts, logarithms, shares, rates.
# The last line is r with net migration of WPP 2024. Source: Gaskin and Abel (2025), Deep learning four decades of human
# migration, arXiv 2506.22821, whose notebook of evaluations compares their neural network with the earlier estimates;
# read from its figure, to two decimals. How it forms shares and rates is not written there in words.
PUBLISHED: Mapping[str, Mapping[str, tuple[float, ...]]] = {
    "drop-negative": {"DEMIG": (.55, .63, .67, .58), "Eurostat": (.62, .68, .58, .30), "UN": (.49, .60, .48, .47),
                      "ASEAN": (.15, .50, .49, .16), "WPP 2024 net": (.73,)},
    "reverse-negative": {"DEMIG": (.56, .64, .66, .66), "Eurostat": (.62, .70, .54, .31), "UN": (.60, .64, .51, .51),
                         "ASEAN": (.12, .47, .30, .15), "WPP 2024 net": (.70,)},
    "rate": {"DEMIG": (.61, .78, .75, .67), "Eurostat": (.54, .80, .74, .24), "UN": (.60, .76, .73, .44),
             "ASEAN": (.15, .51, .51, .17), "WPP 2024 net": (.68,)},
    "open-dr": {"DEMIG": (.57, .69, .69, .73), "Eurostat": (.67, .74, .62, .35), "UN": (.61, .67, .54, .52),
                "ASEAN": (.15, .47, .40, .18), "WPP 2024 net": (.77,)},
    "closed": {"DEMIG": (.50, .61, .57, .69), "Eurostat": (.54, .68, .54, .36), "UN": (.60, .60, .51, .52),
               "ASEAN": (.18, .23, .27, .37), "WPP 2024 net": (.92,)},
    "pseudo-bayes": {"DEMIG": (.70, .86, .80, .82), "Eurostat": (.69, .88, .79, .41), "UN": (.70, .84, .76, .63),
                     "ASEAN": (.17, .53, .25, .33), "WPP 2024 net": (.92,)},
    "neural network": {"DEMIG": (.73, .86, .84, .78), "Eurostat": (.82, .86, .79, .35), "UN": (.77, .83, .75, .54),
                       "ASEAN": (.26, .60, .32, .46), "WPP 2024 net": (.82,)},
}  # fmt: skip
