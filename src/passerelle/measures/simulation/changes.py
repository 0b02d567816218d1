"""What a measure changes in the model, as plain symbols: neutral until a lever sets them.

Two measures of a package add, multiply or take the lower, as each symbol says. Stands on `assumptions`.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from passerelle.measures.simulation.assumptions import Array

# half the precision, so that what is neutral raises nobody else's
_HALF: Any = np.float32
SKILLS = ("low", "high", "health")
LOW, HIGH, HEALTH = 0, 1, 2


def of_nobody() -> Array:
    """Nobody of each skill in any year, shape (1, 3, 1): year, skill, draw."""
    return np.zeros((1, 3, 1), _HALF)


@dataclass
class Flows:
    """Changes of who moves. Arrays broadcast to (T years, 3 skills, n draws); counts are persons a year.

    restraint : share of the active recruitment of health workers that ends, (T, n). factor : of the usual outflow;
    chosen : the same by people's own choice, which is no gain or loss of welfare.
    channel : visas taken up. graduates : of a training partnership, at home and away. away : share of the graduates
    who leave. returns : voluntary returns with support. return_factor : of the usual return rate. shortage : skills in
    which the destination has vacancies.
    """

    restraint: Array = field(default_factory=lambda: np.zeros((1, 1), _HALF))
    factor: Array = field(default_factory=lambda: np.ones((1, 1, 1), _HALF))
    chosen: Array = field(default_factory=lambda: np.ones((1, 1, 1), _HALF))
    channel: Array = field(default_factory=of_nobody)
    graduates: Array = field(default_factory=of_nobody)
    away: Array = field(default_factory=of_nobody)
    returns: Array = field(default_factory=of_nobody)
    return_factor: Array = field(default_factory=lambda: np.ones((1, 1, 1), _HALF))
    shortage: tuple[bool, bool, bool] = (False, False, False)
    touched: bool = False


@dataclass
class Earnings:
    """Changes of what migrants earn: shares added to matched jobs and to employment, shape (T, 3, n)."""

    matched: Array = field(default_factory=of_nobody)
    employed: Array = field(default_factory=of_nobody)
    touched: bool = False


@dataclass
class Transfers:
    """Changes of transfers: price of sending, share of the amount, (T, n), or None; gifts matched.

    gift : share of what is sent that goes into matched projects. matched : dollars added to each. paid_by_origin : of
    the match. worth : of a dollar in a project. crowding : of the gifts that would have gone to families.
    """

    price: Array | None = None
    gift: Array | None = None
    matched: Array | None = None
    paid_by_origin: Array | None = None
    worth: Array | None = None
    crowding: Array | None = None


@dataclass(frozen=True)
class Posting:
    """Money of one term: who gains or loses, (T, n) intl USD a year, in the cash and in the welfare account.

    `cash` and `welfare` may be None where the term stands in one account only.
    """

    term: str
    party: str
    cash: Array | None
    welfare: Array | None


@dataclass
class Change:
    """All that a measure or a package changes, with money of its own pools and programmes in `postings`.

    `made` and `used` are output created and resources used up by pools and programmes, (T, n), so that cash closes.
    """

    flows: Flows = field(default_factory=Flows)
    earnings: Earnings = field(default_factory=Earnings)
    transfers: Transfers = field(default_factory=Transfers)
    postings: list[Posting] = field(default_factory=list)
    made: list[Array] = field(default_factory=list)
    used: list[Array] = field(default_factory=list)
    moved: list[Array] = field(default_factory=list)  # persons a year who move for a season or a mission
