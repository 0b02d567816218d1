"""People: who lives where, who moves, who needs protection.

Stocks are never flows; editions are never mixed. Stands on `basis`.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import (
    CorridorEvidence,
    PlaceEvidence,
    derived,
    from_row,
    indicator,
    plain,
    ratio,
)

_DESA = "UN DESA, International Migrant Stock, methodology"
_WPP = "UN DESA, World Population Prospects"
_STOCK_FILLS = "An estimate by UN DESA for this pair: the table has none, which is not zero."
SEXES = ("_T", "F", "M")
# The published methods: code in the store, name. Abel & Cohen (2019), Sci. Data 6:82.
FLOW_METHODS = {
    "DA_PB_CLOSED": "demographic accounting, pseudo-Bayesian, closed",
    "DA_MIN_CLOSED": "demographic accounting, fewest moves, closed",
    "DA_MIN_OPEN": "demographic accounting, fewest moves, open",
    "MIG_RATE": "migration rates",
    "SD_REV_NEG": "stock difference, negatives reversed",
    "SD_DROP_NEG": "stock difference, negatives dropped",
}


@indicator(
    id="stock", name="Migrants from the origin living in the destination", section="people", scope="corridor",
    unit="PS", formula="as published: foreign-born residents (or foreign citizens), by sex, at mid-year",
    needs=("migrant_stock",), reference=_DESA, max_age=7, fills=_STOCK_FILLS, show="number",
)  # fmt: skip
def stock(e: CorridorEvidence) -> Iterator[Figure]:
    for sex in SEXES:
        for row in e.series("migrant_stock", sex=sex):
            yield from_row(row)


@indicator(
    id="stock_change", name="Change of the stock since the table before", section="people", scope="corridor",
    unit="PS", formula="stock(t) − stock(previous t), one edition", needs=("migrant_stock",), reference=_DESA,
    max_age=7, fills=_STOCK_FILLS, show="number",
)  # fmt: skip
def stock_change(e: CorridorEvidence) -> Iterator[Figure]:
    rows = e.series("migrant_stock")
    for before, after in pairwise(rows):
        period = f"{before.period}-{after.period}"
        yield derived(after.value - before.value, "PS", [after, before], period=period, method="difference")


@indicator(
    id="stock_growth", name="Growth of the stock a year", section="people", scope="corridor", unit="1",
    formula="(stock(t) / stock(previous t)) ^ (1 / years) − 1", needs=("migrant_stock",), reference=_DESA,
    max_age=7, fills=_STOCK_FILLS, show="share",
)  # fmt: skip
def stock_growth(e: CorridorEvidence) -> Iterator[Figure]:
    rows = e.series("migrant_stock")
    for before, after in pairwise(rows):
        years = int(after.period) - int(before.period)
        if before.value > 0 and after.value > 0:
            growth = (after.value / before.value) ** (1 / years) - 1
            period = f"{before.period}-{after.period}"
            yield derived(growth, "1", [after, before], period=period, method="compound growth a year")


@indicator(
    id="stock_female_share", name="Women among these migrants", section="people", scope="corridor", unit="1",
    formula="female stock / stock", needs=("migrant_stock",), reference=_DESA, max_age=7, fills=_STOCK_FILLS,
    show="share",
)  # fmt: skip
def stock_female_share(e: CorridorEvidence) -> Iterator[Figure]:
    for figure in ratio(e.series("migrant_stock", sex="F"), e.series("migrant_stock"), "1", method="share"):
        yield figure.about(sex="_T")


@indicator(
    id="stock_sex_ratio", name="Men for every 100 women among these migrants", section="people",
    scope="corridor", unit="MEN_PER_100_WOMEN", formula="100 × male stock / female stock",
    needs=("migrant_stock",), reference=_DESA, max_age=7, fills=_STOCK_FILLS, show="number",
)  # fmt: skip
def stock_sex_ratio(e: CorridorEvidence) -> Iterator[Figure]:
    men, women = e.series("migrant_stock", sex="M"), e.series("migrant_stock", sex="F")
    for figure in ratio(men, women, "MEN_PER_100_WOMEN", factor=100, method="ratio"):
        yield figure.about(sex="_T")


@indicator(
    id="share_of_emigrants", name="Share of all the origin’s emigrants who live in the destination",
    section="people", scope="corridor", unit="1", formula="stock / sum of the origin’s stocks over all destinations",
    needs=("migrant_stock",), sums=("migrant_stock",), reference=_DESA, max_age=7, fills=_STOCK_FILLS, show="share",
)  # fmt: skip
def share_of_emigrants(e: CorridorEvidence) -> Iterator[Figure]:
    yield from ratio(e.series("migrant_stock"), e.origin.out("migrant_stock"), "1", method="share")


@indicator(
    id="share_of_immigrants", name="Share of all the destination’s immigrants who come from the origin",
    section="people", scope="corridor", unit="1",
    formula="stock / sum of the destination’s stocks over all origins, other and unknown origins included",
    needs=("migrant_stock",), sums=("migrant_stock",), reference=_DESA, max_age=7, fills=_STOCK_FILLS, show="share",
)  # fmt: skip
def share_of_immigrants(e: CorridorEvidence) -> Iterator[Figure]:
    yield from ratio(e.series("migrant_stock"), e.destination.into("migrant_stock"), "1", method="share")


@indicator(
    id="stock_per_origin_population", name="These migrants for every person living in the origin",
    section="people", scope="corridor", unit="1", formula="stock / population of the origin at mid-year",
    needs=("migrant_stock", "population"), reference=f"{_DESA}; {_WPP}", max_age=7, fills=_STOCK_FILLS, show="share",
)  # fmt: skip
def stock_per_origin_population(e: CorridorEvidence) -> Iterator[Figure]:
    yield from ratio(e.series("migrant_stock"), e.origin.series("population"), "1", method="share")


@indicator(
    id="stock_share_of_destination", name="These migrants in the destination’s population", section="people",
    scope="corridor", unit="1", formula="stock / population of the destination at mid-year",
    needs=("migrant_stock", "population"), reference=f"{_DESA}; {_WPP}", max_age=7, fills=_STOCK_FILLS, show="share",
)  # fmt: skip
def stock_share_of_destination(e: CorridorEvidence) -> Iterator[Figure]:
    yield from ratio(e.series("migrant_stock"), e.destination.series("population"), "1", method="share")


@indicator(
    id="emigrants", name="Emigrants living abroad", section="people", scope="place", unit="PS",
    formula="sum of stocks over all destinations", needs=("migrant_stock",), sums=("migrant_stock",),
    reference=_DESA, max_age=7, fills="Stocks by origin from UN DESA.", show="number",
)  # fmt: skip
def emigrants(e: PlaceEvidence) -> Iterator[Figure]:
    for sex in SEXES:
        for row in e.out("migrant_stock", sex=sex):
            yield from_row(row, method="sum over destinations").about(status="E")


@indicator(
    id="immigrants", name="Immigrants living here", section="people", scope="place", unit="PS",
    formula="sum of stocks over all origins, other and unknown included", needs=("migrant_stock",),
    sums=("migrant_stock",), reference=_DESA, max_age=7, fills="Stocks by destination from UN DESA.", show="number",
)  # fmt: skip
def immigrants(e: PlaceEvidence) -> Iterator[Figure]:
    for sex in SEXES:
        for row in e.into("migrant_stock", sex=sex):
            yield from_row(row, method="sum over origins").about(status="E")


@indicator(
    id="emigrants_share", name="Emigrants for every person living here", section="people", scope="place",
    unit="1", formula="emigrants / population", needs=("migrant_stock", "population"), sums=("migrant_stock",),
    reference=f"{_DESA}; {_WPP}", max_age=7, fills="Stocks by origin from UN DESA.", show="share",
)  # fmt: skip
def emigrants_share(e: PlaceEvidence) -> Iterator[Figure]:
    yield from ratio(e.out("migrant_stock"), e.series("population"), "1", method="share")


@indicator(
    id="immigrants_share", name="Immigrants in the population", section="people", scope="place", unit="1",
    formula="immigrants / population", needs=("migrant_stock", "population"), sums=("migrant_stock",),
    reference=f"{_DESA}; {_WPP}", max_age=7, fills="Stocks by destination from UN DESA.", show="share",
)  # fmt: skip
def immigrants_share(e: PlaceEvidence) -> Iterator[Figure]:
    yield from ratio(e.into("migrant_stock"), e.series("population"), "1", method="share")


@indicator(
    id="flow", name="People who moved from origin to destination in five years, by method", section="people",
    scope="corridor", unit="PS", formula="as published, six methods beside one another; all are estimates",
    needs=("migration_flow", "migration_flow_total"), max_age=8,
    reference="Abel & Cohen (2019), Sci. Data 6:82, and update to 2020",
    fills="The published table of flows.", show="number",
    absence="not in the table of {vintage}, whose makers say that absent pairs are zero in every method",
)  # fmt: skip
def flow(e: CorridorEvidence) -> Iterator[Figure]:
    rows = e.observed.get("migration_flow", [])
    told = {(row.breakdown, row.period): row for row in rows}
    zero = _covered(e) - set(told) if rows else set()
    for method, period in sorted(set(told) | zero, key=lambda pair: (_ORDER.get(pair[0], 99), pair[1])):
        if (method, period) in told:
            yield from_row(told[method, period], method=method.lower())
        else:
            # the makers' own word, on the card: a pair left out between two places of the table is zero
            nothing = derived(0.0, "PS", [rows[0]], period=period, method=method.lower())
            yield nothing.about(status="E", note="left out of the published table, which means zero")


_ORDER = {method: at for at, method in enumerate(FLOW_METHODS)}


def _covered(e: CorridorEvidence) -> set[tuple[str, str]]:
    """Methods and periods in which the table of flows has both ends: the origin's total out, the other's total in."""
    code = "migration_flow_total"
    out = {(r.breakdown, r.period) for r in e.origin.observed.get(code, ()) if r.origin == e.origin.iso3}
    into = {(r.breakdown, r.period) for r in e.destination.observed.get(code, ()) if r.origin == "_T"}
    return out & into


def _flow_type(kind: str) -> Any:
    def compute(e: CorridorEvidence) -> Iterator[Figure]:
        for row in e.series("migration_flow_type", breakdown=f"DA_PB_CLOSED.{kind}"):
            yield from_row(row, method="da_pb_closed")

    return compute


for _kind, _name in (
    ("OUTWARD", "Of these, people leaving their place of birth"),
    ("RETURN", "Of these, people returning to their place of birth"),
    ("TRANSIT", "Of these, people born in neither place"),
):
    indicator(
        id=f"flow_{_kind.lower()}", name=_name, section="people", scope="corridor", unit="PS",
        formula="as published, pseudo-Bayesian closed accounting split by place of birth",
        needs=("migration_flow_type",), reference="Abel & Cohen (2019), Sci. Data 6:82, and update to 2020",
        max_age=8, fills="The published table split by type of move.", show="number",
    )(_flow_type(_kind))  # fmt: skip


indicator(
    id="net_migration", name="Net migration a year", section="people", scope="place", unit="PS",
    formula="as published: arrivals − departures in a year", needs=("net_migration",), reference=_WPP,
    max_age=4, fills="A place in World Population Prospects.", show="number",
)(plain("net_migration"))  # fmt: skip


@indicator(
    id="net_migration_rate", name="Net migration for every 1,000 inhabitants", section="people", scope="place",
    unit="PER_1000", formula="1,000 × net migration / population", needs=("net_migration", "population"),
    reference=_WPP, max_age=4, fills="A place in World Population Prospects.", show="number",
)  # fmt: skip
def net_migration_rate(e: PlaceEvidence) -> Iterator[Figure]:
    yield from ratio(e.series("net_migration"), e.series("population"), "PER_1000", factor=1000, method="rate")


for _code, _title in (
    ("refugees", "Refugees from the origin in the destination"),
    ("asylum_seekers", "Asylum-seekers from the origin in the destination"),
    # most Venezuelans abroad among them, who are counted neither as refugees nor as asylum-seekers
    ("others_protected", "Others in need of international protection from the origin in the destination"),
):
    indicator(
        id=_code, name=_title, section="people", scope="corridor", unit="PS",
        formula="as published, under UNHCR’s mandate at the end of the year", needs=(_code,),
        reference="UNHCR, Refugee Data Finder, methodology", max_age=3,
        fills="UNHCR’s table of populations.", show="number", absence="none recorded by {vintage}",
    )(plain(_code))  # fmt: skip


indicator(
    id="asylum_applicants", name="Asylum applicants from the origin in the destination in a year",
    section="people", scope="corridor", unit="PS", formula="as published, first-time and repeated",
    needs=("asylum_applicants",), reference="Eurostat, migr_asyappctza", max_age=3,
    fills="Eurostat covers EU and EFTA destinations only; elsewhere UNHCR’s applications would fill it.", show="number",
)(plain("asylum_applicants", sexes=SEXES))  # fmt: skip


@indicator(
    id="asylum_recognition", name="Asylum decisions on substance that gave protection", section="people",
    scope="corridor", unit="1",
    formula="(recognised + complementary) / (recognised + complementary + rejected), all levels of a year; "
    "closed cases left out",
    needs=("asylum_decisions_recognised", "asylum_decisions_complementary", "asylum_decisions_rejected"),
    reference="UNHCR, Refugee Data Finder, total recognition rate", max_age=3,
    fills="Decisions on substance in UNHCR’s table for this pair.", show="share",
)  # fmt: skip
def asylum_recognition(e: CorridorEvidence) -> Iterator[Figure]:
    kinds = {
        kind: _by_unit(e.observed.get(f"asylum_decisions_{kind}", ()))
        for kind in ("recognised", "complementary", "rejected")
    }
    periods = sorted({period for held in kinds.values() for period, _ in held})
    for period in periods:
        # persons where the year is counted in persons, else cases; the two are never added
        unit = "P" if any((period, "P") in held for held in kinds.values()) else "C"
        rows = {kind: held.get((period, unit), []) for kind, held in kinds.items()}
        total = sum(r.value for held in rows.values() for r in held)
        if total > 0:
            given = sum(r.value for kind in ("recognised", "complementary") for r in rows[kind])
            parts = [r for held in rows.values() for r in held]
            counted = "persons" if unit == "P" else "cases"
            made = derived(given / total, "1", parts, period=period, method="total recognition rate")
            few = total < FEW_DECISIONS
            told = f"of {total:,.0f} decisions, counted in {counted}"
            yield made.about(status="U" if few else made.status, note=told)


# A share of fewer decisions than this jumps with each of them: it is marked as of low reliability.
FEW_DECISIONS = 30


def _by_unit(rows: Any) -> dict[tuple[str, str], list[Any]]:
    """Decisions by year and by what was counted: P persons, C cases (the last part of the breakdown)."""
    found: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        found.setdefault((row.period, row.breakdown.rsplit(".", 1)[-1]), []).append(row)
    return found


indicator(
    id="palestine_refugees", name="Palestine refugees registered with UNRWA in the destination", section="people",
    scope="corridor", unit="PS", formula="as published; they are not among UNHCR’s refugees",
    needs=("palestine_refugees",), reference="UNRWA, through UNHCR’s Refugee Data Finder", max_age=3,
    fills="UNRWA’s table: Palestine refugees in Jordan, Lebanon and Syria only.", show="number",
)(plain("palestine_refugees"))  # fmt: skip


indicator(
    id="resettled", name="Refugees resettled from the origin to the destination", section="people",
    scope="corridor", unit="PS", formula="as published, in a year", needs=("resettled",),
    reference="UNHCR, Refugee Data Finder, solutions", max_age=3,
    fills="A row of UNHCR’s table of solutions for this pair.", show="number",
)(plain("resettled"))  # fmt: skip


@indicator(
    id="temporary_protection", name="People under temporary protection from the origin in the destination",
    section="people", scope="corridor", unit="PS", formula="as published, at the end of the month; December, or "
    "the last month of the newest year", needs=("temporary_protection",), reference="Eurostat, migr_asytpsm",
    max_age=2, fills="Eurostat’s table covers people from Ukraine in EU and EFTA destinations.", show="number",
)  # fmt: skip
def temporary_protection(e: CorridorEvidence) -> Iterator[Figure]:
    last = {row.period[:4]: row for row in e.series("temporary_protection")}
    for row in last.values():
        yield from_row(row)


@indicator(
    id="refugees_hosted", name="Refugees hosted", section="people", scope="place", unit="PS",
    formula="sum over all origins, under UNHCR’s mandate", needs=("refugees",), sums=("refugees",),
    reference="UNHCR, Refugee Data Finder", max_age=3, fills="A place in UNHCR’s table.", show="number",
)  # fmt: skip
def refugees_hosted(e: PlaceEvidence) -> Iterator[Figure]:
    for row in e.into("refugees"):
        yield from_row(row, method="sum over origins")


@indicator(
    id="refugees_from", name="Refugees from here in other places", section="people", scope="place", unit="PS",
    formula="sum over all places of asylum, under UNHCR’s mandate", needs=("refugees",), sums=("refugees",),
    reference="UNHCR, Refugee Data Finder", max_age=3, fills="A place in UNHCR’s table.", show="number",
)  # fmt: skip
def refugees_from(e: PlaceEvidence) -> Iterator[Figure]:
    for row in e.out("refugees"):
        yield from_row(row, method="sum over places of asylum")


@indicator(
    id="refugees_hosted_per_1000", name="Refugees hosted for every 1,000 inhabitants", section="people",
    scope="place", unit="PER_1000", formula="1,000 × refugees hosted / population",
    needs=("refugees", "population"), sums=("refugees",), reference=f"UNHCR; {_WPP}", max_age=3,
    fills="A place in UNHCR’s table and in World Population Prospects, in one year.", show="number",
)  # fmt: skip
def refugees_hosted_per_1000(e: PlaceEvidence) -> Iterator[Figure]:
    yield from ratio(e.into("refugees"), e.series("population"), "PER_1000", factor=1000, method="rate")


@indicator(
    id="refugees_hosted_per_gdp", name="Refugees hosted for every million USD of GDP", section="people",
    scope="place", unit="PS_PER_MUSD", formula="refugees hosted / (GDP in million current USD)",
    needs=("refugees", "gdp"), sums=("refugees",), reference="UNHCR; World Bank", max_age=3,
    fills="A place in UNHCR’s table with its GDP of the same year.", show="ratio",
)  # fmt: skip
def refugees_hosted_per_gdp(e: PlaceEvidence) -> Iterator[Figure]:
    yield from ratio(e.into("refugees"), e.series("gdp"), "PS_PER_MUSD", factor=1e6, method="ratio")


indicator(
    id="idps", name="People displaced inside their country by conflict", section="people", scope="place",
    unit="PS", formula="as published, at the end of the year", needs=("idps_conflict",), reference="IDMC, GRID",
    max_age=3, fills="IDMC’s table.", show="number", absence="none recorded by {vintage}",
)(plain("idps_conflict"))  # fmt: skip


@indicator(
    id="returned_refugees", name="Refugees who returned here in a year", section="people", scope="place",
    unit="PS", formula="sum over all places of asylum", needs=("returned_refugees",), sums=("returned_refugees",),
    reference="UNHCR, Refugee Data Finder", max_age=3, fills="A row of UNHCR’s table for this place.", show="number",
)  # fmt: skip
def returned_refugees(e: PlaceEvidence) -> Iterator[Figure]:
    for row in e.out("returned_refugees"):
        yield from_row(row, method="sum over places of asylum")


indicator(
    id="first_permits", name="First residence permits in a year", section="people", scope="place",
    at="destination", unit="PS", formula="as published, all citizenships and reasons", needs=("first_permits",),
    reference="Eurostat, tps00170 (migr_resfirst)", max_age=3, fills="Eurostat covers EU and EFTA destinations only.",
    show="number",
)(plain("first_permits", breakdown="REASON_TOTAL"))  # fmt: skip

_REASONS = {
    "WORK": "Residence permits for work valid at the end of the year",
    "FAMILY": "Residence permits for family reasons valid at the end of the year",
    "EDUCATION": "Residence permits for education valid at the end of the year",
    "REFUGEE": "Residence permits with refugee status valid at the end of the year",
    "SUBSIDIARY": "Residence permits with subsidiary protection valid at the end of the year",
    "OTHER": "Residence permits for other reasons valid at the end of the year",
}
for _reason, _title in _REASONS.items():
    indicator(
        id=f"valid_permits_{_reason.lower()}", name=_title, section="people", scope="place", at="destination",
        unit="PS", formula="as published, all citizenships", needs=("valid_permits",),
        reference="Eurostat, migr_resvalid", max_age=3, fills="Eurostat covers EU and EFTA destinations only.",
        show="number",
    )(plain("valid_permits", breakdown=f"REASON_{_reason}"))  # fmt: skip
