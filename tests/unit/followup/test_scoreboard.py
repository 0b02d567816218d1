"""Scoreboards: a row a plan in alphabetical order, every light named, nothing added up over plans."""

from datetime import date

from passerelle.followup.lights import NAMES, Light, Reason
from passerelle.followup.scoreboard import PlanLights, Row, scoreboard


def lit(*names: str) -> list[Light]:
    return [Light(name, Reason("not_due", {"start": date(2026, 1, 1)})) for name in names]  # type: ignore[arg-type]


def test_plans_stand_in_the_order_of_their_titles_whatever_case_and_accents() -> None:
    plans = [PlanLights(title, [], []) for title in ("Zanzibar", "égalité", "Emploi", "asile", "Éducation")]
    assert [row.title for row in scoreboard(plans)] == ["asile", "Éducation", "égalité", "Emploi", "Zanzibar"]


def test_the_order_hangs_on_no_light() -> None:
    good, bad = PlanLights("B", [], lit("done")), PlanLights("A", [], lit("late"))
    assert (
        [row.title for row in scoreboard([good, bad])] == [row.title for row in scoreboard([bad, good])] == ["A", "B"]
    )


def test_every_light_is_named_with_none_as_well() -> None:
    (row,) = scoreboard([PlanLights("A", ["Mali", "Ghana", "Mali"], lit("late", "done", "late"))])
    assert list(row.counts) == list(NAMES)
    assert row.counts == {"done": 1, "dropped": 0, "late": 2, "at_risk": 0, "on_time": 0, "not_due": 0}
    assert row.owners == ("Ghana", "Mali") and row.actions == 3


def test_plans_of_one_member_stay_apart() -> None:
    rows = scoreboard([PlanLights("A", ["Mali"], lit("late")), PlanLights("B", ["Mali"], lit("late"))])
    assert [row.counts["late"] for row in rows] == [1, 1]


def test_a_row_as_plain_values_has_no_rank_and_no_total() -> None:
    plain = Row("A", ("Mali",), dict.fromkeys(NAMES, 1)).as_dict()
    assert set(plain) == {"plan", "owners", "actions", "lights"}


def test_without_plans_there_are_no_rows() -> None:
    assert scoreboard([]) == ()
