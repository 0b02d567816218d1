"""The form of a translation. What it does is in `actions`.

Holds fields, labels and help. Stands on `people`.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle_web.texts.actions import LONGEST
from passerelle_web.texts.languages import LanguageField


class TranslationForm(forms.Form):
    """A text in another language."""

    language = LanguageField(
        label=_("Language of the translation"),
        help_text=_("A translation in this language that is there already stays as an earlier version."),
    )
    text = forms.CharField(
        label=_("Translation"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
