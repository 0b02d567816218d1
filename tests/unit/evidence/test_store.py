"""The store: vintages, the server's own form, and the compiled reads held against the expressions."""

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.makers_store import folder_of, observed

from passerelle.base.corridors import Corridor
from passerelle.base.errors import EvidenceError
from passerelle.evidence.catalogue import Holding, choose
from passerelle.evidence.corridors import known_corridor, known_place, source_pairs
from passerelle.evidence.indicators.registry import needed_codes, summed_codes
from passerelle.evidence.literals import fill, literal
from passerelle.evidence.queries import (
    chosen,
    explored,
    observations_table,
    of_corridor,
    of_place,
    read_of,
    summed,
    vintages_table,
)
from passerelle.evidence.store import Store, open_store, shipped_folder


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
@pytest.mark.slow
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


# Tables in parts, and what a store passes over: small folders before what ships.


def seen(store: Store, code: str, origin: str, destination: str) -> list[tuple[str, float, str]]:
    """Period, value and vintage of what is observed of a corridor under one code."""
    rows = store.of_corridor(origin, destination, [code])
    return [(row.period, row.value, row.vintage) for row in rows if row.indicator == code]


WHOLE = observed("refugees", ("SYR", "TUR", "2023", 5.0), ("SYR", "TUR", "2024", 4.0), ("SYR", "DEU", "2024", 7.0),
                 ("AFG", "DEU", "2024", 1.0), vintage="2024")  # fmt: skip
PART = observed("refugees", ("SYR", "TUR", "2025", 3.0), vintage="2026-02-01")


def test_a_newer_part_hides_its_own_cells_alone(tmp_path: Path) -> None:
    store = Store([folder_of(tmp_path, "unhcr", WHOLE, PART)])
    assert seen(store, "refugees", "SYR", "TUR") == [("2025", 3.0, "2026-02-01")], "a series never mixes vintages"
    assert seen(store, "refugees", "SYR", "DEU") == [("2024", 7.0, "2024")]


def test_a_sum_over_parts_names_each_vintage_in_it(tmp_path: Path) -> None:
    part = observed("refugees", ("SYR", "TUR", "2024", 3.0), vintage="2026-02-01")
    store = Store([folder_of(tmp_path, "unhcr", WHOLE, part)])
    sums = store.summed("origin", "SYR", ["refugees"])
    assert [(s.period, s.value, s.source, s.vintage, s.partners) for s in sums] == [
        ("2024", 10.0, "unhcr + unhcr", "2024 + 2026-02-01", 2)
    ]
    assert [s for place, s in store.summed_by_place("origin", ["refugees"]) if place == "SYR"] == sums
    figure = known_place(store, "SYR", ["refugees_from"]).latest("refugees_from")
    assert figure.value == 10 and source_pairs(figure) == [("unhcr", "2024"), ("unhcr", "2026-02-01")]


def test_what_is_absent_is_dated_by_the_main_vintage_not_by_the_small_part(tmp_path: Path) -> None:
    store = Store([folder_of(tmp_path, "unhcr", WHOLE, PART)])
    assert [c for c in store.chosen if c[1] == "refugees"] == [("unhcr", "refugees", "2024")]
    known = known_corridor(store, Corridor("PCN", "TKL"), ["refugees"])
    assert known.latest("refugees").note == "none recorded by 2024"


def test_a_newer_whole_takes_the_older_ones_place_altogether(tmp_path: Path) -> None:
    newer = observed("refugees", ("SYR", "TUR", "2025", 3.0), ("SYR", "DEU", "2025", 6.0), ("AFG", "DEU", "2025", 2.0),
                     vintage="2025")  # fmt: skip
    store = Store([folder_of(tmp_path, "unhcr", WHOLE, newer)])
    assert [c for c in store.parts.taken if c[1] == "refugees"] == [("unhcr", "refugees", "2025")]
    assert not [row for row in store.parts.hidden if row[1] == "refugees"]


def test_as_of_an_earlier_day_the_part_is_not_there_yet(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "unhcr", WHOLE, PART)
    assert [value for _, value, _ in seen(Store([folder], vintage="2025"), "refugees", "SYR", "TUR")] == [5.0, 4.0]
    assert len(seen(Store([folder], vintage="all"), "refugees", "SYR", "TUR")) == 3


def test_a_table_that_is_no_table_in_parts_keeps_to_its_newest_edition(tmp_path: Path) -> None:
    old = observed("migrant_stock", ("MAR", "NLD", "2015", 5.0), ("MAR", "BEL", "2015", 7.0), vintage="2017")
    new = observed("migrant_stock", ("MAR", "NLD", "2015", 6.0), vintage="2020")
    store = Store([folder_of(tmp_path, "undesa_stock", old, new)])
    assert seen(store, "migrant_stock", "MAR", "BEL") == []
    assert seen(store, "migrant_stock", "MAR", "NLD") == [("2015", 6.0, "2020")]


def test_parts_of_a_country_and_of_a_group_of_citizens(tmp_path: Path) -> None:
    def rate(place: str, group: str, value: float, vintage: str) -> pl.DataFrame:
        rows = observed("employment_rate", ("_Z", place, "2024", value), vintage=vintage, breakdown=group)
        return rows.with_columns(AGE=pl.lit("Y15T64"), UNIT_MEASURE=pl.lit("PC"))

    shipped = pl.concat([
        rate(place, group, value, "2025-03-03")
        for place, group, value in (("DEU", "CITIZEN_NAT", 80.0), ("DEU", "CITIZEN_FOR", 65.0),
                                    ("FRA", "CITIZEN_NAT", 70.0), ("FRA", "CITIZEN_FOR", 55.0))
    ])  # fmt: skip
    small = rate("DEU", "CITIZEN_NEU27", 60.0, "2026-01-01")
    store = Store([folder_of(tmp_path, "eurostat", shipped, small)])
    germany, france = (known_place(store, iso3) for iso3 in ("DEU", "FRA"))
    assert france.latest("employment_rate_gap").value == -15
    assert germany.latest("employment_rate_gap").vintage == "2025-03-03"
    gap = germany.latest("employment_rate_gap_tcn")
    assert gap.value == -20 and gap.vintage == "2026-01-01 + 2025-03-03"


@pytest.mark.slow
def test_the_servers_own_form_reads_parts_alike(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "evidence", "unhcr", WHOLE, PART)
    plain, native = Store([folder]), Store([folder], native=tmp_path / "native")
    for origin, destination in (("SYR", "TUR"), ("SYR", "DEU"), ("AFG", "DEU")):
        assert plain.of_corridor(origin, destination, ["refugees"]) == native.of_corridor(
            origin, destination, ["refugees"]
        )
    assert plain.summed("destination", "DEU", ["refugees"]) == native.summed("destination", "DEU", ["refugees"])


def test_free_queries_read_parts_alike(tmp_path: Path) -> None:
    store = Store([folder_of(tmp_path, "unhcr", WHOLE, PART)])
    found = store.ask(explored(observations_table(), vintages_table(), indicator="refugees")).to_pylist()
    assert sorted((row["COUNTERPART_AREA"], row["REF_AREA"], row["TIME_PERIOD"]) for row in found) == [
        ("AFG", "DEU", "2024"), ("SYR", "DEU", "2024"), ("SYR", "TUR", "2025"),
    ]  # fmt: skip


def test_a_table_without_a_card_is_passed_over_and_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "unhcr", WHOLE)
    catalogue = json.loads((folder / "catalogue.json").read_text("utf-8"))
    catalogue["of_a_later_edition"] = catalogue["unhcr"]
    (folder / "catalogue.json").write_text(json.dumps(catalogue), "utf-8")
    store = Store([folder])
    (told,) = store.passed_over
    assert '"of_a_later_edition"' in told and "has no card" in told
    assert known_corridor(store, Corridor("SYR", "TUR"), ["refugees"]).latest("refugees").value == 4
    assert "of_a_later_edition" not in {h.source for h in store.holdings} and Store().passed_over == []
