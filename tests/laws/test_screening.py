"""What holds for every screening: a "no" never ends well, a "yes" never undoes a stop, a file is read as it was written."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from passerelle.base.corridors import Corridor, Route
from passerelle.base.places import all_places
from passerelle.evidence.store import open_store
from passerelle.measures.screening import (
    Alternative,
    Answer,
    Dissent,
    Mitigation,
    Screener,
    Screening,
    Touched,
    all_instruments,
    all_questions,
    all_rights,
    as_yaml,
    binding,
    read_screening,
    screen,
)
from passerelle.measures.screening.instruments import absolute_rights
from tests.conftest import MANY
from tests.unit.measures.screening.makers import FEATURES, MEASURE, answers, bound, judged, screening

QUESTIONS = list(all_questions())
GIVEN = ("yes", "no", "unknown", "not_applicable")
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=12
)
touching = st.lists(
    st.builds(
        Touched, st.sampled_from(list(all_rights())), st.sampled_from(list(FEATURES)),
        st.sampled_from(["limits", "supports", "both"]),
    ),
    max_size=4, unique_by=lambda touched: (touched.right, touched.feature),
).map(tuple)  # fmt: skip
one = st.builds(
    Answer, st.sampled_from(QUESTIONS), st.sampled_from(GIVEN), words, evidence=st.lists(words, max_size=2).map(tuple),
    alternatives=st.lists(st.builds(Alternative, words, words), max_size=2).map(tuple),
)  # fmt: skip
answering = st.lists(one, max_size=len(QUESTIONS), unique_by=lambda answer: answer.question).map(tuple)
people = st.lists(
    st.builds(Screener, words, words, st.just("") | words), max_size=3, unique_by=lambda person: person.key
).map(tuple)  # fmt: skip
days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
parameters = st.dictionaries(
    words,
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9999, 9999) | st.booleans() | words,
    max_size=4,
)
screenings = st.builds(
    Screening, parameters.map(lambda given: replace(MEASURE, parameters=given)), touching, answering,
    st.lists(st.builds(Mitigation, words, st.sampled_from(["", *QUESTIONS]), st.just("") | words), max_size=2).map(tuple),
    st.lists(st.builds(Dissent, words, words, st.sampled_from(["", *QUESTIONS])), max_size=2).map(tuple),
    people, days, days,
)  # fmt: skip


def outcome(form: Screening) -> str:
    return screen(form, bound("MAR", "DEU")).outcome


@given(screenings, st.sampled_from(QUESTIONS), words)
@settings(deadline=None)
def test_a_no_to_any_question_always_stops(form: Screening, code: str, reason: str) -> None:
    kept = tuple(answer for answer in form.answers if answer.question != code)
    assert outcome(replace(form, answers=(*kept, Answer(code, "no", reason)))) == "stopped"


@given(screenings, st.sampled_from(QUESTIONS))
@settings(deadline=None)
def test_a_yes_more_never_undoes_a_stop(form: Screening, code: str) -> None:
    before = outcome(form)
    if code in {answer.question for answer in form.answers}:
        return
    after = outcome(replace(form, answers=(*form.answers, Answer(code, "yes", "Because.", evidence=("x",)))))
    assert before != "stopped" or after == "stopped"
    assert after != "stopped" or before == "stopped"


@given(screenings)
@settings(deadline=None)
def test_a_right_without_limits_that_is_limited_always_stops(form: Screening) -> None:
    limited = absolute_rights() & set(form.limited)
    assert not limited or outcome(form) == "stopped"


@given(screenings)
@settings(deadline=None)
def test_no_stop_found_means_that_nothing_lacks(form: Screening) -> None:
    result = screen(form, bound("MAR", "DEU"))
    assert (result.outcome == "no stop found") == (result.stopped is None and not result.missing)
    assert result.outcome != "no stop found" or {a.question for a in form.answers} == set(QUESTIONS)


@given(st.sets(st.sampled_from(QUESTIONS), min_size=1))
@settings(deadline=None)
def test_with_answers_taken_away_it_is_incomplete_and_names_each(gone: set[str]) -> None:
    result = judged(screening(answers=answers(but=dict.fromkeys(gone))))
    assert result.outcome == "incomplete" and {lack.question for lack in result.missing} == gone


@given(st.permutations(answers()))
@settings(deadline=None)
def test_the_order_in_which_answers_stand_is_irrelevant(turned: list[Answer]) -> None:
    first = replace(turned[0], answer="no")
    for changes in ({"answers": tuple(turned)}, {"answers": (*turned[1:], first)}, {"answers": (first, *turned[1:])}):
        result: Any = judged(screening(**changes))
        assert result.outcome == ("no stop found" if changes["answers"] == tuple(turned) else "stopped")


@given(screenings)
@settings(deadline=None)
def test_a_screening_written_is_read_back(form: Screening) -> None:
    assert read_screening(as_yaml(form)) == form
    assert read_screening(as_yaml(form.sealed())) == form.sealed()


@given(parameters, parameters)
def test_the_fingerprint_is_of_the_parameters(first: dict[str, Any], second: dict[str, Any]) -> None:
    one, other = (replace(MEASURE, parameters=given) for given in (first, second))
    same = {name: (type(value) is bool, type(value) is str, value) for name, value in first.items()} == {
        name: (type(value) is bool, type(value) is str, value) for name, value in second.items()
    }
    assert (one.fingerprint == other.fingerprint) == same


PLACES = sorted(all_places())
on_days = st.dates(date(1940, 1, 1), date(2035, 12, 31))
ENDS = ("ceased", "disputed")


def standing(iso3: str, on: date) -> dict[str, str]:
    other = "NZL" if iso3 != "NZL" else "FJI"
    found = binding(open_store(), Corridor(iso3, other), on)
    return {s.instrument: s.status for s in found.standings if s.iso3 == iso3}


@given(st.sampled_from(PLACES), on_days, on_days)
@settings(deadline=None)
def test_who_is_bound_stays_bound_until_it_left(iso3: str, first: date, second: date) -> None:
    before, after = (standing(iso3, on) for on in sorted((first, second)))
    for code, status in before.items():
        if status == "binds":
            assert after[code] in ("binds", *ENDS), (iso3, code)
        if status in ("outside", "none_recorded", "no_table"):
            assert after[code] == status, (iso3, code)


@given(st.sampled_from(PLACES), on_days)
@settings(deadline=None)
def test_nobody_is_bound_before_an_instrument_is_in_force_nor_where_it_is_not_open(iso3: str, on: date) -> None:
    for code, status in standing(iso3, on).items():
        instrument = all_instruments()[code]
        assert status != "binds" or (instrument.in_force <= on and instrument.is_open_to(iso3)), (iso3, code)


@given(st.lists(st.sampled_from(PLACES), min_size=2, max_size=5, unique=True), on_days)
@settings(deadline=None, max_examples=40 if MANY else 6)
def test_a_place_stands_the_same_wherever_it_stands_on_a_route(stops: list[str], on: date) -> None:
    there, back = (binding(open_store(), Route(tuple(order)), on) for order in (stops, stops[::-1]))
    assert set(there.standings) == set(back.standings) and there.instruments == back.instruments
    assert {s.instrument for s in there.standings if s.binds} == set(there.instruments)
