"""Indicators of skills, with numbers checked by hand."""

from typing import Any

import pytest
from tests.unit.evidence.indicators.makers import added, corridor, place, seen

from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import PlaceEvidence
from passerelle.evidence.indicators.registry import all_indicators, figures_of_corridor, figures_of_place


def of(name: str, evidence: PlaceEvidence) -> list[Figure]:
    return figures_of_place(all_indicators()[name], evidence)


def educated(period: str, value: float, breakdown: str = "ISCED_HIGH", **also: Any) -> Any:
    return added("emigrants_by_education", period, value, age="Y_GE25", breakdown=breakdown, **also)


def residents(period: str, value: float) -> Any:
    return seen(
        "residents_by_education", period, value, age="Y_GE25", breakdown="ISCED_HIGH", source="barro", vintage="2"
    )


@pytest.mark.parametrize(
    ("name", "breakdown", "abroad", "rate"),
    [("tertiary_emigration_rate", "ISCED_HIGH", 100, 0.1), ("tertiary_emigration_rate_12", "ISCED_HIGH_ENTRY_GE12", 60, 0.0625),
     ("tertiary_emigration_rate_18", "ISCED_HIGH_ENTRY_GE18", 300, 0.25),
     ("tertiary_emigration_rate_22", "ISCED_HIGH_ENTRY_GE22", 900, 0.5)],
)  # fmt: skip
def test_the_emigration_rate_is_of_those_born_there(name: str, breakdown: str, abroad: float, rate: float) -> None:
    others = educated("2010", 5, "ISCED_LOW")
    (figure,) = of(name, place("GHA", residents("2010", 900), out=[educated("2010", abroad, breakdown), others]))
    assert figure.value == pytest.approx(rate) and figure.unit == "1" and figure.age == "Y_GE25"
    assert (figure.source, figure.vintage) == ("made + barro", "2026 + 2") and "OECD only" in figure.note


def test_without_residents_of_the_year_there_is_no_rate() -> None:
    (figure,) = of("tertiary_emigration_rate", place("GHA", residents("2005", 900), out=[educated("2010", 100)]))
    assert not figure.is_known and "residents by education" in figure.note


def test_what_would_fill_the_variants_by_age_on_arrival_says_that_no_publishers_file_is_known() -> None:
    (figure,) = of("tertiary_emigration_rate_18", place("GHA"))
    assert "no publisher’s file of such counts is known" in figure.note


def test_born_abroad_by_sex_of_all_ages() -> None:
    rows = [seen("born_abroad_oecd", "2010", value, sex=sex) for sex, value in (("_T", 120), ("F", 55), ("M", 65))]
    figures = figures_of_corridor("born_abroad_oecd", corridor(*rows))
    assert [(f.sex, f.value, f.age) for f in figures] == [("_T", 120, "_T"), ("F", 55, "_T"), ("M", 65, "_T")]
    assert "all ages" in all_indicators()["born_abroad_oecd"].formula


DOCTORS = seen("physicians_per_1000", "2020", 0.17, unit="PER_1000", source="doctors", vintage="2021")
NURSES = seen("nurses_midwives_per_10000", "2022", 37.9, unit="PER_10000", source="nurses", vintage="2024-05")


def test_densities_are_per_ten_thousand() -> None:
    (figure,) = of("physicians", place("GHA", DOCTORS))
    assert figure.value == pytest.approx(1.7) and figure.unit == "per 10,000 inhabitants"
    (figure,) = of("nurses_midwives", place("GHA", NURSES))
    assert figure.value == 37.9


def test_health_workers_add_the_nearest_count_of_physicians_and_say_its_year() -> None:
    older = seen("physicians_per_1000", "2017", 0.1, unit="PER_1000", source="doctors", vintage="2021")
    (figure,) = of("health_workers", place("GHA", older, DOCTORS, NURSES))
    assert figure.value == pytest.approx(37.9 + 1.7) and (figure.period, figure.note) == ("2022", "physicians of 2020")
    assert (figure.source, figure.vintage) == ("nurses + doctors", "2024-05 + 2021")


def test_counts_further_apart_than_three_years_are_not_added() -> None:
    (figure,) = of("health_workers", place("GHA", seen("physicians_per_1000", "2018", 0.1), NURSES))
    assert not figure.is_known


@pytest.mark.parametrize(("version", "median"), [("2020", 48.6), ("2023", 49.0)])
def test_the_distance_to_the_median_of_each_version(version: str, median: float) -> None:
    (figure,) = of(f"health_workers_above_median_{version}", place("GHA", DOCTORS, NURSES))
    assert figure.value == pytest.approx(39.6 - median) and f"{median:g}" in figure.method


@pytest.mark.parametrize(
    ("index", "expected"),
    [(49.9, {"2020": 1, "2023": 1}), (52.0, {"2020": 0, "2023": 1}), (55.0, {"2020": 0, "2023": 0})],
)
def test_the_safeguards_by_both_criteria_of_each_version(index: float, expected: dict[str, int]) -> None:
    covered = seen("uhc_index", "2021", index, unit="INDEX", source="uhc", vintage="2025-05")
    for version, meets in expected.items():
        (figure,) = of(f"safeguards_{version}", place("GHA", DOCTORS, NURSES, covered))
        assert figure.value == meets and f"criteria of {version}" in figure.note
        assert (figure.source, figure.vintage) == ("uhc + nurses + doctors", "2025-05 + 2024-05 + 2021")


def test_a_high_density_meets_no_criteria_and_no_index_is_no_status() -> None:
    many = seen("nurses_midwives_per_10000", "2022", 120, unit="PER_10000")
    covered = seen("uhc_index", "2021", 40, unit="INDEX")
    (figure,) = of("safeguards_2023", place("DEU", DOCTORS, many, covered))
    assert figure.value == 0
    (figure,) = of("safeguards_2023", place("GHA", DOCTORS, NURSES))
    assert not figure.is_known and "without it the status is not known" in figure.note


def test_the_difference_of_densities_is_as_old_as_the_older_of_the_two() -> None:
    there = place("DEU", seen("physicians_per_1000", "2021", 4.5), seen("nurses_midwives_per_10000", "2020", 123.0))
    (figure,) = figures_of_corridor(
        "health_density_gap", corridor(origin=place("GHA", DOCTORS, NURSES), destination=there)
    )
    assert figure.value == pytest.approx(168 - 39.6) and figure.period == "2020"
    assert figure.note == "origin 2022, destination 2020"


@pytest.mark.parametrize("profession", ["DOCTORS", "NURSES"])
def test_health_workers_abroad_by_profession(profession: str) -> None:
    rows = [
        seen("health_workers_abroad", "2023", value, breakdown=kind)
        for kind, value in (("DOCTORS", 21), ("NURSES", 93))
    ]
    (figure,) = figures_of_corridor(f"{profession.lower()}_abroad", corridor(*rows))
    assert figure.value == {"DOCTORS": 21, "NURSES": 93}[profession]


def rate(code: str, group: str, value: float, sex: str = "_T", period: str = "2024", **also: Any) -> Any:
    return seen(code, period, value, sex=sex, age="Y15T64", breakdown=f"CITIZEN_{group}", unit="PC", **also)


@pytest.mark.parametrize("code", ["employment_rate", "unemployment_rate"])
def test_rates_and_gaps_of_foreigners_and_third_country_nationals_apart(code: str) -> None:
    evidence = place(
        "DEU", rate(code, "NAT", 79.0), rate(code, "FOR", 66.0), rate(code, "NEU27", 61.5), rate(code, "NAT", 77.0, "F"),
        rate(code, "FOR", 57.0, "F"), rate(code, "FOR", 60.0, period="2023"),
    )  # fmt: skip
    assert [(f.sex, f.value) for f in of(f"{code}_gap", evidence)] == [("_T", -13), ("F", -20)]
    assert [f.value for f in of(f"{code}_gap_tcn", evidence)] == [-17.5]
    assert {f.period: f.value for f in of(f"{code}_foreign", evidence)} == {"2024": 66, "2023": 60}
    assert [f.value for f in of(f"{code}_nationals", evidence)] == [79]


def test_income_is_that_of_adults_where_the_table_has_them() -> None:
    def income(group: str, age: str, value: float) -> Any:
        return seen("income_median", "2023", value, age=age, breakdown=f"CITIZEN_{group}", unit="EUR")

    adults = [income("FOR", "Y_GE18", 18_000), income("NAT", "Y_GE18", 24_000)]
    all_ages = [income("FOR", "_T", 10), income("NAT", "_T", 100)]
    assert [f.value for f in of("income_ratio_foreign", place("DEU", *adults, *all_ages))] == [0.75]
    assert [f.value for f in of("income_ratio_foreign", place("DEU", *all_ages))] == [0.1]


def test_shares_earnings_and_vacancies_as_published() -> None:
    education = seen("education_share", "2023", 30, age="Y15T64", breakdown="CITIZEN_FOR.ED5-8", unit="PC")
    assert of("tertiary_share_foreign", place("DEU", education))[0].value == 30
    assert (
        of("vacancy_rate", place("DEU", seen("vacancy_rate", "2025-Q3", 2.8, breakdown="B_S", unit="PC")))[0].value
        == 2.8
    )
    assert of("monthly_earnings", place("GHA", seen("monthly_earnings", "2023", 310.5, unit="USD")))[0].value == 310.5
    assert of("uhc_index", place("GHA", seen("uhc_index", "2021", 52, unit="INDEX")))[0].value == 52
