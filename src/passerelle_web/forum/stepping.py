"""What the pages of this room share: what a form was sent, a step with a form, and what every page knows.

Holds no words of its own. Stands on `people`.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from passerelle_web.people.models import User
from passerelle_web.people.queries import has_invented
from passerelle_web.people.steps import carried_out, form_page, go_on

reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])
Said = str | Promise


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent, be it empty; None where it is only shown."""
    return request.POST if request.method == "POST" else None


def step(
    request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], Any], done: Said, to: str, **words: Any
) -> HttpResponse:
    """Show a form, act on it, go on; where the action refuses, what was typed stays."""
    made = carried_out(form, act)
    if made:
        return go_on(request, done, to or made.get_absolute_url())
    return form_page(request, form, **{"back": to, "intro": "", **words})


def shown(request: HttpRequest, template: str, at: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """A page of the forum; `at` is the tab on which it stands."""
    context = {"at": at, "signed_in": isinstance(request.user, User), "has_invented": has_invented(), **more}
    return render(request, f"forum/{template}.html", context, status=status)


def person_of(request: HttpRequest) -> User:
    """Who is signed in; for views that ask for it first."""
    assert isinstance(request.user, User)
    return request.user
