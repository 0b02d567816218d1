"""Fills the demonstration in, once, and never among members that nobody invented.

Stands on the rooms of the site.
"""

from django.db import transaction
from django.utils import timezone

from passerelle_web.demonstration import dialogue, forum, members, papers, plans, practices
from passerelle_web.people.refusals import CannotBeDone


def fill(*, password: str | None = None) -> bool:
    """Fill the demonstration in; False where it is there already.

    Raises
    ------
    CannotBeDone : members are there that nobody invented.
    """
    if members.is_there():
        return False
    if members.others_are_there():
        raise CannotBeDone("Members are entered here already; a demonstration does not belong among them.")
    with transaction.atomic():
        made = members.found(password)
        plans.corridor_plan(made, timezone.localdate())
        plans.route_plan(made)
        papers.register()
        practices.practice(made)
        talks = dialogue.route_dialogue(made, timezone.localdate())
        forum.forum(made, talks, timezone.localdate())
    return True
