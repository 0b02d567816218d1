"""The law that ships: its files read and compiled once, and who belongs to the Union and other groupings on a day.

A copy of what the files say lies beside them, so that a cold start need not read YAML; it counts only while the files
are the same to the letter. Stands on `compiling` and `base.groupings`.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from passerelle.base.groupings import grouping_of
from passerelle.rules import outlook, reading
from passerelle.rules.compiling import Law, law_of
from passerelle.rules.yaml_given import Fields, FileUnsound, read

COPY = "compiled.json"


def own_folder() -> Traversable:
    """The folder of the files that ship."""
    return files(__package__).joinpath("law")


def own_files() -> dict[str, str]:
    """The texts of the files that ship, by their path, in order."""
    root = own_folder()
    found: dict[str, str] = {}
    for folder in ("", "acts", "params"):
        place = root.joinpath(folder) if folder else root
        for one in sorted(place.iterdir(), key=lambda entry: entry.name):
            if one.name.endswith(".yaml"):
                found[f"{folder}/{one.name}".lstrip("/")] = one.read_text("utf-8")
    return found


def own_cases() -> dict[str, str]:
    """The worked cases that ship, by their file."""
    place = own_folder().joinpath("cases")
    return {one.name: one.read_text("utf-8") for one in sorted(place.iterdir(), key=lambda entry: entry.name)
            if one.name.endswith(".yaml")}  # fmt: skip


def stamp(texts: Mapping[str, str]) -> str:
    """A mark of what files say."""
    whole = hashlib.sha256()
    for name, text in sorted(texts.items()):
        whole.update(f"{name}\0{text}\0".encode())
    return whole.hexdigest()


@cache
def the_law() -> Law:
    """The law that ships."""
    texts = own_files()
    return law_from(_copied(stamp(texts)) or built(texts))


def built(texts: Mapping[str, str]) -> dict[str, Any]:
    """What files say, with their lines."""
    return {name: read(text, name) for name, text in texts.items()}


def _copied(mark: str) -> dict[str, Any] | None:
    copy = own_folder().joinpath(COPY)
    if not copy.is_file():
        return None
    held = json.loads(copy.read_text("utf-8"))
    found: dict[str, Any] | None = held["files"] if held["stamp"] == mark else None
    return found


def copy_text(texts: Mapping[str, str]) -> str:
    """The copy of files that `the_law` reads instead of them."""
    held = {"stamp": stamp(texts), "files": built(texts)}
    return json.dumps(held, ensure_ascii=False, default=str, separators=(",", ":")) + "\n"


def law_from(held: Mapping[str, Any], further: Mapping[str, Any] | None = None) -> Law:
    """The law out of what files say: `facts.yaml`, `acts/…` and `params/…`.

    Parameters
    ----------
    further : files of one's own, read after those that ship: acts, national routes, facts, national values.

    Raises
    ------
    FileUnsound : what cannot be read, or cannot be; file, line and reason are told.
    """
    everything = {**held, **(further or {})}
    facts: dict[str, Any] = {}
    derived: dict[str, Any] = {}
    places: dict[str, str] = {}
    acts, values = [], []
    never: list[Any] = []
    for name, said in everything.items():
        if not isinstance(said, Mapping):
            raise FileUnsound(f"{name}: fields are needed here.")
        if name.startswith("params/"):
            values += reading.values_of(said, name)
            continue
        facts |= reading.facts_of(_part(said, "facts"), name)
        derived |= _part(said, "derived")
        places |= _places_of(said, name)
        never += said.get("never") or []
        values += reading.values_of(_part(said, "values"), name)
        rest = _without(said, ("facts", "derived", "never", "values"))
        if rest:
            acts.append(reading.act_of(rest, name))
    return law_of(facts, derived, acts, values, never, places)


def _part(said: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return said.get(key) or {}


def _places_of(said: Mapping[str, Any], name: str) -> dict[str, str]:
    """Where derived values stand, and what can never be."""
    place, derived, never = reading.Place(name), _part(said, "derived"), said.get("never") or []
    found = {key: str(place.into("derived", said).into(key, derived)) for key in derived}
    for at, one in enumerate(never):
        found[str(one["says"])] = str(place.into("never", said).into(str(at + 1), never, at))
    return found


def _without(said: Mapping[str, Any], keys: Sequence[str]) -> Mapping[str, Any]:
    """The same fields but some, with the lines of those that stay."""
    rest = Fields({key: value for key, value in said.items() if key not in keys})
    rest.line, rest.lines = getattr(said, "line", 0), getattr(said, "lines", {})
    return rest


def with_own(texts: Mapping[str, str]) -> Law:
    """The law that ships together with files of one's own.

    Parameters
    ----------
    texts : what they say, by the name that faults are told with.
    """
    own = own_files()
    return law_from(_copied(stamp(own)) or built(own), built(texts))


@cache
def members_on(grouping: str, day: date) -> frozenset[str]:
    """The members of a grouping on a day, by the two letters of ISO 3166-1."""
    return frozenset(place.iso2 for place in grouping_of(grouping).members_on(day) if place.iso2)


def texts() -> Iterator[str]:
    """What the law's own files say to a reader, so that it can be said in every language."""
    law = the_law()
    for fact in law.facts.values():
        yield from (fact.ask, fact.why, *fact.labels.values())
    for parameter in law.parameters.values():
        yield parameter.says
    for act in law.acts.values():
        yield from (act.title, act.short, *act.notes, *act.open_points)
    for way in law.ways.values():
        yield from (way.route.title, way.route.note, *outlook.texts_of(way))
        for one in way.all_asked:
            yield from (one.condition.says, one.condition.bring, one.condition.note)
    yield from (says for says, _node in law.never)
