"""The forms of what one hears: how often, when, and for one topic.

Holds fields, labels and help. Stands on `people`.
"""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from passerelle_web.post.models import Following, Habit, Rhythm

AS_ALL = _("as for all")


class HabitForm(forms.Form):
    """How often, for all that is followed."""

    rhythm = forms.ChoiceField(
        label=_("How often you hear of what you follow"), choices=Rhythm.choices, widget=forms.RadioSelect
    )
    hour = forms.TypedChoiceField(
        label=_("At"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00 UTC") for hour in range(24)],
        help_text=_("Of the mails that come once a day or once a week."),
    )
    weekday = forms.TypedChoiceField(label=_("Day of the weekly mail"), coerce=int, choices=list(WEEKDAYS.items()))

    def __init__(self, habit: Habit, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial = {"rhythm": habit.rhythm, "hour": habit.hour, "weekday": habit.weekday, **self.initial}


class FollowingForm(forms.Form):
    """How often, for one topic."""

    rhythm = forms.ChoiceField(
        label=_("How often"), required=False, choices=[("", AS_ALL), *Rhythm.choices], widget=forms.RadioSelect
    )

    def __init__(self, following: Following, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial = {"rhythm": following.rhythm, **self.initial}
