"""The forms of answers on practices and of what is handed in, for the OpenAPI document.

Answers themselves are made in `practices`. The roof of the site.
"""

from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from passerelle_web.api.shapes import Paged


class ResultShape(Schema):
    """What came of it. A value that was not measured is null."""

    indicator: str
    grade: int = Field(description="1 opinion to 7 systematic review")
    before: str | None
    after: str | None
    unit: str
    source: str


class PracticeLine(Schema):
    """A published practice: what was done, where, by whom it is told, how sure its best result is."""

    key: str
    title: str
    gist: str
    language: str
    member: str
    version: int
    published: str
    grade: int = Field(description="the highest grade of its results; 0 where none is told")
    origin: str
    destination: str
    template: str
    tried: dict[str, int] = Field(description="reports of who tried it: worked, partly, not")
    demonstration: bool
    href: str


class PracticePage(Paged):
    """Published practices, the newest first; never by how often one was tried."""

    items: list[PracticeLine]


class TriedShape(Schema):
    """A report of a member that tried it; hidden ones are left out."""

    key: str
    member: str
    version: int
    place: str
    since: str
    until: str
    adapted: str
    outcome: str = Field(description="worked, partly or not")
    indicator: str
    before: str | None
    after: str | None
    unit: str
    source: str
    grade: int
    change: str
    language: str


class PracticeWhole(PracticeLine):
    """A practice as its published version tells it, with the reports of who tried it."""

    withdrawn: str | None = Field(description="why it was withdrawn; null while it stands")
    themes: list[str]
    principles: list[int] = Field(description="numbers of the common basic principles of integration")
    places: list[str]
    route: str
    region: str
    since: str
    until: str
    problem: str
    context: str
    done: str
    actors: str
    for_whom: str
    transfer: str
    failed: str
    rights: str
    cost: str | None
    currency: str
    price_year: int | None
    cost_of: str
    results: list[ResultShape]
    contacts: list[dict[str, str]]
    sources: list[dict[str, str]]
    reports: list[TriedShape]


class DraftMade(Schema):
    """A draft that was made, and what it lacks before it can be submitted on its page."""

    key: str
    version: int
    lacks: list[str]
    page: str


class TriedMade(Schema):
    """A report that was made."""

    key: str
    page: str


class ResultGiven(Schema):
    """A result of a draft."""

    indicator: str = Field(max_length=300)
    grade: int = Field(ge=1, le=7)
    before: Decimal | None = None
    after: Decimal | None = None
    unit: str = Field(default="", max_length=80)
    source: str = Field(default="", max_length=600)


class DraftGiven(Schema):
    """A draft of a practice; all but the member may be left out."""

    member: str = Field(max_length=60, description="address of the member that tells it, such as millers")
    title: str = Field(default="", max_length=200)
    gist: str = Field(default="", max_length=300)
    language: str = Field(default="en", max_length=2)
    themes: list[str] = Field(default_factory=list, max_length=6)
    principles: list[int] = Field(default_factory=list, max_length=11)
    template: str = Field(default="", max_length=60)
    problem: str = Field(default="", max_length=20_000)
    context: str = Field(default="", max_length=20_000)
    done: str = Field(default="", max_length=20_000)
    actors: str = Field(default="", max_length=20_000)
    for_whom: str = Field(default="", max_length=20_000)
    places: list[str] = Field(default_factory=list, max_length=60, description="ISO 3166-1 alpha-3")
    origin: str = Field(default="", max_length=3)
    destination: str = Field(default="", max_length=3)
    route: str = Field(default="", max_length=40)
    region: str = Field(default="", max_length=40)
    since: str = Field(default="", max_length=10, description="a day, a month or a year")
    until: str = Field(default="", max_length=10)
    cost: Decimal | None = None
    currency: str = Field(default="", max_length=3)
    price_year: int | None = None
    cost_of: str = Field(default="", max_length=600)
    results: list[ResultGiven] = Field(default_factory=list, max_length=12)
    transfer: str = Field(default="", max_length=20_000)
    failed: str = Field(default="", max_length=20_000)
    rights: str = Field(default="", max_length=20_000)
    contacts: list[dict[str, str]] = Field(default_factory=list, max_length=8)
    sources: list[dict[str, str]] = Field(default_factory=list, max_length=30)

    def content(self) -> dict[str, Any]:
        """What it says, as a record holds it."""
        return self.dict(exclude={"member"})


class TriedGiven(Schema):
    """A report of a member that tried a practice."""

    member: str = Field(max_length=60, description="address of the member that tried it")
    place: str = Field(max_length=3, description="ISO 3166-1 alpha-3")
    since: str = Field(max_length=10, description="a day, a month or a year")
    until: str = Field(default="", max_length=10)
    adapted: str = Field(max_length=10_000)
    outcome: str = Field(max_length=8, description="worked, partly or not")
    grade: int = Field(ge=1, le=7)
    indicator: str = Field(default="", max_length=300)
    before: Decimal | None = None
    after: Decimal | None = None
    unit: str = Field(default="", max_length=80)
    source: str = Field(default="", max_length=600)
    change: str = Field(default="", max_length=10_000)
    language: str = Field(default="en", max_length=2)
