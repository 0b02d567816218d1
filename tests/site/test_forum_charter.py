"""The charter of the forum: versions, what is in force, what differs word by word; and its first draft.

Covers `passerelle_web.forum.charter_actions`, `charter_queries`, `charter_page`, `founding`, and the database's guards.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from passerelle_web.forum import charter_actions, charter_queries, founding, steering_actions
from passerelle_web.forum.charter_actions import Worded
from passerelle_web.forum.models import Article, CharterVersion, Holding, SeatShare
from passerelle_web.forum.steering_actions import Papers
from passerelle_web.people.models import Event, Kind
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.texts.models import Translation
from tests.site.forum_makers import charter, decided, delegate, head, seated, steerer
from tests.site.people_makers import member
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db
ALL_LANGUAGES = {"en", "nl", "fr", "es", "ar"}


def drafted(before: CharterVersion | None, articles=None, **more):
    """A further version, worded on top of another."""
    held = [Worded(one.key, one.heading, one.text) for one in before.articles.all()] if before else []
    given = {
        "shares": {"state": 2, "diaspora": 1, "civil_society": 2}, "rotation": "kind", "term_years": 3, "silence_days": 5, "attribution": 2,
        "reason": "It was too long.", "language": "en", "by": None, "base": before.number if before else None, **more,
    }  # fmt: skip
    return charter_actions.draft_charter(articles=held if articles is None else articles, **given)


def adopted(version: CharterVersion, **more):
    """A version that a decision adopts."""
    held = Holding.objects.first() or seated(head("adopter")[1], timezone.localdate() - timedelta(days=400))
    return decided(held.member, title="The charter is adopted", papers=Papers(charter=version), **more)


# The first draft ---------------------------------------------------------------------------------------


def test_the_first_draft_is_founded_once_and_is_a_draft():
    assert founding.fill() is True
    assert founding.fill() is False
    version = CharterVersion.objects.get()
    assert version.number == 1 and charter_queries.in_force() is None and charter_queries.worked_by() == version
    assert Event.objects.get(verb="charter.drafted").by is None


def test_the_first_draft_says_all_that_a_charter_has_to():
    version = charter()
    keys = {one.key for one in version.articles.all()}
    assert keys >= {
        "nature", "mandate", "united-nations", "members", "steering", "chair", "decisions", "attribution",
        "non-binding", "amendment",
    }  # fmt: skip
    assert {one.kind for one in version.shares.all()} == set(Kind.values)
    states = next(one.many for one in version.shares.all() if one.kind == Kind.STATE)
    assert states * 2 == sum(one.many for one in version.shares.all()), "half of the seats, as its article says"
    text = " ".join(one.text for one in version.articles.all())
    for words in ("informal, voluntary and non-binding", "no body of the United Nations", "it does not vote"):
        assert words in text


def test_the_words_of_the_first_draft_and_its_figures_say_the_same():
    version, told = charter(), {one.key: one.text for one in Article.objects.all()}
    assert version.term_years == 2 and "two years" in told["steering"]
    assert version.silence_days == 10 and "ten days" in told["decisions"]
    assert version.rotation == "region" and "regions of the world" in told["chair"]


def test_every_article_of_the_first_draft_is_translated_and_marked_as_a_translation(client):
    for one in founding.first_draft()["articles"]:
        for field in ("heading", "text"):
            assert set(one[field]) == ALL_LANGUAGES and all(text.strip() for text in one[field].values())
    charter()
    assert Translation.objects.filter(subject_kind="forum.article").count() == Article.objects.count() * 2 * 4
    told = client.get(reverse("forum:charter"), {"beside": "fr"}).content.decode()
    assert "Rien ici ne contraint" in told and "A translation by the makers of this software" in told
    assert "Nothing here binds" in told, "the original stands beside it"


# Versions ----------------------------------------------------------------------------------------------


def test_a_further_version_stands_beside_the_first_and_is_no_charter_until_adopted():
    first = charter()
    second = drafted(first)
    assert [one.number for one in charter_queries.versions()] == [2, 1]
    assert charter_queries.in_force() is None and charter_queries.worked_by() == second
    decision = adopted(first)
    assert charter_queries.in_force() == charter_queries.worked_by() == first
    assert charter_queries.adoption_of(first) == decision and charter_queries.adoption_of(second) is None


def test_the_version_that_was_adopted_last_is_in_force_and_none_is_adopted_twice():
    first = charter()
    adopted(first, day=timezone.localdate() - timedelta(days=60))
    second = drafted(first)
    adopted(second)
    assert charter_queries.in_force() == second
    with pytest.raises(CannotBeDone, match="adopted already"):
        adopted(first)


def test_a_closed_decision_adopts_no_charter():
    with pytest.raises(CannotBeDone, match="everybody reads"):
        adopted(charter(), closed_for="It is secret.")
    assert charter_queries.in_force() is None


def test_who_words_on_top_of_an_older_version_is_told_and_nothing_is_kept():
    first = charter()
    drafted(first)
    with pytest.raises(CannotBeDone, match="Version 2 has been drafted since"):
        drafted(first)
    assert CharterVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"articles": []}, "one article at least"),
        ({"articles": [Worded("", "  ", " ")]}, "one article at least"),
        ({"articles": [Worded("", "Heading", "")]}, "text"),
        ({"articles": [Worded("", "", "Text")]}, "heading"),
        ({"articles": [Worded("", "x" * 121, "Text")]}, "120"),
        ({"shares": {"state": 0}}, "one seat at least"),
        ({"shares": {"state": 61}}, "60|sixty"),
        ({"shares": {"emperors": 1}}, "emperors|known"),
        ({"term_years": 0}, "one to twenty"),
        ({"silence_days": 91}, "one day to ninety"),
        ({"rotation": "wealth"}, "wealth"),
        ({"attribution": 9}, "9"),
        ({"reason": " "}, "reason"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_charter_that_does_not_hold_is_refused_whole(given, words):
    first = charter()
    with pytest.raises(CannotBeDone, match=words):
        drafted(first, **given)
    assert CharterVersion.objects.count() == 1 and SeatShare.objects.filter(version__number=2).count() == 0


def test_an_article_keeps_its_key_through_versions_and_a_new_one_gets_its_own():
    first = charter()
    second = drafted(
        first, [Worded("nature", "What it is", "Informal."), Worded("", "Nature", "A."), Worded("", "Nature", "B.")]
    )
    assert [one.key for one in second.articles.all()] == ["nature", "nature-2", "nature-3"]


def test_a_heading_without_a_latin_letter_has_a_key_as_well():
    version = drafted(None, [Worded("", "الميثاق", "نص"), Worded("", "Устав", "текст")], language="ar")
    assert [one.key for one in version.articles.all()] == ["article", "article-2"]


def test_versions_are_compared_article_by_article():
    first = charter()
    held = [Worded(one.key, one.heading, one.text) for one in first.articles.all()]
    held[0] = Worded("nature", held[0].heading, held[0].text.replace("permanent", "standing"))
    second = drafted(first, [*held[:-1], Worded("", "Languages", "Five.")])
    rows = charter_queries.compared(charter_queries.articles_of(first), charter_queries.articles_of(second))
    by_key = {one.key: one for one in rows}
    assert [(piece.kind, piece.text) for piece in by_key["nature"].pieces if piece.kind != "same"] == [
        ("removed", "permanent"), ("added", "standing"),
    ]  # fmt: skip
    assert by_key["mandate"].is_same and not by_key["mandate"].pieces
    assert by_key["languages"].is_new and by_key["amendment"].is_gone and rows[-1].key == "amendment"


# What the database keeps ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "changes"),
    [(CharterVersion, {"term_years": 9}), (Article, {"text": "Binding."}), (SeatShare, {"many": 40})],
)
def test_the_database_itself_refuses_to_change_a_version(model, changes):
    charter()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk).update(**changes)


@pytest.mark.parametrize(
    "row",
    [
        {"number": 0, "reason": "x", "term_years": 2, "silence_days": 2},
        {"number": 5, "reason": "", "term_years": 2, "silence_days": 2},
        {"number": 5, "reason": "x", "term_years": 0, "silence_days": 2},
        {"number": 5, "reason": "x", "term_years": 2, "silence_days": 0},
        {"number": 5, "reason": "x", "term_years": 2, "silence_days": 2, "attribution": 7},
    ],
)
def test_what_no_charter_may_be_is_a_constraint(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterVersion.objects.create(language="en", rotation="kind", **row)


# Pages -------------------------------------------------------------------------------------------------


def test_the_page_says_what_the_forum_is_and_is_not_and_that_it_is_a_draft(client):
    charter()
    told = client.get(reverse("forum:charter")).content.decode()
    for words in (
        "Informal, voluntary, non-binding",
        "It is no treaty",
        "A draft that the members have not adopted",
        "not adopted",
    ):
        assert words in told
    assert "Draft a further version" not in told
    assert "<h1>Charter, version 1</h1>" in told


def test_a_site_without_a_charter_says_who_drafts_it(client):
    assert "There is no charter yet" in client.get(reverse("forum:charter")).content.decode()
    assert "no two versions" in client.get(reverse("forum:compare")).content.decode()


def test_an_older_version_says_which_one_is_in_force_and_how_it_came_about(client):
    first = charter()
    decision = adopted(first, day=timezone.localdate() - timedelta(days=30))
    second = drafted(first)
    told = client.get(second.get_absolute_url()).content.decode()
    assert "A draft that the members have not adopted" in told and "is in force" in told
    assert f"decision {decision.sign}" in client.get(first.get_absolute_url()).content.decode()
    adopted(second)
    assert "No longer in force" in client.get(first.get_absolute_url()).content.decode()
    assert client.get(reverse("forum:charter-version", args=[9])).status_code == 404


@pytest.mark.parametrize("asked", [{}, {"first": "1", "last": "2"}, {"first": "x", "last": "-1"}, {"first": "9" * 30}])
def test_the_page_of_differences_marks_words_with_more_than_colour(client, asked):
    first = charter()
    drafted(first, [Worded("nature", "What the forum is", "A place.")])
    told = client.get(reverse("forum:compare"), asked).content.decode()
    assert "<del>" in told and "removed:" in told and "Left out in the later version" in told


def test_the_steering_group_drafts_in_a_form_that_loses_nothing(client):
    stella, _of = steerer()
    page = signed_in(stella)
    form = page.get(reverse("forum:draft-charter")).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"reason": "Shorter.", "heading0": "What it is"}
    refused = page.post(reverse("forum:draft-charter"), data | {"term_years": "0"})
    assert refused.status_code == 422 and "What it is" in refused.content.decode()
    answer = page.post(reverse("forum:draft-charter"), data)
    second = CharterVersion.objects.get(number=2)
    assert answer["Location"] == second.get_absolute_url()
    assert second.articles.get(key="nature").heading == "What it is" and second.shares.count() == len(Kind.values)


def test_two_who_draft_at_once_do_not_write_over_one_another():
    stella, _of = steerer()
    page = signed_in(stella)
    form = page.get(reverse("forum:draft-charter")).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"reason": "Mine.", "text0": "My own words."}
    drafted(charter_queries.worked_by())
    refused = page.post(reverse("forum:draft-charter"), data)
    told = refused.content.decode()
    assert refused.status_code == 422 and "has been drafted since" in told and "My own words." in told


def test_others_do_not_draft():
    charter()
    ana, _of = delegate("ana")
    with pytest.raises(NotAllowed):
        charter_actions.draft_charter(
            articles=[], shares={}, rotation="kind", term_years=1, silence_days=1, attribution=2, reason="x",
            language="en", by=ana,
        )  # fmt: skip
    assert signed_in(ana).get(reverse("forum:draft-charter")).status_code == 403


def test_scripts_in_an_article_are_words_and_do_not_run(client):
    version = drafted(None, [Worded("", "<b>Bold</b>", "<script>alert(1)</script> [x](javascript:alert(1))")])
    told = client.get(version.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in told and 'href="javascript:' not in told and "&lt;b&gt;Bold" in told


def test_the_page_asks_little_of_the_database(client, django_assert_max_num_queries):
    version = charter()
    adopted(version)
    client.get(reverse("forum:charter"))
    with django_assert_max_num_queries(12):
        client.get(reverse("forum:charter"), {"beside": "ar"})


def test_triggers_can_be_taken_away_and_set_again():
    from importlib import import_module

    from django.apps import apps

    steps = import_module("passerelle_web.forum.migrations.0005_what_was_decided_stays")
    version = charter()
    with connection.schema_editor() if connection.vendor == "postgresql" else _plain_editor() as editor:
        steps.loosen(apps, editor)
        CharterVersion.objects.filter(pk=version.pk).update(term_years=3)
        steps.guard(apps, editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        CharterVersion.objects.filter(pk=version.pk).update(term_years=4)


class _plain_editor:
    """SQLite's editor wants no transaction around it; for triggers it needs none of its own."""

    def __enter__(self):
        self.connection, self.vendor = connection, connection.vendor
        return self

    def __exit__(self, *_fault: object) -> None:
        return None

    def execute(self, sql: str, params: object = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_group_that_gives_seats_follows_the_charter_that_is_in_force():
    first = charter()
    adopted(first, day=timezone.localdate() - timedelta(days=30))
    drafted(first)  # a draft with one seat of the diaspora changes nothing
    for name in ("una", "dos"):
        _who, of = head(name, Kind.DIASPORA)
        steering_actions.give_seat(member=of, since=timezone.localdate(), by=None)
    _who, third = head("tres", Kind.DIASPORA)
    with pytest.raises(CannotBeDone, match="No seat of this kind"):
        steering_actions.give_seat(member=third, since=timezone.localdate(), by=None)


def test_no_seat_is_given_before_there_is_a_charter():
    with pytest.raises(CannotBeDone, match="no charter yet"):
        steering_actions.give_seat(member=member(), since=timezone.localdate(), by=None)
