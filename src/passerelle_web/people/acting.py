"""For which member a person acts in this session.

Holds the reading of the choice; making it is `member_actions.act_for`. Ground of the site.
"""

from django.http import HttpRequest

from passerelle_web.people.member_actions import ACTS_FOR
from passerelle_web.people.models import Member
from passerelle_web.people.queries import members_to_act_for


def acted_for(request: HttpRequest) -> Member | None:
    """The member that was chosen, while the person is still in it; her only one without being asked; else None."""
    open_to_her = list(members_to_act_for(request.user)[:100])
    if len(open_to_her) == 1:
        return open_to_her[0]
    chosen = request.session.get(ACTS_FOR)
    return next((member for member in open_to_her if member.pk == chosen), None)
