"""Dialogues: the list, one with its parties and calendar, sessions, what was said, positions, figures.

Who is named is told by the rule of attribution, in counts and links too. There is no filter by member: it would tell
who spoke. Texts are in `dialogue_texts`, writing in `dialogue_writing`. Routes only: each gets, asks, answers. The roof
of the site.
"""

import uuid
from collections.abc import Sequence
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Path, Query, Router

from passerelle_web.api import dialogue_shapes as shapes
from passerelle_web.api import parameters as p
from passerelle_web.api.answers import BASE, answer
from passerelle_web.api.paging import Part
from passerelle_web.consensus.queries import of_dialogue
from passerelle_web.dialogues import constituencies, plain, queries, shown
from passerelle_web.dialogues.models import Contribution, Dialogue, Session
from passerelle_web.dialogues.permissions import asked_once
from passerelle_web.dialogues.tables_page import FactShown, PositionTable, facts_of, positions_of
from passerelle_web.dialogues.told import DIALOGUE
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may
from passerelle_web.texts.queries import Said, said_of

router = Router(tags=["Dialogues"])
ON_A_PAGE = 20
EXAMPLE = "3f2b1c9e-0d4a-4c55-9a77-2f6f4a1d8e10"
Key = Annotated[str, Path(max_length=40, example=EXAMPLE, description="Key of a dialogue.")]
SessionKey = Annotated[str, Path(max_length=40, example=EXAMPLE, description="Key of a session.")]
Number = Annotated[int, Path(ge=1, le=2_000_000_000, example=1, description="Number of a contribution.")]
Theme = Annotated[str, Query(max_length=60, description="Code of a theme of the seed; empty for all.")]
Scope = Annotated[str, Query(max_length=10, description="corridor, route, region or world; empty for all.")]
Stage = Annotated[
    str, Query(max_length=12, description="preparation, exchange, drafting, conclusions or follow_up; empty for all.")
]
End = Annotated[str, Query(max_length=3, description="ISO 3166-1 alpha-3; empty for all.")]
Code = Annotated[str, Query(max_length=60, description="Code of a route; empty for all.")]
OfSession = Annotated[str, Query(max_length=40, description="Key of a session; empty for all that was said.")]
Few = Annotated[int, Query(ge=1, le=100, description="How many on a page.", example=ON_A_PAGE)]


def uuid_or_404(text: str) -> uuid.UUID:
    """A key as it is stored.

    Raises
    ------
    Http404 : it is none.
    """
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def seen(request: HttpRequest, key: str) -> Dialogue:
    """A dialogue that the caller may read; to others it is not there, as on the pages.

    Raises
    ------
    Http404 : there is none, or not for this caller.
    """
    found = Dialogue.objects.filter(pk=uuid_or_404(key)).first()
    if found is None or not may(request.user, "dialogues.see", found):
        raise Http404
    return found


def seen_session(request: HttpRequest, dialogue: Dialogue, key: str) -> Session:
    """A session of it that the caller may read.

    Raises
    ------
    Http404 : there is none, or it is closed to this caller.
    """
    found = dialogue.sessions.filter(pk=uuid_or_404(key)).first()
    if found is None or not may(request.user, "dialogues.see", found):
        raise Http404
    return found


def is_inside(request: HttpRequest, dialogue: Dialogue) -> bool:
    """Is the caller of a party, in an office, or of the secretariat?"""
    return may(request.user, "dialogues.see_inside", dialogue)


def _line(one: Dialogue, parties: int) -> dict[str, Any]:
    return plain.dialogue_row(one) | {"parties": parties, "href": f"{BASE}/dialogues/{one.pk}"}


@router.get("/dialogues", response=shapes.DialoguePage, summary="Dialogues")
def dialogues(
    request: HttpRequest, theme: Theme = "", scope: Scope = "", stage: Stage = "", origin: End = "",
    destination: End = "", route: Code = "", page: p.Page = 1, per_page: Few = ON_A_PAGE,
) -> HttpResponse:  # fmt: skip
    """Those that the caller may read: everybody's, and for who is signed in those in which she takes part."""
    found = queries.listed(request.user, theme=theme.strip(), stage=stage.strip())
    asked = {
        "scope": scope.strip(), "origin": origin.strip().upper(), "destination": destination.strip().upper(),
        "route": route.strip(),
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in asked.items() if value})
    part = Part(page, per_page)
    lines = [_line(one, one.parties_today) for one in part.of(found)]  # type: ignore[attr-defined]  annotated
    return answer(part.envelope(request, found.count(), lines))


def sessions_for(request: HttpRequest, dialogue: Dialogue, *, inside: bool) -> list[Session]:
    """Its sessions in time; the closed ones for who is inside alone, so that not even their number is told."""
    found = dialogue.sessions.prefetch_related("agenda").order_by("starts_at")
    return list(found if inside else found.filter(rule__lt=plain.Rule.CLOSED))


def translations(said: Said | None, field: str = "") -> list[dict[str, Any]]:
    """What was translated of a text: by whom, where the rule lets, and whether it fell behind."""
    named = {"field": field} if field else {}
    return [
        named | {"language": one.language, "text": one.text, "translated_by": one.who or None, "behind": one.is_behind}
        for one in (said.translations if said is not None else ())
    ]


def _run_by(dialogue: Dialogue) -> list[dict[str, str | None]]:
    return [
        {"office": one.role, "person": _("former participant") if one.person.is_gone else one.person.name or None}
        for one in queries.offices_of(dialogue)
    ]


@router.get("/dialogues/{key}", response=shapes.DialogueWhole, summary="A dialogue")
def dialogue(request: HttpRequest, key: Key) -> HttpResponse:
    """What it is about, who takes part and who did, who runs it, when it meets, what the caller may do."""
    found = seen(request, key)
    inside = is_inside(request, found)
    parties = queries.parties_of(found)
    held = said_of(DIALOGUE, [(found.pk, found)], request.user)
    with override("en"):
        told = {
            "party_list": [plain.party_row(one) for one in parties],
            "former_parties": [plain.party_row(one) for one in queries.former_parties_of(found)],
            "run_by": _run_by(found),
            "sessions": [
                plain.session_row(one, inside=inside) for one in sessions_for(request, found, inside=inside)
            ],
            "calendar": reverse("dialogues:calendar", args=[found.pk]),
            "feed": reverse("openness:dialogue-feed", args=[found.pk]) if found.is_public else None,
            "translations": [
                one for field in ("title", "purpose")
                for one in translations(held.get((str(found.pk), field)), field)
            ],
            "consultations": [
                {"key": str(one.pk), "title": one.title, "href": f"{BASE}/consultations/{one.pk}"}
                for one in of_dialogue(found, request.user)
            ],
            "may_speak": may(request.user, "dialogues.speak", found),
            "speaks_for": [one.slug for one in queries.members_for(request.user, found)],
        }  # fmt: skip
    return answer(_line(found, len(parties)) | told)


@router.get("/dialogues/{key}/sessions", response=list[shapes.SessionShape], summary="Sessions of a dialogue")
def sessions(request: HttpRequest, key: Key) -> HttpResponse:
    """Its meetings and rounds of writing in time, each with rule, agenda and minutes."""
    found = seen(request, key)
    inside = is_inside(request, found)
    return answer(
        [plain.session_row(one, inside=inside) for one in sessions_for(request, found, inside=inside)]
    )  # fmt: skip


@router.get("/dialogues/{key}/sessions/{session}", response=shapes.SessionShape, summary="A session")
def session(request: HttpRequest, key: Key, session: SessionKey) -> HttpResponse:
    """When, where, under which rule; its agenda and its minutes. What was said in it is found by its key."""
    found = seen(request, key)
    held = seen_session(request, found, session)
    return answer(plain.session_row(held, inside=is_inside(request, found)))


def _said(one: shown.Shown, nameable: frozenset[str]) -> dict[str, Any]:
    """A contribution as the caller sees it: the text of a hidden one is for who may read it."""
    told = plain.contribution_row(one.row, nameable)
    return told | {
        "who": one.who,
        "text": one.said.text if one.said is not None else None,
        "hidden_for": one.row.hidden_for if one.row.is_hidden else None, "own": one.is_own,
        "translations": translations(one.said), "replies": [_said(answer_, nameable) for answer_ in one.replies],
    }  # fmt: skip


def said_as_seen(request: HttpRequest, dialogue: Dialogue, rows: Sequence[Contribution]) -> list[dict[str, Any]]:
    """Threads as the caller sees them, in words of English."""
    with override("en"), asked_once():
        nameable = constituencies.nameable(dialogue)
        return [_said(one, nameable) for one in shown.shown_all(dialogue, rows, request.user)]


@router.get("/dialogues/{key}/contributions", response=shapes.ContributionPage, summary="What was said in a dialogue")
def contributions(
    request: HttpRequest, key: Key, session: OfSession = "", page: p.Page = 1, per_page: Few = ON_A_PAGE
) -> HttpResponse:
    """Thread by thread, the newest first. Closed contributions are for the parties, and counted for nobody else."""
    found = seen(request, key)
    held = seen_session(request, found, session) if session else None
    threads = queries.threads_of(found, session=held, closed=is_inside(request, found))
    part = Part(page, per_page)
    items = said_as_seen(request, found, list(part.of(threads)))
    return answer(part.envelope(request, threads.count(), items))


def seen_contribution(request: HttpRequest, dialogue: Dialogue, number: int) -> Contribution:
    """A contribution that the caller may read.

    Raises
    ------
    Http404 : there is none, or it is closed to this caller; one is not told from the other.
    """
    rows = dialogue.contributions.select_related("dialogue", "session", "person", "member", "measure", "answers")
    found = rows.filter(number=number).first()
    if found is None or not may(request.user, "dialogues.see", found):
        raise Http404
    return found


@router.get(
    "/dialogues/{key}/contributions/{number}", response=shapes.ContributionShape, summary="A contribution"
)  # fmt: skip
def contribution(request: HttpRequest, key: Key, number: Number) -> HttpResponse:
    """What was said under one number, with what answers it."""
    found = seen(request, key)
    held = seen_contribution(request, found, number)
    rows: Sequence[Contribution] = [held]
    if held.answers_id is None:
        rows = list(queries.threads_of(found, closed=is_inside(request, found)).filter(pk=held.pk))
    return answer(said_as_seen(request, found, rows)[0])


def _questions(table: PositionTable) -> list[dict[str, Any]]:
    return [
        {
            "question": one.pk, "text": one.text, "language": one.language, "asked_at": plain.moment(one.asked_at),
            "closed": one.is_closed,
            "positions": [
                {
                    "member": member.name, "newest": plain.position_row(held[k].newest),
                    "before": [plain.position_row(earlier) for earlier in held[k].before],
                }
                for member, held in table.rows
                if held[k].newest is not None
            ],
        }
        for k, one in enumerate(table.questions)
    ]  # fmt: skip


@router.get("/dialogues/{key}/positions", response=list[shapes.QuestionShape], summary="Positions of the parties")
def positions(request: HttpRequest, key: Key) -> HttpResponse:
    """Each question, where each party stands and how that changed. A position is a party's own word, and named."""
    return answer(_questions(positions_of(seen(request, key))))


def _fact(one: FactShown) -> dict[str, Any]:
    return plain.fact_row(one.row) | {"agreed": one.is_agreed, "words": [plain.word_row(word) for word in one.words]}


@router.get("/dialogues/{key}/facts", response=list[shapes.FactShape], summary="Figures before the parties")
def facts(request: HttpRequest, key: Key) -> HttpResponse:
    """Each figure with its source, and which party accepts it, contests it, or has its own."""
    with override("en"):
        return answer([_fact(one) for one in facts_of(seen(request, key))])


def caller(request: HttpRequest) -> User:
    """Who is signed in; the router lets nobody else come so far."""
    assert isinstance(request.user, User)
    return request.user
