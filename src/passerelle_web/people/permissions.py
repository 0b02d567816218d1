"""Who may do what with people and the trail.

Holds small predicates that read as sentences. Ground of the site.
"""

from django.contrib.auth.models import AnonymousUser

from passerelle_web.people.models import User

Somebody = User | AnonymousUser


def runs_the_site(somebody: Somebody) -> bool:
    """Is this a person who runs the site, and still may?"""
    return somebody.is_authenticated and somebody.is_active and somebody.is_staff


def may_read_trail_by(somebody: Somebody, person: User) -> bool:
    """One reads one's own trail; who runs the site reads all."""
    return runs_the_site(somebody) or (somebody.is_authenticated and somebody == person)
