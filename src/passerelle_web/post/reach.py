"""Who may hear of a piece of news: kept with it, and asked again when a mail is made.

Either a permission with its subject, or a function of a room by its name. What cannot be found any more reaches nobody.
Stands on `people`.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string

from passerelle_web.people.models import User
from passerelle_web.people.permissions import WHO_MAY, may

Asking = Callable[[User, str], bool]
Reach = Asking | str | tuple[str, models.Model | None]


def kept(reach: Reach) -> dict[str, str]:
    """How a reach is written down.

    Raises
    ------
    ValueError : no such permission, or a function that cannot be found again by its name.
    """
    if callable(reach):
        path = f"{reach.__module__}.{reach.__qualname__}"
        try:
            found = import_string(path)
        except ImportError:
            found = None
        if found is not reach:
            raise ValueError(f"{path} cannot be found again by its name; give a function of a module.")
        return {"function": path}
    name, subject = (reach, None) if isinstance(reach, str) else reach
    if name not in WHO_MAY:
        raise ValueError(f'There is no permission "{name}".')
    if subject is None:
        return {"permission": name}
    return {"permission": name, "kind": subject._meta.label_lower, "key": str(subject.pk)}


def _subject(kind: str, key: str) -> models.Model | None:
    try:
        return apps.get_model(kind)._base_manager.filter(pk=key).first()
    except (LookupError, ValueError, ValidationError):
        return None


def reaches(person: User, topic: str, held: dict[str, Any]) -> bool:
    """May this person hear of it now? Who may not sign in hears nothing."""
    if not person.is_active:
        return False
    if "function" in held:
        try:
            asking: Asking = import_string(held["function"])
        except ImportError:
            return False
        return bool(asking(person, topic))
    if held.get("permission") not in WHO_MAY:
        return False
    if "kind" not in held:
        return may(person, held["permission"])
    subject = _subject(held["kind"], held["key"])
    return subject is not None and may(person, held["permission"], subject)
