"""The room's name for Django.

Holds nothing else. Stands on `people`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextsConfig(AppConfig):
    """Texts that people write, and their translations."""

    name = "passerelle_web.texts"
    label = "texts"
    verbose_name = _("Texts")

    def ready(self) -> None:
        """Say what is held of a person."""
        # models are there only now
        from passerelle_web.texts import everything  # noqa: F401, PLC0415
