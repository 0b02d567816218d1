"""Indicators of drivers, with numbers checked by hand."""

import pytest
from tests.unit.evidence.indicators.makers import corridor, place, seen

from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import PlaceEvidence
from passerelle.evidence.indicators.registry import all_indicators, figures_of_corridor, figures_of_place


def of(name: str, evidence: PlaceEvidence) -> list[Figure]:
    return figures_of_place(all_indicators()[name], evidence)


@pytest.mark.parametrize(
    ("name", "unit", "said"),
    [("population", "PS", "persons"), ("unemployment", "PC", "%"), ("inflation", "PC", "%"),
     ("political_stability", "INDEX", "index"), ("income_group", "1", "1"), ("informality_rate", "PC", "%")],
)  # fmt: skip
def test_as_published(name: str, unit: str, said: str) -> None:
    (figure,) = of(name, place("GHA", seen(name, "2020", 3.5, unit=unit), seen(name, "2020", 9, unit=unit, sex="F")))
    assert (figure.value, figure.unit, figure.period) == (3.5, said, "2020")


def test_participation_is_of_those_of_fifteen_and_over() -> None:
    rows = [
        seen("participation_rate", "2023", 68, age="Y_GE15", unit="PC"),
        seen("participation_rate", "2023", 9, unit="PC"),
    ]
    (figure,) = of("participation_rate", place("GHA", *rows))
    assert (figure.value, figure.age) == (68, "Y_GE15")


def test_children_per_woman_are_about_both_sexes_and_life_expectancy_about_each() -> None:
    (figure,) = of("total_fertility", place("GHA", seen("total_fertility", "2015-2020", 3.9, sex="F", unit="CHILDREN")))
    assert (figure.value, figure.sex) == (3.9, "_T")
    rows = [
        seen("life_expectancy", "2015-2020", value, sex=sex, unit="YR") for sex, value in (("M", 62.5), ("F", 64.7))
    ]
    assert [(f.sex, f.value) for f in of("life_expectancy", place("GHA", *rows))] == [("F", 64.7), ("M", 62.5)]


def test_growth_is_compound_over_ten_years() -> None:
    rows = [seen("population", year, value) for year, value in (("2010", 100.0), ("2015", 120.0), ("2020", 121.0))]
    (figure,) = of("population_growth", place("GHA", *rows))
    assert figure.value == pytest.approx(1.21**0.1 - 1) and figure.period == "2010-2020"


def ages(*, young: float = 30, working: float = 60, old: float = 10, period: str = "2020") -> list[object]:
    """Five-year bands: three young, ten of working age and, above 65, two that share what is old; sums as given."""
    bands = {f"Y{a}T{a + 4}": young / 3 for a in (0, 5, 10)}
    bands |= {f"Y{a}T{a + 4}": working / 10 for a in range(15, 65, 5)}
    bands |= {"Y65T69": old / 2, "Y_GE70": old / 2}
    return [seen("population_by_age", period, value, age=age) for age, value in bands.items()] + [
        seen("population_by_age", period, young + working + old)
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("dependency_ratio", 40 / 60), ("old_age_dependency", 10 / 60), ("aged_share", 0.1), ("youth_share", 0.12)],
)
def test_dependency_and_shares_of_ages(name: str, value: float) -> None:
    (figure,) = of(name, place("GHA", *ages()))
    assert figure.value == pytest.approx(value) and figure.age == "_T" and figure.unit == "1"


def test_a_table_that_lacks_a_band_makes_no_share() -> None:
    rows = [row for row in ages() if row.age != "Y20T24"]
    assert not of("dependency_ratio", place("GHA", *rows))[0].is_known


def test_the_profile_names_each_band_of_the_newest_year_and_adds_up_to_one() -> None:
    figures = of("age_profile", place("GHA", *ages(period="2015"), *ages(young=50, working=40)))
    assert {f.period for f in figures} == {"2020"}
    assert [f.age for f in figures][:3] == ["Y0T4", "Y5T9", "Y10T14"] and figures[-1].age == "Y_GE70"
    assert sum(f.value or 0 for f in figures) == pytest.approx(1)
    assert len({f.age for f in figures}) == len(figures) == 15


GEOGRAPHY = seen("distance_km", "2018", 5000, unit="KM", source="geography")


@pytest.mark.parametrize("name", ["contiguity", "official_language_shared", "colonial_tie"])
def test_a_flag_that_the_table_does_not_list_is_no_where_both_places_are_in_it(name: str) -> None:
    (figure,) = figures_of_corridor(name, corridor(GEOGRAPHY))
    assert (figure.value, figure.method) == (0, "not listed")
    (figure,) = figures_of_corridor(name, corridor(GEOGRAPHY, seen(name, "2026", 1, unit="1", comment="fr")))
    assert (figure.value, figure.note) == (1, "fr")
    (figure,) = figures_of_corridor(name, corridor())
    assert not figure.is_known


def test_distance_is_not_known_where_it_is_not_there() -> None:
    assert figures_of_corridor("distance_km", corridor(GEOGRAPHY))[0].value == 5000
    assert not figures_of_corridor("distance_km", corridor())[0].is_known


def test_the_gap_of_unemployment_is_origin_less_destination_of_one_year() -> None:
    here = place("GHA", seen("unemployment", "2019", 4, unit="PC"), seen("unemployment", "2020", 6, unit="PC"))
    there = place("DEU", seen("unemployment", "2020", 3.5, unit="PC"))
    (figure,) = figures_of_corridor("unemployment_gap", corridor(origin=here, destination=there))
    assert (figure.value, figure.unit, figure.period) == (2.5, "percentage points", "2020")
