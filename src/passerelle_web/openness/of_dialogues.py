"""Sets of open data on dialogues: as everybody reads them, under the rule of attribution.

Which rows are public is `dialogues.public`'s to say, who is named `dialogues.shown`'s. Stands on `dialogues`.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from passerelle_web.dialogues import constituencies, plain, public
from passerelle_web.dialogues.models import (
    Contribution,
    Dialogue,
    Draft,
    Fact,
    Mark,
    Note,
    Party,
    Position,
    Proposal,
    Session,
    Wording,
)
from passerelle_web.openness.meanings import fields
from passerelle_web.openness.sets import OpenSet, Row, chosen, each
from passerelle_web.people.joint_queries import named_in_all


def in_english(address: str, *args: object) -> str:
    """The page of something, in English: rows are the same for every reader."""
    with override("en"):
        return reverse(address, args=args)


def _of(dialogue: Dialogue) -> Row:
    return {"dialogue": str(dialogue.pk), "demonstration": dialogue.is_demonstration}


def _dialogue(one: Any) -> Row:
    return plain.dialogue_row(one) | {
        "parties": one.parties_today, "address": in_english("dialogues:dialogue", one.pk),
    }  # fmt: skip


def _dialogues() -> Iterator[Row]:
    today = timezone.localdate()
    there = Q(parties__since__lte=today) & (Q(parties__until=None) | Q(parties__until__gt=today))
    return each(public.dialogues().annotate(parties_today=Count("parties", filter=there)), _dialogue)


def _party(one: Party) -> Row:
    return _of(one.dialogue) | plain.party_row(one)


def _session(one: Session) -> Row:
    told = plain.session_row(one)
    agenda = [" – ".join(part for part in point.values() if part) for point in told["agenda"]]
    return _of(one.dialogue) | told | {"agenda": agenda}


def _contributions() -> Iterator[Row]:
    """Rows come dialogue by dialogue, so the constituencies of one alone are held."""
    held: tuple[Any, frozenset[str]] = (None, frozenset())

    def told(one: Contribution) -> Row:
        nonlocal held
        if held[0] != one.dialogue_id:
            held = (one.dialogue_id, constituencies.nameable(one.dialogue))
        with override("en"):
            carriers = named_in_all([one.statement]).get(one.statement.pk, []) if one.statement is not None else []
            return _of(one.dialogue) | plain.contribution_row(one, held[1], carriers)

    return each(public.contributions(), told)


def _newest(pairs: Iterator[tuple[tuple[int, int], Row]]) -> Iterator[Row]:
    """Rows that say whether they are the last of their party; they come party by party, the oldest first."""
    before: tuple[tuple[int, int], Row] | None = None
    for one in pairs:
        if before is not None:
            yield before[1] | {"newest": before[0] != one[0]}
        before = one
    if before is not None:
        yield before[1] | {"newest": True}


def _position(one: Position) -> Row:
    question = one.question
    told = {"question": question.pk, "question_text": question.text, "member": one.member.name}
    return _of(question.dialogue) | told | plain.position_row(one)


def _positions() -> Iterator[Row]:
    # two members may have one name, and then the order of names alone would mix them
    rows = public.positions().order_by("question", "member", "taken_at", "pk").iterator(chunk_size=200)
    return _newest(((one.question_id, one.member_id), _position(one)) for one in rows)


def _fact(one: Fact) -> Row:
    told = plain.fact_row(one)
    names = ("indicator", "value", "unit", "period", "source", "vintage", "status")
    return _of(one.dialogue) | told | chosen(told["figure"], names)


def _word(one: Mark) -> Row:
    return _of(one.fact.dialogue) | {"fact": one.fact_id} | plain.word_row(one)


def _words() -> Iterator[Row]:
    rows = public.words_on_facts().order_by("fact", "member", "made_at", "pk").iterator(chunk_size=200)
    return _newest(((one.fact_id, one.member_id), _word(one)) for one in rows)


def _text(one: Draft) -> Row:
    return plain.text_row(one) | _of(one.dialogue) | {
        "address": in_english("dialogues:draft", one.dialogue_id, one.pk),
    }  # fmt: skip


def _wording(one: Wording) -> Row:
    paragraph = one.paragraph
    stands = one.number == paragraph.number and not paragraph.is_removed
    return _of(paragraph.draft.dialogue) | plain.wording_row(one) | {
        "text_key": str(paragraph.draft_id), "paragraph": paragraph.pk, "place": paragraph.place,
        "heading": paragraph.is_heading, "standing": stands,
    }  # fmt: skip


def _proposal(one: Proposal) -> Row:
    names = ("change", "text", "reason", "language", "state", "decision")
    return _of(one.paragraph.draft.dialogue) | {name: getattr(one, name) for name in names} | {
        "key": str(one.pk), "text_key": str(one.paragraph.draft_id), "paragraph": one.paragraph_id,
        "on_wording": one.on_number, "amends": str(one.amends_id) if one.amends_id else None,
        "member": one.member.name if one.member else None, "made_on": plain.day(one.made_on),
        "decided_on": plain.day_of(one.decided_at),
    }  # fmt: skip


def _note(one: Note) -> Row:
    return _of(one.draft.dialogue) | plain.note_row(one) | {"text_key": str(one.draft_id)}


def _silence(one: Any) -> Row:
    return _of(one.draft.dialogue) | plain.silence_row(one, one.broken) | {"text_key": str(one.draft_id)}


def _silences() -> Iterator[Row]:
    broken = Count("receipts", filter=Q(receipts__broke_at__isnull=False))
    return each(public.silences().annotate(broken=broken), _silence)


def _conclusion(one: Draft) -> Row:
    words = "\n\n".join(part["text"] for part in plain.adopted_text(one))
    return _text(one) | {"text": words}


SETS = (
    OpenSet(
        "dialogues", _("Dialogues"), _("What each dialogue is about, how far it is, under which rule."),
        fields("key", "title", "purpose", "language", "theme", "scope", "origin", "destination", "route", "region",
               "stage", "attribution", "constituencies", "begins", "ends", "parties", "address"),
        _dialogues, lambda: public.dialogues().count(),
    ),
    OpenSet(
        "parties", _("Parties"), _("Which members take part in a dialogue, from when to when."),
        fields("dialogue", "member", "kind", "profile", "since", "until"),
        lambda: each(public.parties(), _party), lambda: public.parties().count(),
    ),
    OpenSet(
        "sessions", _("Sessions"),
        _("Meetings and rounds of writing with agenda and minutes; closed ones are left out."),
        fields("dialogue", "key", "title", "written", "attribution", "starts_at", "ends_at", "zone", "where", "agenda",
               "minutes", "minutes_language"),
        lambda: each(public.sessions(), _session), lambda: public.sessions().count(),
    ),
    OpenSet(
        "contributions", _("Contributions"),
        _("What was said, with who is named as the rule of attribution lets; closed and hidden ones are left out."),
        fields("dialogue", "key", "number", "session", "answers", "attribution", "person", "member", "constituency",
               "who", "said_on", "said_at", "language", "text"),
        _contributions, lambda: public.contributions().count(),
    ),
    OpenSet(
        "positions", _("Positions"),
        _("Where each party stood on a question, and since when: its own word, and named."),
        fields("dialogue", "question", "question_text", "member", "position", "text", "language", "taken_at", "newest"),
        _positions, lambda: public.positions().count(),
    ),
    OpenSet(
        "facts", _("Figures before the parties"), _("Each figure as it stood when it was laid before the parties."),
        fields("dialogue", "fact", "origin", "destination", "indicator", "value", "unit", "period", "source", "vintage",
               "status", "laid_at"),
        lambda: each(public.facts(), _fact), lambda: public.facts().count(),
    ),
    OpenSet(
        "words", _("Words on figures"), _("Which party accepts a figure, contests it, or has its own with a source."),
        fields("dialogue", "fact", "member", "says", "value", "period", "source", "reason", "language", "made_at",
               "newest"),
        _words, lambda: public.words_on_facts().count(),
    ),
    OpenSet(
        "texts", _("Texts"), _("Draft conclusions and chair’s summaries, and what became of them."),
        fields("dialogue", "key", "title", "kind", "language", "attribution", "state", "begun_at", "adopted_at",
               "address"),
        lambda: each(public.texts(), _text), lambda: public.texts().count(),
    ),
    OpenSet(
        "wordings", _("Wordings"), _("Every wording of every paragraph; nothing is overwritten."),
        fields("dialogue", "text_key", "paragraph", "place", "heading", "wording", "standing", "text", "reason", "at"),
        lambda: each(public.wordings(), _wording), lambda: public.wordings().count(),
    ),
    OpenSet(
        "proposals", _("Proposals"), _("What was proposed on a text, with its reason, and what became of it."),
        fields("dialogue", "text_key", "paragraph", "key", "change", "text", "reason", "language", "member",
               "on_wording", "amends", "made_on", "state", "decided_on", "decision"),
        lambda: each(public.proposals(), _proposal), lambda: public.proposals().count(),
    ),
    OpenSet(
        "notes", _("Notes on texts"),
        _("Reservations, explanations and disassociations: a party’s own word, and named."),
        fields("dialogue", "text_key", "note", "paragraph", "member", "kind", "text", "language", "made_at",
               "withdrawn_at"),
        lambda: each(public.notes(), _note), lambda: public.notes().count(),
    ),
    OpenSet(
        "silences", _("Silence procedures"), _("When a text was under silence, and how it ended."),
        fields("dialogue", "text_key", "key", "state", "opened_at", "deadline", "settled_on", "broken_by"),
        _silences, lambda: public.silences().count(),
    ),
    OpenSet(
        "conclusions", _("Adopted conclusions"), _("Texts that no party broke silence on. They bind nobody in law."),
        fields("dialogue", "key", "title", "language", "adopted_at", "text", "address"),
        lambda: each(public.adopted_texts(), _conclusion), lambda: public.adopted_texts().count(),
    ),
)  # fmt: skip
