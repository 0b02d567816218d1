"""What holds for every place, period, amount and table."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.base.money import Money, Rate, Rates
from passerelle.base.names import find_place, fold
from passerelle.base.periods import Period, read_period
from passerelle.base.places import LANGUAGES, all_places, current_places
from passerelle.evidence.observations import observations
from passerelle.evidence.parquet import settle, write

PLACES = [place.iso3 for place in current_places()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_found_by_its_name_in_every_language(language: str) -> None:
    assert all(find_place(place.name(language)).iso3 == place.iso3 for place in all_places().values())


@given(st.text(max_size=60))
@settings(max_examples=400)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(PLACES), st.sampled_from([str.upper, str.lower, str.title]))
def test_letters_large_or_small_make_no_difference(iso3: str, change) -> None:
    name = all_places()[iso3].name()
    assert fold(change(name)) == fold(name)


years = st.integers(1000, 9998)


@given(
    st.one_of(
        years.map(lambda y: Period(y, y)),
        st.tuples(years, st.integers(0, 1)).map(lambda t: Period(t[0], t[0] + t[1], 0, "span")),
        st.tuples(years, st.integers(1, 4)).map(lambda t: Period(t[0], t[0], t[1], "quarter")),
        st.tuples(years, st.integers(1, 12)).map(lambda t: Period(t[0], t[0], t[1], "month")),
    )
)
def test_a_period_written_is_read_back(period: Period) -> None:
    assert read_period(period.text) == period


@given(st.decimals("0.01", "1e9", places=2), st.decimals("0.001", "1000", places=3))
def test_money_there_and_back_is_the_same(amount: Decimal, units: Decimal) -> None:
    day = date(2024, 5, 1)
    rates = Rates([Rate("EUR", "USD", day, units, "made")])
    there, _ = rates.convert(Money(amount, "EUR", day), "USD")
    back, _ = rates.convert(there, "EUR")
    assert abs(back.amount - amount) < Decimal("1e-12") * amount


cells = st.lists(
    st.tuples(st.sampled_from(PLACES[:12]), st.sampled_from(PLACES[12:24]), st.integers(1990, 2020), st.floats(0, 1e9)),
    min_size=1, max_size=30, unique_by=lambda cell: cell[:3],
)  # fmt: skip


def table(values: list[tuple[str, str, int, float]]) -> pl.DataFrame:
    names = ["COUNTERPART_AREA", "REF_AREA", "TIME_PERIOD", "OBS_VALUE"]
    made = pl.DataFrame(values, schema=names, orient="row").with_columns(
        pl.col("TIME_PERIOD").cast(pl.String), INDICATOR=pl.lit("migrant_stock"), UNIT_MEASURE=pl.lit("PS"),
        VINTAGE=pl.lit("2020"),
    )  # fmt: skip
    return observations(made)


@given(cells)
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back_whatever_the_order(tmp_path_factory, values) -> None:
    folder: Path = tmp_path_factory.mktemp("store")
    there, _ = settle(table(values), "undesa_stock")
    back, _ = settle(table(values[::-1]), "undesa_stock")
    assert write(there, folder / "a.parquet") == write(back, folder / "b.parquet")
    held = pl.read_parquet(folder / "a.parquet")
    read = held.select("COUNTERPART_AREA", "REF_AREA", pl.col("TIME_PERIOD").cast(pl.Int64), "OBS_VALUE").rows()
    assert sorted(read) == sorted(values)


@given(cells)
@settings(max_examples=25, deadline=None)
def test_said_twice_is_said_once(values) -> None:
    once, none = settle(table(values), "undesa_stock")
    twice, folded = settle(pl.concat([table(values), table(values)]), "undesa_stock")
    assert once.equals(twice) and (none, folded) == (0, len(values))
