"""Rows on who is bound by a treaty, opened and made the same way for every depositary.

A row says that an act is recorded; nothing is ever said of those without one. Stands on `reading` and `observations`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.readers._placing import place_names
from passerelle.evidence.reading import read_csv
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import FILE, ROW

HOW = {
    "": "ratification",
    "A": "acceptance",
    "AA": "approval",
    "a": "accession",
    "c": "formal confirmation",
    "d": "succession",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ACT = re.compile(r"^(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})(?:\s+(A|AA|a|c|d))?$")
_DAY = re.compile(r"^(\d{2})/(\d{2})/(\d{4})\s*(a|s)?$")


def treaty_of(path: Path, name: re.Pattern[str], treaties: Mapping[str, str], example: str) -> tuple[str, str]:
    """Our code of the treaty and the month of the table, both from the name of the file.

    Raises
    ------
    SourceUnreadable : the name has another form, or a treaty that is not read.
    """
    named = name.match(path.name)
    if named is None or named[1] not in treaties:
        raise SourceUnreadable(
            f"the name does not tell which treaty; write {example} with one of {', '.join(treaties)}.", file=path
        )
    return treaties[named[1]], named[2]


def read_states(path: Path, columns: Sequence[str], state: str, report: SourceReport) -> pl.DataFrame:
    """A table of states with the row of each in the file; those in column `state` that are places, as places.

    Raises
    ------
    SourceUnreadable : a column is lacking.
    """
    table = read_csv(path, columns).with_row_index("row", 2)
    report.read(table.height)
    return place_names(table, state, file=path.name, report=report)


def _read_day(
    text: str, pattern: re.Pattern[str], expected: str, *, file: Path, row: int, column: str
) -> tuple[str, str]:
    found = pattern.match(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        # not strptime, which reads months in the language of the machine
        month = int(found[2]) if found[2].isdecimal() else _MONTHS.index(found[2]) + 1
        return date(int(found[3]), month, int(found[1])).isoformat(), found[4] or ""
    except ValueError:
        raise RowRefused(f'"{text}" is not {expected}.', file=file, row=row, column=column) from None


def read_act(text: str, *, file: Path, row: int, column: str) -> tuple[str, str]:
    """The day and letter of an act as the UN writes it: "17 Feb 2010 a" → ("2010-02-17", "a").

    Raises
    ------
    RowRefused : the text is no such act.
    """
    return _read_day(text, _ACT, 'a date with a letter, as in "17 Feb 2010 a"', file=file, row=row, column=column)


def read_day(text: str, *, file: Path, row: int, column: str) -> tuple[str, str]:
    """A day as the Council of Europe and UNESCO write it, and its letter: "17/12/2015 a" → ("2015-12-17", "a").

    Raises
    ------
    RowRefused : the text is no such day.
    """
    return _read_day(text, _DAY, "a day as in 17/12/2015", file=file, row=row, column=column)


def act(
    indicator: str, place: str, treaty: str, when: str, comment: str, vintage: str, *, file: Path, row: int
) -> dict[str, Any]:
    """One observation, value 1: `indicator` is `party` or `signed`, each treaty under a code of its own.

    Tables of treaties come out on different days; under one code the newest would hide the others.
    """
    return {
        "INDICATOR": f"{indicator}_{treaty.lower()}",
        "REF_AREA": place,
        "TIME_PERIOD": when,
        "OBS_VALUE": 1.0,
        "UNIT_MEASURE": "1",
        "COMMENT_OBS": comment,
        "VINTAGE": vintage,
        FILE: file.name,
        ROW: row,
    }


def observed(acts: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """The acts of a table as observations; none where it has none."""
    return observations(pl.DataFrame(acts)) if acts else pl.DataFrame(schema=SCHEMA)
