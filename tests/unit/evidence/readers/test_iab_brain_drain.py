"""IAB brain drain: both workbooks, one sheet a destination; sums checked, zeros marked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import iab_book, is_sound, left_out, of, value, write_book
from tests.makers_c import read
from tests.shared import shared

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.report import SourceReport

SEX = ("Total", "M-Total", "F-Total")
EDUCATION = ("Low", "Medium", "High", "Total")
TOTAL = ("Total immigration stock", 30, 16, 14, 120, 65, 55)
MEXICO = ("Mexico", 20, 11, 9, 100, 55, 45)


def by_sex(folder: Path, *rows: Sequence[Any], **also: str) -> tuple[pl.DataFrame, SourceReport]:
    return read("iab_brain_drain", iab_book(folder / "iabbd_8010_v1_gender.xlsx", SEX, rows, **also))


def test_both_years_and_sexes_of_a_destination(tmp_path: Path) -> None:
    rows, report = by_sex(tmp_path, TOTAL, MEXICO, ("Ghana", 10, 5, 5, 20, 10, 10))
    is_sound(rows, "iab_brain_drain")
    cell = {"INDICATOR": "born_abroad_oecd", "COUNTERPART_AREA": "MEX", "REF_AREA": "USA", "UNIT_MEASURE": "PS"}
    assert {(r["TIME_PERIOD"], r["SEX"]): r["OBS_VALUE"] for r in of(rows, **cell).to_dicts()} == {
        ("1980", "_T"): 20, ("1980", "M"): 11, ("1980", "F"): 9, ("2010", "_T"): 100, ("2010", "M"): 55, ("2010", "F"): 45,
    }  # fmt: skip
    assert rows["VINTAGE"].unique().to_list() == ["2013"] and rows["COMMENT_OBS"].null_count() == rows.height
    assert [(check.name, check.passed) for check in report.checks] == [("USA 2010 Total, all origins", True)]
    assert left_out(report, "a sheet that is no destination") == 1


@pytest.mark.parametrize(("found", "passed"), [(20, True), (21, True), (22, False)])
def test_origins_are_held_against_the_sheets_own_total(tmp_path: Path, found: int, passed: bool) -> None:
    _, report = by_sex(tmp_path, TOTAL, MEXICO, ("Ghana", 10, 5, 5, found, 10, 10))
    assert report.checks[0].passed is passed


def test_citizens_are_said_to_be_citizens(tmp_path: Path) -> None:
    rows, _ = by_sex(tmp_path, MEXICO, title="Citizenship")
    assert rows["COMMENT_OBS"].unique().to_list() == ["by citizenship"]


def test_a_zero_beside_figures_is_unsure_and_a_series_of_zeros_says_nothing(tmp_path: Path) -> None:
    rows, report = by_sex(
        tmp_path, ("Mexico", 0, 0, 0, 100, 55, 45), ("Tuvalu", 0, 0, 0, 0, 0, 0), ("Ghana", "..", 5, 5, 9, 5, 4)
    )
    zero = of(rows, COUNTERPART_AREA="MEX", TIME_PERIOD="1980", SEX="_T").row(0, named=True)
    assert (zero["OBS_STATUS"], zero["COMMENT_OBS"]) == ("U", "zero in the file: none recorded, or not shown apart")
    assert of(rows, COUNTERPART_AREA="MEX", TIME_PERIOD="2010")["OBS_STATUS"].unique().to_list() == ["A"]
    assert of(rows, COUNTERPART_AREA="TUV").is_empty() and left_out(report, "a series of nothing but zeros") == 6
    assert of(rows, COUNTERPART_AREA="GHA", SEX="_T")["TIME_PERIOD"].to_list() == ["2010"]


@pytest.mark.parametrize(
    ("name", "place"),
    [("Unknown", "_U"), ("Korea", "KOR"), ("Congo, Dem. Rep. of the", "COD"), ("Congo, Rep. of the", "COG"),
     ("Holy See (Vatican City)", "VAT"), ("Namibia", "NAM")],
)  # fmt: skip
def test_the_publishers_spellings(tmp_path: Path, name: str, place: str) -> None:
    assert by_sex(tmp_path, (name, *MEXICO[1:]))[0]["COUNTERPART_AREA"].unique().to_list() == [place]


def test_an_unknown_name_is_listed_with_its_sheet(tmp_path: Path) -> None:
    rows, report = by_sex(tmp_path, MEXICO, ("Atlantis", 1, 1, 0, 2, 1, 1))
    assert rows["COUNTERPART_AREA"].unique().to_list() == ["MEX"]
    listed = [entry for entry in report.left_out if '"Atlantis" is no place' in entry.reason]
    assert [entry.file for entry in listed] == ["iabbd_8010_v1_gender.xlsx, USA"]


def test_the_workbook_by_education(tmp_path: Path) -> None:
    path = iab_book(tmp_path / "iabbd_8010_v1.xlsx", EDUCATION, [("Ghana", 5, 3, 2, 10, 50, 30, 40, 120)])
    rows, _ = read("iab_brain_drain", path)
    is_sound(rows, "iab_brain_drain")
    cell = {"INDICATOR": "emigrants_by_education", "AGE": "Y_GE25", "TIME_PERIOD": "2010", "SEX": "_T"}
    assert dict(of(rows, **cell).select("COMP_BREAKDOWN", "OBS_VALUE").rows()) == {
        "ISCED_LOW": 50, "ISCED_MEDIUM": 30, "ISCED_HIGH": 40,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"row": ("Mexico", -1, 11, 9, 100, 55, 45)}, r'sheet "USA", row 3, column B \("1980 Total"\): -1 is below 0'),
        ({"row": ("Mexico", "many", 11, 9, 100, 55, 45)}, r'sheet "USA", row 3, column B \("1980 Total"\): "many" is not a number'),
        ({"title": "Name"}, r'sheet "USA", row 2, column A: "Name" stands where "Country of birth" is expected'),
        ({"heads": ("All", "Men", "Women")}, r'sheet "USA", row 1: years in row 1 and Total, M-Total, F-Total in row 2'),
        ({"row": None}, r'sheet "USA": two rows of header and rows of origins are expected'),
        ({"row": ("Atlantis", 1, 1, 1, 1, 1, 1)}, r"iabbd_8010_v1_gender\.xlsx: no sheet of a destination has rows"),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_be_believed_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    told: dict[str, Any] = {"heads": SEX, "row": MEXICO, "title": "Country of birth"} | change
    path = iab_book(
        tmp_path / "iabbd_8010_v1_gender.xlsx", told["heads"], [told["row"]] if told["row"] else [], told["title"]
    )
    with pytest.raises((RowRefused, SourceUnreadable), match=message):
        read("iab_brain_drain", path)


def test_a_workbook_without_destinations_is_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "iabbd_8010_v1_gender.xlsx", {"Notes": [["x"]], "United States": [["x"]]})
    with pytest.raises(SourceUnreadable, match="sheets are named by its code, as USA"):
        read("iab_brain_drain", path)


@pytest.mark.shared
def test_the_publishers_workbook_has_twenty_destinations_whose_origins_add_up() -> None:
    rows, report = read("iab_brain_drain", shared("iab_brain_drain/iabbd_8010_v1_gender.xls"))
    assert (
        rows["REF_AREA"].n_unique() == 20 and len(report.checks) == 20 and all(check.passed for check in report.checks)
    )
    assert value(rows, COUNTERPART_AREA="MEX", REF_AREA="USA", TIME_PERIOD="2010", SEX="F") < 11_468_807
