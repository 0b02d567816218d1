"""Pages for who runs a consultation: open and change it, moderate, answer appeals, delegations, bring one in.

Each gets, calls a query or an action, renders. Stands on `visiting`.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from passerelle.base.errors import PasserelleError
from passerelle.dialogue.blocs import LEAST_MEMBERS
from passerelle_web.consensus import actions, importing, queries, statement_actions
from passerelle_web.consensus.delegations import agreements, vote_in
from passerelle_web.consensus.forms import (
    AnswerForm,
    BringForm,
    ConsultationForm,
    FilesForm,
    HideForm,
    SeedsForm,
)
from passerelle_web.consensus.models import Access, Appeal, ImportDraft, Puts, Statement
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.result_page import turnout_said
from passerelle_web.consensus.views import about
from passerelle_web.consensus.visiting import address_of, reads_and_posts, seen
from passerelle_web.consensus.wording import language
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import carried_out, go_on

_LASTS = timedelta(days=14)


def run_by(request: HttpRequest, key: str, permission: str = "consensus.run") -> Opened:
    """A consultation that this person runs, or keeps in order.

    Raises
    ------
    Http404, NotAllowed
    """
    found = seen(request, key)
    require(request.user, permission, found)
    return found


def _page(request: HttpRequest, title: str, form: Any, button: str, **more: Any) -> HttpResponse:
    context = {"heading": title, "form": form, "button": button, **more}
    return render(request, "consensus/one_form.html", context, status=422 if form.errors else 200)


def _dialogue(request: HttpRequest, key: str) -> Dialogue:
    held = get_object_or_404(Dialogue, pk=key)
    if not may(request.user, "dialogues.see", held):
        raise Http404
    require(request.user, "consensus.add", held)
    return held


@login_required
@reads_and_posts
def new(request: HttpRequest, dialogue: str) -> HttpResponse:
    """Open a consultation in a dialogue."""
    held = _dialogue(request, dialogue)
    now = timezone.now().replace(second=0, microsecond=0)
    begin = {
        "language": language(), "opens_at": now, "closes_at": now + _LASTS, "access": Access.PARTIES,
        "puts": Puts.PARTIES, "is_moderated": True, "least": LEAST_MEMBERS,
    }  # fmt: skip
    form = ConsultationForm(request.POST or None, initial=begin)
    made = carried_out(form, lambda given: actions.open_consultation(dialogue=held, by=request.user, **given))
    if made is not None:
        return go_on(
            request, _("The consultation is set. Put a few statements to begin with."), "consensus:run", made.pk
        )
    intro = _("People put short statements and vote on them. The page shows what all blocs agree on.")
    return _page(
        request, _("Ask what all agree on"), form, _("Open the consultation"), dialogue=held,
        dialogue_href=address_of(held), intro=intro,
    )  # fmt: skip


@login_required
@reads_and_posts
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change the settings of a consultation."""
    found = run_by(request, key)
    held = found.consultation
    form = ConsultationForm(request.POST or None, initial={name: getattr(held, name) for name in actions.SETTINGS})
    if carried_out(form, lambda given: actions.change_consultation(consultation=held, by=request.user, **given)):
        return go_on(request, _("Saved."), "consensus:run", key)
    return _page(request, _("Change the consultation"), form, _("Save"), **about(request, found, key))


@login_required
@require_safe
def run(request: HttpRequest, key: str) -> HttpResponse:
    """What who runs it does: its link, statements that wait, appeals, seeds, files."""
    found = run_by(request, key, "consensus.moderate")
    held = found.consultation
    link = request.build_absolute_uri(reverse("consensus:consultation", args=(held.link,))) if held.is_public else ""
    context = about(
        request, found, key, at="run", link=link, waiting=queries.to_moderate(held)[:100],
        appeals=queries.open_appeals(held)[:50], seeds=SeedsForm(initial={"language": held.language}),
        may_seed=may(request.user, "consensus.seed", found), delegations=vote_in(held),
        turnout=turnout_said(queries.turnout(held)),
    )  # fmt: skip
    return render(request, "consensus/run.html", context)


@login_required
@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End voting now."""
    actions.end_now(consultation=run_by(request, key).consultation, by=request.user)
    return go_on(request, _("Voting has ended."), "consensus:run", key)


@login_required
@require_POST
def change_link(request: HttpRequest, key: str) -> HttpResponse:
    """Give it another link."""
    actions.change_link(consultation=run_by(request, key).consultation, by=request.user)
    return go_on(request, _("The link is another now; the old one leads nowhere."), "consensus:run", key)


@login_required
@reads_and_posts
def seed(request: HttpRequest, key: str) -> HttpResponse:
    """Put statements to begin with, one a line."""
    found = run_by(request, key)
    form = SeedsForm(request.POST or None, initial={"language": found.consultation.language})

    put = carried_out(form, lambda given: statement_actions.put_seeds(
        consultation=found.consultation, texts=given["texts"].splitlines(), language=given["language"],
        by=request.user,
    ))  # fmt: skip
    if put:
        said = ngettext("{n} statement is put.", "{n} statements are put.", len(put)).format(n=len(put))
        return go_on(request, said, "consensus:run", key)
    return _page(request, _("Statements to begin with"), form, _("Put them"), **about(request, found, key))


def _statement(found: Opened, number: int) -> Statement:
    one = queries.statement_of(found.consultation, number)
    if one is None:
        raise Http404
    return one


@login_required
@require_POST
def accept(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a statement."""
    found = run_by(request, key, "consensus.moderate")
    statement_actions.accept(statement=_statement(found, number), by=request.user)
    return go_on(request, _("The statement is shown."), "consensus:run", key)


@login_required
@require_POST
def meta(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Mark a statement as about the participants, or no longer."""
    one = _statement(run_by(request, key, "consensus.moderate"), number)
    statement_actions.mark_meta(statement=one, is_meta=not one.is_meta, by=request.user)
    return go_on(request, _("Saved."), "consensus:statement", key, number)


@login_required
@reads_and_posts
def hide(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Hide a statement with a reason."""
    found = run_by(request, key, "consensus.moderate")
    one = _statement(found, number)
    form = HideForm(request.POST or None)
    if carried_out(form, lambda given: statement_actions.hide(statement=one, by=request.user, **given)):
        return go_on(request, _("The statement is hidden, and the reason stands in its place."), "consensus:run", key)
    return _page(
        request, _("Hide a statement"), form, _("Hide it"), quoted=one, **about(request, found, key)
    )  # fmt: skip


@login_required
@reads_and_posts
def answer(request: HttpRequest, key: str, appeal: int) -> HttpResponse:
    """Answer an appeal."""
    found = run_by(request, key, "consensus.moderate")
    held = get_object_or_404(Appeal, pk=appeal, statement__consultation=found.consultation)
    held.statement.consultation = found.consultation
    form = AnswerForm(request.POST or None)
    if carried_out(form, lambda given: statement_actions.answer_appeal(appeal=held, by=request.user, **given)):
        return go_on(request, _("The appeal is answered."), "consensus:run", key)
    return _page(
        request, _("Answer an appeal"), form, _("Answer"), quoted=held.statement, intro=held.reason,
        **about(request, found, key),
    )  # fmt: skip


@login_required
@reads_and_posts
def delegations(request: HttpRequest, key: str) -> HttpResponse:
    """Which parties agree that delegations vote; agree for one, or take it back."""
    found = seen(request, key)
    require(request.user, "dialogues.see_inside", found.dialogue)
    if request.method == "POST":
        return _agree(request, found, key)
    rows = [
        (one, may(request.user, "consensus.agree_to_delegations", Opened(found.consultation, member=one.party.member)))
        for one in agreements(found.consultation)
    ]
    context = about(request, found, key, rows=rows, is_on=vote_in(found.consultation), at="delegations")
    return render(request, "consensus/delegations.html", context)


def _agree(request: HttpRequest, found: Opened, key: str) -> HttpResponse:
    member = get_object_or_404(Member, slug=request.POST.get("member", ""))
    withdraws = request.POST.get("withdraw") == "yes"
    act = actions.withdraw_from_delegations if withdraws else actions.agree_to_delegations
    act(consultation=found.consultation, member=member, by=request.user)
    said = _("Your delegation no longer agrees.") if withdraws else _("Your delegation agrees.")
    return go_on(request, said, "consensus:delegations", key)


@login_required
@reads_and_posts
def bring(request: HttpRequest, dialogue: str) -> HttpResponse:
    """Send the files of a consultation from elsewhere, to be looked at first."""
    held = _dialogue(request, dialogue)
    form = FilesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            draft, _seen = importing.keep_draft(
                dialogue=held, by=request.user, statements=form.cleaned_data["statements"].read(),
                votes=form.cleaned_data["votes"].read(),
            )  # fmt: skip
        except PasserelleError as refused:
            form.add_error(None, str(refused))
        else:
            return go_on(
                request, _("The files can be taken. Look at what they hold."), "consensus:brought", dialogue, draft.pk
            )
    return _page(
        request, _("Bring in a consultation from elsewhere"), form, _("Look at the files"), dialogue=held,
        dialogue_href=address_of(held), has_files=True,
        intro=_("From the files that Polis exports. Nothing is kept before you have seen what they hold."),
    )  # fmt: skip


@login_required
@reads_and_posts
def brought(request: HttpRequest, dialogue: str, draft: str) -> HttpResponse:
    """What the files hold, and bringing them in."""
    held = _dialogue(request, dialogue)
    kept = get_object_or_404(ImportDraft, pk=draft, dialogue=held)
    form = BringForm(request.POST or None, initial={"language": language(), "access": Access.PARTIES})
    made = carried_out(form, lambda given: importing.bring_in(draft=kept, by=request.user, **given))
    if made is not None:
        return go_on(request, _("The consultation is here, and its picture is being made."), made)
    return _page(
        request, _("What the files hold"), form, _("Bring it in"), dialogue=held, dialogue_href=address_of(held),
        look=importing.look_again(kept),
    )  # fmt: skip
