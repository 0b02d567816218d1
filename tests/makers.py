"""Small files in the publishers' layouts, made for tests: invented figures, real headers.

Every maker takes the path to write and returns it.
"""

import csv
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from passerelle.evidence.report import SourceReport

UN_YEARS = (1990, 2020)
RPW_HEADER = (
    "id", "period", "source_code", "source_name", "source_region", "source_income", "source_lending",
    "source_G8G20", "destination_code", "destination_name", "destination_region", "destination_income",
    "destination_lending", "destination_G8G20", "firm", "firm_type", "payment instrument", "access point",
    "speed actual", "cc1 lcu amount", "cc1 denomination amount", "cc1 lcu code", "cc1 lcu fee",
    "cc1 lcu fx rate", "cc1 fx margin", "cc1 total cost %", "cc2 lcu amount", "cc2 denomination amount",
    "cc2 lcu code", "cc2 lcu fee", "cc2 lcu fx rate", "cc2 fx margin", "cc2 total cost %", "inter lcu bank fx",
    "transparent", "Standard Note", "note2", "receiving network coverage", "pickup location", "pickup method",
    "date", "corridor",
)  # fmt: skip
RPW_OLD_NAMES = {
    "payment instrument": "product", "access point": "sending location",
    "receiving network coverage": "coverage", "pickup method": "pick-up method", "Standard Note": "note1",
}  # fmt: skip


def report() -> SourceReport:
    """An empty report."""
    return SourceReport("test")


def said(found: SourceReport) -> str:
    """All that a report says of what was left out and what is remarkable, as one text."""
    left = [f"{entry.reason}: {entry.rows} {entry.examples}" for entry in found.left_out]
    return "\n".join([*left, *found.remarks])


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def csv_file(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], delimiter: str = ",", before: str = ""
) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(before)
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook of plain cells; None leaves a cell empty."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, cells in enumerate(rows):
            for c, value in enumerate(cells):
                if value is not None:
                    sheet.write(r, c, value)
    book.close()
    return path


def un_sheet(
    places: Mapping[str, tuple[Any, str, Sequence[Any]]], *, blocks: int = 3, typed: bool = True
) -> list[list[Any]]:
    """Edition 2020: header in row 11; `places` has name → (M49 code, letters of type of data, figures)."""
    head: list[list[Any]] = [[None] for _ in range(9)]
    head.append([None, None, None, None, None, "International migrant stock at mid-year (both sexes)"])
    titles = ["Index", "Region, development group, country or area", "Notes", "Location code", "Type of data"]
    head.append([*titles, *(list(map(str, UN_YEARS)) * blocks)])
    body = [
        [at, name, None, code, kind if typed else None, *figures]
        for at, (name, (code, kind, figures)) in enumerate(places.items(), start=1)
    ]
    return head + body


def un_sheet_2019(places: Mapping[str, tuple[Any, str, Sequence[Any]]], *, typed: bool = True) -> list[list[Any]]:
    """Edition 2019: a header of two lines, rows 15 and 16; table 2 has no column of types."""
    titles = ["Sort\norder", "Major area, region, country or area of destination", "Notes", "Code"]
    kinds = ["Type of data (a)"] if typed else []
    head: list[list[Any]] = [[None] for _ in range(14)]
    head.append([*titles, *kinds, "International migrant stock at mid-year (both sexes)"])
    head.append([None] * len([*titles, *kinds]) + list(UN_YEARS) * 3)
    body = [
        [at, name, None, code, *([kind] if typed else []), *figures]
        for at, (name, (code, kind, figures)) in enumerate(places.items(), start=1)
    ]
    return head + body


def un_by_origin(path: Path, pairs: Sequence[tuple[Any, ...]]) -> Path:
    """The official workbook by sex, destination and origin; a pair is (destination, its code, type of data,
    origin, its code, figures of both sexes, men, women)."""
    head: list[list[Any]] = [[None] for _ in range(10)]
    head.append([
        "Index", "Region, development group, country or area of destination", "Notes of destination",
        "Location code of destination", "Type of data of destination",
        "Region, development group, country or area of origin", "Location code of origin",
        *(list(map(str, UN_YEARS)) * 3),
    ])  # fmt: skip
    body = [
        [at, destination, None, code, kind, origin, origin_code, *figures]
        for at, (destination, code, kind, origin, origin_code, figures) in enumerate(pairs, start=1)
    ]
    return workbook(path, {"Table 1": head + body})


def bank_matrix(
    path: Path, sheet: str, names: Sequence[str], cells: Sequence[Sequence[Any]], world: str = "WORLD"
) -> Path:
    """The World Bank's matrix: a title, names across and down, sums at the edges (blank cells count as none)."""
    across = [sum(row[c] or 0 for row in cells) for c in range(len(names))]
    rows: list[list[Any]] = [["Estimates for 2017"], ["receiving (across) / sending (down) ", *names, world]]
    for name, row in zip(names, cells, strict=True):
        rows.append([name, *row, sum(cell or 0 for cell in row)])
    rows.append([world, *across, sum(across)])
    rows += [[None], ["Notes:"], ["These estimates are no measurement."]]
    return workbook(path, {sheet: rows})


def service(**given: Any) -> dict[str, Any]:
    """One row of the service-level prices, Mexico's from the United States: fee 4 of 200, margin 1 %."""
    row: dict[str, Any] = {
        "id": 1, "period": "2020_3Q", "source_code": "USA", "destination_code": "MEX", "firm": "Village Money",
        "firm_type": "Money Transfer Operator", "payment instrument": "Cash", "access point": "Agent",
        "speed actual": "Less than one hour", "cc1 lcu amount": 200, "cc1 lcu fee": 4, "cc1 fx margin": 1.0,
        "cc1 total cost %": 3.0, "cc2 total cost %": 2.2, "transparent": "yes",
        "receiving network coverage": "High", "pickup method": "Cash",
    }  # fmt: skip
    return row | given


def services_workbook(path: Path, new: Sequence[Mapping[str, Any]], old: Sequence[Mapping[str, Any]] = ()) -> Path:
    """The service-level dataset: two sheets with their own headers, and helper columns without one."""
    sheets: dict[str, list[list[Any]]] = {"Terms of Use": [["see the website"]]}
    if old:
        sheets["Dataset (up to Q1 2016)"] = [
            [RPW_OLD_NAMES.get(name, name) for name in RPW_HEADER],
            *([row.get(name) for name in RPW_HEADER] for row in old),
        ]
    sheets["Dataset (from Q2 2016)"] = [
        [*RPW_HEADER, None],
        *([*(row.get(name) for name in RPW_HEADER), "helper"] for row in new),
    ]
    return workbook(path, sheets)


def bank_csv(path: Path, code: str, rows: Sequence[Sequence[str]], years: Sequence[str], updated: str) -> Path:
    """The official WDI layout: papers in four lines, a trailing comma in every row."""
    papers = f'\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","{updated}",\n\n'
    lines = [["Country Name", "Country Code", "Indicator Name", "Indicator Code", *years]]
    lines += [[row[0], row[1], "An indicator", code, *row[2:]] for row in rows]
    body = "".join(",".join(f'"{cell}"' for cell in line) + ",\n" for line in lines)
    return text_file(path, papers + body)


def zip_bomb(path: Path, megabytes: int, said_bytes: int | None = None) -> Path:
    """A workbook with a sheet of zeros; `said_bytes` makes its directory lie about the size."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("xl/worksheets/sheet1.xml", bytes(megabytes * 1_000_000))
    if said_bytes is not None:
        true, lie = struct.pack("<I", megabytes * 1_000_000), struct.pack("<I", said_bytes)
        path.write_bytes(path.read_bytes().replace(true, lie))
    return path
