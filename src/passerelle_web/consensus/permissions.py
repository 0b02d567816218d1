"""Who may do what in consultations, in named predicates.

What is asked about is a consultation as it was opened: by who is inside of its dialogue, or by its link. Stands on
`models` and the predicates of `dialogues`.
"""

from dataclasses import dataclass

import rules
from django.utils.translation import gettext_lazy as _

from passerelle_web.consensus.delegations import is_party, vote_in
from passerelle_web.consensus.models import Consultation, Puts, State, Statement
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.dialogues.permissions import (
    is_chair,
    is_inside,
    is_read_by_everybody,
    keeps_order,
    runs_the_dialogue,
    speaks_in_a_party,
)
from passerelle_web.people.models import Member
from passerelle_web.people.permissions import Somebody, permit, states_for


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
def states_for_the_party(somebody: Somebody, opened: Opened | None = None) -> bool:
    """Speaks for the delegation of the member that is asked about, which takes part; any delegate where none is named.

    A vote of a delegation is a position of its member, so it needs the mandate to state (decision 52).
    """
    if opened is None or opened.member is None or not is_party(opened.consultation, opened.member):
        return False
    return bool(states_for(somebody, opened.member))


@rules.predicate
def delegations_vote(_somebody: Somebody, opened: Opened | None = None) -> bool:
    """Where every party has agreed that delegations vote."""
    return opened is not None and vote_in(opened.consultation)


@rules.predicate
def is_a_statement_that_is_read(somebody: Somebody, statement: Statement | None = None) -> bool:
    """Shown, in a consultation that this person sees without its link."""
    if statement is None or statement.state != State.SHOWN:
        return False
    return bool(sees_here.test(somebody, Opened(statement.consultation)))


@rules.predicate
def works_in_its_dialogue(somebody: Somebody, statement: Statement | None = None) -> bool:
    """Of a party as more than an observer, or keeping order in the dialogue."""
    return statement is not None and bool(
        (speaks_in_a_party | keeps_order).test(somebody, statement.consultation.dialogue)
    )


sees_here = is_inside | holds_the_link | (has_closed & is_read_by_everybody)
votes_here = takes_votes & (speaks_in_a_party | holds_the_link)

permit("consensus.add", runs_the_dialogue, _("Only the chair of a dialogue and the secretariat open a consultation."))
permit("consensus.run", runs_the_dialogue, _("Only the chair of a dialogue and the secretariat do this."))
permit(
    "consensus.see",
    sees_here,
    _("This consultation is seen by the parties, and by who has its link."),
)
permit("consensus.see_statement", is_a_statement_that_is_read, _("This statement is not open to you."))
permit(
    "consensus.translate_statement",
    is_a_statement_that_is_read & works_in_its_dialogue,
    _("Only people of the parties that are more than observers, the chair and moderators translate statements."),
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
    states_for_the_party & ~has_closed,
    _("Only who speaks for a party agrees for it, and only before the end."),
)
permit(
    "consensus.vote_for",
    takes_votes & states_for_the_party & delegations_vote,
    _("Delegations vote only where every party has agreed to it, by who speaks for them."),
)
permit(
    "consensus.take_data",
    is_public & has_closed & (is_inside | holds_the_link | is_read_by_everybody),
    _("Open data are there once a public consultation has closed."),
)
permit("consensus.take_votes", is_chair, _("Only the chair of the dialogue takes the votes, under pseudonyms."))
