"""Pages on which a document of the library is laid before a session, or taken away.

Each gets, calls an action, goes on. Stands on `running_views`.
"""

import re

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from passerelle_web.dialogues import paper_actions
from passerelle_web.dialogues.forms import PaperForm
from passerelle_web.dialogues.models import SessionPaper
from passerelle_web.dialogues.running_views import reads_and_posts
from passerelle_web.dialogues.views import posted, seen_session
from passerelle_web.library.models import Document
from passerelle_web.library.queries import document_seen, seen_by
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.steps import carried_out, form_page, go_on

NEWEST = 60
_KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


def _chosen(request: HttpRequest, typed: str, picked: str) -> Document:
    """The document of an address that was typed, else the one that was picked; one that this person may read."""
    key = _KEY.search(typed) if typed else None
    found = document_seen(key.group() if key else "" if typed else picked, request.user)
    if found is None:
        raise CannotBeDone(_("There is no document at this address that you can read. Copy it from its page here."))
    return found


@login_required
@reads_and_posts
def lay(request: HttpRequest, key: str, session: str) -> HttpResponse:
    """Lay a document before a session."""
    found = seen_session(request, key, session)
    require(request.user, "dialogues.run", found)
    newest = seen_by(request.user).order_by("-added_at")[:NEWEST]
    form = PaperForm(newest, [one.title for one in found.agenda.all()], posted(request))
    made = carried_out(form, lambda given: paper_actions.lay_paper(
        session=found, document=_chosen(request, given["link"], given["document"]), point=given.get("point", ""),
        by=request.user,
    ))  # fmt: skip
    if made:
        return go_on(request, _("The document lies before the session."), found.get_absolute_url())
    return form_page(
        request, form, title=_("Lay a document before this session"), button=_("Lay it before them"),
        intro=_("Hand it in at the library first. Each reader sees those documents alone that are open to her."),
        back=found.get_absolute_url(), back_to=found.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def take(request: HttpRequest, key: str, session: str, paper: int) -> HttpResponse:
    """Take a document away from a session."""
    found = seen_session(request, key, session)
    require(request.user, "dialogues.run", found)
    rows = SessionPaper.objects.filter(document__in=seen_by(request.user)).select_related("session", "document")
    held = get_object_or_404(rows, pk=paper, session=found)
    form = forms.Form(posted(request))
    if carried_out(form, lambda _given: paper_actions.take_paper(paper=held, by=request.user)):
        return go_on(request, _("The document is taken away; it stays in the library."), found.get_absolute_url())
    return form_page(
        request, form, title=_("Take this document away"), button=_("Take it away"), intro=held.document.title,
        back=found.get_absolute_url(), back_to=found.title,
    )  # fmt: skip
