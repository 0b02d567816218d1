"""What can be read at the assistance desk: requests with how far they are, one offer with all that followed.

Stands on `models`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from passerelle_web.forum.models import Ability, HelpRequest, Mission, Offer, Result, Terms
from passerelle_web.forum.models.assistance import OfferState
from passerelle_web.people.models import Member, Role
from passerelle_web.people.permissions import Somebody, desks, runs_the_forum, takes_part

PER_PAGE = 20
MOST_ABILITIES = 60
# How far a request is, in the order of the walk.
STEPS: tuple[tuple[str, str | Promise], ...] = (
    ("asked", _("asked")),
    ("offered", _("offers")),
    ("accepted", _("accepted")),
    ("agreed", _("terms agreed")),
    ("mission", _("mission")),
    ("result", _("result")),
)


def readable(somebody: Somebody) -> "QuerySet[HelpRequest]":
    """The requests that a person may read."""
    found = HelpRequest.objects.select_related("member")
    if takes_part(somebody) or runs_the_forum(somebody):
        return found
    return found.filter(is_public=True)


def with_steps(found: "QuerySet[HelpRequest]") -> "QuerySet[HelpRequest]":
    """Requests with what there is of each step, so that a list says how far they are without asking again."""
    mine = {"offer__request": OuterRef("pk")}
    agreed = Terms.objects.filter(**mine, asker_agreed_at__isnull=False, helper_agreed_at__isnull=False)
    return found.annotate(
        waiting=Count("offers", filter=Q(offers__state=OfferState.OPEN), distinct=True),
        accepted=Count("offers", filter=Q(offers__state=OfferState.ACCEPTED), distinct=True),
        has_terms=Exists(agreed),
        has_mission=Exists(Mission.objects.filter(**mine)),
        has_result=Exists(Result.objects.filter(**mine)),
    )


def step_of(row: HelpRequest) -> str:
    """How far a request of `with_steps` is."""
    reached = (
        ("result", getattr(row, "has_result", False)), ("mission", getattr(row, "has_mission", False)),
        ("agreed", getattr(row, "has_terms", False)), ("accepted", getattr(row, "accepted", 0)),
        ("offered", getattr(row, "waiting", 0)),
    )  # fmt: skip
    return next((name for name, there in reached if there), "asked")


def listed(somebody: Somebody, *, theme: str = "", state: str = "", mine: bool = False) -> "QuerySet[HelpRequest]":
    """Requests for a list, those that are open first, the newest first."""
    found = readable(somebody)
    if theme:
        found = found.filter(theme=theme)
    if state in ("open", "closed"):
        found = found.filter(closed_on__isnull=state == "open")
    if mine:
        keys = [one.pk for one in members_for(somebody)]
        found = found.filter(Q(member__in=keys) | Q(offers__member__in=keys)).distinct()
    return with_steps(found).order_by("closed_on", "-made_on", "title")


def calls(somebody: Somebody, many: int = 5) -> list[HelpRequest]:
    """The newest open requests."""
    return list(readable(somebody).filter(closed_on=None)[:many])


def members_for(somebody: Somebody) -> list[Member]:
    """The members for which a person takes positions today, by name."""
    held = {member for member, _department, role in desks(somebody) if role != Role.OBSERVER}
    return list(Member.objects.filter(pk__in=held).order_by("name")) if held else []


def offers_of(request: HelpRequest, somebody: Somebody) -> list[Offer]:
    """Offers on a request: those that were accepted for all who read it, the others for the two members alone."""
    found = request.offers.select_related("member", "request__member", "result")
    if runs_the_forum(somebody):
        return list(found)
    held = {member for member, _department, _role in desks(somebody)}
    if request.member_id in held:
        return list(found)
    return list(found.filter(Q(state=OfferState.ACCEPTED) | Q(member__in=held)))


@dataclass(frozen=True, slots=True)
class Followed:
    """All that followed from an accepted offer."""

    terms: Terms | None
    versions: list[Terms]
    missions: list[Mission]
    result: Result | None


def followed(offer: Offer) -> Followed:
    """Terms in all versions, missions with roles and reports, the result."""
    versions = list(offer.terms.select_related("written_for", "offer"))
    missions = offer.missions.prefetch_related("roles__member", "roles__person", "reports__member")
    return Followed(versions[0] if versions else None, versions, list(missions), getattr(offer, "result", None))


def abilities(theme: str = "", *, own: Iterable[Member] = ()) -> tuple[list[Ability], bool]:
    """What members say today that they can help with, by theme, or of one theme; and whether there is more of it.

    Parameters
    ----------
    own : members whose words come first, so that they find them to end them.
    """
    found = Ability.objects.on(timezone.localdate()).select_related("member")
    found = found.filter(theme=theme) if theme else found
    others = Case(When(member__in=[one.pk for one in own], then=0), default=1)
    rows = list(found.order_by(others, *Ability._meta.ordering)[: MOST_ABILITIES + 1])
    return rows[:MOST_ABILITIES], len(rows) > MOST_ABILITIES
