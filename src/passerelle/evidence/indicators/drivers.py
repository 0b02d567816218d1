"""Drivers: why people move. Demography, work, security, governance, distance and ties.

These are circumstances beside one another, not causes proven. Stands on `basis`.
"""

from collections.abc import Iterator
from typing import Any

from passerelle.evidence.ages import first_age
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import (
    CorridorEvidence,
    PlaceEvidence,
    derived,
    from_row,
    indicator,
    plain,
)

_WPP = "UN DESA, World Population Prospects"
_WDI = "World Bank, World Development Indicators"
_GEO = "Natural Earth; CLDR; our own table of colonial ties"

for _code, _title, _unit, _reference, _age, _show in (
    ("population", "Population", "PS", _WPP, 3, "number"),
    ("unemployment", "Unemployment rate", "PC", _WDI + " (ILO estimate)", 3, "percent"),
    ("inflation", "Inflation", "PC", _WDI, 3, "percent"),
    ("political_stability", "Political stability and absence of violence", "INDEX",
     "World Bank, Worldwide Governance Indicators, −2.5 to 2.5", 3, "ratio"),
    ("income_group", "World Bank income group, by year", "1", "World Bank, country classifications", 2, "number"),
    ("informality_rate", "Informal employment", "PC", "ILOSTAT", 4, "percent"),
    ("participation_rate", "Labour force participation", "PC", "ILOSTAT", 3, "percent"),
):  # fmt: skip
    # the rate is of people of 15 years and over, and the figure says so
    _ages_read = "Y_GE15" if _code == "participation_rate" else "_T"
    indicator(
        id=_code, name=_title, section="drivers", scope="place", unit=_unit, formula="as published",
        needs=(_code,), reference=_reference, max_age=_age,
        fills=f"A value by {_reference.split(' (')[0]}; add its table to your own build where it is not shipped.",
        show=_show,
    )(plain(_code, age=_ages_read))  # fmt: skip


@indicator(
    id="total_fertility", name="Children per woman", section="drivers", scope="place", unit="CHILDREN",
    formula="as published, five-year periods", needs=("total_fertility",), reference=_WPP, max_age=8,
    fills="A place in World Population Prospects.", show="ratio",
)  # fmt: skip
def total_fertility(e: PlaceEvidence) -> Iterator[Figure]:
    for row in e.series("total_fertility", sex="F"):
        yield from_row(row).about(sex="_T")


@indicator(
    id="life_expectancy", name="Life expectancy at birth", section="drivers", scope="place", unit="YR",
    formula="as published, by sex", needs=("life_expectancy",), reference=_WPP, max_age=8,
    fills="A place in World Population Prospects.", show="number",
)  # fmt: skip
def life_expectancy(e: PlaceEvidence) -> Iterator[Figure]:
    for sex in ("F", "M"):
        for row in e.series("life_expectancy", sex=sex):
            yield from_row(row)


@indicator(
    id="population_growth", name="Growth of the population a year", section="drivers", scope="place", unit="1",
    formula="(population(t) / population(t − 10)) ^ (1/10) − 1", needs=("population",), reference=_WPP, max_age=3,
    fills="A place in World Population Prospects.", show="share",
)  # fmt: skip
def population_growth(e: PlaceEvidence) -> Iterator[Figure]:
    rows = {int(row.period): row for row in e.series("population")}
    for year, row in rows.items():
        before = rows.get(year - 10)
        if before is not None and before.value > 0:
            growth = (row.value / before.value) ** 0.1 - 1
            yield derived(growth, "1", [row, before], period=f"{year - 10}-{year}", method="compound growth a year")


_BANDS = [f"Y{a}T{a + 4}" for a in range(0, 100, 5)]
YOUNG, WORKING, YOUTH = _BANDS[:3], _BANDS[3:13], _BANDS[3:5]


def _ages(e: PlaceEvidence) -> dict[str, dict[str, Any]]:
    """Population of both sexes by period and age band."""
    found: dict[str, dict[str, Any]] = {}
    for row in e.observed.get("population_by_age", ()):
        if row.sex == "_T":
            found.setdefault(row.period, {})[row.age] = row
    return found


def _old(bands: dict[str, Any]) -> list[str]:
    """Bands of 65 and over, however the table closes: Y65T69 … Y_GE100."""
    return [age for age in bands if age != "_T" and age not in YOUNG and age not in WORKING]


def _age_share(above: str, below: str, method: str) -> Any:
    def compute(e: PlaceEvidence) -> Iterator[Figure]:
        for period, bands in _ages(e).items():
            groups = {
                "young": YOUNG, "working": WORKING, "youth": YOUTH, "old": _old(bands),
                "dependent": [*YOUNG, *_old(bands)], "all": [age for age in bands if age != "_T"],
            }  # fmt: skip
            if any(band not in bands for band in [*YOUNG, *WORKING]) or not groups["old"]:
                continue
            parts = [bands[band] for band in groups[below]]
            total = sum(row.value for row in parts)
            share = sum(bands[band].value for band in groups[above]) / total
            yield derived(share, "1", parts, period=period, method=method).about(age="_T")

    return compute


for _id, _title, _above, _below, _formula in (
    ("dependency_ratio", "Dependants for every person of working age", "dependent", "working",
     "(under 15 + 65 and over) / (15 to 64)"),
    ("old_age_dependency", "People of 65 and over for every person of working age", "old", "working",
     "65 and over / 15 to 64"),
    ("aged_share", "People of 65 and over in the population", "old", "all", "65 and over / all"),
    ("youth_share", "People of 15 to 24 in the population", "youth", "all", "15 to 24 / all"),
):  # fmt: skip
    indicator(
        id=_id, name=_title, section="drivers", scope="place", unit="1", formula=_formula,
        needs=("population_by_age",), reference=_WPP, max_age=8, fills="A place in World Population Prospects.",
        show="ratio" if _below == "working" else "share",
    )(_age_share(_above, _below, _formula))  # fmt: skip


@indicator(
    id="age_profile", name="Share of each five-year age band in the population", section="drivers", scope="place",
    unit="1", formula="population of the band / population, newest year; `age` names the band",
    needs=("population_by_age",),
    reference=_WPP, max_age=8, fills="A place in World Population Prospects.", show="share",
)  # fmt: skip
def age_profile(e: PlaceEvidence) -> Iterator[Figure]:
    for period, bands in list(_ages(e).items())[-1:]:
        parts = [row for age, row in bands.items() if age != "_T"]
        total = sum(row.value for row in parts)
        for row in sorted(parts, key=lambda row: first_age(row.age)):
            yield derived(row.value / total, "1", [row], period=period, method="share of the population")


def _both_ways(code: str) -> Any:
    def compute(e: CorridorEvidence) -> Iterator[Figure]:
        rows, covered = e.observed.get(code, ()), e.observed.get("distance_km", ())
        for row in list(rows)[:1]:
            yield from_row(row)
        if not rows and covered:
            # both places are in the table, which lists a flag only where it is so: its card says that absence is no
            yield derived(0.0, "1", covered[:1], method="not listed")

    return compute


for _code, _title, _unit, _fills, _show in (
    ("distance_km", "Distance between the centres of the two territories", "KM",
     "Both territories in Natural Earth.", "number"),
    ("contiguity", "Shares a land border", "1", "Both territories in Natural Earth.", "flag"),
    ("official_language_shared", "Shares an official language", "1", "Both places in CLDR.", "flag"),
    ("colonial_tie", "Colonial tie in the past", "1", "Our table of colonial ties lists those it read.", "flag"),
):  # fmt: skip
    indicator(
        id=_code, name=_title, section="drivers", scope="corridor", unit=_unit,
        formula="great-circle distance between the centres of the largest parts" if _unit == "KM"
        else "1 where it is so; what the table does not list is not so",
        needs=(_code, "distance_km"), reference=_GEO, max_age=200, fills=_fills, show=_show,
    )(_both_ways(_code))  # fmt: skip


@indicator(
    id="unemployment_gap", name="Unemployment: origin less destination", section="drivers", scope="corridor",
    unit="PP", formula="unemployment of the origin − of the destination", needs=("unemployment",), reference=_WDI,
    max_age=3, fills="Unemployment of both places in one year.", show="number",
)  # fmt: skip
def unemployment_gap(e: CorridorEvidence) -> Iterator[Figure]:
    there = {row.period: row for row in e.destination.series("unemployment")}
    for row in e.origin.series("unemployment"):
        other = there.get(row.period)
        if other is not None:
            yield derived(row.value - other.value, "PP", [row, other], method="difference")
