"""Who is bound by what on a day, against what the depositaries publish: single facts that are widely known.

Sources: UN Treaty Collection, chapters IV and V; Council of Europe, charts of treaties 005 and 046; OAS, treaty B-32;
African Union, lists of ratifications; Treaties of accession to the European Union.
"""

from datetime import date

import polars as pl
import pytest

from passerelle.base.corridors import Corridor
from passerelle.base.groupings import grouping_of
from passerelle.evidence.store import open_store, shipped_folder
from passerelle.measures.screening import binding

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 27)
BOUND = {
    "USA": "ICCPR CAT ICERD REFUGEE_PROTOCOL", "CHN": "ICESCR CAT CRC ICERD CEDAW REFUGEE_CONVENTION",
    "DEU": "EU_CHARTER ECHR ECHR_P4 ICCPR ICESCR CAT CRC ICERD CEDAW REFUGEE_CONVENTION", "TUR": "ECHR ICCPR ICRMW",
    "GBR": "ECHR ICCPR ICERD CAT CRC", "CHE": "ECHR ICCPR CAT CRC", "GRC": "EU_CHARTER ECHR", "PSE": "ICCPR CRC CAT",
    "MAR": "ICCPR ICESCR CAT CRC ICERD CEDAW ICRMW REFUGEE_CONVENTION", "VAT": "CRC CAT ICERD", "SOM": "CRC ICCPR",
    "BFA": "AFRICAN_CHARTER OAU_REFUGEE KAMPALA ICRMW ICCPR", "CIV": "AFRICAN_CHARTER OAU_REFUGEE KAMPALA ICCPR CAT",
    "MEX": "AMERICAN_CONVENTION ICRMW ICCPR ICERD", "COL": "AMERICAN_CONVENTION ICRMW", "PHL": "ICRMW ICCPR CAT",
    "ZAF": "AFRICAN_CHARTER OAU_REFUGEE ICESCR", "SAU": "CAT CRC ICERD CEDAW", "UKR": "ECHR ECHR_P4 ICCPR",
}  # fmt: skip
UNKNOWN = {
    "USA": "ICESCR CRC CEDAW ICRMW AMERICAN_CONVENTION REFUGEE_CONVENTION", "CHN": "ICCPR ICRMW", "SAU": "ICCPR ICESCR",
    "GBR": "ECHR_P4 ICRMW", "CHE": "ECHR_P4", "TUR": "ECHR_P4", "GRC": "ECHR_P4", "MAR": "AFRICAN_CHARTER",
    "CAN": "AMERICAN_CONVENTION", "CUB": "ICCPR AMERICAN_CONVENTION", "MYS": "ICCPR CAT ICERD", "DEU": "ICRMW",
    "VEN": "AMERICAN_CONVENTION", "TUV": "ICCPR ICESCR", "BRN": "ICERD", "THA": "REFUGEE_CONVENTION REFUGEE_PROTOCOL",
}  # fmt: skip
NO_LONGER = {"RUS": "ECHR ECHR_P4", "GBR": "EU_CHARTER", "TTO": "AMERICAN_CONVENTION"}


def standings(iso3: str, on: date = TODAY) -> dict[str, str]:
    other = "NZL" if iso3 != "NZL" else "FJI"
    found = binding(open_store(), Corridor(iso3, other), on)
    return {s.instrument: "unknown" if s.is_unknown else s.status for s in found.standings if s.iso3 == iso3}


@pytest.mark.parametrize(("iso3", "codes"), BOUND.items())
def test_who_is_bound(iso3: str, codes: str) -> None:
    found = standings(iso3)
    assert {code: found[code] for code in codes.split()} == dict.fromkeys(codes.split(), "binds")


@pytest.mark.parametrize(("iso3", "codes"), UNKNOWN.items())
def test_of_whom_nothing_is_recorded(iso3: str, codes: str) -> None:
    found = standings(iso3)
    assert {code: found[code] for code in codes.split()} == dict.fromkeys(codes.split(), "unknown")


@pytest.mark.parametrize(("iso3", "codes"), NO_LONGER.items())
def test_who_left(iso3: str, codes: str) -> None:
    found = standings(iso3)
    assert {found[code] for code in codes.split()} == {"ceased"}


def test_twenty_seven_are_bound_by_the_charter_and_forty_six_by_the_european_convention() -> None:
    # Europe and its neighbours: no place elsewhere can be bound by these
    near = {place.iso3 for code in ("UN150", "UN145") for place in grouping_of(code).members_on(TODAY)}
    now = [standings(iso3) for iso3 in near]
    count = {code: sum(found[code] == "binds" for found in now) for code in ("EU_CHARTER", "ECHR", "ECHR_P4")}
    assert count == {"EU_CHARTER": 27, "ECHR": 46, "ECHR_P4": 42}


def test_twenty_three_are_bound_by_the_american_convention() -> None:
    now = [standings(place.iso3) for place in grouping_of("UN019").members_on(TODAY)]
    assert sum(found["AMERICAN_CONVENTION"] == "binds" for found in now) == 23


def test_the_convention_on_the_child_binds_all_states_but_one() -> None:
    table = pl.read_parquet(shipped_folder() / "treaty_table.parquet")
    assert table.filter(pl.col("INDICATOR") == "party_crc")["REF_AREA"].n_unique() == 196


@pytest.mark.parametrize(
    ("iso3", "code", "year", "before"),
    [("ZAF", "ICESCR", 2015, "not_yet"), ("MAR", "ICRMW", 1993, "not_yet"), ("QAT", "ICCPR", 2018, "not_yet"),
     ("CHE", "CRC", 1997, "not_yet"), ("TUR", "ICCPR", 2003, "not_yet"), ("GMB", "CAT", 2018, "not_yet")],
)  # fmt: skip
def test_since_which_year(iso3: str, code: str, year: int, before: str) -> None:
    assert standings(iso3, date(year - 1, 12, 31))[code] == before
    assert standings(iso3, date(max(year + 1, 2004), 1, 1))[code] == "binds"
