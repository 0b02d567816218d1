"""Pages that say no: unknown address, refused request, too many of them, fault of ours, refusal of library or room.

Holds no other pages. Stands on `people`.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from passerelle.base.errors import PasserelleError, PlaceUnknown
from passerelle.base.places import place_of
from passerelle_web.people.refusals import SiteRefusal
from passerelle_web.theme.refusals import Refusal, Words, refusal_of


def _answer(request: HttpRequest, found: Refusal, **more: object) -> HttpResponse:
    context = {"title": found.title, "next_step": found.next_step, "status": found.status, **more}
    return render(request, "theme/refusal.html", context, status=found.status)


def refusal(request: HttpRequest, error: PasserelleError) -> HttpResponse:
    """The library refused: its sentence stays in its own language, English, and is marked so; the site's own is not."""
    language = get_language() or "en"
    suggestions: list[tuple[str, str]] = []
    sentence: Words = str(error)
    if isinstance(error, PlaceUnknown):
        suggestions = [(iso3, place_of(iso3).name(language)) for iso3 in error.suggestions]
        sentence = ""
    return _answer(
        request,
        refusal_of(error),
        sentence=sentence,
        is_said_here=isinstance(error, SiteRefusal),
        sought=getattr(error, "text", ""),
        suggestions=suggestions,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be read."""
    words = Refusal(400, _("We cannot read that request"), _("Go back and try again."))
    return _answer(request, words)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this reader."""
    words = Refusal(403, _("This page is not open to you"), _("Sign in, or ask the people who run this site."))
    return _answer(request, words)


def not_found(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    """404: no such address."""
    words = Refusal(404, _("There is no page here"), _("Check the address, or start from the home page."))
    return _answer(request, words)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: asked too often."""
    words = Refusal(429, _("That was too often"), _("This page takes only so many tries. Wait a few minutes."))
    return _answer(request, words)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Nothing of it is shown."""
    words = Refusal(500, _("Something went wrong on our side"), _("It is not your doing. Try again in a minute."))
    # the session may be what is at fault
    return _answer(request, words, person=None, told=())
