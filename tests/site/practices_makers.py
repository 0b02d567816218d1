"""Practices for tests of the site: an invented village that pairs newcomers with neighbours, and two that judge it."""

from datetime import date
from decimal import Decimal
from typing import Any

from passerelle.exchange.practices.records import Contact, Practice, Result, Source, changed
from passerelle_web.people.models import Member, Role, User
from passerelle_web.practices import handbook_actions, reviewing_actions, trying_actions, writing_actions
from passerelle_web.practices.models import CRITERIA, Edition, Review, Tried, Version
from passerelle_web.practices.models import Practice as Row
from tests.site.people_makers import member, person, put

NEIGHBOURS = Practice(
    title="Neighbours who open doors", gist="The village paired newcomers with a neighbour for a year.", language="en",
    themes=("2.3-integration",), principles=(1, 7), problem="Newcomers knew nobody.", context="A village of mills.",
    done="1. Ask who has time.\n2. Pair by street.", actors="The town hall and the library", for_whom="400 newcomers",
    places=("NLD",), origin="BFA", destination="CIV", since="2019-03", until="2021", cost=Decimal("412000"),
    currency="EUR", price_year=2020, cost_of="three coordinators",
    results=(
        Result(indicator="In work after a year", before=Decimal(41), after=Decimal("52.5"), unit="%", grade=4,
               source="Evaluation of 2022, page 14"),
        Result(indicator="Feel at home", after=Decimal(71), unit="%", grade=2, source="Survey of 2021"),
    ),
    transfer="A library that is open on Saturdays.", failed="A third of the pairs never met twice.",
    rights="Nobody was asked for her status.", contacts=(Contact("Town hall of Millbrook", "https://millbrook.example"),),
    sources=(Source("Evaluation, 2022", "https://millbrook.example/evaluation.pdf"),),
)  # fmt: skip
JUDGED = {name: {"judgement": "yes", "comment": ""} for name in CRITERIA}


def record(**changes: Any) -> Practice:
    """The practice of the village, with changes."""
    return changed(NEIGHBOURS, **changes)


def desk(name: str, role: str = Role.DELEGATE, of: Member | None = None) -> tuple[User, Member]:
    """A person in a member of her own, or in one that is there."""
    who, where = person(name), of or member(name.title() + "s")
    put(who, where, role)
    return who, where


def drafted(who: User, of: Member, **changes: Any) -> Row:
    """A draft that lacks nothing."""
    return writing_actions.begin(member=of, by=who, record=record(**changes))


def submitted(who: User, of: Member, **changes: Any) -> Version:
    """A version under review."""
    return writing_actions.submit(practice=drafted(who, of, **changes), by=who)


def reviewed(version: Version, who: User, of: Member, recommendation: str = "accept", **more: Any) -> Review:
    """A review that judges all as well."""
    given = {"judgements": JUDGED, "text": "" if recommendation == "accept" else "More is needed.", **more}
    return reviewing_actions.review(version=version, member=of, by=who, recommendation=recommendation, **given)


def published(who: User, of: Member, *peers: tuple[User, Member], **changes: Any) -> Row:
    """A practice that two peers recommended and the machine published."""
    version = submitted(who, of, **changes)
    for peer in peers:
        reviewed(version, *peer)
    return reviewing_actions.publish(version=version, by=None)


def tried(practice: Row, who: User, of: Member, **more: Any) -> Tried:
    """A report of a member that tried it."""
    given = {
        "place": "PRT", "since": "2022", "adapted": "We paid the neighbours.", "outcome": "partly", "grade": 3,
        "indicator": "In work after a year", "before": Decimal(30), "after": Decimal(34), "unit": "%",
        "source": "Our report", "change": "Begin with fewer.", **more,
    }  # fmt: skip
    return trying_actions.report(practice=practice, member=of, by=who, **given)


def edition(*practices: Row, language: str = "en", principle: int = 1) -> Edition:
    """A draft edition with practices."""
    made = handbook_actions.begin_edition(
        title="Living together", language=language, dated=date(2026, 11, 1), introduction="Read what failed first.",
        by=None,
    )  # fmt: skip
    for one in practices:
        handbook_actions.take_in(edition=made, practice=one, principle=principle, by=None)
    return made
