"""The text of a document that somebody hands in: PDF, DOCX, ODT, HTML and plain text, none of them trusted.

`read_apart` reads a file in a process of its own with limits; `text_of` is what happens there. Stands on `base`.
"""

from passerelle.exchange.texts.apart import Limits, read_apart
from passerelle.exchange.texts.forms import FORMS, text_of
from passerelle.exchange.texts.refusals import REASONS, DocumentUnreadable

__all__ = ["FORMS", "REASONS", "DocumentUnreadable", "Limits", "read_apart", "text_of"]
