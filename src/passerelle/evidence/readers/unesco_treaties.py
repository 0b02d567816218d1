"""UNESCO's conventions: which states deposited an instrument, and when, from the list of its depositary.

Layout from documentation: the table of states parties of one convention. Stands on `_parties`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._parties import HOW, act, read_day
from passerelle.evidence.readers._placing import place_names
from passerelle.evidence.reading import read_csv
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
    named = _NAME.match(path.name)
    if named is None or named[1] not in CONVENTIONS:
        raise SourceUnreadable(
            "the name does not tell the convention and the month; write unesco_convention_2005_2025-11.csv "
            f"with one of {', '.join(CONVENTIONS)}.",
            file=path,
        )
    treaty, vintage = CONVENTIONS[named[1]], named[2]
    table = read_csv(path, (_STATE, _DEPOSITED, _TYPE)).with_row_index("row", 2)
    report.read(table.height)
    table = place_names(table, _STATE, file=path.name, report=report)
    rows: list[dict[str, Any]] = []
    for entry in table.iter_rows(named=True):
        kind = (entry[_TYPE] or "").strip().lower()
        if kind not in _ACTS:
            report.leave_out(path.name, "an act that is none by which a state is bound", f"row {entry['row']}: {kind}")
            continue
        day, _ = read_day(entry[_DEPOSITED] or "", file=path, row=entry["row"], column=_DEPOSITED)
        how = "succession" if kind == "notification of succession" else kind
        rows.append(act("party", entry[_STATE], treaty, day, how, vintage, file=path, row=entry["row"]))
    return observations(pl.DataFrame(rows)) if rows else pl.DataFrame(schema=SCHEMA)


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All tables found, one a convention."""
    return pl.concat([pl.DataFrame(schema=SCHEMA), *(read_table(path, report) for path in paths)])


READER = Reader("unesco_treaties", ("unesco_convention_*.csv",), read)
