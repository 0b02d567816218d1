"""What is done with the charter: a further version is drafted. It is adopted by a decision (`steering_actions`).

Nothing is changed: a version is a new row with all its articles. Stands on `permissions`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.forum import told
from passerelle_web.forum.models import Article, CharterVersion, SeatShare
from passerelle_web.forum.permissions import permit  # noqa: F401  registers who may
from passerelle_web.people.actions import record
from passerelle_web.people.models import User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write
from passerelle_web.texts.languages import is_language

tell(**{"charter.drafted": gettext_lazy("Version of the charter drafted")})


@dataclass(frozen=True, slots=True)
class Worded:
    """An article as somebody words it. `key` is that of the article that it words anew, "" for a new one."""

    key: str
    heading: str
    text: str


@transaction.atomic
def draft_charter(
    *, articles: Sequence[Worded], shares: Mapping[str, int], rotation: str, term_years: int, silence_days: int,
    attribution: int, reason: str, language: str, by: User | None, base: int | None = None,
) -> CharterVersion:  # fmt: skip
    """Draft a further version of the charter.

    Parameters
    ----------
    articles : all of them in order; those without heading and text are left out.
    shares : seats of the steering group by kind of member; kinds with none are left out.
    base : the number of the version that was before one's eyes; None for the first.

    Raises
    ------
    NotAllowed : `by` lacks forum.write_charter.
    CannotBeDone : somebody else has drafted a version since, or an article lacks its heading or its text.
    """
    require(by, "forum.write_charter")
    newest = CharterVersion.objects.aggregate(newest=Max("number"))["newest"]
    if base != newest:
        raise CannotBeDone(
            _("Version {number} has been drafted since. Read it, then word yours on top of it.").format(number=newest)
        )
    if not is_language(language):
        raise CannotBeDone(_("Choose the language of the charter."))
    made = CharterVersion(
        number=(newest or 0) + 1, language=language, reason=reason.strip(), rotation=rotation, term_years=term_years,
        silence_days=silence_days, attribution=attribution,
    )  # fmt: skip
    write(made)
    _word(made, articles)
    _share(made, shares)
    told.find_charter(made)
    record("charter.drafted", made, by=by, number=made.number)
    return made


def _word(made: CharterVersion, articles: Sequence[Worded]) -> None:
    kept = [one for one in articles if one.heading.strip() or one.text.strip()]
    if not kept:
        raise CannotBeDone(_("A charter has one article at least."))
    taken = {one.key for one in kept if one.key}
    for place, one in enumerate(kept, 1):
        key = one.key or _free_key(one.heading, taken)
        taken.add(key)
        write(Article(version=made, place=place, key=key, heading=one.heading.strip(), text=one.text.strip()))


def _free_key(heading: str, taken: set[str]) -> str:
    base = slugify(heading)[:30].strip("-") or "article"
    return next(key for key in (base, *(f"{base}-{number}" for number in range(2, 1000))) if key not in taken)


def _share(made: CharterVersion, shares: Mapping[str, int]) -> None:
    kept = {kind: many for kind, many in shares.items() if many}
    if not kept:
        raise CannotBeDone(_("Give the steering group one seat at least."))
    for kind, many in kept.items():
        write(SeatShare(version=made, kind=kind, many=many))
