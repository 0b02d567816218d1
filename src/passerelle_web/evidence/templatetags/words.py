"""Words of figures and places for the templates: names, values, periods, numbers of sources.

Tags rather than small templates, because a page has hundreds of them. Available without loading. Stands on `rows`.
"""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from passerelle.base.groupings import Grouping
from passerelle.base.places import Place, current_places
from passerelle.base.words import say
from passerelle_web.evidence.rows import Cell

register = template.Library()


@register.filter
def here(thing: Place | Grouping) -> str:
    """The name of a place or grouping in the reader's language."""
    language = get_language() or "en"
    return thing.name(language) if isinstance(thing, Place) else say(thing.name, language)


@lru_cache(maxsize=8)
def _options(language: str) -> SafeString:
    names = sorted(place.name(language) for place in current_places())
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names))


@register.simple_tag
def place_options() -> SafeString:
    """Today's places as suggestions for a field."""
    return _options(get_language() or "en")


@register.simple_tag
def numbers(given: Iterable[int]) -> SafeString:
    """Links to the sources of a figure by their numbers on the page."""
    word = gettext("source")
    return format_html_join(
        "", '<a class="paper" href="#source-{0}"><span class="unseen">{1} </span>{0}</a>', ((n, word) for n in given)
    )


@register.simple_tag
def value(cell: Cell) -> SafeString:
    """The value of a figure, an e where it is an estimate, its interval; "not known", or a dash where none is."""
    if not cell.is_known:
        return format_html('<span class="given unknown">{}</span>', cell.value or "–")
    flag = ""
    if cell.is_estimate:
        flag = format_html('<span class="flag"><abbr title="{}">e</abbr></span>', gettext("estimate"))
    interval = format_html('<br><span class="quiet">{}</span>', cell.interval) if cell.interval else ""
    return format_html('<span class="given nobreak">{}{}</span>{}', cell.value, flag, interval)


@register.simple_tag
def when(cell: Cell) -> SafeString:
    """The period of a figure; "last known" where it is old, and whether the year is not over."""
    if not cell.is_known:
        return SafeString("")
    said = format_html('<span class="period">{}</span>', cell.period)
    if cell.is_old:
        old = format_html(gettext("last known, %(period)s") % {"period": "{}"}, said)
        said = format_html('<span class="aged">{}</span>', old)
    if cell.is_part:
        said = format_html('{} <span class="estimate">{}</span>', said, gettext("part of the year"))
    return said
