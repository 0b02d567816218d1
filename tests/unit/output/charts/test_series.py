"""Any series over time: named at their ends, one unit, nothing drawn of a single year."""

from passerelle.evidence.figures import Figure
from passerelle.output.charts.drawing import svg
from passerelle.output.charts.series import Series, series_chart


def series(name: str, *values: float | None, unit: str = "persons") -> Series:
    return Series(name, [Figure("x", value, unit, str(2000 + at), "made", "2026") for at, value in enumerate(values)])


def test_series_are_named_and_the_first_is_the_finding() -> None:
    chart = series_chart([series("A", 1, 2.5), series("B", 3, 4)], "Things", "en")
    assert chart is not None
    assert chart.title == "A: 2.50 persons in 2001" and chart.subtitle == "Things, 2000–2001"
    assert "B 4 persons" in chart.description
    drawn = svg(chart)
    assert ">A<" in drawn and ">B<" in drawn


def test_large_values_are_scaled_and_the_scale_is_said() -> None:
    chart = series_chart([series("A", 1e6, 2e6)], "People", "fr")
    assert chart is not None and "millions" in chart.subtitle


def test_a_single_year_or_nothing_known_is_not_drawn() -> None:
    assert series_chart([series("A", 1)], "Things", "en") is None
    assert series_chart([series("A", None, None)], "Things", "en") is None
    assert series_chart([], "Things", "en") is None


def test_pure_numbers_have_no_unit_and_no_more_than_five_are_drawn() -> None:
    chart = series_chart([series(str(at), 0, at + 1, unit="1") for at in range(7)], "Flags", "en")
    assert chart is not None and chart.title == "0: 1 in 2001"
    assert len({f.value for f in chart.figures}) == 6
