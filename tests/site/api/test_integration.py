"""The API of integration: what the command line prints, in pages, under filters, as files.

Covers `passerelle_web.api.integration`.
"""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from passerelle.cli import app
from passerelle_web.api.integration_shapes import HostLine, HostShape

V1 = "/api/v1/integration"


def got(client, address="", status=200):
    answer = client.get(V1 + address)
    assert answer.status_code == status, answer.text[:300]
    return answer.json()


def test_a_host_is_what_the_command_line_prints(client):
    printed = CliRunner().invoke(app, ["evidence", "integration", "Germany", "--year", "2023", "--format", "json"])
    told = got(client, "/Allemagne?year=2023")
    assert told == json.loads(printed.stdout)
    HostShape.model_validate(told)


def test_gaps_are_filtered_and_null_where_they_are_not_known(client):
    told = got(client, "/DEU?measure=employment_rate&group=CITIZEN_FOR&sex=_T&year=2023")
    (gap,) = told["gaps"]
    assert (gap["migrants"], gap["others"], gap["gap"], gap["source"]) == (65.8, 79.7, -13.9, "eurostat")
    assert gap["interval_published"] is False and gap["gap_low"] is None
    (alone,) = got(client, "/DEU?measure=tertiary_education&year=2023")["gaps"]
    assert alone["others"] is None and alone["gap"] is None and alone["ratio"] is None
    assert all(score["value"] is None and score["filled_by"] for score in told["policies"])
    assert {one["id"] for one in told["host_side"]} >= {"discrimination_felt", "contact"}


def test_hosts_come_in_pages_in_the_order_of_their_names(client):
    whole = got(client, "?per_page=200")
    names = [one["name"] for one in whole["items"]]
    assert whole["total"] == len(names) and names == sorted(names)
    HostLine.model_validate(whole["items"][0])
    second = got(client, "?per_page=10&page=2")
    assert [one["name"] for one in second["items"]] == names[10:20] and second["next"] and second["previous"]


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "json", "sdmx-csv"])
def test_figures_come_in_five_forms(client, form):
    answer = client.get(f"{V1}/SEN/figures?format={form}&lang=fr")
    assert answer.status_code == 200 and answer["Content-Language"] == "fr"
    assert "passerelle-integration-SEN" in answer["Content-Disposition"]
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        known = [row for row in rows if row["value"]]
        assert {row["indicator"] for row in known} == {"integration_refugees_naturalised_migrants"}
        assert all("UNHCR" in row["citation"] for row in known)


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [("/Marroc", 404, "place-unknown"), ("/DEU?measure=happiness", 400, "choice-refused"),
     ("/DEU?group=X", 400, "choice-refused"), ("/DEU?year=20", 400, "parameter-unreadable"),
     ("/DEU?colour=red", 400, "parameter-unknown")],
)  # fmt: skip
def test_each_refusal_says_what_is_wrong(client, address, status, kind):
    told = got(client, address, status)
    assert told["type"].endswith(kind) and told["detail"]
