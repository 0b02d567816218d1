"""The chart of drivers: parts, intervals, words, marks of the axis."""

from typing import Any

import pytest

from passerelle.base.corridors import Corridor
from passerelle.economy.drivers.explaining import Explanation, Part, explained
from passerelle.economy.drivers.gravity import shipped
from passerelle.evidence.corridors import KnownCorridor, known_corridor
from passerelle.evidence.store import open_store
from passerelle.output.charts import why
from passerelle.output.charts.drawing import svg


@pytest.fixture(scope="module")
def known() -> KnownCorridor:
    return known_corridor(open_store(), Corridor("BFA", "CIV"))


@pytest.fixture(scope="module")
def told() -> Explanation:
    return explained(shipped("pairs"), open_store(), Corridor("BFA", "CIV"))


def of(told: Explanation, *parts: Part) -> Explanation:
    changed: dict[str, Any] = {field: getattr(told, field) for field in told.__dataclass_fields__}
    return Explanation(**{**changed, "parts": parts})


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_the_chart_says_drivers_in_every_language(known: KnownCorridor, told: Explanation, language: str) -> None:
    chart = why.why_chart(known, told, language)
    assert chart is not None and "2015–2020" in chart.subtitle and "95" in chart.subtitle
    drawn = svg(chart, language=language)
    for part in why.shown_parts(told):
        assert why.factor_text(part.factor, language).split()[-1] in drawn


def test_its_figures_are_what_the_parts_rest_on(known: KnownCorridor, told: Explanation) -> None:
    chart = why.why_chart(known, told, "en")
    assert chart is not None
    assert {figure.source for figure in chart.figures} >= {"passerelle_flows", "undesa_stock", "geography"}


def test_parts_too_small_to_see_are_not_drawn(known: KnownCorridor, told: Explanation) -> None:
    small = Part("distance", 1.0, 1.0, 0.001, 0.0, 0.002)
    assert why.why_chart(known, of(told, small), "en") is None
    large = Part("language", 1.0, 0.1, 0.7, 0.2, 1.2)
    assert why.shown_parts(of(told, small, large)) == [large]


def test_estimates_are_hollow_and_what_has_no_interval_has_another_shape(
    known: KnownCorridor, told: Explanation
) -> None:
    chart = why.why_chart(known, told, "en")
    assert chart is not None
    rows = {row["name"]: row for row in chart.spec["data"]["values"]}
    common = rows["All that is common to the origin’s corridors"]
    assert not common["sure"] and common["low"] == common["high"] == common["factor"]
    assert rows["Distance"]["sure"] and rows["Distance"]["low"] < rows["Distance"]["factor"] < rows["Distance"]["high"]
    assert chart.height == 56 + why.ROW * len(rows)


@pytest.mark.parametrize(
    ("factor", "said"), [(287.6, "× 288"), (2.73, "× 2.7"), (1.333, "× 1.33"), (0.807, "× 0.81"), (1999.9, "× 2,000")]
)
def test_factors_are_no_finer_than_they_are_read(factor: float, said: str) -> None:
    assert why.factor_text(factor, "en") == said


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [(0.5, 600.0, [1.0, 10.0, 100.0]), (0.4, 3.0, [0.5, 1.0, 2.0]), (0.01, 2.0, [0.01, 0.1, 1.0])],
)
def test_the_axis_is_marked_by_tens_or_by_twos(low: float, high: float, marks: list[float]) -> None:
    assert why._marks(low, high) == marks
