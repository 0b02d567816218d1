"""YAML into plain values, as it is written: numbers exact, "no" a word, nothing twice, nothing by reference.

Read from the parser's events, so that no depth and no alias can make more of a file than it is. What the values mean
is for `reading`. Lowest floor of the room.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import yaml
from yaml import events as seen

DEEPEST = 20  # lists and fields within one another; a plan has ten
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What is written otherwise is a text, so that every text that needs no quotes for YAML needs none here.
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)")
_EXACT = re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "false": False}


class NotPlain(Exception):
    """YAML that cannot be read, or is not plain; the message says why, `line` where."""

    def __init__(self, told: str, line: int | None = None) -> None:
        super().__init__(told)
        self.line = line


def plain_values(text: str) -> Any:
    """The one document of a text as dicts, lists, texts, whole numbers, decimals, true, false and None.

    Raises
    ------
    NotPlain : no YAML, a name twice, an alias, a tag, more depth than 20.
    """
    try:
        stream = iter(yaml.parse(text, Loader=_PARSER))
        return _document(stream)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        raise NotPlain(problem.problem or str(problem), mark.line + 1 if mark else None) from None
    except yaml.YAMLError as problem:
        raise NotPlain(str(problem).split("\n")[0]) from None


def _document(stream: Iterator[Any]) -> Any:
    found = None
    for event in stream:
        if isinstance(event, seen.NodeEvent):
            found = _value(event, stream, 1)
        elif isinstance(event, seen.DocumentEndEvent):
            break
    more = next(stream, None)
    if isinstance(more, seen.DocumentStartEvent):
        raise _refused("a second document begins here", more)
    return found


def _value(event: Any, stream: Iterator[Any], depth: int) -> Any:
    kind = type(event)
    if kind is seen.ScalarEvent and event.tag is None:
        return _scalar(event.value) if event.implicit[0] else event.value
    if kind is seen.AliasEvent:
        raise _refused("aliases (*) are not used here; write it out", event)
    if event.tag is not None:
        raise _refused("tags (!) are not used here", event)
    if depth > DEEPEST:
        raise _refused(f"this stands in more than {DEEPEST} others", event)
    if kind is seen.SequenceStartEvent:
        found = []
        while type(inner := next(stream)) is not seen.SequenceEndEvent:
            found.append(_value(inner, stream, depth + 1))
        return found
    return _fields(stream, depth)


def _fields(stream: Iterator[Any], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while type(event := next(stream)) is not seen.MappingEndEvent:
        if type(event) is not seen.ScalarEvent:
            raise _refused("a list or fields cannot be a name", event)
        if event.value in found:
            raise _refused(f'"{event.value}" stands here twice', event)
        found[event.value] = _value(next(stream), stream, depth + 1)
    return found


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _WHOLE.fullmatch(text):
        return int(text.replace("_", "")) if len(text) < 400 else text
    return Decimal(text.replace("_", "")) if _EXACT.fullmatch(text) else text


def _refused(told: str, event: Any) -> NotPlain:
    return NotPlain(told, event.start_mark.line + 1)
