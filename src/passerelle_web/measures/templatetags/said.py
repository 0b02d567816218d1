"""Texts of the library in the reader's language.

Loaded by the pages of measures. Stands on the library's words.
"""

from django import template
from django.utils.translation import get_language

from passerelle.base.words import say

register = template.Library()


@register.filter
def said(text: str) -> str:
    """A text of the library in the reader's language."""
    return say(text, get_language() or "en")
