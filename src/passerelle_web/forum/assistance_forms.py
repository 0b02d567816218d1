"""The forms of the assistance desk: asking, offering, terms, missions, results.

What they do is in the actions. Stands on `fields`.
"""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle_web.forum.fields import (
    PlaceField,
    day,
    languages_field,
    long_text,
    members_field,
    short_text,
    theme_field,
)
from passerelle_web.forum.models import HelpRequest, Offer
from passerelle_web.forum.models.assistance import LONGEST
from passerelle_web.forum.year_forms import ForMember
from passerelle_web.library.told import place_said
from passerelle_web.measures.models import Measure
from passerelle_web.people.models import Member
from passerelle_web.plans.models import Plan
from passerelle_web.texts.languages import LanguageField

ROLES = 4  # rows of roles on a mission


def _refuse_turned(form: forms.Form, data: dict[str, Any], first: str, last: str) -> None:
    if data.get(first) and data.get(last) and data[last] < data[first]:
        form.add_error(last, gettext("The end has to come after the beginning."))


class HelpForm(forms.Form):
    """A request for help."""

    title = short_text(label=_("With what, in a line"), max_length=200)
    need = long_text(
        label=_("What help is asked for"), max_length=LONGEST,
        help_text=_("What you want to be able to do, what stands in the way, what help would serve. Markdown is read."),
    )  # fmt: skip
    brings = long_text(
        label=_("What you bring yourselves"), rows=4, max_length=4_000,
        help_text=_("People, rooms, data, money: whatever it is."),
    )  # fmt: skip
    language = LanguageField(label=_("Language of these words"))
    theme = theme_field()
    measure = forms.ModelChoiceField(label=_("For a measure"), queryset=Measure.objects.none(), required=False)
    plan = forms.ModelChoiceField(label=_("For a plan"), queryset=Plan.objects.none(), required=False)
    place = PlaceField(required=False, help_text=_("Where the help is needed. Empty for a state: the state itself."))
    wanted_from = day(label=_("From"), required=False)
    wanted_until = day(label=_("To"), required=False)
    wanted_languages = languages_field(help_text=_("In which the help could be given. Several may be chosen."))
    is_public = forms.BooleanField(
        label=_("Everybody reads it"), required=False,
        help_text=_("Else people of members alone read it. Offers that wait are read by the two members alone."),
    )  # fmt: skip

    def __init__(self, members: list[Member], *given: Any, request: HelpRequest | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        keys = [one.pk for one in members]
        self.fields["measure"].queryset = Measure.objects.filter(member__in=keys).order_by("title")
        self.fields["plan"].queryset = Plan.objects.filter(owners__in=keys).distinct().order_by("title")
        if request is None:
            self.fields["member"] = members_field(members, label=_("For"))
            self.order_fields(("member",))
            self.initial.setdefault("language", get_language() or "en")
            self.initial.setdefault("is_public", True)
        else:
            self.initial = {name: getattr(request, name) for name in self.fields} | {"place": place_said(request.place)}

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning; an empty place is left to the member's own."""
        data = super().clean() or {}
        _refuse_turned(self, data, "wanted_from", "wanted_until")
        if not data.get("place") and "member" in self.fields:
            data.pop("place", None)
        return data


class OfferForm(ForMember):
    """An offer of help."""

    what = long_text(label=_("What you offer"), max_length=LONGEST, help_text=_("Markdown is read."))
    pays = long_text(
        label=_("Who pays for what"), rows=3, max_length=4_000,
        help_text=_("Travel, time, rooms, translation: say it before, so that nobody has to ask."),
    )  # fmt: skip
    begins = day(label=_("From"), required=False)
    ends = day(label=_("To"), required=False)
    language = LanguageField(label=_("Language of these words"))

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or {}
        _refuse_turned(self, data, "begins", "ends")
        return data


class MaybeWhyForm(forms.Form):
    """A reason that may stay empty."""

    why = long_text(label=_("Reason"), rows=3, required=False, max_length=4_000)


class TermsForm(ForMember):
    """Terms of reference."""

    text = long_text(
        label=_("Terms of reference"), rows=14, max_length=LONGEST,
        help_text=_("Aim, steps, who does what, when, who pays, what will be reported. Markdown is read."),
    )  # fmt: skip
    language = LanguageField()
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_base(self) -> int:
        """The number of the version that was before one's eyes."""
        return int(self.cleaned_data["base"] or 0)


class MissionForm(forms.Form):
    """A mission, with what people do on it."""

    title = short_text(label=_("Title"), max_length=200)
    language = LanguageField()
    where = short_text(label=_("Where"), max_length=200, required=False)
    begins = day(label=_("From"))
    ends = day(label=_("To"))

    def __init__(self, offer: Offer, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.sides = {str(one.pk): one for one in (offer.member, offer.request.member)}
        for at in range(ROLES):
            told = {"number": at + 1}
            self.fields[f"role{at}"] = short_text(
                label=gettext("Role {number}").format(**told), max_length=120, required=at == 0,
                help_text=gettext("What somebody does, such as adviser on statistics; no name.") if at == 0 else "",
            )  # fmt: skip
            self.fields[f"of{at}"] = forms.ChoiceField(
                label=gettext("Role {number} is of").format(**told),
                choices=[(key, one.name) for key, one in self.sides.items()],
            )
            self.fields[f"email{at}"] = forms.EmailField(
                label=gettext("Role {number}: e-mail address").format(**told), required=False,
                help_text=gettext("Of a person with an account here. The two members alone see who it is.")
                if at == 0 else "",
            )  # fmt: skip
        self.initial.setdefault("language", get_language() or "en")

    def clean(self) -> dict[str, Any]:
        """The end comes after the beginning."""
        data = super().clean() or {}
        _refuse_turned(self, data, "begins", "ends")
        return data

    def roles(self) -> list[tuple[str, Member, str]]:
        """What was filled in."""
        told = self.cleaned_data
        return [(told[f"role{at}"], self.sides[told[f"of{at}"]], told[f"email{at}"]) for at in range(ROLES)]

    def about(self) -> dict[str, Any]:
        """What the mission is."""
        return {name: self.cleaned_data[name] for name in ("title", "language", "where", "begins", "ends")}


class ReportForm(ForMember):
    """A report on a mission."""

    text = long_text(
        label=_("Report"), rows=10, max_length=LONGEST, help_text=_("Markdown is read. Name roles, not people.")
    )
    language = LanguageField()


class ResultForm(forms.Form):
    """What came of the help."""

    text = long_text(label=_("What came of it"), rows=8, max_length=LONGEST, help_text=_("Markdown is read."))
    indicator = short_text(
        label=_("Indicator"), max_length=200, required=False, help_text=_("By what one sees it, with its unit.")
    )
    before = short_text(label=_("Before"), max_length=60, required=False)
    after = short_text(label=_("After"), max_length=60, required=False)
    lesson = long_text(label=_("What others can learn from it"), rows=4, max_length=4_000)
    language = LanguageField()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial.setdefault("language", get_language() or "en")


class CommitForm(forms.Form):
    """A commitment that a member makes with its offer."""

    text = long_text(
        label=_("What your member will do"), rows=4, max_length=4_000,
        help_text=_("With its measure, where it stands today, and who is in charge."),
    )  # fmt: skip
    due = day(label=_("By"), required=False)


class AbilityForm(ForMember):
    """What a member can help with."""

    theme = theme_field()
    what = long_text(label=_("What you can help with"), rows=4, max_length=4_000)
    language = LanguageField(label=_("Language of these words"))
    languages = languages_field()


class CloseForm(forms.Form):
    """Why a request is closed."""

    reason = long_text(label=_("Reason"), rows=3, max_length=4_000)
