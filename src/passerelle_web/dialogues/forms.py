"""The forms of dialogues: opening and changing, parties, offices, sessions, speaking, hiding.

What they do is in the actions. Stands on `models`.
"""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle.base.corridors import named_routes
from passerelle.base.groupings import all_groupings
from passerelle.base.words import say
from passerelle.plans.codes import themes
from passerelle_web.dialogues.models import Dialogue, OfficeRole, Profile, Session, Stage
from passerelle_web.dialogues.models.meeting import RULES, Constituency, Scope
from passerelle_web.dialogues.models.speaking import LONGEST
from passerelle_web.library.models import Document
from passerelle_web.people.models import Member
from passerelle_web.texts.languages import LanguageField

POINTS = 8  # empty rows of an agenda


def day(**named: Any) -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **named)


def moment(**named: Any) -> forms.DateTimeField:
    """A day and an hour."""
    shape = "%Y-%m-%dT%H:%M"
    widget = forms.DateTimeInput(format=shape, attrs={"type": "datetime-local"})
    return forms.DateTimeField(widget=widget, input_formats=[shape, "%Y-%m-%d %H:%M"], **named)


def long_text(**named: Any) -> forms.CharField:
    """A text of several lines, in any direction."""
    rows = named.pop("rows", 6)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **named)


def _themes() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(code, say(one.title, language)) for code, one in themes().items()]


def _routes() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [("", "–"), *((code, say(route.name, language)) for code, route in named_routes().items())]


def _regions() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [("", "–"), *((code, say(one.name, language)) for code, one in all_groupings().items())]


def rules() -> list[tuple[int, Any]]:
    """The rules of attribution, the loosest first."""
    return [(int(rule), label) for rule, label in RULES.items()]


class AboutForm(forms.Form):
    """What a dialogue says of itself, which can be changed."""

    title = forms.CharField(label=_("Title"), max_length=200)
    purpose = long_text(
        label=_("Purpose"), required=False, help_text=_("What the parties want to find out or agree. Markdown is read.")
    )
    language = LanguageField(label=_("Language of title and purpose"))
    theme = forms.ChoiceField(label=_("Theme"), choices=lazy(_themes, list))
    begins = day(label=_("Begins"))
    ends = day(label=_("Ends"), required=False, help_text=_("Empty: until further notice."))
    rule = forms.TypedChoiceField(
        label=_("Attribution outside of sessions"), coerce=int, choices=rules, widget=forms.RadioSelect,
        help_text=_("Each session may have its own rule. A rule is tightened, never loosened, for what was said."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=_("Everybody reads it"), required=False,
        help_text=_("As far as the rule of attribution lets. Closed sessions are for the parties alone."),
    )  # fmt: skip


class OpenForm(AboutForm):
    """A new dialogue, with what it is about."""

    scope = forms.ChoiceField(label=_("About"), choices=Scope.choices, widget=forms.RadioSelect)
    origin = forms.CharField(label=_("Origin"), max_length=80, required=False, help_text=_("For a corridor."))
    destination = forms.CharField(label=_("Destination"), max_length=80, required=False)
    route = forms.ChoiceField(label=_("Route"), choices=lazy(_routes, list), required=False)
    region = forms.ChoiceField(label=_("Region or grouping"), choices=lazy(_regions, list), required=False)
    constituency = forms.ChoiceField(
        label=_("Constituencies"), choices=Constituency.choices,
        help_text=_(
            "By what parties are told apart where members are not named, and in which blocs consensus is sought. "
            "It cannot be changed later."
        ),
    )  # fmt: skip
    field_order = (
        "title", "purpose", "language", "theme", "scope", "origin", "destination", "route", "region", "begins", "ends",
        "rule", "constituency", "is_public",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What a scope needs is there."""
        data = super().clean() or {}
        needed = {"corridor": ("origin", "destination"), "route": ("route",), "region": ("region",)}
        for name in needed.get(data.get("scope", ""), ()):
            if not data.get(name):
                self.add_error(name, gettext("This is needed for what the dialogue is about."))
        return data


class StageForm(forms.Form):
    """How far a dialogue is."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices, widget=forms.RadioSelect)


class PartyForm(forms.Form):
    """A member that comes in."""

    profile = forms.ChoiceField(
        label=_("Profile"), choices=Profile.choices, initial=Profile.NONE,
        help_text=_("What the state is on the way of migrants, by its own word. Members that are no states have none."),
    )  # fmt: skip

    def __init__(self, members: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["member"] = forms.ModelChoiceField(label=_("Member"), queryset=members)
        self.order_fields(("member", "profile"))


class LeaveForm(forms.Form):
    """A party that withdraws."""

    on = day(label=_("First day without"), required=False, help_text=_("Empty: today."))
    reason = long_text(label=_("Reason"), required=False, rows=3)


class OfficeForm(forms.Form):
    """A person who chairs, moderates or reports."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("Of a person who has an account here."))
    role = forms.ChoiceField(label=_("Office"), choices=OfficeRole.choices)


class SessionForm(forms.Form):
    """A meeting or a round in writing."""

    title = forms.CharField(label=_("Title"), max_length=200)
    is_written = forms.BooleanField(label=_("In writing, without a meeting"), required=False)
    starts_at = moment(label=_("Starts"), help_text=_("In the time zone below."))
    ends_at = moment(label=_("Ends"), required=False)
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(one, one) for one in sorted(available_timezones())]
    )
    rule = forms.TypedChoiceField(label=_("Attribution"), coerce=int, choices=rules, widget=forms.RadioSelect)
    where = forms.CharField(label=_("Where"), max_length=300, required=False)
    link = forms.URLField(label=_("Link to take part"), required=False, assume_scheme="https")

    def __init__(self, *given: Any, with_rule: bool = True, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial.setdefault("zone", "UTC")
        if not with_rule:
            del self.fields["rule"], self.fields["is_written"]

    def clean(self) -> dict[str, Any]:
        """Hours are those of the zone that was chosen; the end comes after the start."""
        data = super().clean() or {}
        if data.get("zone"):
            for name in ("starts_at", "ends_at"):
                if data.get(name):
                    data[name] = timezone.make_naive(data[name]).replace(tzinfo=ZoneInfo(data["zone"]))
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] < data["starts_at"]:
            self.add_error("ends_at", gettext("The end has to come after the beginning."))
        return data


class AgendaForm(forms.Form):
    """The points of an agenda, in their order."""

    def __init__(self, session: Session, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        points = list(session.agenda.all())
        for at in range(max(len(points) + 3, POINTS)):
            title, speaker = (points[at].title, points[at].speaker) if at < len(points) else ("", "")
            number = at + 1
            self.fields[f"title{at}"] = forms.CharField(
                label=_("Point {number}").format(number=number), max_length=300, required=False, initial=title
            )
            self.fields[f"speaker{at}"] = forms.CharField(
                label=_("Introduced by, point {number}").format(number=number), max_length=200, required=False,
                initial=speaker,
            )  # fmt: skip

    def points(self) -> list[tuple[str, str]]:
        """What was filled in."""
        many = len(self.fields) // 2
        return [(self.cleaned_data[f"title{at}"], self.cleaned_data[f"speaker{at}"]) for at in range(many)]


class MinutesForm(forms.Form):
    """The minutes of a session."""

    text = long_text(label=_("Minutes"), rows=14, help_text=_("Markdown is read."))
    language = LanguageField()


class TightenForm(forms.Form):
    """A tighter rule."""

    def __init__(self, session: Session, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        tighter = [(rule, label) for rule, label in rules() if rule > session.rule]
        self.fields["rule"] = forms.TypedChoiceField(
            label=_("Attribution"), coerce=int, choices=tighter, widget=forms.RadioSelect
        )


class SpeakForm(forms.Form):
    """Something to say."""

    text = long_text(
        label=_("Your contribution"), max_length=LONGEST, help_text=_("In your own language. Markdown is read.")
    )
    language = LanguageField()

    def __init__(self, members: Sequence[Member], sessions: Sequence[Session], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if len(members) > 1:
            self.fields["member"] = forms.ChoiceField(
                label=_("You speak for"), choices=[(one.pk, one.name) for one in members]
            )
        if sessions:
            self.fields["session"] = forms.ChoiceField(
                label=_("In session"), required=False,
                choices=[("", _("none: under the dialogue’s own rule")), *((one.pk, one.title) for one in sessions)],
            )  # fmt: skip
        self.initial.setdefault("language", get_language() or "en")


class JointForm(forms.Form):
    """A statement that other parties are asked to join."""

    title = forms.CharField(label=_("Title"), max_length=200)
    wording = long_text(label=_("Wording"), max_length=LONGEST, rows=8, help_text=_("Markdown is read."))
    language = LanguageField()
    members = forms.MultipleChoiceField(
        label=_("Whom you ask"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Only those that agree are named. Your own member agrees by asking."),
    )  # fmt: skip
    answer_by = day(label=_("Answer by"), required=False, help_text=_("Empty: no day is set."))

    def __init__(
        self, mine: Sequence[Member], others: Sequence[Member], sessions: Sequence[Session], *given: Any, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.fields["members"].choices = [(str(one.pk), one.name) for one in others]
        if len(mine) > 1:
            self.fields["member"] = forms.ChoiceField(
                label=_("You speak for"), choices=[(one.pk, one.name) for one in mine]
            )
        if sessions:
            self.fields["session"] = forms.ChoiceField(
                label=_("In session"), required=False,
                choices=[("", _("none: under the dialogue’s own rule")), *((one.pk, one.title) for one in sessions)],
            )  # fmt: skip
        self.initial.setdefault("language", get_language() or "en")
        self.order_fields(("member", "title", "wording", "language", "session", "members", "answer_by"))


class PaperForm(forms.Form):
    """A document of the library for a session."""

    document = forms.ChoiceField(
        label=_("Document"), required=False, help_text=_("Those handed in last that are open to you.")
    )
    link = forms.CharField(
        label=_("Or its address"), max_length=500, required=False,
        help_text=_("Of its page in the library, where it is not among these."),
    )  # fmt: skip

    def __init__(self, documents: Sequence[Document], points: Sequence[str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["document"].choices = [("", "–"), *((str(one.pk), one.title) for one in documents)]
        if points:
            self.fields["point"] = forms.ChoiceField(
                label=_("For the point"), required=False,
                choices=[("", _("the whole session")), *((one, one) for one in points)],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the two is there."""
        data = super().clean() or {}
        if not data.get("document") and not data.get("link"):
            self.add_error("document", gettext("Choose a document, or give its address."))
        return data


class ReasonForm(forms.Form):
    """A reason."""

    reason = long_text(label=_("Reason"), rows=3)


class AppealAnswerForm(forms.Form):
    """What becomes of an appeal."""

    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[("show", _("Show the contribution again")), ("keep", _("Let it stay hidden"))],
    )  # fmt: skip
    answer = long_text(label=_("Answer"), rows=3, max_length=2_000, help_text=_("Who appealed reads it."))


def initial_of(dialogue: Dialogue) -> dict[str, Any]:
    """What stands in the form of a dialogue that is changed."""
    return {name: getattr(dialogue, name) for name in AboutForm.base_fields}
