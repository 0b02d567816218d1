"""What the models say on the pages: savings, drivers, the population to come, countries on the way.

Covers `passerelle_web.evidence.model_blocks`, `outlook_block`, `transit_block` and their charts.
"""

import re

import pytest

from passerelle.base.corridors import Corridor
from passerelle.economy.drivers.explaining import UNSAID
from passerelle_web.evidence import queries
from passerelle_web.evidence.model_blocks import saving_block
from passerelle_web.evidence.rows import Papers
from tests.site.test_pages import words


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.DRAWINGS = tmp_path


def section(answer, slug):
    """The words of one section of a page."""
    found = re.search(rf'<(section|div|details)[^>]*id="{slug}".*?</\1>', answer.text, re.S)
    assert found, f"no #{slug}"

    class Part:
        text = found[0]

    return words(Part)


def test_what_a_cut_saves_stands_with_volume_price_and_range(client):
    page = client.get("/en/corridors/MEX/USA/")
    said = section(page, "saving")
    assert "If sending cost 3% instead of 4.18%, about 506 million USD a year would stay" in said.replace("\xa0", " ")
    assert "42.9 billion USD sent in 2020" in said and "2020 Q3" in said
    assert "528.1 million USD" in said, "the other reading of the volume"
    assert "to 1.5 billion USD" in said.replace("\xa0", " ")
    assert "Kpodar and Imam 2022" in words(page) and "Freund and Spatafora 2008" in words(page)
    assert "not weighted by what is sent" in words(page) and "By the lowest and the highest of the three rules" in said


def test_a_range_of_money_names_its_unit_once(client):
    said = section(client.get("/en/corridors/MAR/BEL/"), "saving").replace("\xa0", " ")
    assert " 0 to 42.3 million USD" in said and "11.4 million to 13.8 million USD" in said


def test_where_no_paper_reaches_the_page_says_so(client):
    said = section(client.get("/en/corridors/MWI/ZAF/"), "saving")
    assert "not known" in said and "0 to 0 USD" not in said.replace("\xa0", " ")


def test_both_targets_are_told_where_the_price_is_above_both(client):
    said = section(client.get("/en/corridors/MAR/NLD/"), "saving").replace("\xa0", " ")
    assert " 5% " in said and " 3% " in said


@pytest.mark.parametrize("corridor", [("CUB", "USA"), ("BFA", "CIV"), ("TUV", "AND")])
def test_nothing_is_saved_where_volume_or_price_are_not_known(client, corridor):
    assert 'id="saving"' not in client.get(f"/en/corridors/{corridor[0]}/{corridor[1]}/").text


def test_a_price_at_the_target_saves_nothing():
    known = queries.corridor_known(Corridor("MEX", "USA"))
    price = known.latest("price_200").about(value=3.0)
    known = type(known)({**known.series, "price_200": [price]}, corridor=known.corridor)
    assert saving_block(known, Papers(), year=2026, language="en") is None


def test_drivers_are_drawn_listed_and_limited(client):
    answer = client.get("/en/corridors/BFA/CIV/")
    said = section(answer, "why-table")
    assert "People from the origin already there × 288 × 149 – × 556" in said
    assert "All that is common to the origin’s corridors × 1.33 –" in said
    assert all(sentence in said for sentence in UNSAID)
    assert "fitted 256,467 people in five years, our estimate 329,211, typical corridor 96" in said
    assert "/en/corridors/BFA/CIV/charts/why.svg" in answer.text


def test_a_corridor_that_the_model_does_not_cover_has_no_drivers_chart(client):
    page = client.get("/en/corridors/ITA/VAT/")
    assert 'id="why-table"' not in page.text and "The gravity model says nothing of this corridor" in words(page)
    assert client.get("/en/corridors/ITA/VAT/charts/why.svg").status_code == 404


@pytest.mark.parametrize("address", [
    "corridors/BFA/CIV/charts/why.svg", "countries/DEU/charts/pyramid.svg", "countries/DEU/charts/working-age.svg",
    "countries/DEU/charts/dependency.svg?width=360&theme=dark",
])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ar"])
def test_charts_of_models_are_drawn(client, address, language):
    answer = client.get(f"/{language}/{address}")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("image/svg+xml")
    assert client.get(f"/{language}/{address}", headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["countries/DEU/charts/nothing.svg", "countries/VAT/charts/pyramid.svg",
                                     "countries/Nowhere/charts/pyramid.svg"])  # fmt: skip
def test_there_is_no_chart_of_what_is_not_known(client, address):
    assert client.get(f"/en/{address}").status_code == 404


def test_a_country_shows_its_people_to_come_with_and_without_migration(client):
    said = section(client.get("/en/countries/DEU/"), "outlook")
    assert "are no forecast" in said
    assert "without migration Population 83.8 million 81.4 million 77.6 million 72.6 million" in said.replace(
        "\xa0", " "
    )
    assert "What is assumed" in said and "WPP 2019" in said


def test_a_place_too_small_for_ages_has_no_outlook(client):
    assert 'id="outlook"' not in client.get("/en/countries/VAT/").text


def test_a_country_on_the_way_shows_its_routes_and_who_died_there(client):
    said = section(client.get("/en/countries/LBY/"), "as-transit")
    assert "Central Mediterranean Nigeria → Niger → Libya → Italy 66,855 2024 1,810 2024" in said
    assert "Dead and missing migrants on this territory or off its coast" in said


def test_routes_that_only_end_in_a_country_do_not_pass_it(client):
    assert "Routes that pass here" not in words(client.get("/en/countries/ITA/"))


def test_what_a_register_does_not_hold_is_more_than_not_known(client):
    said = words(client.get("/en/corridors/MAR/NLD/"))
    assert "none recorded by 2022-08" in said
    assert "none recorded by" in words(client.get("/en/countries/NLD/"))


def test_the_route_map_tells_detections_as_events(client):
    answer = client.get("/en/routes/central-mediterranean/")
    assert "66,855 crossings detected, 2024" in words(answer)
    assert "diamond" in answer.text and "events, not persons" in words(answer)
    assert "diamond" not in client.get("/en/routes/horn-gulf/").text, "no register counts crossings there"


def test_narrow_screens_get_narrow_charts(client):
    answer = client.get("/en/corridors/MAR/NLD/")
    assert "charts/stock.svg?width=360" in answer.text
    assert "lazy" not in answer.text, "a chart that is not loaded is blank on paper"
