"""The charts of a budget: titles that are findings, parts that add up, the gap hollow, ranges as whiskers."""

import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from passerelle.output.charts.drawing import svg
from passerelle.output.plans.charts import budget_chart, category_chart, gap_text
from passerelle.plans.budget import Budget, budget
from passerelle.plans.draws import ranges
from passerelle.plans.records import Fund, Plan
from tests.unit.output.plans_made import hostile, huge, single, small


def made(plan: Plan) -> tuple[Budget, dict[str, Any]]:
    forecast = budget(plan)
    return forecast, ranges(forecast, draws=500)


def layers(chart: Any, kind: str) -> list[dict[str, Any]]:
    return [one for one in chart.spec["layer"] if one["mark"]["type"] == kind]


def test_the_parts_of_each_year_add_up_to_the_total_and_start_at_zero() -> None:
    forecast, spread = made(small())
    chart = budget_chart(forecast, "en", spread)
    assert chart is not None
    bars = [row for layer in layers(chart, "bar") for row in layer["data"]["values"]]
    for at, year in enumerate(forecast.years):
        parts = [(row["low"], row["high"]) for row in bars if row["x"] == str(year)]
        assert min(low for low, _ in parts) == 0
        assert max(high for _, high in parts) == pytest.approx(float(forecast.money(forecast.total[at])) / 1000)


def test_what_nobody_pays_is_hollow_and_dashed() -> None:
    chart = budget_chart(*made(small())[:1], "en")
    assert chart is not None
    hollow = [layer for layer in layers(chart, "bar") if "strokeDash" in layer["mark"]]
    assert len(hollow) == 1 and hollow[0]["mark"]["color"] == "@paper"
    assert {row["tint"] for row in hollow[0]["data"]["values"]} == {0.0}


def test_costs_have_their_range_as_whiskers_where_it_is_known() -> None:
    forecast, spread = made(small())
    chart, bare = budget_chart(forecast, "en", spread), budget_chart(forecast, "en")
    assert chart and bare
    drawn = layers(chart, "rule")[0]["data"]["values"]
    assert [row["x"] for row in drawn] == ["2027", "2028"]
    assert drawn[0]["low"] == pytest.approx(float(spread["years"][2027]["p10"]) / 1000)
    assert "P10" in chart.subtitle and not layers(bare, "rule") and "P10" not in bare.subtitle


def test_the_title_is_a_finding_and_the_subtitle_the_measure() -> None:
    chart = budget_chart(budget(small()), "en")
    assert chart is not None and chart.title == "39% of the 2.2\xa0million\xa0EUR has no source yet".replace(
        "2.2\xa0m", "2.2 m"
    )
    assert all(part in chart.subtitle for part in ("EUR", "2027–2028", "2026", "inflation"))
    assert chart.title in chart.description and "Budget of Tamsna" in chart.description


def paid(share: str) -> Budget:
    plan = hostile()
    objective = plan.objectives[0]
    measure = objective.measures[0]
    action = msgspec.structs.replace(measure.actions[0], funds=(Fund("s", Decimal(share)),))
    measure = msgspec.structs.replace(measure, actions=(action,))
    return budget(msgspec.structs.replace(
        plan, objectives=(msgspec.structs.replace(objective, measures=(measure,)),)
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("share", "said"),
    [("1", "The whole of the 10"), ("0", "None of the 10"), ("0.667", "A third of the"), ("0.5", "Half of the"),
     ("0.75", "A quarter of"), ("0.9", "10% of the"), ("0.999", "less than 1% of the"), ("0.001", "99% of the")],
)  # fmt: skip
def test_a_share_that_has_a_word_is_said_in_words(share: str, said: str) -> None:
    assert gap_text(paid(share), "en").startswith(said)


def test_categories_stand_by_size_with_contingency_last_and_hollow() -> None:
    forecast = budget(small())
    chart = category_chart(forecast, "en")
    assert chart is not None and chart.title.startswith("Construction takes the largest part: 46% of the")
    bars = layers(chart, "rect")
    ends = [layer["data"]["values"][0]["end"] for layer in bars]
    assert ends[:-1] == sorted(ends[:-1], reverse=True) and "strokeDash" in bars[-1]["mark"]
    assert sum(ends) == pytest.approx(float(forecast.money(forecast.total.sum())) / 1000)


def test_of_many_sources_the_small_ones_are_one() -> None:
    chart = budget_chart(budget(huge(2, 4, 4, 1)), "en")
    assert chart is not None and "4 other sources" in chart.description


def test_where_nothing_costs_there_is_no_chart() -> None:
    assert budget_chart(budget(single()), "en") is None and category_chart(budget(single()), "en") is None


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_they_are_drawn_in_every_language_and_theme(language: str, theme: Any) -> None:
    forecast, spread = made(small())
    for chart in (budget_chart(forecast, language, spread), category_chart(forecast, language)):
        assert chart is not None
        ET.fromstring(svg(chart, theme=theme, width=360, language=language))
