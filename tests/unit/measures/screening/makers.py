"""Screenings for tests: one measure, detention before removal on an invented programme, answered in full."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from passerelle.base.corridors import Corridor, Route
from passerelle.evidence.store import open_store
from passerelle.measures.screening import (
    Alternative,
    Answer,
    Binding,
    Measure,
    Result,
    Screener,
    Screening,
    Touched,
    all_questions,
    binding,
    screen,
)

TODAY = date(2026, 11, 27)
SCREENED, REVIEW = date(2026, 10, 1), date(2027, 10, 1)
FEATURES = {"detention": "up to 30 days before removal", "data": "fingerprints exchanged", "courses": "courses given"}
MEASURE = Measure("readmission", "MAR", "DEU", parameters={"days": 30, "monitored": True}, features=FEATURES)
AMINA = Screener("Amina Bahri", "Ministry of Justice", "Human rights")
JONAS = Screener("Jonas Weber", "Federal Office", "Legal service")
LIBERTY = Touched("liberty", "detention", "limits")
WAIT = Alternative("Reporting twice a week", "Tried first in every case; detention only where it failed.")


@cache
def bound(*stops: str, on: date = TODAY) -> Binding:
    """What binds the places of a corridor or route by the evidence that ships."""
    where = Corridor(*stops) if len(stops) == 2 else Route(stops)
    return binding(open_store(), where, on)


def answers(*, but: dict[str, Answer | None] | None = None) -> tuple[Answer, ...]:
    """A "yes" with all it needs to every question, but for those given."""
    given: dict[str, Answer | None] = {
        code: Answer(code, "yes", f"Because of {code}.", evidence=("Act 12 of 2024, section 3",), alternatives=(WAIT,))
        for code in all_questions()
    }
    given |= but or {}
    return tuple(answer for answer in given.values() if answer is not None)


def screening(**changes: Any) -> Screening:
    """A screening in which nothing lacks and nothing stops, but for what is changed."""
    whole = Screening(MEASURE, (LIBERTY,), answers(), screeners=(AMINA, JONAS), screened_on=SCREENED, review_by=REVIEW)
    return replace(whole, **changes)


def judged(form: Screening | None = None, *stops: str, on: date = TODAY, **changes: Any) -> Result:
    """What a screening leads to; of Morocco to Germany where no places are named."""
    return screen(form or screening(**changes), bound(*(stops or ("MAR", "DEU")), on=on))


def lacks(result: Result) -> Sequence[tuple[str, str, str]]:
    """What is missing, as question, right and code."""
    return [(lack.question, lack.right, lack.what) for lack in result.missing]
