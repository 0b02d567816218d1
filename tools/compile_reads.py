"""Write `src/passerelle/evidence/reads/*.sql`: the fixed reads of `queries` as SQL for DuckDB.

Run by `make reads` after a change of `queries`; a test holds the two against each other.
"""

import sys
from pathlib import Path

import ibis

from passerelle.evidence import queries

FOLDER = Path(__file__).parents[1] / "src/passerelle/evidence/reads"
CODES = ["@codes@"]
MOST = 987654  # stands for the parameter in a LIMIT, which takes no literal of text


def parameter(name: str) -> ibis.expr.types.StringValue:
    return ibis.literal(f"@{name}@")


def sql_of(expression: ibis.expr.types.Table) -> str:
    text = str(ibis.to_sql(expression, dialect="duckdb"))
    for name in ("origin", "destination", "place"):
        text = text.replace(f"'@{name}@'", f"${name}")
    text = text.replace(f"LIMIT {MOST}", "LIMIT $most")
    text = text.replace("IN ('@codes@')", "IN (SELECT UNNEST($codes))").replace(
        '"t0"."INDICATOR" = \'@codes@\'', '"t0"."INDICATOR" IN (SELECT UNNEST($codes))'
    )
    return f"{text}\n"


def compiled() -> dict[str, str]:
    """The SQL of each read by its name."""
    table, vintages = queries.observations_table(), queries.vintages_table()
    corridor = queries.of_corridor(table, parameter("origin"), parameter("destination"), CODES)
    place = queries.of_place(table, parameter("place"), CODES)
    reads = {
        "corridor": queries.read_of(queries.chosen(corridor, vintages)),
        "place": queries.read_of(queries.chosen(place, vintages)),
        "of_places": queries.of_places(table, vintages, CODES),
        "of_codes": queries.of_codes(table, vintages, CODES),
        "on_routes": queries.on_routes(table, vintages, CODES),
        "largest": queries.largest(table, vintages, MOST, "", None),
    }
    for side in ("origin", "destination"):
        reads[f"summed_{side}"] = queries.summed(table, vintages, side, parameter("place"), CODES)
        reads[f"summed_by_place_{side}"] = queries.summed_by_place(table, vintages, side, CODES)
        reads[f"largest_{side}"] = queries.largest(table, vintages, MOST, side, parameter("place"))
    return {name: sql_of(expression) for name, expression in reads.items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, sql in compiled().items():
        (FOLDER / f"{name}.sql").write_text(sql, "utf-8")
    print(f"{FOLDER.name} written", file=sys.stderr)
