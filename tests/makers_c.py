"""Small files in the publishers' layouts, one record a layout: what must be there, what counts, what is a place.

For tests only; figures are invented, headers are the publishers' (or of their documentation). What every reader of a
text table promises is tested over all of them; what is a reader's own, in its own file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from passerelle.evidence.readers import Reader
from passerelle.evidence.readers.registry import READERS
from passerelle.evidence.report import SourceReport
from tests.makers_b import (
    BARRO_LEE,
    GHO,
    ILOSTAT,
    UNHCR_DECISIONS,
    UNHCR_POPULATION,
    UNHCR_SOLUTIONS,
    WFMI,
    write_book,
    write_csv,
)

MEMBERS = (
    "iso2", "member", "state party", "year ratification or accession", "signatory", "no action", "status", "note",
)  # fmt: skip
UNTC = ("Participant", "Signature", "Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)")
COE = ("Country", "Signature", "Ratification", "Entry into Force", "Notes")
NORMLEX = ("Country", "Date", "Status", "Note")
GEODIST = (
    "iso_o", "iso_d", "contig", "comlang_off", "comlang_ethno", "colony", "comcol", "curcol", "col45", "smctry",
    "dist", "distcap", "distw", "distwces",
)  # fmt: skip
LFS = ("DATAFLOW", "LAST UPDATE", "freq", "unit", "sex", "age", "citizen", "geo", "TIME_PERIOD", "OBS_VALUE",
       "OBS_FLAG", "CONF_STATUS")  # fmt: skip
# the Commission's titles, with their two spaces and the line break inside a cell
CONSULATES = (
    "Schengen State", "Country where consulate is located", "Consulate", "Airport transit visas (ATVs) applied for ",
    "Uniform visas applied for", "Total  uniform visas issued (including MEV) \n",
    "Multiple entry uniform visas (MEVs) issued", "Share of MEVs on total number of uniform visas issued",
    "Total LTVs issued", "Uniform visas not issued", "Total ATVs and uniform visas applied for",
    "Total ATVs and uniform visas issued  (including multiple ATVs, MEVs and LTVs) ",
)  # fmt: skip
ESTAT = "ESTAT:LFSA_ERGAN(1.0)"
DAY = "03/03/25 11:00:00"


def reader_of(source: str) -> Reader:
    """The reader of a source, as the build finds it."""
    return next(reader for reader in READERS if reader.source == source)


def read(source: str, *paths: Path) -> tuple[pl.DataFrame, SourceReport]:
    """What the source's reader makes of files, and its report."""
    report = SourceReport(source)
    return reader_of(source).read(paths, report), report


@dataclass(frozen=True)
class Layout:
    """One text table of a publisher.

    `needed` are the columns that the reader cannot do without; `figure` is one that counts, and `place` one that
    names a place, with what the report says of an unknown one; `year` holds years. "" where there is none such.
    """

    source: str
    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    needed: tuple[str, ...]
    figure: str = ""
    place: str = ""
    unplaced: str = '"ZZZ" is no place'
    year: str = ""

    @property
    def id(self) -> str:
        return self.file.split(".")[0]

    def write(self, folder: Path, rows: Sequence[Sequence[Any]] | None = None, but: Sequence[str] = ()) -> Path:
        """The file, with other rows or without some columns."""
        kept = [at for at, name in enumerate(self.header) if name not in but]
        lines = [[row[at] for at in kept] for row in (self.rows if rows is None else rows)]
        return write_csv(folder / self.file, [self.header[at] for at in kept], lines)

    def with_last(self, column: str, value: Any) -> list[tuple[Any, ...]]:
        """The rows, the last one with another value in a column."""
        at = self.header.index(column)
        last = self.rows[-1]
        return [*self.rows[:-1], (*last[:at], value, *last[at + 1 :])]

    def read(self, path: Path) -> tuple[pl.DataFrame, SourceReport]:
        return read(self.source, path)


LAYOUTS = (
    Layout(
        "eurostat", "lfsa_ergan_x.csv", LFS,
        ((ESTAT, DAY, "A", "PC", "T", "Y15-64", "FOR", "DE", 2023, 65.8, "", ""),
         (ESTAT, DAY, "A", "PC", "T", "Y15-64", "NAT", "EL", 2023, 79.7, "b", "")),
        ("unit", "sex", "age", "citizen", "geo", "TIME_PERIOD", "OBS_VALUE"),
        figure="OBS_VALUE", place="geo", unplaced="geo is not one that is read", year="TIME_PERIOD",
    ),
    Layout(
        "eurostat", "eu_asylum_applicants_by_nationality_sex_2011_2024.csv",
        ("dest", "year", "nationality", "sex", "applicants"),
        (("DEU", 2016, "SYR", "female", 100), ("DEU", 2016, "SYR", "male", 170), ("SWE", 2016, "ERI", "male", 5)),
        ("dest", "year", "nationality", "sex", "applicants"), figure="applicants", place="nationality", year="year",
    ),
    Layout(
        "eurostat", "first_permits_by_reason_country_year.csv",
        ("Reason", "Country of citizenship", "geo", "year", "number_of_permits"),
        (("Education reasons", "Total", "Austria", 2022, 11675.0), ("Family reasons", "Total", "Poland", 2022, 90.0)),
        ("Reason", "Country of citizenship", "geo", "year", "number_of_permits"),
        figure="number_of_permits", place="geo", year="year",
    ),
    Layout(
        "unhcr", "unhcr_population_x.csv", UNHCR_POPULATION,
        ((2023, "SYR", "TUR", 500, 20, 0, 0, 0, 0, "", "", 0), (2023, "ERI", "ETH", 80, 0, 0, 0, 0, 0, 5, "", 0)),
        ("year", "coo_iso", "coa_iso", "refugees", "asylum_seekers", "idps", "hst"),
        figure="refugees", place="coo_iso", year="year",
    ),
    Layout(
        "unhcr", "unhcr_asylum_decisions_x.csv", UNHCR_DECISIONS,
        ((2023, "AFG", "AUS", "G", "AR", "C", 38, 0, 25, 0, 63), (2023, "ERI", "DEU", "G", "FI", "P", 9, 1, 0, 2, 12)),
        ("year", "coo_iso", "coa_iso", "procedure_type", "dec_level", "dec_pc", "dec_recognized", "dec_total"),
        figure="dec_recognized", place="coa_iso", year="year",
    ),
    Layout(
        "unhcr", "unhcr_solutions_x.csv", UNHCR_SOLUTIONS,
        ((2023, "SYR", "CAN", "", 17, 4, ""), (2023, "ERI", "SWE", "", 8, "", "")),
        ("year", "coo_iso", "coa_iso", "resettlement", "naturalisation", "returned_refugees"),
        figure="resettlement", place="coo_iso", year="year",
    ),
    Layout(
        "idmc", "idmc_idps_x.csv", ("year", "coo_iso", "coa_iso", "total"),
        ((2023, "SDN", "SDN", 9000), (2023, "COD", "COD", 6000)),
        ("year", "coo_iso", "coa_iso", "total"), figure="total", year="year",
    ),
    Layout(
        "unrwa", "unrwa_refugees_x.csv", ("year", "coo_iso", "coa_iso", "total"),
        ((2023, "PSE", "JOR", 2000), (2023, "PSE", "LBN", 400)),
        ("year", "coo_iso", "coa_iso", "total"), figure="total", place="coa_iso", year="year",
    ),
    Layout(
        "treaties", "untc_18-12-a_trafficking_2015-03.csv", UNTC,
        (("Albania", "12 Dec 2000", "21 Aug 2002"), ("Antigua and Barbuda", "", "17 Feb 2010 a")),
        ("Participant", UNTC[2]), place="Participant",
    ),
    Layout(
        "treaties", "icmw_ratification_un_members_2022.csv", MEMBERS,
        (("AL", "Albania", 1, 2007, 0, 0, "state party", ""), ("NA", "Namibia", 1, 2010, 0, 0, "state party", "")),
        ("iso2", "state party", "year ratification or accession", "signatory", "status"),
        place="iso2", year="year ratification or accession",
    ),
    Layout(
        "coe_treaties", "coe_197_2025-11.csv", COE,
        (("Albania", "22/12/2005", "06/02/2007", "01/02/2008", ""), ("Belarus", "", "26/11/2013 a", "", "")),
        ("Country", "Signature", "Ratification", "Entry into Force"), place="Country",
    ),
    Layout(
        "ilo_normlex", "normlex_c189_2025-11.csv", NORMLEX,
        (("Argentina", "24 Mar 2014", "In Force", ""), ("Namibia", "09 Dec 2020", "In Force", "")),
        ("Country", "Date", "Status"), place="Country",
    ),
    Layout(
        "ilostat", "EMP_NIFL_SEX_RT_A.csv", ILOSTAT,
        (("GHA", "BA:1", "EMP_NIFL_SEX_RT_A", "SEX_T", "", "", 2018, 78.4, "", "", "", ""),
         ("NAM", "BA:2", "EMP_NIFL_SEX_RT_A", "SEX_F", "", "", 2018, 61.5, "U", "", "", "")),
        ("ref_area", "source", "indicator", "sex", "time", "obs_value", "obs_status"),
        figure="obs_value", place="ref_area", year="time",
    ),
    Layout(
        "residents_by_education", "BL2013_MF2599_v2.2.csv", BARRO_LEE,
        ((1, "Ghana", 2010, "MF", 25, 999, 30, 20, 5, 40, 10, 10, 4, 6.7, 9000, "GHA", "SSA"),
         (2, "Mali", 2010, "MF", 25, 999, 80, 10, 2, 8, 2, 2, 1, 1.5, 5000, "MLI", "SSA")),
        ("year", "sex", "agefrom", "ageto", "lu", "lp", "ls", "lh", "pop", "WBcode"),
        figure="pop", place="WBcode", year="year",
    ),
    Layout(
        "health_workers_abroad", "OECD_DSD_HEALTH_WFMI_DF_HEALTH_WFMI.csv", WFMI,
        (("DATAFLOW", "OECD.ELS.HD:DSD_HEALTH_WFMI@DF_HEALTH_WFMI(1.0)", "I", "DEU", "FTPHYS", "PS", "SYR", 2022, 700,
          "A"),
         ("DATAFLOW", "OECD.ELS.HD:DSD_HEALTH_WFMI@DF_HEALTH_WFMI(1.0)", "I", "GBR", "FTNURS", "PS", "GHA", 2022, 300,
          "E")),
        ("STRUCTURE_ID", "REF_AREA", "MEASURE", "ORIGIN", "TIME_PERIOD", "OBS_VALUE"),
        figure="OBS_VALUE", place="ORIGIN", year="TIME_PERIOD",
    ),
    Layout(
        "apmig", "res_od.csv", ("year", "o_name", "d_name", "q50", "q10", "q90"),
        ((2019, "PHL", "AUS", 50, 40, 60), (2019, "IND", "NZL", 30, 20, 45)),
        ("year", "o_name", "d_name", "q50", "q10", "q90"),
        figure="q50", place="o_name", unplaced='column "o_name": no place has this code', year="year",
    ),
    Layout(
        "geodist", "dist_cepii.csv", GEODIST,
        (("MEX", "USA", 1, 0, 1, 0, 0, 0, 0, 0, 2000, 3037.9, 2500, 2400),
         ("FRA", "DZA", 0, 0, 1, 1, 0, 0, 1, 0, 1300, 1340, 1500, ".")),
        ("iso_o", "iso_d", "contig", "comlang_off", "comlang_ethno", "colony", "curcol", "col45", "distcap", "distw"),
        figure="distcap", place="iso_o", unplaced='column "iso_o": no place has this code',
    ),
    Layout(
        "who_uhc", "UHC_INDEX_REPORTED_2023.csv", GHO,
        (("UHC_INDEX_REPORTED", "UHC", "Country", "GHA", "Ghana", 2021, 48, "2023-09-18T10:00:00Z"),
         ("UHC_INDEX_REPORTED", "UHC", "Country", "NAM", "Namibia", 2021, 63, "2023-09-18T10:00:00Z")),
        ("IndicatorCode", "SpatialDimValueCode", "Location", "Period", "FactValueNumeric", "DateModified"),
        figure="FactValueNumeric", place="SpatialDimValueCode",
    ),
    Layout(
        "mipex", "mipex_av.csv", ("short", "idn", "loggdp", "mipex10"),
        (("AUS", 2.0, 12.9, 68), ("SWE", 4.0, 12.1, 83)), ("short", "mipex10"), figure="mipex10", place="short",
    ),
    Layout(
        "transfer_taxes", "transfer_taxes.csv", ("place", "means", "since", "until", "rate_percent", "reference"),
        (("USA", "CASH", "2026-01-01", "", 1, "26 USC 4475"), ("OMN", "CASH", "2027-01-01", "", 2, "a law")),
        ("place", "means", "since", "until", "rate_percent", "reference"), figure="rate_percent",
    ),
)  # fmt: skip

# Layouts whose rows are added up or laid long before they are figures.
SUMMED = (
    Layout(
        "frontex", "frontex_detections_route_nationality_month_2009_2025.csv",
        ("route", "type", "nationality", "month", "detections"),
        (("Central Mediterranean Route", "Sea", "BGD", "2015-01", 41), ("Western Balkan Route", "Land", "SYR", "2015-02", 7)),
        ("route", "type", "nationality", "month", "detections"), figure="detections",
    ),
    Layout(
        "us_cbp", "us_southwest_border_encounters_2017_2025.csv",
        ("month", "month_fy", "component", "area", "authority", "type", "demog", "nat", "encounters"),
        (("2020-01", "2020-04", "U.S. Border Patrol", "El Paso", "Title 8", "Apprehensions", "FMUA", "HND", 41),
         ("2020-01", "2020-04", "U.S. Border Patrol", "Yuma", "Title 8", "Apprehensions", "FMUA", "HND", 41)),
        ("month", "component", "authority", "type", "demog", "nat", "encounters"), figure="encounters",
    ),
    Layout(
        "missing_migrants", "missing_migrants_2014_2025_04.csv",
        ("date", "type", "route", "geo", "dead", "cause", "surv", "nat", "lon", "lat"),
        (("2016-01-06", "Incident", "Central Mediterranean", "LBY", 3, "Drowning", 4, "UNK", 12.5, 33.1),
         ("2016-01-07", "Incident", "Central American Route", "USA", 1, "Violence", "", "GTM", -110.4, 31.7)),
        ("date", "type", "route", "geo", "dead", "cause", "surv", "nat", "lon", "lat"), figure="dead",
    ),
    Layout(
        "wdi", "wdi_selected_indicators_long.csv", ("iso3", "indicator", "year", "value"),
        (("GHA", "unem", 2022, 3.1), ("NAM", "unem", 2023, 19.4)), ("iso3", "indicator", "year", "value"), figure="value",
    ),
    Layout(
        "abel_cohen", "bilat_mig_1990_2020.csv",
        ("year0", "orig", "dest", "sd_drop_neg", "sd_rev_neg", "mig_rate", "da_min_open", "da_min_closed", "da_pb_closed"),
        ((2010, "SYR", "TUR", 9, 9, 8, 7, 6, 9), (2015, "SYR", "TUR", 5, 5, 4, 3, 2, 5)),
        ("year0", "orig", "dest", "da_pb_closed"), figure="da_pb_closed",
    ),
    Layout(
        "abel_cohen", "bilat_mig_type_1990_2020.csv",
        ("year0", "orig", "dest", "type", "da_min_open", "da_min_closed", "da_pb_closed"),
        ((2010, "SYR", "TUR", "outward", 7, 6, 9), (2015, "SYR", "TUR", "return", 3, 2, 5)),
        ("year0", "orig", "dest", "type"), figure="da_pb_closed",
    ),
    Layout(
        "wpp", "wpp2019_mxF.txt", ("country_code", "name", "age", "2010-2015", "2015-2020"),
        ((288, "Ghana", 5, 0.004, 0.003), (516, "Namibia", 100, 0.5, 0.4)), ("country_code", "age", "2015-2020"),
        figure="2015-2020",
    ),
)  # fmt: skip


def consulates_book(path: Path, rows: Sequence[Sequence[Any]], **others: Sequence[Sequence[Any]]) -> Path:
    """The Commission's statistics: a row is (state, country, consulate, uniform visas issued); `others` are sheets."""
    lines = []
    for state, country, consulate, issued in rows:
        # the sum with transit visas and those of limited validity is larger, and is not what is read
        total = issued + 7 if isinstance(issued, int | float) else issued
        lines.append([state, country, consulate, 3, 900, issued, 5, "10 %", 4, 12, 903, total])
    sheets: dict[str, Sequence[Sequence[Any]]] = {"Data for consulates": [CONSULATES, *lines]}
    return write_book(path, sheets | others)
