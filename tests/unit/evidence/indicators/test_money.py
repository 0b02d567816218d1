"""Indicators of money: prices, SmaRT, competition, remittances."""

import json

import pytest
from tests.unit.evidence.indicators.makers import corridor, place, seen

from passerelle.evidence.indicators.money import qualifies, smart_of
from passerelle.evidence.indicators.registry import figures_of_corridor


def service(firm: str, price: float, *, amount: int = 200, transparent: bool = True, days: float = 1,
            accessible: bool | None = True):  # fmt: skip
    told = json.dumps({"transparent": transparent, "days": days, "accessible": accessible})
    return seen(
        f"service_price_{amount}", "2024-Q1", price, unit="PC", breakdown=f"{firm}|cash", comment=told, source="rpw"
    )


def of(name: str, *rows, **ends):
    return figures_of_corridor(name, corridor(*rows, **ends))


def test_smart_is_the_mean_of_the_three_cheapest() -> None:
    (figure,) = of("smart", *(service(f"f{n}", price) for n, price in enumerate([7, 2, 4, 3, 9])))
    assert figure.value == 3 and figure.note.startswith("3 of")


@pytest.mark.parametrize(("prices", "mean"), [([4.0], 4.0), ([4.0, 6.0], 5.0)])
def test_fewer_than_three_tell_their_number(prices: list[float], mean: float) -> None:
    (figure,) = of("smart", *(service(f"f{n}", price) for n, price in enumerate(prices)))
    assert figure.value == mean and figure.note.startswith(f"{len(prices)} of")


def test_none_qualifying_is_no_figure() -> None:
    rows = [service("a", 1, transparent=False), service("b", 1, days=6), service("c", 1, accessible=False)]
    assert not any(qualifies(row) for row in rows)
    assert smart_of(rows) is None
    (figure,) = of("smart", *rows)
    assert not figure.is_known


def test_a_service_whose_access_is_not_told_may_count() -> None:
    assert qualifies(service("a", 1, accessible=None))
    assert not qualifies(seen("service_price_200", "2024-Q1", 1))


def test_distances_to_both_targets() -> None:
    (three,) = of("price_above_3", seen("remittance_price_200", "2020-Q3", 4.18, unit="PC"))
    assert three.value == pytest.approx(1.18) and three.unit == "percentage points"
    (five,) = of("price_above_5", *(service(f"f{n}", 7) for n in range(3)))
    assert five.value == pytest.approx(2)


def test_the_average_of_500_and_the_number_of_services() -> None:
    (mean,) = of("price_500", service("a", 2, amount=500), service("b", 4, amount=500))
    assert mean.value == 3 and mean.note == "2 services"
    (count,) = of("services_quoted", service("a", 2), service("a", 3), service("b", 4))
    assert count.value == 3


def test_concentration_of_firms() -> None:
    (alone,) = of("price_competition", service("a", 2), service("a", 3))
    assert alone.value == 1
    (four,) = of("price_competition", *(service(firm, 2) for firm in "abcd"))
    assert four.value == pytest.approx(0.25) and four.note == "4 firms"


def test_a_zero_beside_migrants_is_no_estimate() -> None:
    money, people = seen("remittances_bilateral", "2017", 0, unit="USD"), seen("migrant_stock_wb", "2017", 1_300_000)
    assert not of("remittances_bilateral", money, people)[0].is_known
    assert of("remittances_bilateral", money, people._replace(value=0))[0].value == 0


def test_shares_of_the_economy_and_the_tax() -> None:
    origin = place("GHA", seen("remittances_received", "2023", 5e9, unit="USD"), seen("gdp", "2023", 1e11, unit="USD"))
    assert of("remittances_received_share_gdp_origin", origin=origin)[0].value == pytest.approx(0.05)
    taxed = place("USA", seen("transfer_tax", "2026-01-01", 1, unit="PC", breakdown="CASH"))
    (tax,) = of("transfer_tax", destination=taxed)
    assert (tax.value, tax.method, tax.period) == (1, "cash", "2026-01-01")


def test_the_income_gap_is_destination_over_origin() -> None:
    ends = {
        "origin": place("GHA", seen("gdp_per_head_ppp", "2023", 5_000)),
        "destination": place("DEU", seen("gdp_per_head_ppp", "2023", 60_000)),
    }
    assert of("income_gap", **ends)[0].value == 12
