"""The strategy paper of the demonstration: a page of an invented programme for a real country.

Stands on `plans` of the site.
"""

from decimal import Decimal
from importlib.resources import files

from passerelle.plans.coherence.papers import Allocation
from passerelle_web.plans.models import Paper
from passerelle_web.plans.papers_actions import register_paper


def register() -> Paper:
    """Register the invented paper."""
    text = files("passerelle_web.demonstration").joinpath("paper.txt").read_text("utf-8")
    return register_paper(
        title="Programme for cooperation with Senegal (invented)", text=text, place="SEN", first_year=2025,
        last_year=2029, source="Invented for the demonstration", is_demonstration=True, by=None,
        allocations=(
            Allocation("Rural development", Decimal(42_000_000), "EUR"),
            Allocation("Vocational training", Decimal(18_000_000), "EUR"),
            Allocation("Energy", Decimal(60_000_000), "EUR"),
        ),
    )  # fmt: skip
