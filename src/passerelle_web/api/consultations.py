"""Consultations: what is asked, the statements, the result; voting and putting a statement, under one's own rights.

Who is signed in sends the token against forged requests; a visitor of a public consultation sends the voter's token of
an earlier answer, and no cookie. Routes only: each gets, asks, answers. The roof of the site.
"""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Path, Router
from ninja.errors import HttpError
from ninja.utils import check_csrf

from passerelle_web.api import consultation_shapes as shapes
from passerelle_web.api import parameters as p
from passerelle_web.api.answers import answer
from passerelle_web.api.dialogues import translations
from passerelle_web.api.paging import ON_A_PAGE, Part
from passerelle_web.api.problems import QueryRefused
from passerelle_web.consensus import data, limits, queries, statement_actions, vote_actions
from passerelle_web.consensus.models import Consultation, Picture, Statement
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.translating import in_words
from passerelle_web.consensus.visiting import may_write, seen
from passerelle_web.consensus.voices import Voice, new_visitor, of_delegation, of_signed, signed, voice_of
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import may

router = Router(tags=["Consultations"])
Key = Annotated[
    str,
    Path(
        description="Key of a consultation, or the link of one that is open to who has it.",
        example="3f2b1c9e-0d4a-4c55-9a77-2f6f4a1d8e10", max_length=40,
    ),
]  # fmt: skip


@router.get("/consultations/{key}", response=shapes.ConsultationShape, summary="A consultation")
def consultation(request: HttpRequest, key: Key) -> HttpResponse:
    """What is asked, from when to when, how many have voted, and what the caller may do."""
    found = seen(request, key)
    held = found.consultation
    made_at = Picture.objects.values_list("made_at", flat=True).get(pk=held.pk)
    voted = queries.turnout(held)
    return answer({
        "key": key, "title": held.title, "question": held.question, "language": held.language,
        "opens_at": held.opens_at.isoformat(), "closes_at": held.closes_at.isoformat(), "open": held.is_open,
        "closed": held.has_closed, "imported": held.is_imported, "least": held.least, "voters": voted.voters,
        "demonstration": held.is_demonstration, "eligible": voted.eligible,
        "picture_at": made_at.isoformat() if made_at else None,
        "may_vote": may(request.user, "consensus.vote", found), "may_put": may(request.user, "consensus.put", found),
    })  # fmt: skip


@router.get("/consultations/{key}/statements", response=shapes.StatementPage, summary="Statements of a consultation")
def statements(request: HttpRequest, key: Key, page: p.Page = 1, per_page: p.PerPage = ON_A_PAGE) -> HttpResponse:
    """Statements that are voted on, by number, with everybody's votes as of the last picture."""
    held = seen(request, key).consultation
    found = queries.statements(held)
    rows = Picture.objects.values_list("page__rows", flat=True).get(pk=held.pk) or []
    known = {row["id"]: row for row in rows}
    part = Part(page, per_page)
    items = [_line(one, known.get(str(one.number), {})) for one in in_words(part.of(found))]
    return answer(part.envelope(request, found.count(), items, demonstration=held.is_demonstration))


def _line(one: Statement, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": one.number, "text": one.text, "language": one.language, "by_the_chair": one.is_seed,
        "about_participants": one.is_meta, "agree": row.get("agree"), "disagree": row.get("disagree"),
        "passed": row.get("pass"), "agreed_by": row.get("agreed_by"), "accepted": row.get("accepted"),
        "translations": translations(one.said),
    }  # fmt: skip


@router.get("/consultations/{key}/result", response=shapes.ResultShape, summary="The result of a consultation")
def result(request: HttpRequest, key: Key) -> HttpResponse:
    """Groups, blocs, consensus and how firm it is; cells of few people are withheld. 404 before the first picture."""
    held = seen(request, key).consultation
    record = Picture.objects.get(pk=held.pk).record
    if record is None:
        raise Http404
    return answer(data.result_of(held, record))


def _writer(request: HttpRequest, held: Consultation, told: str) -> Voice:
    """Whose voice it is that writes.

    Raises
    ------
    HttpError : 403, a forged request of who is signed in; 429, too many new voices from one address.
    QueryRefused : a token that is none of this consultation.
    """
    if request.user.is_authenticated:
        if check_csrf(request) is not None:
            raise HttpError(403, "Send the token of the cookie csrftoken as X-CSRFToken.")
        return voice_of(held, request.user)  # type: ignore[return-value]
    if told:
        found = of_signed(held, told)
        if found is None:
            raise QueryRefused("This voter's token is none of this consultation. Leave it out the first time.")
        return found
    if not limits.within(limits.VOICES_OF_AN_ADDRESS, limits.address_of(request)):
        raise HttpError(429, "Too many new voices from one address.")
    return new_visitor(held)


def _limited(request: HttpRequest, voice: Voice, *kinds: limits.Limit) -> None:
    if not may_write(request, voice, *kinds):
        raise HttpError(429, "That was too often.")


def _kept(voice: Voice) -> str:
    return signed(voice) if voice.token else ""


@router.post("/consultations/{key}/votes", response=shapes.VoterShape, summary="Vote on a statement")
def vote(request: HttpRequest, key: Key, body: shapes.VoteSent) -> HttpResponse:
    """One vote a voice and statement: a later one replaces it."""
    found = seen(request, key)
    voice = _writer(request, found.consultation, body.voter)
    _limited(request, voice, limits.VOTES_OF_A_VOICE, limits.VOTES_OF_AN_ADDRESS)
    one = queries.statement_of(found.consultation, body.statement)
    if one is None:
        raise Http404
    with override("en"):
        if body.delegation:
            _vote_for(request, found, one, body)
        else:
            vote_actions.cast(opened=found, statement=one, value=body.vote, by=request.user, voice=voice)
    return answer({"voter": _kept(voice)})


def _vote_for(request: HttpRequest, found: Opened, one: Statement, body: shapes.VoteSent) -> None:
    member = Member.objects.filter(slug=body.delegation).first()
    if member is None or not request.user.is_authenticated:
        raise Http404
    _limited(
        request, of_delegation(found.consultation, member), limits.VOTES_OF_A_VOICE, limits.VOTES_OF_AN_ADDRESS
    )  # fmt: skip
    vote_actions.cast_for(opened=found, member=member, statement=one, value=body.vote, by=request.user)


@router.post("/consultations/{key}/statements", response=shapes.PutShape, summary="Put a statement")
def put(request: HttpRequest, key: Key, body: shapes.StatementSent) -> HttpResponse:
    """Put a statement of one's own; where statements are moderated it waits."""
    found = seen(request, key)
    voice = _writer(request, found.consultation, body.voter)
    _limited(request, voice, limits.STATEMENTS_OF_A_VOICE, limits.STATEMENTS_OF_AN_ADDRESS)
    with override("en"):
        made = statement_actions.put(
            opened=found, text=body.text, language=body.language, by=request.user, voice=voice
        )  # fmt: skip
    return answer({"number": made.number, "state": made.state, "voter": _kept(voice)})
