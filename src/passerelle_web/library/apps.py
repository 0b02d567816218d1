"""The room's name for Django, and what it tells other rooms at the start.

Holds nothing else. Stands on `texts` and `theme`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """Documents, their texts, and the index of everything that can be found."""

    name = "passerelle_web.library"
    label = "library"
    verbose_name = _("Library")

    def ready(self) -> None:
        """Say that titles of documents can be translated, what is found of them, and what is held of a person."""
        # models are there only now
        from passerelle_web.library import actions, everything, translating  # noqa: F401, PLC0415
