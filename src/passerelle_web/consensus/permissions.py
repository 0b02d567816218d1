"""Who may do what in consultations, in named predicates.

What is asked about is a consultation as it was opened: by who is inside of its dialogue, or by its link. Stands on
`models` and the predicates of `dialogues`.
"""

from dataclasses import dataclass

import rules
from django.utils.translation import gettext_lazy as _

from passerelle_web.consensus.delegations import is_party, vote_in
from passerelle_web.consensus.models import Consultation, Puts
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.dialogues.permissions import (
    acts_in,
    is_chair,
    is_inside,
    is_read_by_everybody,
    keeps_order,
    runs_the_dialogue,
    speaks_in_a_party,
)
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import Somebody, permit


@dataclass(frozen=True)
class Opened:
    """A consultation, whether its link was in hand, and the member that is spoken for where it is asked about one."""

    consultation: Consultation
    by_link: bool = False
    member: Member | None = None

    @property
    def dialogue(self) -> Dialogue:
        """Its dialogue, as the predicates of dialogues want it."""
        return self.consultation.dialogue


@rules.predicate
def takes_votes(_somebody: Somebody, opened: Opened | None = None) -> bool:
    """Between its beginning and its end, by the server's clock."""
    return opened is not None and opened.consultation.is_open


@rules.predicate
def has_closed(_somebody: Somebody, opened: Opened | None = None) -> bool:
    """Past its end."""
    return opened is not None and opened.consultation.has_closed


@rules.predicate
def holds_the_link(_somebody: Somebody, opened: Opened | None = None) -> bool:
    """Came by the link of a consultation that is open to who has it."""
    return opened is not None and opened.by_link and opened.consultation.is_public


@rules.predicate
def is_public(_somebody: Somebody, opened: Opened | None = None) -> bool:
    """Open to everybody who has the link."""
    return opened is not None and opened.consultation.is_public


@rules.predicate
def parties_put(_somebody: Somebody, opened: Opened | None = None) -> bool:
    """Where others than the chair put statements."""
    return opened is not None and opened.consultation.puts != Puts.NOBODY


@rules.predicate
def everybody_puts(_somebody: Somebody, opened: Opened | None = None) -> bool:
    """Where whoever votes puts statements."""
    return opened is not None and opened.consultation.puts == Puts.EVERYBODY


@rules.predicate
def speaks_for_the_party(somebody: Somebody, opened: Opened | None = None) -> bool:
    """In the member that is asked about, which takes part, as more than an observer."""
    if opened is None or opened.member is None or not is_party(opened.consultation, opened.member):
        return False
    return acts_in(somebody, opened.member.pk)


@rules.predicate
def delegations_vote(_somebody: Somebody, opened: Opened | None = None) -> bool:
    """Where every party has agreed that delegations vote."""
    return opened is not None and vote_in(opened.consultation)


votes_here = takes_votes & (speaks_in_a_party | holds_the_link)

permit("consensus.add", runs_the_dialogue, _("Only the chair of a dialogue and the secretariat open a consultation."))
permit("consensus.run", runs_the_dialogue, _("Only the chair of a dialogue and the secretariat do this."))
permit(
    "consensus.see",
    is_inside | holds_the_link | (has_closed & is_read_by_everybody),
    _("This consultation is seen by the parties, and by who has its link."),
)
permit(
    "consensus.vote",
    votes_here,
    _("People of the parties vote, and who has the link of a public consultation, from its beginning to its end."),
)
permit(
    "consensus.put",
    takes_votes & parties_put & (speaks_in_a_party | (holds_the_link & everybody_puts)),
    _("You cannot put a statement here: it is closed, or others put them."),
)
permit("consensus.seed", runs_the_dialogue & ~has_closed, _("Only the chair puts statements to begin with."))
permit("consensus.moderate", keeps_order, _("Only the chair, a moderator or the secretariat does this."))
permit(
    "consensus.agree_to_delegations",
    speaks_for_the_party & ~has_closed,
    _("Only who speaks for a party agrees for it, and only before the end."),
)
permit(
    "consensus.vote_for",
    takes_votes & speaks_for_the_party & delegations_vote,
    _("Delegations vote only where every party has agreed to it, by who speaks for them."),
)
permit(
    "consensus.take_data",
    is_public & has_closed & (is_inside | holds_the_link | is_read_by_everybody),
    _("Open data are there once a public consultation has closed."),
)
permit("consensus.take_votes", is_chair, _("Only the chair of the dialogue takes the votes, under pseudonyms."))
