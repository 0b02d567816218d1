"""The form of a screening: features and the rights that they touch, the ordered questions, what is to be done, dissent.

Anything may stay empty: what is missing is said by the library once it is saved. Only what could not be kept as it was
typed is refused. Reading it into the library's record is in `screening_typed`. Stands on `screening_reading`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle.base.errors import PasserelleError
from passerelle.base.words import say
from passerelle.measures import screening as library
from passerelle.measures.screening.forms import ANSWERS, EFFECTS
from passerelle.measures.screening.instruments import absolute_rights
from passerelle.measures.screening.questions import STAGES
from passerelle.measures.templates import Template
from passerelle_web.measures import screening_typed as typed
from passerelle_web.people.models import Membership

MOST_LETTERS = 4_000
MOST_ROWS = 40


def _said(text: str) -> str:
    return say(text, get_language() or "en")


def _rights() -> list[tuple[str, Any]]:
    """Rights to choose from, those without limitation in a group of their own."""
    absolute = [(code, _said(title)) for code, title in library.all_rights().items() if code in absolute_rights()]
    others = [(code, _said(title)) for code, title in library.all_rights().items() if code not in absolute_rights()]
    groups = [(gettext("They admit no limitation"), absolute), (gettext("They may be limited by law"), others)]
    return [("", gettext("Choose a right")), *groups]


def _effects() -> list[tuple[str, str]]:
    said = [(code, _said(text)) for code, text in EFFECTS.items()]
    return [("", gettext("Not said yet")), *said, (typed.NOT_HERE, gettext("does not touch it here"))]


def _questions() -> list[tuple[str, str]]:
    return [("", gettext("The whole")), *((q.code, _said(q.title)) for q in library.all_questions().values())]


def _line(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))


def _text(label: Any, rows: int = 2, help_text: Any = "", most: int = MOST_LETTERS) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )  # fmt: skip


def _choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices)


def _answer(label: str) -> forms.ChoiceField:
    choices = [(code, _said(text)) for code, text in ANSWERS.items()]
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its fields: for all rights and, of a test, for single ones."""

    code: str
    title: str
    basis: str
    fields: list[forms.BoundField]
    single: list[list[forms.BoundField]]
    is_open: bool


class ScreeningForm(forms.Form):
    """A screening as it is typed."""

    review_by = forms.DateField(
        label=_("Day of review"), required=False,
        help_text=_("Within a year. From that day on the screening is out of date."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(
        self, templates: Sequence[Template], desks: Sequence[Membership], days: tuple[date, date], data: Any = None,
        *, initial: Mapping[str, Any],
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial)
        self.usual = typed.usual_pairs(templates)
        self.days = days
        self.screening: library.Screening | None = None
        given: Mapping[str, Any] = data if data is not None else initial
        self.counts = {name: _count(given.get(f"rows-{name}")) for name in typed.ROWS}
        self.singles = {code: _count(given.get(f"rows-{code}"), 1) for code in typed.TESTS}
        for name, field in self._all_fields(desks):
            self.fields[name] = field
        day = {"min": (days[0] + timedelta(days=1)).isoformat(), "max": days[1].isoformat()}
        self.fields["review_by"].widget.attrs.update(day)

    def _all_fields(self, desks: Sequence[Membership]) -> Iterator[tuple[str, forms.Field]]:
        if len(desks) > 1:
            choices = [(str(one.pk), str(one.department or one.member)) for one in desks]
            yield "desk", forms.ChoiceField(label=_("You screen for"), choices=choices)
        rights = _rights()
        for at in range(self.counts["feature"]):
            yield f"feature-{at}-text", _text(_("Feature of the measure"), 1, most=400)
            yield f"feature-{at}-right", _choice(_("Right"), rights)
            yield f"feature-{at}-effect", _choice(_("What it does to it"), _effects())
        for question in library.all_questions().values():
            yield from self._fields_of(question, question.code, _said(question.ask))
            for at in range(self.singles.get(question.code, 0)):
                name = f"{question.code}-{at}"
                yield f"{name}-right", _choice(_("For this right alone"), rights)
                yield from self._fields_of(question, name, gettext("Answer for this right"))
        for at in range(self.counts["todo"]):
            yield f"todo-{at}-text", _text(_("What is to be done"), 1)
            yield f"todo-{at}-by", _line(_("Who does it"))
            yield f"todo-{at}-question", _choice(_("So that this holds"), _questions())
        for at in range(self.counts["dissent"]):
            yield f"dissent-{at}-by", _line(_("Who differs"))
            yield f"dissent-{at}-text", _text(_("What they hold"), 1)
            yield f"dissent-{at}-question", _choice(_("About"), _questions())

    @staticmethod
    def _fields_of(question: library.Question, name: str, ask: str) -> Iterator[tuple[str, forms.Field]]:
        yield f"{name}-answer", _answer(ask)
        yield f"{name}-reason", _text(_("Reason"))
        if "alternatives" in question.needs:
            told = _("One a line: its name, a colon, why it was not taken. “Yes” needs at least one.")
            yield f"{name}-alternatives", _text(_("Less restrictive alternatives"), 3, told)
        told = _("“Yes” needs at least one: a law, a text, an address.") if "evidence" in question.needs else ""
        yield f"{name}-evidence", _text(_("Evidence, one a line"), help_text=told)

    # What the page shows -------------------------------------------------------------------------------

    def rows(self, kind: str) -> list[list[forms.BoundField]]:
        """The rows of a kind, each with its fields."""
        return [[self[f"{kind}-{at}-{part}"] for part in typed.ROWS[kind]] for at in range(self.counts[kind])]

    @property
    def features(self) -> list[list[forms.BoundField]]:
        """Rows of what touches a right."""
        return self.rows("feature")

    @property
    def todo(self) -> list[list[forms.BoundField]]:
        """Rows of what is to be done."""
        return self.rows("todo")

    @property
    def dissent(self) -> list[list[forms.BoundField]]:
        """Rows of dissent."""
        return self.rows("dissent")

    def stages(self) -> list[tuple[str, str, list[Asked]]]:
        """The questions by stage, in their order: its code, its words, its questions."""
        found: list[tuple[str, str, list[Asked]]] = []
        for question in library.all_questions().values():
            if not found or found[-1][0] != question.kind:
                found.append((question.kind, _said(STAGES[question.kind]), []))
            found[-1][2].append(self._asked(question))
        return found

    def _asked(self, question: library.Question) -> Asked:
        code = question.code
        names = [f"{code}-{at}" for at in range(self.singles.get(code, 0))]
        single = [[self[f"{name}-right"], *self._bound(name)] for name in names]
        is_open = any(field.value() or field.errors for fields in single for field in fields)
        return Asked(code, _said(question.title), question.basis, self._bound(code), single, is_open)

    def _bound(self, name: str) -> list[forms.BoundField]:
        parts = [f"{name}-{part}" for part in ("answer", "reason", "alternatives", "evidence")]
        return [self[part] for part in parts if part in self.fields]

    def hidden(self) -> list[tuple[str, int]]:
        """How many rows of each kind the page has."""
        counted = {**self.counts, **self.singles}
        return [(f"rows-{name}", count) for name, count in counted.items()]

    def faults(self) -> list[tuple[str, str, str]]:
        """Every fault with the id of its field and what the field is about."""
        found = []
        for name in self.fields:
            bound = self[name]
            about = self._about(name)
            label = f"{about}: {bound.label}" if about and about != bound.label else str(bound.label)
            # of several radio buttons the first
            at = f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id
            found += [(at, label, str(error)) for error in bound.errors]
        return found

    @staticmethod
    def _about(name: str) -> str:
        first, _dash, rest = name.partition("-")
        if first in library.all_questions():
            return _said(library.all_questions()[first].title)
        at = rest.partition("-")[0]
        return gettext("Line {number}").format(number=int(at) + 1) if at.isdigit() else ""

    # What it says --------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """The whole as the library's record, in `screening`."""
        found = super().clean() or {}
        reader = typed.Reader(found, self.counts, self.singles, self.usual)
        screening = reader.screening(found.get("review_by"))
        day = found.get("review_by")
        if day and not self.days[0] < day <= self.days[1]:
            reader.faults.append(("review_by", gettext("The day of review comes after today, and within a year.")))
        for name, fault in reader.faults:
            self.add_error(name, fault)
        if not self.errors:
            self.screening = self._readable(screening)
        return found

    def _readable(self, parts: Mapping[str, Any]) -> library.Screening | None:
        """The record, if it can be read back from its file."""
        try:
            # the action puts the measure of the site in its place
            measure = library.Measure("-", "MEX", "USA", features=parts["features"])
            made = library.Screening(measure, **{n: v for n, v in parts.items() if n != "features"})
            return library.read_screening(library.as_yaml(made))
        except PasserelleError as fault:
            self.add_error(None, str(fault))
            return None


def _count(given: object, least: int = 0) -> int:
    text = str(given or "")
    return max(least, min(int(text), MOST_ROWS)) if text.isascii() and text.isdigit() and len(text) < 4 else least
