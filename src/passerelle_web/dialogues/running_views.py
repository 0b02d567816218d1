"""Pages on which a dialogue is run: opening and changing it, parties, offices, sessions with agenda and minutes.

Each gets, calls an action, goes on. Stands on `views`.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passerelle_web.dialogues import meeting_actions, queries, speaking_actions
from passerelle_web.dialogues.forms import (
    AboutForm,
    AgendaForm,
    LeaveForm,
    MinutesForm,
    OfficeForm,
    OpenForm,
    PartyForm,
    SessionForm,
    StageForm,
    TightenForm,
    initial_of,
)
from passerelle_web.dialogues.models import Dialogue, Office, Party
from passerelle_web.dialogues.views import posted, seen, seen_session
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import require
from passerelle_web.people.steps import carried_out, form_page, go_on

reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])
Said = str | Promise


def _step(
    request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], Any], done: Said, to: str, **words: Any
) -> HttpResponse:
    """Show a form, act on it, go on; where the action refuses, what was typed stays."""
    made = carried_out(form, act)
    if made:
        return go_on(request, done, to or made.get_absolute_url())
    return form_page(request, form, **{"back": to, "intro": "", **words})


def _of(dialogue: Dialogue) -> dict[str, str]:
    return {"to": dialogue.get_absolute_url(), "back_to": dialogue.title}


@login_required
@reads_and_posts
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a dialogue."""
    require(request.user, "dialogues.add_dialogue")
    first = {
        "begins": timezone.localdate(),
        "language": get_language(),
        "rule": 2,
        "is_public": True,
        "scope": "corridor",
    }
    given = {
        name: request.GET[name] for name in ("origin", "destination", "route", "region", "scope") if name in request.GET
    }
    form = OpenForm(posted(request), initial=first | given)
    return _step(
        request, form, lambda values: meeting_actions.open_dialogue(by=request.user, **values),
        _("The dialogue is open. Invite its parties."), "", title=_("Open a dialogue"), button=_("Open it"),
        intro=_("Informal, voluntary and non-binding: parties join and withdraw as they decide."),
        back=reverse("dialogues:dialogues"), back_to=_("Dialogues"),
    )  # fmt: skip


@login_required
@reads_and_posts
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a dialogue says of itself."""
    dialogue = seen(request, key)
    require(request.user, "dialogues.run", dialogue)
    form = AboutForm(posted(request), initial=initial_of(dialogue))
    return _step(
        request, form, lambda values: meeting_actions.change_dialogue(dialogue=dialogue, by=request.user, **values),
        _("The dialogue is changed."), title=_("Change this dialogue"), button=_("Save"), **_of(dialogue),
    )  # fmt: skip


@login_required
@reads_and_posts
def stage(request: HttpRequest, key: str) -> HttpResponse:
    """Say how far it is."""
    dialogue = seen(request, key)
    require(request.user, "dialogues.run", dialogue)
    form = StageForm(posted(request), initial={"stage": dialogue.stage})
    return _step(
        request, form, lambda values: meeting_actions.set_stage(dialogue=dialogue, by=request.user, **values),
        _("The stage is set."), title=_("Stage"), button=_("Save"), **_of(dialogue),
    )  # fmt: skip


@login_required
@reads_and_posts
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Take part, for a member that one acts for."""
    dialogue = seen(request, key)
    mine = Member.objects.filter(pk__in=[one.pk for one in queries.members_to_bring(request.user, dialogue)])
    form = PartyForm(mine, posted(request), initial={"member": mine.first()})
    return _step(
        request, form, lambda values: meeting_actions.join(dialogue=dialogue, by=request.user, **values),
        _("Your member takes part."), title=_("Take part"), button=_("Take part"),
        intro=_("Taking part binds to nothing. You may withdraw at any time; what was said stays."), **_of(dialogue),
    )  # fmt: skip


@login_required
@reads_and_posts
def invite(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a party, as who runs the dialogue."""
    dialogue = seen(request, key)
    require(request.user, "dialogues.run", dialogue)
    today = timezone.localdate()
    others = Member.objects.on(today).exclude(pk__in=dialogue.parties.on(today).values("member"))
    form = PartyForm(others, posted(request))
    return _step(
        request, form, lambda values: meeting_actions.join(dialogue=dialogue, by=request.user, **values),
        _("The party is entered."), title=_("Enter a party"), button=_("Enter it"),
        intro=_("Enter those that said they want to take part."), **_of(dialogue),
    )  # fmt: skip


@login_required
@reads_and_posts
def leave(request: HttpRequest, key: str, party: int) -> HttpResponse:
    """Withdraw a party."""
    dialogue = seen(request, key)
    found = get_object_or_404(Party.objects.select_related("member", "dialogue"), pk=party, dialogue=dialogue)
    require(request.user, "dialogues.leave", found)
    form = LeaveForm(posted(request))
    return _step(
        request, form, lambda values: meeting_actions.leave(party=found, by=request.user, **values),
        _("The party has withdrawn."), title=_("{member} withdraws").format(member=found.member.name),
        button=_("Withdraw"), intro=_("What was said stays. A party may come back."), **_of(dialogue),
    )  # fmt: skip


@login_required
@reads_and_posts
def appoint(request: HttpRequest, key: str) -> HttpResponse:
    """Give somebody an office."""
    dialogue = seen(request, key)
    require(request.user, "dialogues.run", dialogue)
    form = OfficeForm(posted(request))
    return _step(
        request, form, lambda values: meeting_actions.appoint(dialogue=dialogue, by=request.user, **values),
        _("The office is given."), title=_("Give an office"), button=_("Give it"), **_of(dialogue),
    )  # fmt: skip


@login_required
@reads_and_posts
def end_office(request: HttpRequest, key: str, office: int) -> HttpResponse:
    """End an office, or lay down one's own."""
    dialogue = seen(request, key)
    found = get_object_or_404(Office.objects.select_related("dialogue", "person"), pk=office, dialogue=dialogue)
    form = forms.Form(posted(request))
    return _step(
        request, form, lambda _values: meeting_actions.end_office(office=found, by=request.user),
        _("The office has ended."), title=_("End an office"), button=_("End it"),
        intro=found.get_role_display() + ": " + (found.person.name or _("no name given")), **_of(dialogue),
    )  # fmt: skip


@login_required
@reads_and_posts
def new_session(request: HttpRequest, key: str) -> HttpResponse:
    """Set a session."""
    dialogue = seen(request, key)
    require(request.user, "dialogues.run", dialogue)
    form = SessionForm(posted(request), initial={"rule": dialogue.rule})
    return _step(
        request, form, lambda values: meeting_actions.set_session(dialogue=dialogue, by=request.user, **values),
        _("The session is set."), title=_("Set a session"), button=_("Set it"), **_of(dialogue) | {"to": ""},
        back=dialogue.get_absolute_url(),
    )  # fmt: skip


@login_required
@reads_and_posts
def change_session(request: HttpRequest, key: str, session: str) -> HttpResponse:
    """Move or rename a session."""
    found = seen_session(request, key, session)
    require(request.user, "dialogues.run", found)
    first = {name: getattr(found, name) for name in meeting_actions.OF_A_SESSION}
    form = SessionForm(posted(request), initial=first, with_rule=False)
    return _step(
        request, form, lambda values: meeting_actions.change_session(session=found, by=request.user, **values),
        _("The session is changed."), found.get_absolute_url(), title=_("Change this session"), button=_("Save"),
        back_to=found.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def agenda(request: HttpRequest, key: str, session: str) -> HttpResponse:
    """Write the agenda."""
    found = seen_session(request, key, session)
    require(request.user, "dialogues.run", found)
    form = AgendaForm(found, posted(request))
    return _step(
        request, form,
        lambda _values: meeting_actions.set_agenda(session=found, points=form.points(), by=request.user) or True,
        _("The agenda is written."), found.get_absolute_url(), title=_("Agenda"), button=_("Save"),
        back_to=found.title, intro=_("Points without a title are left out."),
    )  # fmt: skip


@login_required
@reads_and_posts
def minutes(request: HttpRequest, key: str, session: str) -> HttpResponse:
    """Write the minutes."""
    found = seen_session(request, key, session)
    require(request.user, "dialogues.run", found)
    first = {"text": found.minutes, "language": found.minutes_language or get_language()}
    form = MinutesForm(posted(request), initial=first)
    return _step(
        request, form, lambda values: meeting_actions.write_minutes(session=found, by=request.user, **values),
        _("The minutes are written."), found.get_absolute_url(), title=_("Minutes"), button=_("Save"),
        back_to=found.title,
    )  # fmt: skip


@login_required
@reads_and_posts
def tighten(request: HttpRequest, key: str, session: str) -> HttpResponse:
    """Tighten the rule of a session, for what was said in it too."""
    found = seen_session(request, key, session)
    require(request.user, "dialogues.run", found)
    form = TightenForm(found, posted(request))
    return _step(
        request, form, lambda values: speaking_actions.tighten(session=found, by=request.user, **values),
        _("The rule is tightened."), found.get_absolute_url(), title=_("Tighten the rule of attribution"),
        button=_("Tighten it"), back_to=found.title,
        intro=_(
            "It cannot be loosened again. What was said loses the names that the new rule does not let stand; "
            "what has been read or sent by mail cannot be called back."
        ),
    )  # fmt: skip
