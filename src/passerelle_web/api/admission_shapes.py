"""What the addresses of ways in take and answer, for the OpenAPI document.

Shapes only. The roof of the site.
"""

from typing import Any

from ninja import Field, Schema


class WayShape(Schema):
    """A route or right."""

    name: str
    kind: str = Field(description="route or right")
    title: str
    act: str = Field(description="CELEX number, or the name of a treaty")
    applies_from: str
    grouping: str = Field(description="Whose members it concerns: EU, or a regional grouping")
    not_bound: list[str] = Field(description="Members that it does not bind, by two letters")
    facts: list[str] = Field(description="Facts that its conditions look at")


class CaseFactShape(Schema):
    """Something that can be told of a case."""

    name: str
    kind: str = Field(description="truth, number, date, word or spans")
    ask: str
    why: str
    unit: str
    values: list[str]


class CaseSent(Schema):
    """A case: what is known of somebody, without who it is. Nothing of it is kept."""

    member_state: str | None = Field(None, description="Two letters; EL and GR are both Greece", max_length=2)
    application_date: str | None = Field(None, description="The day whose law is asked; today where left out")
    knowledge_date: str | None = Field(None, description="Use only what had been published by that day")
    region: str | None = Field(None, max_length=12)
    facts: dict[str, Any] = Field(default_factory=dict)
    given_parameters: dict[str, Any] = Field(default_factory=dict)


class ConditionShape(Schema):
    """One condition with what was seen and what is needed."""

    id: str
    verdict: str
    article: list[str]
    kind: str
    verification: str
    says: str
    observed: Any = None
    needed: Any = None
    shortfall: float | None = None


class AnswerShape(Schema):
    """What a route or right says of the case in one state."""

    state: str
    route: str
    kind: str
    verdict: str
    failing: list[str]
    deciding: list[str]
    conditions: list[ConditionShape]
    value: dict[str, Any]
    ask_next: list[dict[str, Any]]
    would_change: list[dict[str, Any]]
    rights: list[str]
    notes: list[str]
    as_of: str


class ThresholdShape(Schema):
    """A value that a state lays down, with its sources."""

    parameter: str
    state: str
    region: str
    value: float | None
    high: float | None
    currency: str
    per: str
    valid_from: str
    valid_to: str | None
    known_from: str
    status: str
    sources: list[str]
    conflicts: list[str]
    formula: str
