"""Policies beside the gaps: MIPEX, dimension by dimension, each score with its year.

A score is of laws and policies, never of people; no cause is read out of the two side by side, and no host is ranked.
Stands on `figures`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from passerelle.evidence.figures import Figure, unknown
from passerelle.evidence.indicators.basis import from_row
from passerelle.evidence.indicators.registry import indicator_of

# Our indicators of MIPEX, in the order of its areas, the whole first.
DIMENSIONS: Final = (
    "mipex", "mipex_labour_market", "mipex_family_reunion", "mipex_education", "mipex_health",
    "mipex_political_participation", "mipex_permanent_residence", "mipex_nationality", "mipex_anti_discrimination",
)  # fmt: skip
CODES: Final = tuple(code for name in DIMENSIONS for code in indicator_of(name).needs)


@dataclass(frozen=True, slots=True)
class Score:
    """One dimension: its newest score, and the earlier ones of the same edition in time."""

    dimension: str
    newest: Figure
    earlier: tuple[Figure, ...] = ()


def scores_of(rows: Iterable[Any], place: str, year: str = "") -> list[Score]:
    """Every dimension with its newest score, or the newest until a year; one that is not known says what would fill it.

    Editions of the index differ in method: scores of another vintage than the newest are left out.
    """
    held = list(rows)
    return [_score(name, [row for row in held if row.indicator in indicator_of(name).needs], place, year)
            for name in DIMENSIONS]  # fmt: skip


def _score(name: str, rows: list[Any], place: str, year: str) -> Score:
    until = [row for row in rows if not year or row.period <= year]
    if not until:
        i = indicator_of(name)
        return Score(name, unknown(name, "index", i.fills, destination=place))
    edition = max(row.vintage for row in until)
    kept = sorted((row for row in until if row.vintage == edition), key=lambda row: str(row.period))
    figures = [from_row(row).named(name, "", place) for row in kept]
    return Score(name, figures[-1], tuple(figures[:-1]))
