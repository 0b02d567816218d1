"""The forms of answers on consultations, and of what is sent, for the OpenAPI document.

Answers themselves are made by the routes. The roof of the site.
"""

from typing import Any, Literal

from ninja import Field, Schema

from passerelle_web.api.shapes import Paged


class ConsultationShape(Schema):
    """A question on which people vote."""

    key: str
    title: str
    question: str
    language: str
    opens_at: str
    closes_at: str
    open: bool
    closed: bool
    imported: bool
    demonstration: bool = Field(description="invented, to show how it works")
    least: int = Field(description="numbers of fewer people are not shown")
    voters: int
    eligible: int | None = Field(description="people who may vote; null where everybody may")
    picture_at: str | None = Field(description="when the votes were last counted; null before the first time")
    may_vote: bool
    may_put: bool


class StatementShape(Schema):
    """A statement; its author is told to nobody. Numbers are null while too few voted."""

    number: int
    text: str
    language: str
    by_the_chair: bool
    about_participants: bool
    agree: int | None
    disagree: int | None
    passed: int | None
    agreed_by: str | None = Field(description="blocs, groups or majority; null where nobody agrees")
    accepted: bool | None
    translations: list[dict[str, Any]] = Field(description="by people of the parties; whose is told to nobody")


class StatementPage(Paged):
    """Statements by number."""

    demonstration: bool
    items: list[StatementShape]


class ResultShape(Schema):
    """The last picture whole: what may be shown of it, with the fingerprint of its votes."""

    demonstration: bool
    counts: dict[str, int]
    groups: list[dict[str, Any]]
    blocs: list[dict[str, Any]]
    statements: list[dict[str, Any]]

    class Config:
        extra = "allow"


class VoteSent(Schema):
    """A vote: whose it is, is known by the session, or by the visitor's token of an earlier answer."""

    statement: int = Field(ge=1, le=2_000_000_000)
    vote: Literal[1, 0, -1] = Field(description="1 agrees, -1 disagrees, 0 passes")
    voter: str = Field(
        "", max_length=300, description="a visitor's token; empty the first time, and of who is signed in"
    )
    delegation: str = Field("", max_length=60, description="the member that is voted for; empty for oneself")


class StatementSent(Schema):
    """A statement of one's own."""

    text: str = Field(max_length=5_000)
    language: str = Field(pattern="^[a-z]{2,3}$")
    voter: str = Field(
        "", max_length=300, description="a visitor's token; empty the first time, and of who is signed in"
    )


class VoterShape(Schema):
    """What a visitor keeps, to be known as the same voice; empty of who is signed in. It is good here alone."""

    voter: str


class PutShape(VoterShape):
    """A statement that was put."""

    number: int
    state: str
