"""What is done at the assistance desk up to an accepted offer: ask, change, close, offer, answer, withdraw.

What follows from an accepted offer is in `mission_actions`. Stands on `permissions`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.base.places import place_of
from passerelle_web.forum import hearing, told
from passerelle_web.forum.models import Ability, HelpRequest, Offer
from passerelle_web.forum.models.assistance import OfferState
from passerelle_web.forum.permissions import permit  # noqa: F401  registers who may
from passerelle_web.forum.theme_actions import is_member_today
from passerelle_web.measures.models import Measure
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.queries import people_of
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.themes import is_theme
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write
from passerelle_web.plans.models import Plan
from passerelle_web.texts.languages import is_language

tell(**{
    "help.asked": gettext_lazy("Help asked for"),
    "help.changed": gettext_lazy("Request for help changed"),
    "help.closed": gettext_lazy("Request for help closed"),
    "offer.made": gettext_lazy("Help offered"),
    "offer.accepted": gettext_lazy("Offer of help accepted"),
    "offer.declined": gettext_lazy("Offer of help declined"),
    "offer.withdrawn": gettext_lazy("Offer of help withdrawn"),
    "ability.offered": gettext_lazy("Said what a member can help with"),
    "ability.ended": gettext_lazy("What a member can help with ended"),
})  # fmt: skip
WRITTEN = {
    "title", "need", "brings", "language", "wanted_languages", "theme", "measure", "plan", "place", "wanted_from",
    "wanted_until", "is_public",
}  # fmt: skip


def _languages(wanted: Iterable[str]) -> list[str]:
    found = sorted({one for one in wanted if one})
    if any(not is_language(one) for one in found):
        raise CannotBeDone(_("Choose the languages from the list."))
    return found


def _checked(given: dict[str, Any], by: User | None) -> dict[str, Any]:
    """What was written of a request, as it is kept."""
    strange = set(given) - WRITTEN
    if strange:
        raise TypeError(f"a request for help has no {', '.join(sorted(strange))}")
    kept = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    if "theme" in kept and not is_theme(kept["theme"]):
        raise CannotBeDone(_("Choose one of the themes of the list."))
    if "wanted_languages" in kept:
        kept["wanted_languages"] = _languages(kept["wanted_languages"])
    if kept.get("place"):
        kept["place"] = place_of(kept["place"]).iso3
    measure, plan = kept.get("measure"), kept.get("plan")
    if isinstance(measure, Measure):
        require(by, "measures.see_measure", measure)
    if isinstance(plan, Plan):
        require(by, "plans.see_plan", plan)
    return kept


@transaction.atomic
def ask_help(*, member: Member, by: User | None, **given: Any) -> HelpRequest:
    """Ask other members for help, for a member.

    Raises
    ------
    NotAllowed : `by` takes no position for the member, or may not see the measure or plan that it is for.
    CannotBeDone : no title, need or own contribution; an unknown theme or language; days turned round.
    """
    require(by, "forum.ask_help", member)
    is_member_today(member)
    place = {"place": member.place} if "place" not in given else {}
    made = HelpRequest(member=member, **_checked({**given, **place}, by))
    write(made)
    told.find_help(made)
    for one in people_of(member):
        hearing.follow(hearing.topic_of(made), one.person)
    hearing.tell_request(made)
    record("help.asked", made, by=by, member=member.pk)
    return made


def open_request(request: HelpRequest) -> HelpRequest:
    """The request, locked for the transaction; refused where it is closed."""
    held = HelpRequest.objects.select_for_update(of=("self",)).select_related("member").get(pk=request.pk)
    if not held.is_open:
        raise CannotBeDone(_("This request was closed on {day}.").format(day=held.closed_on))
    return held


@transaction.atomic
def change_help(*, request: HelpRequest, by: User | None, **given: Any) -> HelpRequest:
    """Change what a request says, until an offer is accepted: offers answer what was asked."""
    require(by, "forum.change_help", request)
    held = open_request(request)
    if held.offers.filter(state=OfferState.ACCEPTED).exists():
        raise CannotBeDone(_("An offer was accepted as the request stands; put what is new into the terms."))
    changed = {name: value for name, value in _checked(given, by).items() if getattr(held, name) != value}
    for name, value in changed.items():
        setattr(held, name, value)
    if changed:
        write(held)
        told.find_help(held)
        record("help.changed", held, by=by, what=sorted(changed))
    return held


@transaction.atomic
def close_help(*, request: HelpRequest, reason: str, by: User | None) -> HelpRequest:
    """Close a request with a reason: helped, no longer needed, nobody could. Offers that wait are declined by it."""
    require(by, "forum.close_help", request)
    if not reason.strip():
        raise CannotBeDone(_("Say why it is closed; others learn from it."))
    held = open_request(request)
    held.closed_on, held.closed_for = timezone.localdate(), reason.strip()
    write(held)
    for one in held.offers.filter(state=OfferState.OPEN):
        _answered(one, OfferState.DECLINED, reason)
    told.find_help(held)
    hearing.tell_step(held, "closed")
    record("help.closed", held, by=by)
    return held


# Offers ------------------------------------------------------------------------------------------------


@transaction.atomic
def offer_help(
    *, request: HelpRequest, member: Member, what: str, pays: str, language: str, by: User | None,
    begins: date | None = None, ends: date | None = None,
) -> Offer:  # fmt: skip
    """Offer help to a member that asked, for another: what, who pays for what, when.

    Raises
    ------
    NotAllowed : `by` takes no position for the member, or may not read the request.
    CannotBeDone : it is the member's own request, is closed, or an offer of this member stands already.
    """
    require(by, "forum.offer_help", member)
    require(by, "forum.see_help", request)
    is_member_today(member)
    held = open_request(request)
    if held.member_id == member.pk:
        raise CannotBeDone(_("A member does not help itself here; say in the request what it brings."))
    made = Offer(
        request=held, member=member, what=what.strip(), pays=pays.strip(), language=language, begins=begins, ends=ends
    )  # fmt: skip
    write(made)
    for one in people_of(member):
        hearing.follow(hearing.topic_of(held), one.person)
    hearing.tell_step(held, "offered")
    record("offer.made", made, by=by, member=member.pk)
    return made


def _answered(offer: Offer, state: str, why: str) -> Offer:
    offer.state, offer.decided_on, offer.why = state, timezone.localdate(), why.strip()
    write(offer)
    return offer


def _open_offer(offer: Offer) -> Offer:
    open_request(offer.request)
    held = Offer.objects.select_for_update(of=("self",)).select_related("request__member", "member").get(pk=offer.pk)
    if held.state != OfferState.OPEN:
        raise CannotBeDone(_("This offer has been answered already."))
    return held


@transaction.atomic
def accept_offer(*, offer: Offer, by: User | None) -> Offer:
    """Accept an offer: both members then agree on terms of reference."""
    require(by, "forum.decide_offer", offer)
    held = _answered(_open_offer(offer), OfferState.ACCEPTED, "")
    hearing.tell_step(held.request, "accepted")
    record("offer.accepted", held, by=by, member=held.member_id)
    return held


@transaction.atomic
def decline_offer(*, offer: Offer, why: str, by: User | None) -> Offer:
    """Decline an offer, with a reason that the member which made it reads."""
    require(by, "forum.decide_offer", offer)
    if not why.strip():
        raise CannotBeDone(_("Say why; the member that offered reads it."))
    held = _answered(_open_offer(offer), OfferState.DECLINED, why)
    record("offer.declined", held, by=by, member=held.member_id)
    return held


@transaction.atomic
def withdraw_offer(*, offer: Offer, by: User | None, why: str = "") -> Offer:
    """Withdraw an offer of one's own member, also one that was accepted: help is voluntary to the end."""
    require(by, "forum.withdraw_offer", offer)
    held = Offer.objects.select_for_update(of=("self",)).select_related("request__member", "member").get(pk=offer.pk)
    if held.state not in (OfferState.OPEN, OfferState.ACCEPTED) or hasattr(held, "result"):
        raise CannotBeDone(_("This offer has been answered already."))
    if held.state == OfferState.ACCEPTED and not why.strip():
        raise CannotBeDone(_("Say why; the member that relied on it reads it."))
    _answered(held, OfferState.WITHDRAWN, why)
    hearing.tell_step(held.request, "withdrawn")
    record("offer.withdrawn", held, by=by, member=held.member_id)
    return held


# What members can help with ----------------------------------------------------------------------------


@transaction.atomic
def offer_ability(
    *, member: Member, theme: str, what: str, language: str, by: User | None, languages: Iterable[str] = ()
) -> Ability:
    """Say what a member can help with, before anybody asks."""
    require(by, "forum.offer_help", member)
    is_member_today(member)
    if not is_theme(theme):
        raise CannotBeDone(_("Choose one of the themes of the list."))
    made = Ability(member=member, theme=theme, what=what.strip(), language=language, languages=_languages(languages))
    write(made)
    record("ability.offered", made, by=by, member=member.pk, theme=theme)
    return made


@transaction.atomic
def end_ability(*, ability: Ability, by: User | None) -> Ability:
    """Say that a member can help with this no more; it stays written."""
    require(by, "forum.offer_help", ability.member)
    if ability.until is not None:
        raise CannotBeDone(_("This has ended already."))
    ability.until = timezone.localdate()
    write(ability)
    record("ability.ended", ability, by=by, member=ability.member_id)
    return ability
