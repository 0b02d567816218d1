"""How an act stands in a state on a day: in force, bound, to be applied since when, taken over when and by which text.

Taken over when is "not known" unless the act's file says it with its source. Stands on `evaluating`.
"""

from dataclasses import dataclass
from datetime import date

from passerelle.rules.evaluating import Members, is_bound
from passerelle.rules.records import Act, Citation

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Standing:
    """An act in one state on one day."""

    act: str
    state: str
    in_force: bool
    bound: bool
    why_not: Citation | None
    applies_from: date
    transposed: str
    source: str


def standing_of(act: Act, state: str, day: date, members: Members) -> Standing:
    """How an act stands in a state on a day."""
    bound = is_bound(act, state, day, members)
    told = act.transposed.get(state, {})
    # a regulation, and a treaty between states, is taken over by no law
    needs = act.celex[5:6] == "L" and act.celex[:1].isdigit()
    transposed = str(told.get("on", NOT_KNOWN)) if needs else "applies directly"
    ended = act.ends is not None and day >= act.ends
    return Standing(
        act.celex,
        state,
        act.in_force <= day and not ended,
        bound,
        None if bound else act.bound.cites.get(state),
        act.applies_from,
        transposed if bound else "–",
        str(told.get("source", "")),
    )
