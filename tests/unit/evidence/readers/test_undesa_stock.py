"""UN migrant stock: every layout, read from small files with invented figures."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers import csv_file, report, said, un_by_origin, un_sheet, un_sheet_2019, workbook

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.observations import STORED
from passerelle.evidence.readers import undesa_stock
from passerelle.evidence.readers._undesa_totals import type_note

LONG_HEADER = ("orig", "dest", "year", "female", "male", "total", "type_b", "type_c", "type_r", "type_i")
MATRIX_HEADER = ("Year", "MajorArea", "Total", "Other North", "Other South", "Morocco", "Netherlands", "Micronesia")
Maker = Callable[..., Path]


def cell(table: pl.DataFrame, **key: str) -> dict[str, Any]:
    found = table.filter(*(pl.col(name) == value for name, value in key.items()))
    assert found.height == 1, found
    return found.row(0, named=True)


@pytest.fixture
def long_file(tmp_path: Path) -> Maker:
    def make(*rows: Sequence[Any]) -> Path:
        return csv_file(tmp_path / undesa_stock.LONG, LONG_HEADER, rows)

    return make


@pytest.fixture
def matrix_file(tmp_path: Path) -> Maker:
    def make(*rows: Sequence[Any]) -> Path:
        return csv_file(tmp_path / undesa_stock.MATRIX, MATRIX_HEADER, rows)

    return make


def totals_2020(folder: Path, table_1: list[list[Any]], refugees: list[list[Any]] | None = None) -> Path:
    population = un_sheet({"WORLD": (900, "", [7.5, 8.25, 3.5, 4, 4, 4.25])})
    return workbook(
        folder / undesa_stock.TOTALS_2020[0],
        {"Table 1": table_1, "Table 2": population,
         "Table 6": refugees or un_sheet({"   Morocco": (504, "B", [1, 2, 3, 4])}, blocks=2)},
    )  # fmt: skip


# --- edition 2020, long ---


def test_long_table_gives_three_sexes_with_origin_first(long_file: Maker) -> None:
    table = undesa_stock.read([long_file(("MAR", "NLD", 2020, 3, 4, 7, 1, 0, 0, 0))], report())
    assert table.height == 3
    row = cell(table, SEX="_T")
    assert (row["COUNTERPART_AREA"], row["REF_AREA"], row["OBS_VALUE"]) == ("MAR", "NLD", 7)
    assert (row["TIME_PERIOD"], row["VINTAGE"], row["UNIT_MEASURE"]) == ("2020", "2020", "PS")
    assert (row["OBS_STATUS"], row["COMMENT_OBS"]) == ("E", "by country of birth")
    assert cell(table, SEX="F")["OBS_VALUE"] == 3


def test_flags_are_said_and_imputed_figures_have_their_status(long_file: Maker) -> None:
    row = cell(undesa_stock.read([long_file(("MAR", "NLD", 2020, 3, 4, 7, 0, 1, 1, 1))], report()), SEX="M")
    assert (row["OBS_STATUS"], row["COMMENT_OBS"]) == ("I", "by citizenship; refugees added; imputed")


def test_unknown_origins_and_mapped_codes(long_file: Maker) -> None:
    found = report()
    path = long_file(
        ("OOO", "NLD", 2020, 1, 1, 2, 1, 0, 0, 0),
        ("SUD", "NLD", 2005, 1, 1, 2, 0, 0, 0, 0),
        ("QQQ", "NLD", 2020, 1, 1, 2, 1, 0, 0, 0),
        ("NAM", "QQZ", 2020, 1, 1, 2, 1, 0, 0, 0),
    )
    table = undesa_stock.read([path], found).filter(pl.col("SEX") == "_T")
    assert table["COUNTERPART_AREA"].to_list() == ["_O", "SDN"]
    assert "Sudan before the independence" in table["COMMENT_OBS"][1]
    assert "no place has this code" in said(found)
    assert {'"QQQ", first in row 4', '"QQZ", first in row 5'} <= {
        text for entry in found.left_out for text in entry.examples
    }


def test_a_sum_of_sexes_that_is_not_the_total_is_listed(long_file: Maker) -> None:
    found = report()
    undesa_stock.read([long_file(("MAR", "NLD", 2020, 3, 4, 8, 1, 0, 0, 0))], found)
    check = next(check for check in found.checks if "female + male" in check.name)
    assert (check.found, check.passed) == (1, False)
    assert "MAR → NLD 2020" in said(found)


def test_a_negative_stock_names_its_row(long_file: Maker) -> None:
    path = long_file(("QQQ", "NLD", 2020, 1, 1, 2, 1, 0, 0, 0), ("MAR", "NLD", 2020, 3, -4, -1, 1, 0, 0, 0))
    with pytest.raises(RowRefused, match=r'row 3, column "male": -4 is below 0'):
        undesa_stock.read([path], report())


# --- edition 2017, matrix ---


def test_matrix_leaves_missing_out_and_keeps_zero(matrix_file: Maker) -> None:
    path = matrix_file(
        (1990, "WORLD", 12, 0, 0, 0, 12, 0),
        (1990, "Morocco", 7, "..", 0, "..", 7, ".."),
        (1990, "Netherlands", 5, 2, 3, 0, "..", ".."),
    )
    found = report()
    table = undesa_stock.read([path], found)
    stock = table.filter(pl.col("INDICATOR") == "migrant_stock")
    assert cell(stock, COUNTERPART_AREA="NLD")["OBS_VALUE"] == 7
    assert cell(stock, COUNTERPART_AREA="MAR", REF_AREA="NLD")["OBS_VALUE"] == 0
    assert stock.filter(pl.col("COUNTERPART_AREA") == "FSM").is_empty()
    north = cell(stock, COMP_BREAKDOWN="OTHER_NORTH")
    assert (north["COUNTERPART_AREA"], north["REF_AREA"], north["OBS_VALUE"]) == ("_O", "NLD", 2)
    totals = table.filter(pl.col("INDICATOR") == "migrant_stock_total")
    assert dict(totals.select("REF_AREA", "OBS_VALUE").iter_rows()) == {"MAR": 7, "NLD": 5, "W0": 12}
    assert totals["COUNTERPART_AREA"].unique().to_list() == ["_T"]
    assert all(check.passed for check in found.checks)


def test_the_larger_namesake_is_the_region(matrix_file: Maker) -> None:
    found = report()
    path = matrix_file(
        (1990, "Micronesia", 9, 0, 0, 9, 0, 0),
        (1990, "Micronesia", 4, 0, 0, 4, 0, 0),
        (1990, "Oceania", 99, 0, 0, 99, 0, 0),
    )
    table = undesa_stock.read([path], found)
    assert cell(table, INDICATOR="migrant_stock_total")["OBS_VALUE"] == 4
    assert '"Micronesia" 1990, the larger of the two' in said(found)
    assert '"Oceania"' in said(found)


def test_namesakes_of_one_size_are_refused(matrix_file: Maker) -> None:
    path = matrix_file((1990, "Micronesia", 4, 0, 0, 4, 0, 0), (1990, "Micronesia", 4, 0, 0, 4, 0, 0))
    with pytest.raises(SourceUnreadable, match='"Micronesia" stands more than once in 1990'):
        undesa_stock.read([path], report())


def test_unknown_names_are_listed_and_sums_held(matrix_file: Maker) -> None:
    found = report()
    path = matrix_file((1990, "WORLD", 8, 0, 0, 0, 0, 0), (1990, "Atlantis", 1, 0, 0, 1, 0, 0),
                       (1990, "Netherlands", 5, 0, 0, 4, 0, 0))  # fmt: skip
    undesa_stock.read([path], found)
    assert 'row "Atlantis"' in said(found)
    world, sums = found.checks[0], found.checks[1]
    assert (world.expected, world.found, world.passed) == (8, 5, False)
    assert (sums.found, sums.passed) == (1, False)
    assert any("Netherlands 1990" in check.name and check.found == 4 for check in found.checks)


def official_matrix(path: Path, *rows: Sequence[Any]) -> Path:
    """Two header lines; a sheet a sex; rows are year, name, code, type, total, north, south, two origins."""
    head: list[list[Any]] = [[None] for _ in range(14)]
    head.append(["Year", "Sort\norder", "Major area, region, country or area of destination", "Notes", "Code",
                 "Type of data (a)", "Country of origin"])  # fmt: skip
    head.append([None] * 6 + ["Total", "Other North", "Other South", "Morocco", "Netherlands"])
    body = [[year, 1, name, None, code, kind, *figures] for year, name, code, kind, *figures in rows]
    return workbook(path, {f"Table {number}": head + body for number in (1, 2, 3)})


def test_official_matrix_has_codes_and_a_sheet_a_sex(tmp_path: Path) -> None:
    path = official_matrix(
        tmp_path / undesa_stock.MATRICES[1],
        (2019, "WORLD", 900, None, 9, 2, 0, 4, 3),
        (2019, "Micronesia", 957, None, 9, 2, 0, 4, 3),
        (2019, "Netherlands", 528, "B", 6, 2, "..", 4, ".."),
        (2019, "Morocco", 504, "C", 3, "..", "..", "..", 3),
        (2019, "Atlantis", 899, "C", "..", "..", "..", "..", ".."),
    )
    found = report()
    table = undesa_stock.read([path], found)
    assert table["VINTAGE"].unique().to_list() == ["2019"]
    stock = table.filter(pl.col("INDICATOR") == "migrant_stock")
    assert cell(stock, COUNTERPART_AREA="MAR", REF_AREA="NLD", SEX="F")["OBS_VALUE"] == 4
    assert cell(stock, COMP_BREAKDOWN="OTHER_NORTH", SEX="_T")["COUNTERPART_AREA"] == "_O"
    totals = table.filter(INDICATOR="migrant_stock_total", SEX="M")
    assert dict(totals.select("REF_AREA", "OBS_VALUE").iter_rows()) == {"NLD": 6, "MAR": 3, "W0": 9}
    assert '"Micronesia" (957)' in said(found)
    assert {entry.reason for entry in found.left_out if '"Atlantis"' in str(entry)} == {"no place has this code"}
    assert len(found.checks) == 2 and all(check.passed for check in found.checks)


def test_official_matrix_without_its_codes_is_refused(tmp_path: Path) -> None:
    path = official_matrix(tmp_path / undesa_stock.MATRICES[0])
    rows = [[None] * 6 + ["Total", "Other North", "Other South", "Morocco"]]
    workbook(path, {"Table 1": [["Year", None, "country or area of destination"], *rows]})
    with pytest.raises(SourceUnreadable, match='sheet "Table 1", row 2: column "code" is missing'):
        undesa_stock.read([path], report())


# --- the official workbooks ---


def test_workbook_of_2020(tmp_path: Path) -> None:
    stock = un_sheet({
        "WORLD": (900, "", [10, 20, 6, 11, 4, 9]),
        " AFRICA": (903, "", [9, 19, 5, 10, 4, 9]),
        "   Morocco*": (504, "B R", [1, 2, "..", 1, 1, 1]),
        "   Western Sahara": (732, "I", [5, 6, 2, 3, 3, 3]),
        "   Atlantis": (899, "B", [1, 1, 1, 1, 1, 1]),
    })  # fmt: skip
    refugees = un_sheet({"   Morocco": (504, "B R", ["~", 2, 30.5, 4])}, blocks=2)
    found = report()
    table = undesa_stock.read([totals_2020(tmp_path, stock, refugees)], found)
    total = table.filter(pl.col("INDICATOR") == "migrant_stock_total")
    assert cell(total, REF_AREA="W0", SEX="F", TIME_PERIOD="2020")["OBS_VALUE"] == 9
    assert (
        cell(total, REF_AREA="MAR", SEX="_T", TIME_PERIOD="2020")["COMMENT_OBS"]
        == "by country of birth; refugees added"
    )
    assert total.filter(REF_AREA="MAR", SEX="M")["TIME_PERIOD"].to_list() == ["2020"]  # ".." is no figure
    assert cell(total, REF_AREA="ESH", SEX="M", TIME_PERIOD="1990")["OBS_STATUS"] == "I"
    people = cell(table, INDICATOR="population_mid_year", SEX="_T", TIME_PERIOD="2020")
    assert (people["OBS_VALUE"], people["COUNTERPART_AREA"]) == (8250, "_Z")  # the sheet counts thousands
    refuge = table.filter(pl.col("INDICATOR") == "refugees_in_stock")
    assert refuge.select("TIME_PERIOD", "OBS_VALUE", "SEX").rows() == [("2020", 2, "_T")]
    told = said(found)
    assert "fewer than five persons" in told and '"AFRICA"' in told and '"   Atlantis" (899)' in told


def test_workbook_of_2019_has_a_header_of_two_lines(tmp_path: Path) -> None:
    world = {"WORLD": (900, "", [10, 20, 6, 11, 4, 9]), "Mexico": (484, "C", [1, 2, 1, 1, 0, 1])}
    path = workbook(tmp_path / undesa_stock.TOTALS_2019[0], {
        "Table 1": un_sheet_2019(world),
        "Table 2": un_sheet_2019(world, typed=False),
        "Table 6": un_sheet_2019(world),
    })  # fmt: skip
    table = undesa_stock.read([path], report())
    stock = table.filter(pl.col("INDICATOR") == "migrant_stock_total")
    assert stock["VINTAGE"].unique().to_list() == ["2019"]
    assert cell(stock, REF_AREA="MEX", SEX="F", TIME_PERIOD="1990")["OBS_VALUE"] == 0
    assert cell(stock, REF_AREA="MEX", SEX="_T", TIME_PERIOD="2020")["COMMENT_OBS"] == "by citizenship"
    people = table.filter(pl.col("INDICATOR") == "population_mid_year")
    assert cell(people, REF_AREA="W0", SEX="M", TIME_PERIOD="1990")["OBS_VALUE"] == 6000


def test_origins_are_held_against_the_workbooks_totals(tmp_path: Path, long_file: Maker) -> None:
    long = long_file(("MAR", "NLD", 2020, 3, 4, 7, 1, 0, 0, 0), ("TUR", "NLD", 2020, 1, 1, 2, 1, 0, 0, 0))
    right = un_sheet(
        {"WORLD": (900, "", ["..", 9, "..", 5, "..", 4]), "Netherlands": (528, "B", ["..", 9, "..", 5, "..", 4])}
    )
    found = report()
    undesa_stock.read([long, totals_2020(tmp_path, right)], found)
    assert next(check for check in found.checks if "do not sum" in check.name).passed
    wrong = un_sheet(
        {"Netherlands": (528, "B", ["..", 10, "..", 5, "..", 4]), "Mexico": (484, "B", ["..", 1, "..", 1, "..", 0])}
    )
    found = report()
    undesa_stock.read([long, totals_2020(tmp_path, wrong)], found)
    assert next(check for check in found.checks if "do not sum" in check.name).found == 1
    told = {check.name: (check.expected, check.found) for check in found.checks}
    assert told["edition 2020: NLD 2020 _T, sum over origins"] == (10, 9)
    assert told["edition 2020: MEX 2020 _T has a total and no origins"] == (1, None)


def test_workbook_by_origin(tmp_path: Path) -> None:
    path = un_by_origin(tmp_path / undesa_stock.BY_ORIGIN_2020[0], [
        ("WORLD", 900, None, "WORLD", 900, [9, 9, 9, 9, 9, 9]),
        ("Netherlands*", 528, "B", "WORLD", 900, [5, 9, 2, 4, 3, 5]),
        ("Netherlands*", 528, "B", "Morocco", 504, [5, 7, 2, 3, 3, 4]),
        ("Netherlands*", 528, "B", "Other", 2003, ["..", 2, "..", 1, "..", 1]),
    ])  # fmt: skip
    found = report()
    table = undesa_stock.read([path], found)
    assert table.height == 6 + 3
    row = cell(table, COUNTERPART_AREA="MAR", TIME_PERIOD="2020", SEX="M")
    assert (row["REF_AREA"], row["OBS_VALUE"], row["COMMENT_OBS"]) == ("NLD", 3, "by country of birth")
    assert cell(table, COUNTERPART_AREA="_O", SEX="F")["OBS_VALUE"] == 1
    assert "region or group" in said(found)


def test_both_forms_of_edition_2020_say_the_same(tmp_path: Path, long_file: Maker) -> None:
    long = long_file(("MAR", "NLD", 2020, 4, 3, 7, 1, 0, 0, 0))
    book = un_by_origin(tmp_path / undesa_stock.BY_ORIGIN_2020[0],
                        [("Netherlands", 528, "B", "Morocco", 504, ["..", 7, "..", 3, "..", 4])])  # fmt: skip
    table = undesa_stock.read([long, book], report())
    assert table.height == 6
    assert table.unique(STORED).height == 3


def test_the_workbook_of_totals_under_the_other_name_is_refused(tmp_path: Path) -> None:
    sheet = un_sheet({"Morocco": (504, "B", [1, 2, 1, 1, 0, 1])})
    path = workbook(tmp_path / undesa_stock.BY_ORIGIN_2020[0], {"Table 1": sheet})
    with pytest.raises(SourceUnreadable, match='sheet "Table 1": has no column of origins'):
        undesa_stock.read([path], report())


def test_a_header_without_codes_or_years_is_refused(tmp_path: Path) -> None:
    lost = un_sheet({"Morocco": (504, "B", [1, 2, 1, 1, 0, 1])})
    lost[10][3] = "Number"
    with pytest.raises(SourceUnreadable, match='no header with "country or area", "code" among the first 40 rows'):
        undesa_stock.read([totals_2020(tmp_path, lost)], report())
    lost = un_sheet({"Morocco": (504, "B", [1, 2, 1, 1, 0, 1])})
    lost[10][5:] = ["first", "second"] * 3
    with pytest.raises(SourceUnreadable, match="the header lacks the years"):
        undesa_stock.read([totals_2020(tmp_path, lost)], report())


def test_a_negative_total_names_sheet_row_and_column(tmp_path: Path) -> None:
    sheet = un_sheet({"WORLD": (900, "", [1, 2, 1, 1, 0, 1]), "Morocco": (504, "B", [1, -2, 1, 1, 0, 1])})
    with pytest.raises(RowRefused, match=r'sheet "Table 1", row 13, column G \("2020"\): -2 is below 0'):
        undesa_stock.read([totals_2020(tmp_path, sheet)], report())


@pytest.mark.parametrize(
    ("letters", "note"),
    [("B", "by country of birth"), ("R B", "by country of birth; refugees added"), ("C I", "by citizenship; imputed"),
     ("", None), (None, None)],
)  # fmt: skip
def test_letters_of_the_type_of_data(letters: str | None, note: str | None) -> None:
    assert type_note(letters) == note


def test_no_file_gives_no_rows() -> None:
    assert undesa_stock.read([], report()).is_empty()
