"""The forms of plans: a new one, its head, objectives, measures, actions, reports, commitments, papers.

Rows of a part are in `rows`. What they do is in the actions. Stands on `rows`.
"""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle.base.corridors import named_routes
from passerelle.base.errors import PasserelleError
from passerelle.base.groupings import all_groupings
from passerelle.base.names import find_place
from passerelle.base.words import say
from passerelle.measures.templates import all_templates
from passerelle.plans import codes
from passerelle.plans.checking import currencies
from passerelle.plans.records import Action, Plan
from passerelle.plans.starts import all_starts
from passerelle_web.people.models import Member
from passerelle_web.plans.models import Report
from passerelle_web.plans.rows import said_choices

LONG = forms.Textarea(attrs={"rows": 4, "dir": "auto"})


def _day(**named: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **named)


def _routes() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [("", "–"), *((code, say(route.name, language)) for code, route in named_routes().items())]


def _place(text: str) -> str:
    """A place of any spelling as its code."""
    if not text.strip():
        return ""
    try:
        return find_place(text).iso3
    except PasserelleError as problem:
        raise forms.ValidationError(str(problem)) from None


class AboutForm(forms.Form):
    """What every plan says of itself: title, period, currency, places."""

    title = forms.CharField(label=_("Title"), max_length=200)
    start = _day(label=_("From"))
    end = _day(label=_("Up to and with"))
    currency = forms.CharField(
        label=_("Currency"), max_length=3, initial="EUR",
        help_text=_("All totals are in it; lines may be in others, with a dated rate of exchange."),
    )  # fmt: skip
    origin = forms.CharField(label=_("Origin"), max_length=80, required=False)
    destination = forms.CharField(label=_("Destination"), max_length=80, required=False)
    route = forms.ChoiceField(label=_("Or a route"), choices=_routes, required=False)

    def clean_currency(self) -> str:
        """A code of ISO 4217."""
        code = str(self.cleaned_data["currency"]).upper()
        if code not in currencies():
            raise forms.ValidationError(gettext("“{code}” is not a currency of ISO 4217.").format(code=code))
        return code

    def clean_origin(self) -> str:
        """By its code."""
        return _place(str(self.cleaned_data["origin"]))

    def clean_destination(self) -> str:
        """By its code."""
        return _place(str(self.cleaned_data["destination"]))

    def clean(self) -> dict[str, Any]:
        """The end comes after the start."""
        data = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] <= data["start"]:
            self.add_error("end", gettext("The end has to come after the beginning."))
        if data.get("origin") and data.get("origin") == data.get("destination"):
            self.add_error("destination", gettext("Origin and destination are the same place."))
        return data

    def where(self) -> dict[str, Any]:
        """What the plan is about, as the record has it."""
        places = [self.cleaned_data.get(name) for name in ("origin", "destination")]
        return {"places": [one for one in places if one], "route": self.cleaned_data.get("route") or ""}


class NewForm(AboutForm):
    """A new plan: what to begin with, and whose it is."""

    begin = forms.ChoiceField(label=_("Begin"), widget=forms.RadioSelect)
    field_order = ("begin", "title", "owners", "start", "end", "currency", "origin", "destination", "route")

    def __init__(self, members: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        language = get_language() or "en"
        self.fields["begin"].choices = [
            ("empty", gettext("with nothing in it")),
            *((code, gettext("with the phases of “{title}”").format(title=say(one.title, language)))
              for code, one in all_starts().items()),
        ]  # fmt: skip
        self.fields["owners"] = forms.ModelMultipleChoiceField(
            label=_("Whose plan"), queryset=Member.objects.on(timezone.localdate()), required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Your own member first of all; others make it a joint plan, and each adopts it by itself."),
        )  # fmt: skip
        self.initial.setdefault("begin", "national-strategy")
        self.initial.setdefault("owners", [one.pk for one in members[:1]])
        self.order_fields(self.field_order)


class CopyForm(forms.Form):
    """A plan begun from another's."""

    title = forms.CharField(label=_("Title"), max_length=200)


class HeadForm(AboutForm):
    """The head of a plan."""

    summary = forms.CharField(label=_("Summary"), required=False, max_length=8000, widget=LONG)
    situation = forms.CharField(
        label=_("Situation"), required=False, max_length=8000, widget=LONG,
        help_text=_("What is known, with its sources; what nobody knows."),
    )  # fmt: skip
    aims = forms.CharField(
        label=_("Common aims"), required=False, max_length=8000, widget=LONG, help_text=_("One on each line.")
    )
    monitoring = forms.CharField(label=_("Monitoring"), required=False, max_length=8000, widget=LONG)
    prices_of = forms.IntegerField(
        label=_("In prices of"), required=False, min_value=1990, max_value=2100,
        help_text=_("The year of whose prices costs speak, where a line does not say."),
    )  # fmt: skip
    rates_on = _day(label=_("Rates of exchange of"), required=False)
    contingency = forms.DecimalField(
        label=_("Contingency, % of costs"), required=False, min_value=0, max_value=100, initial=0
    )
    correlation = forms.DecimalField(
        label=_("Correlation of costs between actions"), required=False, min_value=0, max_value=1, initial="0.25",
        help_text=_("0: what makes one action dearer says nothing of others; 1: all move alike."),
    )  # fmt: skip

    @staticmethod
    def values_of(record: Plan) -> dict[str, Any]:
        """A plan's head as the form's first values."""
        places = record.where.places
        return {
            "title": record.title, "start": record.period.start, "end": record.period.end,
            "currency": record.currency, "origin": places[0] if places else "",
            "destination": places[-1] if len(places) > 1 else "", "route": record.where.route,
            "summary": record.summary, "situation": record.situation, "aims": "\n".join(record.aims),
            "monitoring": record.monitoring, "prices_of": record.prices_of, "rates_on": record.rates_on,
            "contingency": f"{(record.contingency.rate * 100).normalize():f}",
            "correlation": record.uncertainty.correlation,
        }  # fmt: skip


class PartForm(forms.Form):
    """An objective: title and words."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("In words"), required=False, max_length=8000, widget=LONG)


class MeasureForm(PartForm):
    """A measure in a plan."""

    template = forms.ChoiceField(
        label=_("Of the catalogue"), required=False,
        help_text=_("From it come the rights that are usually touched."),
    )  # fmt: skip
    origin = forms.CharField(label=_("Origin"), max_length=80, required=False)
    transit = forms.CharField(label=_("Place of transit"), max_length=80, required=False)
    destination = forms.CharField(label=_("Destination"), max_length=80, required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        language = get_language() or "en"
        self.fields["template"].choices = [
            ("", gettext("none")), *((code, say(one.title, language)) for code, one in all_templates().items())
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both ends of the corridor, or neither."""
        data = super().clean() or {}
        for name in ("origin", "transit", "destination"):
            try:
                data[name] = _place(str(data.get(name) or ""))
            except forms.ValidationError as wrong:
                self.add_error(name, wrong)
        ends = [data.get("origin"), data.get("destination")]
        if any(ends) and not all(ends):
            self.add_error("destination" if ends[0] else "origin", gettext("A corridor has both ends."))
        return data


class ActionForm(PartForm):
    """An action of a plan."""

    lead = forms.ChoiceField(label=_("Leads"), required=False)
    helps = forms.MultipleChoiceField(label=_("Helps"), required=False, widget=forms.CheckboxSelectMultiple)
    start = _day(label=_("Start"), required=False)
    end = _day(label=_("End"), required=False)
    days = forms.IntegerField(
        label=_("Or how many days"), required=False, min_value=1, max_value=36600,
        help_text=_("Without a start it begins as soon as what it needs has ended."),
    )  # fmt: skip
    theme = forms.ChoiceField(label=_("Theme that it serves"), required=False)
    phase = forms.ChoiceField(
        label=_("Phase of irregular migration"), required=False, help_text=_("Where it is about that.")
    )
    gcm = forms.MultipleChoiceField(
        label=_("Objectives of the Global Compact"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    sdg = forms.MultipleChoiceField(
        label=_("Targets of the SDGs"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )

    def __init__(self, record: Plan, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        carriers = list(record.carriers().items())
        self.fields["lead"].choices = [("", gettext("nobody yet")), *carriers]
        self.fields["helps"].choices = carriers
        if not carriers:
            del self.fields["helps"]
        self.fields["theme"].choices = said_choices(codes.themes())
        self.fields["phase"].choices = said_choices(codes.phases())
        for name, known in (("gcm", codes.objectives()), ("sdg", codes.targets())):
            self.fields[name].choices = [(code, f"{code} {title}") for code, title in said_choices(known)[1:]]

    @staticmethod
    def values_of(action: Action) -> dict[str, Any]:
        """An action as the form's first values."""
        return {
            "title": action.title, "text": action.text, "lead": action.lead, "helps": list(action.helps),
            "start": action.start, "end": action.end, "days": action.days, "theme": action.theme,
            "phase": action.phase, "gcm": [str(number) for number in action.gcm], "sdg": list(action.sdg),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Two of start, end and days, or days alone."""
        data = super().clean() or {}
        start, end, days = (data.get(name) for name in ("start", "end", "days"))
        if not self.errors:
            if start and end:
                if end < start:
                    self.add_error("end", gettext("It ends before it starts."))
                data["days"] = None  # the two days say it
            elif not days:
                self.add_error("days", gettext("It needs two of start, end and days, or days alone."))
        return data


class TextForm(forms.Form):
    """A plan as text, in the form of its file."""

    text = forms.CharField(
        label=_("The plan as YAML or JSON"), max_length=8_000_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "dir": "ltr", "spellcheck": "false", "class": "code"}),
    )  # fmt: skip


class FileForm(forms.Form):
    """A file of a plan, or of costs."""

    file = forms.FileField(label=_("File"))


class _Measures(forms.ModelMultipleChoiceField):
    """Measures with their corridors, so that none of another pair of places is taken by mistake."""

    def label_from_instance(self, row: Any) -> str:
        """Title, origin and destination."""
        return f"{row.title} ({row.origin} → {row.destination})"


class TakeForm(forms.Form):
    """Measures of the site to be taken into a plan."""

    years = forms.IntegerField(label=_("For how many years"), min_value=1, max_value=20, initial=3)
    objective = forms.ChoiceField(label=_("Under which objective"), required=False)

    def __init__(self, record: Plan, measures: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["objective"].choices = [
            *((one.key, one.title) for one in record.objectives), ("", gettext("a new one"))
        ]  # fmt: skip
        self.fields["measures"] = _Measures(
            label=_("Measures"), queryset=measures, widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.order_fields(("measures", "objective", "years"))


class ReasonForm(forms.Form):
    """A reason that stays written."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=LONG)


class ReportForm(forms.Form):
    """A report on an action."""

    state = forms.ChoiceField(label=_("It is"), choices=Report.State.choices, widget=forms.RadioSelect)
    share = forms.DecimalField(label=_("How much of the work is done, %"), required=False, min_value=0, max_value=100)
    expected_end = _day(label=_("When it will end, as you expect now"), required=False)
    spent = forms.DecimalField(label=_("Spent so far, since the start"), required=False, min_value=0)
    text = forms.CharField(label=_("What was done"), required=False, max_length=8000, widget=LONG)
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Needed where it is dropped; welcome where it is late."),
    )  # fmt: skip
    title = forms.CharField(label=_("Evidence: what it is"), required=False, max_length=200)
    address = forms.URLField(label=_("Its address"), required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("PDF, picture, table or text, up to 10 MB.")
    )

    def __init__(self, action: Action, currency: str, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.action = action
        self.fields["spent"].label = gettext("Spent so far, since the start, {currency}").format(currency=currency)
        for at, one in enumerate(action.indicators):
            unit = f", {one.unit}" if one.unit else ""
            self.fields[f"observed-{at}"] = forms.DecimalField(label=f"{one.name}{unit}", required=False)
        self.order_fields((
            "state", "share", "expected_end", *(name for name in self.fields if name.startswith("observed-")), "spent",
            "text", "reason",
        ))  # fmt: skip

    def observed(self) -> dict[str, str]:
        """Values of the action's indicators by their name, as exact texts; what is left empty is not known."""
        return {
            one.name: f"{value:f}"
            for at, one in enumerate(self.action.indicators)
            if (value := self.cleaned_data.get(f"observed-{at}")) is not None
        }

    def clean(self) -> dict[str, Any]:
        """A dropped action has its reason."""
        data = super().clean() or {}
        if data.get("state") == Report.State.DROPPED and not str(data.get("reason") or "").strip():
            self.add_error("reason", gettext("Say in a sentence why it is dropped."))
        return data


class CommentForm(forms.Form):
    """A comment on a report."""

    text = forms.CharField(label=_("Your comment"), max_length=4000, widget=LONG)


class PledgeForm(forms.Form):
    """A commitment."""

    text = forms.CharField(label=_("What the member will do"), max_length=2000, widget=LONG)
    metric = forms.CharField(
        label=_("Measured by"), max_length=300, required=False, help_text=_("A number that others can look up.")
    )
    baseline = forms.CharField(
        label=_("Where that stands today"), max_length=300, required=False, help_text=_("With its year and source.")
    )
    owner = forms.CharField(
        label=_("Who answers for it"), max_length=200, required=False,
        help_text=_("An office or a function, not a person’s name: everybody reads it."),
    )  # fmt: skip
    due = _day(label=_("By which day, set by yourself"), required=False)


class PaperForm(forms.Form):
    """A strategy paper."""

    title = forms.CharField(label=_("Title"), max_length=200)
    place = forms.CharField(label=_("Country"), max_length=80, required=False)
    grouping = forms.ChoiceField(label=_("Or a region"), required=False)
    first_year = forms.IntegerField(label=_("From the year"), required=False, min_value=1950, max_value=2100)
    last_year = forms.IntegerField(label=_("to the year"), required=False, min_value=1950, max_value=2100)
    source = forms.CharField(
        label=_("Where it was published"), max_length=300, required=False, help_text=_("Publisher, date, address.")
    )
    file = forms.FileField(label=_("The paper as PDF"), required=False)
    text = forms.CharField(
        label=_("Or its text, pasted"), required=False, max_length=4_000_000,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )  # fmt: skip
    allocations = forms.CharField(
        label=_("Money by sector"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("One on each line: sector; amount; currency. Such as: Health; 12000000; EUR"),
    )  # fmt: skip

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        language = get_language() or "en"
        named_ones = sorted((say(one.name, language), code) for code, one in all_groupings().items())
        self.fields["grouping"].choices = [("", "–"), *((code, name) for name, code in named_ones)]

    def clean_place(self) -> str:
        """By its code."""
        return _place(str(self.cleaned_data["place"]))

    def clean_allocations(self) -> list[Any]:
        """Lines as allocations."""
        from decimal import Decimal, InvalidOperation  # noqa: PLC0415  for this field alone

        from passerelle.plans.coherence.papers import Allocation  # noqa: PLC0415

        found = []
        for number, line in enumerate(str(self.cleaned_data["allocations"]).splitlines(), 1):
            if not line.strip():
                continue
            parts = [part.strip() for part in line.split(";")]
            try:
                sector, amount, currency = parts
                found.append(Allocation(sector, Decimal(amount.replace(" ", "")), currency.upper()))
            except (ValueError, InvalidOperation):
                said = gettext("Line {number}: write sector; amount; currency.").format(number=number)
                raise forms.ValidationError(said) from None
        return found

    def clean(self) -> dict[str, Any]:
        """A text, one way or the other; a country or a region."""
        data = super().clean() or {}
        if not self.errors:
            if not data.get("file") and not str(data.get("text") or "").strip():
                self.add_error("file", gettext("Give the paper as PDF, or paste its text."))
            if not data.get("place") and not data.get("grouping"):
                self.add_error("place", gettext("Say which country or region the paper is about."))
        return data


class OutcomeForm(forms.Form):
    """What came of a run in a year."""

    quantity = forms.ChoiceField(label=_("Quantity"))
    year = forms.IntegerField(label=_("In which year of the run"), min_value=1, max_value=40)
    value = forms.FloatField(label=_("What was observed"))
    on = _day(label=_("Observed on"))
    source = forms.CharField(label=_("Source"), max_length=300)

    def __init__(self, quantities: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["quantity"].choices = list(quantities)
