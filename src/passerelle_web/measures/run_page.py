"""A run ready for its page: the finding, parties beside one another, charts, tables, assumptions, the gate.

Numbers are the record's, words the library's. Stands on `queries`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from passerelle.base.words import arrow, listed, number, percent, say
from passerelle.measures.templates import Template
from passerelle.output.briefs.content import Table
from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.measures import (
    PARTIES,
    SLUGS,
    Account,
    chart_of_run,
    finding,
    money_text,
    name_of,
    parties_chart,
    people_text,
    places_of,
    term_text,
)
from passerelle.output.runs import nurses_table, quantity_text, source_said, status_text
from passerelle_web.measures import queries
from passerelle_web.measures.models import Run
from passerelle_web.measures.screening_gate import Gate, gate_of


@dataclass(frozen=True, slots=True)
class Party:
    """A party's column: its name, what it gains with ranges, its chance of gain, its terms."""

    code: str
    name: str
    middle: str
    low: str
    high: str
    chance: str
    short: str
    long: str
    per_head: str
    terms: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Assumed:
    """A quantity that went in: its name, value with range, unit, source, status in words, and its weight."""

    name: str
    title: str
    value: str
    ends: str
    unit: str
    source: str
    status: str
    is_assumed: bool
    weight: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """All that the page of a run shows."""

    account: str
    finding: str
    title: str
    templates: list[tuple[str, str, Template | None]]
    parties: list[Party]
    others: list[Party]
    charts: list[Chart]
    nurses: Table | None
    chance: str
    withheld: str
    evens: list[str]
    weighing: list[Assumed]
    others_in: list[Assumed]
    assumed_part: str
    size: str
    extra: str
    version: str
    gate: Gate


def run_page(run: Run, account: Account, language: str) -> RunPage:
    """The page of a run that is done."""
    record = run.record
    assert record is not None
    other: Account = "cash" if account == "welfare" else "welfare"
    assumed = assumed_of(record, language)
    charts = [chart_of_run(record, slug, account, language) for slug in SLUGS]
    return RunPage(
        account=account,
        finding=finding(record, language),
        title=titles_of(record, language),
        templates=[(code, title_of(code, language), queries.template_or_none(code)) for code in record["templates"]],
        parties=parties_of(record, account, language),
        others=parties_of(record, other, language),
        charts=[chart for chart in charts if chart is not None],
        nurses=nurses_table(record, language),
        chance=chance_text(record, language),
        withheld=withheld_text(record, language),
        evens=[even_text(even, record, language) for even in record["break_even"]],
        weighing=[one for one in assumed if one.weight],
        others_in=[one for one in assumed if not one.weight],
        assumed_part=percent(record["sensitivity"]["assumed"], language, 0),
        size=gettext("{years} years, {draws} draws, discount {rate} a year, seed {seed}").format(
            years=record["years"], draws=number(record["draws"], language), seed=record["seed"],
            rate=percent(record["discount"], language, 0 if (record["discount"] * 100).is_integer() else 1),
        ),
        extra=extra_text(record, language),
        version=record["version"],
        gate=_gate(record, language),
    )  # fmt: skip


def _gate(record: Mapping[str, Any], language: str) -> Gate:
    """The rights gate before anything is answered."""
    templates = [found for code in record["templates"] if (found := queries.template_or_none(code)) is not None]
    return gate_of(templates, record["origin"], record["destination"], record["transit"] or "", language)


def title_of(code: str, language: str) -> str:
    """A template's title; its code where it was taken out of the catalogue."""
    found = queries.template_or_none(code)
    return say(found.title, language) if found else code


def titles_of(record: Mapping[str, Any], language: str) -> str:
    """The titles of a run's templates."""
    return " + ".join(title_of(code, language) for code in record["templates"])


def parties_of(record: Mapping[str, Any], account: str, language: str) -> list[Party]:
    """The columns of the parties in one account."""
    places = places_of(record, language)
    return [_party(code, found, language, places) for code, found in record["accounts"][account].items()]


def _party(code: str, found: Mapping[str, Any], language: str, places: Mapping[str, str]) -> Party:
    value = found["present_value"]
    head = found["per_extra_migrant"]
    terms = sorted(found["terms"].items(), key=lambda item: -abs(item[1]["mean"]))
    return Party(
        code, name_of(code, language, places), *(money_text(value[key], language) for key in ("p50", "p5", "p95")),
        percent(found["probability_gain"], language, 0), _ranged(found["short_term"], language),
        _ranged(found["long_term"], language) if found["long_term"] else "", _ranged(head, language) if head else "",
        [(term_text(t, language), money_text(v["p50"], language), _between(v, language)) for t, v in terms],
    )  # fmt: skip


def _ranged(ends: Mapping[str, float], language: str) -> str:
    return f"{money_text(ends['p50'], language)} ({_between(ends, language)})"


def _between(ends: Mapping[str, float], language: str) -> str:
    low, high = (money_text(ends[end], language) for end in ("p5", "p95"))
    return gettext("{low} to {high}").format(low=low, high=high)


def chance_text(record: Mapping[str, Any], language: str) -> str:
    """The chance that all gain, in a sentence; "" where it is withheld."""
    if record["triple_win_probability"] is None:
        return ""
    if not record["untouched"]:
        said = gettext("All parties gain, in welfare, in {chance} of the draws.")
        return said.format(chance=percent(record["triple_win_probability"], language, 0))
    names = listed([name_of(p, language, places_of(record, language)) for p in record["untouched"]], language)
    said = gettext("Nothing happens to {names}; all others gain, in welfare, in {chance} of the draws.")
    return said.format(names=names, chance=percent(record["touched_win_probability"], language, 0))


def withheld_text(record: Mapping[str, Any], language: str) -> str:
    """Why no chance that all gain is shown; "" where one is."""
    if record["triple_win_probability"] is not None:
        return ""
    part = percent(record["sensitivity"]["assumed"], language, 0)
    return gettext(
        "{part} of what is uncertain for the party that gains least hangs on assumptions that nobody has measured, so "
        "no chance that all gain is shown. In its place stand the values at which each party breaks even."
    ).format(part=part)


def even_text(even: Mapping[str, Any], record: Mapping[str, Any], language: str) -> str:
    """A break-even value in a sentence."""
    name = name_of(even["party"], language, places_of(record, language))
    return gettext("{party}: neither gains nor loses at {value} ({what}; likeliest {likely})").format(
        party=name, what=say(even["title"], language), value=_quantity(even["value"], even["unit"], language),
        likely=_quantity(even["likeliest"], even["unit"], language),
    )  # fmt: skip


def _quantity(value: float, unit: str, language: str) -> str:
    digits = 0 if abs(value) >= 100 else 2 if abs(value) >= 1 else 3
    told = number(value, language, digits)
    return told if unit == "1" else f"{told} {say(unit, language)}"


def assumed_of(record: Mapping[str, Any], language: str) -> list[Assumed]:
    """Every quantity that went in, those that weigh most first."""
    outputs = record["sensitivity"]["outputs"]
    least = {w["name"].rsplit(".", 1)[-1]: w["total"] for w in outputs.get("the party that gains least", ())}
    rows = sorted(record["assumptions"], key=lambda a: -least.get(a["name"], 0.0))
    year = timezone.localdate().year
    return [_assumed(a, least.get(a["name"], 0.0), year, language) for a in rows]


def _assumed(a: Mapping[str, Any], weight: float, year: int, language: str) -> Assumed:
    low, high = (quantity_text(a[end], language) for end in ("low", "high"))
    ends = "" if low == high else f"{low} – {high}"
    return Assumed(
        a["name"], say(a["title"], language), quantity_text(a["value"], language), ends,
        "" if a["unit"] == "1" else say(a["unit"], language), source_said(a, year, language),
        status_text(a["status"], language),
        a["status"] == "assumption", percent(weight, language, 0) if weight >= 0.005 else "",
    )  # fmt: skip


def extra_text(record: Mapping[str, Any], language: str) -> str:
    """How many more people move, in a sentence; "" where nobody does."""
    moved = record["people"]["extra_movers"]
    if moved["p5"] == moved["p95"] == 0:
        return gettext("The number of people who move does not change.")
    ends = [moved["p50"], moved["p5"], moved["p95"]]
    if moved["p50"] < 0:
        said = ngettext(
            "About {count} person fewer moves in all years together ({low} to {high}).",
            "About {count} fewer people move in all years together ({low} to {high}).",
            round(-moved["p50"]),
        )
        ends = [-moved["p50"], -moved["p95"], -moved["p5"]]
    else:
        said = ngettext(
            "About {count} person more moves in all years together ({low} to {high}), seasons counted one by one.",
            "About {count} more people move in all years together ({low} to {high}), seasons counted one by one.",
            round(moved["p50"]),
        )
    count, low, high = (people_text(value, language) for value in ends)
    return said.format(count=count, low=low, high=high)


@dataclass(frozen=True, slots=True)
class Compared:
    """Runs beside one another: their heads, and for each party the cells of both accounts."""

    heads: list[tuple[str, str, str, str]]
    scale: str
    rows: list[tuple[str, str, list[tuple[str, str, str]]]]
    chances: list[str]
    differences: list[str]


def compared(runs: Sequence[Run], language: str) -> Compared:
    """Two to five runs, party by party, in the order given."""
    records = [record for run in runs if (record := run.record) is not None]
    heads = [
        (run.get_absolute_url(), titles_of(r, language), f"{r['origin']} {arrow(language)} {r['destination']}", run.pk)
        for run, r in zip(runs, records, strict=True)
    ]
    rows = []
    for party in PARTIES:
        for account in ("welfare", "cash"):
            cells = [_cell(r, account, party, language) for r in records]
            if any(cell[0] for cell in cells):
                name = say(PARTIES[party], language)
                rows.append((name, gettext("welfare") if account == "welfare" else gettext("cash"), cells))
    chances = [
        percent(r["triple_win_probability"], language, 0)
        if r["triple_win_probability"] is not None
        else gettext("withheld")
        for r in records
    ]
    scale = parties_chart(records[0], language, records).subtitle if records else ""
    return Compared(heads, scale, rows, chances, _differences(records))


def _cell(record: Mapping[str, Any], account: str, party: str, language: str) -> tuple[str, str, str]:
    found = record["accounts"][account].get(party)
    if found is None:
        return "", "", ""
    value = found["present_value"]
    return (
        money_text(value["p50"], language),
        _between(value, language),
        percent(found["probability_gain"], language, 0),
    )


def _differences(records: Sequence[Mapping[str, Any]]) -> list[str]:
    told = []
    if len({(r["origin"], r["destination"]) for r in records}) > 1:
        told.append(gettext("The runs are of different corridors."))
    if len({(r["years"], r["discount"]) for r in records}) > 1:
        told.append(gettext("The runs have different years or discounts, so that their present values do not compare."))
    if len({r["seed"] for r in records}) > 1:
        told.append(gettext("The runs have different seeds: a little of a difference is chance."))
    return told
