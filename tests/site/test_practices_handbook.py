"""The integration handbook on the site: chosen, ordered, published, read as a page and taken as PDF; every edition stays."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from passerelle_web.people.models import Role
from passerelle_web.practices import handbook_actions, trying_actions, writing_actions
from passerelle_web.practices.handbook_page import handbook_of
from passerelle_web.practices.models import Edition
from passerelle_web.texts.actions import translate
from tests.site.practices_makers import desk, edition, published, tried
from tests.site.test_practices_pages import HOSTILE, address, main_of, signed_in

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
def practice(ana, eva, ida):
    return published(*ana, eva, ida)


@pytest.fixture
def secretary():
    return signed_in(desk("secretary", Role.SECRETARIAT)[0])


def translated(practice, eva, **texts):
    given = {"kind": "practices.practice", "key": str(practice.pk), "language": "fr", "by": eva[0], "member": eva[1]}
    for field, text in texts.items():
        translate(field=field, text=text, **given)


def test_without_an_edition_the_page_teaches_and_lists_the_principles_with_their_source(client):
    told = main_of(client.get(address("editions")))
    assert "No edition is published yet" in told and "14615/04" in told and told.count("?principle=") == 11
    assert "Begin an edition" not in told


def test_the_secretariat_makes_an_edition_from_title_to_publication(secretary, practice, ana, eva, ida, client):
    other = published(*ana, eva, ida, title="A desk for diplomas")
    published(*ana, eva, ida, title="Nothing of integration", themes=["2.5-aid"], principles=[])
    assert secretary.post(address("begin-edition"), {"title": "", "language": "en"}).status_code == 422
    given = {"title": "Living together", "language": "en", "dated": "2026-11-01", "introduction": "**Read** this."}
    answer = secretary.post(address("begin-edition"), given)
    made = Edition.objects.get()
    assert answer.url == address("choose", made.pk)
    told = main_of(secretary.get(answer.url))
    assert "No practice is chosen yet" in told and "Nothing of integration" not in told and other.title in told
    for one in (practice, other):
        assert secretary.post(answer.url, {"practice": one.pk, "principle": 7}).status_code == 302
    assert secretary.post(answer.url, {"practice": other.pk, "principle": 7}).status_code == 422
    first, second = made.entries.all()
    assert secretary.post(address("entry", made.pk, second.pk, "up")).status_code == 302
    assert secretary.post(address("entry", made.pk, second.pk, "burn")).status_code == 404
    assert client.get(address("edition", made.pk)).status_code == 404
    assert client.get(address("edition-pdf", made.pk)).status_code == 404
    told = main_of(secretary.get(address("edition", made.pk)))
    assert "A draft that the secretariat alone sees" in told and "Edition" not in told.partition("<h1")[2][:200]
    assert secretary.post(address("publish-edition", made.pk)).url == made.get_absolute_url()
    told = main_of(client.get(made.get_absolute_url()))
    assert told.index("A desk for diplomas") < told.index(practice.title) and "<strong>Read</strong> this." in told
    assert "Edition 1" in told and "2 practices" in told and "Village" not in told.partition("<h1")[0]
    assert secretary.get(address("choose", made.pk)).url == made.get_absolute_url()
    assert secretary.post(address("publish-edition", made.pk)).status_code == 409
    assert secretary.post(address("entry", made.pk, first.pk, "leave-out")).status_code == 409
    assert made.title in main_of(client.get(address("editions")))


def test_an_edition_is_changed_until_it_is_published(secretary, practice):
    made = edition(practice)
    page = address("change-edition", made.pk)
    assert "Read what failed first." in main_of(secretary.get(page))
    given = {"title": "Other", "language": "fr", "dated": "2026-12-01", "introduction": ""}
    assert secretary.post(page, given).url == address("choose", made.pk)
    made.refresh_from_db()
    assert (made.title, made.language) == ("Other", "fr")
    made = handbook_actions.publish_edition(edition=made, by=None)
    assert secretary.post(page, given).status_code == 422
    assert "stays as it is" in main_of(secretary.post(page, given))


def test_it_is_taken_as_a_pdf_with_its_name_and_number(client, practice, eva):
    tried(practice, *eva)
    made = edition(practice)
    made = handbook_actions.publish_edition(edition=made, by=None)
    answer = client.get(address("edition-pdf", made.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="living-together-1.pdf"'
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for words in ("Neighbours who open doors", "Union of the Evas", "We paid the neighbours", "Evaluation of 2022"):
        assert words in text.replace("\n", " "), words


def test_later_versions_reports_translations_and_a_withdrawal_change_no_edition(client, practice, ana, eva, ida):
    tried(practice, *eva)
    translated(practice, eva, title="Des voisins", failed="Un tiers.")
    made = edition(practice, language="fr")
    made = handbook_actions.publish_edition(edition=made, by=None)
    before = handbook_of(made)
    page = main_of(client.get(made.get_absolute_url()))
    tried(practice, *ida, place="SEN", adapted="Later.")
    translated(practice, eva, title="Autres voisins", gist="Plus tard.")
    writing_actions.begin_version(practice=practice, by=ana[0])
    writing_actions.save(practice=practice, changes={"failed": "Nothing."}, by=ana[0])
    writing_actions.withdraw(practice=practice, reason="Wrong", by=ana[0])
    assert handbook_of(made) == before
    assert main_of(client.get(made.get_absolute_url())) == page
    assert before.chapters[0].practices[0].title == "Des voisins" and "Autres" not in page


def test_moderation_reaches_old_editions_and_what_was_hidden_then_does_not_come_in_later(practice, eva, ida):
    kept, hidden = tried(practice, *eva), tried(practice, *ida, place="SEN")
    trying_actions.hide(tried=hidden, reason="It names a person.", by=None)
    made = handbook_actions.publish_edition(edition=edition(practice), by=None)
    assert len(handbook_of(made).chapters[0].practices[0].tried) == 1
    trying_actions.hide(tried=kept, reason="Wrong", by=None)
    assert handbook_of(made).chapters[0].practices[0].tried == ()


def test_a_practice_stands_in_its_translation_marked_as_one_else_in_its_own_language(practice, eva, ana, ida):
    other = published(*ana, eva, ida, title="A desk for diplomas")
    translated(practice, eva, title="Des voisins", failed="Un tiers.")
    translated(other, eva, failed="Rien.")
    first, second = handbook_of(edition(practice, other, language="fr")).chapters[0].practices
    assert (first.title, first.language) == ("Des voisins", "fr")
    texts = {text.heading: text.paragraphs for text in first.texts}
    assert ("Un tiers.",) in texts.values() and ("Newcomers knew nobody.",) in texts.values()
    assert first.remark != second.remark.replace(str(other.pk), str(practice.pk))
    assert (second.title, second.language) == ("A desk for diplomas", "en")
    assert not any("Rien." in text.paragraphs for text in second.texts)


def test_a_translation_that_fell_behind_is_not_printed(practice, ana, eva, ida):
    from passerelle_web.practices import reviewing_actions
    from tests.site.practices_makers import reviewed

    translated(practice, eva, title="Des voisins")
    writing_actions.begin_version(practice=practice, by=ana[0])
    writing_actions.save(practice=practice, changes={"title": "Doors"}, by=ana[0])
    version = writing_actions.submit(practice=practice, by=ana[0])
    for peer in (eva, ida):
        reviewed(version, *peer)
    practice = reviewing_actions.publish(version=version, by=None)
    assert handbook_of(edition(practice, language="fr")).chapters[0].practices[0].title == "Doors"


def test_who_recommended_it_is_named_by_member(practice):
    (chapter,) = handbook_of(edition(practice)).chapters
    assert dict(chapter.practices[0].facts)["Reviewed by"] == "Union of the Evas, Union of the Idas"
    assert reverse("practices:version", args=[practice.pk, 1]) in chapter.practices[0].remark


def test_hostile_words_are_words_on_the_page_and_on_paper(client, ana, eva, ida):
    made = edition(
        published(*ana, eva, ida, title=HOSTILE[:90], gist=HOSTILE, failed=f"{HOSTILE} #panic()", actors=HOSTILE)
    )
    made = handbook_actions.publish_edition(edition=made, by=None)
    told = client.get(made.get_absolute_url()).content.decode()
    assert "<script>alert" not in told and "<img" not in told
    assert client.get(address("edition-pdf", made.pk)).content.startswith(b"%PDF")


def test_an_edition_in_arabic_runs_from_right_to_left_inside_an_english_page(client, practice):
    made = edition(practice, language="ar")
    made = handbook_actions.publish_edition(edition=made, by=None)
    assert '<div lang="ar" dir="rtl">' in main_of(client.get(made.get_absolute_url()))
    assert client.get(address("edition-pdf", made.pk)).content.startswith(b"%PDF")


def test_pages_of_editions_ask_a_bounded_number_of_questions(practice, ana, eva, ida):
    counted = []
    for many in (1, 12):
        made = edition(practice, *(published(*ana, eva, ida, title=f"Number {n}") for n in range(many)))
        made = handbook_actions.publish_edition(edition=made, by=None)
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(made.get_absolute_url()).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 6
