"""The forms of consultations: settings, a statement, seeds, reasons, files from elsewhere.

What they do is in the actions. Stands on `models`.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from passerelle.dialogue.blocs import LEAST_MEMBERS
from passerelle_web.consensus.models import LONGEST, Access, Puts

# The languages of the interface, and further ones that parties speak.
LANGUAGES = [
    *settings.LANGUAGES,
    ("pt", "Português"),
    ("ru", "Русский"),
    ("zh", "中文"),
    ("de", "Deutsch"),
    ("it", "Italiano"),
    ("tr", "Türkçe"),
    ("wo", "Wolof"),
    ("ff", "Fulfulde"),
    ("ha", "Hausa"),
    ("am", "አማርኛ"),
    ("so", "Soomaali"),
]
_MOMENT = "%Y-%m-%dT%H:%M"


def _moment(**named: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=_MOMENT, attrs={"type": "datetime-local"})
    return forms.DateTimeField(widget=widget, input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **named)


def _long(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class AboutForm(forms.Form):
    """What every consultation says of itself."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    question = forms.CharField(
        label=_("Question"), max_length=1000, widget=_long(),
        help_text=_("What people are asked to say something on. It stands above every statement."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    opens_at = _moment(label=_("Opens"), help_text=_("By the server’s clock, in universal time (UTC)."))
    closes_at = _moment(label=_("Closes"), help_text=_("By the server’s clock, in universal time (UTC)."))
    access = forms.ChoiceField(label=_("Who votes"), choices=Access.choices, widget=forms.RadioSelect)


class ConsultationForm(AboutForm):
    """The settings of a consultation."""

    puts = forms.ChoiceField(label=_("Who puts statements"), choices=Puts.choices, widget=forms.RadioSelect)
    is_moderated = forms.BooleanField(label=_("Statements wait for a moderator"), required=False)
    least = forms.IntegerField(
        label=_("Smallest group that is shown"), min_value=LEAST_MEMBERS, max_value=50,
        help_text=_("Numbers of fewer people are never shown, nor can they be worked out from others."),
    )  # fmt: skip


class StatementForm(forms.Form):
    """One statement."""

    text = forms.CharField(
        label=_("Your statement"), max_length=LONGEST * 2, widget=_long(),
        help_text=_("One idea that others can agree or disagree with, in 280 letters at most. Name nobody."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("In which language you wrote it"), choices=LANGUAGES)


class SeedsForm(forms.Form):
    """Statements of the chair, one a line."""

    texts = forms.CharField(
        label=_("Statements to begin with"), widget=_long(8), max_length=20_000,
        help_text=_("One a line, each of 280 letters at most. They are shown at once, marked as the chair’s."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class HideForm(forms.Form):
    """Why a statement is hidden."""

    reason = forms.CharField(
        label=_("Why it is hidden"), max_length=500, widget=_long(), help_text=_("It stands in the statement’s place.")
    )


class AppealForm(forms.Form):
    """Why a hidden statement should be shown."""

    reason = forms.CharField(label=_("Why it should be shown"), max_length=1000, widget=_long())


class AnswerForm(forms.Form):
    """The answer to an appeal."""

    is_upheld = forms.TypedChoiceField(
        label=_("The statement"), widget=forms.RadioSelect, coerce=lambda told: told == "yes",
        choices=(("yes", _("is shown again")), ("no", _("stays hidden"))),
    )  # fmt: skip
    answer = forms.CharField(label=_("Answer, for who appealed"), max_length=1000, widget=_long())


class FilesForm(forms.Form):
    """The files of a consultation from elsewhere."""

    statements = forms.FileField(
        label=_("Statements"), help_text=_("comments.csv of the export: comment-id, comment-body, moderated.")
    )
    votes = forms.FileField(
        label=_("Votes"), help_text=_("votes.csv (voter-id, comment-id, vote) or participants-votes.csv.")
    )


class BringForm(AboutForm):
    """What a consultation from elsewhere says of itself here."""

    opens_at = _moment(label=_("Was open from"))
    closes_at = _moment(label=_("Up to"))
    access = forms.ChoiceField(label=_("Who saw it"), choices=Access.choices, widget=forms.RadioSelect)
