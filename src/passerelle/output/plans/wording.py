"""Money, days, shares and names of a plan in words, in five languages.

Amounts are exact decimals; nothing is added up here. Stands on `plans` and `base.words`.
"""

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import cast

from babel.dates import format_date

from passerelle.base.corridors import named_routes
from passerelle.base.groupings import named_grouping
from passerelle.base.places import place_of
from passerelle.base.words import RIGHT_TO_LEFT, arrow, compact, language_of, mark, number, percent, say, upright
from passerelle.plans import codes
from passerelle.plans.budget import CONTINGENCY
from passerelle.plans.funding import UNFUNDED
from passerelle.plans.records import Plan, Quantity, Range

_DAYS = {"en": "en_GB", "nl": "nl", "fr": "fr", "es": "es", "ar": "ar"}
GRADES = {"low": mark("low"), "medium": mark("medium"), "high": mark("high")}
FUND_KINDS = {
    "own": mark("own funds"), "donor": mark("donor"), "grant": mark("grant"), "loan": mark("loan"),
    "diaspora": mark("diaspora"), "private": mark("private"),
}  # fmt: skip
SPREADS = {
    "even": mark("evenly over the action"), "start": mark("at its start"), "end": mark("at its end"),
    "yearly": mark("again each year"),
}  # fmt: skip
MILLION = 1_000_000


@lru_cache(maxsize=8192)
def day_text(day: date | None, language: str = "en") -> str:
    """A day as it is written in the language: 1 Mar 2027; a dash where there is none."""
    return format_date(day, "d MMM y", locale=_DAYS[language_of(language)]) if day else "–"


def days_text(start: date, end: date, language: str = "en") -> str:
    """From a day to a day."""
    return f"{day_text(start, language)} – {day_text(end, language)}"


@cache
def _signs(language: str) -> dict[int, str]:
    """What stands in the language for the signs of Python: between thousands, before decimals, below zero."""
    sample = number(-1234.5, language, 1)
    return str.maketrans({",": sample[2], ".": sample[-2], "-": sample[0]})


def written(amount: Decimal, language: str, digits: int) -> str:
    """As `words.number`, of an exact decimal; a large plan has many thousands of them."""
    return f"{amount:,.{digits}f}".translate(_signs(language_of(language)))


def exact(amount: Decimal, language: str = "en", digits: int = 2) -> str:
    """An amount to its last digit: 1,234.50. Exact decimals are written as exactly as they are."""
    return upright(written(amount, language, digits), language)


def plain(amount: Decimal, language: str = "en") -> str:
    """A quantity with the decimals it has and no more."""
    trimmed = amount.normalize()
    return exact(amount, language, max(-int(trimmed.as_tuple().exponent), 0))


def money(amount: Decimal, currency: str, language: str = "en", digits: int = 2) -> str:
    """An amount to its last digit with its currency."""
    return upright(f"{written(amount, language, digits)}\u00a0{currency}", language)


def about(amount: Decimal, currency: str, language: str = "en") -> str:
    """An amount in short words for a sentence: 12.4 million EUR; below a million to three digits."""
    size = cast(float, amount)
    if MILLION > abs(amount) >= 1000:
        size = float(round(amount, 2 - amount.adjusted()))
    said = compact(size, language) if abs(amount) >= MILLION else number(size, language)
    return upright(f"{said}\u00a0{currency}", language)


def share_text(share: Decimal | float, language: str = "en") -> str:
    """A share as a percentage with the decimals it needs, two at most."""
    places = min(max(-int(Decimal(str(share)).normalize().as_tuple().exponent) - 2, 0), 2)
    return upright(percent(float(share), language, places), language)


def quantity_text(value: Quantity, language: str = "en") -> str:
    """A number, or the likeliest of a range with its ends behind it."""
    if not isinstance(value, Range):
        return plain(value, language)
    ends = f"{plain(value.low, language)}–{plain(value.high, language)}"
    return f"{plain(value.likely, language)} ({upright(ends, language)})"


def isolated(text: str, language: str = "en") -> str:
    """A text in whatever language, kept together inside one that runs from right to left."""
    return f"\u2068{text}\u2069" if text and language_of(language) in RIGHT_TO_LEFT else text


def years_text(years: tuple[int, ...], language: str = "en") -> str:
    """2027, or 2027–2031."""
    return upright(str(years[0]) if len(years) < 2 else f"{years[0]}–{years[-1]}", language)


def category_text(code: str, language: str = "en") -> str:
    """The title of a category of costs."""
    if code == CONTINGENCY:
        return say("Contingency", language)
    known = codes.categories().get(code)
    return say(known.title, language) if known else code


def source_name(plan: Plan, key: str, language: str = "en") -> str:
    """The name of a source of money, or that nobody pays yet."""
    if key == UNFUNDED:
        return say("No source yet", language)
    return next((one.name for one in plan.sources if one.key == key), key)


def where_text(plan: Plan, language: str = "en") -> str:
    """What the plan is about: places in their order, a route, a grouping; "" where nothing is said."""
    where = plan.where
    names = f" {arrow(language)} ".join(place_of(iso3).name(language) for iso3 in where.places)
    route = named_routes().get(where.route)
    grouping = named_grouping(where.grouping)
    parts = [names, say(route.name, language) if route else "", say(grouping.name, language) if grouping else ""]
    return " · ".join(part for part in parts if part)
