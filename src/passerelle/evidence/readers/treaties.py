"""Treaties deposited with the United Nations: who signed, who is bound, since when.

Two layouts: the depositary's status table, and a table of all members for one treaty. Absence means "none
recorded by the table's date". Stands on `reading` and `observations`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._parties import HOW, act, observed, read_act, read_states, treaty_of
from passerelle.evidence.readers._placing import place_codes
from passerelle.evidence.reading import read_csv, require_columns
from passerelle.evidence.report import SourceReport

# the depositary's chapter and number → our code
CHAPTERS = {
    "4-2": "ICERD",
    "4-3": "ICESCR",
    "4-4": "ICCPR",
    "4-8": "CEDAW",
    "4-9": "CAT",
    "4-11": "CRC",
    "4-13": "ICRMW",
    "5-2": "REFUGEE_CONVENTION",
    "5-3": "STATELESS_PERSONS",
    "5-4": "STATELESSNESS_REDUCTION",
    "5-5": "REFUGEE_PROTOCOL",
    "18-12": "UNTOC",
    "18-12-a": "TRAFFICKING_PROTOCOL",
    "18-12-b": "SMUGGLING_PROTOCOL",
}
MEMBERS = {"icmw": "ICRMW", "cedaw": "CEDAW"}
_STATUS_NAME = re.compile(r"^untc_(\d+-\d+(?:-[a-z])?)_.*?(\d{4}-\d{2})\.csv$")
_MEMBERS_NAME = re.compile(r"^([a-z]+)_ratification_un_members_(\d{4}(?:-\d{2})?)\.csv$")
_YEAR_OF_ACT = "year ratification or accession"
_MEMBERS_MONTH = {"2022": "2022-08"}  # the month of the table that is named by its year alone

_FORMER = {"TP": ("TLS", "published under the former code TP")}


def _bound_column(columns: Sequence[str], path: Path) -> str:
    """The column that tells who is bound: its title lists the acts that the treaty knows."""
    for name in columns:
        if re.search(r"ratification|accession", name, re.IGNORECASE):
            return name
    require_columns(columns, ("Ratification",), file=path)
    raise SourceUnreadable("has no column on ratification.", file=path)


def read_status(path: Path, report: SourceReport) -> pl.DataFrame:
    """The depositary's table: Participant, Signature, and one column on the act by which a state is bound."""
    treaty, vintage = treaty_of(path, _STATUS_NAME, CHAPTERS, "untc_CHAPTER-NUMBER_name_YEAR-MONTH.csv")
    table = read_states(path, ("Participant",), "Participant", report)
    bound = _bound_column(table.columns, path)
    signature = next((name for name in table.columns if name.startswith("Signature")), None)
    rows: list[dict[str, Any]] = []
    for entry in table.iter_rows(named=True):
        at: dict[str, Any] = {"file": path, "row": entry["row"]}
        place = entry["Participant"]
        if entry[bound]:
            day, letter = read_act(entry[bound], file=path, row=entry["row"], column=bound)
            rows.append(act("party", place, treaty, day, HOW[letter], vintage, **at))
        if signature and entry[signature]:
            day, letter = read_act(entry[signature], file=path, row=entry["row"], column=signature)
            comment = "succession to signature" if letter == "d" else "signature"
            rows.append(act("signed", place, treaty, day, comment, vintage, **at))
    parties = sum(row["INDICATOR"].startswith("party_") for row in rows)
    report.tell(f"{treaty}: states bound, {vintage}", None, float(parties))
    return observed(rows)


def _acts_have_years(table: pl.DataFrame, path: Path) -> None:
    bound = pl.col("state party") == "1"
    odd = table.filter(bound & ~pl.col(_YEAR_OF_ACT).str.contains(r"^(?:19|20)\d{2}$").fill_null(False))
    if odd.height:
        raise RowRefused(
            f'a state party has "{odd[_YEAR_OF_ACT][0] or ""}" where the year of its act is expected.',
            file=path, row=odd["row"][0], column=_YEAR_OF_ACT,
        )  # fmt: skip


def read_members(path: Path, report: SourceReport) -> pl.DataFrame:
    """The table of all UN members for one treaty: the year of ratification, signatories apart.

    Raises
    ------
    SourceUnreadable : the name does not tell the treaty. RowRefused : a state party without the year of its act.
    """
    treaty, edition = treaty_of(path, _MEMBERS_NAME, MEMBERS, "TREATY_ratification_un_members_YEAR-MONTH.csv")
    vintage = _MEMBERS_MONTH.get(edition, edition)
    table = read_csv(path, ("iso2", "state party", _YEAR_OF_ACT, "signatory", "status")).with_row_index("row", 2)
    _acts_have_years(table, path)
    report.read(table.height)
    table = place_codes(table, "iso2", file=path.name, report=report, special=_FORMER)
    rows: list[dict[str, Any]] = []
    for entry in table.iter_rows(named=True):
        at: dict[str, Any] = {"file": path, "row": entry["row"]}
        if entry["state party"] == "1":
            comment = "ratification, accession or succession; the table has the year alone"
            rows.append(act("party", entry["iso2"], treaty, entry[_YEAR_OF_ACT], comment, vintage, **at))
        elif entry["signatory"] == "1":
            comment = f"signed by {vintage}; the table does not say when"
            rows.append(act("signed", entry["iso2"], treaty, vintage, comment, vintage, **at))
    parties = sum(row["INDICATOR"].startswith("party_") for row in rows)
    report.check(f"{treaty}: states bound, {vintage}", int((table["status"] == "state party").sum()), parties)
    return observed(rows)


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All tables found, one after another."""
    return together(
        read_members(path, report) if "_un_members_" in path.name else read_status(path, report) for path in paths
    )


READER = Reader("treaties", ("untc_[0-9]*.csv", "*_ratification_un_members_*.csv"), read)
