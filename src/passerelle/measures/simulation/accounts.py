"""Money of a measure by party, term and year, beside the base: the cash account, which closes, and welfare.

In cash every dollar has who gives it and who gets it; the sum over parties is what is made less what is used up. In
welfare a transfer home is a gift of one's own will: who sends does not lose it, and its sum over parties means nothing.
Equations (8), (9) and (11) of docs/explanation/measures.md. Stands on `prepared` and `changes`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from passerelle.measures.simulation.assumptions import Array
from passerelle.measures.simulation.changes import Change, Posting
from passerelle.measures.simulation.paths import Path
from passerelle.measures.simulation.prepared import Pay

MIGRANTS, ORIGIN, DESTINATION, TRANSIT = "migrants", "origin", "destination", "transit"
PARTIES = (MIGRANTS, ORIGIN, DESTINATION, TRANSIT)


@dataclass(frozen=True)
class Course:
    """A path with what its migrants earn and send: pay per migrant (T, 3, n), price (T, n), intl USD a year."""

    path: Path
    earned: Array
    employed: Array
    kept: Array
    sent_at_base_price: Array
    price: Array
    sent: Array

    @cached_property
    def all_sent(self) -> Array:
        """What all migrants send in a year, (T, n)."""
        return over_skills(self.path.away, self.sent)

    @cached_property
    def all_sent_at_base_price(self) -> Array:
        """What all would send if the price were the base's, (T, n)."""
        if self.sent is self.sent_at_base_price:
            return self.all_sent
        return over_skills(self.path.away, self.sent_at_base_price)


def growing(pay: Pay, years: int) -> Array:
    """The growth of pay since the start, (T, n)."""
    return np.asarray((1 + pay.growth)[None] ** np.arange(years)[:, None].astype(pay.growth.dtype))


def over_skills(*factors: Array) -> Array:
    """The sum over skills of a product of (T, 3, n) or (3, n), as (T, n)."""
    said = [{3: "tkn", 2: "kn"}[factor.ndim] for factor in factors]
    return np.asarray(np.einsum(f"{','.join(said)}->tn", *factors))


def course(pay: Pay, path: Path, change: Change | None, grown: Array, base: Course | None = None) -> Course:
    """What migrants of a path earn (7) and send (8); what a measure leaves alone is taken from the base."""
    if base is not None and (change is None or not change.earnings.touched):
        earned, employed, kept, at_base = base.earned, base.employed, base.kept, base.sent_at_base_price
    else:
        matched, employed = pay.matched, pay.employed_away
        if change is not None and np.any(change.earnings.matched):
            matched = np.minimum(matched + change.earnings.matched, 1.0)
        if change is not None and np.any(change.earnings.employed):
            employed = np.minimum(employed + change.earnings.employed, 1.0)
        earned = (employed * pay.away) * (1 - pay.penalty * (1 - matched)) * grown[:, None]
        kept = earned * (1 - pay.tax_away)
        at_base = pay.sent * kept
    if change is None or change.transfers.price is None:
        return Course(path, earned, employed, kept, at_base, pay.price[None] if base is None else base.price, at_base)
    price = change.transfers.price
    return Course(
        path,
        earned,
        employed,
        kept,
        at_base,
        price,
        at_base * np.exp(-100 * pay.response * (price - pay.price))[:, None],
    )


def postings(pay: Pay, base: Course, then: Course, change: Change, grown: Array) -> Iterator[Posting]:
    """Every term of the difference that a measure makes, in both accounts."""
    if then is not base:
        # what is left alone is not worked out as a difference of nothing
        more = None if then.path is base.path else then.path.away - base.path.away
        better = None if then.earned is base.earned else then.earned - base.earned
        raised = None if better is None else over_skills(base.path.away, better)
        yield from _earnings(pay, base, then, more, raised, grown)
        if more is not None:
            yield from _at_home(pay, base, then, more, then.path.home - base.path.home, grown)
        yield from _transfers(pay, base, then)
        yield from _destination(pay, then, more, better, raised, change)
    yield from _gifts(pay, then, change)
    if pay.transit_spending is not None and pay.transit_services is not None:
        stay = (then.path.waiting - base.path.waiting).sum(1) * grown
        yield Posting("spending in transit", MIGRANTS, *[-stay * pay.transit_spending] * 2)
        yield Posting("spending in transit", TRANSIT, *[stay * pay.transit_spending] * 2)
        yield Posting("services to people in transit", TRANSIT, *[-stay * pay.transit_services] * 2)
    yield from change.postings


def _earnings(
    pay: Pay, base: Course, then: Course, more: Array | None, raised: Array | None, grown: Array
) -> Iterator[Posting]:
    """`more` people abroad, (T, 3, n); `raised` pay of who is there anyway, (T, n); None where nothing changes."""
    parts = [over_skills(more, then.kept)] if more is not None else []
    parts += [raised * (1 - pay.tax_away)] if raised is not None else []
    if parts:
        yield Posting("pay abroad after tax", MIGRANTS, *[sum(parts[1:], start=parts[0])] * 2)
    if more is None:
        return
    gone = more + (then.path.waiting - base.path.waiting) if pay.transit_spending is not None else more
    given_up = -over_skills(gone, _home_pay(pay) * (1 - pay.tax_home)) * grown
    yield Posting("pay at home given up", MIGRANTS, given_up, given_up)
    cost = -over_skills(then.path.outflow - base.path.outflow, pay.away * pay.moving) * grown
    yield Posting("costs of moving", MIGRANTS, cost, cost)


def _home_pay(pay: Pay) -> Array:
    return pay.employed_home * pay.home


def _at_home(pay: Pay, base: Course, then: Course, more: Array, fewer: Array, grown: Array) -> Iterator[Posting]:
    home = _home_pay(pay)
    taxes = over_skills(fewer, home * (pay.tax_home + pay.spillover)) * grown
    yield Posting("taxes and spillovers of who works at home", ORIGIN, taxes, taxes)
    people = fewer + more
    if pay.transit_spending is not None:
        people = people + then.path.waiting - base.path.waiting
    formed = over_skills(people, home * (1 - pay.tax_home)) * grown
    yield Posting("skills formed", ORIGIN, formed, formed)
    brought = over_skills(then.path.skills - base.path.skills, home * pay.premium) * grown
    yield Posting("skills brought back", ORIGIN, brought, brought)
    trained = -over_skills(then.path.answered, pay.training)
    yield Posting("training of those who follow", ORIGIN, trained, trained)


def _transfers(pay: Pay, base: Course, then: Course) -> Iterator[Posting]:
    before, after = base.all_sent, then.all_sent
    as_before = then.path is base.path and then.sent_at_base_price is base.sent_at_base_price
    at_base = before if as_before else then.all_sent_at_base_price
    got = pay.multiplier * ((1 - then.price) * after - (1 - pay.price) * before)
    yield Posting("sent home", MIGRANTS, before - after, None)
    yield Posting("received from abroad", ORIGIN, got, pay.multiplier * (1 - pay.price) * (at_base - before))
    if then.price is base.price:
        return
    fall = pay.price - then.price
    surplus = at_base * fall + 0.5 * (after - at_base) * fall
    yield Posting("cheaper transfers", MIGRANTS, None, pay.sender_part * surplus)
    yield Posting("cheaper transfers", ORIGIN, None, (1 - pay.sender_part) * surplus)
    lost = -pay.rent * at_base * fall
    yield Posting("profits of transfer firms", DESTINATION, *[pay.rent_away * lost] * 2)
    yield Posting("profits of transfer firms", ORIGIN, *[(1 - pay.rent_away) * lost] * 2)


def _destination(
    pay: Pay, then: Course, more: Array | None, better: Array | None, raised: Array | None, change: Change
) -> Iterator[Posting]:
    """`better` pay by migrant, (T, 3, n), and all together `raised`, (T, n), for who is there anyway."""
    public, gain = [], []
    if more is not None:
        public, gain = [over_skills(more, pay.fiscal)], [over_skills(more, then.earned)]
    if better is not None and raised is not None:
        public.append((raised if more is None else over_skills(then.path.away, better)) * pay.tax_away)
        gain.append(raised)
    if not gain:
        return
    yield Posting("public finances", DESTINATION, *[sum(public[1:], start=public[0])] * 2)
    yield Posting("gains of other residents", DESTINATION, *[pay.surplus * sum(gain[1:], start=gain[0])] * 2)
    if any(change.flows.shortage) and more is not None:
        filled = over_skills(more * _short(change), then.earned) * pay.vacancy
        yield Posting("vacancies filled", DESTINATION, filled, filled)


def _short(change: Change) -> NDArray[np.bool_]:
    return np.array(change.flows.shortage)[:, None]


def _gifts(pay: Pay, then: Course, change: Change) -> Iterator[Posting]:
    """Gifts to projects at home, matched: what they are worth, less their cost and what families no longer get."""
    t = change.transfers
    if t.gift is None or t.matched is None or t.paid_by_origin is None or t.worth is None or t.crowding is None:
        return
    own = t.gift * then.all_sent
    match = t.matched * own
    yield Posting("gifts to projects", MIGRANTS, -(1 - t.crowding) * own, None)
    yield Posting("projects at home", ORIGIN, *[(own + match) * t.worth] * 2)
    yield Posting("what families no longer get", ORIGIN, *[-t.crowding * own * (1 - then.price) * pay.multiplier] * 2)
    yield Posting("the match", ORIGIN, *[-t.paid_by_origin * match] * 2)
    yield Posting("the match", DESTINATION, *[-(1 - t.paid_by_origin) * match] * 2)


def closing(pay: Pay, base: Course, then: Course, change: Change, grown: Array) -> tuple[Array, Array]:
    """What a measure makes and what it uses up, (T, n) each: cash over all parties is the one less the other.

    Worked out from output and resources, not from the postings: where the two disagree, a dollar has been lost.
    """

    def total(then_each: Array, base_each: Array) -> Array:
        return np.asarray((then.path.away * then_each).sum(1) - (base.path.away * base_each).sum(1))

    more, fewer = then.path.away - base.path.away, then.path.home - base.path.home
    home = _home_pay(pay) * grown[:, None]
    abroad, sent = total(then.earned, base.earned), total(then.sent, base.sent)
    before, after = (base.path.away * base.sent).sum(1), (then.path.away * then.sent).sum(1)
    arrived = (1 - then.price) * after - (1 - pay.price) * before
    made = abroad * (1 + pay.surplus) + (fewer * home * (1 + pay.spillover)).sum(1) + (pay.multiplier - 1) * arrived
    made = made + ((then.path.skills - base.path.skills) * home * pay.premium).sum(1)
    made = made + pay.vacancy * (_short(change) * more * then.earned).sum(1)
    raised = (then.path.away * (then.earned - base.earned)).sum(1)
    services = (abroad - raised) * pay.tax_away - (more * pay.fiscal).sum(1)
    moving = ((then.path.outflow - base.path.outflow) * pay.away * pay.moving).sum(1) * grown
    trained = ((then.path.answered - base.path.answered) * pay.training).sum(1)
    profit = -pay.rent * (then.path.away * then.sent_at_base_price).sum(1) * (pay.price - then.price)
    used = services + moving + trained + sent - arrived - profit
    if pay.transit_services is not None:
        used = used + (then.path.waiting - base.path.waiting).sum(1) * pay.transit_services * grown
    t = change.transfers
    if t.gift is not None and t.worth is not None and t.matched is not None and t.crowding is not None:
        own = t.gift * after
        made = made + (own + t.matched * own) * t.worth
        used = used + (1 - t.crowding) * own + t.crowding * own * (1 - then.price) * pay.multiplier + t.matched * own
    return sum(change.made, start=made), sum(change.used, start=used)
