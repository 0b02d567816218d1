"""The file of a screening: read back as it was written, and every bad input named with its line and field."""

from dataclasses import replace
from datetime import date

import pytest

from passerelle.base.corridors import Corridor
from passerelle.measures.screening import (
    Answer,
    Dissent,
    Mitigation,
    ScreeningUnreadable,
    all_questions,
    as_yaml,
    empty_form,
    read_screening,
)
from passerelle.measures.screening.nodes import MOST_BYTES
from tests.unit.measures.screening.makers import MEASURE, judged, screening

HEAD = "screening: 1\nmeasure: {template: readmission, origin: MAR, destination: DEU, features: {data: prints}}\n"


def refused(text: str) -> str:
    with pytest.raises(ScreeningUnreadable) as problem:
        read_screening(text)
    assert problem.value.exit_code == 2
    return str(problem.value)


def test_a_screening_written_is_read_back_the_same() -> None:
    whole = screening(
        measure=replace(MEASURE, transit=("ESP",), parameters={"days": 30, "rate": 0.5, "on": True, "kind": "3"}),
        mitigations=(Mitigation("Train the judges", "detention", "Justice"), Mitigation("Publish")),
        dissent=(Dissent("Jonas Weber", "Too late: “no”.\nAnd too long.", "detention"),),
    ).sealed()
    assert read_screening(as_yaml(whole)) == whole
    assert read_screening(as_yaml(screening())) == screening()


def test_the_empty_form_is_read_and_nothing_in_it_is_answered() -> None:
    form = empty_form(Corridor("MAR", "DEU"))
    read = read_screening(form)
    assert read.answers == () and read.touched == () and read.measure.where == Corridor("MAR", "DEU")
    assert all(question.ask in form and f"question: {code}" in form for code, question in all_questions().items())
    assert judged(read).outcome == "incomplete"


@pytest.mark.parametrize("written", ["yes", "Yes", '"yes"', "YES"])
def test_yes_and_no_are_words_however_they_are_written(written: str) -> None:
    text = HEAD + f"answers:\n- {{question: law, answer: {written}, reason: no}}\n"
    assert read_screening(text).answers == (Answer("law", "yes", "no"),)


def test_days_stay_days_and_codes_stay_codes() -> None:
    read = read_screening(HEAD.replace("MAR", "NOR") + 'screened_on: 2026-10-01\nreview_by: "2027-10-01"\n')
    assert (read.screened_on, read.review_by) == (date(2026, 10, 1), date(2027, 10, 1))
    assert read.measure.origin == "NOR"


@pytest.mark.parametrize(
    ("written", "value"),
    [("30", 30.0), ("-1.5", -1.5), ("1e3", 1000.0), ("true", True), ("False", False), ("weekly", "weekly"),
     ('"30"', "30"), ("'true'", "true"), ("1_000", "1_000"), ("12:30", "12:30"), ("0x1F", "0x1F"), ("no", "no")],
)  # fmt: skip
def test_a_parameter_is_a_number_a_flag_or_a_text(written: str, value: object) -> None:
    text = f"screening: 1\nmeasure:\n  template: t\n  origin: MAR\n  destination: DEU\n  parameters: {{x: {written}}}\n"
    read = read_screening(text).measure.parameters["x"]
    assert read == value and type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The file is empty"),
        ("# nothing\n", "The file is empty"),
        ("just words", "line 1, the file: fields with values are expected here"),
        ("- a\n- b\n", "line 1, the file: fields with values"),
        ("a: [1\nb: 2", "this is not YAML"),
        ("a: b: c", "line 1: this is not YAML"),
        ("screening: 1\x00\n", "this is not YAML"),
        ("---\nscreening: 1\n---\nscreening: 1\n", "this is not YAML"),
        ("screening: 1\n", 'the file: the field "measure" is lacking'),
        ("measure: {template: t, origin: MAR, destination: DEU}\n", 'the field "screening" is lacking'),
        (HEAD.replace("screening: 1", "screening: 2"), 'line 1, screening: "2" is no version of the form; write 1'),
        (HEAD + "screening: 1\n", 'line 3, the file: "screening" stands here twice'),
        (HEAD + "answer: []\n", 'line 3, the file: there is no field "answer". Did you mean "answers"?'),
        (HEAD + "x: 1\n", 'there is no field "x". Known are screening, measure'),
        (HEAD + "[a, b]: 1\n", "line 3, the file: a text is expected here, not a list"),
        (HEAD + "answers: law\n", "line 3, answers: a list is expected here"),
        (HEAD + "answers:\n- law\n", "line 4, answers[1]: fields with values"),
        (HEAD + "answers:\n- answer: yes\n", 'line 4, answers[1]: the field "question" is lacking'),
        (HEAD + "answers:\n- {question: lew, answer: yes}\n", 'answers[1].question: "lew" is no question'),
        (HEAD + "answers:\n- {question: law, answer: maybe}\n", 'answers[1].answer: "maybe" is no answer; write yes, no'),
        (HEAD + "answers:\n- question: law\n  answer: true\n", 'line 5, answers[1].answer: "true" is no answer'),
        (HEAD + "answers:\n- {question: law, answer: yes, right: x}\n", 'answers[1].right: "x" is no right'),
        (HEAD + "answers:\n- {question: child, answer: yes, right: child}\n", "asked of the whole measure"),
        (HEAD + "answers:\n- {question: law, answer: yes}\n- {question: law, answer: no}\n",
         'line 5, answers[2]: "law" stands already in answers[1]'),
        (HEAD + "answers:\n- {question: law, answer: yes, evidence: Act}\n", "answers[1].evidence: a list is expected"),
        (HEAD + "answers:\n- {question: law, answer: yes, reason: [a]}\n", "answers[1].reason: a text is expected"),
        (HEAD + "answers:\n- {question: necessary, answer: yes, alternatives: [{name: a}]}\n",
         'answers[1].alternatives[1]: the field "why_not" is lacking'),
        (HEAD + "rights:\n- {right: liberty, feature: data}\n", 'rights[1]: the field "effect" is lacking'),
        (HEAD + "rights:\n- {right: liberty, feature: wall, effect: limits}\n", '"wall" is no feature of the measure'),
        (HEAD + "rights:\n- {right: liberty, feature: data, effect: breaks}\n", '"breaks" is no effect'),
        (HEAD + "rights:\n" + 2 * "- {right: liberty, feature: data, effect: limits}\n", "stands already in rights[1]"),
        (HEAD.replace(", features: {data: prints}", "") + "rights:\n- {right: liberty, feature: a, effect: limits}\n",
         "measure.features is empty"),
        (HEAD.replace("data: prints", "data: ~"), "measure.features.data: a text is expected"),
        (HEAD.replace("MAR", "Morocco"), 'line 2, measure.origin: "Morocco" is no place; write its alpha-3 code'),
        (HEAD.replace("DEU", "MAR"), "line 2, measure: A corridor leads from one place to another"),
        (HEAD.replace("DEU,", "DEU, transit: [ESP, XYZ],"), 'measure.transit[2]: "XYZ" is no place'),
        (HEAD.replace("DEU,", "DEU, transit: [DEU],"), "passes twice through one place"),
        (HEAD.replace("DEU,", "DEU, parameters: {x: [1]},"), "measure.parameters.x: a text is expected"),
        (HEAD.replace("DEU,", "DEU, parameters: {x: .inf},"), 'x: ".inf" is not a number'),
        (HEAD.replace("DEU,", "DEU, parameters: {x: 1e999},"), 'x: "1e999" is not a number'),
        (HEAD.replace("DEU,", "DEU, parameters: {x: 1, x: 2},"), 'measure.parameters: "x" stands here twice'),
        (HEAD + "screened_on: soon\n", 'line 3, screened_on: "soon" is not a day as in 2026-11-27'),
        (HEAD + "screened_on: 2026-02-30\n", 'screened_on: "2026-02-30" is not a day'),
        (HEAD + "review_by: 20261127\n", 'review_by: "20261127" is not a day'),
        (HEAD + "screeners:\n- {name: A}\n", 'screeners[1]: the field "member" is lacking'),
        (HEAD + "screeners:\n- {name: A, member: M}\n- {name: a, member: m, department: D}\n", "screeners[2]"),
        (HEAD + "mitigations:\n- {question: law}\n", 'mitigations[1]: the field "text" is lacking'),
        (HEAD + "dissent:\n- {by: A, text: b, question: z}\n", 'dissent[1].question: "z" is no question'),
        (HEAD + "answers: &a []\n", "line 3: anchors and aliases"),
        (HEAD + "answers: *a\n", "line 3: anchors and aliases"),
        (HEAD + "answers: !!python/object:os.system []\n", 'the tag "tag:yaml.org,2002:python/object:os.system"'),
        (HEAD + "fingerprint: !mine x\n", 'line 3: the tag "!mine" is not used here'),
        (HEAD + "answers: " + 20 * "[" + 20 * "]" + "\n", "larger or deeper than a screening can be"),
        (HEAD + "answers: " + 50_000 * "[", "larger or deeper"),
        (HEAD + "answers: [" + 6_000 * "a," + "]\n", "larger or deeper"),
        (HEAD + "answers: [" + 201 * "{}," + "]\n", "answers: more than 200 entries"),
        (HEAD + f"dissent:\n- {{by: A, text: {4_001 * 'a'}}}\n", "dissent[1].text: longer than 4000 letters"),
        (HEAD + "# " + MOST_BYTES * "a", "larger than 200 kB"),
    ],
)  # fmt: skip
def test_bad_input_is_named_with_its_place(text: str, told: str) -> None:
    assert told in refused(text)


def test_the_largest_list_of_answers_is_read() -> None:
    rights = "".join(f"- {{question: {code}, answer: yes, reason: r}}\n" for code in all_questions())
    assert len(read_screening(HEAD + "answers:\n" + rights).answers) == len(all_questions())


def test_an_answer_left_empty_is_not_given_even_beside_one_that_is() -> None:
    text = HEAD + "answers:\n- {question: law, answer: , reason: later}\n- {question: law, answer: yes, reason: now}\n"
    assert read_screening(text).answers == (Answer("law", "yes", "now"),)
