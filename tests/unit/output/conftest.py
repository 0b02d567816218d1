"""What is known of a few corridors, read once from the evidence that ships."""

from datetime import date

import pytest

from passerelle.base.corridors import Corridor
from passerelle.evidence.corridors import KnownCorridor, known_corridor
from passerelle.evidence.store import Store, open_store

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def store() -> Store:
    return open_store()


@pytest.fixture(scope="session")
def morocco(store: Store) -> KnownCorridor:
    """Morocco to the Netherlands, of which much is known."""
    return known_corridor(store, Corridor("MAR", "NLD"))


@pytest.fixture(scope="session")
def burkina(store: Store) -> KnownCorridor:
    """Burkina Faso to Côte d'Ivoire: south to south."""
    return known_corridor(store, Corridor("BFA", "CIV"))


@pytest.fixture(scope="session")
def remote(store: Store) -> KnownCorridor:
    """Pitcairn to Tokelau, of which next to nothing is known."""
    return known_corridor(store, Corridor("PCN", "TKL"))
