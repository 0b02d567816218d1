"""What is known of a corridor or a place: newest, before, whole, sources, years, partners."""

from pathlib import Path

import polars as pl
import pytest
from tests.makers_store import folder_of, observed

from passerelle.base.corridors import Corridor
from passerelle.base.errors import IndicatorUnknown, PlaceUnknown
from passerelle.evidence.corridors import (
    Known,
    held,
    is_old,
    known_corridor,
    known_place,
    largest_corridors,
    partners,
    source_pairs,
)
from passerelle.evidence.figures import Figure, unknown
from passerelle.evidence.indicators.registry import all_indicators, corridor_names
from passerelle.evidence.store import Store


def figure(period: str, value: float | None = 1.0, **also: object) -> Figure:
    """A figure of the stock."""
    if value is None:
        return unknown("stock", "persons", "nothing")
    return Figure("stock", value, "persons", period, "a", "1").about(**also)


def known(*figures: Figure) -> Known:
    return Known({"stock": list(figures)})


def test_the_latest_is_of_the_newest_period_of_a_sex() -> None:
    told = known(figure("2015", 1), figure("2020", 2), figure("2020", 3, sex="F"), figure("2010", 4))
    assert told.latest("stock").value == 2 and told.latest("stock", sex="F").value == 3
    assert told.latest("stock", sex="M").value == 2, "where a sex is not told, what is there"


def test_whole_passes_over_a_year_held_in_part_unless_there_is_no_other() -> None:
    part = figure("2025", 9, status="P")
    assert known(figure("2024", 5), part).latest("stock", whole=True).value == 5
    assert known(part).latest("stock", whole=True).value == 9


def test_before_is_of_the_same_sex_and_method() -> None:
    last = figure("2020", 3, method="x")
    told = known(figure("2010", 1, method="x"), figure("2015", 2, method="y"), last)
    before = told.before(last)
    assert before is not None and before.value == 1
    assert told.before(figure("2010", 1, method="x")) is None and told.before(figure("", None)) is None


def test_what_is_not_known_stands_under_its_name() -> None:
    told = known(figure("", None))
    assert not told.latest("stock").is_known and told.newest == told.series["stock"] and told.sources == []
    assert told.years is None
    with pytest.raises(IndicatorUnknown):
        told.latest("stocks")


def test_sources_are_pairs_and_years_run_from_the_oldest_to_the_newest() -> None:
    told = known(figure("2015", source="a + b", vintage="1 + 2"), figure("2010-2020", sex="F", source="a", vintage="1"))
    assert told.sources == [("a", "1"), ("b", "2")] and told.years == (2010, 2020)
    assert source_pairs(figure("2015", source="a + b", vintage="1")) == [("a", "1"), ("b", "1")]


@pytest.mark.parametrize(("year", "old"), [(2027, False), (2028, True)])
def test_a_figure_is_old_beyond_its_indicators_maximum_age(year: int, old: bool) -> None:
    assert is_old(figure("2020"), year) is old and all_indicators()["stock"].max_age == 7


STOCKS = observed(
    "migrant_stock", ("MAR", "NLD", "2020", 110.0), ("MAR", "BEL", "2020", 60.0), ("GHA", "NLD", "2020", 20.0),
    ("_O", "NLD", "2020", 500.0), ("MAR", "NLD", "2015", 900.0), ("SUR", "NLD", "2020", 20.0), vintage="2020",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    part = observed("deaths_missing", ("GHA", "LBY", "2024-03-01", 2.0), vintage="2024-03", breakdown="R#1")
    folder = folder_of(tmp_path_factory.mktemp("small"), "undesa_stock", STOCKS)
    return Store([folder_of(folder, "missing_migrants", part)])


def test_the_largest_are_places_of_the_newest_period_in_order(store: Store) -> None:
    assert [(f.origin, f.destination, f.value) for f in largest_corridors(store, 3)] == [
        ("MAR", "NLD", 110), ("MAR", "BEL", 60), ("GHA", "NLD", 20),
    ]  # fmt: skip
    assert [(f.origin, f.value) for f in partners(store, "NLD", "destination")] == [
        ("MAR", 110),
        ("GHA", 20),
        ("SUR", 20),
    ]
    assert [f.destination for f in partners(store, "MAR", "origin", 1)] == ["NLD"]
    assert partners(store, "TKL", "origin") == []


def test_every_name_stands_in_a_corridor_and_only_those_asked_for_where_asked(store: Store) -> None:
    corridor = Corridor("MAR", "NLD")
    assert list(known_corridor(store, corridor).series) == list(corridor_names())
    few = known_corridor(store, corridor, ["stock", "population_origin"])
    assert list(few.series) == ["stock", "population_origin"] and few.corridor == corridor
    assert all(f.origin == "MAR" and f.destination == "NLD" for figures in few.series.values() for f in figures)


def test_a_place_has_the_indicators_of_places_under_their_own_names(store: Store) -> None:
    told = known_place(store, "NLD")
    assert told.iso3 == "NLD" and set(told.series) == {i.id for i in all_indicators().values() if i.scope == "place"}
    assert told.latest("immigrants").value == 650
    with pytest.raises(PlaceUnknown):
        known_place(store, "QQQ")


def test_sections_hold_their_names_in_order(store: Store) -> None:
    told = known_corridor(store, Corridor("MAR", "NLD"))
    assert told.section("people")[0] == "stock" and "price_200" in told.section("money")
    assert sum(len(told.section(section)) for section in ("people", "money", "skills", "rights", "drivers")) == len(
        told.series
    )


def test_what_a_table_holds_as_a_whole(store: Store) -> None:
    whole = held(store)
    assert (whole.starts["migrant_stock"], whole.ends["migrant_stock"], whole.vintages["migrant_stock"]) == (
        "2015",
        "2020",
        "2020",
    )
    assert whole.ends["deaths_missing"] == "2024-03-01"


def test_a_year_that_the_table_holds_in_part_says_so(store: Store) -> None:
    figure = known_place(store, "GHA").latest("deaths_of_nationals")
    assert (figure.value, figure.status) == (2, "P") and "until 2024-03 only" in figure.note


def test_two_stores_do_not_share_what_they_know(store: Store, tmp_path: Path) -> None:
    other = Store([folder_of(tmp_path, "undesa_stock", STOCKS.with_columns(pl.col("OBS_VALUE") * 2))])
    corridor = Corridor("MAR", "NLD")
    assert known_corridor(other, corridor, ["stock"]).latest("stock").value == 220
    assert known_corridor(store, corridor, ["stock"]).latest("stock").value == 110
