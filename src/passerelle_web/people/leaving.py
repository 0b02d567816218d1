"""What is erased of a person who has her account deleted; other rooms add what they hold with `on_leaving`.

Holds no page and no permission; `actions.forget` calls it. Ground of the site.
"""

from collections.abc import Callable

from django.utils import timezone

from passerelle_web.people.models import Invitation, User

Step = Callable[[User], None]
_STEPS: list[Step] = []


def on_leaving(step: Step) -> Step:
    """Let a room erase what it holds of a person, in the transaction in which her account is deleted."""
    if step not in _STEPS:
        _STEPS.append(step)
    return step


def erase_all(person: User) -> None:
    """Take every step."""
    for step in _STEPS:
        step(person)


@on_leaving
def _ways_of_signing_in(person: User) -> None:
    """Second factors, passkeys and accounts at identity providers, while the address is still known."""
    for ways in (person.authenticator_set, person.socialaccount_set):
        ways.all().delete()


@on_leaving
def _open_invitations(person: User) -> None:
    """Invitations that were sent to her address."""
    sent = Invitation.objects.filter(address__iexact=person.email, used_at=None, taken_back_at=None)
    sent.update(address="", taken_back_at=timezone.now())
