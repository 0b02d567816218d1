"""Answers as plain values for JSON, and as rows for a table: the form that the command and the API give.

Stands on `answering`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from passerelle.rules.answering import Answer, Reason
from passerelle.rules.cases import Case
from passerelle.rules.compiling import Law
from passerelle.rules.evaluating import Members
from passerelle.rules.following import Step, would_change

DISCLAIMER = (
    "Information, not legal advice. What is said to be not open here may be open under a state's own law beyond "
    "the law of the Union."
)


def all_values(found: Iterable[Answer], case: Case, law: Law, members: Members) -> list[dict[str, Any]]:
    """Answers as values; what to ask and what would change is worked out once for states of which the same is said."""
    told: list[dict[str, Any]] = []
    kept: dict[int, tuple[list[Step], list[Step]]] = {}
    for one in found:
        here = one.asked_of
        if id(here) not in kept:
            asked = [Step(fact, None, one.verdict) for fact in one.missing if fact not in case.unsure]
            kept[id(here)] = asked, would_change(case, one.way, here.outcome, here.at, law, members)
        told.append(as_values(one, *kept[id(here)]))
    return told


def as_values(answer: Answer, ask_next: list[Step], would_change: list[Step]) -> dict[str, Any]:
    """One answer as values."""
    return {
        "state": answer.state,
        "route": answer.name,
        "kind": "right" if answer.is_right else "route",
        "verdict": answer.verdict,
        "failing": list(answer.failing),
        "deciding": [str(one) for one in answer.deciding],
        "conditions": [reason_values(one) for one in answer.conditions],
        "value": plain(answer.values),
        "ask_next": [one.as_values() for one in ask_next],
        "would_change": [one.as_values() for one in would_change],
        "rights": list(answer.comes_with),
        "notes": list(answer.notes),
        "as_of": answer.day.isoformat(),
    }


def reason_values(reason: Reason) -> dict[str, Any]:
    """One condition as values."""
    return {
        "id": reason.id, "verdict": reason.verdict, "article": [str(one) for one in reason.cites], "kind": reason.kind,
        "verification": reason.verification, "says": reason.says, "observed": plain(reason.observed),
        "needed": plain(reason.needed), "shortfall": reason.shortfall,
    }  # fmt: skip


def plain(value: Any) -> Any:
    """Days as text, everything else as it is."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
