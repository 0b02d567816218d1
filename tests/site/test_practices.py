"""What is done with practices: written, submitted, reviewed, published, withdrawn, tried; and what the database refuses."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from passerelle.exchange.practices.records import PracticeError, as_plain
from passerelle_web.library.models import Entry as Found
from passerelle_web.library.searching import find
from passerelle_web.people.everything import rows_of
from passerelle_web.people.models import Event, Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.post.actions import follow
from passerelle_web.post.models import Item
from passerelle_web.post.topics import topic_for
from passerelle_web.practices import everything, handbook_actions, queries, reviewing_actions, trying_actions
from passerelle_web.practices import writing_actions as writing
from passerelle_web.practices.models import Edition, Entry, Mark, Practice, Review, State, Tried, Version
from passerelle_web.texts.actions import translate
from tests.site.people_makers import member, person, put
from tests.site.practices_makers import (
    JUDGED,
    desk,
    drafted,
    edition,
    published,
    record,
    reviewed,
    submitted,
    tried,
)  # fmt: skip

pytestmark = pytest.mark.django_db


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
def editor():
    return desk("editor", Role.SECRETARIAT)[0]


def verbs(practice: Practice) -> list[str]:
    return list(Event.objects.filter(subject_key=str(practice.pk)).order_by("pk").values_list("verb", flat=True))


def marks(practice: Practice) -> set[tuple[str, str]]:
    return set(practice.marks.values_list("what", "value"))


# Writing -----------------------------------------------------------------------------------------------


def test_a_draft_may_lack_anything_and_is_found_by_its_own_member_alone(ana, eva):
    practice = writing.begin(member=ana[1], by=ana[0])
    assert str(practice) == "Practice without a title" and practice.newest == 1
    writing.save(practice=practice, changes={"title": "Wells that last", "places": ["BFA"]}, by=ana[0])
    practice.refresh_from_db()
    assert (practice.title, practice.published) == ("Wells that last", None)
    assert find("wells", ana[0]).rows and [one.key for one in Found.objects.filter(kind="practices.practice")] == [
        str(practice.pk)
    ]
    assert not find("wells", eva[0]).rows and not find("wells", None).rows
    assert marks(practice) == {("place", "BFA")}


def test_saving_says_what_was_written_and_nothing_where_nothing_changed(ana):
    practice = drafted(*ana)
    writing.save(practice=practice, changes={"title": practice.title, "themes": ["2.3-integration"]}, by=ana[0])
    assert verbs(practice) == ["practice.begun"]
    writing.save(practice=practice, changes={"failed": "Nobody met."}, said="The failure", by=ana[0])
    event = Event.objects.get(verb="practice.written")
    assert event.details == {"number": 1, "what": ["failed"]} and event.subject_name == "Neighbours who open doors"
    assert practice.versions.get().said == "The failure"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "x" * 201}, {"themes": "2.3-integration"}, {"origin": "Burkina"}, {"since": "soon"},
        {"results": [{"indicator": "Work", "grade": 8}]}, {"cost": "much"}, {"principles": [12]}, {"unheard": "of"},
        {"contacts": [{"organisation": "A", "telephone": "1"}]},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_the_draft_stays(ana, changes):
    practice = drafted(*ana)
    with pytest.raises((PracticeError, TypeError)):
        writing.save(practice=practice, changes=changes, by=ana[0])
    assert practice.versions.get().record == record()


def test_an_unknown_region_is_refused_in_a_sentence(ana):
    with pytest.raises(CannotBeDone, match="No region"):
        writing.save(practice=drafted(*ana), changes={"region": "ATLANTIS"}, by=ana[0])


def test_what_the_site_filled_and_somebody_changed_says_no_more_where_it_came_from(ana):
    practice = drafted(*ana, whence={"problem": "the question", "title": "the measure"})
    writing.save(practice=practice, changes={"problem": "Another one", "title": practice.title}, by=ana[0])
    assert practice.versions.get().record.whence == {"title": "the measure"}


def test_it_is_submitted_only_when_nothing_lacks(ana):
    practice = drafted(*ana, failed="", sources=[])
    with pytest.raises(CannotBeDone, match="2 things lack"):
        writing.submit(practice=practice, by=ana[0])
    writing.save(practice=practice, changes={"failed": "Much.", "sources": [{"citation": "Report"}]}, by=ana[0])
    version = writing.submit(practice=practice, by=ana[0])
    assert (version.state, version.submitted_at is None) == (State.REVIEW, False)
    with pytest.raises(CannotBeDone, match="No version is being written"):
        writing.save(practice=practice, changes={"failed": "Little."}, by=ana[0])


def test_it_is_taken_back_with_a_reason_and_its_reviews_stay_beside_the_version(ana, eva):
    version = submitted(*ana)
    reviewed(version, *eva)
    with pytest.raises(CannotBeDone, match="Say why"):
        writing.take_back(practice=version.practice, reason=" ", by=ana[0])
    further = writing.take_back(practice=version.practice, reason="A figure was wrong.", by=ana[0])
    version.refresh_from_db()
    assert (version.state, version.decided_for) == (State.SENT_BACK, "A figure was wrong.")
    assert (further.number, further.state, further.content) == (2, State.DRAFT, version.content)
    assert version.reviews.count() == 1 and not further.reviews.exists()
    with pytest.raises(CannotBeDone, match="No version is under review"):
        writing.take_back(practice=version.practice, reason="Again", by=ana[0])


# Reviewing and publishing ------------------------------------------------------------------------------


def test_two_other_members_recommend_it_and_an_editor_publishes(ana, eva, ida, editor):
    version = submitted(*ana)
    reviewed(version, *eva)
    with pytest.raises(CannotBeDone, match="Two members other than the author’s"):
        reviewing_actions.publish(version=version, by=editor)
    reviewed(version, *ida)
    practice = reviewing_actions.publish(version=version, by=editor)
    assert (practice.published, practice.grade, practice.origin) == (1, 4, "BFA") and practice.stands
    assert practice.published_at == Version.objects.get(pk=version.pk).decided_at
    assert verbs(practice) == ["practice.begun", "practice.submitted", "practice.reviewed", "practice.reviewed",
                               "practice.published"]  # fmt: skip
    assert len(find("neighbour", None).rows) == 1
    assert {("theme", "2.3-integration"), ("place", "CIV"), ("place", "NLD"), ("principle", "7")} <= marks(practice)


def test_a_recommendation_to_revise_counts_for_none(ana, eva, ida):
    version = submitted(*ana)
    reviewed(version, *eva)
    reviewed(version, *ida, recommendation="revise")
    assert reviewing_actions.recommending(version) == 1
    with pytest.raises(CannotBeDone):
        reviewing_actions.publish(version=version, by=None)


def test_who_sits_in_the_authors_member_too_never_reviews_it(ana, eva):
    version = submitted(*ana)
    put(eva[0], ana[1], Role.OBSERVER)
    with pytest.raises(NotAllowed, match="other members"):
        reviewed(version, *eva)
    put(ana[0], eva[1])
    with pytest.raises(NotAllowed):
        reviewed(version, ana[0], eva[1])


def test_a_member_reviews_once_and_so_does_a_person(ana, eva):
    version = submitted(*ana)
    reviewed(version, *eva)
    colleague = desk("colleague", of=eva[1])[0]
    with pytest.raises(CannotBeDone, match="This member has reviewed"):
        reviewed(version, colleague, eva[1])
    other = member("Others")
    put(eva[0], other)
    with pytest.raises(CannotBeDone, match="You have reviewed"):
        reviewed(version, eva[0], other)
    with pytest.raises(NotAllowed, match="only for a member that you act for"):
        reviewed(version, colleague, other)


@pytest.mark.parametrize(
    ("judgements", "said"),
    [
        ({}, "cannot be blank"),
        ({**JUDGED, "beauty": {"judgement": "yes"}}, "Judge every criterion"),
        ({**JUDGED, "rights": {"judgement": "perhaps", "comment": "?"}}, "rights of the people"),
        ({**JUDGED, "failed": {"judgement": "no", "comment": "  "}}, "told what failed"),
    ],
)
def test_a_review_judges_every_criterion_and_says_what_it_doubts(ana, eva, judgements, said):
    with pytest.raises(CannotBeDone, match=said):
        reviewed(submitted(*ana), *eva, judgements=judgements)
    with pytest.raises(CannotBeDone, match="Tell the authors"):
        reviewed(Version.objects.get(), *eva, recommendation="decline", text="")
    assert not Review.objects.exists()


def test_it_is_sent_back_or_declined_with_a_reason_and_goes_on_from_there(ana, eva, editor):
    version = submitted(*ana)
    reviewed(version, *eva, recommendation="revise")
    with pytest.raises(CannotBeDone, match="Say why"):
        reviewing_actions.send_back(version=version, reason="", by=editor)
    further = reviewing_actions.send_back(version=version, reason="Tell what failed.", by=editor)
    writing.submit(practice=further.practice, by=ana[0])
    further.refresh_from_db()
    reviewing_actions.decline(version=further, reason="It is a plan, not yet a practice.", by=editor)
    practice = Practice.objects.get()
    assert [one.state for one in queries.versions_of(practice)] == [State.DECLINED, State.SENT_BACK]
    with pytest.raises(CannotBeDone, match="not under review"):
        reviewing_actions.publish(version=further, by=editor)
    assert writing.begin_version(practice=practice, by=ana[0]).number == 3
    with pytest.raises(CannotBeDone, match="written or reviewed already"):
        writing.begin_version(practice=practice, by=ana[0])


def test_a_further_version_leaves_the_published_one_standing_until_it_is_published(ana, eva, ida):
    practice = published(*ana, eva, ida)
    writing.begin_version(practice=practice, by=ana[0])
    writing.save(practice=practice, changes={"title": "Doors", "places": ["SEN"]}, by=ana[0])
    practice.refresh_from_db()
    assert practice.title == "Neighbours who open doors" and ("place", "SEN") not in marks(practice)
    version = writing.submit(practice=practice, by=ana[0])
    for peer in (eva, ida):
        reviewed(version, *peer)
    practice = reviewing_actions.publish(version=version, by=None)
    assert (practice.title, practice.published) == ("Doors", 2)
    assert ("place", "SEN") in marks(practice) and ("place", "NLD") not in marks(practice)
    assert practice.versions.get(number=1).state == State.PUBLISHED


def test_editors_of_its_own_member_do_not_decide(ana, eva, ida):
    version = submitted(*ana)
    own = desk("own", Role.SECRETARIAT, of=ana[1])[0]
    for peer in (eva, ida):
        reviewed(version, *peer)
    with pytest.raises(NotAllowed, match="other members tell"):
        reviewing_actions.publish(version=version, by=own)


def test_withdrawing_needs_a_reason_and_what_was_published_stays_readable(ana, eva, ida):
    practice = published(*ana, eva, ida)
    with pytest.raises(CannotBeDone, match="Say why"):
        writing.withdraw(practice=practice, reason="", by=ana[0])
    writing.withdraw(practice=practice, reason="It harmed somebody.", by=ana[0])
    assert not practice.stands and practice.published == 1
    assert not find("neighbour", None).rows and not queries.standing().exists()
    with pytest.raises(CannotBeDone, match="already"):
        writing.withdraw(practice=practice, reason="Again", by=ana[0])
    version = writing.begin_version(practice=practice, by=ana[0])
    version = writing.submit(practice=practice, by=ana[0])
    for peer in (eva, ida):
        reviewed(version, *peer)
    back = reviewing_actions.publish(version=version, by=None)
    assert back.stands and back.withdrawn_for == ""


def test_withdrawing_ends_a_review_that_is_under_way(ana):
    version = submitted(*ana)
    writing.withdraw(practice=version.practice, reason="Too early.", by=ana[0])
    version.refresh_from_db()
    assert version.state == State.SENT_BACK


# Tried elsewhere ---------------------------------------------------------------------------------------


def test_others_report_that_they_tried_it_and_nothing_is_ranked(ana, eva, ida):
    first = published(*ana, eva, ida)
    second = published(*ana, eva, ida, title="Later and never tried")
    tried(first, *eva)
    tried(first, *ida, outcome="worked", change="", place="SEN")
    assert queries.reports_counted([first, second]) == {first.pk: {"worked": 1, "partly": 1, "not": 0}}
    assert [one.title for one in queries.listed(queries.Filters())] == [second.title, first.title]
    assert {("tried", "PRT"), ("tried", "SEN")} <= marks(first)
    assert list(queries.listed(queries.Filters(tried="SEN"))) == [first]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"place": "QQQ"}, "in which country"), ({"since": "soon"}, "from when to when"),
        ({"since": "2022", "until": "2021"}, "from when to when"), ({"change": ""}, "what you would change"),
        ({"indicator": ""}, "which indicator"), ({"source": ""}, "looked up"), ({"grade": 9}, "report_grade_is_known"),
        ({"outcome": "splendid", "change": "x"}, "(?i)outcome"), ({"adapted": ""}, "(?i)adapted"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_is_refused(ana, eva, ida, given, said):
    practice = published(*ana, eva, ida)
    with pytest.raises(CannotBeDone, match=said):
        tried(practice, *eva, **given)
    assert not Tried.objects.exists()


def test_its_own_member_does_not_report_nor_anybody_on_what_is_not_published(ana, eva, ida):
    practice = published(*ana, eva, ida)
    with pytest.raises(NotAllowed):
        tried(practice, *ana)
    with pytest.raises(NotAllowed, match="only for a member that you act for"):
        tried(practice, eva[0], ida[1])
    writing.withdraw(practice=practice, reason="Wrong", by=ana[0])
    with pytest.raises(NotAllowed):
        tried(practice, *eva)


def test_a_report_is_hidden_with_a_reason_counts_no_more_and_comes_back(ana, eva, ida, editor):
    practice = published(*ana, eva, ida)
    one = tried(practice, *eva)
    with pytest.raises(CannotBeDone, match="Say why"):
        trying_actions.hide(tried=one, reason=" ", by=editor)
    trying_actions.hide(tried=one, reason="It names a person.", by=editor)
    assert queries.reports_counted([practice]) == {} and ("tried", "PRT") not in marks(practice)
    with pytest.raises(NotAllowed):
        trying_actions.show_again(tried=one, by=eva[0])
    trying_actions.show_again(tried=one, by=editor)
    assert ("tried", "PRT") in marks(practice) and one.hidden_for == ""
    trying_actions.hide(tried=one, reason="We counted twice.", by=eva[0])
    assert Event.objects.filter(verb="practice.report_hidden").count() == 2


# The handbook ------------------------------------------------------------------------------------------


def test_an_edition_holds_what_is_published_in_the_order_given(ana, eva, ida, editor):
    one, other = published(*ana, eva, ida), published(*eva, ana, ida, title="Another")
    made = edition(one, other)
    with pytest.raises(CannotBeDone, match="is published goes"):
        handbook_actions.take_in(edition=made, practice=drafted(*ana), principle=1, by=editor)
    with pytest.raises(CannotBeDone, match="eleven"):
        handbook_actions.take_in(edition=made, practice=one, principle=12, by=editor)
    handbook_actions.move_up(entry=made.entries.last(), by=editor)
    assert [entry.version.practice for entry in queries.entries_of(made)] == [other, one]
    handbook_actions.take_in(edition=made, practice=other, principle=7, by=editor)
    assert [(entry.principle, entry.version.practice) for entry in queries.entries_of(made)] == [(1, one), (7, other)]
    handbook_actions.leave_out(entry=made.entries.last(), by=editor)
    assert handbook_actions.publish_edition(edition=made, by=editor).number == 1
    empty = edition()
    with pytest.raises(CannotBeDone, match="without practices"):
        handbook_actions.publish_edition(edition=empty, by=editor)


def test_a_published_edition_stays(ana, eva, ida, editor):
    practice = published(*ana, eva, ida)
    made = edition(practice)
    handbook_actions.publish_edition(edition=made, by=editor)
    for act in (
        lambda: handbook_actions.change_edition(edition=made, title="Other", by=editor),
        lambda: handbook_actions.take_in(edition=made, practice=practice, principle=2, by=editor),
        lambda: handbook_actions.leave_out(entry=made.entries.get(), by=editor),
        lambda: handbook_actions.move_up(entry=made.entries.get(), by=editor),
        lambda: handbook_actions.publish_edition(edition=made, by=editor),
    ):
        with pytest.raises(CannotBeDone, match="stays as it is"):
            act()
    second = edition(practice)
    handbook_actions.change_edition(edition=second, title="The second", by=editor)
    assert handbook_actions.publish_edition(edition=second, by=editor).number == 2
    with pytest.raises(TypeError):
        handbook_actions.change_edition(edition=edition(), number=7, by=editor)


# What the database itself refuses ----------------------------------------------------------------------


def refused(act) -> str:
    with pytest.raises(IntegrityError) as found, transaction.atomic():
        act()
    return str(found.value)


def test_the_database_refuses_a_review_or_report_of_the_authors_own_member(ana, eva, ida):
    practice = published(*ana, eva, ida)
    version = submitted(*ana)
    given = {"by": ana[0], "member": ana[1], "language": "en"}
    said = refused(lambda: Review.objects.create(version=version, judgements=JUDGED, recommendation="accept", **given))
    assert "own practice" in said
    report = {"practice": practice, "version": 1, "place": "PRT", "since": "2020", "adapted": "x", "outcome": "worked"}
    assert "own practice" in refused(lambda: Tried.objects.create(**report, **given, grade=1))


def test_the_database_refuses_to_publish_what_two_members_do_not_recommend(ana, eva):
    version = submitted(*ana)
    reviewed(version, *eva)
    now = {"state": State.PUBLISHED, "decided_at": timezone.now()}
    assert "two other members" in refused(lambda: Version.objects.filter(pk=version.pk).update(**now))
    assert "no such version" in refused(
        lambda: Practice.objects.filter(pk=version.practice_id).update(published=1, published_at=timezone.now())
    )
    assert "begins as a draft" in refused(
        lambda: Version.objects.create(practice=version.practice, number=2, submitted_at=timezone.now(), **now)
    )


def test_the_database_refuses_to_change_what_was_submitted_reviewed_or_printed(ana, eva, ida, editor):
    practice = published(*ana, eva, ida)
    version, review = practice.versions.get(), Review.objects.first()
    content = as_plain(record(title="Otherwise"))
    assert "submitted is not changed" in refused(lambda: Version.objects.filter(pk=version.pk).update(content=content))
    assert "submitted is not changed" in refused(
        lambda: Version.objects.filter(pk=version.pk).update(state="draft", submitted_at=None, decided_at=None)
    )
    assert "review is not changed" in refused(lambda: Review.objects.filter(pk=review.pk).update(text="Otherwise"))
    assert "keeps its member" in refused(lambda: Practice.objects.filter(pk=practice.pk).update(member=eva[1]))
    made = edition(practice)
    unpublished = drafted(*ana).versions.get()
    assert "not published" in refused(lambda: Entry.objects.create(edition=made, version=unpublished, principle=1))
    handbook_actions.publish_edition(edition=made, by=editor)
    assert "stays" in refused(lambda: Edition.objects.filter(pk=made.pk).update(title="Otherwise"))
    assert "stays" in refused(lambda: Entry.objects.filter(edition=made).update(principle=2))


@pytest.mark.parametrize(
    "changes",
    [
        {"withdrawn_on": "2026-01-01"}, {"withdrawn_for": "Because"}, {"grade": 8},
        {"published": None, "published_at": timezone.now()},
    ],
)  # fmt: skip
def test_the_database_refuses_half_a_state(ana, eva, ida, changes):
    practice = published(*ana, eva, ida)
    refused(lambda: Practice.objects.filter(pk=practice.pk).update(**changes))


def test_a_practice_has_one_open_version(ana):
    practice = drafted(*ana)
    refused(lambda: Version.objects.create(practice=practice, number=2))
    refused(lambda: Mark.objects.bulk_create([Mark(practice=practice, what="place", value="NLD")]))


# What goes to other rooms ------------------------------------------------------------------------------


def test_who_follows_a_theme_hears_of_it_and_who_reviews_of_what_awaits(ana, eva, ida):
    follow(person=eva[0], topic="practices.theme:2.3-integration", by=eva[0])
    practice = published(*ana, eva, ida)
    told = {(item.kind, item.topic) for item in Item.objects.all()}
    assert told == {
        ("practice.submitted", "practices.review"),
        ("practice.published", "practices.theme:2.3-integration"),
        ("practice.published", f"practices.practice:{practice.pk}"),
    }
    item = Item.objects.get(topic="practices.theme:2.3-integration")
    assert item.said["fr"] and practice.title in item.said["en"] and item.actor == {"": ana[1].name}
    assert item.reach["permission"] == "practices.see" and f"/fr/practices/{practice.pk}/" == item.address["fr"]
    tried(practice, *ida)
    assert Item.objects.filter(kind="practice.tried", topic=f"practices.practice:{practice.pk}").count() == 1


def test_a_topic_is_named_to_those_who_may_know_of_it(ana, eva):
    draft = drafted(*ana)
    stranger = person("stranger")
    assert topic_for(ana[0], f"practices.practice:{draft.pk}").title == draft.title
    assert topic_for(eva[0], f"practices.practice:{draft.pk}") is None
    assert topic_for(eva[0], "practices.practice:none") is None
    assert topic_for(stranger, "practices.theme:2.3-integration").title.startswith("Practices: ")
    assert topic_for(stranger, "practices.theme:unheard") is None
    assert topic_for(eva[0], "practices.review") and topic_for(stranger, "practices.review") is None


def test_a_translation_stands_beside_what_is_published_and_falls_behind(ana, eva, ida):
    draft = drafted(*ana)
    given = {"kind": "practices.practice", "field": "failed", "language": "fr", "text": "Un tiers.", "by": eva[0]}
    with pytest.raises(CannotBeDone):
        translate(key=str(draft.pk), **given)
    practice = published(*ana, eva, ida)
    made = translate(key=str(practice.pk), member=eva[1], **given)
    assert not made.is_behind(practice.versions.get().record.failed)
    assert made.is_behind("Half of the pairs never met.")


def test_a_person_and_a_member_take_along_what_is_theirs(ana, eva, ida):
    practice = published(*ana, eva, ida)
    tried(practice, *eva)
    told = everything.of_person(eva[0])
    assert told["reviews"][0]["practice"] == practice.title and told["reviews"][0]["for"] == eva[1].name
    assert told["tried"][0]["after"] == Decimal(34) and told["versions"] == []
    assert everything.of_person(ana[0])["versions"][0]["number"] == 1
    parts = {name: list(rows) for name, rows in rows_of(ana[1])}
    assert parts["practices"][0]["content"]["title"] == practice.title and not parts["practice_reviews"]
    parts = {name: list(rows) for name, rows in rows_of(eva[1])}
    assert len(parts["practice_reviews"]) == len(parts["practice_reports"]) == 1


def test_who_deletes_her_account_leaves_what_she_wrote_under_her_members_name(ana, eva, ida):
    from passerelle_web.people.actions import forget

    practice = published(*ana, eva, ida)
    forget(person=eva[0], by=eva[0])
    review = practice.versions.get().reviews.get(member=eva[1])
    assert review.by.is_gone and review.by.name == ""


def test_what_waits_longest_for_a_review_of_mine_stands_first(ana, eva, ida, editor):
    first, second = submitted(*ana), submitted(*ida)
    Version.objects.filter(pk=second.pk).update(submitted_at=first.submitted_at - timedelta(days=1))
    assert [one.pk for one in queries.awaiting(eva[0])] == [second.pk, first.pk]
    reviewed(second, *eva)
    assert [one.pk for one in queries.awaiting(eva[0])] == [first.pk]
    assert [one.pk for one in queries.awaiting(ana[0])] == [second.pk]
    assert [one.reviewed for one in queries.to_decide(editor)] == [1, 0] and not queries.to_decide(eva[0])
    assert not queries.awaiting(desk("watcher", Role.OBSERVER)[0])
