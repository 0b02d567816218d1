"""Charts of integration: one hue a side, one scale for rates, intervals and low reliability drawn, words for all."""

import json

import pytest

from passerelle.evidence.integration.hosts import Host
from passerelle.evidence.integration.measures import GROUPS, MEASURES, REFUGEES
from passerelle.output.charts.drawing import svg
from passerelle.output.charts.integration import MIGRANTS, OTHERS, chart_of, rates_of, sides_chart, years_chart
from tests.unit.evidence.indicators.makers import added, seen

FOREIGN = GROUPS["CITIZEN_FOR"]


def sides(code, period, ours, theirs, **also):
    given = {"age": "Y15T64", "unit": "PC", "destination": "DEU"} | also
    return [seen(code, period, value, breakdown=who, **given)
            for who, value in (("CITIZEN_FOR", ours), ("CITIZEN_NAT", theirs)) if value is not None]  # fmt: skip


def host(*rows, sums=()):
    return Host("DEU", tuple(rows), tuple(sums))


@pytest.fixture(scope="module")
def germany():
    return host(
        *sides("employment_rate", "2019", 60, 78), *sides("employment_rate", "2020", 61, 79),
        *sides("employment_rate", "2020", 51, 77, sex="F"), *sides("unemployment_rate", "2020", 8, 3),
        *sides("income_median", "2020", 20000, 25000, age="Y_GE18", unit="EUR"),
    )  # fmt: skip


def colours(spec):
    return [part for part in json.dumps(spec).split('"') if part in (MIGRANTS, OTHERS)]


def test_both_sides_of_every_rate_on_one_scale_from_zero_to_a_hundred(germany):
    chart = sides_chart(germany, FOREIGN, "en")
    assert chart.title == "Employment rate in Germany, 2020: foreign citizens 61.0%, nationals 79.0%."
    assert chart.subtitle == "Percent of each side, 2020"
    assert "Employment rate, women: 51.0% and 77.0%; Unemployment rate: 8.0% and 3.0%" in chart.description
    assert [figure.value for figure in chart.figures[:4]] == [61, 79, 51, 77]
    text = json.dumps(chart.spec)
    assert '"domain": [0, 100]' in text and "20,000" not in text
    assert set(colours(chart.spec)) == {MIGRANTS, OTHERS}


def test_each_row_makes_the_drawing_taller(germany):
    rows = len(rates_of(germany, FOREIGN))
    less = sides_chart(host(*sides("employment_rate", "2020", 61, 79)), FOREIGN, "en")
    assert rows == 4 and sides_chart(germany, FOREIGN, "en").height - less.height == 40 * (rows - 1)


def test_a_year_is_that_year_alone(germany):
    assert [gap.period for gap in rates_of(germany, FOREIGN, "2019")] == ["2019"]
    assert sides_chart(germany, FOREIGN, "en", "1999") is None


def test_low_reliability_is_hollow_and_a_published_interval_a_whisker():
    rows = sides("employment_rate", "2020", 61, 79)
    unsure = [rows[0]._replace(status="U"), rows[1]]
    assert '"fill": "@paper"' not in json.dumps(sides_chart(host(*rows), FOREIGN, "en").spec)
    assert '"fill": "@paper"' in json.dumps(sides_chart(host(*unsure), FOREIGN, "en").spec)
    sure = [rows[0]._replace(low=59.5, high=62.5), rows[1]]
    assert '{"x": 59.5, "x2": 62.5}' in json.dumps(sides_chart(host(*sure), FOREIGN, "en").spec)


def test_a_measure_over_the_years_has_a_line_a_side(germany):
    chart = years_chart(germany, MEASURES["employment_rate"], FOREIGN, "en")
    assert chart.slug == "employment-rate-t"
    assert chart.subtitle == "People at work among all of the age, 15 to 64 years, %, 2019–2020"
    assert [figure.value for figure in chart.figures] == [60, 61, 78, 79]
    assert years_chart(germany, MEASURES["employment_rate"], FOREIGN, "en", "F") is None, "one year is no line"


def test_one_side_alone_is_drawn_alone_and_titled_so():
    sums = [added("refugees", str(year), 1000) for year in (2018, 2019)]
    sums += [added("naturalised", "2019", 20), added("naturalised", "2020", 30)]
    chart = chart_of(host(sums=sums), "refugees-naturalised-t", REFUGEES, "en")
    assert chart.title == "Refugees who became citizens in Germany, 2020: refugees 30 per 1,000 refugees."
    assert set(colours(chart.spec)) == {MIGRANTS}


@pytest.mark.parametrize("slug", ["happiness-t", "employment-rate-x", "sides-t", "employment-rate"])
def test_no_such_chart(germany, slug):
    assert chart_of(germany, slug, FOREIGN, "en") is None


def test_nothing_is_drawn_of_nothing():
    assert chart_of(host(), "sides", FOREIGN, "en") is None
    assert sides_chart(host(*sides("employment_rate", "2020", 61, None)), FOREIGN, "en") is None


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_drawing_is_made(germany, language):
    assert "<svg" in svg(chart_of(germany, "sides", FOREIGN, language), width=360, language=language)
