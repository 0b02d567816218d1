"""Plain values into YAML as people write it: one field a line, lists set in, long texts folded, quotes where needed.

What `values` reads is what stood there; so does any other reader of YAML. Lowest floor of the room.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 110
# Words that some reader takes for true, false or nothing.
_TAKEN = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"}
_PLAIN = re.compile(r"[^\W\d_](?:.*\S)?")
_WORD = re.compile(r"[\w.-]+")
_NAME = re.compile(r"[^\W\d_][\w.-]*(?: [\w.-]+)*")


class Bare(str):
    """An exact number, or a day, that is written without quotes."""

    __slots__ = ()


def as_text(value: Mapping[Any, Any]) -> str:
    """Fields as a YAML document."""
    return "".join(f"{line}\n" for line in _fields(value, ""))


def _fields(value: Mapping[Any, Any], indent: str) -> Iterator[str]:
    for name, inner in value.items():
        yield from _entry(f"{indent}{_key(name)}:", inner, indent)


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    """What follows a name: on its line, or set in below it."""
    if isinstance(value, Mapping) and value:
        yield head
        yield from _fields(value, f"{indent}  ")
    elif isinstance(value, list | tuple) and value:
        short = _short_list(value, WIDTH - len(head))
        yield f"{head} {short}" if short else head
        if not short:
            yield from _items(value, f"{indent}  ")
    else:
        first, *rest = _scalar(value, f"{indent}  ", WIDTH - len(head))
        yield f"{head} {first}"
        yield from rest


def _items(value: Sequence[Any], indent: str) -> Iterator[str]:
    for one in value:
        if isinstance(one, Mapping) and one:
            first, *rest = _fields(one, f"{indent}  ")
            yield f"{indent}- {first.removeprefix(f'{indent}  ')}"
            yield from rest
        else:
            yield from _entry(f"{indent}-", one, indent)


def _short_list(value: Sequence[Any], room: int) -> str:
    """A list of numbers and short words on one line; "" where it is no such list."""
    found = []
    for one in value:
        if isinstance(one, Mapping | list | tuple) or (isinstance(one, str) and not _WORD.fullmatch(one)):
            return ""
        found.append(_scalar(one, "", room)[0])
    told = f"[{', '.join(found)}]"
    return told if len(told) <= room else ""


def _key(name: Any) -> str:
    return str(name) if isinstance(name, int) or (_NAME.fullmatch(name) and _is_plain(name)) else _quoted(name)


def _scalar(value: Any, indent: str, room: int) -> list[str]:
    """A value as one line, or as the head and the lines of a block."""
    if value is None or isinstance(value, bool):
        return [{None: "null", True: "true", False: "false"}[value]]
    if isinstance(value, Mapping | list | tuple):
        return ["{}" if isinstance(value, Mapping) else "[]"]
    if isinstance(value, float):
        told = repr(value)
        return [told if "." in told else told.replace("e", ".0e")]
    if not isinstance(value, str) or isinstance(value, Bare):
        return [str(value)]
    return _block(value, indent, room) or [value if _is_plain(value) else _quoted(value)]


def _is_plain(text: str) -> bool:
    """Does it mean the same without quotes, to every reader?"""
    return (
        _PLAIN.fullmatch(text) is not None
        and text.isprintable()
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and text.lower() not in _TAKEN
    )


def _block(text: str, indent: str, room: int) -> list[str]:
    """Lines as they stand, or a long text folded; nothing where quotes are wanted."""
    lines = text.rstrip("\n").split("\n")
    if not all(line.isprintable() and line == line.strip() for line in lines) or not lines[0]:
        return []
    if len(lines) == 1 and text == lines[0]:
        if len(text) <= room or "  " in text:
            return []
        return [">-", *(f"{indent}{line}" for line in _folded(text, WIDTH - len(indent)))]
    after = len(text) - len(text.rstrip("\n"))
    kept = [f"{indent}{line}" if line else "" for line in lines]
    return [("|-", "|")[after] if after < 2 else "|+", *kept, *[""] * max(after - 1, 0)]


def _folded(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 40), break_long_words=False, break_on_hyphens=False)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _quoted(text: str) -> str:
    return f'"{"".join(_ESCAPES.get(letter) or _escaped(letter) for letter in text)}"'


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return letter
    number = ord(letter)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
