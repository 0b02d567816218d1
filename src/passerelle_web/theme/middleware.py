"""Turns a refusal of the library into a page in the reader's language, with the right status.

Holds no refusals of its own. The API answers its own way and never comes here. Stands on `people`.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from passerelle.base.errors import PasserelleError
from passerelle_web.theme.views import not_found, refusal


class RefusalPages:
    """Answers a `PasserelleError` that a view let through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; an unknown address is told in the house's words in debug as well."""
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and b"DEBUG = True" in response.content[-600:]:
            return not_found(request, None)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The refusal's page; None leaves any other fault to Django."""
        return refusal(request, error) if isinstance(error, PasserelleError) else None
