"""The public documents as an Atom feed, in the reader's language.

Holds what everybody may read, and nothing else. Stands on `queries`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from passerelle_web.library import queries
from passerelle_web.library.models import Document
from passerelle_web.library.told import date_said
from passerelle_web.theme.feeds import MOST, PublicFeed


class PublicDocuments(PublicFeed):
    """The latest documents that were handed in."""

    feed_copyright = _("The licence of each document stands on its page.")
    title = _("Passerelle: documents")
    subtitle = _("The latest public documents of the library.")
    link = reverse_lazy("library:documents")

    def items(self) -> Iterable[Document]:
        """The newest public ones."""
        return queries.newest_public()[:MOST]

    def item_title(self, item: Document) -> str:
        """Its title, as it stands on it."""
        return item.title

    def item_description(self, item: Document) -> str:
        """By what it is cited."""
        return ", ".join(part for part in (item.author, item.symbol, date_said(item)) if part)

    def item_link(self, item: Document) -> str:
        """Its page here."""
        return reverse("library:document", args=(item.pk,))

    def item_guid(self, item: Document) -> str:
        """The same for ever, in every language."""
        return f"urn:uuid:{item.pk}"

    def item_pubdate(self, item: Document) -> datetime:
        """When it was handed in."""
        return item.added_at

    def item_updateddate(self, item: Document) -> datetime:
        """When its papers were last changed."""
        return item.changed_at
