"""Pages of texts: the list, one text, proposing, deciding, history, notes, silence.

Each gets, calls a query or an action, renders. Stands on `drafting_page`.
"""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import drafting_actions, queries, silence_actions
from passerelle_web.dialogues.commitments import commitments_of
from passerelle_web.dialogues.drafting_forms import BreakForm, DraftForm, MergeForm, NoteForm, ProposalForm, SilenceForm
from passerelle_web.dialogues.drafting_page import history, paragraphs_shown
from passerelle_web.dialogues.forms import ReasonForm
from passerelle_web.dialogues.mandates import behind, chosen, for_whom, needed, person_of
from passerelle_web.dialogues.models import Draft, Note, Paragraph, Proposal, Silence
from passerelle_web.dialogues.models.drafting import STANDING, DraftState
from passerelle_web.dialogues.models.meeting import RULES
from passerelle_web.dialogues.permissions import STATE, WORK
from passerelle_web.dialogues.views import about, posted, seen
from passerelle_web.people.acting import acted_for
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import carried_out, form_page, go_on

reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


def seen_draft(request: HttpRequest, key: object, draft: object) -> Draft:
    """A text that this person may read; a closed one is for the parties alone."""
    dialogue = seen(request, key)
    found = get_object_or_404(Draft.objects.select_related("dialogue"), pk=draft, dialogue=dialogue)
    if found.rule == Rule.CLOSED and not may(request.user, "dialogues.see_inside", dialogue):
        raise Http404
    return found


@require_safe
def drafts(request: HttpRequest, key: str) -> HttpResponse:
    """The texts of a dialogue."""
    dialogue = seen(request, key)
    found = dialogue.drafts.all()
    if not may(request.user, "dialogues.see_inside", dialogue):
        found = found.filter(rule__lt=Rule.CLOSED)
    return render(request, "dialogues/drafts.html", about(request, dialogue, at="texts", drafts=found))


@login_required
@reads_and_posts
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a text."""
    dialogue = seen(request, key)
    require(request.user, "dialogues.run", dialogue)
    form = DraftForm(posted(request), initial={"language": dialogue.language, "rule": dialogue.rule})
    made = carried_out(form, lambda given: drafting_actions.begin_draft(dialogue=dialogue, by=request.user, **given))
    if made:
        return go_on(request, _("The text is begun. Parties can propose changes."), made.get_absolute_url())
    return form_page(
        request, form, title=_("Begin a text"), button=_("Begin"), intro=_("Parties propose, paragraph by paragraph."),
        back=reverse("dialogues:drafts", args=[key]), back_to=dialogue.title,
    )  # fmt: skip


@require_safe
def draft(request: HttpRequest, key: str, draft: str) -> HttpResponse:
    """A text with all that is proposed on it."""
    found = seen_draft(request, key, draft)
    running = found.silences.filter(state="running").first()
    if running is not None and silence_actions.settle(silence=running).state != "running":
        found.refresh_from_db()
    context = about(
        request, found.dialogue, at="texts", draft=found, draft_rule=RULES[Rule(found.rule)],
        paragraphs=paragraphs_shown(found, request.user), is_open=found.state == DraftState.OPEN,
        commits=found.state == DraftState.ADOPTED and bool(for_whom(request, found.dialogue, STATE)),
        pledges=commitments_of(found.dialogue, request.user, draft=found), acting=acted_for(request),
        silences=list(found.silences.all()), notes=list(found.notes.filter(paragraph=None).select_related("member")),
        mine={one.pk for one in queries.members_for(request.user, found.dialogue, STATE)},
        behind=behind(found.notes.select_related("person"), request.user),
    )  # fmt: skip
    return render(request, "dialogues/draft.html", context)


@login_required
@reads_and_posts
def propose(request: HttpRequest, key: str, draft: str, paragraph: int) -> HttpResponse:
    """Propose a change of a paragraph, or amend a proposal."""
    found = seen_draft(request, key, draft)
    members = needed(request, found.dialogue, WORK)
    held = get_object_or_404(Paragraph.objects.select_related("draft__dialogue"), pk=paragraph, draft=found)
    amends = get_object_or_404(Proposal, pk=request.GET["amends"], paragraph=held) if "amends" in request.GET else None
    begun = amends.text if amends else drafting_actions.current(held).text
    form = ProposalForm(members, posted(request), amends=amends is not None, initial={"text": begun})
    made = carried_out(form, lambda given: _proposed(request, members, held, amends, given))
    if made:
        return go_on(request, _("Your proposal stands."), made.get_absolute_url())
    return form_page(
        request, form, title=_("Amend a proposal") if amends else _("Propose a change"), button=_("Propose it"),
        intro=begun, back=found.get_absolute_url(), back_to=found.title,
    )  # fmt: skip


def _proposed(
    request: HttpRequest, members: list[Member], held: Paragraph, amends: Proposal | None, given: dict[str, Any]
) -> Proposal:
    draft = held.draft
    member = chosen(request, draft.dialogue, members, given, kept=draft.rule < Rule.CHATHAM)
    return drafting_actions.propose(
        paragraph=held, change=given.get("change", "replace"), text=given["text"], reason=given["reason"],
        language=given["language"], member=member, by=person_of(request), amends=amends,
    )  # fmt: skip


@login_required
@reads_and_posts
def decide(request: HttpRequest, key: str, draft: str, proposal: str, what: str) -> HttpResponse:
    """Accept, bracket or withdraw a proposal at once; not take it up with a reason."""
    found = seen_draft(request, key, draft)
    held = get_object_or_404(Proposal.objects.select_related("paragraph__draft__dialogue", "amends"), pk=proposal)
    if held.paragraph.draft_id != found.pk:
        raise Http404
    form: forms.Form = ReasonForm(posted(request)) if what == "reject" else forms.Form(posted(request))
    acts = {
        "accept": (drafting_actions.accept, _("Accept this proposal"), _("It is accepted.")),
        "bracket": (drafting_actions.bracket, _("Put it in brackets"), _("It stands in brackets.")),
        "withdraw": (drafting_actions.withdraw_proposal, _("Withdraw it"), _("It is withdrawn.")),
        "reject": (drafting_actions.reject, _("Not take it up"), _("The reason stands beside it.")),
    }
    if what not in acts:
        raise Http404
    act, title, said = acts[what]
    done = request.method == "POST" and carried_out(
        form, lambda given: act(proposal=held, by=person_of(request), **given)
    )
    if done:
        return go_on(request, said, found.get_absolute_url())
    return form_page(
        request, form, title=title, button=title, intro=held.text or held.get_change_display(),
        back=found.get_absolute_url(), back_to=found.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def merge(request: HttpRequest, key: str, draft: str, paragraph: int) -> HttpResponse:
    """Word a paragraph anew, from proposals or as the chair's own edit."""
    found = seen_draft(request, key, draft)
    require(request.user, "dialogues.run", found.dialogue)
    held = get_object_or_404(Paragraph.objects.select_related("draft__dialogue"), pk=paragraph, draft=found)
    proposals = list(held.proposals.filter(state__in=STANDING).select_related("member"))
    names = {one.pk: one.member.name if one.member else _("A participant") for one in proposals}
    form = MergeForm(proposals, names, posted(request), initial={"text": drafting_actions.current(held).text})
    made = carried_out(form, lambda given: drafting_actions.merge(
        paragraph=held, proposals=[one for one in proposals if str(one.pk) in given.get("proposals", ())],
        text=given["text"], reason=given["reason"], by=request.user,
    ))  # fmt: skip
    if made:
        return go_on(request, _("The new wording stands."), found.get_absolute_url())
    return form_page(
        request, form, title=_("Word this paragraph anew"), button=_("Set the new wording"),
        intro=_("Every earlier wording stays and can be compared."), back=found.get_absolute_url(), back_to=found.title,
    )  # fmt: skip


@require_safe
def versions(request: HttpRequest, key: str, draft: str, paragraph: int) -> HttpResponse:
    """Every wording of a paragraph, two of them beside one another."""
    found = seen_draft(request, key, draft)
    held = get_object_or_404(Paragraph, pk=paragraph, draft=found)
    asked = [int(request.GET[name]) if request.GET.get(name, "").isdigit() else None for name in ("first", "last")]
    context = about(request, found.dialogue, at="texts", draft=found, paragraph=held, **history(held, *asked))
    return render(request, "dialogues/history.html", context)


@login_required
@reads_and_posts
def attach(request: HttpRequest, key: str, draft: str) -> HttpResponse:
    """Attach a party's own word to a paragraph, or to the whole."""
    found = seen_draft(request, key, draft)
    members = needed(request, found.dialogue, STATE)
    on = request.GET.get("paragraph", "")
    held = get_object_or_404(Paragraph, pk=on, draft=found) if on.isdigit() else None
    form = NoteForm(members, posted(request))
    made = carried_out(form, lambda given: drafting_actions.attach(
        draft=found, paragraph=held, kind=given["kind"], text=given["text"], language=given["language"],
        member=chosen(request, found.dialogue, members, given), by=person_of(request),
    ))  # fmt: skip
    if made:
        return go_on(request, _("Your note is attached."), found.get_absolute_url())
    return form_page(
        request, form, title=_("Attach a note"), button=_("Attach it"),
        intro=drafting_actions.current(held).text if held else _("It is attached to the whole text."),
        back=found.get_absolute_url(), back_to=found.title,
    )  # fmt: skip


@login_required
@require_POST
def withdraw_note(request: HttpRequest, key: str, draft: str, note: int) -> HttpResponse:
    """Withdraw a note of one's own party."""
    found = seen_draft(request, key, draft)
    held = get_object_or_404(Note.objects.select_related("draft__dialogue", "member"), pk=note, draft=found)
    drafting_actions.withdraw_note(note=held, by=person_of(request))
    return go_on(request, _("The note is withdrawn; it stays, as withdrawn."), found.get_absolute_url())


@login_required
@reads_and_posts
def open_silence(request: HttpRequest, key: str, draft: str) -> HttpResponse:
    """Put a text under silence."""
    found = seen_draft(request, key, draft)
    require(request.user, "dialogues.run", found.dialogue)
    form = SilenceForm(posted(request))
    made = carried_out(form, lambda given: silence_actions.open_silence(draft=found, by=request.user, **given))
    if made:
        return go_on(
            request, _("Silence runs. Every party can receive the text and break silence."), made.get_absolute_url()
        )
    return form_page(
        request, form, title=_("Put this text under silence"), button=_("Begin the silence procedure"),
        intro=_("It is adopted at the deadline unless a party breaks silence. Adoption binds nobody in law."),
        back=found.get_absolute_url(), back_to=found.title,
    )  # fmt: skip


def _seen_silence(request: HttpRequest, key: object, silence: object) -> Silence:
    held = get_object_or_404(Silence.objects.select_related("draft__dialogue"), pk=silence)
    seen_draft(request, key, held.draft_id)
    return silence_actions.settle(silence=held)


@require_safe
def silence(request: HttpRequest, key: str, silence: str) -> HttpResponse:
    """A silence procedure: the text as it stood, the deadline, receipts for who is inside."""
    held = _seen_silence(request, key, silence)
    inside = may(request.user, "dialogues.see_inside", held.draft.dialogue)
    members = queries.members_for(request.user, held.draft.dialogue)
    receipts = list(held.receipts.select_related("member", "person"))
    context = about(
        request, held.draft.dialogue, at="texts", draft=held.draft, silence=held,
        receipts=receipts if inside else [], broken=sum(one.broke_at is not None for one in receipts),
        mine=[one for one in receipts if one.member in members],
        to_receive=any(one.received_at is None for one in receipts if one.member in members),
        behind=behind((one for one in receipts if one.broke_at), request.user) if inside else {},
    )  # fmt: skip
    return render(request, "dialogues/silence.html", context)


@login_required
@require_POST
def receive(request: HttpRequest, key: str, silence: str) -> HttpResponse:
    """Receive the text for one's party."""
    held = _seen_silence(request, key, silence)
    for member in queries.members_for(request.user, held.draft.dialogue):
        silence_actions.receive(silence=held, member=member, by=person_of(request))
    return go_on(request, _("Received. Your receipt says when."), held.get_absolute_url())


@login_required
@reads_and_posts
def break_silence(request: HttpRequest, key: str, silence: str) -> HttpResponse:
    """Break silence, with a reason."""
    held = _seen_silence(request, key, silence)
    members = needed(request, held.draft.dialogue, STATE)
    form = BreakForm(members, posted(request))
    made = carried_out(form, lambda given: silence_actions.break_silence(
        silence=held, member=chosen(request, held.draft.dialogue, members, given), reason=given["reason"],
        language=given["language"], by=person_of(request),
    ))  # fmt: skip
    if made:
        return go_on(request, _("Silence is broken. Your receipt says when."), held.get_absolute_url())
    return form_page(
        request, form, title=_("Break silence"), button=_("Break silence"),
        intro=_("The text is then not adopted, and open to proposals again."), back=held.get_absolute_url(),
        back_to=held.draft.title,
    )  # fmt: skip
