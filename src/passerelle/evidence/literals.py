"""Values put into SQL as literals: DuckDB's own parameters would load pandas. Stands on nothing."""

import re
from collections.abc import Mapping, Sequence

Values = Mapping[str, "str | int | Sequence[str]"]


def literal(value: str | int | Sequence[str]) -> str:
    """A value as a literal of SQL."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return "[" + ", ".join(literal(item) for item in value) + "]::VARCHAR[]"


def fill(sql: str, values: Values) -> str:
    """Put values in the place of $names.

    DuckDB's own parameters import pandas at their first use, which takes two seconds of a cold start.
    """
    return re.sub(r"\$([a-z]+)", lambda name: literal(values[name[1]]), sql)
