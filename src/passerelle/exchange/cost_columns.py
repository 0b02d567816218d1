"""The columns of a table of costs: their names, what they mean, which must be there.

Stands on `base.words`.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from passerelle.base.words import mark


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form; `width` in characters of the workbook."""

    name: str
    means: str
    required: bool = False
    width: int = 14


COLUMNS = (
    Column("action", mark("The key of the action that the line belongs to"), True, 18),
    Column("key", mark("The key of the line within its action; without one the line is known by its item"), False, 16),
    Column("item", mark("What is paid for"), True, 40),
    Column("category", mark("The category of costs, by its code"), True, 16),
    Column("quantity", mark("How many; in a three-point estimate the likeliest"), True),
    Column("unit", mark("Of what: persons, days, sets")),
    Column("unit_cost", mark("The price of one; in a three-point estimate the likeliest"), True),
    Column("currency", mark("The currency by its code, such as EUR; empty: the plan's"), False, 10),
    Column("prices_of", mark("The year of whose prices it speaks; empty: the plan's"), False, 10),
    Column("inflation", mark("An assumption of inflation of the plan by its key; empty: the first; none: prices stay")),
    Column("spread", mark("In which years it falls: even, start, end or yearly; empty: even"), False, 10),
    Column("source", mark("Who says what it costs"), False, 40),
    Column("quantity_low", mark("The lowest quantity that can be meant; with quantity_high")),
    Column("quantity_high", mark("The highest")),
    Column("unit_cost_low", mark("The lowest price; with unit_cost_high")),
    Column("unit_cost_high", mark("The highest")),
    Column(
        "on", mark("A day of the line, as in 2027-01-31; it has to lie within the plan, and is not kept"), False, 12
    ),
)
NAMES = tuple(column.name for column in COLUMNS)


def named(head: str) -> str:
    """A head of a table as the form writes it: "Unit cost" is unit_cost."""
    return re.sub(r"[\s_-]+", "_", head.strip().casefold())


def find_columns(heads: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """The place of each column by its name, and what is wrong with the heads."""
    places: dict[str, int] = {}
    faults: list[str] = []
    for place, head in enumerate(heads):
        name = named(head)
        if name in places:
            faults.append(f"the column “{name}” stands twice.")
        elif name in NAMES:
            places[name] = place
        elif head:
            near = difflib.get_close_matches(name, NAMES, n=1)
            faults.append(f"there is no column “{head[:60]}”." + (f" Did you mean “{near[0]}”?" if near else ""))
    lacking = [column.name for column in COLUMNS if column.required and column.name not in places]
    if lacking:
        faults.append(f"these columns are lacking: {', '.join(lacking)}.")
    return places, faults
