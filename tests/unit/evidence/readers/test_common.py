"""What readers share: places from codes and names, headers, notes."""

from pathlib import Path

import polars as pl
import pytest
from tests.makers import report, said

from passerelle.base.errors import SourceUnreadable
from passerelle.evidence.cards import card_of
from passerelle.evidence.observations import SCHEMA
from passerelle.evidence.readers import (
    _common,
    abel_cohen,
    apmig,
    geodist,
    geography,
    rpw,
    rpw_services,
    undesa_stock,
    wb_migration,
    wb_remittances,
    wdi,
    wpp,
)
from passerelle.evidence.readers.registry import READERS

MODULES = (
    abel_cohen,
    apmig,
    geodist,
    geography,
    rpw,
    rpw_services,
    undesa_stock,
    wb_migration,
    wb_remittances,
    wdi,
    wpp,
)
FILE = Path("x.csv")


def test_codes_become_places_and_the_rest_is_listed() -> None:
    found = report()
    table = pl.DataFrame({"code": ["NAM", "ROM", "WLD", "EMU", "QQQ", "QQQ", "OOO"]})
    kept = _common.place_codes(table, "code", file=FILE, report=found, also={"WLD": "W0", "OOO": "_O"}, groups=("EMU",))
    assert kept["code"].to_list() == ["NAM", "ROU", "W0", "_O"]
    assert kept["code_note"].to_list() == [None, "published under the former code ROM", None, None]
    left = {entry.reason: entry.rows for entry in found.left_out}
    assert left == {_common.REGION: 1, 'column "code": no place has this code': 2}


def test_names_become_places_and_the_rest_is_listed() -> None:
    found = report()
    names = ["Côte d'Ivoire (a)", "EASTERN AFRICA", "Atlantis", "Other North", None, "Atlantis"]
    kept = _common.place_names(names, file=FILE, report=found, also={"Other North": "_O"}, sheet="Table 1")
    assert kept == {"Côte d'Ivoire (a)": "CIV", "Other North": "_O"}
    assert 'sheet "Table 1", row "Atlantis"' in said(found)
    assert said(found).count("Atlantis") == 1


@pytest.mark.parametrize(
    ("code", "place"),
    [("516", "NAM"), ("4", "AFG"), ("004", "AFG"), ("4.0", "AFG"), ("900", None), ("1833", None), ("", None),
     (None, None), ("899", None), ("x", None)],
)  # fmt: skip
def test_m49(code: str | None, place: str | None) -> None:
    assert _common.place_m49(code) == place


def test_a_header_is_found_wherever_it_stands() -> None:
    table = pl.DataFrame(
        {"a": [None, "Notes on codes", "Location code"], "b": ["x", None, "Country or area of origin"]}
    )
    assert _common.find_row(table, ("country or area", "code"), file=FILE, sheet="T") == 2
    with pytest.raises(SourceUnreadable, match=r'x\.csv, sheet "T": no header with "persons" among the first 2 rows'):
        _common.find_row(table, ("persons",), file=FILE, sheet="T", within=2)


def test_notes_are_joined_and_missing_where_there_is_none() -> None:
    table = pl.DataFrame({"a": ["x", None, "x"], "b": ["y", None, None]}, schema={"a": pl.String, "b": pl.String})
    assert table.select(_common.join_notes("a", "b").alias("n"))["n"].to_list() == ["x; y", None, "x"]


def test_rows_are_whole_and_missing_values_are_no_rows() -> None:
    table = pl.DataFrame({"REF_AREA": ["NAM", "MEX"], "OBS_VALUE": [1.0, None]})
    whole = _common.rows(table, INDICATOR="i", TIME_PERIOD="2020", UNIT_MEASURE="PS", VINTAGE="1")
    assert whole.schema == SCHEMA
    assert whole.select("REF_AREA", "COUNTERPART_AREA", "SEX").rows() == [("NAM", "_Z", "_T")]
    assert _common.together([]).schema == SCHEMA


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rsplit(".", 1)[-1])
def test_every_reader_is_registered_and_has_a_card(module: object) -> None:
    reader = module.READER  # type: ignore[attr-defined]
    assert reader in READERS
    card = card_of(reader.source)
    assert card.observes and card.columns and card.citation
    assert card.redistributable or card.why_not_shipped


@pytest.mark.parametrize("module", [module for module in MODULES if module is not geography], ids=lambda m: m.__name__)
def test_no_files_are_no_rows(module: object) -> None:
    assert module.read([], report()).is_empty()  # type: ignore[attr-defined]
