"""Atom feeds of what is public: dialogues, one of them, conclusions, consultations, news of a corridor.

Those of practices, decisions and documents are in their rooms. Stands on `entries`.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from passerelle.base.corridors import Corridor, find_corridor
from passerelle.base.errors import PasserelleError
from passerelle_web.dialogues import public
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.openness import entries
from passerelle_web.openness.of_others import closed_consultations
from passerelle_web.practices.queries import Filters
from passerelle_web.theme.feeds import Entry, PublicFeed, id_of, newest


class SiteDialogues(PublicFeed):
    """Dialogues that were opened, and how far they are."""

    title = gettext_lazy("Passerelle: dialogues")
    subtitle = gettext_lazy("Dialogues that were opened, and how far they are.")
    feed_guid = id_of("feed", "dialogues")
    link = reverse_lazy("dialogues:dialogues")

    def items(self) -> list[Entry]:
        """The newest."""
        return newest(entries.of_dialogues(public.dialogues()))


class OneDialogue(PublicFeed):
    """What is new in one dialogue: sessions, minutes, contributions, positions, texts."""

    def get_object(self, _request: HttpRequest, key: object) -> Dialogue:
        """The dialogue, if everybody reads it; whoever asks, a feed is read by programs."""
        return Dialogue.objects.get(pk=key, is_public=True)

    def title(self, obj: Dialogue) -> str:
        """Its title."""
        return f"Passerelle: {obj.title}"

    def subtitle(self, obj: Dialogue) -> str:
        """What it is about."""
        return _("About {place}. Who spoke is told as the rule of attribution lets.").format(place=obj.place_name)

    def feed_guid(self, obj: Dialogue) -> str:
        """The same for ever, in every language."""
        return id_of("feed", obj.pk)

    def link(self, obj: Dialogue) -> str:
        """Its page."""
        return obj.get_absolute_url()

    def items(self, obj: Dialogue) -> list[Entry]:
        """The newest of all that is public in it."""
        consultations = entries.of_consultations(closed_consultations().filter(dialogue=obj))
        return newest(
            entries.of_contributions(obj), entries.of_sessions(obj), entries.of_positions(obj), entries.of_texts(obj),
            consultations,
        )  # fmt: skip


class Conclusions(PublicFeed):
    """Texts that were adopted."""

    title = gettext_lazy("Passerelle: adopted conclusions")
    subtitle = gettext_lazy("Texts that no party broke silence on. They bind nobody in law.")
    feed_guid = id_of("feed", "conclusions")
    link = reverse_lazy("dialogues:dialogues")

    def items(self) -> list[Entry]:
        """The newest."""
        return newest(entries.of_conclusions(public.adopted_texts()))


class Consultations(PublicFeed):
    """Consultations that have closed."""

    title = gettext_lazy("Passerelle: consultations")
    subtitle = gettext_lazy("Consultations that have closed, with their results.")
    feed_guid = id_of("feed", "consultations")
    link = reverse_lazy("dialogues:dialogues")

    def items(self) -> list[Entry]:
        """The newest."""
        return newest(entries.of_consultations())


def _called(corridor: Corridor) -> str:
    return " → ".join(place.name(get_language() or "en") for place in corridor.places)


class CorridorNews(PublicFeed):
    """What is new on a corridor: dialogues and their conclusions, practices, plans that were adopted."""

    def get_object(self, _request: HttpRequest, origin: str, destination: str) -> Corridor:
        """The corridor.

        Raises
        ------
        Http404 : there is none of these places.
        """
        try:
            return find_corridor(origin, destination)
        except PasserelleError:
            raise Http404 from None

    def title(self, obj: Corridor) -> str:
        """Its places, origin before destination."""
        return f"Passerelle: {_called(obj)}"

    def subtitle(self, _obj: Corridor) -> str:
        """What is told."""
        return _("Dialogues, conclusions, practices and adopted plans on this corridor.")

    def feed_guid(self, obj: Corridor) -> str:
        """The same for ever, in every language."""
        return id_of("feed", obj.origin, obj.destination)

    def link(self, obj: Corridor) -> str:
        """Its page."""
        return reverse("evidence:corridor", args=[obj.origin, obj.destination])

    def items(self, obj: Corridor) -> list[Entry]:
        """The newest of all."""
        ends = {"origin": obj.origin, "destination": obj.destination}
        there = public.dialogues().filter(**ends)
        adopted = public.adopted_texts().filter(dialogue__in=there.order_by().values("pk"))
        return newest(
            entries.of_dialogues(there), entries.of_conclusions(adopted), entries.of_practices(Filters(**ends)),
            entries.of_plans(obj),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """A feed as the page of open data lists it."""

    title: str | Promise
    address: str


# What can be followed without choosing a dialogue or a corridor first.
_OFFERED: tuple[tuple[Any, str], ...] = (
    (gettext_lazy("Dialogues"), "openness:dialogues-feed"),
    (gettext_lazy("Adopted conclusions"), "openness:conclusions-feed"),
    (gettext_lazy("Consultations"), "openness:consultations-feed"),
    (gettext_lazy("Practices"), "practices:feed"),
    (gettext_lazy("Decisions of the steering group"), "forum:decisions-feed"),
    (gettext_lazy("Documents"), "library:feed"),
)


def all_feeds() -> list[Offered]:
    """Every feed of the whole site."""
    return [Offered(title, reverse(address)) for title, address in _OFFERED]
