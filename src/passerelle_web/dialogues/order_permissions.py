"""Who may report what was said, and who is of the speaker's side, which hears of it and may appeal.

The side is read from the seal and told to itself alone. Stands on `sealing`.
"""

import rules
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues import sealing
from passerelle_web.dialogues.models import Contribution
from passerelle_web.dialogues.permissions import is_inside, is_not_hidden, is_read_by_everybody
from passerelle_web.people.models import Role
from passerelle_web.people.permissions import Somebody, desks, is_signed_in, permit


@rules.predicate
def is_of_the_speakers_side(somebody: Somebody, row: Contribution | None = None) -> bool:
    """In the member for which it was said, as more than an observer."""
    members = {member for member, _department, role in desks(somebody) if role != Role.OBSERVER}
    return row is not None and bool(members) and bool(sealing.own([row], members))


permit(
    "dialogues.report",
    is_signed_in & is_not_hidden & ~is_of_the_speakers_side & (is_read_by_everybody | is_inside),
    _("Who reads a contribution and is signed in reports it; one’s own is withdrawn instead."),
)
permit("dialogues.appeal", is_of_the_speakers_side, _("Only the delegation that said it appeals."))
