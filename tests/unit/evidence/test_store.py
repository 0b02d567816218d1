"""The store: vintages, the server's own form, and the compiled reads held against the expressions."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from passerelle.base.corridors import Corridor
from passerelle.base.errors import EvidenceError
from passerelle.evidence.catalogue import Holding, choose
from passerelle.evidence.corridors import known_corridor
from passerelle.evidence.indicators.registry import needed_codes, summed_codes
from passerelle.evidence.queries import (
    chosen,
    observations_table,
    of_corridor,
    of_place,
    read_of,
    summed,
    vintages_table,
)
from passerelle.evidence.store import Store, fill, literal, open_store, shipped_folder


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


@pytest.fixture(scope="module")
def native(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield Store(native=tmp_path_factory.mktemp("native"))


def held(*vintages: tuple[str, str, str]) -> list[Holding]:
    return [Holding(source, code, vintage, ("PS",), 1, "2000", "2020") for source, code, vintage in vintages]


STOCKS = held(("a", "stock", "2017"), ("a", "stock", "2020"), ("a", "total", "2019"), ("b", "stock", "2018-06"))


def test_latest_is_the_newest_of_each_source_and_indicator() -> None:
    assert choose(STOCKS, "latest") == [("a", "stock", "2020"), ("a", "total", "2019"), ("b", "stock", "2018-06")]


def test_as_of_takes_nothing_newer() -> None:
    assert choose(STOCKS, "2018") == [("a", "stock", "2017"), ("b", "stock", "2018-06")]
    assert choose(STOCKS, "1990") == []


def test_all_takes_every_vintage() -> None:
    assert len(choose(STOCKS, "all")) == 4


@pytest.mark.parametrize(("origin", "destination"), [("MEX", "USA"), ("BFA", "CIV"), ("SYR", "TUR"), ("PCN", "TKL")])
def test_the_servers_own_form_answers_the_same(store: Store, native: Store, origin: str, destination: str) -> None:
    codes = needed_codes()
    assert native.of_corridor(origin, destination, codes) == store.of_corridor(origin, destination, codes)
    assert native.of_place(origin, codes) == store.of_place(origin, codes)
    for side, place in (("origin", origin), ("destination", destination)):
        ours, kept = store.summed(side, place, summed_codes()), native.summed(side, place, summed_codes())
        assert [row._replace(value=round(row.value, 3)) for row in ours] == [
            row._replace(value=round(row.value, 3)) for row in kept
        ]


def test_a_corridor_is_known_alike_in_both_forms(store: Store, native: Store) -> None:
    ours, kept = (known_corridor(one, Corridor("MAR", "NLD")).newest for one in (store, native))
    assert [f.as_dict() | {"value": f.value and round(f.value, 6)} for f in ours] == [
        f.as_dict() | {"value": f.value and round(f.value, 6)} for f in kept
    ]


def test_the_compiled_reads_answer_as_the_expressions(store: Store) -> None:
    import ibis

    table, vintages, codes = observations_table(), vintages_table(), needed_codes()
    corridor = read_of(chosen(of_corridor(table, ibis.literal("BFA"), ibis.literal("CIV"), codes), vintages))
    assert [tuple(row.values()) for row in store.ask(corridor).to_pylist()] == store.of_corridor("BFA", "CIV", codes)
    place = read_of(chosen(of_place(table, ibis.literal("MLI"), codes), vintages))
    assert [tuple(row.values()) for row in store.ask(place).to_pylist()] == store.of_place("MLI", codes)
    sums = summed(table, vintages, "destination", ibis.literal("DEU"), ["migrant_stock"])
    assert [tuple(row.values()) for row in store.ask(sums).to_pylist()] == store.summed(
        "destination", "DEU", ["migrant_stock"]
    )


def test_what_is_known_both_ways_is_found_from_either_end(store: Store) -> None:
    there, back = (
        {row.indicator: row.value for row in store.of_corridor(a, b, ["distance_km", "contiguity"])}
        for a, b in (("FRA", "ESP"), ("ESP", "FRA"))
    )
    assert there == back and there["contiguity"] == 1


def test_a_folder_without_evidence_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="holds no compiled evidence"):
        Store([tmp_path])


def test_all_vintages_make_no_corridor() -> None:
    with pytest.raises(EvidenceError, match="as of one vintage"):
        known_corridor(open_store((), "all"), Corridor("MEX", "USA"))


def test_as_of_an_older_edition() -> None:
    known = known_corridor(open_store((), "2018"), Corridor("MEX", "USA"), ["stock"])
    assert known.latest("stock").value == 12_683_066 and known.latest("stock").vintage == "2017"


def test_the_stamp_follows_the_vintage_and_is_the_same_each_time() -> None:
    assert Store().stamp == Store().stamp != Store(vintage="2018").stamp


@pytest.mark.parametrize(
    ("value", "sql"),
    [("MEX", "'MEX'"), ("o'", "'o'''"), (5, "5"), (["a", "b'"], "['a', 'b''']::VARCHAR[]")],
)
def test_values_become_literals(value: str | int | list[str], sql: str) -> None:
    assert literal(value) == sql


def test_a_hostile_value_stays_a_value(store: Store) -> None:
    assert store.of_corridor("'; DROP TABLE chosen; --", "USA", ["migrant_stock"]) == []
    assert store.of_corridor("MEX", "USA", ["migrant_stock"])
    assert fill("SELECT $a, $b", {"a": "$b", "b": 1}) == "SELECT '$b', 1"


def test_what_ships_is_where_the_package_is() -> None:
    assert (shipped_folder() / "catalogue.json").exists()
