"""The forms of answers on the forum, for the OpenAPI document.

Answers themselves are made in `forum`. The roof of the site.
"""

from typing import Any

from ninja import Field, Schema

from passerelle_web.api.shapes import Paged


class CharterShape(Schema):
    """A version of the charter, whole: articles, seats of the steering group, the figures that the forum works by."""

    version: int
    adopted_on: str | None = Field(description="null while it is a draft that the members have not adopted")
    adopted_by: str | None = Field(description="number of the decision that adopted it")
    in_force: bool
    language: str
    non_binding: bool
    seats: dict[str, int]
    seat_years: int
    chair_rotates_by: str
    silence_days: int
    demonstration: bool = Field(description="of invented members, to show how it works")
    attribution: int
    articles: list[dict[str, Any]]


class DecisionLine(Schema):
    """A decision of the steering group that everybody reads. It commits no state."""

    decision: str
    day: str
    title: str
    text: str
    language: str
    how: str
    present: list[str]
    changes: str
    corrects: str | None
    adopts_charter: int | None
    demonstration: bool = Field(description="of invented members, to show how it works")


class DecisionPage(Paged):
    """Decisions, the oldest first."""

    licence: str
    non_binding: bool
    items: list[DecisionLine]


class YearShape(Schema):
    """A year of the forum: chair and why, chosen themes and why, deadlines, public dialogues, conclusions."""

    year: int
    begins: str
    ends: str
    chair: str | None
    chair_reason: str
    closed_on: str | None
    non_binding: bool
    demonstration: bool = Field(description="of invented members, to show how it works")
    themes: list[dict[str, Any]]
    deadlines: list[dict[str, Any]]
    dialogues: list[dict[str, Any]]
    concluded: list[dict[str, Any]]
    decisions: list[str]


class HelpLine(Schema):
    """A call for help that everybody reads, and how far it is."""

    key: str
    title: str
    member: str
    theme: str
    place: str
    language: str
    need: str
    brings: str
    wanted_from: str | None
    wanted_until: str | None
    wanted_languages: list[str]
    made_on: str
    closed_on: str | None
    demonstration: bool = Field(description="of invented members, to show how it works")
    step: str = Field(description="asked, offered, accepted, agreed, mission or result")


class HelpPage(Paged):
    """Calls for help, those that are open first. No totals by member."""

    non_binding: bool
    items: list[HelpLine]
