"""The room's name for Django.

Holds nothing else. Stands on `plans`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """Practices, their reviews, reports of who tried them, and the handbook."""

    name = "passerelle_web.practices"
    label = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        """Tell the rooms below what there is to find, to translate, to follow and to take along."""
        # models are there only now
        from passerelle_web.practices import everything, told  # noqa: F401, PLC0415

        told.tell_others()
