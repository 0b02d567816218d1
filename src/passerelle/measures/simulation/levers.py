"""The levers of the model: what a template may move, each in its turn: flows, earnings, transfers, pools.

A template names a lever and which of its parameters feed each argument. Arguments are (n,) or (1,); people are those
of a year, money is intl USD a year. Equations of docs/explanation/measures.md. Stands on `accounts`.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from passerelle.base.errors import SettingRefused
from passerelle.measures.simulation.accounts import DESTINATION, MIGRANTS, ORIGIN, Course
from passerelle.measures.simulation.assumptions import Array
from passerelle.measures.simulation.changes import HEALTH, HIGH, LOW, Change, Posting
from passerelle.measures.simulation.paths import MOST_LEAVE
from passerelle.measures.simulation.prepared import Pay

TURNS = ("flows", "earnings", "transfers", "pools")
LONGEST_GAIN = 10  # years after which a yearly gain stops growing


@dataclass(frozen=True)
class Scene:
    """What a lever sees: pay, the base course, years, growth, and in the turn of pools the course of the measure."""

    pay: Pay
    base: Course
    years: int
    grown: Array
    then: Course | None = None
    quantities: dict[str, Array] = field(default_factory=dict)
    counted: dict[str, dict[str, Array]] = field(default_factory=dict)

    @property
    def now(self) -> Course:
        """The course that holds: the measure's where it is known."""
        return self.then or self.base

    @property
    def t(self) -> Array:
        """The years, from 0, (T, 1)."""
        return np.arange(self.years, dtype=self.grown.dtype)[:, None]

    @property
    def ones(self) -> Array:
        """One in each year, (T, 1)."""
        return np.ones((self.years, 1), self.grown.dtype)

    def ramp(self, phase: Array) -> Array:
        """A share that grows to one over `phase` years, (T, n)."""
        return np.minimum(1.0, (self.t + 1) / np.maximum(phase, 1.0))

    def from_year(self, first: Array) -> Array:
        """One from year `first` on, counted from 0, zero before; (T, n)."""
        return (self.t >= first).astype(self.grown.dtype)

    def count(self, name: str, people: Array) -> None:
        """Let cost lines count by people, and by months of pay of as many workers: see `counted_by`."""
        self.quantities[name] = people * self.ones

    def counted_by(self, counted: Mapping[str, Array], quantity: str) -> Array | None:
        """What a cost line is multiplied by, (T, n); None where no lever counted it.

        `visas_in_home_pay` are months of pay of as many workers without tertiary education at that end, so that a place
        in a course costs some months of somebody's work in a rich place and in a poor one.
        """
        for end, pay in (("_in_home_pay", self.pay.home), ("_in_away_pay", self.pay.away)):
            people = counted.get(quantity.removesuffix(end))
            if quantity.endswith(end) and people is not None:
                return np.asarray(people * (pay[LOW] / 12 * self.grown))
        return counted.get(quantity)


Move = Callable[..., None]


@dataclass(frozen=True)
class Lever:
    """A lever: its moves by turn, the arguments they take, and the quantities that cost lines may count by.

    Of people there are three: how many, and in months of pay at home and away.
    """

    name: str
    says: str
    moves: Mapping[str, Move]
    quantities: tuple[str, ...] = ()

    @property
    def arguments(self) -> dict[str, bool]:
        """Every argument, and whether it must be given."""
        found: dict[str, bool] = {}
        for move in self.moves.values():
            for name, parameter in list(inspect.signature(move).parameters.items())[2:]:
                found[name] = found.get(name, False) or parameter.default is inspect.Parameter.empty
        return found


LEVERS: dict[str, Lever] = {}


def lever(name: str, says: str, people: tuple[str, ...] = (), money: tuple[str, ...] = (), **moves: Move) -> None:
    """Enter a lever under its name, with what it counts."""
    counted = tuple(f"{one}{end}" for one in people for end in ("", "_in_home_pay", "_in_away_pay"))
    LEVERS[name] = Lever(name, says, moves, counted + money)


# in half the precision, so that they raise nobody else's
_HALF: Any = np.float32
NONE: Array = np.zeros(1, _HALF)
ONE: Array = np.ones(1, _HALF)


def _by_skill(*values: Array) -> Array:
    """Three arrays (T, n) as one (T, 3, n)."""
    return np.stack(np.broadcast_arrays(*values), axis=1)


def _refuse_more(people: Array, there_are: Array, told: str, among: str, share: float = MOST_LEAVE) -> None:
    """Refuse a measure for more people than there are.

    Raises
    ------
    SettingRefused : how many are asked for, and how many there are.
    """
    most = share * float(np.median(there_are))
    asked = float(np.max(people))
    if asked > most:
        part = "" if share == 1 else f"more than {share:.0%} of "
        raise SettingRefused(
            f"{asked:,.0f} {told} a year are {part or 'more than '}the {float(np.median(there_are)):,.0f} {among}. "
            "Check the unit: persons a year."
        )


def _at_home(s: Scene) -> Array:
    return np.asarray(s.base.path.home[0].sum(0))


def _abroad(s: Scene) -> Array:
    return np.asarray(s.base.path.away[0].sum(0))


WORKERS, MIGRANTS_THERE = "people of 15 to 64 in the origin", "migrants of working age in the destination"


def _shortage(change: Change, *skills: int) -> None:
    marked = list(change.flows.shortage)
    for skill in skills:
        marked[skill] = True
    change.flows.shortage = (marked[LOW], marked[HIGH], marked[HEALTH])


# Flows ------------------------------------------------------------------------------------------------------


def _restraint(s: Scene, c: Change, share: Array, phase: Array = ONE) -> None:
    c.flows.restraint = 1 - (1 - c.flows.restraint) * (1 - share * s.ramp(phase))
    c.flows.touched = True
    if np.any(share > 0):
        _shortage(c, HEALTH)


def _channel(
    s: Scene, c: Change, visas: Array, low: Array = NONE, high: Array = NONE, health: Array = NONE,
    replaced: Array = NONE, phase: Array = ONE,
) -> None:  # fmt: skip
    """`replaced` is the share of the visas that goes to people who would have come by another way."""
    _refuse_more(visas, _at_home(s), "visas", WORKERS)
    total = np.maximum(low + high + health, 1e-12)
    ramp = visas * s.ramp(phase)
    more = ramp * (1 - replaced)
    c.flows.channel = c.flows.channel + _by_skill(*(more * part / total for part in (low, high, health)))
    c.flows.touched = True
    s.count("visas", ramp)
    _shortage(c, *(k for k, part in enumerate((low, high, health)) if np.any(visas * part > 0)))


def _training(
    s: Scene, c: Change, seats: Array, away: Array, health: Array = ONE, duration: Array = NONE, dropout: Array = NONE,
    reached: Array = ONE,
) -> None:  # fmt: skip
    """`reached` is how far the pay of graduates of another occupation comes to that of the tertiary-educated."""
    _refuse_more(seats, s.base.path.entries[0].sum(0), "seats", "young people who turn 15 in the origin in a year", 0.5)
    done = seats * (1 - dropout) * s.from_year(duration)
    other = done * (1 - health)
    finished = _by_skill(other * (1 - reached), other * reached, done * health)
    if np.any(c.flows.graduates):
        placed = c.flows.graduates * c.flows.away + finished * away
        c.flows.graduates = c.flows.graduates + finished
        c.flows.away = placed / np.maximum(c.flows.graduates, 1e-30)
    else:
        c.flows.graduates, c.flows.away = finished, np.asarray(away)[None, None]
    c.flows.touched = True
    for name, people in (("seats", seats), ("seats_away", seats * away), ("seats_home", seats * (1 - away))):
        s.count(name, people)
    s.count("graduates", done)
    going = seats * away
    _shortage(
        c, *([HEALTH] if np.any(going * health > 0) else []), *([HIGH] if np.any(going * (1 - health) > 0) else [])
    )


def _outflow(s: Scene, c: Change, change: Array, phase: Array = ONE, people: Array | None = None) -> None:
    """With `people` the change is in movers for each of them, by their own choice, at most as many again as usual."""
    if people is not None:
        usual = np.maximum(s.base.path.outflow.sum(1), 1e-30)
        by_choice = np.clip(change * people / usual, -1, 1) * s.ramp(phase)
        c.flows.chosen = c.flows.chosen * (1 + by_choice)[:, None]
    else:
        c.flows.factor = c.flows.factor * np.maximum(1 + change * s.ramp(phase), 0)[:, None]
    c.flows.touched = True


def _returns(s: Scene, c: Change, people: Array, grant: Array = NONE) -> None:
    _refuse_more(people, _abroad(s), "returns", MIGRANTS_THERE)
    stock = s.base.path.away
    share = stock / np.maximum(stock.sum(1, keepdims=True), 1e-30)
    c.flows.returns = c.flows.returns + share * people
    c.flows.touched = True
    s.count("returns", people)


def _returns_grant(s: Scene, c: Change, people: Array, grant: Array = NONE) -> None:
    """Who chooses to return is not worse off: a part of the grant is a gain, the rest meets what it costs."""
    paid = people * grant * s.ones
    c.postings.append(Posting("support for who returns", MIGRANTS, paid, s.pay.chosen_gain * paid))
    c.postings.append(Posting("support for who returns", DESTINATION, -paid, -paid))


def _return_rate(s: Scene, c: Change, change: Array, covered: Array = ONE, phase: Array = ONE) -> None:
    c.flows.return_factor = c.flows.return_factor * (1 + change * covered * s.ramp(phase))[:, None]
    c.flows.touched = True


# Earnings ---------------------------------------------------------------------------------------------------


def _recognition(s: Scene, c: Change, share: Array, gain: Array) -> None:
    step = share * gain * np.minimum(s.t + 1, LONGEST_GAIN)
    c.earnings.matched = c.earnings.matched + _by_skill(np.zeros_like(step), step, step)
    c.earnings.touched = True
    busy = s.t < LONGEST_GAIN
    s.count("cases", share * s.base.path.away[:, 1:].sum(1) * busy)


def _employment(s: Scene, c: Change, share: Array, gain: Array) -> None:
    step = share * gain * np.minimum(s.t + 1, LONGEST_GAIN)
    c.earnings.employed = c.earnings.employed + _by_skill(step, step, step)
    c.earnings.touched = True
    busy = s.t < LONGEST_GAIN
    s.count("course_places", share * s.base.path.away.sum(1) * busy)


# Transfers --------------------------------------------------------------------------------------------------


def _price(
    s: Scene, c: Change, target: Array, phase: Array = ONE, competition: Array | None = None,
    profit_competition: Array = ONE, profit_other: Array = NONE,
) -> None:  # fmt: skip
    before = s.pay.price[None] if c.transfers.price is None else c.transfers.price
    aim = np.minimum(target, s.pay.price)
    now = s.pay.price + (aim - s.pay.price) * s.ramp(phase)
    c.transfers.price = np.minimum(before, now)


def _profit(
    s: Scene, c: Change, target: Array, phase: Array = ONE, competition: Array | None = None,
    profit_competition: Array = ONE, profit_other: Array = NONE,
) -> None:  # fmt: skip
    """Where it is told by what the price falls, the profit that firms lose is that of these ways, not the default."""
    if competition is None:
        return
    p = s.pay
    profit = competition * profit_competition + (1 - competition) * profit_other
    lost = (profit - p.rent) * s.now.all_sent_at_base_price * (p.price - s.now.price)
    c.postings.append(Posting("profits of transfer firms", DESTINATION, *[-lost * p.rent_away] * 2))
    c.postings.append(Posting("profits of transfer firms", ORIGIN, *[-lost * (1 - p.rent_away)] * 2))
    c.used.append(lost)


def _gifts(s: Scene, c: Change, share: Array, matched: Array, worth: Array, crowding: Array, origin: Array) -> None:
    c.transfers.gift, c.transfers.matched, c.transfers.worth = share, matched, 1 + worth
    c.transfers.crowding, c.transfers.paid_by_origin = crowding, origin


def _projects(s: Scene, c: Change, share: Array, matched: Array, worth: Array, crowding: Array, origin: Array) -> None:
    s.quantities["project_money"] = share * (1 + matched) * s.now.all_sent


# Pools ------------------------------------------------------------------------------------------------------


def _stay(c: Change, staying: Array) -> None:
    if np.any(staying > 0):
        none = np.zeros_like(staying)
        c.flows.channel = c.flows.channel + _by_skill(staying, none, none)
        c.flows.touched = True


def _unreturned(
    s: Scene, c: Change, workers: Array, months: Array, saved: Array, worth: Array, overstay: Array = NONE,
    experience: Array = NONE, lost: Array = ONE, phase: Array = ONE,
) -> None:  # fmt: skip
    _stay(c, workers * overstay * s.ramp(phase))


def _seasonal(
    s: Scene, c: Change, workers: Array, months: Array, saved: Array, worth: Array, overstay: Array = NONE,
    experience: Array = NONE, lost: Array = ONE, phase: Array = ONE,
) -> None:  # fmt: skip
    """`lost` is the part of a season's usual pay at home that the household really goes without."""
    _refuse_more(workers, _at_home(s), "seasonal workers", WORKERS)
    people = workers * s.ramp(phase)
    skill = 1 + experience * np.minimum(s.t, 4)
    _contracts(s, c, people, months / 12, skill, saved, worth, lost, "seasonal")
    s.count("seasonal_workers", people)


def _unended(
    s: Scene, c: Change, places: Array, contract: Array, months: Array, saved: Array, worth: Array,
    overstay: Array = NONE, experience: Array = NONE, again: Array = NONE, lost: Array = ONE, phase: Array = ONE,
) -> None:  # fmt: skip
    _stay(c, places / contract * overstay * s.ramp(phase))


def _circular(
    s: Scene, c: Change, places: Array, contract: Array, months: Array, saved: Array, worth: Array,
    overstay: Array = NONE, experience: Array = NONE, again: Array = NONE, lost: Array = ONE, phase: Array = ONE,
) -> None:  # fmt: skip
    """Posts that people take in turn, each for a contract of some years; a share comes `again`, with experience."""
    _refuse_more(places, _at_home(s), "places", WORKERS)
    people = places * s.ramp(phase)
    turns = np.minimum(s.t / contract, 3)
    _contracts(s, c, people, months / 12, 1 + experience * again * turns, saved, worth, lost, "contract")
    s.count("places_filled", people)
    s.count("departures", people / contract)


def _contracts(
    s: Scene, c: Change, people: Array, year: Array, skill: Array, saved: Array, worth: Array, lost: Array, kind: str
) -> None:  # fmt: skip
    """Work abroad for a part of the year by people who keep their home: their pay, what it costs at home, who gains."""
    p = s.pay
    paid = people * p.away[LOW] * s.grown * year * skill
    gone = people * p.employed_home[LOW] * p.home[LOW] * s.grown * year * lost
    net = paid * (1 - p.tax_away)
    price = s.now.price
    got = saved * net * (1 - price) * p.multiplier
    c.postings += [
        Posting(f"{kind} pay spent abroad", MIGRANTS, net * (1 - saved), net * (1 - saved) * worth),
        Posting(f"{kind} pay brought home", ORIGIN, got, got),
        Posting("work at home not done", ORIGIN, -gone, -gone),
        Posting(f"taxes on {kind} pay", DESTINATION, paid * p.tax_away, paid * p.tax_away),
        Posting(f"{kind} vacancies filled", DESTINATION, paid * p.vacancy, paid * p.vacancy),
    ]
    c.made += [paid * (1 + p.vacancy) - gone + (p.multiplier - 1) * saved * net * (1 - price)]
    c.used.append(saved * net * price)
    c.moved.append(people)


def _missions(
    s: Scene, c: Change, people: Array, days: Array, unpaid: Array, stipend: Array, spillover: Array,
    worth: Array = ONE, health: Array = NONE, travelling: Array = ONE,
) -> None:  # fmt: skip
    """Work of a share of `health` workers and of others, `worth` in the origin a share of what it pays abroad.

    Who goes on a mission chooses to: pay not earned is cash and no loss of welfare, and a part of a stipend is a gain.
    A mission from afar moves nobody: none is `travelling`.
    """
    _refuse_more(people, _abroad(s), "missions", MIGRANTS_THERE, 1.0)
    p = s.pay
    part = people * days / 220
    work = part * (p.away[HIGH] * (1 - health) + p.away[HEALTH] * health) * s.grown * worth * (1 + spillover)
    pay = s.now.earned / np.maximum(s.now.employed, 1e-30)
    lost = part * unpaid * (pay[:, HIGH] * (1 - health) + pay[:, HEALTH] * health)
    paid = people * days * stipend * s.ones
    c.postings += [
        Posting("work of missions", ORIGIN, work, work),
        Posting("pay not earned", MIGRANTS, -lost * (1 - p.tax_away), None),
        Posting("stipends", MIGRANTS, paid, p.chosen_gain * paid),
        Posting("stipends", DESTINATION, -paid, -paid),
        Posting("taxes on pay not earned", DESTINATION, -lost * p.tax_away, -lost * p.tax_away),
    ]
    c.made.append(work - lost)
    c.moved.append(people * travelling * s.ones)
    s.count("missions", people)


def _prepared(s: Scene, c: Change, covered: Array, gain: Array, fading: Array = NONE) -> None:
    """Who was prepared before leaving finds more work: a stock of the prepared, which returns wear down, and time."""
    p, path = s.pay, s.now.path
    stayed = np.clip(1 - path.returned / np.maximum(path.away, 1e-30), 0, 1)
    ready, more = np.zeros_like(path.outflow[0]), []
    for t in range(s.years):
        more.append((ready * gain * p.away).sum(0) * s.grown[t])
        ready = ready * stayed[t] * (1 - fading) + covered * path.outflow[t]
    earned = np.stack(np.broadcast_arrays(*more))
    net = earned * (1 - p.tax_away)
    sent = net * (path.away * p.sent).sum(1) / np.maximum(path.away.sum(1), 1e-30)
    got = sent * (1 - s.now.price) * p.multiplier
    c.postings += [
        Posting("pay of who was prepared", MIGRANTS, net, net),
        Posting("sent home", MIGRANTS, -sent, None),
        Posting("received from abroad", ORIGIN, got, got),
        Posting("public finances", DESTINATION, earned * p.tax_away, earned * p.tax_away),
        Posting("gains of other residents", DESTINATION, earned * p.surplus, earned * p.surplus),
    ]
    c.made.append(earned * (1 + p.surplus) + (p.multiplier - 1) * sent * (1 - s.now.price))
    c.used.append(sent * s.now.price)
    s.count("people_prepared", covered * path.outflow.sum(1))


def _portability(s: Scene, c: Change, covered: Array, contribution: Array, contributed: Array, lost: Array) -> None:
    """Contributions that who returns would leave behind: money moves from the destination's funds to its owner."""
    paid = (s.now.path.returned * s.now.earned).sum(1) * contribution * contributed * lost * covered
    c.postings.append(Posting("contributions kept", MIGRANTS, paid, paid))
    c.postings.append(Posting("contributions kept", DESTINATION, -paid, -paid))
    s.count("returning_insured", s.now.path.returned.sum(1) * covered)


def _bond(
    s: Scene, c: Change, volume: Array, maturity: Array, paid: Array, market: Array, deposit: Array, default: Array
) -> None:
    """What lenders in between keep of market less deposit and default is partly profit, which falls on both ends.

    A market asks for default as well, so that the issuer gains nothing by it.
    """
    owed = volume * np.minimum(s.t + 1, maturity)
    buyers, issuer = owed * (paid - deposit - default), owed * (market - paid)
    kept = s.pay.rent * np.maximum(market - deposit - default, 0) * owed
    c.postings += [
        Posting("interest beyond a deposit", MIGRANTS, buyers, buyers),
        Posting("interest saved", ORIGIN, issuer, issuer),
        Posting("profits of lenders in between", DESTINATION, *[-kept * s.pay.rent_away] * 2),
        Posting("profits of lenders in between", ORIGIN, *[-kept * (1 - s.pay.rent_away)] * 2),
    ]
    c.made.append(buyers + issuer - kept)
    s.quantities["bonds"] = owed


def _jobs(s: Scene, c: Change, places: Array, effect: Array, lasting: Array) -> None:
    """A programme at home: places a year, how many are in work who would not be, for how many years."""
    _refuse_more(places, _at_home(s), "places", WORKERS)
    people = places * np.minimum(s.t + 1, lasting)
    paid = people * effect * s.pay.home[LOW] * s.grown
    c.postings.append(Posting("work at home", ORIGIN, paid, paid))
    c.made.append(paid)
    s.count("places", places)


def _crossings(s: Scene, c: Change, crossings: Array, saving: Array, paid: Array = NONE, phase: Array = ONE) -> None:
    """Of what a crossing saves, the share `paid` went to officials of both sides, who lose it by halves."""
    saved = crossings * saving * s.ramp(phase)
    c.postings.append(Posting("time and fees saved at the border", MIGRANTS, saved, saved))
    for party in (ORIGIN, DESTINATION):
        c.postings.append(Posting("payments no longer taken at the border", party, *[-0.5 * paid * saved] * 2))
    c.made.append(saved * (1 - paid))


def _option(s: Scene, c: Change, value: Array, covered: Array = ONE) -> None:
    """What the right to come back is worth to who holds it; no money changes hands, so it is welfare only."""
    kept = (s.now.path.away * s.now.kept).sum(1) * value * covered
    c.postings.append(Posting("the right to come back", MIGRANTS, None, kept))


lever("restraint", "ends a share of the active recruitment of health workers", flows=_restraint)
lever("channel", "admits workers of a mix of skills each year", ("visas",), flows=_channel)
lever("training", "trains people in the origin, some of whom leave", ("seats", "seats_away", "seats_home", "graduates"),
      flows=_training)  # fmt: skip
lever("outflow", "changes the usual outflow by a share", flows=_outflow)
lever("returns", "supports voluntary returns", ("returns",), flows=_returns, pools=_returns_grant)
lever("return_rate", "changes the usual return rate by a share", flows=_return_rate)
lever("recognition", "brings skilled migrants into jobs that match", ("cases",), earnings=_recognition)
lever("employment", "brings migrants into work", ("course_places",), earnings=_employment)
lever("price", "lowers the price of transfers to a target", transfers=_price, pools=_profit)
lever(
    "gifts", "matches gifts of migrants to projects at home", (), ("project_money",), transfers=_gifts, pools=_projects
)
lever("seasonal", "gives work for a season, with return", ("seasonal_workers",), flows=_unreturned, pools=_seasonal)
lever("circular", "fills posts by people who take turns", ("places_filled", "departures"), flows=_unended,
      pools=_circular)  # fmt: skip
lever("missions", "sends people of the diaspora on missions", ("missions",), pools=_missions)
lever("prepared", "prepares people before they leave", ("people_prepared",), pools=_prepared)
lever("portability", "lets who returns keep her contributions", ("returning_insured",), pools=_portability)
lever("bond", "sells bonds to the diaspora", (), ("bonds",), pools=_bond)
lever("jobs", "gives work at home", ("places",), pools=_jobs)
lever("crossings", "saves time and fees at the border", pools=_crossings)
lever("option", "keeps the right to come back", pools=_option)
