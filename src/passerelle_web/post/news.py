"""News: a room tells, in its own words, what happened in a topic; this room tells those who follow and may know.

It adds nothing of who did it, and asks for each person and each mail anew whether she may hear of it. Digests are in
`digests`. Stands on `models`.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from passerelle_web.people.models import User
from passerelle_web.people.permissions import read_once
from passerelle_web.post import answers
from passerelle_web.post.actions import send
from passerelle_web.post.addresses import no_more_address
from passerelle_web.post.delivery import domain
from passerelle_web.post.models import Following, Item, Rhythm
from passerelle_web.post.reach import Reach, kept, reaches
from passerelle_web.post.topics import Topic, topic_for

AT_A_TIME = 100

Words = str | Promise | Callable[[], str]


def in_every_language(words: Words) -> dict[str, str]:
    """Words as they are in each language of the interface; a plain text is kept once."""
    if isinstance(words, str):
        return {"": words} if words else {}
    told = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told[code] = str(words() if callable(words) else words)
    return told


def in_language(told: dict[str, str], language: str) -> str:
    """What was told, in a language, or as it was told."""
    return told.get(language) or told.get("") or told.get("en", "")


@transaction.atomic
def tell(
    *,
    topic: str,
    kind: str,
    said: Words,
    address: Words = "",
    actor_shown: Words = "",
    reach: Reach,
) -> Item:
    """Tell a piece of news; letters follow after the commit.

    `said` is a text, a lazy text, or a function that is called in each language; so are `address`, a path on this
    site, and `actor_shown`, which is all that is ever said of who did it. `reach` is a function of a module,
    `(person, topic)`, or the name of a permission, alone or with its subject.
    """
    from passerelle_web.post.tasks import spread  # noqa: PLC0415  the task imports this module

    item = Item.objects.create(
        topic=topic,
        kind=kind,
        said=in_every_language(said),
        actor=in_every_language(actor_shown),
        address=in_every_language(address),
        reach=kept(reach),
    )
    transaction.on_commit(lambda: spread.enqueue(str(item.key)))
    return item


# Who hears at once -------------------------------------------------------------------------------------


def rhythm_of(following: Following) -> str:
    """How often: as she chose for the topic, else for all."""
    habit = getattr(following.person, "habit", None)
    return following.rhythm or (habit.rhythm if habit else Rhythm.DAILY)


def _at_once(topic: str) -> "models.QuerySet[Following]":
    held = Following.objects.filter(topic=topic, stopped_at=None, person__is_active=True)
    chosen = models.Q(rhythm=Rhythm.IMMEDIATE) | models.Q(rhythm="", person__habit__rhythm=Rhythm.IMMEDIATE)
    return held.filter(chosen).select_related("person__habit")


def thread_of(topic: str) -> str:
    """The name that all mails of a topic answer to, so that a mail program shows them as one thread."""
    return f"<topic.{hashlib.sha256(topic.encode()).hexdigest()[:24]}@{domain()}>"


def thread_headers(topic: str) -> dict[str, str]:
    """Headers that put a mail into the thread of its topic."""
    return {"References": thread_of(topic), "In-Reply-To": thread_of(topic)}


def leaving_headers(address: str) -> dict[str, str]:
    """Headers by which a mail program offers to hear no more (RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def line_of(item: Item, language: str) -> str:
    """A piece of news in one line: who, as far as that may be said, and what."""
    actor, said = in_language(item.actor, language), in_language(item.said, language)
    return f"{actor}: {said}" if actor else said


def link_of(item: Item, language: str) -> str:
    """Its page, as a whole address."""
    path = in_language(item.address, language)
    return settings.SITE_ADDRESS + path if path.startswith("/") else path


def _immediate(person: User, topic: Topic, item: Item) -> tuple[str, dict[str, str]]:
    """Text and headers of the mail that tells one piece of news."""
    no_more = no_more_address(person, item.topic)
    headers = {**thread_headers(item.topic), **leaving_headers(no_more)}
    paragraphs = [line_of(item, person.language), link_of(item, person.language)]
    if answer_to := answers.address_for(person, item.topic):
        headers["Reply-To"] = answer_to
        paragraphs.insert(0, answers.above_this_line())
        paragraphs.append(_("Answer this mail, and your words stand there too."))
    paragraphs += [
        "-- ",
        _("You hear of “%(topic)s” at once. To hear no more of it:") % {"topic": topic.title},
        no_more,
    ]
    return "\n\n".join(part for part in paragraphs if part) + "\n", headers


def _write(person: User, item: Item) -> bool:
    """One letter to one person, if she may know of it today; was one written?"""
    if not reaches(person, item.topic, item.reach):
        return False
    with translation.override(person.language):
        topic = topic_for(person, item.topic)
        if topic is None:
            return False
        text, headers = _immediate(person, topic, item)
        letter = send(
            to=person,
            kind="news",
            subject=topic.title,
            body=text,
            about=("post.item", str(item.key)),
            headers=headers,
            once=f"{item.key}:{person.pk}",
        )
    return letter is not None


def spread_item(key: str) -> int:
    """Write the letters to those who hear at once; how many. A second time, and where no mail goes out, none."""
    if not settings.SENDS_MAIL:
        return 0
    item, count = Item.objects.get(key=key), 0
    hearers = list(_at_once(item.topic))
    for start in range(0, len(hearers), AT_A_TIME):
        # some at a time: each lot wakes the sender once, and no transaction lasts long
        with transaction.atomic(), read_once():
            count += sum(_write(following.person, item) for following in hearers[start : start + AT_A_TIME])
    return count
