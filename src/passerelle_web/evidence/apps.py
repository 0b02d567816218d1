"""The room's name for Django.

Holds nothing else. Stands on `theme`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    """Pages of the evidence."""

    name = "passerelle_web.evidence"
    label = "evidence"
    verbose_name = _("Evidence")
