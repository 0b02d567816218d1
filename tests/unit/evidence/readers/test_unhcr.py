"""UNHCR: populations, decisions, solutions; zeros that say something and zeros that fill a cell."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import (
    UNHCR_DECISIONS,
    UNHCR_POPULATION,
    UNHCR_SOLUTIONS,
    is_sound,
    left_out,
    of,
    value,
    write_csv,
)
from tests.makers_c import read
from tests.shared import shared

from passerelle.base.errors import RowRefused
from passerelle.evidence.readers.unhcr import edition_of
from passerelle.evidence.report import SourceReport


def population(folder: Path, *rows: tuple[int, str, str, dict[str, Any]]) -> Path:
    """Rows of (year, origin, asylum, figures); the publisher fills the others with zeros."""
    lines = [
        [{"year": year, "coo_iso": origin, "coa_iso": asylum, "oip": ""} .get(name, figures.get(name, 0))
         for name in UNHCR_POPULATION] for year, origin, asylum, figures in rows
    ]  # fmt: skip
    return write_csv(folder / "unhcr_population_x.csv", UNHCR_POPULATION, lines)


def refugees(folder: Path, *rows: tuple[int, str, str, Any]) -> tuple[pl.DataFrame, SourceReport]:
    told = [(year, origin, asylum, {"refugees": figure}) for year, origin, asylum, figure in rows]
    return read("unhcr", population(folder, *told))


def decisions(folder: Path, *rows: Sequence[Any]) -> Path:
    return write_csv(folder / "unhcr_asylum_decisions_x.csv", UNHCR_DECISIONS, rows)


def test_every_measure_has_a_figure_of_its_own(tmp_path: Path) -> None:
    measures = ("refugees", "asylum_seekers", "returned_refugees", "stateless", "ooc", "hst")
    rows, _ = read("unhcr", population(tmp_path, (2023, "SYR", "TUR", dict.fromkeys(measures, 7))))
    assert set(rows["INDICATOR"]) == {
        "refugees", "asylum_seekers", "returned_refugees", "stateless", "others_of_concern", "host_community",
    }  # fmt: skip
    assert set(rows.select("COUNTERPART_AREA", "REF_AREA", "UNIT_MEASURE", "OBS_VALUE").rows()) == {
        ("SYR", "TUR", "PS", 7.0)
    }


def test_a_zero_is_kept_only_where_it_ends_a_series(tmp_path: Path) -> None:
    rows, report = refugees(tmp_path, (2020, "SYR", "TUR", 0), (2021, "SYR", "TUR", 50), (2022, "SYR", "TUR", 0),
                            (2023, "SYR", "TUR", 0))  # fmt: skip
    assert of(rows, INDICATOR="refugees").select("TIME_PERIOD", "OBS_VALUE").rows() == [("2021", 50), ("2022", 0)]
    # the other seven measures are zeros in all four years, and two of refugees' zeros say nothing
    assert left_out(report, "a zero that fills a cell") == 7 * 4 + 2


def test_a_figure_of_another_pair_ends_nothing(tmp_path: Path) -> None:
    rows, _ = refugees(tmp_path, (2021, "SYR", "LBN", 50), (2022, "SYR", "TUR", 0))
    assert rows["REF_AREA"].to_list() == ["LBN"]


def test_a_row_that_stands_twice_does_not_multiply_the_next_year(tmp_path: Path) -> None:
    rows, _ = refugees(tmp_path, (2021, "SYR", "TUR", 50), (2021, "SYR", "TUR", 50), (2022, "SYR", "TUR", 60))
    assert of(rows, TIME_PERIOD="2022").height == 1


@pytest.mark.parametrize(
    ("code", "origin", "note"),
    [("UNK", "_U", None), ("XXA", "_X", "stateless"), ("TIB", "_O", "Tibetans (the publisher's code TIB)")],
)
def test_origins_that_are_no_place(tmp_path: Path, code: str, origin: str, note: str | None) -> None:
    rows, report = refugees(tmp_path, (2023, code, "IND", 5))
    assert rows.select("COUNTERPART_AREA", "COMMENT_OBS").rows() == [(origin, note)] and not left_out(
        report, "no place"
    )


def test_an_unknown_country_of_asylum_is_said(tmp_path: Path) -> None:
    rows, _ = refugees(tmp_path, (2023, "SYR", "UNK", 5))
    assert rows["REF_AREA"].to_list() == ["_X"] and "unknown to the publisher or several" in rows["COMMENT_OBS"][0]


def test_the_displaced_within_their_country_carry_no_origin_and_refugees_do(tmp_path: Path) -> None:
    rows, _ = read(
        "unhcr", population(tmp_path, (2023, "SDN", "SDN", {"idps": 90, "returned_idps": 4, "stateless": 2}))
    )
    assert dict(rows.select("INDICATOR", "COUNTERPART_AREA").rows()) == {
        "idps": "_Z", "returned_idps": "_Z", "stateless": "SDN",
    }  # fmt: skip


def test_a_row_that_cannot_be_placed_breaks_the_check_of_its_measure(tmp_path: Path) -> None:
    _, report = refugees(tmp_path, (2023, "SYR", "TUR", 50), (2023, "QQQ", "TUR", 5))
    failed = [(check.name, check.expected, check.found) for check in report.checks if check.passed is False]
    assert failed == [("refugees, all rows of the table", 55, 50)]


def test_decisions_by_procedure_level_and_unit(tmp_path: Path) -> None:
    path = decisions(
        tmp_path,
        (2023, "ERI", "DEU", "G", "FI", "P", 9, 1, 0, 2, 12),
        (2023, "ERI", "KEN", "U", "AR", "C", 1, 0, 0, 0, 1),
    )
    rows, report = read("unhcr", path)
    is_sound(rows, "unhcr")
    first = {"REF_AREA": "DEU", "COMP_BREAKDOWN": "G.FI.P", "UNIT_MEASURE": "PS"}
    kinds = {row["INDICATOR"].rsplit("_", 1)[1]: row["OBS_VALUE"] for row in of(rows, **first).to_dicts()}
    assert kinds == {"recognised": 9, "complementary": 1, "rejected": 0, "closed": 2, "total": 12}
    assert of(rows, REF_AREA="KEN")["UNIT_MEASURE"].unique().to_list() == ["CASES"]
    assert [(check.found, check.passed) for check in report.checks] == [(0, None)]


def test_rows_without_any_decision_are_listed_and_uneven_ones_told(tmp_path: Path) -> None:
    path = decisions(
        tmp_path,
        (2023, "ERI", "DEU", "G", "FI", "P", 0, 0, 0, 0, 0),
        (2023, "ERI", "DEU", "G", "AR", "P", 5, 0, 0, 0, 9),
    )
    rows, report = read("unhcr", path)
    assert left_out(report, "a row without any decision") == 1
    assert value(rows, INDICATOR="asylum_decisions_total") == 9
    assert [check.found for check in report.checks] == [1]


def test_a_missing_total_does_not_hide_the_kinds(tmp_path: Path) -> None:
    rows, report = read("unhcr", decisions(tmp_path, (2023, "ERI", "DEU", "G", "FI", "P", 9, "", 0, 2, "")))
    assert set(rows["INDICATOR"].str.split("_").list.last()) == {"recognised", "rejected", "closed"}
    assert not report.left_out


@pytest.mark.parametrize("unit", ["X", "persons", ""])
def test_a_unit_of_decisions_that_is_none_is_refused(tmp_path: Path, unit: str) -> None:
    good = (2023, "ERI", "DEU", "G", "FI", "P", 9, 1, 0, 2, 12)
    with pytest.raises(RowRefused, match=rf'row 3, column "dec_pc": "{unit}" is no unit of decisions; expected P'):
        read("unhcr", decisions(tmp_path, good, (*good[:5], unit, *good[6:])))


@pytest.mark.parametrize(("returned", "passed"), [(40, True), (41, False)])
def test_returns_stand_once_and_agree_between_the_tables(tmp_path: Path, returned: int, passed: bool) -> None:
    first = population(tmp_path, (2023, "SYR", "TUR", {"returned_refugees": 40}))
    second = write_csv(tmp_path / "unhcr_solutions_x.csv", UNHCR_SOLUTIONS, [(2023, "SYR", "TUR", returned, 3, "", "")])
    rows, report = read("unhcr", first, second)
    assert value(rows, INDICATOR="returned_refugees") == 40 and value(rows, INDICATOR="resettled") == 3
    assert report.checks[-1].name == "returned refugees, both tables" and report.checks[-1].passed is passed
    assert left_out(report, "the same figures as in the table of populations") == 1


@pytest.mark.shared
def test_the_publishers_decisions_keep_their_units_apart() -> None:
    rows, report = read("unhcr", shared("unhcr/unhcr_asylum_decisions_2000_2025.csv"))
    units = rows.select(pl.col("COMP_BREAKDOWN").str.tail(1), "UNIT_MEASURE").unique().sort("UNIT_MEASURE").rows()
    assert units == [("C", "CASES"), ("P", "PS")]
    assert report.checks[0].found == 356  # the number that the card tells


@pytest.mark.parametrize(
    ("name", "edition"),
    [("unhcr_population_1951_2025.csv", "2025"), ("unhcr_population_1951_2026.csv", "2026"),
     ("unhcr_population_2022_2023.csv", "2025"), ("unhcr_population_2024_2026_SYR_TUR_as_of_2026-11-27.csv", "2026-11-27"),
     ("idmc_idps_1990_2027.csv", "2027"), ("unhcr_solutions_x.csv", "2025")],
)  # fmt: skip
def test_the_name_tells_the_edition(name: str, edition: str) -> None:
    assert edition_of(Path(name)) == edition


def test_what_was_fetched_is_no_part_of_the_check_of_whole_tables(tmp_path: Path) -> None:
    columns = ("year", "coo_iso", "coa_iso", "refugees", "asylum_seekers", "returned_refugees", "idps", "returned_idps",
               "stateless", "ooc", "oip", "hst")  # fmt: skip
    whole = write_csv(
        tmp_path / "unhcr_population_2024_2025.csv", columns, [(2024, "SYR", "TUR", 9, 0, 5, 0, 0, 0, 0, 0, 0)]
    )
    part = write_csv(
        tmp_path / "unhcr_population_2024_2024_as_of_2026-11-27.csv", columns,
        [(2024, "SYR", "TUR", 9, 0, 4, 0, 0, 0, 0, 0, 0)],
    )  # fmt: skip
    solutions = write_csv(
        tmp_path / "unhcr_solutions_2024_2025.csv",
        ("year", "coo_iso", "coa_iso", "returned_refugees", "resettlement", "naturalisation", "returned_idps"),
        [(2024, "SYR", "TUR", 5, 0, 0, 0)],
    )  # fmt: skip
    _, report = read("unhcr", whole, part, solutions)
    check = next(check for check in report.checks if check.name == "returned refugees, both tables")
    assert (check.expected, check.found, check.passed) == (5, 5, True)
