"""How every form is written, how refusals of the site are shown, and what a page knows of who is there.

Covers `passerelle_web.theme.forms` with its templates, `people.steps`, `people.refusals` and `theme.context`.
"""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from passerelle.base.errors import PasserelleError
from passerelle_web.people import steps
from passerelle_web.people.refusals import CannotBeDone, MailUnsent, NotAllowed, SiteRefusal
from passerelle_web.theme import context
from passerelle_web.theme.refusals import refusal_of
from passerelle_web.theme.views import refusal
from tests.site.people_makers import person


class Everything(forms.Form):
    """One field of each shape."""

    title = forms.CharField(label="Title", help_text="In <b>words</b>")
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="Agreed", help_text="All of it")
    side = forms.ChoiceField(label="Side", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    key = forms.CharField(widget=forms.HiddenInput, required=False, initial="k")

    def clean(self):
        """Refuse the whole where asked."""
        if self.data.get("note") == "no":
            raise forms.ValidationError("Not like this.")
        return super().clean()


def drawn(*given):
    with translation.override("en"):
        return str(Everything(*given))


# Forms ------------------------------------------------------------------------------------------------


def test_the_label_stands_above_the_help_and_the_help_before_the_field():
    text = drawn()
    order = [text.index(part) for part in ('<label for="id_title">', 'id="id_title_helptext"', 'name="title"')]
    assert order == sorted(order)
    assert 'aria-describedby="id_title_helptext"' in text


def test_a_form_that_nobody_sent_has_no_errors():
    text = drawn()
    assert "role=" not in text and "wrong" not in text and "aria-invalid" not in text


def test_what_may_stay_empty_says_so():
    text = drawn()
    assert text.count("(may stay empty)") == 1
    assert text.index("(may stay empty)") > text.index('for="id_note"')


def test_a_tick_has_its_words_after_it():
    text = drawn()
    assert text.index('name="agreed"') < text.index('<label for="id_agreed">')
    assert 'class="field check"' in text


def test_choices_side_by_side_are_a_group_with_a_name():
    text = drawn()
    assert "<fieldset><legend>Side</legend>" in " ".join(text.split()).replace("> <", "><")


def test_hidden_fields_are_there_and_unseen():
    assert '<input type="hidden" name="key" value="k" id="id_key">' in drawn()


def test_help_is_text_and_no_markup():
    assert "In &lt;b&gt;words&lt;/b&gt;" in drawn()


def test_errors_stand_at_the_top_with_a_way_to_the_field_and_beside_it():
    text = drawn({"title": "", "agreed": "on", "side": "a"})
    assert '<li><a href="#id_title">Title</a>: This field is required.</li>' in text
    assert '<p class="error" id="id_title_error">This field is required.</p>' in text
    assert 'aria-describedby="id_title_helptext id_title_error"' in text and 'aria-invalid="true"' in text
    assert text.count('class="field wrong"') == 1


def test_an_error_of_the_whole_form_stands_at_the_top():
    text = drawn({"title": "x", "note": "no", "agreed": "on", "side": "a"})
    assert "<li>Not like this.</li>" in text
    assert 'value="no"' in text


def test_what_was_typed_is_escaped_and_kept():
    assert 'value="&lt;b&gt;"' in drawn({"title": "<b>"})


# Steps ------------------------------------------------------------------------------------------------

GOOD = {"title": "x", "agreed": "on", "side": "a"}


def test_an_action_is_asked_only_for_a_valid_form():
    asked = []
    assert steps.carried_out(Everything(), asked.append) is None
    assert steps.carried_out(Everything({"title": ""}), asked.append) is None
    assert asked == []
    assert steps.carried_out(Everything(GOOD), lambda given: given["title"]) == "x"


def test_what_cannot_be_done_stands_in_the_form_and_what_is_not_allowed_does_not():
    def full(_given):
        raise CannotBeDone("The table is full.")

    def closed(_given):
        raise NotAllowed("Not you.")

    form = Everything(GOOD)
    assert steps.carried_out(form, full) is None
    assert form.non_field_errors() == ["The table is full."]
    with pytest.raises(NotAllowed):
        steps.carried_out(Everything(GOOD), closed)


# Refusals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(NotAllowed("x"), 403, 3), (CannotBeDone("x"), 409, 2), (MailUnsent("x"), 503, 2), (SiteRefusal("x"), 400, 2)],
)
def test_each_refusal_of_the_site_has_its_status_and_exit_code(error, status, code):
    assert isinstance(error, PasserelleError)
    assert (refusal_of(error).status, error.exit_code) == (status, code)


def test_the_site_s_own_sentence_is_in_the_reader_s_language_and_escaped():
    answer = refusal(RequestFactory().get("/nl/"), NotAllowed("Alleen <b>wij</b>."))
    assert '<p class="sentence">Alleen &lt;b&gt;wij&lt;/b&gt;.</p>' in answer.text


# Who is there -----------------------------------------------------------------------------------------


def asking(**cookies):
    request = RequestFactory().get("/en/")
    request.COOKIES.update(cookies)
    return request


def test_without_a_session_nobody_is_asked_for():
    class Watched(HttpRequest):
        @property
        def user(self):
            raise AssertionError("the session was looked into")

    request = Watched()
    assert context.person_here(request) is None
    assert context.told(request) == []


@pytest.mark.django_db
def test_with_a_session_the_person_is_told_and_a_visitor_is_nobody():
    request = asking(sessionid="x")
    assert context.person_here(request) is None
    request.user = AnonymousUser()
    assert context.person_here(request) is None
    request.user = person("Ana")
    assert context.person_here(request) == request.user


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_a_visitor_leaves_no_cookie_on_pages_without_a_form(client, language):
    for address in ("members/", "", "sources/"):
        answer = client.get(f"/{language}/{address}")
        assert not answer.cookies, address
        # the list of members shows other ways on to other people, pages of figures do not
        assert ("Cookie" in answer.get("Vary", "")) == (address == "members/"), address
