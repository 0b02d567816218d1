"""World Bank, Remittance Prices Worldwide: the service-level dataset, one row a service surveyed.

Written from the dataset's own documentation of columns; both of its sheets are read. Stands on `reading`.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.base.names import fold
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import place_codes, rows, together
from passerelle.evidence.reading import column_letters, numbers, read_sheet, require_columns, sheet_names
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import marks_said, told

SHEETS = ("Dataset (up to Q1 2016)", "Dataset (from Q2 2016)")
_RENAMED = {  # of the older sheet, and of headers whose letters vary
    "sending location": "access point",
    "coverage": "receiving network coverage",
    "product": "payment instrument",
    "pick-up method": "pickup method",
}
_TEXTS = (
    "firm", "firm_type", "payment instrument", "access point", "speed actual", "transparent",
    "receiving network coverage", "pickup method",
)  # fmt: skip
_REQUIRED = (
    "id", "period", "source_code", "destination_code", "firm", "payment instrument", "access point",
    "speed actual", "cc1 lcu amount", "cc1 lcu fee", "cc1 fx margin", "cc1 total cost %", "cc2 total cost %",
    "transparent", "pickup method",
)  # fmt: skip
_NUMBERS = ("cc1 lcu amount", "cc1 lcu fee", "cc1 fx margin", "cc1 total cost %", "cc2 total cost %")
_PERIOD = re.compile(r"^(\d{4})_([1-4])Q$")
# The upper end, in days, of each speed that the dataset knows.
_DAYS = {
    "less than one hour": 0, "same day": 0, "next day": 1, "2 days": 2, "3-5 days": 5, "6 days or more": 6,
}  # fmt: skip
_COUNTERS = ("cash", "agent", "branch", "office", "home")  # ways to receive that need someone nearby
COST_TOLERANCE = 0.1  # percentage points


def _slug(text: str | None) -> str:
    return fold(text or "").replace(" ", "-") or "unknown"


def _tidy_header(table: pl.DataFrame, path: Path, sheet: str) -> tuple[pl.DataFrame, dict[str, tuple[str, str]]]:
    """Name the columns by the header in row 1, and tell their letters; columns without one are helpers and dropped."""
    names: dict[str, str] = {}
    for column, title in zip(table.columns, table.row(0), strict=True):
        name = (title or "").strip()
        name = _RENAMED.get(name.lower(), name.lower() if name.lower() in _REQUIRED else name)
        if name and name not in names.values():
            names[column] = name
    require_columns(list(names.values()), _REQUIRED, file=path, sheet=sheet, row=1)
    letters = dict(zip(table.columns, column_letters(path, sheet), strict=True))
    heads = {name: (letters[column], name) for column, name in names.items()}
    return table.select(list(names)).rename(names).slice(1), heads


def _periods(table: pl.DataFrame, path: Path, sheet: str) -> pl.DataFrame:
    """2020_3Q → 2020-Q3."""
    given = table["period"].unique().to_list()
    read = {}
    for text in given:
        found = _PERIOD.match((text or "").strip())
        if not found:
            at = table["period"].to_list().index(text)
            raise RowRefused(
                f'"{text}" is not a survey. One is written "2020_3Q".',
                file=path, sheet=sheet, row=at + 2, column="period",
            )  # fmt: skip
        read[text] = f"{found[1]}-Q{found[2]}"
    return table.with_columns(pl.col("period").replace_strict(read, return_dtype=pl.String).alias("TIME_PERIOD"))


def _says(row: dict[str, str | None]) -> str:
    """What SmaRT asks of a service, as compact JSON with keys in order. What is not stated is null."""
    speed = (row["speed actual"] or "").strip().lower()
    open_price = (row["transparent"] or "").strip().lower()
    said = {
        "access": _words(row["access point"]),
        "accessible": _is_accessible(row),
        "coverage": (row.get("receiving network coverage") or "").strip().lower() or None,
        "days": _DAYS.get(speed),
        "firm_type": (row.get("firm_type") or "").strip() or None,
        "instrument": _words(row["payment instrument"]),
        "pickup": _words(row["pickup method"]),
        "transparent": {"yes": True, "no": False}.get(open_price),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _is_accessible(row: dict[str, str | None]) -> bool | None:
    """Can the receiver reach the service? A network is near where its coverage is high or medium.

    A service without a counter is reached by the account or telephone that it needs. What the dataset does not
    say, or says on the older scale of areas, is not known.
    """
    pickup = (row["pickup method"] or "").lower()
    if not pickup:
        return None
    if not any(word in pickup for word in _COUNTERS):
        return True
    coverage = (row.get("receiving network coverage") or "").strip().lower()
    return {"high": True, "medium": True, "low": False, "nationwide": True}.get(coverage)


def _words(text: str | None) -> list[str]:
    return [word.strip().lower() for word in (text or "").split(",") if word.strip()]


def _described(table: pl.DataFrame) -> pl.DataFrame:
    """With the service's name in COMP_BREAKDOWN (firm|product) and what is said of it in COMMENT_OBS."""
    texts = [name for name in _TEXTS if name in table.columns]
    services = table.select(texts).unique(maintain_order=True)
    described = services.with_columns(
        pl.Series("COMMENT_OBS", [_says(row) for row in services.iter_rows(named=True)], dtype=pl.String),
        pl.Series("name", [
            f"{_slug(row['firm'])}|{_slug(row['payment instrument'])}.{_slug(row['access point'])}"
            f".{_slug(row['pickup method'])}"
            for row in services.iter_rows(named=True)
        ], dtype=pl.String),
    )  # fmt: skip
    table = table.join(described, on=texts, how="left", nulls_equal=True, maintain_order="left")
    # several rows of one survey may describe services alike: their number in the dataset tells them apart
    twins = pl.len().over("source_code", "destination_code", "TIME_PERIOD", "name") > 1
    return table.with_columns(
        pl.when(twins).then(pl.concat_str("name", "id", separator="|")).otherwise("name").alias("COMP_BREAKDOWN")
    )


def _read_sheet(path: Path, sheet: str, report: SourceReport) -> pl.DataFrame:
    table, heads = _tidy_header(read_sheet(path, sheet), path, sheet)
    table = numbers(table, _NUMBERS, file=path, sheet=sheet, first_row=2, heads=heads)
    for said in marks_said(table):
        report.remark(said)
    table = _periods(table.filter(pl.col("period").is_not_null()), path, sheet)
    report.read(table.height)
    for column in ("source_code", "destination_code"):
        table = place_codes(table, column, file=path, report=report)
    for speed in sorted({(text or "").strip() for text in table["speed actual"].unique()}):
        if speed and speed.lower() not in _DAYS:
            report.remark(f'speed "{speed}" is not known; services with it have no number of days')
    return _described(table)


def _fee_share() -> pl.Expr:
    """The fee in percent of the amount sent; missing where the amount is missing or zero."""
    return pl.when(pl.col("cc1 lcu amount") > 0).then(pl.col("cc1 lcu fee") / pl.col("cc1 lcu amount") * 100)


def _hold_costs(table: pl.DataFrame, report: SourceReport, sheet: str) -> None:
    """The published total must be fee plus margin; rows in which it is not are counted and kept."""
    off = table.filter((_fee_share() + pl.col("cc1 fx margin") - pl.col("cc1 total cost %")).abs() > COST_TOLERANCE)
    report.tell(f"{sheet}: rows whose total is not fee + margin", 0, off.height, "kept as published")


def _observed(table: pl.DataFrame, vintage: str) -> pl.DataFrame:
    hidden = pl.col("transparent").str.strip_chars().str.to_lowercase() == "no"
    table = table.with_columns(
        # an undisclosed margin is written 0, which it is not: the total then holds the fee alone
        pl.when(hidden).then(None).otherwise(pl.col("cc1 fx margin")).alias("margin"),
        pl.when(hidden).then(pl.lit("U")).otherwise(pl.lit("A")).alias("OBS_STATUS"),
        _fee_share().alias("fee"),
    )
    parts = []
    for code, column, said in (
        ("service_price_200", "cc1 total cost %", True), ("service_price_500", "cc2 total cost %", True),
        ("service_fee_200", "fee", False), ("service_margin_200", "margin", False),
    ):  # fmt: skip
        parts.append(rows(
            table.select(
                pl.col("destination_code").alias("COUNTERPART_AREA"),
                pl.col("source_code").alias("REF_AREA"),
                "COMP_BREAKDOWN", "TIME_PERIOD", "OBS_STATUS",
                pl.col(column).alias("OBS_VALUE"),
                *told(table),
                pl.col("COMMENT_OBS") if said else pl.lit(None, dtype=pl.String).alias("COMMENT_OBS"),
            ),
            INDICATOR=code, UNIT_MEASURE="PC", VINTAGE=vintage,
        ))  # fmt: skip
    return together(parts)


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """Percent of 200 or 500 USD, one row a service; COUNTERPART_AREA receives, REF_AREA sends.

    The vintage is the newest survey in the workbook.
    """
    parts = []
    for path in paths:
        found = [sheet for sheet in SHEETS if sheet in sheet_names(path)]
        if not found:
            listed = ", ".join(f'"{name}"' for name in sheet_names(path))
            raise SourceUnreadable(
                f'has neither sheet "{SHEETS[0]}" nor "{SHEETS[1]}"; its sheets are {listed}.', file=path
            )
        tables = []
        for sheet in found:
            table = _read_sheet(path, sheet, report)
            _hold_costs(table, report, sheet)
            tables.append(table)
        vintage = max((str(table["TIME_PERIOD"].max()) for table in tables if table.height), default="")
        parts += [_observed(table, vintage) for table in tables if table.height]
    return together(parts)


READER = Reader("rpw_services", ("rpw_dataset*.xlsx",), read)
