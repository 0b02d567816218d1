"""Integration: /integration, /integration/{place}, its figures as files.

Routes only: each gets, asks, answers. The roof of the site.
"""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from passerelle.base.names import find_place
from passerelle.evidence.integration import hosts, records
from passerelle.evidence.integration.measures import group_of, measure_of
from passerelle.output.tables import export, form_of
from passerelle_web.api import integration_shapes as shapes
from passerelle_web.api import parameters as p
from passerelle_web.api.answers import answer, attachment
from passerelle_web.api.corridors import today
from passerelle_web.api.paging import ON_A_PAGE, Part
from passerelle_web.evidence.queries import the_store

router = Router(tags=["Integration"])
Place = Annotated[str, Path(description="A code or name in any spelling.", example="DEU", max_length=120)]
MeasureName = Annotated[
    str,
    Query(description="One measure, such as employment_rate; all where left out.", example="employment_rate",
          max_length=60),
]  # fmt: skip
GroupCode = Annotated[
    str, Query(description="One group, such as CITIZEN_FOR or BORN_FOR; all where left out.", example="CITIZEN_FOR",
               max_length=60),
]  # fmt: skip
Year = Annotated[str, Query(pattern=r"^(\d{4})?$", description="One year; all where left out.", example="2023")]
FileForm = Annotated[
    Literal["json", "csv", "parquet", "xlsx", "sdmx-csv"],
    Query(description="Form of the file; its citations are inside.", example="csv"),
]


@router.get("/integration", response=shapes.HostPage, summary="Hosts of whose integration something is known")
def list_hosts(request: HttpRequest, page: p.Page = 1, per_page: p.PerPage = ON_A_PAGE) -> HttpResponse:
    """Hosts in the order of their names, which ranks nobody."""
    found = records.by_name(hosts.all_hosts(the_store()))
    part = Part(page, per_page)
    return answer(part.envelope(request, len(found), [records.host_line(one) for _, one in part.of(found)]))


@router.get("/integration/{place}", response=shapes.HostShape, summary="Integration in one place")
def host(
    request: HttpRequest,
    place: Place,
    measure: MeasureName = "",
    group: GroupCode = "",
    sex: p.Sex = "",
    year: Year = "",
) -> HttpResponse:
    """Both sides of each measure with the gap and the ratio, policies beside them, and the host's own side.

    A gap says how far apart two sides are, not why; scores of policies stand beside it without any claim of a cause.
    """
    found = hosts.host(the_store(), find_place(place).iso3)
    gaps = records.gaps_asked(
        found, measure=measure_of(measure).id if measure else "", group=group_of(group).code if group else "",
        sex=sex, year=year,
    )  # fmt: skip
    return answer(records.host_record(found, gaps))


@router.get("/integration/{place}/figures", summary="All figures of integration in one place, as a file")
def host_figures(
    request: HttpRequest, place: Place, format: FileForm = "json", lang: p.Language = "en"
) -> HttpResponse:
    """Every figure with its papers: both sides, gaps, ratios, scores, and what is not known. `lang` is for words."""
    found = hosts.host(the_store(), find_place(place).iso3)
    form = form_of(format)
    raw = export(found.figures, format, title=f"Integration: {found.iso3}", language=lang, day=today())
    return attachment(raw, form.media_type, f"passerelle-integration-{found.iso3}{form.suffix}", lang)
