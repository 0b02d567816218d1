"""From what is known of a corridor and one value of each quantity a draw, to where people start and what work pays.

Equations (6), (7), (10) of docs/explanation/measures.md, and transfers brought to what is known of them. Stands on
`inputs` and `paths`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.measures.simulation.assumptions import Array
from passerelle.measures.simulation.inputs import MIGRANT_AGES, CorridorInputs
from passerelle.measures.simulation.paths import MOST_LEAVE, MOST_RETURN, Start

MOST_SENT = 0.8  # of net pay: what is known of transfers may be booked under the wrong place


@dataclass(frozen=True)
class Pay:
    """What work pays and where it goes; intl USD a year of today, (3 skills, n) or (n,), before growth.

    home, away : gross pay of who works. employed_home, employed_away, matched, sent (of net pay), fiscal (intl USD a
    migrant), spillover (of the wage), training (intl USD a person) : (3, n). The others : (n,).
    """

    home: Array
    away: Array
    employed_home: Array
    employed_away: Array
    matched: Array
    penalty: Array
    tax_home: Array
    tax_away: Array
    sent: Array
    price: Array
    response: Array
    fiscal: Array
    spillover: Array
    training: Array
    surplus: Array
    vacancy: Array
    premium: Array
    multiplier: Array
    rent: Array
    rent_away: Array
    sender_part: Array
    moving: Array
    chosen_gain: Array
    growth: Array
    transit_spending: Array | None = None
    transit_services: Array | None = None


def start_of(inputs: CorridorInputs, drawn: Mapping[str, Array]) -> Start:
    """People at the start of a path.

    Raises
    ------
    ModelError : more migrants a year than the origin has people to send.
    """
    peopled = inputs.peopled
    if peopled is None:
        raise ModelError(f"{inputs.corridor.origin} has no population by age.")
    workers = float(peopled.people[:2].sum())
    nurses = np.minimum(drawn["nurses_home"] / workers, 0.2) if "nurses_home" in drawn else drawn["growth"] * 0
    at_home = _shares(drawn["skilled_share_origin"], nurses)
    abroad = _shares(drawn["skilled_share_migrants"], drawn["nurses_share_migrants"])
    kind = drawn["growth"].dtype
    home = peopled.people[:2, None, None].astype(kind) * at_home
    away = np.array(MIGRANT_AGES[:2], kind)[:, None, None] * abroad * drawn["migrants"]
    moving = drawn["movers"] * drawn["adult_movers"]
    _refuse_absurd(inputs, float(moving.max()), workers)
    leaving = np.minimum(abroad * moving / np.maximum(home.sum(0), 1e-30), MOST_LEAVE)
    low, high = drawn["return_rate_low"], drawn["return_rate_high"]
    low, high = np.broadcast_arrays(low, high)
    transit = None
    if inputs.transit:
        transit = (drawn["transit_share"], drawn["transit_leaving"], drawn["transit_stranded"])
    return Start(
        home=home,
        away=away,
        leaving=leaving,
        returning=np.minimum(np.stack([low, high, high]), MOST_RETURN),
        deaths=peopled.deaths[:2],
        entering=np.full_like(drawn["growth"], peopled.entrants),
        young=drawn["young_migrants"],
        brain_gain=drawn["brain_gain"] * drawn["corridor_weight"],
        nurse_response=drawn["nurse_response"],
        recruited=drawn["recruited_share"],
        memory=drawn["skill_memory"],
        transit=transit,
    )


def _refuse_absurd(inputs: CorridorInputs, moving: float, workers: float) -> None:
    if moving > 0.2 * workers:
        raise ModelError(
            f"{inputs.corridor}: {moving:,.0f} movers a year are more than a fifth of the {workers:,.0f} people of 15 "
            "to 64 in the origin. Check the unit: persons a year."
        )


def _shares(skilled: Array, nurses: Array) -> Array:
    skilled, nurses = np.broadcast_arrays(skilled, nurses)
    high = np.maximum(skilled - nurses, 0.0)
    return np.stack([1 - high - nurses, high, nurses])


def pay_of(inputs: CorridorInputs, drawn: Mapping[str, Array], start: Start) -> Pay:
    """What work pays at both ends, and what is sent."""
    d = drawn
    ones = np.ones(np.broadcast_shapes(*(v.shape for v in d.values())), d["growth"].dtype)
    ratios = np.stack([ones, ones * d["wage_ratio_skilled"], ones * d["wage_ratio_health"]])
    shares = start.home.sum(0) / start.home.sum((0, 1))
    average = d["wage_to_income"] * d["income_origin"]
    home = average * ratios / (shares * ratios).sum(0)
    premium = d.get("place_premium")
    if premium is None:
        premium = (d["income_destination"] / d["income_origin"]) ** d["place_premium_exponent"]
    away = home * (1 + (premium - 1) * d["selection"])
    employed_away = np.stack([ones * d["employed_away"], ones * d["employed_away"], ones * d["employed_health"]])
    employed_home = np.stack([ones * d["employed_home"], ones * d["employed_home"], ones * d["employed_health"]])
    matched = np.stack([ones, ones * d["matched_skilled"], ones * d["matched_health"]])
    fiscal = np.stack([ones * d["fiscal_low"], ones * d["fiscal_high"], ones * d["fiscal_high"]])
    spill = d["spillover_skilled"] * ones
    train = d["income_origin"] * ones
    zero = np.zeros_like(ones)
    earned = employed_away * away * (1 - d["mismatch_penalty"] * (1 - matched))
    through = {}
    if inputs.transit:
        through = {name: d["income_transit"] * d[name] for name in ("transit_spending", "transit_services")}
    return Pay(
        home=home,
        away=away,
        employed_home=employed_home,
        employed_away=employed_away,
        matched=matched,
        penalty=d["mismatch_penalty"],
        tax_home=d["tax_origin"],
        tax_away=d["tax_destination"],
        sent=_sent(d, earned * (1 - d["tax_destination"]), start, ones),
        price=d["transfer_price"],
        response=d["cost_response"],
        fiscal=fiscal * d["income_destination"],
        spillover=np.stack([zero, spill, spill]),
        training=np.stack([zero, train * d["training_skilled"], train * d["training_health"]]),
        surplus=d["surplus"],
        vacancy=d["vacancy_value"],
        premium=d["return_premium"],
        multiplier=d["local_multiplier"],
        rent=d["rent_share"],
        rent_away=d["rent_located"],
        sender_part=d["sender_part"],
        moving=d["moving_cost"] / 12,
        chosen_gain=d["chosen_gain"],
        growth=d["growth"],
        **through,
    )


def _sent(d: Mapping[str, Array], net: Array, start: Start, ones: Array) -> Array:
    """Shares of net pay that are sent, brought to the corridor's transfers where they are known."""
    sent = np.stack([ones * d["remitted_low"], ones * d["remitted_high"], ones * d["remitted_high"]])
    if "remittances" not in d:
        return sent
    workers = start.away.sum(0)
    principal = d["remittances"] / (1 - d["transfer_price"])
    scale = principal / np.maximum((workers * net * sent).sum(0), 1e-30)
    return np.asarray(np.minimum(sent * scale, MOST_SENT))
