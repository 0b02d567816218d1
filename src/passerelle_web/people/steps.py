"""What the forms of this room share: show, read, act, tell, go on.

Holds no words and no permissions. Ground of the site.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from passerelle_web.people.refusals import CannotBeDone


def carried_out(form: forms.BaseForm, action: Callable[[dict[str, Any]], Any]) -> Any:
    """Act on a valid form; None where the form or the action refuses, which then stands in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return action(form.cleaned_data)
    except CannotBeDone as refused:
        form.add_error(None, str(refused))
        return None


def form_page(request: HttpRequest, form: forms.BaseForm, **words: Any) -> HttpResponse:
    """A page with one form: `title`, `intro`, `button`, `back` (an address), `back_to` (its name)."""
    return render(request, "people/one_form.html", {"form": form, **words}, status=422 if form.errors else 200)


def go_on(request: HttpRequest, said: str | Promise, to: Any, *given: Any) -> HttpResponse:
    """Tell what was done on the next page, and go there."""
    messages.success(request, str(said))
    return redirect(to, *given)
