"""The atlas: every place is there, shapes are sound, points of the earth fall where they belong.

Covers `passerelle.output.atlas` and `atlas.legends`' scales.
"""

import re
from importlib.resources import files

import pytest

from passerelle.base.errors import PlaceUnknown
from passerelle.base.places import current_places
from passerelle.output import atlas
from passerelle.output.atlas import Box, on_map, rings_of, shape_of, shapes, unsettled
from passerelle.output.atlas.legends import class_breaks, class_of, nice_sizes, radius_of, width_of


def test_every_place_of_today_is_there():
    assert {place.iso3 for place in current_places()} == set(shapes())


def test_the_file_stays_small():
    assert len(files(atlas).joinpath("world.json").read_bytes()) <= 200_000


def test_former_places_are_refused():
    with pytest.raises(PlaceUnknown, match="YUG"):
        shape_of("YUG")


@pytest.mark.parametrize("iso3", ["MLT", "CPV", "COM", "TON", "SGP", "MUS", "BRB", "FSM", "GIB", "TUV", "XCX", "VAT"])
def test_small_places_can_be_drawn(iso3):
    shape = shape_of(iso3)
    assert atlas.WORLD.holds(shape.at)
    assert shape.area <= 4, "it is drawn as a dot on the world"


@pytest.mark.parametrize("iso3", ["XKX", "ESH", "TWN", "PSE", "SOM", "CYP", "UKR", "GUF", "SJM", "REU"])
def test_lands_that_need_care_have_a_shape(iso3):
    assert rings_of(iso3, "fine")


def _inside(point, iso3):
    """Ray casting over the fine rings, with a hair's allowance for what was simplified away."""
    x, y = point
    odd = False
    for ring in rings_of(iso3, "fine"):
        numbers = list(map(int, re.findall(r"-?\d+", ring.path)))
        xs, ys = [numbers[0]], [numbers[1]]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            xs.append(xs[-1] + dx)
            ys.append(ys[-1] + dy)
        points = [(a / 10, b / 10) for a, b in zip(xs, ys, strict=True)]
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                odd = not odd
    return odd


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "iso3"),
    [
        ("Paris", 2.35, 48.86, "FRA"),
        ("Mexico City", -99.13, 19.43, "MEX"),
        ("Delhi", 77.2, 28.6, "IND"),
        ("Brasília", -47.9, -15.8, "BRA"),
        ("Canberra", 149.1, -35.3, "AUS"),
        ("Moscow", 37.6, 55.8, "RUS"),
        ("Magadan", 150.8, 60.0, "RUS"),
        ("Anadyr, beyond 180° of the turned map", -175.0, 66.5, "RUS"),
        ("Simferopol", 34.1, 44.95, "UKR"),
        ("Laayoune", -13.1, 27.1, "ESH"),
        ("Dakhla", -15.6, 23.4, "ESH"),
        ("Tan-Tan", -11.0, 28.5, "MAR"),
        ("Pristina", 21.16, 42.66, "XKX"),
        ("Hargeisa", 44.06, 9.56, "SOM"),
        ("Kyrenia hills", 33.3, 35.28, "CYP"),
        ("Cayenne", -52.7, 4.5, "GUF"),
        ("Taichung", 120.9, 24.1, "TWN"),
    ],
)
def test_points_of_the_earth_fall_in_their_country(name, longitude, latitude, iso3):
    assert _inside(on_map(longitude, latitude), iso3), name


def test_anchors_are_on_land():
    small = {iso3 for iso3, shape in shapes().items() if shape.area < 40}
    off = [
        iso3 for iso3, shape in shapes().items() if iso3 not in small and iso3 != "ATA" and not _inside(shape.at, iso3)
    ]
    assert off == []


def test_rings_stand_alone_and_their_boxes_hold_them():
    for iso3 in ("FRA", "IDN", "CHL"):
        for ring in rings_of(iso3, "coarse"):
            assert ring.path.startswith("M") and ring.path.endswith("z")
            assert ring.box.width >= 0 and ring.box.height >= 0
        assert any(ring.box.holds(shape_of(iso3).at) for ring in rings_of(iso3, "coarse"))


def test_unsettled_lines_are_open():
    assert unsettled("fine")
    assert not any(ring.path.endswith("z") for ring in unsettled("fine"))


def test_boxes_meet_hold_and_grow():
    box = Box(0, 0, 10, 10)
    assert box.meets(Box(10, 10, 20, 20))
    assert not box.meets(Box(11, 0, 20, 5))
    assert box.holds((0, 10)) and not box.holds((-1, 5))
    assert box.around(Box(5, 5, 30, 8)) == Box(0, 0, 30, 10)
    assert box.grown(2) == Box(-2, -2, 12, 12)


@pytest.mark.parametrize(
    "box", [Box(400, 100, 410, 180), Box(2, 2, 30, 6), Box(900, 380, 958, 410), Box(0, 0, 960, 412)]
)
def test_shaped_boxes_hold_what_they_held_and_have_the_ratio(box):
    shaped = box.shaped(1.5, 40)
    assert shaped.width / shaped.height == pytest.approx(1.5)
    assert shaped.width >= 40
    if box.width < 900:
        assert shaped.left <= box.left and shaped.right >= box.right
        assert shaped.top <= box.top and shaped.bottom >= box.bottom


@pytest.mark.parametrize(
    ("largest", "sizes"),
    [
        (10_853_105, [10_000_000, 5_000_000, 2_000_000]),
        (3_700_000, [2_000_000, 1_000_000, 500_000]),
        (899, [500, 200, 100]),
        (3, [2, 1]),
        (0, []),
    ],
)
def test_legends_have_round_numbers(largest, sizes):
    assert nice_sizes(largest) == sizes


def test_a_legend_of_less_than_one_shows_what_there_is():
    assert nice_sizes(0.4) == [0.4]


def test_widths_are_in_proportion_and_never_nothing():
    assert width_of(50, 100, 1) == pytest.approx(width_of(100, 100, 1) / 2)
    assert width_of(1, 1e9, 1) > 0.5
    assert width_of(100, 100, 0.5) == pytest.approx(width_of(100, 100, 1) / 2)


def test_spots_are_in_proportion_by_area():
    assert radius_of(25, 100) == pytest.approx(radius_of(100, 100) / 2)


def test_classes_hold_about_as_many_places_each():
    breaks = class_breaks(range(1, 101))
    assert breaks == [1, 21, 41, 61, 81]
    assert [class_of(value, breaks) for value in (1, 20, 21, 99)] == [1, 1, 2, 5]


def test_classes_of_few_or_equal_values():
    assert class_breaks([]) == []
    assert class_breaks([7.0, 7.0, 7.0]) == [7.0]
    assert class_of(7.0, [7.0]) == 1
    assert class_breaks([0.0, 0.0, 0.123]) == [0.0, 0.12]


def test_the_lowest_value_is_in_a_class_even_when_rounding_lifts_it():
    breaks = class_breaks([-1.234, 5, 10])
    assert breaks[0] <= -1.234
