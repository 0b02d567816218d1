"""The explorer: groupings, editions, orders, indicators by name, the chart of the largest series.

Covers `passerelle_web.evidence.explorer_filters`, `explorer_page` and `explorer_series`.
"""

import html
import re
from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation

from passerelle.base.groupings import grouping_of
from passerelle_web.evidence.explorer_filters import ORDERS, read_area, read_filters
from passerelle_web.evidence.explorer_page import figures_of
from passerelle_web.evidence.explorer_series import MOST_SERIES, series_chart_of
from tests.site.test_pages import words

STOCK = {"indicator": "migrant_stock", "origin": "MAR", "since": "2010"}


@pytest.fixture(autouse=True)
def english(settings, tmp_path):
    settings.DRAWINGS = tmp_path
    with translation.override("en"):
        yield


def asked(**given):
    query = QueryDict(mutable=True)
    query.update(given)
    return read_filters(query)


@pytest.mark.parametrize("text", ["ECOWAS", "ecowas", "Economic Community of West African States"])
def test_a_grouping_stands_for_its_members_of_today(text):
    area = read_area(text)
    assert area.grouping is grouping_of("ECOWAS") and not area.is_wrong and area.place is None
    assert "SEN" in area.codes and "MLI" not in area.codes, "Mali left in 2025"


@pytest.mark.parametrize(
    ("text", "codes", "wrong"), [("Marokko", ["MAR"], False), ("Marroc", [], True), ("", [], False)]
)
def test_a_place_stays_a_place(text, codes, wrong):
    area = read_area(text)
    assert (area.codes, area.is_wrong, area.grouping) == (codes, wrong, None)


def test_observations_of_a_grouping_are_those_of_its_members():
    found = figures_of(asked(indicator="migrant_stock", origin="ECOWAS", destination="ECOWAS", since="2020", sex="_T"))
    members = {place.iso3 for place in grouping_of("ECOWAS").members_on(date.today())}  # noqa: DTZ011
    assert found and {f.origin for f in found} | {f.destination for f in found} <= members


def test_editions_are_newest_or_all_side_by_side():
    newest = {f.vintage for f in figures_of(asked(**STOCK))}
    every = {f.vintage for f in figures_of(asked(**STOCK, editions="all"))}
    assert newest == {"2020"} and every == {"2017", "2020"}


@pytest.mark.parametrize("order", [*ORDERS, *(f"-{key}" for key in ORDERS)])
def test_every_order_puts_the_same_rows_in_order(order):
    plain = figures_of(asked(**STOCK))
    ordered = figures_of(asked(**STOCK, order=order))
    assert sorted(map(repr, ordered)) == sorted(map(repr, plain))
    field = {"period": "period", "value": "value", "origin": "origin", "destination": "destination", "source": "source"}
    values = [getattr(f, field[order.removeprefix("-")]) for f in ordered]
    down = (order.removeprefix("-") in ("period", "value")) != order.startswith("-")
    assert values == sorted(values, reverse=down)


def test_heads_turn_the_order_round_and_keep_the_filters(client):
    answer = client.get("/en/explorer/", STOCK | {"order": "value"})
    assert 'aria-sort="descending"' in answer.text
    (turned,) = re.findall(r'href="\?([^"]*order=-value[^"]*)#found"', answer.text)
    assert "since=2010" in turned
    again = client.get("/en/explorer/?" + html.unescape(turned))
    assert 'aria-sort="ascending"' in again.text


@pytest.mark.parametrize("order", ["nothing", "--value", "OBS_VALUE", "value; DROP"])
def test_an_order_that_is_none_is_passed_over(order):
    assert asked(**STOCK, order=order).order == ""


def test_an_indicators_name_leads_to_what_it_is_made_from():
    assert asked(indicator="stock").indicator == "migrant_stock"
    assert asked(indicator="nothing").is_refused


def test_the_largest_series_are_drawn_with_their_names():
    chart = series_chart_of(asked(**STOCK), "en")
    assert chart is not None
    assert chart.title == "Morocco → France: 1,059,918 persons in 2020"
    assert {f.destination for f in chart.figures} == {"FRA", "ESP", "ITA", "BEL", "NLD"}
    assert len({f.destination for f in chart.figures}) == MOST_SERIES


def test_editions_side_by_side_are_named_apart():
    chart = series_chart_of(asked(indicator="migrant_stock", origin="MAR", destination="NLD", editions="all"), "en")
    assert chart is not None and "2017" in chart.description and "2020" in chart.description


@pytest.mark.parametrize(
    "given", [{"indicator": "colonial_tie", "origin": "MAR"}, {"indicator": "migrant_stock", "origin": "VAT",
                                                             "since": "1950", "until": "1951"}]
)  # fmt: skip
def test_what_has_no_two_years_is_not_drawn(client, given):
    assert series_chart_of(asked(**given), "en") is None
    assert client.get("/en/explorer/chart.svg", given).status_code == 404


def test_the_chart_is_a_picture_of_its_own_address(client):
    page = client.get("/en/explorer/", STOCK)
    (address,) = re.findall(r'<img class="canvas" src="([^"]+)"', page.text)
    answer = client.get(html.unescape(address))
    assert answer.status_code == 200 and answer["Content-Type"].startswith("image/svg+xml")
    other = client.get("/en/explorer/chart.svg", STOCK | {"origin": "MEX"})
    assert other.content != answer.content and other["ETag"] != answer["ETag"]


def test_nothing_asked_is_nothing_drawn(client):
    assert client.get("/en/explorer/chart.svg").status_code == 404
    assert client.get("/en/explorer/chart.svg", {"source": "undesa_stock"}).status_code == 404


def test_readers_see_titles_of_sources_not_codes(client):
    said = words(client.get("/en/explorer/", STOCK))
    assert "undesa_stock" not in said and "International Migrant Stock" in said


def test_what_all_rows_observe_stands_above_them_once(client):
    chosen = client.get("/en/explorer/", STOCK).content.decode()
    mixed = client.get("/en/explorer/", {"origin": "MAR", "destination": "BEL"}).content.decode()
    column = '<th scope="col">What is observed</th>'
    assert column not in chosen and '<caption class="unseen">Foreign-born (or foreign) residents' in chosen
    assert column in mixed and '<caption class="unseen">Observations</caption>' in mixed


def test_of_whom_a_figure_is_stands_under_it_where_its_column_has_no_room(client):
    page = client.get("/en/explorer/", STOCK | {"sex": "F"}).content.decode()
    assert '<th scope="col" class="wide-only">Of whom</th>' in page
    assert re.search(r'<span class="quiet narrow-only">women\s*</span>', page)
