"""The page on which a member commits to something out of adopted conclusions.

Gets, calls an action, goes on. Stands on `drafting_views`.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from passerelle_web.dialogues.commitments import commit
from passerelle_web.dialogues.drafting_actions import current
from passerelle_web.dialogues.drafting_forms import CommitForm
from passerelle_web.dialogues.drafting_views import reads_and_posts, seen_draft
from passerelle_web.dialogues.mandates import chosen, for_whom, person_of
from passerelle_web.dialogues.models import Paragraph
from passerelle_web.dialogues.permissions import STATE
from passerelle_web.dialogues.views import posted
from passerelle_web.people.permissions import WHO_MAY
from passerelle_web.people.refusals import NotAllowed
from passerelle_web.people.steps import carried_out, form_page, go_on
from passerelle_web.plans.models import Pledge


@login_required
@reads_and_posts
def new(request: HttpRequest, key: str, draft: str) -> HttpResponse:
    """Commit to something out of a paragraph, or out of the whole; the form begins with its words."""
    found = seen_draft(request, key, draft)
    members = for_whom(request, found.dialogue, STATE)
    if not members:
        raise NotAllowed(str(WHO_MAY[STATE]))
    on = request.GET.get("paragraph", "")
    held = get_object_or_404(Paragraph.objects.select_related("draft"), pk=on, draft=found) if on.isdigit() else None
    begun = current(held).text if held else ""
    form = CommitForm(members, posted(request), initial={"text": begun})

    def made(given: dict[str, Any]) -> Pledge:
        told = {name: given[name] for name in ("text", "metric", "baseline", "owner", "due")}
        member = chosen(request, found.dialogue, members, given)
        return commit(draft=found, paragraph=held, member=member, by=person_of(request), **told)

    if carried_out(form, made):
        return go_on(request, _("The commitment stands."), found.get_absolute_url())
    return form_page(
        request, form, title=_("Make a commitment out of these conclusions"), button=_("Commit"),
        intro=_(
            "It is your member’s own and bears its name; everybody reads it. It binds nobody, and can be withdrawn "
            "with a reason."
        ),
        back=found.get_absolute_url(), back_to=found.title,
    )  # fmt: skip
