"""YAML that somebody gave, with the line of every field: bounded, without tags that build anything.

Aliases are followed as far as the file stays small; nothing is built from it before its size is known. Stands on
PyYAML's safe loader.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from passerelle.base.errors import PasserelleError

MOST_BYTES = 2_000_000
MOST_NODES = 60_000
DEEPEST = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class FileUnsound(PasserelleError):
    """A file cannot be read, or says what cannot be: its name, the line, why."""

    title = "File not readable"


class Fields(dict[str, Any]):
    """A mapping that knows the lines of its keys, and its own."""

    line: int
    lines: dict[str, int]


class Entries(list[Any]):
    """A list that knows its line and those of its entries."""

    line: int
    lines: list[int]


def read(text: str, name: str) -> Any:
    """What a file says, with lines. Empty files say None.

    Raises
    ------
    FileUnsound : it is no YAML, too large, too deep, has a tag, or a key twice; name and line are told.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise FileUnsound(f"{name}: larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        _refuse_tags(text, name)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise FileUnsound(f"{name}{where}: this is not YAML: {getattr(problem, 'problem', None) or problem}.") from None
    return None if node is None else _Built(name).value(node, 0)


def _refuse_tags(text: str, name: str) -> None:
    for event in yaml.parse(text, Loader=_LOADER):
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            mark = event.start_mark
            line = 0 if mark is None else mark.line + 1
            raise FileUnsound(f'{name}, line {line}: the tag "{tag}" is refused; a file of rules or facts needs none.')


class _Built:
    """Builds values from nodes, and counts: an alias that is followed counts each time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.many = 0
        self.constructor = _LOADER("")

    def value(self, node: yaml.Node, depth: int) -> Any:
        self.many += 1
        if self.many > MOST_NODES or depth > DEEPEST:
            raise self.refusal(node, "the file is larger or deeper than one of this kind can be.")
        if isinstance(node, yaml.MappingNode):
            return self._fields(node, depth)
        if isinstance(node, yaml.SequenceNode):
            made = Entries(self.value(one, depth + 1) for one in node.value)
            made.line, made.lines = _line(node), [_line(one) for one in node.value]
            return made
        return self._scalar(node)

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            return self.constructor.construct_object(node, deep=True)
        except (ValueError, yaml.YAMLError):
            raise self.refusal(node, f'"{node.value}" is no day of the calendar, or no number.') from None

    def _fields(self, node: yaml.MappingNode, depth: int) -> Fields:
        made = Fields()
        made.line, made.lines = _line(node), {}
        for key, value in self._pairs(node):
            if key.value in made:
                raise self.refusal(key, f'"{key.value}" stands here twice.')
            made[key.value] = self.value(value, depth + 1)
            made.lines[key.value] = _line(key)
        return made

    def _pairs(self, node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.refusal(key, "a name is needed here, not a list or fields.")
            yield key, value

    def refusal(self, node: yaml.Node, why: str) -> FileUnsound:
        return FileUnsound(f"{self.name}, line {_line(node)}: {why}")


def _line(node: yaml.Node) -> int:
    line: int = node.start_mark.line + 1
    return line
