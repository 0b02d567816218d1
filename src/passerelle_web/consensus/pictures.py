"""When a picture is made anew: not more often than the size of its consultation allows.

The work is in `tasks`, what it makes in `making`. Stands on `models`.
"""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from passerelle_web.consensus.models import Consultation, Picture
from passerelle_web.consensus.tasks import draw

SHORTEST = timedelta(seconds=15)  # between two pictures
LONGEST_PAUSE = timedelta(minutes=15)
_TIMES = 20  # the worker is busy with one consultation a twentieth of its time at most
LOST = timedelta(minutes=45)  # a job that has not begun for so long is asked for again


def want_picture(consultation: Consultation, *, force: bool = False) -> None:
    """Ask for a picture, unless one is asked for already: one look at one row, whatever the number of votes.

    Parameters
    ----------
    force : something else than votes changed, so that it is due once nobody could be told from it.
    """
    now = timezone.now()
    mine = Picture.objects.filter(pk=consultation.pk)
    if force:
        mine.update(is_forced=True)
    waits_not = models.Q(asked_at=None) | models.Q(asked_at__lt=now - LOST)
    if mine.filter(waits_not).update(asked_at=now):
        made_at, seconds = mine.values_list("made_at", "seconds").get()
        pause = min(max(SHORTEST, timedelta(seconds=_TIMES * seconds)), LONGEST_PAUSE)
        wanted = draw
        if made_at is not None and made_at + pause > now and draw.get_backend().supports_defer:
            wanted = draw.using(run_after=made_at + pause)
        transaction.on_commit(lambda: wanted.enqueue(str(consultation.pk)))


def see_to(consultation: Consultation) -> Picture:
    """The picture of a consultation; the last one is asked for where voting has ended since it was made."""
    picture = Picture.objects.defer("packed").get(pk=consultation.pk)
    if consultation.has_closed and not picture.is_last and picture.asked_at is None:
        want_picture(consultation, force=True)
        picture = Picture.objects.defer("packed").get(pk=consultation.pk)
    return picture
