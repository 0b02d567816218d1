"""The interview on ways in: what is asked, what is answered, and that nothing of it is kept anywhere."""

import logging
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from passerelle.rules.goals import GOALS
from passerelle.rules.law import members_on, the_law
from passerelle_web.advice.fields import number_of

CHECK = "/en/ways-in/check/"
NURSE = {
    "goal": "work", "state": ["BE", "DE", "FR"], "day": "2026-11-28", "third_country_national": "yes",
    "resides_outside_union": "yes", "same_group": "no", "sector_listed": "no", "contract_months": "24",
    "regulated_profession": "yes", "qualifications": "yes", "salary": "52000", "salary_period": "year", "currency": "EUR",
    "isco08": "2221", "region": "BE-VLG", "travel_document": "yes", "insurance": "yes", "threat": "no",
}  # fmt: skip


@pytest.fixture(scope="module")
def visitor() -> Client:
    return Client()


def text_of(response: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def hidden_of(response: object) -> list[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode())


# What is asked --------------------------------------------------------------------------------------------


def test_the_room_opens_with_its_doors(visitor):
    page = visitor.get("/en/ways-in/")
    assert page.status_code == 200
    for goal in GOALS:
        assert f"?goal={goal.name}" in page.content.decode()
    assert "not legal advice" in text_of(page)


def test_the_first_question_is_the_aim_and_has_to_be_answered(visitor):
    assert "What is it about?" in text_of(visitor.get(CHECK))
    refused = visitor.post(CHECK, {"state": "BE"})
    assert refused.status_code == 422
    assert "Choose one of these" in text_of(refused)


def test_one_question_at_a_time_with_why_it_is_asked(visitor):
    page = visitor.post(CHECK, {"goal": "work"})
    law = the_law()
    asked = law.facts[page.context["main"].name]
    assert asked.ask in text_of(page)
    assert asked.why in text_of(page)
    assert page.content.decode().count("<h1") == 1


def test_answers_go_on_inside_the_form_and_nowhere_else(visitor):
    page = visitor.post(CHECK, {"goal": "work", "third_country_national": "yes", "asked": "third_country_national"})
    assert ("third_country_national", "yes") in hidden_of(page)
    assert "yes" not in page.request["QUERY_STRING"]
    assert not page.cookies
    assert page["Cache-Control"].startswith("no-store, private")
    assert page["Referrer-Policy"] == "no-referrer"


def test_next_without_an_answer_asks_again(visitor):
    page = visitor.post(CHECK, {"goal": "work", "asked": "contract_months", "contract_months": ""})
    assert page.status_code == 422
    assert page.context["main"].name == "contract_months"
    assert "say that you do not know" in text_of(page)


def test_what_one_does_not_know_is_not_asked_again(visitor):
    page = visitor.post(
        CHECK, {"goal": "study", "third_country_national": "unknown", "asked": "third_country_national"}
    )
    assert page.context["main"].name != "third_country_national"
    assert ("third_country_national", "unknown") in hidden_of(page)


def test_what_is_left_empty_beside_an_answer_is_not_asked_for_ever(visitor):
    paid = {"goal": "work", "salary": "52000", "salary_period": "year", "currency": "EUR", "asked": "salary"}
    page = visitor.post(CHECK, paid)
    assert ("holiday_allowance_included", "unknown") in hidden_of(page)
    lacks = visitor.post(CHECK, {**paid, "salary_period": ""})
    assert lacks.status_code == 422
    assert "period" in lacks.context["clash"]


def test_an_answer_can_be_changed(visitor):
    page = visitor.post(CHECK, {**NURSE, "change": "salary"})
    assert page.context["main"].name == "salary"
    assert 'value="52000"' in page.content.decode()
    assert "salary" not in [name for name, _ in hidden_of(page)]
    assert ("contract_months", "24") in hidden_of(page)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("contract_months", "two years", "Write a number"), ("contract_months", "-4", "Write a number"),
        ("contract_months", "4000", "more than can be"), ("isco08", "9999x", "Choose an occupation"),
        ("degree_date", "2026-02-30", "valid date"), ("salary", "12,3456", "Write a number"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_the_field_and_kept_as_typed(visitor, name, typed, told):
    page = visitor.post(CHECK, {**NURSE, name: typed, "asked": name})
    assert page.status_code == 422
    assert told in text_of(page)
    assert f'value="{typed}"' in page.content.decode() or name == "degree_date"


def test_what_contradicts_itself_is_told_in_words(visitor):
    page = visitor.post(
        CHECK, {"goal": "work", "resides_outside_union": "yes", "legally_resident": "yes", "asked": "legally_resident"}
    )
    assert page.status_code == 422
    assert "nobody lives outside the Union and in one of its states at once" in text_of(page)
    assert "answers" not in page.context["clash"]


@pytest.mark.parametrize(
    "posted",
    [
        {"goal": "fortune"},
        {"goal": "work", "state": "US"},
        {"goal": "work", "day": "yesterday"},
        {"goal": "work", "day": "1066-10-14"},
    ],
)
def test_what_no_form_of_ours_sends_is_refused(visitor, posted):
    assert visitor.post(CHECK, posted).status_code in (400, 404, 422)


@pytest.mark.parametrize("goal", [goal.name for goal in GOALS])
def test_every_interview_comes_to_an_end_whatever_is_answered(visitor, goal):
    """Nobody is asked the same twice, and who knows nothing is done too."""
    told, seen = {"goal": goal, "state": "SN" if goal == "region" else "BE"}, []
    for _ in range(60):
        page = visitor.post(CHECK, told)
        if "main" not in page.context:
            break
        name = page.context["main"].name
        assert name not in seen
        seen.append(name)
        told = {**told, name: "unknown", "asked": name}
    assert "parts" in page.context


# What is answered -----------------------------------------------------------------------------------------


def test_a_nurse_learns_where_it_is_open_and_what_lacks_elsewhere(visitor):
    page = visitor.post(CHECK, {**NURSE, "show": "1"})
    card = next(one for one in page.context["parts"] if one.name == "blue_card")
    by_standing = {group.standing: group for group in card.groups}
    assert by_standing["open"].places == "Germany"
    near = by_standing["near"]
    assert "Belgium" in near.places
    assert "63,586" in str(near.thresholds)
    assert any("salary" in one.id and one.state == "not_met" for one in near.conditions)
    assert any("With the answer" in one for one in near.changes)


def test_each_condition_has_its_article_and_how_far_it_was_checked(visitor):
    page = visitor.post(CHECK, {**NURSE, "show": "1"})
    conditions = [one for part in page.context["parts"] for group in part.groups for one in group.conditions]
    assert conditions
    assert all(one.articles and one.checked for one in conditions)
    assert "eur-lex.europa.eu" in page.content.decode()


def test_what_decides_stands_first_and_what_is_presumed_is_told_in_the_readers_words(visitor):
    near = next(one for part in visitor.post(CHECK, {**NURSE, "show": "1"}).context["parts"] if part.name == "blue_card"
                for one in part.groups if one.standing == "near")  # fmt: skip
    assert near.conditions[0].state == "not_met"
    french = Client().post("/fr/ways-in/check/", {**NURSE, "state": "DE", "show": "1"})
    notes = [note for part in french.context["parts"] for group in part.groups for note in group.notes]
    assert notes
    assert not any("Taken for granted" in note or "nobody said otherwise" in note for note in notes)


def test_the_way_ahead_has_dates(visitor):
    page = visitor.post(CHECK, {**NURSE, "show": "1"})
    card = next(one for one in page.context["parts"] if one.name == "blue_card")
    assert [day for day, _says, _cites in card.ahead][:2] == ["26 Feb 2027", "26 Feb 2027"]
    assert "26 Feb 2032" in str(card.ahead)


def test_a_right_has_words_of_its_own(visitor):
    page = visitor.post(
        CHECK,
        {"goal": "protection", "trafficking_victim": "yes", "third_country_national": "yes", "age": "30", "show": "1"},
    )
    assert "You have this right" in text_of(page)


def test_a_state_that_is_not_bound_says_so(visitor):
    page = visitor.post(CHECK, {**NURSE, "state": "DK", "show": "1"})
    assert "does not bind this state" in text_of(page)


def test_stretches_of_time_and_their_words_are_read(visitor):
    stays = {
        "goal": "stay", "state": "BE", "day": "2026-11-28", "third_country_national": "yes", "legal_residence_from": "2021-05-01",
        "status_history_from": ["2021-05-01", ""], "status_history_to": ["2026-05-01", ""], "status_history_word": ["employee", ""],
        "absences": "private 2023-01-01/2023-08-01", "resources": "yes", "insurance": "yes", "threat": "no",
    }  # fmt: skip
    page = visitor.post(CHECK, {**stays, "show": "1"})
    part = next(one for one in page.context["parts"] if one.name == "long_term_resident")
    assert any(one.id == "ltr.absence_single" and one.state == "not_met" for one in part.groups[0].conditions)
    assert ("status_history", "employee 2021-05-01/2026-05-01") in hidden_of(page)
    ends_first = visitor.post(CHECK, {**stays, "absences": "", "absences_from": ["2024-05-01"], "absences_to": ["2024-01-01"],
                                      "asked": "absences"})  # fmt: skip
    assert "it ends before it begins" in text_of(ends_first) or ends_first.status_code == 422


def test_none_is_an_answer_to_when_were_you_away(visitor):
    page = visitor.post(CHECK, {"goal": "stay", "state": "BE", "absences": "none", "show": "1"})
    assert ("absences", "none") in hidden_of(page)


def test_grounds_are_ticked(visitor):
    page = visitor.post(
        CHECK, {"goal": "rights", "treatment_ground": ["ethnic_origin", "age"], "area": "employment", "show": "1"}
    )
    assert [value for name, value in hidden_of(page) if name == "treatment_ground"][:2] == ["ethnic_origin", "age"]


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_the_result_in_every_language(language):
    page = Client().post(f"/{language}/ways-in/check/", {**NURSE, "show": "1"})
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()


# Nothing is kept ------------------------------------------------------------------------------------------


def test_nothing_that_is_told_comes_into_a_log_a_cookie_or_the_database(caplog, django_assert_num_queries):
    marked = {**NURSE, "salary": "51234", "show": "1"}
    with caplog.at_level(logging.DEBUG), django_assert_num_queries(0):
        client = Client()
        page = client.post(CHECK, marked)
    assert page.status_code == 200
    assert "51,234" in text_of(page)
    assert "51234" not in caplog.text
    assert not client.cookies


def test_a_fault_of_ours_hides_what_was_told():
    from passerelle_web.advice import adviser_views, employer_views, policy_views, views

    for view in (
        views.check,
        adviser_views.adviser,
        adviser_views.paper,
        adviser_views.case,
        employer_views.employer,
        policy_views.policy,
    ):
        assert view.__closure__ is not None or view.csrf_exempt
        assert view.csrf_exempt


def test_other_sites_cannot_write_anything_through_it():
    """No page of this room writes, so that none needs a cookie to guard it."""
    client = Client(enforce_csrf_checks=True)
    assert client.post(CHECK, {"goal": "work"}).status_code == 200


# Numbers as people write them -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [("52000", 52000), ("52 000", 52000), ("52.000", 52000), ("52,000.50", 52000.5), ("1 234 567,8", 1234567.8), ("3,5", 3.5),
     ("3.5", 3.5), ("12,345,67", None), ("1.23.456", None), ("", None), ("5e3", None)],
)  # fmt: skip
def test_money_is_read_as_people_write_it(typed, number):
    assert number_of(typed, is_money=True) == number


def test_a_point_before_three_digits_is_not_guessed_where_it_is_no_money():
    assert number_of("1.500", is_money=False) is None


# Others ---------------------------------------------------------------------------------------------------


def test_an_adviser_answers_on_one_form_and_lays_two_days_beside_each_other(visitor):
    page = visitor.get("/en/ways-in/adviser/?goal=work")
    assert page.status_code == 200
    answered = visitor.post("/en/ways-in/adviser/", {**NURSE, "other": "2024-01-15"})
    assert answered.status_code == 200
    assert any(before != after for _way, _state, before, after in answered.context["differences"])
    wrong = visitor.post("/en/ways-in/adviser/", {**NURSE, "contract_months": "long"})
    assert wrong.status_code == 422
    assert 'value="long"' in wrong.content.decode()


def test_the_reasoning_is_taken_along_as_pdf_and_as_a_case(visitor):
    paper = visitor.post("/en/ways-in/paper/", NURSE)
    assert paper.content[:5] == b"%PDF-"
    case = visitor.post("/en/ways-in/case/", {**NURSE, "state": "BE"}).content.decode()
    from passerelle.rules.cases import read_cases

    (read,) = read_cases(case, "case.yaml", the_law())
    assert read.states == ("BE",)
    assert read.day == date(2026, 11, 28)
    assert read.said["salary"] == 52000


def test_an_employer_sees_what_to_offer_and_whether_it_is_enough(visitor):
    page = visitor.get("/en/ways-in/employer/")
    places = [one.place for one in page.context["offers"]]
    assert places == sorted(places)
    assert "Denmark" not in places
    offered = visitor.post(
        "/en/ways-in/employer/",
        {"salary": "52000", "salary_period": "year", "currency": "EUR", "contract_months": "12"},
    )
    by_place = {one.place: one for one in offered.context["offers"]}
    assert by_place["Germany"].standing == "met"
    assert by_place["France"].standing == "not_met"
    assert "EUR" in by_place["France"].lacks


def test_a_table_of_jobs_is_counted_in_every_state(visitor, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    rows = "third_country_national,contract_months,higher_qualification,degree_years,regulated_profession,travel_document,insurance,threat,isco08,salary,salary_period,currency,degree_date\n"
    rows += "".join(
        f"true,24,degree,4,false,true,true,false,2431,{pay},year,EUR,2015-01-01\n"
        for pay in (30000, 45000, 60000, 75000)
    )
    page = visitor.post(
        "/en/ways-in/policy/",
        {"route": "blue_card", "day": "2026-11-28", "table": SimpleUploadedFile("jobs.csv", rows.encode())},
    )
    assert page.status_code == 200
    germany = next(row for row in page.context["rows"] if row.place == "Germany")
    assert germany.share == "50.0%"
    assert germany.moved[0] == "50.0%" or germany.moved[0] == "75.0%"
    assert "Denmark" in page.context["outside"]
    wrong = visitor.post(
        "/en/ways-in/policy/", {"route": "blue_card", "table": SimpleUploadedFile("jobs.csv", b"salry\n1\n")}
    )
    assert wrong.status_code == 422
    assert "Did you mean" in text_of(wrong)
    assert "/tmp" not in text_of(wrong)


def test_the_law_can_be_read_act_by_act(visitor):
    page = visitor.get("/en/ways-in/law/")
    for celex, act in the_law().acts.items():
        assert f"/en/ways-in/law/{celex}/" in page.content.decode()
        one = visitor.get(f"/en/ways-in/law/{celex}/")
        assert one.status_code == 200
        assert act.title in text_of(one).replace("&#x27;", "'")
    assert visitor.get("/en/ways-in/law/31999L9999/").status_code == 404


def test_a_corridors_page_tells_the_ways_in_and_the_pay_that_is_asked():
    page = Client().get("/en/corridors/MAR/DEU/")
    assert "50,700 EUR a year" in text_of(page)
    assert "?goal=work&amp;state=DE" in page.content.decode()
    south = text_of(Client().get("/en/corridors/BFA/CIV/"))
    assert "Living and working in another state of UEMOA" in south
    assert "Ninety days in another state of ECOWAS" not in south  # Burkina Faso left on 29 January 2025
    elsewhere = text_of(Client().get("/en/corridors/PHL/SAU/"))
    assert "nobody is told that nothing is open" in elsewhere


def test_a_citizen_is_named_in_any_language_and_asked_in_her_region(visitor):
    told = {
        "goal": "region",
        "state": "CI",
        "citizenship": "Sénégal",
        "travel_document": "yes",
        "purpose": "work",
        "show": "1",
    }
    page = visitor.post(CHECK, told)
    ways = {one.name: one.standing for one in page.context["parts"]}
    assert ways["ecowas_entry"] == "open"
    assert ways["uemoa_movement"] == "open"
    assert ("citizenship", "SN") in hidden_of(page)
    wrong = visitor.post(CHECK, {**told, "citizenship": "Atlantis", "asked": "citizenship"})
    assert wrong.status_code == 422


def test_every_state_that_is_offered_is_a_member_today(visitor):
    page = visitor.get(CHECK)
    assert {one["code"] for one in page.context["states"]} == members_on("EU", timezone.localdate())


def test_addresses_hold_no_answer():
    with translation.override("en"):
        assert reverse("advice:check") == CHECK
