"""Ways in: the routes and rights, the facts, national values, and a case that is answered and not kept.

Routes only: each asks the library and answers. The roof of the site.
"""

from dataclasses import replace
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from passerelle.rules.answering import answers
from passerelle.rules.cases import case_of, state_of
from passerelle.rules.law import members_on, the_law
from passerelle.rules.places import ALL, UNION, named_ways, refuse_before, refuse_strangers
from passerelle.rules.reading import Place
from passerelle.rules.records import Value
from passerelle.rules.telling import all_values
from passerelle.rules.yaml_given import FileUnsound
from passerelle_web.api import admission_shapes as shapes
from passerelle_web.api.answers import answer
from passerelle_web.api.corridors import today

router = Router(tags=["Ways in"])
State = Annotated[str, Query(description="Two letters of a state, or all.", example="BE", max_length=3)]
Route = Annotated[
    str, Query(description="A route or right, or all routes.", example="blue_card", max_length=60)
]  # fmt: skip


@router.get("/admission/routes", response=list[shapes.WayShape], summary="Routes and rights")
def routes(request: HttpRequest) -> HttpResponse:
    """All of them, with their act and the facts that they look at, as `passerelle admission routes`."""
    found = [
        {
            "name": way.name, "kind": "right" if way.route.is_right else "route", "title": way.route.title,
            "act": way.act.celex, "applies_from": way.act.applies_from.isoformat(), "grouping": way.act.bound.grouping,
            "not_bound": list(way.act.bound.outside), "facts": sorted(way.facts & set(the_law().facts)),
        }
        for way in the_law().ways.values()
    ]  # fmt: skip
    return answer(found)


@router.get("/admission/facts", response=list[shapes.CaseFactShape], summary="Facts that can be told")
def facts(request: HttpRequest) -> HttpResponse:
    """Names, kinds and questions of the facts of a case."""
    return answer([
        {
            "name": one.name, "kind": one.kind, "ask": one.ask, "why": one.why, "unit": one.unit,
            "values": list(one.values),
        }
        for one in the_law().facts.values()
    ])  # fmt: skip


@router.get("/admission/thresholds", response=list[shapes.ThresholdShape], summary="National values with their sources")
def thresholds(request: HttpRequest) -> HttpResponse:
    """What states lay down, each with its days, sources and the sources that contradict it."""
    return answer([_threshold(one) for one in the_law().values])


def _threshold(one: Value) -> dict[str, Any]:
    return {
        "parameter": one.parameter, "state": one.state, "region": one.region, "value": one.value, "high": one.high,
        "currency": one.currency, "per": one.per, "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat() if one.valid_to else None, "known_from": one.known_from.isoformat(),
        "status": one.status, "sources": list(one.sources), "conflicts": list(one.conflicts), "formula": one.formula,
    }  # fmt: skip


@router.post("/admission/check", response=list[shapes.AnswerShape], summary="Answer a case; nothing of it is kept")
def check(request: HttpRequest, body: shapes.CaseSent, state: State = "", route: Route = ALL) -> HttpResponse:
    """As `passerelle admission check --format json`: every route asked for, in the state of the case or in all.

    Send facts alone, never a name. The answer is information, not legal advice; what is not met under the law of the
    Union may be open under a state's own.
    """
    law = the_law()
    told = body.dict(exclude_none=True)
    day = told.get("application_date") or today().isoformat()
    told |= {"application_date": day, "member_state": told.get("member_state") or _one_of(state)}
    case = case_of(told, Place("case"), law)
    if state:
        wanted = sorted(members_on(UNION, case.day)) if state == ALL else [state_of(state, Place("state"))]
        case = replace(case, states=tuple(wanted))
    refuse_strangers(case, law, members_on)
    names = named_ways(law, route, case.states, case.day, members_on)
    refuse_before(case, law, names)
    return answer(all_values(answers(case, law, members_on, names), case, law, members_on))


def _one_of(state: str) -> str:
    """A state for the reading of a case that is asked in all of them."""
    if not state:
        raise FileUnsound("case, member_state: name a state by its two letters, or ask with ?state=all.")
    return "BE" if state == ALL else state
