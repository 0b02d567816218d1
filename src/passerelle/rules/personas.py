"""Worked cases: what a jurist expects of each, held against what the law's files say.

Stands on `answering`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from passerelle.rules.answering import Answer, answers
from passerelle.rules.cases import Case
from passerelle.rules.compiling import Law
from passerelle.rules.evaluating import Members
from passerelle.rules.telling import plain

_NEAR = 0.005  # amounts to the cent
_ARTICLE = re.compile(r"Art (\d+)")


def deviations(cases: Iterable[Case], law: Law, members: Members) -> Iterator[str]:
    """One line for each thing that is otherwise than expected."""
    for case in cases:
        for wanted in case.expect:
            name = str(wanted.get("route") or wanted.get("right") or "")
            if name not in law.ways:
                yield f'{case.id}: there is no route or right "{name}".'
                continue
            found = answers(case, law, members, [name])[0]
            for told in _differences(wanted, found):
                yield f"{case.id} {name}: {told}"


def _differences(wanted: Mapping[str, Any], found: Answer) -> Iterator[str]:
    if wanted.get("verdict") != found.verdict:
        yield f"verdict {found.verdict}, expected {wanted.get('verdict')}"
    if "failing" in wanted and set(wanted["failing"] or ()) != set(found.failing):
        yield f"failing {_listed(found.failing)}, expected {_listed(wanted['failing'])}"
    decided = {article(str(one)) for one in found.deciding}
    lacking = sorted({article(one) for one in wanted.get("deciding") or ()} - decided)
    if lacking:
        yield f"deciding lacks {_listed(' '.join(one) for one in lacking)}"
    for key, value in (wanted.get("value") or {}).items():
        if not is_as(plain(value), plain(found.values.get(key))):
            yield f"{key} {plain(found.values.get(key))}, expected {plain(value)}"


def article(text: str) -> tuple[str, str]:
    """An act and the number of an article of it; what is no article by the word it begins with."""
    act, _, rest = text.strip().partition(" ")
    found = _ARTICLE.search(rest)
    return act, found.group(1) if found else (rest.split() or [""])[0].lower().rstrip("s")


def is_as(wanted: Any, found: Any) -> bool:
    """Is a value as expected? Numbers to the cent, lists in order; of a region its verdict or its threshold."""
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    if isinstance(wanted, int | float) and isinstance(found, int | float):
        return abs(wanted - found) < _NEAR
    if isinstance(wanted, list) and isinstance(found, list):
        return len(wanted) == len(found) and all(map(is_as, wanted, found))
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return set(wanted) == set(found) and all(_of_region(value, found[key]) for key, value in wanted.items())
    return bool(wanted == found)


def _of_region(wanted: Any, found: Any) -> bool:
    if isinstance(found, Mapping) and not isinstance(wanted, Mapping):
        return any(is_as(wanted, one) for one in found.values())
    return is_as(wanted, found)


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(map(str, names)) or "nothing"
