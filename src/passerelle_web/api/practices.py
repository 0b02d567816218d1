"""Published practices with the reports of who tried them; handing in a draft or a report.

Routes only: each gets, calls the query or action that the pages call, answers. The roof of the site.
"""

import uuid
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import Path, Query, Router
from ninja.security import django_auth

from passerelle.exchange.practices.checking import lacks
from passerelle.exchange.practices.records import Practice as Record
from passerelle.exchange.practices.records import read_practice
from passerelle.exchange.practices.telling import OUTCOMES
from passerelle_web.api import parameters as p
from passerelle_web.api import practice_shapes as shapes
from passerelle_web.api.answers import BASE, answer
from passerelle_web.api.paging import Part
from passerelle_web.demonstration.practices import example_practice
from passerelle_web.people.models import Member
from passerelle_web.people.queries import member_of
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.practices import checked, queries, trying_actions, writing_actions
from passerelle_web.practices.models import Practice, Tried
from passerelle_web.practices.queries import Filters

router = Router(tags=["Practices"])
ON_A_PAGE = 20
Theme = Annotated[str, Query(max_length=60, description="Code of a theme of the seed; empty for all.")]
Country = Annotated[str, Query(max_length=3, description="Where it was done, ISO 3166-1 alpha-3; empty for all.")]
TriedIn = Annotated[str, Query(max_length=3, description="Where another member tried it; empty for all.")]
Tongue = Annotated[str, Query(max_length=2, description="ISO 639-1; empty for all.")]
Grade = Annotated[int, Query(ge=0, le=7, description="The lowest grade of evidence, 1 to 7; 0 for all.", example=0)]
Code = Annotated[str, Query(max_length=60, description="Code of a measure of the catalogue; empty for all.")]
Principle = Annotated[
    str, Query(pattern=r"^([1-9]|1[01])?$", description="Number of a common basic principle; empty for all.")
]
End = Annotated[str, Query(max_length=3, description="ISO 3166-1 alpha-3; empty for all.")]
Few = Annotated[int, Query(ge=1, le=100, description="How many on a page.", example=ON_A_PAGE)]
EXAMPLE = "example"
Key = Annotated[
    str,
    Path(max_length=40, example=EXAMPLE, description='Key of a practice; "example" is one that ships, invented.'),
]


def _line(row: Practice, counts: dict[str, int]) -> dict[str, Any]:
    assert row.published_at is not None
    return {
        "key": str(row.pk), "title": row.title, "gist": row.gist, "language": row.language, "member": row.member.name,
        "version": row.published, "published": row.published_at.date().isoformat(), "grade": row.grade,
        "origin": row.origin, "destination": row.destination, "template": row.template,
        "tried": {name: counts.get(name, 0) for name in OUTCOMES},
        "demonstration": row.is_demonstration, "href": f"{BASE}/practices/{row.pk}",
    }  # fmt: skip


@router.get("/practices", response=shapes.PracticePage, summary="Practices")
def practices(
    request: HttpRequest, theme: Theme = "", country: Country = "", origin: End = "", destination: End = "",
    grade: Grade = 0, language: Tongue = "", tried: TriedIn = "", template: Code = "", principle: Principle = "",
    page: p.Page = 1, per_page: Few = ON_A_PAGE,
) -> HttpResponse:  # fmt: skip
    """What members did and what came of it, as two other members recommended it, the newest first."""
    filters = Filters(
        theme=theme.strip(), country=country.upper(), origin=origin.upper(), destination=destination.upper(),
        grade=grade, language=language.lower(), tried=tried.upper(), template=template.strip(), principle=principle,
    )  # fmt: skip
    found, part = queries.listed(filters), Part(page, per_page)
    rows = list(part.of(found))
    counted = queries.reports_counted(rows)
    lines = [_line(row, counted.get(row.pk, {})) for row in rows]
    return answer(part.envelope(request, found.count(), lines))


def _published(key: str) -> Practice:
    """A practice that everybody may read.

    Raises
    ------
    Http404 : no such practice, or none that was published.
    """
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        raise Http404 from None
    found = Practice.objects.filter(pk=wanted, published__isnull=False).select_related("member").first()
    if found is None:
        raise Http404
    return found


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")


def _report(row: Tried) -> dict[str, Any]:
    names = ("version", "place", "since", "until", "adapted", "outcome", "indicator", "unit", "source", "grade",
             "change", "language")  # fmt: skip
    told = {name: getattr(row, name) for name in names}
    return told | {
        "key": str(row.pk),
        "member": row.member.name,
        "before": _exact(row.before),
        "after": _exact(row.after),
    }


_TOLD = (
    "route", "region", "since", "until", "problem", "context", "done", "actors", "for_whom", "transfer", "failed",
    "rights", "currency", "price_year", "cost_of",
)  # fmt: skip


def _content(record: Record) -> dict[str, Any]:
    """What a version says."""
    told = {name: getattr(record, name) for name in _TOLD}
    told |= {name: list(getattr(record, name)) for name in ("themes", "principles", "places")}
    results = [
        {"indicator": one.indicator, "grade": one.grade, "before": _exact(one.before), "after": _exact(one.after),
         "unit": one.unit, "source": one.source}
        for one in record.results
    ]  # fmt: skip
    return told | {
        "cost": _exact(record.cost), "results": results,
        "contacts": [{"organisation": one.organisation, "link": one.link} for one in record.contacts],
        "sources": [{"citation": one.citation, "link": one.link} for one in record.sources],
    }  # fmt: skip


def _example() -> dict[str, Any]:
    """The practice that ships, as if it had been published."""
    record = example_practice()
    names = ("title", "gist", "language", "grade", "origin", "destination", "template")
    return {name: getattr(record, name) for name in names} | _content(record) | {
        "key": EXAMPLE, "member": record.contacts[0].organisation, "version": 1, "published": "2026-11-27",
        "tried": dict.fromkeys(OUTCOMES, 0), "demonstration": True, "href": f"{BASE}/practices/{EXAMPLE}",
        "withdrawn": None, "reports": [],
    }  # fmt: skip


@router.get("/practices/{key}", response=shapes.PracticeWhole, summary="A practice whole")
def practice(request: HttpRequest, key: Key) -> HttpResponse:
    """The version that everybody reads, with its results, what it takes elsewhere, what failed, and who tried it."""
    if key == EXAMPLE:
        return answer(_example())
    row = _published(key)
    reports = [_report(one) for one in queries.reports_of(row) if not one.is_hidden]
    counts = queries.reports_counted([row]).get(row.pk, {})
    told = {"withdrawn": row.withdrawn_for or None, "reports": reports}
    return answer(_line(row, counts) | _content(row.standing.record) | told)


def _member(slug: str) -> Member:
    found = member_of(slug)
    if found is None:
        raise CannotBeDone(f'No member has the address "{slug[:60]}".')
    return found


def _made(told: dict[str, Any], location: str) -> HttpResponse:
    said = answer(told)
    said.status_code = 201
    said["Location"] = location
    return said


@router.post("/practices", response={201: shapes.DraftMade}, auth=django_auth, summary="Hand in a draft")
def hand_in(request: HttpRequest, draft: shapes.DraftGiven) -> HttpResponse:
    """By who is signed in on this site and writes for the member, with the site's CSRF token; submitted on its page."""
    member = _member(draft.member)
    record = checked.known(read_practice(draft.content()))
    made = writing_actions.begin(member=member, by=request.user, record=record)
    with translation.override("en"):
        page = made.get_absolute_url()
    told = {"key": str(made.pk), "version": made.newest, "lacks": lacks(record), "page": page}
    return _made(told, page)


@router.post(
    "/practices/{key}/tried", response={201: shapes.TriedMade}, auth=django_auth, summary="Report that it was tried"
)
def report(request: HttpRequest, key: Key, tried: shapes.TriedGiven) -> HttpResponse:
    """By who is signed in on this site and writes for a member other than the author's, with the site's CSRF token."""
    row = _published(key)
    given = tried.dict()
    made = trying_actions.report(practice=row, by=request.user, **given | {"member": _member(given["member"])})
    with translation.override("en"):
        page = made.get_absolute_url()
    return _made({"key": str(made.pk), "page": page}, page)
