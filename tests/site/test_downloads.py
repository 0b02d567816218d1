"""Files to take along: five forms, with the citations inside; refusals of what cannot be taken.

Covers `passerelle_web.evidence.downloads`.
"""

import csv
import io
import json

import openpyxl
import pyarrow.parquet as pq
import pytest

ASKED = {"indicator": "migrant_stock", "origin": "Mexico", "destination": "USA", "since": "2020", "sex": "_T"}


def take(client, **more):
    return client.get("/en/explorer/download/", ASKED | more)


def test_csv_holds_the_figure_and_its_citation(client):
    answer = take(client, form="csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert 'filename="passerelle-observations-' in answer["Content-Disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert float(row["value"]) == 10_853_105
    assert (row["origin"], row["destination"], row["period"]) == ("MEX", "USA", "2020")
    assert "International Migrant Stock 2020" in row["citation"]


def test_the_other_forms_hold_the_same(client):
    whole = json.loads(take(client, form="json").content)
    assert "10853105" in json.dumps(whole)
    table = pq.read_table(io.BytesIO(take(client, form="parquet").content))
    assert table.column("value").to_pylist() == [10_853_105]
    book = openpyxl.load_workbook(io.BytesIO(take(client, form="xlsx").content))
    assert any(cell.value == 10_853_105 for sheet in book for line in sheet.iter_rows() for cell in line)
    assert b"10853105" in take(client, form="sdmx-csv").content


def test_no_other_form(client):
    answer = take(client, form="pdf")
    assert answer.status_code == 400
    assert "is no form of an export" in answer.text


@pytest.mark.parametrize("asked", [{}, {"indicator": "weather"}, {"indicator": "migrant_stock", "origin": "Marroc"}])
def test_nothing_or_nonsense_is_not_a_file(client, asked):
    assert client.get("/en/explorer/download/", asked).status_code == 404


def test_more_than_a_file_may_hold_is_refused(client, monkeypatch):
    monkeypatch.setattr("passerelle_web.evidence.explorer_page.MOST_FIGURES", 3)
    found = client.get("/en/explorer/download/", {"indicator": "migrant_stock", "origin": "MEX"})
    assert found.status_code == 400
    assert "one file holds at most 3" in found.text


def test_a_corridor_is_taken_whole_and_the_unknown_stays_empty(client):
    answer = client.get("/fr/corridors/MEX/USA/download/", {"form": "csv"})
    rows = {(row["indicator"], row["sex"], row["method"]): row for row in csv.DictReader(io.StringIO(answer.text))}
    assert any(key[0] == "stock" for key in rows)
    smart = next(row for key, row in rows.items() if key[0] == "smart")
    assert smart["value"] == "" and smart["note"]


def test_a_corridor_that_is_none_is_404(client):
    assert client.get("/en/corridors/Marroc/NLD/download/").status_code == 404
