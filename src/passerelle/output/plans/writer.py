"""Who writes a plan's content: the plan worked out once, words in one language, sources numbered as they are cited.

Stands on `blocks` and `wording`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from passerelle.base.words import number, say, say_number
from passerelle.output.briefs.content import Cell, Sentence
from passerelle.output.plans.rows import numbered
from passerelle.output.plans.wording import about, day_text, exact, money
from passerelle.plans.budget import Budget
from passerelle.plans.records import Action, Measure, Objective, Plan
from passerelle.plans.schedule import Schedule

Cents = NDArray[np.int64]


@dataclass
class Writer:
    """Says things about one plan in one language. `day` is the day of printing, on which screenings are judged."""

    plan: Plan
    forecast: Budget
    language: str
    day: date
    ranges: Mapping[str, Any]
    _cited: dict[str, int] = field(default_factory=dict)

    @property
    def timetable(self) -> Schedule:
        """The timetable by which the forecast is made."""
        return self.forecast.schedule

    @cached_property
    def numbered(self) -> tuple[tuple[str, Objective, Measure | None, Action | None], ...]:
        """Objectives, measures and actions with their numbers."""
        return tuple(numbered(self.plan))

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Numbers of actions by key."""
        return {action.key: number for number, _, _, action in self.numbered if action is not None}

    @cached_property
    def carriers(self) -> dict[str, str]:
        """Names of those who lead and help, by key."""
        return self.plan.carriers()

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources cited so far, by number."""
        return tuple(self._cited)

    def note(self, *sources: str) -> tuple[int, ...]:
        """The numbers of sources; each is given one when it is first cited."""
        return tuple(
            sorted({self._cited.setdefault(one.strip(), len(self._cited) + 1) for one in sources if one.strip()})
        )

    def cite(self, text: str, *sources: str) -> Sentence:
        """A text with its sources."""
        return Sentence(text, self.note(*sources))

    def cited(self, text: str, *sources: str) -> Cell:
        """A cell with its sources."""
        return Cell(text, False, self.note(*sources))

    # Words in the language, so that what writes needs not name it each time ---------------------------------

    def say(self, text: str) -> str:
        """A fixed text in the language."""
        return say(text, self.language)

    def counted(self, one: str, many: str, count: int) -> str:
        """A number of things, in the form that the language has for it."""
        return say_number(one, many, count, self.language).format(number=number(count, self.language))

    def date(self, day: date | None) -> str:
        """A day."""
        return day_text(day, self.language)

    def amount(self, cents: Any) -> Decimal:
        """Whole cents, or a row of them added up, as an amount."""
        return self.forecast.money(int(np.sum(cents)))

    def exact(self, cents: Any) -> str:
        """An amount to the cent, for tables: the currency stands in the head or caption."""
        return exact(self.amount(cents), self.language, self.forecast.digits)

    def money(self, cents: Any) -> str:
        """An amount to the cent with its currency."""
        return money(self.amount(cents), self.forecast.currency, self.language, self.forecast.digits)

    def about(self, amount: Decimal) -> str:
        """An amount in short words."""
        return about(amount, self.forecast.currency, self.language)

    def cost_of(self, *actions: Action) -> int:
        """What actions cost, contingency included, in cents."""
        return sum(int(self.forecast.by_action[one.key].sum()) for one in actions)
