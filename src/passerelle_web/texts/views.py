"""Pages of translations: adding one beside the original, and the versions of those that there are.

Each gets, calls a query or an action, renders. Stands on `people`.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from passerelle_web.people.acting import acted_for
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import carried_out, go_on
from passerelle_web.texts import actions, queries
from passerelle_web.texts.differences import Piece, differences
from passerelle_web.texts.forms import TranslationForm
from passerelle_web.texts.kinds import Kind, kind_of
from passerelle_web.texts.models import Translation


def _place(request: HttpRequest, kind: str, key: str, field: str) -> tuple[Kind, Any]:
    """The kind and the thing of an address; not found for who may not see it."""
    known = kind_of(kind)
    thing = known.load(key) if known is not None and field in known.fields else None
    if known is None or thing is None or not may(request.user, known.see, thing):
        raise Http404
    return known, thing


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, kind: str, key: str, field: str) -> HttpResponse:
    """Add a translation beside the original."""
    known, thing = _place(request, kind, key, field)
    require(request.user, known.translate, thing)
    said = queries.said_of(kind, [(key, thing)], request.user)[key, field]
    form = TranslationForm(request.POST or None, initial=_begun(said, request.GET.get("language", "")))
    place: dict[str, Any] = {"kind": kind, "key": key, "field": field, "member": acted_for(request)}
    made = carried_out(form, lambda given: actions.translate(**place, **given, by=request.user))
    if made is not None:
        return go_on(request, _("The translation is added, marked as one."), known.back(thing))
    context = {"form": form, "said": said, "back": known.back(thing), "label": known.label(field)}
    return render(request, "texts/translate.html", context, status=422 if form.errors else 200)


def _begun(said: queries.Said, language: str) -> dict[str, str]:
    """What stands in the form at first: the translation that is to be brought up to date."""
    held = next((one for one in said.translations if one.language == language), None)
    return {"language": language, "text": held.text if held is not None else ""}


@never_cache
@require_safe
def versions(request: HttpRequest, kind: str, key: str, field: str) -> HttpResponse:
    """All versions of all translations, each with what it changed."""
    known, thing = _place(request, kind, key, field)
    rows = list(queries.versions_of(kind, key, field))
    original = known.original(thing, field)[0]
    listed = [
        (row, queries.called(row, thing, known, request.user), _changed(row, rows), row.is_behind(original))
        for row in rows
    ]
    context = {"rows": listed, "back": known.back(thing), "label": known.label(field)}
    return render(request, "texts/versions.html", context)


def _changed(row: Translation, rows: list[Translation]) -> list[Piece]:
    """What differs from the version before; nothing of a first one."""
    before = next((one for one in rows if one.language == row.language and one.number == row.number - 1), None)
    return differences(before.text, row.text) if before is not None else []
