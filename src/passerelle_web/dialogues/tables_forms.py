"""The forms of tables: a question, a position, a figure to lay, a word on it.

What they do is in the actions. Stands on `drafting_forms`.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues.drafting_forms import for_whom
from passerelle_web.dialogues.forms import long_text
from passerelle_web.dialogues.models.tables import Says, Stance
from passerelle_web.people.models import Member
from passerelle_web.texts.languages import LanguageField


class QuestionForm(forms.Form):
    """A question to the parties."""

    text = forms.CharField(label=_("Question"), max_length=300)
    language = LanguageField()


class PositionForm(forms.Form):
    """Where a party stands."""

    stance = forms.ChoiceField(label=_("Position"), choices=Stance.choices, widget=forms.RadioSelect)
    text = long_text(
        label=_("In your own words"), required=False, max_length=2_000, rows=4, help_text=_("Needed for conditions.")
    )
    language = LanguageField()

    def __init__(self, members: Sequence[Member], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for_whom(self, members)
        self.initial.setdefault("language", get_language() or "en")


class PlacesForm(forms.Form):
    """The corridor of a figure, where the dialogue is about more than one."""

    origin = forms.CharField(label=_("Origin"), max_length=80)
    destination = forms.CharField(label=_("Destination"), max_length=80)


class LayForm(forms.Form):
    """A figure to lay before the parties."""

    def __init__(self, choices: list[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["figure"] = forms.ChoiceField(label=_("Figure"), choices=choices)


class WordForm(forms.Form):
    """What a party says of a figure."""

    says = forms.ChoiceField(label=_("Your party"), choices=Says.choices, widget=forms.RadioSelect)
    value = forms.FloatField(
        label=_("Your own figure"),
        required=False,
        help_text=_("In the unit of the figure above; needed if you have your own."),
    )
    period = forms.CharField(label=_("Year or period"), max_length=20, required=False)
    source = forms.CharField(
        label=_("Source"), max_length=400, required=False, help_text=_("Who published it, under which title, where.")
    )
    reason = long_text(label=_("Reason"), required=False, max_length=2_000, rows=3, help_text=_("Needed to contest."))
    language = LanguageField(label=_("Language of the reason"))

    def __init__(self, members: Sequence[Member], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for_whom(self, members)
        self.initial.setdefault("language", get_language() or "en")
