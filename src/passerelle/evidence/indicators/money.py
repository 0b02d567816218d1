"""Money: what is sent, what sending costs, and the two economies.

Origin and destination are the migrants': money runs the other way. Remittances, investment and aid are never
added. Stands on `basis`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from passerelle.evidence.figures import UNITS, Figure
from passerelle.evidence.indicators.basis import (
    CorridorEvidence,
    PlaceEvidence,
    derived,
    from_row,
    indicator,
    plain,
    ratio,
)
from passerelle.evidence.smart import SERVICES, exclusions

_WDI = "World Bank, World Development Indicators"
_RPW = "World Bank, Remittance Prices Worldwide, methodology; SDG indicator 10.c.1"
_SERVICES = "The service-level dataset of Remittance Prices Worldwide: add its workbook to your own build."
TARGET_AVERAGE, TARGET_CORRIDOR = 3.0, 5.0  # SDG 10.c, % of the amount

for _code, _title in (
    ("remittances_received", "Remittances received in a year"),
    ("remittances_paid", "Remittances paid in a year"),
    ("gdp", "Gross domestic product"),
    ("gdp_per_head", "GDP per head"),
    ("fdi_in", "Foreign direct investment received in a year"),
):
    indicator(
        id=_code, name=_title, section="money", scope="place", unit="USD", formula="as published, current USD",
        needs=(_code,), reference=_WDI, max_age=3, fills="A value in World Development Indicators.", show="money",
    )(plain(_code))  # fmt: skip

indicator(
    id="gdp_per_head_ppp", name="GDP per head at purchasing-power parity", section="money", scope="place",
    unit="INTL_USD_2021", formula="as published, constant international USD of 2021", needs=("gdp_per_head_ppp",),
    reference=_WDI, max_age=3, fills="A value in World Development Indicators.", show="money",
)(plain("gdp_per_head_ppp"))  # fmt: skip


def _share_of_gdp(code: str) -> Any:
    def compute(e: PlaceEvidence) -> Iterator[Figure]:
        yield from ratio(e.series(code), e.series("gdp"), "1", method="share")

    return compute


for _code, _title in (
    ("remittances_received", "Remittances received, share of GDP"),
    ("remittances_paid", "Remittances paid, share of GDP"),
):
    indicator(
        id=f"{_code}_share_gdp", name=_title, section="money", scope="place", unit="1",
        formula="remittances / GDP of the same year, both current USD", needs=(_code, "gdp"), reference=_WDI,
        max_age=3, fills="Remittances and GDP of one year in World Development Indicators.", show="share",
    )(_share_of_gdp(_code))  # fmt: skip


@indicator(
    id="remittances_received_per_head", name="Remittances received for every inhabitant", section="money",
    scope="place", unit="USD", formula="remittances received / population", max_age=3,
    needs=("remittances_received", "population"), reference=_WDI,
    fills="Remittances in World Development Indicators.", show="money",
)  # fmt: skip
def remittances_received_per_head(e: PlaceEvidence) -> Iterator[Figure]:
    yield from ratio(e.series("remittances_received"), e.series("population"), "USD", method="ratio")


_MATRIX = (
    "A later bilateral matrix of the World Bank/KNOMAD. In the matrix held a zero beside migrants is no estimate: "
    "the origin reports no receipts, or the sender is left out."
)


def _estimates(e: CorridorEvidence) -> list[Any]:
    """Cells of the matrix; a zero although the Bank's own table has migrants there is no estimate."""
    migrants = {row.period: row.value for row in e.series("migrant_stock_wb")}
    return [row for row in e.series("remittances_bilateral") if row.value or not migrants.get(row.period)]


@indicator(
    id="remittances_bilateral", name="Remittances sent from the destination to the origin in a year",
    section="money", scope="corridor", unit="USD",
    formula="as published: the origin’s receipts spread over migrant stocks and incomes; a model, no measurement",
    needs=("remittances_bilateral", "migrant_stock_wb"), max_age=4, fills=_MATRIX, show="money",
    reference="World Bank/KNOMAD matrix; Ratha & Shaw (2007)",
)  # fmt: skip
def remittances_bilateral(e: CorridorEvidence) -> Iterator[Figure]:
    for row in _estimates(e):
        yield from_row(row)


@indicator(
    id="remittances_estimate", name="Remittances sent from the destination to the origin in a year, our own estimate",
    section="money", scope="corridor", unit="USD",
    formula="the origin’s receipts spread by migrants and both incomes; the ends are those of three rules, a spread",
    needs=("remittances_estimate",), max_age=6, show="money", reference="Ratha & Shaw (2007)",
    fills="`passerelle remittances allocate --into DIR` on evidence in which the origin reports its receipts.",
)  # fmt: skip
def remittances_estimate(e: CorridorEvidence) -> Iterator[Figure]:
    for row in e.series("remittances_estimate", breakdown="BOTH_INCOMES"):
        yield from_row(row, method="both incomes")


@indicator(
    id="remittances_bilateral_share", name="Share of the origin’s remittances that comes from the destination",
    section="money", scope="corridor", unit="1", formula="bilateral estimate / sum of the origin’s bilateral estimates",
    needs=("remittances_bilateral", "migrant_stock_wb"), sums=("remittances_bilateral",), max_age=4, show="share",
    reference="World Bank/KNOMAD matrix; Ratha & Shaw (2007)", fills=_MATRIX,
)  # fmt: skip
def remittances_bilateral_share(e: CorridorEvidence) -> Iterator[Figure]:
    yield from ratio(_estimates(e), e.origin.out("remittances_bilateral"), "1", method="share")


@indicator(
    id="remittances_per_migrant", name="Remittances a year for every migrant of the corridor", section="money",
    scope="corridor", unit="USD", formula="bilateral estimate / the World Bank’s own stock of the same year",
    needs=("remittances_bilateral", "migrant_stock_wb"), reference="World Bank/KNOMAD matrices", max_age=4,
    fills="Both matrices of one year.", show="money",
)  # fmt: skip
def remittances_per_migrant(e: CorridorEvidence) -> Iterator[Figure]:
    yield from ratio(_estimates(e), e.series("migrant_stock_wb"), "USD", method="ratio of two models")


indicator(
    id="price_200", name="Average price of sending 200 USD to the origin", section="money", scope="corridor",
    unit="PC", formula="simple mean over the services quoted of (fee + exchange margin) / amount",
    needs=("remittance_price_200",), reference=_RPW, max_age=2,
    fills="A survey of this corridor by Remittance Prices Worldwide or a certified national site.", show="percent",
)(plain("remittance_price_200"))  # fmt: skip


@indicator(
    id="price_above_3", name="Distance of the average price to 3%", section="money", scope="corridor", unit="PP",
    formula="average price of 200 USD − 3; the target is on the global average, so this is a distance, no verdict",
    needs=("remittance_price_200",), reference="SDG target 10.c", max_age=2,
    fills="A survey of this corridor by Remittance Prices Worldwide.", show="number",
)  # fmt: skip
def price_above_3(e: CorridorEvidence) -> Iterator[Figure]:
    for row in e.series("remittance_price_200"):
        yield derived(row.value - TARGET_AVERAGE, "PP", [row], method="average price − 3")


def _quotes(e: CorridorEvidence, amount: int) -> dict[str, list[Any]]:
    """Service-level prices by quarter."""
    found: dict[str, list[Any]] = {}
    for row in e.observed.get(f"service_price_{amount}", ()):
        found.setdefault(row.period, []).append(row)
    return found


@indicator(
    id="price_500", name="Average price of sending 500 USD to the origin", section="money", scope="corridor",
    unit="PC", formula="simple mean over the services quoted", needs=("service_price_500",), reference=_RPW,
    max_age=2, fills=_SERVICES, show="percent",
)  # fmt: skip
def price_500(e: CorridorEvidence) -> Iterator[Figure]:
    for rows in _quotes(e, 500).values():
        mean = sum(row.value for row in rows) / len(rows)
        yield derived(mean, "PC", rows, method="mean over services", note=f"{len(rows)} services")


def qualifies(row: Any) -> bool:
    """May a service count for SmaRT? Transparent, within five days, accessible (SDG metadata 10.c.1)."""
    told = json.loads(row.comment) if row.comment else {}
    return not exclusions(told.get("transparent"), told.get("days"), told.get("accessible"))


def smart_of(rows: list[Any]) -> Figure | None:
    """SmaRT of one quarter: mean of the three cheapest qualifying services; the count is always told.

    With one or two qualifying services their mean stands with its count: the published rule was not read. With
    none there is no figure; nothing is imputed.
    """
    cheapest = sorted((row for row in rows if qualifies(row)), key=lambda row: row.value)[:SERVICES]
    if not cheapest:
        return None
    mean = sum(row.value for row in cheapest) / len(cheapest)
    note = f"{len(cheapest)} of at most {SERVICES} qualifying services"
    return derived(mean, "PC", cheapest, method="SmaRT", note=note)


@indicator(
    id="smart", name="SmaRT: mean of the three cheapest qualifying services for 200 USD", section="money",
    scope="corridor", unit="PC", formula="mean of the three cheapest transparent, accessible services within five days",
    needs=("service_price_200",), reference=_RPW, max_age=2, fills=_SERVICES, show="percent",
)  # fmt: skip
def smart(e: CorridorEvidence) -> Iterator[Figure]:
    for rows in _quotes(e, 200).values():
        figure = smart_of(rows)
        if figure:
            yield figure


@indicator(
    id="price_above_5", name="Distance of SmaRT to 5%", section="money", scope="corridor", unit="PP",
    formula="SmaRT − 5; target 10.c wants no corridor above 5%", needs=("service_price_200",),
    reference="SDG target 10.c", max_age=2, fills=_SERVICES, show="number",
)  # fmt: skip
def price_above_5(e: CorridorEvidence) -> Iterator[Figure]:
    for figure in smart(e):
        if figure.value is not None:
            distance = figure.value - TARGET_CORRIDOR
            yield figure.about(value=distance, unit=UNITS["PP"], method="SmaRT − 5")


@indicator(
    id="services_quoted", name="Services quoted for 200 USD", section="money", scope="corridor", unit="SERVICES",
    formula="number of services in the quarter’s survey", needs=("service_price_200",), reference=_RPW,
    max_age=2, fills=_SERVICES, show="number",
)  # fmt: skip
def services_quoted(e: CorridorEvidence) -> Iterator[Figure]:
    for rows in _quotes(e, 200).values():
        yield derived(float(len(rows)), "SERVICES", rows, method="count")


@indicator(
    id="price_competition", name="Concentration of the firms quoted", section="money", scope="corridor", unit="1",
    formula="sum over firms of (share of the services quoted)²: 1 is a single firm; market shares are not published",
    needs=("service_price_200",), reference="Herfindahl–Hirschman index", max_age=2, fills=_SERVICES, show="ratio",
)  # fmt: skip
def price_competition(e: CorridorEvidence) -> Iterator[Figure]:
    for rows in _quotes(e, 200).values():
        firms = Counter(row.breakdown.split("|")[0] for row in rows)
        index = sum((n / len(rows)) ** 2 for n in firms.values())
        yield derived(index, "1", rows, method="HHI over services quoted", note=f"{len(firms)} firms")


@indicator(
    id="transfer_tax", name="Tax on sending money from the destination, by means of payment", section="money",
    scope="corridor", unit="PC", formula="rate by law; paid by the sender on top of the price",
    needs=("transfer_tax",), reference="26 USC 4475 for the United States", max_age=3,
    fills="A law that taxes transfers; our table lists those that were read.", show="percent",
)  # fmt: skip
def transfer_tax(e: CorridorEvidence) -> Iterator[Figure]:
    for row in e.destination.observed.get("transfer_tax", ()):
        yield from_row(row, method=row.breakdown.lower())


@indicator(
    id="income_gap", name="GDP per head at purchasing power: destination to origin", section="money", scope="corridor",
    unit="1", formula="GDP per head of the destination / of the origin, international USD of 2021",
    needs=("gdp_per_head_ppp",), reference=_WDI, max_age=3,
    fills="GDP per head of both places in one year.", show="ratio",
)  # fmt: skip
def income_gap(e: CorridorEvidence) -> Iterator[Figure]:
    yield from ratio(e.destination.series("gdp_per_head_ppp"), e.origin.series("gdp_per_head_ppp"), "1", method="ratio")
