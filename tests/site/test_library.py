"""Documents: handed in, read in the background, served, changed, kept from who may not; the first entries.

Covers `passerelle_web.library` but for finding, which is `test_library_search`.
"""

import stat
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from passerelle.plans import codes
from passerelle_web.library import actions, founding, queries, reach, storing, tasks, uploading
from passerelle_web.library.models import Document, Entry, Part, Sort, State
from passerelle_web.library.told import REASONS
from passerelle_web.people.member_actions import end_membership
from passerelle_web.people.models import Event, Role
from passerelle_web.people.permissions import WHO_MAY, may
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.library_makers import WELLS, kept, upload
from tests.site.people_makers import member, person, put
from tests.site.test_pages import words
from tests.unit.exchange.document_files import LAUGHS, docx, odt, run
from tests.unit.plans.coherence_texts import blank_pdf, pdf_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS = tmp_path
    return tmp_path


@pytest.fixture
def ana():
    return person("Ana")


@pytest.fixture
def millers(ana):
    made = member("Millers")
    put(ana, made)
    return made


@pytest.fixture
def inside(client, ana, millers):
    client.force_login(ana, backend=BACKEND)
    return client


def page(name, document):
    return reverse(f"library:{name}", args=[document.pk])


# Handing in ---------------------------------------------------------------------------------------------


def test_a_file_is_kept_under_a_name_that_nobody_guesses_and_read_in_the_background(
    ana, millers, folder, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as waiting:
        made = actions.add_document(
            by=ana, member=millers, file=upload('../../etc/"wells\x00.txt'), title="Wells", language="en"
        )
    assert (made.state, made.file_name, made.size) == (State.WAITING, "wells.txt", len(WELLS)) and len(waiting) == 1
    where = storing.path_of(made.stored)
    assert where.read_bytes() == WELLS and where.parent.parent == folder and len(made.stored) >= 40
    assert stat.S_IMODE(where.stat().st_mode) == 0o600 and "wells" not in made.stored
    tasks.read.call(str(made.pk))
    made.refresh_from_db()
    assert made.state == State.READ and [part.text for part in queries.parts_of(made)] == [WELLS.decode()]
    event = Event.objects.get(verb="document.added")
    assert (event.by, event.subject_name, event.details["member"]) == (ana, "Wells", millers.pk)


def test_pages_become_parts_and_a_text_without_pages_stretches(monkeypatch):
    made = kept(file=upload("a.pdf", pdf_of("The first page has its words.", "And so has the second one.")))
    assert list(made.parts.values_list("number", "page")) == [(1, 1), (2, 2)]
    monkeypatch.setattr(tasks, "STRETCH", 30)
    listed = list(tasks.parts_of(["One paragraph of words.\n\nAnother one, which is longer than that.\n\nxxx"]))
    assert listed[0][1] == "One paragraph of words."
    assert " ".join(" ".join(text for _page, text in listed).split()).endswith("longer than that. xxx")
    assert list(tasks.parts_of(["x" * 70])) == [(None, "x" * 30), (None, "x" * 30), (None, "x" * 10)]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", WELLS, "not_what_it_says"),
        ("a.pdf", blank_pdf(2), "no_text"),
        ("a.pdf", blank_pdf(1, "secret"), "encrypted"),
        ("a.docx", docx(run("&a9;"), LAUGHS), "has_entities"),
        ("a.odt", odt("<text:p>x</text:p>")[:90], "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_is_kept_and_found_by_its_papers(client, name, content, reason):
    made = kept(file=upload(name, content))
    assert (made.state, made.reason, made.parts.count()) == (State.FAILED, reason, 0)
    said = words(client.get(made.get_absolute_url()))
    assert str(REASONS[reason]) in said and "The file itself is kept as it is" in said
    assert Entry.objects.get(key=str(made.pk)).title == made.title


def test_every_reason_of_the_library_has_its_sentence_on_the_site():
    from passerelle.exchange.texts import REASONS as OF_LIBRARY

    assert {reason: str(said) for reason, said in REASONS.items()} == OF_LIBRARY


def test_a_reader_that_breaks_leaves_a_document_that_says_so(monkeypatch):
    made = actions.add_document(by=None, file=upload(), title="Wells", language="en")
    monkeypatch.setattr(tasks, "read_apart", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.read.call(str(made.pk))
    made.refresh_from_db()
    assert (made.state, made.reason) == (State.FAILED, "stopped")


def test_two_workers_do_not_read_the_same_and_one_that_was_stopped_is_followed_by_another(
    monkeypatch, django_capture_on_commit_callbacks
):
    made = actions.add_document(by=None, file=upload(), title="Wells", language="en")
    Document.objects.filter(pk=made.pk).update(state=State.READING)
    monkeypatch.setattr(tasks, "read_apart", lambda *_given: pytest.fail("somebody else reads it"))
    tasks.read.call(str(made.pk))
    assert actions.revive(document=Document.objects.get(pk=made.pk)).state == State.READING
    Document.objects.filter(pk=made.pk).update(seen_at=timezone.now() - tasks.SILENT - timedelta(seconds=1))
    with django_capture_on_commit_callbacks() as waiting:
        assert actions.revive(document=Document.objects.get(pk=made.pk)).state == State.WAITING
    assert len(waiting) == 1


def test_the_same_file_handed_in_twice_is_one_document(ana, millers, folder):
    given = {"by": ana, "member": millers, "title": "Wells", "language": "en"}
    first = actions.add_document(file=upload(), **given)
    assert actions.add_document(file=upload(), **given) == first
    assert Document.objects.count() == 1 and sum(path.is_file() for path in folder.rglob("*")) == 1
    assert actions.add_document(file=upload(), **{**given, "title": "Other"}) != first


def test_a_file_of_which_no_document_comes_is_removed(folder, monkeypatch):
    monkeypatch.setattr(Document, "save", lambda *_given, **_named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.add_document(by=None, file=upload(), title="Wells", language="en")
    assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "papers",
    [
        {"dated": "2006-13"}, {"dated": "soon"}, {"dated": "2006-02-30"}, {"dated": "0006"}, {"language": "xx"},
        {"languages": ["xx"]}, {"languages": "en"}, {"themes": ["nothing"]}, {"themes": [1]}, {"places": ["ZZZ"]},
        {"sort": "poem"}, {"title": " "}, {"link": "javascript:alert(1)"}, {"title": "x" * 301},
    ],
)  # fmt: skip
def test_papers_that_cannot_be_are_refused(papers):
    with pytest.raises(CannotBeDone):
        kept(**papers)
    assert not Document.objects.exists()


def test_papers_that_a_document_does_not_have_are_a_mistake_of_ours():
    with pytest.raises(TypeError, match="stored"):
        kept(stored="/etc/passwd")


@pytest.mark.parametrize("fields", [{"title": ""}, {"reach": ""}, {"sort": "poem"}, {"state": State.READ},
                                    {"stored": "x"}, {"state": State.FAILED, "stored": "x"}, {"reason": "damaged"}])  # fmt: skip
def test_the_database_itself_refuses(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(**{"title": "Wells", "language": "en", **fields})


def test_dates_are_days_months_and_years(client):
    for dated, day, said in (
        ("2006", "2006-01-01", "2006"),
        ("2006-07", "2006-07-01", "July 2006"),
        ("2006-07-14", "2006-07-14", "July 14, 2006"),
    ):
        made = kept(title=f"Dated {dated}", dated=dated)
        assert str(made.day) == day and f"Date {said}" in words(client.get(made.get_absolute_url()))
    assert kept(title="Undated").day is None


# Who may ------------------------------------------------------------------------------------------------

OWN, OTHERS, STAFF, STRANGER, NOBODY = "of its member", "of another", "runs the site", "in no member", "a visitor"
EVERYBODY = {OWN, OTHERS, STAFF, STRANGER, NOBODY}
TABLE = {
    "library.see_document": {"public": EVERYBODY, "members": {OWN, OTHERS, STAFF}, "member": {OWN}},
    "library.add_document": {"public": {OWN, OTHERS, STAFF}, "members": {OWN, OTHERS, STAFF}, "member": {OWN, OTHERS, STAFF}},
    "library.change_document": {"public": {OWN, STAFF}, "members": {OWN, STAFF}, "member": {OWN}},
    "library.give_reach": {"public": EVERYBODY, "members": {OWN, OTHERS, STAFF}, "member": {OWN}},
    "library.translate_title": {"public": {OWN, OTHERS}, "members": {OWN, OTHERS}, "member": {OWN}},
}  # fmt: skip


def test_the_table_knows_every_permission():
    assert set(TABLE) == {name for name in WHO_MAY if name.startswith("library.")}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_every_role_and_every_reach(who, millers):
    somebody = AnonymousUser() if who == NOBODY else person("Ben", staff=who == STAFF)
    if who in (OWN, OTHERS):
        put(somebody, millers if who == OWN else member("Bakers"), Role.OBSERVER)
    for name, of in (("public", "public"), ("members", "members"), ("member", f"member:{millers.pk}")):
        document = Document(title="Wells", language="en", reach=of, member=millers)
        for permission, allowed in TABLE.items():
            asked = of if permission == "library.give_reach" else document
            assert may(somebody, permission, asked) is (who in allowed[name]), (permission, name)


def test_the_secretariat_changes_what_it_reads_and_no_more(millers):
    clerk = person("Clerk")
    put(clerk, member("Office"), Role.SECRETARIAT)
    actions.change_document(document=kept(by=None, member=millers), by=clerk, title="Better")
    with pytest.raises(NotAllowed):
        actions.change_document(document=kept(member=millers, reach=f"member:{millers.pk}"), by=clerk, title="Better")


def test_who_was_removed_from_a_member_reads_its_documents_no_more(client, ana, millers):
    document = kept(by=ana, member=millers, reach=f"member:{millers.pk}", file=upload())
    client.force_login(ana, backend=BACKEND)
    assert client.get(document.get_absolute_url()).status_code == 200
    end_membership(membership=ana.memberships.get(), by=None)
    for name in ("document", "file", "change"):
        assert client.get(page(name, document)).status_code == 404
    assert not may(ana, "library.change_document", document)


def test_nobody_opens_a_document_to_a_circle_that_she_is_not_in(ana, millers):
    bakers = member("Bakers")
    for of in (f"member:{bakers.pk}", "dialogue:1", "anything", "member:"):
        with pytest.raises(NotAllowed, match="circle"):
            kept(by=ana, member=millers, reach=of)
        with pytest.raises(NotAllowed, match="circle"):
            actions.change_document(document=kept(by=ana, member=millers), by=ana, reach=of)
    with pytest.raises(NotAllowed, match="only for members"):
        kept(by=ana, member=bakers)


def test_a_room_has_reaches_of_its_own_and_none_of_another_prefix(monkeypatch, ana):
    monkeypatch.setattr(reach, "_PREFIXES", dict(reach._PREFIXES))
    reach.register("table", lambda somebody: ["table:4", "member:1", "members"], named=lambda one: f"Table {one[6:]}")
    assert reach.reaches_of(ana) == {"public", "table:4"}
    assert reach.offered(ana) == [("public", "Everybody"), ("table:4", "Table 4")]
    assert reach.reaches_of(AnonymousUser()) == reach.reaches_of(None) == {"public"}
    assert reach.named("nobody:2") == "nobody:2"


# Changing -----------------------------------------------------------------------------------------------


def test_papers_are_changed_and_the_trail_keeps_what_stood_there(ana, millers):
    document = kept(by=ana, member=millers)
    actions.change_document(document=document, by=ana, title="Wells, new edition", places=["BFA"])
    assert Event.objects.get(verb="document.changed").details == {
        "title": ["Wells of the village", "Wells, new edition"], "places": [[], ["BFA"]],
    }  # fmt: skip
    entry = Entry.objects.get(key=str(document.pk))
    assert (entry.title, entry.places) == ("Wells, new edition", ["BFA"])
    actions.change_document(document=document, by=ana, title="Wells, new edition")
    assert Event.objects.filter(verb="document.changed").count() == 1


def test_the_trail_says_nothing_of_what_is_not_public(ana, millers):
    document = kept(by=ana, member=millers, title="Hush", reach=f"member:{millers.pk}")
    actions.change_document(document=document, by=ana, title="Quiet")
    actions.change_document(document=document, by=ana, reach="members")
    told = "".join(
        f"{event.subject_name} {event.details}" for event in Event.objects.filter(verb__startswith="document.")
    )
    assert "Hush" not in told and "Quiet" not in told and f"['member:{millers.pk}', 'members']" in told


def test_a_reference_gets_its_file_once(ana, millers):
    document = kept(by=ana, member=millers)
    changed = actions.change_document(document=document, by=ana, file=upload())
    assert changed.state == State.WAITING
    with pytest.raises(CannotBeDone, match="new edition"):
        actions.change_document(document=document, by=ana, file=upload())


# Pages --------------------------------------------------------------------------------------------------

GIVEN = {"title": "Wells", "language": "en", "sort": "report", "reach": "public"}


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_every_page_is_there_in_every_language(inside, ana, millers, language):
    document = kept(
        by=ana,
        member=millers,
        file=upload(),
        dated="2006-07",
        themes=list(codes.themes())[:3],
        places=["BFA"],
        languages=["fr"],
    )
    for address in (reverse("library:documents"), reverse("library:search"), reverse("library:add"),
                    page("document", document), page("change", document)):  # fmt: skip
        answer = inside.get(address.replace("/en/", f"/{language}/"))
        assert answer.status_code == 200 and answer.content.count(b"<h1") == 1, address


def test_handing_in_on_the_page(inside):
    also = {"languages": ["fr"], "more_languages": "pt, WO", "places": "Burkina Faso; SEN,\nCôte d’Ivoire", "dated": "2024-03",
            "themes": ["2.5-remittances"], "file": upload(), "reach": "members"}  # fmt: skip
    answer = inside.post(reverse("library:add"), {**GIVEN, **also}, follow=True)
    assert "is being read" in words(answer)
    made = Document.objects.get()
    assert (made.languages, made.places, made.reach) == (["fr", "pt", "wo"], ["BFA", "CIV", "SEN"], "members")
    assert '<meta http-equiv="refresh" content="5">' in answer.content.decode()
    tasks.read.call(str(made.pk))
    after = inside.get(made.get_absolute_url())
    assert "http-equiv" not in after.content.decode() and "forty families" in words(after)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"places": "Burkina Fasso"}, "Did you mean: Burkina Faso"),
        ({"places": "Nowhere at all xyz"}, "No place is known as"),
        ({"more_languages": "pt, xx"}, "No language has the code xx"),
        ({"dated": "2006-13"}, "Write a day, a month or a year"),
        ({"file": upload("a.exe")}, "This form is not read here"),
        ({"link": "javascript:x"}, "Enter a valid URL"),
        ({"link": ""}, "give the address or the symbol"),
        ({"reach": "member:999"}, "Select a valid choice"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(inside, given, said):
    typed = {**GIVEN, "author": "Union of the village", "link": "https://village.example/", **given}
    answer = inside.post(reverse("library:add"), typed)
    assert answer.status_code == 422 and said in words(answer) and not Document.objects.exists()
    assert 'value="Union of the village"' in answer.content.decode()


def test_a_file_that_is_too_large_is_let_go_and_the_form_says_so(inside, settings):
    settings.LARGEST_DOCUMENT = 50
    answer = inside.post(reverse("library:add"), {**GIVEN, "file": upload()})
    assert answer.status_code == 422 and "too large" in words(answer)
    settings.LARGEST_DOCUMENT, settings.LARGEST_UPLOAD = 20 * 1024 * 1024, 50
    answer = inside.post(reverse("library:add"), {**GIVEN, "file": upload()})
    assert answer.status_code == 422 and "at most 20 MB" in words(answer) and 'value="Wells"' in answer.content.decode()
    assert not uploading.was_too_large(inside.get("/en/library/").wsgi_request)


def test_changing_on_the_page_begins_with_what_stands_there(inside, ana, millers):
    document = kept(by=ana, member=millers, languages=["fr", "pt"], places=["CIV", "BFA"], symbol="V/1", dated="2006")
    begun = inside.get(page("change", document)).content.decode()
    assert 'value="pt"' in begun and 'value="Côte d’Ivoire, Burkina Faso"' in begun and 'value="V/1"' in begun
    answer = inside.post(
        page("change", document), {**GIVEN, "symbol": "V/2", "reach": f"member:{millers.pk}"}, follow=True
    )
    document.refresh_from_db()
    assert (document.symbol, document.title, document.places) == ("V/2", "Wells", []) and "People of Union" in words(
        answer
    )


def test_who_may_not_hand_in_is_told_who_may(client):
    assert client.get(reverse("library:add")).status_code == 302
    client.force_login(person("Ben"), backend=BACKEND)
    answer = client.get(reverse("library:add"))
    assert answer.status_code == 403 and "Only people of a member" in words(answer)
    assert "Hand a document in" not in words(client.get(reverse("library:documents")))


def test_a_file_is_handed_out_and_never_shown(client, millers, folder):
    document = kept(file=upload("élan <vital>.html", b"<script>alert(1)</script><p>Words of the village"))
    answer = client.get(page("file", document))
    assert b"".join(answer.streaming_content).startswith(b"<script>")
    assert answer["Content-Disposition"].startswith("attachment;") and "<" not in answer["Content-Disposition"]
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/octet-stream")
    assert "sandbox" in answer["Content-Security-Policy"] and "no-store" in answer["Cache-Control"]
    storing.path_of(document.stored).unlink()
    assert client.get(page("file", document)).status_code == 404
    assert client.get(page("file", kept())).status_code == 404  # a reference has none
    hidden = kept(file=upload(), member=millers, reach=f"member:{millers.pk}")
    assert client.get(page("file", hidden)).status_code == 404


@pytest.mark.parametrize(
    ("given", "bare"),
    [
        ("a/b\\c.pdf", "c.pdf"),
        ("..", ""),
        (".htaccess", "htaccess"),
        ('x"y\n.txt', "xy.txt"),
        ("n" * 300 + ".docx", "n" * 180 + ".docx"),
    ],
)
def test_names_of_files_are_bare(given, bare):
    assert storing.bare_name(given) == bare


def test_what_a_text_says_is_escaped_and_its_lines_flow(client):
    long = "A line of words that a page of paper broke off in its middle, so"
    text = f"{long}\nthat it goes on here. <script>x</script>\nShort\nlines\n\nNew"
    html = client.get(kept(file=upload("a.txt", text.encode())).get_absolute_url()).content.decode()
    assert f"<p>{long} that it goes on here. &lt;script&gt;" in html and "Short<br>lines</p><p>New</p>" in html


def test_a_long_text_is_read_in_parts(client):
    document = kept(file=upload())
    Part.objects.bulk_create(
        [Part(document=document, number=n, page=n, text=f"Words of page {n}.") for n in range(2, 30)]
    )
    first = words(client.get(document.get_absolute_url()))
    assert "Part 1 of 3" in first and "Words of page 10." in first and "Words of page 11." not in first
    assert "Words of page 29." in words(client.get(document.get_absolute_url() + "?page=3"))


def test_the_feed_holds_what_is_public(client, millers):
    kept(title="Open <b>", symbol="V/1", dated="2006-07")
    kept(title="Closed", member=millers, reach="members")
    answer = client.get("/fr/library/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "Open &lt;b&gt;" in answer.text and "Closed" not in answer.text and "V/1, juillet 2006" in answer.text
    assert "urn:uuid:" in answer.text


# The first entries --------------------------------------------------------------------------------------


def test_the_first_entries_are_the_seed_and_what_its_footnotes_cite_as_references_alone():
    assert founding.fill() == 24 and founding.fill() == 0
    held = Document.objects.exclude(code=None)
    assert held.count() == 24 and not held.exclude(state=State.REFERENCE).exists() and not Part.objects.exists()
    assert set(held.values_list("reach", flat=True)) == {"public"} and Entry.objects.count() == 24
    cited = {one.symbol for one in held}
    assert {"COM(2006) 409", "A/60/871", "2003/109/EC", "COM(2005) 390", "(EC) No 491/2004"} <= cited
    for one in held:
        assert one.title and one.author and one.day and one.sort in Sort.values and one.themes
        assert not one.link or one.link.startswith("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:")


def test_what_somebody_changed_of_the_first_entries_stays_changed():
    founding.fill()
    seed = Document.objects.get(code="com-2006-409")
    actions.change_document(document=seed, by=None, licence="CC BY 4.0")
    Document.objects.filter(code="tampere-1999").delete()
    assert founding.fill() == 1
    seed.refresh_from_db()
    assert seed.licence == "CC BY 4.0"
