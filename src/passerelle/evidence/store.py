"""The store: one door to all observations, old vintages beside new ones.

Reads Parquet files through DuckDB; which vintage is meant is always said. Stands on `cards` and `catalogue`.
"""

import hashlib
import threading
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from passerelle.base.errors import EvidenceError
from passerelle.evidence.cards import card_of
from passerelle.evidence.catalogue import Holding, choose, holdings, read_catalogue
from passerelle.evidence.compiled import CORRIDOR, LARGEST, PLACE, SUMMED

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


def shipped_folder() -> Path:
    """Where the compiled reference evidence lies in the package."""
    return Path(str(files("passerelle.evidence").joinpath("reference/compiled")))


class Store:
    """Observations in one or more folders of compiled evidence.

    Parameters
    ----------
    folders : a source is read from the first folder that holds it; the shipped evidence comes last.
    vintage : "latest", "all", or a vintage as of which figures are wanted ("2019").

    Raises
    ------
    EvidenceError : a folder holds no compiled evidence, or a table without a card.
    """

    def __init__(self, folders: Sequence[Path] = (), *, vintage: str = "latest") -> None:
        self.folders = (*[Path(folder) for folder in folders], shipped_folder())
        self.vintage = vintage
        for folder in self.folders:
            if not read_catalogue(folder):
                raise EvidenceError(
                    f'"{folder}" holds no compiled evidence. `passerelle evidence build DIR` makes it.'
                )
        self._local = threading.local()

    @cached_property
    def paths(self) -> dict[str, Path]:
        """The Parquet file of each source."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for source in read_catalogue(folder):
                path = folder / f"{source}.parquet"
                card_of(source)
                if not path.exists():
                    raise EvidenceError(
                        f'"{path.name}" stands in the catalogue of "{folder}" but is not there.'
                    )
                found.setdefault(source, path)
        return found

    @cached_property
    def holdings(self) -> list[Holding]:
        """What the store holds, by source, indicator and vintage."""
        held: list[Holding] = []
        for folder in self.folders:
            held += [h for h in holdings(folder) if self.paths[h.source].parent == folder]
        return held

    @cached_property
    def chosen(self) -> list[tuple[str, str, str]]:
        """The (source, indicator, vintage) that this store's vintage means."""
        return choose(self.holdings, self.vintage)

    @cached_property
    def stamp(self) -> str:
        """A short text that changes when any table changes: for caches and ETags."""
        parts = [
            f"{s}{e['sha256'][:12]}" for folder in self.folders for s, e in read_catalogue(folder).items()
        ]
        return f"{self.vintage}-{hashlib.sha256(''.join(sorted(parts)).encode()).hexdigest()[:12]}"

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:", config={"threads": 2, "enable_external_file_cache": True})
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in self.paths.values())
        connection.execute(f"CREATE VIEW observations AS FROM read_parquet([{listed}])")  # noqa: S608  our own paths
        connection.execute("CREATE TABLE chosen (SOURCE VARCHAR, INDICATOR VARCHAR, VINTAGE VARCHAR)")
        if self.chosen:
            connection.executemany("INSERT INTO chosen VALUES (?, ?, ?)", self.chosen)
        return connection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of this thread's own on the view `observations` and the table `chosen`."""
        if not hasattr(self._local, "cursor"):
            self._local.cursor = self._connection.cursor()
        cursor: duckdb.DuckDBPyConnection = self._local.cursor
        return cursor

    def of_corridor(self, origin: str, destination: str) -> list[Observation]:
        """All observations of one corridor, origin to destination."""
        rows = self.cursor().execute(CORRIDOR, {"origin": origin, "destination": destination}).fetchall()
        return [Observation(*row) for row in rows]

    def of_place(self, place: str) -> list[Observation]:
        """All observations of one place by itself, and of its people abroad where no destination is named."""
        return [Observation(*row) for row in self.cursor().execute(PLACE, {"place": place}).fetchall()]

    def summed(self, side: str, place: str, codes: Iterable[str]) -> list[Sum]:
        """Sums over all partners of a place, which is the "origin" or the "destination"."""
        rows = self.cursor().execute(SUMMED[side], {"place": place, "codes": list(codes)}).fetchall()
        return [Sum(*row) for row in rows]

    def largest_partners(self, side: str, place: str, most: int) -> list[Observation]:
        """The largest stocks of a place as "origin" or "destination", newest period."""
        rows = self.cursor().execute(LARGEST[side], {"place": place, "most": most}).fetchall()
        return [Observation(*row) for row in rows]

    def largest_corridors(self, most: int) -> list[Observation]:
        """The largest stocks of the world, newest period."""
        return [Observation(*row) for row in self.cursor().execute(LARGEST[""], {"most": most}).fetchall()]

    def ask(self, expression: "ir.Table") -> "pa.Table":
        """Run an ibis expression over the tables of `queries` and return its rows."""
        import ibis  # noqa: PLC0415  costs most of a second; only free queries pay for it

        sql = ibis.to_sql(expression, dialect="duckdb")
        return self.cursor().execute(str(sql)).to_arrow_table()


@cache
def open_store(folders: tuple[Path, ...] = (), vintage: str = "latest") -> Store:
    """The store of these folders, opened once in a process."""
    return Store(folders, vintage=vintage)
