"""All indicators: their papers, their names, and the contract of a corridor's figures."""

import pytest

from passerelle.base.corridors import Corridor
from passerelle.base.errors import IndicatorUnknown
from passerelle.evidence.corridors import known_corridor
from passerelle.evidence.figures import UNITS
from passerelle.evidence.indicators.registry import all_indicators, corridor_names, indicator_of
from passerelle.evidence.store import open_store


@pytest.mark.parametrize("name", list(all_indicators()))
def test_every_indicator_has_its_papers(name: str) -> None:
    i = all_indicators()[name]
    assert i.name and i.formula and i.reference and i.needs and i.max_age > 0
    assert i.fills.endswith(".") and i.unit in UNITS


def test_a_place_stands_twice_in_a_corridor() -> None:
    names = corridor_names()
    assert {"population_origin", "population_destination"} <= set(names) and "population" not in names
    assert "first_permits_destination" in names and "first_permits_origin" not in names
    assert indicator_of("population_origin") is indicator_of("population")


def test_an_unknown_name_gets_suggestions() -> None:
    with pytest.raises(IndicatorUnknown, match=r"price_20.*price_200") as refused:
        indicator_of("price_20")
    assert "price_200" in refused.value.suggestions


@pytest.mark.parametrize(("origin", "destination"), [("MEX", "USA"), ("BFA", "CIV"), ("PCN", "TKL"), ("XKX", "DEU")])
def test_every_name_stands_in_a_corridor_with_its_papers(origin: str, destination: str) -> None:
    known = known_corridor(open_store(), Corridor(origin, destination))
    assert set(known.series) == set(corridor_names())
    for figure in known.newest:
        assert (figure.origin, figure.destination) == (origin, destination)
        assert figure.unit
        if figure.is_known:
            assert figure.period and figure.source and figure.vintage
        else:
            assert figure.note


def test_shares_and_flags_have_the_unit_one() -> None:
    for i in all_indicators().values():
        if i.show in ("share", "flag"):
            assert i.unit == "1", i.id


def test_prices_are_filed_under_the_migrants_corridor() -> None:
    known = known_corridor(open_store(), Corridor("MEX", "USA"))
    assert known.latest("price_200").value == pytest.approx(4.18, abs=0.005)
    assert not known_corridor(open_store(), Corridor("USA", "MEX")).latest("price_200").is_known
