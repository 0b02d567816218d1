"""Makers of small files in the publishers' layouts, each with invented figures.

For tests only. Layouts that could not be had are made here from documentation.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from passerelle.evidence.cards import card_of
from passerelle.evidence.observations import KEY, SCHEMA, STATUSES, known_areas
from passerelle.evidence.report import SourceReport


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """A text table with commas, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_book(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook; None leaves a cell empty."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    sheet.write(r, c, value)
    book.close()
    return path


def of(rows: pl.DataFrame, **equal: str) -> pl.DataFrame:
    """The observations that have these values: of(rows, INDICATOR="refugees", REF_AREA="DEU")."""
    return rows.filter([pl.col(name) == value for name, value in equal.items()])


def value(rows: pl.DataFrame, **equal: str) -> float:
    """The value of the one observation that has these values."""
    found = of(rows, **equal)
    assert found.height == 1, f"{found.height} observations have {equal}"
    return float(found["OBS_VALUE"][0])


def left_out(report: SourceReport, reason: str) -> int:
    """How many rows were left out for reasons that contain the words."""
    return sum(entry.rows for entry in report.left_out if reason in entry.reason)


def is_sound(rows: pl.DataFrame, source: str) -> None:
    """What every reader owes the store: the columns, one row a key, known areas, statuses, codes on the card."""
    assert rows.schema == SCHEMA
    twice = rows.filter(rows.select(KEY).is_duplicated())
    assert twice.is_empty(), twice.head(4)
    assert set(rows["COUNTERPART_AREA"].unique()) | set(rows["REF_AREA"].unique()) <= known_areas()
    assert set(rows["OBS_STATUS"].unique()) <= set(STATUSES)
    assert set(rows["INDICATOR"].unique()) <= set(card_of(source).observes)
    assert rows["VINTAGE"].str.len_chars().min() > 0


# Eurostat -----------------------------------------------------------------------------------------------

CODES_AND_LABELS = ("STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME")


def eurostat_codes(path: Path, dataflow: str, dims: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """SDMX-CSV with codes, as the service sends it: dims, then TIME_PERIOD, OBS_VALUE, OBS_FLAG."""
    header = ["DATAFLOW", "LAST UPDATE", "freq", *dims, "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "CONF_STATUS"]
    lines = [[f"ESTAT:{dataflow}(1.0)", "03/03/25 11:00:00", "A", *row, ""] for row in rows]
    return write_csv(path, header, lines)


def eurostat_both(path: Path, dataflow: str, dims: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """SDMX-CSV with a column of labels behind each column of codes; it tells no last update."""
    header = [*CODES_AND_LABELS, "freq", "Time frequency"]
    for dim in dims:
        header += [dim, f"Label of {dim}"]
    header += ["TIME_PERIOD", "Time", "OBS_VALUE", "Observation value", "OBS_FLAG", "Observation status"]
    lines = []
    for row in rows:
        *codes, period, figure, flag = row
        line = ["dataflow", f"ESTAT:{dataflow}(1.0)", "Title", "A", "Annual"]
        for code in codes:
            line += [code, f"label of {code}"]
        lines.append([*line, period, "", figure, "", flag, ""])
    return write_csv(path, header, lines)


# Others -------------------------------------------------------------------------------------------------

UNHCR_POPULATION = (
    "year", "coo_iso", "coa_iso", "refugees", "asylum_seekers", "returned_refugees", "idps", "returned_idps",
    "stateless", "ooc", "oip", "hst",
)  # fmt: skip
UNHCR_DECISIONS = (
    "year", "coo_iso", "coa_iso", "procedure_type", "dec_level", "dec_pc", "dec_recognized", "dec_other",
    "dec_rejected", "dec_closed", "dec_total",
)  # fmt: skip
UNHCR_SOLUTIONS = (
    "year", "coo_iso", "coa_iso", "returned_refugees", "resettlement", "naturalisation", "returned_idps",
)  # fmt: skip
GHO = (
    "IndicatorCode", "Indicator", "Location type", "SpatialDimValueCode", "Location", "Period", "FactValueNumeric",
    "DateModified",
)  # fmt: skip
BARRO_LEE = (
    "BLcode", "country", "year", "sex", "agefrom", "ageto", "lu", "lp", "lpc", "ls", "lsc", "lh", "lhc", "yr_sch",
    "pop", "WBcode", "region_code",
)  # fmt: skip
ILOSTAT = (
    "ref_area", "source", "indicator", "sex", "classif1", "classif2", "time", "obs_value", "obs_status",
    "note_classif", "note_indicator", "note_source",
)  # fmt: skip
WFMI = ("STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA", "MEASURE", "UNIT_MEASURE", "ORIGIN", "TIME_PERIOD",
        "OBS_VALUE", "OBS_STATUS")  # fmt: skip


def iab_book(path: Path, heads: Sequence[str], rows: Sequence[Sequence[Any]], title: str = "Country of birth") -> Path:
    """The brain-drain workbook: years over the first of their columns, one sheet a destination (here USA)."""
    width = len(heads)
    years = ["1980", *[None] * (width - 1), "2010", *[None] * (width - 1)]
    return write_book(
        path,
        {
            "Explanatory note": [["Each spreadsheet contains one destination."]],
            "USA": [["United States", *years], [title, *heads, *heads], *rows],
        },
    )


def oghist_book(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "Country Analytical History") -> Path:
    """OGHIST: title, years behind "Data for calendar year :", fiscal years, thresholds, then the countries."""
    head = [
        ["World Bank Analytical Classifications"],
        [None, "(presented in World Development Indicators)"],
        [],
        [None, "Data for calendar year :", 2021, 2022],
        [None, "Bank's fiscal year:", "FY23", "FY24"],
        [None, "Low income (L)", "<= 1,085", "<= 1,135"],
    ]
    return write_book(path, {"Thresholds": [["x"]], sheet: [*head, *rows, [None, "Notes: see the web page."]]})


def visa_book(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "Data for consulates") -> Path:
    """The Commission's statistics for consulates."""
    header = [
        "Schengen State", "Country where consulate is located", "Consulate", "Uniform visas applied for",
        "Total uniform visas issued (including MEV)", "Not issued rate",
    ]  # fmt: skip
    return write_book(path, {sheet: [header, *rows]})
