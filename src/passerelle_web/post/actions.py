"""What can be done with mail: writing a letter, sending it again, following, and choosing how often one hears.

A letter is a row in the caller's transaction: where that is rolled back, nothing goes out. Sending is `delivery`.
Stands on `people`.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle_web.people.actions import record
from passerelle_web.people.models import User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.sending import Written
from passerelle_web.post.models import Following, Habit, Letter, Rhythm, State


def one_line(text: str) -> str:
    """A subject without breaks, which would end the header."""
    return " ".join(text.split())[:300]


@transaction.atomic
def send(
    *,
    to: User | str,
    kind: str,
    subject: str,
    body: str,
    html: str = "",
    language: str = "",
    about: tuple[str, str] = ("", ""),
    headers: dict[str, str] | None = None,
    once: str | None = None,
) -> Letter | None:
    """Write a letter to a person or an address; it goes out after the commit, tried again until it is taken.

    With `once` the same letter is written a single time: None where it was written before.
    """
    from passerelle_web.post.tasks import push_soon  # noqa: PLC0415  the task imports this module

    person = to if isinstance(to, User) else None
    if once is not None and Letter.objects.filter(once=once).exists():
        return None
    letter = Letter.objects.create(
        to_person=person,
        to_address="" if person else str(to),
        kind=kind,
        subject=one_line(subject),
        text=body,
        html=html,
        language=language or (person.language if person else "en"),
        about_kind=about[0],
        about_key=about[1],
        headers=headers or {},
        once=once,
    )
    push_soon()
    return letter


def take_over(letter: Written) -> Letter | None:
    """A letter that the ground of the site wrote, such as an invitation."""
    return send(
        to=letter.to,
        kind=letter.kind,
        subject=letter.subject,
        body=letter.text,
        language=letter.language,
        about=letter.about,
    )


@transaction.atomic
def send_again(*, letter: Letter, by: User | None) -> Letter:
    """Try a letter anew that failed, or of which nobody knows whether it arrived."""
    from passerelle_web.post.tasks import push_soon  # noqa: PLC0415

    require(by, "post.send_again", letter)
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if held.state not in (State.FAILED, State.UNSURE, State.WAITING):
        raise CannotBeDone(_("Only a letter that waits, has failed, or was perhaps sent can be sent again."))
    held.state, held.tries, held.fault, held.next_try_at = State.WAITING, 0, "", timezone.now()
    held.save()
    record("letter.sent_again", held, by=by)
    push_soon()
    return held


@transaction.atomic
def follow(*, person: User, topic: str, rhythm: str = "", by: User | None) -> Following:
    """Follow a topic. A room does it for a party with `by=None`, which leaves alone what the person chose herself."""
    require(by, "post.follow", person)
    held, made = Following.objects.get_or_create(person=person, topic=topic, defaults={"rhythm": rhythm})
    if by is not None and not made:
        held.rhythm, held.stopped_at = rhythm, None
        held.save()
    habit_of(person)
    return held


@transaction.atomic
def unfollow(*, person: User, topic: str, by: User | None) -> None:
    """Follow a topic no more; no room makes her follow it again."""
    require(by, "post.follow", person)
    now = timezone.now()
    Following.objects.update_or_create(person=person, topic=topic, defaults={"stopped_at": now})


def habit_of(person: User) -> Habit:
    """How a person hears of things; once a day until she says otherwise."""
    return Habit.objects.get_or_create(person=person)[0]


@transaction.atomic
def choose(*, person: User, rhythm: str, hour: int = 6, weekday: int = 0, by: User | None) -> Habit:
    """Choose how often one hears of what one follows, and when.

    Changing from digest to digest tells nothing twice and leaves nothing out: the later of both begins where the
    earlier ended.
    """
    require(by, "post.follow", person)
    habit = habit_of(person)
    habit.rhythm, habit.hour, habit.weekday = Rhythm(rhythm), hour, weekday
    habit.save()
    return habit


@transaction.atomic
def hear_no_more(*, person: User, topic: str = "") -> None:
    """From the link in a mail: of a topic no more, or of nothing any more. The link itself is the proof."""
    if topic:
        unfollow(person=person, topic=topic, by=None)
        return
    habit = habit_of(person)
    habit.rhythm = Rhythm.NONE
    habit.save()
    person.followings.update(rhythm="")


def erase(person: User) -> None:
    """Erase what is held of who leaves: letters to her, what she followed, where she answered."""
    person.letters.exclude(state__in=(State.SENT, State.SENDING)).delete()
    person.letters.update(to_person=None, subject="")
    for held in (person.followings, person.answer_addresses):
        held.all().delete()
    Habit.objects.filter(person=person).delete()


def settle(*, older_than: timedelta) -> int:
    """Remove sent letters that are old enough; how many there were."""
    gone, _by_kind = Letter.objects.filter(state=State.SENT, sent_at__lt=timezone.now() - older_than).delete()
    return gone
