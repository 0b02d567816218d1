"""The store: one door to all observations, old vintages beside new ones.

Reads Parquet files through DuckDB; which vintage is meant is always said. Stands on `cards` and `catalogue`.
"""

import hashlib
import os
import threading
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from passerelle.base.errors import EvidenceError
from passerelle.evidence.cards import all_cards
from passerelle.evidence.catalogue import Chosen, Holding, choose, holdings, read_catalogue
from passerelle.evidence.figures import papers_of
from passerelle.evidence.literals import Values, fill, literal
from passerelle.evidence.parts import CELL, KEY, Parts, parts_of

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


class Observation(NamedTuple):
    """One stored observation, with the fields that figures are made from."""

    source: str
    vintage: str
    indicator: str
    origin: str
    destination: str
    sex: str
    age: str
    breakdown: str
    period: str
    value: float
    unit: str
    status: str
    low: float | None
    high: float | None
    comment: str | None


class Incident(NamedTuple):
    """One observation filed under a route; `latitude` and `longitude` in degrees where they are published."""

    source: str
    vintage: str
    indicator: str
    origin: str
    destination: str
    sex: str
    age: str
    breakdown: str
    period: str
    value: float
    unit: str
    status: str
    low: float | None
    high: float | None
    comment: str | None
    latitude: float | None
    longitude: float | None


class Sum(NamedTuple):
    """A sum over all partners of a place; `partners` is how many cells were added."""

    source: str
    vintage: str
    indicator: str
    sex: str
    age: str
    breakdown: str
    period: str
    unit: str
    value: float
    partners: int


# What a sum is by: the first fields of `Sum`.
SUM_KEYS = (
    "SOURCE", "VINTAGE", "INDICATOR", "SEX", "AGE", "COMP_BREAKDOWN", "TIME_PERIOD", "UNIT_MEASURE",
)  # fmt: skip
# A server's own form keeps the sums that `queries.summed` makes; a test holds the two against each other.
_KEPT_SUMS = (
    "SELECT {keys}, OBS_VALUE, PARTNERS FROM kept.summed_{side} SEMI JOIN chosen USING (SOURCE, INDICATOR, VINTAGE) "
    "WHERE PLACE = $place AND INDICATOR IN (SELECT UNNEST($codes)) ORDER BY {keys}"
)
_KEEP_SUMS = (
    "CREATE TABLE summed_{side} AS SELECT {column} AS PLACE, {keys}, sum(OBS_VALUE) AS OBS_VALUE, "
    "count(*) AS PARTNERS FROM observations WHERE length({column}) = 3 GROUP BY ALL ORDER BY PLACE, {keys}"
)


@cache
def _read(name: str) -> str:
    """A fixed read of `queries` as SQL: with it a cold start need not import ibis, which takes most of a second."""
    return files("passerelle.evidence").joinpath(f"reads/{name}.sql").read_text("utf-8")


def _rows_of(table: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of texts made from rows."""
    lists = [f"UNNEST({literal([row[at] for row in rows])}) AS {name}" for at, name in enumerate(columns)]
    return f"CREATE TABLE {table} AS SELECT {', '.join(lists)}"


def _together(group: Sequence[Sum]) -> Sum:
    source, vintage = papers_of((row.source, row.vintage) for row in group)
    return group[0]._replace(
        source=source,
        vintage=vintage,
        value=sum(row.value for row in group),
        partners=sum(row.partners for row in group),
    )


def shipped_folder() -> Path:
    """Where the compiled reference evidence lies in the package."""
    return Path(str(files("passerelle.evidence").joinpath("reference/compiled")))


class Store:
    """Observations in one or more folders of compiled evidence.

    Parameters
    ----------
    folders : a source is read from the first folder that holds it; the shipped evidence comes last.
    vintage : "latest", "all", or a vintage as of which figures are wanted ("2019").
    native : where a server keeps the same tables in DuckDB's own form, in which reads are three times as fast;
        made when it is not there, and made anew under another name when the evidence changes.

    Raises
    ------
    EvidenceError : a folder holds no compiled evidence, or lacks a table that its catalogue names. A table without a
        card is passed over, so that one newer than this edition stops no page: `passed_over` says so.
    """

    def __init__(self, folders: Sequence[Path] = (), *, vintage: str = "latest", native: Path | None = None) -> None:
        self.native = native
        self.folders = (*[Path(folder) for folder in folders], shipped_folder())
        self.vintage = vintage
        for folder in self.folders:
            if not read_catalogue(folder):
                raise EvidenceError(f'"{folder}" holds no compiled evidence. `passerelle evidence build DIR` makes it.')
        self._local = threading.local()

    @cached_property
    def paths(self) -> dict[str, Path]:
        """The Parquet file of each source."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for source in read_catalogue(folder):
                path = folder / f"{source}.parquet"
                if source not in all_cards():
                    continue
                if not path.exists():
                    raise EvidenceError(f'"{path.name}" stands in the catalogue of "{folder}" but is not there.')
                found.setdefault(source, path)
        return found

    @cached_property
    def passed_over(self) -> list[str]:
        """What is not read of the folders, and why, in sentences."""
        return [
            f'The table "{source}" in "{folder}" has no card here and is passed over. Compile that folder with this '
            "edition, or write the card."
            for folder in self.folders
            for source in read_catalogue(folder)
            if source not in all_cards()
        ]

    @cached_property
    def holdings(self) -> list[Holding]:
        """What the store holds, by source, indicator and vintage."""
        held: list[Holding] = []
        for folder in self.folders:
            held += [h for h in holdings(folder) if h.source in self.paths and self.paths[h.source].parent == folder]
        return held

    @cached_property
    def parts(self) -> Parts:
        """Which vintages are read, and which of their cells a newer vintage of a table in parts hides."""
        in_parts = frozenset(card.id for card in all_cards().values() if card.in_parts)
        wanted = choose(self.holdings, self.vintage, in_parts)
        return Parts(wanted, wanted) if self.vintage == "all" else parts_of(wanted, self.paths)

    @property
    def chosen(self) -> list[Chosen]:
        """The (source, indicator, vintage) that this store's vintage means; of a table in parts the main one."""
        return self.parts.main

    @cached_property
    def stamp(self) -> str:
        """A short text that changes when any table changes: for caches and ETags."""
        parts = [f"{s}{e['sha256'][:12]}" for folder in self.folders for s, e in read_catalogue(folder).items()]
        return f"{self.vintage}-{hashlib.sha256(''.join(sorted(parts)).encode()).hexdigest()[:12]}"

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:", config={"threads": 2})
        if self.native is not None:
            path = self._make_native(self.native)
            connection.execute(f"ATTACH {literal(str(path))} AS kept (READ_ONLY)")
        everything = self._parquet() if self.native is None else "FROM kept.observations"
        if self.parts.hidden:
            connection.execute(_rows_of("hidden", (*KEY, *CELL), self.parts.hidden))
            everything = f"{everything} ANTI JOIN hidden USING ({', '.join((*KEY, *CELL))})"
        connection.execute(f"CREATE VIEW observations AS {everything}")
        connection.execute(_rows_of("chosen", KEY, self.parts.taken))
        return connection

    def _parquet(self) -> str:
        return f"FROM read_parquet([{', '.join(literal(str(path)) for path in self.paths.values())}])"

    def _make_native(self, folder: Path) -> Path:
        """The tables in DuckDB's own form, written beside and put in place by one rename."""
        path = folder / f"evidence-2-{self.stamp.rsplit('-', 1)[-1]}.duckdb"
        if path.exists():
            return path
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".evidence-{os.getpid()}.duckdb"
        fresh.unlink(missing_ok=True)
        with duckdb.connect(str(fresh), config={"threads": 2}) as writer:
            writer.execute(
                f"CREATE TABLE observations AS {self._parquet()} ORDER BY COUNTERPART_AREA, REF_AREA, INDICATOR"
            )
            for side, column in (("origin", "COUNTERPART_AREA"), ("destination", "REF_AREA")):
                writer.execute(_KEEP_SUMS.format(side=side, column=column, keys=", ".join(SUM_KEYS)))
        fresh.replace(path)
        for old in folder.glob("evidence-*.duckdb"):
            if old != path:
                old.unlink(missing_ok=True)
        return path

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of this thread's own on the view `observations` and the table `chosen`."""
        if not hasattr(self._local, "cursor"):
            self._local.cursor = self._connection.cursor()
        cursor: duckdb.DuckDBPyConnection = self._local.cursor
        return cursor

    def _fetch(self, sql: str, values: Values) -> list[Any]:
        return self.cursor().execute(fill(sql, values)).fetchall()

    def of_corridor(self, origin: str, destination: str, codes: Iterable[str]) -> list[Observation]:
        """Observations of one corridor, origin to destination, of some codes."""
        asked = {"origin": origin, "destination": destination, "codes": list(codes)}
        return [Observation(*row) for row in self._fetch(_read("corridor"), asked)]

    def of_place(self, place: str, codes: Iterable[str]) -> list[Observation]:
        """Observations of one place by itself, and of its people abroad where no destination is named."""
        asked = {"place": place, "codes": list(codes)}
        return [Observation(*row) for row in self._fetch(_read("place"), asked)]

    def summed(self, side: str, place: str, codes: Iterable[str]) -> list[Sum]:
        """Sums over all partners of a place, which is the "origin" or the "destination"."""
        asked = list(codes)
        kept = self.native is not None and self.parts.mixed.isdisjoint(asked)
        sql = _KEPT_SUMS.format(side=side, keys=", ".join(SUM_KEYS)) if kept else _read(f"summed_{side}")
        return self._one_a_period([Sum(*row) for row in self._fetch(sql, {"place": place, "codes": asked})])

    def of_codes(self, codes: Iterable[str]) -> list[Observation]:
        """All observations of some codes, wherever."""
        return [Observation(*row) for row in self._fetch(_read("of_codes"), {"codes": list(codes)})]

    def of_places(self, codes: Iterable[str]) -> list[Observation]:
        """All observations of some codes of places by themselves, and of their people where no partner is named."""
        return [Observation(*row) for row in self._fetch(_read("of_places"), {"codes": list(codes)})]

    def summed_by_place(self, side: str, codes: Iterable[str]) -> list[tuple[str, Sum]]:
        """Sums over partners, for every place as "origin" or "destination"."""
        found: dict[str, list[Sum]] = {}
        for place, *row in self._fetch(_read(f"summed_by_place_{side}"), {"codes": list(codes)}):
            found.setdefault(place, []).append(Sum(*row))
        return [(place, row) for place, rows in found.items() for row in self._one_a_period(rows)]

    def _one_a_period(self, rows: list[Sum]) -> list[Sum]:
        """Sums of a table in parts, whose vintages are added up: one sum a period, which names each vintage in it."""
        mixed = self.parts.mixed
        if not any(row.indicator in mixed for row in rows):
            return rows
        found: dict[tuple[Any, ...], list[Sum]] = {}
        for row in rows:
            found.setdefault((row.source, *row[2:8]), []).append(row)
        return [_together(group) if len(group) > 1 else group[0] for group in found.values()]

    def on_routes(self, slugs: Iterable[str]) -> list[Incident]:
        """Detections and deaths filed under routes."""
        return [Incident(*row) for row in self._fetch(_read("on_routes"), {"codes": list(slugs)})]

    def largest_partners(self, side: str, place: str, most: int) -> list[Observation]:
        """The largest stocks of a place as "origin" or "destination", newest period."""
        rows = self._fetch(_read(f"largest_{side}"), {"place": place, "most": most})
        return [Observation(*row) for row in rows]

    def largest_corridors(self, most: int) -> list[Observation]:
        """The largest stocks of the world, newest period."""
        return [Observation(*row) for row in self._fetch(_read("largest"), {"most": most})]

    def ask(self, expression: "ir.Table") -> "pa.Table":
        """Run an ibis expression over the tables of `queries` and return its rows."""
        import ibis  # noqa: PLC0415  costs most of a second; only free queries pay for it

        sql = ibis.to_sql(expression, dialect="duckdb")
        return self.cursor().execute(str(sql)).to_arrow_table()


@cache
def open_store(folders: tuple[Path, ...] = (), vintage: str = "latest", native: Path | None = None) -> Store:
    """The store of these folders, opened once in a process."""
    return Store(folders, vintage=vintage, native=native)
