"""Eurostat: work, income, education by citizenship or birth; asylum, permits, protection, borders, returns, vacancies.

Reads SDMX-CSV with codes, labels or both, and two cleaned tables. The list of tables is `_eurostat_tables`, the
codes are `_eurostat_codes`. Stands on `reading` and `observations`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.base.places import NO_PLACE, TOTAL
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers import _eurostat_cleaned as cleaned
from passerelle.evidence.readers._eurostat_codes import (
    SEX,
    UNIT,
    activity_of,
    age_of,
    birth_group,
    citizen_group,
    is_grouping,
    origin_of,
    place_of_geo,
    reason_of,
)
from passerelle.evidence.readers._eurostat_tables import TABLES, Table
from passerelle.evidence.readers._placing import add_note, leave_out, slug
from passerelle.evidence.readers._sdmx_csv import columns_of, dataflow_of, flagged, read_sdmx
from passerelle.evidence.report import SourceReport

_CLOSE = 0.01  # of the total

Translate = Callable[[str], str | None]


def _translate(rows: pl.DataFrame, column: str, into: Translate, file: str, report: SourceReport) -> pl.DataFrame:
    """Bring a column to our codes; rows that have none are listed and left out."""
    codes: dict[str, str] = {}
    for text in rows[column].unique(maintain_order=True).to_list():
        code = into(text or "")
        if code is not None:
            codes[text] = code
            continue
        reason = "a sum of countries, not a place" if is_grouping(text or "") else f"{column} is not one that is read"
        report.leave_out(file, reason, text or "empty", rows.filter(pl.col(column).eq_missing(text)).height)
    return rows.filter(pl.col(column).is_in(list(codes))).with_columns(pl.col(column).replace_strict(codes))


def _kept(rows: pl.DataFrame, table: Table, file: str, report: SourceReport) -> pl.DataFrame:
    for column, codes in table.keep.items():
        wanted = pl.col(column).is_in(codes).fill_null(False)
        for text, count in rows.filter(~wanted)[column].value_counts().sort(column).iter_rows():
            report.leave_out(file, f"{column} is not one that is read", text or "empty", count)
        rows = rows.filter(wanted)
    for column in table.breakdown:
        leave_out(report, file, f"{column} is empty", rows[column].null_count())
        rows = rows.filter(pl.col(column).is_not_null())
    return rows


def _citizens(rows: pl.DataFrame, table: Table, file: str, report: SourceReport) -> pl.DataFrame:
    """Groups of citizens or of births to the breakdown, or citizenships to the migrants' origins."""
    if table.citizens == "citizens":
        return _translate(rows, "citizen", citizen_group, file, report)
    if table.citizens == "births":
        return _translate(rows, "c_birth", birth_group, file, report)
    if table.citizens == "origins":
        origins = {text: origin_of(text or "") for text in rows["citizen"].unique().to_list()}
        notes = {text: found[1] or None for text, found in origins.items() if found}
        rows = rows.with_columns(
            add_note(pl.col("citizen").replace_strict(notes, default=None, return_dtype=pl.String))
        )
        codes = {text: found[0] for text, found in origins.items() if found}
        return _translate(rows, "citizen", codes.get, file, report)
    return rows


def _breakdown(rows: pl.DataFrame, table: Table) -> pl.Expr:
    parts = [pl.col(table.people)] if table.citizens in ("citizens", "births") else []
    for column in table.breakdown:
        texts = rows[column].unique().to_list()
        code: Callable[[str], str] = str
        if table.indicator.endswith("_permits"):
            code = reason_of
        elif column == "nace_r2":
            code = activity_of
        elif column != "isced11":  # whose codes, as ED5-8, are used as they are
            code = slug
        parts.append(pl.col(column).replace_strict({text: code(text) for text in texts}))
    return pl.concat_str(parts, separator=".") if parts else pl.lit(NO_PLACE)


def read_dataflow(path: Path, report: SourceReport) -> pl.DataFrame:
    """Read one table in SDMX-CSV.

    Raises
    ------
    SourceUnreadable : a dataflow that is not read here (those that are, are listed), a dimension lacking.
    """
    name = dataflow_of(path) or ""
    if name not in TABLES:
        raise SourceUnreadable(f'dataflow "{name}" is not read; those read are {", ".join(TABLES)}.', file=path)
    table = TABLES[name].without(columns_of(path))
    sdmx = read_sdmx(path, table.dimensions)
    report.read(sdmx.rows.height)
    empty = sdmx.rows.filter(pl.col("OBS_VALUE").is_null()).height
    leave_out(report, path.name, "no value (too few were asked, or not published)", empty)
    rows = _kept(flagged(sdmx.rows.filter(pl.col("OBS_VALUE").is_not_null())), table, path.name, report)
    rows = _translate(rows, "geo", place_of_geo, path.name, report)
    rows = _citizens(rows, table, path.name, report)
    if table.sex:
        rows = _translate(rows, "sex", SEX.get, path.name, report)
    if table.age:
        rows = _translate(rows, "age", age_of, path.name, report)
    if not table.unit:
        rows = _translate(rows, table.unit_dimension, UNIT.get, path.name, report)
    unit = pl.lit(table.unit) if table.unit else pl.col(table.unit_dimension)
    origins = pl.col("citizen") if table.citizens == "origins" else pl.lit(NO_PLACE)
    whole = rows.with_columns(
        _indicator(table, unit).alias("INDICATOR"),
        origins.alias("COUNTERPART_AREA"),
        pl.col("geo").alias("REF_AREA"),
        (pl.col("sex") if table.sex else pl.lit(TOTAL)).alias("SEX"),
        (pl.col("age") if table.age else pl.lit(TOTAL)).alias("AGE"),
        _breakdown(rows, table).alias("COMP_BREAKDOWN"),
        unit.alias("UNIT_MEASURE"),
        pl.lit(sdmx.updated or cleaned.VINTAGE).alias("VINTAGE"),
    )
    done = observations(whole.drop_nulls("INDICATOR"))
    return _shares_of_a_sex(done, path.name, report) if name == "DEMO_POPPCCTZ" else done


def _indicator(table: Table, unit: pl.Expr) -> pl.Expr:
    """The code of the figure; a unit or the total of all origins may have one of its own."""
    if table.units:
        return unit.replace_strict(table.units, default=None)
    if table.total:
        all_origins = pl.col("citizen") == TOTAL
        return pl.when(all_origins).then(pl.lit(table.total)).otherwise(pl.lit(table.indicator))
    return pl.lit(table.indicator)


def _shares_of_a_sex(rows: pl.DataFrame, file: str, report: SourceReport) -> pl.DataFrame:
    """Tell two tables of one dataflow apart: shares of a group in the population, or of a sex in a group.

    Where both sexes of every group are 100 %, the figures are women's and men's shares within the group, and say
    nothing of the group's share in the population.
    """
    both = rows.filter(pl.col("SEX") == TOTAL)
    if both.is_empty() or (both["OBS_VALUE"] != 100).any():
        return rows
    report.remark(f"{file}: shares of women and men within each group of citizens, not of groups in the population")
    report.leave_out(file, "100 % of a group for both sexes, which says nothing", rows=both.height)
    return rows.filter(pl.col("SEX") != TOTAL).with_columns(pl.lit("sex_share_by_citizenship").alias("INDICATOR"))


def _hold_against_totals(rows: pl.DataFrame, report: SourceReport) -> None:
    """Tell in how many countries and years the applicants by origin do not add up to the published total."""
    key = ["REF_AREA", "TIME_PERIOD"]
    both_sexes = rows.filter(pl.col("SEX") == TOTAL)
    total = both_sexes.filter(pl.col("INDICATOR") == "asylum_applicants_total").select(*key, "OBS_VALUE")
    parts = both_sexes.filter(
        (pl.col("INDICATOR") == "asylum_applicants")
        & pl.col("COMMENT_OBS").str.contains(cleaned.SUMMED, literal=True).fill_null(False)
    )
    if total.is_empty() or parts.is_empty():
        return
    held = total.join(parts.group_by(key).agg(pl.col("OBS_VALUE").sum().alias("sum")), on=key)
    off = held.filter((pl.col("sum") / pl.col("OBS_VALUE") - 1).abs() > _CLOSE).sort(
        (pl.col("sum") - pl.col("OBS_VALUE")).abs(), *key, descending=[True, False, False]
    )
    report.tell("countries and years whose applicants by origin are more than 1 % off the total", 0, off.height,
                "rounding to five, and origins that are withheld")  # fmt: skip
    for place, year, whole, found in off.head(10).iter_rows():
        report.tell(f"asylum applicants, {place} {year}, sum over origins", whole, found)


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All tables found. The publisher's own total of both sexes takes the place of our sum."""
    parts = [pl.DataFrame(schema=SCHEMA)]
    for path in paths:
        if path.name == cleaned.ASYLUM:
            parts.append(observations(cleaned.read_asylum(path, report)))
        elif path.name == cleaned.PERMITS:
            parts.append(observations(cleaned.read_permits(path, report)))
        else:
            parts.append(read_dataflow(path, report))
    rows = pl.concat(parts)
    key = ["INDICATOR", "COUNTERPART_AREA", "REF_AREA", "SEX", "AGE", "COMP_BREAKDOWN", "TIME_PERIOD"]
    _hold_against_totals(rows, report)
    summed = pl.col("COMMENT_OBS").str.contains(cleaned.SUMMED, literal=True).fill_null(False)
    own = rows.filter(~summed).select(key)
    replaced = rows.filter(summed).join(own, on=key, how="semi")
    leave_out(report, cleaned.ASYLUM, "a sum of ours where the publisher has its own total", replaced.height)
    return pl.concat([rows.filter(~summed), rows.filter(summed).join(own, on=key, how="anti")])


READER = Reader(
    "eurostat",
    (
        cleaned.ASYLUM, cleaned.PERMITS, "demo_poppcctz*.csv", "edat_lfs_9911*.csv", "ilc_di15*.csv",
        "ilc_li31*.csv", "ilc_li32*.csv", "ilc_lvps15*.csv", "lfsa_*gan*.csv", "lfsa_*gacob*.csv",
        "migr_asyappctza*.csv", "migr_asytpsm*.csv", "migr_ei*.csv", "migr_res*.csv",
        "tps00170*.csv", "jvs_q_nace2*.csv",
    ),
    read,
)  # fmt: skip
