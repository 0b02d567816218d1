"""Speaking in dialogues over HTTP: by who is signed in on this site, with its CSRF token, under her own rights.

Each calls the action that the page calls. Whether one may is asked before anything is looked up, so that no refusal
tells what is there. Routes only. The roof of the site.
"""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Path, Router
from ninja.security import django_auth

from passerelle_web.api import dialogue_shapes as shapes
from passerelle_web.api.answers import answer
from passerelle_web.api.dialogue_texts import SilenceKey, TextKey, seen_silence, seen_text
from passerelle_web.api.dialogues import (
    EXAMPLE,
    Key,
    Number,
    caller,
    seen,
    seen_contribution,
    seen_session,
    uuid_or_404,
)
from passerelle_web.api.dialogues import router as reading
from passerelle_web.dialogues import (
    drafting_actions,
    order_actions,
    plain,
    queries,
    silence_actions,
    speaking_actions,
    table_actions,
)
from passerelle_web.dialogues.models import Contribution, Dialogue, Paragraph, Proposal, Receipt, Silence
from passerelle_web.measures.models import Measure
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone, NotAllowed

router = Router(tags=["Speaking in dialogues"])
QuestionKey = Annotated[int, Path(ge=1, le=2_000_000_000, example=1, description="Key of a question.")]
FactKey = Annotated[int, Path(ge=1, le=2_000_000_000, example=1, description="Key of a figure before the parties.")]
NoteKey = Annotated[int, Path(ge=1, le=2_000_000_000, example=1, description="Key of a note.")]
ProposalKey = Annotated[str, Path(max_length=40, example=EXAMPLE, description="Key of a proposal.")]


def _open_to(request: HttpRequest, key: str) -> Dialogue:
    """A dialogue in which the caller may speak."""
    found = seen(request, key)
    require(request.user, "dialogues.speak", found)
    return found


def _party(request: HttpRequest, dialogue: Dialogue, slug: str) -> Member:
    """The party that is spoken for: the one that is named, or the caller's only one."""
    mine = queries.members_for(request.user, dialogue)
    if not slug and len(mine) == 1:
        return mine[0]
    found = next((one for one in mine if one.slug == slug), None)
    if found is None and not slug and mine:
        raise CannotBeDone(f"Say for which party: {', '.join(one.slug for one in mine)}.")
    if found is None:
        raise NotAllowed("You speak only for a party that you act for.")
    return found


def _made(told: dict[str, Any]) -> HttpResponse:
    said = answer(told)
    said.status_code = 201
    said["Location"] = told["page"]
    return said


def _done(thing: Any, page: str, **more: Any) -> HttpResponse:
    return _made({"key": str(thing.pk), "page": page, **more})


def _answered(request: HttpRequest, dialogue: Dialogue, number: int | None) -> Contribution | None:
    """What is answered: the first of a thread, as threads have one level."""
    if number is None:
        return None
    found = seen_contribution(request, dialogue, number)
    if found.answers is not None:
        raise CannotBeDone(f"Answer the contribution that began this thread: number {found.answers.number}.")
    return found


def _measure(key: str) -> Measure | None:
    if not key:
        return None
    found = Measure.objects.filter(pk=uuid_or_404(key)).first()
    if found is None:
        raise Http404
    return found


# Ninja gives an address to the first router that has it: what is read there has to be written there.
@reading.post(
    "/dialogues/{key}/contributions", response={201: shapes.SaidShape}, auth=django_auth,
    summary="Speak in a dialogue", tags=router.tags,
)  # fmt: skip
def speak(request: HttpRequest, key: Key, body: shapes.ContributionSent) -> HttpResponse:
    """Say something for a party, in a session, outside of sessions, or as an answer."""
    found = _open_to(request, key)
    with override("en"):
        answers = _answered(request, found, body.answers)
        session = seen_session(request, found, body.session) if body.session else None
        if answers is not None:  # an answer stands where its thread does, so that both are tightened together
            session = answers.session
        made = speaking_actions.speak(
            dialogue=found, text=body.text, language=body.language, member=_party(request, found, body.member),
            by=caller(request), session=session, answers=answers, measure=_measure(body.measure),
        )  # fmt: skip
        return _done(made, made.get_absolute_url(), number=made.number, attribution=plain.code_of(made.rule))


@router.post(
    "/dialogues/{key}/contributions/{number}/hide", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Hide or withdraw a contribution",
)  # fmt: skip
def hide(request: HttpRequest, key: Key, number: Number, body: shapes.ReasonSent) -> HttpResponse:
    """With a reason that everybody reads in its place: by who keeps order, or by who said it."""
    held = seen_contribution(request, seen(request, key), number)
    with override("en"):
        made = speaking_actions.hide(contribution=held, reason=body.reason, by=caller(request))
        return _done(made, made.get_absolute_url())


@router.post(
    "/dialogues/{key}/contributions/{number}/report", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Report a contribution",
)  # fmt: skip
def report(request: HttpRequest, key: Key, number: Number, body: shapes.ReasonSent) -> HttpResponse:
    """Say why it should not stand; who keeps order hears of it, and answers with a reason."""
    held = seen_contribution(request, seen(request, key), number)
    with override("en"):
        made = order_actions.report(contribution=held, reason=body.reason, by=caller(request))
        return _done(made, held.get_absolute_url())


@router.post(
    "/dialogues/{key}/questions/{question}/positions", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Take a position",
)  # fmt: skip
def take_position(request: HttpRequest, key: Key, question: QuestionKey, body: shapes.PositionSent) -> HttpResponse:
    """Say where a party stands on a question. It bears the party's name; earlier positions stay."""
    found = _open_to(request, key)
    held = found.questions.filter(pk=question).first()
    if held is None:
        raise Http404
    with override("en"):
        made = table_actions.take_position(
            question=held, stance=body.position, text=body.text, language=body.language, by=caller(request),
            member=_party(request, found, body.member),
        )  # fmt: skip
        return _done(made, f"{found.get_absolute_url()}positions/")


@router.post(
    "/dialogues/{key}/facts/{fact}/words", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Give a word on a figure",
)  # fmt: skip
def give_word(request: HttpRequest, key: Key, fact: FactKey, body: shapes.WordSent) -> HttpResponse:
    """Accept a figure, contest it with a reason, or offer one's own with its source; the newest word stands."""
    found = _open_to(request, key)
    held = found.facts.select_related("dialogue").filter(pk=fact).first()
    if held is None:
        raise Http404
    with override("en"):
        given = body.dict(include={"says", "value", "period", "source", "reason", "language"})
        made = table_actions.give_word(
            fact=held, member=_party(request, found, body.member), by=caller(request), **given
        )  # fmt: skip
        return _done(made, f"{found.get_absolute_url()}facts/")


def _paragraph(text: Any, key: int) -> Paragraph:
    found = text.paragraphs.select_related("draft__dialogue").filter(pk=key).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def _proposal(paragraph: Paragraph, key: str) -> Proposal | None:
    if not key:
        return None
    found = paragraph.proposals.filter(pk=uuid_or_404(key)).first()
    if found is None:
        raise Http404
    return found


@router.post(
    "/dialogues/{key}/texts/{text}/proposals", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Propose a change of a text",
)  # fmt: skip
def propose(request: HttpRequest, key: Key, text: TextKey, body: shapes.ProposalSent) -> HttpResponse:
    """Another wording, a new paragraph, or to leave one out; or a change of another proposal. With a reason."""
    found = _open_to(request, key)
    held = _paragraph(seen_text(request, found, text), body.paragraph)
    with override("en"):
        made = drafting_actions.propose(
            paragraph=held, change=body.change, text=body.text, reason=body.reason, language=body.language,
            member=_party(request, found, body.member), by=caller(request), amends=_proposal(held, body.amends),
        )  # fmt: skip
        return _done(made, made.get_absolute_url())


@router.post(
    "/dialogues/{key}/texts/{text}/proposals/{proposal}/withdraw", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Withdraw a proposal",
)  # fmt: skip
def withdraw_proposal(request: HttpRequest, key: Key, text: TextKey, proposal: ProposalKey) -> HttpResponse:
    """By the delegation that made it; it stays, as withdrawn."""
    held = seen_text(request, seen(request, key), text)
    rows = Proposal.objects.select_related("paragraph__draft__dialogue")
    one = rows.filter(pk=uuid_or_404(proposal), paragraph__draft=held).first()
    if one is None:
        raise Http404
    with override("en"):
        made = drafting_actions.withdraw_proposal(proposal=one, by=caller(request))
        return _done(made, made.get_absolute_url())


@router.post(
    "/dialogues/{key}/texts/{text}/notes", response={201: shapes.DoneShape}, auth=django_auth, summary="Attach a note"
)
def attach(request: HttpRequest, key: Key, text: TextKey, body: shapes.NoteSent) -> HttpResponse:
    """A party's own word on a paragraph or on the whole text; it always bears the party's name."""
    found = _open_to(request, key)
    held = seen_text(request, found, text)
    on = _paragraph(held, body.paragraph) if body.paragraph is not None else None
    with override("en"):
        made = drafting_actions.attach(
            draft=held, paragraph=on, kind=body.kind, text=body.text, language=body.language,
            member=_party(request, found, body.member), by=caller(request),
        )  # fmt: skip
        return _done(made, held.get_absolute_url())


@router.post(
    "/dialogues/{key}/texts/{text}/notes/{note}/withdraw", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Withdraw a note",
)  # fmt: skip
def withdraw_note(request: HttpRequest, key: Key, text: TextKey, note: NoteKey) -> HttpResponse:
    """By the party that attached it; it stays, as withdrawn."""
    held = seen_text(request, seen(request, key), text)
    one = held.notes.select_related("draft__dialogue", "member").filter(pk=note).first()
    if one is None:
        raise Http404
    with override("en"):
        made = drafting_actions.withdraw_note(note=one, by=caller(request))
        return _done(made, held.get_absolute_url())


def _receipt(row: Receipt, held: Silence) -> HttpResponse:
    return _done(
        row, held.get_absolute_url(), member=row.member.slug, received_at=plain.moment(row.received_at),
        broke_at=plain.moment(row.broke_at),
    )  # fmt: skip


@router.post(
    "/dialogues/{key}/silence/{silence}/receipts", response={201: shapes.ReceiptShape}, auth=django_auth,
    summary="Receive a text under silence",
)  # fmt: skip
def receive(request: HttpRequest, key: Key, silence: SilenceKey, body: shapes.ForParty) -> HttpResponse:
    """Say that a party has received the text. It says nothing of agreement."""
    found = _open_to(request, key)
    held = seen_silence(request, found, silence)
    with override("en"):
        row = silence_actions.receive(
            silence=held, member=_party(request, found, body.member), by=caller(request)
        )  # fmt: skip
        return _receipt(row, held)


@router.post(
    "/dialogues/{key}/silence/{silence}/break", response={201: shapes.ReceiptShape}, auth=django_auth,
    summary="Break silence",
)  # fmt: skip
def break_silence(request: HttpRequest, key: Key, silence: SilenceKey, body: shapes.BreakSent) -> HttpResponse:
    """With a reason that the parties read, before the deadline by the server's clock."""
    found = _open_to(request, key)
    held = seen_silence(request, found, silence)
    with override("en"):
        row = silence_actions.break_silence(
            silence=held, member=_party(request, found, body.member), reason=body.reason, language=body.language,
            by=caller(request),
        )  # fmt: skip
        return _receipt(row, held)
