"""What a reader is told when something is refused: title, sentence, next step, status.

Holds the words by branch of the family of errors. Drawing the page is in `views`. Stands on `people`.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from passerelle.base.errors import (
    EvidenceError,
    IndicatorUnknown,
    PasserelleError,
    PeriodUnreadable,
    PlaceUnknown,
    RuleError,
    ServiceUnreachable,
    StoreBusy,
)
from passerelle.measures.templates import TemplateUnknown
from passerelle_web.people.refusals import CannotBeDone, MailUnsent, NotAllowed

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Refusal:
    """One kind of refusal: its status, what it is called, and what the reader can do."""

    status: int
    title: Words
    next_step: Words


# The first branch that fits speaks; the root stands last.
_BY_BRANCH: tuple[tuple[type[PasserelleError], Refusal], ...] = (
    (
        PlaceUnknown,
        Refusal(404, _("We know no such place"), _("Choose a suggestion, or write the name in another way.")),
    ),
    (
        IndicatorUnknown,
        Refusal(404, _("We know no such indicator"), _("The explorer lists every indicator.")),
    ),
    (
        PeriodUnreadable,
        Refusal(
            400,
            _("We cannot read that period"),
            _("Write a year such as 2020, or years such as 2015-2020."),
        ),
    ),
    (StoreBusy, Refusal(503, _("The evidence is being renewed"), _("Try again in a minute."))),
    (
        ServiceUnreachable,
        Refusal(
            502,
            _("A publisher’s service does not answer"),
            _("Try again later; what is stored here still stands."),
        ),
    ),
    (
        TemplateUnknown,
        Refusal(404, _("We know no such measure"), _("The catalogue lists every measure.")),
    ),
    (
        EvidenceError,
        Refusal(
            500,
            _("The evidence cannot be read"),
            _("Tell the people who run this site; the sentence below says what is wrong."),
        ),
    ),
    (NotAllowed, Refusal(403, _("This is not open to you"), _("Sign in, or ask the people who run this site."))),
    (CannotBeDone, Refusal(409, _("We cannot do that"), _("Go back, correct it and try again."))),
    (MailUnsent, Refusal(503, _("The mail did not go out"), _("It is not your doing. Try again in a few minutes."))),
    (RuleError, Refusal(409, _("A rule stops this"), _("The sentence below says which."))),
    (PasserelleError, Refusal(400, _("We cannot do that"), _("The sentence below says why."))),
)


def refusal_of(error: PasserelleError) -> Refusal:
    """The words and the status for an error."""
    return next(found for branch, found in _BY_BRANCH if isinstance(error, branch))
