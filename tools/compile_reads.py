"""Write `src/passerelle/evidence/compiled.py`: the fixed reads of `queries` as SQL for DuckDB.

Run by `make reads` after a change of `queries`; a test holds the two against each other.
"""

import sys
from pathlib import Path

import ibis

from passerelle.evidence import queries

TARGET = Path(__file__).parents[1] / "src/passerelle/evidence/compiled.py"
HEAD = '''"""The fixed reads of `queries` as SQL for DuckDB, written by `tools/compile_reads.py`. Do not edit.

With it a cold start need not import ibis, which alone takes most of a second. Stands on nothing.
"""

'''


def parameter(name: str) -> ibis.expr.types.StringValue:
    return ibis.literal(f"@{name}@")


def sql_of(expression: ibis.expr.types.Table) -> str:
    text = str(ibis.to_sql(expression, dialect="duckdb"))
    for name in ("origin", "destination", "place"):
        text = text.replace(f"'@{name}@'", f"${name}")
    text = text.replace("LIMIT 987654", "LIMIT $most")
    return text.replace("IN ('@codes@')", "IN (SELECT UNNEST($codes))").replace(
        '"t0"."INDICATOR" = \'@codes@\'', '"t0"."INDICATOR" IN (SELECT UNNEST($codes))'
    )


def compiled() -> str:
    table, vintages = queries.observations_table(), queries.vintages_table()
    corridor = queries.read_of(
        queries.chosen(queries.of_corridor(table, parameter("origin"), parameter("destination"), ["@codes@"]), vintages)
    )
    place = queries.read_of(queries.chosen(queries.of_place(table, parameter("place"), ["@codes@"]), vintages))
    parts = [HEAD, f'CORRIDOR = """\n{sql_of(corridor)}\n"""\n', f'\nPLACE = """\n{sql_of(place)}\n"""\n']
    parts.append("\nSUMMED = {\n")
    for side in ("origin", "destination"):
        expression = queries.summed(table, vintages, side, parameter("place"), ["@codes@"])
        parts.append(f'    "{side}": """\n{sql_of(expression)}\n""",\n')
    parts.append(f'}}\n\nOF_CODES = """\n{sql_of(queries.of_codes(table, vintages, ["@codes@"]))}\n"""\n')
    parts.append(f'\nON_ROUTES = """\n{sql_of(queries.on_routes(table, vintages, ["@codes@"]))}\n"""\n')
    parts.append("\nSUMMED_BY_PLACE = {\n")
    for side in ("origin", "destination"):
        expression = queries.summed_by_place(table, vintages, side, ["@codes@"])
        parts.append(f'    "{side}": """\n{sql_of(expression)}\n""",\n')
    parts.append("}\n\nLARGEST = {\n")
    for side in ("", "origin", "destination"):
        expression = queries.largest(table, vintages, 987654, side, parameter("place") if side else None)
        parts.append(f'    "{side}": """\n{sql_of(expression)}\n""",\n')
    parts.append("}\n")
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(compiled(), "utf-8")
    print(f"{TARGET.name} written", file=sys.stderr)
