"""What this room tells those below it: what is found by search, what can be translated and followed.

What measures, templates and corridors show is in `neighbours`. Stands on `permissions`.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from passerelle.exchange.practices.records import TOLD
from passerelle.exchange.practices.records import Practice as Record
from passerelle_web.evidence.practised import tell_practices as tell_evidence
from passerelle_web.evidence.practised import tell_themed
from passerelle_web.library import index, reach, rebuilding
from passerelle_web.library.checking import day_of
from passerelle_web.library.kinds import name_kind
from passerelle_web.measures.measure_page import tell_practices as tell_measures
from passerelle_web.measures.template_page import tell_practices as tell_templates
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may
from passerelle_web.people.remembering import remember, remembered
from passerelle_web.people.themes import is_theme, theme_name
from passerelle_web.post import news, topics
from passerelle_web.practices import neighbours
from passerelle_web.practices.models import Practice
from passerelle_web.practices.queries import with_standing
from passerelle_web.texts import kinds
from passerelle_web.texts.cleaning import plain

KIND = "practices.practice"
THEME, ONE, REVIEWS = "practices.theme:", "practices.practice:", "practices.review"
LABELS = {
    "title": _("Title"), "gist": _("What was done, in a sentence"), "problem": _("The problem"),
    "context": _("The context"), "done": _("What was done"), "actors": _("By whom"), "for_whom": _("For whom"),
    "transfer": _("What it takes elsewhere"), "failed": _("What failed"), "rights": _("Rights considered"),
}  # fmt: skip


def find(practice: Practice, record: Record) -> None:
    """Let a practice be found: by everybody once it is published, before that by its own member."""
    index.keep_thing(_thing(practice, record))


def _thing(practice: Practice, record: Record) -> index.Thing:
    texts = [plain(getattr(record, name)) for name in TOLD if name != "title"]
    texts += [f"{one.indicator} {one.unit}" for one in record.results]
    return index.Thing(
        kind=KIND, key=practice.pk, title=str(practice), text="\n".join(text for text in texts if text),
        language=record.language, reach=reach.PUBLIC if practice.stands else reach.of_member(practice.member),
        address=("practices:practice", [practice.pk]), themes=record.themes, places=record.all_places,
        day=day_of(record.since),
    )  # fmt: skip


def _things(rows: Sequence[Any]) -> Iterator[index.Thing]:
    """What can be found of practices that hold a version, each by the one that a reader meets."""
    for one in with_standing(row for row in rows if row.newest):
        yield _thing(one, one.standing.record)


def load(key: str) -> Practice | None:
    """The practice of a key; None for what is no key at all."""
    try:
        return Practice.objects.select_related("member").filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None


def _original(practice: Any, field: str) -> tuple[str, str]:
    record = practice.standing.record
    return str(getattr(record, field)), record.language


# What can be followed ----------------------------------------------------------------------------------


def _theme(_person: User, topic: str) -> topics.Topic | None:
    code = topic.removeprefix(THEME)
    if not is_theme(code):
        return None
    title = str(_("Practices: %(theme)s") % {"theme": theme_name(code)})
    return topics.Topic(title, f"{reverse('practices:practices')}?theme={code}")


def _ready(followed: Sequence[str]) -> None:
    """Read the practices of several topics."""
    keys = [topic.removeprefix(ONE) for topic in followed]
    for one in Practice.objects.select_related("member").filter(pk__in=keys):
        remember(f"{ONE}{one.pk}", one)


def _one(person: User, topic: str) -> topics.Topic | None:
    practice = remembered(topic, lambda: load(topic.removeprefix(ONE)))
    if practice is None or not may(person, "practices.see", practice):
        return None
    return topics.Topic(str(practice), practice.get_absolute_url())


def _reviews(person: User, _topic: str) -> topics.Topic | None:
    if not may(person, "practices.add"):
        return None
    return topics.Topic(str(_("Practices that await review")), reverse("practices:awaiting"))


def _tell(topic: str, kind: str, words: Promise, practice: Practice, who: str, permission: str) -> None:
    news.tell(
        topic=topic, kind=kind, said=lambda: str(words) % {"title": practice.title}, actor_shown=who,
        address=practice.get_absolute_url, reach=(permission, practice),
    )  # fmt: skip


def tell_published(practice: Practice, record: Record) -> None:
    """Tell those who follow one of its themes, or the practice itself, that a version is published."""
    for topic in (*(f"{THEME}{code}" for code in record.themes), f"{ONE}{practice.pk}"):
        words = _("Practice published: %(title)s")
        _tell(topic, "practice.published", words, practice, practice.member.name, "practices.see")


def tell_submitted(practice: Practice) -> None:
    """Tell those who follow what awaits review."""
    words = _("Practice to review: %(title)s")
    _tell(REVIEWS, "practice.submitted", words, practice, practice.member.name, "practices.review")


def tell_tried(practice: Practice, member: str) -> None:
    """Tell those who follow a practice that a member tried it."""
    words = _("Tried elsewhere: %(title)s")
    _tell(f"{ONE}{practice.pk}", "practice.tried", words, practice, member, "practices.see")


def tell_others() -> None:
    """Register with the rooms below."""
    rebuilding.register(KIND, Practice.objects.select_related("member").all, _things, locked=("self",))
    name_kind(KIND, _("Practice"))
    kinds.register(
        kind=KIND, fields=TOLD, load=load, see="practices.see", translate="practices.translate", original=_original,
        back=lambda practice: practice.get_absolute_url(), labels=LABELS,
    )  # fmt: skip
    topics.register(THEME, _theme)
    topics.register(ONE, _one, ready=_ready)
    topics.register(REVIEWS, _reviews)
    tell_measures(neighbours.of_measure)
    tell_templates(neighbours.of_template)
    tell_evidence(neighbours.on_corridor)
    tell_themed(neighbours.of_themes)
