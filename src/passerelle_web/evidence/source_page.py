"""What stands on the pages of sources: each card, what the store holds of it, what its build reported.

Holds no figures. Stands on `queries`.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from passerelle.base.words import number, say
from passerelle.evidence.cards import Card, all_cards
from passerelle.evidence.catalogue import REPORT, Holding
from passerelle_web.evidence import queries


@dataclass(frozen=True, slots=True)
class Held:
    """A source with what is held of it here."""

    card: Card
    holdings: tuple[Holding, ...]

    @property
    def rows(self) -> int:
        """How many observations are held."""
        return sum(held.rows for held in self.holdings)

    @property
    def rows_written(self) -> str:
        """How many observations are held, as the reader's language writes it."""
        return number(self.rows, get_language() or "en")

    @property
    def vintages(self) -> list[str]:
        """The vintages held, newest first."""
        return sorted({held.vintage for held in self.holdings}, reverse=True)


def all_sources() -> list[Held]:
    """Every source: those that are held first, then by publisher and title."""
    holdings = queries.the_store().holdings
    found = [Held(card, tuple(h for h in holdings if h.source == card.id)) for card in all_cards().values()]
    return sorted(found, key=lambda one: (not one.holdings, one.card.publisher, one.card.title))


def build_report(source: str) -> dict[str, Any] | None:
    """What the build that made a source's table reported; None where the source is not held."""
    for folder in queries.the_store().folders:
        path = folder / REPORT
        if not path.exists():
            continue
        for entry in json.loads(path.read_text("utf-8"))["sources"]:
            if entry["source"] == source:
                return dict(entry)
    return None


def one_source(source: str) -> dict[str, Any] | None:
    """The context of one source's page; None for an unknown one."""
    found = next((one for one in all_sources() if one.card.id == source), None)
    if found is None:
        return None
    language = get_language() or "en"
    lines = [
        {"held": held, "means": say(found.card.means(held.indicator), language),
         "rows": number(held.rows, language)}
        for held in found.holdings
    ]  # fmt: skip
    return {"held": found, "card": found.card, "lines": lines, "report": build_report(source)}
