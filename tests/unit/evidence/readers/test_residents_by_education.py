"""Residents by education: persons out of shares and populations, in the layout of Barro and Lee."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import BARRO_LEE, is_sound, left_out, value, write_csv
from tests.makers_c import read

from passerelle.base.errors import RowRefused
from passerelle.evidence.report import SourceReport

GHANA = {"country": "Ghana", "year": 2010, "sex": "MF", "agefrom": 25, "ageto": 999, "lu": 30, "lp": 20, "ls": 40, "lh": 10,
         "pop": 9000, "WBcode": "GHA"}  # fmt: skip


def made(
    folder: Path, *rows: dict[str, Any], name: str = "BL2013_MF2599_v2.2.csv"
) -> tuple[pl.DataFrame, SourceReport]:
    lines = [[(GHANA | row).get(column, "") for column in BARRO_LEE] for row in rows]
    return read("residents_by_education", write_csv(folder / name, BARRO_LEE, lines))


def test_persons_are_population_times_share(tmp_path: Path) -> None:
    rows, _ = made(tmp_path, {})
    is_sound(rows, "residents_by_education")
    cell = {
        "INDICATOR": "residents_by_education",
        "REF_AREA": "GHA",
        "TIME_PERIOD": "2010",
        "SEX": "_T",
        "AGE": "Y_GE25",
    }
    persons = {level: value(rows, COMP_BREAKDOWN=f"ISCED_{level}", **cell) for level in ("LOW", "MEDIUM", "HIGH")}
    assert persons == {"LOW": 4_500_000, "MEDIUM": 3_600_000, "HIGH": 900_000}
    assert rows.select("OBS_STATUS", "UNIT_MEASURE", "VINTAGE").unique().rows() == [("E", "PS", "2.2")]


@pytest.mark.parametrize(("sex", "code"), [("MF", "_T"), ("F", "F"), ("M", "M"), ("Female", "F"), ("Total", "_T")])
def test_sexes(tmp_path: Path, sex: str, code: str) -> None:
    assert made(tmp_path, {"sex": sex})[0]["SEX"].unique().to_list() == [code]


@pytest.mark.parametrize(
    ("given", "reason"),
    [({"agefrom": 15}, "an age group other than 25 and over"), ({"ageto": 29}, "an age group other than 25 and over"),
     ({"agefrom": ""}, "an age group other than 25 and over"), ({"sex": "X"}, "sex is not one that is read"),
     ({"WBcode": "QQQ"}, '"QQQ" is no place')],
)  # fmt: skip
def test_other_ages_sexes_and_places_are_listed(tmp_path: Path, given: dict[str, Any], reason: str) -> None:
    rows, report = made(tmp_path, {}, given)
    assert rows.height == 3 and left_out(report, reason) == 1


@pytest.mark.parametrize(("code", "place"), [("ROM", "ROU"), ("ZAR", "COD"), ("SER", "SRB"), ("KSV", "XKX")])
def test_the_publishers_codes(tmp_path: Path, code: str, place: str) -> None:
    assert made(tmp_path, {"WBcode": code})[0]["REF_AREA"].unique().to_list() == [place]


@pytest.mark.parametrize(("tertiary", "sound"), [(10, True), (11.4, True), (8.6, True), (11.6, False), (0.1, False)])
def test_shares_make_a_hundred_but_for_rounding(tmp_path: Path, tertiary: float, sound: bool) -> None:
    if sound:
        assert made(tmp_path, {}, {"lh": tertiary, "year": 2005})[0].height == 6
        return
    with pytest.raises(RowRefused, match=rf"row 3: the shares of the levels make {90 + tertiary:g} %, not 100 %"):
        made(tmp_path, {}, {"lh": tertiary})


def test_shares_of_ages_that_are_not_read_are_not_held(tmp_path: Path) -> None:
    assert made(tmp_path, {}, {"agefrom": 15, "lh": 90})[0].height == 3


def test_a_missing_population_makes_no_persons(tmp_path: Path) -> None:
    assert made(tmp_path, {"pop": ""})[0].is_empty()


def test_without_an_edition_in_its_name_the_newest_year_is_the_vintage(tmp_path: Path) -> None:
    rows, _ = made(tmp_path, {}, {"year": 2015}, name="barro_lee_mf.csv")
    assert rows["VINTAGE"].unique().to_list() == ["2015"]
