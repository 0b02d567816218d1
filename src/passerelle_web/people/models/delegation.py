"""The delegation of a member: who is its head, alternate or focal point from when to when, and who is invited into it.

Holds no rule of who speaks; that is `queries` and `permissions`. That two heads never overlap, and that a function is
of the member of its membership, are triggers (migration 0007). Ground of the site.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models.ground import DatedQuerySet, Department, Member, Membership, Role, User
from passerelle_web.people.themes import theme_name


class Function(models.TextChoices):
    """What a person is in the delegation of a member."""

    HEAD = "head", _("Head of delegation")
    ALTERNATE = "alternate", _("Alternate")
    FOCAL_POINT = "focal_point", _("Focal point")


class FunctionQuerySet(DatedQuerySet):
    """Functions, by day."""

    def active_on(self, day: date) -> Self:
        """Those that hold, in memberships and members that hold, of people who may sign in."""
        return self.on(day).filter(membership__in=Membership.objects.active_on(day).values("pk"))


class DelegationFunction(models.Model):
    """A function that a membership carries from a day up to another. Alternates have an order, focal points a theme."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="functions", verbose_name=_("membership")
    )
    # written beside the membership, so that the database can count the heads of a member
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="functions", verbose_name=_("member"))
    function = models.CharField(_("function"), max_length=20, choices=Function.choices)
    turn = models.PositiveSmallIntegerField(_("order"), null=True, blank=True)
    theme = models.CharField(_("theme"), max_length=60, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = FunctionQuerySet.as_manager()

    class Meta:
        ordering = ("member", "function", "turn", "since", "pk")
        verbose_name = _("function in a delegation")
        verbose_name_plural = _("functions in delegations")
        constraints = (
            models.UniqueConstraint(
                fields=("member",),
                condition=models.Q(function=Function.HEAD, until=None),
                name="one_open_head_per_member",
                violation_error_message=_("This delegation has a head already."),
            ),
            models.UniqueConstraint(
                fields=("member", "turn"),
                condition=models.Q(function=Function.ALTERNATE, until=None),
                name="one_open_alternate_per_turn",
                violation_error_message=_("Another alternate has this place in the order."),
            ),
            models.UniqueConstraint(
                fields=("membership", "function", "theme"),
                condition=models.Q(until=None),
                name="one_open_function_of_a_kind",
                violation_error_message=_("This person has that function already."),
            ),
            models.CheckConstraint(condition=models.Q(function__in=Function.values), name="function_is_known"),
            models.CheckConstraint(
                condition=models.Q(function=Function.ALTERNATE, turn__gte=1)
                | (~models.Q(function=Function.ALTERNATE) & models.Q(turn=None)),
                name="alternates_alone_have_an_order",
                violation_error_message=_("Alternates, and nobody else, have a place in the order."),
            ),
            models.CheckConstraint(
                condition=(models.Q(function=Function.FOCAL_POINT) & ~models.Q(theme=""))
                | (~models.Q(function=Function.FOCAL_POINT) & models.Q(theme="")),
                name="focal_points_alone_have_a_theme",
                violation_error_message=_("A focal point, and nobody else, has a theme."),
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="function_ends_after_it_begins",
                violation_error_message=_("The end has to come after the beginning."),
            ),
        )

    def __str__(self) -> str:
        return gettext("%(function)s of %(member)s") % {
            "function": self.get_function_display(),
            "member": str(self.member),
        }

    @property
    def theme_name(self) -> str:
        """A focal point's theme, in the reader's language."""
        return theme_name(self.theme) if self.theme else ""

    @property
    def trail_name(self) -> str:
        """The member alone: the trail names no person."""
        return str(self.member)


class Invitation(models.Model):
    """A link, sent to an address, that puts who opens it into a member. Of the link only a fingerprint is kept."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("member"))
    # erased once it is used or taken back: it is then of no use any more
    address = models.EmailField(_("e-mail address"), blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    function = models.CharField(_("function"), max_length=20, choices=Function.choices, blank=True)
    theme = models.CharField(_("theme"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_used")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "-pk")
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.UniqueConstraint(
                "member",
                Lower("address"),
                condition=models.Q(used_at=None, taken_back_at=None),
                name="one_open_invitation_per_address",
                violation_error_message=_("This address is invited already. Send that invitation again instead."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_is_known"),
            models.CheckConstraint(
                condition=models.Q(used_at=None) | models.Q(taken_back_at=None), name="used_or_taken_back_not_both"
            ),
            models.CheckConstraint(
                condition=models.Q(used_at=None, used_by=None) | models.Q(used_at__isnull=False, used_by__isnull=False),
                name="used_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at=None, taken_back_at=None) | models.Q(address=""),
                name="address_goes_with_the_link",
            ),
        )

    def __str__(self) -> str:
        return gettext("%(role)s in %(member)s") % {"role": self.get_role_display(), "member": str(self.member)}

    @property
    def trail_name(self) -> str:
        """The member alone: the trail names no address."""
        return str(self.member)

    @property
    def is_open(self) -> bool:
        """Can it still be followed?"""
        return self.used_at is None and self.taken_back_at is None and timezone.now() < self.expires_at

    @property
    def has_expired(self) -> bool:
        """Too old, and neither used nor taken back: it can be sent again."""
        return self.used_at is None and self.taken_back_at is None and timezone.now() >= self.expires_at
