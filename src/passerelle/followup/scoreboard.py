"""Rows of a scoreboard: each plan with how many of its actions stand under which light, by its own deadlines.

No total over a member's plans, no share, no rank: plans stand in the order of their titles. Stands on `lights`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from passerelle.base.names import fold
from passerelle.followup.lights import NAMES, Light, Name


@dataclass(frozen=True, slots=True)
class PlanLights:
    """A plan's title, the names of who owns it, and the lights of its actions."""

    title: str
    owners: Sequence[str]
    lights: Sequence[Light]


@dataclass(frozen=True, slots=True)
class Row:
    """One plan: how many actions it has under each light, every light named, those with none as well."""

    title: str
    owners: tuple[str, ...]
    counts: dict[Name, int]

    @property
    def actions(self) -> int:
        """How many actions the plan has."""
        return sum(self.counts.values())

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {"plan": self.title, "owners": list(self.owners), "actions": self.actions, "lights": dict(self.counts)}


def scoreboard(plans: Iterable[PlanLights]) -> tuple[Row, ...]:
    """A row for each plan, in the alphabetical order of titles, whatever their case and accents."""
    return tuple(_row(plan) for plan in sorted(plans, key=lambda plan: (fold(plan.title), plan.title)))


def _row(plan: PlanLights) -> Row:
    held = Counter(light.name for light in plan.lights)
    owners = sorted(dict.fromkeys(plan.owners), key=lambda name: (fold(name), name))
    return Row(plan.title, tuple(owners), {name: held[name] for name in NAMES})
