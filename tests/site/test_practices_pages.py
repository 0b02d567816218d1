"""Pages of practices: what a reader meets, how a practice is written without losing a word, reviews, reports, feeds."""

import csv
import io
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passerelle_web.people.models import Role
from passerelle_web.post.models import Following
from passerelle_web.practices import queries, reviewing_actions, trying_actions, writing_actions
from passerelle_web.practices.models import CRITERIA, Practice, Review, State, Tried
from passerelle_web.texts.actions import translate
from tests.site.people_makers import member, person, put
from tests.site.practices_makers import desk, drafted, published, record, reviewed, submitted, tried

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)>'


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(name: str, *given: object) -> str:
    return reverse(f"practices:{name}", args=given)


def main_of(answer) -> str:
    return re.sub(r"[ \n\t]+", " ", answer.content.decode().partition("<main")[2].partition("</main>")[0])


@pytest.fixture
def ana():
    return desk("ana")


@pytest.fixture
def eva():
    return desk("eva")


@pytest.fixture
def ida():
    return desk("ida")


@pytest.fixture
def practice(ana, eva, ida):
    return published(*ana, eva, ida)


# The list ----------------------------------------------------------------------------------------------


def test_an_empty_list_says_who_can_fill_it_and_a_filter_too_many_how_to_take_it_away(client, ana):
    told = main_of(client.get(address("practices")))
    assert "No practice is published yet" in told and "Two other members review it" in told and "Sign in" in told
    drafted(*ana)
    assert "Neighbours" not in main_of(signed_in(ana[0]).get(address("practices")))
    told = main_of(client.get(address("practices"), {"country": "SEN"}))
    assert "Nothing is found" in told and 'href="/en/practices/"' in told


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ({"theme": "2.3-integration"}, True), ({"theme": "2.5-remittances"}, False), ({"country": "nld"}, True),
        ({"country": "CIV"}, True), ({"country": "SEN"}, False), ({"grade": "4"}, True), ({"grade": "5"}, False),
        ({"grade": "many"}, True), ({"language": "en"}, True), ({"language": "fr"}, False), ({"tried": "PRT"}, True),
        ({"tried": "NLD"}, False), ({"origin": "BFA", "destination": "CIV"}, True), ({"origin": "CIV"}, False),
        ({"principle": "7"}, True), ({"principle": "2"}, False), ({"template": "circular"}, False),
        ({"member": "anas"}, True), ({"member": "evas"}, False),
        ({"theme": "x" * 5000, "grade": "-1", "page": "none"}, False),
    ],
)  # fmt: skip
def test_filters_find_what_they_say(client, practice, eva, query, finds):
    tried(practice, *eva)
    answer = client.get(address("practices"), query)
    assert answer.status_code == 200 and (practice.title in main_of(answer)) == finds


def test_each_filter_is_a_link_to_take_away_and_stands_in_the_form(client, practice):
    told = main_of(client.get(address("practices"), {"theme": "2.3-integration", "grade": "3", "origin": "BFA"}))
    assert 'href="?theme=2.3-integration&amp;origin=BFA"' in told and "evidence: before and after or more" in told
    assert '<option value="3" selected>' in told and '<input type="hidden" name="origin" value="BFA">' in told
    told = main_of(client.get(address("practices"), {"country": "JPN"}))
    assert '<option value="JPN" selected>Japan' in told


def test_the_list_asks_no_more_of_the_database_with_twenty_than_with_two(client, practice, ana, eva, ida):
    published(*ana, eva, ida, title="Second")
    counted = []
    for many in (0, 19):
        for number in range(many):
            tried(published(*ana, eva, ida, title=f"Number {number}"), *eva)
        with CaptureQueriesContext(connection) as asked:
            told = main_of(client.get(address("practices")))
        counted.append(len(asked))
    assert told.count("<h2>") == queries.PER_PAGE and "Page 1 of 2" in told
    assert counted[0] <= counted[1] <= counted[0] + 1 <= 12


# One practice ------------------------------------------------------------------------------------------


def test_the_page_opens_with_what_was_done_where_with_what_result_and_how_sure(client, practice):
    told = main_of(client.get(practice.get_absolute_url()))
    lead = told.partition('<p class="lead after-title">')[2].partition("</p>")[0]
    assert lead == (
        "The village paired newcomers with a neighbour for a year. Burkina Faso → Côte d’Ivoire · Netherlands · "
        "2019–2021. In work after a year: from 41 to 52.5\xa0%, by a comparison with a group that took no part."
    )  # fmt: skip
    for words in ("412,000\xa0EUR, at prices of 2020", "A third of the pairs never met twice.", "Union of the Evas",
                  "That those who took part were others from the start", "No member has reported", "Maryland",
                  "1. A two-way process", 'rel="noopener nofollow ugc"'):  # fmt: skip
        assert words in told, words
    assert "(eva)" not in told and "(eva)" in main_of(signed_in(desk("peer")[0]).get(practice.get_absolute_url()))


def test_what_is_not_published_is_not_there_for_others(client, ana):
    draft = drafted(*ana)
    for page in ("practice", "versions"):
        assert client.get(address(page, draft.pk)).status_code == 404
        assert signed_in(desk("stranger-" + page)[0]).get(address(page, draft.pk)).status_code == 404
        assert signed_in(ana[0]).get(address(page, draft.pk)).status_code == 200
    assert client.get(address("version", draft.pk, 1)).status_code == 404
    assert client.get(address("version", draft.pk, 7)).status_code == 404


def test_a_further_draft_is_seen_by_its_own_member_alone(client, practice, ana, eva):
    writing_actions.begin_version(practice=practice, by=ana[0])
    writing_actions.save(practice=practice, changes={"failed": "Half of them."}, by=ana[0])
    assert "Write on it" in main_of(signed_in(ana[0]).get(practice.get_absolute_url()))
    assert client.get(address("version", practice.pk, 2)).status_code == 404
    assert signed_in(eva[0]).get(address("version", practice.pk, 2)).status_code == 404
    told = main_of(signed_in(ana[0]).get(address("versions", practice.pk)))
    assert "From version 1 to version 2" in told and "<ins>" in told and "Half" in told
    told = main_of(client.get(address("versions", practice.pk)))
    assert "There is one version so far" in told and "Half" not in told
    assert client.get(address("versions", practice.pk), {"one": "2", "other": "x"}).status_code == 200


def test_versions_compare_every_field_and_say_so_where_nothing_differs(client, practice, ana, eva, ida):
    writing_actions.begin_version(practice=practice, by=ana[0])
    changes = {"cost": "500000", "places": ["NLD", "SEN"], "results": [], "themes": ["2.5-diaspora"], "contacts": []}
    writing_actions.save(practice=practice, changes=changes, said="Another count", by=ana[0])
    told = main_of(signed_in(ana[0]).get(address("versions", practice.pk), {"one": "1", "other": "2"}))
    for heading in ("Cost", "Where", "Results", "Themes", "Contacts"):
        assert f'<h3 class="sub">{heading}</h3>' in told
    assert "Another count" in told and '<h3 class="sub">Title</h3>' not in told
    assert "They say the same" in main_of(client.get(address("versions", practice.pk), {"one": "1", "other": "1"}))


def test_a_withdrawn_practice_says_so_above_and_is_in_no_list(client, practice, ana):
    writing_actions.withdraw(practice=practice, reason="It harmed somebody.", by=ana[0])
    told = main_of(client.get(practice.get_absolute_url()))
    assert "withdrew this practice on" in told and "It harmed somebody." in told and "A third of the pairs" in told
    assert practice.title not in main_of(client.get(address("practices")))


def test_hostile_words_are_shown_as_words(ana, eva, ida):
    hostile = {"title": HOSTILE[:90], "gist": HOSTILE, "done": HOSTILE, "failed": HOSTILE, "problem": HOSTILE,
               "contacts": [{"organisation": HOSTILE}], "sources": [{"citation": HOSTILE}], "cost_of": HOSTILE,
               "results": [{"indicator": HOSTILE, "grade": 1, "source": HOSTILE, "unit": "<b>"}]}  # fmt: skip
    practice = published(*ana, eva, ida, **hostile)
    tried(practice, *eva, adapted=HOSTILE, change=HOSTILE, indicator=HOSTILE, source=HOSTILE)
    for page in (practice.get_absolute_url(), address("practices"), address("versions", practice.pk)):
        told = Client().get(page).content.decode()
        assert "<script>alert" not in told and "<img" not in told, page
    assert "<script>" not in signed_in(ana[0]).get(address("mine")).content.decode()


def test_translations_stand_beside_the_original_and_the_title_has_them_too(client, practice, eva):
    given = {"kind": "practices.practice", "key": str(practice.pk), "by": eva[0], "member": eva[1], "language": "fr"}
    translate(field="title", text="Des voisins", **given)
    translate(field="failed", text="Un tiers des paires.", **given)
    told = main_of(client.get(practice.get_absolute_url()))
    assert "Des voisins" in told and "Un tiers des paires." in told and "Translation: French" in told
    assert "Add a translation" not in told
    assert "Add a translation" in main_of(signed_in(eva[0]).get(practice.get_absolute_url()))


def test_pages_are_in_the_readers_language_and_arabic_runs_from_right_to_left(client, practice):
    told = client.get(practice.get_absolute_url().replace("/en/", "/ar/")).content.decode()
    assert '<html lang="ar" dir="rtl">' in told and "\u2068The village paired" in told


# Writing -----------------------------------------------------------------------------------------------


def test_a_practice_is_written_step_by_step_and_submitted(ana):
    client = signed_in(ana[0])
    assert client.post(address("begin"), {"member": ana[1].pk}).status_code == 302
    practice = Practice.objects.get()
    steps = {
        "about": {"title": "Doors", "gist": "We opened doors.", "language": "fr", "themes": ["2.3-integration"],
                  "problem": "P", "context": "", "done": "D", "actors": "A", "for_whom": "F"},
        "where": {"places": "Pays-Bas; Senegal", "origin": "", "destination": "", "since": "2019", "until": "2020-05"},
        "results": {"cost": "12.50", "currency": "eur", "indicator-0": "Doors", "after-0": "3", "grade-0": "2",
                    "source-0": "Count", "indicator-1": "", "grade-1": ""},
        "elsewhere": {"transfer": "T", "failed": "X", "rights": "R", "principles": ["1", "7"]},
        "sources": {"organisation-0": "Town hall", "site-0": "https://town.example", "citation-0": "Report"},
    }  # fmt: skip
    following = [*list(steps)[1:], "submit"]
    for (slug, given), then in zip(steps.items(), following, strict=True):
        page = client.get(address("step", practice.pk, slug))
        answer = client.post(address("step", practice.pk, slug), given | {"seen": page.context["form"]["seen"].value()})
        assert answer.status_code == 302 and then in answer.url, (
            slug,
            answer.context and answer.context["form"].errors,
        )
    found = practice.versions.get().record
    assert (found.places, found.currency, found.principles) == (("NLD", "SEN"), "EUR", (1, 7))
    assert [(one.indicator, str(one.after), one.before) for one in found.results] == [("Doors", "3", None)]
    assert "All is there" in main_of(client.get(address("check", practice.pk)))
    assert client.post(address("check", practice.pk)).url == practice.get_absolute_url()
    assert practice.versions.get().state == State.REVIEW
    assert client.get(address("step", practice.pk, "about")).status_code == 404


def test_a_step_that_there_is_not_is_not_found(ana):
    assert signed_in(ana[0]).get(address("step", drafted(*ana).pk, "beauty")).status_code == 404


def test_what_lacks_is_listed_with_the_step_in_which_to_mend_it(ana):
    practice = drafted(*ana, title="", sources=[], results=[{"indicator": "Doors", "grade": 1}])
    told = main_of(signed_in(ana[0]).get(address("check", practice.pk)))
    for slug, words in (("about", "a title"), ("sources", "a source"), ("results", "the source of each result")):
        assert f'<a href="{address("step", practice.pk, slug)}">{words}</a>' in told
    assert signed_in(ana[0]).post(address("check", practice.pk)).status_code == 422
    assert practice.versions.get().state == State.DRAFT


@pytest.mark.parametrize(
    ("slug", "given", "said"),
    [
        ("about", {"language": "fr", "title": "x" * 201}, "at most 200"),
        ("about", {"language": "fr", "themes": ["2.3-integration", "2.5-aid", "2.1-dialogue", "2.1-routes",
                   "2.2-training", "2.2-brain-drain", "2.5-diaspora"]}, "Six themes at most"),
        ("about", {"language": "xx"}, "Select a valid choice"),
        ("where", {"places": "Netherland, Atlantis"}, "Atlantis"),
        ("where", {"origin": "Senegal"}, "an origin and a destination"),
        ("where", {"origin": "SEN", "destination": "SEN"}, "from one place to another"),
        ("where", {"since": "2021", "until": "2020"}, "after the beginning"),
        ("where", {"since": "last year"}, "Write a day, a month or a year"),
        ("results", {"cost": "12"}, "in which currency"), ("results", {"currency": "EURO"}, "at most 3"),
        ("results", {"currency": "E1"}, "three letters"), ("results", {"indicator-0": "Doors"}, "which grade"),
        ("results", {"after-1": "3", "grade-1": "1"}, "what was measured"),
        ("results", {"before-0": "many", "indicator-0": "A", "grade-0": "1"}, "Enter a number"),
        ("sources", {"organisation-0": "ana@village.example"}, "no person"),
        ("sources", {"site-1": "https://a.example"}, "which organisation"),
        ("sources", {"link-0": "https://a.example"}, "how it is cited"),
        ("sources", {"organisation-0": "A", "site-0": "javascript:alert(1)"}, "valid URL"),
    ],
)  # fmt: skip
def test_bad_input_says_what_to_mend_and_loses_nothing(ana, slug, given, said):
    practice = drafted(*ana)
    client = signed_in(ana[0])
    seen = client.get(address("step", practice.pk, slug)).context["form"]["seen"].value()
    answer = client.post(address("step", practice.pk, slug), given | {"seen": seen})
    told = answer.content.decode()
    assert answer.status_code == 422 and said in told and 'role="alert"' in told
    for value in given.values():
        for text in value if isinstance(value, list) else [value]:
            if text != "xx":
                assert text in told
    assert practice.versions.get().record == record()


def test_two_people_in_one_step_lose_nothing(ana):
    practice = drafted(*ana)
    colleague = desk("colleague", of=ana[1])[0]
    page = address("step", practice.pk, "elsewhere")
    seen = signed_in(ana[0]).get(page).context["form"]["seen"].value()
    given = {"transfer": "T", "failed": "Ana’s words", "rights": "R"}
    signed_in(colleague).post(page, {**given, "failed": "Colleague’s words", "seen": seen})
    answer = signed_in(ana[0]).post(page, {**given, "seen": seen})
    told = main_of(answer)
    assert answer.status_code == 422 and "Somebody else has saved this step" in told
    assert "Ana’s words" in told and "Colleague’s words" in told
    assert practice.versions.get().record.failed == "Colleague’s words"
    again = signed_in(ana[0]).post(page, {**given, "seen": answer.context["form"]["seen"].value()})
    assert again.status_code == 302 and practice.versions.get().record.failed == "Ana’s words"
    other = address("step", practice.pk, "where")
    stood = signed_in(colleague).get(other).context["form"]["seen"].value()
    assert signed_in(colleague).post(other, {"places": "NLD", "seen": stood}).status_code == 302


def test_more_rows_are_given_and_no_row_is_lost(ana):
    practice = drafted(*ana)
    page = address("step", practice.pk, "results")
    client = signed_in(ana[0])
    form = client.get(page).context["form"]
    assert form.count == 4
    rows = {f"{name}-{at}": value for at in range(4) for name, value in (("indicator", f"I{at}"), ("grade", "1"))}
    answer = client.post(page, {**rows, "more": "1", "seen": form["seen"].value()})
    assert answer.url == page and len(practice.versions.get().record.results) == 4
    assert client.get(page).context["form"].count == 6
    form = client.get(page).context["form"]
    answer = client.post(page, {"indicator-5": "Last", "grade-5": "x", "seen": form["seen"].value()})
    assert answer.status_code == 422 and "Last" in main_of(answer)


def test_begun_for_one_of_ones_members_and_no_other(ana):
    second, strange = member("Seconds"), member("Strangers")
    put(ana[0], second)
    client = signed_in(ana[0])
    assert client.post(address("begin"), {"member": strange.pk}).status_code == 422
    client.post(address("begin"), {"member": second.pk})
    assert Practice.objects.get().member == second
    told = main_of(client.get(address("mine")))
    assert "Practice without a title" in told and "1, draft" in told
    assert "You act for no member" in main_of(signed_in(person("nobody")).get(address("mine")))


def test_it_is_taken_back_withdrawn_and_begun_anew_through_its_pages(ana, eva, ida):
    version = submitted(*ana)
    client, key = signed_in(ana[0]), version.practice_id
    assert client.post(address("take-back", key), {"reason": ""}).status_code == 422
    assert client.post(address("take-back", key), {"reason": "A slip"}).url == address("check", key)
    assert client.post(address("withdraw", key), {"reason": "Never mind"}).status_code == 302
    practice = published(*ana, eva, ida)
    assert client.get(address("further", practice.pk)).status_code == 405
    assert client.post(address("further", practice.pk)).url == address("step", practice.pk, "about")
    assert client.post(address("further", practice.pk)).status_code == 409
    assert signed_in(eva[0]).post(address("further", practice.pk)).status_code == 403


# Reviewing ---------------------------------------------------------------------------------------------


def review_form(**changes: str) -> dict[str, str]:
    given = {f"{name}-judgement": "yes" for name in CRITERIA} | {"recommendation": "accept", "language": "en"}
    return given | changes


def test_a_review_is_written_by_its_form_and_stands_beside_the_version(ana, eva):
    version = submitted(*ana)
    client, page = signed_in(eva[0]), address("review", version.practice_id, 1)
    assert version.practice.title in main_of(client.get(address("awaiting")))
    assert "would your own people know enough" in main_of(client.get(page))
    answer = client.post(page, review_form(**{"failed-judgement": "no", "recommendation": "revise"}))
    told = main_of(answer)
    assert answer.status_code == 422 and "Say what is missing" in told and "Tell the authors" in told
    words = {
        "failed-judgement": "no",
        "failed-comment": "Which pairs?",
        "recommendation": "revise",
        "text": "Tell more.",
    }
    assert client.post(page, review_form(**words)).url == version.get_absolute_url()
    assert Review.objects.get().judgements["failed"] == {"judgement": "no", "comment": "Which pairs?"}
    told = main_of(client.get(version.get_absolute_url()))
    assert "Which pairs?" in told and "revise it first" in told and "Review it" not in told
    assert client.get(page).status_code == 302
    assert "Nothing awaits a review of yours" in main_of(client.get(address("awaiting")))
    assert "Which pairs?" in main_of(signed_in(ana[0]).get(version.get_absolute_url()))
    other = main_of(signed_in(desk("later")[0]).get(version.get_absolute_url()))
    assert "Which pairs?" not in other and "once you have written yours" in other


def test_who_acts_for_two_members_says_for_which_she_reviews(ana, eva):
    version = submitted(*ana)
    second = member("Seconds")
    put(eva[0], second)
    client, page = signed_in(eva[0]), address("review", version.practice_id, 1)
    assert client.post(page, review_form()).status_code == 422
    assert client.post(page, review_form(member=str(ana[1].pk))).status_code == 422
    assert client.post(page, review_form(member=str(second.pk))).status_code == 302
    assert Review.objects.get().member == second


def test_an_editor_decides_on_its_page_when_two_recommend_it(ana, eva, ida):
    version = submitted(*ana)
    client = signed_in(desk("editor", Role.MODERATOR)[0])
    page = version.get_absolute_url()
    assert "1 does so far" not in main_of(client.get(page)) and "Publish it" not in main_of(client.get(page))
    assert client.post(address("publish", version.practice_id, 1)).status_code == 409
    reviewed(version, *eva)
    assert "1 does so far" in main_of(client.get(page))
    reviewed(version, *ida)
    assert "Publish it" in main_of(client.get(page)) and version.practice.title in main_of(
        client.get(address("awaiting"))
    )
    assert signed_in(eva[0]).post(address("publish", version.practice_id, 1)).status_code == 403
    assert client.post(address("publish", version.practice_id, 1)).status_code == 302
    assert Practice.objects.get().published == 1
    assert client.get(address("decide", version.practice_id, 1, "decline")).status_code == 404


def test_an_editor_sends_back_with_a_reason(ana):
    version = submitted(*ana)
    client = signed_in(desk("editor", Role.SECRETARIAT)[0])
    page = address("decide", version.practice_id, 1, "send-back")
    assert client.post(page, {"reason": " "}).status_code == 422
    assert client.post(page, {"reason": "Tell what failed."}).status_code == 302
    assert client.get(address("decide", version.practice_id, 1, "burn")).status_code == 404
    told = main_of(signed_in(ana[0]).get(version.get_absolute_url()))
    assert "Tell what failed." in told and "sent back for revision" in told


# Tried elsewhere ---------------------------------------------------------------------------------------


def test_a_member_reports_that_it_tried_it_and_a_moderator_hides_it_with_a_reason(practice, eva):
    client, page = signed_in(eva[0]), address("tried", practice.pk)
    given = {"place": "Portugal", "since": "2022", "adapted": "We paid them.", "outcome": "not", "grade": "3",
             "before": "30", "after": "28", "language": "en"}  # fmt: skip
    answer = client.post(page, given)
    told = main_of(answer)
    assert answer.status_code == 422 and "We paid them." in told
    for words in ("which indicator", "looked up", "the next one learns"):
        assert words in told
    given |= {"indicator": "In work", "source": "Our count", "change": "Begin with fewer."}
    assert client.post(page, given).status_code == 302
    report = Tried.objects.get()
    told = main_of(client.get(practice.get_absolute_url()))
    assert "Union of the Evas, Portugal" in told and "it did not work" in told and "In work: 30 → 28" in told
    assert "did not work 1×" in told and "nothing is ranked" in told
    editor = signed_in(desk("editor", Role.MODERATOR)[0])
    assert editor.post(address("hide", practice.pk, report.pk), {"reason": ""}).status_code == 422
    assert editor.post(address("hide", practice.pk, report.pk), {"reason": "It names people."}).status_code == 302
    told = main_of(Client().get(practice.get_absolute_url()))
    assert "Hidden: It names people." in told and "We paid them." not in told and "Show the report again" not in told
    assert signed_in(desk("x")[0]).post(address("show-again", practice.pk, report.pk)).status_code == 403
    assert editor.post(address("show-again", practice.pk, report.pk)).status_code == 302
    other = published(*desk("other"), eva, desk("third"))
    assert editor.get(address("hide", other.pk, report.pk)).status_code == 404


def test_who_acts_for_two_members_says_which_of_them_tried_it(practice, eva):
    second = member("Seconds")
    put(eva[0], second)
    client, page = signed_in(eva[0]), address("tried", practice.pk)
    given = {"place": "PRT", "since": "2022", "adapted": "Nothing.", "outcome": "worked", "grade": "1", "language": "en",
             "indicator": "Talk in the square"}  # fmt: skip
    assert client.post(page, given).status_code == 422
    assert client.post(page, {**given, "member": second.pk}).status_code == 302
    told = main_of(client.get(practice.get_absolute_url()))
    assert "Union of the Seconds, Portugal" in told and "Talk in the square" in told


def test_what_is_called_in_lists_and_trails_names_no_person(practice, eva):
    report = tried(practice, *eva)
    version, review = practice.versions.get(), Review.objects.get(member=eva[1])
    assert str(version) == "Neighbours who open doors (1)" and str(review) == "Neighbours who open doors (1): Evas"
    assert (str(report), report.trail_name) == ("Evas, PRT", "Neighbours who open doors: Evas")
    assert str(practice.marks.get(what="tried")) == "tried: PRT"


# Following, feeds, open data ---------------------------------------------------------------------------


def test_a_theme_is_followed_and_followed_no_more(practice, eva):
    client = signed_in(eva[0])
    page = address("practices") + "?theme=2.3-integration"
    assert "Follow this theme" in main_of(client.get(page))
    given = {"what": "theme", "value": "2.3-integration", "next": page}
    assert client.post(address("follow"), given).url == page
    assert Following.objects.get().topic == "practices.theme:2.3-integration"
    assert "Follow this theme no more" in main_of(client.get(page))
    client.post(address("follow"), given | {"stop": "1"})
    assert Following.objects.get().stopped_at is not None
    assert client.post(address("follow"), {"what": "people"}).status_code == 404
    assert Client().post(address("follow"), given).status_code == 302 and Following.objects.count() == 1


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_following_leads_to_no_other_site(practice, eva, elsewhere):
    answer = signed_in(eva[0]).post(address("follow"), {"what": "practice", "value": practice.pk, "next": elsewhere})
    assert answer.url == address("practices")


def test_the_feed_holds_what_everybody_reads(client, practice, ana):
    drafted(*ana, title="A draft")
    told = client.get(address("feed")).content.decode()
    assert practice.title in told and "A draft" not in told and f"urn:uuid:{practice.pk}#1" in told
    assert practice.title not in client.get(address("feed"), {"theme": "2.5-aid"}).content.decode()


def test_open_data_is_whole_under_its_licence_and_no_spreadsheet_runs_it(client, ana, eva, ida):
    practice = published(*ana, eva, ida, title="=HYPERLINK(1)", whence={"problem": "x"}, cost="-4")
    tried(practice, *eva)
    trying_actions.hide(tried=tried(practice, *ida, place="ESP"), reason="Wrong", by=None)
    answer = client.get(address("open-data", "jsonl"))
    (told,) = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
    assert told["title"] == "=HYPERLINK(1)" and told["licence"] == "CC BY 4.0" and 'rel="license"' in answer["Link"]
    assert told["tried"] == {"worked": 0, "partly": 1, "not": 0} and "whence" not in told
    assert told["results"][0] == {"indicator": "In work after a year", "grade": 4, "before": "41", "after": "52.5",
                                  "unit": "%", "source": "Evaluation of 2022, page 14"}  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(client.get(address("open-data", "csv")).getvalue().decode()))
    assert row["title"] == "'=HYPERLINK(1)" and row["cost"] == "-4" and row["partly"] == "1" and row["after"] == "52.5"
    assert client.get(address("open-data", "jsonl"), {"grade": "7"}).getvalue() == b""
    assert client.get(address("open-data", "csv").replace("csv", "xml")).status_code == 404


def test_more_than_one_lot_of_open_data_comes_in_order(client, ana, eva, ida, monkeypatch):
    monkeypatch.setattr("passerelle_web.practices.feeds.AT_A_TIME", 2)
    titles = [published(*ana, eva, ida, title=f"Number {number}").title for number in range(5)]
    lines = client.get(address("open-data", "jsonl")).getvalue().decode().splitlines()
    assert [json.loads(line)["title"] for line in lines] == titles[::-1]


def test_one_page_asks_a_bounded_number_of_questions(client, practice, eva, ida):
    for number in range(8):
        tried(practice, *eva, adapted=f"Number {number}")
    version = practice.versions.get()
    assert reviewing_actions.recommending(version) == 2
    with CaptureQueriesContext(connection) as asked:
        assert client.get(practice.get_absolute_url()).status_code == 200
    visitor = len(asked)
    editor = signed_in(desk("x", Role.SECRETARIAT)[0])
    with CaptureQueriesContext(connection) as asked:
        assert editor.get(practice.get_absolute_url()).status_code == 200
    assert visitor <= 10 and len(asked) <= 28
