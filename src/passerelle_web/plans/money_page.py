"""The budget ready for its page: one table for each way to look at it, all from the same whole cents.

Stands on `working`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from passerelle.base.words import percent, say
from passerelle.output.charts.drawing import Chart
from passerelle.output.plans.charts import budget_chart, category_chart
from passerelle.plans import codes
from passerelle.plans.budget import CONTINGENCY, UNFUNDED
from passerelle.plans.records import Plan as Record
from passerelle_web.plans import working
from passerelle_web.plans.models import Version
from passerelle_web.plans.plan_page import money, rounded


@dataclass(frozen=True, slots=True)
class Table:
    """A table by year: a name for the first column, rows with their cells and sum, and the row of totals."""

    slug: str
    title: str
    first: str
    rows: list[tuple[str, list[str], str]]
    total: tuple[list[str], str]


@dataclass(frozen=True, slots=True)
class BudgetPage:
    """All that the page of a budget shows."""

    lead: list[str]
    years: list[int]
    ranges: list[tuple[str, str, str, str, str]]
    enough: str
    tables: list[Table]
    left_out: list[dict[str, Any]]
    surplus: list[dict[str, Any]]
    assumptions: list[tuple[str, str]]
    is_empty: bool
    has_total: bool
    charts: list[Chart]


CHARTS = ("years", "categories")


def ranges_of(version: Version) -> dict[str, Any]:
    """The ranges that were drawn when the version was saved, as charts and printed forms take them."""
    told = working.of_version(version)["budget"]
    parts = ("p10", "p50", "p90")
    return {
        "years": {row["year"]: {name: row[name] for name in parts if name in row} for row in told["years"]},
        "total": {name: told["total"][name] for name in (*parts, "within_total") if name in told["total"]},
        "draws": told.get("draws", {}),
    }


def plan_chart(version: Version, slug: str, language: str) -> Chart | None:
    """One of the charts of a version's budget; None where nothing is costed."""
    made = working.forecast(version.record)[1]
    found = budget_chart(made, language, ranges_of(version)) if slug == "years" else category_chart(made, language)
    return replace(found, slug=slug) if found is not None else None


def budget_page(version: Version, language: str) -> BudgetPage:
    """The budget of a version."""
    record = version.record
    told = working.of_version(version)["budget"]
    tables = [
        _table("source", gettext("By source"), gettext("Source"), told["by_source"], record, language),
        _table("department", gettext("By department"), gettext("Leads"), told["by_department"], record, language),
        _table("category", gettext("By category"), gettext("Category"), told["by_category"], record, language),
    ]
    titles = {action.key: action.title for action in record.actions()}
    left_out, surplus = (
        [one | {"title": titles.get(one["action"], one["action"])} for one in told[name]]
        for name in ("left_out", "surplus")
    )
    return BudgetPage(
        lead=_lead(told, record, language), years=[row["year"] for row in told["years"]],
        ranges=_ranges(told, record, language),
        enough=percent(float(told["total"].get("within_total", 0)), language, 0), tables=tables,
        left_out=left_out, surplus=surplus, assumptions=_assumptions(record, language),
        is_empty=not Decimal(told["total"]["total"]) and not told["left_out"],
        has_total=bool(Decimal(told["total"]["total"])),
        charts=[found for slug in CHARTS if (found := plan_chart(version, slug, language)) is not None],
    )  # fmt: skip


def _lead(told: Mapping[str, Any], record: Record, language: str) -> list[str]:
    total = told["total"]
    if not Decimal(total["total"]):
        return [gettext("No total can be given.") if told["left_out"] else gettext("Nothing is costed yet.")]
    said = [
        gettext("{total} over {n} years, of which {reserve} contingency.").format(
            total=rounded(total["total"], record.currency, language), n=len(told["years"]),
            reserve=rounded(total["contingency"], record.currency, language),
        )
    ]  # fmt: skip
    if Decimal(total["gap"]):
        worst = max(told["years"], key=lambda row: Decimal(row["gap"]))
        said.append(
            gettext("{gap} has no source yet, most of it in {year}.").format(
                gap=rounded(total["gap"], record.currency, language), year=worst["year"]
            )
        )
    return said


def _ranges(told: Mapping[str, Any], record: Record, language: str) -> list[tuple[str, str, str, str, str]]:
    rows = [*((str(row["year"]), row) for row in told["years"]), (gettext("All years"), told["total"])]
    return [
        (name, *(money(row[part], record.currency, language) for part in ("costs", "p10", "p50", "p90")))
        for name, row in rows
    ]


def _table(
    slug: str, title: str, first: str, rows: list[dict[str, Any]], record: Record, language: str
) -> Table:  # fmt: skip
    years = [str(year) for year in (rows[0]["years"] if rows else {})]
    named = [
        (_name(slug, row, language), [money(row["years"][year], record.currency, language) for year in row["years"]],
         money(row["total"], record.currency, language))
        for row in rows
        if Decimal(row["total"]) or row["key"] not in ("", UNFUNDED)
    ]  # fmt: skip
    sums = [working.total(row["years"][year] for row in rows) for year in years]
    whole = working.total(row["total"] for row in rows)
    return Table(slug, title, first, named, (
        [money(one, record.currency, language) for one in sums], money(whole, record.currency, language)))  # fmt: skip


def _name(slug: str, row: Mapping[str, Any], language: str) -> str:
    if row["key"] == UNFUNDED:
        return gettext("No source yet")
    if row["key"] == CONTINGENCY:
        return gettext("Contingency")
    if slug == "department":
        return str(row["name"]) or gettext("Nobody yet")
    if slug == "category":
        code = codes.categories().get(row["key"])
        return say(code.title, language) if code else str(row["key"])
    return str(row["name"])


def _assumptions(record: Record, language: str) -> list[tuple[str, str]]:
    """What the figures rest on, each with who says so."""
    found = [(gettext("Prices"), gettext("of {year}, where a line does not say").format(year=record.price_year))]
    for one in record.inflation:
        said = gettext("{rate} a year: {source}").format(rate=percent(float(one.rate), language, 1), source=one.source)
        found.append((gettext("Inflation, “{key}”").format(key=one.key), said))
    for rate in record.exchange_rates:
        said = gettext("1 {base} = {units} {currency} on {day}: {source}").format(
            base=rate.base, units=rate.units, currency=rate.currency, day=rate.day, source=rate.source
        )
        found.append((gettext("Rate of exchange"), said))
    reserve = percent(float(record.contingency.rate), language, 1)
    found.append((gettext("Contingency"), gettext("{rate} of costs").format(rate=reserve)))
    for name, share in record.contingency.of.items():
        code = codes.categories().get(name)
        found.append((gettext("Contingency, {category}").format(category=say(code.title, language) if code else name),
                      percent(float(share), language, 1)))  # fmt: skip
    found.append((
        gettext("Uncertainty"),
        gettext("three-point estimates as triangles, 10,000 draws; within an action all lines move alike, between "
                "actions with a correlation of {value}").format(value=record.uncertainty.correlation),
    ))  # fmt: skip
    return found
