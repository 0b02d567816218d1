"""What this room tells those below it: what is found by search, who finds it, what can be translated.

Stands on `shown`.
"""

from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from passerelle.base.corridors import named_routes
from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import queries, shown
from passerelle_web.dialogues.models import Contribution, Dialogue, Draft
from passerelle_web.dialogues.models.drafting import DraftState
from passerelle_web.library import index, reach, rebuilding
from passerelle_web.library.kinds import name_kind
from passerelle_web.people.models import User
from passerelle_web.people.permissions import Somebody, runs_the_forum
from passerelle_web.texts import kinds
from passerelle_web.texts.cleaning import plain

DIALOGUE, CONCLUSIONS = "dialogues.dialogue", "dialogues.conclusions"
PREFIX = "dialogue"


def reach_of(dialogue: Dialogue, rule: int = Rule.RECORD) -> str:
    """How far a dialogue, or what was said in it under a rule, is found."""
    return reach.PUBLIC if dialogue.is_public and rule < Rule.CLOSED else f"{PREFIX}:{dialogue.pk}"


def places_of(dialogue: Dialogue) -> list[str]:
    """The places that a dialogue is about."""
    if dialogue.route:
        return list(named_routes()[dialogue.route].stops)
    return [one for one in (dialogue.origin, dialogue.destination) if one]


def find_dialogue(dialogue: Dialogue) -> None:
    """Make a dialogue findable as it stands."""
    index.keep_thing(_thing_of_dialogue(dialogue))


def _thing_of_dialogue(dialogue: Dialogue) -> index.Thing:
    return index.Thing(
        kind=DIALOGUE, key=dialogue.pk, title=dialogue.title, text=plain(dialogue.purpose), language=dialogue.language,
        reach=reach_of(dialogue), address=("dialogues:dialogue", [dialogue.pk]), themes=[dialogue.theme],
        places=places_of(dialogue), day=dialogue.begins,
    )  # fmt: skip


def find_contribution(row: Contribution) -> None:
    """Make what was said findable: its words, and nothing of who said them. What is hidden is found no more."""
    if row.is_hidden:
        index.forget(shown.KIND, row.pk)
        return
    index.keep_thing(_thing_of_contribution(row))


def _thing_of_contribution(row: Contribution) -> index.Thing:
    dialogue = row.dialogue
    return index.Thing(
        kind=shown.KIND, key=row.pk, title=dialogue.title, text=plain(row.text), language=row.language,
        reach=reach_of(dialogue, row.rule), address=("dialogues:contribution", [dialogue.pk, row.number]),
        themes=[dialogue.theme], places=places_of(dialogue), day=row.said_on,
    )  # fmt: skip


def find_conclusions(draft: Draft) -> None:
    """Make an adopted text findable, by who may read it; a draft, and a chair's summary, are not found."""
    if draft.state != DraftState.ADOPTED:
        index.forget(CONCLUSIONS, draft.pk)
        return
    index.keep_thing(_thing_of_conclusions(draft))


def _thing_of_conclusions(draft: Draft) -> index.Thing:
    dialogue = draft.dialogue
    return index.Thing(
        kind=CONCLUSIONS, key=draft.pk, title=draft.title, text=queries.standing_words(draft), language=draft.language,
        reach=reach_of(dialogue, draft.rule), address=("dialogues:draft", [dialogue.pk, draft.pk]), also=dialogue.title,
        themes=[dialogue.theme], places=places_of(dialogue), day=draft.adopted_at.date() if draft.adopted_at else None,
    )  # fmt: skip


def find_anew(dialogue: Dialogue) -> None:
    """Bring up to date all that is found of a dialogue, as when it is opened to everybody or closed again."""
    find_dialogue(dialogue)
    rows = dialogue.contributions.filter(is_hidden=False).select_related("dialogue").iterator(chunk_size=500)
    while some := [_thing_of_contribution(row) for row in islice(rows, 500)]:
        index.keep_all(some)
    for draft in dialogue.drafts.filter(state=DraftState.ADOPTED).select_related("dialogue"):
        find_conclusions(draft)


def _held(somebody: Somebody) -> list[str]:
    if runs_the_forum(somebody):
        return [f"{PREFIX}:{key}" for key in Dialogue.objects.values_list("pk", flat=True)]
    return [f"{PREFIX}:{key}" for key in queries.inside_of(somebody)] if isinstance(somebody, User) else []


def _contribution(key: str) -> Contribution | None:
    try:
        return Contribution.objects.select_related("dialogue", "person", "member").filter(pk=key).first()
    except ValueError:
        return None


def _dialogue(key: str) -> Dialogue | None:
    try:
        return Dialogue.objects.filter(pk=key).first()
    except ValueError:
        return None


def tell_others() -> None:
    """Register with the rooms below."""
    rebuilding.register(DIALOGUE, Dialogue.objects.all, lambda rows: map(_thing_of_dialogue, rows))
    rebuilding.register(
        shown.KIND, Contribution.objects.filter(is_hidden=False).select_related("dialogue").all,
        lambda rows: map(_thing_of_contribution, rows), locked=("self", "dialogue"),
    )  # fmt: skip
    rebuilding.register(
        CONCLUSIONS, Draft.objects.filter(state=DraftState.ADOPTED).select_related("dialogue").all,
        lambda rows: map(_thing_of_conclusions, rows), locked=("self", "dialogue"),
    )  # fmt: skip
    reach.register(PREFIX, _held, named=lambda _reach: str(_("The parties of a dialogue")))
    name_kind(DIALOGUE, _("Dialogue"))
    name_kind(CONCLUSIONS, _("Conclusions"))
    name_kind(shown.KIND, _("Contribution"))
    kinds.register(
        kind=shown.KIND, fields=("text",), load=_contribution, see="dialogues.see", translate="dialogues.speak",
        original=lambda row, _field: (row.text, row.language), back=lambda row: row.get_absolute_url(),
        names_translator=lambda row, _reader: row.rule < Rule.CHATHAM,
    )  # fmt: skip
    kinds.register(
        kind=DIALOGUE, fields=("title", "purpose"), load=_dialogue, see="dialogues.see", translate="dialogues.speak",
        original=_words, back=lambda one: one.get_absolute_url(),
        labels={"title": _("Title"), "purpose": _("Purpose")},
    )  # fmt: skip


def _words(dialogue: Any, field: str) -> tuple[str, str]:
    return getattr(dialogue, field), dialogue.language
