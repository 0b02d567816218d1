"""What is written to people by mail, and told on the page after a step, in their language.

Holds words only; allauth says when (its names are the keys), `adapter` sends. Ground of the site.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: its subject, and its paragraphs with `%(names)s` of what allauth knows."""

    subject: Words
    paragraphs: tuple[Words, ...]


IGNORE = gettext_lazy("If it was not you, do nothing: without the link nothing happens.")
CHANGED = gettext_lazy(
    "If it was not you, ask for a new password at once and tell the people who run the site. It was done on "
    "%(timestamp)s from the address %(ip)s."
)
_CONFIRM = (
    gettext_lazy("This address was given for an account at Passerelle. Follow this link to confirm that it is yours:"),
    "%(activate_url)s",
    IGNORE,
)

LETTERS: dict[str, Letter] = {
    "email_confirmation_signup": Letter(gettext_lazy("Confirm your e-mail address"), _CONFIRM),
    "email_confirmation": Letter(gettext_lazy("Confirm your e-mail address"), _CONFIRM),
    "password_reset_key": Letter(
        gettext_lazy("A new password"),
        (
            gettext_lazy("A new password was asked for your account. Follow this link to choose it:"),
            "%(password_reset_url)s",
            IGNORE,
        ),
    ),
    "account_already_exists": Letter(
        gettext_lazy("You have an account already"),
        (
            gettext_lazy("Somebody, perhaps you, wanted to sign up with this address. It has an account already."),
            gettext_lazy("If you have forgotten the password, ask for a new one:"),
            "%(password_reset_url)s",
        ),
    ),
    "unknown_account": Letter(
        gettext_lazy("No account has this address"),
        (
            gettext_lazy("Somebody, perhaps you, asked for a new password for this address. It has no account here."),
            gettext_lazy("You can make one:"),
            "%(signup_url)s",
            gettext_lazy("If it was not you, do nothing."),
        ),
    ),
    "password_changed": Letter(
        gettext_lazy("Your password is changed"), (gettext_lazy("The password of your account was changed."), CHANGED)
    ),
    "password_reset": Letter(
        gettext_lazy("Your password is changed"), (gettext_lazy("The password of your account was changed."), CHANGED)
    ),
    "password_set": Letter(
        gettext_lazy("Your account has a password"), (gettext_lazy("A password was set for your account."), CHANGED)
    ),
    "email_changed": Letter(
        gettext_lazy("Your e-mail address is changed"),
        (gettext_lazy("Your account now signs in with %(to_email)s instead of %(from_email)s."), CHANGED),
    ),
    "email_confirm": Letter(
        gettext_lazy("Your e-mail address is confirmed"),
        (gettext_lazy("The address of your account is confirmed."), CHANGED),
    ),
    "email_deleted": Letter(
        gettext_lazy("An e-mail address is removed"),
        (gettext_lazy("The address %(deleted_email)s no longer belongs to your account."), CHANGED),
    ),
    "login_code": Letter(
        gettext_lazy("Your code"),
        (
            gettext_lazy("This code shows that it is you. It holds for a few minutes, once:"),
            "%(code)s",
            gettext_lazy("If it was not you, do nothing: without the code nothing happens."),
        ),
    ),
    "totp_activated": Letter(
        gettext_lazy("Your account has a second factor"),
        (gettext_lazy("Signing in now asks for a code of your app as well."), CHANGED),
    ),
    "totp_deactivated": Letter(
        gettext_lazy("A second factor is removed"),
        (gettext_lazy("Signing in no longer asks for a code of your app."), CHANGED),
    ),
    "webauthn_added": Letter(
        gettext_lazy("Your account has a new passkey"), (gettext_lazy("A passkey was added to your account."), CHANGED)
    ),
    "webauthn_removed": Letter(
        gettext_lazy("A passkey is removed"), (gettext_lazy("A passkey of your account was removed."), CHANGED)
    ),
    "recovery_codes_generated": Letter(
        gettext_lazy("You have new recovery codes"),
        (gettext_lazy("New recovery codes were made for your account; those before hold no more."), CHANGED),
    ),
    "account_connected": Letter(
        gettext_lazy("An identity provider is connected"),
        (gettext_lazy("%(provider_name)s can now sign you in to your account."), CHANGED),
    ),
    "account_disconnected": Letter(
        gettext_lazy("An identity provider is disconnected"),
        (gettext_lazy("%(provider_name)s can no longer sign you in to your account."), CHANGED),
    ),
}

# What is told on the next page. A step that shows for itself is not told.
NOTES: dict[str, Words] = {
    "logged_out": gettext_lazy("You are signed out."),
    "email_confirmation_sent": gettext_lazy("We have sent a link to %(email)s."),
    "email_confirmed": gettext_lazy("The address %(email)s is confirmed."),
    "email_confirmation_failed": gettext_lazy("The address %(email)s cannot be confirmed."),
    "email_deleted": gettext_lazy("The address %(email)s is no longer yours here."),
    "password_changed": gettext_lazy("Your password is changed."),
    "password_set": gettext_lazy("Your password is set."),
    "primary_email_set": gettext_lazy("You now sign in with the new address."),
    "unverified_primary_email": gettext_lazy("Confirm the new address first."),
    "totp_activated": gettext_lazy("Your app is set up as a second factor."),
    "totp_deactivated": gettext_lazy("Your app is no second factor any more."),
    "webauthn_added": gettext_lazy("The passkey is added."),
    "webauthn_removed": gettext_lazy("The passkey is removed."),
    "recovery_codes_generated": gettext_lazy("You have new recovery codes; those before hold no more."),
    "account_connected": gettext_lazy("The identity provider is connected."),
    "account_connected_updated": gettext_lazy("The identity provider is connected."),
    "account_connected_other": gettext_lazy("This is connected to another account already."),
    "account_disconnected": gettext_lazy("The identity provider is disconnected."),
    "cannot_delete_primary_email": gettext_lazy("The address that you sign in with stays."),
}


def write(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a mail."""
    letter = LETTERS[name]
    paragraphs = [
        _("Good day,"),
        *(str(words) % context if "%(" in str(words) else str(words) for words in letter.paragraphs),
    ]
    return str(letter.subject), "\n\n".join([*paragraphs, "Passerelle"]) + "\n"


def note(name: str, context: dict[str, Any]) -> str:
    """What is told after a step; nothing where it shows for itself."""
    return str(NOTES.get(name, "")) % context
