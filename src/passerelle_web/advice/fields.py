"""Facts as fields of a form: one kind of field for each kind of fact, in the words of the reader's language.

Holds no fact of its own. What a person does not know is an answer too. Stands on `stretches` and the library's facts.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle.base.names import resolve_name
from passerelle.base.occupations import minor_groups, of_code
from passerelle.base.places import Place, all_places
from passerelle.base.words import say
from passerelle.rules.law import members_on
from passerelle.rules.records import Fact
from passerelle_web.advice.stretches import NONE, SpansField, packed

UNKNOWN = "unknown"
CURRENCIES = ("EUR", "BGN", "CZK", "DKK", "HUF", "PLN", "RON", "SEK", "CHF", "GBP", "USD")
FEW, MOST_LETTERS, ALIKE = 7, 24, 4
# thousands stand apart in one sign, and money has two decimals at most: else a point may be either
_GROUPED = re.compile(r"^\d{1,3}(?:([ .,'\u2019\u00a0\u202f])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d{1,2})?$")
_PLAIN = re.compile(r"^\d+(?:[.,]\d{1,2})?$")
_YES = (("yes", _("Yes")), ("no", _("No")), (UNKNOWN, _("I do not know")))


class NumberField(forms.Field):
    """A number as people write it: 52000, 52 000, 52.000 or 3,5."""

    def __init__(self, fact: Fact, **more: Any) -> None:
        self.fact = fact
        super().__init__(**more)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr", "maxlength": MOST_LETTERS}

    def to_python(self, value: Any) -> Any:
        """The number; whole ones without a point."""
        text = str(value or "").strip()[:MOST_LETTERS].translate(_WESTERN)
        if not text or text == UNKNOWN:
            return None
        found = number_of(text, is_money=self.fact.unit == "money")
        if found is None:
            raise ValidationError(gettext("Write a number, such as 24 or 52000."))
        self._refuse_outside(found)
        return int(found) if found == int(found) else found

    def _refuse_outside(self, value: float) -> None:
        least, most = self.fact.least, self.fact.most
        if least is not None and value < least:
            raise ValidationError(gettext("This is less than can be (%(least)g).") % {"least": least})
        if most is not None and value > most:
            raise ValidationError(gettext("This is more than can be (%(most)g).") % {"most": most})


# Digits of Arabic and Persian keyboards, and the Arabic signs for decimals and thousands.
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")


def number_of(text: str, *, is_money: bool) -> float | None:
    """A number that was typed; None where it is none, or a point may be of thousands or of decimals."""
    if is_money and _GROUPED.match(text):
        whole, decimals = (text[:-3], text[-2:]) if text[-3:-2] in ".," else (text, "0")
        if text[-2:-1] in ".,":
            whole, decimals = text[:-2], text[-1]
        return float(f"{re.sub(r'[^0-9]', '', whole)}.{decimals}")
    return float(text.replace(",", ".")) if _PLAIN.match(text) else None


class DayField(forms.DateField):
    """A day, or not known."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"], **more
        )

    def to_python(self, value: Any) -> date | None:
        """The day."""
        return None if value == UNKNOWN else super().to_python(value)


class OccupationField(forms.CharField):
    """An occupation by its code in ISCO-08, with or without its name behind it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=120, **more)
        self.widget.attrs |= {"list": "occupations", "autocomplete": "off"}

    def to_python(self, value: Any) -> str | None:
        """The code alone."""
        text = str(value or "").strip().translate(_WESTERN)
        if text in ("", UNKNOWN):
            return None
        code = re.match(r"\d{1,4}", text)
        named = code.group() if code else _code_named(text)
        if not named or of_code(named) is None:
            raise ValidationError(_not_an_occupation(text))
        return named


def _code_named(text: str) -> str:
    """The code of an occupation whose name was typed in full, in the reader's language."""
    language = get_language() or "en"
    return next((one.code for one in minor_groups() if say(one.name, language).casefold() == text.casefold()), "")


def _not_an_occupation(text: str) -> str:
    """What to write instead, with the groups whose names begin a word alike."""
    language, head = get_language() or "en", text.casefold()[:ALIKE]
    named = ((one.code, say(one.name, language)) for one in minor_groups())
    near = [
        f"{code} {name}"
        for code, name in named
        if len(head) == ALIKE and any(word.startswith(head) for word in name.casefold().split())
    ]
    told = gettext("Choose an occupation from the list, or write its ISCO-08 code, such as 2221.")
    return told + " " + gettext("Near it are:") + f" {'; '.join(near[:4])}." if near else told


class CitizenshipField(forms.CharField):
    """A country by its name in the reader's language or any of the others, or by its code."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=120, **more)
        self.widget.attrs |= {"list": "places", "autocomplete": "off"}

    def to_python(self, value: Any) -> str | None:
        """Its two letters, as the law's files have them."""
        text = str(value or "").strip()
        if text in ("", UNKNOWN):
            return None
        place = place_by_letters(text) if len(text) == 2 else resolve_name(text)
        if place is None or not place.iso2:
            raise ValidationError(gettext("We know no such country. Choose one from the list."))
        return place.iso2

    def prepare_value(self, value: Any) -> Any:
        """Its name, where its letters are held."""
        place = place_by_letters(value) if isinstance(value, str) and len(value) == 2 else None
        return place.name(get_language() or "en") if place else value


@cache
def _by_letters() -> dict[str, Place]:
    return {place.iso2: place for place in all_places().values() if place.iso2}


def place_by_letters(code: str) -> Place | None:
    """A place by its two letters; None where there is none."""
    return _by_letters().get(code.upper())


def choices_of(fact: Fact) -> list[tuple[str, str]]:
    """The words of a fact in the reader's language."""
    language = get_language() or "en"
    return [(value, say(fact.labels.get(value, value), language)) for value in fact.values]


def field_of(fact: Fact, *, asks: bool = True) -> forms.Field:
    """The field in which a fact is asked.

    Parameters
    ----------
    asks : the fact is what the question is about, so that its field has the question as its label.
    """
    language = get_language() or "en"
    told: dict[str, Any] = {"label": say(fact.ask, language), "required": False}
    if asks and fact.why:
        told["help_text"] = say(fact.why, language)
    if fact.kind == "truth":
        return forms.ChoiceField(choices=_YES, widget=forms.RadioSelect, **told)
    if fact.kind == "number":
        return NumberField(fact, **told)
    if fact.kind == "date":
        return DayField(**told)
    if fact.kind == "spans" and fact.word == "word":
        known = [*choices_of(fact), (UNKNOWN, gettext("I do not know"))]
        return forms.MultipleChoiceField(choices=known, widget=forms.CheckboxSelectMultiple, **told)
    if fact.kind == "spans":
        return SpansField(fact.word, choices_of(fact), **told)
    return _word_field(fact, told)


def _word_field(fact: Fact, told: dict[str, Any]) -> forms.Field:
    language = get_language() or "en"
    if fact.name == "isco08":
        return OccupationField(**told)
    if fact.name == "currency":
        known = [(code, code) for code in CURRENCIES]
        return forms.ChoiceField(choices=known, initial="EUR", **told)
    if fact.name == "citizenship":
        return CitizenshipField(**told)
    if fact.name == "first_state":
        states = sorted((place.name(language), code) for code in members_on("EU", date.today())  # noqa: DTZ011
                        if (place := place_by_letters(code)) is not None)  # fmt: skip
        return forms.ChoiceField(
            choices=[("", ""), *((code, name) for name, code in states), (UNKNOWN, gettext("I do not know"))], **told
        )
    if fact.values:
        known = [*choices_of(fact), (UNKNOWN, gettext("I do not know"))]
        few = len(known) <= FEW
        empty = [] if few else [("", "")]
        return forms.ChoiceField(choices=[*empty, *known], widget=forms.RadioSelect if few else forms.Select, **told)
    return forms.CharField(max_length=60, **told)


class FactsForm(forms.Form):
    """Some facts as one form. `said` has what was told, as the library takes it; what is not known is None."""

    def __init__(self, facts: Iterable[Fact], data: Any = None, *, main: str = "", **more: Any) -> None:
        self.facts = {fact.name: fact for fact in facts}
        super().__init__(data, error_class=ErrorList, **more)
        for name, fact in self.facts.items():
            self.fields[name] = field_of(fact, asks=not main or name == main)

    @property
    def said(self) -> dict[str, Any]:
        """What was told, without what was left empty; what is not known is told as such."""
        found = {}
        for name, fact in self.facts.items():
            value = self.cleaned_data.get(name)
            if _is_unknown(self.data, name, value):
                found[name] = UNKNOWN
            elif value not in (None, "") and (value or (fact.kind == "spans" and self.data.get(name) == NONE)):
                found[name] = value == "yes" if fact.kind == "truth" else value
        return found


def _is_unknown(data: Mapping[str, Any], name: str, value: Any) -> bool:
    return value in (UNKNOWN, [UNKNOWN]) or (value in (None, "", []) and data.get(name) == UNKNOWN)


def carried(fact: Fact, value: Any) -> list[str]:
    """What was told as texts, by which it is carried on from page to page; the form reads them back."""
    if value == UNKNOWN:
        return [UNKNOWN]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if fact.kind == "spans":
        return list(value) if fact.word == "word" else [packed(value, fact.word)]
    return [value.isoformat() if isinstance(value, date) else str(value)]
