"""Council of Europe treaties: the Treaty Office's chart of signatures and ratifications.

Layout from documentation: a table of one treaty, days written 17/12/2015. Stands on `_parties`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._parties import HOW, act, observed, read_day, read_states, treaty_of
from passerelle.evidence.report import SourceReport

TREATIES = {
    "005": "ECHR",
    "093": "COE_MIGRANT_WORKERS",
    "108": "COE_DATA_PROTECTION",
    "163": "COE_SOCIAL_CHARTER",
    "197": "COE_TRAFFICKING",
    "210": "COE_ISTANBUL",
}
_NAME = re.compile(r"^coe_(\d{3})_(\d{4}-\d{2})\.csv$", re.IGNORECASE)
_COLUMNS = ("Country", "Signature", "Ratification", "Entry into Force")
_LETTERS = {"a": HOW["a"], "s": "signature without reservation as to ratification", "": HOW[""]}


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """`party_TREATY` by the day of ratification and `signed_TREATY` by the day of signature, value 1.

    Raises
    ------
    SourceUnreadable : the name does not tell a treaty that is read and the month, or a column is lacking.
    RowRefused : a day that is none.
    """
    treaty, vintage = treaty_of(path, _NAME, TREATIES, "coe_197_2025-11.csv")
    table = read_states(path, _COLUMNS, "Country", report)
    rows: list[dict[str, Any]] = []
    for entry in table.iter_rows(named=True):
        at: dict[str, Any] = {"file": path, "row": entry["row"]}
        place, row = entry["Country"], entry["row"]
        if entry["Signature"]:
            day, letter = read_day(entry["Signature"], file=path, row=row, column="Signature")
            how = _LETTERS["s"] if letter == "s" else "signature"
            rows.append(act("signed", place, treaty, day, how, vintage, **at))
        if entry["Ratification"]:
            day, letter = read_day(entry["Ratification"], file=path, row=row, column="Ratification")
            force = "" if entry["Entry into Force"] else ", not yet in force"
            rows.append(act("party", place, treaty, day, _LETTERS[letter] + force, vintage, **at))
    return observed(rows)


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All tables found, one a treaty."""
    return together(read_table(path, report) for path in paths)


READER = Reader("coe_treaties", ("coe_[0-9]*.csv",), read)
