"""Dialogues as plain data, in codes and not in words: what the API answers and what open data holds.

Who is named is told by `shown` here too; a date stands where the rule keeps no hour. Stands on `shown`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.drafting_page import ProposalShown
from passerelle_web.dialogues.models import (
    Contribution,
    Dialogue,
    Draft,
    Fact,
    Mark,
    Note,
    Party,
    Position,
    Session,
    Silence,
    Wording,
)
from passerelle_web.dialogues.shown import named_in, who_of
from passerelle_web.dialogues.table_actions import figure_of
from passerelle_web.people.models import Member

LICENCE, LICENCE_ADDRESS = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
RULE_CODES = {
    Rule.RECORD: "record", Rule.MEMBER: "member", Rule.CHATHAM: "chatham_house", Rule.CLOSED: "closed",
}  # fmt: skip


def code_of(rule: int) -> str:
    """The code of a rule of attribution."""
    return RULE_CODES[Rule(rule)]


def moment(at: datetime | None) -> str | None:
    """A time as ISO 8601, to the second."""
    return at.isoformat(timespec="seconds") if at else None


def day(on: date | None) -> str | None:
    """A day as ISO 8601."""
    return on.isoformat() if on else None


def day_of(at: datetime | None) -> str | None:
    """The day of a time whose hour is not told."""
    return at.date().isoformat() if at else None


def dialogue_row(one: Dialogue) -> dict[str, Any]:
    """What a dialogue is about, how far it is, under which rule."""
    names = ("title", "purpose", "language", "theme", "scope", "origin", "destination", "route", "region", "stage")
    return {"key": str(one.pk)} | {name: getattr(one, name) for name in names} | {
        "attribution": code_of(one.rule), "constituencies": one.constituency, "begins": day(one.begins),
        "ends": day(one.ends), "public": one.is_public, "demonstration": one.is_demonstration, "non_binding": True,
    }  # fmt: skip


def party_row(one: Party) -> dict[str, Any]:
    """A party, by its own name: taking part is public."""
    return {
        "member": one.member.name, "slug": one.member.slug, "kind": one.member.kind, "profile": one.profile,
        "constituency": one.constituency, "since": day(one.since), "until": day(one.until),
    }  # fmt: skip


def session_row(one: Session, *, inside: bool = False) -> dict[str, Any]:
    """A session; the link to take part is for who is inside."""
    return {
        "key": str(one.pk), "title": one.title, "written": one.is_written, "attribution": code_of(one.rule),
        "starts_at": moment(one.starts_at), "ends_at": moment(one.ends_at), "zone": one.zone, "where": one.where,
        "link": (one.link or None) if inside else None, "minutes": one.minutes or None,
        "minutes_language": one.minutes_language or None,
        "agenda": [{"point": point.title, "introduced_by": point.speaker} for point in one.agenda.all()],
    }  # fmt: skip


def contribution_row(
    row: Contribution, nameable: frozenset[str], carriers: Sequence[Member] = ()
) -> dict[str, Any]:  # fmt: skip
    """What was said, with who is named as its rule lets; no hour where no member is named.

    `carriers` are the members for which a joint statement stands.
    """
    found = named_in(row, nameable)
    return {
        "key": str(row.pk), "number": row.number, "session": str(row.session_id) if row.session_id else None,
        "answers": row.answers.number if row.answers else None,
        "measure": str(row.measure_id) if row.measure_id else None, "attribution": code_of(row.rule),
        "person": found.person or None, "member": found.member or None, "constituency": found.constituency or None,
        "who": who_of(found, row, carriers), "said_on": day(row.said_on), "said_at": moment(row.said_at),
        "language": row.language, "text": row.text,
    }  # fmt: skip


def position_row(one: Position) -> dict[str, Any]:
    """Where a party stood from a moment on; its own word, and named."""
    return {
        "position": one.stance, "text": one.text, "language": one.language, "taken_at": moment(one.taken_at),
    }  # fmt: skip


def fact_row(fact: Fact) -> dict[str, Any]:
    """A figure before the parties with its papers, as it stood when it was laid."""
    return {
        "fact": fact.pk, "origin": fact.origin, "destination": fact.destination, "laid_at": moment(fact.laid_at),
        "figure": figure_of(fact).as_dict(),
    }  # fmt: skip


def word_row(one: Mark) -> dict[str, Any]:
    """What a party says of a figure; its own word, and named."""
    return {
        "member": one.member.name, "says": one.says, "value": one.value, "period": one.period or None,
        "source": one.source or None, "reason": one.reason, "language": one.language, "made_at": moment(one.made_at),
    }  # fmt: skip


def text_row(one: Draft) -> dict[str, Any]:
    """A text, without what stands in it."""
    return {
        "key": str(one.pk), "dialogue": str(one.dialogue_id), "title": one.title, "kind": one.kind,
        "language": one.language, "attribution": code_of(one.rule), "state": one.state, "begun_at": moment(one.made_at),
        "adopted_at": moment(one.adopted_at), "non_binding": True,
    }  # fmt: skip


def wording_row(one: Wording) -> dict[str, Any]:
    """One wording of a paragraph."""
    return {"wording": one.number, "text": one.text, "reason": one.reason, "at": moment(one.at)}


def note_row(one: Note) -> dict[str, Any]:
    """What a party attached; its own word, and named."""
    return {
        "note": one.pk, "paragraph": one.paragraph_id, "member": one.member.name, "kind": one.kind, "text": one.text,
        "language": one.language, "made_at": moment(one.made_at), "withdrawn_at": moment(one.withdrawn_at),
    }  # fmt: skip


def proposal_row(one: ProposalShown) -> dict[str, Any]:
    """A proposal with those that amend it; who made it, where the rule of the text lets.

    Of what became of it the day is told: the hour of a withdrawal would be one of the delegation's.
    """
    row = one.row
    return {
        "key": str(row.pk), "change": row.change, "text": row.text, "reason": row.reason, "language": row.language,
        "member": row.member.name if row.member else None, "on_wording": row.on_number, "made_on": day(row.made_on),
        "state": row.state, "decided_on": day_of(row.decided_at), "decision": row.decision, "own": one.is_own,
        "amendments": [proposal_row(child) for child in one.amendments],
    }  # fmt: skip


def paragraphs_of(silence: Silence) -> list[dict[str, Any]]:
    """The text that a silence procedure was about, as it stood."""
    return [{"heading": bool(heading), "text": text} for _place, heading, text in silence.text]


def silence_row(one: Silence, broken: int) -> dict[str, Any]:
    """A silence procedure; how many broke it is public, which did and at what hour is not."""
    return {
        "key": str(one.pk), "text": str(one.draft_id), "state": one.state, "opened_at": moment(one.opened_at),
        "deadline": moment(one.deadline), "settled_on": day_of(one.settled_at), "broken_by": broken,
    }  # fmt: skip


def adopted_text(draft: Draft) -> list[dict[str, Any]]:
    """The paragraphs that were adopted: as they stood under the silence that was kept."""
    kept = next((one for one in draft.silences.all() if one.state == "adopted"), None)
    return paragraphs_of(kept) if kept is not None else []


def standing_notes(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Notes that were not withdrawn."""
    return [note_row(one) for one in notes if one.withdrawn_at is None]
