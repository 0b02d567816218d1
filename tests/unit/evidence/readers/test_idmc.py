"""IDMC: people displaced within their country; the world's total until countries are told apart."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import is_sound, left_out, value, write_csv
from tests.makers_c import read
from tests.shared import shared

from passerelle.base.errors import RowRefused
from passerelle.evidence.report import SourceReport


def made(folder: Path, *rows: tuple[Any, ...]) -> tuple[pl.DataFrame, SourceReport]:
    return read("idmc", write_csv(folder / "idmc_idps_x.csv", ("year", "coo_iso", "coa_iso", "total"), rows))


def test_a_country_is_its_own_and_has_no_origin(tmp_path: Path) -> None:
    rows, _ = made(tmp_path, (2023, "SDN", "SDN", 9000))
    is_sound(rows, "idmc")
    assert value(rows, COUNTERPART_AREA="_Z", REF_AREA="SDN", UNIT_MEASURE="PS", INDICATOR="idps_conflict") == 9000


@pytest.mark.parametrize(("year", "area"), [(1990, "W0"), (2008, "W0"), (2009, "_X"), (2022, "_X")])
def test_an_unknown_country_is_the_world_only_in_the_years_of_the_world(tmp_path: Path, year: int, area: str) -> None:
    rows, _ = made(tmp_path, (year, "UNK", "UNK", 8))
    assert rows.select("REF_AREA", "COMP_BREAKDOWN").rows() == [(area, "_Z" if area == "W0" else "UNK")]
    assert rows["COMMENT_OBS"][0].startswith("the world's total" if area == "W0" else "country unknown")


def test_two_codes_that_are_no_place_stay_apart(tmp_path: Path) -> None:
    rows, report = made(tmp_path, (2022, "UNK", "UNK", 8), (2022, "AB9", "AB9", 70), (2022, "QQQ", "QQQ", 1))
    is_sound(rows, "idmc")
    assert dict(rows.select("COMP_BREAKDOWN", "OBS_VALUE").rows()) == {"UNK": 8, "AB9": 70}
    assert left_out(report, '"QQQ" is no place') == 1


@pytest.mark.parametrize(("origin", "asylum"), [("SDN", "TCD"), ("SDN", ""), ("", "SDN")])
def test_a_row_across_a_border_is_refused(tmp_path: Path, origin: str, asylum: str) -> None:
    with pytest.raises(
        RowRefused, match=rf'row 3, column "coa_iso": "{origin}" and "{asylum}" differ; people displaced'
    ):
        made(tmp_path, (2023, "SDN", "SDN", 9000), (2023, origin, asylum, 5))


@pytest.mark.shared
def test_the_publishers_table_is_placed_whole() -> None:
    rows, report = read("idmc", shared("unhcr/idmc_idps_1990_2025.csv"))
    assert not report.left_out and rows.height == report.rows_read
