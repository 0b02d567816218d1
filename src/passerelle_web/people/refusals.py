"""What this room refuses, each a sentence in the reader's language.

    PasserelleError
    └── SiteRefusal             said by the site itself, so already in the reader's language
        ├── NotAllowed          the person may not do it
        ├── CannotBeDone        it may be done, and not so: the sentence says what to mend
        └── MailUnsent          the mail server is away

How a refusal is shown is `theme`'s. Ground of the site.
"""

from passerelle.base.errors import PasserelleError


class SiteRefusal(PasserelleError):
    """Said by a room of the site; the sentence is translated where it is raised."""


class NotAllowed(SiteRefusal):
    """A permission lacks. The sentence says who may."""

    exit_code = 3
    title = "Not allowed"


class CannotBeDone(SiteRefusal):
    """The person may do it, and what she gave does not fit. The sentence says why."""

    title = "Cannot be done"


class MailUnsent(SiteRefusal):
    """The mail server did not take a mail. Nothing else was wrong."""

    title = "Mail not sent"
