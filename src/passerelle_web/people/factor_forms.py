"""allauth's forms of second factors, passkeys and identity providers, in our words.

Holds labels and help; what the forms do is allauth's. Ground of the site.
"""

from typing import Any

from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as apps
from allauth.mfa.webauthn import forms as keys
from allauth.socialaccount import forms as providers
from django import forms
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.account_forms import ADDRESS, InOurWords

CODE = _("Code")
FROM_THE_APP = _("The six figures that your app shows now, or one of your recovery codes.")
NUMBERS = {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr", "spellcheck": "false"}


class _Coded(forms.Form):
    """A field for a code, as every browser fills it in."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["code"]
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= NUMBERS
        field.label, field.help_text = CODE, FROM_THE_APP


class SayCode(_Coded, codes.AuthenticateForm):
    """The code on the way in."""


class SayCodeAgain(_Coded, codes.ReauthenticateForm):
    """The code once more, before what matters."""


class SetUpApp(_Coded, apps.ActivateTOTPForm):
    """The first code, to show that the app has the key."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["code"].help_text = _("The six figures that your app shows now.")


class AddPasskey(keys.AddWebAuthnForm):
    """A passkey or a security key; a passkey signs in by itself."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("To tell it from others, such as “office laptop”.")
        self.fields["name"].widget.attrs["maxlength"] = 60
        passwordless = self.fields["passwordless"]
        passwordless.label = _("Let it sign in by itself, without the password")
        passwordless.help_text = _("It then asks for your finger, your face or its own code each time.")
        self.initial.setdefault("passwordless", True)


class RenamePasskey(keys.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["name"].label = _("Name")


class FinishSignUp(InOurWords, providers.SignupForm):
    """The address, where the provider told none that can be taken."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["email"].label = ADDRESS
        self.fields["email"].help_text = _("We send a link there, to be sure that it is yours.")


class Disconnect(providers.DisconnectForm):
    """Which of the identity providers is no longer used."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["account"]
        field.label = _("Identity provider")
        field.label_from_instance = lambda held: held.get_provider().name  # type: ignore[attr-defined]
        field.empty_label = None  # type: ignore[attr-defined]
