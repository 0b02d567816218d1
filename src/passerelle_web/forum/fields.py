"""Fields that several forms of this room share: days, long texts, members, documents by their addresses, places.

Holds no forms. Stands on `dialogues`.
"""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.base.errors import PlaceUnknown
from passerelle.base.names import find_place
from passerelle_web.dialogues.forms import day, long_text
from passerelle_web.library.models import Document
from passerelle_web.library.told import place_said
from passerelle_web.people.models import Kind, Member
from passerelle_web.people.permissions import Somebody, may
from passerelle_web.people.themes import theme_choices
from passerelle_web.texts.languages import choices

__all__ = [
    "DocumentsField",
    "NamedMembers",
    "PlaceField",
    "day",
    "kinds",
    "languages_field",
    "long_text",
    "members_field",
    "short_text",
    "theme_field",
]
_KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def short_text(**named: Any) -> forms.CharField:
    """One line, in any direction."""
    return forms.CharField(widget=forms.TextInput(attrs={"dir": "auto"}), **named)


def theme_field(**named: Any) -> forms.ChoiceField:
    """One of the themes of the seed."""
    named.setdefault("label", gettext_lazy("Theme"))
    return forms.ChoiceField(choices=lambda: [("", gettext_lazy("Choose")), *theme_choices()], **named)


def languages_field(**named: Any) -> forms.MultipleChoiceField:
    """Any number of languages."""
    named.setdefault("label", gettext_lazy("Languages of the help"))
    return forms.MultipleChoiceField(
        choices=choices, required=False, widget=forms.SelectMultiple(attrs={"size": 6}), **named
    )  # fmt: skip


def kinds(*, without: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    """Kinds of members."""
    return [(value, label) for value, label in Kind.choices if value not in without]


def members_field(members: Any, **named: Any) -> forms.ModelChoiceField:
    """One of some members, by its name; where there is one alone it stands there."""
    named.setdefault("label", gettext_lazy("Member"))
    listed = Member.objects.filter(pk__in=[one.pk for one in members]).order_by("name")
    field = _Named(queryset=listed, **named)
    if len(listed) == 1:
        field.initial = listed[0]
    return field


class _Named(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class NamedMembers(forms.ModelMultipleChoiceField):
    """Any number of some members, by their names."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Its whole name: short names are for lists."""
        return str(obj.name)


class PlaceField(forms.CharField):
    """A country or territory, by name or code in any of the five languages; its alpha-3 code."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("label", gettext_lazy("Country or territory"))
        super().__init__(max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}), **named)

    def clean(self, value: Any) -> str:
        """The code of what was written."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return ""
        try:
            return find_place(text).iso3
        except PlaceUnknown as unknown:
            near = ", ".join(place_said(iso3) for iso3 in unknown.suggestions[:4])
            said = _("No place is known as “%(text)s”.") % {"text": text}
            raise forms.ValidationError(
                said + " " + _("Did you mean: %(near)s?") % {"near": near} if near else said
            ) from None


class DocumentsField(forms.CharField):
    """Documents of the library, by the addresses of their pages, one a line."""

    def __init__(self, somebody: Somebody, **named: Any) -> None:
        named.setdefault("label", gettext_lazy("Documents"))
        named.setdefault("help_text", gettext_lazy("The addresses of their pages in the library, one a line."))
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}), **named)
        self.somebody = somebody

    def clean(self, value: Any) -> list[Document]:
        """The documents that were meant; one that this person may not read is not there."""
        lines = [line.strip() for line in str(super().clean(value) or "").splitlines() if line.strip()]
        return [self._found(line) for line in lines[:50]]

    def _found(self, line: str) -> Document:
        key = _KEY.search(line.lower())
        found = Document.objects.filter(pk=key.group()).first() if key else None
        if found is None or not may(self.somebody, "library.see_document", found):
            raise forms.ValidationError(
                _("No document of the library has the address “{line}”.").format(line=line[:120])
            )
        return found
