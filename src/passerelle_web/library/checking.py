"""What papers of a document can be: dates that there are, languages, themes and places that are known.

Used by the model, so that every way in asks the same. Stands on `texts`.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from passerelle.base.places import all_places
from passerelle.plans import codes
from passerelle_web.texts.languages import is_language

_DATED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
FIRST, LAST = 1000, 2200


def day_of(dated: str) -> date | None:
    """The first day of a day, month or year; None where it is none."""
    found = _DATED.fullmatch(dated)
    if found is None or not FIRST <= int(found[1]) <= LAST:
        return None
    try:
        return date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return None


def a_date(dated: str) -> None:
    """Refuse what is no day, month or year."""
    if day_of(dated) is None:
        raise ValidationError(_("Write a day, a month or a year: 2006-07-14, 2006-07 or 2006."))


def _listed(given: Any) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise ValidationError(_("Give a list of codes."))
    return given


def _refuse_strange(given: Any, known: Iterable[str], said: str) -> None:
    strange = sorted(set(_listed(given)) - set(known))
    if strange:
        raise ValidationError(said % {"codes": ", ".join(one[:40] for one in strange[:10])})


def a_language(code: str) -> None:
    """Refuse what is no language."""
    if not is_language(code):
        raise ValidationError(_("No language has the code %(codes)s.") % {"codes": code})


def known_languages(given: Any) -> None:
    """Refuse languages that are none."""
    _refuse_strange(
        given, [one for one in _listed(given) if is_language(one)], _("No language has the code %(codes)s.")
    )


def known_themes(given: Any) -> None:
    """Refuse themes that the list does not have."""
    _refuse_strange(given, codes.themes(), _("No theme has the code %(codes)s."))


def known_places(given: Any) -> None:
    """Refuse places that are none."""
    _refuse_strange(given, all_places(), _("No place has the code %(codes)s."))
