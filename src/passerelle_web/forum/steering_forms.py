"""The forms of the charter, of seats and of decisions.

What they do is in the actions. Stands on `fields`.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues.forms import rules
from passerelle_web.dialogues.models import Silence
from passerelle_web.forum.charter_actions import Worded
from passerelle_web.forum.fields import DocumentsField, NamedMembers, day, kinds, long_text, members_field, short_text
from passerelle_web.forum.models import CharterVersion, Decision, Rotation
from passerelle_web.forum.models.charter import LONGEST_ARTICLE
from passerelle_web.forum.models.steering import LONGEST_DECISION, How
from passerelle_web.people.models import Kind, Member
from passerelle_web.people.permissions import Somebody
from passerelle_web.texts.languages import LanguageField

MORE = 2  # empty articles at the end


class CharterForm(forms.Form):
    """A further version of the charter: every article, the figures, the reason."""

    reason = long_text(label=_("Why a further version"), rows=3, max_length=4_000)
    rotation = forms.ChoiceField(label=_("The chair rotates by"), choices=Rotation.choices, widget=forms.RadioSelect)
    term_years = forms.IntegerField(label=_("Years for which a seat is held"), min_value=1, max_value=20)
    silence_days = forms.IntegerField(
        label=_("Days that a silence procedure lasts at least"), min_value=1, max_value=90
    )
    attribution = forms.TypedChoiceField(
        label=_("Attribution, unless a session sets another"), coerce=int, choices=rules, widget=forms.RadioSelect
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, before: CharterVersion | None, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.articles = list(before.articles.all()) if before is not None else []
        shares = {one.kind: one.many for one in before.shares.all()} if before is not None else {}
        self.fields["language"] = LanguageField(label=_("Language of the charter"))
        for at in range(len(self.articles) + MORE):
            article = self.articles[at] if at < len(self.articles) else None
            self.fields[f"heading{at}"] = short_text(
                label=gettext("Article {number}: heading").format(number=at + 1), max_length=120, required=False,
                initial=article.heading if article else "",
            )  # fmt: skip
            self.fields[f"text{at}"] = long_text(
                label=gettext("Article {number}: text").format(number=at + 1), required=False, rows=5,
                max_length=LONGEST_ARTICLE, initial=article.text if article else "",
            )  # fmt: skip
        for kind, label in kinds():
            self.fields[f"seats_{kind}"] = forms.IntegerField(
                label=gettext("Seats: {kind}").format(kind=label), min_value=0, max_value=60,
                initial=shares.get(kind, 0),
            )  # fmt: skip
        self.initial.setdefault("language", get_language() or "en")
        if before is not None:
            names = ("rotation", "term_years", "silence_days", "attribution", "language")
            self.initial |= {name: getattr(before, name) for name in names} | {"base": before.number}
        self.order_fields(("base", "reason", "language"))

    def worded(self) -> list[Worded]:
        """The articles as they stand in the form, each under the key that it had."""
        keys = [one.key for one in self.articles] + [""] * MORE
        return [
            Worded(key, self.cleaned_data[f"heading{at}"], self.cleaned_data[f"text{at}"])
            for at, key in enumerate(keys)
        ]

    def shares(self) -> dict[str, int]:
        """Seats by kind of member."""
        return {kind: self.cleaned_data[f"seats_{kind}"] for kind in Kind.values}

    def figures(self) -> dict[str, Any]:
        """What the forum works by."""
        names = ("reason", "rotation", "term_years", "silence_days", "attribution", "language", "base")
        return {name: self.cleaned_data[name] for name in names}


class SeatForm(forms.Form):
    """A member that takes a seat."""

    since = day(label=_("Since"), initial=timezone.localdate)
    email = forms.EmailField(
        label=_("Who sits there"), required=False,
        help_text=_("E-mail address of a person of this member. Empty: whoever speaks for it."),
    )  # fmt: skip

    def __init__(self, members: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["member"] = members_field(members)
        self.order_fields(("member",))


class PersonForm(forms.Form):
    """Who sits in a seat."""

    email = forms.EmailField(
        label=_("Who sits there"), required=False,
        help_text=_("E-mail address of a person of this member. Empty: whoever speaks for it."),
    )  # fmt: skip


class EndForm(forms.Form):
    """The end of something, with its day and reason."""

    on = day(label=_("First day without"), initial=timezone.localdate)
    reason = long_text(label=_("Reason"), rows=3, max_length=4_000)


def _silence_said(silence: Silence) -> str:
    return f"{silence.draft.title} ({silence.deadline:%Y-%m-%d})"


class DecisionForm(forms.Form):
    """A decision that was taken."""

    title = short_text(label=_("Title"), max_length=200)
    how = forms.ChoiceField(
        label=_("How it was taken"), choices=How.choices, widget=forms.RadioSelect, initial=How.CONSENSUS,
        help_text=_("The group does not vote. By silence: choose the text below; its words and day are taken over."),
    )  # fmt: skip
    text = long_text(
        label=_("Text"), rows=8, required=False, max_length=LONGEST_DECISION, help_text=_("Markdown is read.")
    )
    language = LanguageField(label=_("Language of the text"))
    day = day(label=_("Day"), initial=timezone.localdate)
    changes = long_text(
        label=_("What it changes"), rows=3, required=False, max_length=4_000,
        help_text=_("In a sentence or two, for who reads the list years later."),
    )  # fmt: skip
    closed_for = short_text(
        label=_("Closed, for this reason"), max_length=300, required=False,
        help_text=_(
            "Empty: everybody reads the decision. Else the steering group alone reads it, and everybody reads its "
            "number, its day and this reason."
        ),
    )  # fmt: skip

    def __init__(
        self, somebody: Somebody, group: Sequence[Member], silences: Sequence[Silence],
        drafts: Sequence[CharterVersion], corrects: Decision | None, *given: Any, **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*given, **named)
        self.silences = {str(one.pk): one for one in silences}
        self.drafts = {str(one.number): one for one in drafts}
        self.corrects = corrects
        self.fields["present"] = NamedMembers(
            label=_("Who was present"), queryset=Member.objects.filter(pk__in=[one.pk for one in group]),
            required=False, help_text=_("Members that hold a seat. By silence nobody has to be."),
        )  # fmt: skip
        if silences:
            self.fields["silence"] = forms.ChoiceField(
                label=_("Text that was adopted by silence"), required=False,
                choices=[("", "–"), *((str(one.pk), _silence_said(one)) for one in silences)],
            )  # fmt: skip
        if drafts:
            self.fields["charter"] = forms.ChoiceField(
                label=_("It adopts the charter"), required=False,
                choices=[("", gettext("no")), *((str(one.number), str(one)) for one in drafts)],
            )  # fmt: skip
        self.fields["documents"] = DocumentsField(somebody)
        self.initial.setdefault("language", get_language() or "en")
        self.order_fields(("title", "how", "silence", "text", "language", "day", "present", "charter"))

    def clean(self) -> dict[str, Any]:
        """A text is there, unless it is taken over."""
        data = super().clean() or {}
        if data.get("how") != How.SILENCE and not data.get("text") and "text" not in self.errors:
            self.add_error("text", gettext("Write what was decided."))
        if data.get("how") == How.SILENCE and not data.get("silence"):
            name = "silence" if "silence" in self.fields else "how"
            self.add_error(name, gettext("Choose the text that was adopted by silence, and only for that."))
        return data


class TableForm(forms.Form):
    """A dialogue in which the steering group works."""

    title = short_text(label=_("Title"), max_length=200)
    language = LanguageField(label=_("Language of title and purpose"))
    begins = day(label=_("Begins"), initial=timezone.localdate)
