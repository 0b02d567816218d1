"""YAML that somebody gave, read strictly: every fault is told with its line and the field it stands in.

Scalars are taken as they are written, so that `no` is a word and 2026-11-27 a text. No anchors, no tags, no field
twice, nothing larger or deeper than a screening can be. Stands on `forms`.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

import yaml

from passerelle.base.places import all_places
from passerelle.measures.screening.forms import ScreeningError

MOST_BYTES = 200_000
MOST_NODES = 5_000
MOST_LETTERS = 4_000
DEEPEST = 8
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$", re.ASCII)
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
_NOTHING = {"", "~", "null", "Null", "NULL"}


class ScreeningUnreadable(ScreeningError):
    """A file of a screening cannot be read: where, what was found, what is expected."""

    title = "Screening not readable"


def refuse(node: yaml.Node, path: str, problem: str) -> ScreeningUnreadable:
    """The error that names the line and the field."""
    return ScreeningUnreadable(f"line {node.start_mark.line + 1}, {path or 'the file'}: {problem}")


def compose(text: str) -> yaml.Node:
    """The nodes of one document.

    Raises
    ------
    ScreeningUnreadable : no YAML, nothing in it, several documents, too large, too deep, anchors or tags.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise ScreeningUnreadable(f"The file is larger than {MOST_BYTES // 1000} kB; a screening never is.")
    try:
        _believed(text)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as problem:
        raise ScreeningUnreadable(_told(problem)) from None
    if node is None:
        raise ScreeningUnreadable(
            "The file is empty. `passerelle measures screen --template` writes a form to fill in."
        )
    return node


def _told(problem: yaml.YAMLError) -> str:
    place = getattr(problem, "problem_mark", None)
    where = f"line {place.line + 1}: " if place else ""
    said = getattr(problem, "problem", None) or getattr(problem, "reason", None) or "it cannot be read"
    return f"{where}this is not YAML: {said}."


def _believed(text: str) -> None:
    """Refuse what could be large, deep or other than it looks, before anything is built from it."""
    depth = nodes = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ScreeningUnreadable(f"line {line}: anchors and aliases (& and *) are not used here; write it out.")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            raise ScreeningUnreadable(f'line {line}: the tag "{tag}" is not used here; leave it out.')
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > DEEPEST or nodes > MOST_NODES:
            raise ScreeningUnreadable(f"line {line}: this is larger or deeper than a screening can be.")


def fields(node: yaml.Node, path: str, known: Collection[str], needed: Iterable[str] = ()) -> dict[str, yaml.Node]:
    """The fields of a mapping that are filled in, each once and known; one that is empty counts as not there.

    Raises
    ------
    ScreeningUnreadable : no mapping, a field that is unknown, stands twice or is needed and lacks.
    """
    found = names(node, path)
    for name, (key, _) in found.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f' Did you mean "{near[0]}"?' if near else f" Known are {', '.join(known)}."
            raise refuse(key, path, f'there is no field "{name}".{hint}')
    filled = {name: value for name, (_, value) in found.items() if not is_nothing(value)}
    for name in needed:
        if name not in filled:
            raise refuse(node, path, f'the field "{name}" is lacking or empty.')
    return filled


def names(node: yaml.Node, path: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """The keys of a mapping as they are written, with the nodes of key and value."""
    if not isinstance(node, yaml.MappingNode):
        raise refuse(node, path, "fields with values are expected here (name: value).")
    found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key, value in node.value:
        name = text(key, path)
        if name in found:
            raise refuse(key, path, f'"{name}" stands here twice.')
        found[name] = key, value
    return found


def _is_plain(node: yaml.Node) -> bool:
    """Is a scalar written without quotes? libyaml says so with an empty text, Python's reader with None."""
    return not getattr(node, "style", None)


def is_nothing(node: yaml.Node) -> bool:
    """Is the value empty: nothing, null, or a list or mapping without anything in it?"""
    if isinstance(node, yaml.ScalarNode):
        return _is_plain(node) and node.value in _NOTHING
    return not node.value


def items(node: yaml.Node | None, path: str, most: int = 200) -> Sequence[tuple[yaml.Node, str]]:
    """The entries of a list, each with its path; none where there is no list."""
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise refuse(node, path, "a list is expected here (lines that begin with -).")
    if len(node.value) > most:
        raise refuse(node, path, f"more than {most} entries.")
    return [(entry, f"{path}[{at}]") for at, entry in enumerate(node.value, start=1)]


def text(node: yaml.Node | None, path: str, most: int = MOST_LETTERS) -> str:
    """A text as it is written, without spaces around it; "" where there is none."""
    if node is None:
        return ""
    if not isinstance(node, yaml.ScalarNode):
        raise refuse(node, path, "a text is expected here, not a list or fields.")
    if len(node.value) > most:
        raise refuse(node, path, f"longer than {most} letters.")
    value: str = node.value
    return "" if is_nothing(node) else value.strip()


def choice(node: yaml.Node | None, path: str, known: Collection[str], kind: str) -> str:
    """One word of several, in small letters or as it is known.

    Raises
    ------
    ScreeningUnreadable : another word; those known are listed.
    """
    if node is None:
        return ""
    value = text(node, path)
    for form in (value, value.lower()):
        if form in known:
            return form
    near = difflib.get_close_matches(value.lower(), known, n=1)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    raise refuse(node, path, f'"{value}" is no {kind}; write {", ".join(known)}.{hint}')


def day(node: yaml.Node | None, path: str) -> date | None:
    """A day as in 2026-11-27; None where there is none."""
    if node is None:
        return None
    value = text(node, path)
    try:
        # weeks, and days without hyphens, would be read too
        return date.fromisoformat(value if _DAY.match(value) else "")
    except ValueError:
        raise refuse(node, path, f'"{value}" is not a day as in 2026-11-27.') from None


def place(node: yaml.Node, path: str) -> str:
    """An alpha-3 code of a place."""
    value = text(node, path)
    if value not in all_places():
        raise refuse(node, path, f'"{value}" is no place; write its alpha-3 code, as in MAR.')
    return value


def filled_text(node: yaml.Node, path: str) -> str:
    """A text that is not empty."""
    value = text(node, path)
    if not value:
        raise refuse(node, path, "a text is expected here.")
    return value


def scalar(node: yaml.Node, path: str) -> float | str | bool:
    """A parameter: a number, true or false, or a text (always a text where it stands in quotes).

    Raises
    ------
    ScreeningUnreadable : a list or fields, or a number that is none, such as infinity.
    """
    value = text(node, path, 200)
    if not _is_plain(node):
        return value
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    number = float(value) if _NUMBER.match(value) else None
    if value.lower().lstrip("+-.") in ("inf", "infinity", "nan") or (
        number is not None and abs(number) == float("inf")
    ):
        raise refuse(node, path, f'"{value}" is not a number that a parameter can have.')
    return value if number is None else number
