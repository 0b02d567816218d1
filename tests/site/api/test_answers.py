"""What the API answers: the library's figures as they are, in pages, in files.

Covers the routes of `passerelle_web.api` over the evidence that ships.
"""

import csv
import io
import json
from datetime import date

import openpyxl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from passerelle.base.places import all_places
from passerelle.cli import app
from passerelle_web.api import queries
from passerelle_web.api.problems import QueryRefused

V1 = "/api/v1/"


def got(client, address, status=200):
    answer = client.get(V1 + address)
    assert answer.status_code == status, answer.text[:400]
    return answer.json()


def printed(*arguments):
    """What the command line prints as JSON."""
    result = CliRunner().invoke(app, [*arguments, "--format", "json"])
    return json.loads(result.stdout)


# Corridors --------------------------------------------------------------------------------------------


def test_a_corridor_is_what_the_command_line_prints(client):
    assert got(client, "corridors/MEX/USA") == printed("corridor", "MEX", "USA")


@pytest.mark.parametrize("origin", ["484", "MX", "mex", "México", "المكسيك"])
def test_a_place_in_any_spelling(client, origin):
    told = got(client, f"corridors/{origin}/United States?indicator=stock")
    assert (told["origin"], told["destination"]) == ("MEX", "USA")
    both = next(figure for figure in told["figures"] if figure["sex"] == "_T")
    assert (both["value"], both["period"], both["source"]) == (10853105, "2020", "undesa_stock")


def test_indicators_are_chosen_by_name_and_those_of_places_stand_for_both_ends(client):
    told = got(client, "corridors/MAR/NLD?indicator=gdp_per_head&indicator=distance_km")
    names = [figure["indicator"] for figure in told["figures"]]
    assert sorted(names) == ["distance_km", "gdp_per_head_destination", "gdp_per_head_origin"]
    one = got(client, "corridors/MAR/NLD?indicator=gdp_per_head_origin")
    assert [figure["indicator"] for figure in one["figures"]] == ["gdp_per_head_origin"]


def test_a_section_holds_its_indicators_alone(client):
    money = {figure["indicator"] for figure in got(client, "corridors/MAR/NLD?section=money")["figures"]}
    assert "price_200" in money
    assert "stock" not in money


def test_what_is_not_known_is_null_and_says_what_would_fill_it(client):
    (figure,) = got(client, "corridors/TUV/VAT?indicator=stock")["figures"]
    assert figure["value"] is None
    assert figure["note"]


def test_a_corridor_as_of_a_year_comes_from_older_vintages(client):
    told = got(client, "corridors/MAR/NLD?indicator=stock&vintage=2019")
    assert {figure["vintage"] for figure in told["figures"]} == {"2017"}
    newest = got(client, "corridors/MAR/NLD?indicator=stock")
    assert {figure["vintage"] for figure in newest["figures"]} == {"2020"}


def test_a_place_as_of_a_year_comes_from_older_vintages(client):
    def vintages(asked: str) -> set[str]:
        figures = got(client, f"places/MAR?section=people{asked}")["figures"]
        return {figure["vintage"] for figure in figures if figure["indicator"] == "immigrants"}

    assert vintages("&vintage=2019") == {"2017"}
    assert vintages("") == {"2020"}


def test_a_year_before_all_vintages_is_refused():
    with pytest.raises(QueryRefused, match="vintage as old as 1950; the oldest is 20"):
        queries.store_as_of("1950")
    assert queries.store_as_of("2099").chosen == queries.store_as_of("latest").chosen


def test_as_many_stores_as_vintages_and_no_more():
    assert queries.store_as_of("2098") is queries.store_as_of("2099")


def test_corridors_by_size_in_pages(client):
    first = got(client, "corridors?per_page=3")
    assert first["total"] > 5000
    assert (first["items"][0]["origin"], first["items"][0]["destination"]) == ("MEX", "USA")
    stocks = [line["stock"] for line in first["items"]]
    assert stocks == sorted(stocks, reverse=True)
    assert first["previous"] is None
    second = client.get(first["next"]).json()
    assert second["page"] == 2
    assert second["items"][0]["stock"] <= stocks[-1]
    assert client.get(second["previous"]).json() == first | {"next": first["next"]}


def test_corridors_from_one_place_to_another(client):
    told = got(client, "corridors?origin=Maroc&destination=Pays-Bas")
    assert [(line["origin"], line["destination"]) for line in told["items"]] == [("MAR", "NLD")]
    assert told["total"] == 1
    assert told["next"] is None
    to_dutch = got(client, "corridors?destination=NLD")
    assert {line["destination"] for line in to_dutch["items"]} == {"NLD"}


def test_a_page_beyond_the_last_is_empty_and_leads_back(client):
    told = got(client, "groupings?page=900")
    assert told["items"] == []
    assert told["next"] is None
    assert told["previous"].endswith("page=1")


@pytest.mark.parametrize(
    ("form", "starts"), [("md", b"# Maroc"), ("json", b"{"), ("html", b"<!"), ("docx", b"PK"), ("pdf", b"%PDF")]
)
def test_a_brief_in_every_form(client, form, starts):
    answer = client.get(f"{V1}corridors/MAR/NLD/brief?format={form}&lang=fr")
    assert answer.status_code == 200
    assert answer.content.lower().startswith(starts.lower())
    assert answer["Content-Disposition"] == f'attachment; filename="passerelle-MAR-NLD-fr.{form}"'
    assert answer["Content-Language"] == "fr"


# Figures ----------------------------------------------------------------------------------------------


def test_figures_are_what_the_command_line_prints(client):
    told = got(client, "figures?indicator=stock&origin=MAR&destination=NLD&per_page=1000")
    assert told["items"] == printed("evidence", "get", "stock", "--origin", "MAR", "--destination", "NLD")


def test_narrowing_the_store_changes_no_figure(client):
    asked = ("price_200", "--destination", "USA", "--period", "2020-Q3")
    told = got(client, "figures?indicator=price_200&destination=USA&period=2020-Q3&per_page=1000")
    assert told["items"] == printed("evidence", "get", *asked)
    assert told["total"] > 10


def test_figures_carry_the_papers_of_their_sources(client):
    told = got(client, "figures?indicator=stock_per_origin_population&origin=MAR&destination=NLD")
    assert [papers["source"] for papers in told["sources"]] == ["undesa_stock", "wpp"]
    assert all(papers["citation"] and papers["licence"] for papers in told["sources"])


def test_all_vintages_stand_beside_one_another(client):
    told = got(client, "figures?indicator=stock&origin=MAR&destination=NLD&sex=_T&vintage=all")
    in_2015 = {item["vintage"]: item["value"] for item in told["items"] if item["period"] == "2015"}
    assert set(in_2015) == {"2017", "2020"}
    assert in_2015["2017"] != in_2015["2020"]


def test_an_unknown_figure_of_one_corridor_stands_in_the_answer(client):
    (item,) = got(client, "figures?indicator=stock&origin=TUV&destination=VAT")["items"]
    assert (item["origin"], item["destination"], item["value"]) == ("TUV", "VAT", None)


def test_an_indicator_of_places_takes_the_place_as_either_end(client):
    as_destination = got(client, "figures?indicator=gdp_per_head&destination=MAR")
    assert as_destination["items"] == got(client, "figures?indicator=gdp_per_head&origin=MAR")["items"]
    assert as_destination["total"] > 10


def test_too_much_at_once_is_refused_and_a_small_indicator_is_not(client):
    told = got(client, "figures?indicator=stock", 400)
    assert "Name an origin or a destination" in told["detail"]
    assert got(client, "figures?indicator=physicians&per_page=1")["total"] > 100


def test_an_indicator_of_routes_is_sent_to_routes(client):
    assert "/api/v1/routes" in got(client, "figures?indicator=route_deaths", 400)["detail"]
    assert "/api/v1/routes" in got(client, "corridors/MAR/NLD?indicator=route_deaths", 400)["detail"]


def test_a_file_holds_all_figures_and_a_page_only_when_asked(client):
    address = f"{V1}figures?indicator=stock&origin=MAR&sex=_T&format=csv"
    whole = client.get(address)
    rows = list(csv.DictReader(io.StringIO(whole.text)))
    assert len(rows) == got(client, "figures?indicator=stock&origin=MAR&sex=_T")["total"] > 100
    assert rows[0]["citation"].startswith("United Nations")
    assert whole["Content-Disposition"] == 'attachment; filename="passerelle-stock-MAR.csv"'
    assert "Link" not in whole
    paged = client.get(address + "&page=2&per_page=5")
    assert list(csv.DictReader(io.StringIO(paged.text))) == rows[5:10]
    assert 'rel="next"' in paged["Link"]
    assert 'rel="prev"' in paged["Link"]


def test_files_of_numbers(client):
    address = f"{V1}figures?indicator=stock&origin=MAR&destination=NLD&sex=_T&format="
    table = pq.read_table(io.BytesIO(client.get(address + "parquet").content))
    assert table.column("value").to_pylist()[-1] == 174914
    book = openpyxl.load_workbook(io.BytesIO(client.get(address + "xlsx&lang=nl").content))
    assert book.sheetnames == ["Figures", "Sources"]
    assert book["Figures"].cell(row=2, column=6).value == "Nederland"
    assert client.get(address + "sdmx-csv").text.startswith("STRUCTURE,STRUCTURE_ID,ACTION,")


# Places, groupings, routes ----------------------------------------------------------------------------


def test_places_current_and_former(client):
    assert got(client, "places?per_page=1")["total"] == len(all_places())
    former = got(client, "places?kind=former&per_page=1000")["items"]
    assert {"YUG", "ANT"} <= {place["code"] for place in former}
    assert all(place["until"] for place in former)


def test_a_place_with_its_groupings_and_figures(client):
    told = got(client, "places/Namibia?section=drivers")
    assert (told["code"], told["iso2"], told["names"]["fr"]) == ("NAM", "NA", "Namibie")
    assert "SADC" in told["groupings"]
    population = next(figure for figure in told["figures"] if figure["indicator"] == "population")
    assert population["value"] > 1e6
    assert not any(figure["indicator"] == "emigrants" for figure in told["figures"])


def test_finding_a_place_never_guesses(client):
    sure = got(client, "places/find?q=Ivory Coast")
    assert sure["place"]["code"] == "CIV"
    assert sure["suggestions"] == []
    unsure = got(client, "places/find?q=Marroc")
    assert unsure["place"] is None
    assert {"code": "MAR", "name": "Morocco"} in unsure["suggestions"]


def test_members_of_a_grouping_on_a_day(client):
    before = {member["code"] for member in got(client, "groupings/ecowas?on=2025-01-28")["members"]}
    after = got(client, "groupings/ECOWAS?on=2025-01-29")
    assert before - {member["code"] for member in after["members"]} == {"BFA", "MLI", "NER"}
    assert after["on"] == "2025-01-29"
    assert {"code": "GHA", "name": "Ghana", "since": "1975-05-28"} in after["members"]
    assert got(client, "groupings/UN011")["members"][0]["since"] is None
    assert got(client, "groupings/UN011")["on"] == date.today().isoformat()  # noqa: DTZ011


def test_groupings_count_their_members_on_a_day(client):
    def members(on):
        return {line["code"]: line["members"] for line in got(client, f"groupings?on={on}")["items"]}

    assert members("2025-01-28")["ECOWAS"] - members("2025-01-29")["ECOWAS"] == 3


def test_a_route_is_what_the_command_line_prints(client):
    assert got(client, "routes/central-mediterranean") == printed("route", "central-mediterranean")
    assert got(client, "routes/VEN-COL-PAN") == printed("route", "VEN", "COL", "PAN")
    assert "darien" in [route["code"] for route in got(client, "routes")["items"]]


# Indicators and sources -------------------------------------------------------------------------------


def test_indicators_are_what_the_command_line_prints(client):
    told = got(client, "indicators?per_page=1000")
    assert told["items"] == printed("evidence", "indicators")
    skills = got(client, "indicators?section=skills&per_page=1000")["items"]
    assert {line["section"] for line in skills} == {"skills"}


def test_sources_held_here_or_not(client):
    lines = {line["source"]: line for line in got(client, "sources?per_page=1000")["items"]}
    assert "2020" in lines["undesa_stock"]["vintages"]
    assert lines["mipex"]["vintages"] == []


def test_a_source_in_full(client):
    told = got(client, "sources/undesa_stock")
    assert told["known_faults"]
    assert any(held["code"] == "migrant_stock" and held["rows"] > 1000 for held in told["holds"])
    assert told["report"]["source"] == "undesa_stock"
    assert got(client, "sources/mipex")["report"] is None
