"""Filters that put places and groupings into the reader's words.

Available in every template without loading. Stands on `theme`.
"""

from django import template
from django.utils.translation import get_language

from passerelle.base.groupings import Grouping
from passerelle.base.places import Place
from passerelle.base.words import say

register = template.Library()


@register.filter
def here(thing: Place | Grouping) -> str:
    """The name of a place or grouping in the reader's language."""
    language = get_language() or "en"
    return thing.name(language) if isinstance(thing, Place) else say(thing.name, language)
