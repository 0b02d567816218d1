"""UNESCO's conventions: which states deposited an instrument, and when, from the list of its depositary.

Layout from documentation: the table of states parties of one convention. Stands on `_parties`.
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

# the year of a convention in the file's name → our code
CONVENTIONS = {"2005": "UNESCO_2005"}
_NAME = re.compile(r"^unesco_convention_(\d{4})_(\d{4}-\d{2})\.csv$", re.IGNORECASE)
_STATE, _DEPOSITED, _TYPE = "State", "Date of deposit of instrument", "Type of instrument"
_ACTS = frozenset(HOW.values()) | {"notification of succession"}


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """`party_TREATY` by the day on which the instrument was deposited, value 1.

    Raises
    ------
    SourceUnreadable : the name does not tell a convention that is read and the month, or a column is lacking.
    RowRefused : a day that is none.
    """
    treaty, vintage = treaty_of(path, _NAME, CONVENTIONS, "unesco_convention_2005_2025-11.csv")
    table = read_states(path, (_STATE, _DEPOSITED, _TYPE), _STATE, report)
    rows: list[dict[str, Any]] = []
    for entry in table.iter_rows(named=True):
        kind = (entry[_TYPE] or "").strip().lower()
        if kind not in _ACTS:
            report.leave_out(path.name, "an act that is none by which a state is bound", f"row {entry['row']}: {kind}")
            continue
        day, _ = read_day(entry[_DEPOSITED] or "", file=path, row=entry["row"], column=_DEPOSITED)
        how = "succession" if kind == "notification of succession" else kind
        rows.append(act("party", entry[_STATE], treaty, day, how, vintage, file=path, row=entry["row"]))
    return observed(rows)


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All tables found, one a convention."""
    return together(read_table(path, report) for path in paths)


READER = Reader("unesco_treaties", ("unesco_convention_*.csv",), read)
