"""One draw of the model of measures again, slowly and plainly: floats, lists and loops, a function for each equation.

Written from docs/explanation/measures.md, and sharing no line with the library: laws hold the fast model against it.
Lists go by year, then by skill (low, high, health); people and money as there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

LOW, HIGH, HEALTH = SKILLS = (0, 1, 2)
YOUNG, OLDER = AGES = (0, 1)
MIGRANTS, ORIGIN, DESTINATION, TRANSIT = "migrants", "origin", "destination", "transit"
AGES_OF_MIGRANTS = (0.29, 0.47)
AGEING = (1 / 20, 1 / 30)
MOST_LEAVE, MOST_OF_AN_AGE, MOST_RETURN, MOST_SENT, MOST_NURSES = 0.2, 0.5, 0.6, 0.8, 0.2

Row = list[float]
Table = list[Row]  # [year][skill], or [age][skill]


@dataclass(frozen=True)
class World:
    """A corridor in one draw: people of 15–34 and 35–64 in the origin, deaths a person-year, who turns 15, quantities."""

    people: tuple[float, float]
    deaths: tuple[float, float]
    entering: float
    q: Mapping[str, float]
    has_transit: bool = False


@dataclass(frozen=True)
class Cost:
    """A line of costs: what is counted (a number, or a name) times a price, by whom; `years` from the first, or all."""

    item: str
    quantity: str | float
    price: float
    paid_by: Mapping[str, str | float]
    years: int | None = None


@dataclass(frozen=True)
class Measure:
    """Levers with their arguments, and lines of costs."""

    pulls: Sequence[tuple[str, Mapping[str, float]]]
    costs: Sequence[Cost] = ()


@dataclass
class People:
    """Who is where on each year's first day, and who moves in it; of transit also who will never arrive."""

    away: Table = field(default_factory=list)
    home: Table = field(default_factory=list)
    outflow: Table = field(default_factory=list)
    entries: Table = field(default_factory=list)
    answered: Table = field(default_factory=list)
    returned: Table = field(default_factory=list)
    skills: Table = field(default_factory=list)
    waiting: Table = field(default_factory=list)
    by_age: list[Table] = field(default_factory=list)  # at home; the library shows sums over ages only


@dataclass
class Symbols:
    """What levers set, by year, at rest as it stands here."""

    years: int
    matched: Table
    employed: Table
    channel: Table
    graduates: Table
    placed: Table
    returns: Table
    restraint: Row
    factor: Row
    chosen: Row
    return_factor: Row
    shortage: set[int] = field(default_factory=set)
    price: Row | None = None
    gift: dict[str, float] | None = None


def at_rest(years: int) -> Symbols:
    def nobody() -> Table:
        return [[0.0] * 3 for _ in range(years)]

    def as_usual() -> Row:
        return [1.0] * years

    return Symbols(
        years, nobody(), nobody(), nobody(), nobody(), nobody(), nobody(), [0.0] * years, as_usual(), as_usual(),
        as_usual(),
    )  # fmt: skip


# People -----------------------------------------------------------------------------------------------------


def shares(skilled: float, nurses: float) -> Row:
    high = max(skilled - nurses, 0.0)
    return [1 - high - nurses, high, nurses]


def shares_home(w: World) -> Row:
    nurses = min(w.q.get("nurses_home", 0.0) / sum(w.people), MOST_NURSES)
    return shares(w.q["skilled_share_origin"], nurses)


def shares_away(w: World) -> Row:
    return shares(w.q["skilled_share_migrants"], w.q["nurses_share_migrants"])


def usual_rates(w: World) -> Row:
    """em, by worker of the origin."""
    rates = []
    for k in SKILLS:
        workers, movers = shares_home(w)[k] * sum(w.people), shares_away(w)[k] * w.q["movers"] * w.q["adult_movers"]
        most = MOST_LEAVE if movers > 0 else 0.0  # where there is nobody of a skill yet
        rates.append(min(movers / workers, MOST_LEAVE) if workers > 0 else most)
    return rates


def most_leave(w: World, home: Table, k: int) -> float:
    """A fifth of a skill, and so few that of no age more than half leave."""
    young = w.q["young_migrants"]
    found = MOST_LEAVE * (home[YOUNG][k] + home[OLDER][k])
    for age, share in ((YOUNG, young), (OLDER, 1 - young)):
        if share > 0:
            found = min(found, MOST_OF_AN_AGE * home[age][k] / share)
    return found


def e1_outflow(w: World, s: Symbols, t: int, home: Table) -> tuple[Row, Row]:
    """Who leaves, and of them who goes by arrangement."""
    em, found, arranged = usual_rates(w), [], []
    for k in SKILLS:
        kept = w.q["recruited_share"] * s.restraint[t] if k == HEALTH else 0.0
        usual = em[k] * (home[YOUNG][k] + home[OLDER][k])
        invited = s.channel[t][k] + s.placed[t][k]
        wanted = usual * s.factor[t] * s.chosen[t] * (1 - kept) + invited
        found.append(min(wanted, most_leave(w, home, k)))
        arranged.append(min(invited, found[k]))
    return found, arranged


def e2_entries(w: World, s: Symbols, t: int, home: Table, outflow: Row) -> tuple[Row, Row]:
    """Entries, and those of them that answer to emigration."""
    em = usual_rates(w)
    workers = [home[YOUNG][k] + home[OLDER][k] for k in SKILLS]
    usual = [w.entering * share for share in shares_home(w)]
    leaving = [min(em[k] * workers[k], most_leave(w, home, k)) for k in SKILLS]
    beyond = [outflow[k] - s.placed[t][k] - leaving[k] for k in SKILLS]
    answer = [0.0, 0.0, 0.0]
    if em[HIGH] * workers[HIGH] > 0:
        growth = beyond[HIGH] / (em[HIGH] * workers[HIGH])
        answer[HIGH] = max(usual[HIGH] * w.q["brain_gain"] * w.q["corridor_weight"] * growth, -usual[HIGH])
    answer[HEALTH] = max(w.q["nurse_response"] * beyond[HEALTH], -usual[HEALTH])
    trained = {k: answer[k] + s.graduates[t][k] for k in (HIGH, HEALTH)}
    asked = trained[HIGH] + trained[HEALTH]
    part = usual[LOW] / asked if asked > usual[LOW] else 1.0
    entries = [usual[LOW] - part * asked, usual[HIGH] + part * trained[HIGH], usual[HEALTH] + part * trained[HEALTH]]
    return entries, [part * one for one in answer]


def returning(w: World, s: Symbols, t: int, away: Table) -> Table:
    """Who returns, [age][skill]: with usual chances, which a measure may change, and helped."""
    found = [[0.0] * 3, [0.0] * 3]
    for k in SKILLS:
        usual = min(w.q["return_rate_low"] if k == LOW else w.q["return_rate_high"], MOST_RETURN)
        abroad = away[YOUNG][k] + away[OLDER][k]
        changed = min(usual * s.return_factor[t], MOST_RETURN)
        helped = min(s.returns[t][k], MOST_LEAVE * abroad) / abroad if abroad > 0 else 0.0
        for a in AGES:
            found[a][k] = (changed + helped) * away[a][k]
    return found


def _aged(w: World, stock: Table, joining: Table, leaving: Table) -> Table:
    """A stock a year later, less deaths, a year older, with who joins and without who leaves."""
    found = [[0.0] * 3, [0.0] * 3]
    for a in AGES:
        for k in SKILLS:
            younger = AGEING[YOUNG] * stock[YOUNG][k] if a == OLDER else 0.0
            gone = (w.deaths[a] + AGEING[a]) * stock[a][k]
            found[a][k] = stock[a][k] - gone + younger + joining[a][k] - leaving[a][k]
    return found


def _by_age(w: World, movers: Row) -> Table:
    young = w.q["young_migrants"]
    return [[young * one for one in movers], [(1 - young) * one for one in movers]]


def e3_destination(w: World, away: Table, arriving: Row, back: Table) -> Table:
    return _aged(w, away, _by_age(w, arriving), back)


def e4_origin(w: World, home: Table, outflow: Row, back: Table, entries: Row) -> Table:
    joining = [[back[YOUNG][k] + entries[k] for k in SKILLS], back[OLDER]]
    return _aged(w, home, joining, _by_age(w, outflow))


def e5_skills(w: World, skills: Row, returned: Row) -> Row:
    return [w.q["skill_memory"] * skills[k] + returned[k] for k in SKILLS]


def through_transit(w: World, outflow: Row, arranged: Row, waiting: Row, lost: Row) -> tuple[Row, Row, Row]:
    """Who arrives, who waits, who stays for good; who goes by arrangement goes straight."""
    if not w.has_transit:
        return outflow, waiting, lost
    share, leaving, never = (w.q[f"transit_{name}"] for name in ("share", "leaving", "stranded"))
    arriving, waits, stays = [], [], []
    for k in SKILLS:
        on = leaving * waiting[k]
        by_themselves = outflow[k] - arranged[k]
        arriving.append(arranged[k] + (1 - share) * by_themselves + (1 - never) * on)
        waits.append(waiting[k] + share * by_themselves - on)
        stays.append(lost[k] + never * on)
    return arriving, waits, stays


def people_of(w: World, s: Symbols) -> People:
    found = People()
    home = [[w.people[a] * share for share in shares_home(w)] for a in AGES]
    away = [[AGES_OF_MIGRANTS[a] * share * w.q["migrants"] for share in shares_away(w)] for a in AGES]
    waiting, lost, skills = [0.0] * 3, [0.0] * 3, [0.0] * 3
    for t in range(s.years):
        workers = [home[YOUNG][k] + home[OLDER][k] for k in SKILLS]
        outflow, arranged = e1_outflow(w, s, t, home)
        entries, answered = e2_entries(w, s, t, home, outflow)
        back = returning(w, s, t, away)
        returned = [back[YOUNG][k] + back[OLDER][k] for k in SKILLS]
        found.away.append([away[YOUNG][k] + away[OLDER][k] for k in SKILLS])
        found.home.append(workers)
        found.by_age.append(home)
        found.outflow.append(outflow)
        found.entries.append(entries)
        found.answered.append(answered)
        found.returned.append(returned)
        found.skills.append(skills)
        found.waiting.append([waiting[k] + lost[k] for k in SKILLS])
        arriving, waiting, lost = through_transit(w, outflow, arranged, waiting, lost)
        away = e3_destination(w, away, arriving, back)
        home = e4_origin(w, home, outflow, back, entries)
        skills = e5_skills(w, skills, returned)
    return found


# Money ------------------------------------------------------------------------------------------------------


def pay_home(w: World) -> Row:
    """w_O, gross, of who works."""
    ratios = [1.0, w.q["wage_ratio_skilled"], w.q["wage_ratio_health"]]
    mean = sum(shares_home(w)[k] * ratios[k] for k in SKILLS)
    return [w.q["wage_to_income"] * w.q["income_origin"] * ratios[k] / mean for k in SKILLS]


def e6_pay_abroad(w: World) -> Row:
    ratio = w.q["income_destination"] / w.q["income_origin"]
    premium = w.q["place_premium"] if "place_premium" in w.q else ratio ** w.q["place_premium_exponent"]
    return [one * (1 + (premium - 1) * w.q["selection"]) for one in pay_home(w)]


def growth(w: World, t: int) -> float:
    return (1 + w.q["growth"]) ** t


def employed_abroad(w: World, more_employed: Row) -> Row:
    """e"""
    usual = [w.q["employed_away"], w.q["employed_away"], w.q["employed_health"]]
    return [min(usual[k] + more_employed[k], 1.0) for k in SKILLS]


def e7_earnings(w: World, t: int, more_matched: Row, more_employed: Row) -> Row:
    employed = employed_abroad(w, more_employed)
    matched = [1.0, w.q["matched_skilled"], w.q["matched_health"]]
    found = []
    for k in SKILLS:
        q = min(matched[k] + more_matched[k], 1.0)
        found.append(employed[k] * e6_pay_abroad(w)[k] * (1 - w.q["mismatch_penalty"] * (1 - q)) * growth(w, t))
    return found


def sent_shares(w: World) -> Row:
    """ρ, brought to what is known of the corridor's transfers."""
    found = [w.q["remitted_low"], w.q["remitted_high"], w.q["remitted_high"]]
    if "remittances" not in w.q:
        return found
    net = [one * (1 - w.q["tax_destination"]) for one in e7_earnings(w, 0, [0.0] * 3, [0.0] * 3)]
    workers = [sum(AGES_OF_MIGRANTS) * share * w.q["migrants"] for share in shares_away(w)]
    would = sum(workers[k] * net[k] * found[k] for k in SKILLS)
    known = w.q["remittances"] / (1 - w.q["transfer_price"])
    return [min(one * known / would, MOST_SENT) for one in found]


def e8_sent(w: World, earned: Row, price: float) -> Row:
    less = exp(-100 * w.q["cost_response"] * (price - w.q["transfer_price"]))
    return [sent_shares(w)[k] * earned[k] * (1 - w.q["tax_destination"]) * less for k in SKILLS]


def e9_received(people: Row, sent: Row, price: float) -> float:
    return (1 - price) * sum(people[k] * sent[k] for k in SKILLS)


def e10_pay_at_home(w: World, t: int) -> Row:
    employed = [w.q["employed_home"], w.q["employed_home"], w.q["employed_health"]]
    return [employed[k] * pay_home(w)[k] * growth(w, t) for k in SKILLS]


def e11_cheaper(before: float, after: float, fall: float) -> float:
    """What a household gains by a price that falls, from what is sent at the usual price and at the new one."""
    return before * fall + 0.5 * (after - before) * fall


@dataclass
class Course:
    """People with what each earns, keeps and sends in a year, at the usual price and at the one that holds."""

    people: People
    earned: Table
    kept: Table
    at_usual_price: Table
    sent: Table
    price: Row


def course_of(w: World, people: People, s: Symbols) -> Course:
    usual = w.q["transfer_price"]
    price = s.price or [usual] * s.years
    earned = [e7_earnings(w, t, s.matched[t], s.employed[t]) for t in range(s.years)]
    kept = [[one * (1 - w.q["tax_destination"]) for one in row] for row in earned]
    at_usual = [e8_sent(w, row, usual) for row in earned]
    sent = [e8_sent(w, earned[t], price[t]) for t in range(s.years)]
    return Course(people, earned, kept, at_usual, sent, price)


def total(people: Row, each: Row) -> float:
    return sum(people[k] * each[k] for k in SKILLS)


# The accounts -----------------------------------------------------------------------------------------------

Key = tuple[str, str, str]  # account, party, term


class Book:
    """Both accounts: (account, party, term) → money of each year."""

    def __init__(self, years: int) -> None:
        self.years = years
        self.terms: dict[Key, Row] = {}

    def post(self, party: str, term: str, t: int, cash: float | None, welfare: float | None) -> None:
        for account, money in (("cash", cash), ("welfare", welfare)):
            if money is not None:
                self.terms.setdefault((account, party, term), [0.0] * self.years)[t] += money

    def both(self, party: str, term: str, t: int, money: float) -> None:
        self.post(party, term, t, money, money)


@dataclass
class Model:
    """A package on its way through the turns."""

    w: World
    s: Symbols
    base: Course
    then: Course
    book: Book
    counted: dict[str, Row] = field(default_factory=dict)

    @property
    def years(self) -> range:
        return range(self.s.years)

    def ramp(self, t: int, phase: float) -> float:
        return min(1.0, (t + 1) / max(phase, 1.0))

    def count(self, name: str, people: Callable[[int], float]) -> None:
        every = [people(t) for t in self.years]
        self.counted[name] = every
        for end, pay in (("home", pay_home(self.w)), ("away", e6_pay_abroad(self.w))):
            self.counted[f"{name}_in_{end}_pay"] = [every[t] * pay[LOW] / 12 * growth(self.w, t) for t in self.years]


def pay_of_movers(m: Model, then: Course, t: int, cash: bool) -> None:
    """The three terms that leave out, in welfare, what people choose who return, or move by their own choice."""
    q, base = m.w.q, m.base
    more = [
        then.people.away[t][k] - base.people.away[t][k] + then.people.waiting[t][k] - base.people.waiting[t][k]
        for k in SKILLS
    ]
    movers = [then.people.outflow[t][k] - base.people.outflow[t][k] for k in SKILLS]
    abroad = total(then.people.away[t], then.kept[t]) - total(base.people.away[t], base.kept[t])
    given_up = -total(more, e10_pay_at_home(m.w, t)) * (1 - q["tax_origin"])
    moving = -total(movers, e6_pay_abroad(m.w)) * growth(m.w, t) * q["moving_cost"] / 12
    for term, money in (
        ("pay abroad after tax", abroad), ("pay at home given up", given_up), ("costs of moving", moving),
    ):  # fmt: skip
        m.book.post(MIGRANTS, term, t, money if cash else None, None if cash else money)


def at_home(m: Model, t: int) -> None:
    q, then, base = m.w.q, m.then.people, m.base.people
    h = e10_pay_at_home(m.w, t)
    spills = [0.0, q["spillover_skilled"], q["spillover_skilled"]]
    training = [0.0, q["training_skilled"] * q["income_origin"], q["training_health"] * q["income_origin"]]
    taxes = formed = brought = trained = 0.0
    for k in SKILLS:
        more, fewer = then.away[t][k] - base.away[t][k], then.home[t][k] - base.home[t][k]
        taxes += fewer * h[k] * (q["tax_origin"] + spills[k])
        waits = then.waiting[t][k] - base.waiting[t][k]
        formed += (fewer + more + waits) * h[k] * (1 - q["tax_origin"])
        brought += (then.skills[t][k] - base.skills[t][k]) * h[k] * q["return_premium"]
        trained -= then.answered[t][k] * training[k]
    m.book.both(ORIGIN, "taxes and spillovers of who works at home", t, taxes)
    m.book.both(ORIGIN, "skills formed", t, formed)
    m.book.both(ORIGIN, "skills brought back", t, brought)
    m.book.both(ORIGIN, "training of those who follow", t, trained)


def transfers(m: Model, t: int) -> None:
    q, then, base = m.w.q, m.then, m.base
    usual, price = q["transfer_price"], then.price[t]
    people, before = then.people.away[t], base.people.away[t]
    sent, sent_usual, sent_before = (
        total(people, then.sent[t]),
        total(people, then.at_usual_price[t]),
        total(before, base.sent[t]),
    )
    got = e9_received(people, then.sent[t], price) - e9_received(before, base.sent[t], usual)
    got_usual = e9_received(people, then.at_usual_price[t], usual) - e9_received(before, base.sent[t], usual)
    m.book.post(MIGRANTS, "sent home", t, sent_before - sent, None)
    m.book.post(ORIGIN, "received from abroad", t, q["local_multiplier"] * got, q["local_multiplier"] * got_usual)
    fall = usual - price
    gain = e11_cheaper(sent_usual, sent, fall)
    m.book.post(MIGRANTS, "cheaper transfers", t, None, q["sender_part"] * gain)
    m.book.post(ORIGIN, "cheaper transfers", t, None, (1 - q["sender_part"]) * gain)
    lose_profits(m, t, q["rent_share"] * sent_usual * fall)


def lose_profits(m: Model, t: int, lost: float) -> None:
    m.book.both(DESTINATION, "profits of transfer firms", t, -lost * m.w.q["rent_located"])
    m.book.both(ORIGIN, "profits of transfer firms", t, -lost * (1 - m.w.q["rent_located"]))


def destination(m: Model, t: int) -> None:
    q, then, base = m.w.q, m.then, m.base
    f = [q["fiscal_low"] * q["income_destination"]] + [q["fiscal_high"] * q["income_destination"]] * 2
    public = earned = filled = 0.0
    for k in SKILLS:
        people, before = then.people.away[t][k], base.people.away[t][k]
        public += (people - before) * f[k] + people * (then.earned[t][k] - base.earned[t][k]) * q["tax_destination"]
        earned += people * then.earned[t][k] - before * base.earned[t][k]
        if k in m.s.shortage:
            filled += (people - before) * then.earned[t][k]
    m.book.both(DESTINATION, "public finances", t, public)
    m.book.both(DESTINATION, "gains of other residents", t, q["surplus"] * earned)
    m.book.both(DESTINATION, "vacancies filled", t, q["vacancy_value"] * filled)


def in_transit(m: Model, t: int, chosen: Course) -> None:
    """Who moves by her own choice has weighed what she spends on the way: in welfare it is left out."""
    if m.w.has_transit:
        more, invited = (sum(c.people.waiting[t]) - sum(m.base.people.waiting[t]) for c in (m.then, chosen))
        year_there = m.w.q["income_transit"] * growth(m.w, t)
        years_there, spending = more * year_there, m.w.q["transit_spending"]
        spent = years_there * spending
        m.book.post(MIGRANTS, "spending in transit", t, -spent, -invited * year_there * spending)
        m.book.both(TRANSIT, "spending in transit", t, spent)
        m.book.both(TRANSIT, "services to people in transit", t, -years_there * m.w.q["transit_services"])


# Levers: flows ----------------------------------------------------------------------------------------------


def restraint(m: Model, share: float, phase: float = 1.0) -> None:
    for t in m.years:
        m.s.restraint[t] = 1 - (1 - m.s.restraint[t]) * (1 - share * m.ramp(t, phase))
    if share > 0:
        m.s.shortage.add(HEALTH)


def channel(
    m: Model, visas: float, low: float = 0, high: float = 0, health: float = 0, replaced: float = 0, phase: float = 1
) -> None:
    parts = (low, high, health)
    for k in SKILLS:
        if visas * parts[k] > 0:
            m.s.shortage.add(k)
            for t in m.years:
                m.s.channel[t][k] += visas * m.ramp(t, phase) * (1 - replaced) * parts[k] / sum(parts)
    m.count("visas", lambda t: visas * m.ramp(t, phase))


def training(
    m: Model, seats: float, away: float, health: float = 1, duration: float = 0, dropout: float = 0, reached: float = 1
) -> None:
    def done(t: int) -> float:
        return seats * (1 - dropout) if t >= duration else 0.0

    parts = ((1 - health) * (1 - reached), (1 - health) * reached, health)
    for t in m.years:
        for k in SKILLS:
            m.s.graduates[t][k] += done(t) * parts[k]
            m.s.placed[t][k] += done(t) * parts[k] * away
    m.s.shortage |= {HEALTH} if seats * away * health > 0 else set()
    m.s.shortage |= {HIGH} if seats * away * (1 - health) > 0 else set()
    m.count("seats", lambda t: seats)
    m.count("seats_away", lambda t: seats * away)
    m.count("seats_home", lambda t: seats * (1 - away))
    m.count("graduates", done)


def outflow(m: Model, change: float, phase: float = 1, people: float | None = None) -> None:
    """A change by a share; or by movers for each of `people`, who choose to."""
    for t in m.years:
        if people is None:
            m.s.factor[t] *= max(1 + change * m.ramp(t, phase), 0.0)
            continue
        usual = sum(m.base.people.outflow[t])
        share = max(-1.0, min(1.0, change * people / usual)) if usual > 0 else 0.0
        m.s.chosen[t] *= 1 + share * m.ramp(t, phase)


def returns(m: Model, people: float, grant: float = 0) -> None:
    for t in m.years:
        stock = m.base.people.away[t]
        for k in SKILLS:
            m.s.returns[t][k] += people * stock[k] / sum(stock)
    m.count("returns", lambda t: people)


def return_rate(m: Model, change: float, covered: float = 1, phase: float = 1) -> None:
    for t in m.years:
        m.s.return_factor[t] *= 1 + change * covered * m.ramp(t, phase)


def stay(m: Model, people: float, phase: float) -> None:
    """Who comes for a time and stays joins the migrants of low skill, whose vacancies nobody is said to lack."""
    for t in m.years:
        m.s.channel[t][LOW] += people * m.ramp(t, phase)


def seasonal_flows(m: Model, workers: float, overstay: float = 0, phase: float = 1, **_: float) -> None:
    stay(m, workers * overstay, phase)


def circular_flows(m: Model, places: float, contract: float, overstay: float = 0, phase: float = 1, **_: float) -> None:
    stay(m, places / contract * overstay, phase)


# Levers: earnings and transfers -----------------------------------------------------------------------------


def recognition(m: Model, share: float, gain: float) -> None:
    for t in m.years:
        for k in (HIGH, HEALTH):
            m.s.matched[t][k] += share * gain * min(t + 1, 10)
    m.count("cases", lambda t: share * sum(m.base.people.away[t][1:]) if t < 10 else 0.0)


def employment(m: Model, share: float, gain: float) -> None:
    for t in m.years:
        for k in SKILLS:
            m.s.employed[t][k] += share * gain * min(t + 1, 10)
    m.count("course_places", lambda t: share * sum(m.base.people.away[t]) if t < 10 else 0.0)


def price(m: Model, target: float, phase: float = 1, **_: float) -> None:
    usual = m.w.q["transfer_price"]
    before = m.s.price or [usual] * m.s.years
    m.s.price = [min(before[t], usual + (min(target, usual) - usual) * m.ramp(t, phase)) for t in m.years]


def gifts(m: Model, share: float, matched: float, worth: float, crowding: float, origin: float) -> None:
    m.s.gift = {"share": share, "matched": matched, "worth": worth, "crowding": crowding, "origin": origin}


# Levers: pools of their own ---------------------------------------------------------------------------------


def contracts(
    m: Model, t: int, kind: str, people: float, year: float, skill: float, saved: float, worth: float, lost: float
) -> None:
    """(12), of both kinds."""
    q = m.w.q
    paid = people * e6_pay_abroad(m.w)[LOW] * growth(m.w, t) * year * skill
    net = paid * (1 - q["tax_destination"])
    brought = saved * net * (1 - m.then.price[t]) * q["local_multiplier"]
    m.book.post(MIGRANTS, f"{kind} pay spent abroad", t, net * (1 - saved), net * (1 - saved) * worth)
    m.book.both(ORIGIN, f"{kind} pay brought home", t, brought)
    m.book.both(ORIGIN, "work at home not done", t, -people * e10_pay_at_home(m.w, t)[LOW] * year * lost)
    m.book.both(DESTINATION, f"taxes on {kind} pay", t, paid * q["tax_destination"])
    m.book.both(DESTINATION, f"{kind} vacancies filled", t, paid * q["vacancy_value"])


def e12_seasonal(
    m: Model, workers: float, months: float, saved: float, worth: float, overstay: float = 0, experience: float = 0,
    lost: float = 1, phase: float = 1,
) -> None:  # fmt: skip
    for t in m.years:
        skill = 1 + experience * min(t, 4)
        contracts(m, t, "seasonal", workers * m.ramp(t, phase), months / 12, skill, saved, worth, lost)
    m.count("seasonal_workers", lambda t: workers * m.ramp(t, phase))


def e12_circular(
    m: Model, places: float, contract: float, months: float, saved: float, worth: float, overstay: float = 0,
    experience: float = 0, again: float = 0, lost: float = 1, phase: float = 1,
) -> None:  # fmt: skip
    for t in m.years:
        skill = 1 + experience * again * min(t / contract, 3)
        contracts(m, t, "contract", places * m.ramp(t, phase), months / 12, skill, saved, worth, lost)
    m.count("places_filled", lambda t: places * m.ramp(t, phase))
    m.count("departures", lambda t: places * m.ramp(t, phase) / contract)


def e13_missions(
    m: Model, people: float, days: float, unpaid: float, stipend: float, spillover: float, worth: float = 1,
    health: float = 0, travelling: float = 1,
) -> None:  # fmt: skip
    q = m.w.q
    for t in m.years:
        employed = employed_abroad(m.w, m.s.employed[t])
        year = people * days / 220
        pay = [one * growth(m.w, t) for one in e6_pay_abroad(m.w)]
        earns = [m.then.earned[t][k] / employed[k] for k in SKILLS]
        work = year * (pay[HIGH] * (1 - health) + pay[HEALTH] * health) * worth * (1 + spillover)
        lost = year * unpaid * (earns[HIGH] * (1 - health) + earns[HEALTH] * health)
        paid = people * days * stipend
        m.book.both(ORIGIN, "work of missions", t, work)
        m.book.post(MIGRANTS, "pay not earned", t, -lost * (1 - q["tax_destination"]), None)
        m.book.post(MIGRANTS, "stipends", t, paid, paid * q["chosen_gain"])
        m.book.both(DESTINATION, "stipends", t, -paid)
        m.book.both(DESTINATION, "taxes on pay not earned", t, -lost * q["tax_destination"])
    m.count("missions", lambda t: people)


def e14_prepared(m: Model, covered: float, gain: float, fading: float = 0) -> None:
    q, path = m.w.q, m.then.people
    ready = [0.0] * 3
    for t in m.years:
        earned = total(ready, e6_pay_abroad(m.w)) * gain * growth(m.w, t)
        net = earned * (1 - q["tax_destination"])
        sent = net * total(path.away[t], sent_shares(m.w)) / sum(path.away[t])
        m.book.both(MIGRANTS, "pay of who was prepared", t, net)
        m.book.post(MIGRANTS, "sent home", t, -sent, None)
        m.book.both(ORIGIN, "received from abroad", t, sent * (1 - m.then.price[t]) * q["local_multiplier"])
        m.book.both(DESTINATION, "public finances", t, earned * q["tax_destination"])
        m.book.both(DESTINATION, "gains of other residents", t, earned * q["surplus"])
        for k in SKILLS:
            stayed = 1 - path.returned[t][k] / path.away[t][k] if path.away[t][k] > 0 else 1.0
            ready[k] = ready[k] * min(max(stayed, 0.0), 1.0) * (1 - fading) + covered * path.outflow[t][k]
    m.count("people_prepared", lambda t: covered * sum(path.outflow[t]))


def e15_portability(m: Model, covered: float, contribution: float, contributed: float, lost: float) -> None:
    back = m.then.people.returned
    for t in m.years:
        kept = total(back[t], m.then.earned[t]) * contribution * contributed * lost * covered
        m.book.both(MIGRANTS, "contributions kept", t, kept)
        m.book.both(DESTINATION, "contributions kept", t, -kept)
    m.count("returning_insured", lambda t: sum(back[t]) * covered)


def e16_bond(
    m: Model, volume: float, maturity: float, paid: float, market: float, deposit: float, default: float
) -> None:
    owed = [volume * min(t + 1, maturity) for t in m.years]
    for t in m.years:
        m.book.both(MIGRANTS, "interest beyond a deposit", t, owed[t] * (paid - deposit - default))
        m.book.both(ORIGIN, "interest saved", t, owed[t] * (market - paid))
        profit = owed[t] * m.w.q["rent_share"] * max(market - deposit - default, 0.0)
        m.book.both(DESTINATION, "profits of lenders in between", t, -profit * m.w.q["rent_located"])
        m.book.both(ORIGIN, "profits of lenders in between", t, -profit * (1 - m.w.q["rent_located"]))
    m.counted["bonds"] = owed


def e17_gifts(m: Model, share: float, matched: float, **_: float) -> None:
    sent = [total(m.then.people.away[t], m.then.sent[t]) for t in m.years]
    m.counted["project_money"] = [share * (1 + matched) * sent[t] for t in m.years]


def gifts_posted(m: Model, t: int) -> None:
    """(17), once for a package."""
    g = m.s.gift
    if g is None:
        return
    own = g["share"] * total(m.then.people.away[t], m.then.sent[t])
    match, moved = g["matched"] * own, g["crowding"] * own
    m.book.post(MIGRANTS, "gifts to projects", t, -(own - moved), None)
    m.book.both(ORIGIN, "projects at home", t, (own + match) * (1 + g["worth"]))
    m.book.both(ORIGIN, "what families no longer get", t, -moved * (1 - m.then.price[t]) * m.w.q["local_multiplier"])
    m.book.both(ORIGIN, "the match", t, -match * g["origin"])
    m.book.both(DESTINATION, "the match", t, -match * (1 - g["origin"]))


def e18_jobs(m: Model, places: float, effect: float, lasting: float) -> None:
    for t in m.years:
        paid = places * min(t + 1, lasting) * effect * pay_home(m.w)[LOW] * growth(m.w, t)
        m.book.both(ORIGIN, "work at home", t, paid)
    m.count("places", lambda t: places)


def e19_crossings(m: Model, crossings: float, saving: float, paid: float = 0, phase: float = 1) -> None:
    for t in m.years:
        saved = crossings * saving * m.ramp(t, phase)
        m.book.both(MIGRANTS, "time and fees saved at the border", t, saved)
        for state in (ORIGIN, DESTINATION):
            m.book.both(state, "payments no longer taken at the border", t, -saved * paid / 2)


def e20_option(m: Model, value: float, covered: float = 1) -> None:
    for t in m.years:
        worth = total(m.then.people.away[t], m.then.kept[t]) * value * covered
        m.book.post(MIGRANTS, "the right to come back", t, None, worth)


def e21_returns(m: Model, people: float, grant: float = 0) -> None:
    for t in m.years:
        m.book.post(MIGRANTS, "support for who returns", t, people * grant, people * grant * m.w.q["chosen_gain"])
        m.book.both(DESTINATION, "support for who returns", t, -people * grant)


def profits_by_way(
    m: Model, target: float, phase: float = 1, competition: float | None = None, profit_competition: float = 1,
    profit_other: float = 0,
) -> None:  # fmt: skip
    """Where it is said by what the price falls, the profit that is lost is not the model's default."""
    if competition is None:
        return
    profit = competition * profit_competition + (1 - competition) * profit_other
    for t in m.years:
        sent = total(m.then.people.away[t], m.then.at_usual_price[t])
        fall = m.w.q["transfer_price"] - m.then.price[t]
        lose_profits(m, t, (profit - m.w.q["rent_share"]) * sent * fall)


Move = Callable[..., None]
FLOWS: dict[str, Move] = {
    "restraint": restraint, "channel": channel, "training": training, "outflow": outflow, "returns": returns,
    "return_rate": return_rate, "seasonal": seasonal_flows, "circular": circular_flows,
}  # fmt: skip
EARNINGS: dict[str, Move] = {"recognition": recognition, "employment": employment}
TRANSFERS: dict[str, Move] = {"price": price, "gifts": gifts}
POOLS: dict[str, Move] = {
    "price": profits_by_way, "gifts": e17_gifts, "seasonal": e12_seasonal, "circular": e12_circular,
    "missions": e13_missions, "prepared": e14_prepared, "portability": e15_portability, "bond": e16_bond,
    "jobs": e18_jobs, "crossings": e19_crossings, "option": e20_option, "returns": e21_returns,
}  # fmt: skip


# A package through its turns --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """The difference that a package makes, by account, party and term; and people with it and without."""

    terms: dict[Key, Row]
    people: People
    base: People


def costs(m: Model, lines: Sequence[Cost], counted: Mapping[str, Row]) -> None:
    for line in lines:
        given = {party: share for party, share in line.paid_by.items() if not isinstance(share, str)}
        for t in m.years:
            if line.years is not None and t >= line.years:
                continue
            many = counted[line.quantity][t] if isinstance(line.quantity, str) else line.quantity
            for party in line.paid_by:
                share = given.get(party, 1 - sum(given.values()))
                m.book.both(party, f"costs: {line.item}", t, -many * line.price * share)


def followed(w: World, measures: Sequence[Measure], years: int) -> Answer:
    """What measures give together on a corridor, in one draw."""
    still = at_rest(years)
    base = course_of(w, people_of(w, still), still)
    m = Model(w, at_rest(years), base, base, Book(years))
    counted: list[dict[str, Row]] = [{} for _ in measures]  # each measure counts for its own lines of costs

    def turn(moves: Mapping[str, Move]) -> None:
        for at, measure in enumerate(measures):
            m.counted = counted[at]
            for name, given in measure.pulls:
                if name in moves:
                    moves[name](m, **given)

    for moves in (FLOWS, EARNINGS, TRANSFERS):
        turn(moves)
    m.then = course_of(w, people_of(w, m.s), m.s)
    as_usual = {"returns": still.returns, "return_factor": still.return_factor, "chosen": still.chosen}
    nobody_chose = Symbols(**{**vars(m.s), **as_usual})
    chosen = course_of(w, people_of(w, nobody_chose), m.s)
    for t in m.years:
        pay_of_movers(m, m.then, t, cash=True)
        pay_of_movers(m, chosen, t, cash=False)
        for account in (at_home, transfers, destination, gifts_posted):
            account(m, t)
        in_transit(m, t, chosen)
    turn(POOLS)
    for at, measure in enumerate(measures):
        costs(m, measure.costs, counted[at])
    return Answer(m.book.terms, m.then.people, base.people)
