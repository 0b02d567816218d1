"""Fields for what people write: as long as is sensible, whichever way it comes in.

Holds no tables. Stands on nothing.
"""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import Promise


def words(label: str | Promise, longest: int, **more: Any) -> "models.TextField[str, str]":
    """A text of several lines; Django bounds one in forms alone, this one also where a program writes it."""
    return models.TextField(label, max_length=longest, validators=[MaxLengthValidator(longest)], **more)
