"""Published flow estimates: Abel and Cohen, and the Asia-Pacific model."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers import csv_file, report, said

from passerelle.base.errors import RowRefused
from passerelle.evidence.readers import abel_cohen, apmig

FLOW_HEADER = ("year0", "orig", "dest", *abel_cohen.METHODS)
TYPE_HEADER = ("year0", "orig", "dest", "type", *abel_cohen.ACCOUNTING)


def flows(folder: Path, *rows: tuple[Any, ...]) -> Path:
    return csv_file(folder / abel_cohen.FLOWS, FLOW_HEADER, rows)


def types(folder: Path, *rows: tuple[Any, ...]) -> Path:
    return csv_file(folder / abel_cohen.TYPES, TYPE_HEADER, rows)


def of(table: pl.DataFrame, code: str) -> pl.DataFrame:
    return table.filter(pl.col("INDICATOR") == code)


def test_six_methods_beside_one_another(tmp_path: Path) -> None:
    table = of(abel_cohen.read([flows(tmp_path, (2005, "MEX", "USA", 1, 2, 3, 4, 5, 6))], report()), "migration_flow")
    assert dict(table.select("COMP_BREAKDOWN", "OBS_VALUE").iter_rows()) == {
        "SD_DROP_NEG": 1, "SD_REV_NEG": 2, "MIG_RATE": 3, "DA_MIN_OPEN": 4, "DA_MIN_CLOSED": 5, "DA_PB_CLOSED": 6,
    }  # fmt: skip
    row = table.row(0, named=True)
    assert (row["COUNTERPART_AREA"], row["REF_AREA"], row["TIME_PERIOD"]) == ("MEX", "USA", "2005-2010")
    assert (row["OBS_STATUS"], row["VINTAGE"]) == ("E", "2022")


def test_a_zero_is_no_row_but_a_query_can_tell_it_from_the_unknown(tmp_path: Path) -> None:
    found = report()
    path = flows(tmp_path, (2005, "MEX", "USA", 0, 2, 3, 4, 5, 6), (2005, "USA", "CAN", 9, 9, 9, 9, 9, 9))
    table = abel_cohen.read([path], found)
    pairs = of(table, "migration_flow")
    assert pairs.filter(COUNTERPART_AREA="MEX", COMP_BREAKDOWN="SD_DROP_NEG").is_empty()
    assert "zero by this method" in said(found)
    totals = of(table, "migration_flow_total").filter(COMP_BREAKDOWN="SD_DROP_NEG")
    left = dict(totals.filter(REF_AREA="W0").select("COUNTERPART_AREA", "OBS_VALUE").iter_rows())
    came = dict(totals.filter(COUNTERPART_AREA="_T").select("REF_AREA", "OBS_VALUE").iter_rows())
    assert left == {"MEX": 0, "USA": 9, "CAN": 0}  # covered places, also those that no one left
    assert came == {"MEX": 0, "USA": 0, "CAN": 9}
    assert "ESP" not in left  # not in the table: not known


def test_former_codes_are_mapped_and_said(tmp_path: Path) -> None:
    path = flows(tmp_path, (1990, "SUD", "CHI", 1, 1, 1, 1, 1, 1))
    row = of(abel_cohen.read([path], report()), "migration_flow").row(0, named=True)
    # CHI are no Channel Islands here but Chile, whose own code the table does not know
    assert (row["COUNTERPART_AREA"], row["REF_AREA"]) == ("SDN", "CHL")
    assert "Sudan before" in row["COMMENT_OBS"]


def test_types_of_move_sum_to_the_flow(tmp_path: Path) -> None:
    whole = flows(tmp_path, (2005, "MEX", "USA", 1, 1, 1, 10, 10, 10))
    parts = types(
        tmp_path, (2005, "MEX", "USA", "outward", 7, 7, 4), (2005, "MEX", "USA", "return", 3, 2, 0),
        (2005, "MEX", "USA", "transit", 0, 1, 1), (2005, "MEX", "USA", "holiday", 1, 1, 1),
    )  # fmt: skip
    found = report()
    table = of(abel_cohen.read([whole, parts], found), "migration_flow_type")
    moves = table.filter(pl.col("COMP_BREAKDOWN").str.starts_with("DA_PB"))
    kinds = dict(moves.select("COMP_BREAKDOWN", "OBS_VALUE").iter_rows())
    assert kinds == {"DA_PB_CLOSED.OUTWARD": 4, "DA_PB_CLOSED.TRANSIT": 1}
    check = found.checks[0]
    assert (check.found, check.passed) == (1, False)  # 4 + 0 + 1 is not 10
    assert ("MEX → USA 2005-2010 da_pb_closed: sum of moves", 10, 5) in [
        (c.name, c.expected, c.found) for c in found.checks
    ]
    assert '"holiday"' in said(found)


@pytest.mark.parametrize(("cell", "message"), [("-1", "below 0"), ("1.5", "whole number"), ("x", "not a number")])
def test_bad_flows_are_refused(tmp_path: Path, cell: str, message: str) -> None:
    with pytest.raises(RowRefused, match=rf'row 2, column "mig_rate".*{message}'):
        abel_cohen.read([flows(tmp_path, (2005, "MEX", "USA", 1, 1, cell, 1, 1, 1))], report())


def apmig_file(folder: Path, *rows: tuple[Any, ...]) -> Path:
    return csv_file(folder / apmig.FILE, ("year", "o_name", "d_name", "q50", "q10", "q90"), rows)


def test_intervals_stand_beside_the_median(tmp_path: Path) -> None:
    row = apmig.read([apmig_file(tmp_path, (2000, "AFG", "AUS", 124, 108, 139))], report()).row(0, named=True)
    assert (row["OBS_VALUE"], row["LOWER"], row["UPPER"]) == (124, 108, 139)
    assert (row["COUNTERPART_AREA"], row["REF_AREA"], row["TIME_PERIOD"]) == ("AFG", "AUS", "2000")


def test_regions_never_become_places(tmp_path: Path) -> None:
    found = report()
    table = apmig.read([apmig_file(
        tmp_path, (2000, "EUR", "AUS", 5, 4, 6), (2000, "AUS", "ROA", 5, 4, 6), (2000, "EUR", "AFR", 9, 8, 10),
        (2000, "AUS", "AUS", 0, 0, 0), (2000, "QQQ", "AUS", 1, 1, 1),
    )], found)  # fmt: skip
    assert table.select("COUNTERPART_AREA", "REF_AREA", "COMP_BREAKDOWN").rows() == [
        ("_X", "AUS", "FROM_EUR"), ("AUS", "_X", "TO_ROA"),
    ]  # fmt: skip
    told = said(found)
    assert "from region to region" in told and "the same place" in told and '"QQQ"' in told


@pytest.mark.parametrize(("low", "passed"), [(4, True), (6, False)])
def test_a_median_outside_its_interval_is_counted(tmp_path: Path, low: int, passed: bool) -> None:
    found = report()
    apmig.read([apmig_file(tmp_path, (2000, "AFG", "AUS", 5, low, 7))], found)
    assert found.checks[0].passed is passed
