"""Tables that are given out in parts: which cell is read from which vintage.

A cell is an origin, a destination and a breakdown. All its periods, sexes and ages are read from the newest vintage
that has it, so that no series mixes editions. Stands on `catalogue`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb

from passerelle.evidence.catalogue import Chosen
from passerelle.evidence.literals import fill

CELL = ("COUNTERPART_AREA", "REF_AREA", "COMP_BREAKDOWN")
KEY = ("SOURCE", "INDICATOR", "VINTAGE")
_ASKED = "CREATE TABLE asked AS SELECT " + ", ".join(f"UNNEST(${name.lower()}) AS {name}" for name in KEY)
# Every cell of the vintages in question once, and whether a newer vintage has it too.
_CELLS = """
CREATE TABLE cells AS
SELECT DISTINCT {key}, {cell} FROM read_parquet($paths) SEMI JOIN asked USING ({key});
CREATE TABLE hidden AS
SELECT * FROM cells QUALIFY VINTAGE < max(VINTAGE) OVER (PARTITION BY SOURCE, INDICATOR, {cell});
""".format(key=", ".join(KEY), cell=", ".join(CELL))
_LEFT = "SELECT SOURCE, INDICATOR, VINTAGE, count(*) FROM (FROM cells EXCEPT ALL FROM hidden) GROUP BY ALL"


@dataclass(frozen=True)
class Parts:
    """What is read of the vintages chosen.

    `taken` are those from which something is read; `main` of each source and indicator the one from which most is,
    whose date says until when the table as a whole records; `hidden` the cells of `taken` that a newer one has.
    """

    taken: list[Chosen]
    main: list[Chosen]
    hidden: list[tuple[str, ...]] = field(default_factory=list)

    @cached_property
    def mixed(self) -> frozenset[str]:
        """The indicators that are read from several vintages of a source, each in its own cells."""
        return frozenset(indicator for _, indicator in apart(self.taken))


def apart(chosen: Iterable[Chosen]) -> set[tuple[str, str]]:
    """The sources and indicators of which more than one vintage is chosen."""
    seen: set[tuple[str, str]] = set()
    twice: set[tuple[str, str]] = set()
    for source, indicator, _ in chosen:
        (twice if (source, indicator) in seen else seen).add((source, indicator))
    return twice


def parts_of(chosen: Sequence[Chosen], paths: Mapping[str, Path]) -> Parts:
    """Decide cell by cell where several vintages of a source and indicator are chosen; else all stands as it is."""
    several = apart(chosen)
    if not several:
        return Parts(list(chosen), list(chosen))
    asked = [one for one in chosen if one[:2] in several]
    with duckdb.connect(":memory:", config={"threads": 2}) as connection:
        columns = {name.lower(): [one[at] for one in asked] for at, name in enumerate(KEY)}
        connection.execute(fill(_ASKED, columns))
        connection.execute(fill(_CELLS, {"paths": sorted({str(paths[source]) for source, *_ in asked})}))
        left = dict.fromkeys(asked, 0)
        for source, indicator, vintage, number in connection.execute(_LEFT).fetchall():
            left[source, indicator, vintage] = number
        taken = [one for one in chosen if left.get(one, 1)]
        kept = set(taken)
        hidden = [row for row in connection.execute("FROM hidden ORDER BY ALL").fetchall() if tuple(row[:3]) in kept]
    main: dict[tuple[str, str], Chosen] = {}
    for source, indicator, vintage in taken:  # in the order of vintages: of two as large the newer stands
        one, before = (source, indicator, vintage), main.get((source, indicator))
        if before is None or left[one] >= left[before]:
            main[source, indicator] = one
    return Parts(taken, sorted(main.values()), hidden)
