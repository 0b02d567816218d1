"""The rights gate: every coercive measure and every other, against each kind of screening that is none."""

from collections.abc import Callable
from dataclasses import replace as changed
from datetime import date, timedelta
from typing import Any

import pytest

from passerelle.base.errors import RuleError
from passerelle.measures import screening as rights
from passerelle.measures.templates import all_templates
from passerelle.plans import codes
from passerelle.plans.checking import faults
from passerelle.plans.gate import (
    FOUND_NO_STOP,
    KINDS,
    OWN,
    PHASES,
    NotScreened,
    as_screened,
    fingerprint,
    require_screened,
    stop_of,
    stops,
)
from passerelle.plans.records import Action, Corridor, Measure, Mitigation, Screened
from tests.unit.measures.screening import makers as screened
from tests.unit.plans.makers import TODAY, action, measure, plan, replace

COERCIVE = [code for code, template in all_templates().items() if template.coercive]
PLACES = Corridor("MAR", "DEU")
PARAMETERS = {"days": 30.0, "monitored": True, "shares": {"women": 0.5, "men": 0.5}}


def planned(template: str, **changes: Any) -> Measure:
    """A measure of a template on a corridor, as it stands in a plan."""
    act = action("act", phase="border", theme="2.4-rights-test")
    whole = measure(act, template=template, corridor=PLACES, parameters=PARAMETERS)
    return replace(whole, **changes)


def form_of(one: Measure, **changes: Any) -> rights.Screening:
    """A screening of the measure in which nothing lacks, but for what is changed."""
    flat = {"days": 30, "monitored": True, "shares.women": 0.5, "shares.men": 0.5}
    phases = ", ".join(sorted({act.phase for act in one.actions if act.phase}))
    flat |= {PHASES: phases} if phases else {}
    asked = rights.Measure(one.template or OWN, "MAR", "DEU", parameters=flat, features=screened.FEATURES)
    return screened.screening(**({"measure": asked} | changes)).sealed()


def judged(form: rights.Screening, on: date = TODAY) -> Screened:
    return as_screened(form, rights.screen(form, screened.bound("MAR", "DEU", on=on)))


def good(one: Measure) -> Screened:
    """What a screening without a stop says of the measure."""
    return judged(form_of(one))


ALL = [*all_templates(), ""]
NO = rights.Answer("coercion", "no", "Force is used without a law.")


def of_another(one: Measure, **changes: Any) -> Screened:
    return judged(form_of(one, measure=changed(form_of(one).measure, **changes)))


# Each makes of a measure that would pass one that must not.
TRICKS: dict[str, Callable[[Measure], Measure]] = {
    "never screened": lambda one: replace(one, screening=None),
    "a screening that says nothing": lambda one: replace(one, screening=Screened()),
    "claimed by hand": lambda one: replace(one, screening=Screened(FOUND_NO_STOP, review_by=date(2099, 1, 1))),
    "claimed by hand with days": lambda one: replace(
        one, screening=Screened(FOUND_NO_STOP, date(2026, 1, 1), date(2099, 1, 1))
    ),
    "an outcome of one's own": lambda one: replace(one, screening=replace(good(one), outcome="passed")),
    "an outcome in other letters": lambda one: replace(one, screening=replace(good(one), outcome="No stop found")),
    "an outcome with a space": lambda one: replace(one, screening=replace(good(one), outcome="no stop found ")),
    "stopped": lambda one: replace(one, screening=judged(form_of(one, answers=screened.answers(but={"coercion": NO})))),
    "stopped by an absolute right": lambda one: replace(
        one, screening=judged(form_of(one, touched=(rights.Touched("collective_expulsion", "detention", "limits"),)))
    ),
    "unanswered": lambda one: replace(one, screening=judged(form_of(one, answers=screened.answers(but={"child": None})))),
    "nothing answered": lambda one: replace(one, screening=judged(form_of(one, answers=()))),
    "answered not known": lambda one: replace(
        one, screening=judged(form_of(one, answers=screened.answers(but={"law": rights.Answer("law", "unknown", "?")})))
    ),
    "by one person": lambda one: replace(one, screening=judged(form_of(one, screeners=(screened.AMINA,)))),
    "by nobody": lambda one: replace(one, screening=judged(form_of(one, screeners=()))),
    "without its day": lambda one: replace(one, screening=judged(form_of(one, screened_on=None))),
    "its day taken out": lambda one: replace(one, screening=replace(good(one), on=None)),
    "screened tomorrow": lambda one: replace(one, screening=judged(form_of(one, screened_on=TODAY + timedelta(1)))),
    "its day put off": lambda one: replace(one, screening=replace(good(one), on=TODAY + timedelta(1))),
    "without a day of review": lambda one: replace(one, screening=judged(form_of(one, review_by=None))),
    "its review taken out": lambda one: replace(one, screening=replace(good(one), review_by=None)),
    "old, and judged today": lambda one: replace(
        one, screening=judged(form_of(one, screened_on=date(2024, 1, 1), review_by=TODAY - timedelta(1)))
    ),
    "old, and judged when it was new": lambda one: replace(
        one, screening=judged(form_of(one, screened_on=date(2024, 1, 1), review_by=date(2025, 1, 1)), date(2024, 6, 1))
    ),
    "without its mark": lambda one: replace(one, screening=replace(good(one), fingerprint="")),
    "with a mark made up": lambda one: replace(one, screening=replace(good(one), fingerprint="0" * 32)),
    "that of another template": lambda one: replace(one, screening=of_another(one, template="matched-funds-2")),
    "that of another origin": lambda one: replace(one, screening=replace(good(one), fingerprint=fingerprint(
        replace(one, corridor=Corridor("TUN", "DEU"))))),
    "that of the way back": lambda one: replace(one, screening=replace(good(one), fingerprint=fingerprint(
        replace(one, corridor=Corridor("DEU", "MAR"))))),
    "that of other parameters": lambda one: replace(one, screening=of_another(one, parameters={"days": 29})),
    "that of no parameters": lambda one: replace(one, screening=of_another(one, parameters={})),
    "a forged mark in the form": lambda one: replace(one, screening=judged(changed(
        form_of(one, measure=changed(form_of(one).measure, parameters={"days": 1})), fingerprint=fingerprint(one)))),
    "the template changed since": lambda one: replace(
        one, screening=good(one), template="readmission" if one.template != "readmission" else "border-rescue"
    ),
    "the template taken away since": lambda one: replace(one, screening=good(one), template="" if one.template else "seasonal"),
    "a place of transit more": lambda one: replace(one, screening=good(one), corridor=Corridor("MAR", "DEU", ("ESP",))),
    "another destination": lambda one: replace(one, screening=good(one), corridor=Corridor("MAR", "FRA")),
    "without a corridor": lambda one: replace(one, screening=good(one), corridor=None),
    "without a corridor and a mark": lambda one: replace(
        one, screening=replace(good(one), fingerprint=""), corridor=None
    ),
    "more days": lambda one: replace(one, screening=good(one), parameters=PARAMETERS | {"days": 31.0}),
    "a truth for a number": lambda one: replace(one, screening=good(one), parameters=PARAMETERS | {"monitored": 1.0}),
    "a part of a parameter changed": lambda one: replace(
        one, screening=good(one), parameters=PARAMETERS | {"shares": {"women": 0.4, "men": 0.5}}
    ),
    "a parameter more": lambda one: replace(one, screening=good(one), parameters=PARAMETERS | {"dogs": 2.0}),
    "a parameter less": lambda one: replace(one, screening=good(one), parameters={"days": 30.0}),
}  # fmt: skip


def test_there_are_coercive_measures_in_the_catalogue() -> None:
    assert {"readmission", "border-rescue"} <= set(COERCIVE)


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("template", [*COERCIVE, "seasonal", ""])
def test_no_measure_slips_past_the_gate(template: str, trick: str) -> None:
    one = TRICKS[trick](planned(template))
    found = stop_of(one, "here", TODAY)
    assert found is not None and found.kind in KINDS and found.key == "m", trick
    with pytest.raises(NotScreened) as refused:
        require_screened(plan(measures=[one]), TODAY)
    assert refused.value.exit_code == 3 and refused.value.stops[0].kind == found.kind
    # no company makes it better: not before and not behind measures that pass
    fine = replace(planned("seasonal", key="fine"), actions=())
    fine = replace(fine, screening=good(fine))
    for both in ([one, fine], [fine, one]):
        assert [stop.key for stop in stops(plan(measures=both), TODAY)] == ["m"]


@pytest.mark.parametrize("template", ALL)
def test_with_a_screening_in_date_that_found_no_stop_each_passes(template: str) -> None:
    one = replace(planned(template), screening=good(planned(template)))
    assert one.screening and one.screening.outcome == FOUND_NO_STOP
    assert stop_of(one, "here", TODAY) is None
    require_screened(plan(measures=[one]), TODAY)


@pytest.mark.parametrize("template", ALL)
def test_without_one_none_passes(template: str) -> None:
    assert [stop.kind for stop in stops(plan(measures=[planned(template)]), TODAY)] == ["unscreened"]


@pytest.mark.parametrize("template", COERCIVE)
@pytest.mark.parametrize("phase", codes.phases())
def test_coercive_measures_of_every_phase_can_be_planned(template: str, phase: str) -> None:
    act = action("act", phase=phase, theme="2.4-rights-test")
    one = measure(act, template=template, corridor=PLACES)
    assert list(faults(plan(measures=[one]))) == []


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        (screened.SCREENED - timedelta(1), "unfinished"),
        (screened.SCREENED, None),
        (screened.REVIEW, None),
        (screened.REVIEW + timedelta(1), "review"),
    ],
)
def test_it_is_in_date_from_its_day_to_its_review_both_included(on: date, kind: str | None) -> None:
    one = replace(planned("readmission"), screening=good(planned("readmission")))
    found = stop_of(one, "here", on)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("trick", "kind", "said"),
    [
        ("never screened", "unscreened", "It has no screening of rights."),
        ("without a corridor", "unscreened", "It has no screening of rights."),
        ("stopped", "stopped", "Its screening of rights stopped it."),
        ("unanswered", "unfinished", "Its screening of rights is not finished."),
        (
            "old, and judged today",
            "review",
            f"Its screening of rights was to be looked at again by {TODAY - timedelta(1)}.",
        ),
        ("its review taken out", "unfinished", "Its screening of rights is not finished."),
        (
            "old, and judged when it was new",
            "review",
            "Its screening of rights was to be looked at again by 2025-01-01.",
        ),
        ("more days", "changed", "Its screening of rights is out of date: the measure changed since."),
    ],
)
def test_each_stop_says_why(trick: str, kind: str, said: str) -> None:
    found = stop_of(TRICKS[trick](planned("readmission")), "objectives[1].measures[1]", TODAY)
    assert found and (found.kind, found.text(), found.values["title"]) == (kind, said, "Measure m")


def test_all_that_stands_in_the_way_is_told_with_the_titles() -> None:
    both = [planned("readmission"), planned("seasonal", key="n", title="Work in summer", actions=())]
    with pytest.raises(RuleError) as refused:
        require_screened(plan(measures=both), TODAY)
    assert str(refused.value) == (
        "The plan cannot be adopted:\n- Measure m: It has no screening of rights.\n"
        "- Work in summer: It has no screening of rights."
    )
    assert [stop.place for stop in stops(plan(measures=both), TODAY)] == [
        "objectives[1].measures[1]", "objectives[1].measures[2]"
    ]  # fmt: skip


def test_a_plan_without_measures_has_nothing_to_screen() -> None:
    require_screened(plan(objectives=()), TODAY)


# The mark of a measure ----------------------------------------------------------------------------------


def test_a_measures_mark_is_that_of_its_screening() -> None:
    for template in ALL:
        assert fingerprint(planned(template)) == form_of(planned(template)).measure.fingerprint
    assert fingerprint(planned("seasonal", corridor=None)) == ""


def test_what_the_measure_does_not_do_differently_leaves_its_mark() -> None:
    one = planned("readmission")
    acts = (replace(one.actions[0], title="Do it with care", phase="border"), action("more"))
    other = replace(one, title="x", text="y", actions=acts, key="z", parameters=PARAMETERS | {"days": 30})
    assert fingerprint(one) == fingerprint(other)


def test_an_action_of_a_phase_that_was_not_screened_closes_the_gate() -> None:
    """Nobody screens a course and then plans a return under it."""
    course = planned("pre-departure", actions=(action("teach"),))
    course = replace(course, screening=good(course))
    assert stop_of(course, "here", TODAY) is None
    for phase in codes.phases():
        more = replace(course, actions=(*course.actions, action("x", phase=phase, theme="2.4-rights-test")))
        found = stop_of(more, "here", TODAY)
        assert found and found.kind == "changed", phase
        again = replace(more, screening=good(more))
        assert stop_of(again, "here", TODAY) is None


def asked_for(*texts: str) -> Measure:
    """A measure of which the screening asks for something to be done."""
    form = form_of(planned("readmission"), mitigations=tuple(rights.Mitigation(text) for text in texts))
    return replace(planned("readmission"), screening=judged(form))


def carrying_out(text: str) -> Action:
    return action(f"a{len(text)}", mitigates=Mitigation(text))


def test_what_a_screening_asks_for_needs_an_action_of_the_measure() -> None:
    one = asked_for("A lawyer for each.", "A doctor for each case.")
    found = stop_of(one, "here", TODAY)
    assert found and found.kind == "mitigations"
    assert found.text() == (
        "Its screening asks for what no action carries out yet: A lawyer for each; A doctor for each case."
    )
    half = replace(one, actions=(*one.actions, carrying_out("A lawyer for each.")))
    still = stop_of(half, "here", TODAY)
    assert still and "lawyer" not in still.text() and "doctor" in still.text()
    whole = replace(half, actions=(*half.actions, carrying_out("A doctor for each case.")))
    assert stop_of(whole, "here", TODAY) is None


def test_an_action_of_another_measure_carries_nothing_out() -> None:
    one, other = asked_for("A lawyer for each."), planned("seasonal", key="n", actions=())
    other = replace(other, actions=(carrying_out("A lawyer for each."),))
    other = replace(other, screening=good(other))
    assert [stop.kind for stop in stops(plan(measures=[one, other]), TODAY)] == ["mitigations"]


def test_what_a_screening_says_is_kept_as_of_the_day() -> None:
    one = planned("readmission")
    found = judged(form_of(one))
    assert found == Screened(FOUND_NO_STOP, screened.SCREENED, screened.REVIEW, fingerprint=fingerprint(one))
    assert judged(form_of(one), screened.REVIEW + timedelta(1)).outcome == "out of date"
    form = form_of(one)
    result = rights.screen(form, screened.bound("MAR", "DEU"))
    assert as_screened(form, result, address="/s/1").address == "/s/1"
    assert as_screened(changed(form, fingerprint=""), result).fingerprint == fingerprint(one)
