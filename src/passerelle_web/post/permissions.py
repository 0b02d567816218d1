"""Who may do what with mail: one's own habits are one's own, the outbox is the administrators'.

Whether somebody may hear of a piece of news is the telling room's permission, asked in `reach`. Stands on `people`.
"""

from django.utils.translation import gettext_lazy as _

from passerelle_web.people.permissions import is_administrator, is_oneself, permit

permit("post.follow", is_oneself, _("You choose for yourself what you follow and how often you hear of it."))
permit("post.see_outbox", is_administrator, _("Only administrators see the outbox."))
permit("post.send_again", is_administrator, _("Only administrators send a letter again."))
