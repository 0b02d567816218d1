"""The models over HTTP: the same as the command line prints, refused where they do not reach.

Covers `passerelle_web.api.models`.
"""

import pytest

from tests.site.api.test_answers import got, printed


@pytest.mark.parametrize("query", ["", "?period=2010-2015"])
def test_drivers_are_what_the_command_line_prints(client, query):
    words = ["--period", "2010-2015"] if query else []
    assert got(client, f"corridors/BFA/CIV/drivers{query}") == printed("drivers", "explain", "BFA", "CIV", *words)


def test_a_saving_is_what_the_command_line_prints(client):
    assert got(client, "corridors/Mexico/USA/saving?to=2") == printed(
        "remittances", "saving", "MEX", "USA", "--to", "2"
    )
    given = got(client, "corridors/CUB/USA/saving?volume=1000&price=10")
    assert given["readings"][0]["saved"] == pytest.approx(70) and given["figures"] == []


def test_an_outlook_has_both_courses_by_year_and_age(client):
    told = got(client, "places/Deutschland/outlook")
    assert told["place"] == "DEU" and told["source"] == "wpp" and told["assumptions"]
    moving, still = told["with_migration"], told["without_migration"]
    assert moving["years"] == still["years"] == list(range(2020, 2051, 5))
    assert moving["population"][0] == still["population"][0]
    assert sum(moving["women"][0]) + sum(moving["men"][0]) == pytest.approx(moving["population"][0], abs=30)
    assert len(moving["ages"]) == len(moving["women"][0]) == 21
    assert set(still["net_migration"]) == {0}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("corridors/ITA/VAT/drivers", "VAT"),
        ("corridors/MAR/FRA/drivers?period=1980-1985", "1980-1985"),
        ("corridors/CUB/USA/saving", "volume of money sent from USA to CUB is not known"),
        ("places/VAT/outlook", "VAT"),
    ],
)
def test_what_a_model_does_not_reach_is_a_problem_with_its_sentence(client, address, words):
    told = got(client, address, 404)
    assert told["type"].endswith("#model-error") and words in told["detail"]


@pytest.mark.parametrize("query", ["to=100", "to=-1", "price=x", "volume=-5"])
def test_what_cannot_be_a_price_or_a_volume_is_refused(client, query):
    assert got(client, f"corridors/MEX/USA/saving?{query}", 400)["type"].endswith("#parameter-unreadable")
