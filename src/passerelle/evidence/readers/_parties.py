"""Rows on who is bound by a treaty, made the same way for every depositary.

A row says that an act is recorded; nothing is ever said of those without one. Stands on `observations`.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

from passerelle.base.errors import RowRefused
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


def read_act(text: str, *, file: Path, row: int, column: str) -> tuple[str, str]:
    """The day and letter of an act as the UN writes it: "17 Feb 2010 a" → ("2010-02-17", "a").

    Raises
    ------
    RowRefused : the text is no such act.
    """
    found = _ACT.match(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        # not strptime, which reads months in the language of the machine
        day = date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        raise RowRefused(
            f'"{text}" is not a date with a letter, as in "17 Feb 2010 a".', file=file, row=row, column=column
        ) from None
    return day.isoformat(), found[4] or ""


_DAY = re.compile(r"^(\d{2})/(\d{2})/(\d{4})\s*(a|s)?$")


def read_day(text: str, *, file: Path, row: int, column: str) -> tuple[str, str]:
    """A day as the Council of Europe and UNESCO write it, and its letter: "17/12/2015 a" → ("2015-12-17", "a").

    Raises
    ------
    RowRefused : the text is no such day.
    """
    found = _DAY.match(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat(), found[4] or ""
    except ValueError:
        raise RowRefused(f'"{text}" is not a day as in 17/12/2015.', file=file, row=row, column=column) from None


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
