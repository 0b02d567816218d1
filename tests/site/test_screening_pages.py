"""The rights gate on the site: the form, the two persons, what stops, what is missing, what grows out of date.

Covers `passerelle_web.measures.screening_*`; what follows from answers is the library's matter.
"""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from passerelle.base.corridors import Corridor
from passerelle.measures import screening as library
from passerelle.measures.templates import all_templates
from passerelle_web.measures import actions, screening_actions
from passerelle_web.measures import screening_reading as reading
from passerelle_web.measures.models import Measure, Screening
from passerelle_web.measures.screening_forms import MOST_ROWS
from passerelle_web.measures.screening_gate import gate_of
from passerelle_web.people import actions as people_actions
from passerelle_web.people import member_actions
from passerelle_web.people.models import Event
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.people_makers import member, person, put
from tests.site.test_measures import at_once, done, done_once, few  # noqa: F401  runs of few draws, done at once
from tests.site.test_pages import words

pytestmark = pytest.mark.django_db
FEATURE = "a permit for work in farming alone, for six months"
REASON = "The order on seasonal work says so."


@pytest.fixture
def morocco():
    return member("Morocco", "state", place="MAR")


@pytest.fixture
def salma(morocco):
    made = person("Salma")
    put(made, morocco)
    return made


@pytest.fixture
def nuria():
    made = person("Nuria")
    put(made, member("Spain", "state", place="ESP"))
    return made


def a_measure(maker, of, template="seasonal", **fields) -> Measure:
    corridor = Corridor(fields.pop("origin", "MAR"), fields.pop("destination", "ESP"))
    made = actions.add_measure(template=template, title="Pickers", corridor=corridor, by=maker, member=of)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


@pytest.fixture
def measure(salma, morocco) -> Measure:
    return a_measure(salma, morocco, parameters={"workers": 500.0, "months": 6.0})


def answered(**instead: str) -> library.Screening:
    """A screening in which every question is answered; `instead` has other answers by question."""
    answers = tuple(
        library.Answer(
            question.code,
            instead.get(question.code, "yes"),
            REASON,
            evidence=("Directive 2014/36/EU",),
            alternatives=(library.Alternative("A permit for any work", "the pilot failed"),),
        )
        for question in library.all_questions().values()
    )
    measure = library.Measure("seasonal", "MAR", "ESP", features={"permit": FEATURE})
    return library.Screening(measure, (library.Touched("work", "permit", "limits"),), answers)


def screened(measure, by, **instead) -> Screening:
    return screening_actions.screen_measure(
        measure=measure, screening=answered(**instead), department=None, by=by
    )  # fmt: skip


def at(measure: Measure) -> str:
    return f"/en/options/{measure.pk}/screenings/new/"


def page_of(client, row: Screening) -> str:
    return words(client.get(row.get_absolute_url()))


# The actions -----------------------------------------------------------------------------------------------


def test_one_person_alone_never_finds_that_nothing_stops(measure, salma):
    row = screened(measure, salma)
    assert row.outcome == "incomplete"
    assert [lack.what for lack in reading.result_of(row).missing] == ["screeners"]
    assert not reading.may_enter_a_plan(measure)


def test_no_stop_is_found_once_a_person_of_another_member_confirms(measure, salma, nuria):
    row = screening_actions.confirm(screening=screened(measure, salma), by=nuria)
    assert row.outcome == "no stop found" and reading.may_enter_a_plan(measure)
    assert reading.result_of(row).sentence().startswith("No stop found, by Salma and Nuria, on")
    assert [event.verb for event in Event.objects.filter(verb__startswith="screening.").order_by("pk")] == [
        "screening.made",
        "screening.confirmed",
    ]


def test_a_person_of_another_department_confirms(measure, morocco, salma):
    ben, labour, justice = (
        person("Ben"),
        *(member_actions.add_department(member=morocco, name=name, by=None) for name in ("Labour", "Justice")),
    )
    salma.memberships.update(department=labour)
    put(ben, morocco, department=justice)
    row = screening_actions.confirm(screening=screened(measure, salma), by=ben)
    assert row.outcome == "no stop found"
    assert [one.department for one in reading.screeners_of(row)] == ["Labour", "Justice"]


@pytest.mark.parametrize("who", ["herself", "a colleague", "one of no member", "one who moved since"])
def test_who_is_not_independent_does_not_confirm(measure, morocco, salma, who):
    labour, justice = (member_actions.add_department(member=morocco, name=n, by=None) for n in ("Labour", "Justice"))
    salma.memberships.update(department=labour)
    row = screened(measure, salma)
    other = salma if who == "herself" else person("Ben")
    if who == "a colleague":
        put(other, morocco, department=labour)
    elif who == "one who moved since":
        # the first moved on to another department; the second sits where the measure was screened
        salma.memberships.update(department=justice)
        put(other, morocco, department=labour)
    with pytest.raises(NotAllowed, match="another department or member"):
        screening_actions.confirm(screening=row, by=other)
    row.refresh_from_db()
    assert row.confirmed_by is None and row.outcome == "incomplete"


def test_two_people_of_one_name_are_two(measure, salma):
    namesake = people_actions.add_person(email="other@village.example", password="x", name="Salma", by=None)
    put(namesake, member("Bakers"))
    row = screening_actions.confirm(screening=screened(measure, salma), by=namesake)
    assert row.outcome == "no stop found"


def test_it_is_confirmed_once(measure, salma, nuria):
    row = screening_actions.confirm(screening=screened(measure, salma), by=nuria)
    with pytest.raises(CannotBeDone, match="already"):
        screening_actions.confirm(screening=row, by=nuria)


def test_nobody_stands_behind_what_is_unfinished(measure, salma, nuria):
    row = screened(measure, salma, law="unknown")
    with pytest.raises(CannotBeDone, match="unfinished"):
        screening_actions.confirm(screening=row, by=nuria)


def test_nobody_stands_behind_what_is_out_of_date(measure, salma, nuria):
    row = screened(measure, salma)
    measure.parameters = {"workers": 800.0}
    measure.save()
    with pytest.raises(CannotBeDone, match="out of date"):
        screening_actions.confirm(screening=row, by=nuria)


def test_a_stop_stops_whoever_confirms_it_and_dissent_changes_nothing(measure, salma, nuria):
    row = screened(measure, salma, proportionate="no")
    assert row.outcome == "stopped"
    row = screening_actions.confirm(screening=row, by=nuria, dissent="  The season is short. ")
    assert row.outcome == "stopped" and row.dissent == "The season is short."
    assert reading.result_of(row).screening.dissent == (library.Dissent("Nuria", "The season is short."),)


def test_only_people_of_a_member_screen(measure):
    with pytest.raises(NotAllowed, match="Only people of a member"):
        screened(measure, person("Ben"))


def test_nobody_screens_for_a_department_that_she_is_not_in(measure, salma):
    other = member_actions.add_department(member=member("Bakers"), name="Ovens", by=None)
    with pytest.raises(NotAllowed, match="that you are in"):
        screening_actions.screen_measure(measure=measure, screening=answered(), department=other, by=salma)


def test_what_one_person_alone_sees_she_alone_screens(salma, nuria):
    private = a_measure(salma, None)
    assert screened(private, salma).outcome == "incomplete"
    with pytest.raises(NotAllowed, match="alone"):
        screened(private, nuria)


def test_places_day_and_people_are_the_site_s_whatever_the_screening_names(measure, salma):
    forged = replace(
        answered(),
        measure=replace(answered().measure, template="other", origin="BFA", destination="CIV"),
        screeners=(library.Screener("A", "X"), library.Screener("B", "Y")),
        screened_on=timezone.localdate() - timedelta(days=400),
    )
    row = screening_actions.screen_measure(measure=measure, screening=forged, department=None, by=salma)
    found = reading.screening_of(row)
    assert (found.measure.template, found.measure.origin) == ("seasonal", "MAR")
    assert [one.name for one in found.screeners] == ["Salma"] and found.screened_on == timezone.localdate()
    assert row.outcome == "incomplete" and "Salma" not in row.answers["yaml"]


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_the_day_of_review_is_within_a_year(measure, salma, days):
    asked = replace(answered(), review_by=timezone.localdate() + timedelta(days=days))
    with pytest.raises(CannotBeDone, match="within a year"):
        screening_actions.screen_measure(measure=measure, screening=asked, department=None, by=salma)
    assert not Screening.objects.exists()


def test_the_day_of_review_is_a_year_later_unless_said(measure, salma):
    row = screened(measure, salma)
    assert row.review_on == screening_actions.a_year_after(row.made_on)


def test_the_database_refuses_one_person_twice(measure, salma):
    row = screened(measure, salma)
    with pytest.raises(IntegrityError), transaction.atomic():
        Screening.objects.filter(pk=row.pk).update(confirmed_by=salma, confirmed_on=row.made_on)


def test_a_package_is_screened_with_the_parameters_of_all_its_parts(salma, morocco, nuria):
    package = a_measure(
        salma, morocco, parameters={"seasonal": {"workers": 1.0}, "transfer-costs": {"target_price": 3.0}}
    )
    row = screening_actions.confirm(screening=screened(package, salma), by=nuria)
    assert row.outcome == "no stop found"
    assert {one.code for one in reading.templates_of(package)} == {"seasonal", "transfer-costs"}
    package.parameters["transfer-costs"]["target_price"] = 2.0
    package.save()
    assert not reading.may_enter_a_plan(package)


# What stands ------------------------------------------------------------------------------------------------


def test_a_screening_is_out_of_date_once_the_parameters_change(client, measure, salma, nuria):
    row = screening_actions.confirm(screening=screened(measure, salma), by=nuria)
    measure.parameters = {"workers": 800.0, "months": 6.0}
    measure.save()
    page = page_of(client, row)
    assert "Out of date" in page and "500" in page and "800" in page and "No stop found" not in page
    assert not reading.may_enter_a_plan(measure)
    measure.parameters = {"workers": 500, "months": 6}
    measure.save()
    assert reading.may_enter_a_plan(measure)


def test_a_screening_is_out_of_date_after_its_day_of_review(client, measure, salma, nuria):
    row = screening_actions.confirm(screening=screened(measure, salma), by=nuria)
    today = timezone.localdate()
    Screening.objects.update(made_on=today - timedelta(days=300), review_on=today)
    assert reading.may_enter_a_plan(measure)
    Screening.objects.update(review_on=today - timedelta(days=1))
    assert not reading.may_enter_a_plan(measure)
    assert "It was to be looked at again by" in page_of(client, row)


def test_a_later_one_stands_beside_the_earlier_and_counts_once_it_is_settled(client, measure, salma, nuria):
    first = screening_actions.confirm(screening=screened(measure, salma), by=nuria)
    draft = screened(measure, salma, law="unknown")
    assert reading.standing_one(reading.screenings_of(measure)) == first and reading.may_enter_a_plan(measure)
    assert "A later screening is unfinished" in words(client.get(measure.get_absolute_url()))
    stop = screened(measure, nuria, child="no")
    assert reading.standing_one(reading.screenings_of(measure)) == stop and not reading.may_enter_a_plan(measure)
    page = page_of(client, first)
    assert page.count("Salma") >= 3 and "The measure stands on another screening" in page
    assert Screening.objects.count() == 3 and "stopped at" in page_of(client, draft)


def test_an_earlier_stop_is_not_hidden_by_a_later_screening(client, measure, salma, nuria):
    screened(measure, salma, child="no")
    screening_actions.confirm(screening=screened(measure, salma), by=nuria)
    page = words(client.get(measure.get_absolute_url()))
    assert "No stop found, by Salma and Nuria" in page and "stopped at “Best interests of the child”" in page


@pytest.mark.parametrize("template", ["readmission", "border-rescue"])
def test_a_measure_that_compels_shows_that_it_enters_no_plan(client, salma, nuria, morocco, template):
    measure = a_measure(salma, morocco, template)
    page = words(client.get(measure.get_absolute_url()))
    assert "It cannot enter a plan unless two persons have screened it" in page
    assert "It cannot enter an adopted plan: a screening that finds no stop lacks." in page
    row = screened(measure, salma)
    assert "It cannot enter a plan unless" in page_of(client, row)
    screening_actions.confirm(screening=row, by=nuria)
    page = words(client.get(measure.get_absolute_url()))
    assert "cannot enter a plan" not in page and "No stop found" in page


def test_the_stage_of_a_measure_leads_on(client, measure, salma):
    page = client.get(measure.get_absolute_url())
    assert at(measure) in page.content.decode() and "no measure enters a plan without one" in words(page)
    row = screened(measure, salma)
    page = client.get(measure.get_absolute_url())
    assert row.get_absolute_url() in page.content.decode() and "has not confirmed yet" in words(page)


# Before anything is answered --------------------------------------------------------------------------------


def test_a_run_says_which_rights_it_touches_and_that_it_must_be_screened(client, request):
    answer = client.get(request.getfixturevalue("done").get_absolute_url())
    page, gate = words(answer), answer.context["page"].gate
    assert "No gain outweighs a right. A measure is screened by two persons before it enters a plan" in page
    assert gate.rights and gate.who == []
    assert all(right.title in page and right.feature in page for right in gate.rights)
    assert any("ICCPR" in article for right in gate.rights for article in right.articles)


def test_a_template_of_health_says_who_s_safeguards():
    gate = gate_of([all_templates()["health-training"]], "MAR", "DEU", "", "en")
    assert [one.version for one in gate.who] == ["2020", "2023"]
    assert all("Morocco" in one.sentence for one in gate.who)


def test_what_binds_a_place_of_transit_counts():
    seasonal = [all_templates()["seasonal"]]
    direct, through = gate_of(seasonal, "BFA", "CIV", "", "en"), gate_of(seasonal, "BFA", "CIV", "ESP", "en")
    european = [
        [any("European" in article for article in right.articles) for right in gate.rights]
        for gate in (direct, through)
    ]
    assert not any(european[0]) and any(european[1])


# The form ---------------------------------------------------------------------------------------------------


def typed(client, measure, **changes) -> dict[str, object]:
    """What stands in the form, with changes by the name of the field."""
    form = client.get(at(measure)).context["form"]
    names = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else str(value) for name, value in names.items()}
    return {**values, **{name: str(count) for name, count in form.hidden()}, **changes}


def whole(client, measure, **changes) -> dict[str, object]:
    """Every question answered, and the usual rights set aside but one."""
    data = typed(client, measure)
    for name in data:
        if name.startswith("feature-") and name.endswith("-effect"):
            data[name] = "none"
        if name.endswith("-answer") and name.removesuffix("-answer") in library.all_questions():
            data |= {name: "yes", name.replace("-answer", "-reason"): REASON}
    data |= {"feature-0-effect": "limits", "law-evidence": "The order of 2024", "necessary-alternatives": "Visits: x"}
    spare = [name for name in data if name.startswith("feature-") and name.endswith("-text") and not data[name]]
    data |= {name.replace("-text", "-effect"): "" for name in spare}
    return {**data, **changes}


@pytest.fixture
def signed_in(client, salma):
    client.force_login(salma)
    return client


def test_the_form_has_the_rights_that_such_measures_touch_and_every_question(signed_in, measure):
    page = words(signed_in.get(at(measure)))
    for question in library.all_questions().values():
        assert question.ask in page
    values = typed(signed_in, measure)
    assert values["feature-0-right"] == "work" and "permit tied to one employer" in str(values["feature-0-text"])
    assert values["feature-0-effect"] == ""


def test_an_empty_form_is_kept_and_says_all_that_is_missing(signed_in, measure):
    answer = signed_in.post(at(measure), typed(signed_in, measure))
    row = Screening.objects.get()
    assert answer["Location"] == row.get_absolute_url() and row.outcome == "incomplete"
    page = page_of(signed_in, row)
    assert "What is missing, in order" in page and "Rights touched: not answered" in page
    assert page.index("Law: not answered") < page.index("Victims: not answered")
    # what usually touches a right is kept until somebody says what it does
    assert typed_again(signed_in, row)["feature-0-right"] == "work"


def typed_again(client, row: Screening) -> dict[str, object]:
    form = client.get(at(row.measure), {"from": row.pk}).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_a_whole_form_waits_for_the_second_person(client, signed_in, measure, nuria):
    signed_in.post(at(measure), whole(signed_in, measure))
    row = Screening.objects.get()
    page = page_of(signed_in, row)
    assert "a second person, of another department or member, has not confirmed yet" in page
    assert "No stop found" not in page and "You cannot be the second person here" in page
    client.force_login(nuria)
    assert "Confirm as the second person" in page_of(client, row)
    client.post(f"{row.get_absolute_url()}confirm/", {"dissent": "Ten days are few."})
    page = page_of(client, row)
    assert "No stop found, by Salma and Nuria, on" in page and "Ten days are few." in page
    told = page.lower().replace("scoreboard", "")  # a page of that name stands in the navigation
    assert "passed" not in told and "score" not in told


def test_all_that_is_typed_comes_back(signed_in, measure):
    told = {
        "feature-0-text": "papers stay with the worker", "feature-0-right": "registration",
        "feature-0-effect": "supports", "necessary-alternatives": "Visits: allowed as well\nA permit: tried in 2024",
        "law-evidence": "https://law.example/1\nno", "proportionate-0-right": "work", "proportionate-0-answer": "yes",
        "proportionate-0-reason": "Leave is paid.", "todo-0-text": "Inspect lodging: often", "todo-0-by": "Labour",
        "todo-0-question": "coercion", "dissent-0-by": "Salma", "dissent-0-text": "Ten days.\u202f“Few”",
        "review_by": (timezone.localdate() + timedelta(days=90)).isoformat(), "law-reason": "null",
    }  # fmt: skip
    answer = signed_in.post(at(measure), whole(signed_in, measure, **told))
    assert answer.status_code == 302, answer.context["form"].errors
    again = typed_again(signed_in, Screening.objects.get())
    told.pop("review_by")
    assert {name: again[name] for name in told} == told


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"law-answer": "", "law-reason": "kept?"}, "Choose an answer"),
        ({"law-answer": "perhaps"}, "not one of the available choices"),
        ({"necessary-alternatives": "Visits"}, "a colon, and why it was not taken"),
        ({"feature-5-text": "a wall"}, "Choose the right that this feature touches."),
        ({"feature-5-text": "a wall", "feature-5-right": "movement"}, "Say what the feature does to the right."),
        ({"feature-5-right": "movement", "feature-5-effect": "limits"}, "Say which feature of the measure"),
        ({"feature-0-effect": ""}, "it is not said what the feature does"),
        ({"todo-0-by": "Labour"}, "Say what is to be done."),
        ({"dissent-0-text": "No."}, "Say whose view it is."),
        ({"dissent-0-by": "Ana"}, "Say what they hold."),
        ({"law-0-answer": "yes"}, "Choose the right that this answer is about."),
        ({"law-0-right": "work"}, "Give the answer for this right."),
        ({"review_by": "2001-01-01"}, "within a year"),
        ({"review_by": "soon"}, "Enter a valid date"),
        ({"law-reason": "x" * 4001}, "at most 4000"),
        ({"law-evidence": "\n".join(map(str, range(60)))}, "At most 50 lines"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_nothing_typed_is_lost(signed_in, measure, changes, said):
    data = whole(signed_in, measure, **changes)
    answer = signed_in.post(at(measure), data)
    assert answer.status_code == 422 and said in words(answer) and not Screening.objects.exists()
    form = answer.context["form"]
    assert {name: str(form[name].value() or "") for name in form.fields} == {
        name: value for name, value in data.items() if name in form.fields
    }
    assert all(f'id="{id}"' in answer.content.decode() for id, _, _ in form.faults())


def test_more_lines_lose_nothing(signed_in, measure):
    data = typed(signed_in, measure, **{"law-reason": "half a thought", "feature-5-text": "a wall", "more": "1"})
    answer = signed_in.post(at(measure), data)
    form = answer.context["form"]
    assert answer.status_code == 200 and not Screening.objects.exists()
    assert form["law-reason"].value() == "half a thought" and form["feature-5-text"].value() == "a wall"
    assert form.counts["feature"] == int(str(data["rows-feature"])) + 2


@pytest.mark.parametrize("count", ["9" * 30, "-4", "x", "٣", ""])
def test_a_forged_number_of_lines_does_no_harm(signed_in, measure, count):
    answer = signed_in.post(at(measure), {"rows-feature": count, "rows-law": count, "rows-todo": count, "more": "1"})
    assert answer.status_code == 200 and answer.context["form"].counts["feature"] <= MOST_ROWS


def test_a_stop_names_right_articles_and_reason(signed_in, measure):
    signed_in.post(at(measure), whole(signed_in, measure, **{
        "feature-0-text": "passports are kept", "feature-0-right": "slavery", "feature-0-effect": "limits"}))  # fmt: skip
    row = Screening.objects.get()
    page = page_of(signed_in, row)
    assert row.outcome == "stopped" and "Where it stopped" in page
    assert "No slavery, servitude or forced labour" in page and "art. 8(1)-(2); 8(3)" in page
    assert "the feature “passports are kept” limits it" in page


def test_who_is_signed_out_in_mid_form_finds_it_as_it_was(client, measure, salma):
    client.force_login(salma)
    data = whole(client, measure, **{"law-reason": "an hour of thought"})
    client.logout()
    answer = client.post(at(measure), data)
    assert "/account/login/?next=" in answer["Location"] and not Screening.objects.exists()
    client.post("/en/account/login/", {"login": salma.email, "password": "a long password of ours"})
    assert typed(client, measure)["law-reason"] == "an hour of thought"


def test_who_is_in_no_member_is_told_who_may(client, measure):
    client.force_login(person("Ben"))
    answer = client.get(at(measure))
    assert answer.status_code == 403 and "Only people of a member screen a measure." in words(answer)


def test_who_left_her_member_in_mid_form_loses_nothing(signed_in, measure, salma):
    data = whole(signed_in, measure, **{"law-reason": "an hour of thought"})
    salma.memberships.update(until=timezone.localdate())
    answer = signed_in.post(at(measure), data)
    assert answer.status_code == 422 and "Only people of a member" in words(answer)
    assert answer.context["form"]["law-reason"].value() == "an hour of thought"


def test_who_sits_in_two_members_says_for_which_she_screens(signed_in, measure, salma):
    bakers = member("Bakers")
    put(salma, bakers)
    desk = salma.memberships.get(member=bakers)
    signed_in.post(at(measure), whole(signed_in, measure, desk=str(desk.pk)))
    assert Screening.objects.get().member == bakers
    answer = signed_in.post(at(measure), whole(signed_in, measure, desk="99999"))
    assert answer.status_code == 422


def test_a_measure_that_one_alone_sees_has_no_gate_for_others(client, salma, nuria):
    private = a_measure(salma, None)
    row = screened(private, salma)
    client.force_login(nuria)
    for address in (at(private), row.get_absolute_url(), f"{row.get_absolute_url()}take/"):
        assert client.get(address).status_code == 404
    client.force_login(salma)
    assert "nobody can confirm" in page_of(client, row)


# The page of a screening ------------------------------------------------------------------------------------


def test_instruments_stand_with_day_source_and_the_unknown_as_unknown(client, measure, salma):
    answer = client.get(screened(measure, salma).get_absolute_url())
    page = words(answer)
    assert "bound since 1979" in page and "unknown: none recorded by" in page and "Unknown is no answer" in page
    assert "/en/sources/treaty_table/" in answer.content.decode()


def test_a_corridor_of_africa_is_not_held_against_the_charter(client, salma, morocco):
    row = screened(a_measure(salma, morocco, origin="BFA", destination="CIV"), salma)
    page = page_of(client, row)
    assert "African Charter" in page and "Charter of Fundamental Rights of the European Union" not in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_health_measures_show_both_versions_of_who_s_criteria_apart(client, salma, morocco, language):
    row = screened(a_measure(salma, morocco, "health-training"), salma)
    found = client.get(row.get_absolute_url().replace("/en/", f"/{language}/")).context["page"].who
    assert [one.version for one in found] == ["2020", "2023"]


def test_other_measures_have_no_gate_of_health(client, measure, salma):
    assert client.get(screened(measure, salma).get_absolute_url()).context["page"].who == []


def test_a_screening_is_taken_along(client, measure, salma, nuria):
    row = screening_actions.confirm(screening=screened(measure, salma), by=nuria)
    found = library.read_screening(client.get(f"{row.get_absolute_url()}take/?form=yaml").content.decode())
    assert [one.name for one in found.screeners] == ["Salma", "Nuria"] and found.fingerprint == row.fingerprint
    told = json.loads(client.get(f"{row.get_absolute_url()}take/").content)
    assert told["outcome"] == "no stop found" and len(told["questions"]) == len(library.all_questions())


def test_what_nobody_can_read_any_more_is_shown_as_it_was_kept(client, measure, salma):
    row = screened(measure, salma)
    Screening.objects.update(answers={"yaml": "screening: 1\nmeasure: [lost]"})
    page = page_of(client, row)
    assert "cannot be read any more" in page and "measure: [lost]" in page
    assert "cannot be read any more" in words(client.get(measure.get_absolute_url()))
    assert not reading.may_enter_a_plan(measure)
    assert client.get(f"{row.get_absolute_url()}take/").status_code == 400


@pytest.mark.parametrize("number", ["0", "999", "9" * 25])
def test_screenings_that_there_are_not_are_404(client, measure, number):
    assert client.get(f"/en/options/{measure.pk}/screenings/{number}/").status_code == 404


def test_the_screening_of_another_measure_is_404(client, measure, salma, morocco):
    row, other = screened(measure, salma), a_measure(salma, morocco)
    assert client.get(f"/en/options/{other.pk}/screenings/{row.pk}/").status_code == 404


def test_confirming_is_asked_of_who_is_signed_in_and_independent(client, measure, salma):
    row = screened(measure, salma)
    where = f"{row.get_absolute_url()}confirm/"
    assert client.get(where).status_code == 405
    assert "/account/login/" in client.post(where)["Location"]
    client.force_login(salma)
    answer = client.post(where)
    assert answer.status_code == 403 and "another department or member" in words(answer)


def test_what_people_wrote_is_never_markup(client, measure, salma):
    bad = replace(answered(), dissent=(library.Dissent("<b>x</b>", "<script>alert(1)</script>"),))
    row = screening_actions.screen_measure(measure=measure, screening=bad, department=None, by=salma)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "<script>alert" not in page and "<b>x</b>" not in page


def test_who_deleted_her_account_is_named_no_longer(client, measure, salma, nuria):
    row = screening_actions.confirm(screening=screened(measure, salma), by=nuria)
    people_actions.forget(person=salma, by=salma)
    page = page_of(client, row)
    assert "Salma" not in page and "former participant" in page and "No stop found" in page
