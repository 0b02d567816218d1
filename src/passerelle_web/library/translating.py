"""Titles of documents as texts that can be translated.

Holds the registration only. Stands on `texts`.
"""

import uuid

from django.utils.translation import gettext_lazy as _

from passerelle_web.library import permissions  # noqa: F401  registers who may
from passerelle_web.library.models import Document
from passerelle_web.texts.kinds import register

KIND = "library.document"


def document_of(key: str) -> Document | None:
    """The document of a key; None for what is no key at all."""
    try:
        return Document.objects.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None


register(
    kind=KIND,
    fields=("title",),
    load=document_of,
    see="library.see_document",
    translate="library.translate_title",
    original=lambda document, _field: (document.title, document.language),
    back=lambda document: document.get_absolute_url(),
    labels={"title": _("Title")},
)
