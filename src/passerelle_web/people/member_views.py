"""Pages of members: the list, one member, and the forms for who may change them.

Each gets, calls an action or a query, renders. Pages of one's account are in `views`. Ground of the site.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from passerelle_web.people import member_actions, queries
from passerelle_web.people.exporting import newest_copy
from passerelle_web.people.forms import DepartmentForm, MemberForm, MembershipForm
from passerelle_web.people.models import Kind, Member, Membership
from passerelle_web.people.permissions import may, may_each, require
from passerelle_web.people.steps import carried_out, form_page, go_on

reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


def member_at(slug: str) -> Member:
    found = queries.member_of(slug)
    if found is None:
        raise Http404
    return found


def back_to(member: Member) -> dict[str, Any]:
    return {"back": member.get_absolute_url(), "back_to": member.name}


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Who takes part, by kind."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    context = {
        "kinds": Kind.choices,
        "kind": kind,
        "listed": queries.members_by_kind(kind=kind),
        "former": queries.former_members(kind=kind),
        "may_add": may(request.user, "people.add_member"),
    }
    return render(request, "people/members.html", context)


@require_safe
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """One member: what it is, since when, its departments; its people for people of members."""
    found = member_at(slug)
    sees_people = may(request.user, "people.see_people")
    delegation = queries.delegation_of(found) if sees_people else []
    may_invite = may(request.user, "people.invite", found)
    takes_away = may(request.user, "people.take_away_member", found)
    held = queries.people_of(found) if sees_people else ()
    context = {
        "member": found,
        "departments": queries.departments_of(found),
        "people": may_each(request.user, "people.end_membership", held),
        "sees_people": sees_people,
        "may_change": may(request.user, "people.change_member", found),
        "may_add_people": may(request.user, "people.add_membership", found),
        "delegation": may_each(request.user, "people.hand_over", delegation),
        "speaker": queries.speaker_of(found) if sees_people else None,
        "may_set_function": may(request.user, "people.set_function", found),
        "may_invite": may_invite,
        "invitations": queries.open_invitations(found) if may_invite else (),
        "takes_away": takes_away,
        "copy": newest_copy(found) if takes_away else None,
    }
    return render(request, "people/member.html", context)


@login_required
@reads_and_posts
def found(request: HttpRequest) -> HttpResponse:
    """Enter a member."""
    require(request.user, "people.add_member")
    form = MemberForm(request.user, request.POST or None)
    made = carried_out(form, lambda given: member_actions.found_member(by=request.user, **given))
    if made:
        return go_on(request, _("%(member)s is a member.") % {"member": made.name}, made)
    back = {"back": reverse("people:members"), "back_to": _("Members")}
    return form_page(request, form, title=_("Enter a member"), button=_("Enter"), **back)


@login_required
@reads_and_posts
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a member."""
    held = member_at(slug)
    require(request.user, "people.change_member", held)
    form = MemberForm(request.user, request.POST or None, instance=member_at(slug))
    changed = carried_out(form, lambda given: member_actions.change_member(member=held, by=request.user, **given))
    if changed:
        return go_on(request, _("The change is saved."), held)
    return form_page(request, form, title=_("Change this member"), button=_("Save the change"), **back_to(held))


@login_required
@reads_and_posts
def department(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a member a department."""
    held = member_at(slug)
    require(request.user, "people.change_member", held)
    form = DepartmentForm(request.POST or None)
    if carried_out(form, lambda given: member_actions.add_department(member=held, by=request.user, **given)):
        return go_on(request, _("The department is added."), held)
    return form_page(request, form, title=_("Add a department"), button=_("Add"), **back_to(held))


@login_required
@reads_and_posts
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a person into a member."""
    held = member_at(slug)
    require(request.user, "people.add_membership", held)
    form = MembershipForm(request.user, held, request.POST or None)
    added = carried_out(form, lambda given: member_actions.add_membership(member=held, by=request.user, **given))
    if added:
        return go_on(request, _("%(person)s is added.") % {"person": added.person}, held)
    return form_page(request, form, title=_("Add a person"), button=_("Add"), **back_to(held))


@login_required
@reads_and_posts
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End a membership today."""
    held = get_object_or_404(Membership.objects.select_related("member", "person", "department"), pk=key)
    require(request.user, "people.end_membership", held)
    if request.method != "POST":
        context = {"membership": held, "is_own": held.person_id == request.user.pk}
        return render(request, "people/end.html", context)
    member_actions.end_membership(membership=held, by=request.user)
    if held.person_id == request.user.pk:
        return go_on(request, _("You are no longer in %(member)s.") % {"member": held.member.name}, "people:account")
    return go_on(request, _("The membership has ended."), held.member)
