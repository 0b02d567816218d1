"""What people write: cleaned, in its language, compared word by word, translated beside the original.

Covers `passerelle_web.texts`: the laws of cleaning and of differences, actions, permissions, versions, pages.
"""

import re
import time
from itertools import pairwise

import nh3
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from passerelle_web.library import actions as library
from passerelle_web.people.everything import everything_about
from passerelle_web.people.models import Event
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.texts import actions, cleaning, kinds, languages, queries
from passerelle_web.texts.cleaning import ATTRIBUTES, LONGEST, SCHEMES, TAGS, cleaned, plain, rendered
from passerelle_web.texts.differences import differences
from passerelle_web.texts.models import Translation
from tests.site.people_makers import member, person, put
from tests.site.test_pages import words

KIND = "library.document"

# Cleaning -----------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<iframe src='//x'></iframe>", "<style>*{}</style>",
    "[a](javascript:alert(1))", "[a](data:text/html,<script>)", "![x](https://x.example/a.png)", "<form action=x>",
    '[a](https://x.example "\\"onmouseover=alert(1)")', "<svg/onload=alert(1)>", "`<b onclick=x>`", "<a href='jAvAsCrIpT:1'>x",
    "<math><mi//xlink:href='data:x,<script>'>", "&#x3C;script&#x3E;", "<!--<img src=x>-->", "\x00<scr\x00ipt>", "[x]: javascript:1\n\n[x]",
]  # fmt: skip
markdown = st.lists(st.sampled_from([*HOSTILE, "# h", "> q", "- a", "1. b", "|a|b|\n|-|-|\n|c|d|", "*i* **b**", "\n\n", " ", "text"])
                    | st.text(max_size=12)).map("".join)  # fmt: skip


@given(markdown)
def test_nothing_forbidden_comes_out_and_cleaning_again_changes_nothing(source):
    html = str(rendered(source))
    inside = re.fullmatch(r'<div class="written" dir="auto">(.*)</div>', html, re.DOTALL)[1]
    assert cleaned(inside) == inside
    assert set(re.findall(r"<\s*/?\s*([a-zA-Z][\w:-]*)", inside)) <= TAGS
    for tag, attributes in re.findall(r"<([a-z]\w*)((?:\s+[\w-]+=\"[^\"]*\")*)>", inside):
        names = set(re.findall(r"([\w-]+)=", re.sub(r'"[^"]*"', '""', attributes)))
        assert names <= ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
    for address in re.findall(r'href="([^"]*)"', inside):
        assert ":" not in address.split("/")[0] or address.split(":")[0].lower() in SCHEMES
    assert (
        nh3.clean(html, tags=TAGS | {"div"}, attributes=ATTRIBUTES | {"div": {"class", "dir"}}, link_rel=None).count(
            "<script"
        )
        == 0
    )


@given(markdown)
def test_plain_words_have_no_mark_of_markdown_where_there_was_none_in_the_text(source):
    said = plain(source)
    assert "\x00" not in said and said == "\n".join(line.strip() for line in said.split("\n"))
    assert "  " not in said


def test_headings_are_lowered_pictures_are_links_and_links_are_marked():
    html = rendered(
        "# One\n\n###### Six\n\n![a bridge](https://x.example/b.png) [far](https://x.example)", language="ar"
    )
    assert html.startswith('<div class="written" lang="ar" dir="rtl">')
    assert "<h3>One</h3>" in html and "<h6>Six</h6>" in html and "<img" not in html
    assert '<a href="https://x.example/b.png" rel="nofollow noopener ugc">a bridge</a>' in html
    assert html.count('rel="nofollow noopener ugc"') == 2


def test_a_language_that_is_none_cannot_break_out():
    assert 'lang="&quot;&gt;&lt;script&gt;"' in rendered("x", language='"><script>')


@pytest.mark.parametrize(
    "source",
    [
        ">" * 50_000 + "a",
        "[" * 20_000,
        "*a **a " * 8_000,
        "\n".join("  " * i + "- a" for i in range(600)),
        "`a" * 20_000,
    ],
)
def test_deep_nesting_does_not_hang(source):
    begun = time.monotonic()
    rendered(source)
    plain(source)
    assert time.monotonic() - begun < 8


def test_a_text_that_is_too_long_for_markdown_is_shown_as_it_was_typed():
    html = rendered("<b>*x*" + "y" * LONGEST)
    assert "<pre>&lt;b&gt;*x*" in html


def test_plain_words_for_mail():
    assert plain("# Head\n\nOne *two*\nthree [four](https://x.example)\n\n- a\n- `b`\n\n|c|d|\n|-|-|\n|e|f|") == (
        "Head\nOne two\nthree four\na\nb\nc d\ne f"
    )


# Languages ----------------------------------------------------------------------------------------------


def test_every_language_has_a_name_in_every_language_of_the_site_and_a_direction():
    assert len(set(languages.CODES)) == len(languages.CODES) == 183
    for code in languages.CODES:
        for reader in ("en", "nl", "fr", "es", "ar"):
            assert languages.name_of(code, reader) not in ("", code), (code, reader)
    assert languages.name_of("wo", "fr") == "wolof" and languages.name_of("") == ""
    assert languages.direction("fa") == "rtl" and languages.direction("wo") == "ltr"


def test_the_field_offers_the_sites_languages_first_and_takes_no_other_codes():
    field = languages.LanguageField()
    (_empty, (_own, first), (_others, rest)) = field.widget.choices
    assert [code for code, _name in first] == ["en", "nl", "fr", "es", "ar"]
    assert [name.casefold() for _code, name in rest] == sorted(name.casefold() for _code, name in rest)
    assert field.clean("wo") == "wo"
    for strange in ("", "xx", "sh", "en-GB"):
        with pytest.raises(ValidationError):
            field.clean(strange)
    with translation.override("ar"):
        assert "العربية" in dict(languages.choices()[0][1]).values()


_SIMPLE_PIECES = st.lists(
    st.sampled_from(
        [*"aé اب12.)(>-+=:|#!\"'{}%$@^,;/?’—…\xa0\u200f", "\n", "\n\n", "  ", "word ", "- ", "1. ", "&", "*", "_"]
    ),
    max_size=16,
).map("".join)


@given(st.one_of(_SIMPLE_PIECES, st.text(max_size=20)))
def test_a_text_without_markdown_is_written_as_the_reader_of_markdown_would(source):
    """The short way and the long way say the same, wherever the short one is taken."""
    if cleaning._SIMPLE.fullmatch(source):
        assert cleaning._simple(source) == cleaning._read(source)
        assert plain(source) == cleaning._lines("".join(cleaning._words(cleaning._MARKDOWN.parse(source))))


@pytest.mark.parametrize("source", ["Wells, and nurses.", "One.\n\nTwo: 3 > 2", "«\xa0Oui\xa0»", "سلام\nعليكم"])
def test_most_texts_have_no_markdown(source):
    assert cleaning._SIMPLE.fullmatch(source)


@pytest.mark.parametrize(
    "source", ["*one*", "# one", "a\n===", "1. one", "a  \nb", "&amp;", "[a](b)", "", " a", "a\n- b"]
)
def test_others_are_read_as_markdown(source):
    assert not cleaning._SIMPLE.fullmatch(source)


# Differences --------------------------------------------------------------------------------------------

few_words = st.lists(st.sampled_from(["a", "b", "c", " ", "\n", "\n\n", ". ", "é", "ال", "-"]), max_size=40).map(
    "".join
)


@given(few_words | st.text(), few_words | st.text())
def test_the_pieces_rebuild_both_texts(before, after):
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))
    assert not any((one.kind, other.kind) == ("added", "removed") for one, other in pairwise(pieces))


@given(few_words)
def test_a_text_does_not_differ_from_itself(text):
    assert {piece.kind for piece in differences(text, text)} <= {"same"}


def test_words_next_to_each_other_are_one_change():
    told = [(piece.kind, piece.text) for piece in differences("the red house stands", "the blue home stands")]
    assert told == [("same", "the "), ("removed", "red house"), ("added", "blue home"), ("same", " stands")]


LONG = [
    f"Paragraph {n} says that {n * n} nurses of village {n % 7} left in the year {n % 50}. They wrote home."
    for n in range(1200)
]


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (
            "\n\n".join(LONG),
            "\n\n".join([*LONG[:100], "A new one.", *LONG[101:700], LONG[700].upper(), *LONG[701:]]),
            0.99,
        ),
        (" ".join(LONG), " ".join([*LONG[:50], *LONG[60:]]), 0.97),
        ("\n\n".join(LONG), "\n\n".join(reversed(LONG)), 0.0),
        ("a b " * 10_000, "b a " * 10_000, 0.0),
        (" ".join(f"w{n}" for n in range(20_000)), " ".join(f"v{n}" for n in range(20_000)), 0.0),
        ("the " * 20_000, "the end " * 10_000, 0.0),
    ],
)
def test_twenty_thousand_words_take_no_longer_than_a_page_may(before, after, same):
    begun = time.monotonic()
    pieces = differences(before, after)
    assert time.monotonic() - begun < 8
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert sum(len(piece.text) for piece in pieces if piece.kind == "same") >= same * len(before)


def test_a_difference_is_told_to_who_hears_it_and_escaped():
    html = Template("{% load written %}{% changes a b %}").render(Context({"a": "<b>old</b>", "b": "<b>new</b>"}))
    assert '<del><span class="unseen"> removed: </span>old' in html and "end of what was added" in html
    assert "&lt;b&gt;" in html and "<b>" not in html


# Translations -------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return person("Ana")


@pytest.fixture
def millers(ana):
    made = member("Millers")
    put(ana, made)
    return made


@pytest.fixture
def document(millers):
    return library.add_document(by=None, title="Wells of the village", language="en", sort="report")


@pytest.fixture
def inside(client, ana):
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def translated(document, ana, **more):
    named = {"language": "fr", "text": "Les puits du village", **more}
    return actions.translate(kind=KIND, key=str(document.pk), field="title", by=ana, **named)


def test_a_translation_is_added_once_and_falls_behind_when_the_original_changes(document, ana, millers):
    made = translated(document, ana, member=millers)
    assert (made.number, made.is_standing, made.is_behind(document.title)) == (1, True, False)
    assert translated(document, ana, member=millers) == made and Translation.objects.count() == 1
    document = library.change_document(document=document, by=None, title="Wells and pumps")
    assert made.is_behind(document.title)
    again = translated(document, ana)  # the same words, of another original: said anew
    assert again.number == 2 and not again.is_behind(document.title)
    assert [row.number for row in queries.versions_of(KIND, str(document.pk), "title")] == [2, 1]
    assert Event.objects.filter(verb="translation.made").count() == 2
    assert "Ana" not in "".join(Event.objects.values_list("subject_name", flat=True))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"language": "en"}, "in this language already"),
        ({"language": "xx"}, "Choose the language"),
        ({"text": "  \x00 "}, "empty"),
        ({"text": "x" * (actions.LONGEST + 1)}, "too long"),
    ],
)
def test_what_cannot_be_a_translation_is_refused(document, ana, given, said):
    with pytest.raises(CannotBeDone, match=said):
        translated(document, ana, **given)


@pytest.mark.parametrize("place", [{"kind": "no.such"}, {"key": "nonsense"}, {"field": "text"}, {"key": "0" * 32}])
def test_what_is_not_there_cannot_be_translated(document, ana, place):
    given = {"kind": KIND, "key": str(document.pk), "field": "title", **place}
    with pytest.raises(CannotBeDone, match="no such text"):
        actions.translate(**given, language="fr", text="x", by=ana)


def test_who_may_not_see_is_told_what_anybody_is_told_and_who_may_not_translate_is_told_who_may(document, ana, millers):
    stranger, secret = person("Ben"), library.add_document(
        by=ana, member=millers, title="Ours", language="en", reach=f"member:{millers.pk}"
    )  # fmt: skip
    with pytest.raises(CannotBeDone, match="no such text"):
        translated(secret, stranger)
    for nobody in (stranger, AnonymousUser()):
        with pytest.raises(NotAllowed, match="Only people of a member"):
            translated(document, nobody)
    with pytest.raises(NotAllowed, match="only for members"):
        translated(document, ana, member=member("Bakers"))


def test_the_database_itself_lets_one_stand_and_writes_over_none(document, ana):
    made = translated(document, ana)
    for fields in ({"number": 7}, {"number": 1, "is_standing": False}, {"number": 2, "is_standing": False, "text": ""}):
        twin = Translation(subject_kind=KIND, subject_key=str(document.pk), field="title", language="fr",
                           **{"text": "x", "original": "x", **fields})  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Translation.objects.filter(pk=made.pk).update(text="other")
    Translation.objects.filter(pk=made.pk).update(is_standing=False)


def test_a_person_takes_her_translations_and_documents_away(document, ana, millers):
    translated(document, ana)
    library.add_document(by=ana, member=millers, title="Ours", language="en", reach=f"member:{millers.pk}")
    held = everything_about(ana)
    assert [(one["language"], one["text"]) for one in held["translations"]] == [("fr", "Les puits du village")]
    assert [(one["title"], one["member"]) for one in held["documents"]] == [("Ours", millers.name)]


def test_a_page_of_fifty_texts_takes_one_query(ana, millers, django_assert_num_queries):
    documents = [library.add_document(by=None, title=f"Well {n}", language="en") for n in range(4)]
    for one in documents[:2]:
        translated(one, ana, member=millers)
        translated(one, ana, language="ar", text="آبار")
    with django_assert_num_queries(1):
        found = queries.translations_of(KIND, [one.pk for one in documents])
    assert [row.language for row in found[str(documents[0].pk)]] == ["ar", "fr"] and len(found) == 2
    with django_assert_num_queries(0):
        assert queries.translations_of(KIND, []) == {}
    with django_assert_num_queries(1):
        said = queries.said_of(KIND, [(one.pk, one) for one in documents], AnonymousUser())
    assert len(said) == 4 and said[str(documents[0].pk), "title"].translations[1].who == millers.name
    assert queries.said_of("no.such", [(1, None)]) == {}


@pytest.mark.parametrize("names", [False, lambda thing, reader: False])
def test_a_room_can_keep_back_for_whom_something_was_translated(document, ana, millers, names, monkeypatch):
    translated(document, ana, member=millers)
    place = [(document.pk, document)]
    assert "Ana" in queries.said_of(KIND, place, ana)[str(document.pk), "title"].translations[0].who
    known = kinds.kind_of(KIND)
    monkeypatch.setitem(kinds._KINDS, KIND, kinds.Kind(**{name: getattr(known, name) for name in kinds.Kind.__slots__}
                                                       | {"names_translator": names}))  # fmt: skip
    for reader in (ana, AnonymousUser()):
        assert queries.said_of(KIND, place, reader)[str(document.pk), "title"].translations[0].who == ""


# Pages --------------------------------------------------------------------------------------------------


def at(name, document):
    return reverse(f"texts:{name}", args=[KIND, document.pk, "title"])


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_adding_and_comparing_have_their_pages_in_every_language(inside, document, ana, language):
    translated(document, ana)
    for name in ("translate", "versions"):
        answer = inside.get(at(name, document).replace("/en/", f"/{language}/"))
        assert answer.status_code == 200 and answer.content.count(b"<h1") == 1


def test_a_translation_is_added_on_its_page_and_shown_beside_the_original_as_one(inside, document, millers):
    page = inside.post(at("translate", document), {"language": "fr", "text": "Les <b>puits</b>"}, follow=True)
    assert "marked as one" in words(page)
    html = page.content.decode()
    assert '<div class="written" lang="fr" dir="ltr"><p>Les &lt;b&gt;puits&lt;/b&gt;</p>' in html
    assert f"A translation by Ana, {millers.name}." in words(page) and "behind the original" not in words(page)
    library.change_document(document=document, by=None, title="Wells and pumps")
    assert "behind the original" in words(inside.get(document.get_absolute_url()))
    begun = inside.get(at("translate", document) + "?language=fr").content.decode()
    assert "Les &lt;b&gt;puits&lt;/b&gt;</textarea>" in begun
    inside.post(at("translate", document), {"language": "fr", "text": "Les puits et les pompes"})
    told = words(inside.get(at("versions", document)))
    assert "Version 2" in told and "removed: <b> end of what was removed" in told.replace("&lt;", "<").replace(
        "&gt;", ">"
    )


def test_bad_input_loses_nothing_and_a_mistake_is_told_beside_the_field(inside, document):
    answer = inside.post(at("translate", document), {"language": "en", "text": "Kept words"})
    assert answer.status_code == 422 and "in this language already" in words(answer) and "Kept words" in words(answer)
    assert inside.post(at("translate", document), {"language": "", "text": ""}).status_code == 422


def test_pages_are_for_who_may(client, document, ana, millers):
    secret = library.add_document(by=ana, member=millers, title="Ours", language="en", reach=f"member:{millers.pk}")
    assert client.get(at("versions", document)).status_code == 200
    assert client.get(at("versions", secret)).status_code == 404
    assert client.get(at("translate", document)).status_code == 302
    client.force_login(person("Ben"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(at("translate", document)).status_code == 403
    assert client.get(at("translate", secret)).status_code == 404
    assert client.get(f"/en/texts/no.such/{document.pk}/title/translations/").status_code == 404
    assert client.get(f"/en/texts/{KIND}/{document.pk}/text/translations/").status_code == 404
