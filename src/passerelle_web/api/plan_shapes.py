"""The forms of answers on plans, for the OpenAPI document.

Answers themselves are made by the library. The roof of the site.
"""

from typing import Any

from ninja import Field, Schema

from passerelle_web.api.shapes import Paged


class PlanLine(Schema):
    """A plan that everybody may read: whose, of which years, with how many actions under each light today."""

    key: str
    title: str
    owners: list[str]
    start: str
    end: str
    origin: str
    destination: str
    route: str
    version: int
    adopted: int | None = Field(description="the version that every owner adopted; null where none is")
    demonstration: bool
    lights: dict[str, int]
    href: str


class PlanPage(Paged):
    """Plans by title."""

    items: list[PlanLine]


class PlanWhole(Schema):
    """A plan in the form of its file, whose schema is that of `passerelle plan schema`."""

    plan: int
    title: str
    period: dict[str, str]
    currency: str
    demonstration: bool = False
    objectives: list[dict[str, Any]] = Field(default_factory=list)

    class Config:
        extra = "allow"


class TimetableShape(Schema):
    """The timetable, exactly as `passerelle plan schedule --format json`."""

    plan: str
    demonstration: bool
    end: str | None
    critical_path: list[str]
    actions: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]


class BudgetShape(Schema):
    """The budget, exactly as `passerelle plan budget --format json`; amounts are exact, as texts."""

    plan: str
    demonstration: bool
    currency: str
    prices: dict[str, Any]
    years: list[dict[str, Any]]
    total: dict[str, Any]
    by_department: list[dict[str, Any]]
    by_source: list[dict[str, Any]]
    by_category: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    surplus: list[dict[str, Any]]
    draws: dict[str, Any]


class ProgrammeLine(Schema):
    """A work programme of the past with what became of its commitments, as far as public facts go."""

    code: str
    title: str
    adopted_on: str
    source: str
    commitments: list[dict[str, Any]]
