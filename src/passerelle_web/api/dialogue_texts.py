"""Texts of dialogues: paragraphs with what is proposed on them, versions, notes, silence; adopted conclusions.

Routes only: each gets, asks, answers. The roof of the site.
"""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Path, Router

from passerelle.dialogue.attribution import Rule
from passerelle_web.api import dialogue_shapes as shapes
from passerelle_web.api import parameters as p
from passerelle_web.api.answers import BASE, answer
from passerelle_web.api.dialogues import EXAMPLE, ON_A_PAGE, Few, Key, is_inside, seen, uuid_or_404
from passerelle_web.api.paging import Part
from passerelle_web.dialogues import plain, silence_actions
from passerelle_web.dialogues.drafting_page import ParagraphShown, history, paragraphs_shown
from passerelle_web.dialogues.models import Dialogue, Draft, Silence
from passerelle_web.dialogues.public import adopted_texts

router = Router(tags=["Texts of dialogues"])
TextKey = Annotated[str, Path(max_length=40, example=EXAMPLE, description="Key of a text.")]
SilenceKey = Annotated[str, Path(max_length=40, example=EXAMPLE, description="Key of a silence procedure.")]
ParagraphKey = Annotated[
    int, Path(ge=1, le=2_000_000_000, example=1, description="Key of a paragraph, as its text tells it.")
]


def seen_text(request: HttpRequest, dialogue: Dialogue, key: str) -> Draft:
    """A text that the caller may read; one under a closed rule is for the parties alone.

    Raises
    ------
    Http404 : there is none, or not for this caller.
    """
    found = dialogue.drafts.select_related("dialogue").filter(pk=uuid_or_404(key)).first()
    if found is None or (found.rule == Rule.CLOSED and not is_inside(request, dialogue)):
        raise Http404
    return found


def _line(one: Draft) -> dict[str, Any]:
    return plain.text_row(one) | {"href": f"{BASE}/dialogues/{one.dialogue_id}/texts/{one.pk}"}


@router.get("/dialogues/{key}/texts", response=list[shapes.TextLine], summary="Texts of a dialogue")
def texts(request: HttpRequest, key: Key) -> HttpResponse:
    """Draft conclusions and chair's summaries, the newest first."""
    found = seen(request, key)
    rows = found.drafts.all() if is_inside(request, found) else found.drafts.filter(rule__lt=Rule.CLOSED)
    return answer([_line(one) for one in rows])


def _paragraph(one: ParagraphShown) -> dict[str, Any]:
    return {
        "paragraph": one.row.pk, "heading": one.row.is_heading, "wording": one.wording.number,
        "text": one.wording.text, "proposals": [plain.proposal_row(held) for held in (*one.open, *one.decided)],
        "notes": [plain.note_row(note) for note in one.notes],
    }  # fmt: skip


def _broken(one: Silence) -> int:
    return one.receipts.exclude(broke_at=None).count()


@router.get("/dialogues/{key}/texts/{text}", response=shapes.TextWhole, summary="A text with its paragraphs")
def text(request: HttpRequest, key: Key, text: TextKey) -> HttpResponse:
    """Each paragraph as it stands, proposals on it with their reasons and what became of them, notes of parties."""
    held = seen_text(request, seen(request, key), text)
    running = held.silences.filter(state="running").first()
    if running is not None and silence_actions.settle(silence=running).state != "running":
        held.refresh_from_db()
    with override("en"):
        return answer(_line(held) | {
            "paragraphs": [_paragraph(one) for one in paragraphs_shown(held, request.user)],
            "notes": [plain.note_row(one) for one in held.notes.filter(paragraph=None).select_related("member")],
            "silences": [plain.silence_row(one, _broken(one)) for one in held.silences.all()],
        })  # fmt: skip


@router.get(
    "/dialogues/{key}/texts/{text}/paragraphs/{paragraph}", response=shapes.VersionsShape,
    summary="Every wording of a paragraph",
)  # fmt: skip
def versions(request: HttpRequest, key: Key, text: TextKey, paragraph: ParagraphKey) -> HttpResponse:
    """From the newest to the first, each with its reason; of paragraphs that were left out too."""
    held = seen_text(request, seen(request, key), text)
    found = held.paragraphs.filter(pk=paragraph).first()
    if found is None:
        raise Http404
    return answer({
        "paragraph": found.pk, "wordings": [plain.wording_row(one) for one in history(found)["wordings"]],
    })  # fmt: skip


def seen_silence(request: HttpRequest, dialogue: Dialogue, key: str) -> Silence:
    """A silence procedure on a text that the caller may read, settled if its deadline has passed.

    Raises
    ------
    Http404 : there is none, or not for this caller.
    """
    held = Silence.objects.select_related("draft__dialogue").filter(pk=uuid_or_404(key)).first()
    if held is None or held.draft.dialogue_id != dialogue.pk:
        raise Http404
    seen_text(request, dialogue, str(held.draft_id))
    return silence_actions.settle(silence=held)


def _receipts(held: Silence) -> list[dict[str, Any]]:
    return [
        {
            "member": one.member.name, "received_at": plain.moment(one.received_at),
            "broke_at": plain.moment(one.broke_at), "reason": one.reason or None, "language": one.language or None,
        }
        for one in held.receipts.select_related("member")
    ]  # fmt: skip


@router.get("/dialogues/{key}/silence/{silence}", response=shapes.SilenceShape, summary="A silence procedure")
def silence(request: HttpRequest, key: Key, silence: SilenceKey) -> HttpResponse:
    """The text as it stood, the deadline, how it ended; receipts for the parties alone."""
    found = seen(request, key)
    held = seen_silence(request, found, silence)
    receipts = _receipts(held) if is_inside(request, found) else None
    return answer(
        plain.silence_row(held, _broken(held)) | {"paragraphs": plain.paragraphs_of(held), "receipts": receipts}
    )


def _conclusion(one: Draft) -> dict[str, Any]:
    return {
        "key": str(one.pk), "dialogue": str(one.dialogue_id), "dialogue_title": one.dialogue.title, "title": one.title,
        "language": one.language, "adopted_at": plain.moment(one.adopted_at),
        "demonstration": one.dialogue.is_demonstration, "non_binding": True, "paragraphs": plain.adopted_text(one),
        "notes": plain.standing_notes(one.notes.all()), "href": _line(one)["href"],
    }  # fmt: skip


@router.get("/conclusions", response=shapes.ConclusionPage, summary="Adopted conclusions")
def conclusions(request: HttpRequest, page: p.Page = 1, per_page: Few = ON_A_PAGE) -> HttpResponse:
    """Texts that no party broke silence on, in dialogues that everybody reads, with the notes that stand on them."""
    found = adopted_texts()
    part = Part(page, per_page)
    rows = [_conclusion(one) for one in part.of(found)]
    return answer(part.envelope(request, found.count(), rows, licence=plain.LICENCE))
