"""Lists of codes that plans and follow-up point to: objectives, targets, themes, phases, categories of cost, sectors.

Each list is a YAML file beside this one, with its source; nothing is checked or computed here. Stands on `base`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from passerelle.base.own_files import read_yaml


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list. `source` is that of the list; `more` is what the list says beyond the title, if anything."""

    code: str
    title: str
    source: str
    more: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def meaning(self) -> str:
        """One line on what it covers; empty where the title says it all."""
        told = self.more.get("meaning", "")
        return told if isinstance(told, str) else ""

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems of the mission that a theme belongs to, M1 to M25; empty in other lists."""
        told = self.more.get("systems", ())
        return told if isinstance(told, tuple) else ()


@cache
def _codes(name: str) -> dict[str, Code]:
    raw: dict[str, Any] = read_yaml(files(__package__).joinpath(f"{name}.yaml"))
    return {code: _code(code, entry, raw["source"]) for code, entry in raw["codes"].items()}


def _code(code: str, entry: Mapping[str, Any], source: str) -> Code:
    more = {key: tuple(told) if isinstance(told, list) else told for key, told in entry.items() if key != "title"}
    return Code(code, entry["title"], source, more)


def objectives() -> dict[str, Code]:
    """The objectives of the Global Compact for Migration by number, "1" to "23"."""
    return _codes("gcm")


def targets() -> dict[str, Code]:
    """Targets of the Sustainable Development Goals that migration touches, by number such as "10.7"."""
    return _codes("sdg")


def themes() -> dict[str, Code]:
    """The themes of COM(2006) 409 by code such as "2.2-brain-drain", each with its `systems`."""
    return _codes("themes")


def phases() -> dict[str, Code]:
    """The phases of irregular migration, in the order in which a person lives them."""
    return _codes("phases")


def categories() -> dict[str, Code]:
    """Categories of costs, those of the catalogue first."""
    return _codes("categories")


def sectors() -> dict[str, Code]:
    """Sectors exposed to trade, by section of ISIC Rev.4 such as "A"."""
    return _codes("sectors")


LISTS: tuple[Callable[[], dict[str, Code]], ...] = (objectives, targets, themes, phases, categories, sectors)


def texts() -> Iterator[str]:
    """What the lists say to a reader, so that it can be said in every language."""
    for one in LISTS:
        for code in one().values():
            yield code.title
            if code.meaning:
                yield code.meaning
