"""Pages of one's own account, and of the trail.

Each gets, calls an action or a query, renders. Pages of members are in `member_views`; signing in is allauth's. Ground
of the site.
"""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle_web.people import actions, joint_queries, member_actions, queries
from passerelle_web.people.acting import acted_for
from passerelle_web.people.everything import everything_about
from passerelle_web.people.forms import ActForForm, PersonForm
from passerelle_web.people.models import Event
from passerelle_web.people.permissions import is_administrator, may, require
from passerelle_web.people.second_factor import has_one
from passerelle_web.people.steps import carried_out, go_on
from passerelle_web.people.trail_words import trail_rows

A_PAGE = 50
A_FEW = 8


def _account_page(
    request: HttpRequest, *, about: PersonForm | None = None, acting: ActForForm | None = None
) -> HttpResponse:
    person, open_to_her, now_for = request.user, queries.members_to_act_for(request.user), acted_for(request)
    context = {
        "about": about or PersonForm(initial={"name": person.name, "language": person.language}),
        "acting": acting or ActForForm(open_to_her, initial={"member": now_for}),
        "now_for": now_for,
        "may_choose": open_to_her.count() > 1,
        "memberships": queries.memberships_of(person),
        "rows": trail_rows(queries.trail_about(person)[:A_FEW]),
        "sees_all": may(person, "people.see_trail"),
        "sees_outbox": is_administrator.test(person),
        "second_factor": has_one(person),
        "has_providers": bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]),
        "joint": joint_queries.statements_for(person).exists(),
    }
    refused = (about and about.errors) or (acting and acting.errors)
    return render(request, "people/account.html", context, status=422 if refused else 200)


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who am I here, what for, and what have I done."""
    return _account_page(request)


@login_required
@require_POST
def about(request: HttpRequest) -> HttpResponse:
    """Change name and language; the next page is in that language, and so is the root of the site."""
    form = PersonForm(request.POST)
    person = carried_out(form, lambda given: actions.change_person(person=request.user, by=request.user, **given))
    if person is None:
        return _account_page(request, about=form)
    with translation.override(person.language):
        answer = go_on(request, _("Your name and language are saved."), "people:account")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, person.language, max_age=365 * 24 * 3600, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, httponly=True,
    )  # fmt: skip
    return answer


@login_required
@require_POST
def acting(request: HttpRequest) -> HttpResponse:
    """Choose for whom one acts."""
    form = ActForForm(queries.members_to_act_for(request.user), request.POST)
    member = carried_out(form, lambda given: member_actions.act_for(session=request.session, by=request.user, **given))
    if member is None:
        return _account_page(request, acting=form)
    return go_on(request, _("You now act for %(member)s.") % {"member": member.name}, "people:account")


def _trail_page(request: HttpRequest, events: "models.QuerySet[Event]", *, is_own: bool) -> HttpResponse:
    page = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/trail.html", {"page": page, "rows": trail_rows(page), "is_own": is_own})


@never_cache
@login_required
@require_safe
def own_trail(request: HttpRequest) -> HttpResponse:
    """All that one did here, and that was done to one's account."""
    return _trail_page(request, queries.trail_about(request.user), is_own=True)


@never_cache
@login_required
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """All that was done, for the secretariat and administrators."""
    require(request.user, "people.see_trail")
    return _trail_page(request, queries.whole_trail(), is_own=False)


@never_cache
@login_required
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All that is held of oneself, to take away."""
    answer = JsonResponse(everything_about(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="passerelle-about-me.json"'
    return answer


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete one's account, after having said the password once more."""
    if request.method != "POST":
        return render(request, "people/delete.html")
    actions.forget(person=request.user, by=request.user)
    logout(request)
    return go_on(request, _("Your account is deleted."), "evidence:home")
