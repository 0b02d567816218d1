"""What every ring shares: how many examples hypothesis draws, and that in CI they are the same each time.

`make test` draws few of each law, `make test-laws` many.
"""

import gc
import os

import pytest
from hypothesis import settings

IN_CI = bool(os.environ.get("CI"))  # so that a red run can be repeated
settings.register_profile("few", max_examples=15, derandomize=IN_CI, deadline=None)
settings.register_profile("many", max_examples=200, derandomize=IN_CI, deadline=None)
MANY = os.environ.get("LAWS") == "many"
settings.load_profile("many" if MANY else "few")


def pytest_collection_finish() -> None:
    """Leave the thousands of collected tests out of every search for garbage: it took a sixth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database of tests is copied where it was made before."""
    from tests.database import copied_where_kept

    copied_where_kept()
