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

    def ready(self) -> None:
        """Tell briefs of the options that were tried."""
        # models are there only now
        from passerelle_web.evidence.briefs import tell_options  # noqa: PLC0415
        from passerelle_web.measures.queries import tried_on  # noqa: PLC0415

        tell_options(tried_on)
