"""Pages of delegations and invitations: who is what, handing over, inviting, following a link.

Each gets, calls an action or a query, renders. Pages of members are in `member_views`. Ground of the site.
"""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from passerelle_web.people import delegation_actions, exporting, invitation_actions
from passerelle_web.people.delegation_forms import FunctionForm, HandOverForm, InvitationForm, InvitedForm
from passerelle_web.people.member_views import back_to, member_at, reads_and_posts
from passerelle_web.people.models import DelegationFunction, ExportState, Invitation, MemberExport
from passerelle_web.people.permissions import require
from passerelle_web.people.steps import carried_out, form_page, go_on

# whose pages are made without signing in take this way of proving who one is
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_required
@reads_and_posts
def function(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who is what in a delegation."""
    held = member_at(slug)
    require(request.user, "people.set_function", held)
    form = FunctionForm(held, request.POST or None)
    made = carried_out(form, lambda given: delegation_actions.set_function(by=request.user, **given))
    if made:
        return go_on(request, _("The delegation is changed."), held)
    return form_page(request, form, title=_("Give a function"), button=_("Give it"), **back_to(held))


def _function(key: int) -> DelegationFunction:
    return get_object_or_404(DelegationFunction.objects.select_related("member", "membership__person"), pk=key)


@login_required
@reads_and_posts
def hand_over(request: HttpRequest, key: int) -> HttpResponse:
    """Hand a function over."""
    held = _function(key)
    require(request.user, "people.hand_over", held)
    form = HandOverForm(held, request.POST or None)
    made = carried_out(form, lambda given: delegation_actions.hand_over(held=held, by=request.user, **given))
    if made:
        return go_on(request, _("The function is handed over."), held.member)
    words = {"title": _("Hand over: %(function)s") % {"function": held}, "button": _("Hand it over")}
    intro = _("Only people who are in the member can take it over. Invite others first.")
    return form_page(request, form, intro=intro, **words, **back_to(held.member))


@login_required
@reads_and_posts
def lay_down(request: HttpRequest, key: int) -> HttpResponse:
    """End a function today, without a successor."""
    held = _function(key)
    require(request.user, "people.hand_over", held)
    if request.method != "POST":
        return render(request, "people/lay_down.html", {"held": held})
    delegation_actions.end_function(held=held, by=request.user)
    return go_on(request, _("The function has ended."), held.member)


@login_required
@reads_and_posts
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite an address into a member."""
    held = member_at(slug)
    require(request.user, "people.invite", held)
    form = InvitationForm(request.user, held, request.POST or None, initial={"language": get_language()})
    made = carried_out(form, lambda given: invitation_actions.invite(member=held, by=request.user, **given))
    if made:
        return go_on(request, _("The invitation to %(address)s is on its way.") % {"address": made.address}, held)
    return form_page(request, form, title=_("Invite a person"), button=_("Send the invitation"), **back_to(held))


@login_required
@require_POST
def invite_again(request: HttpRequest, key: int) -> HttpResponse:
    """Send an invitation once more, with a new link."""
    held = get_object_or_404(Invitation.objects.select_related("member", "department"), pk=key)
    invitation_actions.send_again(invitation=held, by=request.user)
    return go_on(request, _("The invitation is on its way again; the link before holds no more."), held.member)


@login_required
@require_POST
def take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take an invitation back."""
    held = get_object_or_404(Invitation.objects.select_related("member"), pk=key)
    invitation_actions.take_back(invitation=held, by=request.user)
    return go_on(request, _("The invitation is taken back."), held.member)


@never_cache
@sensitive_post_parameters("password")
@reads_and_posts
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Who was invited looks at what to, and makes an account or says yes with the one she has."""
    invitation = invitation_actions.invitation_of(token)
    if invitation is None:
        return render(request, "people/invited_too_late.html", status=410)
    if request.user.is_authenticated:
        return _say_yes(request, invitation)
    form = InvitedForm(request.POST or None)
    language = get_language() or "en"
    person = carried_out(
        form,
        lambda given: invitation_actions.sign_up_and_accept(invitation=invitation, language=language, **given),
    )
    if person is None:
        return _invited_page(request, invitation, form=form)
    login(request, person, backend=BACKEND)
    return go_on(request, _("Your account is made, and you are in %(member)s.") % _named(invitation), "people:account")


def _named(invitation: Invitation) -> dict[str, str]:
    return {"member": invitation.member.name}


def _say_yes(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method != "POST":
        return _invited_page(request, invitation)
    invitation_actions.accept(invitation=invitation, by=request.user)
    with translation.override(request.user.language):
        return go_on(request, _("You are in %(member)s.") % _named(invitation), "people:account")


def _invited_page(request: HttpRequest, invitation: Invitation, **more: Any) -> HttpResponse:
    form = more.get("form")
    return render(
        request, "people/invited.html", {"invitation": invitation, **more}, status=422 if form and form.errors else 200
    )


@login_required
@require_POST
def take_away(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is held of a member: at once, or told when it is ready."""
    held = member_at(slug)
    copy = exporting.take_away(member=held, by=request.user)
    if isinstance(copy, MemberExport):
        return go_on(request, _("The copy is being made. Come back to this page in a few minutes."), held)
    return _packed(copy, held.slug)


def _packed(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="passerelle-{name}.zip"'
    return answer


@never_cache
@login_required
@require_safe
def copy(request: HttpRequest, key: str) -> HttpResponseBase:
    """A copy that was made in the background; who may is asked again."""
    export = get_object_or_404(MemberExport.objects.select_related("member"), pk=key, state=ExportState.READY)
    require(request.user, "people.take_away_member", export.member)
    stream = exporting.path_of(export).open("rb")
    return FileResponse(stream, as_attachment=True, filename=f"passerelle-{export.member.slug}.zip")
