"""A composed brief, made once."""

import pytest

from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.store import Store
from passerelle.output.briefs.compose import compose
from passerelle.output.briefs.content import Brief
from tests.unit.output.conftest import TODAY


@pytest.fixture(scope="session")
def brief(store: Store, morocco: KnownCorridor) -> Brief:
    return compose(store, morocco, language="en", today=TODAY)
