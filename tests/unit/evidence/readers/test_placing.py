"""Codes and names brought to places, with what must be said of each; years that are years."""

from pathlib import Path

import polars as pl
import pytest
from tests.makers_b import left_out

from passerelle.base.errors import RowRefused
from passerelle.evidence.readers._placing import NOTE, add_note, leave_out, place_codes, place_names, slug, years
from passerelle.evidence.report import SourceReport

FILE = Path("x.csv")
SPECIAL = {"OOO": ("_O", ""), "STL": ("_X", "stateless")}


def placed(*codes: str | None, names: bool = False) -> tuple[list[tuple[str, str | None]], SourceReport]:
    report = SourceReport("test")
    table = pl.DataFrame({"area": codes}, schema={"area": pl.String})
    into = place_names if names else place_codes
    return into(table, "area", file="x.csv", report=report, special=SPECIAL).select("area", NOTE).rows(), report


@pytest.mark.parametrize(
    ("code", "place", "note"),
    [
        ("MAR", "MAR", None), (" MAR ", "MAR", None), ("MA", "MAR", None), ("NA", "NAM", None), ("516", "NAM", None),
        ("ROM", "ROU", "published under the former code ROM"), ("KSV", "XKX", "published under the code KSV"),
        ("SUD", "SDN", "Sudan before the independence of South Sudan in 2011"), ("SCG", "SCG", None),
        ("OOO", "_O", None), ("STL", "_X", "stateless"),
    ],
)  # fmt: skip
def test_codes_become_places_with_their_note(code: str, place: str, note: str | None) -> None:
    rows, report = placed(code)
    assert rows == [(place, note)] and not report.left_out


@pytest.mark.parametrize("code", ["WLD", "EU27", "QQQ", "", None, "Africa", "900"])
def test_what_has_no_place_is_listed_with_its_number_of_rows(code: str | None) -> None:
    rows, report = placed("MAR", code, code)
    assert rows == [("MAR", None)]
    (entry,) = report.left_out
    assert (entry.reason, entry.rows, entry.examples) == (f'"{code or ""}" is no place', 2, ['column "area"'])


def test_a_table_of_nothing_that_is_a_place_is_empty() -> None:
    rows, report = placed("QQQ", None)
    assert rows == [] and left_out(report, "is no place") == 2


def test_names_in_any_usual_spelling_become_places() -> None:
    rows, report = placed("Côte d'Ivoire", "IVORY COAST", "Viet Nam (a)", "Swaziland", "Europe", names=True)
    assert [place for place, _ in rows] == ["CIV", "CIV", "VNM", "SWZ"]
    assert left_out(report, '"Europe" is no place') == 1


def test_a_remark_that_stands_already_is_kept() -> None:
    table = pl.DataFrame({"area": ["ROM", "MAR", "STL"], NOTE: ["rounded", "rounded", None]})
    done = place_codes(table, "area", file="x.csv", report=SourceReport("test"), special=SPECIAL)
    assert done[NOTE].to_list() == ["rounded; published under the former code ROM", "rounded", "stateless"]


def test_a_further_remark_stands_behind_the_first() -> None:
    table = pl.DataFrame({NOTE: ["a", None, "a", None], "more": ["b", "b", None, None]})
    assert table.select(add_note(pl.col("more")))[NOTE].to_list() == ["a; b", "b", "a", None]


def test_nothing_left_out_is_not_said() -> None:
    report = SourceReport("test")
    leave_out(report, "x.csv", "a total", 0)
    assert report.left_out == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("Central Mediterranean – sea", "CENTRAL_MEDITERRANEAN_SEA"), ("A.b-c", "A_B_C"), ("  x ", "X"), ("", "")],
)
def test_a_code_out_of_words(text: str, code: str) -> None:
    assert slug(text) == code


def test_years_are_plain_text() -> None:
    assert years(pl.DataFrame({"y": [" 1951", "2025"]}), "y", file=FILE)["y"].to_list() == ["1951", "2025"]


@pytest.mark.parametrize("text", ["951", "20200", "2020.0", "2020-21", "1849", "2100", "Syria", "", None])
def test_what_is_no_year_is_named_with_its_row(text: str | None) -> None:
    table = pl.DataFrame({"y": ["2020", text]}, schema={"y": pl.String})
    with pytest.raises(RowRefused, match=rf'x\.csv, row 3, column "y": "{text or ""}" is no year; four digits'):
        years(table, "y", file=FILE)
