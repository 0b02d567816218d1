"""The room's entry in Django's list.

Holds nothing else. Stands on `dialogues`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsensusConfig(AppConfig):
    """Consultations."""

    name = "passerelle_web.consensus"
    label = "consensus"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        """Stand among the parts of every dialogue, and among what people and members take along."""
        # views are there only now
        from passerelle_web.consensus import everything  # noqa: PLC0415
        from passerelle_web.dialogues.views import tell_part  # noqa: PLC0415

        tell_part(_("Consultations"), "consensus:of_dialogue")
        everything.register()
