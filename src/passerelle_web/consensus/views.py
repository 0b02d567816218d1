"""Pages of a consultation for who takes part: the result, the next statement, one's own votes, putting a statement.

Each gets, calls a query or an action, renders. What the chair and moderators do is in `running_views`. Stands on
`visiting`.
"""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from passerelle_web.consensus import limits, queries, statement_actions, vote_actions
from passerelle_web.consensus.asking import asked
from passerelle_web.consensus.delegations import vote_in
from passerelle_web.consensus.forms import AppealForm, StatementForm
from passerelle_web.consensus.map_page import drawn
from passerelle_web.consensus.models import State, Statement
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.pictures import see_to
from passerelle_web.consensus.result_page import result_of, turnout_said
from passerelle_web.consensus.table_page import SORTS, lines_of, ordered
from passerelle_web.consensus.translating import in_words
from passerelle_web.consensus.visiting import (
    address_of,
    guarded,
    may_write,
    reads_and_posts,
    remembered,
    seen,
    voice_here,
    voice_to_write,
)
from passerelle_web.consensus.voices import Voice, of_delegation
from passerelle_web.consensus.wording import language
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import may
from passerelle_web.people.queries import members_to_act_for
from passerelle_web.people.steps import carried_out
from passerelle_web.theme.views import too_many

PER_PAGE = 50
VALUES = {"1": 1, "-1": -1, "0": 0}


def about(request: HttpRequest, found: Opened, key: str, **more: Any) -> dict[str, Any]:
    """What every page of a consultation knows: what it is, its address, who may do what."""
    consultation = found.consultation
    asks = {name: f"consensus.{name}" for name in ("vote", "put", "run", "moderate", "take_data", "take_votes")}
    return {
        "consultation": consultation,
        "dialogue": consultation.dialogue,
        "dialogue_href": address_of(consultation.dialogue),
        "listed_href": reverse("consensus:of_dialogue", args=(consultation.dialogue_id,)),
        "sees_dialogue": may(request.user, "dialogues.see", consultation.dialogue),
        "key": key,
        "speaks_for": _spoken_for(request, found),
        **{f"may_{name}": may(request.user, rule, found) for name, rule in asks.items()},
        **more,
    }


def _spoken_for(request: HttpRequest, found: Opened) -> list[Member]:
    """The delegations for which this person votes."""
    if not request.user.is_authenticated or not found.consultation.is_open or not vote_in(found.consultation):
        return []
    mine = members_to_act_for(request.user)[:20]
    return [
        one for one in mine if may(request.user, "consensus.vote_for", Opened(found.consultation, found.by_link, one))
    ]


@require_safe
def of_dialogue(request: HttpRequest, dialogue: str) -> HttpResponse:
    """The consultations of a dialogue."""
    held = get_object_or_404(Dialogue, pk=dialogue)
    if not may(request.user, "dialogues.see", held):
        raise Http404
    context = {
        "dialogue": held, "dialogue_href": address_of(held), "listed": queries.of_dialogue(held, request.user),
        "may_add": may(request.user, "consensus.add", held),
    }  # fmt: skip
    return render(request, "consensus/of_dialogue.html", context)


@require_safe
def consultation(request: HttpRequest, key: str) -> HttpResponse:
    """The result so far: what all agree on, what divides, the opinion map."""
    found = seen(request, key)
    picture = see_to(found.consultation)
    result = result_of(found.consultation, picture, delegations=vote_in(found.consultation))
    context = about(
        request, found, key, result=result, at="result", map=drawn(found.consultation, picture, result.shown),
        is_due=picture.asked_at is not None,
    )  # fmt: skip
    return render(request, "consensus/consultation.html", context)


@require_safe
def table(request: HttpRequest, key: str) -> HttpResponse:
    """All statements with everybody's votes on each."""
    found = seen(request, key)
    picture = see_to(found.consultation)
    sort = request.GET.get("sort", "")
    page = Paginator(ordered(found.consultation, picture, sort), PER_PAGE).get_page(request.GET.get("page"))
    context = about(
        request,
        found,
        key,
        page=page,
        sort=sort,
        sorts=SORTS.items(),
        picture=picture,
        lines=lines_of(in_words(page), picture),
        at="statements",
        kept=f"&sort={sort}" if sort in SORTS and sort else "",
    )
    return render(request, "consensus/table.html", context)


def _delegation(request: HttpRequest, found: Opened) -> Member | None:
    """The delegation that is voted for, by the address; None for oneself.

    Raises
    ------
    Http404 : she does not speak for it, or delegations do not vote.
    """
    slug = request.POST.get("for") or request.GET.get("for") or ""
    if not slug:
        return None
    chosen = next((one for one in _spoken_for(request, found) if one.slug == slug), None)
    if chosen is None:
        raise Http404
    return chosen


@guarded
@reads_and_posts
def vote(request: HttpRequest, key: str) -> HttpResponse:
    """The next statement to vote on; a vote, and then the next one."""
    found = seen(request, key)
    member = _delegation(request, found)
    if request.method == "POST":
        return _cast(request, found, key, member)
    here = of_delegation(found.consultation, member) if member else voice_here(request, found.consultation)
    voter = here.found() if here else None
    next_one = asked(found.consultation, voter) if found.consultation.is_open else None
    if next_one and next_one.statement:
        in_words([next_one.statement])
    context = about(
        request, found, key, asked=next_one, member=member, at="vote", is_new=voter is None,
        turnout=turnout_said(queries.turnout(found.consultation)),
    )  # fmt: skip
    return render(request, "consensus/vote.html", context)


def _cast(request: HttpRequest, found: Opened, key: str, member: Member | None) -> HttpResponse:
    """Take one vote, and go on to the next statement or back to one's own votes."""
    statement = _asked_about(request, found)
    value = VALUES.get(request.POST.get("vote", ""), 2)  # 2 is no vote, which the action says
    voice = of_delegation(found.consultation, member) if member else voice_to_write(request, found.consultation)
    if voice is None or not may_write(request, voice, limits.VOTES_OF_A_VOICE, limits.VOTES_OF_AN_ADDRESS):
        return too_many(request)
    if member:
        vote_actions.cast_for(opened=found, member=member, statement=statement, value=value, by=request.user)
    else:
        vote_actions.cast(opened=found, statement=statement, value=value, by=request.user, voice=voice)
    back = "votes" if request.POST.get("back") == "votes" else "vote"
    to = reverse(f"consensus:{back}", args=(key,)) + (f"?for={member.slug}" if member else "")
    if back == "votes":
        to += f"#s{statement.number}"
    return remembered(request, redirect(to), voice)


def _asked_about(request: HttpRequest, found: Opened) -> Statement:
    number = request.POST.get("statement", "")
    short = number.isascii() and number.isdigit() and len(number) < 10
    statement = queries.statement_of(found.consultation, int(number)) if short else None
    if statement is None:
        raise Http404
    return statement


@require_safe
def votes(request: HttpRequest, key: str) -> HttpResponse:
    """One's own votes, to look at and to change; nobody else sees them."""
    found = seen(request, key)
    member = _delegation(request, found)
    here = of_delegation(found.consultation, member) if member else voice_here(request, found.consultation)
    mine = queries.votes_by(here.found() if here else None)
    cast = queries.statements(found.consultation).filter(pk__in=mine)
    page = Paginator(cast, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, mine[one.pk]) for one in in_words(page)]
    context = about(request, found, key, page=page, rows=rows, member=member, at="votes", kinds=_kinds())
    return render(request, "consensus/votes.html", context)


def _kinds() -> list[tuple[int, str]]:
    return [(1, _("Agree")), (-1, _("Disagree")), (0, _("Pass"))]


@guarded
@reads_and_posts
def put(request: HttpRequest, key: str) -> HttpResponse:
    """Put a statement of one's own."""
    found = seen(request, key)
    if not may(request.user, "consensus.put", found):
        raise Http404
    form = StatementForm(request.POST or None, initial={"language": language()})
    if request.method == "POST" and form.is_valid():
        voice = voice_to_write(request, found.consultation)
        if voice is None or not may_write(
            request, voice, limits.STATEMENTS_OF_A_VOICE, limits.STATEMENTS_OF_AN_ADDRESS
        ):
            return too_many(request)
        made = carried_out(form, lambda given: statement_actions.put(
            opened=found, by=request.user, voice=voice, **given))  # fmt: skip
        if made is not None:
            to = reverse("consensus:statement", args=(key, made.number))
            return remembered(request, redirect(to), voice)
    return render(
        request,
        "consensus/put.html",
        about(request, found, key, form=form, at="put"),
        status=422 if form.errors else 200,
    )


def _own(request: HttpRequest, found: Opened, statement: Statement) -> tuple[bool, Voice | None]:
    """Whether this reader put the statement, and her voice."""
    here = voice_here(request, found.consultation)
    person = request.user if request.user.is_authenticated else None
    return statement_actions.is_own(statement, person, here), here


@guarded
@reads_and_posts
def statement(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One statement: what became of it; an appeal by who put it where it is hidden."""
    found = seen(request, key)
    one = queries.statement_of(found.consultation, number)
    own, here = _own(request, found, one) if one else (False, None)
    waits = one is not None and one.state == State.WAITING
    if one is None or (waits and not own and not may(request.user, "consensus.moderate", found)):
        raise Http404
    form = AppealForm(request.POST or None) if own and one.state == State.HIDDEN else None
    if form is not None and carried_out(form, lambda given: statement_actions.appeal(
        statement=one, by=request.user, voice=here, **given)):  # fmt: skip
        return redirect("consensus:statement", key, number)
    appeals = list(one.appeals.all()) if own or may(request.user, "consensus.moderate", found) else []
    in_words([one], request.user)
    context = about(request, found, key, statement=one, own=own, form=form, appeals=appeals, at="statement")
    context["may_see_versions"] = may(request.user, "consensus.see_statement", one)
    return render(request, "consensus/statement.html", context, status=422 if form is not None and form.errors else 200)
