"""What people wrote, in a template: `{{ text|written:"fr" }}`, and what differs between two texts.

Holds no reading of the database. Stands on `people`.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from passerelle_web.texts.cleaning import plain, rendered
from passerelle_web.texts.differences import Piece, differences
from passerelle_web.texts.languages import direction, name_of

register = template.Library()


@register.filter
def written(source: str, language: str = "") -> SafeString:
    """Markdown as cleaned HTML."""
    return rendered(source or "", language=language or "")


@register.filter
def words_alone(source: str) -> str:
    """Markdown as plain words."""
    return plain(source or "")


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's."""
    return name_of(code)


@register.filter
def language_direction(code: str) -> str:
    """`rtl` or `ltr`."""
    return direction(code)


def _shown(piece: Piece) -> SafeString:
    if piece.kind == "same":
        return conditional_escape(piece.text)
    # a reader who hears the page is told where a change begins and where it ends
    if piece.kind == "added":
        begins, ends, tag = _("added:"), _("end of what was added"), "ins"
    else:
        begins, ends, tag = _("removed:"), _("end of what was removed"), "del"
    return format_html(
        '<{0}><span class="unseen"> {1} </span>{2}<span class="unseen"> {3} </span></{0}>',
        SafeString(tag), begins, piece.text, ends,
    )  # fmt: skip


@register.simple_tag
def changes(before: str, after: str) -> SafeString:
    """What differs between two texts: `{% changes old new %}`."""
    return shown(differences(before, after))


@register.filter
def shown(pieces: Iterable[Any]) -> SafeString:
    """Pieces of a difference as `<ins>` and `<del>`, told without colour alone."""
    return format_html('<span class="changes">{}</span>', SafeString("".join(_shown(piece) for piece in pieces)))
