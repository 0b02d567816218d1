"""The room's name for Django, and what starts with it.

Holds nothing else. Ground of the site.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Accounts, members and the trail of events."""

    name = "passerelle_web.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register who may do what, and listen to what allauth does with accounts."""
        # models are there only now
        from passerelle_web.people import account_events, permissions  # noqa: F401, PLC0415
