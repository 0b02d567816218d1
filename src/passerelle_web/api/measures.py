"""Measures: the catalogue, a template, what could be done on a corridor, and a run of the model.

A run is worked out from its address alone, so that reading it twice gives the same; one that the site holds is read.
Routes only: each gets, asks, answers. The roof of the site.
"""

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from passerelle.base.corridors import find_corridor
from passerelle.base.names import find_place
from passerelle.measures.runs import asked
from passerelle.measures.settings import read_settings
from passerelle.measures.simulation.runs import DISCOUNT, LONGEST, YEARS
from passerelle.measures.templates import all_templates, template_of
from passerelle_web.api import parameters as p
from passerelle_web.api import shapes
from passerelle_web.api.answers import answer
from passerelle_web.measures.queries import record_of, what_could_be_done

router = Router(tags=["Measures"])
MOST_DRAWS = 10_000
Code = Annotated[
    str,
    Path(description="Code of a template; several with + make a package.", example="transfer-costs", max_length=300),
]
Settings = Annotated[
    list[str],
    Query(alias="set", description="NAME=VALUE or NAME=LOW:LIKELY:HIGH; may be repeated.", example=["target_price=3"]),
]


@router.get("/measures", response=list[shapes.MeasureLine], summary="Templates of measures")
def list_measures(request: HttpRequest) -> HttpResponse:
    """All templates in the catalogue's order, as `passerelle measures list --format json`."""
    return answer([template.as_dict() for template in all_templates().values()])


@router.get("/measures/{code}", response=shapes.MeasureWhole, summary="A template whole")
def measure(request: HttpRequest, code: Code) -> HttpResponse:
    """Question, parameters with units and ranges, costs, rights, what is known of the effect."""
    return answer(asdict(template_of(code)))


@router.get(
    "/corridors/{origin}/{destination}/measures", response=list[shapes.SuggestedShape], summary="What could be done"
)
def suggestions(request: HttpRequest, origin: p.OriginPath, destination: p.DestinationPath) -> HttpResponse:
    """Templates with the figures that show a need; a figure that is too old suggests nothing, and nothing is ranked."""
    found = what_could_be_done(find_corridor(origin, destination))
    return answer([
        {
            "template": one.template.code,
            "reasons": [{"says": r.need.says, "figure": r.figure.as_dict()} for r in one.reasons],
            "too_old": [{"says": r.need.says, "figure": r.figure.as_dict()} for r in one.old],
        }
        for one in found
    ])  # fmt: skip


@router.get("/corridors/{origin}/{destination}/measures/{code}", response=shapes.RunShape, summary="A run of the model")
def run(
    request: HttpRequest,
    origin: p.OriginPath,
    destination: p.DestinationPath,
    code: Code,
    settings: Settings = [],  # noqa: B006  the parser makes a new list for each request
    years: Annotated[int, Query(ge=1, le=LONGEST, description="Years followed.")] = YEARS,
    draws: Annotated[int, Query(ge=100, le=MOST_DRAWS, description="Draws.")] = MOST_DRAWS,
    seed: Annotated[int, Query(ge=0, le=2**31, description="The same seed gives the same numbers.")] = 1,
    discount: Annotated[float, Query(ge=0, le=0.15, description="A year.")] = DISCOUNT,
    transit: Annotated[str, Query(max_length=120, description="A place through which some pass.")] = "",
) -> HttpResponse:
    """What migrants, origin and destination would gain or lose, as `passerelle measures run --format json`."""
    codes = code.split("+")
    chosen = read_settings(settings, [template_of(one) for one in codes])
    through = find_place(transit).iso3 if transit else ""
    request_ = asked(codes, find_corridor(origin, destination), chosen, years=years, draws=draws, seed=seed,
                     discount=discount, transit=through)  # fmt: skip
    return answer(record_of(request_))
