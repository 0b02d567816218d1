"""Two corridors on one pair of axes."""

import pytest

from passerelle.base.corridors import find_corridor
from passerelle.evidence.corridors import KnownCorridor, known_corridor
from passerelle.evidence.store import open_store
from passerelle.output.charts.beside import BESIDE, chart_beside, charts_beside
from passerelle.output.charts.drawing import svg


@pytest.fixture(scope="module")
def pair() -> list[KnownCorridor]:
    store = open_store()
    return [known_corridor(store, find_corridor("MAR", place)) for place in ("NLD", "FRA")]


def test_both_corridors_stand_in_the_drawing_and_in_its_words(pair: list[KnownCorridor]) -> None:
    chart = chart_beside(pair, "stock-beside", "en")
    assert chart is not None
    assert {(f.origin, f.destination) for f in chart.figures} == {("MAR", "NLD"), ("MAR", "FRA")}
    assert "174,914 in 2020" in chart.title and "Morocco → France" in chart.title
    drawn = svg(chart, theme="light", width=640, language="en")
    assert drawn.startswith("<svg") and "Morocco → Netherlands" in drawn


def test_prices_are_held_against_both_targets(pair: list[KnownCorridor]) -> None:
    chart = chart_beside(pair, "price-beside", "en")
    assert chart is not None
    assert chart.title.count("%") == 2
    drawn = svg(chart, theme="dark", width=360, language="en")
    assert "3% target" in drawn and "5% ceiling" in drawn


def test_nothing_is_drawn_where_one_side_is_not_known(pair: list[KnownCorridor]) -> None:
    bare = known_corridor(open_store(), find_corridor("TUV", "AND"))
    assert chart_beside([pair[0], bare], "price-beside", "en") is None
    assert charts_beside([pair[0], bare], "people", "en") == []


def test_sections_without_shared_charts_and_unknown_slugs(pair: list[KnownCorridor]) -> None:
    assert charts_beside(pair, "skills", "en") == []
    assert chart_beside(pair, "nothing", "en") is None
    assert [chart.slug for section in BESIDE for chart in charts_beside(pair, section, "fr")] == [
        "stock-beside", "flows-beside", "protection-beside", "price-beside",
    ]  # fmt: skip


def test_the_arrow_runs_with_the_language(pair: list[KnownCorridor]) -> None:
    chart = chart_beside(pair, "stock-beside", "ar")
    assert chart is not None and "←" in chart.title
