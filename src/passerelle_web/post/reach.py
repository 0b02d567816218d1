"""Who may hear of a piece of news: kept with it, and asked again when a mail is made.

Either a permission with its subject, or a function of a room by its name. What cannot be found any more reaches nobody.
Stands on `people`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.module_loading import import_string

from passerelle_web.people.models import User
from passerelle_web.people.permissions import WHO_MAY, may

Asking = Callable[[User, str], bool]


class _News(Protocol):
    """A piece of news, as far as it is asked about."""

    topic: Any
    reach: Any


Told = TypeVar("Told", bound=_News)
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


Subjects = dict[tuple[str, str], models.Model]


def _subjects(named: Iterable[tuple[str, str]]) -> Subjects:
    """What news is about, by kind and key: one query a kind, with what each thing needs beside it."""
    keys: dict[str, set[str]] = defaultdict(set)
    for kind, key in named:
        keys[kind].add(key)
    found: Subjects = {}
    for kind, wanted in keys.items():
        try:
            model = apps.get_model(kind)
        except (LookupError, ValueError):
            continue
        rows = model._base_manager.select_related().filter(pk__in=_of_the_kind(model, wanted))
        found |= {(kind, str(row.pk)): row for row in rows}
    return found


def _of_the_kind(model: type[models.Model], keys: Iterable[str]) -> list[Any]:
    """Those of the keys that can be keys of this model."""
    found = []
    for key in keys:
        try:
            found.append(model._meta.pk.to_python(key))
        except ValidationError:
            continue
    return found


def reaches(person: User, topic: str, held: dict[str, Any]) -> bool:
    """May this person hear of it now? Who may not sign in hears nothing."""
    return _reaches(person, topic, held, _subjects(_named(held)))


def all_that_reach(person: User, items: Sequence[Told]) -> list[Told]:
    """Those of many pieces of news that a person may hear of now, in their order."""
    subjects = _subjects(pair for item in items for pair in _named(item.reach))
    return [item for item in items if _reaches(person, item.topic, item.reach, subjects)]


def _named(held: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "kind" in held:
        yield held["kind"], held["key"]


def _reaches(person: User, topic: str, held: dict[str, Any], subjects: Subjects) -> bool:
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
    subject = subjects.get((held["kind"], held["key"]))
    return subject is not None and may(person, held["permission"], subject)
