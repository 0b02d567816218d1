"""Source cards: who published a table, under which licence, what was checked, which faults are known.

One YAML file a source in `cards/`. A Parquet file without a card is refused. Stands on `base`.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from passerelle.base.errors import EvidenceError
from passerelle.base.own_files import read_yaml


@dataclass(frozen=True, slots=True)
class Card:
    """The papers of one source.

    `redistributable` says whether its compiled table may ship; `layout` is "publisher's file" or "layout from
    documentation" where no real file could be had when the reader was written. `known_as` is the
    publisher in short. `observes` says, by code of what is
    observed, what it means and in which unit; `columns` are the publisher's own. `citation` is by vintage where
    editions are cited apart. `reference_year` dates what does not change with time. `in_parts` says that the table is
    given out in parts, a country or a citizenship at a time, so that a newer file replaces what it holds and no more;
    else every file is a whole edition.
    """

    id: str
    title: str
    publisher: str
    known_as: str
    licence: str
    licence_url: str
    redistributable: bool
    why_not_shipped: str
    address: str
    date_read: str
    citation: dict[str, str]
    layout: str
    files: tuple[str, ...]
    observes: dict[str, str]
    columns: dict[str, str]
    checks: tuple[str, ...]
    known_faults: tuple[str, ...]
    notes: str
    reference_year: str | None
    in_parts: bool

    def cite(self, vintage: str | None = None) -> str:
        """How to cite the source, or one of its vintages."""
        return self.citation.get(vintage or "", self.citation.get("any", self.title))

    def means(self, code: str) -> str:
        """What an observed code means in short: without the unit in brackets and the remarks behind a semicolon."""
        return _UNIT_BEHIND.sub("", self.observes.get(code, code).split(";")[0].split(". ")[0].strip())


_UNIT_BEHIND = re.compile(r"\s*\([^()]*\)$")


_REQUIRED = (
    "title",
    "publisher",
    "licence",
    "redistributable",
    "address",
    "date_read",
    "citation",
    "columns",
)


def _card(identifier: str, raw: dict[str, Any]) -> Card:
    lacking = [key for key in _REQUIRED if key not in raw]
    if lacking:
        raise EvidenceError(f'The card of source "{identifier}" lacks {", ".join(lacking)}.')
    citation = raw["citation"]
    return Card(
        id=identifier,
        title=raw["title"],
        publisher=raw["publisher"],
        known_as=raw.get("known_as", raw["publisher"]),
        licence=raw["licence"],
        licence_url=raw.get("licence_url", ""),
        redistributable=bool(raw["redistributable"]),
        why_not_shipped=raw.get("why_not_shipped", ""),
        address=raw["address"],
        date_read=str(raw["date_read"]),
        citation={"any": citation} if isinstance(citation, str) else {str(k): v for k, v in citation.items()},
        layout=raw.get("layout", "publisher's file"),
        files=tuple(raw.get("files", ())),
        observes=dict(raw.get("observes", {})),
        columns=dict(raw["columns"]),
        checks=tuple(raw.get("checks", ())),
        known_faults=tuple(raw.get("known_faults", ())),
        notes=raw.get("notes", ""),
        reference_year=str(raw["reference_year"]) if raw.get("reference_year") else None,
        in_parts=bool(raw.get("in_parts", False)),
    )


@cache
def all_cards() -> dict[str, Card]:
    """Every card by source, in the order of the sources' names."""
    found = {}
    for entry in files(__package__).joinpath("cards").iterdir():
        if entry.name.endswith(".yaml"):
            identifier = entry.name.removesuffix(".yaml")
            found[identifier] = _card(identifier, read_yaml(entry))
    return dict(sorted(found.items()))


def card_of(source: str) -> Card:
    """The card of one source.

    Raises
    ------
    EvidenceError : no such card.
    """
    try:
        return all_cards()[source]
    except KeyError:
        raise EvidenceError(
            f'Source "{source}" has no card; a table without a card is refused. Write evidence/cards/{source}.yaml.'
        ) from None
