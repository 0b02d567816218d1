"""What can be found, documents with their texts, and handing in a reference.

Routes only: each gets, asks, answers. What a reader does not reach is in no answer and in no count. The roof of the
site.
"""

import html
from typing import Annotated, Any

from django.contrib.auth.models import AnonymousUser
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.html import strip_tags
from ninja import Path, Query, Router
from ninja.security import django_auth

from passerelle_web.api import library_shapes as shapes
from passerelle_web.api import parameters as p
from passerelle_web.api.answers import BASE, answer
from passerelle_web.api.paging import Part
from passerelle_web.library import actions, queries
from passerelle_web.library.engines.rows import Filters
from passerelle_web.library.kinds import DOCUMENT
from passerelle_web.library.models import Document
from passerelle_web.library.search_page import ASKED_AS
from passerelle_web.library.searching import ON_A_PAGE, Found, find, hits
from passerelle_web.people.acting import acted_for
from passerelle_web.people.permissions import Somebody
from passerelle_web.theme.context import person_here

router = Router(tags=["Library"])
PARTS = 100
EXAMPLE = "com-2006-409"
Words = Annotated[
    str,
    Query(
        max_length=200, example="nurses",
        description='Words that must be there, in any of their forms; "…" a phrase, - without, OR either.',
    ),
]  # fmt: skip
Kind = Annotated[
    str, Query(max_length=60, description="Kind of what is found, such as library.document; empty for all.")
]
Theme = Annotated[str, Query(max_length=60, description="Code of a theme of the seed; empty for all.")]
Country = Annotated[str, Query(max_length=3, description="ISO 3166-1 alpha-3; empty for all.")]
Tongue = Annotated[str, Query(max_length=2, description="ISO 639-1, of title and text; empty for all.")]
Year = Annotated[str, Query(pattern=r"^(\d{4})?$", description="Year of its date; empty for all.")]
Few = Annotated[int, Query(ge=1, le=100, description="How many on a page.", example=ON_A_PAGE)]
PartsPage = Annotated[int, Query(ge=1, le=10_000, description="Which hundred parts of the text, from 1.", example=1)]
Key = Annotated[
    str,
    Path(max_length=60, example=EXAMPLE, description="Key of a document, or the code of one of the first entries."),
]  # fmt: skip


def _reader(request: HttpRequest) -> Somebody:
    return person_here(request) or AnonymousUser()


def _filters(kind: str, theme: str, country: str, language: str, year: str) -> Filters:
    return Filters(kind.strip(), theme.strip(), country.strip().upper(), language.strip().lower(), year)


def _hits(found: Found, part: Part) -> list[dict[str, Any]]:
    with translation.override("en"):  # what is said here never depends on the caller's language
        listed = hits(found, list(part.of(found.rows)))
        return [
            {
                "kind": one.kind, "key": one.key, "title": one.plain_title,
                "snippet": html.unescape(strip_tags(one.snippet)), "language": one.language,
                "day": one.day.isoformat() if one.day else None, "href": one.href,
            }
            for one in listed
        ]  # fmt: skip


@router.get("/search", response=shapes.HitPage, summary="Everything that can be found")
def search(
    request: HttpRequest, q: Words = "", kind: Kind = "", theme: Theme = "", country: Country = "",
    language: Tongue = "", year: Year = "", page: p.Page = 1, per_page: Few = ON_A_PAGE,
) -> HttpResponse:  # fmt: skip
    """Documents and what the other rooms make findable, of what the reader reaches."""
    found = find(q, _reader(request), _filters(kind, theme, country, language, year))
    part = Part(page, per_page)
    counts = {asked: dict(found.counts(name)) for name, asked in ASKED_AS.items()}
    total = len(found.rows)
    return answer(part.envelope(request, total, _hits(found, part), more=found.is_bounded, counts=counts))


def document_line(document: Document) -> dict[str, Any]:
    """A document by its papers; that it reaches the caller was asked before."""
    names = (
        "title",
        "symbol",
        "author",
        "dated",
        "sort",
        "language",
        "languages",
        "themes",
        "link",
        "licence",
        "state",
    )
    with translation.override("en"):
        address = document.get_absolute_url()
    return {name: getattr(document, name) for name in names} | {
        "key": str(document.pk), "countries": document.places, "reason": document.reason, "reach": document.reach,
        "file": f"{address}file/" if document.stored else None, "href": f"{BASE}/documents/{document.pk}",
    }  # fmt: skip


@router.get("/documents", response=shapes.DocumentPage, summary="Documents")
def documents(
    request: HttpRequest, q: Words = "", theme: Theme = "", country: Country = "", language: Tongue = "",
    year: Year = "", page: p.Page = 1, per_page: Few = ON_A_PAGE,
) -> HttpResponse:  # fmt: skip
    """The library's documents by their papers, at most the first thousand of a question."""
    reader, part = _reader(request), Part(page, per_page)
    found = find(q, reader, _filters(DOCUMENT, theme, country, language, year))
    keys = [hit.key for hit in hits(found, list(part.of(found.rows)))]
    held = {str(row.pk): row for row in queries.seen_by(reader).filter(pk__in=keys)}
    lines = [document_line(held[key]) for key in keys if key in held]
    return answer(part.envelope(request, len(found.rows), lines, more=found.is_bounded))


def _seen(key: str, reader: Somebody) -> Document:
    found = queries.document_seen(key, reader)
    if found is None and slug_re.match(key):
        found = queries.seen_by(reader).filter(code=key).first()
    if found is None:
        raise Http404
    return found


@router.get("/documents/{key}", response=shapes.DocumentWhole, summary="A document with its text")
def document(request: HttpRequest, key: Key, parts_page: PartsPage = 1) -> HttpResponse:
    """Its papers, and the text that was read from its file, part by part."""
    found = _seen(key, _reader(request))
    parts = queries.parts_of(found)
    told = [{"number": one.number, "page": one.page, "text": one.text} for one in Part(parts_page, PARTS).of(parts)]
    return answer(document_line(found) | {"parts": told, "parts_total": parts.count()})


@router.post(
    "/documents", response={201: shapes.DocumentLine}, auth=django_auth, summary="Hand in a reference",
)  # fmt: skip
def hand_in(request: HttpRequest, papers: shapes.Reference) -> HttpResponse:
    """By who is signed in on this site, with the site's CSRF token. A file is handed in on the page of the library."""
    given = papers.dict()
    made = actions.add_document(
        **{"places" if name == "countries" else name: value for name, value in given.items()},
        by=request.user, member=acted_for(request),
    )  # fmt: skip
    said = answer(document_line(made))
    said.status_code = 201
    said["Location"] = f"{BASE}/documents/{made.pk}"
    return said
