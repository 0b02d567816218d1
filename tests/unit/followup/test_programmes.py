"""Work programmes: their files read strictly, public facts as lights, in time, late by so many days, or not known."""

from datetime import date, timedelta
from typing import Any

import pytest

from passerelle.base.errors import PlanError
from passerelle.followup.programmes import (
    NAMES,
    STATES,
    Commitment,
    Outcome,
    all_programmes,
    light_of,
    read_programme,
    texts,
)

DEADLINE = date(2004, 5, 1)
LATER = date(2026, 1, 1)


def commitment(state: str = "unknown", on: date | None = None, deadline: date | None = DEADLINE) -> Commitment:
    return Commitment("card", "A card", "asylum", deadline, "", Outcome(state, on), True)  # type: ignore[arg-type]


def said(*args: Any, today: date = LATER) -> str:
    return light_of(commitment(*args), today).text()


def test_done_on_the_day_of_the_deadline_is_in_time_and_a_day_later_is_late_by_one() -> None:
    assert light_of(commitment("done", DEADLINE), LATER).name == "done"
    late = light_of(commitment("late_done", DEADLINE + timedelta(1)), LATER)
    assert (late.name, late.days, late.text()) == ("done_late", 1, "Done 1 day after the deadline.")
    assert said("late_done", DEADLINE + timedelta(31)) == "Done 31 days after the deadline."


def test_the_days_decide_where_they_are_known_whatever_the_state_says() -> None:
    assert light_of(commitment("done", DEADLINE + timedelta(5)), LATER).days == 5
    assert light_of(commitment("late_done", DEADLINE - timedelta(5)), LATER).name == "done"


def test_without_a_day_the_state_decides_and_no_days_are_told() -> None:
    assert said("late_done") == "Done after the deadline; the day is not known."
    assert said("done") == "Done by the deadline."
    assert said("done", None, None) == said("done", DEADLINE, None) == "Done."
    assert said("late_done", None, None) == "Done late."


def test_not_done_is_not_due_until_the_deadline_has_passed() -> None:
    assert said("not_done", today=DEADLINE) == "Not done yet; the deadline is 2004-05-01."
    assert said("not_done", today=DEADLINE + timedelta(1)) == "Not done by the deadline of 2004-05-01."
    assert said("not_done", None, None) == "Not done; no deadline was set."


def test_in_part_and_not_known() -> None:
    assert said("partly") == "Done in part; the deadline was 2004-05-01."
    assert said("partly", None, None) == "Done in part."
    assert said("unknown") == "Whether it was done by the deadline of 2004-05-01 is not known."
    assert said("unknown", None, None) == "Whether it was done is not known."


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("on", [None, date(2003, 1, 1), date(2005, 1, 1)])
@pytest.mark.parametrize("deadline", [None, DEADLINE])
@pytest.mark.parametrize("today", [date(2004, 1, 1), LATER])
def test_every_fact_has_a_light_and_a_sentence(state: str, on: date, deadline: date, today: date) -> None:
    found = light_of(commitment(state, on, deadline), today)
    assert found.name in NAMES and found.text("fr").endswith(".")


def raw(**changes: Any) -> dict[str, Any]:
    one = {
        "key": "directive", "text": "A directive on reception", "theme": "asylum", "deadline": DEADLINE,
        "deadline_source": "conclusions, 14", "checked": True,
        "outcome": {"state": "done", "on": "2003-01-27", "what": "Directive 2003/9/EC", "source": "OJ L 31"},
    }  # fmt: skip
    return {
        "title": "Tampere", "adopted_on": date(1999, 10, 16), "adopted_by": "European Council", "source": "conclusions",
        "source_url": "https://example.org", "commitments": [one | changes],
    }  # fmt: skip


def test_a_programme_is_read() -> None:
    found = read_programme(raw(), "tampere")
    assert (found.code, found.title, found.adopted_on) == ("tampere", "Tampere", date(1999, 10, 16))
    (one,) = found.commitments
    assert one.outcome.on == date(2003, 1, 27) and one.checked and light_of(one, LATER).name == "done"


def test_a_theme_is_told_in_words() -> None:
    (one,) = read_programme(raw(theme="2.3-residence-and-family"), "x").commitments
    assert one.theme_text() == "residence and family"


def test_a_programme_may_stand_under_its_own_name_in_the_file() -> None:
    flat = raw()
    commitments = flat.pop("commitments")
    assert read_programme({"programme": flat, "commitments": commitments}, "x") == read_programme(raw(), "x")


def test_without_commitments_it_has_none_and_without_a_day_it_has_none() -> None:
    assert read_programme(raw() | {"commitments": None}, "x").commitments == ()
    assert read_programme(raw(deadline=None, checked=False), "x").commitments[0].deadline is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": ""}, "lacks text"),
        ({"outcome": {"state": "perhaps"}}, 'the outcome is "perhaps"'),
        ({"outcome": {"what": "x"}}, "lacks state"),
        ({"deadline": "May 2004"}, 'x, directive: deadline is "May 2004"'),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(PlanError, match=says):
        read_programme(raw(**changes), "x")


def test_a_programme_without_title_or_with_a_key_twice_is_refused() -> None:
    with pytest.raises(PlanError, match="lacks title"):
        read_programme(raw() | {"title": None}, "x")
    twice = raw()
    twice["commitments"] *= 2
    with pytest.raises(PlanError, match='two commitments with the key "directive"'):
        read_programme(twice, "x")


def test_the_folder_is_read_whole_oldest_first_whatever_it_holds() -> None:
    found = list(all_programmes().values())
    days = [programme.adopted_on or date.min for programme in found]
    assert days == sorted(days)
    assert all(light_of(one, LATER).text() for programme in found for one in programme.commitments)
    assert all(texts())
