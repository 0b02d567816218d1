"""The ledger of predictions: what runs said of a year, what came, how well a template's ranges have held.

Ranges are the library's (`followup.ledger`). Stands on `models`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from passerelle.followup.ledger import Held, Past, Prediction, held
from passerelle.followup.ledger import Outcome as Came
from passerelle.followup.revising import Proposal, Range, proposal
from passerelle.measures.templates import Template
from passerelle_web.measures.models import Run
from passerelle_web.plans.models import Outcome

MONEY, PEOPLE = "intl USD", "persons"


class Said(NamedTuple):
    """What a run says of a quantity in a year."""

    unit: str
    p5: float
    p50: float
    p95: float


def quantities_of(run: Run) -> dict[str, str]:
    """What a run predicts year by year, with its unit: each party in cash, people abroad, nurses at home."""
    record = run.record or {}
    found = {f"cash-{party}": MONEY for party in record.get("accounts", {}).get("cash", {})}
    people = record.get("people", {})
    if people.get("abroad"):
        found["people-abroad"] = PEOPLE
    if any(row["with"]["p95"] for row in people.get("nurses_at_home", ())):
        found["nurses-at-home"] = PEOPLE
    return found


def predicted(run: Run, quantity: str, year: int) -> Said | None:
    """What the run says of its n-th year; None where it says nothing."""
    record = run.record
    if record is None or quantity not in quantities_of(run):
        return None
    rows: list[dict[str, Any]]
    if quantity.startswith("cash-"):
        rows = record["accounts"]["cash"][quantity.removeprefix("cash-")]["path"]
    elif quantity == "people-abroad":
        rows = record["people"]["abroad"]
    else:
        rows = [{"year": row["year"], **row["with"]} for row in record["people"]["nurses_at_home"]]
    found = next((row for row in rows if row["year"] == year), None)
    return None if found is None else Said(quantities_of(run)[quantity], found["p5"], found["p50"], found["p95"])


def past_of(outcomes: Iterable[Outcome]) -> list[Past]:
    """Rows as the library's ledger reads them."""
    return [
        (
            Prediction(
                template=row.template, quantity=row.quantity, unit=row.unit, p5=row.p5, p50=row.p50, p95=row.p95,
                made_on=min(row.run.made_at.date(), row.on), due_on=row.on, run=str(row.run_id),
            ),
            Came(row.value, row.on, row.source),
        )
        for row in outcomes
    ]  # fmt: skip


def outcomes_of(template: str) -> list[Outcome]:
    """All outcomes of a template, without those of the demonstration."""
    rows = Outcome.objects.filter(template=template, is_demonstration=False)
    return list(rows.select_related("run").defer("run__packed"))


def how_it_held(template: str) -> tuple[Held, ...]:
    """How the ranges of a template have held, quantity by quantity."""
    return held(past_of(outcomes_of(template)))


def proposed(template: Template) -> dict[str, Proposal]:
    """Other ranges of the template's assumptions, by the quantity that speaks for them; none with few outcomes."""
    ranges = {
        p.name: Range(p.low, p.default, p.high, least=min(p.low, 0.0)) for p in template.parameters
        if p.role == "assumption"
    }  # fmt: skip
    by_quantity: dict[str, list[Past]] = {}
    for prediction, outcome in past_of(outcomes_of(template.code)):
        by_quantity.setdefault(prediction.quantity, []).append((prediction, outcome))
    found = {quantity: proposal(ranges, past) for quantity, past in by_quantity.items()}
    return {quantity: one for quantity, one in found.items() if one is not None and ranges}


def last_day_of_year(run: Run, year: int) -> date:
    """The day on which a run's n-th year ends, counted from when it was made."""
    made = run.made_at.date()
    return made.replace(year=made.year + year, day=min(made.day, 28))
