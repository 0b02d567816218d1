"""The forms of a year: its days, its chair, dialogues, deadlines, themes, seats, handover; of joining and leaving.

What they do is in the actions. Stands on `fields`.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues.models import Dialogue
from passerelle_web.forum.fields import PlaceField, day, kinds, long_text, members_field, short_text, theme_field
from passerelle_web.people.models import Kind
from passerelle_web.texts.languages import LanguageField


class YearForm(forms.Form):
    """A year of the forum."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    begins = day(label=_("Begins"))
    ends = day(label=_("Ends"))

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or {}
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", gettext("The end has to come after the beginning."))
        return data


class ForMember(forms.Form):
    """A form that is sent for one of some members."""

    def __init__(self, members: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["member"] = members_field(members)
        self.order_fields(("member",))
        self.initial.setdefault("language", get_language() or "en")


class ChairForm(ForMember):
    """Who chairs a year, and why."""

    reason = long_text(
        label=_("Reason"), rows=4, max_length=4_000,
        help_text=_("Everybody reads it. Where you follow the rule, say so; where you do not, say why."),
    )  # fmt: skip


class DialogueForm(forms.Form):
    """A dialogue that belongs to a year."""

    def __init__(self, dialogues: Sequence[Dialogue], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["dialogue"] = forms.ModelChoiceField(
            label=_("Dialogue"), queryset=Dialogue.objects.filter(pk__in=[one.pk for one in dialogues])
        )


class DeadlineForm(forms.Form):
    """A day up to which something is to be done."""

    day = day(label=_("Day"))
    title = short_text(label=_("What is to be done"), max_length=200)
    language = LanguageField()


class LineForm(forms.Form):
    """A line of the handover."""

    text = short_text(label=_("What is handed over"), max_length=300)
    language = LanguageField()


class NoteForm(forms.Form):
    """The note from chair to chair."""

    note = long_text(
        label=_("What the next chair has to know"), rows=12, max_length=20_000,
        help_text=_("Everybody reads it once the year is handed over. Markdown is read."),
    )  # fmt: skip
    language = LanguageField()


class ThemeForm(ForMember):
    """A theme that a member proposes."""

    title = short_text(label=_("Theme"), max_length=200)
    reason = long_text(
        label=_("Reason"), max_length=4_000, help_text=_("What it would give, and to whom. Markdown is read.")
    )
    theme = theme_field(label=_("Belongs to"), help_text=_("Proposals are grouped by these, and never ranked."))
    language = LanguageField()


class WhyForm(forms.Form):
    """A reason that everybody reads."""

    why = long_text(label=_("Reason"), rows=4, max_length=4_000)


class SeatsForm(forms.Form):
    """How many seats a year keeps for a kind of stakeholder."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: kinds(without=(Kind.STATE,)))
    many = forms.IntegerField(label=_("Seats"), min_value=0, max_value=200)


# Joining and leaving -----------------------------------------------------------------------------------


class ApplicationForm(forms.Form):
    """An organisation that asks to take part."""

    name = short_text(label=_("Name of the organisation"), max_length=200)
    short_name = short_text(label=_("Short name"), max_length=40, help_text=_("By which it is called in lists."))
    kind = forms.ChoiceField(label=_("What it is"), choices=lambda: kinds(), widget=forms.RadioSelect)
    place = PlaceField(required=False, help_text=_("For a state alone."))
    what = long_text(
        label=_("What it does"), rows=5, max_length=4_000, help_text=_("Where, since when, and for whom it speaks.")
    )
    why = long_text(label=_("Why it asks to take part"), rows=5, max_length=4_000)
    language = LanguageField(label=_("Language of these words"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial.setdefault("language", get_language() or "en")

    def clean(self) -> dict[str, Any]:
        """A state has a place, others have none."""
        data = super().clean() or {}
        if data.get("kind") == Kind.STATE and not data.get("place") and "place" not in self.errors:
            self.add_error("place", gettext("A state needs its country or territory, and only a state has one."))
        if data.get("kind") != Kind.STATE:
            data["place"] = ""
        return data


class AcceptForm(forms.Form):
    """The day from which an organisation takes part."""

    since = day(label=_("Member since"), initial=timezone.localdate)
    answer = long_text(label=_("Words to its contact"), rows=3, required=False, max_length=4_000)


class DeclineForm(forms.Form):
    """Why an organisation does not take part."""

    answer = long_text(
        label=_("Reason"), rows=4, max_length=4_000, help_text=_("Its contact reads it. It may ask again.")
    )


class WithdrawForm(forms.Form):
    """A member that leaves the forum."""

    on = day(label=_("First day without"), initial=timezone.localdate, help_text=_("Today or later."))
    reason = long_text(label=_("Reason"), rows=4, required=False, max_length=4_000, help_text=_("Everybody reads it."))
    language = LanguageField(label=_("Language of the reason"))
