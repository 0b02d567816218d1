"""What a cut of the price would leave with those who send and receive, and how volumes may answer it.

A volume is read in two ways, as what is sent or as what arrives, and both are told. Elasticities are a table with their
papers; recorded money that rises may have changed channel. Stands on `base`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.base.own_files import read_yaml

Reading = Literal["sent", "received"]
READINGS: tuple[Reading, ...] = ("sent", "received")
# Freund and Spatafora (2008): money that goes outside recorded channels, as a share of recorded money.
INFORMAL_SHARE = (0.35, 0.75)


@dataclass(frozen=True)
class Saving:
    """A cut from one price to another (percent of the amount sent) at an unchanged principal, in the volume's currency.

    principal : what is sent, fees and margins within. saved : less paid to services. received_before, received_after :
    what arrives. Where the price is at or below the target nothing is saved.
    """

    reading: Reading
    price: float
    target: float
    principal: float
    saved: float
    received_before: float
    received_after: float


def saving(volume: float, price: float, target: float, reading: Reading = "sent") -> Saving:
    """What payers save when the price falls to a target.

    Parameters
    ----------
    volume : money a year. price, target : percent of the amount sent, 0 to below 100.
    reading : "sent" takes the volume as the principal; "received" as what arrives, so that the principal is
        volume / (1 - price).

    Raises
    ------
    ModelError : a negative volume, a price or target outside [0, 100).

    590 billion USD at 6 % brought to 3 % save 17.7 billion as a principal and 18.8 billion as money received.
    """
    refuse_prices(volume, price, target)
    principal = volume if reading == "sent" else volume / (1 - price / 100)
    after = min(price, target)
    return Saving(
        reading, price, target, principal, principal * (price - after) / 100,
        principal * (1 - price / 100), principal * (1 - after / 100),
    )  # fmt: skip


def refuse_prices(volume: float, price: float, target: float) -> None:
    """Refuse what cannot be a volume or a price."""
    if not (np.isfinite(volume) and volume >= 0):
        raise ModelError(f"A volume is {volume:g}; money sent in a year cannot be negative.")
    for name, value in (("price", price), ("target", target)):
        if not 0 <= value < 100:
            raise ModelError(f"The {name} is {value:g} %; it is a percentage of the amount, from 0 to below 100.")


@dataclass(frozen=True)
class Elasticity:
    """How a volume answers a price, from one paper.

    kind : "per_point" (relative rise of the volume for a fall of one percentage point, continuously), "elasticity" (of
    the volume in the price itself), or "context" (measured otherwise; shown and not applied).
    low, point, high : all positive for a volume that rises when the price falls; None where the paper gives none.
    farthest : the largest cut to which it is carried, in points ("per_point") or as a share of the price, by
    assumption. status : "read in the source" or "to be checked".
    """

    id: str
    kind: str
    low: float | None
    point: float | None
    high: float | None
    farthest: float | None
    of: str
    short: str
    citation: str
    status: str
    note: str


@cache
def elasticities() -> tuple[Elasticity, ...]:
    """The table of elasticities that ships, in its order."""
    table = read_yaml(files("passerelle.economy.remittances").joinpath("elasticities.yaml"))
    return tuple(Elasticity(**row) for row in table["elasticities"])


@dataclass(frozen=True)
class Response:
    """The rise of recorded money by one elasticity and one of its values, when the price falls to the target.

    rise : recorded principal, more a year. None where the elasticity is not to be carried so far.
    from_other_channels : the most of the rise that may be money sent before outside recorded channels.
    new_at_least : what is new even then; the rise itself is the most that can be new.
    surplus : what the senders and receivers gain, P0 (c0 - c1) + (P1 - P0) (c0 - c1) / 2.
    """

    elasticity: str
    value: float
    rise: float | None
    from_other_channels: float | None
    new_at_least: float | None
    surplus: float | None
    note: str


def responses(cut: Saving, *, informal_share: tuple[float, float] = INFORMAL_SHARE) -> list[Response]:
    """How recorded volumes may answer a cut, by every elasticity that can be applied and each of its values.

    Returns
    -------
    one row a value (low, point, high), in the order of the table. No row is the answer: their range is.
    """
    found = []
    for row in elasticities():
        values = dict.fromkeys(v for v in (row.low, row.point, row.high) if v is not None)
        if row.kind != "context":
            found += [_response(cut, row, value, informal_share[1]) for value in values]
    return found


def _response(cut: Saving, row: Elasticity, value: float, informal: float) -> Response:
    after = min(cut.price, cut.target)
    points = cut.price - after
    relative = row.kind == "elasticity"
    size = points / cut.price if relative and cut.price else points
    if row.farthest is not None and size > row.farthest:
        points_said = "1 point" if row.farthest == 1 else f"{row.farthest:g} points"
        limit = f"{row.farthest:.0%} of the price" if relative else points_said
        return Response(row.id, value, None, None, None, None, f"not carried to a cut of more than {limit}")
    factor = (after / cut.price) ** -value if relative and points else float(np.exp(value * points))
    rise = cut.principal * (factor - 1)
    moved = min(rise, informal * cut.principal)
    surplus = cut.saved + rise * points / 100 / 2
    return Response(row.id, value, rise, moved, rise - moved, surplus, row.note)


def span(rows: Sequence[Response]) -> tuple[float, float] | None:
    """The lowest new money that any row leaves, and the highest rise that any row gives; None where none reaches."""
    least = [row.new_at_least for row in rows if row.new_at_least is not None]
    most = [row.rise for row in rows if row.rise is not None]
    return (min(least), max(most)) if least and most else None


def reaching(rows: Sequence[Response]) -> tuple[list[str], list[str]]:
    """The ids of the papers that reach to the cut, and of those that do not."""
    ids = list(dict.fromkeys(row.elasticity for row in rows))
    here = [one for one in ids if any(row.elasticity == one and row.rise is not None for row in rows)]
    return here, [one for one in ids if one not in here]
