"""Routes: under which slugs they are filed, sums of years, nationalities of a whole year, events on the map."""

import polars as pl
import pytest
from tests.makers_store import folder_of, observed

from passerelle.base.corridors import Route, find_route, named_routes
from passerelle.evidence.routes import LEG_NAMES, KnownRoute, known_route, slugs_of
from passerelle.evidence.store import Store

SLUG = "CENTRAL_MEDITERRANEAN"


def deaths(day: str, persons: float, at: int, *, placed: bool = True) -> pl.DataFrame:
    rows = observed("deaths_missing", ("_U", "LBY", day, persons), vintage="2025-04", breakdown=f"{SLUG}#{at}")
    spot = {"LATITUDE": 33.0, "LONGITUDE": 12.0} if placed else {"LATITUDE": None, "LONGITUDE": None}
    return rows.with_columns(pl.lit(value, dtype=pl.Float64).alias(name) for name, value in spot.items())


DETECTIONS = pl.concat([
    observed("detections", (origin, "_X", month, value), vintage="2025-03", breakdown=f"{route}.SEA")
    for origin, month, value, route in (
        ("TUN", "2024-05", 70.0, SLUG), ("TUN", "2024-06", 30.0, SLUG), ("BGD", "2024-06", 150.0, SLUG),
        ("_O", "2024-06", 900.0, SLUG), ("BGD", "2025-03", 5.0, SLUG), ("SYR", "2024-06", 999.0, "EASTERN_MEDITERRANEAN"),
    )
])  # fmt: skip
DEATHS = pl.concat([deaths("2024-02-01", 10, 1), deaths("2024-02-01", 5, 2, placed=False), deaths("2025-04-30", 3, 1)])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = folder_of(tmp_path_factory.mktemp("small"), "frontex", DETECTIONS)
    return Store([folder_of(folder, "missing_migrants", DEATHS)])


@pytest.fixture(scope="module")
def route(store: Store) -> KnownRoute:
    return known_route(store, find_route(["central-mediterranean"]))


def test_years_are_sums_over_the_route_alone_and_a_part_of_a_year_says_so(route: KnownRoute) -> None:
    told = {(f.indicator, f.period): (f.value, f.status) for f in route.by_year}
    assert told == {
        ("route_detections", "2024"): (1150, "A"), ("route_detections", "2025"): (5, "P"),
        ("route_deaths", "2024"): (15, "A"), ("route_deaths", "2025"): (3, "P"),
    }  # fmt: skip


def test_nationalities_are_of_the_newest_whole_year_the_most_detected_first(route: KnownRoute) -> None:
    assert [(f.origin, f.value, f.period) for f in route.by_origin] == [("BGD", 150, "2024"), ("TUN", 100, "2024")]


def test_events_are_incidents_with_a_place_on_the_map(route: KnownRoute) -> None:
    assert [(e.day, e.dead, e.latitude) for e in route.events] == [("2024-02-01", 10, 33), ("2025-04-30", 3, 33)]


def test_each_leg_has_its_figures_in_order(route: KnownRoute) -> None:
    assert [name for name, _ in route.legs] == ["NGA → NER", "NER → LBY", "LBY → ITA"]
    assert all([f.indicator for f in figures] == list(LEG_NAMES) for _, figures in route.legs)
    told = route.as_dict()
    assert [(leg["origin"], leg["destination"]) for leg in told["legs"]] == [
        ("NGA", "NER"),
        ("NER", "LBY"),
        ("LBY", "ITA"),
    ]
    assert told["incidents"] == 2 and told["nationalities"][0]["origin"] == "BGD" and told["filed_under"] == [SLUG]
    assert len(route.figures) == 12 + len(route.by_year) + len(route.by_origin)


@pytest.mark.parametrize("code", list(named_routes()))
def test_a_named_route_is_filed_under_its_own_slugs(code: str) -> None:
    assert slugs_of(named_routes()[code]) == named_routes()[code].incidents


@pytest.mark.parametrize(
    ("stops", "slugs"),
    [
        (("ETH", "DJI", "YEM", "SAU"), ("EHOA_EASTERN",)),
        (("GMB", "LBY", "ITA"), (SLUG,)),
        (("ITA", "LBY"), ()),
        (("PHL", "ARE"), ()),
    ],
)
def test_a_chain_follows_a_named_route_when_it_ends_there_and_shares_two_stops(
    stops: tuple[str, ...], slugs: tuple[str, ...]
) -> None:
    assert slugs_of(Route(stops)) == slugs


def test_a_route_that_no_register_files_says_so_and_is_not_zero(store: Store) -> None:
    told = known_route(store, Route(("PHL", "ARE")))
    assert [f.value for f in told.by_year] == [None, None] and not told.events and not told.by_origin
    assert {f.note for f in told.by_year} == {"The places given follow no route under which registers file incidents."}


def test_a_slug_that_a_register_lacks_is_named(store: Store) -> None:
    told = known_route(store, Route(("GIN", "SEN", "ESP"), incidents=("WESTERN_AFRICAN",)))
    assert {f.note for f in told.by_year} == {"no register files incidents under WESTERN_AFRICAN"}
