"""The ring of the site: see `served`. Each test starts in English, whatever the page before it was in.

Each may read the database, as pages of evidence say which plans are made on their corridor.
"""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.site.served import as_tests_see_it

as_tests_see_it()


@pytest.fixture(autouse=True)
def _in_english(db: None) -> Iterator[None]:
    with translation.override("en"):
        yield
