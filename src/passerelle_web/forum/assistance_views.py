"""Pages of the assistance desk: calls for help, one call, asking, offering, what members can help with.

What follows from an accepted offer is in `mission_views`. Each gets, calls a query or an action, renders. Stands on
`stepping`.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passerelle_web.forum import assistance_actions, assistance_queries, hearing, matching, told
from passerelle_web.forum.assistance_forms import AbilityForm, CloseForm, HelpForm, MaybeWhyForm, OfferForm
from passerelle_web.forum.models import Ability, HelpRequest, Offer
from passerelle_web.forum.models.assistance import OfferState
from passerelle_web.forum.stepping import posted, reads_and_posts, shown, step
from passerelle_web.forum.year_forms import WhyForm
from passerelle_web.library.told import place_said
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import go_on
from passerelle_web.people.themes import theme_choices
from passerelle_web.texts.languages import name_of
from passerelle_web.texts.queries import said_of


@require_safe
def assistance(request: HttpRequest) -> HttpResponse:
    """Calls for help, with filters that work as links, and what members say that they can help with."""
    asked = {name: request.GET.get(name, "") for name in ("theme", "state")}
    members = assistance_queries.members_for(request.user)
    found = assistance_queries.listed(request.user, mine="mine" in request.GET and bool(members), **asked)
    page = Paginator(found, assistance_queries.PER_PAGE).get_page(request.GET.get("page"))
    steps = dict(assistance_queries.STEPS)
    can_help, has_more = assistance_queries.abilities(asked["theme"], own=members)
    return shown(
        request, "assistance", "assistance", page=page, asked=asked | {"mine": "mine" in request.GET},
        rows=[(one, steps[assistance_queries.step_of(one)], place_said(one.place)) for one in page],
        themes=theme_choices(), may_ask=bool(members),
        can_help=_abilities(can_help, members), has_more=has_more, topic=hearing.DESK,
    )  # fmt: skip


def _abilities(rows: Iterable[Ability], members: Iterable[Member]) -> list[tuple[Ability, bool, str]]:
    """What members can help with, whether it is one's own to end, and in which languages."""
    own = {one.pk for one in members}
    return [(one, one.member_id in own, ", ".join(name_of(code) for code in one.languages)) for one in rows]


def seen_help(request: HttpRequest, key: object) -> HelpRequest:
    """A request that this person may read; to others it is not there."""
    found = get_object_or_404(
        assistance_queries.with_steps(HelpRequest.objects.select_related("member", "measure", "plan")), pk=key
    )
    if not may(request.user, "forum.see_help", found):
        raise Http404
    return found


@require_safe
def help_request(request: HttpRequest, key: str) -> HttpResponse:
    """One call for help: what, when, what the member brings, how far it is, offers, who might help and why."""
    found = seen_help(request, key)
    said = said_of(told.HELP, [(found.pk, found)], request.user)
    members = assistance_queries.members_for(request.user)
    is_asker = found.member in members
    return shown(
        request, "help", "assistance", help=found, need=said[str(found.pk), "need"],
        brings=said[str(found.pk), "brings"], steps=assistance_queries.STEPS, reached=assistance_queries.step_of(found),
        offers=assistance_queries.offers_of(found, request.user), is_asker=is_asker,
        place=place_said(found.place), languages=[name_of(code) for code in found.wanted_languages],
        suggestions=matching.suggestions(found) if found.is_open and members else [],
        may_offer=found.is_open and any(one != found.member for one in members),
        may_close=found.is_open and may(request.user, "forum.close_help", found), topic=hearing.topic_of(found),
        measure=found.measure if may(request.user, "measures.see_measure", found.measure) else None,
        plan=found.plan if may(request.user, "plans.see_plan", found.plan) else None,
    )  # fmt: skip


@login_required
@reads_and_posts
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for help, for a member."""
    form = HelpForm(assistance_queries.members_for(request.user), posted(request))
    return step(
        request, form, lambda given: assistance_actions.ask_help(by=request.user, **given),
        _("Your call stands. Members that can help see it."), "", title=_("Ask for help"), button=_("Ask"),
        back=reverse("forum:assistance"), back_to=_("Assistance desk"),
        intro=_("Voluntary on both sides: nobody has to offer, and you need not accept."),
    )  # fmt: skip


@login_required
@reads_and_posts
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a call says."""
    found = seen_help(request, key)
    require(request.user, "forum.change_help", found)
    form = HelpForm([found.member], posted(request), request=found)
    return step(
        request, form, lambda given: assistance_actions.change_help(request=found, by=request.user, **given),
        _("The change is saved."), found.get_absolute_url(), title=_("Change this call"), button=_("Save the change"),
        back_to=found.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def close(request: HttpRequest, key: str) -> HttpResponse:
    """Close a call, with the reason."""
    found = seen_help(request, key)
    require(request.user, "forum.close_help", found)
    return step(
        request, CloseForm(posted(request)),
        lambda given: assistance_actions.close_help(request=found, by=request.user, **given),
        _("The call is closed; it stays, with the reason."), found.get_absolute_url(), title=_("Close this call"),
        button=_("Close it"), intro=_("Such as: helped, no longer needed, nobody could. Others learn from it."),
        back_to=found.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def offer(request: HttpRequest, key: str) -> HttpResponse:
    """Offer help."""
    found = seen_help(request, key)
    mine = [one for one in assistance_queries.members_for(request.user) if one.pk != found.member_id]
    return step(
        request, OfferForm(mine, posted(request)),
        lambda given: assistance_actions.offer_help(request=found, by=request.user, **given),
        _("Your offer is there. {member} answers it.").format(member=found.member.name), "", title=_("Offer help"),
        button=_("Offer it"), intro=found.title, back=found.get_absolute_url(), back_to=found.title,
    )  # fmt: skip


def seen_offer(request: HttpRequest, key: object, offer: int) -> Offer:
    """An offer that this person may read: an accepted one with its request, others for the two members alone."""
    seen_help(request, key)
    rows = Offer.objects.select_related("request__member", "member", "result", "pledge")
    found = get_object_or_404(rows, pk=offer, request=key)
    if found.state != OfferState.ACCEPTED and not may(request.user, "forum.see_inside_offer", found):
        raise Http404
    return found


@login_required
@require_POST
def accept(request: HttpRequest, key: str, offer: int) -> HttpResponse:
    """Accept an offer."""
    held = assistance_actions.accept_offer(offer=seen_offer(request, key, offer), by=request.user)
    return go_on(request, _("Accepted. Now agree on the terms of reference."), held.get_absolute_url())


@login_required
@reads_and_posts
def decline(request: HttpRequest, key: str, offer: int) -> HttpResponse:
    """Decline an offer, with the reason."""
    held = seen_offer(request, key, offer)
    require(request.user, "forum.decide_offer", held)
    return step(
        request, WhyForm(posted(request)),
        lambda given: assistance_actions.decline_offer(offer=held, by=request.user, **given),
        _("It is answered."), held.request.get_absolute_url(), title=_("Decline this offer"), button=_("Decline"),
        intro=_("The member that offered reads the reason, and nobody else."), back_to=held.request.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def withdraw(request: HttpRequest, key: str, offer: int) -> HttpResponse:
    """Withdraw an offer of one's own member."""
    held = seen_offer(request, key, offer)
    require(request.user, "forum.withdraw_offer", held)
    form: forms.Form = WhyForm(posted(request)) if held.state == OfferState.ACCEPTED else MaybeWhyForm(posted(request))
    return step(
        request, form, lambda given: assistance_actions.withdraw_offer(offer=held, by=request.user, **given),
        _("Your offer is withdrawn; it stays, as withdrawn."), held.request.get_absolute_url(),
        title=_("Withdraw this offer"), button=_("Withdraw it"), back_to=held.request.title,
        intro=_("Help is voluntary to the end. What was agreed and reported stays."),
    )  # fmt: skip


# What members can help with ----------------------------------------------------------------------------


@login_required
@reads_and_posts
def offer_ability(request: HttpRequest) -> HttpResponse:
    """Say what a member can help with."""
    form = AbilityForm(assistance_queries.members_for(request.user), posted(request))
    return step(
        request, form, lambda given: _offered(request, given), _("It stands on the assistance desk."),
        reverse("forum:assistance"), title=_("Say what you can help with"), button=_("Say it"),
        back_to=_("Assistance desk"), intro=_("Members that ask for help on this theme see it, with the reason why."),
    )  # fmt: skip


def _offered(request: HttpRequest, given: dict[str, Any]) -> Ability:
    return assistance_actions.offer_ability(by=request.user, **given)


@login_required
@require_POST
def end_ability(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a member can help with it no more."""
    held = get_object_or_404(Ability.objects.select_related("member"), pk=key)
    assistance_actions.end_ability(ability=held, by=request.user)
    return go_on(request, _("It has ended."), f"{reverse('forum:assistance')}#can-help")
