"""Pages of the library: searching, the list of documents, one of them, handing in, changing, its file.

Each gets, calls a query or an action, renders. Stands on `queries`.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from passerelle_web.library import actions, queries, storing, told
from passerelle_web.library.forms import DocumentForm
from passerelle_web.library.kinds import DOCUMENT
from passerelle_web.library.models import Document
from passerelle_web.library.reach import named
from passerelle_web.library.search_page import results
from passerelle_web.library.uploading import was_too_large
from passerelle_web.people.acting import acted_for
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import carried_out, go_on
from passerelle_web.texts.queries import said_of

PARTS_ON_A_PAGE = 10
reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One box over everything that the reader may read."""
    is_asked = any(request.GET.get(name, "").strip() for name in ("q", "kind", "theme", "country", "language", "year"))
    context = results(request, request.user) if is_asked else {}
    return render(request, "library/search.html", {**context, "is_asked": is_asked})


@never_cache
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The documents, the newest first, with filters."""
    context = results(request, request.user, kind=DOCUMENT)
    rows = queries.seen_by(request.user).in_bulk([one.hit.key for one in context["hits"]])
    context["rows"] = [
        (one, row, told.date_said(row)) for one in context["hits"] if (row := _row_of(rows, one.hit.key)) is not None
    ]
    context["may_add"] = may(request.user, "library.add_document")
    return render(request, "library/documents.html", context)


def _row_of(rows: dict[Any, Document], key: str) -> Document | None:
    return next((row for pk, row in rows.items() if str(pk) == key), None)


def _seen(request: HttpRequest, key: str) -> Document:
    found = queries.document_seen(str(key), request.user)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def document(request: HttpRequest, key: str) -> HttpResponse:
    """A document: its papers, its file, its text as far as it was read."""
    found = actions.revive(document=_seen(request, key))
    context = {
        "document": found, "dated": told.date_said(found), "reason": told.reason_said(found),
        "themes": [(code, told.theme_said(code)) for code in found.themes],
        "places": [(iso3, told.place_said(iso3)) for iso3 in found.places],
        "said": said_of("library.document", [(found.pk, found)], request.user)[str(found.pk), "title"],
        "page": Paginator(queries.parts_of(found), PARTS_ON_A_PAGE).get_page(request.GET.get("page")),
        "reach": named(found.reach), "may_change": may(request.user, "library.change_document", found),
    }  # fmt: skip
    return render(request, "library/document.html", context)


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file of a document, handed out as it is and never shown in the page."""
    found = _seen(request, key)
    where = storing.path_of(found.stored)
    if not found.stored or not where.is_file():
        raise Http404
    answer = FileResponse(
        where.open("rb"), as_attachment=True, filename=found.file_name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _form_page(request: HttpRequest, form: DocumentForm, document: Document | None = None) -> HttpResponse:
    context = {"form": form, "document": document}
    return render(request, "library/document_form.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, document: Document | None = None) -> DocumentForm:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    return DocumentForm(request.user, *given, document=document, too_large=was_too_large(request))


@never_cache
@login_required
@reads_and_posts
def add(request: HttpRequest) -> HttpResponse:
    """Hand a document in."""
    require(request.user, "library.add_document")
    form, member = _form(request), acted_for(request)
    made = carried_out(form, lambda given: actions.add_document(**given, member=member, by=request.user))
    if made is None:
        return _form_page(request, form)
    return go_on(
        request, _("The file is handed in and is being read.") if made.stored else _("The reference is kept."), made
    )


@never_cache
@login_required
@reads_and_posts
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change a document's papers, or give a reference its file."""
    found = _seen(request, key)
    require(request.user, "library.change_document", found)
    form = _form(request, found)
    made = carried_out(form, lambda given: actions.change_document(**given, document=found, by=request.user))
    if made is None:
        return _form_page(request, form, found)
    return go_on(request, _("The papers are changed."), made)
