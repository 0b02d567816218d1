"""allauth's forms in our words: labels without capitals in mid-sentence, help where it helps, nothing in grey inside.

Holds no forms of our own rooms; those are in `forms`. What the forms do is allauth's. Ground of the site.
"""

from typing import Any

from allauth.account import forms as theirs
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ADDRESS = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
AGAIN = _("New password, once more")
HOW_LONG = _("Twelve characters or more. A few words that nobody else would put together do well.")
WORDS = {"email": ADDRESS, "login": ADDRESS, "password": PASSWORD, "password1": NEW_PASSWORD, "password2": AGAIN}


class InOurWords(forms.Form):
    """Takes the placeholders away and sets our labels; `password1` says what a good one is."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = WORDS.get(name, field.label)
            field.help_text = HOW_LONG if name == "password1" else ""
            if name in ("email", "login"):
                field.widget.attrs |= {"dir": "ltr", "spellcheck": "false", "autocapitalize": "none"}


class SignIn(InOurWords, theirs.LoginForm):
    """Address and password."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["remember"].label = _("Keep me signed in on this device")


class SignUp(InOurWords, theirs.SignupForm):
    """Name if one likes, address, password."""

    name = forms.CharField(max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["name"].label = _("Your name")
        self.fields["name"].help_text = _("As people of the members that you act for will see it.")
        self.fields["email"].help_text = _("We send a link there, to be sure that it is yours.")
        self.fields["password1"].label = PASSWORD


class ChangeAddress(InOurWords, theirs.AddEmailForm):
    """Another address."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["email"].label = _("New e-mail address")
        self.fields["email"].help_text = _(
            "It takes the place of the old one once you follow the link that we send there."
        )


class ChangePassword(InOurWords, theirs.ChangePasswordForm):
    """The one of today, and a new one twice."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["oldpassword"].label = _("Current password")


class SetPassword(InOurWords, theirs.SetPasswordForm):
    """A first one, for who has signed in by another way."""


class AskNewPassword(InOurWords, theirs.ResetPasswordForm):
    """Where to send the link."""

    def clean_email(self) -> str:
        """Refuse where no mail would go out, rather than let the person wait for it."""
        if not settings.SENDS_MAIL:
            raise ValidationError(_("This site sends no mail. Ask the people who run it for a new password."))
        return str(super().clean_email())


class NewPassword(InOurWords, theirs.ResetPasswordKeyForm):
    """A new one twice, from the link."""


class ProveOneself(InOurWords, theirs.ReauthenticateForm):
    """The password once more, before what matters."""


class AskCode(InOurWords, theirs.RequestReauthenticationCodeForm):
    """To which of her addresses the code goes."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["recipient"].label = ADDRESS


class SayMailedCode(InOurWords, theirs.ConfirmReauthenticationCodeForm):
    """The code from the mail."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs |= {"dir": "ltr", "spellcheck": "false"}
