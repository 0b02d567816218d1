"""What is known of a corridor before any measure: its people, incomes, transfers, each with its papers.

A figure of the corridor's own replaces the model's default; what a template cannot do without and is not known must be
given, and is marked as the giver's. Stands on `demography` and `evidence`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from passerelle.base.corridors import Corridor
from passerelle.base.errors import ModelError, SettingRefused
from passerelle.demography.cohorts.inputs import History, gathered
from passerelle.evidence.corridors import Known, known_corridor, known_place
from passerelle.evidence.figures import Figure
from passerelle.evidence.store import Store
from passerelle.measures.simulation.assumptions import Array, Assumption, Status, by_income, default_for, defaults
from passerelle.measures.simulation.paths import MOST_RETURN

AGES = ("15 to 34", "35 to 64", "65 and over")
_BANDS = (slice(3, 7), slice(7, 13), slice(13, 21))  # of the five-year groups of `demography.cohorts`
# Ages of migrants: UN DESA, International Migration 2020 Highlights: 73 % are of 20 to 64, 15 % younger, 12 % older.
MIGRANT_AGES = (0.29, 0.47, 0.12)
PRICE_LEVEL_YEAR = "2021"  # the year of the international dollars
NAMES = (
    "stock",
    "flow_estimated",
    "flow",
    "gdp_per_head_ppp_origin",
    "gdp_per_head_ppp_destination",
    "gdp_per_head_destination",
    "remittances_estimate",
    "remittances_bilateral",
    "price_200",
    "unemployment_origin",
    "participation_rate_origin",
    "employment_rate_foreign_destination",
    "nurses_midwives_origin",
    "population_origin",
    "population_destination",
    "share_of_emigrants",
)  # fmt: skip
# What a corridor must have, whatever the measure.
ALWAYS = ("migrants", "movers", "income_origin", "income_destination")


@dataclass(frozen=True)
class Peopled:
    """The origin's people by age band and how they change in a year.

    people : (3,) persons of 15–34, 35–64, 65+. deaths : (3,) a person-year. entrants : persons who turn 15 in a year.
    figure : the papers.
    """

    people: Array
    deaths: Array
    entrants: float
    figure: Mapping[str, Any]


@dataclass(frozen=True)
class CorridorInputs:
    """All that a run stands on: people by age, and each quantity as a triangle with its source.

    `missing` names what is not known and has no default, with what would fill it. `most` has what cannot be passed.
    """

    corridor: Corridor
    peopled: Peopled | None
    assumptions: dict[str, Assumption]
    missing: dict[str, str] = field(default_factory=dict)
    transit: str = ""
    most: Mapping[str, float] = field(default_factory=dict)

    def given(self, name: str, low: float, value: float, high: float) -> "CorridorInputs":
        """The same with one quantity as somebody gave it, marked as hers.

        Raises
        ------
        SettingRefused : no such quantity, or a value that cannot be.
        """
        before = self.assumptions.get(name)
        if before is None and name not in UNITS_OF_NEEDED:
            raise SettingRefused(f'No quantity is called "{name}". `passerelle measures show TEMPLATE` lists them.')
        unit, title = (before.unit, before.title) if before else UNITS_OF_NEEDED[name]
        refuse_impossible(name, (low, value, high), unit)
        if high > self.most.get(name, np.inf):
            raise SettingRefused(
                f'"{name}" is {high:,.0f}; {self.corridor.destination} has {self.most[name]:,.0f} people.'
            )
        mine = Assumption(name, title, low, value, high, unit, "given by the user", "yours")
        left = {key: why for key, why in self.missing.items() if key != name}
        return replace(self, assumptions={**self.assumptions, name: mine}, missing=left)

    def must_have(self, needed: Sequence[str]) -> None:
        """Refuse to run without what the template needs.

        Raises
        ------
        ModelError : what is missing, each with what would fill it and how to give it.
        """
        lacking = {name: why for name, why in self.missing.items() if name in {*ALWAYS, *needed}}
        if self.peopled is None:
            raise ModelError(
                f"{self.corridor.origin}: WPP 2019 has no population by age, which the model starts from. "
                "Places of fewer than 90,000 people have none; no other figure can stand for it."
            )
        if lacking:
            said = "; ".join(f"{name} ({why})" for name, why in lacking.items())
            hint = " ".join(f"--set {name}=VALUE" for name in lacking)
            raise ModelError(
                f"{self.corridor}: this measure needs what is not known: {said}. "
                f"Give it, and it is marked as yours: {hint}"
            )


UNITS_OF_NEEDED = {
    "migrants": ("persons", "Migrants of the origin in the destination"),
    "movers": ("persons a year", "People who move from origin to destination in a year"),
    "income_origin": ("intl USD", "GDP per head of the origin"),
    "income_destination": ("intl USD", "GDP per head of the destination"),
    "nurses_home": ("persons", "Nurses and midwives in the origin"),
    "income_transit": ("intl USD", "GDP per head of the place of transit"),
    "place_premium": ("1", "Pay of one and the same worker in the destination, by that in the origin"),
    "remittances": ("intl USD a year", "Received in the origin from these migrants in a year"),
}
_SHARES = {"1", "of net pay", "of the wage", "of earnings", "of the amount"}
_ZERO_AT_LEAST = {
    "persons",
    "persons a year",
    "intl USD",
    "intl USD a year",
    "months of pay",
    "a year",
    "of GDP per head",
}
_MAY_BE_NEGATIVE = {"fiscal_low", "fiscal_high"}
_MAY_PASS_ONE = {"wage_to_income", "wage_ratio_skilled", "wage_ratio_health", "local_multiplier", "place_premium"}


def refuse_impossible(name: str, values: Sequence[float], unit: str) -> None:
    """Refuse a share above one, people below zero, a rate that would take more than all in a year.

    Raises
    ------
    SettingRefused : what was found and what is possible.
    """
    low, high = min(values), max(values)
    if not all(np.isfinite(values)):
        raise SettingRefused(f'"{name}" must be a number of {unit}.')
    if low < 0 and name not in _MAY_BE_NEGATIVE and unit in _SHARES | _ZERO_AT_LEAST:
        raise SettingRefused(f'"{name}" is {low:g} {unit}; it cannot be below zero.')
    if name.startswith("return_rate") and high > MOST_RETURN:
        raise SettingRefused(f'"{name}" is {high:g} a year; more than {MOST_RETURN:g} would soon leave nobody abroad.')
    if high > 1 and name not in _MAY_PASS_ONE and (unit in _SHARES or unit == "a year"):
        raise SettingRefused(f'"{name}" is {high:g}; as a share it cannot pass 1. Write 0.05 for 5 %.')


def corridor_inputs(store: Store, corridor: Corridor, *, transit: str = "") -> CorridorInputs:
    """What the evidence knows of a corridor, and the model's defaults for the rest.

    Parameters
    ----------
    transit : alpha-3 of a place through which some of the movers pass, or none.

    Raises
    ------
    SettingRefused : a place of transit that is one of the ends.
    """
    if transit in (corridor.origin, corridor.destination):
        raise SettingRefused(f"{transit} is an end of {corridor}; a place of transit lies between.")
    known = known_corridor(store, corridor, NAMES)
    found = {name: default_for(name, corridor.origin) for name in defaults()}
    missing: dict[str, str] = {}
    for read in (_migrants, _weight, _movers, _incomes, _nurses, _price, _employment, _remittances):
        for name, given in read(known).items():
            if isinstance(given, Assumption):
                found[name] = given
            else:
                missing[name] = given
    if "income_origin" in found:
        found |= by_income(found, found["income_origin"].value)
    if transit:
        income = known_place(store, transit, ["gdp_per_head_ppp"]).latest("gdp_per_head_ppp")
        if income.is_known:
            found["income_transit"] = _observed("income_transit", income)
        else:
            missing["income_transit"] = income.note
    else:
        found = {name: given for name, given in found.items() if not name.startswith("transit_")}
    there = known.latest("population_destination").value
    most = {"migrants": there} if there else {}
    return CorridorInputs(corridor, _peopled(store, corridor.origin), found, missing, transit, most)


def _observed(
    name: str, figure: Figure, *, factor: float = 1.0, low: float | None = None, high: float | None = None,
    status: Status = "observed", source: str = "",
) -> Assumption:  # fmt: skip
    value = (figure.value or 0.0) * factor
    unit, title = UNITS_OF_NEEDED.get(name) or (defaults()[name].unit, defaults()[name].title)
    symbol = defaults()[name].symbol if name in defaults() else ""
    papers = {
        "indicator": figure.indicator, "value": figure.value, "unit": figure.unit, "period": figure.period,
        "source": figure.source, "vintage": figure.vintage, "method": figure.method,
    }  # fmt: skip
    ends = sorted((low if low is not None else value, value, high if high is not None else value))
    said = source or f"{figure.source} {figure.vintage}, {figure.period}"
    return Assumption(name, title, ends[0], value, ends[2], unit, said, status, symbol, papers)


Found = Mapping[str, Assumption | str]


def _migrants(known: Known) -> Found:
    stock = known.latest("stock")
    if not stock.is_known:
        return {"migrants": stock.note}
    people = stock.value or 0.0
    said = f"{stock.source} {stock.vintage}, {stock.period}; range ours"
    return {"migrants": _observed("migrants", stock, low=0.9 * people, high=1.1 * people, status="ranged", source=said)}


def _weight(known: Known) -> Found:
    """How much of the origin's emigration the corridor is: schooling answers to emigration to everywhere."""
    share = known.latest("share_of_emigrants")
    return {"corridor_weight": _observed("corridor_weight", share, status="estimate")} if share.is_known else {}


def _movers(known: Known) -> Found:
    """Moves of five years by our own estimate, else the published one; a fifth of them a year."""
    own = known.latest("flow_estimated", method="pseudo_bayes")
    flow = own if own.is_known else known.latest("flow", method="da_pb_closed")
    if not flow.is_known:
        return {"movers": flow.note or "no estimate of flows for this pair"}
    ends = [None if end is None else end / 5 for end in (flow.low, flow.high)]
    return {"movers": _observed("movers", flow, factor=0.2, low=ends[0], high=ends[1], status="estimate")}


def _incomes(known: Known) -> Found:
    found: dict[str, Assumption | str] = {}
    for end in ("origin", "destination"):
        name, figure = f"income_{end}", known.latest(f"gdp_per_head_ppp_{end}")
        found[name] = _observed(name, figure) if figure.is_known else figure.note
    return found


def _nurses(known: Known) -> Found:
    density, people = known.latest("nurses_midwives_origin"), known.latest("population_origin")
    if not density.is_known or not people.is_known:
        return {"nurses_home": density.note or people.note}
    return {"nurses_home": _observed("nurses_home", density, factor=(people.value or 0.0) / 10_000)}


def _price(known: Known) -> Found:
    price = known.latest("price_200")
    if not price.is_known:
        return {}
    share = (price.value or 0.0) / 100
    # an average over the listed services, of one quarter: a tenth up and down is our reading of how it moves
    said = f"{price.source} {price.vintage}, {price.period}; range ours; the sender's taxes left out"
    return {
        "transfer_price": _observed(
            "transfer_price", price, factor=0.01, low=0.9 * share, high=1.1 * share, status="ranged", source=said
        )
    }


def _employment(known: Known) -> Found:
    found: dict[str, Assumption | str] = {}
    away = known.latest("employment_rate_foreign_destination")
    if away.is_known:
        found["employed_away"] = _observed("employed_away", away, factor=0.01)
    part, out = known.latest("participation_rate_origin"), known.latest("unemployment_origin")
    if part.is_known and out.is_known:
        found["employed_home"] = _observed("employed_home", part, factor=0.01 * (1 - (out.value or 0.0) / 100))
    return found


def _remittances(known: Known) -> Found:
    """What is sent in a year, in international dollars of the destination: USD by the price level of 2021."""
    sent = known.latest("remittances_estimate")
    sent = sent if sent.is_known else known.latest("remittances_bilateral")
    level = price_level(known)
    if not sent.is_known or level is None:
        return {}
    factor = 1 / level
    ends = [None if end is None else end * factor for end in (sent.low, sent.high)]
    spread = sent.low is None
    value = (sent.value or 0.0) * factor
    low, high = (0.7 * value, 1.3 * value) if spread else ends
    UNITS_OF_NEEDED.setdefault(
        "remittances", ("intl USD a year", "Received in the origin from these migrants in a year")
    )
    said = f"{sent.source} {sent.vintage}, {sent.period}{'; range ours' if spread else ''}"
    status: Status = "ranged" if spread else "estimate"
    return {
        "remittances": _observed("remittances", sent, factor=factor, low=low, high=high, status=status, source=said)
    }


def price_level(known: Known) -> float | None:
    """Prices of the destination by those of the United States in 2021: GDP per head in USD by international dollars."""

    def of(name: str) -> float | None:
        return next((f.value for f in known.all_of(name) if f.period == PRICE_LEVEL_YEAR), None)

    in_usd, in_intl = of("gdp_per_head_destination"), of("gdp_per_head_ppp_destination")
    return in_usd / in_intl if in_usd and in_intl else None


def _peopled(store: Store, origin: str) -> Peopled | None:
    try:
        history = gathered(store, [origin], first=2015)
    except ModelError:
        return None
    return peopled_of(history)


def peopled_of(history: History) -> Peopled:
    """The bands of the model from five-year groups: people of 2020, deaths of 2015–2020, a fifth of 10 to 14."""
    people = history.population[-1, :, 0].sum(0)
    rates = history.deaths[-1, :, 0]  # (2, 22), infants apart
    dying = (history.population[-1, :, 0] * np.delete(rates, 1, axis=-1)).sum(0)
    bands = np.array([people[band].sum() for band in _BANDS])
    deaths = np.array([dying[band].sum() for band in _BANDS]) / np.maximum(bands, 1e-9)
    papers = {"indicator": "population_by_age", "period": str(history.years[-1]), "source": "wpp", "vintage": "2019"}
    return Peopled(bands, deaths, float(people[2]) / 5, papers)
