"""Finding: by stems and without accents in five languages, with filters and pages, and never what one may not read.

Covers `passerelle_web.library.index`, `asked`, `engines`, `snippets`, `searching`, its pages and the API.
"""

import json
import re
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from passerelle_web.library import index, kinds, searching
from passerelle_web.library.asked import MOST, asked
from passerelle_web.library.engines import engine
from passerelle_web.library.engines.rows import Filters
from passerelle_web.library.models import Document, Entry
from passerelle_web.library.searching import find, hits
from passerelle_web.library.snippets import snippet
from passerelle_web.library.words import folded, stem, words_of
from tests.site.library_makers import findable, kept, upload
from tests.site.people_makers import member, person, put
from tests.site.test_pages import words

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def keys(text, somebody=None, **filters):
    found = find(text, somebody, Filters(**filters))
    assert [hit.key for hit in hits(found, found.rows)] == [Entry.objects.get(pk=row.pk).key for row in found.rows]
    return [Entry.objects.get(pk=row.pk).key for row in found.rows]


# Words --------------------------------------------------------------------------------------------------


@given(st.text())
def test_whatever_is_typed_is_taken_apart(text):
    found = asked(text)
    said = [
        word
        for group in (*found.groups, found.without)
        for phrase in group
        for word in (phrase if isinstance(phrase, tuple) else (phrase,))
    ]
    assert len(said) <= MOST and all(word and word == folded(word) for word in said)
    assert bool(found) == bool(found.groups)


def test_phrases_alternatives_and_what_shall_not_be_there():
    found = asked('“Brain  drain” nurses OR médecins -Poland -"far away" A/60/871 or')
    assert found.groups == ((("brain", "drain"),), (("nurses",), ("medecins",)), (("a", "60", "871"),), (("or",),))
    assert found.without == (("poland",), ("far", "away"))
    assert not asked('-x "" * ( OR )') and not asked(" ") and asked("x" * 900).text == "x" * 200


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [("migration", "migrations", "en"), ("infirmière", "infirmieres", "fr"), ("verpleegkundigen", "verpleegkundige", "nl"), ("niños", "niño", "es"),
     ("الهجرة", "هجرة", "ar"), ("الأطفال", "الاطفال", "ar"), ("مُهاجِر", "مهاجر", "ar"), ("والممرضات", "الممرضات", "ar"), ("للممرضات", "الممرضات", "ar"), ("ÉTÉ", "ete", "xx")],
)  # fmt: skip
def test_words_meet_by_their_stem_and_without_accents_and_points(one, other, language):
    (first,), (second,) = words_of(one), words_of(other)
    assert stem(first, language) == stem(second, language)


# Finding ------------------------------------------------------------------------------------------------


@pytest.fixture
def notes():
    """Five notes, each in a language, with their properties."""
    findable("en", "Brain drain of nurses", "Hospitals lose their nurses to emigration. Doctors follow.", themes=["2.2-brain-drain"],
             places=["PHL", "GBR"], day=date(2006, 7, 14))  # fmt: skip
    findable("fr", "L’exode des compétences", "Les infirmières ont émigré à Genève; la migration continue.", language="fr",
             themes=["2.2-brain-drain"], places=["SEN"], day=date(2024, 1, 1))  # fmt: skip
    findable(
        "nl",
        "Uitstroom van verpleegkundigen",
        "De ziekenhuizen verliezen hun verpleegkundigen.",
        language="nl",
        day=date(2024, 5, 1),
    )
    findable(
        "es",
        "Fuga de cerebros",
        "Las enfermeras emigraron; los niños quedaron con sus abuelos.",
        language="es",
        kind="village.letter",
    )
    findable("ar", "هجرة الأدمغة", "يهاجر الأطباءُ والممرّضات إلى أوروبا", language="ar")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nurse", ["en"]), ("NURSES", ["en"]), ("hospital", ["en"]), ("infirmiere", ["fr"]), ("INFIRMIÈRE", ["fr"]),
        ("geneve", ["fr"]), ("compétence", ["fr"]), ("verpleegkundige", ["nl"]), ("ziekenhuizen", ["nl"]),
        ("niño", ["es"]), ("cerebro", ["es"]), ("الهجرة", ["ar"]), ("الاطباء", ["ar"]), ("ممرضات", ["ar"]),
        ('"brain drain"', ["en"]), ('"drain brain"', []), ("nurses doctors", ["en"]), ("nurses geneve", []),
        ("cerebros OR drain", ["en", "es"]), ("drain -nurses", []), ("exode -nurses", ["fr"]), ('exode -"la migration"', []),
        ("l'exode", ["fr"]), ("zebra", []), ("-nurses", []), ("*", []), ('"', []),
    ],
)  # fmt: skip
def test_what_is_found(notes, text, found):
    assert sorted(keys(text)) == found


def test_the_title_counts_for_more_than_the_text():
    findable("text", "Other things", "water " * 3 + "and words " * 30)
    findable("title", "Water", "and words " * 30)
    findable("both", "Water", "water " * 3)
    assert keys("water")[0] in ("title", "both") and keys("water")[-1] == "text"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"theme": "2.2-brain-drain"}, ["en", "fr"]), ({"place": "SEN"}, ["fr"]), ({"language": "ar"}, ["ar"]), ({"year": "2024"}, ["fr", "nl"]),
        ({"kind": "village.letter"}, ["es"]), ({"theme": "2.2-brain-drain", "year": "2006"}, ["en"]), ({"theme": "no-such"}, []),
        ({"kind": "') OR 1=1 --"}, []), ({"language": "zz"}, []),
    ],
)  # fmt: skip
def test_filters_hold_with_words_and_without(notes, filters, found):
    assert sorted(keys("", **filters)) == found
    assert sorted(keys("nurses OR exode OR verpleegkundigen OR cerebros OR هجرة", **filters)) == found


def test_without_words_the_newest_stand_first_and_what_has_no_day_last(notes):
    assert keys("")[:3] == ["nl", "fr", "en"] and set(keys("")[3:]) == {"es", "ar"}


def test_counts_are_of_the_hits(notes):
    found = find("nurses OR exode", None)
    assert found.counts("theme") == [("2.2-brain-drain", 2)] and found.counts("year") == [("2006", 1), ("2024", 1)]
    assert found.counts("place") == [("GBR", 1), ("PHL", 1), ("SEN", 1)] and found.counts("language") == [
        ("en", 1),
        ("fr", 1),
    ]


def test_what_is_kept_again_is_found_by_its_new_words_alone_and_what_is_forgotten_by_none(notes):
    findable("en", "Wells", "Pumps give water.", places=["BFA"])
    assert (
        keys("nurses") == []
        and keys("pump") == ["en"]
        and keys("", place="PHL") == []
        and keys("", place="BFA") == ["en"]
    )
    index.forget("village.note", "en")
    index.forget("village.note", "never there")
    assert keys("pump") == [] and keys("", place="BFA") == []
    Entry.objects.all().delete()  # whoever removes rows removes their words
    findable("new", "Nothing of yesterday", "")
    assert keys("exode") == [] and keys("yesterday") == ["new"]


def test_the_index_goes_with_the_transaction_of_the_room():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        findable("lost", "Lost words")
        raise ZeroDivisionError
    assert keys("lost") == []


@given(st.text(max_size=60) | st.lists(st.sampled_from(
    ['"', "'", "NEAR", "AND", "OR", "NOT", "*", "(", ")", ":", "-", "^", "{", "}", "title:", "marks:", "xreachpublic", "&", "|", "!", "<->", "\\", "%", "a", " "]
), max_size=30).map("".join))  # fmt: skip
def test_no_sign_makes_a_search_fail_or_widens_it(text):
    found = find(text, None, Filters(kind=text[:20], year=text[:4]))
    assert found.rows == ()


def test_a_text_that_is_too_rich_for_the_database_keeps_the_words_of_its_beginning():
    rich = "beginning " + " ".join(f"كلمة{n}هجرة{n * 7919}" for n in range(60_000))
    entry = findable("rich", "Rich", rich, language="xx")
    assert len(entry.text.encode()) <= index.LONGEST and keys("beginning") == ["rich"]


def test_symbols_and_authors_are_found_and_not_shown_before_the_text():
    document = kept(symbol="A/60/871", author="Union of the Millers", file=upload())
    for text in ("A/60/871", "60/871", "union millers", "forty families"):
        (hit,) = hits(found := find(text, None), found.rows)
        assert hit.key == str(document.pk) and hit.snippet.startswith("The wells")
    reference = kept(title="Reference", symbol="COM(2006) 409")
    (hit,) = hits(found := find("com 2006 409", None), found.rows)
    assert hit.key == str(reference.pk) and "<mark>COM</mark>" in hit.snippet


# Snippets -----------------------------------------------------------------------------------------------


def test_a_snippet_shows_what_was_sought_in_its_place_and_escapes_the_rest():
    text = "<script>x</script> " * 400 + "Then the <b>nurses</b> emigrated. " + "And so on. " * 400
    said = snippet(text, asked("nurse").stems, "en")
    assert "&lt;b&gt;<mark>nurses</mark>&lt;/b&gt;" in said and said.startswith("… ") and said.endswith(" …")
    assert "<script" not in said and len(said) < 900
    assert snippet(text, asked("zebra").stems, "en").startswith("&lt;script")
    assert snippet("", asked("x").stems, "en") == ""


@pytest.mark.parametrize(
    ("text", "sought", "language", "marked"),
    [("Les infirmières", "infirmiere", "fr", "infirmières"), ("في الهجرة", "هجرة", "ar", "الهجرة"), ("الأطبّاء هنا", "الاطباء", "ar", "الأطبّاء"),
     ("Two countries", "country", "en", "countries"), ("Een café", "CAFE", "nl", "café")],
)  # fmt: skip
def test_words_are_marked_as_the_text_writes_them(text, sought, language, marked):
    assert f"<mark>{marked}</mark>" in snippet("x " * 300 + text, asked(sought).stems, language)


# What one may not read ----------------------------------------------------------------------------------


@pytest.fixture
def secrets():
    """What Ana's member keeps to itself, what all members read, and something public with the same words."""
    millers, ana = member("Millers"), person("Ana")
    put(ana, millers)
    more = {"themes": ["2.2-brain-drain"], "places": ["TUV"], "day": date(1999, 1, 1), "language": "fr"}
    findable("secret", "Zebra crossing", "zebra unheard", reach=f"member:{millers.pk}", kind="village.secret", **more)
    findable("inner", "Zebra stable", "zebra", reach="members")
    findable("open", "Zebra in the open", "zebra", reach="public")
    return ana, millers


LURES = [
    "zebra", "unheard", '"zebra crossing"', "-nothing zebra", "zebra OR unheard", "xreachmember1", "marks:xreachpublic", "xkindvillagesecret",
    '") OR marks : (xreachmember1', "zebra') OR 1=1 --", "zebra | !public", "z*",
]  # fmt: skip


@pytest.mark.parametrize("text", [*LURES, ""])
def test_nobody_finds_counts_or_reads_what_does_not_reach_her(secrets, text):
    ana, _millers = secrets
    stranger, baker = person("Ben"), person("Cas")
    put(baker, member("Bakers"))
    for somebody, reached in (
        (AnonymousUser(), {"open"}),
        (stranger, {"open"}),
        (baker, {"open", "inner"}),
        (ana, {"open", "inner", "secret"}),
    ):
        found = find(text, somebody)
        assert set(keys(text, somebody)) <= reached
        if somebody != ana:
            told = f"{found.counts('kind')} {found.counts('place')} {found.counts('theme')} {found.counts('year')} {found.counts('language')}"
            assert not re.search("secret|TUV|brain|1999|fr", told)
    if text == "zebra":
        assert (
            len(find(text, ana).rows) == 3 and len(find(text, baker).rows) == 2 and len(find(text, stranger).rows) == 1
        )


def test_a_hit_that_ceased_to_reach_one_between_two_reads_is_not_shown(secrets):
    ana, _millers = secrets
    found = find("unheard", ana)
    Entry.objects.filter(key="secret").update(reach="member:999999")
    assert hits(found, found.rows) == []


@pytest.mark.parametrize(
    "query",
    [
        "q=zebra",
        "q=zebra&kind=village.secret",
        "q=zebra&country=TUV",
        "q=zebra&year=1999",
        "q=unheard",
        "q=zebra&page=2",
    ],
)
def test_pages_and_the_api_say_nothing_of_it_either(client, secrets, query):
    for address in ("/en/search/?", "/en/library/?", "/api/v1/search?", "/api/v1/documents?"):
        if "kind=" in query and ("library" in address or "documents" in address):
            continue
        told = client.get(address + query).content.decode()
        shown = re.sub(r'value="[^"]*"|href="[^"]*"|"(next|previous|instance)": "[^"]*"', "", told)
        assert "crossing" not in shown and "Tuvalu (1)" not in shown and "2 hits" not in shown and "3 hits" not in shown
    ana, _millers = secrets
    client.force_login(ana, backend=BACKEND)
    answer = client.get("/en/search/?q=zebra")
    assert "3 hits" in words(answer) and "no-store" in answer["Cache-Control"]


def test_a_document_is_found_as_far_as_it_reaches_and_at_once():
    ana, millers = person("Ana"), member("Millers")
    put(ana, millers)
    from passerelle_web.library.actions import change_document

    document = kept(
        by=ana, member=millers, reach=f"member:{millers.pk}", file=upload(content=b"A heron stands in the water.")
    )
    assert keys("heron") == [] and keys("heron", ana) == [str(document.pk)]
    change_document(document=document, by=ana, reach="public")
    assert keys("heron") == [str(document.pk)]
    change_document(document=document, by=ana, reach="members")
    assert keys("heron") == []


# Pages --------------------------------------------------------------------------------------------------


def test_the_box_stands_on_every_page_and_an_empty_one_teaches(client):
    home = client.get("/fr/").content.decode()
    assert 'action="/fr/search/"' in home and 'name="q"' in home
    assert "One box over all" in words(client.get("/en/search/"))
    nothing = words(client.get("/en/search/?q=zebra"))
    assert "Nothing is found" in nothing and "each word has to be there" in nothing
    assert "No document is kept yet" in words(client.get("/en/library/"))


def test_hits_are_shown_with_links_filters_and_marked_words(client, notes):
    kinds.name_kind("village.note", "Note")
    answer = client.get("/en/search/?q=nurses+OR+exode")
    html = answer.content.decode()
    assert "2 hits" in words(answer) and "Brain drain of <mark>nurses</mark>" in html and 'lang="fr" dir="ltr"' in html
    assert 'href="?q=nurses+OR+exode&amp;language=fr"' in html and '<option value="fr">French (1)</option>' in html
    one = client.get("/en/search/?q=nurses+OR+exode&language=fr").content.decode()
    assert (
        'aria-current="true"' in one
        and 'href="?q=nurses+OR+exode"' in one
        and "Brain drain of" not in one.split("<main")[1].split("</form>")[1].split("finding")[1]
    )
    assert client.get("/en/search/?kind=village.letter").content.decode().count("<li>\n  <h2>") == 1


def test_a_query_is_escaped_wherever_it_is_said(client, notes):
    html = client.get("/en/search/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&country=%22%3E%3Cb%3E").content.decode()
    assert "<script>alert" not in html and '"><b>' not in html


def test_more_than_are_counted_are_told_so_and_come_in_pages(client, monkeypatch):
    monkeypatch.setattr(searching, "MOST", 45)
    for n in range(50):
        findable(n, f"Well {n}" if n % 10 == 0 else f"Other {n}", "well")
    found = find("well", None)
    assert found.is_bounded and len(found.rows) == 45
    assert {f"Well {n}" for n in range(0, 50, 10)} == {hit.plain_title for hit in hits(found, found.rows[:5])}
    answer = client.get("/en/search/?q=well&page=3")
    assert "More than 1,000 hits" in words(answer) and "Page 3 of 3" in words(answer)
    assert 'href="?q=well&amp;page=2"' in answer.content.decode()
    assert client.get("/en/search/?q=well&page=nonsense").status_code == 200


def test_a_page_asks_the_same_number_of_times_however_many_hits_there_are(client, django_assert_max_num_queries):
    for n in range(25):
        findable(n, f"Well {n}", "well", places=["BFA"], themes=["2.5-aid"])
    # PostgreSQL is asked for the stems, and told to go by its index, within a transaction of its own
    with django_assert_max_num_queries(8):
        client.get("/en/search/?q=well")
    for n in range(12):
        kept(title=f"Well {n}")
    with django_assert_max_num_queries(9):
        client.get("/en/library/?q=well")


def test_many_reaches_find_what_few_do(notes):
    """Beyond some reaches it is the rows that are asked, not the index: the answer is the same."""
    for n in range(12):
        findable(f"closed {n}", "Closed well", "well", reach=f"member:{n}")
    for many in (1, 6, 7, 12):
        reaches = frozenset(f"member:{n}" for n in range(many))
        assert len(engine().rows(asked("well"), Filters(), reaches, 100)) == many
        assert len(engine().newest(Filters(kind="village.note"), reaches, 100)) == many
        assert not engine().newest(Filters(year="1987"), reaches, 100)


def test_what_all_languages_call_no_word_does_not_hide_the_others():
    findable("the", "The well", "of the village")
    for text in ("the well", '"the well"', "well -zebra", "the OR well"):
        assert len(find(text, None).rows) == 1, text
    assert not find("well -village", None).rows


# API ----------------------------------------------------------------------------------------------------


def test_the_api_finds_and_counts(client, notes):
    told = client.get("/api/v1/search?q=nurses&country=phl").json()
    (one,) = told["items"]
    assert (one["key"], one["day"], one["href"], told["total"], told["more"]) == (
        "en",
        "2006-07-14",
        "/en/library/",
        1,
        False,
    )
    assert "<mark>" not in one["snippet"] and told["counts"]["country"] == {"GBR": 1, "PHL": 1}
    assert client.get("/api/v1/search?q=nurses&per_page=101").status_code == 400
    assert client.get("/api/v1/search?year=19").status_code == 400


def test_the_api_gives_documents_with_their_text(client):
    document = kept(file=upload(), dated="2006-07", places=["BFA"], themes=["2.5-aid"], code="wells-of-the-village")
    (line,) = client.get("/api/v1/documents?country=BFA").json()["items"]
    assert (line["title"], line["dated"], line["countries"], line["state"]) == (
        document.title,
        "2006-07",
        ["BFA"],
        "read",
    )
    whole = client.get(line["href"]).json()
    assert (
        whole["parts_total"] == 1 and "forty families" in whole["parts"][0]["text"] and whole["file"].endswith("/file/")
    )
    assert client.get("/api/v1/documents/wells-of-the-village").json()["key"] == line["key"]
    for key in ("nothing", "no%20such", "0" * 32):
        assert client.get(f"/api/v1/documents/{key}").status_code == 404


def test_the_api_hides_what_the_pages_hide_and_keeps_nothing_of_who_is_signed_in(client):
    ana, millers = person("Ana"), member("Millers")
    put(ana, millers)
    document = kept(by=ana, member=millers, reach="members", code="ours", file=upload())
    assert client.get(f"/api/v1/documents/{document.pk}").status_code == 404
    assert client.get("/api/v1/documents/ours").status_code == 404
    assert client.get("/api/v1/documents").json()["total"] == 0
    client.force_login(ana, backend=BACKEND)
    answer = client.get(f"/api/v1/documents/{document.pk}")
    assert answer.json()["reach"] == "members" and answer["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer and "Cookie" in answer["Vary"]


def test_a_reference_is_handed_in_by_who_is_signed_in_with_the_sites_token():
    ana, millers = person("Ana"), member("Millers")
    put(ana, millers)
    client = Client(enforce_csrf_checks=True)
    papers = {
        "title": "Wells",
        "language": "en",
        "sort": "report",
        "countries": ["BFA"],
        "link": "https://village.example/",
    }

    def post(given, **headers):
        return client.post("/api/v1/documents", json.dumps(given), content_type="application/json", headers=headers)

    assert post(papers).status_code in (401, 403)
    client.force_login(ana, backend=BACKEND)
    assert post(papers).status_code == 403 and not Document.objects.exists()
    client.get("/en/library/new/")
    token = {"x-csrftoken": client.cookies["csrftoken"].value}
    answer = post(papers, **token)
    assert answer.status_code == 201 and answer["Location"] == answer.json()["href"]
    assert Document.objects.get().member == millers and Document.objects.get().by == ana
    assert post({**papers, "countries": ["ZZZ"]}, **token).status_code == 409
    assert post({**papers, "reach": "member:0"}, **token).status_code == 403
    assert post({"title": "No language"}, **token).status_code == 400
    assert post({**papers, "stored": "x"}, **token).status_code == 201  # what is not asked for is not taken
    assert not Document.objects.exclude(stored="").exists()
    assert client.post("/api/v1/search", headers=token).status_code == 405


def test_postgresql_finds_by_its_index(notes):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has its own")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM library_entry WHERE vector @@ 'nurs'::tsquery")
        assert "entries_by_words" in str(cursor.fetchall())


def test_addresses_of_hits_are_in_the_readers_language(client, notes):
    assert (
        f'href="{reverse("library:documents").replace("/en/", "/nl/")}"'
        in client.get("/nl/search/?q=nurses").content.decode()
    )
