"""ILOSTAT: monthly earnings, informality, participation; work of migrants by place of birth and by citizenship.

Layout from documentation: the bulk files, one an indicator, with codes. Stands on `reading`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from passerelle.base.places import NO_PLACE, TOTAL
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._placing import leave_out, place_codes, years
from passerelle.evidence.readers._sdmx_csv import status
from passerelle.evidence.reading import numbers, read_csv, require_columns
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import told

_COLUMNS = ("ref_area", "source", "indicator", "sex", "time", "obs_value", "obs_status")
_SEX = {"SEX_T": TOTAL, "SEX_F": "F", "SEX_M": "M"}
PROJECTED = 2  # years that a modelled table runs beyond its edition
_EDITION = re.compile(r"_(20\d{2}(?:-\d{2})?)$")
_SURVEY = "BA:"  # labour force surveys, which come first where a year has several sources


@dataclass(frozen=True, slots=True)
class _Series:
    """One indicator of the bulk files: our code, the unit, and what of its classifications is kept."""

    code: str
    unit: str
    keep: dict[str, str] = field(default_factory=dict)
    age: str = TOTAL
    modelled: bool = False  # ILO's own estimate, of places and years without a survey too, some of them to come
    ages: tuple[
        str, ...
    ] = ()  # codes of one age group in `classif1`; a release has one of them, the first found counts
    groups: dict[str, str] = field(default_factory=dict)  # codes of `classif2` that go to COMP_BREAKDOWN

    @property
    def columns(self) -> tuple[str, ...]:
        """The classifications that the file must have."""
        more = ["classif1"] if self.ages else []
        return tuple(dict.fromkeys([*self.keep, *more, *(["classif2"] if self.groups else [])]))


# Everybody of 15 and over, as releases name it: in ILO's tables of migrants the total is those of working age
_GE15 = ("AGE_YTHADULT_YGE15", "AGE_AGGREGATE_YGE15", "AGE_AGGREGATE_TOTAL")
_BORN = {"CBR_BIR_FOREIGN": "BORN_FOR", "CBR_BIR_NATIVE": "BORN_NAT"}
_CITIZENS = {"CCT_CIT_NONCIT": "CITIZEN_FOR", "CCT_CIT_CITIZEN": "CITIZEN_NAT"}


SERIES = {
    "EAR_4MTH_SEX_ECO_CUR_NB_A": _Series(
        "monthly_earnings", "USD", {"classif1": "ECO_AGGREGATE_TOTAL", "classif2": "CUR_TYPE_USD"}
    ),
    "EAR_4MTH_SEX_CUR_NB_A": _Series("monthly_earnings", "USD", {"classif1": "CUR_TYPE_USD"}),
    "EMP_NIFL_SEX_RT_A": _Series("informality_rate", "PC"),
    "EAP_2WAP_SEX_AGE_RT_A": _Series(
        "participation_rate", "PC", {"classif1": "AGE_YTHADULT_YGE15"}, "Y_GE15", modelled=True
    ),
    "EAP_DWAP_SEX_AGE_RT_A": _Series("participation_rate", "PC", {"classif1": "AGE_YTHADULT_YGE15"}, "Y_GE15"),
    **{
        f"{name}_SEX_AGE_{by}_RT_A": _Series(code, "PC", age="Y_GE15", ages=_GE15, groups=groups)
        for name, code in (
            ("EMP_DWAP", "employment_rate"), ("UNE_DEAP", "unemployment_rate"), ("EAP_DWAP", "activity_rate"),
        )
        for by, groups in (("CBR", _BORN), ("CCT", _CITIZENS))
    },
}  # fmt: skip


def _one_source(rows: pl.DataFrame, file: str, report: SourceReport) -> pl.DataFrame:
    """Keep one source a place, year and sex: a labour force survey where there is one, else the first by code.

    Rows of that source are all kept, so that two of them with different values are seen and refused.
    """
    survey = pl.col("source").str.starts_with(_SURVEY).fill_null(False)
    ranked = rows.sort(~survey, "source", maintain_order=True)
    chosen = pl.col("source").first().over("ref_area", "time", "sex")
    kept = ranked.filter(pl.col("source").eq_missing(chosen))
    leave_out(report, file, "a second source for the same place, year and sex", rows.height - kept.height)
    return kept


def _one_age(rows: pl.DataFrame, series: _Series, file: str, report: SourceReport) -> pl.DataFrame:
    """Keep the one age group that is read, under the first of its codes that the release has."""
    if not series.ages:
        return rows
    there = set(rows["classif1"].unique().to_list())
    code = next((code for code in series.ages if code in there), series.ages[0])
    other = pl.col("classif1").ne_missing(pl.lit(code))
    leave_out(report, file, f"classif1 other than {code}", rows.filter(other).height)
    return rows.filter(~other)


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """Read the bulk file of one indicator or more; what is not in `SERIES` is listed and left out.

    Raises
    ------
    SourceUnreadable : a classification that the indicator needs is lacking.
    RowRefused : a value below zero or a year that is none.
    """
    table = read_csv(path, _COLUMNS)
    report.read(table.height)
    table = years(numbers(table, ("obs_value",), file=path, lowest=0), "time", file=path)
    parts = [pl.DataFrame(schema=SCHEMA)]
    for name in table["indicator"].unique(maintain_order=True).to_list():
        rows = table.filter(pl.col("indicator").eq_missing(pl.lit(name)))
        series = SERIES.get(name)
        if series is None:
            report.leave_out(path.name, f'indicator "{name or ""}" is not read here', "", rows.height)
            continue
        require_columns(table.columns, series.columns, file=path, row=1)
        for column, code in series.keep.items():
            other = pl.col(column).ne_missing(pl.lit(code))
            leave_out(report, path.name, f"{column} other than {code}", rows.filter(other).height)
            rows = rows.filter(~other)
        rows = _one_age(rows, series, path.name, report)
        if series.groups:
            other = ~pl.col("classif2").is_in(list(series.groups)).fill_null(False)
            leave_out(report, path.name, "a total, or people of whom it is not known", rows.filter(other).height)
            rows = rows.filter(~other)
        known = pl.col("sex").is_in(list(_SEX)).fill_null(False)
        leave_out(report, path.name, "sex is not one that is read", rows.filter(~known).height)
        rows = _one_source(rows.filter(known), path.name, report)
        parts.append(_observe(rows, series, _edition(rows, series, path, report), path.name, report))
    return pl.concat(parts)


def _edition(rows: pl.DataFrame, series: _Series, path: Path, report: SourceReport) -> str:
    """The edition: the file's name may tell it, else it is the newest year.

    ILO's modelled tables run beyond their edition, by two years in those known; without a name that tells the edition
    so many are taken off, and the report says so. That number was not read in ILO's documents.
    """
    named = _EDITION.search(path.stem)
    if named:
        return named[1]
    newest = int(str(rows["time"].max() or "0")[:4])
    if not series.modelled:
        return str(newest)
    report.remark(
        f"{path.name}: the name does not tell the edition of ILO's model; {newest - PROJECTED} is taken, as the table "
        f"runs to {newest} and {PROJECTED} years of it are projected. Name it, as {path.stem}_2025-11.csv."
    )
    return str(newest - PROJECTED)


def _observe(rows: pl.DataFrame, series: _Series, vintage: str, file: str, report: SourceReport) -> pl.DataFrame:
    # the publisher's regions and income groups begin with X
    groups = pl.col("ref_area").str.contains(r"^X\d{2}$").fill_null(False)
    leave_out(report, file, "a grouping, not a place", rows.filter(groups).height)
    rows = place_codes(rows.filter(~groups), "ref_area", file=file, report=report, special={"KOS": ("XKX", "")})
    flags = {text: status(text)[0] for text in rows["obs_status"].unique().to_list()}
    usual = "E" if series.modelled else "A"
    ahead = pl.col("time") > vintage[:4] if series.modelled else pl.lit(False)
    return observations(
        rows.with_columns(
            pl.lit(series.code).alias("INDICATOR"),
            pl.col("ref_area").alias("REF_AREA"),
            pl.col("sex").replace_strict(_SEX).alias("SEX"),
            pl.lit(series.age).alias("AGE"),
            (pl.col("classif2").replace_strict(series.groups) if series.groups else pl.lit(NO_PLACE)).alias(
                "COMP_BREAKDOWN"
            ),
            pl.col("time").alias("TIME_PERIOD"),
            pl.col("obs_value").alias("OBS_VALUE"),
            *told(rows, "obs_value"),
            pl.lit(series.unit).alias("UNIT_MEASURE"),
            pl.when(ahead)
            .then(pl.lit("F"))
            .otherwise(
                pl.col("obs_status").replace_strict(
                    {text: usual if code == "A" else code for text, code in flags.items()}
                )
            )
            .alias("OBS_STATUS"),
            pl.concat_str(pl.lit("source "), "source").alias("COMMENT_OBS"),
            pl.lit(vintage).alias("VINTAGE"),
        )
    )


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All files found. Two files of one figure must not meet: the first by name is kept.

    A survey's years beside the model's are one edition of the figure, the newer of the two.
    """
    kept = pl.DataFrame(schema=SCHEMA)
    for path in paths:
        rows = read_table(path, report)
        key = ["INDICATOR", "REF_AREA", "SEX", "COMP_BREAKDOWN", "TIME_PERIOD"]
        fresh = rows.join(kept, on=key, how="anti", maintain_order="left")
        leave_out(report, path.name, "the same figure in a second file", rows.height - fresh.height)
        kept = pl.concat([kept, fresh])
    return kept.with_columns(pl.col("VINTAGE").max().over("INDICATOR"))


READER = Reader("ilostat", tuple(f"{name}*.csv" for name in SERIES), read)
