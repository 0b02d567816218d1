"""The text of a document as paragraphs to read: lines that a page broke off are put together again.

Holds one filter. Stands on nothing.
"""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

register = template.Library()
LONG = 50  # letters: a line as long as that went on because the page ended, a shorter one because its sentence did
_PARAGRAPHS = re.compile(r"\n\s*\n")


def _joined(paragraph: str) -> str:
    made = ""
    for line in paragraph.splitlines():
        made += escape(line.strip()) + (" " if len(line) >= LONG else "\n")
    return made.strip().replace("\n", "<br>")


@register.filter
def flowed(text: str) -> SafeString:
    """Paragraphs, escaped."""
    said = (_joined(one) for one in _PARAGRAPHS.split(text) if one.strip())
    return SafeString("".join(f"<p>{one}</p>" for one in said))
