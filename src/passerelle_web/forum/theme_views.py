"""Pages of the themes of a year, and of the seats that it keeps for stakeholders.

Each gets, calls a query or an action, renders. Stands on `year_views`.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passerelle_web.forum import cycle_queries, theme_actions, told
from passerelle_web.forum.assistance_queries import members_for
from passerelle_web.forum.models import ThemeProposal, YearSeat, YearSeats
from passerelle_web.forum.stepping import posted, reads_and_posts, shown, step
from passerelle_web.forum.year_forms import ForMember, SeatsForm, ThemeForm, WhyForm
from passerelle_web.forum.year_views import back, year_of
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import may, require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.steps import go_on
from passerelle_web.texts.queries import said_of


def _member(request: HttpRequest, members: list[Member]) -> Member:
    """For whom a button was pressed: the member that it names, or the only one."""
    named = request.POST.get("member", "")
    found = next((one for one in members if str(one.pk) == named), members[0] if len(members) == 1 else None)
    if found is None:
        raise CannotBeDone(_("Say for which of your members you do this."))
    return found


@require_safe
def themes(request: HttpRequest, number: int) -> HttpResponse:
    """What members propose for a year, grouped and in the order of time, with who supports it."""
    held = year_of(number)
    mine = members_for(request.user)
    groups = cycle_queries.proposals_of(held, mine)
    rows = [shown_.row for _name, group in groups for shown_ in group]
    said = said_of(told.THEME, [(one.pk, one) for one in rows], request.user)
    listed = [(name, [(one, said[str(one.row.pk), "reason"]) for one in group]) for name, group in groups]
    return shown(
        request, "themes", "years", year=held, groups=listed, mine=mine if held.is_open else [],
        chooses=held.is_open and may(request.user, "forum.choose_theme"),
    )  # fmt: skip


@login_required
@reads_and_posts
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Propose a theme."""
    held = year_of(number)
    form = ThemeForm(members_for(request.user), posted(request))
    return step(
        request, form, lambda given: theme_actions.propose_theme(cycle=held, by=request.user, **given),
        _("Your theme is proposed."), "", title=_("Propose a theme for {year}").format(year=held.year),
        button=_("Propose it"), back=f"{held.get_absolute_url()}themes/", back_to=_("Themes"),
        intro=_("Other members can support it. The steering group chooses and says why; nothing is ranked."),
    )  # fmt: skip


def _proposal(number: int, key: int) -> ThemeProposal:
    found = ThemeProposal.objects.select_related("cycle__chair", "member")
    return get_object_or_404(found, pk=key, cycle__year=number)


@login_required
@require_POST
def support(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """Support a theme, or support it no more."""
    proposal = _proposal(number, key)
    member = _member(request, members_for(request.user))
    if request.POST.get("what") == "end":
        theme_actions.end_support(proposal=proposal, member=member, by=request.user)
        return go_on(request, _("Your member supports it no more."), proposal.get_absolute_url())
    theme_actions.support_theme(proposal=proposal, member=member, by=request.user)
    return go_on(request, _("Your member supports it."), proposal.get_absolute_url())


@login_required
@require_POST
def withdraw(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """Withdraw a theme of one's own member."""
    proposal = theme_actions.withdraw_theme(proposal=_proposal(number, key), by=request.user)
    return go_on(request, _("The theme is withdrawn; it stays, as withdrawn."), proposal.get_absolute_url())


@login_required
@reads_and_posts
def answer(request: HttpRequest, number: int, key: int, what: str) -> HttpResponse:
    """Choose a theme, or not, with the reason."""
    proposal = _proposal(number, key)
    require(request.user, "forum.choose_theme", proposal)
    if what not in ("choose", "leave"):
        raise Http404
    title = _("Choose this theme") if what == "choose" else _("Not choose this theme")
    return step(
        request, WhyForm(posted(request)),
        lambda given: theme_actions.answer_theme(
            proposal=proposal, chosen=what == "choose", by=request.user, **given
        ),
        _("The reason stands beside it."), proposal.get_absolute_url(), title=title, button=title,
        intro=proposal.title, back_to=_("Themes"),
    )  # fmt: skip


# Seats of stakeholders ---------------------------------------------------------------------------------


@login_required
@reads_and_posts
def set_seats(request: HttpRequest, number: int) -> HttpResponse:
    """Say how many seats a year keeps for a kind of stakeholder."""
    held = year_of(number)
    require(request.user, "forum.give_year_seat")
    return step(
        request, SeatsForm(posted(request)),
        lambda given: theme_actions.set_seats(cycle=held, by=request.user, **given), _("The seats are set."),
        title=_("Seats for stakeholders"), button=_("Set them"),
        intro=_("Members of this kind can then ask for one."), **back(held),
    )  # fmt: skip


@login_required
@reads_and_posts
def ask_seat(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """Ask for a seat of one's own kind."""
    held = year_of(number)
    seats = get_object_or_404(YearSeats.objects.select_related("cycle"), pk=key, cycle=held)
    mine = [one for one in members_for(request.user) if one.kind == seats.kind]
    return step(
        request, ForMember(mine, posted(request)),
        lambda given: theme_actions.ask_seat(seats=seats, by=request.user, **given),
        _("The steering group answers."), title=_("Ask for a seat: {kind}").format(kind=seats.get_kind_display()),
        button=_("Ask for it"), intro=_("For members of this kind."), **back(held),
    )  # fmt: skip


def _seat(number: int, key: int) -> YearSeat:
    return get_object_or_404(
        YearSeat.objects.select_related("seats__cycle", "member"), pk=key, seats__cycle__year=number
    )


@login_required
@reads_and_posts
def answer_seat(request: HttpRequest, number: int, key: int, what: str) -> HttpResponse:
    """Give a seat, or decline with a reason."""
    held, seat = year_of(number), _seat(number, key)
    require(request.user, "forum.give_year_seat", seat)
    if what not in ("give", "decline"):
        raise Http404
    form = WhyForm(posted(request))
    form.fields["why"].required = what == "decline"
    title = _("Give the seat") if what == "give" else _("Not give the seat")
    return step(
        request, form,
        lambda given: theme_actions.answer_seat(seat=seat, given=what == "give", by=request.user, **given),
        _("It is answered."), title=title, button=title, intro=seat.member.name, **back(held),
    )  # fmt: skip


@login_required
@require_POST
def lay_down_seat(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """Lay down a seat of one's own member."""
    theme_actions.lay_down_seat(seat=_seat(number, key), by=request.user)
    return go_on(request, _("The seat is laid down."), f"{year_of(number).get_absolute_url()}#seats")
