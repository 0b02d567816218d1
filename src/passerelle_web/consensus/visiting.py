"""What the pages share: which consultation is asked for, whose voice it is, forged requests, the visitor's cookie.

A visitor has no cookie until she votes, so none can prove that a form came from here: the origin that her browser
tells does. Stands on `queries`, `voices` and `limits`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from passerelle_web.consensus import limits, queries
from passerelle_web.consensus.models import Consultation
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.voices import Voice, cookie_name, new_visitor, signed, voice_of
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may
from passerelle_web.theme.views import bad_request

View = Callable[..., HttpResponse]
reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


def seen(request: HttpRequest, key: str) -> Opened:
    """The consultation of an address, as this reader may see it.

    Raises
    ------
    Http404 : there is none, or she may not see it.
    """
    found = queries.opened(key)
    if found is None or not may(request.user, "consensus.see", found):
        raise Http404
    return found


def came_from_here(request: HttpRequest) -> bool:
    """Did a page of this site send it? What tells no origin at all is no browser, and has no cookie to be misused."""
    told = request.headers.get("Origin") or request.headers.get("Referer")
    if told is None:
        return True
    origin = urlsplit(told)
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())


def guarded(view: View) -> View:
    """Refuse forged requests: by Django's token of who is signed in, by the origin of who is not."""
    by_token = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return by_token(request, *args, **more)
        if request.method == "POST" and not came_from_here(request):
            return bad_request(request, ValueError("another origin"))
        return view(request, *args, **more)

    return checked


def voice_here(request: HttpRequest, consultation: Consultation) -> Voice | None:
    """Whose voice this is; None of a visitor who has none yet."""
    return voice_of(consultation, request.user, request.COOKIES.get(cookie_name(consultation), ""))


def voice_to_write(request: HttpRequest, consultation: Consultation) -> Voice | None:
    """Whose voice this is, a new one for a new visitor; None where an address makes too many."""
    found = voice_here(request, consultation)
    if found is None and limits.within(limits.VOICES_OF_AN_ADDRESS, limits.address_of(request)):
        return new_visitor(consultation)
    return found


def may_write(request: HttpRequest, voice: Voice, of_voice: limits.Limit, of_address: limits.Limit) -> bool:
    """Not too often, for a voice; for a visitor not from one address either, as a cookie is easily thrown away."""
    if not limits.within(of_voice, voice.keys[0]):
        return False
    return not voice.token or limits.within(of_address, limits.address_of(request))


def remembered(request: HttpRequest, answer: HttpResponse, voice: Voice) -> HttpResponse:
    """The answer with a visitor's cookie: of this consultation alone, and gone when it has closed."""
    if voice.token and not isinstance(request.user, User):
        left = voice.consultation.closes_at - timezone.now()
        answer.set_cookie(
            cookie_name(voice.consultation), signed(voice), max_age=max(int(left.total_seconds()), 60), httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
        )  # fmt: skip
    return answer


def address_of(dialogue: Dialogue) -> str:
    """The page of a dialogue; empty where none is served at this address."""
    try:
        return dialogue.get_absolute_url()
    except NoReverseMatch:
        return ""
