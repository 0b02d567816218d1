"""What the pages of corridors, routes and measures show of dialogues, within each reader's reach.

Stands on `shown`.
"""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator

from passerelle_web.dialogues import queries, shown
from passerelle_web.dialogues.models import Contribution
from passerelle_web.evidence.spoken import Spoken, tell_dialogues
from passerelle_web.measures.models import Measure
from passerelle_web.measures.spoken import Spoken as SpokenOfMeasure
from passerelle_web.measures.spoken import Words, tell_spoken
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may
from passerelle_web.texts.cleaning import plain

MOST = 5


def on_evidence(request: HttpRequest, origin: str, destination: str, route: str) -> list[Spoken]:
    """Dialogues about a corridor or a route."""
    about_it = queries.about_route(route, request.user) if route else None
    found = about_it if about_it is not None else queries.about_corridor(origin, destination, request.user)
    return [
        Spoken(
            one.title, one.get_absolute_url(), one.language, one.get_stage_display(), one.parties_today,
            one.is_demonstration,
        )
        for one in found[:MOST]
    ]  # fmt: skip


def of_measure(measure: Measure, person: User | AnonymousUser) -> SpokenOfMeasure:
    """What was said of a measure, newest first, and the dialogues in which this reader may say something of it."""
    found = queries.spoken_in(measure, person)
    rows = list(found[:MOST])
    words = [_words(one, who) for one, who in zip(rows, shown.named_all(rows), strict=True)]
    return SpokenOfMeasure(words, found.count(), _where_to_speak(measure, person))


def _words(row: Contribution, who: str) -> Words:
    said = Truncator(plain(row.text)).chars(280)
    return Words(who, said, row.language, row.said_on, row.dialogue.title, row.get_absolute_url())


def _where_to_speak(measure: Measure, person: User | AnonymousUser) -> list[tuple[str, str]]:
    """Dialogues about its corridor, or about the world, in which a person speaks: title and address of the form."""
    if not isinstance(person, User) or measure.member_id is None:
        return []
    mine = queries.of_ones_own(person, measure.origin, measure.destination)
    return [
        (one.title, f"{reverse('dialogues:exchange', args=[one.pk])}?measure={measure.pk}#say")
        for one in mine[:MOST] if may(person, "dialogues.speak", one) and queries.members_for(person, one)
    ]  # fmt: skip


def tell_neighbours() -> None:
    """Register with the rooms below."""
    tell_dialogues(on_evidence)
    tell_spoken(of_measure)
