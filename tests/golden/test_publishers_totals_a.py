"""Figures that the publishers print, found again in what our readers make of their files.

Stocks, population, flows, remittances, prices, indicators and distances. Each figure is the publisher's own, taken
from the file, its workbook of totals or its page; a test is skipped where the file is absent.
"""

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from passerelle.evidence.readers import (
    Reader,
    abel_cohen,
    apmig,
    geodist,
    rpw,
    undesa_stock,
    wb_migration,
    wb_remittances,
    wdi,
    wpp,
)
from passerelle.evidence.report import SourceReport
from tests.shared import shared

pytestmark = pytest.mark.shared
READERS = {
    module.READER.source: module.READER
    for module in (undesa_stock, wpp, abel_cohen, apmig, wb_remittances, wb_migration, rpw, wdi, geodist)
}
MILLION = 1e6


@cache
def compiled(source: str, folder: Path) -> tuple[pl.DataFrame, SourceReport]:
    reader: Reader = READERS[source]
    paths = sorted({path for pattern in reader.files for path in folder.rglob(pattern)}, key=lambda path: path.name)
    found = SourceReport(source)
    return reader.read(paths, found), found


def figures(source: str, **key: str) -> pl.DataFrame:
    table, _ = compiled(source, shared())
    return table.filter(*(pl.col(name) == value for name, value in key.items()))


def figure(source: str, indicator: str, origin: str, place: str, period: str, **key: str) -> float:
    found = figures(source, INDICATOR=indicator, COUNTERPART_AREA=origin, REF_AREA=place, TIME_PERIOD=period, **key)
    assert found.height == 1, found
    return float(found["OBS_VALUE"][0])


@pytest.mark.parametrize(
    ("vintage", "origin", "destination", "year", "persons"),
    [
        ("2020", "MEX", "USA", "2020", 10_853_105),
        ("2020", "SYR", "TUR", "2020", 3_792_505),
        ("2020", "BFA", "CIV", "2020", 1_376_350),
        ("2020", "MAR", "NLD", "2020", 174_914),
        ("2020", "IND", "ARE", "2020", 3_471_300),
        ("2017", "MEX", "USA", "2017", 12_683_066),
    ],
)
def test_stock_of_a_corridor(vintage: str, origin: str, destination: str, year: str, persons: int) -> None:
    key = {"VINTAGE": vintage, "SEX": "_T", "COMP_BREAKDOWN": "_Z"}
    assert figure("undesa_stock", "migrant_stock", origin, destination, year, **key) == persons


@pytest.mark.parametrize(
    ("vintage", "place", "year", "sex", "persons"),
    [
        ("2020", "W0", "2020", "_T", 280_598_105),
        ("2020", "W0", "2020", "M", 145_655_844),
        ("2020", "W0", "2020", "F", 134_942_261),
        ("2020", "W0", "1990", "_T", 152_986_157),
        ("2020", "KEN", "2015", "F", 563_977),
        ("2019", "W0", "2019", "_T", 271_642_105),
        ("2019", "W0", "1990", "_T", 153_011_473),
        ("2019", "USA", "2019", "_T", 50_661_149),
        ("2019", "USA", "2019", "F", 26_172_767),
        ("2017", "W0", "1990", "_T", 152_542_373),
        ("2017", "W0", "2017", "_T", 257_715_425),
    ],
)
def test_stock_of_all_origins(vintage: str, place: str, year: str, sex: str, persons: int) -> None:
    assert figure("undesa_stock", "migrant_stock_total", "_T", place, year, VINTAGE=vintage, SEX=sex) == persons


@pytest.mark.parametrize(
    ("vintage", "place", "year", "persons"),
    [("2019", "W0", "2019", 28_711_526), ("2019", "KEN", "2010", 430_871), ("2020", "BDI", "2020", 87_476)],
)
def test_refugees_in_the_stock(vintage: str, place: str, year: str, persons: int) -> None:
    assert figure("undesa_stock", "refugees_in_stock", "_T", place, year, VINTAGE=vintage) == persons


def test_all_origins_and_destinations_sum_to_the_world() -> None:
    stock = figures("undesa_stock", INDICATOR="migrant_stock", VINTAGE="2020", TIME_PERIOD="2020")
    sums = dict(stock.group_by("SEX").agg(pl.col("OBS_VALUE").sum()).iter_rows())
    assert sums == {"_T": 280_598_105, "F": 134_942_261, "M": 145_655_844}


def test_both_sexes_are_women_and_men_in_every_cell() -> None:
    stock = figures("undesa_stock", INDICATOR="migrant_stock", VINTAGE="2020")
    wide = stock.pivot("SEX", index=["COUNTERPART_AREA", "REF_AREA", "TIME_PERIOD"], values="OBS_VALUE")
    assert wide.height == 85_309
    assert (wide["F"] + wide["M"] == wide["_T"]).all()


def test_every_sum_over_origins_is_the_publishers_total() -> None:
    _, found = compiled("undesa_stock", shared())
    assert len(found.checks) == 10
    assert [check.name for check in found.checks if not check.passed] == []


def test_no_region_stands_among_the_places() -> None:
    totals = figures("undesa_stock", INDICATOR="migrant_stock_total", VINTAGE="2017", TIME_PERIOD="2017")
    assert totals.filter(pl.col("REF_AREA") != "W0").height == 232
    assert figure("undesa_stock", "migrant_stock_total", "_T", "FSM", "2017", VINTAGE="2017") == 2_785
    assert totals.filter(pl.col("REF_AREA") != "W0")["OBS_VALUE"].sum() == 257_715_425


@pytest.mark.parametrize(
    ("vintage", "code", "place", "period", "persons", "within"),
    [
        ("2019", "population_by_age", "W0", "2020", 7_794.8 * MILLION, 0.05 * MILLION),
        ("2024", "population", "MEX", "2023", 129_739_765, 0.5),
        ("2024", "births", "MEX", "2023", 2_037_689, 0.5),
        ("2024", "births", "W0", "2023", 132.1 * MILLION, 0.05 * MILLION),
        ("2024", "net_migration", "DEU", "2022", 981_552, 0.5),
        ("2019", "net_migration_period", "DEU", "2010-2015", 1.94 * MILLION, 0.005 * MILLION),
    ],
)
def test_population_prospects(vintage: str, code: str, place: str, period: str, persons: float, within: float) -> None:
    found = figure("wpp", code, "_Z", place, period, VINTAGE=vintage, SEX="_T", AGE="_T")
    assert found == pytest.approx(persons, abs=within)


def test_population_by_age_and_sex_sums_to_the_stock_workbooks_population() -> None:
    """Two publications of one edition: the sums over ages of the text files are the workbook's totals."""
    people = figures("wpp", INDICATOR="population_by_age", VINTAGE="2019", TIME_PERIOD="2020", AGE="_T")
    table = figures("undesa_stock", INDICATOR="population_mid_year", VINTAGE="2020", TIME_PERIOD="2020")
    both = people.join(table, on=["REF_AREA", "SEX"], suffix="_table")
    assert both.height > 590
    assert (both["OBS_VALUE"] - both["OBS_VALUE_table"]).abs().max() < 100


@pytest.mark.parametrize(
    ("code", "method", "origin", "destination", "period", "persons"),
    [
        ("migration_flow", "DA_PB_CLOSED", "MEX", "USA", "2005-2010", 2_911_347),
        ("migration_flow_type", "DA_PB_CLOSED.OUTWARD", "MEX", "USA", "2005-2010", 2_846_252),
        ("migration_flow_type", "DA_PB_CLOSED.RETURN", "MEX", "USA", "2005-2010", 63_866),
        ("migration_flow_type", "DA_PB_CLOSED.TRANSIT", "MEX", "USA", "2005-2010", 1_228),
        ("migration_flow", "DA_MIN_CLOSED", "SYR", "TUR", "2010-2015", 2_243_288),
    ],
)
def test_published_flows(code: str, method: str, origin: str, destination: str, period: str, persons: int) -> None:
    assert figure("abel_cohen", code, origin, destination, period, COMP_BREAKDOWN=method) == persons


@pytest.mark.parametrize(("period", "millions"), [("1990-1995", 72.7), ("2015-2020", 101.2)])
def test_flows_of_the_world(period: str, millions: float) -> None:
    key = {"TIME_PERIOD": period, "COMP_BREAKDOWN": "DA_PB_CLOSED"}
    pairs = figures("abel_cohen", INDICATOR="migration_flow", **key)["OBS_VALUE"].sum()
    assert pairs == pytest.approx(millions * MILLION, abs=0.05 * MILLION)
    totals = figures("abel_cohen", INDICATOR="migration_flow_total", **key)
    for side in ({"REF_AREA": "W0"}, {"COUNTERPART_AREA": "_T"}):
        assert totals.filter(**side)["OBS_VALUE"].sum() == pairs


def test_yearly_flows_have_their_interval() -> None:
    row = figures("apmig", COUNTERPART_AREA="AFG", REF_AREA="AUS", TIME_PERIOD="2000").row(0, named=True)
    assert (row["LOWER"], row["OBS_VALUE"], row["UPPER"]) == (108, 124, 139)


@pytest.mark.parametrize(("origin", "sender", "millions"), [("MEX", "USA", 30_019), ("IND", "ARE", 13_823)])
def test_bilateral_remittances(origin: str, sender: str, millions: float) -> None:
    found = figure("wb_remittances", "remittances_bilateral", origin, sender, "2017")
    assert found == pytest.approx(millions * MILLION, abs=0.5 * MILLION)


def test_remittances_of_the_world_and_what_the_publishers_edges_differ_by() -> None:
    table, found = compiled("wb_remittances", shared())
    assert table["OBS_VALUE"].sum() == pytest.approx(613_464 * MILLION, abs=0.5 * MILLION)
    told = {check.name.split(": ")[-1]: check for check in found.checks}
    assert told["sum of all cells"].expected == pytest.approx(613_465.84, abs=0.01)
    assert told["rows that do not sum to the publisher's total"].passed
    assert {name for name in told if name.endswith("(columns)")} == {"Israel (columns)", "Lebanon (columns)"}


def test_migrants_of_the_bilateral_matrix() -> None:
    table, found = compiled("wb_migration", shared())
    told = {check.name.split(": ")[-1]: check for check in found.checks}
    assert told["sum of all cells"].expected == 266_143_792
    assert all(check.passed for check in found.checks)
    assert "Vanuatu to itself has 3, left out" in found.remarks[0]
    assert set(table["COMP_BREAKDOWN"]) == {"_Z", "OTHER_NORTH", "OTHER_SOUTH"}


def test_price_of_sending_to_mexico() -> None:
    found = figure("rpw", "remittance_price_200", "MEX", "USA", "2020-Q3", VINTAGE="2020-12-07")
    assert found == pytest.approx(4.18, abs=0.005)
    corridors = figures("rpw").select("COUNTERPART_AREA", "REF_AREA").n_unique()
    assert corridors == 377


@pytest.mark.parametrize(
    ("code", "place", "year", "vintage", "value", "within"),
    [
        ("remittances_received", "MEX", "2023", "2024", 66.24e9, 0.005e9),
        ("remittances_paid", "USA", "2019", "2021-09-15", 71.6e9, 0.05e9),
        ("gdp_per_head", "MEX", "2023", "2025-07-01", 13_826, 1),
        ("unemployment_national", "ESP", "2023", "2025-07-01", 12.2, 0.05),
    ],
)
def test_development_indicators(code: str, place: str, year: str, vintage: str, value: float, within: float) -> None:
    assert figure("wdi", code, "_Z", place, year, VINTAGE=vintage) == pytest.approx(value, abs=within)


@pytest.mark.parametrize(
    ("code", "pair", "value"),
    [("distance_capitals_km", ("MEX", "USA"), 3037.9), ("contiguity", ("MEX", "USA"), 1),
     ("distance_capitals_km", ("FRA", "DZA"), 1340), ("colonial_tie", ("FRA", "DZA"), 1)],
)  # fmt: skip
def test_cepii(code: str, pair: tuple[str, str], value: float) -> None:
    assert figure("geodist", code, *pair, "2011") == pytest.approx(value, abs=1)


@pytest.mark.parametrize("source", sorted(READERS))
def test_no_source_leaves_a_place_unnamed(source: str) -> None:
    """Whatever is left out of the publishers' files is a sum, a zero or withheld: never an unknown name."""
    _, found = compiled(source, shared())
    reasons: list[Any] = [entry.reason for entry in found.left_out if "no place" in entry.reason]
    assert reasons == []
    assert found.rows_read > 0
