"""The forms of practices: its five steps, a review, a report of who tried it, an edition of the handbook.

What they do is in the actions. Stands on `models`.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle.base.corridors import named_routes
from passerelle.base.errors import PlaceUnknown
from passerelle.base.groupings import all_groupings
from passerelle.base.names import find_place
from passerelle.base.words import say
from passerelle.exchange.practices.checking import names_a_person
from passerelle.exchange.practices.grades import MEANINGS
from passerelle.exchange.practices.principles import PRINCIPLES
from passerelle.measures.templates import all_templates
from passerelle_web.library.checking import a_date
from passerelle_web.library.told import place_said
from passerelle_web.people.models import Member
from passerelle_web.people.themes import theme_choices
from passerelle_web.practices.models import CRITERIA, Judgement, Outcome, Recommendation
from passerelle_web.texts.languages import LanguageField

_BETWEEN = re.compile(r"[,;\n،؛]+")


def _spoken() -> str:
    return get_language() or "en"


def line(**named: Any) -> forms.CharField:
    """A text of one line, in any direction."""
    return forms.CharField(widget=forms.TextInput(attrs={"dir": "auto"}), **named)


def long_text(*, rows: int = 5, **named: Any) -> forms.CharField:
    """A text of several lines, in any direction, that may stay empty in a draft."""
    named.setdefault("required", False)
    named.setdefault("max_length", 20_000)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **named)


def dated(**named: Any) -> forms.CharField:
    """A day, a month or a year."""
    help_text = named.pop("help_text", _("A day, a month or a year: 2019-03-31, 2019-03 or 2019."))
    widget = forms.TextInput(attrs={"dir": "ltr"})
    return forms.CharField(widget=widget, max_length=10, validators=[a_date], help_text=help_text, **named)


def amount(**named: Any) -> forms.DecimalField:
    """A figure, exact as it is typed."""
    return forms.DecimalField(max_digits=24, decimal_places=4, required=False, **named)


def link(**named: Any) -> forms.URLField:
    """An address on the web."""
    widget = forms.URLInput(attrs={"dir": "ltr"})
    return forms.URLField(required=False, max_length=500, assume_scheme="https", widget=widget, **named)


def grade_choices() -> list[tuple[int, Any]]:
    """The grades; what each takes stands beside the form."""
    return [(int(grade), f"{int(grade)}. {say(one.title, _spoken())}") for grade, one in MEANINGS.items()]


def grade_field(**named: Any) -> forms.TypedChoiceField:
    """A grade of evidence, explained where it is chosen."""
    return forms.TypedChoiceField(
        label=_("Evidence grade"), coerce=int, empty_value=0,
        choices=lazy(lambda: [("", gettext("Choose")), *grade_choices()], list), **named,
    )  # fmt: skip


def _routes() -> list[tuple[str, str]]:
    return [("", "–"), *((code, say(route.name, _spoken())) for code, route in named_routes().items())]


def _regions() -> list[tuple[str, str]]:
    return [("", "–"), *((code, say(one.name, _spoken())) for code, one in all_groupings().items())]


def _templates() -> list[tuple[str, str]]:
    return [("", "–"), *((code, say(one.title, _spoken())) for code, one in all_templates().items())]


def principle_choices() -> list[tuple[int, str]]:
    """The eleven principles by number."""
    return [(number, f"{number}. {say(title, _spoken())}") for number, title in PRINCIPLES.items()]


def iso3_of(text: str) -> str:
    """The code of a place as a person wrote it; "" for nothing.

    Raises
    ------
    ValidationError : no such place; what may have been meant is named.
    """
    if not text.strip():
        return ""
    try:
        return find_place(text).iso3
    except PlaceUnknown as unknown:
        said = gettext("No place is known as “%(text)s”.") % {"text": text.strip()[:80]}
        near = ", ".join(place_said(iso3) for iso3 in unknown.suggestions[:4])
        more = gettext("Did you mean: %(near)s?") % {"near": near} if near else ""
        raise forms.ValidationError(f"{said} {more}".strip()) from None


class PlaceField(forms.CharField):
    """A country or territory in any spelling, as its code."""

    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}), **named)

    def clean(self, value: Any) -> str:
        """Its code."""
        return iso3_of(super().clean(value))


class StepForm(forms.Form):
    """One step of writing. A draft may lack anything; what is typed has to be what it says."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # what stood there when it was opened

    def changes(self) -> dict[str, Any]:
        """What was written, as fields of a practice."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class AboutForm(StepForm):
    """What was done, why, by whom, for whom."""

    title = line(label=_("Title"), max_length=200, required=False)
    gist = line(
        label=_("What was done, in a sentence"), max_length=300, required=False,
        help_text=_("The page begins with it: who did what for whom. “Cities paired newcomers with a neighbour.”"),
    )  # fmt: skip
    language = LanguageField(label=_("Language in which you write"))
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=lazy(theme_choices, list), required=False, widget=forms.CheckboxSelectMultiple
    )
    problem = long_text(
        label=_("The problem"), help_text=_("What was wrong, for whom, how one knew. Markdown is read.")
    )
    context = long_text(label=_("The context"), help_text=_("What somebody elsewhere has to know to judge it."))
    done = long_text(label=_("What was done"), rows=9, help_text=_("Step by step, so that another could do it."))
    actors = long_text(label=_("By whom"), rows=3, help_text=_("Offices and organisations; no names of people."))
    for_whom = long_text(label=_("For whom"), rows=3, help_text=_("Who took part, how many, who was left out."))

    def clean_themes(self) -> list[str]:
        """At most six."""
        found = list(self.cleaned_data["themes"])
        if len(found) > 6:
            raise forms.ValidationError(gettext("Six themes at most: those that the practice is most about."))
        return found


class WhereForm(StepForm):
    """Where and when it was done."""

    places = line(
        label=_("Countries and territories"), max_length=1000, required=False,
        help_text=_("By name or code in any of the five languages, with commas between."),
    )  # fmt: skip
    origin = PlaceField(label=_("Origin"), required=False, help_text=_("Where it is about one corridor."))
    destination = PlaceField(label=_("Destination"), required=False)
    route = forms.ChoiceField(label=_("Route"), choices=lazy(_routes, list), required=False)
    region = forms.ChoiceField(label=_("Region or grouping"), choices=lazy(_regions, list), required=False)
    since = dated(label=_("Since"), required=False)
    until = dated(label=_("Until"), required=False, help_text=_("Empty: it goes on."))
    template = forms.ChoiceField(
        label=_("Kind of measure"), choices=lazy(_templates, list), required=False,
        help_text=_("Of the catalogue, if it is one: then it shows beside measures of that kind."),
    )  # fmt: skip

    def clean_places(self) -> list[str]:
        """Codes of what was written."""
        given = _BETWEEN.split(str(self.cleaned_data["places"]))
        return list(dict.fromkeys(code for text in given if (code := iso3_of(text))))

    def clean(self) -> dict[str, Any]:
        """Both ends of a corridor, or none; no end before the beginning."""
        data = super().clean() or {}
        origin, destination = data.get("origin", ""), data.get("destination", "")
        if not self.errors and bool(origin) != bool(destination):
            self.add_error("destination", gettext("A corridor has an origin and a destination."))
        if origin and origin == destination:
            self.add_error("destination", gettext("A corridor leads from one place to another."))
        since, until = data.get("since", ""), data.get("until", "")
        if since and until and until < since[: len(until)]:
            self.add_error("until", gettext("The end has to come after the beginning."))
        return data


class RowsForm(StepForm):
    """A step with rows: those that there are and some empty ones; a row in which nothing stands counts for none."""

    KIND = ""
    MOST = 12
    EMPTY = 2

    def __init__(self, count: int, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.count = min(count + self.EMPTY, self.MOST)
        for at in range(self.count):
            for name, field in self.row_fields().items():
                self.fields[f"{name}-{at}"] = field

    def row_fields(self) -> dict[str, forms.Field]:
        """The fields of one row."""
        raise TypeError("a step with rows says which fields one has")

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields row by row, for the page."""
        return [[self[f"{name}-{at}"] for name in self.row_fields()] for at in range(self.count)]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The fields that are in no row."""
        return [self[name] for name in self.fields if "-" not in name and name != "seen"]

    def filled(self) -> list[tuple[int, dict[str, Any]]]:
        """The rows in which something stands, with their place."""
        found = []
        for at in range(self.count):
            row = {name: self.cleaned_data.get(f"{name}-{at}") for name in self.row_fields()}
            if any(value not in (None, "", 0) for value in row.values()):
                found.append((at, row))
        return found

    def changes(self) -> dict[str, Any]:
        """What was written, rows as lists."""
        return {name: value for name, value in super().changes().items() if "-" not in name}


class ResultsForm(RowsForm):
    """What it cost and what came of it."""

    cost = amount(label=_("Cost"), min_value=0, help_text=_("In all, as far as it is known; empty where it is not."))
    currency = line(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters, such as EUR or XOF.")
    )
    price_year = forms.IntegerField(label=_("At prices of the year"), min_value=1950, max_value=2100, required=False)
    cost_of = line(label=_("What the cost holds, and what it leaves out"), max_length=600, required=False)

    def row_fields(self) -> dict[str, forms.Field]:
        """A result."""
        return {
            "indicator": line(label=_("Indicator"), max_length=300, required=False),
            "before": amount(label=_("Before")),
            "after": amount(label=_("After")),
            "unit": line(label=_("Unit"), max_length=80, required=False),
            "grade": grade_field(required=False),
            "source": line(
                label=_("Source"), max_length=600, required=False, help_text=_("Where somebody can look it up.")
            ),
        }

    def clean_currency(self) -> str:
        """Three letters."""
        found = str(self.cleaned_data["currency"]).strip().upper()
        if found and not re.fullmatch("[A-Z]{3}", found):
            raise forms.ValidationError(gettext("A currency is three letters, such as EUR or XOF."))
        return found

    def clean(self) -> dict[str, Any]:
        """A cost has its currency; a result has its indicator and grade."""
        data = super().clean() or {}
        if data.get("cost") is not None and not data.get("currency") and "currency" not in self.errors:
            self.add_error("currency", gettext("Say in which currency."))
        for at, row in self.filled():
            if not row["indicator"]:
                self.add_error(f"indicator-{at}", gettext("Say what was measured or observed."))
            if not row["grade"]:
                self.add_error(f"grade-{at}", gettext("Say by which grade of evidence it is known."))
        return data

    def changes(self) -> dict[str, Any]:
        """Results as records hold them."""
        rows = [{name: value for name, value in row.items() if value not in (None, "")} for _at, row in self.filled()]
        return super().changes() | {"results": rows}


class ElsewhereForm(StepForm):
    """What it takes elsewhere, what failed, which rights were considered."""

    transfer = long_text(
        label=_("What it takes elsewhere"),
        help_text=_("Laws, offices, money, people, trust: what has to be there for it to work."),
    )
    failed = long_text(
        label=_("What failed"),
        help_text=_("What went wrong, what you would not do again. Others learn most from this."),
    )
    rights = long_text(
        label=_("Rights considered"),
        help_text=_("Which rights of the people concerned it touches, what was done about them, where to complain."),
    )
    principles = forms.TypedMultipleChoiceField(
        label=_("Common basic principles of integration that it serves"), coerce=int, required=False,
        choices=lazy(principle_choices, list), widget=forms.CheckboxSelectMultiple,
        help_text=_("For the integration handbook; none where it is not about integration."),
    )  # fmt: skip


class SourcesForm(RowsForm):
    """Organisations that answer questions, and what the practice rests on."""

    said = line(
        label=_("What changed since the version before"), max_length=200, required=False,
        help_text=_("In a sentence, for those who read both."),
    )  # fmt: skip
    CONTACTS = 3
    MOST = 30

    def __init__(self, count: int, *given: Any, is_first: bool = True, **named: Any) -> None:
        super().__init__(count, *given, **named)
        for at in range(self.CONTACTS):
            self.fields[f"organisation-{at}"] = line(label=_("Organisation"), max_length=300, required=False)
            self.fields[f"site-{at}"] = link(label=_("Its address on the web"))
        if is_first:
            del self.fields["said"]

    def row_fields(self) -> dict[str, forms.Field]:
        """A source."""
        return {
            "citation": line(label=_("How it is cited"), max_length=600, required=False),
            "link": link(label=_("Where it is found")),
        }

    @property
    def contacts(self) -> list[list[forms.BoundField]]:
        """The fields of contacts, row by row."""
        return [[self[f"organisation-{at}"], self[f"site-{at}"]] for at in range(self.CONTACTS)]

    def _contacts(self) -> list[tuple[int, dict[str, str]]]:
        rows = [
            (at, {"organisation": self.cleaned_data.get(f"organisation-{at}", ""),
                  "link": self.cleaned_data.get(f"site-{at}", "")})
            for at in range(self.CONTACTS)
        ]  # fmt: skip
        return [(at, row) for at, row in rows if any(row.values())]

    def clean(self) -> dict[str, Any]:
        """A contact is an organisation and names nobody; a source says how it is cited."""
        data = super().clean() or {}
        for at, row in self._contacts():
            if not row["organisation"]:
                self.add_error(f"organisation-{at}", gettext("Say which organisation it is."))
            if names_a_person(row["organisation"]):
                self.add_error(
                    f"organisation-{at}", gettext("Name the organisation and its address on the web, no person.")
                )
        for at, row in self.filled():
            if not row["citation"]:
                self.add_error(f"citation-{at}", gettext("Say how it is cited."))
        return data

    def changes(self) -> dict[str, Any]:
        """Contacts and sources as records hold them."""
        found = {name: value for name, value in super().changes().items() if name == "said"}
        contacts = [{name: value for name, value in row.items() if value} for _at, row in self._contacts()]
        sources = [{name: value for name, value in row.items() if value} for _at, row in self.filled()]
        return found | {"contacts": contacts, "sources": sources}


class ReasonForm(forms.Form):
    """A reason that others read."""

    reason = long_text(label=_("Reason"), rows=3, required=True)


def _for_which(members: Sequence[Member]) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("For which member"), choices=[(one.pk, one.name) for one in members])


class MemberForm(forms.Form):
    """For which member a practice is begun."""

    def __init__(self, members: Sequence[Member], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["member"] = _for_which(members)
        self.fields["member"].help_text = _("The practice is that member’s; its people write, submit and withdraw it.")


class ReviewForm(forms.Form):
    """A review: each criterion judged, a recommendation, words to the authors."""

    def __init__(self, members: Sequence[Member], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if len(members) > 1:
            self.fields["member"] = _for_which(members)
        for name, (question, help_text) in CRITERIA.items():
            self.fields[f"{name}-judgement"] = forms.ChoiceField(
                label=question, help_text=help_text, choices=Judgement.choices, widget=forms.RadioSelect
            )
            self.fields[f"{name}-comment"] = long_text(label=_("Your comment"), rows=2, max_length=4000)
        self.fields["recommendation"] = forms.ChoiceField(
            label=_("You recommend to"), choices=Recommendation.choices, widget=forms.RadioSelect
        )
        self.fields["text"] = long_text(
            label=_("To the authors"), max_length=10_000,
            help_text=_("What you miss, what convinced you. Asked for unless you recommend to publish it."),
        )  # fmt: skip
        self.fields["language"] = LanguageField(label=_("Language of your comments"))
        self.initial.setdefault("language", _spoken())

    def clean(self) -> dict[str, Any]:
        """A judgement that is no plain yes has a comment; a recommendation to wait or decline says why."""
        data = super().clean() or {}
        for name in CRITERIA:
            judged = data.get(f"{name}-judgement")
            if judged and judged != Judgement.YES and not data.get(f"{name}-comment", "").strip():
                self.add_error(f"{name}-comment", gettext("Say what is missing."))
        recommended = data.get("recommendation")
        if recommended and recommended != Recommendation.ACCEPT and not data.get("text", "").strip():
            self.add_error("text", gettext("Tell the authors what you miss."))
        return data

    @property
    def judgements(self) -> dict[str, dict[str, str]]:
        """What was judged, by criterion."""
        return {
            name: {"judgement": self.cleaned_data[f"{name}-judgement"], "comment": self.cleaned_data[f"{name}-comment"]}
            for name in CRITERIA
        }

    @property
    def criteria(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each criterion with its comment, for the page."""
        return [(self[f"{name}-judgement"], self[f"{name}-comment"]) for name in CRITERIA]

    @property
    def last(self) -> list[forms.BoundField]:
        """What stands below the criteria."""
        return [self[name] for name in ("recommendation", "text", "language")]


class TriedForm(forms.Form):
    """We tried it here."""

    place = PlaceField(label=_("Where"), help_text=_("Country or territory, by name or code."))
    since = dated(label=_("Since"))
    until = dated(label=_("Until"), required=False, help_text=_("Empty: it goes on."))
    adapted = long_text(
        label=_("How you adapted it"), required=True, max_length=10_000,
        help_text=_("What you did otherwise, and why. Say so where you did nothing otherwise."),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_("Did it work?"), choices=Outcome.choices, widget=forms.RadioSelect)
    indicator = line(label=_("Indicator"), max_length=300, required=False)
    before = amount(label=_("Before"))
    after = amount(label=_("After"))
    unit = line(label=_("Unit"), max_length=80, required=False)
    source = line(label=_("Source"), max_length=600, required=False, help_text=_("Where somebody can look it up."))
    grade = grade_field(help_text=_("By how you know that it worked, or that it did not."))
    change = long_text(
        label=_("What you would change"), max_length=10_000, help_text=_("Asked for unless it worked as it was.")
    )
    language = LanguageField(label=_("Language in which you write"))

    def __init__(self, members: Sequence[Member], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if len(members) > 1:
            self.fields["member"] = _for_which(members)
            self.order_fields(["member"])
        self.initial.setdefault("language", _spoken())

    def clean(self) -> dict[str, Any]:
        """A value has an indicator and a source; what did not simply work says what to change."""
        data = super().clean() or {}
        has_value = data.get("before") is not None or data.get("after") is not None
        if has_value and not data.get("indicator"):
            self.add_error("indicator", gettext("Say of which indicator the values are."))
        if data.get("after") is not None and not data.get("source"):
            self.add_error("source", gettext("Say where the value can be looked up."))
        if data.get("outcome") in (Outcome.PARTLY, Outcome.NOT) and not data.get("change", "").strip():
            self.add_error("change", gettext("Say what you would change: that is what the next one learns from."))
        return data


class EditionForm(forms.Form):
    """What an edition of the handbook says of itself."""

    title = line(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language of the edition"))
    dated = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    introduction = long_text(label=_("Introduction"), rows=10, help_text=_("Markdown is read."))

    def __init__(self, languages: Sequence[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["language"].choices = languages
        self.fields["language"].help_text = _(
            "Headings and sentences of the house are in it. A practice stands in its translation where one is there, "
            "marked as one, else in its own language."
        )


class TakeInForm(forms.Form):
    """A practice and the principle under which it stands."""

    def __init__(self, practices: Sequence[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["practice"] = forms.ChoiceField(label=_("Practice"), choices=practices)
        self.fields["principle"] = forms.TypedChoiceField(
            label=_("Under the principle"), coerce=int, choices=principle_choices()
        )


def decimal_text(value: Decimal | None) -> str:
    """A figure as it stands in a field."""
    return "" if value is None else format(value.normalize(), "f")
