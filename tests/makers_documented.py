"""A folder of the sources that the shipped evidence lacks, each in its documented layout, with invented figures.

For tests only. One maker a source; each writes its files into a folder of its own.
"""

from collections.abc import Callable
from pathlib import Path

from tests.makers import service, services_workbook, workbook
from tests.makers_b import BARRO_LEE, GHO, ILOSTAT, WFMI, eurostat_codes, iab_book, oghist_book, write_csv
from tests.makers_c import COE, MEMBERS, NORMLEX, UNTC, consulates_book

OECD = "OECD.ELS.HD:DSD_HEALTH_WFMI@DF_HEALTH_WFMI(1.0)"


def rpw_services(folder: Path) -> None:
    """Two quarters of Mexico from the United States: three firms, one of which does not tell its margin."""
    prices = [("Alpha", 3.0, 2.0), ("Beta", 4.0, 3.0), ("Gamma", 5.0, 4.0), ("Gamma", 8.0, 7.0)]
    rows = [service(id=at, period="2024_2Q", firm=firm, **{"cc1 total cost %": low, "cc2 total cost %": high})
            for at, (firm, low, high) in enumerate(prices)]  # fmt: skip
    hidden = service(id=9, period="2024_2Q", firm="Delta", transparent="no", **{"cc1 total cost %": 1.0})
    services_workbook(folder / "rpw_dataset_2011_2024_q2.xlsx", [*rows, hidden, service(period="2024_1Q")])


def education(folder: Path) -> None:
    """Ghana's emigrants and residents by education: 100,000 of the tertiary-educated abroad, 900,000 at home."""
    iab_book(folder / "iabbd_8010_v1.xlsx", ("Low", "Medium", "High"), [("Ghana", 1, 1, 1, 60, 70, 100_000)])
    iab_book(folder / "iabbd_8010_v1_gender.xlsx", ("Total", "M-Total", "F-Total"), [("Ghana", 1, 1, 0, 120, 65, 55)])
    told = {"year": 2010, "sex": "MF", "agefrom": 25, "ageto": 999, "lu": 30, "lp": 20, "ls": 40, "lh": 10, "pop": 9000,
            "WBcode": "GHA"}  # fmt: skip
    write_csv(folder / "BL2013_MF2599_v2.2.csv", BARRO_LEE, [[told.get(name, "") for name in BARRO_LEE]])


def who_uhc(folder: Path) -> None:
    """Ghana between the two thresholds of 50 and 55, Germany above both."""
    write_csv(folder / "UHC_INDEX_REPORTED_2025.csv", GHO, [
        ("UHC_INDEX_REPORTED", "…", "Country", place, "…", 2021, index, "2025-05-02T10:00:00Z")
        for place, index in (("GHA", 52), ("DEU", 88))
    ])  # fmt: skip


def health_workers_abroad(folder: Path) -> None:
    write_csv(folder / "OECD_DSD_HEALTH_WFMI.csv", WFMI, [
        ("DATAFLOW", OECD, "I", "GBR", measure, "PS", "GHA", 2023, persons, "A")
        for measure, persons in (("FTPHYS", 2100), ("FTNURS", 9300))
    ])  # fmt: skip


def eurostat(folder: Path) -> None:
    """Third-country nationals apart, vacancies, orders to leave and returns."""
    dims = ("unit", "sex", "age", "citizen", "geo")
    for dataflow, foreign, national in (("LFSA_ERGAN", 61.5, 79.0), ("LFSA_URGAN", 9.5, 2.5)):
        eurostat_codes(folder / f"{dataflow.lower()}.csv", dataflow, dims, [
            ("PC", "T", "Y15-64", citizen, "DE", "2025", rate, "")
            for citizen, rate in (("NEU27_2020_FOR", foreign), ("NAT", national))
        ])  # fmt: skip
    eurostat_codes(
        folder / "jvs_q_nace2.csv", "JVS_Q_NACE2", ("s_adj", "nace_r2", "sizeclas", "indic_em", "geo"),
        [("NSA", "B-S", "TOTAL", "JOBRATE", "DE", "2025-Q3", 2.8, "p")],
    )  # fmt: skip
    for dataflow, persons in (("MIGR_EIORD1", 30000), ("MIGR_EIRTN1", 12000)):
        eurostat_codes(folder / f"{dataflow.lower()}.csv", dataflow, ("citizen", "unit", "geo"),
                       [("TOTAL", "PER", "DE", "2024", persons, "")])  # fmt: skip


def mipex(folder: Path) -> None:
    """The table of 2010, and the workbook of later years with its policy areas."""
    write_csv(folder / "mipex_av.csv", ("short", "mipex10"), [("DEU", 57), ("SWE", 83)])
    areas = ("Labour market mobility", "Family reunion", "Education", "Health", "Political participation",
             "Permanent residence", "Access to nationality", "Anti-discrimination")  # fmt: skip
    workbook(folder / "MIPEX 2020 scores.xlsx", {"Scores": [
        ["Country", "Year", "Overall score (with health)", *areas],
        ["Germany", 2014, 57, *range(51, 59)], ["Germany", 2019, 58, *range(61, 69)],
    ]})  # fmt: skip


def unesco_treaties(folder: Path) -> None:
    header = ("State", "Date of deposit of instrument", "Type of instrument")
    write_csv(folder / "unesco_convention_2005_2025-11.csv", header, [("Germany", "12/03/2007", "Ratification")])


def emigrants_by_entry(folder: Path) -> None:
    """Of Ghana's 100,000 tertiary-educated abroad those who arrived at 12, 18 and 22 or later."""
    header = ("origin", "destination", "year", "entry_age", "education", "persons")
    rows = [
        ("GHA", "USA", 2010, entry, "high", persons) for entry, persons in ((12, 90_000), (18, 81_000), (22, 60_000))
    ]
    write_csv(folder / "emigrants_by_entry_2025-11.csv", header, rows)


def coe_treaties(folder: Path) -> None:
    write_csv(folder / "coe_197_2025-11.csv", COE, [("Germany", "17/11/2005", "19/12/2012", "01/04/2013", "")])


def ilo_normlex(folder: Path) -> None:
    write_csv(folder / "normlex_c189_2025-11.csv", NORMLEX, [("Germany", "20 Sep 2013", "In Force", "")])


def treaties(folder: Path) -> None:
    """A treaty that the shipped tables lack, and a newer table of one that they hold."""
    write_csv(folder / "untc_4-4_iccpr_2025-11.csv", UNTC, [("Ghana", "7 Sep 2000", "7 Sep 2000")])
    write_csv(folder / "icmw_ratification_un_members_2025-11.csv", MEMBERS,
              [("GH", "Ghana", 1, 2000, 0, 0, "state party", "")])  # fmt: skip


def income_groups(folder: Path) -> None:
    oghist_book(folder / "OGHIST_2023_07_01.xlsx", [("DEU", "Germany", "H", "H"), ("GHA", "Ghana", "LM", "LM*")])


def ilostat(folder: Path) -> None:
    for name, sex, first, second, figure in (
        ("EAR_4MTH_SEX_ECO_CUR_NB_A", "SEX_T", "ECO_AGGREGATE_TOTAL", "CUR_TYPE_USD", 310.5),
        ("EMP_NIFL_SEX_RT_A", "SEX_T", "", "", 78.4),
        ("EAP_2WAP_SEX_AGE_RT_A", "SEX_T", "AGE_YTHADULT_YGE15", "", 68.2),
    ):
        modelled = name.startswith("EAP_2WAP")
        years = ((2023, figure), (2027, figure + 1)) if modelled else ((2023, figure),)
        lines = [("GHA", "BA:1", name, sex, first, second, year, told, "", "", "", "") for year, told in years]
        write_csv(folder / f"{name}{'_2025-11' if modelled else ''}.csv", ILOSTAT, lines)


def schengen_visas(folder: Path) -> None:
    consulates_book(folder / "Visa statistics for consulates in 2024_en.xlsx",
                    [("GERMANY", "GHANA", "ACCRA", 9100), ("FRANCE", "GHANA", "ACCRA", 3000)])  # fmt: skip


DOCUMENTED: dict[str, Callable[[Path], None]] = {
    "rpw_services": rpw_services, "education": education, "who_uhc": who_uhc,
    "health_workers_abroad": health_workers_abroad, "eurostat": eurostat, "mipex": mipex, "unesco_treaties": unesco_treaties,
    "emigrants_by_entry": emigrants_by_entry, "coe_treaties": coe_treaties,
    "ilo_normlex": ilo_normlex, "treaties": treaties, "income_groups": income_groups, "ilostat": ilostat,
    "schengen_visas": schengen_visas,
}  # fmt: skip


def documented_folder(root: Path) -> Path:
    """Every documented layout, each in its own folder below the root."""
    for name, write in DOCUMENTED.items():
        (root / name).mkdir(parents=True)
        write(root / name)
    return root
