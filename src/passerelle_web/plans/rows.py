"""Forms for the parts of an action and of a plan's head that come in rows: costs, sources of funds, steps, risks …

A row that is left empty is no row; emptying one takes it away. Each reads from and writes to the library's records.
Stands on `people`'s forms.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

import msgspec
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle.base.words import say
from passerelle.plans import codes
from passerelle.plans.building import key_from
from passerelle.plans.records import Need, Plan, Quantity, Range

Values = dict[str, Any]


def said_choices(known: Mapping[str, codes.Code], empty: str = "–") -> list[tuple[str, str]]:
    """Codes with their titles in the reader's language, behind an empty choice."""
    language = get_language() or "en"
    return [("", empty), *((code, say(one.title, language)) for code, one in known.items())]


def quantity_text(value: Quantity | None) -> str:
    """A quantity as it is typed: one number, or low:likely:high."""
    if value is None:
        return ""
    if isinstance(value, Range):
        return ":".join(f"{end:f}" for end in (value.low, value.likely, value.high))
    return f"{value:f}"


class QuantityField(forms.CharField):
    """A number, or a three-point estimate typed as low:likely:high."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("max_length", 80)
        super().__init__(widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "decimal"}), **named)

    def clean(self, value: Any) -> Any:
        """The exact number or range; None where nothing is typed."""
        text = str(super().clean(value)).replace(" ", "").replace("\u202f", "")
        if not text:
            return None
        try:
            parts = [Decimal(part) for part in text.split(":")]
        except InvalidOperation:
            raise forms.ValidationError(
                gettext("Write a number such as 1250.50, or low:likely:high such as 90:100:140.")
            ) from None
        if len(parts) == 1:
            return parts[0]
        if len(parts) != 3:
            raise forms.ValidationError(gettext("Write one number, or three: low:likely:high."))
        return Range(*parts)


class Row(forms.Form):
    """One row. `asked` names the fields of which one at least makes it a row; `key` is kept from page to page."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    asked: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *given: Any, record: Plan, **named: Any) -> None:
        self.plan = record
        super().__init__(*given, **named)
        self.prepare()

    def prepare(self) -> None:
        """Fill choices from the plan."""

    @property
    def is_empty(self) -> bool:
        """Was nothing typed that makes a row?"""
        return not any(str(self.cleaned_data.get(name) or "").strip() for name in self.asked)

    def clean(self) -> Values:
        """Ask for what a row cannot do without, once something is typed in it."""
        data = super().clean() or {}
        if not self.errors and not self.is_empty:
            for name in self.needed:
                if data.get(name) in (None, ""):
                    self.add_error(name, gettext("This is needed here."))
        return data

    def values(self) -> Values:
        """The row as the record has it."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}


class CostRow(Row):
    """A line of costs."""

    item = forms.CharField(label=_("Item"), max_length=200, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    quantity = QuantityField(label=_("How many"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    unit_cost = QuantityField(label=_("Each costs"), required=False)
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)
    prices_of = forms.IntegerField(label=_("Prices of"), min_value=1990, max_value=2100, required=False)
    inflation = forms.ChoiceField(label=_("Inflation"), required=False)
    spread = forms.ChoiceField(
        label=_("When"), required=False,
        choices=[
            ("even", _("over the action’s days")), ("start", _("at its start")), ("end", _("at its end")),
            ("yearly", _("again every twelve months")),
        ],
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=500, required=False)
    to_check = forms.BooleanField(label=_("Still to be checked"), required=False)
    asked = ("item", "quantity", "unit_cost")
    needed = ("item", "category", "quantity", "unit_cost")

    def prepare(self) -> None:
        """Categories by title, the plan's assumptions by key."""
        self.fields["category"].choices = said_choices(codes.categories())
        self.fields["inflation"].choices = [
            ("", _("the plan’s first")), *((one.key, one.key) for one in self.plan.inflation)
        ]  # fmt: skip

    def clean_currency(self) -> str:
        """In capitals."""
        return str(self.cleaned_data["currency"]).upper()


class FundRow(Row):
    """What a source gives."""

    source = forms.ChoiceField(label=_("Source"), required=False)
    share = forms.DecimalField(label=_("Share, %"), min_value=0, max_value=100, required=False)
    amounts = forms.CharField(
        label=_("Or amounts by year"), max_length=400, required=False,
        help_text=_("Such as 2027: 420000; 2028: 60000"), widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    asked = ("source", "share", "amounts")
    needed = ("source",)

    def prepare(self) -> None:
        """The plan's sources."""
        self.fields["source"].choices = [("", "–"), *((one.key, one.name) for one in self.plan.sources)]

    def clean_amounts(self) -> dict[int, Decimal]:
        """Amounts by year."""
        found: dict[int, Decimal] = {}
        for part in str(self.cleaned_data["amounts"]).replace("\n", ";").split(";"):
            if not part.strip():
                continue
            year, _colon, amount = part.partition(":")
            try:
                found[int(year)] = Decimal(amount.strip().replace(" ", ""))
            except (ValueError, InvalidOperation):
                raise forms.ValidationError(gettext("Write years with amounts: 2027: 420000; 2028: 60000.")) from None
        return found

    def values(self) -> Values:
        """A share in parts of one, or amounts."""
        found = super().values()
        if "share" in found:
            found["share"] = found["share"] / 100
        return {name: value for name, value in found.items() if name != "key" and value != {}}


class StepRow(Row):
    """A step."""

    title = forms.CharField(label=_("Step"), max_length=200, required=False)
    by = forms.DateField(
        label=_("By"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    asked = needed = ("title",)

    def values(self) -> Values:
        """Without a key: steps have none."""
        return {name: value for name, value in super().values().items() if name != "key"}


class NeedRow(Row):
    """An action that has to end first."""

    action = forms.ChoiceField(label=_("Action"), required=False)
    gap_days = forms.IntegerField(label=_("Days between"), min_value=0, max_value=3660, required=False)
    asked = needed = ("action",)

    def prepare(self) -> None:
        """All other actions of the plan."""
        self.fields["action"].choices = [("", "–"), *((one.key, one.title) for one in self.plan.actions())]

    def values(self) -> Values:
        """Without a key."""
        return {name: value for name, value in super().values().items() if name != "key"}


class IndicatorRow(Row):
    """What is judged by: a name, where it stood, where it shall stand."""

    name = forms.CharField(label=_("Indicator"), max_length=200, required=False)
    code = forms.ChoiceField(
        label=_("In the evidence"), required=False,
        help_text=_("Its baseline is then filled from the newest figure, with its source."),
    )  # fmt: skip
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)
    places = forms.CharField(
        label=_("Places"), max_length=80, required=False, help_text=_("Codes such as MAR or MAR BEL, origin first."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip
    baseline = forms.DecimalField(label=_("Baseline"), required=False)
    period = forms.CharField(label=_("of"), max_length=40, required=False)
    baseline_source = forms.CharField(label=_("Source of the baseline"), max_length=400, required=False)
    target = forms.DecimalField(label=_("Target"), required=False)
    on = forms.DateField(
        label=_("by"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    source = forms.CharField(label=_("How it is verified"), max_length=400, required=False)
    asked = ("name", "code", "baseline", "target")
    needed = ("name",)

    def prepare(self) -> None:
        """The indicators of the evidence by name."""
        self.fields["code"].choices = evidence_choices()

    def clean(self) -> Values:
        """A target has its day, a baseline its period."""
        data = super().clean()
        if not self.errors:
            if data.get("target") is not None and not data.get("on"):
                self.add_error("on", gettext("By which day?"))
            if data.get("baseline") is not None and not data.get("period"):
                self.add_error("period", gettext("Of which year or period?"))
        return data

    def values(self) -> Values:
        """With baseline and target as parts of their own."""
        data = self.cleaned_data
        found: Values = {name: data[name] for name in ("name", "code", "unit", "source") if data.get(name)}
        if data.get("places"):
            found["places"] = data["places"].upper().replace(",", " ").split()
        if data.get("baseline") is not None:
            found["baseline"] = {
                "value": data["baseline"], "period": data["period"], "source": data.get("baseline_source") or ""
            }  # fmt: skip
        if data.get("target") is not None:
            found["target"] = {"value": data["target"], "on": data["on"]}
        return found


def evidence_choices() -> list[tuple[str, str]]:
    """Indicators of the evidence by name in the reader's language."""
    from passerelle.evidence.indicators.registry import all_indicators  # noqa: PLC0415  reads the readers' papers

    language = get_language() or "en"
    named = [(one.id, say(one.name, language)) for one in all_indicators().values() if one.scope != "route"]
    return [("", "–"), *sorted(named, key=lambda one: one[1])]


GRADES = [("low", _("low")), ("medium", _("medium")), ("high", _("high"))]


class RiskRow(Row):
    """A risk."""

    text = forms.CharField(label=_("Risk"), max_length=1000, required=False)
    likelihood = forms.ChoiceField(label=_("Likelihood"), choices=GRADES, initial="medium", required=False)
    effect = forms.ChoiceField(label=_("Effect"), choices=GRADES, initial="medium", required=False)
    mitigation = forms.CharField(label=_("What is done about it"), max_length=1000, required=False)
    owner = forms.CharField(label=_("By whom"), max_length=120, required=False)
    asked = needed = ("text",)

    def values(self) -> Values:
        """Without a key."""
        return {name: value for name, value in super().values().items() if name != "key"}


class TradeRow(Row):
    """A sector exposed to trade."""

    sector = forms.ChoiceField(label=_("Sector"), required=False)
    text = forms.CharField(label=_("What happens"), max_length=1000, required=False)
    jobs_at_risk = forms.IntegerField(label=_("Jobs at risk"), min_value=0, required=False)
    mitigation = forms.CharField(label=_("What is done about it"), max_length=1000, required=False)
    source = forms.CharField(label=_("Source"), max_length=400, required=False)
    asked = needed = ("sector",)

    def prepare(self) -> None:
        """Sections of ISIC."""
        self.fields["sector"].choices = said_choices(codes.sectors())

    def values(self) -> Values:
        """Without a key."""
        return {name: value for name, value in super().values().items() if name != "key"}


class CarrierRow(Row):
    """A department or a stakeholder."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    member = forms.ChoiceField(label=_("Of"), required=False)
    part = forms.CharField(label=_("Its part"), max_length=1000, required=False)
    asked = needed = ("name",)

    def prepare(self) -> None:
        """The plan's owners."""
        self.fields["member"].choices = [("", "–"), *((name, name) for name in self.plan.owners)]


class StakeholderRow(Row):
    """A stakeholder."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    kind = forms.CharField(label=_("Kind"), max_length=80, required=False)
    part = forms.CharField(label=_("Its part"), max_length=1000, required=False)
    asked = needed = ("name",)


class SourceRow(Row):
    """A source of funds."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False,
        choices=[
            ("own", _("own budget")), ("donor", _("donor")), ("grant", _("grant")), ("loan", _("loan")),
            ("diaspora", _("diaspora")), ("private", _("private")),
        ],
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)
    asked = needed = ("name",)


class InflationRow(Row):
    """An assumption of inflation."""

    name = forms.CharField(label=_("Name"), max_length=40, required=False, help_text=_("Such as euro or dirham"))
    rate = forms.DecimalField(label=_("% a year"), min_value=-50, max_value=999, required=False)
    source = forms.CharField(label=_("Who says so"), max_length=200, required=False)
    asked = ("name", "rate", "source")
    needed = ("rate", "source")

    def values(self) -> Values:
        """A rate in parts of one; its name is its key."""
        found = super().values()
        name = found.pop("name", "")
        found["key"] = found.get("key") or key_from(name or "prices")
        return found | {"rate": found["rate"] / 100}


class RateRow(Row):
    """A rate of exchange."""

    base = forms.CharField(label=_("One unit of"), max_length=3, required=False)
    units = forms.DecimalField(label=_("is"), required=False, min_value=0)
    currency = forms.CharField(label=_("units of"), max_length=3, required=False)
    day = forms.DateField(
        label=_("on"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    source = forms.CharField(label=_("Who published it"), max_length=200, required=False)
    asked = ("units", "currency", "day", "source")
    needed = ("base", "units", "currency", "day", "source")

    def values(self) -> Values:
        """In capitals, without a key."""
        found = {name: value for name, value in super().values().items() if name != "key"}
        return found | {name: found[name].upper() for name in ("base", "currency")}


# Rows together ------------------------------------------------------------------------------------------

_SETS: dict[str, tuple[type[Row], Any]] = {
    "costs": (CostRow, _("Costs")),
    "funds": (FundRow, _("Sources of funds")),
    "steps": (StepRow, _("Steps")),
    "needs": (NeedRow, _("What has to end first")),
    "indicators": (IndicatorRow, _("Judged by")),
    "risks": (RiskRow, _("Risks")),
    "trade": (TradeRow, _("Sectors exposed to trade")),
    "departments": (CarrierRow, _("Departments")),
    "stakeholders": (StakeholderRow, _("Stakeholders")),
    "sources": (SourceRow, _("Sources of funds")),
    "inflation": (InflationRow, _("Inflation")),
    "exchange_rates": (RateRow, _("Rates of exchange")),
}
EXTRA = 2
MOST_ROWS = 400


class Rows:
    """All rows of one list of a part: its title, its forms, what they hold."""

    def __init__(self, name: str, record: Plan, held: Sequence[Any], data: Any = None, more: bool = False) -> None:
        self.name, self.record = name, record
        row, self.title = _SETS[name]
        count = len(held) + EXTRA
        if data is not None:
            typed = str(data.get(f"{name}-TOTAL", ""))
            count = min(int(typed) if typed.isdigit() else 0, MOST_ROWS) + (EXTRA if more else 0)
        starts = [_initial(name, one) for one in held]
        self.forms = [
            row(
                data, prefix=f"{name}-{at}", record=record,
                initial=starts[at] if data is None and at < len(starts) else None,
            )
            for at in range(count)
        ]  # fmt: skip
        self.is_given = data is not None

    @property
    def total(self) -> int:
        """How many rows the page shows."""
        return len(self.forms)

    @property
    def columns(self) -> list[Any]:
        """The labels of a row's fields."""
        return list(self.forms[0].visible_fields()) if self.forms else []

    def is_valid(self) -> bool:
        """Is every row right?"""
        checked = [form.is_valid() for form in self.forms]  # each, so that all that is wrong is told at once
        return all(checked)

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """What is wrong: the id of the field, its label with the row's number, the sentence."""
        if not self.is_given:
            return []
        found = []
        for at, form in enumerate(self.forms, 1):
            for field in form:
                for error in field.errors:
                    found.append((field.auto_id, f"{self.title} {at}, {field.label}", str(error)))
        return found

    def values(self) -> list[Values]:
        """What stands in the rows that are no empty ones, each with a key where such parts have one."""
        found = [form.values() for form in self.forms if not form.is_empty]
        keys: set[str] = {one["key"] for one in found if one.get("key")}
        for one in found:
            if self.name in _KEYED and not one.get("key"):
                one["key"] = key_from(str(one.get("item") or one.get("name") or self.name), keys)
                keys.add(one["key"])
        return found


_KEYED = {"costs", "departments", "stakeholders", "sources", "inflation"}


def _initial(name: str, held: Any) -> Values:
    """A part of the plan as its row's first values."""
    if name == "needs":
        need = held if isinstance(held, Need) else Need(action=held)
        return {"action": need.action, "gap_days": need.gap_days or ""}
    found: Values = msgspec.structs.asdict(held)
    if name == "costs":
        found |= {part: quantity_text(found[part]) for part in ("quantity", "unit_cost")}
    elif name == "funds":
        found["share"] = "" if found["share"] is None else f"{(found['share'] * 100).normalize():f}"
        found["amounts"] = "; ".join(f"{year}: {amount:f}" for year, amount in found["amounts"].items())
    elif name == "inflation":
        found |= {"name": found["key"], "rate": f"{(found['rate'] * 100).normalize():f}"}
    elif name == "indicators":
        found |= _indicator(held)
    return found


def _indicator(held: Any) -> Values:
    found: Values = {"places": " ".join(held.places)}
    if held.baseline is not None:
        found |= {"baseline": f"{held.baseline.value:f}", "period": held.baseline.period,
                  "baseline_source": held.baseline.source}  # fmt: skip
    else:
        found["baseline"] = ""
    if held.target is not None:
        found |= {"target": f"{held.target.value:f}", "on": held.target.on}
    else:
        found["target"] = ""
    return found


def rows_of(names: Iterable[str], record: Plan, holder: Any, data: Any = None) -> list[Rows]:
    """The rows of several lists of a part; `more` in what was typed asks for further empty ones."""
    asked = data.get("more", "") if data is not None else ""
    return [Rows(name, record, getattr(holder, name, ()), data, more=asked == name) for name in names]
