"""What peers and editors do with a version: review it, send it back, decline it, publish it.

The database keeps the count of who recommends (migration 0002); the sentence is said here. Stands on `writing_actions`.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.people.actions import record as leave_trace
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write
from passerelle_web.practices.models import Practice, Recommendation, Review, State, Version
from passerelle_web.practices.permissions import written_for
from passerelle_web.practices.standing import settle
from passerelle_web.practices.told import tell_published
from passerelle_web.practices.writing_actions import end, further

tell(**{
    "practice.reviewed": gettext_lazy("Practice reviewed"),
    "practice.sent_back": gettext_lazy("Practice sent back for revision"),
    "practice.declined": gettext_lazy("Practice declined"),
    "practice.published": gettext_lazy("Practice published"),
})  # fmt: skip
NEEDED = 2  # members other than the author's that recommend it


@transaction.atomic
def review(
    *, version: Version, member: Member, judgements: Mapping[str, Mapping[str, str]], recommendation: str, by: User,
    text: str = "", language: str = "en",
) -> Review:  # fmt: skip
    """Review a version for a member, once.

    Raises
    ------
    NotAllowed : in the author's member, not of `member`, or the version is not under review.
    CannotBeDone : reviewed already, a criterion is not judged, or one in doubt has no comment.
    """
    held = Version.objects.select_for_update(of=("self",)).select_related("practice").get(pk=version.pk)
    require(by, "practices.review", held)
    if member.pk not in written_for(by):
        raise NotAllowed(_("You review only for a member that you act for."))
    if recommendation != Recommendation.ACCEPT and not text.strip():
        raise CannotBeDone(_("Tell the authors what you miss."))
    told = {
        name: {"judgement": one.get("judgement", ""), "comment": str(one.get("comment", "")).strip()}
        for name, one in judgements.items()
    }
    made = Review(
        version=held, member=member, by=by, judgements=told, recommendation=recommendation, text=text.strip(),
        language=language,
    )  # fmt: skip
    write(made)
    leave_trace(
        "practice.reviewed", held.practice, by=by, number=held.number, member=member.pk, recommendation=recommendation
    )
    return made


def recommending(version: Version) -> int:
    """How many members other than the author's recommend a version."""
    found = version.reviews.filter(recommendation=Recommendation.ACCEPT)
    return found.exclude(member=version.practice.member_id).count()


def _under_review(version: Version) -> Version:
    held = Version.objects.select_for_update(of=("self",)).select_related("practice__member").get(pk=version.pk)
    if held.state != State.REVIEW:
        raise CannotBeDone(_("This version is not under review."))
    return held


@transaction.atomic
def send_back(*, version: Version, reason: str, by: User | None) -> Version:
    """Send a version back: it stays, with its reviews beside it, and a further one begins from it."""
    require(by, "practices.decide", version)
    held = _under_review(version)
    end(held, State.SENT_BACK, reason, by)
    leave_trace("practice.sent_back", held.practice, by=by, number=held.number)
    return further(held.practice, held, by)


@transaction.atomic
def decline(*, version: Version, reason: str, by: User | None) -> Version:
    """Do not publish a version; its member may begin another one."""
    require(by, "practices.decide", version)
    held = _under_review(version)
    end(held, State.DECLINED, reason, by)
    leave_trace("practice.declined", held.practice, by=by, number=held.number)
    return held


@transaction.atomic
def publish(*, version: Version, by: User | None) -> Practice:
    """Publish a version that two other members recommend; the one before stays readable.

    Raises
    ------
    NotAllowed : no editor, or one of its own member.
    CannotBeDone : fewer than two other members recommend it.
    """
    require(by, "practices.decide", version)
    held = _under_review(version)
    if recommending(held) < NEEDED:
        raise CannotBeDone(_("Two members other than the author’s have to recommend it first."))
    held.state, held.decided_at, held.decided_by = State.PUBLISHED, timezone.now(), by
    write(held)
    practice = held.practice
    practice.published, practice.published_at = held.number, held.decided_at
    practice.withdrawn_on, practice.withdrawn_for = None, ""
    settle(practice)
    leave_trace("practice.published", practice, by=by, number=held.number)
    tell_published(practice, held.record)
    return practice
