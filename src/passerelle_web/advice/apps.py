"""The room's name for Django.

Holds nothing else. Stands on `evidence`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    """Ways in: what the law of admission says of a case, with its articles."""

    name = "passerelle_web.advice"
    label = "advice"
    verbose_name = _("Ways in")

    def ready(self) -> None:
        """Tell pages of corridors which ways there are."""
        from passerelle_web.advice.told import ways_on  # noqa: PLC0415  the law is read only when it is asked
        from passerelle_web.evidence.ways_in import tell_ways  # noqa: PLC0415

        tell_ways(ways_on)
