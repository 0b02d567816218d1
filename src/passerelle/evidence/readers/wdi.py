"""World Bank, World Development Indicators: the official CSV of one indicator, and a long table of several.

Each file is its own vintage. Stands on `reading` and `observations`.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.base.places import WORLD
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import place_codes, rows, together
from passerelle.evidence.readers._placing import years as as_years
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import melt, told

LONG = "wdi_selected_indicators_long.csv"
HEADER_ROW = 5  # of the official layout: two lines of papers, each followed by an empty one
# The Bank's code → ours and the unit.
INDICATORS = {
    "BM.TRF.PWKR.CD.DT": ("remittances_paid", "USD"),
    "BX.TRF.PWKR.CD.DT": ("remittances_received", "USD"),
    "NY.GDP.MKTP.CD": ("gdp", "USD"),
    "NY.GDP.PCAP.CD": ("gdp_per_head", "USD"),
    "NY.GDP.PCAP.PP.KD": ("gdp_per_head_ppp", "INTL_USD_2021"),
    "SL.UEM.TOTL.ZS": ("unemployment", "PC"),
    "SL.UEM.TOTL.NE.ZS": ("unemployment_national", "PC"),
    "SP.POP.TOTL": ("population_wdi", "PS"),
    "SM.POP.NETM": ("net_migration_wdi", "PS"),
    "SP.DYN.CBRT.IN": ("birth_rate", "PER_1000"),
    "SP.POP.DPND": ("dependency_ratio", "PER_100"),
    "FP.CPI.TOTL.ZG": ("inflation", "PC"),
    "BX.KLT.DINV.CD.WD": ("fdi_in", "USD"),
    "BM.KLT.DINV.CD.WD": ("fdi_out", "USD"),
    "PV.EST": ("political_stability", "INDEX"),
}
# The long table's own names → the Bank's codes.
LONG_NAMES = {
    "remin": "BX.TRF.PWKR.CD.DT", "remout": "BM.TRF.PWKR.CD.DT", "gdp": "NY.GDP.MKTP.CD",
    "income": "NY.GDP.PCAP.PP.KD", "unem": "SL.UEM.TOTL.ZS", "pop": "SP.POP.TOTL", "nmig": "SM.POP.NETM",
    "birth": "SP.DYN.CBRT.IN", "depend": "SP.POP.DPND", "inf": "FP.CPI.TOTL.ZG", "fdiin": "BX.KLT.DINV.CD.WD",
    "fdiout": "BM.KLT.DINV.CD.WD", "polstb": "PV.EST",
}  # fmt: skip
NOT_BELOW_ZERO = frozenset(
    {"remittances_paid", "remittances_received", "gdp", "gdp_per_head", "gdp_per_head_ppp", "unemployment",
     "unemployment_national", "population_wdi", "birth_rate", "dependency_ratio"}
)  # fmt: skip
# The Bank's codes for sums of places.
GROUPS = frozenset((
    "AFE", "AFR", "AFW", "ARB", "CAA", "CEA", "CEB", "CEU", "CLA", "CME", "CSA", "CSS", "DEA",
    "DEC", "DLA", "DMN", "DNS", "DSA", "DSF", "DSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU",
    "EUU", "FCS", "HIC", "HPC", "IBB", "IBD", "IBT", "IDA", "IDB", "IDX", "INX", "LAC", "LCN",
    "LDC", "LIC", "LMC", "LMY", "LTE", "MDE", "MEA", "MIC", "MNA", "NAC", "NAF", "NRS", "NXS",
    "OED", "OSS", "PRE", "PSS", "PST", "RRS", "SAS", "SSA", "SSF", "SST", "SXZ", "TEA", "TEC",
    "TLA", "TMN", "TSA", "TSS", "UMC", "XZN",
))  # fmt: skip
_YEAR = re.compile(r"^(19|20)\d\d$")


# Syria's remittances stand at zero in every year of the war, Singapore's always: no report, written as a number.
ZERO_IS_UNSURE = frozenset({"remittances_received", "remittances_paid"})


def _vintage(path: Path) -> str:
    """The "Last Updated Date" in line 3 of the official layout; ISO 8601.

    Raises
    ------
    SourceUnreadable : no such line: the file is not in the official layout.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for _, line in zip(range(HEADER_ROW), lines, strict=False):
            if "Last Updated Date" in line:
                found = re.search(r"\d{4}-\d{2}-\d{2}", line)
                if found:
                    return date.fromisoformat(found[0]).isoformat()
    raise SourceUnreadable('no "Last Updated Date" above the table.', file=path, row=3)


def read_official(path: Path, report: SourceReport) -> pl.DataFrame:
    """One indicator, a row a place and a column a year; a code that we do not know is reported."""
    vintage = _vintage(path)
    table = read_csv(path, ("Country Name", "Country Code", "Indicator Code"), header_row=HEADER_ROW)
    report.read(table.height)
    years = [name for name in table.columns if _YEAR.match(name)]
    table = numbers(table, years, file=path, first_row=HEADER_ROW + 1)
    parts = []
    for code in table["Indicator Code"].unique(maintain_order=True):
        of_code = table.filter(pl.col("Indicator Code").eq_missing(pl.lit(code)))
        if code not in INDICATORS:
            report.leave_out(path.name, "an indicator that has no use here yet", f'"{code or ""}"', of_code.height)
            continue
        placed = place_codes(of_code, "Country Code", file=path, report=report, also={"WLD": WORLD}, groups=GROUPS)
        long = melt(
            placed,
            years,
            ["Country Code", "Country Code_note"],
            variable_name="TIME_PERIOD",
            value_name="OBS_VALUE",
        )
        parts.append(_observed(long, INDICATORS[code], vintage, path, report))
    return together(parts)


def _observed(
    long: pl.DataFrame, meaning: tuple[str, str], vintage: str, path: Path, report: SourceReport
) -> pl.DataFrame:
    indicator, unit = meaning
    if indicator in ZERO_IS_UNSURE:
        zeros = long.filter(pl.col("OBS_VALUE") == 0)
        if zeros.height:
            places = ", ".join(sorted(zeros["Country Code"].unique())[:20])
            report.leave_out(path.name, f"{indicator}: a zero, which the table also has where nothing is reported",
                             places, zeros.height)  # fmt: skip
        long = long.filter((pl.col("OBS_VALUE") != 0) | pl.col("OBS_VALUE").is_null())
    below = long.filter(pl.col("OBS_VALUE") < 0)
    if indicator in NOT_BELOW_ZERO and below.height:
        place, year, value = below.select("Country Code", "TIME_PERIOD", "OBS_VALUE").row(0)
        raise SourceUnreadable(
            f"{indicator} of {place} in {year} is {value:g}, and cannot be below zero.",
            file=path,
            column=year,
        )
    named = long.rename({"Country Code": "REF_AREA", "Country Code_note": "COMMENT_OBS"})
    return rows(named, INDICATOR=indicator, UNIT_MEASURE=unit, VINTAGE=vintage)


def read_long(path: Path, report: SourceReport) -> pl.DataFrame:
    """Several indicators, one value a row.

    The table does not state its edition; the vintage is the year after its last one, in which the Bank
    published it at the earliest.
    """
    table = read_csv(path, ("iso3", "indicator", "year", "value"))
    report.read(table.height)
    table = as_years(numbers(table, ("value",), file=path), "year", file=path)
    vintage = str(int(max(table["year"].to_list())) + 1)
    table = place_codes(table, "iso3", file=path, report=report, also={"WLD": WORLD}, groups=GROUPS)
    table = table.with_columns(told(table, "value"))
    table = table.rename({"iso3": "Country Code", "iso3_note": "Country Code_note", "year": "TIME_PERIOD",
                          "value": "OBS_VALUE"})  # fmt: skip
    parts = []
    for name in table["indicator"].unique(maintain_order=True):
        of_name = table.filter(pl.col("indicator").eq_missing(pl.lit(name))).drop("indicator")
        if name not in LONG_NAMES:
            report.leave_out(path.name, "an indicator that has no use here yet", f'"{name or ""}"', of_name.height)
            continue
        parts.append(_observed(of_name, INDICATORS[LONG_NAMES[name]], vintage, path, report))
    return together(parts)


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """Every file as its own vintage."""
    return together(read_long(path, report) if path.name == LONG else read_official(path, report) for path in paths)


READER = Reader("wdi", ("API_*_DS2_*.csv", LONG), read)
