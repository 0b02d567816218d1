"""Settings as a person writes them: every spelling that is taken, and every one that is refused, with its sentence."""

import pytest

from passerelle.base.errors import SettingRefused
from passerelle.measures.settings import read_settings
from passerelle.measures.templates import template_of

TEMPLATES = [
    template_of(code) for code in ("transfer-costs", "seasonal", "health-training", "free-movement", "pre-departure")
]


def read(*written: str) -> dict[str, tuple[float, float, float]]:
    return read_settings(written, TEMPLATES)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        # a bare number is in the unit of the template
        ("target_price=3", 3),
        ("target_price= 3 ", 3),
        (" target_price =3", 3),
        ("target_price=3.5", 3.5),
        ("target_price=.5", 0.5),
        ("target_price=+3", 3),
        ("target_price=3e0", 3),
        ("target_price=3E-1", 0.3),
        # with the unit, in any of its spellings
        ("target_price=3%", 3),
        ("target_price=3 %", 3),
        ("target_price=3 percent", 3),
        ("target_price=3 per cent", 3),
        ("target_price=3 PERCENT", 3),
        ("workers=500 persons a year", 500),
        ("workers=500 persons/year", 500),
        ("months=6 months", 6),
        ("months=1 month", 1),
        ("travel=1 months of pay", 1),
        ("transfer-costs.phase=2 years", 2),
        ("duration=1 year", 1),
        ("gain=4 percentage points", 4),
        ("gain=4pp", 4),
        ("yearly_work=200000 intl USD", 200_000),
        ("yearly_work=200000 INTL usd", 200_000),
        ("yearly_work=200000 USD", 200_000),
        ("yearly_work=200000$", 200_000),
        ("crossings_counted=20000 crossings a year", 20_000),
        # thousands by threes
        ("yearly_work=200,000", 200_000),
        ("yearly_work=200 000", 200_000),
        ("yearly_work=200_000", 200_000),
        ("yearly_work=1,200,000.5", 1_200_000.5),
        ("yearly_work=1 200 000 USD", 1_200_000),
        # quantities of the corridor are in the model's unit; a share may be written as a percentage
        ("employed_away=0.6", 0.6),
        ("employed_away=60%", 0.6),
        ("employed_away=60 percent", 0.6),
        ("vacancy_value=10%", 0.1),
        ("return_rate_low=6%", 0.06),
        ("return_rate_low=0.06 a year", 0.06),
        ("fiscal_low=-2%", -0.02),
        ("fiscal_low=-0.02", -0.02),
        ("migrants=12000", 12_000),
        ("migrants=12000 people", 12_000),
        ("migrants=1 person", 1),
        ("movers=900 persons a year", 900),
        ("moving_cost=1.5 months of pay", 1.5),
    ],
)
def test_what_is_taken(written: str, value: float) -> None:
    ((low, likeliest, high),) = read(written).values()
    assert low == likeliest == high == pytest.approx(value)


@pytest.mark.parametrize(
    ("written", "triple"),
    [
        ("target_price=2:3:4", (2, 3, 4)),
        ("target_price=2 : 3 : 4", (2, 3, 4)),
        ("target_price=2%:3%:4%", (2, 3, 4)),
        ("target_price=3:3:3", (3, 3, 3)),
        ("employed_away=50%:0.6:70%", (0.5, 0.6, 0.7)),
        ("fiscal_low=-6%:0:6%", (-0.06, 0, 0.06)),
    ],
)
def test_a_range_is_lowest_likeliest_highest(written: str, triple: tuple[float, float, float]) -> None:
    (found,) = read(written).values()
    assert found == pytest.approx(triple)


def test_several_settings_keep_their_names() -> None:
    found = read("seasonal.phase=2", "workers=300", "health-training.away=40%")
    assert list(found) == ["seasonal.phase", "workers", "health-training.away"]


def test_nothing_written_is_nothing_set() -> None:
    assert read() == {}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("target_price", r'"target_price" is no setting; write NAME=VALUE, such as target_price=3\.'),
        ("=3", '"=3" is no setting'),
        ("target_price=", '"target_price=" is no setting'),
        ("target_price=  ", "is no setting"),
        ("", '"" is no setting'),
        ("target_price=three", r'"target_price" wants a number of %, not "three"\.'),
        ("target_price=%", 'wants a number of %, not "%"'),
        ("target_price=$3", r'not "\$3"'),
        ("target_price=2::4", 'wants a number of %, not ""'),
        ("target_price=1..2", "target_price"),
        ("target_price=3,5", r'not "3,5"\. Decimals stand after a point\.'),
        ("yearly_work=20,00", "Decimals stand after a point"),
        ("yearly_work=1 2", "yearly_work"),
        ("employed_away=much", r"a number of a share \(0.05, or 5%\)"),
        ("target_price=3 USD", r'"target_price" is in %, not in USD\.'),
        ("target_price=3 percentage points", "is in %, not in percentage points"),
        ("gain=4%", "is in percentage points, not in %"),
        ("workers=500 persons", "is in persons a year, not in persons"),
        ("months=6 years", "is in months, not in years"),
        ("travel=1 months", "is in months of pay, not in months"),
        ("yearly_work=5%", "is in intl USD, not in %"),
        ("yearly_work=5 EUR", "is in intl USD, not in EUR"),
        ("migrants=5%", "is in persons, not in %"),
        ("employed_away=0.6 people", r"is in a share \(0.05, or 5%\), not in people"),
        ("target_price=2:4", r'"target_price=2:4": give one value, or lowest:likeliest:highest\.'),
        ("target_price=1:2:3:4", "give one value"),
        ("target_price=4:3:2", "the three values are to rise"),
        ("target_price=2:5:4", "the three values are to rise"),
        ("target_prise=3", r'Nothing is called "target_prise"\. Did you mean target_price'),
        ("employed_abroad=0.5", "Did you mean employed_"),
        ("zzzz=1", r'Nothing is called "zzzz"\. The measure has target_price, phase.*can be given income_destination'),
    ],
)
def test_what_is_refused(written: str, said: str) -> None:
    with pytest.raises(SettingRefused, match=said):
        read(written)


def test_what_is_set_twice_is_refused() -> None:
    with pytest.raises(SettingRefused, match='"workers" is set twice; set it once'):
        read("workers=300", "workers=400")


def test_the_unit_is_that_of_the_template_that_is_named() -> None:
    assert read("pre-departure.gain=4 percentage points") == {"pre-departure.gain": (4, 4, 4)}
    with pytest.raises(SettingRefused, match=r'Nothing is called "seasonal\.target_price"'):
        read("seasonal.target_price=3")
