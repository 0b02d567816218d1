"""What everybody may read of dialogues, of all of them at once: for feeds, open data and the API.

Nothing of a closed session or text is in it, nor what is hidden. Who is named is told by `shown`. Stands on `models`.
"""

from django.db.models import Prefetch, Q, QuerySet

from passerelle.dialogue.attribution import Rule
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
    Silence,
    Wording,
)
from passerelle_web.dialogues.models.drafting import DraftState

_OPEN = Q(rule__lt=Rule.CLOSED)
_OF_OPEN_TEXT = Q(draft__rule__lt=Rule.CLOSED, draft__dialogue__is_public=True)
_OF_OPEN_PARAGRAPH = Q(paragraph__draft__rule__lt=Rule.CLOSED, paragraph__draft__dialogue__is_public=True)


def dialogues() -> "QuerySet[Dialogue]":
    """Dialogues that everybody reads, the oldest first."""
    return Dialogue.objects.filter(is_public=True).order_by("made_at", "pk")


def parties() -> "QuerySet[Party]":
    """Who takes part in them, and who did."""
    found = Party.objects.filter(dialogue__is_public=True).select_related("dialogue", "member")
    return found.order_by("dialogue", "since", "member__name", "pk")


def sessions() -> "QuerySet[Session]":
    """Their sessions that are not closed."""
    found = Session.objects.filter(_OPEN, dialogue__is_public=True)
    return found.select_related("dialogue").prefetch_related("agenda").order_by("dialogue", "starts_at", "pk")


def contributions() -> "QuerySet[Contribution]":
    """What was said in them, dialogue by dialogue and in the order of numbers."""
    found = Contribution.objects.filter(_OPEN, dialogue__is_public=True, is_hidden=False)
    return found.select_related("dialogue", "member", "person", "answers", "statement").order_by("dialogue", "number")


def positions() -> "QuerySet[Position]":
    """Positions that parties took, the earlier ones too."""
    found = Position.objects.filter(question__dialogue__is_public=True)
    return found.select_related("question__dialogue", "member").order_by("question", "member__name", "taken_at", "pk")


def facts() -> "QuerySet[Fact]":
    """Figures that were laid before parties."""
    return Fact.objects.filter(dialogue__is_public=True).select_related("dialogue").order_by("dialogue", "pk")


def words_on_facts() -> "QuerySet[Mark]":
    """What parties said of them, the earlier words too."""
    found = Mark.objects.filter(fact__dialogue__is_public=True)
    return found.select_related("fact__dialogue", "member").order_by("fact", "member__name", "made_at", "pk")


def texts() -> "QuerySet[Draft]":
    """Texts that are not closed."""
    found = Draft.objects.filter(_OPEN, dialogue__is_public=True).select_related("dialogue")
    return found.order_by("dialogue", "made_at", "pk")


def wordings() -> "QuerySet[Wording]":
    """Every wording of every paragraph of them, in the order of the text."""
    found = Wording.objects.filter(_OF_OPEN_PARAGRAPH).select_related("paragraph__draft__dialogue")
    return found.order_by("paragraph__draft", "paragraph__place", "paragraph", "number")


def proposals() -> "QuerySet[Proposal]":
    """What was proposed on them."""
    found = Proposal.objects.filter(_OF_OPEN_PARAGRAPH).select_related("paragraph__draft__dialogue", "member")
    return found.order_by("paragraph__draft", "paragraph", "made_on", "pk")


def notes() -> "QuerySet[Note]":
    """What parties attached to them, what was withdrawn too."""
    found = Note.objects.filter(_OF_OPEN_TEXT).select_related("draft__dialogue", "member")
    return found.order_by("draft", "made_at", "pk")


def silences() -> "QuerySet[Silence]":
    """Silence procedures on them."""
    found = Silence.objects.filter(_OF_OPEN_TEXT).select_related("draft__dialogue")
    return found.order_by("draft", "opened_at", "pk")


def adopted_texts() -> "QuerySet[Draft]":
    """Texts that were adopted, the newest first, with the silence that was kept and their notes."""
    kept = Silence.objects.filter(state="adopted").order_by("-deadline")
    return (
        Draft.objects.filter(_OPEN, dialogue__is_public=True, state=DraftState.ADOPTED)
        .select_related("dialogue")
        .prefetch_related(Prefetch("silences", kept), Prefetch("notes", Note.objects.select_related("member")))
        .order_by("-adopted_at", "pk")
    )
