"""What changed from one version of a plan to another, and two people's changes put together.

Parts with a key are matched by it, so that a moved action is no new one. Stands on `reading`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import msgspec

from passerelle.plans.reading import plan_of
from passerelle.plans.records import Plan

Kind = Literal["added", "removed", "changed", "moved"]
Path = tuple[str, ...]
_NOTHING: Any = object()


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `path` goes from the plan down, keyed parts by their key: ("objectives", "ready", "title").

    `title` is that of the innermost part that has one; `before` and `after` are plain values, None where there is none.
    """

    kind: Kind
    path: Path
    title: str
    before: Any
    after: Any

    @property
    def field(self) -> str:
        """The field that changed; the list, where a part was added or removed."""
        return self.path[-2] if self.kind in ("added", "removed") and len(self.path) > 1 else self.path[-1]

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {"kind": self.kind, "path": list(self.path), "title": self.title, "before": self.before,
                "after": self.after}  # fmt: skip


def changes(before: Plan, after: Plan) -> list[Change]:
    """Every change from one version to the other, in the plan's order."""
    return list(_between(_values(before), _values(after), (), after.title))


def _between(old: Any, new: Any, path: Path, title: str) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        named = str(new.get("title") or new.get("name") or new.get("item") or title)
        for name in dict.fromkeys((*old, *new)):
            yield from _between(old.get(name), new.get(name), (*path, name), named)
    elif _is_keyed(old) or _is_keyed(new):
        yield from _of_lists(old or (), new or (), path, title)
    else:
        yield Change("changed", path, title, _plain(old), _plain(new))


def _of_lists(old: Sequence[Any], new: Sequence[Any], path: Path, title: str) -> Iterator[Change]:
    before, after = _by_key(old), _by_key(new)
    for key, part in before.items():
        if key not in after:
            yield Change("removed", (*path, key), _title(part, title), _plain(part), None)
    for key, part in after.items():
        if key not in before:
            yield Change("added", (*path, key), _title(part, title), None, _plain(part))
        else:
            yield from _between(before[key], part, (*path, key), _title(part, title))
    stayed = [key for key in before if key in after]
    if stayed != [key for key in after if key in before]:
        yield Change("moved", path, title, stayed, [key for key in after if key in before])


def _is_keyed(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) and "key" in v for v in value)


def _by_key(parts: Sequence[Any]) -> dict[str, Any]:
    return {part["key"]: part for part in parts}


def _title(part: Mapping[str, Any], usual: str) -> str:
    return str(part.get("title") or part.get("name") or part.get("item") or usual)


# Two people at once ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed, each otherwise: what stood there, what each wrote."""

    path: Path
    title: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """Both people's changes put together; where they clash, `plan` holds what the other wrote, and `clashes` both."""

    plan: Plan
    clashes: tuple[Clash, ...]


def merged(base: Plan, mine: Plan, theirs: Plan) -> Merged:
    """The plan with my changes and theirs, both made to `base`.

    Raises
    ------
    PlanUnreadable : never for sound plans; the whole may still be unsound, such as a need of an action taken away.
    """
    clashes: list[Clash] = []
    whole = _merge(_values(base), _values(mine), _values(theirs), (), theirs.title, clashes)
    return Merged(plan_of(whole), tuple(clashes))


def _values(plan: Plan) -> dict[str, Any]:
    """As plain values with numbers as numbers, so that 0.30 is no change of 0.3."""
    found: dict[str, Any] = _with_lists(msgspec.to_builtins(plan, builtin_types=(Decimal,)))
    return found


def _with_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_lists(inner) for name, inner in value.items()}
    return [_with_lists(inner) for inner in value] if isinstance(value, list | tuple) else value


def _merge(base: Any, mine: Any, theirs: Any, path: Path, title: str, clashes: list[Clash]) -> Any:
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return _merge_fields(base if isinstance(base, Mapping) else {}, mine, theirs, path, title, clashes)
    sides = [[] if side is _NOTHING else side for side in (base, mine, theirs)]
    if any(map(_is_keyed, sides)) and all(side == [] or _is_keyed(side) for side in sides):
        return _merge_lists(sides[0], sides[1], sides[2], path, title, clashes)
    clashes.append(Clash(path, title, _plain(base), _plain(mine), _plain(theirs)))
    return theirs


def _plain(value: Any) -> Any:
    """A value as a plan writes it, numbers as exact texts; None for none."""
    return None if value is _NOTHING else msgspec.to_builtins(value)


def _merge_fields(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], path: Path, title: str,
    clashes: list[Clash],
) -> dict[str, Any]:  # fmt: skip
    named = _title(theirs, title)
    found = {}
    for name in dict.fromkeys((*theirs, *mine)):
        value = _merge(
            base.get(name, _NOTHING),
            mine.get(name, _NOTHING),
            theirs.get(name, _NOTHING),
            (*path, name),
            named,
            clashes,
        )
        if value is not _NOTHING:
            found[name] = value
    return found


def _merge_lists(
    base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any], path: Path, title: str, clashes: list[Clash]
) -> list[Any]:
    """Parts by key, in their order, with mine put behind the part that I put them behind."""
    stood, my, their = _by_key(base), _by_key(mine), _by_key(theirs)
    found: dict[str, Any] = {}
    for key in _order(list(stood), list(my), list(their)):
        was, one, other = (side.get(key, _NOTHING) for side in (stood, my, their))
        title_here = next((_title(side, title) for side in (other, one) if side is not _NOTHING), title)
        value = _merge(was, one, other, (*path, key), title_here, clashes)
        if value is not _NOTHING:
            found[key] = value
    return list(found.values())


def _order(stood: list[str], my: list[str], their: list[str]) -> list[str]:
    """All keys in my order where the other kept the one that stood, else in the other's."""
    kept = [key for key in stood if key in their] == [key for key in their if key in stood]
    order, others = (list(my), their) if kept else (list(their), my)
    for at, key in enumerate(others):
        if key not in order:
            before = next((k for k in reversed(others[:at]) if k in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, key)
    return order


def resolved(merge: Merged, mine: Mapping[Path, Any]) -> Plan:
    """The merged plan with my value in the clashes that are named; None takes the field away.

    Raises
    ------
    PlanUnreadable : what was put in its place is not as the form has it.
    """
    whole = _values(merge.plan)
    for clash in merge.clashes:
        if clash.path in mine:
            _put(whole, clash.path, mine[clash.path])
    return plan_of(whole)


def _put(value: Any, path: Path, to: Any) -> None:
    for name in path[:-1]:
        # a list that is empty is not written
        value = value.setdefault(name, []) if isinstance(value, dict) else _by_key(value)[name]
    last = path[-1]
    if isinstance(value, dict):
        value.pop(last, None) if to is None else value.__setitem__(last, to)
        return
    keys = [part["key"] for part in value]
    if last in keys:
        at = keys.index(last)
        value[at : at + 1] = [] if to is None else [to]
    elif to is not None:
        value.append(to)
