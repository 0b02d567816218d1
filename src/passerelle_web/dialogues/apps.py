"""The room's name for Django.

Holds nothing else. Stands on `library` and `measures`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialoguesConfig(AppConfig):
    """Dialogues, their parties and sessions, and what is said in them."""

    name = "passerelle_web.dialogues"
    label = "dialogues"
    verbose_name = _("Dialogues")

    def ready(self) -> None:
        """Tell search, translation and mail what there is to find, translate and hear, and briefs what parties say."""
        # models are there only now
        from passerelle_web.dialogues import everything  # noqa: PLC0415
        from passerelle_web.dialogues.commitments import tell_plans  # noqa: PLC0415
        from passerelle_web.dialogues.hearing import listen  # noqa: PLC0415
        from passerelle_web.dialogues.joint_actions import take_statements  # noqa: PLC0415
        from passerelle_web.dialogues.neighbours import tell_neighbours  # noqa: PLC0415
        from passerelle_web.dialogues.tables_page import looked_at  # noqa: PLC0415
        from passerelle_web.dialogues.told import tell_others  # noqa: PLC0415
        from passerelle_web.evidence.briefs import tell_looked_at  # noqa: PLC0415

        tell_others()
        tell_neighbours()
        listen()
        take_statements()
        tell_plans()
        everything.register()
        tell_looked_at(looked_at)
