"""What could be done: figures that show a need suggest, old ones do not, coercion never."""

from dataclasses import replace

import pytest

from passerelle.base.corridors import Corridor
from passerelle.evidence.corridors import KnownCorridor, known_corridor
from passerelle.evidence.store import open_store
from passerelle.measures.suggesting import figure_names, shows, suggested
from passerelle.measures.templates import Need, all_templates


@pytest.fixture(scope="module")
def known() -> KnownCorridor:
    return known_corridor(open_store(()), Corridor("MEX", "USA"))


def test_every_template_but_the_coercive_ones_is_looked_at_in_the_catalogue_s_order(known) -> None:
    found = [one.template.code for one in suggested(known, 2026)]
    assert found == [code for code, template in all_templates().items() if not template.coercive]


def test_an_old_figure_suggests_nothing_and_is_named_as_old(known) -> None:
    costs = next(one for one in suggested(known, 2026) if one.template.code == "transfer-costs")
    assert not costs.reasons and [reason.figure.indicator for reason in costs.old] == ["price_200"]


def test_the_same_figure_suggests_while_it_is_new(known) -> None:
    costs = next(one for one in suggested(known, 2021) if one.template.code == "transfer-costs")
    assert [reason.figure.indicator for reason in costs.reasons] == ["price_200"] and not costs.old


def test_what_is_not_known_suggests_nothing(known) -> None:
    unknown = {name: [figure.about(value=None) for figure in known.series[name]] for name in figure_names()}
    nothing = replace(known, series={**known.series, **unknown})
    assert not any(one.reasons or one.old for one in suggested(nothing, 2026))


@pytest.mark.parametrize(
    ("need", "value", "is_shown"),
    [
        (Need("x", 3.0, None, "s"), 3.0, False), (Need("x", 3.0, None, "s"), 3.1, True),
        (Need("x", None, 0.0, "s"), 0.0, False), (Need("x", None, 0.0, "s"), -0.1, True),
        (Need("x", None, None, "s"), 1.0, False),
    ],
)  # fmt: skip
def test_both_sides_of_a_threshold(need, value, is_shown) -> None:
    assert shows(need, value) is is_shown


def test_no_need_is_asked_of_a_coercive_template() -> None:
    assert not any(template.needs for template in all_templates().values() if template.coercive)
