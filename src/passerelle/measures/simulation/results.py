"""What a run says: quantiles by party, term and year, chances of gain, and the file that holds it all.

Stands on `runs`.
"""

from typing import Any

import numpy as np

from passerelle.measures.simulation.assumptions import Array
from passerelle.measures.simulation.runs import ACCOUNTS, Outcome, weights

LEVELS = (0.05, 0.5, 0.95)
SHORT = 5  # years that are the short term
_NOTHING = 1e-9  # of the spread: less than that is no gain


def ends(values: Array) -> dict[str, float]:
    """5, 50 and 95 per cent of draws, and their mean, by which terms add up to their party."""
    low, middle, high = np.quantile(values, LEVELS)
    return {"p5": float(low), "p50": float(middle), "p95": float(high), "mean": float(values.mean())}


def chance_of_gain(values: Array) -> float:
    """The share of draws above zero."""
    floor = _NOTHING * max(float(np.abs(values).max(initial=0.0)), 1.0)
    return float((values > floor).mean())


def party_of(outcome: Outcome, account: str, party: str) -> dict[str, Any]:
    """One party in one account: present value, in the first five years and after, chance of gain, terms, years."""
    present = outcome.of(account, party)
    yearly = outcome.yearly[account, party]
    worth = weights(outcome.discount, outcome.years)
    low, middle, high = np.quantile(yearly, LEVELS, axis=-1)
    found: dict[str, Any] = {
        "present_value": ends(present),
        "probability_gain": chance_of_gain(present),
        "short_term": ends(worth[:SHORT] @ yearly[:SHORT]),
        "long_term": ends(worth[SHORT:] @ yearly[SHORT:]) if outcome.years > SHORT else None,
        "terms": {term: ends(values) for term, values in outcome.terms(account, party).items()},
        "path": [
            {"year": t + 1, "p5": float(low[t]), "p50": float(middle[t]), "p95": float(high[t])}
            for t in range(outcome.years)
        ],
    }
    found["per_extra_migrant"] = ends(present / outcome.extra) if _moves(outcome) else None
    return found


def _moves(outcome: Outcome) -> bool:
    """Do more people move in every draw, so that money can be told by head? Of fewer it would read upside down."""
    return outcome.is_by_head and bool((outcome.extra > 0.5).all())


def accounts_of(outcome: Outcome) -> dict[str, Any]:
    """Both accounts by party."""
    return {account: {party: party_of(outcome, account, party) for party in outcome.parties()} for account in ACCOUNTS}


def untouched(outcome: Outcome) -> list[str]:
    """The parties to whom nothing happens in welfare."""
    return [party for party in outcome.parties() if not np.any(outcome.of("welfare", party))]


def triple_win(outcome: Outcome) -> float:
    """The share of draws in which every party gains in welfare; a party that nothing touches does not gain."""
    return _all_gain([outcome.of("welfare", party) for party in outcome.parties()])


def touched_win(outcome: Outcome) -> float:
    """The share of draws in which every party gains that the measure touches at all."""
    left_out = untouched(outcome)
    return _all_gain([outcome.of("welfare", party) for party in outcome.parties() if party not in left_out])


def _all_gain(gains: list[Array]) -> float:
    if not gains:
        return 0.0
    floors = [_NOTHING * max(float(np.abs(g).max(initial=0.0)), 1.0) for g in gains]
    return float(np.all([g > floor for g, floor in zip(gains, floors, strict=True)], axis=0).mean())


def people_of(outcome: Outcome) -> dict[str, Any]:
    """People beyond the base: who moves, who lives abroad, nurses at home."""
    with_it, without = outcome.nurses
    return {
        "extra_movers": ends(outcome.extra),
        "abroad": [{"year": t + 1, **ends(outcome.abroad[t])} for t in range(outcome.years)],
        "nurses_at_home": [
            {
                "year": t + 1,
                "with": ends(with_it[t]),
                "without": ends(without[t]),
                "more": ends(with_it[t] - without[t]),
            }
            for t in range(outcome.years)
        ],
    }
