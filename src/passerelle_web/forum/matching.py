"""Who might help with a request, and why: what members said they can do, offered before, and know.

Each suggestion is its reasons; there is no score and no order but the alphabet's. Stands on `models`.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.base.places import place_of
from passerelle_web.forum.models import Ability, HelpRequest, Offer
from passerelle_web.forum.models.assistance import OfferState
from passerelle_web.people.models import DelegationFunction, Function, Member
from passerelle_web.people.themes import theme_name
from passerelle_web.plans.models import Plan
from passerelle_web.texts.languages import name_of

MOST_ROWS = 400  # of the newest of each sort: enough to suggest from, few enough to read


@dataclass(frozen=True, slots=True)
class Suggested:
    """A member that might help, with the reasons in the order in which they were looked for."""

    member: Member
    reasons: list[str]


def suggestions(request: HelpRequest) -> list[Suggested]:
    """Members that might help, by name; those that have offered already and the asker itself are left out."""
    why: dict[int, list[str]] = defaultdict(list)
    for look in (_abilities, _focal_points, _helped_before, _nearby, _planned):
        for member, reason in look(request):
            if reason not in why[member]:
                why[member].append(reason)
    for member, reason in _languages(request):
        if member in why:  # a language alone helps nobody
            why[member].append(reason)
    asked = set(request.offers.values_list("member", flat=True)) | {request.member_id}
    found = Member.objects.on(timezone.localdate()).filter(pk__in=set(why) - asked).order_by("name")
    return [Suggested(one, why[one.pk]) for one in found]


Reasons = list[tuple[int, str]]


def _abilities(request: HelpRequest) -> Reasons:
    there = Ability.objects.on(timezone.localdate()).filter(theme=request.theme)
    said = _("It says that it can help with “{theme}”.").format(theme=theme_name(request.theme))
    return [(key, said) for key in there.values_list("member", flat=True)[:MOST_ROWS]]


def _focal_points(request: HelpRequest) -> Reasons:
    today = timezone.localdate()
    there = DelegationFunction.objects.active_on(today).filter(function=Function.FOCAL_POINT, theme=request.theme)
    said = _("It has a focal point for this theme.")
    return [(key, said) for key in there.values_list("member", flat=True)[:MOST_ROWS]]


def _public_offers() -> "list[Offer]":
    """The newest offers that stood, on requests that everybody reads: who looks learns nothing that was for others."""
    stood = Q(state=OfferState.ACCEPTED) | Q(state=OfferState.OPEN)
    found = Offer.objects.filter(stood, request__is_public=True).select_related("request", "request__member")
    return list(found.order_by("-made_on")[:MOST_ROWS])


def _helped_before(request: HelpRequest) -> Reasons:
    found = []
    for one in _public_offers():
        if one.request_id == request.pk or one.request.theme != request.theme:
            continue
        accepted = one.state == OfferState.ACCEPTED
        said = (
            _("It helped {member} with this theme in {year}.")
            if accepted
            else _("It offered {member} help with this theme in {year}.")
        )
        found.append((one.member_id, said.format(member=one.request.member.name, year=one.made_on.year)))
    return found


def _nearby(request: HelpRequest) -> Reasons:
    """Who helped in the same place, or in the same region of the world."""
    if not request.place:
        return []
    here = place_of(request.place)
    found = []
    for one in _public_offers():
        if one.state != OfferState.ACCEPTED or one.request_id == request.pk or not one.request.place:
            continue
        there = place_of(one.request.place)
        if there.iso3 == here.iso3:
            found.append((one.member_id, _("It has helped in the same country.")))
        elif there.subregion and there.subregion == here.subregion:
            found.append((one.member_id, _("It has helped in the same region of the world.")))
    return found


def _planned(request: HelpRequest) -> Reasons:
    """Who has an adopted plan on a corridor or route with the same place."""
    if not request.place:
        return []
    place = Q(origin=request.place) | Q(destination=request.place)
    there = Plan.objects.filter(place, adopted__isnull=False, is_demonstration=False)
    said = _("It has an adopted plan with this country.")
    return [(key, said) for key in there.values_list("owners", flat=True)[:MOST_ROWS] if key is not None]


def _languages(request: HelpRequest) -> Reasons:
    """Who writes in a language that is wanted, or says that it helps in it."""
    wanted = set(request.wanted_languages) or {request.language}
    spoken: set[tuple[int, str]] = set()
    for member, languages in Ability.objects.on(timezone.localdate()).values_list("member", "languages")[:MOST_ROWS]:
        spoken |= {(member, one) for one in languages if one in wanted}
    offered = Offer.objects.filter(language__in=wanted, request__is_public=True)
    spoken |= set(offered.values_list("member", "language").distinct()[:MOST_ROWS])
    return [
        (member, _("It has helped, or helps, in {language}.").format(language=name_of(one)))
        for member, one in sorted(spoken)
    ]
