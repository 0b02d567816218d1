"""The length of the brief: four to six pages, on corridors of every kind and in every language."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from passerelle.base.corridors import Corridor
from passerelle.evidence.store import Store, open_store
from passerelle.output.briefs import render

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


@pytest.mark.parametrize(
    ("origin", "destination", "language"),
    # of five languages and seventeen corridors, measured once, those at either end of the range
    [("MAR", "NLD", "es"), ("SYR", "TUR", "ar"), ("UKR", "POL", "fr"), ("SLV", "USA", "es"), ("TUV", "VAT", "nl")],
)
def test_a_brief_has_four_to_six_pages(store: Store, origin: str, destination: str, language: str) -> None:
    made = render(store, Corridor(origin, destination), ".pdf", language=language, today=TODAY)
    assert 4 <= len(PdfReader(io.BytesIO(made)).pages) <= 6
