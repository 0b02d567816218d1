"""Figures: what the rest of the house sees of an observation, with its papers.

A figure says its value, unit, period, source, vintage and status; an estimate says by which method and with
which interval. A figure that is not known has no value and says what would fill it. Stands on `base`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from passerelle.base.errors import EvidenceError
from passerelle.base.periods import read_period

# SDMX unit codes of observations → the words that figures carry.
UNITS = {
    "1": "1",
    "PS": "persons",
    "THS_PS": "thousand persons",
    "PC": "%",
    "PP": "percentage points",
    "USD": "USD",
    "EUR": "EUR",
    "PPS": "PPS",
    "INTL_USD_2021": "international USD of 2021",
    "KM": "km",
    "YR": "years",
    "CASES": "cases",
    "PER_PS_Y": "per person-year",
    "CROSSINGS": "crossings",
    "ENCOUNTERS": "encounters",
    "PER_1000": "per 1,000 inhabitants",
    "PER_10000": "per 10,000 inhabitants",
    "PER_1000_REFUGEES": "per 1,000 refugees",
    "PER_100": "per 100 persons of working age",
    "MEN_PER_100_WOMEN": "men per 100 women",
    "CHILDREN": "children per woman",
    "INDEX": "index",
    "INDEX_0_100": "index",
    "VISAS": "visas",
    "PERMITS": "permits",
    "DECISIONS": "decisions",
    "PS_PER_MUSD": "persons per million USD of GDP",
    "SERVICES": "services",
}


def pairs_of(source: str, vintage: str) -> list[tuple[str, str]]:
    """The (source, vintage) of each part of what stands as "a + b"; one vintage alone is that of every source."""
    sources, vintages = source.split(" + "), vintage.split(" + ")
    if len(vintages) == 1:
        return [(one, vintage) for one in sources]
    return list(zip(sources, vintages, strict=True))


def papers_of(pairs: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Sources and their vintages as "a + b", each pair once; where all vintages are one, it stands once."""
    once = list(dict.fromkeys(pairs))
    vintages = [vintage for _, vintage in once]
    same = len(set(vintages)) == 1
    return " + ".join(source for source, _ in once), vintages[0] if same else " + ".join(vintages)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its papers.

    `value` is None where nothing is known; `note` then says what would fill it. `period`, `unit`, `source` and
    `vintage` are never empty on a known figure: what does not change with time carries the source's reference
    year. `unit` is "1" for shares (0.12 is 12 %) and flags. `origin` and `destination` are the migrants', ""
    where the figure is about one place only. `method` names the estimate or the formula. `low` and `high` are
    the ends of the published interval.
    """

    indicator: str
    value: float | None
    unit: str
    period: str
    source: str
    vintage: str
    origin: str = ""
    destination: str = ""
    sex: str = "_T"
    age: str = "_T"
    status: str = "A"
    method: str = ""
    low: float | None = None
    high: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not (self.period and self.unit and self.source):
            raise EvidenceError(f'A known figure of "{self.indicator}" lacks its period, unit or source.')

    @property
    def is_known(self) -> bool:
        """Is there a value?"""
        return self.value is not None

    @property
    def is_estimate(self) -> bool:
        """Is the value estimated, imputed or forecast rather than observed?"""
        return self.status in {"E", "I", "F"} or bool(self.low is not None)

    @property
    def year(self) -> int | None:
        """The year by which the figure's age is judged."""
        return read_period(self.period).year if self.period else None

    def age_in(self, year: int) -> int | None:
        """Whole years between the figure and `year`."""
        return None if self.year is None else year - self.year

    def about(self, **changes: Any) -> "Figure":
        """The same figure with some fields changed."""
        return replace(self, **changes)

    def named(self, indicator: str, origin: str, destination: str) -> "Figure":
        """The same figure under an indicator's name, about these places; `about` would take four times as long."""
        return Figure(
            indicator, self.value, self.unit, self.period, self.source, self.vintage, origin, destination, self.sex,
            self.age, self.status, self.method, self.low, self.high, self.note,
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """The fields as the command line and the API write them."""
        return {
            "indicator": self.indicator,
            "value": self.value,
            "unit": self.unit,
            "period": self.period,
            "sex": self.sex,
            "age": self.age,
            "source": self.source,
            "vintage": self.vintage,
            "status": self.status,
            "method": self.method,
            "low": self.low,
            "high": self.high,
            "note": self.note,
        }


def unknown(indicator: str, unit: str, note: str, *, origin: str = "", destination: str = "") -> Figure:
    """A figure that is not known, with what would fill it."""
    return Figure(indicator, None, unit, "", "", "", origin=origin, destination=destination, status="", note=note)


def newest(figures: Iterable[Figure]) -> list[Figure]:
    """Of each sex, age and method the figure of the newest period, in the order of their first appearance."""
    best: dict[tuple[str, str, str, str, str, str], Figure] = {}
    for figure in figures:
        key = (
            figure.indicator, figure.origin, figure.destination, figure.sex, figure.age, figure.method,
        )  # fmt: skip
        held = best.get(key)
        if held is None or not held.period or (figure.period and read_period(figure.period) > read_period(held.period)):
            best[key] = figure
    return list(best.values())
