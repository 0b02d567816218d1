"""National values: of a state, a region and a day, as far as they were known; looked up for one day and for many."""

from datetime import date

import numpy as np
import pytest

from passerelle.rules import columns
from passerelle.rules.columns import Context, Words
from passerelle.rules.evaluating import bound_on, is_bound
from passerelle.rules.law import members_on, the_law
from passerelle.rules.logic import OPTION, UNKNOWN
from passerelle.rules.national import NOTHING, SEVERAL
from passerelle.rules.standing import standing_of

LAW = the_law()
STANDARD = LAW.vocabulary.values["salary_standard"]


def context(states: list[str], days: list[str], region: str | None = None, known_at: str = "2100-01-01") -> Context:
    known = tuple(sorted(set(states)))
    codes = np.array([known.index(state) for state in states], np.int32)
    return Context({}, np.array(days, "datetime64[D]"), np.array([known_at], "datetime64[D]"), Words(codes, known),
                   columns.words([region]))  # fmt: skip


@pytest.mark.parametrize(
    ("state", "day", "known_at", "amount"),
    [
        ("DE", "2025-12-31", "2100-01-01", 48300), ("DE", "2026-01-01", "2100-01-01", 50700), ("DE", "2017-12-31", "2100-01-01", None),
        ("FR", "2016-06-28", "2100-01-01", 53331), ("FR", "2025-08-28", "2100-01-01", 53836.5), ("FR", "2030-01-01", "2100-01-01", 59373),
        ("PL", "2026-01-20", "2100-01-01", 13355.34), ("PL", "2026-01-20", "2026-02-08", 12272.58),
        ("PL", "2026-01-20", "2026-02-09", 13355.34), ("GR", "2026-01-01", "2100-01-01", None), ("BE", "2016-01-01", "2100-01-01", 51466),
    ],
)  # fmt: skip
def test_the_value_of_a_day_for_one_and_for_many(state: str, day: str, known_at: str, amount: float | None) -> None:
    for days in ([day], [day, "2012-06-01"]):
        found = STANDARD.numbers(context([state] * len(days), days, known_at=known_at)).low[0]
        assert (found == amount) if amount is not None else np.isnan(found)


def test_one_day_and_many_days_find_the_same_places() -> None:
    states = ["AT", "BE", "DE", "FR", "GR", "LU", "NL", "PL", "SE"]
    for day in ("2014-03-01", "2016-07-01", "2022-06-01", "2024-06-30", "2025-08-30", "2026-02-01", "2026-11-28"):
        alone = STANDARD.at(context(states, [day]))
        among = STANDARD.at(context(states, [day] * len(states)))
        assert alone.tolist() == among.tolist()
        for region in ("BE-VLG", "BE-BRU"):
            alone, among = (STANDARD.at(context(["BE"] * len(days), days, region)) for days in ([day], [day, day]))
            assert alone[0] == among[0]


def test_regions_have_their_own_and_the_state_s_before_that() -> None:
    assert STANDARD.at(context(["BE"], ["2026-03-01"]))[0] == SEVERAL
    assert STANDARD.at(context(["GR"], ["2026-03-01"]))[0] == NOTHING
    wallonia = STANDARD.numbers(context(["BE"], ["2026-03-01"], "BE-WAL"))
    assert wallonia.low[0] == 68815 and wallonia.is_exact
    assert STANDARD.numbers(context(["BE"], ["2016-03-01"], "BE-WAL")).low[0] == 51466
    whole = STANDARD.numbers(context(["BE"], ["2026-03-01"]))
    assert (whole.low[0], whole.high[0]) == pytest.approx((4748, 68815 / 12))  # in the terms of Brussels, by the month


def test_whose_word_decides_inside_a_range() -> None:
    found = STANDARD.numbers(context(["GR", "IT", "DE"], ["2026-03-01"]))
    assert found.between.tolist() == [OPTION, UNKNOWN, UNKNOWN] and np.isnan(found.low[0])
    assert (found.low[1], found.high[1]) == (33500, 35000) and found.low[2] == found.high[2] == 50700


def test_a_value_that_was_abolished_is_none() -> None:
    reduced = LAW.vocabulary.values["salary_reduced"]
    assert reduced.numbers(context(["LU"], ["2024-06-30"])).low[0] == 70762
    assert np.isnan(reduced.numbers(context(["LU"], ["2024-07-01"])).low[0])


def test_who_is_bound_on_one_day_and_on_many() -> None:
    act = LAW.acts["32021L1883"]
    states = ["DE", "DK", "HR", "IE", "NO"]
    assert bound_on(act, context(states, ["2026-03-01"]), members_on).tolist() == [1, 0, 1, 0, 0]
    days = ["2013-06-30", "2013-07-01", "2026-01-01"]
    assert bound_on(act, context(["HR"] * 3, days), members_on).tolist() == [0, 1, 1]
    ecowas = LAW.acts["ECOWAS-A.P1.5.79"]
    assert bound_on(ecowas, context(["ML"] * 2, ["2025-01-28", "2025-01-29"]), members_on).tolist() == [1, 0]
    assert is_bound(LAW.acts["32008L0115"], "CH", date(2026, 1, 1), members_on)


def test_how_an_act_stands() -> None:
    act = LAW.acts["32021L1883"]
    stands = standing_of(act, "DK", date(2026, 1, 1), members_on)
    assert not stands.bound and stands.in_force and str(stands.why_not).startswith("32021L1883 recitals")
    assert standing_of(act, "FR", date(2021, 11, 16), members_on).in_force is False
    told = standing_of(act, "FR", date(2026, 1, 1), members_on)
    assert (told.bound, told.transposed, told.applies_from) == (True, "not known", date(2023, 11, 18))


def test_citizens_of_a_grouping_for_many_days() -> None:
    node = next(one.node for one in LAW.ways["uemoa_movement"].conditions if one.condition.id == "ue.citizen")
    asked = context(["SN"] * 4, ["1997-05-01", "1997-05-02", "2026-01-01", "2026-01-01"])
    asked.facts["citizenship"] = columns.words(["GW", "GNB", "FR", None])
    assert node.run(asked).tolist() == [0, 1, 0, 2]
