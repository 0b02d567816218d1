"""Eurostat: every table that is read, its codes and labels, sums of countries, totals, and the cleaned tables."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import eurostat_both, eurostat_codes, is_sound, left_out, of, value, write_csv
from tests.makers_c import read
from tests.shared import shared

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.readers import _eurostat_codes as codes
from passerelle.evidence.readers._eurostat_cleaned import ASYLUM, PERMITS, SUMMED
from passerelle.evidence.readers._eurostat_tables import TABLES
from passerelle.evidence.report import SourceReport

# the codes and the labels that a table may hold, and what they become
USUAL = {
    "geo": ("DE", "Germany"), "unit": ("PC", "Percentage"), "sex": ("T", "Total"),
    "age": ("Y15-64", "From 15 to 64 years"), "citizen": ("FOR", "Foreign country"), "c_birth": ("FOR", "Foreign country"), "tenure": ("OWN", "Owner"), "isced11": ("ED5-8", "ED5-8"),
    "indic_il": ("MED_E", "Median equivalised net income"), "asyl_app": ("ASY_APP", "Asylum applicant"),
    "reason": ("TOTAL", "Total"), "duration": ("TOTAL", "Total"), "border": ("TOTAL", "Total"),
    "apprehen": ("TOTAL", "Total"), "c_dest": ("TOTAL", "Total"), "nace_r2": ("B-S", "B-S"),
    "indic_em": ("JOBRATE", "Job vacancy rate"), "sizeclas": ("TOTAL", "Total"),
    "s_adj": ("NSA", "Unadjusted data (i.e. neither seasonally adjusted nor calendar adjusted data)"),
}  # fmt: skip
EXPECTED = {
    "LFSA_ERGAN": ("employment_rate", "PC", "CITIZEN_FOR"), "LFSA_URGAN": ("unemployment_rate", "PC", "CITIZEN_FOR"),
    "LFSA_ARGAN": ("activity_rate", "PC", "CITIZEN_FOR"), "LFSA_EGAN": ("employed", "THS_PS", "CITIZEN_FOR"),
    "LFSA_ERGACOB": ("employment_rate", "PC", "BORN_FOR"), "LFSA_URGACOB": ("unemployment_rate", "PC", "BORN_FOR"),
    "LFSA_ARGACOB": ("activity_rate", "PC", "BORN_FOR"), "LFSA_EOQGAN": ("overqualification_rate", "PC", "CITIZEN_FOR"),
    "ILC_LI31": ("poverty_risk", "PC", "CITIZEN_FOR"), "ILC_LI32": ("poverty_risk", "PC", "BORN_FOR"),
    "ILC_LVPS15": ("home_ownership", "PC", "CITIZEN_FOR"), "LFSA_UGAN": ("unemployed", "THS_PS", "CITIZEN_FOR"),
    "EDAT_LFS_9911": ("education_share", "PC", "CITIZEN_FOR.ED5-8"), "ILC_DI15": ("income_median", "EUR", "CITIZEN_FOR"),
    "DEMO_POPPCCTZ": ("population_share_by_citizenship", "PC", "CITIZEN_FOR"),
    "MIGR_ASYAPPCTZA": ("asylum_applicants", "PS", "_Z"), "TPS00170": ("first_permits", "PS", "REASON_TOTAL"),
    "MIGR_RESFIRST": ("first_permits", "PS", "REASON_TOTAL"), "MIGR_RESVALID": ("valid_permits", "PS", "REASON_TOTAL"),
    "MIGR_ASYTPSM": ("temporary_protection", "PS", "_Z"), "MIGR_EIRFS": ("refused_entry", "PS", "TOTAL.TOTAL"),
    "MIGR_EIPRE": ("found_irregularly_present", "PS", "TOTAL.TOTAL"), "MIGR_EIORD1": ("return_orders", "PS", "_Z"),
    "MIGR_EIRTN1": ("returns", "PS", "_Z"), "JVS_Q_NACE2": ("vacancy_rate", "PC", "B_S"),
}  # fmt: skip
UNITS = {"PC": ("PC", "Percentage"), "PS": ("PER", "Person"), "THS_PS": ("THS_PER", "Thousand persons"),
         "EUR": ("EUR", "Euro")}  # fmt: skip


def cells(dataflow: str, labels: bool = False, **given: str) -> list[str]:
    """One row's dimensions, usual ones where nothing else is given."""
    table = TABLES[dataflow]
    told = {name: pair[labels] for name, pair in USUAL.items()}
    told["unit"] = UNITS[EXPECTED[dataflow][1]][labels]
    if table.citizens == "origins":
        told["citizen"] = "Syria" if labels else "SY"
    return [(told | given)[name] for name in table.dimensions]


def made(
    folder: Path, dataflow: str, *rows: dict[str, Any], form: Any = eurostat_codes
) -> tuple[pl.DataFrame, SourceReport]:
    """What is read of a table in which each row has its value and its differences from the usual."""
    lines = [
        [*cells(dataflow, **{k: v for k, v in row.items() if k not in ("value", "flag", "period")}),
         row.get("period", "2023"), row.get("value", 5), row.get("flag", "")]
        for row in rows
    ]  # fmt: skip
    path = form(folder / f"{dataflow.lower()}.csv", dataflow, TABLES[dataflow].dimensions, lines)
    return read("eurostat", path)


@pytest.mark.parametrize("dataflow", TABLES)
@pytest.mark.parametrize("labels", [False, True], ids=["codes", "labels"])
def test_every_table_gives_its_figure_in_its_unit(dataflow: str, labels: bool, tmp_path: Path) -> None:
    line = [*cells(dataflow, labels), "2024-Q1" if dataflow.startswith("JVS") else "2023", 7.5, "e"]
    path = eurostat_codes(tmp_path / f"{dataflow.lower()}.csv", dataflow, TABLES[dataflow].dimensions, [line])
    rows, report = read("eurostat", path)
    is_sound(rows, "eurostat")
    indicator, unit, breakdown = EXPECTED[dataflow]
    table = TABLES[dataflow]
    row = rows.row(0, named=True)
    assert (row["INDICATOR"], row["UNIT_MEASURE"], row["COMP_BREAKDOWN"]) == (indicator, unit, breakdown)
    assert (row["REF_AREA"], row["COUNTERPART_AREA"]) == ("DEU", "SYR" if table.citizens == "origins" else "_Z")
    assert (row["SEX"], row["AGE"]) == ("_T", "Y15T64" if table.age else "_T")
    assert (row["OBS_VALUE"], row["OBS_STATUS"], row["VINTAGE"]) == (7.5, "E", "2025-03-03")
    assert rows.height == 1 and not report.left_out


def test_a_file_with_both_has_the_codes_and_the_year_of_download_for_a_vintage(tmp_path: Path) -> None:
    rows, _ = made(tmp_path, "LFSA_ERGAN", {}, form=eurostat_both)
    assert rows.select("REF_AREA", "COMP_BREAKDOWN", "VINTAGE").rows() == [("DEU", "CITIZEN_FOR", "2025")]


@pytest.mark.parametrize(
    ("text", "place"),
    [("EL", "GRC"), ("UK", "GBR"), ("XK", "XKX"), ("CH", "CHE"), ("NA", "NAM"), ("Germany", "DEU"), ("Türkiye", "TUR"),
     ("Kosovo (under United Nations Security Council Resolution 1244/99)", "XKX"), ("EU27_2020", None),
     ("EA20", None), ("EFTA", None), ("European Union - 27 countries (from 2020)", None),
     ("Euro area – 20 countries (from 2023)", None), ("QQ", None), ("", None)],
)  # fmt: skip
def test_reporting_countries(text: str, place: str | None) -> None:
    assert codes.place_of_geo(text) == place


@pytest.mark.parametrize(
    ("text", "origin"),
    [("SY", ("SYR", "")), ("NA", ("NAM", "")), ("STLS", ("_X", "stateless")), ("Unknown", ("_U", "")), ("OTH", ("_O", "")),
     ("RNC", ("_O", "recognised non-citizens")), ("TOTAL", ("_T", "")), ("EXT_EU27_2020", None),
     ("Non-EU27 countries (from 2020) nor reporting country", None)],
)  # fmt: skip
def test_origins(text: str, origin: tuple[str, str] | None) -> None:
    assert codes.origin_of(text) == origin


@pytest.mark.parametrize(
    ("text", "age"),
    [("Y15-64", "Y15T64"), ("From 15 to 74 years", "Y15T74"), ("Y_GE18", "Y_GE18"), ("18 years or over", "Y_GE18"),
     ("Y_LT14", "Y_LT14"), ("Less than 15 years", "Y_LT15"), ("TOTAL", "_T"), ("Unknown", None), ("", None)],
)  # fmt: skip
def test_ages(text: str, age: str | None) -> None:
    assert codes.age_of(text) == age


@pytest.mark.parametrize(
    ("text", "reason"),
    [("EMP", "REASON_WORK"), ("Employment reasons", "REASON_WORK"), ("Other reason", "REASON_OTHER"),
     ("Refugee status", "REASON_REFUGEE"), ("Victims of trafficking", "REASON_VICTIMS_OF_TRAFFICKING")],
)  # fmt: skip
def test_reasons_of_permits(text: str, reason: str) -> None:
    assert codes.reason_of(text) == reason


@pytest.mark.parametrize(
    ("text", "activity"),
    [("B-S", "B_S"), ("A-S", "A_S"), ("C", "C"), ("Industry, construction and services (except households)", "B_S"),
     ("Agriculture, forestry and fishing; industry, construction and services", "A_S")],
)  # fmt: skip
def test_activities(text: str, activity: str) -> None:
    assert codes.activity_of(text) == activity


@pytest.mark.parametrize(
    ("text", "group"),
    [("NEU27_2020_FOR", "CITIZEN_NEU27"), ("EU27 countries (from 2020) except reporting country", "CITIZEN_EU27"),
     ("NAT", "CITIZEN_NAT"), ("Reporting country", "CITIZEN_NAT"), ("NEU28_FOR", "CITIZEN_NEU28"), ("SY", None)],
)  # fmt: skip
def test_groups_of_citizens(text: str, group: str | None) -> None:
    assert codes.citizen_group(text) == group


@pytest.mark.parametrize(
    ("given", "reason", "example"),
    [
        ({"geo": "EU27_2020"}, "a sum of countries, not a place", "EU27_2020"),
        ({"geo": "ZZ"}, "geo is not one that is read", "ZZ"),
        ({"geo": ""}, "geo is not one that is read", "empty"),
        ({"citizen": "MARTIAN"}, "citizen is not one that is read", "MARTIAN"),
        ({"sex": "X"}, "sex is not one that is read", "X"),
        ({"age": "UNK"}, "age is not one that is read", "UNK"),
        ({"unit": "MIO_EUR"}, "unit is not one that is read", "MIO_EUR"),
        ({"value": ":"}, "no value (too few were asked, or not published)", ""),
    ],
)
def test_what_is_not_read_is_listed(given: dict[str, Any], reason: str, example: str, tmp_path: Path) -> None:
    rows, report = made(tmp_path, "LFSA_ERGAN", {}, given)
    assert rows.height == 1
    (entry,) = report.left_out
    assert (entry.reason, entry.rows, entry.examples) == (reason, 1, [example] if example else [])


@pytest.mark.parametrize(
    ("dataflow", "given", "reason"),
    [
        ("MIGR_ASYAPPCTZA", {"asyl_app": "FRST"}, "asyl_app is not one that is read"),
        ("MIGR_RESVALID", {"duration": "M3-5"}, "duration is not one that is read"),
        ("MIGR_RESVALID", {"reason": ""}, "reason is empty"),
        ("MIGR_EIRTN1", {"c_dest": "THRD"}, "c_dest is not one that is read"),
        ("JVS_Q_NACE2", {"sizeclas": "GE10"}, "sizeclas is not one that is read"),
        ("JVS_Q_NACE2", {"s_adj": ""}, "s_adj is not one that is read"),
        ("MIGR_ASYAPPCTZA", {"citizen": "EU27_2020"}, "a sum of countries, not a place"),
    ],
)
def test_parts_of_what_is_read_whole_are_listed(
    dataflow: str, given: dict[str, str], reason: str, tmp_path: Path
) -> None:
    rows, report = made(tmp_path, dataflow, {}, given)
    assert rows.height == 1 and left_out(report, reason) == 1


def test_a_break_and_a_low_reliability_are_said_of_the_figure(tmp_path: Path) -> None:
    rows, _ = made(tmp_path, "LFSA_ERGAN", {"flag": "bu"})
    assert rows.select("OBS_STATUS", "COMMENT_OBS").rows() == [("U", "low reliability; break in the series")]


def test_income_in_euro_and_in_purchasing_power_are_two_figures(tmp_path: Path) -> None:
    rows, _ = made(tmp_path, "ILC_DI15", {"value": 20000}, {"unit": "PPS", "value": 18000})
    assert value(rows, INDICATOR="income_median", UNIT_MEASURE="EUR") == 20000
    assert value(rows, INDICATOR="income_median_pps", UNIT_MEASURE="PPS") == 18000


def test_returns_of_releases_without_sex_age_or_destination(tmp_path: Path) -> None:
    path = eurostat_codes(tmp_path / "migr_eirtn1.csv", "MIGR_EIRTN1", ("citizen", "unit", "geo"),
                          [("MA", "PER", "ES", "2023", 40, "")])  # fmt: skip
    rows, _ = read("eurostat", path)
    assert value(rows, INDICATOR="returns", COUNTERPART_AREA="MAR", REF_AREA="ESP", SEX="_T", AGE="_T") == 40


def test_two_tables_of_one_dataflow_are_told_apart_by_their_figures(tmp_path: Path) -> None:
    shares, _ = made(tmp_path, "DEMO_POPPCCTZ", {"value": 12.5}, {"sex": "F", "value": 12.1})
    assert shares["INDICATOR"].unique().to_list() == ["population_share_by_citizenship"]
    sexes, report = made(
        tmp_path, "DEMO_POPPCCTZ", {"value": 100}, {"sex": "F", "value": 53}, {"sex": "M", "value": 47}
    )
    assert sexes["INDICATOR"].unique().to_list() == ["sex_share_by_citizenship"]
    assert sexes["SEX"].to_list() == ["F", "M"] and left_out(report, "which says nothing") == 1
    assert "not of groups in the population" in report.remarks[0]


def test_a_dataflow_that_is_not_read_lists_those_that_are(tmp_path: Path) -> None:
    path = eurostat_codes(tmp_path / "migr_resother.csv", "MIGR_RESOTHER", ("geo",), [("DE", "2023", 5, "")])
    with pytest.raises(SourceUnreadable, match='dataflow "MIGR_RESOTHER" is not read; those read are LFSA_ERGAN,'):
        read("eurostat", path)


# --- the cleaned tables, and totals beside them ---


def asylum(folder: Path, *rows: Sequence[Any]) -> Path:
    return write_csv(folder / ASYLUM, ("dest", "year", "nationality", "sex", "applicants"), rows)


def test_the_sexes_are_added_where_all_are_known(tmp_path: Path) -> None:
    rows, _ = read("eurostat", asylum(tmp_path, ("DEU", 2016, "SYR", "female", 100), ("DEU", 2016, "SYR", "male", 165),
                                      ("DEU", 2016, "SYR", "unknown", 5)))  # fmt: skip
    assert {row["SEX"]: row["OBS_VALUE"] for row in rows.to_dicts()} == {"F": 100, "M": 165, "_U": 5, "_T": 270}
    assert of(rows, SEX="_T")["COMMENT_OBS"].to_list() == [SUMMED]


def test_a_missing_sex_makes_no_sum(tmp_path: Path) -> None:
    rows, _ = read(
        "eurostat", asylum(tmp_path, ("DEU", 2016, "SYR", "female", ".."), ("DEU", 2016, "SYR", "male", 165))
    )
    assert rows.select("SEX", "OBS_VALUE").rows() == [("M", 165)]


def test_origins_that_are_no_place_keep_their_note_in_the_sum(tmp_path: Path) -> None:
    rows, report = read("eurostat", asylum(tmp_path, ("DEU", 2016, "STL", "male", 5), ("DEU", 2016, "OOO", "male", 10),
                                           ("EU27", 2016, "SYR", "male", 900)))  # fmt: skip
    assert value(rows, COUNTERPART_AREA="_O", SEX="_T") == 10
    assert of(rows, COUNTERPART_AREA="_X", SEX="_T")["COMMENT_OBS"].to_list() == [f"stateless; {SUMMED}"]
    assert left_out(report, "a sum of countries, not a place") == 1


@pytest.mark.parametrize("sex", ["Female", "total", ""])
def test_a_sex_that_is_none_is_refused(tmp_path: Path, sex: str) -> None:
    with pytest.raises(RowRefused, match=rf'row 3, column "sex": "{sex}" is no sex that is read; expected female,'):
        read("eurostat", asylum(tmp_path, ("DEU", 2016, "SYR", "male", 5), ("DEU", 2016, "SYR", sex, 5)))


def test_a_row_that_stands_twice_is_not_added_twice(tmp_path: Path) -> None:
    row = ("DEU", 2016, "SYR", "male", 165)
    rows, report = read("eurostat", asylum(tmp_path, row, row))
    assert value(rows, SEX="_T") == 165 and left_out(report, "the same row a second time") == 1


def total(folder: Path, *rows: Sequence[Any]) -> Path:
    dims = ("citizen", "sex", "unit", "age", "asyl_app", "geo")
    return eurostat_codes(folder / "migr_asyappctza.csv", "MIGR_ASYAPPCTZA", dims,
                          [(citizen, sex, "PER", "TOTAL", "ASY_APP", "DE", "2016", figure, "")
                           for citizen, sex, figure in rows])  # fmt: skip


def test_the_publishers_own_total_of_the_sexes_stands_before_our_sum(tmp_path: Path) -> None:
    rows, report = read("eurostat", asylum(tmp_path, ("DEU", 2016, "SYR", "male", 165), ("DEU", 2016, "ERI", "male", 30)),
                        total(tmp_path, ("SY", "T", 170)))  # fmt: skip
    assert value(rows, COUNTERPART_AREA="SYR", SEX="_T") == 170 and value(rows, COUNTERPART_AREA="ERI", SEX="_T") == 30
    assert left_out(report, "a sum of ours where the publisher has its own total") == 1


@pytest.mark.parametrize(("whole", "off"), [(195, 0), (196, 0), (300, 1)])
def test_origins_are_held_against_the_total_of_the_country(tmp_path: Path, whole: int, off: int) -> None:
    rows, report = read("eurostat", asylum(tmp_path, ("DEU", 2016, "SYR", "male", 165), ("DEU", 2016, "ERI", "male", 30)),
                        total(tmp_path, ("TOTAL", "T", whole)))  # fmt: skip
    assert value(rows, INDICATOR="asylum_applicants_total", COUNTERPART_AREA="_T") == whole
    told = [check for check in report.checks if "more than 1 % off" in check.name]
    assert [(check.found, check.passed) for check in told] == [(off, None)]
    assert ("asylum applicants, DEU 2016, sum over origins" in [c.name for c in report.checks]) is bool(off)


def test_permits_named_for_first_ones_are_read_as_valid_ones(tmp_path: Path) -> None:
    header = ("Reason", "Country of citizenship", "geo", "year", "number_of_permits")
    path = write_csv(tmp_path / PERMITS, header, [
        ("Family reasons", "Total", "Germany", 2022, 2034123.0), ("Family reasons", "Syria", "Germany", 2022, 5),
        ("Family reasons", "", "Germany", 2022, 5), ("", "Total", "Germany", 2022, 5),
        ("Family reasons", "Total", "European Union - 27 countries (from 2020)", 2022, 9),
    ])  # fmt: skip
    rows, report = read("eurostat", path)
    is_sound(rows, "eurostat")
    assert value(rows, INDICATOR="valid_permits", COMP_BREAKDOWN="REASON_FAMILY", COUNTERPART_AREA="_T") == 2034123
    assert rows.height == 1 and "read as permits valid at the end of the year" in report.remarks[0]
    assert left_out(report, "a citizenship in a table of totals") == 2 and left_out(report, "Reason is empty") == 1
    assert left_out(report, "a sum of countries") == 1


@pytest.mark.shared
def test_all_that_the_publishers_tables_hold_is_placed_or_a_known_sum() -> None:
    folder = shared("eurostat")
    rows, report = read("eurostat", *sorted(folder.glob("*.csv")))
    is_sound(rows, "eurostat")
    reasons = {entry.reason for entry in report.left_out}
    assert not [reason for reason in reasons if "is not one that is read" in reason or "is no place" in reason]
    germany = {"REF_AREA": "DEU", "TIME_PERIOD": "2023", "SEX": "_T", "AGE": "Y15T64", "COMP_BREAKDOWN": "CITIZEN_FOR"}
    assert 0 < value(rows, INDICATOR="unemployment_rate", **germany) < 20


@pytest.mark.parametrize(
    ("text", "group"),
    [("NAT", "BORN_NAT"), ("Reporting country", "BORN_NAT"), ("NEU27_2020_FOR", "BORN_NEU27"), ("EU27_2020_FOR", "BORN_EU27"),
     ("STLS", None), ("EFTA_FOR", None), ("", None)],
)  # fmt: skip
def test_groups_of_countries_of_birth(text: str, group: str | None) -> None:
    assert codes.birth_group(text) == group


def test_citizenship_and_birth_stay_apart_under_one_figure(tmp_path: Path) -> None:
    _, report = made(tmp_path, "LFSA_ERGACOB", {"c_birth": "NAT", "value": 79}, {"c_birth": "STLS"})
    rows, _ = made(tmp_path, "LFSA_ERGACOB", {"c_birth": "NAT", "value": 79}, {"value": 61})
    assert value(rows, COMP_BREAKDOWN="BORN_NAT") == 79 and value(rows, COMP_BREAKDOWN="BORN_FOR") == 61
    assert ("c_birth is not one that is read", 1) in [(entry.reason, entry.rows) for entry in report.left_out]


def test_of_homes_those_that_are_owned_are_read_with_or_without_a_sex(tmp_path: Path) -> None:
    rows, _ = made(tmp_path, "ILC_LVPS15", {"value": 34}, {"tenure": "RENT", "value": 66})
    assert rows.select("OBS_VALUE", "SEX").rows() == [(34, "_T")]
    given = [name for name in TABLES["ILC_LVPS15"].dimensions if name != "sex"]
    line = [
        {"c_birth": "", "citizen": "FOR", "tenure": "OWN", "geo": "DE", "unit": "PC", "age": "Y_GE18"}[n] for n in given
    ]
    path = eurostat_codes(tmp_path / "ilc_lvps15_b.csv", "ILC_LVPS15", given, [[*line, "2023", 34, ""]])
    assert read("eurostat", path)[0].select("OBS_VALUE", "SEX", "AGE").rows() == [(34, "_T", "Y_GE18")]
