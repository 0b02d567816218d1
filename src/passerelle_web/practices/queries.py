"""What can be read of practices: lists with filters, versions, reviews, reports, what awaits review, editions.

Who may read is in `permissions`. Stands on `models`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import Somebody, desks
from passerelle_web.practices.models import Edition, Entry, Mark, Outcome, Practice, Review, State, Tried, Version
from passerelle_web.practices.permissions import is_editor, written_for

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """By what published practices are sought; empty for all. `grade` is the lowest that is wanted."""

    theme: str = ""
    country: str = ""
    origin: str = ""
    destination: str = ""
    grade: int = 0
    language: str = ""
    tried: str = ""
    template: str = ""
    principle: str = ""
    member: str = ""

    def without(self, name: str) -> "Filters":
        """The same without one of them."""
        return replace(self, **{name: 0 if name == "grade" else ""})


def standing() -> "QuerySet[Practice]":
    """The practices that everybody finds."""
    return Practice.objects.filter(published__isnull=False, withdrawn_on=None)


def _marked(found: "QuerySet[Practice]", what: str, value: str) -> "QuerySet[Practice]":
    return found.filter(Exists(Mark.objects.filter(practice=OuterRef("pk"), what=what, value=value)))


def listed(filters: Filters) -> "QuerySet[Practice]":
    """Published practices, the newest first: never by how often one was tried, nor with what result."""
    found = standing()
    for what, value in (
        (Mark.What.THEME, filters.theme), (Mark.What.PLACE, filters.country), (Mark.What.TRIED, filters.tried),
        (Mark.What.PRINCIPLE, filters.principle),
    ):  # fmt: skip
        if value:
            found = _marked(found, what, value)
    for name in ("origin", "destination", "language", "template"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    if filters.grade:
        found = found.filter(grade__gte=filters.grade)
    if filters.member:
        found = found.filter(member__slug=filters.member)
    return found.select_related("member").order_by("-published_at", "pk")


def reports_counted(practices: Iterable[Practice]) -> dict[object, dict[str, int]]:
    """How many reports of each outcome there are, by practice; in one query for all of them."""
    rows = Tried.objects.filter(practice__in=[one.pk for one in practices], is_hidden=False)
    found: dict[object, dict[str, int]] = {}
    for row in rows.values("practice", "outcome").annotate(number=Count("pk")).order_by():
        found.setdefault(row["practice"], dict.fromkeys(Outcome.values, 0))[row["outcome"]] = row["number"]
    return found


def with_standing(practices: Iterable[Practice]) -> list[Practice]:
    """Practices with the version that a reader meets, in one query for all of them."""
    rows = list(practices)
    meant = Q(number=F("practice__published")) | Q(practice__published=None, number=F("practice__newest"))
    found = Version.objects.filter(meant, practice__in=[one.pk for one in rows])
    held = {version.practice_id: version for version in found}
    for one in rows:
        one.standing = held[one.pk]
    return rows


def of_ones_members(person: User) -> "QuerySet[Practice]":
    """The practices of a person's members, what is being written first, with the state of the newest version."""
    members = {member for member, _department, _role in desks(person)}
    newest = Version.objects.filter(practice=OuterRef("pk"), number=OuterRef("newest"))
    found = Practice.objects.filter(member__in=members).select_related("member")
    return found.annotate(state=newest.values("state")[:1]).order_by("-changed_at", "pk")


def awaiting(person: User) -> "QuerySet[Version]":
    """The versions that wait for a review of hers, the longest waiting first."""
    hers = {member for member, _department, _role in desks(person)}
    if not written_for(person):
        return Version.objects.none()
    found = Version.objects.filter(state=State.REVIEW).exclude(practice__member__in=hers)
    found = found.exclude(pk__in=Review.objects.filter(by=person).values("version"))
    return found.select_related("practice__member").order_by("submitted_at", "pk")


def to_decide(person: Somebody) -> "QuerySet[Version]":
    """The versions under review, for who decides on them, with the number of reviews."""
    if not is_editor(person):
        return Version.objects.none()
    found = Version.objects.filter(state=State.REVIEW).select_related("practice__member")
    return found.annotate(reviewed=Count("reviews")).order_by("submitted_at", "pk")


def reviewing_members(person: User, version: Version) -> list[Member]:
    """The members for which a person may still review a version, by name."""
    done = version.reviews.values("member")
    return list(Member.objects.filter(pk__in=written_for(person)).exclude(pk__in=done).order_by("name"))


def members_written_for(somebody: Somebody) -> list[Member]:
    """The members for which a person writes, by name."""
    return list(Member.objects.filter(pk__in=written_for(somebody)).order_by("name"))


def versions_of(practice: Practice) -> "QuerySet[Version]":
    """Its versions, the newest first."""
    return practice.versions.order_by("-number")


def version_of(practice: Practice, number: int) -> Version | None:
    """One of its versions."""
    found = practice.versions.filter(number=number).select_related("practice__member").first()
    if found is not None:
        found.practice = practice
    return found


def reviews_of(version: Version) -> list[Review]:
    """What members said of a version, in the order in which they did."""
    return list(version.reviews.select_related("member", "by"))


def reports_of(practice: Practice) -> list[Tried]:
    """The reports of who tried it, those that are hidden among them, in the order in which they came."""
    return list(practice.reports.select_related("member", "by"))


def editions(*, drafts: bool = False) -> "QuerySet[Edition]":
    """The editions of the handbook, the newest first; with drafts for who makes them."""
    found = Edition.objects.annotate(practices=Count("entries"))
    return found if drafts else found.filter(published_at__isnull=False)


def entries_of(edition: Edition) -> list[Entry]:
    """What stands in an edition, by principle and turn."""
    seen = edition.published_at
    reports = Tried.objects.filter(is_hidden=False).select_related("member")
    if seen is not None:
        reports = reports.filter(at__lte=seen)
    rows = edition.entries.select_related("version__practice__member")
    return list(rows.prefetch_related(Prefetch("version__practice__reports", reports, to_attr="seen_reports")))


def for_the_handbook(edition: Edition) -> "QuerySet[Practice]":
    """Published practices on integration that an edition does not hold, by title."""
    inside = edition.entries.values("version__practice")
    integration = Mark.objects.filter(practice=OuterRef("pk"), what=Mark.What.THEME, value__startswith="2.3-")
    served = Mark.objects.filter(practice=OuterRef("pk"), what=Mark.What.PRINCIPLE)
    found = standing().filter(Exists(integration) | Exists(served)).exclude(pk__in=inside)
    return found.select_related("member").order_by("title", "pk")
