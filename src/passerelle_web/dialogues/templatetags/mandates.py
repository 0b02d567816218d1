"""What templates of dialogues look up by the key of a row: who stands behind it, what was kept beside it.

Holds one filter. Stands on nothing.
"""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(found: Mapping[object, Any] | None, key: object) -> Any:
    """What was found for a row; None where nothing was."""
    return found.get(key) if found else None
