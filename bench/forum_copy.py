"""Rows into a database past the actions: thousands of model rows, millions of votes. Knows no room of the forum.

On PostgreSQL by COPY, on SQLite, where tests count queries, by many rows at once. Triggers are passed over while it
fills, as in a restore; checks and unique keys hold.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray


@contextmanager
def loading() -> Iterator[None]:
    """As a restore does it: triggers asleep."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        asleep = cursor.fetchall()
        for name, _sql in asleep:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in asleep:
            cursor.execute(sql)


def put(rows: Iterable[Any]) -> int:
    """Write rows of one model; whole numbers as keys are given in turn where a row has none. How many there were."""
    rows = list(rows)
    if not rows:
        return 0
    model: type[models.Model] = type(rows[0])
    fields = list(model._meta.concrete_fields)
    key = model._meta.pk
    if isinstance(key, models.AutoField) and rows[0].pk is None:
        last = model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
        for number, row in enumerate(rows, last + 1):
            row.pk = number
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows, batch_size=500)
        return len(rows)
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        with cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])
        if isinstance(key, models.AutoField):
            newest = f'SELECT max("{key.column}") FROM "{model._meta.db_table}"'
            cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, %s), ({newest}))",
                           [model._meta.db_table, key.column])  # fmt: skip
    return len(rows)


_VOTE = np.dtype([("fields", ">i2"), ("l1", ">i4"), ("voter", ">i4"), ("l2", ">i4"), ("statement", ">i4"),
                  ("l3", ">i4"), ("value", ">i2")])  # fmt: skip


def put_votes(table: str, voters: NDArray[Any], statements: NDArray[Any], values: NDArray[Any]) -> None:
    """Write votes in COPY's binary form, in the order of their key."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            told = f'INSERT INTO "{table}" (voter_id, statement_id, value) VALUES (%s, %s, %s)'
            cursor.executemany(told, zip(voters.tolist(), statements.tolist(), values.tolist(), strict=True))
        return
    rows = np.empty(len(voters), dtype=_VOTE)
    rows["fields"], rows["l1"], rows["l2"], rows["l3"] = 3, 4, 4, 2
    rows["voter"], rows["statement"], rows["value"] = voters, statements, values
    with connection.cursor() as cursor:
        told = f'COPY "{table}" (voter_id, statement_id, value) FROM STDIN (FORMAT BINARY)'
        with cursor.copy(told) as copy:
            copy.write(b"PGCOPY\n\xff\r\n\x00" + bytes(8))
            for at in range(0, len(rows), 200_000):
                copy.write(rows[at : at + 200_000].tobytes())
            copy.write(b"\xff\xff")
