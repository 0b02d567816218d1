"""The room's name for Django.

Holds nothing else. Stands on `forum` and `consensus`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpennessConfig(AppConfig):
    """Feeds and open data."""

    name = "passerelle_web.openness"
    label = "openness"
    verbose_name = _("Open data")
