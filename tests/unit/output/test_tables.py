"""Exports: every form read back by another's reader, with its citations, without zeros and without formulas.

Covers `passerelle.output.tables`.
"""

import csv
import io
import json
from datetime import date

import openpyxl
import pyarrow.parquet as pq
import pytest
from pysdmx.io.csv.sdmx20.reader import read as read_sdmx_csv

from passerelle.base.errors import EvidenceError
from passerelle.evidence.figures import Figure, unknown
from passerelle.output.tables import FORMS, ExportRefused, export, form_of
from passerelle.output.tables.columns import NAMES, all_papers, cells_of, looks_like_formula, plain_number, safe_text
from passerelle.output.tables.sdmx import HEADER, sdmx_period

DAY = date(2026, 10, 5)
STOCK = Figure("stock", 1234.0, "persons", "2020", "undesa_stock", "2020", origin="NAM", destination="ZAF")
FLOW = Figure(
    "flow", 55.5, "persons", "2015-2020", "abel_cohen", "2021", origin="NAM", destination="ZAF", status="E",
    method="da_pb_closed", low=50.25, high=61.0,
)  # fmt: skip
SHARE = Figure(
    "stock_per_origin_population", 0.000487, "1", "2020", "undesa_stock + wpp", "2020 + 2024", origin="NAM",
    destination="ZAF", method="stock / population",
)  # fmt: skip
CHANGE = STOCK.about(indicator="stock_change", value=-77.0, note='=HYPERLINK("http://invented.example")')
MISSING = unknown("smart", "%", "The service-level prices would fill it.", origin="NAM", destination="ZAF")
FIGURES = [STOCK, FLOW, SHARE, CHANGE, MISSING]


def made(form, figures=FIGURES, **more):
    return export(figures, form, title="Namibia → South Africa", language="en", day=DAY, **more)


def csv_rows(figures=FIGURES, **more):
    return list(csv.DictReader(io.StringIO(made("csv", figures, **more).decode("utf-8"))))


def sheets(figures=FIGURES, language="en"):
    raw = export(figures, "xlsx", title="Namibia → South Africa", language=language, day=DAY)
    return openpyxl.load_workbook(io.BytesIO(raw))


def sheet_rows(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_figures_give_the_same_bytes(form):
    assert made(form) == made(form)


@pytest.mark.parametrize("form", FORMS)
def test_no_figures_is_a_file_with_its_head_alone(form):
    empty = made(form, [])
    assert empty
    assert len(empty) < len(made(form))


@pytest.mark.parametrize("form", ["csv", "json", "sdmx-csv"])
def test_the_citation_is_in_every_text_form(form):
    assert "International Migrant Stock 2020." in made(form).decode("utf-8")


def test_an_unknown_form_is_refused_and_the_known_are_listed():
    with pytest.raises(ExportRefused, match=r'"ods" is no form.*csv, parquet, xlsx, json, sdmx-csv'):
        made("ods")
    assert form_of("XLSX").suffix == ".xlsx"


def test_too_many_figures_are_refused_and_as_many_as_allowed_are_not():
    with pytest.raises(ExportRefused, match="5 figures are asked for; one file holds at most 4"):
        made("csv", most=4)
    assert len(csv_rows(most=5)) == 5


def test_origin_precedes_destination_in_every_form():
    assert NAMES.index("origin") < NAMES.index("destination")
    assert HEADER.index("COUNTERPART_AREA") < HEADER.index("REF_AREA")
    assert list(json.loads(made("json"))["figures"][0])[:2] == ["origin", "destination"]


# CSV --------------------------------------------------------------------------------------------------


def test_csv_has_a_plain_header_and_every_row_its_papers():
    first = csv_rows()[0]
    assert tuple(first) == NAMES
    assert (first["origin"], first["origin_name"], first["destination_name"]) == ("NAM", "Namibia", "South Africa")
    assert (first["value"], first["unit"], first["period"]) == ("1234", "persons", "2020")
    assert first["citation"].startswith("United Nations, DESA")
    assert first["licence"].startswith("CC BY 3.0 IGO")


def test_csv_leaves_empty_what_is_not_known():
    missing = csv_rows()[-1]
    assert missing["value"] == missing["low"] == missing["period"] == missing["citation"] == ""
    assert missing["note"] == "The service-level prices would fill it."


def test_a_figure_of_two_sources_cites_both():
    share = csv_rows()[2]
    assert share["citation"].count(";") == 1
    assert "International Migrant Stock 2020." in share["citation"]
    assert "World Population Prospects" in share["citation"]


def test_csv_does_not_let_a_spreadsheet_run_a_text():
    change = csv_rows()[3]
    assert change["note"] == '\'=HYPERLINK("http://invented.example")'
    assert change["value"] == "-77"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\rx", "＝1"])
def test_what_looks_like_a_formula_gets_an_apostrophe(text):
    assert looks_like_formula(text)
    assert safe_text(text) == "'" + text


@pytest.mark.parametrize("text", ["", "stock", "a=b", "1-2", "_T", "São Tomé", "2015-2020"])
def test_other_text_stays_as_it_is(text):
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (0.0, "0"), (-4.0, "-4"), (0.1, "0.1"), (10853105.0, "10853105"), (1e20, "1e+20")]
)
def test_numbers_for_programs(value, text):
    assert plain_number(value) == text


# JSON -------------------------------------------------------------------------------------------------


def test_json_writes_figures_as_the_command_line_does_and_sources_once():
    told = json.loads(made("json"))
    assert (told["title"], told["read"]) == ("Namibia → South Africa", "2026-10-05")
    first = {"origin": "NAM", "destination": "ZAF"} | STOCK.as_dict()
    assert told["figures"][0] == first
    assert told["figures"][-1]["value"] is None
    pairs = [(entry["source"], entry["vintage"]) for entry in told["sources"]]
    assert pairs == [("abel_cohen", "2021"), ("undesa_stock", "2020"), ("wpp", "2024")]
    assert all(entry["citation"] and entry["licence"] for entry in told["sources"])


def test_the_note_counts_the_estimates():
    assert json.loads(made("json"))["note"].startswith("1 of 5 figures are estimates")
    assert json.loads(made("json", [STOCK]))["note"] == ""


# Parquet ----------------------------------------------------------------------------------------------


def test_parquet_is_typed_and_keeps_null():
    table = pq.read_table(io.BytesIO(made("parquet")))
    assert tuple(table.column_names) == NAMES
    assert table.column("value").to_pylist() == [1234.0, 55.5, 0.000487, -77.0, None]
    assert table.column("low").to_pylist() == [None, 50.25, None, None, None]
    assert table.column("note")[3].as_py() == CHANGE.note
    assert b"empty" in table.schema.field("value").metadata[b"means"]


def test_parquet_carries_its_sources_as_metadata():
    metadata = pq.read_schema(io.BytesIO(made("parquet"))).metadata
    assert metadata[b"title"].decode() == "Namibia → South Africa"
    assert metadata[b"read"] == b"2026-10-05"
    sources = json.loads(metadata[b"sources"])
    assert [entry["source"] for entry in sources] == ["abel_cohen", "undesa_stock", "wpp"]


# XLSX -------------------------------------------------------------------------------------------------


def test_workbook_has_figures_typed_as_numbers_under_a_frozen_head():
    book = sheets()
    assert book.sheetnames == ["Figures", "Sources"]
    sheet = book["Figures"]
    rows = sheet_rows(sheet)
    assert [row["value"] for row in rows] == [1234, 55.5, 0.000487, -77, None]
    assert rows[0]["period"] == "2020"
    assert sheet.freeze_panes == "B2"
    assert sheet.column_dimensions["S"].width > sheet.column_dimensions["C"].width


def test_workbook_holds_no_formula():
    sheet = sheets()["Figures"]
    cell = sheet.cell(row=5, column=NAMES.index("note") + 1)
    assert cell.value == CHANGE.note
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert not any(one.data_type == "f" for row in sheet.iter_rows() for one in row)


def test_workbook_tells_sources_estimates_and_columns():
    rows = [[cell for cell in row if cell] for row in sheets()["Sources"].iter_rows(values_only=True)]
    text = "\n".join(" ".join(row) for row in rows)
    assert rows[0] == ["Namibia → South Africa"]
    assert "Read on 2026-10-05." in text
    assert "1 of 5 figures are estimates" in text
    assert "CC BY 3.0 IGO" in text
    assert all(name in text for name in NAMES)


def test_workbook_of_a_known_day_for_the_time_of_its_making():
    assert sheets().properties.created.date() == DAY
    assert sheets().properties.title == "Namibia → South Africa"


def test_workbook_reads_from_the_right_in_arabic_only():
    assert sheets(language="ar")["Figures"].sheet_view.rightToLeft
    assert not sheets(language="fr")["Figures"].sheet_view.rightToLeft


def test_names_are_in_the_readers_language_and_codes_are_not():
    (french,) = csv_rows_in("fr")
    assert (french["destination"], french["destination_name"]) == ("ZAF", "Afrique du Sud")
    assert french["indicator"] == "stock"


def csv_rows_in(language):
    raw = export([STOCK], "csv", title="", language=language, day=DAY)
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8"))))


# SDMX-CSV ---------------------------------------------------------------------------------------------


def test_sdmx_csv_is_read_by_pysdmx():
    (dataset,) = read_sdmx_csv(made("sdmx-csv").decode("utf-8"))
    table = dataset.data
    assert dataset.structure == "Dataflow=PASSERELLE:FIGURES(1.0)"
    assert dataset.action.name == "Information"
    first = table.iloc[0]
    assert (first["COUNTERPART_AREA"], first["REF_AREA"], first["OBS_VALUE"]) == ("NAM", "ZAF", "1234")
    assert first["UNIT_MEASURE"] == "PS"
    assert first["CITATION"].startswith("United Nations, DESA")
    assert table.iloc[1]["TIME_PERIOD"] == "2015-01-01/P5Y"
    assert table.iloc[1]["PERIOD_TEXT"] == "2015-2020"
    assert (table.iloc[1]["LOWER"], table.iloc[1]["UPPER"]) == ("50.25", "61")


def test_sdmx_csv_says_what_is_not_known_of_a_series_without_a_value():
    (dataset,) = read_sdmx_csv(made("sdmx-csv").decode("utf-8"))
    missing = dataset.data.iloc[-1]
    assert missing["OBS_VALUE"] == missing["TIME_PERIOD"] == missing["CITATION"] == ""
    assert missing["COMMENT_OBS"] == MISSING.note
    assert missing["METHOD"] == missing["VINTAGE"] == "_Z"


def test_no_two_rows_of_sdmx_csv_have_one_key():
    other = STOCK.about(vintage="2017", value=1200.0)
    rows = list(csv.DictReader(io.StringIO(made("sdmx-csv", [*FIGURES, other]).decode("utf-8"))))
    keys = [tuple(row[name] for name in HEADER[3:11]) for row in rows]
    assert len(set(keys)) == len(rows) == 6


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("2020", "2020"), ("2020Q3", "2020-Q3"), ("2015-04", "2015-04"), ("2020-2020", "2020-01-01/P1Y")],
)
def test_periods_as_sdmx_writes_them(ours, theirs):
    assert sdmx_period(ours) == theirs


# Papers -----------------------------------------------------------------------------------------------


def test_an_observed_code_takes_its_words_from_the_card():
    observed = STOCK.about(indicator="migrant_stock")
    assert str(cells_of(observed, "en")[1]).startswith("Foreign-born")
    assert cells_of(observed.about(indicator="nothing_we_know"), "en")[1] == ""


def test_a_source_without_a_card_is_refused():
    with pytest.raises(EvidenceError, match='Source "village_survey" has no card'):
        made("csv", [STOCK.about(source="village_survey")])


def test_what_is_not_known_has_no_source():
    assert all_papers([MISSING]) == []
