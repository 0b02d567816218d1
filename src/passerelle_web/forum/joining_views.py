"""Pages of joining and leaving the forum: how, who asked, what was answered, who withdrew.

Each gets, calls a query or an action, renders. Stands on `stepping`.
"""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from passerelle_web.forum import joining_actions
from passerelle_web.forum.models import Application, Withdrawal
from passerelle_web.forum.stepping import person_of, posted, reads_and_posts, shown, step
from passerelle_web.forum.year_forms import AcceptForm, ApplicationForm, DeclineForm, WithdrawForm
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may, may_each, require
from passerelle_web.people.queries import member_of, members_to_act_for

MOST = 100


@require_safe
def joining(request: HttpRequest) -> HttpResponse:
    """How an organisation joins and a member leaves; one's own applications; those that wait, for who answers."""
    answers = may(request.user, "forum.answer_application")
    own = request.user.applications.all() if isinstance(request.user, User) else ()
    speaks = may_each(request.user, "forum.withdraw_member", members_to_act_for(request.user))
    return shown(
        request, "joining", "joining", own=own, answers=answers,
        waiting=Application.objects.filter(state="open").order_by("made_on") if answers else (),
        answered=Application.objects.exclude(state="open")[:MOST] if answers else (),
        joined=Application.objects.filter(state="accepted").select_related("member").order_by("-member__since")[:MOST],
        withdrawals=Withdrawal.objects.select_related("member")[:MOST],
        mine=[one for one, yes in speaks if yes and one.until is None],
    )  # fmt: skip


@login_required
@reads_and_posts
def apply(request: HttpRequest) -> HttpResponse:
    """Ask for an organisation to take part."""
    return step(
        request, ApplicationForm(posted(request)),
        lambda given: joining_actions.apply(by=person_of(request), **given),
        _("Your application is there. The steering group answers it."), "", title=_("Ask to take part"),
        button=_("Ask"), back=reverse("forum:joining"), back_to=_("Joining and leaving"),
        intro=_("You are its contact. Where it is accepted you speak for it, and can invite others."),
    )  # fmt: skip


def _application(request: HttpRequest, key: str) -> Application:
    """An application that this person may read; to others it is not there."""
    found = get_object_or_404(Application.objects.select_related("person", "member"), pk=key)
    if not may(request.user, "forum.see_application", found):
        raise Http404
    return found


@login_required
@require_safe
def application(request: HttpRequest, key: str) -> HttpResponse:
    """One application with its answer."""
    found = _application(request, key)
    return shown(
        request, "application", "joining", application=found, is_open=found.state == Application.State.OPEN,
        answers=may(request.user, "forum.answer_application"), is_own=found.person_id == person_of(request).pk,
    )  # fmt: skip


@login_required
@reads_and_posts
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Let an organisation take part."""
    found = _application(request, key)
    require(request.user, "forum.answer_application", found)
    return step(
        request, AcceptForm(posted(request)),
        lambda given: joining_actions.accept(application=found, by=request.user, **given), _("It is a member."), "",
        title=_("{name} takes part").format(name=found.name), button=_("Accept"), back=found.get_absolute_url(),
        back_to=found.name, intro=_("Its contact becomes head of its delegation and hears of it by mail."),
    )  # fmt: skip


@login_required
@reads_and_posts
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """Decline an application, with the reason."""
    found = _application(request, key)
    require(request.user, "forum.answer_application", found)
    return step(
        request, DeclineForm(posted(request)),
        lambda given: joining_actions.decline(application=found, by=request.user, **given), _("It is answered."),
        found.get_absolute_url(), title=_("Decline the application of {name}").format(name=found.name),
        button=_("Decline"), back_to=found.name,
    )  # fmt: skip


@login_required
@reads_and_posts
def withdraw_application(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw one's own application."""
    found = _application(request, key)
    require(request.user, "forum.withdraw_application", found)
    return step(
        request, forms.Form(posted(request)),
        lambda _given: joining_actions.withdraw_application(application=found, by=request.user),
        _("Your application is withdrawn."), found.get_absolute_url(), title=_("Withdraw your application"),
        button=_("Withdraw it"), back_to=found.name,
    )  # fmt: skip


@login_required
@reads_and_posts
def withdraw_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Withdraw a member from the forum, by who speaks for it."""
    member = member_of(slug)
    if member is None:
        raise Http404
    require(request.user, "forum.withdraw_member", member)
    return step(
        request, WithdrawForm(posted(request), initial={"language": get_language()}),
        lambda given: joining_actions.withdraw_member(member=member, by=request.user, **given),
        _("The withdrawal is written down."), reverse("forum:joining"),
        title=_("{member} withdraws from the forum").format(member=member.name), button=_("Withdraw"),
        intro=_("What it said, adopted and gave stays. From that day on its people act for it no more."),
        back_to=_("Joining and leaving"),
    )  # fmt: skip
