"""Doctors and nurses trained abroad, by country of training: OECD's health workforce migration.

Layout from documentation: SDMX-CSV of the dataflow DSD_HEALTH_WFMI@DF_HEALTH_WFMI. Stands on `_sdmx_csv`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.base.places import OTHER, TOTAL, UNKNOWN
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._placing import leave_out, place_codes
from passerelle.evidence.readers._sdmx_csv import flagged, read_sdmx
from passerelle.evidence.reading import read_csv
from passerelle.evidence.report import SourceReport

# the releases name the country of training differently
ORIGIN_COLUMNS = ("ORIGIN", "COUNTERPART_AREA", "COUNTRY_ORIGIN", "TRAINING_COUNTRY")
_SUMS = {"W", "_T", "TOTAL", "TOT", "WXOECD", "OECD", "W0"}
_NOT_PLACES = {"_U": (UNKNOWN, ""), "UNK": (UNKNOWN, ""), "_O": (OTHER, ""), "OTH": (OTHER, "")}
_PERSONS = ("PS", "PER", "PERSONS", "NB", "H", "HC", "Persons", "Number")
_PROFESSIONS = {"DOCTORS": ("PHYS", "DOC", "MED"), "NURSES": ("NURS",)}


def profession_of(measure: str) -> str | None:
    """DOCTORS or NURSES for a measure of a stock of the foreign-trained; None for flows and shares."""
    code = measure.upper()
    if "FLOW" in code or "SHARE" in code or "DOMESTIC" in code or "NATIVE" in code:
        return None
    for profession, marks in _PROFESSIONS.items():
        if any(mark in code for mark in marks):
            return profession
    return None


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """Persons by country of training, country of work, profession and year.

    Raises
    ------
    SourceUnreadable : no column on the country of training.
    """
    columns = read_csv(path, ()).columns
    origin = next((name for name in ORIGIN_COLUMNS if name in columns), None)
    if origin is None:
        raise SourceUnreadable(
            f"has no column on the country of training; expected one of {', '.join(ORIGIN_COLUMNS)}.", file=path
        )
    counted = "UNIT_MEASURE" in columns
    sdmx = read_sdmx(path, ("REF_AREA", origin, "MEASURE", *(("UNIT_MEASURE",) if counted else ())))
    report.read(sdmx.rows.height)
    rows = flagged(sdmx.rows.drop_nulls("OBS_VALUE"))
    if counted:
        other = ~pl.col("UNIT_MEASURE").is_in(list(_PERSONS)) & pl.col("UNIT_MEASURE").is_not_null()
        leave_out(report, path.name, "in another unit than persons", rows.filter(other).height)
        rows = rows.filter(~other)
    professions = {text: profession_of(text or "") for text in rows["MEASURE"].unique().to_list()}
    rows = rows.with_columns(pl.col("MEASURE").replace_strict(professions, return_dtype=pl.String).alias("profession"))
    for text, count in rows.filter(pl.col("profession").is_null())["MEASURE"].value_counts().iter_rows():
        report.leave_out(path.name, "not a stock of foreign-trained doctors or nurses", text or "empty", count)
    rows = rows.drop_nulls("profession")
    sums = pl.col(origin).is_in(list(_SUMS)).fill_null(False)
    leave_out(report, path.name, "a sum over countries of training", rows.filter(sums).height)
    rows = place_codes(rows.filter(~sums), origin, file=path.name, report=report, special=_NOT_PLACES)
    rows = place_codes(rows, "REF_AREA", file=path.name, report=report)
    return observations(
        rows.with_columns(
            pl.lit("health_workers_abroad").alias("INDICATOR"),
            pl.col(origin).alias("COUNTERPART_AREA"),
            pl.lit(TOTAL).alias("SEX"),
            pl.col("profession").alias("COMP_BREAKDOWN"),
            pl.lit("PS").alias("UNIT_MEASURE"),
            pl.lit(sdmx.updated or str(rows["TIME_PERIOD"].max())).alias("VINTAGE"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found, one after another."""
    return together(read_table(path, report) for path in paths)


READER = Reader("health_workers_abroad", ("*HEALTH_WFMI*.csv", "*health_wfmi*.csv"), read)
