"""A text as a reader sees it: paragraphs with what is proposed on them, who proposed as far as the rule lets, notes.

Stands on `mandates`.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from passerelle_web.dialogues import sealing
from passerelle_web.dialogues.mandates import Behind, behind
from passerelle_web.dialogues.models import Draft, Note, Paragraph, Proposal, Wording
from passerelle_web.dialogues.models.drafting import STANDING, Change
from passerelle_web.people.models import User
from passerelle_web.people.permissions import Somebody, active_memberships
from passerelle_web.texts.differences import Piece, differences


@dataclass(frozen=True)
class ProposalShown:
    """A proposal beside what it would change."""

    row: Proposal
    who: str
    pieces: list[Piece]
    is_open: bool
    is_own: bool
    is_behind: bool
    person: Behind | None
    amendments: "list[ProposalShown]"


@dataclass(frozen=True)
class ParagraphShown:
    """A paragraph with its wording, open proposals first and what was decided after them, and notes."""

    row: Paragraph
    wording: Wording
    open: list[ProposalShown]
    decided: list[ProposalShown]
    notes: list[Note]


def paragraphs_shown(draft: Draft, somebody: Somebody) -> list[ParagraphShown]:
    """The whole text in a few queries, however long it is."""
    rows = list(draft.paragraphs.filter(is_removed=False))
    wordings = _wordings(rows)
    proposals = list(
        Proposal.objects.filter(paragraph__in=rows)
        .select_related("member", "person")
        .order_by("made_on", "decided_at", "pk")
    )
    own, people = _own(proposals, somebody), behind(proposals, somebody)
    notes: dict[int, list[Note]] = defaultdict(list)
    for note in draft.notes.filter(paragraph__in=rows).select_related("member"):
        notes[note.paragraph_id or 0].append(note)
    children: dict[Any, list[Proposal]] = defaultdict(list)
    for one in proposals:
        children[one.amends_id or one.paragraph_id].append(one)

    def shown(one: Proposal, against: str, number: int) -> ProposalShown:
        return ProposalShown(
            one, one.member.name if one.member else _("A participant"), _pieces(one, against), one.state in STANDING,
            one.pk in own, one.on_number != number, people.get(one.pk),
            [shown(child, one.text, number) for child in children[one.pk]],
        )  # fmt: skip

    told = {row.pk: [shown(one, wordings[row.pk].text, row.number) for one in children[row.pk]] for row in rows}
    return [_shown(row, wordings[row.pk], told[row.pk], notes[row.pk]) for row in rows]


def _shown(row: Paragraph, wording: Wording, told: list[ProposalShown], notes: list[Note]) -> ParagraphShown:
    still, decided = [one for one in told if one.is_open], [one for one in told if not one.is_open]
    return ParagraphShown(row, wording, still, decided, notes)


def _wordings(rows: list[Paragraph]) -> dict[int, Wording]:
    """The wording that stands of each paragraph."""
    held = {row.pk: row.number for row in rows}
    every = Wording.objects.filter(paragraph__in=rows)
    return {one.paragraph_id: one for one in every if one.number == held[one.paragraph_id]}


def _pieces(one: Proposal, against: str) -> list[Piece]:
    """Word by word what it would change; a new paragraph is added whole."""
    return differences("" if one.change == Change.INSERT and one.amends_id is None else against, one.text)


def _own(proposals: list[Proposal], somebody: Somebody) -> set[object]:
    if not isinstance(somebody, User):
        return set()
    return sealing.own(proposals, active_memberships(somebody).values_list("member", flat=True))


def history(paragraph: Paragraph, first: int | None = None, last: int | None = None) -> dict[str, Any]:
    """Every wording of a paragraph, and what differs between two of them; the newest two where none are named."""
    every = list(paragraph.wordings.order_by("-number"))
    by_number = {one.number: one for one in every}
    newest = by_number.get(last or 0, every[0])
    before = by_number.get(first or 0) or by_number.get(newest.number - 1)
    pieces = differences(before.text, newest.text) if before else []
    return {"wordings": every, "before": before, "after": newest, "pieces": pieces}
