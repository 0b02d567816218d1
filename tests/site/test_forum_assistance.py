"""Help that members ask for and give: from the call over offers, terms and missions to what came of it, and why whom.

Covers `passerelle_web.forum.assistance_actions`, `mission_actions`, `matching`, `assistance`, the pages of the desk.
"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from passerelle.base.errors import PlaceUnknown
from passerelle_web.forum import assistance, assistance_actions, assistance_queries, matching, mission_actions
from passerelle_web.forum.models import Ability, HelpRequest, Mission, MissionReport, Offer, Result, Terms
from passerelle_web.library.searching import find
from passerelle_web.people import delegation_actions
from passerelle_web.people.models import Event, Kind, Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.plans import following_actions
from passerelle_web.plans.models import Pledge
from tests.site.forum_makers import accepted, agreed, call, delegate, offered
from tests.site.people_makers import member, person, put
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def at(name: str, *given: object) -> str:
    return reverse(f"forum:{name}", args=given)


def hits(words: str, somebody=None) -> int:
    """How many things a reader finds."""
    return len(find(words, somebody).rows)


@pytest.fixture
def ana():
    """Of the member that asks: a state in Western Africa."""
    return delegate("ana", Kind.STATE, place="SEN")


@pytest.fixture
def ben():
    """Of the member that helps."""
    return delegate("ben", Kind.STATE, place="PHL")


@pytest.fixture
def asked(ana):
    return call(ana[1], by=ana[0])


# Asking ------------------------------------------------------------------------------------------------


def test_a_state_asks_for_its_own_country_unless_it_says_another(ana):
    assert (
        call(ana[1]).place == "SEN" and call(ana[1], place="MLI").place == "MLI" and call(ana[1], place="").place == ""
    )
    assert call(member("Office")).place == ""


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"title": " "}, CannotBeDone),
        ({"need": ""}, CannotBeDone),
        ({"need": "x" * 20_001}, CannotBeDone),
        ({"brings": " "}, CannotBeDone),
        ({"theme": "9-everything"}, CannotBeDone),
        ({"wanted_languages": ["xx"]}, CannotBeDone),
        ({"wanted_from": date(2027, 2, 1), "wanted_until": date(2027, 1, 1)}, CannotBeDone),
        ({"place": "Atlantis"}, PlaceUnknown),
        ({"colour": "blue"}, TypeError),
    ],
)
def test_a_call_that_does_not_hold_is_refused_whole(ana, given, fault):
    with pytest.raises(fault):
        call(ana[1], **given)
    assert not HelpRequest.objects.exists()


def test_nobody_asks_for_another_member_nor_for_one_that_left(ana, ben):
    with pytest.raises(NotAllowed):
        call(ben[1], by=ana[0])
    with pytest.raises(CannotBeDone, match="no member"):
        call(member("Gone", until=TODAY))


def test_a_call_is_found_by_who_reads_it(ana, ben, client):
    call(ana[1], "A register of recruiters")
    call(ana[1], "A shelter nobody may know of", is_public=False)
    assert hits("register") == 1 and hits("shelter") == 0
    assert hits("shelter", ben[0]) == 1
    told = client.get(at("assistance")).content.decode()
    assert "register" in told and "shelter" not in told
    hidden = HelpRequest.objects.get(is_public=False)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert signed_in(person("stranger")).get(hidden.get_absolute_url()).status_code == 404
    assert signed_in(ben[0]).get(hidden.get_absolute_url()).status_code == 200
    assert hidden.trail_name == "" and Event.objects.filter(verb="help.asked", subject_name="").count() == 1


def test_a_call_changes_until_an_offer_is_accepted(asked, ana, ben):
    assistance_actions.change_help(request=asked, title="A register", is_public=False, by=ana[0])
    assert HelpRequest.objects.get().title == "A register" and hits("register") == 0
    assistance_actions.change_help(request=asked, title="A register", by=ana[0])
    assert Event.objects.filter(verb="help.changed").count() == 1
    accepted(asked, ben[1])
    with pytest.raises(CannotBeDone, match="into the terms"):
        assistance_actions.change_help(request=asked, title="Another", by=ana[0])


def test_a_call_is_closed_with_a_reason_that_waiting_offers_get_as_well(asked, ana, ben):
    waits = offered(asked, ben[1])
    with pytest.raises(CannotBeDone, match="Say why"):
        assistance_actions.close_help(request=asked, reason=" ", by=ana[0])
    assistance_actions.close_help(request=asked, reason="We found another way.", by=ana[0])
    waits.refresh_from_db()
    assert waits.state == "declined" and waits.why == "We found another way."
    for act in (
        lambda: offered(asked, member("Late")),
        lambda: assistance_actions.close_help(request=asked, reason="x", by=ana[0]),
        lambda: assistance_actions.change_help(request=asked, title="x", by=ana[0]),
    ):
        with pytest.raises(CannotBeDone, match="was closed on"):
            act()


# Offers ------------------------------------------------------------------------------------------------


def test_a_member_offers_once_at_a_time_and_not_to_itself(asked, ana, ben):
    first = offered(asked, ben[1], by=ben[0])
    with pytest.raises(CannotBeDone, match="stands already"):
        offered(asked, ben[1])
    with pytest.raises(CannotBeDone, match="does not help itself"):
        offered(asked, ana[1])
    for given in ({"what": " "}, {"pays": ""}, {"begins": date(2027, 2, 1), "ends": date(2027, 1, 1)}):
        with pytest.raises(CannotBeDone):
            offered(asked, member(f"M{len(given)}{next(iter(given))}"), **given)
    assistance_actions.decline_offer(offer=first, why="Not now.", by=ana[0])
    assert offered(asked, ben[1]).state == "open" and Offer.objects.count() == 2


def test_an_offer_is_answered_once_by_who_asked(asked, ana, ben):
    made = offered(asked, ben[1])
    for act in (assistance_actions.accept_offer, lambda **given: assistance_actions.decline_offer(why="x", **given)):
        with pytest.raises(NotAllowed):
            act(offer=made, by=ben[0])
    with pytest.raises(CannotBeDone, match="Say why"):
        assistance_actions.decline_offer(offer=made, why="", by=ana[0])
    assistance_actions.accept_offer(offer=made, by=ana[0])
    with pytest.raises(CannotBeDone, match="answered already"):
        assistance_actions.decline_offer(offer=made, why="x", by=ana[0])


def test_help_is_voluntary_to_the_end(asked, ana, ben):
    made = accepted(asked, ben[1])
    with pytest.raises(NotAllowed):
        assistance_actions.withdraw_offer(offer=made, why="x", by=ana[0])
    with pytest.raises(CannotBeDone, match="relied on it"):
        assistance_actions.withdraw_offer(offer=made, by=ben[0])
    assistance_actions.withdraw_offer(offer=made, why="Elections.", by=ben[0])
    with pytest.raises(CannotBeDone, match="while it stands"):
        mission_actions.write_terms(offer=made, text="x", language="en", member=ben[1], by=ben[0])
    with pytest.raises(CannotBeDone):
        assistance_actions.withdraw_offer(offer=made, why="x", by=ben[0])


def test_offers_that_wait_are_read_by_the_two_members_alone(asked, ana, ben, client):
    made = offered(asked, ben[1], what="Secret advice")
    readers = {"asker": ana[0], "helper": ben[0], "other": delegate("cem")[0]}
    seen = {who: signed_in(one).get(made.get_absolute_url()).status_code for who, one in readers.items()}
    assert (
        seen == {"asker": 200, "helper": 200, "other": 404} and client.get(made.get_absolute_url()).status_code == 404
    )
    listed = {
        who: "Secret advice" in signed_in(one).get(asked.get_absolute_url()).content.decode()
        for who, one in readers.items()
    }
    assert listed == {"asker": True, "helper": True, "other": False}
    assistance_actions.accept_offer(offer=made, by=None)
    assert "Secret advice" in client.get(asked.get_absolute_url()).content.decode()
    clerk, _ = delegate("clerk", role=Role.SECRETARIAT)
    assert len(assistance_queries.offers_of(asked, clerk)) == 1


# Terms -------------------------------------------------------------------------------------------------


@pytest.fixture
def helping(asked, ben):
    return accepted(asked, ben[1])


def test_terms_hold_once_both_agree_to_the_very_same_words(helping, ana, ben):
    first = mission_actions.write_terms(offer=helping, text="Two weeks.", language="en", member=ben[1], by=ben[0])
    assert first.helper_agreed_at and not first.asker_agreed_at and not first.is_agreed
    second = mission_actions.write_terms(
        offer=helping, text="Three weeks.", language="en", member=ana[1], by=ana[0], base=1
    )
    with pytest.raises(CannotBeDone, match="worded anew since"):
        mission_actions.agree_terms(terms=first, member=ana[1], by=ana[0])
    assert mission_actions.agree_terms(terms=second, member=ben[1], by=ben[0]).is_agreed
    third = mission_actions.write_terms(
        offer=helping, text="Four weeks.", language="en", member=ana[1], by=ana[0], base=2
    )
    assert not third.is_agreed and mission_actions.newest_terms(helping) == third


def test_two_who_word_terms_at_once_lose_nothing(helping, ana, ben):
    mission_actions.write_terms(offer=helping, text="Two.", language="en", member=ben[1], by=ben[0])
    page = signed_in(ana[0])
    data = {"member": ana[1].pk, "text": "My own words.", "language": "en", "base": "0"}
    refused = page.post(at("write-terms", helping.request_id, helping.pk), data)
    assert refused.status_code == 422 and "has been written since" in refused.content.decode()
    assert "My own words." in refused.content.decode() and Terms.objects.count() == 1


def test_terms_are_worded_by_the_two_members_for_themselves(helping, ana, ben):
    cem, third = delegate("cem")
    with pytest.raises(NotAllowed):
        mission_actions.write_terms(offer=helping, text="x", language="en", member=third, by=cem)
    with pytest.raises(CannotBeDone, match="only for a member that asked or helps"):
        mission_actions.write_terms(offer=helping, text="x", language="en", member=ben[1], by=ana[0])
    with pytest.raises(CannotBeDone):
        mission_actions.write_terms(offer=helping, text="  ", language="en", member=ben[1], by=ben[0])


def test_the_words_of_terms_are_not_changed_in_the_database(helping, ben):
    made = mission_actions.write_terms(offer=helping, text="Two.", language="en", member=ben[1], by=ben[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Terms.objects.filter(pk=made.pk).update(text="Ten.")


# Missions ----------------------------------------------------------------------------------------------


@pytest.fixture
def under_terms(helping, ana, ben):
    agreed(helping, by_asker=ana[0], by_helper=ben[0])
    return helping


def mission(offer: Offer, **more: object) -> Mission:
    given = {
        "title": "Course", "language": "en", "where": "Thiès", "begins": TODAY - timedelta(days=9), "ends": TODAY,
        "roles": [("Trainer", offer.member, "ben@village.example"), ("", offer.member, "")], "by": None, **more,
    }  # fmt: skip
    return mission_actions.set_mission(offer=offer, **given)


def test_a_mission_follows_agreed_terms(helping):
    with pytest.raises(CannotBeDone, match="agree to the terms"):
        mission(helping)
    with pytest.raises(CannotBeDone, match="agree to the terms"):
        mission_actions.conclude(offer=helping, text="x", lesson="x", language="en", by=None)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"roles": []}, "one role at least"),
        ({"title": " "}, "title"),
        ({"ends": TODAY - timedelta(days=20)}, "end has to come"),
        ({"roles": "third"}, "two members alone"),
        ({"roles": "stranger"}, "No account has the address"),
    ],
)
def test_a_mission_that_does_not_hold_is_refused_whole(under_terms, given, words):
    if given.get("roles") == "third":
        given = {"roles": [("Adviser", member("Third"), "")]}
    elif given.get("roles") == "stranger":
        given = {"roles": [("Adviser", under_terms.member, "who@village.example")]}
    with pytest.raises(CannotBeDone, match=words):
        mission(under_terms, **given)
    assert not Mission.objects.exists()


def test_outside_people_are_roles_and_never_names(under_terms, ana, client):
    ana[0].name = "Ana Diop"
    ana[0].save()
    mission(under_terms, roles=[("Coordinator", ana[1], ana[0].email)])
    told = client.get(under_terms.get_absolute_url()).content.decode()
    assert "Coordinator" in told and "Ana Diop" not in told
    assert "Ana Diop" not in signed_in(delegate("cem")[0]).get(under_terms.get_absolute_url()).content.decode()
    assert "Ana Diop" in signed_in(ana[0]).get(under_terms.get_absolute_url()).content.decode()


def test_reports_stand_beside_one_another_and_none_is_changed(under_terms, ana, ben):
    made = mission(under_terms)
    for who, of in (ana, ben):
        mission_actions.report_mission(mission=made, text="It went well.", language="en", member=of, by=who)
    assert made.reports.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        MissionReport.objects.update(text="It went badly.")
    later = mission(under_terms, begins=TODAY + timedelta(days=3), ends=TODAY + timedelta(days=4))
    with pytest.raises(CannotBeDone, match="still to come"):
        mission_actions.report_mission(mission=later, text="x", language="en", member=ana[1], by=ana[0])


# Result and commitment ---------------------------------------------------------------------------------


def concluded(offer: Offer, **more: object) -> Result:
    given = {
        "text": "Forty recruiters are registered.",
        "lesson": "Begin with inspectors.",
        "language": "en",
        "by": None,
        **more,
    }
    return mission_actions.conclude(offer=offer, **given)


def test_a_result_is_written_once_and_values_have_an_indicator(under_terms, ben):
    for given in ({"text": " "}, {"lesson": ""}, {"before": "3"}):
        with pytest.raises(CannotBeDone):
            concluded(under_terms, **given)
    made = concluded(under_terms, indicator="registered recruiters", before="0", after="40")
    assert made.on == TODAY
    with pytest.raises(CannotBeDone):
        concluded(under_terms)
    with pytest.raises(CannotBeDone, match="answered already"):
        assistance_actions.withdraw_offer(offer=under_terms, why="x", by=ben[0])


def test_a_result_becomes_a_draft_practice_where_a_room_makes_one(under_terms, ana, client):
    made = concluded(under_terms)
    with pytest.raises(CannotBeDone, match="on this site yet"):
        mission_actions.make_practice(result=made, by=ana[0])
    assert "Make a draft practice" not in signed_in(ana[0]).get(under_terms.get_absolute_url()).content.decode()
    seen = []

    @assistance.on_result
    def draft_of(result, by):
        seen.append((result, by))
        return "/practices/7/"

    try:
        assert "Make a draft practice" in signed_in(ana[0]).get(under_terms.get_absolute_url()).content.decode()
        answer = signed_in(ana[0]).post(at("make-practice", under_terms.request_id, under_terms.pk))
        assert answer["Location"] == "/practices/7/" and seen == [(made, ana[0])]
        with pytest.raises(CannotBeDone, match="made of this result already"):
            mission_actions.make_practice(result=made, by=ana[0])
        with pytest.raises(NotAllowed):
            mission_actions.make_practice(result=made, by=delegate("cem")[0])
    finally:
        assistance.forget(draft_of)
    assert "/practices/7/" in client.get(under_terms.get_absolute_url()).content.decode()
    assert assistance.maker() is None


def test_what_a_room_refuses_keeps_nothing(under_terms, ana):
    made = concluded(under_terms)

    def refuses(_result, _by):
        raise CannotBeDone("It lacks a country.")

    assistance.on_result(assistance.on_result(refuses))
    try:
        with pytest.raises(CannotBeDone, match="lacks a country"):
            mission_actions.make_practice(result=made, by=ana[0])
    finally:
        assistance.forget(refuses)
    made.refresh_from_db()
    assert made.practice == ""


def test_a_commitment_is_the_helpers_own_and_the_one_kind_that_there_is(helping, ana, ben):
    with pytest.raises(NotAllowed):
        mission_actions.commit(offer=helping, text="Two weeks.", due=None, by=ana[0])
    made = mission_actions.commit(offer=helping, text="Two weeks of advice.", due=date(2027, 6, 1), by=ben[0])
    assert Pledge.objects.get() == made and made.member == ben[1] and made.due == date(2027, 6, 1)
    helping.refresh_from_db()
    with pytest.raises(CannotBeDone, match="beside this offer already"):
        mission_actions.commit(offer=helping, text="More.", due=None, by=ben[0])
    following_actions.withdraw_pledge(pledge=made, reason="Elections.", by=ben[0])
    assert "withdrawn" in signed_in(ana[0]).get(helping.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("model", "row"),
    [
        ("offer", {"state": "declined", "decided_on": TODAY}),
        ("offer", {"state": "accepted"}),
        ("offer", {"pays": ""}),
        ("call", {"closed_on": TODAY}),
        ("call", {"need": ""}),
        ("ability", {"what": ""}),
        ("ability", {"what": "x", "since": TODAY, "until": TODAY - timedelta(days=1)}),
    ],
)
def test_what_must_hold_always_is_a_constraint(asked, ben, model, row):
    rows = {
        "offer": (Offer, {"request": asked, "member": ben[1], "what": "x", "pays": "x", "language": "en"}),
        "call": (HelpRequest, {"member": ben[1], "title": "x", "need": "x", "brings": "x", "language": "en"}),
        "ability": (Ability, {"member": ben[1], "theme": "2.1-routes", "language": "en"}),
    }
    kind, given = rows[model]
    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.create(**{**given, **row})


# Suggestions -------------------------------------------------------------------------------------------


def said_of(request: HelpRequest) -> dict[str, list[str]]:
    return {one.member.short_name: one.reasons for one in matching.suggestions(request)}


def test_nobody_is_suggested_without_a_reason(asked, ben):
    assert said_of(asked) == {}


def test_who_says_that_it_can_help_is_suggested_until_it_says_no_more(asked, ben):
    held = assistance_actions.offer_ability(
        member=ben[1], theme=asked.theme, what="Licensing.", language="en", languages=["en", "fr"], by=ben[0]
    )
    assert said_of(asked) == {"Bens": [
        "It says that it can help with “Brain drain, ethical recruitment, the health sector”.",
        "It has helped, or helps, in English.",
    ]}  # fmt: skip
    assistance_actions.end_ability(ability=held, by=ben[0])
    assert said_of(asked) == {}
    with pytest.raises(CannotBeDone, match="ended already"):
        assistance_actions.end_ability(ability=held, by=ben[0])


def test_who_helped_before_with_the_theme_or_nearby_is_suggested_and_told_why(asked, ben):
    _cem, third = delegate("cem")
    _dai, fourth = delegate("dai")
    accepted(call(member("Mali", Kind.STATE, place="MLI"), "Same theme"), ben[1])
    accepted(call(member("Peru", Kind.STATE, place="PER"), "Another theme", theme="2.1-routes"), third)
    offered(call(member("Chad", Kind.STATE, place="TCD"), "Same theme, waits"), fourth)
    told = said_of(asked)
    assert list(told) == ["Bens", "Dais"], "by the alphabet; who helped far away with something else is left out"
    year = TODAY.year
    assert told["Bens"][:2] == [
        f"It helped Union of the Mali with this theme in {year}.", "It has helped in the same region of the world.",
    ]  # fmt: skip
    assert told["Dais"][0] == f"It offered Union of the Chad help with this theme in {year}."


def test_who_helped_in_the_same_country_and_who_answers_for_the_theme_is_suggested(asked, ana, ben):
    focal = put(person("foe"), member("Focals"))
    delegation_actions.set_function(membership=focal, function="focal_point", theme=asked.theme, by=None)
    accepted(call(ana[1], "Another", theme="2.1-routes"), ben[1])
    told = said_of(asked)
    assert told["Bens"][0] == "It has helped in the same country."
    assert told["Focals"] == ["It has a focal point for this theme."]


def test_suggestions_tell_nothing_of_calls_that_were_for_members(asked, ben):
    accepted(call(member("Mali", Kind.STATE, place="MLI"), "Hidden", is_public=False), ben[1])
    assert said_of(asked) == {}


def test_who_has_offered_and_who_has_left_is_not_suggested(asked, ben):
    gone = member("Gone")
    for of in (ben[1], gone):
        assistance_actions.offer_ability(member=of, theme=asked.theme, what="x", language="en", by=None)
    offered(asked, ben[1])
    gone.until = TODAY
    gone.save()
    assert said_of(asked) == {}


def test_who_has_a_plan_with_the_country_is_suggested(asked, ben):
    from passerelle_web.plans.models import Plan

    plan = Plan.objects.create(
        title="x", origin="SEN", destination="ESP", start=TODAY, end=TODAY + timedelta(days=9), adopted=1, current=1
    )
    plan.owners.add(ben[1])
    assert said_of(asked) == {"Bens": ["It has an adopted plan with this country."]}


# Pages -------------------------------------------------------------------------------------------------


def test_how_far_a_call_is_follows_from_what_there_is(asked, ana, ben):
    def step() -> str:
        return assistance_queries.step_of(assistance_queries.with_steps(HelpRequest.objects.all()).get())

    found = [step()]
    made = offered(asked, ben[1])
    found.append(step())
    assistance_actions.accept_offer(offer=made, by=None)
    found.append(step())
    agreed(made, by_asker=ana[0], by_helper=ben[0])
    found.append(step())
    mission(made)
    found.append(step())
    concluded(made)
    assert [*found, step()] == ["asked", "offered", "accepted", "agreed", "mission", "result"]


def test_the_desk_is_filtered_and_teaches_when_empty(client, ana, ben):
    assert "Any member can ask for help" in client.get(at("assistance")).content.decode()
    call(ana[1], "Of ana")
    closed = call(ben[1], "Of ben", theme="2.1-routes")
    assistance_actions.close_help(request=closed, reason="Done.", by=None)
    shown = {
        query: [
            name
            for name in ("Of ana", "Of ben")
            if name in signed_in(ana[0]).get(at("assistance") + query).content.decode()
        ]
        for query in ("", "?theme=2.1-routes", "?state=open", "?state=closed", "?mine=1", "?state=zzz")
    }
    assert shown == {
        "": ["Of ana", "Of ben"], "?theme=2.1-routes": ["Of ben"], "?state=open": ["Of ana"],
        "?state=closed": ["Of ben"], "?mine=1": ["Of ana"], "?state=zzz": ["Of ana", "Of ben"],
    }  # fmt: skip


def test_from_asking_to_the_result_in_forms(ana, ben):
    hers, his = signed_in(ana[0]), signed_in(ben[0])
    data = {"member": ana[1].pk, "title": "A register", "need": "Who recruits?", "brings": "A room", "language": "en",
            "theme": "2.2-brain-drain", "wanted_languages": ["fr", "en"], "is_public": "on", "place": ""}  # fmt: skip
    refused = hers.post(
        at("ask-help"),
        data | {"need": "", "wanted_from": "2027-02-01", "wanted_until": "2027-01-01", "place": "Atlantis"},
    )
    told = refused.content.decode()
    assert refused.status_code == 422 and 'value="A register"' in told
    assert "No place is known" in told and "The end has to come" in told
    asked = HelpRequest.objects.get(pk=hers.post(at("ask-help"), data)["Location"].rstrip("/").rpartition("/")[2])
    assert asked.place == "SEN" and asked.wanted_languages == ["en", "fr"]
    hers.post(at("change-help", asked.pk), data | {"title": "A public register", "place": "Senegal"})
    his.post(at("offer-help", asked.pk), {"member": ben[1].pk, "what": "Two weeks", "pays": "We do", "language": "en"})
    offer = Offer.objects.get()
    hers.post(at("accept-offer", asked.pk, offer.pk))
    his.post(at("commit", asked.pk, offer.pk), {"text": "Two weeks", "due": ""})
    his.post(
        at("write-terms", asked.pk, offer.pk),
        {"member": ben[1].pk, "text": "Two weeks in May.", "language": "en", "base": "0"},
    )
    hers.post(at("agree-terms", asked.pk, offer.pk, 1))
    roles = {"role0": "Trainer", "of0": str(ben[1].pk), "email0": "", **{f"of{n}": str(ana[1].pk) for n in (1, 2, 3)}}
    his.post(
        at("set-mission", asked.pk, offer.pk),
        {"title": "Visit", "language": "en", "begins": TODAY.isoformat(), "ends": TODAY.isoformat(), **roles},
    )
    his.post(
        at("report-mission", asked.pk, offer.pk, Mission.objects.get().pk),
        {"member": ben[1].pk, "text": "Done.", "language": "en"},
    )
    hers.post(at("conclude", asked.pk, offer.pk), {"text": "It stands.", "lesson": "Begin early.", "language": "en"})
    hers.post(at("close-help", asked.pk), {"reason": "Helped."})
    told = signed_in(person("reader")).get(offer.get_absolute_url()).content.decode()
    for words in (
        "Both members agree to these words",
        "Trainer",
        "Done.",
        "It stands.",
        "Begin early.",
        "Two weeks in May.",
    ):
        assert words in told
    asked.refresh_from_db()
    assert asked.title == "A public register" and asked.closed_for == "Helped."


def test_versions_of_terms_are_read_and_compared(helping, ana, ben, client):
    for number, (who, of) in enumerate((ben, ana)):
        mission_actions.write_terms(
            offer=helping, text=f"Weeks: {number + 2}", language="en", member=of, by=who, base=number
        )
    told = client.get(at("terms", helping.request_id, helping.pk, 2)).content.decode()
    assert "What it changed of version 1" in told and "<ins>" in told
    assert "A newer version stands" in client.get(at("terms", helping.request_id, helping.pk, 1)).content.decode()
    assert client.get(at("terms", helping.request_id, helping.pk, 9)).status_code == 404


def test_declining_and_withdrawing_ask_for_a_reason_in_words(asked, ana, ben):
    made = offered(asked, ben[1])
    page = signed_in(ana[0])
    assert page.post(at("decline-offer", asked.pk, made.pk), {"why": " "}).status_code == 422
    page.post(at("decline-offer", asked.pk, made.pk), {"why": "Too late in the year."})
    assert "Too late in the year." in signed_in(ben[0]).get(made.get_absolute_url()).content.decode()
    again = offered(asked, ben[1])
    signed_in(ben[0]).post(at("withdraw-offer", asked.pk, again.pk), {"why": ""})
    third = accepted(asked, ben[1])
    assert signed_in(ben[0]).post(at("withdraw-offer", asked.pk, third.pk), {"why": ""}).status_code == 422


def test_what_one_can_help_with_stands_on_the_desk(ben, client):
    page = signed_in(ben[0])
    data = {
        "member": ben[1].pk,
        "theme": "2.2-training",
        "what": "Curricula for nurses",
        "language": "en",
        "languages": ["es"],
    }
    page.post(at("offer-ability"), data)
    told = client.get(at("assistance")).content.decode()
    assert "Curricula for nurses" in told and "Spanish" in told
    assert signed_in(delegate("cem")[0]).post(at("end-ability", Ability.objects.get().pk)).status_code == 403
    page.post(at("end-ability", Ability.objects.get().pk))
    assert "Curricula for nurses" not in client.get(at("assistance")).content.decode()


def test_of_much_that_members_can_help_with_ones_own_comes_first(ben, client, monkeypatch):
    monkeypatch.setattr(assistance_queries, "MOST_ABILITIES", 2)
    given = {"theme": "2.1-routes", "language": "en", "by": None}
    for name in ("Aid", "Aqueduct"):
        assistance_actions.offer_ability(member=member(name), what=f"{name} knows", **given)
    assistance_actions.offer_ability(member=ben[1], what="Ben knows", **given)
    page = client.get(at("assistance"))
    assert [one.what for one, *_ in page.context["can_help"]] == ["Aid knows", "Aqueduct knows"]
    assert "There is more" in page.content.decode()
    mine = signed_in(ben[0]).get(at("assistance"))
    assert [one.what for one, *_ in mine.context["can_help"]] == ["Ben knows", "Aid knows"]
    other = client.get(at("assistance"), {"theme": "3-forum"})
    assert not other.context["can_help"] and "There is more" not in other.content.decode()


def test_scripts_in_what_people_write_are_words(ana, client):
    made = call(ana[1], "<script>alert(1)</script>", need="<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    told = client.get(made.get_absolute_url()).content.decode()
    assert "<script>alert" not in told and "<img" not in told and 'href="javascript:' not in told


@pytest.mark.parametrize(
    "path", ["assistance/00000000-0000-0000-0000-000000000000/", "assistance/x/", "decisions/0/0/", "charter/0/"]
)
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/en/forum/{path}").status_code == 404


def test_an_offer_of_another_call_is_not_found_under_this_one(asked, ana, ben):
    other = accepted(call(ana[1], "Another"), ben[1])
    assert signed_in(ana[0]).get(at("offer", asked.pk, other.pk)).status_code == 404


def test_a_long_desk_and_a_full_call_ask_no_more_of_the_database(
    asked, ana, ben, client, django_assert_max_num_queries
):
    for number in range(12):
        _who, of = delegate(f"helper{number}")
        made = accepted(call(of, f"Call {number}"), ben[1])
        agreed(made, by_asker=of.memberships.get().person, by_helper=ben[0])
        offered(asked, of)
        assistance_actions.offer_ability(member=of, theme=asked.theme, what="x", language="en", by=None)
    with django_assert_max_num_queries(8):
        client.get(at("assistance"))
    page = signed_in(ana[0])
    with django_assert_max_num_queries(34):
        page.get(asked.get_absolute_url())
