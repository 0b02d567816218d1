"""Runs as files and charts: every number with its unit, words in every language, a report that can be printed."""

import csv
import io
import json
import zipfile
from datetime import date
from itertools import pairwise

import openpyxl
import pytest
from pypdf import PdfReader

from passerelle.base.corridors import Corridor
from passerelle.evidence.store import open_store
from passerelle.measures.runs import asked, run
from passerelle.measures.simulation.assumptions import UNMEASURED
from passerelle.output.briefs.options import briefly
from passerelle.output.charts.drawing import svg
from passerelle.output.charts.measures import SLUGS, chart_of_run, finding, money_text, term_text
from passerelle.output.runs import (
    COLUMNS,
    RUN_FORMS,
    export_run,
    nurses_table,
    quantity_text,
    report_of,
    run_form_of,
    source_said,
    summary_of,
)
from passerelle.output.tables import ExportRefused

DAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def record() -> dict:
    return run(open_store(()), asked(["transfer-costs"], Corridor("ZWE", "ZAF"), draws=300, years=6))


@pytest.fixture(scope="module")
def through() -> dict:
    return run(open_store(()), asked(["admission-channel"], Corridor("BFA", "ITA"), transit="NER", draws=300, years=6))


# Files -----------------------------------------------------------------------------------------------------


def test_json_is_the_whole_record(record) -> None:
    assert json.loads(export_run(record, "json", language="nl", day=DAY)) == json.loads(json.dumps(record))


def test_csv_has_every_number_with_unit_seed_and_what_it_is(record) -> None:
    text = export_run(record, "csv", language="en", day=DAY).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == COLUMNS
    assert all(row["unit"].startswith("intl USD") and row["seed"] == "1" and "simulated" in row["note"] for row in rows)
    whole = [row for row in rows if row["row"] == "present value"]
    assert len(whole) == 6 and all(row["probability_gain"] for row in whole)
    assert [row["year"] for row in rows if row["row"] == "year" and row["account"] == "cash"][:6] == list("123456")


def test_xlsx_has_results_and_assumptions_as_numbers(record) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_run(record, "xlsx", language="en", day=DAY)))
    assert book.sheetnames == ["Results", "Assumptions"]
    results, assumed = book["Results"], book["Assumptions"]
    assert [cell.value for cell in results[1]] == list(COLUMNS)
    assert isinstance(results["I2"].value, float)
    assert assumed.max_row == len(record["assumptions"]) + 1


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_the_report_is_tagged_and_says_that_it_is_simulated(record, language) -> None:
    reader = PdfReader(io.BytesIO(export_run(record, "pdf", language=language, day=DAY)))
    assert 2 <= len(reader.pages) <= 9
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == language


def test_the_report_names_sources_assumptions_and_the_seed(record) -> None:
    text = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(export_run(record, "pdf", language="en", day=DAY))).pages
    )
    for words in ("no forecast", "What was assumed", "International Migrant Stock 2020", "seed 1", "Zimbabwe"):
        assert words in text


def test_a_form_that_there_is_not_is_refused() -> None:
    assert set(RUN_FORMS) == {"json", "csv", "xlsx", "pdf"} and run_form_of("PDF").suffix == ".pdf"
    with pytest.raises(ExportRefused, match="json, csv, xlsx, pdf"):
        run_form_of("docx")


def test_no_cell_of_a_workbook_is_a_formula(record) -> None:
    tricky = {**record, "template": "=1+1"}
    raw = zipfile.ZipFile(io.BytesIO(export_run(tricky, "xlsx", language="en", day=DAY)))
    assert b"<f>" not in raw.read("xl/worksheets/sheet1.xml")


# Words -----------------------------------------------------------------------------------------------------


def test_the_finding_says_who_gains_who_loses_and_of_whom_it_cannot_be_said(record) -> None:
    assert (
        finding(record, "en")
        == "Gain in nearly every draw: migrants and Zimbabwe; lose in nearly every draw: South Africa."
    )
    opened = json.loads(json.dumps(record))
    opened["accounts"]["welfare"]["origin"]["present_value"]["p5"] = -1.0
    opened["accounts"]["welfare"]["destination"]["present_value"] = {"p5": 0.0, "p50": 0.0, "p95": 0.0, "mean": 0.0}
    assert finding(opened, "en") == (
        "Gain in nearly every draw: migrants; may gain or lose: Zimbabwe; no effect on South Africa."
    )


def test_the_summary_gives_a_chance_only_where_it_may(record) -> None:
    withheld = {**record, "triple_win_probability": None}
    shown = {**record, "triple_win_probability": 0.4, "untouched": []}
    apart = {**record, "triple_win_probability": 0.0, "touched_win_probability": 0.7, "untouched": ["destination"]}
    assert any("no chance that all gain is shown" in text for text in summary_of(withheld, "en"))
    assert any("in 40% of the draws" in text for text in summary_of(shown, "en"))
    assert any(
        "Nothing happens to South Africa; all others gain, in welfare, in 70%" in t for t in summary_of(apart, "en")
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.643e9, "1.6 billion"),
        (881.8e6, "882 million"),
        (-12.34e6, "−12.3 million"),
        (340_123, "340,000"),
        (17, "17"),
        (0, "0"),
    ],
)
def test_money_is_told_in_three_digits(value, said) -> None:
    assert money_text(value, "en") == said


def test_lines_of_costs_keep_what_they_are_for() -> None:
    assert term_text("costs: teachers", "en") == "Costs: teachers"
    assert term_text("sent home", "en") == "Sent home"


def test_a_template_that_was_taken_out_goes_by_its_code(record) -> None:
    assert report_of({**record, "templates": ["gone"]}, language="en", day=DAY).title == "gone"


def test_runs_beside_one_another_have_ranges_and_no_total(record, through) -> None:
    table = briefly([record, through], "en")
    assert len(table.rows) == 2 and all("–" in cell.text for row in table.rows for cell in row[1:])
    assert table.head == ("Measure", "Migrants", "Origin", "Destination")


# Charts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "nurses"])  # this measure moves none
@pytest.mark.parametrize("account", ["welfare", "cash"])
def test_every_chart_of_a_run_is_drawn_with_words_for_who_does_not_see_it(through, slug, account) -> None:
    chart = chart_of_run(through, slug, account, "en")
    assert chart is not None and chart.title and chart.subtitle and len(chart.description) > len(chart.title)
    assert svg(chart, width=640).startswith("<svg") and svg(chart, width=360, theme="dark")


def test_a_party_that_is_not_there_has_no_chart(record) -> None:
    assert chart_of_run(record, "terms-transit", "welfare", "en") is None


def test_steps_end_where_the_party_s_sum_stands(through) -> None:
    chart = chart_of_run(through, "terms-origin", "cash", "en")
    rows = chart.spec["data"]["values"]
    whole = through["accounts"]["cash"]["origin"]["present_value"]["mean"]
    scale = rows[-1]["end"] / whole
    assert rows[-1]["whole"] and rows[-2]["end"] == pytest.approx(whole * scale)
    for before, after in pairwise(rows[:-1]):
        assert after["start"] == pytest.approx(before["end"])


def test_parties_stand_on_one_scale_with_zero_on_it(through) -> None:
    chart = chart_of_run(through, "parties", "welfare", "en")
    domains = [
        layer["encoding"]["x"]["scale"]["domain"] for layer in chart.spec["layer"] if "scale" in layer["encoding"]["x"]
    ]
    assert len({tuple(domain) for domain in domains}) == 1 and domains[0][0] < 0 < domains[0][1]


def test_what_nobody_measured_is_hollow(record) -> None:
    rows = chart_of_run(record, "weights", "welfare", "en").spec["data"]["values"]
    least = record["sensitivity"]["outputs"]["the party that gains least"]
    assert [row["gain"] for row in rows] == [w["status"] not in UNMEASURED for w in least[: len(rows)]]


def test_nothing_that_weighs_is_no_chart(record) -> None:
    flat = json.loads(json.dumps(record))
    for weight in flat["sensitivity"]["outputs"]["the party that gains least"]:
        weight["total"] = 0.0
    assert chart_of_run(flat, "weights", "welfare", "en") is None


# Papers of what went in -----------------------------------------------------------------------------------


def quantity(record: dict, name: str) -> dict:
    return next(a for a in record["assumptions"] if a["name"] == name)


def test_a_figure_names_its_publisher_edition_and_year_and_says_what_is_ours(record) -> None:
    assert source_said(quantity(record, "migrants"), 2021, "en") == "UN DESA 2020, 2020; range ours"


def test_a_figure_that_is_old_by_then_is_the_last_known(record) -> None:
    assert "last known, 2020" in source_said(quantity(record, "migrants"), 2040, "en")


def test_what_has_no_figure_keeps_its_own_words(record) -> None:
    own = next(a for a in record["assumptions"] if not a["figure"])
    assert source_said(own, 2026, "nl") == own["source"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "0"), (5.0, "5"), (1e6, "1,000,000"), (0.04567, "0.0457"), (12.346, "12.35"), (-250.4, "−250")],
)
def test_a_quantity_has_the_digits_that_it_can_carry(value, said) -> None:
    assert quantity_text(value, "en") == said


def test_the_report_has_no_number_in_the_notation_of_machines(record) -> None:
    table = report_of(record, language="en", day=DAY).parts[-1].tables[0]
    assert not any("e+" in cell.text for row in table.rows for cell in row)


# Nurses ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nurses() -> dict:
    return run(open_store(()), asked(["health-training"], Corridor("MAR", "DEU"), draws=300, years=6))


def test_nurses_at_home_stand_with_and_without_and_for_ten_thousand_people(nurses) -> None:
    table = nurses_table(nurses, "en")
    assert table is not None and len(table.rows) == 6 and len(table.head) == len(table.rows[0]) == 6
    last = nurses["people"]["nurses_at_home"][-1]
    home = quantity(nurses, "nurses_home")
    people = home["value"] / home["figure"]["value"] * 10_000
    assert table.rows[-1][5].text == f"{last['with']['p50'] / people * 10_000:.2f}"
    assert last["more"]["p50"] == pytest.approx(last["with"]["p50"] - last["without"]["p50"], rel=0.05)
    chart = chart_of_run(nurses, "nurses", "welfare", "en")
    assert chart is not None and "Morocco" in chart.title and svg(chart).startswith("<svg")


def test_density_is_not_known_where_the_number_of_nurses_is_somebody_s_own() -> None:
    given = {"nurses_home": (900.0, 900.0, 900.0)}
    own = run(open_store(()), asked(["health-training"], Corridor("CUW", "NLD"), given, draws=200, years=5))
    table = nurses_table(own, "en")
    assert table is not None and all(row[4].text == row[5].text == "–" for row in table.rows)


def test_a_measure_that_moves_no_nurse_has_neither_table_nor_chart(record) -> None:
    assert nurses_table(record, "en") is None and chart_of_run(record, "nurses", "welfare", "en") is None


def test_charts_on_one_scale_reach_as_far_as_the_widest(record, through) -> None:
    def width(chart) -> float:
        low, high = chart.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
        return high - low

    alone = chart_of_run(through, "parties", "welfare", "en")
    beside = chart_of_run(through, "parties", "welfare", "en", (record,))
    widest = chart_of_run(record, "parties", "welfare", "en", (through,))
    assert alone is not None and beside is not None and widest is not None
    assert width(beside) == pytest.approx(width(widest)) and "billion" in beside.subtitle
    assert "million" in alone.subtitle
