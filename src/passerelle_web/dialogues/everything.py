"""What this room holds of a person and of a member, for what either takes along; and what ends when a person leaves.

What lies sealed for others is her own, and told to her; a member learns what its delegation said, and never which of
its people said it. Stands on `sealing`.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Model, Q, QuerySet

from passerelle_web.dialogues import plain
from passerelle_web.dialogues.meeting_actions import end_office
from passerelle_web.dialogues.models import Contribution, Mark, Note, Party, Position, Proposal, Receipt
from passerelle_web.dialogues.sealing import Speaker, opened_all
from passerelle_web.people.everything import add_member_part, add_part
from passerelle_web.people.leaving import on_leaving
from passerelle_web.people.models import Member, User

AT_A_TIME = 400  # seals that are opened together


def _opened(rows: "QuerySet[Any]") -> Iterator[tuple[Any, Speaker]]:
    """Rows with who answers for each, some at a time; those whose seal cannot be opened are left out."""
    every = rows.iterator(chunk_size=AT_A_TIME)
    while lot := list(islice(every, AT_A_TIME)):
        speakers = opened_all(lot)
        yield from ((row, speakers[row.pk]) for row in lot if row.pk in speakers)


def _where_she_was(person: User) -> set[object]:
    """The keys of the dialogues in which she may have spoken: of a party that she was ever in, or with an office."""
    parties = Party.objects.filter(member__in=person.memberships.values("member")).values_list("dialogue", flat=True)
    return {*parties, *person.offices.values_list("dialogue", flat=True)}


def _said(row: Contribution) -> dict[str, Any]:
    return {
        "dialogue": row.dialogue.title, "number": row.number, "text": row.text, "language": row.language,
        "attribution": plain.code_of(row.rule), "said_on": row.said_on, "said_at": row.said_at,
        "hidden_for": row.hidden_for or None,
    }  # fmt: skip


def _proposed(row: Proposal) -> dict[str, Any]:
    draft = row.paragraph.draft
    return {
        "dialogue": draft.dialogue.title, "on": draft.title, "change": row.change, "text": row.text,
        "reason": row.reason, "language": row.language, "made_on": row.made_on, "state": row.state,
        "decision": row.decision or None,
    }  # fmt: skip


def _contributions(where: Q) -> "QuerySet[Contribution]":
    return Contribution.objects.filter(where).select_related("dialogue").order_by("dialogue", "number")


def _proposals(where: Q) -> "QuerySet[Proposal]":
    found = Proposal.objects.filter(where).select_related("paragraph__draft__dialogue")
    return found.order_by("paragraph", "made_on", "pk")


def of_person(person: User) -> dict[str, Any]:
    """What she said and proposed, under whatever rule, for whom; the offices that she had."""
    dialogues = _where_she_was(person)
    where, texts = Q(dialogue__in=dialogues), Q(paragraph__draft__dialogue__in=dialogues)
    names = dict(Member.objects.values_list("pk", "name"))
    return {
        "contributions": [
            _said(row) | {"for": names.get(speaker.member)}
            for row, speaker in _opened(_contributions(where)) if speaker.person == person.pk
        ],
        "proposals": [
            _proposed(row) | {"for": names.get(speaker.member)}
            for row, speaker in _opened(_proposals(texts)) if speaker.person == person.pk
        ],
        "offices": [
            {"dialogue": one.dialogue.title, "office": one.role, "since": one.since, "until": one.until}
            for one in person.offices.select_related("dialogue").order_by("since", "pk")
        ],
    }  # fmt: skip


def _taken_part(member: Member) -> "QuerySet[Party]":
    return member.parties.select_related("dialogue").order_by("since", "pk")


def parties_of(member: Member) -> Iterator[dict[str, Any]]:
    """Dialogues in which a member takes or took part."""
    for one in _taken_part(member):
        yield {"dialogue": one.dialogue.title, "profile": one.profile, "since": one.since, "until": one.until}


def said_by(member: Member) -> Iterator[dict[str, Any]]:
    """What its delegation said and proposed, also where nobody else is told; not which of its people did."""
    dialogues = list(_taken_part(member).values_list("dialogue", flat=True))
    for row, speaker in _opened(_contributions(Q(dialogue__in=dialogues))):
        if speaker.member == member.pk:
            yield {"what": "contribution", **_said(row)}
    for row, speaker in _opened(_proposals(Q(paragraph__draft__dialogue__in=dialogues))):
        if speaker.member == member.pk:
            yield {"what": "proposal", **_proposed(row)}


def _dated(rows: "QuerySet[Any]", what: str, *names: str, **told: str) -> Iterator[dict[str, Any]]:
    """Rows as plain data: fields of their own, and others by the path that leads to them."""
    for row in rows.iterator(chunk_size=AT_A_TIME):
        further = {name: _followed(row, path) for name, path in told.items()}
        yield {"what": what, **further, **{name: getattr(row, name) for name in names}}


def _followed(row: Model, path: str) -> Any:
    found: Any = row
    for name in path.split("__"):
        found = getattr(found, name)
    return str(found)


def took_in_hand(member: Member) -> Iterator[dict[str, Any]]:
    """Positions, words on figures, notes on texts, and what it did under silence; the earlier ones too."""
    yield from _dated(
        Position.objects.filter(member=member).select_related("question__dialogue").order_by("taken_at"), "position",
        "stance", "text", "language", "taken_at", dialogue="question__dialogue", question="question",
    )  # fmt: skip
    yield from _dated(
        Mark.objects.filter(member=member).select_related("fact__dialogue").order_by("made_at"), "word on a figure",
        "says", "value", "period", "source", "reason", "language", "made_at", dialogue="fact__dialogue", figure="fact",
    )  # fmt: skip
    yield from _dated(
        Note.objects.filter(member=member).select_related("draft__dialogue").order_by("made_at"), "note",
        "kind", "text", "language", "made_at", "withdrawn_at", dialogue="draft__dialogue", on="draft",
    )  # fmt: skip
    yield from _dated(
        Receipt.objects.filter(member=member).select_related("silence__draft__dialogue").order_by("pk"),
        "silence procedure", "received_at", "broke_at", "reason", "language", dialogue="silence__draft__dialogue",
        on="silence__draft",
    )  # fmt: skip


def register() -> None:
    """Tell the ground."""
    add_part("dialogues", of_person)
    add_member_part("dialogues", parties_of)
    add_member_part("dialogues_said", said_by)
    add_member_part("dialogues_positions", took_in_hand)
    on_leaving(end_offices)


def end_offices(person: User) -> None:
    """Who has her account deleted chairs, moderates and reports no more; what she said stays, as its rule lets."""
    for office in person.offices.filter(until=None).select_related("dialogue"):
        end_office(office=office, by=None)
