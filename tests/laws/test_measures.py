"""What holds for every measure on every corridor: slow equals fast, people are conserved, cash closes, units are units."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.base.errors import SettingRefused
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.figures import Figure
from passerelle.measures.simulation.assumptions import Assumption, defaults, drawn
from passerelle.measures.simulation.inputs import CorridorInputs, Peopled
from passerelle.measures.simulation.levers import LEVERS
from passerelle.measures.simulation.runs import Effect, effects_of
from passerelle.measures.simulation.scenarios import Measure, Scenario
from passerelle.measures.suggesting import figure_names, suggested
from passerelle.measures.templates import CostLine, Pull, all_templates
from tests.conftest import MANY
from tests.unit.measures import slow
from tests.unit.measures.makers import CORRIDOR, alone, likeliest, village

few = settings(max_examples=40 if MANY else 15, deadline=None)
many = settings(max_examples=100 if MANY else 30, deadline=None)
LONGEST = 12
years_of = st.sampled_from((2, 6, LONGEST, 4, 1, 3, 5))  # twelve, as what grows for ten years stops then

# Corridors -------------------------------------------------------------------------------------------------

unit = st.floats(0, 1)


def none_or(low: float, high: float) -> st.SearchStrategy[float]:
    """Nothing, or so much that a division by it means something."""
    return st.floats(low, high) | st.just(0.0) | st.floats(low, high)


KNOWN = {
    "migrants": st.floats(100, 1e6), "movers": none_or(1e-6, 0.02), "nurses_home": none_or(1e-6, 0.05),
    "income_origin": st.floats(800, 60_000), "income_destination": st.floats(2_000, 120_000),
    "income_transit": st.floats(800, 60_000),
    # wider than the defaults, as some places have their own
    "skilled_share_origin": st.floats(0.01, 0.5), "skilled_share_migrants": st.floats(0.02, 0.65),
    "return_rate_high": st.floats(0.01, 0.3) | st.floats(0.3, 0.9),
    "nurse_response": st.floats(0, 9), "brain_gain": st.floats(0, 3), "corridor_weight": unit,
}  # fmt: skip
BY_WORKER = ("movers", "nurses_home")
PERHAPS = {"place_premium": st.floats(0.5, 10), "remittances": st.floats(1e3, 1e9)}
at_random = st.fixed_dictionaries(
    {name: st.floats(a.low, a.high) for name, a in defaults().items()} | KNOWN, optional=PERHAPS
)


@st.composite
def spread(draw: Any) -> dict[str, float]:
    """Quantities anywhere within their ranges: what hypothesis draws by itself is often an end, or nothing."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    found = {name: float(random.uniform(a.low, a.high)) for name, a in defaults().items()}
    return found | draw(st.fixed_dictionaries(KNOWN, optional=PERHAPS))


one_draw = spread() | at_random


@dataclass(frozen=True)
class Corridor:
    """A corridor in a few draws: for the fast model arrays of draws, for the slow one a world a draw."""

    peopled: Peopled
    draws: tuple[dict[str, float], ...]
    transit: bool

    @property
    def inputs(self) -> CorridorInputs:
        return CorridorInputs(CORRIDOR, self.peopled, {}, {}, "SMR" if self.transit else "")

    @property
    def values(self) -> dict[str, np.ndarray]:
        return stacked(self.draws)

    def world(self, at: int) -> slow.World:
        p = self.peopled
        return slow.World(
            (float(p.people[0]), float(p.people[1])), (float(p.deaths[0]), float(p.deaths[1])), p.entrants,
            self.draws[at], self.transit,
        )  # fmt: skip

    @property
    def workers(self) -> float:
        return float(self.peopled.people.sum())

    @property
    def abroad(self) -> float:
        """Migrants of working age, in the draw that has the fewest."""
        return (0.29 + 0.47) * min(draw["migrants"] for draw in self.draws)

    @property
    def size(self) -> float:
        """All pay there could be: what the sums of rounding errors are measured by."""
        richest = max(max(d["income_origin"], d["income_destination"]) for d in self.draws)
        return 10 * richest * (self.workers + max(d["migrants"] for d in self.draws))


def stacked(draws: Sequence[Mapping[str, float]]) -> dict[str, np.ndarray]:
    """What is the same in all draws as one value, as the model draws what is fixed."""
    every = {name: np.array([draw[name] for draw in draws]) for name in draws[0]}
    return {name: values[:1] if (values == values[0]).all() else values for name, values in every.items()}


def times(draws: Sequence[Mapping[str, float]], factor: float, names: Sequence[str]) -> tuple[dict[str, float], ...]:
    return tuple({name: v * (factor if name in names else 1.0) for name, v in draw.items()} for draw in draws)


@st.composite
def corridors(draw: Any, crowded: bool, most: int = 2) -> Corridor:
    """A corridor, perhaps so `crowded` that not even the usual movers can all leave."""
    people = np.array([10 ** draw(st.floats(4, 8)), 0.0, 0.0])
    people[1] = people[0] * draw(st.floats(0.2, 3))
    deaths = np.array([draw(st.floats(0, 0.01)), draw(st.floats(0, 0.03)), 0.05])
    peopled = Peopled(people, deaths, people[0] * draw(st.floats(0.005, 0.07)), {})
    found = draw(st.lists(one_draw, min_size=1, max_size=most))
    shared = draw(st.sets(st.sampled_from(sorted(found[0])), max_size=4))
    workers = float(people.sum())
    draws = []
    for values in found:
        same = {name: value for name, value in found[0].items() if name in shared or name in PERHAPS}
        whole = {name: value for name, value in values.items() if name in found[0]} | same
        draws.append(whole | {name: whole[name] * workers for name in BY_WORKER})
    found_one = Corridor(peopled, tuple(draws), draw(st.booleans()))
    for fewer in (1, 0.2, 0.2, 0):
        found_one = replace(found_one, draws=times(found_one.draws, fewer, ("movers",)))
        if crowded or not any(is_crowded(found_one.world(at)) for at in range(len(draws))):
            break
    return found_one


def is_crowded(w: slow.World) -> bool:
    """Whether in the base fewer leave of a skill than usually would, as too few of an age are left."""
    em, base = slow.usual_rates(w), slow.people_of(w, slow.at_rest(LONGEST))
    return any(
        gone[k] < em[k] * workers[k] * (1 - 1e-9)
        for gone, workers in zip(base.outflow, base.home, strict=True)
        for k in slow.SKILLS
    )


# Measures --------------------------------------------------------------------------------------------------

crowd, phase, part = st.floats(1, 20_000), st.floats(0, 6), st.floats(0.01, 1)
of_the_most = st.floats(1e-5, 0.999)  # of as many people as the lever does not refuse
_CONTRACTS = {"months": st.floats(1, 12), "saved": unit, "worth": unit}
_PERHAPS_CONTRACTS = {"overstay": st.floats(0, 0.2), "experience": st.floats(0, 0.1), "lost": unit, "phase": phase}
# Of each lever: what must be given, what may be.
ARGUMENTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "restraint": ({"share": part}, {"phase": phase}),
    "channel": ({"visas": of_the_most, "low": part}, {"high": part, "health": part, "replaced": unit, "phase": phase}),
    "training": (
        {"seats": of_the_most, "away": part},
        {"health": st.floats(0.01, 0.99), "duration": st.floats(0, 4), "dropout": unit, "reached": unit},
    ),
    "outflow": ({"change": st.floats(-2, 1)}, {"phase": phase, "people": crowd}),
    "returns": ({"people": of_the_most}, {"grant": st.floats(0, 20_000)}),
    "return_rate": ({"change": st.floats(-1, 8)}, {"covered": unit, "phase": phase}),
    "recognition": ({"share": unit, "gain": unit}, {}),
    "employment": ({"share": unit, "gain": unit}, {}),
    "price": (
        {"target": st.floats(0, 0.1)},
        {"phase": phase, "competition": unit, "profit_competition": unit, "profit_other": unit},
    ),
    "gifts": ({"share": unit, "matched": st.floats(0, 4), "worth": st.floats(-0.5, 1), "crowding": unit, "origin": unit}, {}),
    "seasonal": ({"workers": of_the_most, **_CONTRACTS}, _PERHAPS_CONTRACTS),
    "circular": (
        {"places": of_the_most, "contract": st.floats(0.5, 5), **_CONTRACTS},
        {**_PERHAPS_CONTRACTS, "again": unit},
    ),
    "missions": (
        {"people": of_the_most, "days": st.floats(1, 220), "unpaid": unit, "stipend": st.floats(0, 300),
         "spillover": unit},
        {"worth": unit, "health": unit, "travelling": unit},
    ),
    "prepared": ({"covered": unit, "gain": st.floats(0, 0.3)}, {"fading": unit}),
    "portability": ({"covered": unit, "contribution": unit, "contributed": st.floats(0, 20), "lost": unit}, {}),
    "bond": (
        {"volume": st.floats(0, 1e9), "maturity": st.floats(1, 10), "paid": st.floats(0, 0.1), "market": st.floats(0, 0.2),
         "deposit": st.floats(0, 0.05), "default": st.floats(0, 0.1)},
        {},
    ),
    "jobs": ({"places": of_the_most, "effect": unit, "lasting": st.floats(1, 6)}, {}),
    "crossings": ({"crossings": st.floats(0, 1e7), "saving": st.floats(0, 100)}, {"paid": unit, "phase": phase}),
    "option": ({"value": unit}, {"covered": unit}),
}  # fmt: skip
# Of each lever that refuses more people than there are: which argument, and the most.
MOST: dict[str, tuple[str, Callable[[Corridor], float]]] = {
    "channel": ("visas", lambda c: 0.2 * c.workers),
    "training": ("seats", lambda c: 0.5 * c.peopled.entrants),
    "returns": ("people", lambda c: 0.2 * c.abroad),
    "seasonal": ("workers", lambda c: 0.2 * c.workers),
    "circular": ("places", lambda c: 0.2 * c.workers),
    "missions": ("people", lambda c: c.abroad),
    "jobs": ("places", lambda c: 0.2 * c.workers),
}
PARTIES = ("migrants", "origin", "destination")
ONCE = ("gifts",)  # what a second one says takes the place of the first


@dataclass(frozen=True)
class Drawn:
    """A measure of one lever in a few draws, perhaps with a line of costs."""

    lever: str
    draws: tuple[dict[str, float], ...]
    cost: slow.Cost | None
    code: str

    def fast(self) -> Measure:
        lines = ()
        if self.cost is not None:
            c = self.cost
            lines = (CostLine(c.item, "other", c.quantity, c.price, c.paid_by, c.years, "assumption", "invented"),)
        return Measure(self.code, (Pull(self.lever, {name: name for name in self.draws[0]}),), lines)

    def slow(self, at: int) -> slow.Measure:
        return slow.Measure([(self.lever, self.draws[at])], [self.cost] if self.cost else [])

    def values(self) -> dict[str, np.ndarray]:
        return {f"{self.code}.{name}": values for name, values in stacked(self.draws).items()}


@st.composite
def cost_lines(draw: Any, lever: str, code: str) -> slow.Cost:
    quantity = draw(st.floats(0, 100) | st.sampled_from(LEVERS[lever].quantities or (1.0,)))
    payers = draw(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3, unique=True))
    paid_by = {party: draw(st.floats(0, 0.5)) for party in payers[1:]} | {payers[0]: "rest"}
    return slow.Cost(
        f"work of {code}", quantity, draw(st.floats(0, 5_000)), paid_by, draw(st.none() | st.integers(1, 4))
    )


@st.composite
def measures_of(draw: Any, lever: str, corridor: Corridor, code: str) -> Drawn:
    must, may = ARGUMENTS[lever]
    names = list(must) + [name for name in may if draw(st.booleans())]
    feeds = tuple({name: draw((must | may)[name]) for name in names} for _ in corridor.draws)
    if lever in MOST:
        name, most = MOST[lever]
        feeds = times(feeds, most(corridor), (name,))
    return Drawn(lever, feeds, draw(st.none() | cost_lines(lever, code)), code)


@st.composite
def packages(draw: Any, corridor: Corridor, levers: Sequence[str], most: int, first: tuple[str, ...]) -> list[Drawn]:
    """Measures of some levers; a lever may come twice where two of it add up."""
    chosen = list(first) or [draw(st.sampled_from(levers))]
    chosen += draw(st.lists(st.sampled_from(levers), max_size=most - len(chosen)))
    chosen = [name for at, name in enumerate(chosen) if name not in chosen[:at] or name not in ONCE]
    return [draw(measures_of(name, corridor, f"{name}-{at}")) for at, name in enumerate(chosen)]


@dataclass(frozen=True)
class Run:
    corridor: Corridor
    package: list[Drawn]
    years: int

    def fast(self) -> Effect:
        return effect(self.corridor, self.package, self.years)


def effect(corridor: Corridor, package: Sequence[Drawn], years: int) -> Effect:
    values = corridor.values
    for one in package:
        values |= one.values()
    scenario = Scenario("drawn", tuple(one.fast() for one in package))
    return effects_of(corridor.inputs, [scenario], values, years)[0]


@st.composite
def runs(
    draw: Any, levers: Sequence[str] = tuple(LEVERS), most: int = 3, first: tuple[str, ...] = (), crowded: bool = True
) -> Run:
    """A package on a corridor, with some levers chosen before."""
    corridor = draw(corridors(crowded))
    package = draw(packages(corridor, levers, most, first))
    return Run(corridor, package, draw(years_of))


def wide(values: np.ndarray, draws: int) -> np.ndarray:
    return np.broadcast_to(values, (*values.shape[:-1], draws))


# Slow equals fast ------------------------------------------------------------------------------------------


def test_every_argument_of_every_lever_is_drawn_here() -> None:
    drawn_here = {
        lever: {**dict.fromkeys(must, True), **dict.fromkeys(may, False)} for lever, (must, may) in ARGUMENTS.items()
    }
    needed = {name: dict(lever.arguments) for name, lever in LEVERS.items()}
    needed["channel"]["low"] = True  # without any skill a channel admits nobody
    assert drawn_here == needed


# each lever, and those that meet in a package: where one reads what the other has changed
TOGETHER = [
    *((lever,) for lever in LEVERS), ("return_rate", "prepared"), ("returns", "return_rate"), ("outflow", "training"),
    ("price", "seasonal"), ("price", "gifts"), ("employment", "missions"), ("recognition", "returns"),
]  # fmt: skip


@pytest.mark.parametrize("levers", TOGETHER, ids="+".join)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_slow_equals_fast_term_by_term(levers: tuple[str, ...], data: Any) -> None:
    run = data.draw(runs(first=levers))
    found, n = run.fast(), len(run.corridor.draws)
    for at in range(n):
        wanted = slow.followed(run.corridor.world(at), [one.slow(at) for one in run.package], run.years)
        same_people(found, wanted, at, n)
        largest = max((max(map(abs, row)) for row in wanted.terms.values()), default=0.0)
        zero = [0.0] * run.years
        for key in set(wanted.terms) | set(found.terms):
            fast = wide(found.terms[key], n)[:, at] if key in found.terms else zero
            size = 1e-9 * largest + 1e-14 * run.corridor.size
            np.testing.assert_allclose(fast, wanted.terms.get(key, zero), rtol=1e-9, atol=size, err_msg=str(key))


def same_people(found: Effect, wanted: slow.Answer, at: int, n: int) -> None:
    for fast, plain in ((found.path, wanted.people), (found.base, wanted.base)):
        crowd = max(max(map(max, plain.home)), max(map(max, plain.away)))
        for name in ("away", "home", "outflow", "entries", "answered", "returned", "skills", "waiting"):
            np.testing.assert_allclose(
                wide(getattr(fast, name), n)[..., at], getattr(plain, name), rtol=1e-9, atol=1e-12 * crowd, err_msg=name
            )
        assert min(home[age][k] for home in plain.by_age for age in slow.AGES for k in slow.SKILLS) >= -1e-12 * crowd


@given(corridors(crowded=True))
@few
def test_the_slow_base_equals_the_fast_one_wherever_the_usual_movers_cannot_all_leave(corridor: Corridor) -> None:
    nothing = Drawn("option", ({"value": 0.0},) * len(corridor.draws), None, "nothing")
    found = effect(corridor, [nothing], LONGEST)
    for at in range(len(corridor.draws)):
        wanted = slow.followed(corridor.world(at), [nothing.slow(at)], LONGEST)
        same_people(found, replace(wanted, people=wanted.base), at, len(corridor.draws))


def test_a_measure_at_no_intensity_gives_nothing_where_the_usual_movers_cannot_all_leave() -> None:
    crowded = likeliest(village(movers=40_000.0, young_migrants=0.85, nurses_home=1_000.0, nurse_response=1.0))
    values = {name: np.array([a.value]) for name, a in crowded.assumptions.items()}
    found = effects_of(crowded, [alone("restraint", share=0.0)], values, 8)[0]
    assert all(np.abs(money).max() <= 1e-6 for money in found.terms.values())


# Refusals --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lever", MOST)
@given(corridors(crowded=True), st.floats(1e-6, 0.5))
@settings(max_examples=5, deadline=None)
def test_as_many_people_as_there_are_may_be_asked_for_and_no_more(lever: str, corridor: Corridor, by: float) -> None:
    c = replace(corridor, draws=corridor.draws[:1])
    name, most = MOST[lever]
    must = dict.fromkeys(ARGUMENTS[lever][0], 1.0)
    effect(c, [Drawn(lever, (must | {name: most(c) * (1 - by)},), None, "fewer")], 1)
    with pytest.raises(SettingRefused, match="Check the unit"):
        effect(c, [Drawn(lever, (must | {name: most(c) * (1 + by)},), None, "more")], 1)


@given(st.sampled_from(("return_rate_low", "return_rate_high")), st.floats(0, 0.6), st.floats(1e-9, 1))
@few
def test_return_rates_up_to_six_tenths_may_be_given_and_none_above(name: str, rate: float, beyond: float) -> None:
    assert village().given(name, rate, rate, 0.6).assumptions[name].status == "yours"
    with pytest.raises(SettingRefused, match=name):
        village().given(name, rate, 0.6, 0.6 + beyond)


@given(st.floats(1, 1e9), st.floats(1e-6, 10))
@few
def test_as_many_migrants_as_the_destination_has_people_may_be_given_and_no_more(people: float, by: float) -> None:
    inputs = replace(village(), most={"migrants": people})
    assert inputs.given("migrants", people / 2, people, people).assumptions["migrants"].value == people
    with pytest.raises(SettingRefused, match="migrants"):
        inputs.given("migrants", people / 2, people, people * (1 + by))


# People and money ------------------------------------------------------------------------------------------


@given(runs())
@many
def test_people_are_conserved_and_cash_closes(run: Run) -> None:
    found = run.fast()
    for path in (found.path, found.base):
        everybody = path.home + path.away
        # who is missing is told of those of a skill at the start, of whom there may be next to none
        assert (path.residual * everybody[0].max(-1) <= 1e-12 * everybody.max()).all()
    cash = sum(np.abs(values).max() for (account, _, _), values in found.terms.items() if account == "cash")
    assert found.unclosed * cash <= 1e-9 * cash + 1e-13 * run.corridor.size


@given(runs())
@many
def test_nobody_is_below_zero_and_no_more_than_a_fifth_of_the_workers_leave(run: Run) -> None:
    found = run.fast()
    for path in (found.path, found.base):
        for name in ("away", "home", "outflow", "returned", "entries", "skills", "waiting"):
            assert (getattr(path, name) >= -1e-9 * path.home.max()).all(), name
        assert (path.outflow <= 0.2 * path.home * (1 + 1e-12)).all()
        assert (path.returned <= path.away).all()


@given(runs())
@few
def test_welfare_knows_no_loss_by_what_is_sent_and_no_party_is_left_out(run: Run) -> None:
    found = run.fast()
    assert {party for _, party, _ in found.terms} <= set(found.parties())
    assert not any((account, term) == ("welfare", "sent home") for account, _, term in found.terms)


# Draws -----------------------------------------------------------------------------------------------------


def same_terms(here: Effect, there: Effect, size: float, times: float = 1.0) -> None:
    """Both effects hold the same money, the second `times` the first; a term that is not there is nothing."""
    largest = max((np.abs(values).max() for values in there.terms.values()), default=0.0)
    for key in set(here.terms) | set(there.terms):
        a, b = np.broadcast_arrays(here.terms.get(key, 0.0), there.terms.get(key, 0.0))
        np.testing.assert_allclose(a * times, b, rtol=1e-8, atol=1e-9 * largest + 1e-14 * size, err_msg=str(key))


@given(runs(), st.randoms(use_true_random=False))
@few
def test_the_order_of_draws_is_irrelevant_and_each_is_as_alone(run: Run, random: Any) -> None:
    c, n = run.corridor, len(run.corridor.draws)
    order = [*range(n), *range(n)]
    random.shuffle(order)
    turned = replace(c, draws=tuple(c.draws[at] for at in order))
    mixed = effect(turned, [replace(m, draws=tuple(m.draws[at] for at in order)) for m in run.package], run.years)
    for at in range(n):
        alone = effect(
            replace(c, draws=(c.draws[at],)), [replace(m, draws=(m.draws[at],)) for m in run.package], run.years
        )
        of_it = {key: wide(values, 2 * n)[:, [order.index(at)]] for key, values in mixed.terms.items()}
        same_terms(alone, replace(mixed, terms=of_it), c.size)


@given(
    st.sets(st.sampled_from(sorted(defaults())), min_size=1), st.sampled_from(sorted(defaults())), st.integers(0, 2**31)
)
@many
def test_the_draws_of_a_quantity_do_not_depend_on_others_being_there(names: set[str], one: str, seed: int) -> None:
    among = drawn({name: defaults()[name] for name in {*names, one}}, seed, 20)
    alone = drawn({one: defaults()[one]}, seed, 20)
    np.testing.assert_array_equal(among[one], alone[one])
    assert (defaults()[one].low <= alone[one]).all() and (alone[one] <= defaults()[one].high).all()


ends = st.lists(st.floats(-1e6, 1e6).map(lambda end: round(end, 6)), min_size=3, max_size=3).map(sorted)


@given(ends, st.lists(unit, min_size=1, max_size=20).map(sorted))
@many
def test_a_triangle_stays_within_its_ends_and_rises(numbers: list[float], shares: list[float]) -> None:
    low, value, high = numbers
    found = Assumption("x", "x", low, value, high, "1", "", "assumption").at(np.array(shares))
    slack = 1e-9 * max(abs(low), abs(high))
    assert (found >= low - slack).all() and (found <= high + slack).all() and (np.diff(found) >= -slack).all()


# Packages --------------------------------------------------------------------------------------------------


@given(runs(levers=("jobs", "crossings", "bond")))
@few
def test_a_package_of_what_touches_different_things_is_the_sum_of_its_parts(run: Run) -> None:
    parts: dict[Any, Any] = {}
    for one in run.package:
        for key, values in effect(run.corridor, [one], run.years).terms.items():
            parts[key] = parts.get(key, 0.0) + values
    together = run.fast()
    same_terms(replace(together, terms=parts), together, run.corridor.size)


@given(runs())
@few
def test_the_order_of_measures_in_a_package_is_irrelevant(run: Run) -> None:
    turned = effect(run.corridor, run.package[::-1], run.years)
    same_terms(run.fast(), turned, run.corridor.size)


@given(runs(levers=("channel", "training", "outflow", "return_rate")), st.data())
@few
def test_measures_followed_together_give_what_each_gives_alone(run: Run, data: Any) -> None:
    lever = run.package[0].lever
    package = [*run.package, data.draw(measures_of(lever, run.corridor, f"{lever} again"))]
    values = run.corridor.values
    for one in package:
        values |= one.values()
    found = effects_of(run.corridor.inputs, [Scenario(m.code, (m.fast(),)) for m in package], values, run.years)
    for one, together in zip(package, found, strict=True):
        same_terms(effect(run.corridor, [one], run.years), together, run.corridor.size)


# Units -----------------------------------------------------------------------------------------------------

PEOPLE = ("migrants", "movers", "nurses_home", "remittances")
MONEY = ("income_origin", "income_destination", "income_transit", "remittances")
COUNTED = ("visas", "seats", "people", "workers", "places", "volume", "crossings")
PAID = ("grant", "stipend", "volume", "saving")


def larger(package: Sequence[Drawn], factor: float, names: Sequence[str], counts: bool) -> list[Drawn]:
    """A package with some arguments times a factor; costs are of people or money, so that they grow once."""
    found = []
    for one in package:
        c = one.cost
        if c is not None and isinstance(c.quantity, str):
            # what is counted grows with people, and in months of pay or in dollars with money
            c = (
                c
                if counts or c.quantity.endswith("_pay") or c.quantity in LEVERS_OF_MONEY
                else replace(c, price=c.price * factor)
            )
        elif c is not None:
            c = replace(c, price=c.price * factor)
        found.append(replace(one, draws=times(one.draws, factor, names), cost=c))
    return found


LEVERS_OF_MONEY = ("bonds", "project_money")
factors = st.floats(0.01, 100)


@given(runs(), factors)
@many
def test_more_people_are_as_much_more_money(run: Run, factor: float) -> None:
    c = run.corridor
    people = replace(c.peopled, people=c.peopled.people * factor, entrants=c.peopled.entrants * factor)
    crowd = replace(c, peopled=people, draws=times(c.draws, factor, PEOPLE))
    there = effect(crowd, larger(run.package, factor, COUNTED, True), run.years)
    same_terms(run.fast(), there, crowd.size, factor)
    np.testing.assert_allclose(run.fast().path.home * factor, there.path.home, rtol=1e-9)


@given(runs(), factors)
@many
def test_money_of_another_unit_is_the_same_money(run: Run, factor: float) -> None:
    rich = replace(run.corridor, draws=times(run.corridor.draws, factor, MONEY))
    there = effect(rich, larger(run.package, factor, PAID, False), run.years)
    same_terms(run.fast(), there, rich.size, factor)


# Nothing ---------------------------------------------------------------------------------------------------

INTENSITY = {
    "restraint": "share", "channel": "visas", "training": "seats", "outflow": "change", "returns": "people",
    "return_rate": "change", "recognition": "share", "employment": "share", "gifts": "share", "seasonal": "workers",
    "circular": "places", "missions": "people", "prepared": "covered", "portability": "covered", "bond": "volume",
    "jobs": "places", "crossings": "crossings", "option": "value",
}  # fmt: skip


@given(runs())
@many
def test_measures_at_no_intensity_give_nothing(run: Run) -> None:
    still = [
        replace(one, cost=None, draws=times(one.draws, 0.0, (INTENSITY.get(one.lever, ""),))) for one in run.package
    ]
    still = [
        replace(one, draws=tuple(d | {"target": 0.1} for d in one.draws)) if one.lever == "price" else one
        for one in still
    ]
    found = effect(run.corridor, still, run.years)
    assert all(np.abs(values).max() <= 1e-14 * run.corridor.size for values in found.terms.values())


@given(runs())
@few
def test_a_measure_at_no_intensity_changes_nothing_that_others_give(run: Run) -> None:
    flows = [one for one in run.package if "flows" in LEVERS[one.lever].moves]
    still = [
        replace(one, cost=None, code=f"still {one.code}", draws=times(one.draws, 0.0, (INTENSITY[one.lever],)))
        for one in flows
    ]
    both = effect(run.corridor, [*run.package, *still], run.years)
    same_terms(run.fast(), both, run.corridor.size)


# Suggestions -----------------------------------------------------------------------------------------------


@given(st.data(), st.integers(1990, 2100))
@many
def test_no_figures_whatever_suggest_a_coercive_measure(data: Any, year: int) -> None:
    values = st.none() | st.floats(-1e12, 1e12)
    series = {}
    for name in figure_names():
        value = data.draw(values)
        series[name] = [Figure(name, value, "1", str(data.draw(st.integers(1950, 2100))), "invented", "2026")]
    found = suggested(KnownCorridor(series, corridor=CORRIDOR), year)
    assert not any(one.template.coercive for one in found)
    assert [one.template.code for one in found] == [t.code for t in all_templates().values() if not t.coercive]


def test_every_lever_has_an_intensity() -> None:
    assert set(INTENSITY) == set(LEVERS) - {"price"}


def test_there_is_a_coercive_template_not_to_suggest() -> None:
    with pytest.raises(StopIteration):
        next(t for t in all_templates().values() if t.coercive and t.is_simulated)
    assert any(t.coercive for t in all_templates().values())
