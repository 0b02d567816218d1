"""ILO conventions: which states ratified them and whether they are in force, from NORMLEX.

Layout from documentation: a table of one convention, with Country, Date, Status, Note. Stands on `_parties`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._parties import act, observed, read_act, read_states
from passerelle.evidence.report import SourceReport

_NAME = re.compile(r"^normlex_([cp]\d{3})_(\d{4}-\d{2})\.csv$", re.IGNORECASE)
_COLUMNS = ("Country", "Date", "Status")
_BOUND = ("in force", "not in force")
# "not in force" is said of a ratification to come and of one that a later convention ended: the note tells
_ENDED = re.compile(r"denunciation|denounced|abrogat|withdraw", re.IGNORECASE)


def read_table(path: Path, report: SourceReport) -> pl.DataFrame:
    """One row a state that is bound, or will be: `party_TREATY`, value 1, ILO_C029 and the like.

    A ratification that is not in force yet is said in the comment; a denounced one is left out and listed.

    Raises
    ------
    SourceUnreadable : the name does not tell the convention and the month, or a column is lacking.
    """
    named = _NAME.match(path.name)
    if named is None:
        raise SourceUnreadable(
            "the name does not tell the convention and the month; write normlex_c029_2025-11.csv.", file=path
        )
    treaty, vintage = f"ILO_{named[1].upper()}", named[2]
    table = read_states(path, _COLUMNS, "Country", report)
    rows: list[dict[str, Any]] = []
    for entry in table.iter_rows(named=True):
        at: dict[str, Any] = {"file": path, "row": entry["row"]}
        state = (entry["Status"] or "").strip()
        if state.lower() not in _BOUND or _ENDED.search(entry.get("Note") or ""):
            report.leave_out(path.name, "no longer bound, or of no known status", f"row {entry['row']}: {state}")
            continue
        day, _ = read_act(entry["Date"] or "", file=path, row=entry["row"], column="Date")
        rows.append(act("party", entry["Country"], treaty, day, f"ratification, {state.lower()}", vintage, **at))
    return observed(rows)


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All tables found, one a convention."""
    return together(read_table(path, report) for path in paths)


READER = Reader("ilo_normlex", ("normlex_[cp][0-9]*.csv",), read)
