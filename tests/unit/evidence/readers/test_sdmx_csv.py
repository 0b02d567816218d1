"""SDMX-CSV as statistical offices write it: codes, labels or both; dataflow, edition, flags."""

from pathlib import Path

import pytest
from tests.makers_b import eurostat_both, eurostat_codes, write_csv

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.readers._sdmx_csv import columns_of, dataflow_of, flagged, read_sdmx, status

DIMS = ("citizen", "geo")
ROWS = (("FOR", "DE", "2023", 65.8, ""), ("NAT", "EL", "2023-07", ":", "bu"))


def test_codes_labels_and_both_are_read_alike(tmp_path: Path) -> None:
    one = read_sdmx(eurostat_codes(tmp_path / "a.csv", "LFSA_ERGAN", DIMS, ROWS), DIMS)
    two = read_sdmx(eurostat_both(tmp_path / "b.csv", "LFSA_ERGAN", DIMS, ROWS), DIMS)
    assert one.dataflow == two.dataflow == "LFSA_ERGAN"
    assert one.rows.drop("FILE").equals(two.rows.drop("FILE"))
    assert set(two.rows["FILE"]) == {"b.csv"} and two.rows["FILE_ROW"].to_list() == [2, 3]
    assert one.rows["OBS_VALUE"].to_list() == [65.8, None]
    assert (one.updated, two.updated) == ("2025-03-03", "")


def test_a_title_behind_a_colon_is_passed_over(tmp_path: Path) -> None:
    header = [
        "STRUCTURE_ID",
        "geo: Geopolitical entity",
        "TIME_PERIOD: Time",
        "OBS_VALUE: Observation",
        "OBS_FLAG: Flag",
    ]
    path = write_csv(tmp_path / "x.csv", header, [["ESTAT:TPS00170(1.0)", " DE ", 2023, 5, "p"]])
    assert columns_of(path) == ["STRUCTURE_ID", "geo", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"]
    assert read_sdmx(path, ("geo",)).rows.row(0) == ("DE", "2023", 5.0, "p", "x.csv", 2)


@pytest.mark.parametrize(
    ("named", "dataflow"),
    [("ESTAT:LFSA_ERGAN(1.0)", "LFSA_ERGAN"), ("ESTAT:ILC_DI15$DEFAULTVIEW(1.0)", "ILC_DI15"), ("lfsa_ergan", "LFSA_ERGAN"),
     ("OECD.ELS.HD:DSD_HEALTH_WFMI@DF_HEALTH_WFMI(1.0)", "DSD_HEALTH_WFMI"), ("", None), ("-", None)],
)  # fmt: skip
@pytest.mark.parametrize("column", ["DATAFLOW", "STRUCTURE_ID"])
def test_the_dataflow_is_the_tables_own_code(tmp_path: Path, column: str, named: str, dataflow: str | None) -> None:
    path = write_csv(tmp_path / "x.csv", (column, "geo", "TIME_PERIOD", "OBS_VALUE"), [(named, "DE", 2023, 1)])
    assert dataflow_of(path) == dataflow
    if dataflow is None:
        with pytest.raises(SourceUnreadable, match=r"x\.csv, row 2: names no dataflow in its first column"):
            read_sdmx(path, ("geo",))


def test_a_table_that_is_no_sdmx_has_no_dataflow(tmp_path: Path) -> None:
    assert dataflow_of(write_csv(tmp_path / "x.csv", ("geo", "value"), [("DE", 1)])) is None
    with pytest.raises(SourceUnreadable, match="a header and not one row"):
        dataflow_of(write_csv(tmp_path / "y.csv", ("DATAFLOW", "geo"), []))


@pytest.mark.parametrize(
    ("days", "updated"),
    [(("03/03/25 11:00:00", "21/12/24 23:00:00"), "2025-03-03"), (("2025-03-21T23:00:00+0100", ""), "2025-03-21"),
     (("", ""), ""), (("yesterday", ""), "")],
)  # fmt: skip
def test_the_last_update_is_the_newest_named(tmp_path: Path, days: tuple[str, str], updated: str) -> None:
    header = ("DATAFLOW", "LAST UPDATE", "TIME_PERIOD", "OBS_VALUE")
    path = write_csv(tmp_path / "x.csv", header, [("ESTAT:A(1.0)", day, 2023, 1) for day in days])
    assert read_sdmx(path, ()).updated == updated


@pytest.mark.parametrize(
    ("flags", "code", "said"),
    [
        (None, "A", None), ("", "A", None), ("b", "B", None), ("e", "E", None), ("s", "E", None), ("p", "P", None),
        ("f", "F", None), ("i", "I", None), ("d", "D", None), ("u", "U", None), ("B", "B", None),
        ("bu", "U", "low reliability; break in the series"), ("n", "U", "not significant"), ("r", "A", "revised"),
        ("pe", "E", "estimate; provisional"), ("z", "A", "not applicable"), ("x", "A", None),
    ],
)  # fmt: skip
def test_the_graver_of_two_flags_is_the_status_and_both_are_said(
    flags: str | None, code: str, said: str | None
) -> None:
    assert status(flags) == (code, said)


def test_flags_of_oecd_stand_in_another_column(tmp_path: Path) -> None:
    header = ("STRUCTURE_ID", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS")
    path = write_csv(tmp_path / "x.csv", header, [("OECD:DF(1.0)", 2022, 7, "E"), ("OECD:DF(1.0)", 2023, 8, "A")])
    rows = flagged(read_sdmx(path, ()).rows)
    assert rows.select("OBS_STATUS", "COMMENT_OBS").rows() == [("E", None), ("A", None)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("FOR", "DE", "2023", -1, ""), r'x\.csv, row 3, column "OBS_VALUE": -1 is below 0'),
        (("FOR", "DE", "2023", "65,8", ""), r'row 3, column "OBS_VALUE": "65,8" is written with a decimal comma'),
        (("FOR", "DE", "last year", 1, ""), r'row 3, column "TIME_PERIOD": "last year" is no period, such as 2020'),
        (("FOR", "DE", "", 1, ""), r'row 3, column "TIME_PERIOD": "" is no period'),
    ],
)
def test_what_cannot_be_believed_is_named_with_row_and_column(
    tmp_path: Path, row: tuple[object, ...], message: str
) -> None:
    with pytest.raises(RowRefused, match=message):
        read_sdmx(eurostat_codes(tmp_path / "x.csv", "LFSA_ERGAN", DIMS, [ROWS[0], row]), DIMS)


@pytest.mark.parametrize("period", ["1995", "2024-Q1", "2022-07", "2020-2021", "2025-01-31"])
def test_every_kind_of_period_is_one(tmp_path: Path, period: str) -> None:
    path = eurostat_codes(tmp_path / "x.csv", "LFSA_ERGAN", DIMS, [("FOR", "DE", period, 1, "")])
    assert read_sdmx(path, DIMS).rows["TIME_PERIOD"].to_list() == [period]
