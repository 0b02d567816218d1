"""Observations made by hand, for indicators whose numbers are then checked by hand."""

from typing import Any

from passerelle.evidence.indicators.basis import CorridorEvidence, Held, PlaceEvidence
from passerelle.evidence.store import Observation, Sum


def seen(code: str, period: str, value: float, **also: Any) -> Observation:
    """One observation; what is not said is usual."""
    told = {
        "source": "made", "vintage": "2026", "indicator": code, "origin": "_Z", "destination": "GHA", "sex": "_T",
        "age": "_T", "breakdown": "_Z", "period": period, "value": value, "unit": "PS", "status": "A", "low": None,
        "high": None, "comment": None,
    } | also  # fmt: skip
    return Observation(**told)


def added(code: str, period: str, value: float, **also: Any) -> Sum:
    """One sum over partners."""
    told = {
        "source": "made", "vintage": "2026", "indicator": code, "sex": "_T", "age": "_T", "breakdown": "_Z",
        "period": period, "unit": "PS", "value": value, "partners": 2,
    } | also  # fmt: skip
    return Sum(**told)


def grouped(rows: list[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.indicator, []).append(row)
    return found


def place(iso3: str = "GHA", *rows: Observation, out: list[Sum] | None = None, into: list[Sum] | None = None,
          held: Held | None = None) -> PlaceEvidence:  # fmt: skip
    return PlaceEvidence(iso3, grouped(list(rows)), grouped(out or []), grouped(into or []), held or Held())


def corridor(
    *rows: Observation, origin: PlaceEvidence | None = None, destination: PlaceEvidence | None = None
) -> CorridorEvidence:
    return CorridorEvidence(origin or place("GHA"), destination or place("DEU"), grouped(list(rows)))
