"""Derived figures: their papers in pairs, the weakest status, and ratios only where both sides are known."""

import pytest
from tests.unit.evidence.indicators.makers import added, seen

from passerelle.evidence.figures import pairs_of, papers_of
from passerelle.evidence.indicators.basis import derived, from_row, ratio


@pytest.mark.parametrize(
    ("parts", "source", "vintage"),
    [
        ([("a", "2020")], "a", "2020"),
        ([("a", "2020"), ("b", "2020")], "a + b", "2020"),
        ([("a", "2020"), ("b", "2024")], "a + b", "2020 + 2024"),
        ([("a", "2020"), ("b", "2024"), ("c", "2020")], "a + b + c", "2020 + 2024 + 2020"),
        ([("a", "2020"), ("a", "2024")], "a + a", "2020 + 2024"),
        ([("a", "2020"), ("a", "2020"), ("b", "2024")], "a + b", "2020 + 2024"),
        ([("a + b", "1 + 2"), ("c", "3"), ("b", "2")], "a + b + c", "1 + 2 + 3"),
    ],
)
def test_each_source_has_its_own_vintage(parts: list[tuple[str, str]], source: str, vintage: str) -> None:
    rows = [seen("x", "2020", 1, source=one, vintage=edition) for one, edition in parts]
    figure = derived(1, "1", rows)
    assert (figure.source, figure.vintage) == (source, vintage)
    expected = list(dict.fromkeys(pair for one, edition in parts for pair in pairs_of(one, edition)))
    assert pairs_of(figure.source, figure.vintage) == expected
    assert papers_of(expected) == (source, vintage)


@pytest.mark.parametrize(
    ("statuses", "worst"), [("AA", "A"), ("AE", "E"), ("EI", "E"), ("AU", "U"), ("FI", "I"), ("PA", "P")]
)
def test_a_derived_figure_is_no_surer_than_its_weakest_part(statuses: str, worst: str) -> None:
    assert derived(1, "1", [seen("x", "2020", 1, status=one) for one in statuses]).status == worst


def test_a_ratio_needs_both_sides_of_a_period_and_no_zero_below() -> None:
    above = [seen("x", year, 6) for year in ("2018", "2019", "2020")]
    below = [seen("y", "2018", 3), seen("y", "2019", 0)]
    assert [(f.period, f.value) for f in ratio(above, below, "1", factor=10)] == [("2018", 20)]


def test_a_figure_of_a_row_has_the_units_word_and_the_scaled_interval() -> None:
    figure = from_row(
        seen("x", "2020", 2, unit="THS_PS", low=1.0, high=3.0, comment="imputed", status="I"), factor=1000, unit="PS"
    )
    assert (figure.value, figure.low, figure.high, figure.unit) == (2000, 1000, 3000, "PS")
    assert (figure.note, figure.status) == ("imputed", "I")
    assert from_row(added("x", "2020", 2)).unit == "persons"
