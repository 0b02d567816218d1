"""Doctors and nurses trained abroad: OECD's columns by whichever name, stocks alone, sums listed."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import WFMI, is_sound, left_out, value, write_csv
from tests.makers_c import read

from passerelle.base.errors import SourceUnreadable
from passerelle.evidence.readers.health_workers_abroad import ORIGIN_COLUMNS, profession_of
from passerelle.evidence.report import SourceReport

GHANA = {"STRUCTURE": "DATAFLOW", "STRUCTURE_ID": "OECD.ELS.HD:DSD_HEALTH_WFMI@DF_HEALTH_WFMI(1.0)", "REF_AREA": "GBR",
         "MEASURE": "FTPHYS", "UNIT_MEASURE": "PS", "ORIGIN": "GHA", "TIME_PERIOD": 2022, "OBS_VALUE": 700, "OBS_STATUS": "A"}  # fmt: skip


def made(folder: Path, *rows: dict[str, Any], header: tuple[str, ...] = WFMI) -> tuple[pl.DataFrame, SourceReport]:
    lines = [[(GHANA | row).get(name, "") for name in header] for row in rows]
    return read("health_workers_abroad", write_csv(folder / "OECD_DSD_HEALTH_WFMI.csv", header, lines))


def test_persons_by_place_of_training_place_of_work_and_profession(tmp_path: Path) -> None:
    rows, report = made(tmp_path, {}, {"MEASURE": "FTNURS", "OBS_VALUE": 9000, "OBS_STATUS": "E"})
    is_sound(rows, "health_workers_abroad")
    cell = {
        "COUNTERPART_AREA": "GHA",
        "REF_AREA": "GBR",
        "TIME_PERIOD": "2022",
        "UNIT_MEASURE": "PS",
        "VINTAGE": "2022",
    }
    assert value(rows, COMP_BREAKDOWN="DOCTORS", OBS_STATUS="A", **cell) == 700
    assert value(rows, COMP_BREAKDOWN="NURSES", OBS_STATUS="E", **cell) == 9000
    assert not report.left_out


@pytest.mark.parametrize("name", ORIGIN_COLUMNS)
def test_the_country_of_training_by_each_of_its_names(tmp_path: Path, name: str) -> None:
    header = tuple(name if column == "ORIGIN" else column for column in WFMI)
    assert made(tmp_path, {name: "GHA"}, header=header)[0]["COUNTERPART_AREA"].to_list() == ["GHA"]


def test_another_name_for_it_is_refused_with_those_expected(tmp_path: Path) -> None:
    header = tuple("BIRTH" if column == "ORIGIN" else column for column in WFMI)
    with pytest.raises(
        SourceUnreadable, match="no column on the country of training; expected one of ORIGIN, COUNTERPART_AREA"
    ):
        made(tmp_path, {"BIRTH": "GHA"}, header=header)


def test_a_release_without_units_counts_persons(tmp_path: Path) -> None:
    header = tuple(column for column in WFMI if column != "UNIT_MEASURE")
    assert made(tmp_path, {}, header=header)[0]["UNIT_MEASURE"].to_list() == ["PS"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"ORIGIN": "W"}, "a sum over countries of training"), ({"ORIGIN": "_T"}, "a sum over countries of training"),
        ({"ORIGIN": "QQQ"}, '"QQQ" is no place'), ({"ORIGIN": ""}, '"" is no place'), ({"REF_AREA": "OECD"}, '"OECD" is no place'),
        ({"MEASURE": "FTPHYS_FLOW"}, "not a stock of foreign-trained doctors or nurses"),
        ({"MEASURE": "DENTISTS"}, "not a stock of foreign-trained doctors or nurses"),
        ({"UNIT_MEASURE": "PT_POP"}, "in another unit than persons"),
    ],
)  # fmt: skip
def test_sums_flows_shares_and_others_are_listed(tmp_path: Path, given: dict[str, str], reason: str) -> None:
    rows, report = made(tmp_path, {}, given)
    assert rows.height == 1 and left_out(report, reason) == 1


@pytest.mark.parametrize(("code", "origin"), [("_U", "_U"), ("UNK", "_U"), ("OTH", "_O"), ("NAM", "NAM")])
def test_unknown_and_other_countries_are_no_place(tmp_path: Path, code: str, origin: str) -> None:
    assert made(tmp_path, {"ORIGIN": code})[0]["COUNTERPART_AREA"].to_list() == [origin]


@pytest.mark.parametrize(
    ("measure", "profession"),
    [("FTPHYS", "DOCTORS"), ("FT_DOCTORS_STOCK", "DOCTORS"), ("FTNURS", "NURSES"), ("NURSES_INFLOW", None),
     ("SHARE_FTPHYS", None), ("DOMESTIC_PHYS", None), ("NATIVE_NURS", None), ("", None)],
)  # fmt: skip
def test_measures(measure: str, profession: str | None) -> None:
    assert profession_of(measure) == profession
