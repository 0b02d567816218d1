"""What can be read of documents: one by its key, its parts, those that are public.

Finding documents among everything else is `searching`. Holds no writing. Stands on `models`.
"""

from django.db.models import QuerySet

from passerelle_web.library.models import Document, Part
from passerelle_web.library.reach import PUBLIC, reaches_of
from passerelle_web.library.translating import document_of
from passerelle_web.people.permissions import Somebody


def seen_by(somebody: Somebody | None) -> "QuerySet[Document]":
    """The documents that reach a person."""
    return Document.objects.filter(reach__in=reaches_of(somebody)).select_related("member")


def document_seen(key: str, somebody: Somebody | None) -> Document | None:
    """A document by its key; None where there is none, or none that reaches this person."""
    found = document_of(key)
    return found if found is not None and found.reach in reaches_of(somebody) else None


def parts_of(document: Document) -> "QuerySet[Part]":
    """The text of a document, part by part."""
    return document.parts.order_by("number")


def newest_public() -> "QuerySet[Document]":
    """What everybody may read, the latest handed in first."""
    return Document.objects.filter(reach=PUBLIC).order_by("-added_at", "title")
