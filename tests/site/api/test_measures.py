"""Measures over HTTP: the same as the command line prints, refused with the same sentences.

Covers `passerelle_web.api.measures`.
"""

import pytest

from passerelle.measures.templates import all_templates
from tests.site.api.test_answers import got

pytestmark = pytest.mark.django_db
RUN = "corridors/MEX/USA/measures/transfer-costs?draws=200&years=4"


def test_the_catalogue_begins_with_the_cost_of_transfers(client):
    told = got(client, "measures")
    assert told[0]["template"] == "transfer-costs" and len(told) == len(all_templates())
    assert set(told[0]) == {"template", "title", "question", "mission", "sdg", "evidence", "rights", "effect"}


def test_a_template_has_its_parameters_with_units_and_sources(client):
    told = got(client, "measures/transfer-costs")
    assert all(p["unit"] and p["source"] and p["status"] for p in told["parameters"])
    assert got(client, "measures/nothing", 404)["detail"].startswith("No measure is called")


def test_what_could_be_done_names_figures_and_those_that_are_too_old(client):
    told = {one["template"]: one for one in got(client, "corridors/MEX/USA/measures")}
    assert told["transfer-costs"]["reasons"] == []
    assert told["transfer-costs"]["too_old"][0]["figure"]["indicator"] == "price_200"
    assert not any(template.coercive for code, template in all_templates().items() if code in told)


def test_a_run_is_that_of_its_address(client):
    one, two = got(client, RUN), got(client, RUN)
    assert one == two and (one["years"], one["draws"], one["seed"]) == (4, 200, 1)
    other = got(client, f"{RUN}&set=target_price=1&seed=5")
    assert other["parameters"]["target_price"] == 1 and other["seed"] == 5
    assert other["accounts"] != one["accounts"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("&set=target_price=99", "between 0 and 15 %"),
        ("&set=target_price", "is no setting"),
        ("&set=target_price=3 months", "is in %, not in months"),
        ("&set=nonsense=3", "Nothing is called"),
        ("&transit=MEX", "is an end of"),
    ],
)
def test_what_cannot_be_is_refused_with_the_sentence(client, query, words):
    assert words in got(client, f"{RUN}{query}", 400)["detail"]


def test_a_measure_that_is_not_simulated_gets_no_effect(client):
    for code, template in all_templates().items():
        if not template.is_simulated:
            assert "is not simulated" in got(client, f"corridors/MAR/ESP/measures/{code}", 404)["detail"]
