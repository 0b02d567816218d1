"""What lies before a session of a dialogue and what comes out of its conclusions: documents, commitments.

A document is told to whom it reaches, a commitment where its text is read. Whether one may is asked before anything is
looked up. Routes only: each gets, asks, calls the action that the page calls, answers. The roof of the site.
"""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Path, Query, Router
from ninja.security import django_auth

from passerelle_web.api import dialogue_shapes as shapes
from passerelle_web.api.answers import answer
from passerelle_web.api.dialogue_texts import TextKey, seen_text
from passerelle_web.api.dialogue_writing import done, party_for
from passerelle_web.api.dialogues import Key, SessionKey, caller, seen, seen_session
from passerelle_web.api.library import document_line
from passerelle_web.dialogues import paper_actions, plain
from passerelle_web.dialogues.commitments import commit, commitments_of
from passerelle_web.dialogues.models import Dialogue, Draft, Paragraph
from passerelle_web.dialogues.papers_page import PaperShown, papers_of
from passerelle_web.dialogues.permissions import STATE
from passerelle_web.library.queries import document_seen
from passerelle_web.people.permissions import require
from passerelle_web.plans.following_actions import keep_pledge, withdraw_pledge
from passerelle_web.plans.models import Pledge
from passerelle_web.plans.queries import ended_by

router = Router(tags=["Documents and commitments of dialogues"])
PaperKey = Annotated[int, Path(ge=1, le=2_000_000_000, example=1, description="Key of a document before a session.")]
CommitmentKey = Annotated[int, Path(ge=1, le=2_000_000_000, example=1, description="Key of a commitment.")]
OfText = Annotated[str, Query(max_length=40, description="Key of a text; empty for all texts of the dialogue.")]


# Documents before a session ----------------------------------------------------------------------------


def _paper(one: PaperShown, point: str) -> dict[str, Any]:
    return document_line(one.row.document) | {"paper": one.row.pk, "point": point or None}


@router.get(
    "/dialogues/{key}/sessions/{session}/documents", response=list[shapes.PaperShape],
    summary="Documents before a session",
)  # fmt: skip
def papers(request: HttpRequest, key: Key, session: SessionKey) -> HttpResponse:
    """By the points of the agenda, then those of the whole session; of documents, those that reach the caller alone."""
    found = seen(request, key)
    there = papers_of(seen_session(request, found, session), request.user)
    rows = [_paper(one, point.title) for point, held in there.points for one in held]
    rows += [_paper(one, "") for one in there.whole]
    return answer([plain.marked(found, row) for row in rows])


@router.post(
    "/dialogues/{key}/sessions/{session}/documents", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Lay a document before a session",
)  # fmt: skip
def lay(request: HttpRequest, key: Key, session: SessionKey, body: shapes.PaperSent) -> HttpResponse:
    """By who runs the dialogue; a document of the library that reaches the caller."""
    found = seen(request, key)
    require(request.user, "dialogues.run", found)
    held = seen_session(request, found, session)
    document = document_seen(body.document, request.user)
    if document is None:
        raise Http404
    with override("en"):
        made = paper_actions.lay_paper(session=held, document=document, point=body.point, by=caller(request))
        return done(made, held.get_absolute_url())


@router.post(
    "/dialogues/{key}/sessions/{session}/documents/{paper}/take", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Take a document from a session",
)  # fmt: skip
def take(request: HttpRequest, key: Key, session: SessionKey, paper: PaperKey) -> HttpResponse:
    """It stays in the library, and that it lay here stays written."""
    found = seen(request, key)
    require(request.user, "dialogues.run", found)
    held = seen_session(request, found, session)
    there = papers_of(held, request.user)
    shown = [one.row for _point, listed in there.points for one in listed] + [one.row for one in there.whole]
    row = next((one for one in shown if one.pk == paper), None)
    if row is None:
        raise Http404
    with override("en"):
        return done(paper_actions.take_paper(paper=row, by=caller(request)), held.get_absolute_url())


# Commitments out of conclusions ------------------------------------------------------------------------


def _told(request: HttpRequest, dialogue: Dialogue, draft: Draft | None = None) -> list[dict[str, Any]]:
    held = commitments_of(dialogue, request.user, draft=draft)
    mine = ended_by(request.user, held)
    return [plain.marked(dialogue, plain.commitment_row(one) | {"may_end": one.pk in mine}) for one in held]


@router.get(
    "/dialogues/{key}/commitments", response=list[shapes.CommitmentShape], summary="Commitments out of conclusions"
)  # fmt: skip
def commitments(request: HttpRequest, key: Key, text: OfText = "") -> HttpResponse:
    """Each a member's own, by a day that it set itself; it binds nobody. Withdrawn ones stay, with the reason."""
    found = seen(request, key)
    return answer(_told(request, found, seen_text(request, found, text) if text else None))


def _paragraph(text: Draft, key: int | None) -> Paragraph | None:
    if key is None:
        return None
    found = text.paragraphs.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@router.post(
    "/dialogues/{key}/texts/{text}/commitments", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Commit to something out of conclusions",
)  # fmt: skip
def make(request: HttpRequest, key: Key, text: TextKey, body: shapes.CommitmentSent) -> HttpResponse:
    """By who speaks for a party; out of an adopted text, or out of one paragraph of it."""
    found = seen(request, key)
    with override("en"):
        member = party_for(request, found, body.member, STATE)
        held = seen_text(request, found, text)
        made = commit(
            draft=held, paragraph=_paragraph(held, body.paragraph), member=member, text=body.text, metric=body.metric,
            baseline=body.baseline, owner=body.owner, due=body.due, by=caller(request),
        )  # fmt: skip
        return done(made, held.get_absolute_url())


def _own(request: HttpRequest, key: str, commitment: int) -> tuple[Pledge, str]:
    """A commitment out of this dialogue that the caller reads there, and the page on which it stands."""
    found = next((one for one in commitments_of(seen(request, key), request.user) if one.pk == commitment), None)
    if found is None or found.arose_from is None:
        raise Http404
    return found, found.arose_from[1]


@router.post(
    "/dialogues/{key}/commitments/{commitment}/keep", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Say that a commitment was kept",
)  # fmt: skip
def keep(request: HttpRequest, key: Key, commitment: CommitmentKey, body: shapes.ReasonSent) -> HttpResponse:
    """By who speaks for the member whose own it is; `reason` says how it was kept."""
    held, page = _own(request, key, commitment)
    with override("en"):
        return done(keep_pledge(pledge=held, text=body.reason, by=caller(request)), page)


@router.post(
    "/dialogues/{key}/commitments/{commitment}/withdraw", response={201: shapes.DoneShape}, auth=django_auth,
    summary="Withdraw a commitment",
)  # fmt: skip
def withdraw(request: HttpRequest, key: Key, commitment: CommitmentKey, body: shapes.ReasonSent) -> HttpResponse:
    """By who speaks for the member whose own it is, with a reason that stays with it."""
    held, page = _own(request, key, commitment)
    with override("en"):
        return done(withdraw_pledge(pledge=held, reason=body.reason, by=caller(request)), page)
