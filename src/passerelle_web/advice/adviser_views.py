"""The adviser's view: all facts of an aim on one form, two days beside each other, the reasoning as PDF, the case.

Nothing is kept. Stands on `results`.
"""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from passerelle.base.words import say
from passerelle.output.advice.paper import advice_pdf
from passerelle.rules.compiling import Law
from passerelle.rules.goals import GOALS, goal_of
from passerelle.rules.law import the_law
from passerelle.rules.overview import OUTSIDE, STANDINGS, differences, standing_of
from passerelle.rules.records import Fact
from passerelle.rules.writing_cases import case_text
from passerelle_web.advice import results
from passerelle_web.advice.asking import Asked, asked_of, day_of
from passerelle_web.advice.fields import FactsForm
from passerelle_web.advice.papers import paper_of
from passerelle_web.advice.shown import day_said, place_name, summary
from passerelle_web.advice.views import goals_shown, keeps_nothing, language_here, occupations_offered, states_shown


@keeps_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def adviser(request: HttpRequest) -> HttpResponse:
    """The form with all facts of an aim; what it was sent is answered on the same page."""
    posted = request.POST
    name = posted.get("goal") or request.GET.get("goal") or GOALS[0].name
    goal, law = goal_of(name), the_law()
    asked = asked_of(posted, law) if posted else None
    wrong = bool(asked and (asked.wrong or asked.clash))
    facts = facts_of_goal(goal.ways, goal.says, law)
    form = FactsForm(facts, posted or None)
    context = {
        "goal": {"name": goal.name, "label": say(goal.label, language_here())},
        "goals": goals_shown(),
        "form": form,
        "states": states_shown(goal, asked.chosen if asked else (), asked.day if asked else timezone.localdate()),
        "day": (asked.day if asked else timezone.localdate()).isoformat(),
        "other": posted.get("other", ""),
        "occupations": occupations_offered(),
        "clash": asked.clash if asked else "",
        "errors": [(form[field], form.errors[field]) for field in form.errors],
        "answer": None,
    }
    if asked and not wrong:
        context |= _answered(request, asked, law)
    return render(request, "advice/adviser.html", context, status=422 if wrong else 200)


def facts_of_goal(ways: tuple[str, ...], says: Any, law: Law) -> list[Fact]:
    """The facts that the ways of an aim look at, in the order of the file, without what the aim says by itself."""
    looked_at = set().union(*(law.ways[name].facts for name in ways))
    return [fact for name, fact in law.facts.items() if name in looked_at and name not in says]


def _answered(request: HttpRequest, asked: Asked, law: Law) -> dict[str, Any]:
    """The answer, and what differs on the other day."""
    held = results.shown(asked, law)
    found: dict[str, Any] = {
        "answer": summary(held, language_here()),
        "parts": [one for one in held if one.standing != OUTSIDE],
        "hidden": asked.hidden(law),
        "said_day": day_said(asked.day),
    }
    if request.POST.get("other"):
        other = day_of(request.POST["other"])
        found |= {"other_day": day_said(other), "differences": _differences(asked, other, law)}
    return found


def _differences(asked: Asked, other: date, law: Law) -> list[tuple[str, str, str, str]]:
    """Way, state, what is said on the first day, what on the second."""
    language = language_here()
    pairs = differences(results.answers_of(asked, law), results.answers_of(asked, law, other))
    return [
        (
            say(law.ways[before.name].route.title, language),
            place_name(before.state, language),
            _said(before, law),
            _said(after, law),
        )
        for before, after in pairs
    ]


def _said(answer: Any, law: Law) -> str:
    language = language_here()
    label = say(STANDINGS[standing_of(answer)][answer.is_right], language)
    threshold = results.threshold_said(answer, law, language)
    return f"{label} ({threshold})" if threshold else label


@keeps_nothing
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """The reasoning as PDF."""
    asked = asked_of(request.POST, the_law())
    response = HttpResponse(advice_pdf(paper_of(asked, the_law())), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="passerelle-ways-in.pdf"'
    return response


@keeps_nothing
@require_POST
def case(request: HttpRequest) -> HttpResponse:
    """The case as a file that the command line reads; nothing in it says whose it is."""
    asked = asked_of(request.POST, the_law())
    response = HttpResponse(
        case_text(asked.case(the_law()), asked.chosen), content_type="application/yaml; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="case.yaml"'
    return response
