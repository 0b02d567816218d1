"""Commitments that members made out of conclusions: making one, and reading them where they arose.

Keeping and withdrawing them is the room of plans' business. Stands on `drafting_actions` and `plans`.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import queries
from passerelle_web.dialogues.models import Commitment, Dialogue, Draft, Paragraph
from passerelle_web.dialogues.models.drafting import DraftState
from passerelle_web.dialogues.permissions import STATE
from passerelle_web.dialogues.speaking_actions import party_of
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import Somebody, runs_the_forum
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell
from passerelle_web.plans.arising import tell_sources, with_sources
from passerelle_web.plans.following_actions import pledge
from passerelle_web.plans.models import Pledge

tell(**{"dialogue.committed": gettext_lazy("Commitment made out of conclusions")})


@transaction.atomic
def commit(
    *, draft: Draft, member: Member, text: str, metric: str, baseline: str, owner: str, due: date | None, by: User,
    paragraph: Paragraph | None = None,
) -> Pledge:  # fmt: skip
    """Make a commitment of one's member's own out of an adopted text; it binds nobody and can be withdrawn.

    Raises
    ------
    NotAllowed : `by` does not state for a party.
    CannotBeDone : the text is not adopted, or what is measured, where it stands today, by when or who answers lacks.
    """
    party_of(draft.dialogue, member, by, STATE)
    if draft.state != DraftState.ADOPTED:
        raise CannotBeDone(_("Commitments are made out of conclusions that are adopted."))
    if paragraph is not None and paragraph.draft_id != draft.pk:
        raise CannotBeDone(_("This paragraph stands in another text."))
    if not (metric.strip() and baseline.strip() and owner.strip() and due):
        raise CannotBeDone(
            _("A commitment says how it is measured, where that stands today, by which day, and who answers for it.")
        )
    made = pledge(member=member, text=text, due=due, by=by, metric=metric, baseline=baseline, owner=owner)
    Commitment.objects.create(pledge=made, draft=draft, paragraph=paragraph)
    record("dialogue.committed", draft.dialogue, by=by, member=member.pk, pledge=made.pk)
    return made


def commitments_of(dialogue: Dialogue, somebody: Somebody, *, draft: Draft | None = None) -> list[Pledge]:
    """What members committed to out of the conclusions of a dialogue, or of one text, as far as a reader may know."""
    found = Commitment.objects.filter(draft__dialogue=dialogue).values("pledge")
    if draft is not None:
        found = found.filter(draft=draft)
    every = Pledge.objects.filter(pk__in=found).select_related("member", "plan").order_by("member__name", "due", "pk")
    return [one for one in with_sources(list(every), somebody) if one.arose_from is not None]


def sources(keys: Sequence[int], somebody: Somebody) -> Mapping[int, tuple[str, str]]:
    """The text and the paragraph out of which commitments arose; none of a text that the reader may not read."""
    found = Commitment.objects.filter(pledge__in=keys, draft__dialogue__in=queries.readable(somebody))
    rows = list(found.select_related("draft", "paragraph"))
    if any(one.draft.rule == Rule.CLOSED for one in rows) and not runs_the_forum(somebody):
        inside = queries.inside_of(somebody) if isinstance(somebody, User) else set()
        rows = [one for one in rows if one.draft.rule < Rule.CLOSED or one.draft.dialogue_id in inside]
    return {one.pledge_id: (one.draft.title, _address(one)) for one in rows}


def _address(one: Commitment) -> str:
    there = one.draft.get_absolute_url()
    return f"{there}#paragraph-{one.paragraph_id}" if one.paragraph_id else there


def tell_plans() -> None:
    """Register with the room of plans."""
    tell_sources(sources)
