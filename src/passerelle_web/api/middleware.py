"""What holds for every address of the API: GET alone, any origin, ETags, no cookies, problems instead of pages.

Where people see and do what is theirs, their cookie counts, POST is known and nothing is kept.

Holds no routes. Pages never come here, nor does the API go to the pages' refusals. The roof of the site.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from passerelle import __version__
from passerelle.base.errors import PasserelleError
from passerelle_web.api.problems import MEDIA_TYPE, problem, refused
from passerelle_web.evidence.queries import the_store

PREFIX = "/api/"
# The documentation is a page for people, in their language.
PAGES = "/api/v1/docs/"
METHODS = "GET, HEAD, OPTIONS"
# Where something is handed in: by somebody who is signed in, on a page of this site.
HANDED_IN = re.compile(
    r"/api/v1/(documents|practices|practices/[0-9a-f-]{36}/tried|dialogues/[0-9a-f-]{36}/("
    r"contributions|contributions/\d+/(hide|report)|sessions/[0-9a-f-]{36}/documents(/\d+/take)?|"
    r"commitments/\d+/(keep|withdraw)|texts/[0-9a-f-]{36}/commitments|questions/\d+/positions|facts/\d+/words|"
    r"texts/[0-9a-f-]{36}/(proposals|proposals/[0-9a-f-]{36}/withdraw|notes|notes/\d+/withdraw)|"
    r"silence/[0-9a-f-]{36}/(receipts|break)))"
)
# Where a case is asked about: anybody, from any site; it is answered and not kept.
ASKED = re.compile(r"/api/v1/admission/check")
FRESH = "public, max-age=300"
# Public figures, no cookies, no accounts: any page of any site may read them.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Disposition",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, Accept",
    "Access-Control-Max-Age": "86400",
}
_TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Forbidden",
    404: "No such address",
    405: "Method not allowed",
}


# What a person sees and does under her own rights: her cookie counts, and no answer is kept or read by other sites.
OF_PEOPLE = ("/api/v1/consultations",)
# What people write here: it changes from one moment to the next, and so its answers are marked by what they say.
WRITTEN_HERE = (
    "/api/v1/plans", "/api/v1/practices", "/api/v1/forum", "/api/v1/search", "/api/v1/documents",
    "/api/v1/dialogues", "/api/v1/conclusions",
)  # fmt: skip


def etag_of(request: HttpRequest) -> str:
    """A weak ETag of what the answer depends on: code, evidence, address and, for briefs and dates, the day."""
    today = date.today().isoformat()  # noqa: DTZ011  the day that stands on a brief is the site's own
    parts = "\n".join((__version__, the_store().stamp, today, request.get_full_path()))
    return f'W/"{hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:24]}"'


def is_held(request: HttpRequest, etag: str) -> bool:
    """Does the caller hold this answer already? A bare * is not taken: it may name an address that is none."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return any(one.removeprefix("W/") == etag.removeprefix("W/") for one in held if one != "*")


def _for_one_reader(answer: HttpResponse) -> HttpResponse:
    """Mark what was made for somebody who is signed in: kept by nobody, read by no other site."""
    answer["Cache-Control"], answer["Cross-Origin-Resource-Policy"] = "private, no-store", "same-origin"
    patch_vary_headers(answer, ["Cookie"])
    return answer


class PublicApi:
    """Wraps the answers of addresses under /api/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass pages on as they are; answer for the API."""
        if not request.path_info.startswith(PREFIX) or request.path_info.startswith(PAGES):
            return self.get_response(request)
        if request.path_info.startswith(OF_PEOPLE) and request.method in ("GET", "HEAD", "POST"):
            return self._of_people(request)
        answer = self._answer(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.path_info.startswith(WRITTEN_HERE):
            return _for_one_reader(answer)
        for name, value in CORS.items():
            answer[name] = value
        return answer

    def _of_people(self, request: HttpRequest) -> HttpResponse:
        """The answer to one person, for nobody else to keep."""
        method, request.method = request.method, "GET" if request.method == "HEAD" else request.method
        answer = self.get_response(request)
        if answer.status_code >= 400 and not answer["Content-Type"].startswith(MEDIA_TYPE):
            answer = problem(request, answer.status_code, _TITLES.get(answer.status_code, "Fault on our side"))
        answer["Cache-Control"] = "private, no-store"
        if method == "HEAD":
            request.method = method
            answer["Content-Length"] = str(len(answer.content))
            answer.content = b""
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if ASKED.fullmatch(request.path_info) and request.method in ("OPTIONS", "POST"):
            return self._asked(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": METHODS, **PREFLIGHT})
        if request.method == "POST" and HANDED_IN.fullmatch(request.path_info):
            return self._ask(request, "")
        if request.method not in ("GET", "HEAD"):
            said = problem(request, 405, _TITLES[405], f"This API is read only: it knows {METHODS}.")
            said["Allow"] = METHODS
            return said
        try:
            etag = etag_of(request)
        except PasserelleError as error:
            return refused(request, error)
        if request.path_info.startswith(WRITTEN_HERE):
            return self._of_today(request)
        if is_held(request, etag):
            return self._fresh(HttpResponse(status=304), etag)
        return self._ask(request, etag)

    def _asked(self, request: HttpRequest) -> HttpResponse:
        """The answer to a case, which nobody keeps."""
        if request.method == "OPTIONS":
            told = {
                "Access-Control-Allow-Methods": "POST, OPTIONS",
                "Access-Control-Allow-Headers": "Content-Type, Accept",
            }
            return HttpResponse(status=204, headers={"Allow": "POST, OPTIONS", **PREFLIGHT, **told})
        answer = self._ask(request, "")
        answer["Cache-Control"] = "no-store"
        del answer["ETag"]
        return answer

    def _of_today(self, request: HttpRequest) -> HttpResponse:
        """The answer marked by its own content, to be asked for again each time."""
        answer = self._ask(request, "")
        if answer.status_code != 200:
            return answer
        etag = f'W/"{hashlib.sha256(answer.content).hexdigest()[:24]}"'
        if is_held(request, etag):
            answer = HttpResponse(status=304)
        self._fresh(answer, etag)
        answer["Cache-Control"] = "no-cache"
        return answer

    def _ask(self, request: HttpRequest, etag: str) -> HttpResponse:
        only_head = request.method == "HEAD"
        request.method = "GET" if only_head else request.method
        answer = self.get_response(request)
        if answer.status_code >= 400 and not answer["Content-Type"].startswith(MEDIA_TYPE):
            # Django's own pages for an unknown address or a fault
            answer = problem(request, answer.status_code, _TITLES.get(answer.status_code, "Fault on our side"))
        if answer.status_code == 200:
            self._fresh(answer, etag)
        else:
            # whether a session was looked at would tell what is closed from what is not there
            answer["Cache-Control"], answer["Vary"] = "no-store", "Accept-Encoding"
        if only_head:
            request.method = "HEAD"
            answer["Content-Length"] = str(len(answer.content))
            answer.content = b""
        return answer

    def _fresh(self, answer: HttpResponse, etag: str) -> HttpResponse:
        """Mark an answer as one to keep. What it says never depends on the caller's language."""
        answer["ETag"], answer["Cache-Control"] = etag, FRESH
        if "Vary" in answer:
            del answer["Vary"]
        patch_vary_headers(answer, ["Accept-Encoding"])
        return answer
