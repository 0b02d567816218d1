"""What is done with a text: begin it, propose, bracket, accept, merge, not take up, attach a note.

Nothing is overwritten: each wording is a new row, each proposal keeps what became of it. Adoption is in
`silence_actions`. Stands on `speaking_actions`.
"""

import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.dialogue.attribution import Rule
from passerelle.dialogue.merging import merged
from passerelle_web.dialogues.meeting_actions import write
from passerelle_web.dialogues.models import Dialogue, Draft, Note, Paragraph, Proposal, Wording
from passerelle_web.dialogues.models.drafting import (
    LONGEST_PARAGRAPH,
    STANDING,
    Change,
    DraftKind,
    DraftState,
    ProposalState,
)
from passerelle_web.dialogues.permissions import STATE, WORK
from passerelle_web.dialogues.sealing import Speaker, opened_all, seal
from passerelle_web.dialogues.speaking_actions import by_person, party_of
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell

tell(**{
    "draft.begun": gettext_lazy("Text begun"),
    "draft.closed": gettext_lazy("Text closed without adoption"),
    "draft.reworded": gettext_lazy("Paragraph reworded"),
    "proposal.accepted": gettext_lazy("Proposal accepted"),
    "proposal.merged": gettext_lazy("Proposals merged"),
    "proposal.rejected": gettext_lazy("Proposal not taken up"),
    "proposal.bracketed": gettext_lazy("Proposal put in brackets"),
    "note.attached": gettext_lazy("Note attached to a text"),
    "note.withdrawn": gettext_lazy("Note on a text withdrawn"),
})  # fmt: skip

_APART = re.compile(r"\n\s*\n")
_STEP = 1024.0  # between two paragraphs, so that many go in between


def paragraphs_of(text: str) -> list[tuple[bool, str]]:
    """Paragraphs of a text, split at empty lines; one that begins with a # is a heading."""
    parts = (part.strip() for part in _APART.split(text.replace("\r\n", "\n")))
    return [(part.startswith("#"), part.lstrip("# ").strip()) for part in parts if part.strip("# \n")]


@transaction.atomic
def begin_draft(
    *, dialogue: Dialogue, title: str, text: str, language: str, by: User | None, kind: str = DraftKind.CONCLUSIONS,
    rule: int | None = None,
) -> Draft:  # fmt: skip
    """Begin a text with a first wording of each paragraph.

    Raises
    ------
    CannotBeDone : there is no paragraph, or one is too long.
    """
    require(by, "dialogues.run", dialogue)
    parts = paragraphs_of(text)
    if not parts:
        raise CannotBeDone(_("There is no text. Leave an empty line between paragraphs."))
    draft = Draft(
        dialogue=dialogue, title=title.strip(), language=language, kind=kind,
        rule=dialogue.rule if rule is None else rule,
    )  # fmt: skip
    write(draft)
    for place, (is_heading, said) in enumerate(parts, 1):
        _new_paragraph(draft, place * _STEP, said, is_heading=is_heading)
    record("draft.begun", draft, by=by, kind=kind, paragraphs=len(parts))
    return draft


def _new_paragraph(draft: Draft, place: float, text: str, reason: str = "", *, is_heading: bool = False) -> Paragraph:
    _fits(text)
    made = Paragraph.objects.create(draft=draft, place=place, is_heading=is_heading)
    Wording.objects.create(paragraph=made, number=1, text=text, reason=reason)
    return made


def _fits(text: str) -> None:
    if len(text) > LONGEST_PARAGRAPH:
        raise CannotBeDone(_("A paragraph has {most} characters at most.").format(most=LONGEST_PARAGRAPH))


def _is_open(draft: Draft) -> None:
    if draft.state != DraftState.OPEN:
        raise CannotBeDone(_("This text is not open to changes now."))


@transaction.atomic
def propose(
    *, paragraph: Paragraph, change: str, reason: str, language: str, member: Member, by: User, text: str = "",
    amends: Proposal | None = None,
) -> Proposal:  # fmt: skip
    """Propose another wording, a new paragraph, or to leave one out; or amend another proposal. With a reason.

    Two may propose on one paragraph at once: both proposals stand.

    Raises
    ------
    NotAllowed : `by` may not speak here, or not for this member.
    CannotBeDone : the text is closed to changes, nothing is changed, or no reason is given.
    """
    draft = paragraph.draft
    require(by, "dialogues.speak", draft.dialogue)
    party_of(draft.dialogue, member, by, WORK)
    _is_open(draft)
    if not reason.strip():
        raise CannotBeDone(_("Say why: a proposal has its reason."))
    if amends is not None and (amends.paragraph_id != paragraph.pk or amends.state not in STANDING):
        raise CannotBeDone(_("The proposal that this amends is not open on this paragraph."))
    text = "" if change == Change.REMOVE else text.strip()
    _fits(text)
    if change == Change.REPLACE and text == (amends.text if amends else current(paragraph).text):
        raise CannotBeDone(_("This is the wording as it stands."))
    made = Proposal(
        paragraph=paragraph, on_number=paragraph.number, change=amends.change if amends else change, text=text,
        amends=amends, reason=reason.strip(), language=language, member=member if draft.rule < Rule.CHATHAM else None,
        **by_person(draft.rule, by),
    )  # fmt: skip
    write(made)
    seal(made, Speaker(by.pk, member.pk))
    return made


def current(paragraph: Paragraph) -> Wording:
    """The wording that stands."""
    return paragraph.wordings.get(number=paragraph.number)


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: User) -> Proposal:
    """Withdraw a proposal of the delegation that made it, by whoever has its mandate today; it stays, as withdrawn."""
    dialogue, speaker = proposal.paragraph.draft.dialogue, opened_all([proposal]).get(proposal.pk)
    member = Member.objects.filter(pk=speaker.member if speaker else proposal.member_id).first()
    if member is None:
        raise CannotBeDone(_("The seal was closed with a key that this site no longer has."))
    party_of(dialogue, member, by, WORK)
    return _decided([proposal], ProposalState.WITHDRAWN, "")[0]


@transaction.atomic
def bracket(*, proposal: Proposal, by: User | None) -> Proposal:
    """Put an open proposal in brackets beside the wording, as an alternative that is not decided."""
    require(by, "dialogues.run", proposal.paragraph.draft.dialogue)
    _is_open(proposal.paragraph.draft)
    if proposal.state != ProposalState.OPEN:
        raise CannotBeDone(_("Only an open proposal is put in brackets."))
    proposal.state = ProposalState.BRACKETED
    write(proposal)
    record("proposal.bracketed", proposal, by=by)
    return proposal


@transaction.atomic
def accept(*, proposal: Proposal, by: User | None, reason: str = "") -> Wording:
    """Take up a proposal. Where the paragraph has changed since, both changes are kept if they do not touch.

    Raises
    ------
    CannotBeDone : both changed the same words; then the chair merges by hand, and nothing is lost.
    """
    draft = proposal.paragraph.draft
    require(by, "dialogues.run", draft.dialogue)
    _is_open(draft)
    paragraph = Paragraph.objects.select_for_update().get(pk=proposal.paragraph_id)
    if proposal.state not in STANDING:
        raise CannotBeDone(_("This proposal has been decided already."))
    if proposal.change == Change.INSERT:
        added = _new_paragraph(draft, _place_after(paragraph), proposal.text, proposal.reason)
        wording = added.wordings.get()
    else:
        wording = _worded(paragraph, _brought_forward(proposal, paragraph), reason or proposal.reason)
        if proposal.change == Change.REMOVE:
            Paragraph.objects.filter(pk=paragraph.pk).update(is_removed=True)
    _decided([proposal], ProposalState.ACCEPTED, reason)
    if proposal.amends is not None and proposal.amends.state in STANDING:
        _decided([proposal.amends], ProposalState.MERGED, reason)
    record("proposal.accepted", proposal, by=by, proposal=str(proposal.pk), wording=wording.number)
    return wording


def _brought_forward(proposal: Proposal, paragraph: Paragraph) -> str:
    """The proposed text with what changed in the paragraph since it was proposed."""
    if proposal.change == Change.REMOVE:
        return ""
    base = paragraph.wordings.get(number=proposal.on_number).text
    both = merged(base, current(paragraph).text, proposal.text)
    if not both.is_whole:
        raise CannotBeDone(
            _("The paragraph has changed since, in the same words: “{words}”. Merge both by hand; nothing is lost.")
            .format(words=both.clash[:80])
        )  # fmt: skip
    return both.text


def _place_after(paragraph: Paragraph) -> float:
    following = paragraph.draft.paragraphs.filter(place__gt=paragraph.place).order_by("place").first()
    return (paragraph.place + following.place) / 2 if following else paragraph.place + _STEP


def _worded(paragraph: Paragraph, text: str, reason: str) -> Wording:
    newest = paragraph.wordings.aggregate(newest=Max("number"))["newest"] or 0
    made = Wording.objects.create(paragraph=paragraph, number=newest + 1, text=text, reason=reason.strip())
    Paragraph.objects.filter(pk=paragraph.pk).update(number=made.number)
    paragraph.number = made.number
    return made


def _decided(proposals: Sequence[Proposal], state: str, decision: str) -> Sequence[Proposal]:
    for one in proposals:
        if one.state not in STANDING:
            raise CannotBeDone(_("This proposal has been decided already."))
        one.state, one.decided_at, one.decision = state, timezone.now(), decision.strip()
        write(one)
    return proposals


@transaction.atomic
def merge(*, paragraph: Paragraph, proposals: Sequence[Proposal], text: str, reason: str, by: User | None) -> Wording:
    """Word a paragraph anew from several proposals, or from none as an edit of the chair's own; with a reason."""
    draft = paragraph.draft
    require(by, "dialogues.run", draft.dialogue)
    _is_open(draft)
    if not reason.strip() or not text.strip():
        raise CannotBeDone(_("A new wording has a text and a reason."))
    _fits(text)
    if any(one.paragraph_id != paragraph.pk for one in proposals):
        raise CannotBeDone(_("Only proposals on this paragraph are merged into it."))
    locked = Paragraph.objects.select_for_update().get(pk=paragraph.pk)
    wording = _worded(locked, text.strip(), reason)
    paragraph.number = locked.number
    _decided(proposals, ProposalState.MERGED, reason)
    verb = "proposal.merged" if proposals else "draft.reworded"
    record(
        verb, draft, by=by, paragraph=paragraph.pk, wording=wording.number, proposals=[str(one.pk) for one in proposals]
    )
    return wording


@transaction.atomic
def reject(*, proposal: Proposal, reason: str, by: User | None) -> Proposal:
    """Not take up a proposal, with a reason that stands beside it."""
    require(by, "dialogues.run", proposal.paragraph.draft.dialogue)
    _is_open(proposal.paragraph.draft)
    if not reason.strip():
        raise CannotBeDone(_("Say why it is not taken up."))
    _decided([proposal], ProposalState.REJECTED, reason)
    record("proposal.rejected", proposal, by=by, proposal=str(proposal.pk))
    return proposal


@transaction.atomic
def close(*, draft: Draft, by: User | None) -> Draft:
    """Close a text without adoption; it stays and is read."""
    require(by, "dialogues.run", draft.dialogue)
    _is_open(draft)
    draft.state = DraftState.CLOSED
    write(draft)
    record("draft.closed", draft, by=by)
    return draft


@transaction.atomic
def attach(
    *,
    draft: Draft,
    kind: str,
    member: Member,
    language: str,
    by: User,
    paragraph: Paragraph | None = None,
    text: str = "",
) -> Note:
    """Attach a party's own word to a paragraph or to the whole text: it is always the member's, and named.

    Raises
    ------
    CannotBeDone : a chair's summary takes none; all but *ad referendum* need a text.
    """
    require(by, "dialogues.speak", draft.dialogue)
    party_of(draft.dialogue, member, by, STATE)
    if draft.kind == DraftKind.SUMMARY:
        raise CannotBeDone(_("A chair’s summary is hers alone; parties attach nothing to it."))
    if kind != "ad_referendum" and not text.strip():
        raise CannotBeDone(_("Say what you reserve or explain."))
    made = Note(
        draft=draft, paragraph=paragraph, member=member, kind=kind, text=text.strip(), language=language,
        **by_person(draft.rule, by),
    )  # fmt: skip
    write(made)
    seal(made, Speaker(by.pk, member.pk))
    record("note.attached", draft, by=by, kind=kind, member=member.pk)
    return made


@transaction.atomic
def withdraw_note(*, note: Note, by: User) -> Note:
    """Withdraw a note of one's own member; it stays, as withdrawn."""
    party_of(note.draft.dialogue, note.member, by, STATE)
    if note.withdrawn_at is not None:
        raise CannotBeDone(_("This note was withdrawn already."))
    note.withdrawn_at = timezone.now()
    write(note)
    record("note.withdrawn", note.draft, by=by, member=note.member_id)
    return note
