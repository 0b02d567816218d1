"""The work in the background: make the picture of a consultation anew, where that tells of enough people.

Stands on `making`.
"""

from django_tasks import task

from passerelle_web.consensus.making import make_picture
from passerelle_web.consensus.models import Consultation, Picture


@task()
def draw(key: str) -> None:
    """Make one picture. What is voted after it has begun asks for the next one."""
    if Picture.objects.filter(pk=key).update(asked_at=None):
        make_picture(Consultation.objects.get(pk=key))
