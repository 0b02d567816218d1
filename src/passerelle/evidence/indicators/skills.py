"""Skills: who of the trained is abroad, the health workforce, and how foreigners fare at work.

Two versions of the WHO safeguards criteria are kept and never mixed. Stands on `basis`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any

from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import (
    CorridorEvidence,
    PlaceEvidence,
    by_period,
    derived,
    from_row,
    indicator,
    plain,
    ratio,
)

_WHO = "WHO, health workforce support and safeguards list; Q&A of 4 April 2024"
_LFS = "Eurostat, EU Labour Force Survey"
# version of the criteria: global median density per 10,000, UHC service coverage index below which a place lists
SAFEGUARDS = {"2020": (48.6, 50.0), "2023": (49.0, 55.0)}
YEARS_APART = 3  # physicians and nurses may be counted in different years; further apart they are not added

_EDUCATION = (
    "Emigrants by education (IAB’s workbook by education) and residents by education (Barro & Lee): add both to your "
    "own build."
)
_BY_ENTRY = (
    "Counts of emigrants by education and age on arrival, in our own layout, with residents by education (Barro & "
    "Lee): no publisher’s file of such counts is known to us."
)


def _tertiary(entry: str) -> Any:
    """Emigration rate of the tertiary-educated; `entry` leaves out those who arrived before an age."""
    breakdown = f"ISCED_HIGH{entry}"

    def compute(e: PlaceEvidence) -> Iterator[Figure]:
        below = by_period(e.series("residents_by_education", age="Y_GE25", breakdown="ISCED_HIGH"))
        for row in e.out("emigrants_by_education", age="Y_GE25", breakdown=breakdown):
            home = below.get(row.period)
            if home is not None and row.value + home.value > 0:
                rate = row.value / (row.value + home.value)
                note = "destinations of the OECD only: movement to others is not counted"
                yield derived(rate, "1", [row, home], method="M / (M + N), age 25+", note=note)

    return compute


for _entry, _suffix, _text in (
    ("", "", ""),
    ("_ENTRY_GE12", "_12", ", without those who arrived before age 12"),
    ("_ENTRY_GE18", "_18", ", without those who arrived before age 18"),
    ("_ENTRY_GE22", "_22", ", without those who arrived before age 22"),
):
    indicator(
        id=f"tertiary_emigration_rate{_suffix}", name=f"Emigration rate of the tertiary-educated{_text}",
        section="skills", scope="place", at="origin", unit="1",
        formula="emigrants / (emigrants + residents), age 25 and over, tertiary education",
        needs=("emigrants_by_education", "residents_by_education"), sums=("emigrants_by_education",),
        reference="Docquier & Marfouk (2006); Beine, Docquier & Rapoport (2007) for the variants", max_age=15,
        fills=_BY_ENTRY if _entry else _EDUCATION, show="share",
    )(_tertiary(_entry))  # fmt: skip

indicator(
    id="born_abroad_oecd", name="People born in the origin living in the destination, OECD censuses",
    section="skills", scope="corridor", unit="PS", formula="as published, all ages, by sex",
    needs=("born_abroad_oecd",), reference="Brücker, Capuano & Marfouk (2013), IAB", max_age=15,
    fills="The IAB brain-drain workbook; its licence is not stated, so it is read by your own build only.",
    show="number",
)(plain("born_abroad_oecd", sexes=("_T", "F", "M")))  # fmt: skip


@indicator(
    id="physicians", name="Physicians for every 10,000 inhabitants", section="skills", scope="place",
    unit="PER_10000", formula="10 × physicians per 1,000 as published", needs=("physicians_per_1000",),
    reference="WHO through World Bank", max_age=6, fills="A count by WHO.", show="number",
)  # fmt: skip
def physicians(e: PlaceEvidence) -> Iterator[Figure]:
    for row in e.series("physicians_per_1000"):
        yield derived(10 * row.value, "PER_10000", [row], method="10 × per 1,000")


indicator(
    id="nurses_midwives", name="Nurses and midwives for every 10,000 inhabitants", section="skills",
    scope="place", unit="PER_10000", formula="as published", needs=("nurses_midwives_per_10000",),
    reference="WHO, Global Health Observatory, HWF_0006", max_age=6, fills="A count by WHO.", show="number",
)(plain("nurses_midwives_per_10000"))  # fmt: skip


def _nearest(rows: list[Any], year: int) -> Any:
    """The row whose year is nearest; None of none."""
    return min(rows, key=lambda row: abs(int(row.period) - year), default=None)


def health_density(e: PlaceEvidence) -> Iterator[Figure]:
    """Physicians, nurses and midwives per 10,000: each year of the nurses with the nearest count of physicians."""
    doctors = e.series("physicians_per_1000")
    years = [int(row.period) for row in doctors]
    for nurses in e.series("nurses_midwives_per_10000"):
        year = int(nurses.period)
        at = bisect_left(years, year)
        # the nearest count is the one before or the one after; the earlier of two as near
        near = _nearest(doctors[max(at - 1, 0) : at + 1], year)
        if near is None or abs(int(near.period) - year) > YEARS_APART:
            continue
        note = "" if near.period == nurses.period else f"physicians of {near.period}"
        value = nurses.value + 10 * near.value
        yield derived(value, "PER_10000", [nurses, near], method="sum of densities", note=note)


indicator(
    id="health_workers", name="Physicians, nurses and midwives for every 10,000 inhabitants", section="skills",
    scope="place", unit="PER_10000", formula=f"sum of both densities, counted at most {YEARS_APART} years apart",
    needs=("physicians_per_1000", "nurses_midwives_per_10000"), reference=_WHO, max_age=6,
    fills="Counts by WHO of physicians and of nurses and midwives in near years.", show="number",
)(health_density)  # fmt: skip


def _distance(version: str) -> Any:
    median = SAFEGUARDS[version][0]

    def compute(e: PlaceEvidence) -> Iterator[Figure]:
        for figure in health_density(e):
            if figure.value is not None:
                yield figure.about(value=figure.value - median, method=f"density − {median:g}")

    return compute


def _on_list(version: str) -> Any:
    median, index = SAFEGUARDS[version]

    def compute(e: PlaceEvidence) -> Iterator[Figure]:
        coverage = e.series("uhc_index")
        density = list(health_density(e))
        if coverage and density and density[-1].value is not None:
            last = coverage[-1]
            meets = density[-1].value < median and last.value < index
            note = f"criteria of {version}: density below {median:g} and index below {index:g}"
            # as old as the older of the two
            period = min(last.period, density[-1].period)
            yield derived(float(meets), "1", [last, density[-1]], period=period, method="both criteria", note=note)

    return compute


for _version in SAFEGUARDS:
    _median, _index = SAFEGUARDS[_version]
    indicator(
        id=f"health_workers_above_median_{_version}",
        name=f"Distance of that density to the global median, criteria of {_version}", section="skills",
        scope="place", unit="PER_10000",
        formula=f"density − {_median:g}; WHO: a cut of relative shortage, not a recommended density",
        needs=("physicians_per_1000", "nurses_midwives_per_10000"), reference=_WHO, max_age=6,
        fills="Counts by WHO of physicians and of nurses and midwives in near years.", show="number",
    )(_distance(_version))  # fmt: skip
    indicator(
        id=f"safeguards_{_version}", name=f"Meets the criteria of the WHO safeguards list of {_version}",
        section="skills", scope="place", unit="1",
        formula=f"density below {_median:g} and UHC service coverage index below {_index:g}",
        needs=("physicians_per_1000", "nurses_midwives_per_10000", "uhc_index"), reference=_WHO, max_age=6,
        fills="The UHC service coverage index by WHO; without it the status is not known.", show="flag",
    )(_on_list(_version))  # fmt: skip

indicator(
    id="uhc_index", name="UHC service coverage index", section="skills", scope="place", unit="INDEX",
    formula="as published, 0 to 100", needs=("uhc_index",), reference="WHO, Global Health Observatory", max_age=4,
    fills="WHO’s table of the index: add it to your own build.", show="number",
)(plain("uhc_index"))  # fmt: skip

for _kind, _title in (("DOCTORS", "Doctors"), ("NURSES", "Nurses")):
    indicator(
        id=f"{_kind.lower()}_abroad", name=f"{_title} trained in the origin who work in the destination",
        section="skills", scope="corridor", unit="PS", formula="as published", needs=("health_workers_abroad",),
        reference="OECD, Health Workforce Migration", max_age=5,
        fills="OECD’s table of foreign-trained health workers: add it to your own build.", show="number",
    )(plain("health_workers_abroad", breakdown=_kind))  # fmt: skip


def _of_citizens(e: PlaceEvidence, code: str, citizens: str, sex: str = "_T") -> list[Any]:
    """The rate of a group of citizens of 15 to 64 years, in time, as published; activity else from two others."""
    rows = e.series(code, sex=sex, age="Y15T64", breakdown=citizens)
    if rows or code != "activity_rate":
        return rows
    return activity_from(*(e.series(rate, sex=sex, age="Y15T64", breakdown=citizens) for rate in _RATES))


def activity_from(employment: Iterable[Any], unemployment: Iterable[Any]) -> list[Figure]:
    """The activity rate that follows from both others, period by period.

    employed / people = e, unemployed / (employed + unemployed) = u, so that (employed + unemployed) / people =
    e / (1 − u).
    """
    unemployed = by_period(unemployment)
    return [
        derived(row.value / (1 - other.value / 100), "PC", [row, other], method=FROM_BOTH)
        for row in employment
        if (other := unemployed.get(row.period)) is not None and other.value < 100
    ]


FROM_BOTH = "employment rate / (1 − unemployment rate)"


def _gap(code: str, citizens: str, method: str) -> Any:
    def compute(e: PlaceEvidence) -> Iterator[Figure]:
        for sex in ("_T", "F", "M"):
            nationals = by_period(_of_citizens(e, code, "CITIZEN_NAT", sex))
            for row in _of_citizens(e, code, citizens, sex):
                home = nationals.get(row.period)
                if home is not None:
                    yield derived(row.value - home.value, "PP", [row, home], method=method)

    return compute


def _rate(code: str, citizens: str) -> Any:
    def compute(e: PlaceEvidence) -> Iterator[Figure]:
        for row in _of_citizens(e, code, citizens):
            yield row if isinstance(row, Figure) else from_row(row)

    return compute


_RATES = ("employment_rate", "unemployment_rate")
for _code, _title, _needs, _formula in (
    ("employment_rate", "Employment rate", ("employment_rate",), "as published"),
    ("unemployment_rate", "Unemployment rate", ("unemployment_rate",), "as published"),
    ("activity_rate", "Activity rate", ("activity_rate", *_RATES), f"as published; else {FROM_BOTH}"),
):
    for _who, _suffix, _words in (
        ("CITIZEN_FOR", "foreign", "of foreign citizens, 15 to 64"),
        ("CITIZEN_NAT", "nationals", "of nationals, 15 to 64"),
    ):
        indicator(
            id=f"{_code}_{_suffix}", name=f"{_title} {_words}", section="skills", scope="place",
            at="destination", unit="PC", formula=_formula, needs=_needs, reference=_LFS, max_age=3,
            fills="Eurostat covers EU, EFTA and candidate countries only.", show="percent",
        )(_rate(_code, _who))  # fmt: skip
    indicator(
        id=f"{_code}_gap", name=f"{_title}: foreign citizens less nationals", section="skills", scope="place",
        at="destination", unit="PP", formula="rate of foreign citizens − rate of nationals, 15 to 64, by sex",
        needs=_needs, reference="Zaragoza indicators; " + _LFS, max_age=3,
        fills="Eurostat covers EU, EFTA and candidate countries only.", show="number",
    )(_gap(_code, "CITIZEN_FOR", "foreigners − nationals"))  # fmt: skip
    indicator(
        id=f"{_code}_gap_tcn", name=f"{_title}: third-country nationals less nationals", section="skills",
        scope="place", at="destination", unit="PP", formula="rate of third-country nationals − rate of nationals",
        needs=_needs, reference="Zaragoza indicators; " + _LFS, max_age=3,
        fills="Eurostat’s table with citizens of non-EU countries apart: add it to your own build.", show="number",
    )(_gap(_code, "CITIZEN_NEU27", "third-country nationals − nationals"))  # fmt: skip


@indicator(
    id="income_ratio_foreign", name="Median income of foreign citizens to that of nationals", section="skills",
    scope="place", at="destination", unit="1", formula="median equivalised net income of foreigners / of nationals",
    needs=("income_median",), reference="Zaragoza indicators; Eurostat, ilc_di15", max_age=3,
    fills="Eurostat covers EU, EFTA and candidate countries only.", show="ratio",
)  # fmt: skip
def income_ratio_foreign(e: PlaceEvidence) -> Iterator[Figure]:
    for age in ("Y_GE18", "_T"):
        above = e.series("income_median", age=age, breakdown="CITIZEN_FOR")
        below = e.series("income_median", age=age, breakdown="CITIZEN_NAT")
        if above and below:
            yield from ratio(above, below, "1", method="ratio")
            return


indicator(
    id="tertiary_share_foreign", name="Foreign citizens with tertiary education", section="skills", scope="place",
    at="destination", unit="PC", formula="as published, 15 to 64", needs=("education_share",),
    reference="Eurostat, edat_lfs_9911", max_age=3,
    fills="Eurostat covers EU, EFTA and candidate countries only.", show="percent",
)(plain("education_share", age="Y15T64", breakdown="CITIZEN_FOR.ED5-8"))  # fmt: skip


for _code, _title, _unit, _activity, _fills in (
    # B_S: industry, construction and services, the widest that the table has for every country
    ("vacancy_rate", "Job vacancy rate", "PC", "B_S", "Eurostat, jvs_q_nace2: add it to your own build."),
    ("monthly_earnings", "Mean monthly earnings of employees", "USD", "_Z",
     "ILOSTAT’s earnings: add it to your own build."),
):  # fmt: skip
    indicator(
        id=_code, name=_title, section="skills", scope="place", unit=_unit, formula="as published", needs=(_code,),
        reference="ILOSTAT" if _code == "monthly_earnings" else "Eurostat", max_age=3, fills=_fills,
        show="percent" if _unit == "PC" else "money",
    )(plain(_code, breakdown=_activity))  # fmt: skip


@indicator(
    id="health_density_gap", name="Health-worker density: destination less origin", section="skills",
    scope="corridor", unit="PER_10000", formula="newest density of the destination − newest density of the origin",
    needs=("physicians_per_1000", "nurses_midwives_per_10000"), reference=_WHO, max_age=6,
    fills="Counts by WHO for both places.", show="number",
)  # fmt: skip
def health_density_gap(e: CorridorEvidence) -> Iterator[Figure]:
    here, there = list(health_density(e.origin)), list(health_density(e.destination))
    if here and there and here[-1].value is not None and there[-1].value is not None:
        older = min(here[-1], there[-1], key=lambda figure: figure.period)
        note = f"origin {here[-1].period}, destination {there[-1].period}"
        yield older.about(value=there[-1].value - here[-1].value, method="difference of densities", note=note)
