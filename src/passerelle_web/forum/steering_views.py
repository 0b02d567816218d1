"""Pages of the steering group: seats with vacancies, decisions, and what is done with both.

Each gets, calls a query or an action, renders. Stands on `stepping`.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from passerelle_web.forum import charter_queries, feeds, steering_actions, steering_queries, told
from passerelle_web.forum.models import Decision, Holding
from passerelle_web.forum.steering_actions import Papers
from passerelle_web.forum.steering_forms import DecisionForm, EndForm, PersonForm, SeatForm, TableForm
from passerelle_web.forum.stepping import posted, reads_and_posts, shown, step
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import may, may_each, read_once, require
from passerelle_web.texts.queries import said_of


def _to(name: str, back_to: str) -> dict[str, str]:
    return {"to": reverse(f"forum:{name}"), "back_to": back_to}


# Seats -------------------------------------------------------------------------------------------------


@require_safe
def steering(request: HttpRequest) -> HttpResponse:
    """Who steers the forum: seats by kind of member, who holds each, which are vacant."""
    kinds = steering_queries.seats_on()
    with read_once():
        held = [seat.holding for one in kinds for seat in one.seats if seat.holding is not None]
        nameable = {one.pk for one, yes in may_each(request.user, "forum.name_person", held) if yes}
        gives = may(request.user, "forum.give_seat")
    return shown(
        request, "steering", "steering", kinds=kinds, vacant=sum(one.vacant for one in kinds), held=len(held),
        former=steering_queries.former_holdings(), gives=gives, nameable=nameable,
        sees_people=may(request.user, "people.see_people"), charter=charter_queries.worked_by(),
        in_force=charter_queries.in_force(),
    )  # fmt: skip


@login_required
@reads_and_posts
def give_seat(request: HttpRequest) -> HttpResponse:
    """Give a member a seat."""
    require(request.user, "forum.give_seat")
    today = timezone.localdate()
    there = steering_queries.members_of_the_group()
    form = SeatForm(Member.objects.on(today).exclude(pk__in=there.values("pk")), posted(request))
    return step(
        request, form, lambda given: steering_actions.give_seat(by=request.user, **given) and True,
        _("The seat is given."), title=_("Give a seat"), button=_("Give it"),
        intro=_("The member takes the first free seat of its kind, for the years that the charter says."),
        **_to("steering", _("Steering group")),
    )  # fmt: skip


def _holding(key: int) -> Holding:
    return get_object_or_404(Holding.objects.select_related("member", "person"), pk=key)


@login_required
@reads_and_posts
def name_person(request: HttpRequest, key: int) -> HttpResponse:
    """Say who sits in a seat."""
    held = _holding(key)
    require(request.user, "forum.name_person", held)
    form = PersonForm(posted(request), initial={"email": held.person.email if held.person else ""})
    return step(
        request, form, lambda given: steering_actions.name_person(holding=held, by=request.user, **given),
        _("It is written down who sits there."), title=_("Who sits for {member}").format(member=held.member.name),
        button=_("Save"), **_to("steering", _("Steering group")),
    )  # fmt: skip


@login_required
@reads_and_posts
def end_seat(request: HttpRequest, key: int) -> HttpResponse:
    """End a seat before its time."""
    held = _holding(key)
    require(request.user, "forum.give_seat")
    form = EndForm(posted(request))
    return step(
        request, form, lambda given: steering_actions.end_seat(holding=held, by=request.user, **given),
        _("The seat ends."), title=_("End the seat of {member}").format(member=held.member.name),
        button=_("End it"), intro=_("It stays written down, with the reason."), **_to("steering", _("Steering group")),
    )  # fmt: skip


@login_required
@reads_and_posts
def open_table(request: HttpRequest) -> HttpResponse:
    """Open a dialogue in which the group works."""
    require(request.user, "forum.decide")
    form = TableForm(posted(request), initial={"title": _("Steering group")})
    return step(
        request, form, lambda given: steering_actions.open_table(by=request.user, **given),
        _("The dialogue is open; every member that holds a seat takes part."), "",
        title=_("Open a dialogue of the steering group"), button=_("Open it"),
        intro=_("For its parties alone. Texts are worked on there, and put under silence."),
        back=reverse("forum:steering"), back_to=_("Steering group"),
    )  # fmt: skip


# Decisions ---------------------------------------------------------------------------------------------


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision, the newest first; of closed ones the number, the day and why."""
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:200] for name in ("year", "words")}
    page = Paginator(steering_queries.decisions(**asked), steering_queries.PER_PAGE).get_page(request.GET.get("page"))
    return shown(
        request, "decisions", "decisions", page=page, asked=asked, years=steering_queries.years_of_decisions(),
        decides=may(request.user, "forum.decide"), licence=feeds.LICENCE,
    )  # fmt: skip


def _decision(request: HttpRequest, year: int, number: int) -> Decision:
    found = steering_queries.decision(year, number)
    if found is None or not may(request.user, "forum.see_decision", found):
        raise Http404
    return found


@require_safe
def decision(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One decision: what, when, how, who was present, what it rests on and changes, what changed it since."""
    found = _decision(request, year, number)
    said = said_of(told.DECISION, [(found.pk, found)], request.user)
    corrections = may_each(request.user, "forum.see_decision", found.corrections.all())
    return shown(
        request, "decision", "decisions", decision=found, text=said[str(found.pk), "text"],
        present=[one.member for one in found.presences.select_related("member")],
        documents=steering_queries.documents_shown(found, request.user),
        corrections=[one for one, yes in corrections if yes], decides=may(request.user, "forum.decide"),
        corrects=found.corrects if found.corrects and may(request.user, "forum.see_decision", found.corrects) else None,
    )  # fmt: skip


@login_required
@reads_and_posts
def decide(request: HttpRequest) -> HttpResponse:
    """Record a decision, or one that corrects another."""
    require(request.user, "forum.decide")
    corrects = _corrected(request)
    form = DecisionForm(
        request.user, list(steering_queries.members_of_the_group()), steering_queries.silences_to_decide(request.user),
        [one for one in charter_queries.versions() if charter_queries.adoption_of(one) is None], corrects,
        posted(request), initial=_first(request, corrects),
    )  # fmt: skip
    return step(
        request, form, lambda given: _decided(request, form, given), _("The decision stands."), "",
        title=_("Correct decision {sign}").format(sign=corrects.sign) if corrects else _("Record a decision"),
        button=_("Record it"), back=reverse("forum:decisions"), back_to=_("Decisions"),
        intro=_("A decision is never changed nor removed: read it once more before you record it."),
    )  # fmt: skip


def _corrected(request: HttpRequest) -> Decision | None:
    year, _slash, number = request.GET.get("corrects", "").partition("/")
    return _decision(request, int(year), int(number)) if year.isdecimal() and number.isdecimal() else None


def _first(request: HttpRequest, corrects: Decision | None) -> dict[str, Any]:
    first = {"title": corrects.title, "text": corrects.text, "language": corrects.language} if corrects else {}
    return first | {"charter": request.GET.get("charter", "")}


def _decided(request: HttpRequest, form: DecisionForm, given: dict[str, Any]) -> Decision:
    names = ("title", "text", "language", "day", "how", "closed_for")
    papers = Papers(
        documents=given["documents"], changes=given["changes"], corrects=form.corrects,
        charter=form.drafts.get(given.get("charter", "")), silence=form.silences.get(given.get("silence", "")),
    )  # fmt: skip
    return steering_actions.decide(
        present=list(given["present"]), papers=papers, by=request.user, **{name: given[name] for name in names}
    )


def _file(text: str, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def decisions_csv(request: HttpRequest) -> HttpResponse:
    """Open decisions as a table."""
    return _file(feeds.as_csv(), "text/csv", "passerelle-decisions.csv")


@require_safe
def decisions_json(request: HttpRequest) -> HttpResponse:
    """Open decisions, one a line."""
    return _file(feeds.as_json_lines(), "application/jsonl", "passerelle-decisions.jsonl")
