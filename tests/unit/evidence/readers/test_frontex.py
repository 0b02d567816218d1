"""Frontex: routes, kinds of border, and the codes that are no country."""

from pathlib import Path

import polars as pl
import pytest
from tests.makers_b import is_sound, left_out, of, value, write_csv

from passerelle.evidence.readers.frontex import FILE, READER, route_code
from passerelle.evidence.report import SourceReport

HEADER = ("route", "type", "nationality", "month", "detections")
CENTRAL = "Central Mediterranean Route"


def _read(folder: Path, *rows: tuple[object, ...]) -> tuple[pl.DataFrame, SourceReport]:
    report = SourceReport("frontex")
    return READER.read([write_csv(folder / FILE, HEADER, rows)], report), report


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (CENTRAL, "CENTRAL_MEDITERRANEAN"),
        ("Asia Pacific routes", "ASIA_PACIFIC"),
        ("Circular Route from Albania to Greece", "CIRCULAR_ROUTE_FROM_ALBANIA_TO_GREECE"),
        ("Other", "OTHER"),
    ],
)
def test_routes_have_codes(name: str, code: str) -> None:
    assert route_code(name) == code


def test_land_and_sea_stay_apart(tmp_path: Path) -> None:
    rows, report = _read(tmp_path, (CENTRAL, "Sea", "BGD", "2015-09", 41), (CENTRAL, "Land", "BGD", "2015-09", 2))
    is_sound(rows, "frontex")
    assert value(rows, COMP_BREAKDOWN="CENTRAL_MEDITERRANEAN.SEA", COUNTERPART_AREA="BGD") == 41
    assert set(rows["REF_AREA"]) == {"_X"}
    assert set(rows["UNIT_MEASURE"]) == {"CROSSINGS"}
    assert report.checks[0].passed


def test_two_codes_for_other_meet_and_the_part_is_told(tmp_path: Path) -> None:
    rows, _ = _read(tmp_path, (CENTRAL, "Sea", "OOO", "2015-09", 10), (CENTRAL, "Sea", "OOS", "2015-09", 7))
    other = of(rows, COUNTERPART_AREA="_O")
    assert other["OBS_VALUE"].to_list() == [17]
    assert other["COMMENT_OBS"][0].startswith("of which 7 sub-Saharan")


def test_stateless_is_not_other(tmp_path: Path) -> None:
    rows, _ = _read(tmp_path, (CENTRAL, "Sea", "OOO", "2015-09", 10), (CENTRAL, "Sea", "STL", "2015-09", 3))
    assert of(rows, COUNTERPART_AREA="_X")["COMMENT_OBS"].to_list() == ["stateless"]


def test_an_unknown_code_is_listed_and_fails_the_sum(tmp_path: Path) -> None:
    rows, report = _read(tmp_path, (CENTRAL, "Sea", "QQQ", "2015-09", 10), (CENTRAL, "Sea", "SYR", "2015-09", 3))
    assert rows.height == 1
    assert left_out(report, '"QQQ" is no place') == 1
    assert report.checks[0].passed is False
