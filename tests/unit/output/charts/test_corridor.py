"""The charts of a corridor: what they find, say and draw."""

import pytest

from passerelle.base.places import LANGUAGES
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.indicators.basis import SECTIONS
from passerelle.output.charts.corridor import CHARTS, chart_of, charts_of
from tests.unit.output.conftest import TODAY


def slugs(known: KnownCorridor) -> list[str]:
    return [chart.slug for section in SECTIONS for chart in charts_of(known, section, "en")]


def test_a_well_known_corridor_has_all_charts(morocco: KnownCorridor) -> None:
    assert slugs(morocco) == [
        "stock", "flows", "protection", "price", "remittances", "health", "work", "borders", "income", "ages",
    ]  # fmt: skip


def test_a_corridor_from_south_to_south_has_what_is_known(burkina: KnownCorridor) -> None:
    assert {"stock", "flows", "remittances", "health", "borders", "income", "ages"} <= set(slugs(burkina))


def test_nothing_is_drawn_of_nothing(remote: KnownCorridor) -> None:
    assert "stock" not in slugs(remote)
    assert chart_of(remote, "stock", "en") is None


def test_no_chart_of_an_unknown_name(morocco: KnownCorridor) -> None:
    assert chart_of(morocco, "pie", "en") is None


def test_the_title_is_the_finding(morocco: KnownCorridor) -> None:
    chart = chart_of(morocco, "stock", "en")
    assert chart is not None
    assert chart.title == (
        "The number of migrants from Morocco in the Netherlands rose from 114,850 in 1990 to 174,914 in 2020."
    )
    assert "thousands" in chart.subtitle and "1990–2020" in chart.subtitle


def test_a_price_is_said_with_its_quarter(morocco: KnownCorridor) -> None:
    chart = chart_of(morocco, "price", "en")
    assert chart is not None and "6.84% on average in 2020 Q3" in chart.title


def test_an_old_figure_is_last_known_in_a_title(morocco: KnownCorridor) -> None:
    titles = {c.slug: c.title for section in SECTIONS for c in charts_of(morocco, section, "en", TODAY.year)}
    assert "6.84% on average (last known, 2020 Q3), 6.86% in 2011 Q1" in titles["price"]
    assert titles["stock"].endswith("to 174,914 in 2020.")
    assert "2023" in titles["income"] and "last known" not in titles["income"]


def test_words_beyond_the_title_do_not_repeat_it(morocco: KnownCorridor) -> None:
    chart = chart_of(morocco, "stock", "en")
    assert chart is not None and chart.beyond_title == "Lowest: 114,850 (1990); highest: 174,914 (2020)."
    ages = chart_of(morocco, "ages", "en")
    assert ages is not None and ages.beyond_title == ""


def test_our_own_estimate_has_its_interval(morocco: KnownCorridor) -> None:
    chart = chart_of(morocco, "flows", "en")
    assert chart is not None and "80 %" in chart.subtitle
    whiskers = [layer for layer in chart.spec["layer"] if layer["mark"].get("strokeWidth") == 1.4]
    assert [len(layer["data"]["values"]) for layer in whiskers] == [6]


def test_the_range_of_methods_is_told(morocco: KnownCorridor) -> None:
    chart = chart_of(morocco, "flows", "en")
    assert chart is not None and chart.title.startswith("Between 7,572 and 39,941 people moved in 2015–2020")


def test_a_part_of_a_year_is_no_finding(morocco: KnownCorridor) -> None:
    chart = chart_of(morocco, "borders", "en")
    assert chart is not None and "2025" not in chart.title
    assert [figure.status for figure in chart.figures][-1] == "P"


@pytest.mark.parametrize("section", list(CHARTS))
def test_every_chart_has_words_papers_and_known_figures(morocco: KnownCorridor, section: str) -> None:
    for chart in charts_of(morocco, section, "en"):  # type: ignore[arg-type]
        assert chart.title.endswith(".") and chart.title[0].isupper()
        assert chart.subtitle and chart.description
        assert chart.figures and all(figure.is_known and figure.source for figure in chart.figures)


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_speak_every_language(morocco: KnownCorridor, language: str) -> None:
    titles = [chart.title for section in SECTIONS for chart in charts_of(morocco, section, language)]
    assert len(titles) == 10 and all(titles)
    assert not any("{" in title for title in titles)
