"""Figures of the literature that the equations of measures must give.

Each case names its source; where a level was not read again, it says so.
"""

from dataclasses import replace

import numpy as np
import pytest

from passerelle.measures.simulation.accounts import Course, over_skills, postings
from passerelle.measures.simulation.assumptions import likeliest as values_of
from passerelle.measures.simulation.changes import Change, Flows
from passerelle.measures.simulation.paths import path
from passerelle.measures.simulation.prepared import pay_of, start_of
from passerelle.measures.simulation.runs import simulated
from tests.unit.measures.makers import alone, likeliest, village

BILLION = 1e9


def cut(principal: float, before: float, after: float, response: float) -> dict[tuple[str, str, str], float]:
    """The first year of a price cut on transfers of a given principal, in both accounts."""
    inputs = likeliest(village(transfer_price=before, cost_response=response, local_multiplier=1.0, rent_share=0.0))
    values = values_of(inputs.assumptions)
    start = start_of(inputs, values)
    pay, here = pay_of(inputs, values, start), path(start, Flows(), 1)
    each = np.full((1, 3, 1), principal / here.away.sum())
    base = Course(here, each, pay.employed_away[None], each, each, pay.price[None], each)
    price = np.array([[after]])
    then = replace(base, price=price, sent=each * np.exp(-100 * response * (price - pay.price))[:, None])
    found: dict[tuple[str, str, str], float] = {("sent", "", ""): float(over_skills(here.away, then.sent).sum())}
    for p in postings(pay, base, then, Change(), np.ones((1, 1))):
        for account, money in (("cash", p.cash), ("welfare", p.welfare)):
            if money is not None:
                found[account, p.party, p.term] = float(np.sum(money))
    return found


def surplus(found: dict[tuple[str, str, str], float]) -> float:
    return sum(found["welfare", party, "cheaper transfers"] for party in ("migrants", "origin"))


def test_the_saving_of_the_world_at_three_per_cent() -> None:
    """World Bank: 590 bn USD, 6 to 3 %: 17.70 bn if that is what is sent, 18.83 bn if it is what arrives."""
    assert surplus(cut(590 * BILLION, 0.06, 0.03, 0.0)) / BILLION == pytest.approx(17.70, abs=0.005)
    assert surplus(cut(590 * BILLION / 0.94, 0.06, 0.03, 0.0)) / BILLION == pytest.approx(18.83, abs=0.005)


def test_more_is_sent_and_arrives_where_sending_is_cheaper() -> None:
    """The same with a response of 0.017 a point: 30.9 bn more sent, 554.6 to 602.2 bn received, surplus 18.16 bn."""
    found = cut(590 * BILLION, 0.06, 0.03, 0.017)
    assert (found["sent", "", ""] / BILLION - 590) == pytest.approx(30.9, abs=0.05)
    received = found["cash", "origin", "received from abroad"] / BILLION
    assert 590 * 0.94 == pytest.approx(554.6, abs=0.05) and 554.6 + received == pytest.approx(602.2, abs=0.1)
    assert surplus(found) / BILLION == pytest.approx(18.16, abs=0.01)


def test_kpodar_and_imam_of_2022() -> None:
    """IMF Working Paper 22/218, abstract: 6.5 to 3 % gives 32 bn USD more, and an elasticity above one."""
    found = cut(540 * BILLION, 0.065, 0.03, 0.0164)
    assert found["sent", "", ""] / BILLION - 540 == pytest.approx(32.0, abs=0.1)
    assert 100 * 0.0164 * 1.065 == pytest.approx(1.75, abs=0.005)


def test_the_place_premium_of_the_median_country() -> None:
    """Clemens, Montenegro and Pritchett: 2.7 in the median; at 8,059 USD at home, 13,700 USD a worker and year."""
    inputs = likeliest(village(place_premium=2.7, selection=1.0, wage_to_income=1.0, income_origin=8_059.0,
                               wage_ratio_skilled=1.0, wage_ratio_health=1.0))  # fmt: skip
    values = values_of(inputs.assumptions)
    pay = pay_of(inputs, values, start_of(inputs, values))
    assert np.allclose(pay.home, 8_059)
    assert np.allclose(pay.away - pay.home, 13_700, atol=1)


@pytest.mark.parametrize(("share", "rate"), [(0.20, 0.0436), (0.50, 0.1294)])
def test_exits_within_five_years_are_those_of_the_oecd(share: float, rate: float) -> None:
    """OECD, International Migration Outlook 2008, chapter III: 20 to 50 % leave within five years."""
    inputs = likeliest(village(return_rate_low=rate, return_rate_high=rate, movers=0.0))
    start = start_of(inputs, values_of(inputs.assumptions))
    young = replace(start, away=start.away * np.array([1.0, 0.0])[:, None, None], deaths=np.zeros(2))
    found = path(young, Flows(), 6)
    gone = float(found.returned[:5].sum() / found.away[0].sum())
    assert gone == pytest.approx(share, abs=0.004)


def test_two_thousand_workers_for_ten_years_at_20_000_a_year_are_400_million() -> None:
    """Clemens, on H-2 visas for Haiti: 2,000 workers in ten years earn 400 million USD, 20,000 a worker and year."""
    inputs = likeliest(village(growth=0.0, employed_home=0.0, tax_destination=0.0, local_multiplier=1.0,
                               transfer_price=0.0, income_origin=8_000.0))  # fmt: skip
    values = values_of(inputs.assumptions)
    wage = float(pay_of(inputs, values, start_of(inputs, values)).away[0, 0])
    season = alone("seasonal", workers=2_000.0, months=12.0 * 20_000 / wage, saved=0.5, worth=1.0)
    found = simulated(inputs, [season], years=10, draws=100, discount=0.0)[0]
    gained = found.of("cash", "migrants") + found.of("cash", "origin")
    assert np.allclose(gained, 400e6, rtol=1e-9)
