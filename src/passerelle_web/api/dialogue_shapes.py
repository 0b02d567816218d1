"""The forms of answers on dialogues, and of what is sent, for the OpenAPI document.

Answers themselves are made by the routes. The roof of the site.
"""

from typing import Any, Literal

from ninja import Field, Schema

from passerelle_web.api.shapes import FigureShape, Paged

Attribution = Literal["record", "member", "chatham_house", "closed"]


class DialogueLine(Schema):
    """What a dialogue is about, how far it is, under which rule. All of it is voluntary and non-binding."""

    key: str
    title: str
    purpose: str
    language: str
    theme: str
    scope: str = Field(description="corridor, route, region or world")
    origin: str
    destination: str
    route: str
    region: str
    stage: str = Field(description="preparation, exchange, drafting, conclusions or follow_up")
    attribution: Attribution = Field(description="of what is said outside of sessions")
    constituencies: str = Field(description="by what parties are told apart where none is named")
    begins: str
    ends: str | None
    public: bool
    demonstration: bool = Field(description="invented, to show how it works")
    non_binding: bool
    parties: int
    href: str


class DialoguePage(Paged):
    """Dialogues that the caller may read, those of the demonstration last, the newest first."""

    items: list[DialogueLine]


class PartyShape(Schema):
    """A party: taking part is public, whatever the rule of attribution."""

    member: str
    slug: str
    kind: str
    profile: str
    constituency: str
    since: str
    until: str | None


class SessionShape(Schema):
    """A session. Closed ones are for the parties alone."""

    key: str
    title: str
    written: bool
    attribution: Attribution
    starts_at: str
    ends_at: str | None
    zone: str
    where: str
    link: str | None = Field(description="to take part; for who is inside, null for others")
    minutes: str | None
    minutes_language: str | None
    agenda: list[dict[str, str]]


class DialogueWhole(DialogueLine):
    """A dialogue with its parties, who runs it, its sessions, and where the rest is."""

    party_list: list[PartyShape]
    former_parties: list[PartyShape]
    run_by: list[dict[str, str | None]]
    sessions: list[SessionShape]
    calendar: str = Field(description="address of its sessions as iCalendar")
    feed: str | None = Field(description="address of its Atom feed; null where it is not read by everybody")
    translations: list[dict[str, Any]]
    consultations: list[dict[str, str]]
    may_speak: bool
    speaks_for: list[str] = Field(description="addresses of the parties for which the caller speaks")


class ContributionShape(Schema):
    """What was said. Who said it stands there as its rule lets: any of person, member and constituency may be null."""

    key: str
    number: int
    session: str | None
    answers: int | None
    measure: str | None
    attribution: Attribution
    person: str | None
    member: str | None
    constituency: str | None
    who: str = Field(description="the line that stands beside it; of a joint statement all whom it may name")
    said_on: str
    said_at: str | None = Field(description="null where no member is named, so that no clock gives her away")
    language: str
    text: str | None = Field(description="null where it is hidden and the caller may not read it")
    hidden_for: str | None
    own: bool = Field(description="of the caller's own delegation, which nobody else is told")
    translations: list[dict[str, Any]]
    replies: list["ContributionShape"]


class ContributionPage(Paged):
    """Threads, the newest first, each with its answers, the oldest first. `total` counts threads."""

    items: list[ContributionShape]


class QuestionShape(Schema):
    """A question with where each party stands: its newest position, and those before it, newest first."""

    question: int
    text: str
    language: str
    asked_at: str
    closed: bool
    positions: list[dict[str, Any]]


class FactShape(Schema):
    """A figure before the parties, as it stood that day, with the newest word of each party."""

    fact: int
    origin: str
    destination: str
    laid_at: str
    figure: FigureShape
    agreed: bool = Field(description="more than one party spoke, and all that spoke accept it")
    words: list[dict[str, Any]]


class TextLine(Schema):
    """A text that parties work on. A summary is the chair's own and never agreed."""

    key: str
    dialogue: str
    title: str
    kind: str = Field(description="conclusions or summary")
    language: str
    attribution: Attribution
    state: str = Field(description="open, silence, adopted or closed")
    begun_at: str
    adopted_at: str | None
    non_binding: bool
    href: str


class TextWhole(TextLine):
    """A text with its paragraphs, what is proposed on each, notes, and the silence procedures on it."""

    paragraphs: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    silences: list[dict[str, Any]]


class VersionsShape(Schema):
    """Every wording of a paragraph, the newest first; nothing is overwritten."""

    paragraph: int
    wordings: list[dict[str, Any]]


class SilenceShape(Schema):
    """A silence procedure by the server's clock. Which parties received or broke it is for the parties alone."""

    key: str
    text: str
    state: str
    opened_at: str
    deadline: str
    settled_on: str | None
    broken_by: int
    paragraphs: list[dict[str, Any]]
    receipts: list[dict[str, Any]] | None = Field(description="null for who is not inside")


class ConclusionShape(Schema):
    """A text that was adopted by silence, with the notes that stand on it. It binds nobody in law."""

    key: str
    dialogue: str
    dialogue_title: str
    title: str
    language: str
    adopted_at: str
    demonstration: bool
    non_binding: bool
    paragraphs: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    href: str


class ConclusionPage(Paged):
    """Adopted conclusions that everybody reads, the newest first."""

    licence: str
    items: list[ConclusionShape]


# What is sent -------------------------------------------------------------------------------------------


class ForParty(Schema):
    """For which party one speaks, and in which language."""

    member: str = Field(
        "", max_length=60, description="address of the party that is spoken for; may be left out by who has one alone"
    )
    language: str = Field("en", pattern="^[a-z]{2,3}$", description="language of the words")


class ContributionSent(ForParty):
    """Something to say. It stands under the rule of its session, or of what it answers where that is tighter."""

    text: str = Field(max_length=40_000)
    session: str = Field("", max_length=40, description="key of a session; empty outside of sessions")
    answers: int | None = Field(None, ge=1, description="number of the contribution that began a thread")
    measure: str = Field("", max_length=40, description="key of a measure of this site that it is about")


class ReasonSent(Schema):
    """Why."""

    reason: str = Field(max_length=4_000)


class PositionSent(ForParty):
    """Where a party stands from now on; earlier positions stay."""

    position: Literal["for", "conditions", "open", "against"]
    text: str = Field("", max_length=2_000, description="in its own words; conditions have to be told")


class WordSent(ForParty):
    """What a party makes of a figure; a figure of its own has value, period and source, in the same unit."""

    says: Literal["accept", "contest", "own"]
    value: float | None = None
    period: str = Field("", max_length=20)
    source: str = Field("", max_length=400)
    reason: str = Field("", max_length=2_000)


class ProposalSent(ForParty):
    """A change of a paragraph, or of another proposal on it."""

    paragraph: int = Field(ge=1)
    change: Literal["replace", "insert", "remove"] = "replace"
    text: str = Field("", max_length=12_000)
    reason: str = Field(max_length=4_000)
    amends: str = Field("", max_length=40, description="key of an open proposal that this one changes")


class NoteSent(ForParty):
    """A party's own word on a paragraph, or on the whole text."""

    kind: Literal["ad_referendum", "reservation", "explanation", "disassociation"]
    paragraph: int | None = Field(None, ge=1, description="null for the whole text")
    text: str = Field("", max_length=4_000)


class BreakSent(ForParty):
    """Why silence is broken."""

    reason: str = Field(max_length=4_000)


class DoneShape(Schema):
    """What was done: its key, and the page on which it stands."""

    key: str
    page: str


class SaidShape(DoneShape):
    """A contribution that stands, and the rule that it stands under."""

    number: int
    attribution: Attribution


class ReceiptShape(DoneShape):
    """A receipt of a party with the server's time."""

    member: str
    received_at: str | None
    broke_at: str | None
