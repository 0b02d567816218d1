"""Pages of tables: positions on questions, and figures that parties accept, contest or answer with their own.

Each gets, calls a query or an action, renders. Stands on `tables_page`.
"""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from passerelle.base.corridors import Corridor, find_corridor
from passerelle.base.errors import PasserelleError
from passerelle_web.dialogues import table_actions
from passerelle_web.dialogues.drafting_views import reads_and_posts
from passerelle_web.dialogues.mandates import behind, chosen, needed, person_of
from passerelle_web.dialogues.models import Dialogue, Fact, Question
from passerelle_web.dialogues.permissions import STATE, WORK
from passerelle_web.dialogues.tables_forms import LayForm, PlacesForm, PositionForm, QuestionForm, WordForm
from passerelle_web.dialogues.tables_page import choices_of, facts_of, key_of, own_value, positions_of
from passerelle_web.dialogues.views import about, posted, seen
from passerelle_web.evidence.queries import corridor_known
from passerelle_web.people.permissions import require
from passerelle_web.people.steps import carried_out, form_page, go_on


@require_safe
def positions(request: HttpRequest, key: str) -> HttpResponse:
    """Where the parties stand, and how that changed."""
    dialogue = seen(request, key)
    table = positions_of(dialogue)
    told = about(request, dialogue, at="positions", table=table, behind=behind(table.every, request.user))
    return render(request, "dialogues/positions.html", told)


@login_required
@reads_and_posts
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the parties a question."""
    dialogue = seen(request, key)
    require(request.user, "dialogues.run", dialogue)
    form = QuestionForm(posted(request), initial={"language": dialogue.language})
    there = reverse("dialogues:positions", args=[key])
    if carried_out(form, lambda given: table_actions.ask(dialogue=dialogue, by=request.user, **given)):
        return go_on(request, _("The question stands."), there)
    return form_page(
        request, form, title=_("Ask the parties a question"), button=_("Ask it"), back=there, back_to=dialogue.title
    )


@login_required
@reads_and_posts
def take(request: HttpRequest, key: str, question: int) -> HttpResponse:
    """Take a position."""
    dialogue = seen(request, key)
    members = needed(request, dialogue, STATE)
    held = get_object_or_404(Question.objects.select_related("dialogue"), pk=question, dialogue=dialogue)
    form = PositionForm(members, posted(request))
    there = reverse("dialogues:positions", args=[key])
    made = carried_out(form, lambda given: table_actions.take_position(
        question=held, stance=given["stance"], text=given["text"], language=given["language"],
        member=chosen(request, dialogue, members, given), by=person_of(request),
    ))  # fmt: skip
    if made:
        return go_on(request, _("Your position stands. You may take another at any time."), there)
    return form_page(
        request, form, title=held.text, button=_("Take this position"), back=there, back_to=dialogue.title,
        intro=_("A position is your party’s own word and bears its name. It binds to nothing; earlier ones stay."),
    )  # fmt: skip


@login_required
@reads_and_posts
def close(request: HttpRequest, key: str, question: int) -> HttpResponse:
    """Close a question."""
    dialogue = seen(request, key)
    held = get_object_or_404(Question.objects.select_related("dialogue"), pk=question, dialogue=dialogue)
    form = forms.Form(posted(request))
    there = reverse("dialogues:positions", args=[key])
    if carried_out(form, lambda _given: table_actions.close_question(question=held, by=request.user)):
        return go_on(request, _("The question is closed; the positions stay."), there)
    return form_page(
        request, form, title=_("Close this question"), button=_("Close it"), intro=held.text, back=there,
        back_to=dialogue.title,
    )  # fmt: skip


@require_safe
def facts(request: HttpRequest, key: str) -> HttpResponse:
    """Figures before the parties, and what each says of them."""
    dialogue = seen(request, key)
    found = facts_of(dialogue)
    shown = [(one, [(word, own_value(word) if word.value is not None else "") for word in one.words]) for one in found]
    agreed = sum(one.is_agreed for one in found)
    return render(
        request,
        "dialogues/facts.html",
        about(
            request,
            dialogue,
            at="facts",
            facts=shown,
            agreed=agreed,
            many=len(found),
            behind=behind((word for one in found for word in one.words), request.user),
        ),
    )


def _corridor(dialogue: Dialogue, given: Any) -> Corridor | None:
    """The corridor of a figure: the dialogue's own, or the one that was typed."""
    if dialogue.origin:
        return Corridor(dialogue.origin, dialogue.destination)
    return find_corridor(given["origin"], given["destination"]) if given.get("origin") else None


@login_required
@reads_and_posts
def lay(request: HttpRequest, key: str) -> HttpResponse:
    """Lay a figure before the parties, out of what is known of a corridor."""
    dialogue = seen(request, key)
    require(request.user, "dialogues.run", dialogue)
    there = reverse("dialogues:facts", args=[key])
    words = {"title": _("Lay a figure before the parties"), "back": there, "back_to": dialogue.title}
    asking = PlacesForm(request.GET if "origin" in request.GET else None)
    try:
        corridor = _corridor(dialogue, asking.cleaned_data if asking.is_bound and asking.is_valid() else {})
    except PasserelleError as refused:
        asking.add_error(None, str(refused))
        corridor = None
    if corridor is None:
        return render(request, "dialogues/places.html", {"form": asking, "dialogue": dialogue, **words})
    figures = {key_of(one): one for one in corridor_known(corridor).newest}
    form = LayForm(choices_of(figures.values()), posted(request))
    made = carried_out(form, lambda given: table_actions.lay(
        dialogue=dialogue, corridor=corridor, figure=figures[given["figure"]], by=request.user
    ))  # fmt: skip
    if made:
        return go_on(request, _("The figure lies before the parties."), there)
    return form_page(
        request,
        form,
        button=_("Lay it before them"),
        intro=_("As it stands today, with its source and its year."),
        **words,
    )


@login_required
@reads_and_posts
def word(request: HttpRequest, key: str, fact: int) -> HttpResponse:
    """Say what one's party makes of a figure."""
    dialogue = seen(request, key)
    members = needed(request, dialogue, WORK)
    held = get_object_or_404(Fact.objects.select_related("dialogue"), pk=fact, dialogue=dialogue)
    shown = next(one for one in facts_of(dialogue) if one.row == held)
    form = WordForm(members, posted(request), initial={"says": "accept"})
    there = reverse("dialogues:facts", args=[key])
    made = carried_out(form, lambda given: table_actions.give_word(
        fact=held, member=chosen(request, dialogue, members, given), by=person_of(request),
        **{name: given[name] for name in ("says", "value", "period", "source", "reason", "language")},
    ))  # fmt: skip
    if made:
        return go_on(request, _("Your party’s word stands."), there)
    return form_page(
        request, form, title=shown.name, button=_("Give this word"), back=there, back_to=dialogue.title,
        intro=f"{shown.value} ({shown.period}), {shown.source}",
    )  # fmt: skip
