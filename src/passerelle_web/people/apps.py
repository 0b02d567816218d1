"""The room's name for Django.

Holds nothing else. Ground of the site.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Accounts and the trail of events."""

    name = "passerelle_web.people"
    label = "people"
    verbose_name = _("People")
