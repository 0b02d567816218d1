"""The interview: an aim, one question at a time, the result. What is told travels in the form, and is kept nowhere.

No session, cookie or address holds an answer, so that nothing has to be forgotten. Stands on `asking` and `shown`.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from passerelle.base.occupations import minor_groups
from passerelle.base.words import LANGUAGE_NAMES, say
from passerelle.rules.goals import GOALS, Goal, goal_of
from passerelle.rules.interview import next_question, together
from passerelle.rules.law import members_on, the_law
from passerelle_web.advice import results
from passerelle_web.advice.asking import Asked, asked_of, places_of
from passerelle_web.advice.fields import UNKNOWN, FactsForm
from passerelle_web.advice.shown import day_said, place_name
from passerelle_web.advice.stretches import NONE, SpansField

View = Callable[..., HttpResponse]


def language_here() -> str:
    """The reader's language."""
    return get_language() or "en"


def keeps_nothing(view: View) -> View:
    """A page that answers what is posted and writes nothing: no cookie guards it, none is set, no cache keeps it."""

    @csrf_exempt
    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The doors: for who wants to come or is there, who employs, who advises, who makes policy, who reads the law."""
    law = the_law()
    context = {
        "acts": len(law.acts),
        "goals": goals_shown(),
        "today": day_said(timezone.localdate()),
    }
    return render(request, "advice/start.html", context)


def goals_shown() -> list[dict[str, str]]:
    """Aims in the reader's language."""
    language = language_here()
    return [{"name": one.name, "label": say(one.label, language), "about": say(one.about, language)} for one in GOALS]


@keeps_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """A step of the interview; without an aim, its first page."""
    posted = request.POST
    if "goal" not in posted:
        return _opening(request, wrong=request.method == "POST")
    asked = asked_of(posted, the_law())
    if asked.wrong or asked.clash:
        return _question(request, asked, asked.wrong or posted.get("asked", ""))
    change = posted.get("change", "")
    if change in the_law().facts:
        return _question(request, asked, change, is_change=True)
    if "show" in posted:
        return results.page(request, asked)
    asking = _missing_answer(request, asked) or next_question(
        asked.case(the_law()), asked.ways(the_law()), the_law(), members_on
    )
    if isinstance(asking, HttpResponse):
        return asking
    return (
        results.page(request, asked) if asking is None else _question(request, asked, asking.main.name, asking.further)
    )


def _opening(request: HttpRequest, *, wrong: bool = False) -> HttpResponse:
    """The first question: what it is about, in which states, on which day."""
    name, day = request.GET.get("goal", ""), timezone.localdate()
    known = [goal.name for goal in GOALS]
    goal = goal_of(name if name in known else known[0])
    chosen = {code for code in request.GET.getlist("state") if code in places_of(goal, day)}
    context = {
        "goals": goals_shown(),
        "states": states_shown(goal, chosen, day),
        "day": day.isoformat(),
        "wrong": wrong,
        "has_chosen": bool(chosen),
        "goal": name if name in known else "",
        "tongues_here": _tongues("advice:check"),
        "is_of_union": goal.groupings == ("EU",),
    }
    return render(request, "advice/opening.html", context, status=422 if wrong else 200)


def states_shown(goal: Goal, chosen: Iterable[str], day: date) -> list[dict[str, Any]]:
    """The states that can be chosen, in the order of their names."""
    language, held = language_here(), set(chosen)
    named = [
        {"code": code, "name": place_name(code, language), "is_chosen": code in held} for code in places_of(goal, day)
    ]
    return sorted(named, key=lambda one: str(one["name"]))


def _missing_answer(request: HttpRequest, asked: Asked) -> HttpResponse | None:
    """The same question again, where "next" was pressed without an answer."""
    name = request.POST.get("asked", "")
    if name not in the_law().facts or name in asked.said:
        return None
    return _question(request, asked, name, is_empty=True)


def _question(
    request: HttpRequest,
    asked: Asked,
    name: str,
    further: int | None = None,
    *,
    is_change: bool = False,
    is_empty: bool = False,
) -> HttpResponse:
    """One question, with what was told before."""
    law = the_law()
    facts = together(law, name)
    names = tuple(fact.name for fact in facts)
    is_wrong = bool(asked.wrong or asked.clash or is_empty)
    typed = request.POST if asked.wrong in names else None
    form = FactsForm(facts, typed, main=facts[0].name, initial=_initial(asked, names))
    main = form.fields[facts[0].name]
    context = {
        "form": form,
        "main": facts[0],
        "field": form[facts[0].name],
        "beside": [form[one] for one in names[1:]],
        "title": main.label,
        "why": main.help_text,
        "is_spans": isinstance(main, SpansField),
        "further": further,
        "unknown": UNKNOWN,
        "none": NONE,
        "is_empty": is_empty,
        "clash": asked.clash,
        "is_wrong": is_wrong,
        "is_change": is_change,
        "hidden": asked.hidden(law, but=names),
        "so_far": results.told_shown(asked, law, but=names),
        "has_places": "citizenship" in names,
        "has_occupations": "isco08" in names,
        "occupations": occupations_offered() if "isco08" in names else (),
        "goal": say(asked.goal.label, language_here()),
        "tongues_here": _tongues("advice:check"),
    }
    return render(request, "advice/question.html", context, status=422 if is_wrong else 200)


def _initial(asked: Asked, names: tuple[str, ...]) -> dict[str, Any]:
    """What was told of a question that is asked again, as its fields show it."""
    shown: dict[str, Any] = {}
    hidden = asked.hidden(the_law())
    for name in names:
        texts = [text for key, text in hidden if key == name]
        if texts:
            shown[name] = texts if the_law().facts[name].word == "word" else texts[0]
            if texts == [UNKNOWN] and the_law().facts[name].kind in ("number", "date", "spans"):
                del shown[name]
    return shown


def occupations_offered() -> list[tuple[str, str]]:
    """Codes and names of minor groups in the reader's language."""
    return [(one.code, say(one.name, language_here())) for one in minor_groups()]


def _tongues(name: str) -> list[tuple[str, str, str]]:
    """The other languages, each with the address at which the form goes on in it."""
    found = []
    for code, label in LANGUAGE_NAMES.items():
        if code != language_here():
            with override(code):
                found.append((code, label, reverse(name)))
    return found
