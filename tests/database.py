"""The database of tests, kept from run to run: it is made by migrations once, and copied while they stay the same.

For SQLite alone; on PostgreSQL every run migrates. What is kept is empty but for what migrations themselves write.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core import management

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".pytest_cache" / "databases"


def copied_where_kept() -> None:
    """Let Django's making of the test database copy what is kept, and keep what its migrations made."""
    from django.db.backends.sqlite3.creation import DatabaseCreation

    make = DatabaseCreation.create_test_db

    def create(self: Any, *args: Any, **more: Any) -> Any:
        migrate = management.call_command

        def call(name: str, *given: Any, **options: Any) -> Any:
            return _made(self.connection, partial(migrate, name, *given, **options)) if name == "migrate" else migrate(
                name, *given, **options)  # fmt: skip

        with patch.object(management, "call_command", call):
            return make(self, *args, **more)

    DatabaseCreation.create_test_db = create


def _made(connection: Any, migrate: Callable[[], Any]) -> None:
    with _alone():
        kept = KEPT / f"{_stamp()}.sqlite3"
        if kept.exists():
            _copy(kept, connection)
        else:
            migrate()
            _keep(connection, kept)


def _stamp() -> str:
    """Says whether migrations are the same: ours by their texts, others' by the lock."""
    whole = hashlib.sha256(sqlite3.sqlite_version.encode())
    ours = sorted((ROOT / "src" / "passerelle_web").glob("*/migrations/*.py"))
    for file in (ROOT / "requirements" / "test.txt", ROOT / "src" / "passerelle_web" / "config" / "settings.py", *ours):
        whole.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return whole.hexdigest()[:24]


@contextmanager
def _alone() -> Iterator[None]:
    """One worker makes it, the others wait and copy."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy(kept: Path, connection: Any) -> None:
    connection.ensure_connection()
    with sqlite3.connect(kept) as source:
        source.backup(connection.connection)


def _keep(connection: Any, kept: Path) -> None:
    half = kept.with_suffix(".half")
    half.unlink(missing_ok=True)
    with sqlite3.connect(half) as target:
        connection.connection.backup(target)
    for old in KEPT.glob("*.sqlite3"):
        old.unlink()
    half.rename(kept)
