"""What holds for every plan: the timetable against a slow one, money against fractions, files, changes, two at once."""

import string
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, permutations
from typing import Any

import msgspec
import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from passerelle.base.errors import PlanUnreadable
from passerelle.plans.budget import CONTINGENCY, Budget, as_dict, budget
from passerelle.plans.changes import changes, merged, resolved
from passerelle.plans.checking import faults
from passerelle.plans.draws import ranges, spread
from passerelle.plans.funding import UNFUNDED
from passerelle.plans.reading import as_dict as plain
from passerelle.plans.reading import as_json, as_yaml, plan_of, read_plan
from passerelle.plans.records import (
    Action,
    Contingency,
    Corridor,
    Cost,
    Department,
    ExchangeRate,
    Expected,
    Fund,
    Indicator,
    Inflation,
    Measure,
    Mitigation,
    Need,
    Objective,
    Observation,
    Period,
    Plan,
    Range,
    Risk,
    Screened,
    Source,
    Step,
    Target,
    Uncertainty,
    likeliest,
)
from passerelle.plans.schedule import Schedule, schedule, slip
from passerelle.plans.values import plain_values
from passerelle.plans.writing import as_text

replace = msgspec.structs.replace
START, END = date(2027, 1, 1), date(2032, 12, 31)
slowly = settings(deadline=None)

# Plans of days -------------------------------------------------------------------------------------------

days = st.dates(date(2026, 6, 1), date(2031, 1, 1))


@st.composite
def timed_actions(draw: st.DrawFn, most: int = 7) -> tuple[Action, ...]:
    """Actions whose needs make no circle, in any order."""
    made = []
    for at in range(draw(st.integers(1, most))):
        before = draw(st.lists(st.sampled_from(range(at)), max_size=3, unique=True)) if at else []
        needs = tuple(Need(f"a{one}", draw(st.integers(0, 40))) for one in before)
        made.append(Action(
            key=f"a{at}", title=f"A {at}", days=draw(st.integers(1, 400)), needs=needs,
            start=draw(st.none() | days),
        ))  # fmt: skip
    return tuple(draw(st.permutations(made)))


def of(actions: Sequence[Action], **more: Any) -> Plan:
    return Plan(**{
        "title": "x", "period": Period(START, END), "currency": "EUR",
        "objectives": (Objective("o", "O", measures=(Measure("m", "M", actions=tuple(actions)),)),), **more,
    })  # fmt: skip


# The slow timetable: every chain of needs is walked, none is kept. It shares no code with the fast one.


def chains(key: str, needs: Mapping[str, Sequence[tuple[str, int]]]) -> Iterator[list[tuple[str, int]]]:
    """All ways from an action back to one that needs nothing, each with the gap before the next."""
    yield [(key, 0)]
    for other, gap in needs[key]:
        for chain in chains(other, needs):
            *rest, (last, _) = chain
            yield [*rest, (last, gap), (key, 0)]


def slow(actions: Sequence[Action]) -> dict[str, tuple[int, int]]:
    """First day and slack of each, days counted from the plan's first."""
    length = {one.key: one.days or 0 for one in actions}
    own = {one.key: (one.start - START).days if one.start else 0 for one in actions}
    needs = {one.key: [(need.action, need.gap_days) for need in one.all_needs] for one in actions}

    def along(chain: Sequence[tuple[str, int]]) -> int:
        """When the last of a chain begins, if the first begins on its own day."""
        return own[chain[0][0]] + sum(length[key] + gap for key, gap in chain[:-1])

    first = {key: max(along(chain) for chain in chains(key, needs)) for key in length}
    end = max(first[key] + length[key] for key in length)
    backwards: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, each in needs.items():
        for other, gap in each:
            backwards[other].append((key, gap))

    def after(key: str) -> int:
        """The longest way from the start of an action to the end of all that wait for it."""
        return length[key] + max((gap + after(other) for other, gap in backwards[key]), default=0)

    return {key: (first[key], end - after(key) - first[key]) for key in length}


def fast(times: Schedule) -> dict[str, tuple[int, int]]:
    return {one.key: ((one.early_start - START).days, one.slack) for one in times.timed}


@given(timed_actions())
@slowly
def test_the_fast_timetable_is_the_slow_one(actions: tuple[Action, ...]) -> None:
    assert fast(schedule(of(actions))) == slow(actions)


@given(timed_actions(12))
@slowly
def test_early_comes_before_late_and_somebody_has_no_slack(actions: tuple[Action, ...]) -> None:
    times = schedule(of(actions))
    assert all(one.early_start <= one.late_start and one.slack >= 0 and one.pushed >= 0 for one in times.timed)
    assert all(one.late_end <= (times.end or date.min) for one in times.timed)
    assert any(one.is_critical for one in times.timed)
    assert times.critical_path and all(times.by_key[key].is_critical for key in times.critical_path)
    assert times.by_key[times.critical_path[-1]].early_end == times.end


@given(timed_actions(12))
@slowly
def test_every_need_is_kept_early_and_late(actions: tuple[Action, ...]) -> None:
    times = schedule(of(actions)).by_key
    for one in actions:
        for need in one.all_needs:
            gap = timedelta(need.gap_days + 1)
            assert times[one.key].early_start >= times[need.action].early_end + gap
            assert times[one.key].late_start >= times[need.action].late_end + gap


@given(timed_actions(), st.randoms(use_true_random=False))
@slowly
def test_order_and_labels_are_irrelevant(actions: tuple[Action, ...], rng: Any) -> None:
    named = {one.key: f"k{at}" for at, one in enumerate(actions)}
    turned = [
        replace(one, key=named[one.key], title="other", needs=tuple(Need(named[n.action], n.gap_days) for n in one.all_needs))
        for one in actions
    ]  # fmt: skip
    rng.shuffle(turned)
    found = fast(schedule(of(turned)))
    assert {key: found[named[key]] for key in named} == fast(schedule(of(actions)))


@given(timed_actions(), st.integers(2, 5))
@slowly
def test_a_longer_day_makes_all_longer_alike(actions: tuple[Action, ...], factor: int) -> None:
    bare = [replace(one, start=None) for one in actions]
    longer = [
        replace(one, days=(one.days or 0) * factor, needs=tuple(Need(n.action, n.gap_days * factor) for n in one.all_needs))
        for one in bare
    ]  # fmt: skip
    before, after = fast(schedule(of(bare))), fast(schedule(of(longer)))
    assert after == {key: (first * factor, slack * factor) for key, (first, slack) in before.items()}


@given(timed_actions(10), st.data())
@slowly
def test_a_slip_moves_nothing_earlier_and_slack_takes_it_up(actions: tuple[Action, ...], data: st.DataObject) -> None:
    made = of(actions)
    before = schedule(made)
    key, late = data.draw(st.sampled_from([one.key for one in actions])), data.draw(st.integers(1, 400))
    after, moved = slip(made, key, late)
    assert after.by_key[key].early_start == before.by_key[key].early_start + timedelta(late)
    by = {one.key: (after.by_key[one.key].early_start - one.early_start).days for one in before.timed}
    assert all(0 <= by_days <= late for by_days in by.values())
    assert {one.key: one.days for one in moved} == {one: shift for one, shift in by.items() if shift}
    assert after.end and before.end
    assert (after.end - before.end).days == max(0, late - before.by_key[key].slack)


@given(timed_actions(6), st.data())
@slowly
def test_a_need_that_closes_a_circle_is_always_found_and_named(
    actions: tuple[Action, ...], data: st.DataObject
) -> None:
    waits = {one.key: {need.action for need in one.all_needs} for one in actions}
    ends = [(key, other) for key, each in waits.items() for other in each]
    assume(ends)
    key, other = data.draw(st.sampled_from(ends))  # key needs other; now other needs key as well
    closed = [replace(one, needs=(*one.needs, key)) if one.key == other else one for one in actions]
    (fault,) = [fault for fault in faults(of(closed)) if fault.kind == "circle"]
    named = [name.strip("“”") for name in str(fault.values["names"]).split(" → ")]
    assert named[0] == named[-1] and len(set(named)) == len(named) - 1
    keys = {one.title: one for one in closed}
    for one, need in pairwise(named):
        assert keys[need].key in {each.action for each in keys[one].all_needs}


# Money ---------------------------------------------------------------------------------------------------

amounts = st.decimals("0", "99999", places=2)
shares = st.integers(0, 10_000).map(lambda whole: Decimal(whole).scaleb(-4))
CURRENCIES = ("EUR", "MAD", "USD", "XOF")
PER_EURO = {"MAD": Decimal("10.72"), "USD": Decimal("1.08"), "XOF": Decimal("655.957"), "EUR": Decimal(1)}
RATES = tuple(ExchangeRate("EUR", code, date(2026, 11, 2), PER_EURO[code], "x") for code in ("MAD", "USD"))
ASSUMED = (Inflation("euro", Decimal("0.021"), "x"), Inflation("dirham", Decimal("0.0375"), "x"))


@st.composite
def quantities(draw: st.DrawFn) -> Decimal | Range:
    if draw(st.booleans()):
        return draw(amounts)
    low, likely, high = sorted(draw(st.lists(st.decimals("0.01", "9999", places=2), min_size=3, max_size=3)))
    return Range(low, likely, high)


@st.composite
def lines(draw: st.DrawFn, key: str) -> Cost:
    return Cost(
        key=key, item=f"Item {key}", category=draw(st.sampled_from(["staff", "equipment", "travel"])),
        quantity=draw(quantities()), unit_cost=draw(quantities()), currency=draw(st.none() | st.sampled_from(CURRENCIES)),
        prices_of=draw(st.none() | st.integers(2024, 2030)),
        inflation=draw(st.none() | st.sampled_from(["", "euro", "dirham"])),
        spread=draw(st.sampled_from(["even", "start", "end", "yearly"])),
    )  # fmt: skip


@st.composite
def funds(draw: st.DrawFn) -> tuple[Fund, ...]:
    left, found = Decimal(1), []
    for source in draw(st.lists(st.sampled_from(["state", "fund", "donor"]), max_size=3, unique=True)):
        if draw(st.booleans()):
            share = min(draw(shares), left)
            left -= share
            found.append(Fund(source, share=share))
        else:
            given_years = draw(st.dictionaries(st.integers(2026, 2032), amounts, min_size=1, max_size=3))
            found.append(Fund(source, amounts=given_years))
    return tuple(found)


@st.composite
def money_plans(draw: st.DrawFn) -> Plan:
    acts = []
    for one in draw(timed_actions(4)):
        costs = tuple(draw(lines(f"c{n}")) for n in range(draw(st.integers(0, 3))))
        acts.append(
            replace(one, lead=draw(st.sampled_from(["", "labour", "health"])), costs=costs, funds=draw(funds()))
        )
    return of(
        acts, currency=draw(st.sampled_from(["EUR", "XOF", "MAD"])), exchange_rates=RATES, rates_on=date(2026, 11, 2),
        inflation=draw(st.sampled_from([(), ASSUMED[:1], ASSUMED])) if not any(
            cost.inflation for act in acts for cost in act.costs) else ASSUMED,
        contingency=Contingency(draw(shares), {"equipment": draw(shares)}), prices_of=draw(st.none() | st.just(2026)),
        departments=(Department("labour", "L"), Department("health", "H")),
        sources=tuple(Source(key, key) for key in ("state", "fund", "donor")),
        uncertainty=Uncertainty(draw(shares)),
    )  # fmt: skip


def exactly(made: Plan) -> dict[str, dict[int, tuple[Fraction, Fraction]]]:
    """Of each action by year costs and reserve in fractions, from the first principles. It shares no code with ours."""
    begins = {key: START + timedelta(first) for key, (first, _) in slow(list(made.actions())).items()}
    grow = {one.key: 1 + Fraction(one.rate) for one in made.inflation}
    found: dict[str, dict[int, tuple[Fraction, Fraction]]] = {}
    for act in made.actions():
        first = begins[act.key]
        every = [first + timedelta(n) for n in range(act.days or 0)]
        table: dict[int, tuple[Fraction, Fraction]] = defaultdict(lambda: (Fraction(0), Fraction(0)))
        for line in act.costs:
            base = Fraction(likeliest(line.quantity)) * Fraction(likeliest(line.unit_cost))
            base = base / Fraction(PER_EURO[line.currency or made.currency]) * Fraction(PER_EURO[made.currency])
            name = line.inflation if line.inflation is not None else next(iter(grow), "")
            prices = line.prices_of or made.prices_of or START.year
            reserve = Fraction(made.contingency.of.get(line.category, made.contingency.rate))
            for year, part in parts(line.spread, every).items():
                cost = base * part * (grow[name] ** (year - prices) if name else 1)
                table[year] = (table[year][0] + cost, table[year][1] + cost * reserve)
        found[act.key] = table
    return found


def parts(kind: str, every: Sequence[date]) -> dict[int, Fraction]:
    """The part of each year, counted day by day."""
    if kind in ("start", "end"):
        return {every[0 if kind == "start" else -1].year: Fraction(1)}
    found: dict[int, Fraction] = defaultdict(Fraction)
    if kind == "even":
        for day in every:
            found[day.year] += Fraction(1, len(every))
        return found
    begin = (every[0].month, every[0].day)
    marks = [day for day in every if (day.month, day.day) == begin or (begin == (2, 29) and (day.month, day.day) == (3, 1)
             and not is_leap(day.year))]  # fmt: skip
    for day in marks:
        found[day.year] += 1
    return found


def is_leap(year: int) -> bool:
    return (date(year, 3, 1) - date(year, 2, 28)).days == 2


def whole(table: Mapping[str, Any], made: Budget) -> list[int]:
    return list(sum(table.values(), np.zeros(len(made.years), np.int64)).tolist())


@given(money_plans())
@slowly
def test_every_cell_is_as_exact_as_its_lines_and_the_rates_digits_allow(made: Plan) -> None:
    found, exact = budget(made), exactly(made)
    assert not found.left_out
    for act in made.actions():
        for at, year in enumerate(found.years):
            cost, reserve = exact[act.key].get(year, (Fraction(0), Fraction(0)))
            cents = Fraction(int(found.by_action[act.key][at]))
            should = (cost + reserve) * 10**found.digits
            # a cent a line for costs, one for its reserve, and the twelve digits of a rate
            assert abs(cents - should) <= 2 * len(act.costs) + should / 10**11


@given(money_plans())
@slowly
def test_a_lines_total_is_its_exact_total_rounded(made: Plan) -> None:
    for line in budget(made).lines:
        exact = sum(map(Fraction, line.exact), Fraction(0)) * 10 ** budget(made).digits
        assert sum(line.cents) == int(exact + Fraction(1, 2)) or abs(exact % 1 - Fraction(1, 2)) < Fraction(1, 10**9)
        for part, cents in zip(line.exact, line.cents, strict=True):
            assert cents >= 0 and abs(Fraction(part) * 10 ** budget(made).digits - cents) <= 1


@given(money_plans())
@slowly
def test_every_view_has_the_same_total_to_the_cent(made: Plan) -> None:
    found = budget(made)
    total = found.total.tolist()
    for table in (found.by_action, found.by_source, found.by_category):
        assert whole(table, found) == total
    assert whole(found.by_department, found) == total
    assert sum(sum(line.cents) + sum(line.contingency) for line in found.lines) == sum(total)
    told = as_dict(found)
    for year in (*told["years"], told["total"]):
        assert sum(map(Decimal, year["sources"].values())) + Decimal(year["gap"]) == Decimal(year["total"])
    for view in ("by_department", "by_source", "by_category"):
        assert sum(Decimal(row["total"]) for row in told[view]) == Decimal(told["total"]["total"])
    assert found.by_category.get(CONTINGENCY, np.zeros(1)).sum() == found.contingency.sum()


@given(money_plans())
@slowly
def test_sources_and_gap_are_the_total_and_nothing_is_given_twice(made: Plan) -> None:
    found = budget(made)
    for act in made.actions():
        table = found.funded_by[act.key]
        assert whole(table, found) == found.by_action[act.key].tolist()
        assert all((row >= 0).all() for row in table.values())
        for fund in act.funds:
            for year, amount in fund.amounts.items():
                cents = round(float(amount.scaleb(found.digits)))
                more = sum(
                    s.cents for s in found.surplus if (s.action, s.source, s.year) == (act.key, fund.source, year)
                )
                paid = int(table[fund.source][found.years.index(year)]) if year in found.years else 0
                assert abs(paid + more - cents) <= 1
    assert (found.gap == found.by_source[UNFUNDED]).all() and (found.gap >= 0).all()


@given(money_plans(), st.integers(2, 9))
@slowly
def test_prices_times_a_number_are_costs_times_it(made: Plan, factor: int) -> None:
    def times(value: Decimal | Range) -> Decimal | Range:
        if isinstance(value, Range):
            return Range(value.low * factor, value.likely * factor, value.high * factor)
        return value * factor

    dearer = mapped(made, lambda act: replace(
        act, costs=tuple(replace(line, unit_cost=times(line.unit_cost)) for line in act.costs)))  # fmt: skip
    before, after = budget(made), budget(dearer)
    most = 2 * (factor + 1) * len(before.lines)
    assert (abs(after.total - factor * before.total) <= most).all()


@given(money_plans())
@slowly
def test_the_order_of_actions_and_lines_is_irrelevant_to_money(made: Plan) -> None:
    acts = list(made.actions())[::-1]
    turned = of_actions(made, [replace(act, costs=act.costs[::-1]) for act in acts])
    before, after = budget(made), budget(turned)
    assert before.total.tolist() == after.total.tolist()
    assert {k: v.tolist() for k, v in before.by_source.items()} == {k: v.tolist() for k, v in after.by_source.items()}


@given(money_plans(), st.data())
@slowly
def test_a_slip_spends_nothing_before_its_time(made: Plan, data: st.DataObject) -> None:
    bare = replace(mapped(made, lambda act: replace(
        act, costs=tuple(replace(line, spread="start") for line in act.costs))), inflation=(),
        contingency=Contingency())  # fmt: skip
    bare = mapped(bare, lambda act: replace(act, costs=tuple(replace(line, inflation=None) for line in act.costs)))
    key = data.draw(st.sampled_from([act.key for act in made.actions()]))
    before, after = budget(bare), budget(bare, slip(bare, key, 200)[0])
    assert before.total.sum() == after.total.sum()
    so_far = [dict(zip(one.years, np.cumsum(one.total).tolist(), strict=True)) for one in (before, after)]
    for year in before.years:
        assert so_far[1].get(year, 0) <= so_far[0][year]


@given(money_plans(), st.integers(0, 2**32))
@settings(deadline=None, max_examples=20)
def test_ranges_rise_repeat_and_stay_within_the_ends(made: Plan, seed: int) -> None:
    found = budget(made)
    told, again = ranges(found, draws=200, seed=seed), ranges(found, draws=200, seed=seed)
    assert told == again
    for row in (*told["years"].values(), told["total"]):
        assert Decimal(0) <= Decimal(row["p10"]) <= Decimal(row["p50"]) <= Decimal(row["p90"])
    lowest, highest = (mapped(made, lambda act, end=end: replace(act, costs=tuple(at_end(line, end) for line in act.costs)))
                       for end in ("low", "high"))  # fmt: skip
    drawn = spread(found, draws=200, seed=seed)
    for bound, sign in ((lowest, 1), (highest, -1)):
        edge = budget(bound).costs / 10**found.digits
        room = 1e-5 * drawn.drawn.max(1) + len(found.lines) * 10.0**-found.digits
        assert (sign * (drawn.drawn - edge[:, None]) >= -room[:, None]).all()


def at_end(line: Cost, end: str) -> Cost:
    many, price = (
        getattr(value, end) if isinstance(value, Range) else value for value in (line.quantity, line.unit_cost)
    )
    return replace(line, quantity=many, unit_cost=price)


def mapped(made: Plan, change: Any) -> Plan:
    return of_actions(made, [change(act) for act in made.actions()])


def of_actions(made: Plan, acts: Sequence[Action]) -> Plan:
    (objective,) = made.objectives
    (measure,) = objective.measures
    return replace(made, objectives=(replace(objective, measures=(replace(measure, actions=tuple(acts)),)),))


# Files ---------------------------------------------------------------------------------------------------

keys = st.text(string.ascii_lowercase + string.digits + "-_", min_size=1, max_size=6).filter(lambda k: k[0] not in "-_")
texts = st.text(st.characters(codec="utf-8"), max_size=40) | st.text("ab :#-'\"\n>|{[&*!%@,?~", max_size=30)
names = texts.filter(bool)
exact = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)
some_days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
places = st.sampled_from(["MAR", "BEL", "ESP", "SEN"])
values = st.floats(allow_nan=False, allow_infinity=False) | texts | st.booleans() | st.dictionaries(
    texts, st.floats(allow_nan=False, allow_infinity=False), max_size=2)  # fmt: skip
observed = st.builds(Observation, exact, texts, texts)
indicators = st.builds(
    Indicator, names, texts, texts, st.lists(places, max_size=2).map(tuple), st.none() | observed,
    st.none() | st.builds(Target, exact, some_days), texts,
)  # fmt: skip
needs_of = st.lists(keys | st.builds(Need, keys, st.integers(0, 3660)), max_size=2).map(tuple)
measured = exact | st.builds(Range, exact, exact, exact)
costs_of = st.builds(
    Cost, keys, names, texts, measured, measured, texts, st.none() | st.sampled_from(CURRENCIES),
    st.none() | st.integers(1990, 2100), st.none() | texts, st.sampled_from(["even", "start", "end", "yearly"]), texts,
    st.booleans(),
)  # fmt: skip
funds_of = st.builds(Fund, keys, st.none() | exact, st.dictionaries(st.integers(1990, 2100), exact, max_size=2))
unique = {"unique_by": lambda one: one.key}
acts_of = st.builds(
    Action, keys, names, texts, texts, st.lists(texts, max_size=2).map(tuple), st.none() | some_days,
    st.none() | some_days, st.none() | st.integers(1, 36_600), needs_of,
    st.lists(st.builds(Step, names, st.none() | some_days), max_size=2).map(tuple),
    st.lists(indicators, max_size=1).map(tuple), st.lists(costs_of, max_size=2, **unique).map(tuple),
    st.lists(funds_of, max_size=2).map(tuple), st.lists(st.builds(Risk, texts, owner=texts), max_size=1).map(tuple),
    texts, st.lists(st.integers(1, 23), max_size=2).map(tuple), st.lists(texts, max_size=2).map(tuple), texts,
    mitigates=st.none() | st.builds(Mitigation, texts, texts),
)  # fmt: skip
measures_of = st.builds(
    Measure, keys, names, texts, texts,
    st.none() | st.builds(Corridor, places, places, st.lists(places, max_size=1).map(tuple)),
    st.dictionaries(texts, values, max_size=2), texts, st.none() | st.builds(Expected, texts, texts, texts),
    st.none() | st.builds(Screened, texts, st.none() | some_days, st.none() | some_days, texts, texts, texts),
    st.lists(acts_of, max_size=2, **unique).map(tuple),
)  # fmt: skip
objectives_of = st.builds(
    Objective, keys, names, texts, st.lists(indicators, max_size=1).map(tuple),
    st.lists(measures_of, max_size=2, **unique).map(tuple),
)  # fmt: skip
plans = st.builds(
    Plan, title=names, period=st.builds(Period, some_days, some_days), currency=st.sampled_from(CURRENCIES),
    demonstration=st.booleans(), owners=st.lists(names, max_size=2).map(tuple), language=texts, summary=texts,
    aims=st.lists(texts, max_size=2).map(tuple), prices_of=st.none() | st.integers(1990, 2100),
    departments=st.lists(st.builds(Department, keys, names, texts, texts), max_size=2, **unique).map(tuple),
    sources=st.lists(st.builds(Source, keys, names), max_size=2, **unique).map(tuple),
    inflation=st.lists(st.builds(Inflation, keys, exact, names), max_size=1).map(tuple),
    contingency=st.builds(Contingency, exact, st.dictionaries(texts, exact, max_size=2)),
    objectives=st.lists(objectives_of, max_size=2, **unique).map(tuple), rates_on=st.none() | some_days,
)  # fmt: skip


@given(plans)
@slowly
def test_a_plan_written_is_read_back_whole_in_both_forms(made: Plan) -> None:
    assert read_plan(as_yaml(made)) == made
    assert read_plan(as_json(made)) == made
    assert plan_of(plain(made)) == made
    assert read_plan(as_json(read_plan(as_yaml(made)))) == made


nested = st.recursive(
    texts | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(texts, nested, min_size=1, max_size=4))
@slowly
def test_values_written_are_read_back(made: dict[str, Any]) -> None:
    assert plain_values(as_text(made)) == made


@given(st.text("ab: -[]{}#&*!|>'\"%@`,?\n\t0.1~", max_size=60))
@slowly
def test_whatever_is_read_as_a_plan_is_one_or_is_refused_in_a_sentence(text: str) -> None:
    try:
        assert isinstance(read_plan(text), Plan)
    except PlanUnreadable as refused:
        assert str(refused)


# Changes and two at once ----------------------------------------------------------------------------------


@given(plans)
@slowly
def test_between_a_plan_and_itself_nothing_changed(made: Plan) -> None:
    assert changes(made, made) == [] and changes(made, read_plan(as_yaml(made))) == []


@given(plans, plans)
@slowly
def test_two_plans_that_differ_have_changes(one: Plan, other: Plan) -> None:
    assert bool(changes(one, other)) == (one != other) == bool(changes(other, one))


@given(plans, plans)
@slowly
def test_where_one_changed_nothing_the_other_counts(base: Plan, other: Plan) -> None:
    assert merged(base, other, base).plan == other and merged(base, base, other).plan == other
    assert merged(base, other, base).clashes == merged(base, base, other).clashes == ()
    assert merged(base, other, other).plan == other


FIELDS = {
    "title": names, "summary": texts, "currency": st.sampled_from(CURRENCIES), "demonstration": st.booleans(),
    "rates_on": st.none() | some_days, "aims": st.lists(texts, max_size=2).map(tuple), "period": st.builds(Period, some_days, some_days),
}  # fmt: skip


@given(plans, st.permutations(list(FIELDS)), st.data())
@slowly
def test_who_change_different_fields_do_not_clash_and_both_count(
    base: Plan, order: list[str], data: st.DataObject
) -> None:
    my, their = ({name: data.draw(FIELDS[name]) for name in part} for part in (order[:3], order[3:]))
    found = merged(base, replace(base, **my), replace(base, **their))
    assert found.clashes == () and found.plan == replace(base, **my, **their)


@st.composite
def edited(draw: st.DrawFn, base: Plan) -> Plan:
    """A plan after somebody's work: actions changed, taken away, added, moved."""
    acts = []
    for act in base.actions():
        what = draw(st.sampled_from(["keep", "keep", "days", "title", "drop"]))
        if what != "drop":
            change = {"days": {"days": draw(st.integers(1, 9))}, "title": {"title": draw(st.sampled_from("xyz"))}}
            acts.append(replace(act, **change.get(what, {})))
    for key in draw(st.lists(st.sampled_from(["n1", "n2"]), unique=True)):
        acts.insert(draw(st.integers(0, len(acts))), Action(key, draw(st.sampled_from("xyz")), days=1))
    return of(draw(st.permutations(acts)) if draw(st.booleans()) else acts)


BASE = of([Action(f"a{n}", f"A {n}", days=10 + n) for n in range(4)])


def leaves(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Every value of a plan by its path, keyed parts by their key."""
    if isinstance(value, Mapping):
        return {k: v for name, inner in value.items() for k, v in leaves(inner, (*path, str(name))).items()}
    if isinstance(value, list | tuple) and value and all(isinstance(one, Mapping) and "key" in one for one in value):
        return {k: v for one in value for k, v in leaves(one, (*path, one["key"])).items()}
    return {path: value}


@given(edited(BASE), edited(BASE))
@slowly
def test_nothing_is_lost_when_two_change_a_plan(mine: Plan, theirs: Plan) -> None:
    found = merged(BASE, mine, theirs)
    kept, stood = leaves(plain(found.plan)), leaves(plain(BASE))
    in_clashes = [
        (clash.path, leaves(side, clash.path)) for clash in found.clashes for side in (clash.mine, clash.theirs)
    ]
    for side in (mine, theirs):
        for path, value in leaves(plain(side)).items():
            if stood.get(path) != value:  # hers alone to say
                assert kept.get(path) == value or any(held.get(path) == value for _, held in in_clashes), path
    assert {act.key for act in found.plan.actions()} <= {act.key for one in (mine, theirs) for act in one.actions()}


@given(edited(BASE), edited(BASE))
@slowly
def test_both_see_the_same_clashes_and_what_is_undisputed_is_the_same(mine: Plan, theirs: Plan) -> None:
    one, other = merged(BASE, mine, theirs), merged(BASE, theirs, mine)
    assert {clash.path for clash in one.clashes} == {clash.path for clash in other.clashes}
    disputed = {clash.path for clash in one.clashes}

    def settled(made: Plan) -> dict[tuple[str, ...], Any]:
        return {path: value for path, value in leaves(plain(made)).items()
                if not any(path[: len(part)] == part for part in disputed)}  # fmt: skip

    # of an empty list nothing is written: its parent has no leaf of it on either side
    assert settled(one.plan) == settled(other.plan)


@given(edited(BASE), edited(BASE))
@slowly
def test_settled_for_me_it_is_what_the_other_would_have_been_told(mine: Plan, theirs: Plan) -> None:
    found = merged(BASE, mine, theirs)
    for_me = resolved(found, {clash.path: clash.mine for clash in found.clashes})
    other = merged(BASE, theirs, mine).plan  # there mine is the other's
    assert leaves(plain(for_me)) == leaves(plain(other))


def test_the_slow_timetable_is_right_about_one_that_is_known() -> None:
    acts = [Action("a", "A", days=10), Action("b", "B", days=5, needs=(Need("a", 2),)), Action("c", "C", days=30)]
    for turned in permutations(acts):
        assert slow(turned) == {"a": (0, 13), "b": (12, 13), "c": (0, 0)}
