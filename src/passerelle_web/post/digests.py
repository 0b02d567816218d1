"""Digests: what happened in the topics that a person follows, since the last one, in her language.

Empty ones are not sent. Each item is asked for anew; what she may not know any more is left out without a word. The
letter and the day up to which she was told are written together. Stands on `news`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from passerelle_web.people.models import User
from passerelle_web.people.permissions import read_once
from passerelle_web.post.actions import habit_of, send
from passerelle_web.post.addresses import no_more_address
from passerelle_web.post.models import Habit, Item, Letter, Rhythm
from passerelle_web.post.news import leaving_headers, line_of, link_of, rhythm_of
from passerelle_web.post.reach import all_that_reach
from passerelle_web.post.rules import SETTLED
from passerelle_web.post.topics import make_ready, topic_for

# Of one topic, and of all, so many pieces of news are written out; further ones are counted.
OF_A_TOPIC, OF_ALL = 20, 200
TOLD_BY = {Rhythm.DAILY: "told_daily", Rhythm.WEEKLY: "told_weekly"}


@dataclass(frozen=True, slots=True)
class Part:
    """One topic in a digest: its name, its address, its news, and how many more there are."""

    title: str
    address: str
    lines: list[tuple[str, str]]
    further: int


def last_due(habit: Habit, rhythm: str, now: datetime) -> datetime:
    """The last hour, up to now, at which a digest was due."""
    today = now.astimezone(UTC).replace(hour=habit.hour, minute=0, second=0, microsecond=0)
    due = today if today <= now else today - timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        due -= timedelta(days=(due.weekday() - habit.weekday) % 7)
    return due


def parts_for(person: User, rhythm: str, since: datetime, until: datetime) -> list[Part]:
    """What a digest of a rhythm would say of the time in between; topics in the order of their names."""
    followed = person.followings.filter(stopped_at=None).select_related("person__habit")
    topics = [held.topic for held in followed if rhythm_of(held) == rhythm]
    by_topic: dict[str, list[Item]] = {}
    make_ready(topics)
    told = list(Item.objects.filter(topic__in=topics, at__gt=since, at__lte=until)[: OF_ALL * 5])
    for item in all_that_reach(person, told):
        by_topic.setdefault(item.topic, []).append(item)
    parts = []
    for topic, items in by_topic.items():
        named = topic_for(person, topic)
        if named is None:
            continue
        lines = [(line_of(item, person.language), link_of(item, person.language)) for item in items[:OF_A_TOPIC]]
        parts.append(Part(named.title, named.address, lines, max(0, len(items) - OF_A_TOPIC)))
    return sorted(parts, key=lambda part: part.title)


def _text(person: User, parts: list[Part]) -> str:
    blocks = [_("Good day,")]
    for part in parts:
        said = [part.title, "=" * min(len(part.title), 70)]
        said += [f"* {line}\n  {link}" if link else f"* {line}" for line, link in part.lines]
        if part.further:
            said.append(_("… and %(number)s more, on its page.") % {"number": part.further})
        blocks.append("\n".join(said))
    end = _(
        "You choose what you follow and how often you hear of it on the page of your account. To hear nothing more:"
    )
    return "\n\n".join([*blocks, "-- ", end, no_more_address(person)]) + "\n"


def write_digest(person: User, rhythm: str, since: datetime, until: datetime) -> Letter | None:
    """Write the digest of a time as a letter; None where there is nothing to say."""
    with translation.override(person.language), read_once():
        parts = parts_for(person, rhythm, since, until)
        if not parts:
            return None
        subject = (
            _("Passerelle: what happened today") if rhythm == Rhythm.DAILY else _("Passerelle: what happened this week")
        )
        return send(
            to=person,
            kind="digest",
            subject=subject,
            body=_text(person, parts),
            headers=leaving_headers(no_more_address(person)),
        )


def preview(person: User, now: datetime | None = None) -> list[Part]:
    """What a digest would say now, of all that she hears of by digest."""
    until, habit = now or timezone.now(), habit_of(person)
    with read_once():
        daily = parts_for(person, Rhythm.DAILY, habit.told_daily, until)
        return daily + parts_for(person, Rhythm.WEEKLY, habit.told_weekly, until)


@transaction.atomic
def _tell_one(habit: Habit, rhythm: str, due: datetime, until: datetime) -> bool:
    """The digest of one person, with the day up to which she was told; another maker that was quicker has done it."""
    field = TOLD_BY[Rhythm(rhythm)]
    since = getattr(habit, field)
    taken = Habit.objects.filter(pk=habit.pk, **{field: since}).update(**{field: until})
    return bool(taken) and write_digest(habit.person, rhythm, since, until) is not None


def make_digests(now: datetime | None = None) -> int:
    """Write every digest that is due; how many letters. Where no mail goes out, none is written."""
    if not settings.SENDS_MAIL:
        return 0
    now = now or timezone.now()
    until, count = now - SETTLED, 0
    people = Habit.objects.filter(person__is_active=True, person__followings__stopped_at=None)
    for habit in people.select_related("person").distinct().iterator():
        for rhythm, field in TOLD_BY.items():
            due = last_due(habit, rhythm, now)
            if getattr(habit, field) < due <= until:
                count += _tell_one(habit, rhythm, due, until)
    return count


def clear_news(*, older_than: timedelta) -> int:
    """Remove old news; how many pieces."""
    old: models.QuerySet[Item] = Item.objects.filter(at__lt=timezone.now() - older_than)
    gone, _by_kind = old.delete()
    return gone
