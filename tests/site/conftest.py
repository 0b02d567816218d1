"""The ring of the site: see `served`. Each test starts in English, whatever the page before it was in.

Each may read the database, as pages of evidence say which plans are made on their corridor.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from tests.site.served import as_tests_see_it

as_tests_see_it()


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For rows that all tests of a module find: what a fixture of the module makes with it goes when the module ends.

    Each test runs inside, and what it changes is taken back as ever. Not for modules with tests that commit.
    """
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_english(db: None) -> Iterator[None]:
    with translation.override("en"):
        yield
