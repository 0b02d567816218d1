"""A practice in sentences: what was done, where, when, with what result and how sure that is.

Words are said in a reader's language around what its author wrote in his own. Stands on `grades` and `records`.
"""

from decimal import Decimal

from passerelle.base.corridors import named_routes
from passerelle.base.groupings import named_grouping
from passerelle.base.places import place_of
from passerelle.base.words import RIGHT_TO_LEFT, arrow, language_of, listed, mark, number, say, upright
from passerelle.exchange.practices.grades import shown_by
from passerelle.exchange.practices.records import Practice, Result

MOST_NAMED = 6


def isolated(text: str, language: str) -> str:
    """What an author wrote, kept together inside a sentence that may run the other way."""
    return f"\u2068{text}\u2069" if text and language_of(language) in RIGHT_TO_LEFT else text


def value_text(value: Decimal | None, language: str = "en") -> str:
    """A value with the decimals that it has; a dash where it was not measured."""
    if value is None:
        return "–"
    places = max(-int(value.normalize().as_tuple().exponent), 0)
    return upright(number(float(value), language, min(places, 4)), language)


def where_text(practice: Practice, language: str = "en") -> str:
    """Where it was done: the corridor, else the route or region, with the countries; "" where nothing is said."""
    parts = []
    if practice.origin and practice.destination:
        ends = (place_of(one).name(language) for one in (practice.origin, practice.destination))
        parts.append(f" {arrow(language)} ".join(ends))
    route, region = named_routes().get(practice.route), named_grouping(practice.region)
    parts += [say(one.name, language) for one in (route, region) if one is not None]
    rest = [one for one in practice.places if one not in (practice.origin, practice.destination)]
    names = [place_of(one).name(language) for one in rest[:MOST_NAMED]]
    if len(rest) > MOST_NAMED:
        names.append(say("{number} more", language).format(number=number(len(rest) - MOST_NAMED, language)))
    if names:
        parts.append(listed(names, language))
    return " · ".join(parts)


def when_text(practice: Practice, language: str = "en") -> str:
    """When: 2019, 2019–2021, or since 2019."""
    first, last = practice.since[:4], practice.until[:4]
    if not first:
        return ""
    if not last:
        return say("since {year}", language).format(year=first)
    return upright(first if first == last else f"{first}–{last}", language)


def result_text(result: Result, language: str = "en") -> str:
    """A result in a line: indicator, before, after, unit."""
    unit = f"\u00a0{isolated(result.unit, language)}" if result.unit else ""
    name = isolated(result.indicator, language)
    if result.after is None:
        return name
    after = f"{value_text(result.after, language)}{unit}"
    if result.before is None:
        return say("{indicator}: {after}", language).format(indicator=name, after=after)
    return say("{indicator}: from {before} to {after}", language).format(
        indicator=name, before=value_text(result.before, language), after=after
    )


def opening(practice: Practice, language: str = "en") -> list[str]:
    """The sentences that answer: what was done, where and when, with what result, how sure."""
    said = [isolated(practice.gist, language)] if practice.gist else []
    place = " · ".join(part for part in (where_text(practice, language), when_text(practice, language)) if part)
    if place:
        said.append(f"{place}.")
    best = practice.best
    if best is None:
        return [*said, say("No result is told yet.", language)]
    sentence = say("{result}, {shown}.", language)
    return [*said, sentence.format(result=result_text(best, language), shown=shown_by(best.grade, language))]


def cost_text(practice: Practice, language: str = "en") -> str:
    """What it cost, in the currency and prices that are told; "" where nobody said."""
    if practice.cost is None:
        return ""
    amount = f"{value_text(practice.cost, language)}\u00a0{practice.currency}"
    if practice.price_year is None:
        return upright(amount, language)
    return say("{amount}, at prices of {year}", language).format(
        amount=upright(amount, language), year=practice.price_year
    )  # fmt: skip


OUTCOMES = {"worked": mark("it worked"), "partly": mark("it worked in part"), "not": mark("it did not work")}
