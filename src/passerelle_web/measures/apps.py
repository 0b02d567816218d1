"""The room's name for Django.

Holds nothing else. Stands on `evidence`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """Runs, measures and their screenings."""

    name = "passerelle_web.measures"
    label = "measures"
    verbose_name = _("Measures")
