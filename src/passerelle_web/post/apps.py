"""The room's name for Django, and what it adds to the ground: mail that is never lost, and what leaves with a person.

Holds nothing else. Stands on `people`.
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostConfig(AppConfig):
    """The outbox, news and answers."""

    name = "passerelle_web.post"
    label = "post"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Take the ground's mail over, and tell what is held of a person."""
        # models are there only now
        from passerelle_web.people import everything, leaving, sending, trail_words  # noqa: PLC0415
        from passerelle_web.post import actions, permissions, queries  # noqa: F401, PLC0415

        sending.through(actions.take_over)
        leaving.on_leaving(actions.erase)
        everything.add_part("mail", queries.held_of)
        trail_words.tell(**{"letter.sent_again": _("Letter sent again")})
