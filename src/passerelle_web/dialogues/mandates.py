"""For which party a person acts: by her mandate, the one that she chose last first; and who stands behind an act.

What needs which mandate is in `permissions`. Stands on `queries` and `sealing`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from passerelle_web.dialogues import queries, sealing
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.dialogues.permissions import SPEAK
from passerelle_web.people.acting import acted_for
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import WHO_MAY, Somebody, active_memberships, require
from passerelle_web.people.refusals import CannotBeDone, NotAllowed

CHOSEN = "dialogues_for_whom"  # in the session of a browser, which no trail keeps


@dataclass(frozen=True)
class Behind:
    """The person behind an act of a delegation; `is_inside` where her own delegation alone is told."""

    name: str
    is_inside: bool


def person_of(request: HttpRequest) -> User:
    """Who is signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def for_whom(request: HttpRequest, dialogue: Dialogue, act: str = SPEAK) -> list[Member]:
    """The parties for which a person may do something, the one first for which she did something last."""
    members = queries.members_for(request.user, dialogue, act)
    if len(members) < 2:
        return members
    now_for = acted_for(request)
    last = request.session.get(CHOSEN, {}).get(str(dialogue.pk), now_for.pk if now_for else None)
    return sorted(members, key=lambda member: member.pk != last)


def needed(request: HttpRequest, dialogue: Dialogue, act: str) -> list[Member]:
    """The same; refused where there is none, in the words of who may."""
    require(request.user, "dialogues.speak", dialogue)
    members = for_whom(request, dialogue, act)
    if not members:
        raise NotAllowed(str(WHO_MAY[act]))
    return members


def chosen(
    request: HttpRequest, dialogue: Dialogue, members: Sequence[Member], given: dict[str, Any], *, kept: bool = True
) -> Member:
    """The party for which a form was sent, kept for the next form of this dialogue.

    Parameters
    ----------
    kept : not, where the rule lets no member be named: a choice that is kept beside it could tell who spoke.
    """
    asked = str(given.get("member") or (members[0].pk if members else ""))
    found = next((one for one in members if str(one.pk) == asked), None)
    if found is None:
        raise CannotBeDone(_("You speak only for a party that you act for."))
    if kept and len(members) > 1:
        request.session[CHOSEN] = request.session.get(CHOSEN, {}) | {str(dialogue.pk): found.pk}
    return found


def behind(acts: Iterable[Any], somebody: Somebody) -> dict[object, Behind]:
    """Who stands behind acts of one kind, by their keys: whom the rule lets be named, and in her own delegation her."""
    rows = list(acts)
    found = {one.pk: Behind(_called(one.person), is_inside=False) for one in rows if one.person_id}
    hers = set(active_memberships(somebody).values_list("member", flat=True)) if isinstance(somebody, User) else set()
    if hers:
        speakers = sealing.opened_all(one for one in rows if one.pk not in found)
        inside = {key: speaker.person for key, speaker in speakers.items() if speaker.member in hers}
        people = User.objects.in_bulk(set(inside.values()))
        found |= {key: Behind(_called(people[who]), is_inside=True) for key, who in inside.items() if who in people}
    return found


def _called(person: User) -> str:
    return _("former participant") if person.is_gone else person.name or _("no name given")
