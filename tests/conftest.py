"""What every ring shares: how many examples hypothesis draws, and that in CI they are the same each time.

`make test` draws few of each law, `make test-laws` many.
"""

import gc
import inspect
import os
import re

import pytest
from hypothesis import settings

IN_CI = bool(os.environ.get("CI"))  # so that a red run can be repeated
settings.register_profile("few", max_examples=15, derandomize=IN_CI, deadline=None)
settings.register_profile("many", max_examples=200, derandomize=IN_CI, deadline=None)
MANY = os.environ.get("LAWS") == "many"
settings.load_profile("many" if MANY else "few")


# What asks a database for more than rows: constraints and triggers, locks, search, every page with its queries.
_OF_DATABASE = re.compile(
    r"IntegrityError|ProtectedError|connection\.vendor|transaction=True|transactional_db|select_for_update|bounded|"
    r"num_queries|migrat|search|found_for|refuses|database", re.IGNORECASE
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With RING=database, only tests that say in their own lines that they ask for more than rows."""
    if os.environ.get("RING") != "database":
        return
    kept = [one for one in items if _OF_DATABASE.search(one.name + _lines_of(one))]
    config.hook.pytest_deselected(items=[one for one in items if one not in set(kept)])
    items[:] = kept


def _lines_of(item: pytest.Item) -> str:
    return inspect.getsource(item.obj) if isinstance(item, pytest.Function) else ""


def pytest_collection_finish() -> None:
    """Leave the thousands of collected tests out of every search for garbage: it took a sixth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of tests is copied where it was made before."""
    from tests.database import copied_where_kept

    copied_where_kept()
