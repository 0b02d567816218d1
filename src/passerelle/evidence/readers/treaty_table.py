"""Who is bound by the treaties of human rights: our own table, in which a state may cease to be bound.

The table ships in the package; no publisher's file is read. Stands on `observations` and `base`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from passerelle.base.errors import RowRefused
from passerelle.base.own_files import read_yaml
from passerelle.base.places import all_places
from passerelle.base.words import mark
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import FILE

TABLE = "treaty_table.yaml"
READ = "ratification, accession or succession; the table has the year alone"
COMPILED = mark("the year was written down from the depositary’s list and not read again: to be checked")
LEFT = mark("no longer bound from this day")
DISPUTED = mark("whether it is bound from this day is disputed")


def table() -> Path:
    """Where the table ships in the package."""
    return Path(str(files("passerelle.evidence").joinpath(f"reference/{TABLE}")))


def notes_of_table() -> list[str]:
    """What the table says of single states, each remark once, so that it can be said in every language."""
    notes = [note for held in read_yaml(table()).values() for note in held.get("notes", {}).values()]
    return sorted({part for note in notes for part in note.split("; ")})


def _of_treaty(code: str, held: Mapping[str, Any], path: Path) -> Iterator[dict[str, Any]]:
    """The rows of one treaty: acts by their year, ends and disputes by their day."""
    notes: Mapping[str, str] = held.get("notes", {})
    for key, indicator, said in (
        ("parties", "party", READ), ("compiled", "party", COMPILED),
        ("left", "left", LEFT), ("disputed", "disputed", DISPUTED),
    ):  # fmt: skip
        for place, when in held.get(key, {}).items():
            _believed(code, place, when, indicator, held, path)
            yield {
                "INDICATOR": f"{indicator}_{code.lower()}",
                "REF_AREA": place,
                "TIME_PERIOD": str(when),
                "OBS_VALUE": 1.0,
                "UNIT_MEASURE": "1",
                "COMMENT_OBS": "; ".join(part for part in (said, notes.get(place, "")) if part),
                "VINTAGE": str(held["vintage"]),
                FILE: path.name,
            }


def _believed(code: str, place: str, when: Any, indicator: str, held: Mapping[str, Any], path: Path) -> None:
    """Refuse what cannot be: no place, no year or day, an end of what never began."""
    if place not in all_places():
        raise RowRefused(f'{code}: "{place}" is no place.', file=path)
    if indicator == "party":
        if not isinstance(when, int):
            raise RowRefused(f'{code}, {place}: "{when}" stands where the year of an act is expected.', file=path)
        return
    if not isinstance(when, date):
        raise RowRefused(f'{code}, {place}: "{when}" stands where a day is expected.', file=path)
    bound = {**held.get("parties", {}), **held.get("compiled", {})}
    if bound.get(place, when.year + 1) > when.year:
        raise RowRefused(f"{code}, {place}: it cannot end on {when}, before it began.", file=path)


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """`party_TREATY` by year, `left_TREATY` and `disputed_TREATY` by day, value 1.

    Raises
    ------
    RowRefused : no place, no year, or an end before its beginning.
    """
    path = next(iter(paths), table())
    rows: list[dict[str, Any]] = []
    for code, held in read_yaml(path).items():
        mine = list(_of_treaty(code, held, path))
        report.read(len(mine))
        bound = sum(row["INDICATOR"].startswith("party_") for row in mine)
        report.tell(f"{code}: states bound, {held['vintage']}", None, float(bound))
        rows += mine
    return observations(pl.DataFrame(rows))


READER = Reader("treaty_table", (), read)
