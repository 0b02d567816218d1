"""UN DESA, World Population Prospects: editions 2019 (text files) and 2024 (yearly events).

Past periods only, 1950–2023; countries, areas and the world. Stands on `reading` and `observations`.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from passerelle.base.places import WORLD
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import REGION, place_m49, rows, together
from passerelle.evidence.reading import numbers, read_csv, refuse, require_columns
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import melt, told

ANNUAL_2024 = "wpp2024_births_deaths_netmig_pop_annual_1950_2023.csv"
LAST_PAST_YEAR = 2020  # of edition 2019; what lies beyond is projection
WORLD_2020 = 7_794_798_729.0  # persons, mid-2020, edition 2019 (Table 2 of the stock workbook of 2020 agrees)
_EVENTS = {
    "pop_midyear": ("population", 1.0),
    "births_th": ("births", 1000.0),
    "deaths_th": ("deaths", 1000.0),
    "netmig_th": ("net_migration", 1000.0),
    "popchange_th": ("population_change", 1000.0),
}


def _placed(table: pl.DataFrame, path: Path, report: SourceReport) -> pl.DataFrame:
    """M49 codes to places and the world (900); regions and unknown codes reported, once each."""
    found: dict[str, str] = {}
    for code, name, count in table.group_by("country_code", "name", maintain_order=True).len().iter_rows():
        iso3 = WORLD if code == "900" else place_m49(code)
        if iso3:
            found[code] = iso3
        elif (code or "").isdigit() and int(code) >= 900:
            report.leave_out(path.name, REGION, f"{name} ({code})", count)
        else:
            report.leave_out(path.name, 'column "country_code": no place has this code', f"{name} ({code})", count)
    placed = table.with_columns(
        pl.col("country_code").replace_strict(found, default=None, return_dtype=pl.String).alias("REF_AREA")
    )
    return placed.filter(pl.col("REF_AREA").is_not_null())


_AGE = r"^\d+(-\d+|\+)?$"


def _age(label: str) -> str:
    """0-4 → Y0T4, 100+ → Y_GE100; death rates name the first year of the group: 0, 1, 5, 10 … 100."""
    if label.endswith("+") or label == "100":
        return f"Y_GE{label.rstrip('+')}"
    if "-" in label:
        return "Y" + label.replace("-", "T")
    first = int(label)
    return {0: "Y0", 1: "Y1T4"}.get(first, f"Y{first}T{first + 4}")


def _is_past(period: str) -> bool:
    return re.fullmatch(r"\d{4}(-\d{4})?", period) is not None and int(period[-4:]) <= LAST_PAST_YEAR


def _wide(path: Path, report: SourceReport, *, by_age: bool = False, lowest: float | None = 0) -> pl.DataFrame:
    """A file with one column a year or period: REF_AREA, AGE where it has ages, TIME_PERIOD, OBS_VALUE."""
    leading = ["country_code", "name", *(["age"] if by_age else [])]
    table = read_csv(path, leading)
    report.read(table.height)
    past = [name for name in table.columns if _is_past(name)]
    require_columns(past, ["2020" if "2020" in past else "2015-2020"], file=path, row=1)
    table = numbers(table, past, file=path, lowest=lowest)
    if by_age:
        refuse(table, ~pl.col("age").str.contains(_AGE).fill_null(False),
               '"{found}" is no age group; one is written 0-4, 5 or 100+.', file=path, column="age")  # fmt: skip
    table = _placed(table, path, report)
    if by_age:
        ages = {label: _age(label) for label in table["age"].unique()}
        table = table.with_columns(pl.col("age").replace_strict(ages, return_dtype=pl.String).alias("AGE"))
    index = ["REF_AREA", *(["AGE"] if by_age else [])]
    return melt(table, past, index, variable_name="TIME_PERIOD", value_name="OBS_VALUE")


def _population(women: pl.DataFrame, men: pl.DataFrame, report: SourceReport) -> pl.DataFrame:
    """Persons by sex and five-year age group, with the sums over sexes and over ages."""
    sexes = pl.concat([women.with_columns(SEX=pl.lit("F")), men.with_columns(SEX=pl.lit("M"))], how="diagonal")
    sexes = sexes.with_columns(pl.col("OBS_VALUE") * 1000)
    key = ["REF_AREA", "TIME_PERIOD"]
    both = sexes.group_by(*key, "AGE").agg(pl.col("OBS_VALUE").sum()).with_columns(SEX=pl.lit("_T"))
    by_age = pl.concat([sexes, both], how="diagonal")
    all_ages = by_age.group_by(*key, "SEX").agg(pl.col("OBS_VALUE").sum()).with_columns(AGE=pl.lit("_T"))
    whole = pl.concat([by_age, all_ages], how="diagonal").with_columns(pl.col("OBS_VALUE").round(0))
    world = whole.filter(
        (pl.col("REF_AREA") == WORLD) & (pl.col("TIME_PERIOD") == "2020") & (pl.col("SEX") == "_T")
        & (pl.col("AGE") == "_T")
    )  # fmt: skip
    if world.height:
        # the publisher rounds each age group to whole persons
        report.check("edition 2019: world population 2020", WORLD_2020, float(world["OBS_VALUE"][0]), within=100)
    return rows(whole, INDICATOR="population_by_age", UNIT_MEASURE="PS", OBS_STATUS="E", VINTAGE="2019")


def _annual(path: Path, report: SourceReport) -> pl.DataFrame:
    """Edition 2024: population, births, deaths, net migration and change; persons, by calendar year."""
    table = read_csv(path, ("country_code", "iso3", "name", "year", *_EVENTS))
    report.read(table.height)
    may_be_negative = ("netmig_th", "popchange_th")
    table = numbers(table, [name for name in _EVENTS if name not in may_be_negative], file=path, lowest=0)
    table = _placed(numbers(table, may_be_negative, file=path), path, report)
    long = melt(table, list(_EVENTS), ["REF_AREA", "year"], variable_name="event", value_name="value")
    codes = {column: code for column, (code, _) in _EVENTS.items()}
    scales = {column: scale for column, (_, scale) in _EVENTS.items()}
    shaped = long.select(
        "REF_AREA",
        pl.col("year").alias("TIME_PERIOD"),
        pl.col("event").replace_strict(codes, return_dtype=pl.String).alias("INDICATOR"),
        (pl.col("value") * pl.col("event").replace_strict(scales, return_dtype=pl.Float64)).round(0).alias("OBS_VALUE"),
        *told(long),
    )
    _hold_net_migration(shaped, report)
    return rows(shaped, UNIT_MEASURE="PS", OBS_STATUS="E", VINTAGE="2024")


def _hold_net_migration(table: pl.DataFrame, report: SourceReport) -> None:
    """Net migration of the world is zero by definition; how far the countries' sum is from it is told."""
    moves = table.filter((pl.col("INDICATOR") == "net_migration") & (pl.col("REF_AREA") != WORLD))
    for year in ("2010", "2020", "2023"):
        found = moves.filter(pl.col("TIME_PERIOD") == year)["OBS_VALUE"].sum()
        report.tell(f"edition 2024: net migration of all countries {year}", 0, float(found), "zero but for rounding")


def _series(
    path: Path, report: SourceReport, *, indicator: str, unit: str, sex: str = "_T", by_age: bool = False,
    lowest: float | None = 0, scale: float = 1,
) -> pl.DataFrame:  # fmt: skip
    """One file of edition 2019 as one indicator."""
    table = _wide(path, report, by_age=by_age, lowest=lowest)
    if scale != 1:
        table = table.with_columns((pl.col("OBS_VALUE") * scale).round(0))
    return rows(
        table, INDICATOR=indicator, UNIT_MEASURE=unit, SEX=sex, OBS_STATUS="E", VINTAGE="2019"
    )  # fmt: skip


_FILES_2019: dict[str, Callable[[Path, SourceReport], pl.DataFrame]] = {
    "wpp2019_mxF.txt": partial(_series, indicator="death_rate", unit="PER_PS_Y", sex="F", by_age=True),
    "wpp2019_mxM.txt": partial(_series, indicator="death_rate", unit="PER_PS_Y", sex="M", by_age=True),
    "wpp2019_percentASFR.txt": partial(_series, indicator="fertility_share", unit="PC", sex="F", by_age=True),
    "wpp2019_tfr.txt": partial(_series, indicator="total_fertility", unit="CHILDREN", sex="F"),
    "wpp2019_e0F.txt": partial(_series, indicator="life_expectancy", unit="YR", sex="F"),
    "wpp2019_e0M.txt": partial(_series, indicator="life_expectancy", unit="YR", sex="M"),
    "wpp2019_sexRatio.txt": partial(_series, indicator="sex_ratio_at_birth", unit="1"),
    "wpp2019_migration.txt": partial(_series, indicator="net_migration_period", unit="PS", lowest=None, scale=1000),
}
WOMEN, MEN = "wpp2019_popF.txt", "wpp2019_popM.txt"


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """Both editions, beside one another."""
    by_name = {path.name: path for path in paths}
    parts = [reader(by_name[name], report) for name, reader in _FILES_2019.items() if name in by_name]
    if WOMEN in by_name and MEN in by_name:
        women, men = (_wide(by_name[name], report, by_age=True) for name in (WOMEN, MEN))
        parts.append(_population(women, men, report))
    elif WOMEN in by_name or MEN in by_name:
        report.remark(f"population of edition 2019 is not read: it needs both {WOMEN} and {MEN}")
    if ANNUAL_2024 in by_name:
        parts.append(_annual(by_name[ANNUAL_2024], report))
    return together(parts)


READER = Reader("wpp", (*_FILES_2019, WOMEN, MEN, ANNUAL_2024), read)
