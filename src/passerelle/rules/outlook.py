"""The way ahead of somebody who gets a permit: what comes when, as days of the calendar.

The days are those of the longest time limits: a decision that comes sooner brings all of them forward. What each act
says of them stands in its file (`about.path`). Stands on `calendar`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from passerelle.rules.calendar import add_months
from passerelle.rules.compiling import Way
from passerelle.rules.records import Citation


@dataclass(frozen=True, slots=True)
class Milestone:
    """What comes on a day, where that stands, and how long after the permit it is, in months."""

    day: date
    says: str
    cites: tuple[Citation, ...]
    months: int | None = None


DECISION = "Decision on the application, at the latest"


def outlook(way: Way, asked_on: date) -> list[Milestone]:
    """What comes after an application on a day; empty where the act's file says nothing of it."""
    about = way.route.about
    if "decision_days" not in about:
        return []
    decided = asked_on + timedelta(days=int(about["decision_days"]))
    found = [Milestone(decided, DECISION, _cites(way, about.get("decision_cite")))]
    for step in about.get("path", ()):
        months = int(step["months"])
        found.append(Milestone(_day_after(decided, months), step["says"], _cites(way, step.get("cite")), months))
    return sorted(found, key=lambda one: one.day)


def _day_after(day: date, months: int) -> date:
    return date.fromisoformat(str(add_months(day, months)))


def _cites(way: Way, cite: Any) -> tuple[Citation, ...]:
    if cite is None:
        return ()
    articles = cite if isinstance(cite, list) else [cite]
    found = []
    for article in articles:
        act, _, rest = str(article).partition(" ")
        found.append(
            Citation(act, rest)
            if rest and act[:1].isdigit() and len(act) > 8
            else Citation(way.act.celex, str(article))
        )
    return tuple(found)


def texts_of(way: Way) -> Iterator[str]:
    """What is said to a reader, to be translated."""
    yield DECISION
    yield from (step["says"] for step in way.route.about.get("path", ()))
