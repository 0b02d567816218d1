"""Plans to begin from: empty ones with the phases of a strategy or of a joint plan of a route.

Each is a file in the form of a plan. Stands on `reading`.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from passerelle.base.errors import PlanError
from passerelle.base.words import say
from passerelle.plans.reading import as_dict, plan_of, read_plan
from passerelle.plans.records import Period, Plan


@cache
def all_starts() -> dict[str, Plan]:
    """Plans to begin from, by code."""
    folder = files(__package__)
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    return {name.removesuffix(".yaml"): read_plan(folder.joinpath(name).read_text("utf-8")) for name in names}


def begun(
    code: str, *, title: str, period: Period, currency: str, owners: tuple[str, ...] = (), language: str = "en"
) -> Plan:
    """A new plan from a start, in a language, with its own title, period, currency and owners.

    Raises
    ------
    PlanError : no such start; those there are, are named.
    """
    if code not in all_starts():
        raise PlanError(f'There is no start "{code}"; there are {", ".join(all_starts())}.')
    told = plan_of(_said(as_dict(all_starts()[code]), language))
    return msgspec.structs.replace(
        told, title=title, period=period, currency=currency, owners=owners, prices_of=None, language=language
    )


_WORDS = ("title", "text", "name", "part", "monitoring", "situation", "summary")


def _said(value: Any, language: str, name: str = "") -> Any:
    """Plain values with their words in a language."""
    if isinstance(value, dict):
        return {key: _said(one, language, key) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_said(one, language, name) for one in value]
    return say(value, language) if isinstance(value, str) and name in (*_WORDS, "aims") else value


def texts() -> Iterator[str]:
    """What starts say, so that it can be said in every language."""
    for plan in all_starts().values():
        yield from _texts(as_dict(plan))


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, key)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, name)
    elif isinstance(value, str) and value and name in (*_WORDS, "aims"):
        yield value


def empty(*, title: str, period: Period, currency: str, owners: tuple[str, ...] = ()) -> Plan:
    """A plan with nothing in it."""
    return Plan(title=title, period=period, currency=currency, owners=owners)
