"""One condition, told: what it asks, its articles, its rule, the facts and national values that it looks at.

Stands on `compiling`.
"""

import difflib
import json
from collections.abc import Iterator

from passerelle.rules.compiling import Asked, Law, Way
from passerelle.rules.records import MARKS
from passerelle.rules.yaml_given import FileUnsound


def explained(law: Law, act: str, condition: str) -> Iterator[tuple[str, str]]:
    """A condition as names and what they say.

    Raises
    ------
    FileUnsound : no such act or condition; near ones are named.
    """
    if act not in law.acts:
        raise FileUnsound(f'There is no act "{act}". Known are {", ".join(sorted(law.acts))}.')
    held = {one.condition.id: (way, one) for way in law.ways.values() if way.act.celex == act for one in way.all_asked}
    if condition not in held:
        near = difflib.get_close_matches(condition, held, n=1)
        hint = f' Did you mean "{near[0]}"?' if near else f" Known are {', '.join(held)}."
        raise FileUnsound(f'{act} has no condition "{condition}".{hint}')
    yield from _told(law, *held[condition])


def _told(law: Law, way: Way, one: Asked) -> Iterator[tuple[str, str]]:
    condition = one.condition
    yield "condition", condition.id
    yield "of", f"{way.name} ({way.route.title})"
    yield "asks", condition.says
    yield "articles", "; ".join(map(str, condition.cites))
    yield "kind", condition.kind
    yield "checked", MARKS[condition.mark]
    yield "rule", json.dumps(condition.expr, ensure_ascii=False, default=str)
    for name in sorted(one.facts):
        if name in law.facts:
            yield "fact", f"{name}: {law.facts[name].ask}"
    for name in sorted(one.node.parameters):
        parameter = law.parameters[name]
        many = sum(value.parameter == name for value in law.values)
        bounds = "" if parameter.least is None else f", {parameter.least:g} to {parameter.most:g}"
        yield "left to states", f"{name}: {parameter.says} ({parameter.cite}{bounds}; {many} national values)"
    if condition.bring:
        yield "bring", condition.bring
    if condition.note:
        yield "note", condition.note
