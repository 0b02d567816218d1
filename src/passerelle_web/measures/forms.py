"""Forms of measures: parameters of one or several templates on a corridor, what the user supplies, names and questions.

Values are read by the library's own reader of settings, so that page, command line and API take the same. Stands on
`queries`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle.base.errors import PasserelleError
from passerelle.base.names import find_place
from passerelle.base.words import say
from passerelle.measures.runs import Asked, asked
from passerelle.measures.settings import read_settings
from passerelle.measures.simulation.inputs import ALWAYS, UNITS_OF_NEEDED, CorridorInputs
from passerelle.measures.simulation.runs import LONGEST
from passerelle.measures.templates import Parameter, Template
from passerelle.output.runs import quantity_text
from passerelle_web.measures.models import Run


def _said(text: str) -> str:
    return say(text, get_language() or "en")


def unit_text(unit: str) -> str:
    """A unit as the form says it; a bare share needs none."""
    return "" if unit == "1" else _said(unit)


def _step(low: float, high: float) -> str:
    width = high - low
    return "any" if width <= 2 else "0.1" if width <= 30 else "1"


class TryForm(forms.Form):
    """Parameters of the templates, what nobody knows of the corridor, and the size of the run."""

    years = forms.IntegerField(label=_("Years"), min_value=1, max_value=LONGEST, initial=10)
    discount = forms.FloatField(
        label=_("Discount, % a year"), min_value=0, max_value=15, initial=3,
        help_text=_("What a dollar in a year is worth less than a dollar now."),
    )  # fmt: skip
    seed = forms.IntegerField(
        label=_("Seed"), min_value=0, max_value=2**31, initial=1, help_text=_("The same seed gives the same numbers.")
    )
    transit = forms.CharField(
        label=_("Place of transit"), required=False, max_length=80,
        help_text=_("Where some of the movers pass through, if any."),
    )  # fmt: skip

    def __init__(
        self, templates: Sequence[Template], inputs: CorridorInputs, data: Any = None, *, initial: Any = None
    ) -> None:
        self.templates, self.inputs = tuple(templates), inputs
        super().__init__(data, initial=initial)
        self.asked: Asked | None = None
        for name, field in self._parameter_fields():
            self.fields[name] = field
        for name in self.lacking:
            self.fields[name] = self._needed_field(name)

    @property
    def lacking(self) -> list[str]:
        """What the templates cannot do without and the evidence does not know."""
        needed = {*ALWAYS, *(need for template in self.templates for need in template.required)}
        return [name for name in self.inputs.missing if name in needed]

    @property
    def cannot(self) -> str:
        """Why the model cannot answer for this corridor, whatever is given; "" where it can."""
        if self.inputs.peopled is not None:
            return ""
        said = gettext(
            "{place}: WPP 2019 has no population by age, from which the model starts; it has none for places of fewer "
            "than 90,000 people, and no other figure can stand for it."
        )
        return said.format(place=self.inputs.corridor.places[0].name(get_language() or "en"))

    def _parameter_fields(self) -> Iterator[tuple[str, forms.Field]]:
        for template in self.templates:
            for p in template.parameters:
                yield f"{template.code}.{p.name}", _choice_field(p) if p.role == "choice" else _range_field(p)

    def _needed_field(self, name: str) -> forms.Field:
        unit, title = UNITS_OF_NEEDED[name]
        return forms.CharField(
            label=f"{_said(title)}, {_said(unit)}", max_length=60,
            help_text=_("No source that we read knows it. Give a value, or lowest:likeliest:highest; it is yours."),
        )  # fmt: skip

    def fieldsets(self) -> list[tuple[Template, list[forms.BoundField], list[forms.BoundField]]]:
        """Of each template its choices, and the fields of what is assumed."""
        found = []
        for template in self.templates:
            choices = [self[f"{template.code}.{p.name}"] for p in template.parameters if p.role == "choice"]
            assumed = [self[f"{template.code}.{p.name}"] for p in template.parameters if p.role != "choice"]
            found.append((template, choices, assumed))
        return found

    @property
    def needed(self) -> list[forms.BoundField]:
        """The fields of what the user must supply."""
        return [self[name] for name in self.lacking]

    @property
    def sizes(self) -> list[forms.BoundField]:
        """The fields of the run's size."""
        return [self[name] for name in ("years", "discount", "seed", "transit")]

    def clean_transit(self) -> str:
        """The place of transit by its code."""
        text = str(self.cleaned_data.get("transit") or "").strip()
        if not text:
            return ""
        try:
            return find_place(text).iso3
        except PasserelleError as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean(self) -> dict[str, Any]:
        """The whole question, as the library reads it."""
        data = super().clean() or {}
        if self.errors:
            return data
        written = [f"{name}={data[name]}" for name in self._changed(data)]
        try:
            settings = read_settings(written, self.templates)
            self.asked = asked(
                [template.code for template in self.templates], self.inputs.corridor, settings, years=data["years"],
                discount=data["discount"] / 100, seed=data["seed"], transit=data["transit"],
            )  # fmt: skip
        except PasserelleError as fault:
            raise forms.ValidationError(str(fault)) from fault
        return data

    def _changed(self, data: dict[str, Any]) -> list[str]:
        names = [f"{t.code}.{p.name}" for t in self.templates for p in t.parameters] + self.lacking
        return [name for name in names if _is_given(data.get(name), self.fields[name].initial)]


def _is_given(value: object, usual: object) -> bool:
    """Did somebody write something other than what stands there anyway?"""
    if isinstance(value, float):
        return value != usual
    return str(value or "").strip() not in ("", str(usual))


def _label(p: Parameter) -> str:
    """The title with its unit, unless the title has it already: "Years of training" needs no "years"."""
    title, unit = _said(p.title), unit_text(p.unit)
    return title if not unit or unit.casefold() in title.casefold() else f"{title}, {unit}"


def _choice_field(p: Parameter) -> forms.Field:
    widget = forms.NumberInput(attrs={"step": _step(p.low, p.high), "data-slider": "", "data-unit": unit_text(p.unit)})
    return forms.FloatField(
        label=_label(p), min_value=p.low, max_value=p.high, initial=_plain(p.default), widget=widget,
        help_text=_("{low} to {high}").format(
            low=quantity_text(p.low, get_language() or "en"), high=quantity_text(p.high, get_language() or "en")
        ),
    )  # fmt: skip


def _range_field(p: Parameter) -> forms.Field:
    return forms.CharField(
        label=_label(p), max_length=60, required=False,
        initial=":".join(str(_plain(end)) for end in (p.low, p.default, p.high)), help_text=_said(p.source),
    )  # fmt: skip


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


class KeepForm(forms.Form):
    """A name under which a run is kept."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)


class MeasureForm(forms.Form):
    """A measure's title and the parties' question."""

    title = forms.CharField(label=_("Title"), max_length=160)
    question = forms.CharField(
        label=_("The question of the parties"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What do you want to know or reach together? Others read it."),
    )  # fmt: skip


def values_of(run: Run) -> dict[str, object]:
    """What an earlier run was asked, as the form's first values."""
    request = run.request
    found: dict[str, object] = {
        "years": request["years"], "discount": round(request["discount"] * 100, 6), "seed": request["seed"],
        "transit": request["transit"],
    }  # fmt: skip
    for name, triple in request["settings"].items():
        ends = [_plain(value) for value in triple]
        found[name] = ends[1] if ends[0] == ends[2] else ":".join(map(str, ends))
    return found
