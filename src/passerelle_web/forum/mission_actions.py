"""What follows from an accepted offer: terms that both agree to, missions with reports, the result, a commitment.

Nothing is overwritten: terms are versions, reports are added. Stands on `assistance_actions`.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.forum import assistance, hearing
from passerelle_web.forum.models import Mission, MissionReport, MissionRole, Offer, Result, Terms
from passerelle_web.forum.models.assistance import OfferState
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import may, require
from passerelle_web.people.queries import person_of
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write
from passerelle_web.plans.following_actions import pledge
from passerelle_web.plans.models import Pledge

tell(**{
    "terms.written": gettext_lazy("Terms of reference written"),
    "terms.agreed": gettext_lazy("Terms of reference agreed to"),
    "mission.set": gettext_lazy("Mission set"),
    "mission.reported": gettext_lazy("Report on a mission"),
    "help.concluded": gettext_lazy("Result of help written"),
    "help.made_practice": gettext_lazy("Draft practice made of a result"),
    "offer.committed": gettext_lazy("Commitment made with an offer of help"),
})  # fmt: skip


def accepted(offer: Offer) -> Offer:
    """The offer, locked for the transaction; refused where it was not accepted, or no longer stands."""
    found = Offer.objects.select_for_update(of=("self",)).select_related("request__member", "member")
    held = found.get(pk=offer.pk)
    if held.state != OfferState.ACCEPTED:
        raise CannotBeDone(_("This follows once the offer is accepted, and while it stands."))
    return held


def sides_of(offer: Offer, by: User | None) -> list[Member]:
    """The sides for which a person takes positions: the asker, the helper, both, or none."""
    found = []
    if may(by, "forum.decide_offer", offer):
        found.append(offer.request.member)
    if may(by, "forum.withdraw_offer", offer):
        found.append(offer.member)
    return found


def _side(offer: Offer, member: Member, by: User | None) -> Member:
    if member not in sides_of(offer, by):
        raise CannotBeDone(_("You act only for a member that asked or helps here, and that you are in."))
    return member


def newest_terms(offer: Offer) -> Terms | None:
    """The version of the terms that stands."""
    return offer.terms.order_by("-number").first()


# Terms -------------------------------------------------------------------------------------------------


def _agree(held: Terms, offer: Offer, member: Member) -> Terms:
    now = timezone.now()
    if member.pk == offer.request.member_id:
        held.asker_agreed_at = held.asker_agreed_at or now
    else:
        held.helper_agreed_at = held.helper_agreed_at or now
    return held


@transaction.atomic
def write_terms(*, offer: Offer, text: str, language: str, member: Member, by: User | None, base: int = 0) -> Terms:
    """Write the terms of reference, or word them anew; the member that writes agrees by that, the other not yet.

    Parameters
    ----------
    base : the number of the version that was before one's eyes; 0 for none.

    Raises
    ------
    CannotBeDone : the other member has worded them since, or the text is empty.
    """
    require(by, "forum.work_on_offer", offer)
    held = accepted(offer)
    side = _side(held, member, by)
    newest = held.terms.aggregate(newest=Max("number"))["newest"] or 0
    if base != newest:
        raise CannotBeDone(
            _("Version {number} has been written since. Read it, then word yours on top of it.").format(number=newest)
        )
    made = Terms(offer=held, number=newest + 1, text=text.strip(), language=language, written_for=side)
    write(_agree(made, held, side))
    hearing.tell_step(held.request, "terms")
    record("terms.written", held, by=by, number=made.number, member=side.pk)
    return made


@transaction.atomic
def agree_terms(*, terms: Terms, member: Member, by: User | None) -> Terms:
    """Agree to the newest version of the terms, for one of the two members."""
    require(by, "forum.work_on_offer", terms.offer)
    held = accepted(terms.offer)
    side = _side(held, member, by)
    newest = newest_terms(held)
    if newest is None or newest.pk != terms.pk:
        raise CannotBeDone(_("The terms have been worded anew since; agree to the newest version."))
    write(_agree(newest, held, side))
    if newest.is_agreed:
        hearing.tell_step(held.request, "agreed")
    record("terms.agreed", held, by=by, number=newest.number, member=side.pk)
    return newest


# Missions ----------------------------------------------------------------------------------------------


@transaction.atomic
def set_mission(
    *, offer: Offer, title: str, language: str, begins: date, ends: date, roles: Sequence[tuple[str, Member, str]],
    by: User | None, where: str = "",
) -> Mission:  # fmt: skip
    """Set a mission, once both have agreed to the terms.

    Parameters
    ----------
    roles : what somebody does, for which of the two members, and the address of a person with an account or "".

    Raises
    ------
    CannotBeDone : the terms are not agreed, there is no role, one is of a third member, or an address is unknown.
    """
    require(by, "forum.work_on_offer", offer)
    held = accepted(offer)
    terms = newest_terms(held)
    if terms is None or not terms.is_agreed:
        raise CannotBeDone(_("Both members agree to the terms of reference first."))
    kept = [(role.strip(), member, email.strip()) for role, member, email in roles if role.strip()]
    if not kept:
        raise CannotBeDone(_("Name one role at least, such as adviser on statistics."))
    made = Mission(offer=held, title=title.strip(), language=language, where=where.strip(), begins=begins, ends=ends)
    write(made)
    for role, member, email in kept:
        _give_role(made, role, member, email)
    hearing.tell_step(held.request, "mission")
    record("mission.set", made, by=by, begins=str(begins), ends=str(ends))
    return made


def _give_role(mission: Mission, role: str, member: Member, email: str) -> None:
    if member.pk not in (mission.offer.member_id, mission.offer.request.member_id):
        raise CannotBeDone(_("Roles are of the two members alone."))
    person = person_of(email) if email else None
    if email and person is None:
        raise CannotBeDone(
            _("No account has the address {email}. Leave it out, or invite the person.").format(email=email)
        )
    write(MissionRole(mission=mission, role=role, member=member, person=person))


@transaction.atomic
def report_mission(*, mission: Mission, text: str, language: str, member: Member, by: User | None) -> MissionReport:
    """Report on a mission for one of the two members; a further report stands beside the first."""
    require(by, "forum.work_on_offer", mission.offer)
    held = accepted(mission.offer)
    if mission.begins > timezone.localdate():
        raise CannotBeDone(_("The mission is still to come; report once it has begun."))
    made = MissionReport(mission=mission, member=_side(held, member, by), text=text.strip(), language=language)
    write(made)
    hearing.tell_step(held.request, "reported")
    record("mission.reported", mission, by=by, member=made.member_id)
    return made


# Result and commitment ---------------------------------------------------------------------------------


@transaction.atomic
def conclude(
    *, offer: Offer, text: str, lesson: str, language: str, by: User | None, indicator: str = "", before: str = "",
    after: str = "",
) -> Result:  # fmt: skip
    """Write what came of the help, and what others can learn from it. Terms have to be agreed before.

    Raises
    ------
    CannotBeDone : the terms are not agreed, the result stands already, or it says nothing.
    """
    require(by, "forum.work_on_offer", offer)
    held = accepted(offer)
    terms = newest_terms(held)
    if terms is None or not terms.is_agreed:
        raise CannotBeDone(_("Both members agree to the terms of reference first."))
    made = Result(
        offer=held, text=text.strip(), lesson=lesson.strip(), language=language, indicator=indicator.strip(),
        before=before.strip(), after=after.strip(),
    )  # fmt: skip
    write(made)
    hearing.tell_step(held.request, "concluded")
    record("help.concluded", made, by=by)
    return made


@transaction.atomic
def make_practice(*, result: Result, by: User | None) -> str:
    """Let the room of practices make a draft of a result; its address.

    Raises
    ------
    CannotBeDone : no room makes drafts of results on this site, or one was made already.
    """
    require(by, "forum.work_on_offer", result.offer)
    held = Result.objects.select_for_update(of=("self",)).select_related("offer__request").get(pk=result.pk)
    make = assistance.maker()
    if make is None:
        raise CannotBeDone(_("Results cannot be made into practices on this site yet."))
    if held.practice:
        raise CannotBeDone(_("A draft practice was made of this result already."))
    held.practice = make(held, by)
    write(held)
    record("help.made_practice", held, by=by)
    return held.practice


@transaction.atomic
def commit(*, offer: Offer, text: str, due: date | None, by: User | None) -> Pledge:
    """Make what is offered a commitment of the helping member's own, as its others: reported, open to withdrawal."""
    require(by, "forum.commit_offer", offer)
    held = accepted(offer)
    if held.pledge is not None:
        raise CannotBeDone(_("A commitment stands beside this offer already."))
    made = pledge(member=held.member, text=text, due=due, by=by)
    held.pledge = made
    write(held)
    record("offer.committed", held, by=by, pledge=made.pk)
    return made
