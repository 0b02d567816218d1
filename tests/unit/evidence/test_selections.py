"""One indicator over many corridors or places: filters, ends, vintages, what is not known."""

from pathlib import Path

import pytest
from tests.makers_store import folder_of, observed

from passerelle.base.corridors import Corridor
from passerelle.base.errors import IndicatorUnknown, PeriodUnreadable
from passerelle.evidence.corridors import known_corridor
from passerelle.evidence.figures import unknown
from passerelle.evidence.selections import Wanted, said_of_vintage, select, select_vintages
from passerelle.evidence.store import Store

OLD = observed("migrant_stock", ("MAR", "NLD", "2015", 90.0), ("GHA", "NLD", "2015", 9.0), vintage="2017")
NEW = observed(
    "migrant_stock", ("MAR", "NLD", "2015", 100.0), ("MAR", "NLD", "2020", 110.0), ("MAR", "BEL", "2020", 60.0),
    ("GHA", "NLD", "2020", 20.0), ("_O", "NLD", "2020", 30.0), vintage="2020",
)  # fmt: skip
WOMEN = observed("migrant_stock", ("MAR", "NLD", "2020", 55.0), vintage="2020", sex="F")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stocks of two editions in place of those that ship; all else ships."""
    return folder_of(tmp_path_factory.mktemp("small"), "undesa_stock", OLD, NEW.vstack(WOMEN))


@pytest.fixture(scope="module")
def store(folder: Path) -> Store:
    return Store([folder])


def values(store: Store, **wanted: str) -> dict[tuple[str, str, str, str], float | None]:
    found = select(store, Wanted(**wanted))
    return {(f.origin, f.destination, f.period, f.sex): f.value for f in found}


def test_all_corridors_of_the_newest_edition_origins_that_are_no_place_left_out(store: Store) -> None:
    assert values(store, name="stock", sex="_T") == {
        ("MAR", "NLD", "2015", "_T"): 100, ("MAR", "NLD", "2020", "_T"): 110, ("MAR", "BEL", "2020", "_T"): 60,
        ("GHA", "NLD", "2020", "_T"): 20,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "pairs"),
    [({"origin": "MAR"}, {("MAR", "NLD"), ("MAR", "BEL")}), ({"destination": "NLD"}, {("MAR", "NLD"), ("GHA", "NLD")}),
     ({"origin": "MAR", "destination": "BEL"}, {("MAR", "BEL")}), ({"period": "2015"}, {("MAR", "NLD")}),
     ({"period": "2010-2015"}, {("MAR", "NLD")}), ({"sex": "F"}, {("MAR", "NLD")}), ({"period": "1999"}, set())],
)  # fmt: skip
def test_filters_let_through_what_is_asked(store: Store, wanted: dict[str, str], pairs: set[tuple[str, str]]) -> None:
    assert {(origin, destination) for origin, destination, _, _ in values(store, name="stock", **wanted)} == pairs


def test_a_selection_is_what_the_corridors_own_page_has(store: Store) -> None:
    chosen = select(store, Wanted("stock", "MAR", "NLD"))
    assert chosen == known_corridor(store, Corridor("MAR", "NLD"), ["stock"]).series["stock"]


def test_one_corridor_that_is_not_known_says_what_would_fill_it_many_say_nothing(store: Store) -> None:
    (figure,) = select(store, Wanted("stock", "PCN", "TKL"))
    assert not figure.is_known and (figure.origin, figure.destination) == ("PCN", "TKL") and figure.note
    assert select(store, Wanted("stock", "PCN")) == []


def test_sums_over_partners_count_origins_that_are_no_place(store: Store) -> None:
    immigrants = {f.destination: f.value for f in select(store, Wanted("immigrants", period="2020", sex="_T"))}
    assert immigrants == {"NLD": 160, "BEL": 60}
    emigrants = {f.destination: f.value for f in select(store, Wanted("emigrants", period="2020", sex="_T"))}
    assert {"MAR": 170, "GHA": 20}.items() <= emigrants.items()


def test_shares_need_the_sums_of_the_same_edition(store: Store) -> None:
    (figure,) = select(store, Wanted("share_of_immigrants", "MAR", "NLD", period="2020"))
    assert figure.value == pytest.approx(110 / 160) and figure.vintage == "2020"


@pytest.mark.parametrize(
    ("name", "origin", "destination", "places"),
    [("population", "GHA", "", ["GHA"]), ("population", "GHA", "DEU", ["GHA", "DEU"]), ("population_origin", "GHA", "DEU", ["GHA"]),
     ("population_destination", "GHA", "DEU", ["DEU"]), ("population_destination", "", "DEU", ["DEU"])],
)  # fmt: skip
def test_an_indicator_of_places_takes_the_end_that_its_name_says(
    store: Store, name: str, origin: str, destination: str, places: list[str]
) -> None:
    found = select(store, Wanted(name, origin, destination, period="2020"))
    assert [f.destination for f in found] == places and all(f.indicator == "population" for f in found)


def test_what_both_ends_make_alone_wants_a_named_end_and_no_place_beside_itself(store: Store) -> None:
    found = select(store, Wanted("unemployment_gap", "GHA", period="2019"))
    assert len(found) > 100 and "GHA" not in {f.destination for f in found}


def test_what_holds_both_ways_is_found_from_either_end(store: Store) -> None:
    there, back = (select(store, Wanted("contiguity", a, b)) for a, b in (("FRA", "ESP"), ("ESP", "FRA")))
    assert there[0].value == back[0].value == 1


def test_all_vintages_stand_beside_one_another_each_computed_within_its_own(folder: Path) -> None:
    found = select_vintages((folder,), "all", Wanted("share_of_immigrants", "MAR", "NLD"))
    assert {(f.vintage, f.period): f.value for f in found} == pytest.approx({
        ("2017", "2015"): 90 / 99, ("2020", "2015"): 1.0, ("2020", "2020"): 110 / 160,
    })  # fmt: skip


def test_as_of_an_edition_the_older_figure_is_given(folder: Path) -> None:
    (figure,) = select_vintages((folder,), "2018", Wanted("stock", "MAR", "NLD", period="2015"))
    assert (figure.value, figure.vintage) == (90, "2017")
    assert select_vintages((folder,), "latest", Wanted("stock", "GHA", "NLD", period="2015")) == []


def test_before_any_edition_the_note_says_which_is_the_oldest(folder: Path) -> None:
    (figure,) = select_vintages((folder,), "1999", Wanted("stock", "MAR", "NLD"))
    assert figure.note == "no table published by 1999 is held; the oldest one here is of 2017"


def test_what_no_edition_has_keeps_its_own_note(folder: Path) -> None:
    store, nothing = Store([folder], vintage="2018"), unknown("stock", "persons", "why")
    assert said_of_vintage(store, nothing) is nothing, "the edition of 2017 is there: the pair is not in it"
    assert said_of_vintage(Store([folder]), nothing) is nothing
    smart = unknown("smart", "%", "why")
    assert said_of_vintage(store, smart) is smart, "no edition of the services is held at all"


def test_names_and_periods_that_are_none(store: Store) -> None:
    with pytest.raises(IndicatorUnknown):
        select(store, Wanted("stocks"))
    with pytest.raises(PeriodUnreadable):
        select(store, Wanted("stock", period="soon"))
