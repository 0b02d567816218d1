"""The published checklist, read from `checklist.yaml`: what is asked of a paper, how it is judged, by which terms.

Judging itself is `judging`. Stands on `terms`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from passerelle.base.own_files import read_yaml
from passerelle.base.places import LANGUAGES
from passerelle.base.words import say
from passerelle.plans.coherence.papers import KINDS, Kind
from passerelle.plans.coherence.terms import Terms, compiled

ByLanguage = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its question and the sentence that says how it is judged.

    An item of a `section` asks for migration there, in `enough` passages; any other asks for its own terms. One that is
    `as_cause` counts only beside migration, and fully only where a word says that it is a cause.
    """

    code: str
    question: str
    judged: str
    section: Kind | None
    enough: int
    as_cause: bool
    terms: ByLanguage
    never: ByLanguage

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values, with question and rule in a language."""
        return {
            "item": self.code,
            "kind": "section" if self.section else "topic",
            "question": say(self.question, language),
            "judged": say(self.judged, language),
        }


@dataclass(frozen=True, slots=True)
class Patterns:
    """The terms of one language as patterns; of all languages where a paper's is not known."""

    migration: Terms
    never: Terms
    cause: Terms
    sections: Mapping[Kind, Terms]
    terms: Mapping[str, Terms]
    never_of: Mapping[str, Terms]


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = read_yaml(files(__package__).joinpath("checklist.yaml"))
    return raw


def version() -> str:
    """The version of the checklist, to be named beside its answers."""
    return str(_raw()["version"])


@cache
def all_items() -> dict[str, Item]:
    """Every item by its code, in the order in which they are published."""
    return {
        entry["code"]: Item(
            entry["code"], entry["question"], entry["judged"], entry.get("section"), entry.get("enough", 1),
            entry.get("as_cause", False), entry.get("terms", {}), entry.get("never", {}),
        )
        for entry in _raw()["items"]
    }  # fmt: skip


@cache
def patterns_of(language: str) -> Patterns:
    """The checklist's terms in a language; with "", those of all five."""
    raw, items = _raw(), all_items()
    chosen = (language,) if language else LANGUAGES

    def of(terms: ByLanguage) -> Terms:
        return compiled(term for code in chosen for term in terms.get(code, ()))

    return Patterns(
        of(raw["migration"]), of(raw["never"]), of(raw["cause"]),
        {kind: of(raw["sections"][kind]) for kind in KINDS},
        {code: of(item.terms) for code, item in items.items() if not item.section},
        {code: of(item.never) for code, item in items.items() if not item.section},
    )  # fmt: skip


def texts() -> Iterator[str]:
    """What the checklist says to a reader, so that it can be said in every language."""
    for item in all_items().values():
        yield from (item.question, item.judged)
