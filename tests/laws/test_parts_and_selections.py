"""What holds for every store: parts of a table, vintages, and one indicator read two ways.

The slow reading below is what the store says in SQL, written out plainly.
"""

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.base.corridors import Corridor
from passerelle.evidence.corridors import known_corridor, known_place
from passerelle.evidence.selections import Wanted, select
from passerelle.evidence.store import Store
from tests.conftest import MANY
from tests.makers_store import folder_of, observed

ORIGINS, DESTINATIONS, VINTAGES = ("SYR", "AFG", "ERI"), ("TUR", "DEU"), ("2023", "2024", "2026-02-01")
Row = tuple[str, str, str, str, float]  # vintage, origin, destination, period, value

rows = st.lists(
    st.tuples(st.sampled_from(VINTAGES), st.sampled_from(ORIGINS), st.sampled_from(DESTINATIONS),
              st.sampled_from(("2022", "2023", "2024")), st.integers(1, 999).map(float)),
    min_size=1, max_size=14, unique_by=lambda row: row[:4],
)  # fmt: skip


def stored(folder: str, given_rows: Sequence[Row], source: str = "unhcr", code: str = "refugees") -> Store:
    """A store that holds these rows; each vintage goes in by itself, as a desk adds what it fetched."""
    by_vintage: dict[str, list[tuple[str, str, str, float]]] = defaultdict(list)
    for vintage, *cell in given_rows:
        by_vintage[vintage].append(tuple(cell))  # type: ignore[arg-type]
    parts: list[pl.DataFrame] = [observed(code, *cells, vintage=vintage) for vintage, cells in by_vintage.items()]
    return Store([folder_of(Path(folder), source, *parts)])


def plainly(given_rows: Sequence[Row]) -> dict[tuple[str, str, str], tuple[float, str]]:
    """Cell by cell from the newest vintage that has it."""
    newest: dict[tuple[str, str], str] = {}
    for vintage, origin, destination, *_ in given_rows:
        newest[origin, destination] = max(vintage, newest.get((origin, destination), ""))
    return {(o, d, period): (value, v) for v, o, d, period, value in given_rows if v == newest[o, d]}


@given(rows)
@settings(max_examples=12 if MANY else 6, deadline=None)
@pytest.mark.slow
def test_a_table_in_parts_is_read_cell_by_cell_from_the_newest_that_has_it(given_rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = stored(folder, given_rows)
        read = {
            (o, d, row.period): (row.value, row.vintage)
            for o in ORIGINS for d in DESTINATIONS for row in store.of_corridor(o, d, ["refugees"])
            if row.indicator == "refugees"
        }  # fmt: skip
        assert read == plainly(given_rows)
        per_series = defaultdict(set)
        for (origin, destination, _), (_, vintage) in read.items():
            per_series[origin, destination].add(vintage)
        assert all(len(vintages) == 1 for vintages in per_series.values())


@given(rows)
@settings(max_examples=10 if MANY else 5, deadline=None)
def test_sums_over_partners_are_the_sums_of_what_is_read(given_rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = stored(folder, given_rows)
        told: dict[tuple[str, str], float] = defaultdict(float)
        for (_, destination, period), (value, _) in plainly(given_rows).items():
            told[destination, period] += value
        here = {(d, s.period): s.value for d in DESTINATIONS for s in store.summed("destination", d, ["refugees"])}
        at_once = {(d, s.period): s.value for d, s in store.summed_by_place("destination", ["refugees"])}
        assert here == at_once == dict(told), "one sum a period, whatever vintages are in it"
        for place in DESTINATIONS:
            figures = {
                f.period: f.value for f in known_place(store, place, ["refugees_hosted"]).all_of("refugees_hosted")
            }
            assert {p: v for p, v in figures.items() if p} == {p: v for (d, p), v in told.items() if d == place}


@given(rows, st.sampled_from(["2022", "2023", "2024", "2025", "2026"]))
@settings(max_examples=10 if MANY else 5, deadline=None)
def test_as_of_a_year_is_the_store_that_held_no_more_than_that(given_rows: list[Row], limit: str) -> None:
    early = [row for row in given_rows if row[0] <= limit or row[0].startswith(limit)]
    with tempfile.TemporaryDirectory() as folder:
        stored(folder, given_rows)
        store = Store([Path(folder)], vintage=limit)
        read = {
            (o, d, row.period): (row.value, row.vintage)
            for o in ORIGINS for d in DESTINATIONS for row in store.of_corridor(o, d, ["refugees"])
            if row.indicator == "refugees"
        }  # fmt: skip
        assert read == plainly(early)


@given(rows)
@settings(max_examples=8 if MANY else 4, deadline=None)
def test_of_a_whole_table_the_newest_edition_alone_is_read(given_rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = stored(folder, given_rows, "undesa_stock", "migrant_stock")
        newest = max(row[0] for row in given_rows)
        read = {
            (row.origin, row.destination, row.period, row.value)
            for row in store.of_codes(["migrant_stock"])
        }  # fmt: skip
        assert read == {row[1:] for row in given_rows if row[0] == newest}


@given(rows)
@settings(max_examples=8 if MANY else 4, deadline=None)
def test_one_indicator_over_all_corridors_is_each_corridors_own(given_rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = stored(folder, given_rows)
        chosen = {(f.origin, f.destination, f.period): f for f in select(store, Wanted("refugees"))}
        each = {
            (f.origin, f.destination, f.period): f
            for o in ORIGINS for d in DESTINATIONS
            for f in known_corridor(store, Corridor(o, d), ["refugees"]).series["refugees"] if f.is_known
        }  # fmt: skip
        assert chosen == each
        for origin in ORIGINS:
            some = select(store, Wanted("refugees", origin=origin, period="2023"))
            assert {(f.origin, f.destination, f.period): f for f in some} == {
                key: f for key, f in each.items() if key[0] == origin and key[2] == "2023"
            }


@given(rows, st.permutations(range(len(VINTAGES))))
@settings(max_examples=6 if MANY else 3, deadline=None)
def test_the_order_in_which_parts_come_in_does_not_matter(given_rows: list[Row], order: list[int]) -> None:
    turned = sorted(given_rows, key=lambda row: order[VINTAGES.index(row[0])])
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        stored(one, given_rows)
        stored(two, turned)
        assert (Path(one) / "unhcr.parquet").read_bytes() == (Path(two) / "unhcr.parquet").read_bytes()
