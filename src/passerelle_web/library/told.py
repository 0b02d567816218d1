"""Why a text could not be read, in the reader's language; what a document's papers say in words.

Holds words only. Stands on `models`.
"""

from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from passerelle.base.places import all_places
from passerelle.base.words import say
from passerelle.plans import codes
from passerelle_web.library.models import Document

REASONS: dict[str, str | Promise] = {
    "unknown_form": _("This form is not read here. Hand the document in as PDF, DOCX, ODT, HTML or plain text."),
    "not_what_it_says": _("The file is not of the form that its name says. Save it anew under the right name."),
    "too_large": _("The file is too large to be read."),
    "too_long": _("The document has more pages than are read here. Leave its annexes out."),
    "encrypted": _("The file is closed by a password. Save a copy without one."),
    "damaged": _("The file is damaged and cannot be read. Save it anew and try again."),
    "unpacks_too_far": _("The file unpacks to far more than a document holds. Save it anew from where it was written."),
    "has_entities": _("The file defines entities of its own, which documents do not need. Save it anew."),
    "no_text": _("The file holds hardly any text, only pictures of pages. Run text recognition over it."),
    "too_slow": _("Reading the file took too long and was ended. Save it anew in a simpler form."),
    "too_much_memory": _("Reading the file took too much memory and was ended. Save it anew in a simpler form."),
    "stopped": _("Reading the file ended without an answer. Save it anew in another form."),
}


def reader() -> str:
    """The reader's language."""
    return (get_language() or "en")[:2]


def reason_said(document: Document) -> str:
    """Why the text of a document could not be read; "" where it could."""
    return str(REASONS.get(document.reason, REASONS["stopped"])) if document.reason else ""


def date_said(document: Document) -> str:
    """The date as the reader's language writes it: a day, a month or a year."""
    day, locale = document.day, Locale.parse("ar_DZ" if reader() == "ar" else reader())
    if day is None:
        return ""
    if len(document.dated) == 4:
        return document.dated
    if len(document.dated) == 7:
        return format_skeleton("yMMMM", day, locale=locale)
    return format_date(day, format="long", locale=locale)


def theme_said(code: str) -> str:
    """A theme of the seed in the reader's language; its code where there is none."""
    found = codes.themes().get(code)
    return say(found.title, reader()) if found is not None else code


def place_said(iso3: str) -> str:
    """A country or territory in the reader's language; its code where there is none."""
    found = all_places().get(iso3)
    return found.name(reader()) if found is not None else iso3
