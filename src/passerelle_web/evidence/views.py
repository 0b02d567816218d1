"""Pages of the evidence: each gets, calls one query, renders.

Holds no figures and no queries. Stands on `theme`.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Passerelle is, and the way in."""
    return render(request, "evidence/home.html")
