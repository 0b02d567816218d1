"""What follows from answers: both sides of every stop, what is missing in order, nothing that adds up."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from passerelle.measures.screening import (
    Answer,
    Dissent,
    Mitigation,
    ScreeningError,
    Touched,
    all_questions,
    is_out_of_date,
    screen,
)
from passerelle.measures.screening.instruments import absolute_rights
from passerelle.measures.screening.judging import LACKS, OUTCOMES
from tests.unit.measures.screening.makers import (
    AMINA,
    FEATURES,
    JONAS,
    LIBERTY,
    MEASURE,
    REVIEW,
    SCREENED,
    TODAY,
    answers,
    bound,
    judged,
    lacks,
    screening,
)

QUESTIONS = list(all_questions())
TESTS = [code for code, question in all_questions().items() if question.kind == "test"]
SAFEGUARDS = [code for code, question in all_questions().items() if question.kind == "safeguard"]


def but(code: str, **changes: object) -> tuple[Answer, ...]:
    """A full set of answers with one changed."""
    (mine,) = [answer for answer in answers() if answer.question == code]
    return answers(but={code: replace(mine, **changes)})  # type: ignore[arg-type]


def test_the_best_result_says_by_whom_when_and_under_which_instruments() -> None:
    result = judged()
    assert result.outcome == "no stop found" and not result.missing and result.stopped is None
    said = result.sentence()
    assert said.startswith("No stop found, by Amina Bahri and Jonas Weber, on 2026-10-01, under Charter of Fundamental")
    assert "Convention against torture" in said and "passed" not in said.lower()


@pytest.mark.parametrize("code", QUESTIONS)
def test_a_no_stops_at_its_question_with_its_reason(code: str) -> None:
    result = judged(answers=but(code, answer="no", reason="It does not."))
    assert result.outcome == "stopped" and result.stopped is not None
    assert (result.stopped.question, result.stopped.reason) == (code, "It does not.")
    title = all_questions()[code].title
    assert result.sentence() == f"Stopped at “{title}”: It does not."


@pytest.mark.parametrize("code", QUESTIONS)
def test_a_no_without_a_reason_stops_all_the_same(code: str) -> None:
    result = judged(answers=but(code, answer="no", reason=""))
    assert result.outcome == "stopped" and result.sentence().endswith(": no reason is given")


def test_the_first_no_stops_whatever_else_was_answered() -> None:
    nos = {code: Answer(code, "no", f"No to {code}.") for code in ("victims", "essence", "necessary")}
    result = judged(answers=answers(but=nos))
    assert result.stopped is not None and result.stopped.question == "essence"
    unanswered = judged(answers=(Answer("victims", "no", "No one looks for them."),))
    assert unanswered.outcome == "stopped" and unanswered.stopped is not None
    assert unanswered.stopped.question == "victims" and len(unanswered.missing) > 10


@pytest.mark.parametrize("code", QUESTIONS)
def test_a_question_without_an_answer_is_missing(code: str) -> None:
    result = judged(answers=answers(but={code: None}))
    right = "liberty" if code in TESTS else ""
    assert result.outcome == "incomplete" and lacks(result) == [(code, right, "unanswered")]


@pytest.mark.parametrize("code", QUESTIONS)
@pytest.mark.parametrize(("changes", "what"), [({"answer": "unknown"}, "unknown"), ({"reason": "  "}, "reason")])
def test_what_is_not_known_or_has_no_reason_is_missing(code: str, changes: dict[str, str], what: str) -> None:
    result = judged(answers=but(code, **changes))
    assert result.outcome == "incomplete" and [(q, w) for q, _, w in lacks(result)] == [(code, what)]


def test_what_is_missing_comes_in_the_order_of_the_questions_and_then_of_the_form() -> None:
    result = judged(answers=answers(but=dict.fromkeys(("victims", "law", "child"))), screeners=(), review_by=None)
    assert [what or code for code, _, what in lacks(result)[-2:]] == ["screeners", "review_by"]
    assert [code for code, _, _ in lacks(result)[:3]] == ["law", "child", "victims"]
    assert result.sentence() == "Incomplete: Law – Liberty and security of person: not answered."


@pytest.mark.parametrize("right", sorted(absolute_rights()))
@pytest.mark.parametrize("effect", ["limits", "both"])
def test_an_absolute_right_that_is_limited_stops_whatever_was_answered(right: str, effect: str) -> None:
    result = judged(touched=(Touched(right, "detention", effect),))  # type: ignore[arg-type]
    assert result.outcome == "stopped" and result.stopped is not None
    assert (result.stopped.question, result.stopped.right) == ("absolute", right)
    assert result.stopped.articles and all(article.is_absolute for article in result.stopped.articles)
    assert "“up to 30 days before removal” limits it" in result.sentence()


@pytest.mark.parametrize("right", sorted(absolute_rights()))
def test_an_absolute_right_that_is_supported_stops_nothing(right: str) -> None:
    assert judged(touched=(LIBERTY, Touched(right, "courses", "supports"))).outcome == "no stop found"


def test_the_articles_of_a_stop_are_those_that_bind_here() -> None:
    touched = (Touched("collective_expulsion", "detention", "limits"),)
    found = {}
    for stops in (("MAR", "DEU"), ("BFA", "CIV")):
        measure = replace(MEASURE, origin=stops[0], destination=stops[1])
        result = judged(screening(measure=measure, touched=touched), *stops)
        assert result.stopped is not None
        found[stops] = {(article.instrument, article.number) for article in result.stopped.articles}
    assert found["MAR", "DEU"] == {("EU_CHARTER", "19(1)"), ("ECHR_P4", "4"), ("ICRMW", "22(1)")}
    assert found["BFA", "CIV"] == {("AFRICAN_CHARTER", "12(5)"), ("ICRMW", "22(1)")}


def test_where_no_instrument_is_recorded_an_absolute_right_stops_and_says_so() -> None:
    measure = replace(MEASURE, origin="THA", destination="SGP")
    result = judged(
        screening(measure=measure, touched=(Touched("collective_expulsion", "data", "limits"),)), "THA", "SGP"
    )
    assert result.stopped is not None and result.stopped.articles == ()
    assert result.sentence().endswith("No instrument is recorded that says so here; it stops all the same.")


def test_a_test_is_asked_of_every_right_that_is_limited() -> None:
    touched = (LIBERTY, Touched("data_protection", "data", "limits"))
    assert judged(touched=touched).outcome == "no stop found"
    about = Answer("suitable", "unknown", "Nobody has looked.", right="data_protection")
    result = judged(touched=touched, answers=(*answers(), about))
    assert lacks(result) == [("suitable", "data_protection", "unknown")]
    result = judged(touched=touched, answers=(*answers(), replace(about, answer="no")))
    assert result.stopped is not None and result.stopped.right == "data_protection"
    assert {a.right for a in result.stopped.articles} == {"data_protection"}


def test_a_no_about_all_stops_even_where_each_right_has_its_own_yes() -> None:
    own = Answer("law", "yes", "Act 12.", right="liberty", evidence=("Act 12",))
    assert judged(answers=(*but("law", answer="no"), own)).outcome == "stopped"


def test_necessity_names_its_alternatives_and_law_its_text() -> None:
    assert lacks(judged(answers=but("necessary", alternatives=()))) == [("necessary", "liberty", "alternatives")]
    assert lacks(judged(answers=but("law", evidence=()))) == [("law", "liberty", "evidence")]
    assert judged(answers=but("suitable", evidence=(), alternatives=())).outcome == "no stop found"


@pytest.mark.parametrize("code", TESTS)
def test_a_test_cannot_be_passed_over_while_a_right_is_limited(code: str) -> None:
    result = judged(answers=but(code, answer="not_applicable"))
    assert lacks(result) == [(code, "liberty", "never_passed" if code == "absolute" else "limited")]


def test_where_nothing_is_limited_the_tests_can_be_passed_over_but_for_the_absolute() -> None:
    passed = {code: Answer(code, "not_applicable", "Nothing is limited.") for code in TESTS}
    supports = (Touched("education", "courses", "supports"),)
    assert lacks(judged(touched=supports, answers=answers(but=passed))) == [("absolute", "", "never_passed")]
    passed["absolute"] = Answer("absolute", "yes", "None is touched.")
    assert judged(touched=supports, answers=answers(but=passed)).outcome == "no stop found"


@pytest.mark.parametrize("code", SAFEGUARDS)
def test_a_safeguard_is_passed_over_only_where_its_rights_are_not_limited(code: str) -> None:
    limited = {"liberty"} & all_questions()[code].asked_with
    result = judged(answers=but(code, answer="not_applicable"))
    assert lacks(result) == ([(code, "", "limited")] if limited else [])
    assert lacks(judged(answers=but(code, answer="not_applicable", reason=""))) == [(code, "", "reason")]


def test_all_rights_named_means_that_some_are_and_none_that_none_is() -> None:
    assert lacks(judged(touched=()))[0] == ("rights", "", "untouched")
    assert lacks(judged(answers=but("rights", answer="not_applicable"))) == [("rights", "", "touched")]
    assert judged(touched=(), answers=but("rights", answer="not_applicable")).outcome == "no stop found"


def test_a_measure_without_features_is_not_described() -> None:
    result = judged(measure=replace(MEASURE, features={}), touched=())
    assert ("rights", "", "features") in lacks(result)


def test_under_no_instrument_at_all_nothing_can_be_said() -> None:
    early = date(1940, 1, 1)
    form = screening(screened_on=date(1939, 12, 1), review_by=date(1941, 1, 1))
    result = judged(form, on=early)
    assert result.binding.instruments == () and lacks(result) == [("", "", "instruments")]


@pytest.mark.parametrize("people", [(), (AMINA,), (AMINA, replace(AMINA, name="Sara"))])
def test_two_persons_have_to_screen(people: tuple[object, ...]) -> None:
    assert lacks(judged(screeners=people)) == [("", "", "screeners")]
    assert judged(screeners=(AMINA, JONAS)).outcome == "no stop found"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"screened_on": None}, ["screened_on"]),
        ({"review_by": None}, ["review_by"]),
        ({"screened_on": TODAY}, []),
        ({"screened_on": TODAY + timedelta(1)}, ["later"]),
        ({"review_by": SCREENED}, ["review_before", "review_passed"]),
        ({"review_by": TODAY}, []),
        ({"review_by": TODAY - timedelta(1)}, ["review_passed"]),
    ],
)
def test_days_are_given_and_in_order(changes: dict[str, date], what: list[str]) -> None:
    assert [code for _, _, code in lacks(judged(**changes))] == what


def test_a_screening_is_out_of_date_after_its_day_of_review() -> None:
    assert not is_out_of_date(screening(), on=REVIEW)
    assert is_out_of_date(screening(), on=REVIEW + timedelta(1))
    late = judged(on=REVIEW + timedelta(1))
    assert late.is_out_of_date and late.outcome == "incomplete" and not judged().is_out_of_date


def test_a_screening_is_out_of_date_when_the_measure_changes() -> None:
    changed = replace(MEASURE, parameters={"days": 60, "monitored": True})
    for form in (screening(), screening().sealed()):
        assert is_out_of_date(form, on=TODAY, measure=changed) and not is_out_of_date(form, on=TODAY, measure=MEASURE)
    result = screen(screening(), bound("MAR", "DEU"), measure=changed)
    assert result.outcome == "incomplete" and lacks(result) == [("", "", "changed")]
    edited = replace(screening().sealed(), measure=changed)
    assert judged(edited).is_out_of_date and "has changed since it was screened" in judged(edited).sentence()
    assert not judged(edited.sealed()).is_out_of_date


def test_an_out_of_date_stop_stays_a_stop() -> None:
    result = judged(answers=but("aim", answer="no"), on=REVIEW + timedelta(1))
    assert result.outcome == "stopped" and result.is_out_of_date


def test_instruments_of_other_places_are_refused() -> None:
    with pytest.raises(ScreeningError, match="The instruments are those of BFA, CIV; the measure is on MAR, DEU"):
        judged(None, "BFA", "CIV")


def test_dissent_is_kept_and_changes_nothing() -> None:
    said = Dissent("Jonas Weber", "The reviews come too late.", "detention")
    result = judged(dissent=(said,))
    assert result.outcome == "no stop found"
    assert result.as_dict()["dissent"] == [
        {"by": "Jonas Weber", "text": "The reviews come too late.", "question": "detention"}
    ]


def test_as_a_dict_it_holds_all_that_an_annex_prints() -> None:
    todo = Mitigation("Train the judges", "detention", "Ministry of Justice")
    told = judged(mitigations=(todo,)).as_dict("fr")
    assert json.loads(json.dumps(told)) == told
    assert told["outcome"] == "no stop found" and told["stopped"] is None and told["missing"] == []
    assert [place["name"] for place in told["measure"]["places"]] == ["Maroc", "Allemagne"]
    assert told["measure"]["features"] == FEATURES and told["mitigations"][0]["by"] == "Ministry of Justice"
    assert [question["question"] for question in told["questions"]] == QUESTIONS
    assert told["questions"][6]["answers"][0]["alternatives"][0]["name"] == "Reporting twice a week"
    (right,) = told["rights"]
    assert right["feature_said"] == FEATURES["detention"] and {a["right"] for a in right["articles"]} == {"liberty"}
    assert told["screened_on"] == "2026-10-01" and told["fingerprint"] == MEASURE.fingerprint
    assert told["binding"]["instruments"][0] == "EU_CHARTER" and not told["out_of_date"]


def test_a_stop_and_what_is_missing_are_told_in_full() -> None:
    told = judged(touched=(Touched("torture", "detention", "limits"),), screeners=()).as_dict()
    assert told["stopped"]["right_title"] == "No torture, no inhuman or degrading treatment"
    assert {article["kind"] for article in told["stopped"]["articles"]} == {"absolute"}
    assert told["missing"] == [
        {"question": "", "right": "", "what": "screeners",
         "said": "two persons of different members or departments have to screen"},
    ]  # fmt: skip


def numbers(value: object) -> list[float]:
    """Every number anywhere in a record, flags left out."""
    if isinstance(value, dict):
        return [one for part in value.values() for one in numbers(part)]
    if isinstance(value, list):
        return [one for part in value for one in numbers(part)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


def test_no_number_stands_in_a_result_but_the_measures_own_parameters() -> None:
    for result in (judged(), judged(answers=()), judged(touched=(Touched("torture", "data", "limits"),))):
        assert numbers(result.as_dict()) == [30]


@pytest.mark.parametrize("language", ["nl", "fr", "es", "ar"])
def test_every_result_is_said_in_every_language(language: str) -> None:
    for result in (judged(), judged(answers=()), judged(touched=(Touched("torture", "data", "limits"),))):
        assert result.sentence(language) != result.sentence()
        assert all(lack.text(language) != lack.text() for lack in result.missing)
    assert judged().as_dict(language)["outcome_said"] != "no stop found"


def test_no_word_of_a_result_says_that_a_measure_passed() -> None:
    assert not [text for text in (*OUTCOMES.values(), *LACKS.values()) if "score" in text or text == "passed"]
