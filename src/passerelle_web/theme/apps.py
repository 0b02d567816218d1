"""The room's name for Django.

Holds nothing else. Stands on `people`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemeConfig(AppConfig):
    """Base page, components and tokens."""

    name = "passerelle_web.theme"
    label = "theme"
    verbose_name = _("Theme")
