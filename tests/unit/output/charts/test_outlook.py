"""The charts of a population to come: the same figures as the projection, what is projected hollow, in five languages."""

import json

import pytest

from passerelle.demography.cohorts.outlook import Outlook, outlook
from passerelle.evidence.corridors import KnownPlace, known_place
from passerelle.evidence.store import open_store
from passerelle.output.charts.drawing import svg
from passerelle.output.charts.outlook import (
    SLUGS,
    dependency_chart,
    outlook_chart,
    outlook_charts,
    pyramid_chart,
    working_chart,
)


@pytest.fixture(scope="module")
def found() -> Outlook:
    return outlook(open_store(), "DEU")


@pytest.fixture(scope="module")
def known() -> KnownPlace:
    return known_place(open_store(), "DEU")


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_every_chart_is_drawn_in_every_language(known: KnownPlace, found: Outlook, language: str) -> None:
    charts = outlook_charts(known, found, language)
    assert tuple(chart.slug for chart in charts) == SLUGS
    for chart in charts:
        assert "<svg" in svg(chart, language=language, width=360)
        assert "{" not in chart.title + chart.subtitle
        assert all(figure.status == "F" for figure in chart.figures if figure.period == "2050")


def test_the_pyramid_holds_the_people_of_the_projection(found: Outlook) -> None:
    chart = pyramid_chart(found, "en")
    bars = chart.spec["layer"][0]["data"]["values"]
    women = sum(row["people"] for row in bars if row["people"] > 0)
    men = -sum(row["people"] for row in bars if row["people"] < 0)
    assert (women + men) * 1e6 == pytest.approx(float(found.with_migration.total[0]), rel=1e-9)
    assert {round(f.value or 0) for f in chart.figures} == {
        round(float(course.total[-1])) for course in (found.with_migration, found.without_migration)
    }
    assert "83.4 million" in chart.title.replace("\xa0", " ")


def test_counts_of_small_places_are_in_thousands() -> None:
    small = pyramid_chart(outlook(open_store(), "TON"), "en")
    assert "thousands" in small.subtitle and "million" not in small.title


def test_working_age_starts_at_a_hundred_and_is_dashed_after(found: Outlook) -> None:
    chart = working_chart(found, "en")
    told = json.dumps(chart.spec)
    assert '"strokeDash": [5, 4]' in told and "People aged 15 to 64, 2020 = 100" in chart.subtitle
    assert {round(f.value or 0) for f in chart.figures} == {90, 75}


def test_dependency_lays_the_record_before_both_courses(known: KnownPlace, found: Outlook) -> None:
    chart = dependency_chart(known, found, "en")
    assert chart.subtitle.startswith("People of 65 and over for every 100 of 15 to 64, 1950–2050")
    assert "34 of 65 and over in 2020" in chart.title


def test_one_chart_by_its_slug(known: KnownPlace, found: Outlook) -> None:
    chart = outlook_chart(known, found, "dependency", "en")
    assert chart is not None and chart.slug == "dependency"
    assert outlook_chart(known, found, "nothing", "en") is None
