"""The forms of members and accounts. What they do is in the actions; allauth's own stand in `account_forms`.

Holds fields, labels and help. Ground of the site.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from passerelle.base.places import current_places
from passerelle_web.people.member_actions import OWN_TO_CHANGE
from passerelle_web.people.models import Kind, Member, Role
from passerelle_web.people.permissions import GUARDED, OWN_TO_GIVE, Somebody, may

BY_DAY = {"type": "date"}


def day_field(**named: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs=BY_DAY), **named)


def _places() -> list[tuple[str, str]]:
    language = get_language() or "en"
    named = sorted((place.name(language), place.iso3) for place in current_places())
    return [("", "–"), *((iso3, name) for name, iso3 in named)]


class PersonForm(forms.Form):
    """How one is called, and in which language one reads."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        required=False,
        help_text=_("As people of the members that you act for will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of these pages when you sign in, and of the mails to you."),
    )


class ActForForm(forms.Form):
    """For which of her members a person acts."""

    member = forms.ModelChoiceField(
        label=_("Act for"),
        queryset=Member.objects.none(),
        empty_label=None,
        help_text=_("What you do from now on is done for it, until you sign out or choose another."),
    )

    def __init__(self, members: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["member"].queryset = members


class MemberForm(forms.ModelForm):
    """A member. Its own delegates change its names; the rest is shown to them and not taken."""

    place = forms.ChoiceField(
        label=_("Country or territory"),
        choices=_places,
        required=False,
        help_text=_("Of a state only."),
    )
    since = day_field(label=_("Member since"))
    until = day_field(
        label=_("Member until"),
        required=False,
        help_text=_("The first day on which it is no member any more. The people in it can then no longer act for it."),
    )

    class Meta:
        model = Member
        fields = ("name", "short_name", "kind", "place", "since", "until")
        labels = {"name": _("Name"), "short_name": _("Short name"), "kind": _("Kind")}  # noqa: RUF012  Django's own shape
        help_texts = {  # noqa: RUF012
            "name": _("In full, as it calls itself."),
            "short_name": _("As it is spoken of at the table, such as Morocco or IOM. No other member has the same."),
        }

    def __init__(self, somebody: Somebody, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kind"].choices = [("", _("Choose")), *Kind.choices]
        if self.instance.pk is None:
            del self.fields["until"]
            self.initial.setdefault("since", timezone.localdate())
        elif not may(somebody, "people.add_member"):
            for name in set(self.fields) - OWN_TO_CHANGE:
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Only a state has a place: one chosen for another kind is a slip of the hand."""
        given = super().clean() or {}
        if given.get("kind") == Kind.STATE and not given.get("place"):
            self.add_error("place", _("Choose the country or territory of this state."))
        if given.get("kind") != Kind.STATE:
            given["place"] = ""
        return given

    def _get_validation_exclusions(self) -> set[str]:
        # a missing place is told beside its field, not once more for the whole form
        return super()._get_validation_exclusions() | ({"place"} if "place" in self.errors else set())


class DepartmentForm(forms.Form):
    """One more department."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("Two people check each other only where they sit in different departments or members."),
    )


def roles_to_give(somebody: Somebody, member: Member) -> list[tuple[str, Any]]:
    """The roles in a member that a person may give."""
    if not may(somebody, "people.add_membership", member):
        return [(value, label) for value, label in Role.choices if value in OWN_TO_GIVE]
    guarded = () if may(somebody, "people.guard") else GUARDED
    return [(value, label) for value, label in Role.choices if value not in guarded]


class MembershipForm(forms.Form):
    """A person with an account, put into a member."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of the account that the person has made here."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    department = forms.ModelChoiceField(label=_("Department"), queryset=None, required=False, empty_label="–")
    since = day_field(label=_("Since"))

    def __init__(self, somebody: Somebody, member: Member, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["role"].choices = roles_to_give(somebody, member)
        self.fields["department"].queryset = member.departments.all()
        if not member.departments.exists():
            del self.fields["department"]
        self.initial.setdefault("since", timezone.localdate())
