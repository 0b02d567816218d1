"""The room's name for Django, and what it tells other rooms at the start.

Holds nothing else. Stands on `dialogues` and `plans`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    """The forum: charter, steering group, years, joining, assistance."""

    name = "passerelle_web.forum"
    label = "forum"
    verbose_name = _("Forum")

    def ready(self) -> None:
        """Tell search, translation, mail and copies of what is held what there is."""
        # models are there only now
        from passerelle_web.forum import everything  # noqa: F401, PLC0415
        from passerelle_web.forum.hearing import listen  # noqa: PLC0415
        from passerelle_web.forum.told import tell_others  # noqa: PLC0415

        tell_others()
        listen()
