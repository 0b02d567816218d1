"""What every Atom feed of the site has in common: its language, rights, stable ids and times, conditional GET.

Holds no entries; rooms make theirs of `PublicFeed`, of what everybody reads and nothing else. Stands on nothing.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

LICENCE, LICENCE_ADDRESS = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
MOST = 50
# An empty feed has to say when it last changed, and never has: the same moment each time keeps it the same.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: an id for ever, words, where it stands, when; who, as far as that may be said."""

    id: str
    title: str
    text: str
    address: str
    at: datetime
    language: str = ""
    who: str = ""
    changed_at: datetime | None = None
    kind: str = ""

    @property
    def updated(self) -> datetime:
        """When it last changed."""
        return self.changed_at or self.at


class _Atom(Atom1Feed):
    """Atom, whose time is that of its newest entry and not of the question; an entry may have a language of its own."""

    def latest_post_date(self) -> datetime:
        """When the newest entry was changed."""
        times = [item["updateddate"] or item["pubdate"] for item in self.items]
        return max((one for one in times if one is not None), default=NEVER)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The language in which an entry was written."""
        return {"xml:lang": item["language"]} if item.get("language") else {}


def at_midnight(day: date) -> datetime:
    """A day as a moment, where nothing more is known, or nothing more may be told."""
    return datetime.combine(day, time(), tzinfo=UTC)


def id_of(*parts: object) -> str:
    """An id for ever and in every language, for what has none of its own."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("passerelle", *map(str, parts)))).urn


def newest(*lots: list[Entry]) -> list[Entry]:
    """The newest entries of several lots; of one moment, in the order of their ids, so that the feed stays the same."""
    every = [entry for lot in lots for entry in lot]
    return sorted(every, key=lambda entry: (-entry.updated.timestamp(), entry.id))[:MOST]


class PublicFeed(Feed):
    """A feed of what everybody reads, under the licence of open data. Its items are entries, or it tells their parts.

    It has no time of last change in its head: a day stands where no hour may be told, and readers would miss what
    comes later that day. They hold an ETag.
    """

    feed_type = _Atom
    author_name = "Passerelle"
    item_guid_is_permalink = False
    # lazy, so that each reader has it in her language
    feed_copyright = _("Licence: CC BY 4.0. Informal, voluntary and non-binding: nothing here commits a state.")

    def __call__(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """The feed, or nothing where the reader holds it already."""
        answer = super().__call__(request, *args, **named)
        etag = f'"{hashlib.sha256(answer.content).hexdigest()[:24]}"'
        del answer["Last-Modified"]
        answer["ETag"], answer["Cache-Control"] = etag, "no-cache"
        answer["Link"] = f'<{LICENCE_ADDRESS}>; rel="license"'
        found: HttpResponse = get_conditional_response(request, etag=etag, response=answer)
        return found

    def item_title(self, item: Any) -> str:
        """What it is called."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Its words; Atom takes them for HTML."""
        return escape(item.text)

    def item_link(self, item: Any) -> str:
        """Where it stands."""
        return str(item.address)

    def item_guid(self, item: Any) -> str:
        """The same for ever, in every language."""
        return str(item.id)

    def item_pubdate(self, item: Any) -> datetime:
        """When it happened."""
        return item.at  # type: ignore[no-any-return]

    def item_updateddate(self, item: Any) -> datetime:
        """When it last changed."""
        return item.updated  # type: ignore[no-any-return]

    def item_author_name(self, item: Any) -> str | None:
        """Who, as far as that may be said; None where the site itself tells it."""
        return getattr(item, "who", "") or None

    def item_categories(self, item: Any) -> tuple[str, ...]:
        """What kind of thing it is."""
        return (item.kind,) if getattr(item, "kind", "") else ()

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        """The language in which it was written."""
        return {"language": getattr(item, "language", "")}
