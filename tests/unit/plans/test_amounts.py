"""Lines of costs: years, inflation, exchange, contingency and rounding, each worked out by hand beside it."""

from datetime import date
from decimal import Decimal as D

import pytest

from passerelle.plans.amounts import LeftOut, Line, Pricer, days_in, digits_of, lines_of, rates_of, year_shares
from passerelle.plans.records import Contingency, ExchangeRate
from passerelle.plans.schedule import schedule
from tests.unit.plans.makers import (
    PER_EURO,
    TWO_PER_CENT,
    action,
    cost,
    line_of,
    plan,
    replace,
    spread,
    year_long,
)

TWO_YEARS = action("a", None, start=date(2027, 1, 1), end=date(2028, 12, 31))  # 365 + 366 days


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("XOF", 0), ("TND", 3), ("JPY", 0), ("MAD", 2)])
def test_a_currency_has_its_own_decimals(currency: str, digits: int) -> None:
    assert digits_of(currency) == digits


@pytest.mark.parametrize(
    ("year", "days"), [(2026, 0), (2027, 214), (2028, 366), (2029, 1), (2030, 0)]
)  # from 1 June 2027 to 1 January 2029
def test_days_of_a_year_within_two_days_both_included(year: int, days: int) -> None:
    assert days_in(year, date(2027, 6, 1), date(2029, 1, 1)) == days


# Which part falls in which year -------------------------------------------------------------------------


def test_evenly_by_days() -> None:
    # 1 December to 31 January: 31 days in each year
    assert year_shares("even", date(2027, 12, 1), date(2028, 1, 31)) == ((2027, D("0.5")), (2028, D("0.5")))
    # 2027: 365 of 731 days = 0.499316005471956…
    (_, first), (_, second) = year_shares("even", TWO_YEARS.start or date.min, TWO_YEARS.end or date.min)
    assert str(first)[:17] == "0.499316005471956" and first + second == 1


@pytest.mark.parametrize("end", [date(2027, 1, 1), date(2028, 2, 29), date(2031, 7, 3), date(2086, 12, 31)])
def test_the_parts_are_the_whole_to_the_last_digit(end: date) -> None:
    shares = year_shares("even", date(2027, 1, 1), end)
    assert sum(share for _, share in shares) == 1
    assert [year for year, _ in shares] == list(range(2027, end.year + 1))


def test_all_at_the_start_or_the_end() -> None:
    days = date(2027, 6, 1), date(2029, 2, 1)
    assert year_shares("start", *days) == ((2027, D(1)),)
    assert year_shares("end", *days) == ((2029, D(1)),)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2027, 1, 1), date(2027, 1, 1), [2027]),
        (date(2027, 1, 1), date(2027, 12, 31), [2027]),  # twelve months, and no day of the next
        (date(2027, 1, 1), date(2028, 1, 1), [2027, 2028]),  # a day more begins the next twelve
        (date(2027, 6, 1), date(2028, 5, 31), [2027]),
        (date(2027, 6, 1), date(2028, 6, 1), [2027, 2028]),
        (date(2027, 12, 31), date(2028, 12, 30), [2027]),
        (date(2028, 2, 29), date(2029, 2, 28), [2028]),
        (date(2028, 2, 29), date(2029, 3, 1), [2028, 2029]),
        (date(2027, 2, 1), date(2029, 12, 31), [2027, 2028, 2029]),
    ],
)
def test_yearly_is_the_whole_again_for_every_twelve_months_begun(start: date, end: date, years: list[int]) -> None:
    assert year_shares("yearly", start, end) == tuple((year, D(1)) for year in years)


# A line by hand -----------------------------------------------------------------------------------------


def test_quantity_by_price() -> None:
    line = line_of(cost(price="62.50", many="12.5"))
    assert line.exact == (D("781.25"),) and line.cents == (78125,) and line.contingency == (0,)
    assert line.terms.shares == ((2027, D(1)),) and line.terms.weights == (D(1),) and line.terms.factor == 1


def test_the_likeliest_of_a_range_is_what_the_forecast_takes() -> None:
    assert line_of(cost(price=spread(50, 100, 300), many=spread(1, 2, 9))).cents == (20000,)


def test_another_currency_by_the_rate_of_the_plans_day() -> None:
    # 5,000 dirhams / 10.72 = 466.417910… euros; the rate in twelve digits: 0.0932835820896
    line = line_of(cost(price=5000, currency="MAD"))
    assert line.terms.factor == D("0.0932835820896") and line.cents == (46642,)
    assert [rate.source for rate in line.terms.rates] == ["Bank Al-Maghrib"]


def test_by_way_of_the_euro_both_rates_are_named() -> None:
    # a plan in dollars: 1,072 dirhams = 100 euros = 108 dollars
    line = line_of(cost(price=1072, currency="MAD"), currency="USD")
    assert line.cents == (10800,) and [rate.currency for rate in line.terms.rates] == ["MAD", "USD"]


def test_a_rate_fixed_by_law_needs_no_entry() -> None:
    # 655.957 francs for one euro
    line = line_of(cost(price=655957, currency="XOF"), exchange_rates=())
    assert line.cents == (100000,) and line.terms.rates[0].fixed


def test_without_a_rate_a_line_is_left_out_and_says_of_which_day() -> None:
    made = plan(replace(year_long(), costs=(cost(currency="MAD"), cost("d"))), exchange_rates=())
    taken, left = lines_of(made, schedule(made).by_key)
    assert [line.cost.key for line in taken] == ["d"]
    assert left == [LeftOut("a", cost(currency="MAD"), "MAD", date(2026, 11, 2))]


@pytest.mark.parametrize(("day", "known"), [(date(2025, 11, 1), True), (date(2025, 10, 31), False)])
def test_a_rate_older_than_a_year_is_none(day: date, known: bool) -> None:
    old = ExchangeRate("EUR", "MAD", day, D("10.72"), "Bank Al-Maghrib")
    made = plan(replace(year_long(), costs=(cost(currency="MAD"),)), exchange_rates=(old,))
    taken, left = lines_of(made, schedule(made).by_key)
    assert (len(taken), len(left)) == ((1, 0) if known else (0, 1))


def test_a_rate_of_a_later_day_is_not_used() -> None:
    later = replace(PER_EURO[0], day=date(2026, 11, 3))
    made = plan(replace(year_long(), costs=(cost(currency="MAD"),)), exchange_rates=(later,))
    assert lines_of(made, schedule(made).by_key)[1]


def test_the_day_of_rates_is_the_plans_first_where_none_is_said() -> None:
    assert plan(rates_on=None).rate_day == date(2027, 1, 1)
    assert [rate.day for rate in rates_of(plan())._held["EUR", "MAD"]] == [date(2026, 11, 2)]


def test_prices_grow_from_their_year_on() -> None:
    # 100 euros in prices of 2025, spent in 2027: 100 · 1.02² = 104.04
    line = line_of(cost(prices_of=2025), inflation=(TWO_PER_CENT,))
    assert line.terms.inflation == (D("1.0404"),) and line.cents == (10404,)


def test_prices_of_a_later_year_shrink() -> None:
    # 102 euros in prices of 2028, spent in 2027: 102 / 1.02 = 100
    assert line_of(cost(price=102, prices_of=2028), inflation=(TWO_PER_CENT,)).cents == (10000,)


def test_the_year_of_prices_is_the_plans_and_else_its_first() -> None:
    act = year_long(year=2029)
    assert line_of(cost(), act, inflation=(TWO_PER_CENT,)).cents == (10404,)  # prices of 2027
    assert line_of(cost(), act, inflation=(TWO_PER_CENT,), prices_of=2028).cents == (10200,)


def test_the_first_assumption_counts_unless_another_is_named_or_none() -> None:
    two = (TWO_PER_CENT, replace(TWO_PER_CENT, key="high", rate=D("0.5")))
    said = {None: (10200,), "high": (15000,), "": (10000,), "euro": (10200,)}
    for name, cents in said.items():
        assert line_of(cost(inflation=name), year_long(year=2028), inflation=two).cents == cents, name


def test_without_assumptions_prices_stay() -> None:
    assert line_of(cost(prices_of=1990)).cents == (10000,)


def test_each_year_grows_by_its_own_years() -> None:
    # "yearly" from 2027 to 2029 at two per cent in prices of 2026: 102, 104.04, 106.1208 → the running totals
    # 102.00, 206.04, 312.1608 → 312.16; the years 102.00, 104.04, 106.12
    act = action("a", None, start=date(2027, 1, 1), end=date(2029, 12, 31))
    line = line_of(cost(spread="yearly", prices_of=2026), act, inflation=(TWO_PER_CENT,))
    assert line.exact == (D("102"), D("104.04"), D("106.1208")) and line.cents == (10200, 10404, 10612)


def test_contingency_is_a_share_and_another_for_some_categories() -> None:
    kept = Contingency(D("0.05"), {"equipment": D("0.1"), "travel": D(0)})
    for category, cents in {"staff": (500,), "equipment": (1000,), "travel": (0,)}.items():
        assert line_of(cost(category=category), contingency=kept).contingency == cents


# Rounding -----------------------------------------------------------------------------------------------


def test_a_hundred_in_three_years_is_a_hundred() -> None:
    # 0.03 over three equal parts is a cent each; 0.01: the running totals 0.0033, 0.0067, 0.01 → 0, 1, 0 cents
    pricer = Pricer(plan())
    assert pricer.whole([D("0.01")] * 3) == (1, 1, 1)
    third = D(1) / 3
    assert pricer.whole([third / 100, third / 100, D("0.01") - 2 * third / 100]) == (0, 1, 0)
    assert sum(pricer.whole([100 * third] * 2 + [100 - 200 * third])) == 10000


def test_half_a_cent_goes_up() -> None:
    pricer = Pricer(plan())
    assert [pricer.cents(D(text)) for text in ("0.005", "0.015", "0.0049", "2.675")] == [1, 2, 0, 268]


def test_the_years_of_a_line_add_up_to_its_rounded_whole() -> None:
    # 0.125 over two years is 12.5 cents: 13 in all, 6 in 2027 (365/731 of 12.5 = 6.24) and 7 in 2028
    line = line_of(cost(price="0.125"), TWO_YEARS)
    assert line.cents == (6, 7)


def test_no_year_is_below_zero_nor_more_than_a_cent_off() -> None:
    act = action("a", None, start=date(2027, 1, 1), end=date(2046, 12, 31))
    line = line_of(cost(price="0.07"), act)
    assert sum(line.cents) == 7 and min(line.cents) == 0
    assert all(abs(100 * exact - cents) < 1 for exact, cents in zip(line.exact, line.cents, strict=True))


def test_a_currency_without_cents_is_rounded_to_wholes() -> None:
    line = line_of(cost(price="1000.5", currency="XOF"), currency="XOF", exchange_rates=())
    assert line.cents == (1001,)
    assert line_of(cost(price="1.0005", currency="TND"), currency="TND").cents == (1001,)


def test_contingency_is_rounded_by_its_own_running_total() -> None:
    # 5 % of 0.10 a year for three years: 0.005, 0.010, 0.015 → 1, 1, 2 cents in all → 1, 0, 1
    act = action("a", None, start=date(2027, 1, 1), end=date(2029, 12, 31))
    line = line_of(cost(price="0.10", spread="yearly"), act, contingency=Contingency(D("0.05")))
    assert line.cents == (10, 10, 10) and line.contingency == (1, 0, 1)


def test_large_amounts_are_exact() -> None:
    line = line_of(cost(price="123456789.123456789012", many="1000000"))
    assert line.exact == (D("123456789123456.789012"),) and line.cents == (12345678912345679,)


def test_lines_that_share_their_terms_share_them_in_memory() -> None:
    made = plan(replace(year_long(), costs=(cost("a"), cost("b"), cost("c", category="travel"))))
    first, second, third = lines_of(made, schedule(made).by_key)[0]
    assert isinstance(first, Line) and first.terms is second.terms is third.terms
    kept = plan(*made.actions(), contingency=Contingency(D("0.05"), {"travel": D("0.1")}))
    first, second, third = lines_of(kept, schedule(kept).by_key)[0]
    assert first.terms is second.terms and third.terms.reserve == D("0.1")
