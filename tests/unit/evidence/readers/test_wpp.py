"""World Population Prospects: both editions, from small files in their layouts."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers import csv_file, report, said

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.readers import wpp

PERIODS = ("2010-2015", "2015-2020")
ANNUAL = (
    "country_code",
    "iso3",
    "name",
    "year",
    "pop_midyear",
    "births_th",
    "deaths_th",
    "netmig_th",
    "popchange_th",
)


def wide(path: Path, rows: list[tuple[Any, ...]], columns: tuple[str, ...] = (*PERIODS, "2020-2025")) -> Path:
    leading = ("country_code", "name") + (("age",) if "mx" in path.name or "pop" in path.name else ())
    return csv_file(path, (*leading, *columns), rows, delimiter="\t")


def value(table: pl.DataFrame, **key: str) -> float:
    found = table.filter(*(pl.col(name) == text for name, text in key.items()))
    assert found.height == 1, found
    return float(found["OBS_VALUE"][0])


def test_projections_and_regions_are_not_kept(tmp_path: Path) -> None:
    path = wide(tmp_path / "wpp2019_tfr.txt", [
        (900, "World", 2.5, 2.4, 2.3), (947, "Sub-Saharan Africa", 5, 4.7, 4.4), (504, "Morocco", 2.6, 2.4, 2.3),
        (899, "Atlantis", 1, 1, 1),
    ])  # fmt: skip
    found = report()
    table = wpp.read([path], found)
    assert sorted(table["REF_AREA"].unique()) == ["MAR", "W0"]
    assert sorted(table["TIME_PERIOD"].unique()) == list(PERIODS)
    assert value(table, REF_AREA="MAR", TIME_PERIOD="2015-2020") == 2.4
    assert table["UNIT_MEASURE"].unique().to_list() == ["CHILDREN"]
    assert "Sub-Saharan Africa (947)" in said(found) and "Atlantis (899)" in said(found)


def test_ages_of_death_rates(tmp_path: Path) -> None:
    path = wide(tmp_path / "wpp2019_mxF.txt", [(504, "Morocco", age, 0.1, 0.2, 0.3) for age in (0, 1, 5, 95, 100)])
    table = wpp.read([path], report())
    assert set(table["AGE"]) == {"Y0", "Y1T4", "Y5T9", "Y95T99", "Y_GE100"}
    assert table["SEX"].unique().to_list() == ["F"]


def test_population_is_added_over_sexes_and_ages(tmp_path: Path) -> None:
    years = ("2015", "2020")
    women = wide(tmp_path / wpp.WOMEN, [(504, "Morocco", "0-4", 1.5, 2), (504, "Morocco", "100+", 1, 0.0)], years)
    men = wide(tmp_path / wpp.MEN, [(504, "Morocco", "0-4", 1, 3), (504, "Morocco", "100+", 0, 0.001)], years)
    table = wpp.read([women, men], report())
    at = {"TIME_PERIOD": "2020"}
    assert value(table, SEX="F", AGE="Y0T4", **at) == 2000
    assert value(table, SEX="_T", AGE="Y0T4", **at) == 5000
    assert value(table, SEX="M", AGE="_T", **at) == 3001
    assert value(table, SEX="_T", AGE="_T", **at) == 5001
    assert value(table, SEX="_T", AGE="_T", TIME_PERIOD="2015") == 3500


def test_population_of_one_sex_alone_is_not_read(tmp_path: Path) -> None:
    found = report()
    table = wpp.read([wide(tmp_path / wpp.WOMEN, [(504, "Morocco", "0-4", 1)], ("2020",))], found)
    assert table.is_empty()
    assert "needs both" in said(found)


@pytest.mark.parametrize(("women", "passed"), [(3_864_824.776, True), (3_864_924.776, False)])
def test_the_worlds_population_is_checked(tmp_path: Path, women: float, passed: bool) -> None:
    paths = [
        wide(tmp_path / wpp.WOMEN, [(900, "World", "0-4", women)], ("2020",)),
        wide(tmp_path / wpp.MEN, [(900, "World", "0-4", 3_929_973.953)], ("2020",)),
    ]
    found = report()
    wpp.read(paths, found)
    assert [check.passed for check in found.checks] == [passed]


def test_net_migration_may_be_negative_and_a_death_rate_not(tmp_path: Path) -> None:
    table = wpp.read([wide(tmp_path / "wpp2019_migration.txt", [(504, "Morocco", -12.5, -7, 1)])], report())
    assert value(table, TIME_PERIOD="2010-2015") == -12500
    path = wide(tmp_path / "wpp2019_mxM.txt", [(504, "Morocco", 0, -0.1, 0.2, 0.3)])
    with pytest.raises(RowRefused, match=r'wpp2019_mxM\.txt, row 2, column "2010-2015": -0\.1 is below 0'):
        wpp.read([path], report())


def test_annual_events_of_2024(tmp_path: Path) -> None:
    path = csv_file(tmp_path / wpp.ANNUAL_2024, ANNUAL, [
        (900, "", "World", 2023, "", 132110.264, 61651.608, 0.0, 70458.732),
        (516, "NAM", "Namibia", 2023, 2963095, 77.9, 20.1, -3.4, 54.4),
        (903, "", "Africa", 2023, "", 1, 1, 1, 1),
    ])  # fmt: skip
    found = report()
    table = wpp.read([path], found)
    at = {"REF_AREA": "NAM", "TIME_PERIOD": "2023"}
    assert value(table, INDICATOR="population", **at) == 2963095
    assert value(table, INDICATOR="births", **at) == 77900
    assert value(table, INDICATOR="net_migration", **at) == -3400
    assert table.filter(pl.col("REF_AREA") == "W0", pl.col("INDICATOR") == "population").is_empty()
    assert table["VINTAGE"].unique().to_list() == ["2024"]
    told = {check.name: check.found for check in found.checks}
    assert told["edition 2024: net migration of all countries 2023"] == -3400


def test_negative_births_are_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path / wpp.ANNUAL_2024, ANNUAL, [(516, "NAM", "Namibia", 2023, 1, -1, 1, 1, 1)])
    with pytest.raises(RowRefused, match='column "births_th"'):
        wpp.read([path], report())


def test_a_file_without_the_last_past_period_is_refused(tmp_path: Path) -> None:
    path = wide(tmp_path / "wpp2019_tfr.txt", [(504, "Morocco", 2.6)], ("2010-2015",))
    with pytest.raises(SourceUnreadable, match='column "2015-2020" is missing'):
        wpp.read([path], report())
