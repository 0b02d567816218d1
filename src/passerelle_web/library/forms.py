"""The form of a document's papers. What it does is in the actions.

Holds fields, labels, help and what can be told before anything is done. Stands on `texts`.
"""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.base.errors import PlaceUnknown
from passerelle.base.names import find_place
from passerelle.exchange.texts.forms import FORMS, form_of
from passerelle.plans import codes
from passerelle_web.library import checking, reach
from passerelle_web.library.models import Document, Sort
from passerelle_web.library.told import REASONS, place_said, theme_said
from passerelle_web.people.permissions import Somebody
from passerelle_web.texts.languages import LanguageField, name_of

_BETWEEN = re.compile(r"[,;\n،؛]+")
ACCEPTED = ",".join(ending for form in FORMS.values() for ending in form.endings)


def _sorts() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Choose")), *Sort.choices]


def _themes() -> list[tuple[str, str]]:
    return [(code, theme_said(code)) for code in codes.themes()]


def _own_languages() -> list[tuple[str, str]]:
    return [(code, name_of(code)) for code, _label in settings.LANGUAGES]


class DocumentForm(forms.Form):
    """A document's papers, and its file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "PDF, DOCX, ODT, HTML or plain text, up to 20 MB. Leave it out for a reference: papers and an address."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("As the document itself says it, in its own language."),
    )  # fmt: skip
    language = LanguageField(label=gettext_lazy("Language of title and text"))
    sort = forms.ChoiceField(label=gettext_lazy("Kind of document"), choices=_sorts)
    symbol = forms.CharField(
        label=gettext_lazy("Symbol or number"), max_length=80, required=False,
        help_text=gettext_lazy("By which it is cited, such as A/60/871 or COM(2006) 409."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    author = forms.CharField(
        label=gettext_lazy("Author"), max_length=200, required=False,
        help_text=gettext_lazy("The organisation that speaks in it."), widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    dated = forms.CharField(
        label=gettext_lazy("Date"), max_length=10, required=False,
        help_text=gettext_lazy("A day, a month or a year: 2006-07-14, 2006-07 or 2006."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Also there in"), choices=_own_languages, required=False, widget=forms.CheckboxSelectMultiple
    )
    more_languages = forms.CharField(
        label=gettext_lazy("And in other languages"), max_length=120, required=False,
        help_text=gettext_lazy("By their codes of two letters, with commas between: pt, ru, zh."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    places = forms.CharField(
        label=gettext_lazy("Countries it is about"), max_length=1000, required=False,
        help_text=gettext_lazy("By name or code in any of the five languages, with commas between; none for all."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), choices=_themes, required=False, widget=forms.CheckboxSelectMultiple
    )
    link = forms.URLField(
        label=gettext_lazy("Address where it was published"), max_length=500, required=False, assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    licence = forms.CharField(
        label=gettext_lazy("Licence"), max_length=120, required=False,
        help_text=gettext_lazy("Under which it may be copied, such as CC BY 4.0. Hand a file in only where it may be."),
    )  # fmt: skip
    reach = forms.ChoiceField(
        label=gettext_lazy("Who may read and find it"), widget=forms.RadioSelect,
        help_text=gettext_lazy("It counts for the file, the text, hits and counts alike, at once."),
    )  # fmt: skip

    def __init__(
        self, somebody: Somebody, *given: Any, document: Document | None = None, too_large: bool = False, **named: Any
    ) -> None:
        if document is not None:
            named["initial"] = begun(document)
        super().__init__(*given, **named)
        self.too_large = too_large
        offered = reach.offered(somebody)
        self.fields["reach"].choices = offered
        self.initial.setdefault("reach", offered[0][0])
        if document is not None and document.stored:
            del self.fields["file"]

    def clean_file(self) -> UploadedFile | None:
        """A file of a form and a size that can be read."""
        file: UploadedFile | None = self.cleaned_data.get("file")
        if self.too_large or (file is not None and (file.size or 0) > settings.LARGEST_DOCUMENT):
            most = settings.LARGEST_DOCUMENT // 1024 // 1024
            raise forms.ValidationError(
                _("The file is too large: at most %(most)s MB are taken. Hand in its parts, or a reference.")
                % {"most": most}
            )
        if file is not None and form_of(file.name or "") is None:
            raise forms.ValidationError(str(REASONS["unknown_form"]))
        return file

    def clean_dated(self) -> str:
        """A day, a month or a year that there is."""
        given = str(self.cleaned_data["dated"]).strip()
        if given:
            checking.a_date(given)
        return given

    def clean_more_languages(self) -> list[str]:
        """Codes of languages."""
        given = [
            one.strip().lower()
            for one in re.split(r"[\s,;،]+", str(self.cleaned_data["more_languages"]))
            if one.strip()
        ]
        checking.known_languages(given)
        return given

    def clean_places(self) -> list[str]:
        """Alpha-3 codes of what was written."""
        found = []
        for text in _BETWEEN.split(str(self.cleaned_data["places"])):
            if not text.strip():
                continue
            try:
                found.append(find_place(text).iso3)
            except PlaceUnknown as unknown:
                near = ", ".join(place_said(iso3) for iso3 in unknown.suggestions[:4])
                said = _("No place is known as “%(text)s”.") % {"text": text.strip()}
                raise forms.ValidationError(
                    said + " " + _("Did you mean: %(near)s?") % {"near": near} if near else said
                ) from None
        return sorted(set(found))

    def clean(self) -> dict[str, Any]:
        """Languages together; a reference without a file has something to be found by."""
        data = super().clean() or {}
        also = {*data.get("languages", ()), *(data.pop("more_languages", None) or ())} - {data.get("language")}
        data["languages"] = sorted(also)
        if not self.errors and "file" in self.fields and not data.get("file") and not (data["link"] or data["symbol"]):
            self.add_error("file", _("Hand in a file, or give the address or the symbol by which it is found."))
        return data


def begun(document: Document) -> dict[str, Any]:
    """What stands in the form of a document that there is."""
    own = {code for code, _label in settings.LANGUAGES}
    names = ("title", "language", "sort", "symbol", "author", "dated", "themes", "link", "licence", "reach")
    return {name: getattr(document, name) for name in names} | {
        "languages": [code for code in document.languages if code in own],
        "more_languages": ", ".join(code for code in document.languages if code not in own),
        "places": ", ".join(place_said(iso3) for iso3 in document.places),
    }
