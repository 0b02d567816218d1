"""Occupations by ISCO-08: codes and names down to the minor group, that is three digits.

A unit group, of four digits, is found by its minor group. Stands on `own_files`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from passerelle.base.own_files import read_yaml


@dataclass(frozen=True, slots=True)
class Occupation:
    """A group of occupations. `code` has one digit for a major group, two for a sub-major, three for a minor one."""

    code: str
    name: str


@cache
def occupations() -> tuple[Occupation, ...]:
    """All groups, in the order of their codes."""
    table = read_yaml(files(__package__) / "reference" / "occupations.yaml")
    return tuple(sorted((Occupation(code, name) for code, name in table.items()), key=lambda one: one.code))


@cache
def _by_code() -> dict[str, Occupation]:
    return {one.code: one for one in occupations()}


def of_code(code: str) -> Occupation | None:
    """The group of a code, for a unit group its minor group; None where there is no such code."""
    if not code.isdigit() or len(code) > 4:
        return None
    return _by_code().get(code if len(code) < 4 else code[:3])


def minor_groups() -> list[Occupation]:
    """The groups that are offered to who has to choose one."""
    return [one for one in occupations() if len(one.code) == 3]


def texts() -> Iterator[str]:
    """Names, so that they can be said in every language."""
    yield from dict.fromkeys(one.name for one in occupations())
