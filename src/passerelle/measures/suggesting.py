"""Which measures may be worth a look on a corridor, with the figures that say so.

A figure older than its maximum age suggests nothing, a coercive measure is never suggested, and nothing is ranked: the
order is that of the catalogue. Stands on `templates` and `evidence`.
"""

from dataclasses import dataclass

from passerelle.evidence.corridors import KnownCorridor, is_old
from passerelle.evidence.figures import Figure
from passerelle.measures.templates import Need, Template, all_templates


@dataclass(frozen=True)
class Reason:
    """A need that a figure shows."""

    need: Need
    figure: Figure


@dataclass(frozen=True)
class Suggested:
    """A template with the figures that show a need; `old` are those that would, were they not too old."""

    template: Template
    reasons: tuple[Reason, ...]
    old: tuple[Reason, ...]


def figure_names() -> list[str]:
    """The names of figures that any template asks for."""
    return sorted({need.indicator for template in all_templates().values() for need in template.needs})


def suggested(known: KnownCorridor, year: int) -> list[Suggested]:
    """Every template that is not coercive, with the needs that the newest figures show in `year`."""
    return [_looked_at(template, known, year) for template in all_templates().values() if not template.coercive]


def _looked_at(template: Template, known: KnownCorridor, year: int) -> Suggested:
    fresh: list[Reason] = []
    old: list[Reason] = []
    for need in template.needs:
        figure = known.latest(need.indicator)
        if figure.value is not None and shows(need, figure.value):
            (old if is_old(figure, year) else fresh).append(Reason(need, figure))
    return Suggested(template, tuple(fresh), tuple(old))


def shows(need: Need, value: float) -> bool:
    """Is the value on the side of the threshold that shows the need?"""
    if need.above is not None:
        return value > need.above
    return need.below is not None and value < need.below
