"""Indicators of people, with numbers checked by hand."""

import pytest
from tests.unit.evidence.indicators.makers import added, corridor, place, seen

from passerelle.evidence.indicators.basis import Held
from passerelle.evidence.indicators.registry import (
    all_indicators,
    figures_of_corridor,
    figures_of_place,
)

STOCK = [
    seen("migrant_stock", "2015", 100, status="E"),
    seen("migrant_stock", "2020", 121, status="E"),
    seen("migrant_stock", "2020", 66, sex="F"),
    seen("migrant_stock", "2020", 55, sex="M"),
]


def of(name: str, evidence):
    return figures_of_corridor(name, evidence)


def of_place(name: str, evidence):
    return figures_of_place(all_indicators()[name], evidence)


def test_change_and_growth() -> None:
    (change,) = of("stock_change", corridor(*STOCK))
    assert (change.value, change.period, change.status) == (21, "2015-2020", "E")
    (growth,) = of("stock_growth", corridor(*STOCK))
    assert growth.value == pytest.approx(1.21**0.2 - 1) and growth.unit == "1"


def test_women_and_men() -> None:
    (share,) = of("stock_female_share", corridor(*STOCK))
    assert share.value == pytest.approx(66 / 121) and share.sex == "_T"
    (ratio,) = of("stock_sex_ratio", corridor(*STOCK))
    assert ratio.value == pytest.approx(100 * 55 / 66)


def test_shares_of_both_ends() -> None:
    ends = corridor(
        *STOCK,
        origin=place("GHA", seen("population", "2020", 1210), out=[added("migrant_stock", "2020", 242)]),
        destination=place("DEU", seen("population", "2020", 12100), into=[added("migrant_stock", "2020", 484)]),
    )
    values = {name: of(name, ends)[0].value for name in (
        "share_of_emigrants", "share_of_immigrants", "stock_per_origin_population", "stock_share_of_destination",
    )}  # fmt: skip
    assert values == pytest.approx({
        "share_of_emigrants": 0.5, "share_of_immigrants": 0.25, "stock_per_origin_population": 0.1,
        "stock_share_of_destination": 0.01,
    })  # fmt: skip


def test_a_year_that_one_side_lacks_makes_no_share() -> None:
    (figure,) = of("share_of_emigrants", corridor(*STOCK, origin=place("GHA", out=[added("migrant_stock", "2019", 9)])))
    assert not figure.is_known and figure.note


def test_growth_from_nothing_is_not_told() -> None:
    (figure,) = of("stock_growth", corridor(seen("migrant_stock", "2015", 0), seen("migrant_stock", "2020", 5)))
    assert not figure.is_known


def test_a_derived_figure_is_no_surer_than_its_weakest_part() -> None:
    ends = corridor(
        seen("migrant_stock", "2020", 10), origin=place("GHA", seen("population", "2020", 100, status="I", source="b"))
    )
    (figure,) = of("stock_per_origin_population", ends)
    assert figure.status == "I" and figure.source == "made + b"


def flows(covered: bool):
    totals = [
        seen("migration_flow_total", "1990-1995", 9, origin="GHA", destination="W0", breakdown="MIG_RATE"),
        seen("migration_flow_total", "1995-2000", 9, origin="GHA", destination="W0", breakdown="MIG_RATE"),
    ]
    arriving = [
        seen("migration_flow_total", period, 9, origin="_T", destination="DEU", breakdown="MIG_RATE")
        for period in ("1990-1995", "1995-2000")
    ]
    return corridor(
        seen("migration_flow", "1990-1995", 7, breakdown="MIG_RATE", origin="GHA", destination="DEU"),
        origin=place("GHA", *totals),
        destination=place("DEU", *(arriving if covered else [])),
    )


def test_a_pair_left_out_of_the_flows_is_zero_where_both_ends_are_covered() -> None:
    assert [(f.period, f.value) for f in of("flow", flows(True))] == [("1990-1995", 7), ("1995-2000", 0)]


def test_a_pair_left_out_is_not_known_where_an_end_is_not_covered() -> None:
    assert [(f.period, f.value) for f in of("flow", flows(False))] == [("1990-1995", 7)]


def decisions(unit: str, recognised: float, complementary: float, rejected: float, period: str = "2024"):
    kinds = {"recognised": recognised, "complementary": complementary, "rejected": rejected}
    return [seen(f"asylum_decisions_{kind}", period, value, breakdown=f"G.FI.{unit}") for kind, value in kinds.items()]


def test_recognition_counts_persons_before_cases() -> None:
    (figure,) = of("asylum_recognition", corridor(*decisions("P", 30, 10, 60), *decisions("C", 5, 0, 5)))
    assert figure.value == pytest.approx(0.4) and "100 decisions, counted in persons" in figure.note


def test_recognition_by_cases_where_nothing_else_is_counted() -> None:
    (figure,) = of("asylum_recognition", corridor(*decisions("C", 20, 0, 20)))
    assert figure.value == pytest.approx(0.5) and "cases" in figure.note


def test_a_share_of_few_decisions_is_of_low_reliability() -> None:
    (figure,) = of("asylum_recognition", corridor(*decisions("P", 2, 0, 1)))
    assert figure.status == "U"


def test_refugees_by_inhabitants_and_income() -> None:
    evidence = place(
        "UGA", seen("population", "2023", 1_000_000), seen("gdp", "2023", 5e9), into=[added("refugees", "2023", 20_000)]
    )
    assert of_place("refugees_hosted_per_1000", evidence)[0].value == pytest.approx(20)
    assert of_place("refugees_hosted_per_gdp", evidence)[0].value == pytest.approx(4)


def test_a_register_that_holds_none_says_so() -> None:
    held = Held({"idps_conflict": "2025"})
    (figure,) = of_place("idps", place("NLD", held=held))
    assert not figure.is_known and figure.note == "none recorded by 2025"
    (figure,) = of_place("idps", place("NLD"))
    assert figure.note == "IDMC’s table."
