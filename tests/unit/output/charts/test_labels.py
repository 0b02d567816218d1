"""Names in drawings: no two cover one another and no line runs through them, in any language and size."""

import pytest

from passerelle.base.corridors import Corridor
from passerelle.base.places import LANGUAGES
from passerelle.evidence.corridors import KnownCorridor, known_corridor
from passerelle.evidence.indicators.basis import SECTIONS
from passerelle.evidence.store import Store
from passerelle.output.charts.beside import charts_beside
from passerelle.output.charts.corridor import charts_of
from passerelle.output.charts.drawing import PAPER_WIDTH, Chart, svg
from passerelle.output.charts.labels import Label, lines_of, places, upper_first
from passerelle.output.charts.marks import Level, Line, time_chart
from tests.unit.output.charts.boxes import collisions, outside, words_of
from tests.unit.output.conftest import TODAY


def charts(known: KnownCorridor, language: str) -> list[Chart]:
    return [chart for section in SECTIONS for chart in charts_of(known, section, language, TODAY.year)]


def on_paper(chart: Chart, language: str) -> str:
    return svg(chart, width=PAPER_WIDTH, height=chart.paper_height, language=language)


def lines(*values: float, names: str = "abcdefgh") -> list[Line]:
    return [
        Line(f"{name} of some length", "@origin", ((2019, value, False), (2020, value, False)))
        for name, value in zip(names, values, strict=False)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_collides_on_paper(morocco: KnownCorridor, burkina: KnownCorridor, language: str) -> None:
    for known in (morocco, burkina):
        for chart in charts(known, language):
            drawn = on_paper(chart, language)
            assert not collisions(drawn), (chart.slug, collisions(drawn))
            assert not outside(drawn), (chart.slug, outside(drawn))


@pytest.mark.parametrize("width", [360, 640])
def test_nothing_collides_on_screens(burkina: KnownCorridor, width: int) -> None:
    for chart in charts(burkina, "fr"):
        drawn = svg(chart, width=width, language="fr")
        assert not collisions(drawn) and not outside(drawn), chart.slug


def test_corridors_laid_beside_one_another_keep_their_names_apart(store: Store, morocco: KnownCorridor) -> None:
    near = known_corridor(store, Corridor("MAR", "BEL"))
    for chart in charts_beside([morocco, near], "people", "ar", TODAY.year):
        drawn = svg(chart, width=360, language="ar")
        assert not collisions(drawn) and not outside(drawn)


@pytest.mark.parametrize("height", [110, 160, 260])
@pytest.mark.parametrize("values", [(5.0, 5.0, 5.0, 5.0), (0.0, 0.1, 10.0, 10.1), (10.0, 9.9, 9.8, 0.0)])
def test_names_at_one_value_are_pushed_apart_at_any_height(values: tuple[float, ...], height: int) -> None:
    chart = Chart("c", "Title.", "measure", "Title.", (), time_chart(lines(*values), levels=[Level("target", 5.1)]))
    drawn = svg(chart, width=360, height=height)
    assert not collisions(drawn) and not outside(drawn)
    named = [box.text for box in sorted(words_of(drawn), key=lambda box: box.upper) if "length" in box.text]
    assert len(named) == len(values)


def test_a_name_with_room_stands_at_its_value() -> None:
    chart = Chart("c", "Title.", "measure", "Title.", (), time_chart(lines(0.0, 5.0, 10.0)))
    found = {box.text[0]: (box.upper + box.lower) / 2 for box in words_of(svg(chart)) if "length" in box.text}
    assert found["b"] - found["c"] == pytest.approx(found["a"] - found["b"], abs=1.5)


def test_collisions_are_seen_where_there_are_some() -> None:
    """The measure itself: two texts at one place, and a line through a word."""
    group = '<g class="mark-rule role-mark"><line transform="translate(0,8)" x2="90" y2="0"/></g>'
    text = '<text transform="translate(5,12)" font-size="14px">one</text>'
    head = '<svg xmlns="http://www.w3.org/2000/svg" height="20">'
    assert collisions(f"{head}{text}{text}</svg>") == ["one / one"]
    assert collisions(f"{head}{group}{text}</svg>") == ["one / a line"]
    assert collisions(f"{head}{text}</svg>") == []
    assert outside(f'{head}<text transform="translate(5,50)">one</text></svg>') == ["one"]


def test_long_names_go_on_in_the_next_line_at_a_word() -> None:
    assert lines_of("Morocco") == ["Morocco"]
    assert lines_of("Burkina Faso → Côte d’Ivoire") == ["Burkina Faso →", "Côte d’Ivoire"]
    assert lines_of("Antidisestablishmentarianism") == ["Antidisestablishmentarianism"]
    assert " ".join(lines_of("Bosnia and Herzegovina → United States")) == "Bosnia and Herzegovina → United States"


def test_places_are_worked_out_in_the_drawing() -> None:
    labels = [Label("low", 1, "@ink"), Label("high", 9, "@ink")]
    assert [label.name for label in upper_first(labels)] == ["high", "low"]
    made = places(labels, 0, 10)
    assert [row["name"] for row in made] == ["down_0", "down_1", "place_1", "place_0"]
    assert made[0]["expr"] == "max(height * 0.100000, 0.0)"
    assert made[1]["expr"] == "max(height * 0.900000, down_0 + 17.0)"
