"""Themes of a year: proposed and supported by members, chosen by the steering group. Seats that it keeps for others.

Supports are never counted into an order: who chooses says why. Stands on `cycle_actions`.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.forum import hearing
from passerelle_web.forum.cycle_actions import still_open
from passerelle_web.forum.models import Cycle, ThemeProposal, ThemeSupport, YearSeat, YearSeats
from passerelle_web.forum.models.cycle import ThemeState
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.themes import is_theme
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write

tell(**{
    "theme.proposed": gettext_lazy("Theme of a year proposed"),
    "theme.supported": gettext_lazy("Theme of a year supported"),
    "theme.support_ended": gettext_lazy("Support of a theme ended"),
    "theme.withdrawn": gettext_lazy("Proposed theme withdrawn"),
    "theme.chosen": gettext_lazy("Theme of a year chosen"),
    "theme.not_chosen": gettext_lazy("Proposed theme not chosen"),
    "year_seats.set": gettext_lazy("Seats for stakeholders set"),
    "year_seat.asked": gettext_lazy("Seat of a stakeholder asked for"),
    "year_seat.given": gettext_lazy("Seat of a stakeholder given"),
    "year_seat.declined": gettext_lazy("Seat of a stakeholder not given"),
    "year_seat.laid_down": gettext_lazy("Seat of a stakeholder laid down"),
})  # fmt: skip


def is_member_today(member: Member) -> None:
    """Refuse what only members do, to one that has left."""
    if not member.holds_on(timezone.localdate()):
        raise CannotBeDone(_("It is no member of the forum on that day."))


@transaction.atomic
def propose_theme(
    *, cycle: Cycle, member: Member, title: str, reason: str, theme: str, language: str, by: User | None
) -> ThemeProposal:
    """Propose a theme for a year, with its reason; its member supports it by that.

    Raises
    ------
    NotAllowed : `by` takes no position for the member.
    CannotBeDone : the year is closed, or the theme under which it is grouped is unknown.
    """
    require(by, "forum.propose_theme", member)
    is_member_today(member)
    if not is_theme(theme):
        raise CannotBeDone(_("Choose one of the themes of the list."))
    made = ThemeProposal(
        cycle=still_open(cycle), member=member, title=title.strip(), reason=reason.strip(), theme=theme,
        language=language,
    )  # fmt: skip
    write(made)
    ThemeSupport.objects.create(proposal=made, member=member)
    hearing.tell_theme(made)
    record("theme.proposed", made, by=by, member=member.pk)
    return made


def _standing(proposal: ThemeProposal) -> ThemeProposal:
    still_open(proposal.cycle)
    held = ThemeProposal.objects.select_for_update(of=("self",)).select_related("cycle", "member").get(pk=proposal.pk)
    if held.state != ThemeState.PROPOSED:
        raise CannotBeDone(_("What becomes of this theme has been decided already."))
    return held


@transaction.atomic
def support_theme(*, proposal: ThemeProposal, member: Member, by: User | None) -> ThemeSupport:
    """Support a proposed theme for a member."""
    require(by, "forum.support_theme", member)
    is_member_today(member)
    made = ThemeSupport(proposal=_standing(proposal), member=member)
    write(made)
    record("theme.supported", made.proposal, by=by, member=member.pk)
    return made


@transaction.atomic
def end_support(*, proposal: ThemeProposal, member: Member, by: User | None) -> ThemeSupport:
    """Support it no more; that one did stays written. Who proposed withdraws the theme instead."""
    require(by, "forum.support_theme", member)
    held = _standing(proposal)
    if held.member_id == member.pk:
        raise CannotBeDone(_("Your member proposed this theme; withdraw the proposal instead."))
    support = held.supports.filter(member=member, until=None).first()
    if support is None:
        raise CannotBeDone(_("This member does not support the theme."))
    support.until = timezone.localdate()
    write(support)
    record("theme.support_ended", held, by=by, member=member.pk)
    return support


def _decided(held: ThemeProposal, state: str, why: str) -> ThemeProposal:
    held.state, held.decided_on, held.why = state, timezone.localdate(), why.strip()
    write(held)
    return held


@transaction.atomic
def withdraw_theme(*, proposal: ThemeProposal, by: User | None) -> ThemeProposal:
    """Withdraw a theme that one's own member proposed; it stays, as withdrawn."""
    require(by, "forum.withdraw_theme", proposal)
    held = _decided(_standing(proposal), ThemeState.WITHDRAWN, "")
    record("theme.withdrawn", held, by=by)
    return held


@transaction.atomic
def answer_theme(*, proposal: ThemeProposal, chosen: bool, why: str, by: User | None) -> ThemeProposal:
    """Choose a theme for the year, or not; in both cases the steering group says why."""
    require(by, "forum.choose_theme", proposal)
    if not why.strip():
        raise CannotBeDone(_("Say why; the reason stands beside the theme."))
    held = _decided(_standing(proposal), ThemeState.CHOSEN if chosen else ThemeState.NOT_CHOSEN, why)
    hearing.tell_theme(held)
    record("theme.chosen" if chosen else "theme.not_chosen", held, by=by)
    return held


# Seats of stakeholders ---------------------------------------------------------------------------------


@transaction.atomic
def set_seats(*, cycle: Cycle, kind: str, many: int, by: User | None) -> YearSeats:
    """Say how many seats a year keeps for a kind of stakeholder; never fewer than are given."""
    require(by, "forum.give_year_seat")
    held = still_open(cycle)
    row = held.stakeholder_seats.filter(kind=kind).first() or YearSeats(cycle=held, kind=kind)
    given = row.asked.filter(state=YearSeat.State.GIVEN).count() if row.pk else 0
    if many < given:
        raise CannotBeDone(_("More seats of this kind are given than that: {n}.").format(n=given))
    row.many = many
    write(row)
    record("year_seats.set", held, by=by, kind=kind, many=many)
    return row


@transaction.atomic
def ask_seat(*, seats: YearSeats, member: Member, by: User | None) -> YearSeat:
    """Ask for a seat of one's own kind."""
    require(by, "forum.ask_year_seat", member)
    is_member_today(member)
    still_open(seats.cycle)
    if member.kind != seats.kind:
        raise CannotBeDone(_("These seats are for another kind of member."))
    made = YearSeat(seats=seats, member=member)
    write(made)
    record("year_seat.asked", made, by=by, member=member.pk)
    return made


@transaction.atomic
def answer_seat(*, seat: YearSeat, given: bool, why: str, by: User | None) -> YearSeat:
    """Give a seat that was asked for, while there is one, or decline with a reason."""
    require(by, "forum.give_year_seat", seat)
    still_open(seat.seats.cycle)
    seats = YearSeats.objects.select_for_update().get(pk=seat.seats_id)
    seat.refresh_from_db()
    if seat.state != YearSeat.State.ASKED:
        raise CannotBeDone(_("This has been answered already."))
    if given and seats.asked.filter(state=YearSeat.State.GIVEN).count() >= seats.many:
        raise CannotBeDone(_("All seats of this kind are given. Set more of them, or decline."))
    if not given and not why.strip():
        raise CannotBeDone(_("Say why it is not given."))
    seat.state = YearSeat.State.GIVEN if given else YearSeat.State.DECLINED
    seat.decided_on, seat.why = timezone.localdate(), why.strip()
    write(seat)
    record("year_seat.given" if given else "year_seat.declined", seat, by=by, member=seat.member_id)
    return seat


@transaction.atomic
def lay_down_seat(*, seat: YearSeat, by: User | None) -> YearSeat:
    """Lay down a seat that was given or asked for."""
    require(by, "forum.ask_year_seat", seat.member)
    still_open(seat.seats.cycle)
    if seat.state not in (YearSeat.State.ASKED, YearSeat.State.GIVEN):
        raise CannotBeDone(_("This has been answered already."))
    seat.state, seat.decided_on = YearSeat.State.LAID_DOWN, timezone.localdate()
    write(seat)
    record("year_seat.laid_down", seat, by=by, member=seat.member_id)
    return seat
