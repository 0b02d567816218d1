"""Periods, money, corridors and words."""

from datetime import date
from decimal import Decimal

import pytest

from passerelle.base.corridors import Corridor, CorridorError, Route, find_corridor, find_route, named_routes
from passerelle.base.errors import MoneyError, PasserelleError, PeriodUnreadable, PlaceUnknown, RuleError, spot
from passerelle.base.money import Money, Rate, Rates
from passerelle.base.periods import read_period
from passerelle.base.words import compact, language_of, listed, number, percent, say, upright


@pytest.mark.parametrize(
    ("text", "written", "year"),
    [("2020", "2020", 2020), ("2015-2020", "2015-2020", 2020), ("2020Q3", "2020-Q3", 2020),
     ("2020-q3", "2020-Q3", 2020), ("2015-04", "2015-04", 2015), ("2015-04-30", "2015-04-30", 2015)],
)  # fmt: skip
def test_periods_are_read_and_written(text: str, written: str, year: int) -> None:
    assert read_period(text).text == written and read_period(text).year == year


@pytest.mark.parametrize("text", ["", "20", "2020-Q5", "2020-2015", "2015-13", "last year", "2020-04-31x"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodUnreadable):
        read_period(text)


def test_a_span_holds_its_years() -> None:
    assert read_period("2010-2020").holds(read_period("2015-Q2"))
    assert not read_period("2010-2020").holds(read_period("2021"))


def test_periods_stand_in_time() -> None:
    texts = ["2021", "2020-Q3", "2019", "2020-Q1"]
    assert [p.text for p in sorted(map(read_period, texts))] == ["2019", "2020-Q1", "2020-Q3", "2021"]


DOLLAR = Rate("EUR", "USD", date(2020, 1, 2), Decimal("1.1"), "ECB")


def test_fixed_rates_and_a_way_round_the_euro() -> None:
    money, used = Rates([DOLLAR]).convert(Money(Decimal("655957"), "XOF", date(2020, 1, 10)), "USD")
    assert round(money.amount, 6) == Decimal("1100") and [rate.source[:4] for rate in used] == ["Regu", "ECB"]


def test_a_rate_too_old_or_not_there_is_refused() -> None:
    with pytest.raises(MoneyError, match="No rate from EUR to USD on 2020-06-01"):
        Rates([DOLLAR]).convert(Money(Decimal(1), "EUR", date(2020, 6, 1)), "USD")
    with pytest.raises(MoneyError):
        Rates().convert(Money(Decimal(1), "ATS", date(1998, 1, 1)), "EUR")


def test_a_rate_is_turned_round() -> None:
    money, _ = Rates([DOLLAR]).convert(Money(Decimal("11"), "USD", date(2020, 1, 3)), "EUR")
    assert round(money.amount, 9) == 10


def test_amounts_of_two_kinds_are_never_added() -> None:
    day = date(2020, 1, 1)
    assert (Money(Decimal(1), "EUR", day) + Money(Decimal(2), "EUR", day)).amount == 3
    with pytest.raises(MoneyError, match="differ"):
        Money(Decimal(1), "EUR", day) + Money(Decimal(1), "USD", day)
    with pytest.raises(MoneyError, match="ISO 4217"):
        Money(Decimal(1), "euro", day)
    with pytest.raises(MoneyError, match="cannot be"):
        Rates([Rate("EUR", "USD", day, Decimal(0), "x")])


def test_a_corridor_has_two_ends() -> None:
    assert str(find_corridor("Ivory Coast", "المغرب")) == "CIV → MAR"
    assert Corridor("MEX", "USA").reversed() == Corridor("USA", "MEX")
    with pytest.raises(CorridorError, match="stands at both ends"):
        Corridor("MEX", "MEX")
    with pytest.raises(PlaceUnknown):
        Corridor("MEX", "_T")


def test_routes_have_legs_and_names() -> None:
    assert [str(leg) for leg in find_route(["Nigeria", "Niger", "LBY", "Italy"]).legs] == [
        "NGA → NER", "NER → LBY", "LBY → ITA",
    ]  # fmt: skip
    assert find_route(["darien"]) is named_routes()["darien"] and len(named_routes()) >= 7
    with pytest.raises(CorridorError, match="twice"):
        Route(("MEX", "USA", "MEX"))
    with pytest.raises(CorridorError, match="at least"):
        Route(("MEX",))


@pytest.mark.parametrize(
    ("language", "plain", "short", "share"),
    [("en", "1,234.5", "10.9 million", "12.3%"), ("nl", "1.234,5", "10,9 miljoen", "12,3%"),
     ("fr", "1\u202f234,5", "10,9\u00a0millions", "12,3\u202f%"), ("es", "1.234,5", "10,9\u00a0millones", "12,3\u00a0%")],
)  # fmt: skip
def test_numbers_follow_the_language(language: str, plain: str, short: str, share: str) -> None:
    squeeze = str.maketrans({"\u202f": " ", "\u00a0": " "})
    assert number(1234.5, language, 1).translate(squeeze) == plain.translate(squeeze)
    assert compact(10_853_105, language).translate(squeeze) == short.translate(squeeze)
    assert percent(0.1234, language).translate(squeeze) == share.translate(squeeze)


def test_below_zero_has_a_real_minus() -> None:
    assert number(-5) == "−5" and percent(-0.014) == "−1.4%"


def test_words_in_every_language() -> None:
    assert say("not known", "fr") != "not known" != say("not known", "ar")
    assert say("a text that nobody translated", "fr") == "a text that nobody translated"
    assert language_of("fr-BE") == "fr" and language_of("de") == "en"
    assert listed(["a", "b"], "nl") == "a en b"
    assert upright("2015–2020", "ar") == "\u20662015–2020\u2069" and upright("2015–2020", "fr") == "2015–2020"


def test_errors_end_with_their_code_and_name_the_place() -> None:
    assert (PasserelleError.exit_code, PlaceUnknown.exit_code, RuleError.exit_code) == (2, 1, 3)
    assert spot("a/b/stock.xlsx", "Table 1", 12, "1990") == 'stock.xlsx, sheet "Table 1", row 12, column "1990"'
