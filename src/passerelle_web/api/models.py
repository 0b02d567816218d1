"""What the models say: the drivers of a corridor, what a cut of its price would save, a place's people to come.

Routes only: each gets, asks, answers. The roof of the site.
"""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from passerelle.base.corridors import find_corridor
from passerelle.base.names import find_place
from passerelle_web.api import parameters as p
from passerelle_web.api import queries, shapes
from passerelle_web.api.answers import answer

router = Router(tags=["Models"])


@router.get("/corridors/{origin}/{destination}/drivers", response=shapes.Drivers, summary="The drivers of a corridor")
def drivers(
    request: HttpRequest,
    origin: p.OriginPath,
    destination: p.DestinationPath,
    period: Annotated[str | None, Query(description="Five years, such as 2010-2015; the newest if left out.")] = None,
) -> HttpResponse:
    """Each driver's part in the difference from the average corridor: associations, with what the model cannot say."""
    return answer(queries.drivers_of(find_corridor(origin, destination), period).as_dict())


@router.get("/corridors/{origin}/{destination}/saving", response=shapes.SavingShape, summary="What a price cut saves")
def saving(
    request: HttpRequest,
    origin: p.OriginPath,
    destination: p.DestinationPath,
    to: Annotated[float, Query(description="Target, percent of the amount.", ge=0, lt=100)] = 3.0,
    volume: Annotated[float | None, Query(description="USD a year; the estimate if left out.", ge=0)] = None,
    price: Annotated[float | None, Query(description="Percent; the average if left out.", ge=0, lt=100)] = None,
) -> HttpResponse:
    """At an unchanged amount sent, under both readings of the volume, and how much more may be sent."""
    return answer(queries.saving_on(find_corridor(origin, destination), to, volume, price).as_dict())


@router.get("/places/{code}/outlook", response=shapes.OutlookShape, summary="A place's people to come")
def outlook(
    request: HttpRequest,
    code: Annotated[str, Path(description="A code or name in any spelling.", example="DEU", max_length=120)],
) -> HttpResponse:
    """Two projections to 2050 from one start: with migration as of late, and without."""
    return answer(queries.outlook_for(find_place(code).iso3).as_dict())
