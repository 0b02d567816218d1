"""Where allauth meets this house: our words, our trail, the person's language, closed doors where no mail goes out.

Holds no pages and no forms. Ground of the site.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from passerelle_web.people import letters
from passerelle_web.people.actions import record
from passerelle_web.people.models import User
from passerelle_web.people.refusals import MailUnsent


class Accounts(DefaultAccountAdapter):
    """allauth's questions, answered."""

    error_messages = {  # noqa: RUF012  allauth's own shape
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account was ended."),
        "duplicate_email": gettext_lazy("This is your address already."),
        "email_password_mismatch": gettext_lazy(
            "Address and password do not go together. Look at both, capitals count."
        ),
        "email_taken": gettext_lazy("An account with this address exists already."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "invalid_password_reset": gettext_lazy("This link does not hold any more. Ask for a new one."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait five minutes, or ask for a new password."),
        "rate_limited": gettext_lazy("That was too often. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only where mail goes out: an address that nobody confirmed is nobody's."""
        return bool(settings.SENDS_MAIL)

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Make the person, with her name and the language of the page, and leave a trace."""
        user.name, user.language = form.cleaned_data.get("name", "").strip(), get_language() or "en"
        super().save_user(request, user, form, commit)
        if commit:
            record("person.signed_up", user, by=user)
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The account's page in the person's own language."""
        with translation.override(request.user.language):
            return reverse("people:account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account's page, which tells that it is done."""
        return reverse("people:account")

    def format_email_subject(self, subject: str) -> str:
        """Our name in front."""
        return f"Passerelle: {subject}"

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """A mail in plain words."""
        told = {**context, "timestamp": date_format(timezone.now(), "DATETIME_FORMAT")}
        if "provider" in told:
            told["provider_name"] = told["provider"].name
        subject, text = letters.write(template_prefix.rpartition("/")[2], told)
        to = [email] if isinstance(email, str) else email
        return EmailMessage(self.format_email_subject(subject), text, self.get_from_email(), to, headers=headers)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, or say that the mail server is away.

        Raises
        ------
        MailUnsent : the server did not take the mail.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # smtplib's own are of this family
            raise MailUnsent(_("The mail with the link could not be sent.")) from None

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Tell on the next page what was done, in our words."""
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        if told := message or letters.note(name, message_context or {}):
            messages.add_message(request, level, told, extra_tags=extra_tags)
