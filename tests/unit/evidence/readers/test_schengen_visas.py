"""Schengen visas: uniform visas by country of the consulate, out of the Commission's workbook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import is_sound, left_out, value, visa_book, write_book
from tests.makers_c import CONSULATES, consulates_book, read, reader_of

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.report import SourceReport

NAME = "Visa statistics for consulates in 2022_en.xlsx"
RABAT = ("NETHERLANDS", "MOROCCO", "RABAT", 400)


def made(folder: Path, *rows: Sequence[Any], name: str = NAME) -> tuple[pl.DataFrame, SourceReport]:
    return read("schengen_visas", consulates_book(folder / name, rows))


def test_consulates_of_a_country_are_added_and_transit_visas_are_not(tmp_path: Path) -> None:
    rows, report = made(tmp_path, RABAT, ("NETHERLANDS", "MOROCCO", "TANGER", 100), ("FRANCE", "MOROCCO", "RABAT", 50))
    is_sound(rows, "schengen_visas")
    cell = {"INDICATOR": "visas_issued", "COUNTERPART_AREA": "MAR", "UNIT_MEASURE": "VISAS", "TIME_PERIOD": "2022"}
    assert value(rows, REF_AREA="NLD", COMP_BREAKDOWN="UNIFORM_C", VINTAGE="2022", **cell) == 500
    assert value(rows, REF_AREA="FRA", **cell) == 50
    assert rows["COMMENT_OBS"].unique().to_list() == ["by country of the consulate, not by nationality"]
    assert report.rows_read == 3 and not report.left_out


@pytest.mark.parametrize(
    "title",
    [CONSULATES[5], "Total uniform visas issued (including MEV)", "Total C uniform visas issued (including MEV) \n",
     "Uniform visas issued"],
)  # fmt: skip
def test_the_column_of_uniform_visas_is_found_by_its_title(tmp_path: Path, title: str) -> None:
    header = ["Schengen State", "Country where consulate is located", "Consulate", CONSULATES[-1], title]
    path = write_book(tmp_path / NAME, {"Data for consulates": [header, ["NETHERLANDS", "MOROCCO", "RABAT", 407, 400]]})
    assert read("schengen_visas", path)[0]["OBS_VALUE"].to_list() == [400]


def test_a_row_of_the_total_is_listed(tmp_path: Path) -> None:
    path = visa_book(tmp_path / NAME, [
        ("NETHERLANDS", "MOROCCO", "RABAT", 900, 400, 0.1), ("Total", None, None, 900, 400, None),
    ])  # fmt: skip
    rows, report = read("schengen_visas", path)
    assert rows["OBS_VALUE"].to_list() == [400] and left_out(report, "a total or an empty row") == 1


@pytest.mark.parametrize(
    ("country", "place"),
    [("USA", "USA"), ("HONG KONG S.A.R.", "HKG"), ("MACAO S.A.R.", "MAC"), ("LIBYAN ARAB JAMAHIRIYA", "LBY"),
     ("KOREA, REPUBLIC OF", "KOR"), ("CONGO (BRAZZAVILLE)", "COG"), ("NAMIBIA", "NAM")],
)  # fmt: skip
def test_the_publishers_spellings(tmp_path: Path, country: str, place: str) -> None:
    assert made(tmp_path, ("GERMANY", country, "X", 5))[0]["COUNTERPART_AREA"].to_list() == [place]


def test_what_is_no_place_is_listed(tmp_path: Path) -> None:
    rows, report = made(tmp_path, RABAT, ("NETHERLANDS", "ATLANTIS", "X", 5), ("SCHENGEN AREA", "MOROCCO", "X", 5))
    assert rows.height == 1
    assert left_out(report, '"ATLANTIS" is no place') == left_out(report, '"SCHENGEN AREA" is no place') == 1


def test_a_consulate_that_stands_twice_is_added_once_and_two_alike_twice(tmp_path: Path) -> None:
    rows, report = made(tmp_path, RABAT, RABAT)
    assert rows["OBS_VALUE"].to_list() == [400] and left_out(report, "the same row a second time") == 1
    rows, _ = made(tmp_path, RABAT, ("NETHERLANDS", "MOROCCO", "TANGER", 400))
    assert rows["OBS_VALUE"].to_list() == [800]


def test_a_consulate_without_a_figure_is_no_zero(tmp_path: Path) -> None:
    rows, _ = made(tmp_path, RABAT, ("FRANCE", "MALI", "BAMAKO", None), ("SPAIN", "MALI", "BAMAKO", 0))
    assert dict(rows.select("REF_AREA", "OBS_VALUE").rows()) == {"NLD": 400, "ESP": 0}


def test_other_sheets_are_listed(tmp_path: Path) -> None:
    path = consulates_book(tmp_path / NAME, [RABAT], **{"BG, CY, HR, RO": [["Member State"]]})
    _, report = read("schengen_visas", path)
    assert [(e.reason, e.examples) for e in report.left_out] == [("a sheet that is not read", ["BG, CY, HR, RO"])]


@pytest.mark.parametrize(
    ("name", "year"),
    [(NAME, "2022"), ("visa_statistics_for_consulates_2020.xlsx", "2020"), ("2019-consulates-schengen-visa-stats.xlsx", "2019"),
     ("2015_consulates_schengen_visa_stats_en.xlsx", "2015")],
)  # fmt: skip
def test_the_files_as_the_commission_names_them(tmp_path: Path, name: str, year: str) -> None:
    assert any(Path(name).match(pattern) for pattern in reader_of("schengen_visas").files)
    assert made(tmp_path, RABAT, name=name)[0]["TIME_PERIOD"].to_list() == [year]


def test_a_year_that_nothing_tells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="neither the sheet nor the file tells the year"):
        made(tmp_path, RABAT, name="visa statistics consulates.xlsx")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (
            ["State", "Country where consulate is located", CONSULATES[5]],
            'has no header with "Schengen State" and "Country',
        ),
        (
            ["Schengen State", "Country where consulate is located", CONSULATES[-1]],
            "row 1: has no column of uniform visas",
        ),
    ],
)
def test_a_header_that_changed_is_refused(tmp_path: Path, header: list[str], message: str) -> None:
    path = write_book(tmp_path / NAME, {"Data for consulates": [header, ["NETHERLANDS", "MOROCCO", 400]]})
    with pytest.raises(SourceUnreadable, match=message):
        read("schengen_visas", path)


def test_visas_below_zero_are_refused_with_sheet_and_row(tmp_path: Path) -> None:
    where = r'sheet "Data for consulates", row 3, column F \("Total uniform visas issued"\): -5 is below 0'
    with pytest.raises(RowRefused, match=where):
        made(tmp_path, RABAT, ("NETHERLANDS", "MALI", "BAMAKO", -5))
