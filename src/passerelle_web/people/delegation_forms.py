"""The forms of delegations, invitations and joint statements. What they do is in the actions.

Holds fields, labels and help. Ground of the site.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.people import queries
from passerelle_web.people.forms import day_field, roles_to_give
from passerelle_web.people.models import DelegationFunction, Function, Member, Membership, User
from passerelle_web.people.permissions import Somebody
from passerelle_web.people.themes import theme_choices

THEME_HELP = _("Of a focal point only: what this person answers for.")


def _themes() -> list[tuple[str, str]]:
    return [("", "–"), *theme_choices()]


class _OfPeople(forms.ModelChoiceField):
    """A choice among the people of a member, by name and role."""

    def label_from_instance(self, obj: Any) -> str:
        """As the page of the member calls her."""
        return f"{obj.person.name or obj.person.email}, {obj.get_role_display()}"


class FunctionForm(forms.Form):
    """Who is what in the delegation."""

    membership = _OfPeople(label=_("Person"), queryset=Membership.objects.none(), empty_label=_("Choose"))
    function = forms.ChoiceField(
        label=_("Function"),
        choices=Function.choices,
        help_text=_("The head speaks for the member; without a head, the first alternate does."),
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=_themes, required=False, help_text=THEME_HELP)
    since = day_field(label=_("Since"))

    def __init__(self, member: Member, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["membership"].queryset = queries.people_of(member)  # type: ignore[attr-defined]
        self.initial.setdefault("since", timezone.localdate())


class HandOverForm(forms.Form):
    """To whom, from which day, and whether the membership goes along."""

    to = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none(), empty_label=_("Choose"))
    on = day_field(label=_("From"), help_text=_("The first day on which the other person holds it."))
    with_membership = forms.BooleanField(
        label=_("The membership goes along: who hands over leaves the member on that day"), required=False
    )

    def __init__(self, held: DelegationFunction, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        people = queries.people_of(held.member).exclude(person=held.membership.person).values("person")
        field = self.fields["to"]
        field.queryset = User.objects.filter(pk__in=people).order_by("name", "pk")  # type: ignore[attr-defined]
        self.initial.setdefault("on", timezone.localdate())


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    address = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("A link goes there; it works once, for fourteen days."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    department = forms.ModelChoiceField(label=_("Department"), queryset=None, required=False, empty_label="–")
    function = forms.ChoiceField(
        label=_("Function in the delegation"), choices=[("", "–"), *Function.choices], required=False
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=_themes, required=False, help_text=THEME_HELP)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, somebody: Somebody, member: Member, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["role"].choices = roles_to_give(somebody, member)  # type: ignore[attr-defined]
        self.fields["department"].queryset = member.departments.all()  # type: ignore[attr-defined]
        if not member.departments.exists():
            del self.fields["department"]


class InvitedForm(forms.Form):
    """The account of who was invited: the address is the one that the link went to."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        required=False,
        help_text=_("As people of the members that you act for will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("Twelve characters or more. A few words that nobody else would put together do well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )


class JointAnswerForm(forms.Form):
    """What the member says."""

    agrees = forms.ChoiceField(
        label=_("Your member’s answer"),
        choices=[("yes", _("It agrees, and is named")), ("no", _("It declines, and is not named"))],
        widget=forms.RadioSelect,
    )


class RewordForm(forms.Form):
    """Another wording."""

    wording = forms.CharField(
        label=_("Wording"),
        help_text=_("Members that agreed to the wording before are asked anew."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class AskMoreForm(forms.Form):
    """Further members to ask."""

    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, asked: set[int], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["members"].queryset = queries.members().exclude(pk__in=asked)  # type: ignore[attr-defined]
