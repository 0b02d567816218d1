"""What can be done with invitations: sending one, sending it again, taking it back, following it.

The link's token leaves this module once, in the mail; what is kept is its fingerprint. Nothing here tells whether an
address has an account. Ground of the site.
"""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from passerelle_web.people import sending
from passerelle_web.people.actions import record
from passerelle_web.people.delegation_actions import SPEAKING, set_function
from passerelle_web.people.member_actions import enter
from passerelle_web.people.models import Department, Function, Invitation, Member, Membership, Role, User
from passerelle_web.people.permissions import GUARDED, OWN_TO_GIVE, require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.themes import is_theme
from passerelle_web.people.writing import write

HOLDS_FOR = timedelta(days=14)


def fingerprint(token: str) -> str:
    """What is kept of a token: it has 256 bits of chance, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _letter(invitation: Invitation, token: str) -> sending.Written:
    """The mail, in the language that the inviter chose for it."""
    with translation.override(invitation.language):
        link = settings.SITE_ADDRESS + reverse("people:invited", args=(token,))
        role = invitation.get_function_display() or invitation.get_role_display()
        named = {"member": invitation.member.name, "role": role}
        text = "\n\n".join(
            (
                _("Good day,"),
                _("You are invited to act for %(member)s at Passerelle, as: %(role)s.") % named,
                _("Follow this link to make an account, or to sign in if you have one:"),
                link,
                _("The link works once, until %(day)s. If you do not know what this is about, do nothing.")
                % {"day": date_format(invitation.expires_at, "DATE_FORMAT")},
                "Passerelle",
            )
        )
        subject = _("Invitation to act for %(member)s") % named
        return sending.Written(
            to=invitation.address,
            kind="invitation",
            subject=f"Passerelle: {subject}",
            text=f"{text}\n",
            language=invitation.language,
            about=("people.invitation", str(invitation.pk)),
        )


def _send(invitation: Invitation, by: User | None, verb: str) -> Invitation:
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    invitation.token_hash, invitation.sent_at, invitation.expires_at = fingerprint(token), now, now + HOLDS_FOR
    write(invitation)
    sending.send(_letter(invitation, token))
    record(verb, invitation, by=by, role=invitation.role)
    return invitation


def _may_give(role: str, member: Member, by: User | None) -> None:
    require(by, "people.invite", member)
    if role not in OWN_TO_GIVE:
        require(by, "people.add_membership", member)
    if role in GUARDED:
        require(by, "people.guard")


def _check(member: Member, role: str, department: Department | None, function: str, theme: str) -> None:
    if not settings.SENDS_MAIL:
        raise CannotBeDone(_("This site sends no mail, so nobody can be invited. Ask the people who run it."))
    if not member.holds_on(timezone.localdate()):
        raise CannotBeDone(_("This organisation is no member today."))
    if department is not None and department.member_id != member.pk:
        raise CannotBeDone(_("This department belongs to another member."))
    if function in SPEAKING and role == Role.OBSERVER:
        raise CannotBeDone(_("An observer speaks for nobody, and so cannot be head or alternate."))
    if function == Function.FOCAL_POINT and not is_theme(theme):
        raise CannotBeDone(_("Choose the theme that this focal point answers for."))


@transaction.atomic
def invite(
    *,
    member: Member,
    address: str,
    role: str,
    department: Department | None = None,
    function: str = "",
    theme: str = "",
    language: str = "en",
    by: User | None,
) -> Invitation:
    """Invite an address into a member; the mail goes out after the commit.

    It is the same for an address with and without an account, and for one that is in the member already.

    Raises
    ------
    NotAllowed : `by` lacks people.invite; for a role of the forum also people.add_membership or people.guard.
    CannotBeDone : no mail goes out here, the address is invited already, or department, role and function do not fit.
    """
    _may_give(role, member, by)
    _check(member, role, department, function, theme)
    invitation = Invitation(
        member=member,
        address=address.strip().lower(),
        role=Role(role),
        department=department,
        function=function,
        theme=theme if function == Function.FOCAL_POINT else "",
        language=language,
        made_by=by,
    )
    return _send(invitation, by, "invitation.sent")


def _still_open(invitation: Invitation) -> Invitation:
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.used_at is not None:
        raise CannotBeDone(_("This invitation was used already."))
    if held.taken_back_at is not None:
        raise CannotBeDone(_("This invitation was taken back."))
    return held


@transaction.atomic
def send_again(*, invitation: Invitation, by: User | None) -> Invitation:
    """Send an invitation with a new link, which holds anew; the link before holds no more."""
    held = _still_open(invitation)
    _may_give(held.role, held.member, by)
    _check(held.member, held.role, held.department, held.function, held.theme)
    return _send(held, by, "invitation.sent_again")


@transaction.atomic
def take_back(*, invitation: Invitation, by: User | None) -> Invitation:
    """Take an invitation back; its link holds no more, and its address is forgotten."""
    require(by, "people.invite", invitation.member)
    held = _still_open(invitation)
    held.taken_back_at, held.address = timezone.now(), ""
    held.save()
    record("invitation.taken_back", held, by=by, role=held.role)
    return held


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a link, while it can be followed."""
    found = Invitation.objects.select_related("member", "department").filter(token_hash=fingerprint(token)).first()
    return found if found is not None and found.is_open and found.member.holds_on(timezone.localdate()) else None


def _function_if_free(invitation: Invitation, membership: Membership) -> None:
    """Give the function that was offered; where a head is there by now, she comes in without it."""
    if not invitation.function:
        return
    try:
        with transaction.atomic():
            set_function(membership=membership, function=invitation.function, theme=invitation.theme, by=None)
    except CannotBeDone:
        record("invitation.function_taken", invitation, by=None, function=invitation.function)


@transaction.atomic
def accept(*, invitation: Invitation, by: User) -> Membership:
    """Follow an invitation: the person is in the member from today.

    Who is in the member in that role already stays so; the link is used up all the same.
    """
    held = _still_open(invitation)
    if not held.is_open:
        raise CannotBeDone(_("This link is too old. Ask for a new one."))
    today = timezone.localdate()
    there = Membership.objects.active_on(today).filter(person=by, member=held.member, role=held.role).first()
    membership = there or enter(
        person=by, member=held.member, role=held.role, department=held.department, since=today, by=by
    )
    _function_if_free(held, membership)
    held.used_at, held.used_by, held.address = timezone.now(), by, ""
    held.save()
    record("invitation.used", held, by=by, role=held.role)
    return membership


@transaction.atomic
def sign_up_and_accept(*, invitation: Invitation, name: str, password: str, language: str) -> User:
    """Make the account of the address that was invited, confirmed by its link, and follow the invitation.

    Only who holds the link comes here, and it went to that address: she may be told that it has an account.

    Raises
    ------
    CannotBeDone : the address has an account, or the password is too weak.
    """
    held = _still_open(invitation)
    if User.objects.filter(email=held.address).exists() or EmailAddress.objects.filter(email=held.address).exists():
        raise CannotBeDone(_("You have an account with this address already. Sign in below; the invitation waits."))
    try:
        validate_password(password, User(email=held.address, name=name))
    except ValidationError as weak:
        raise CannotBeDone(" ".join(weak.messages)) from None
    person = User.objects.create_user(held.address, password, name=name.strip(), language=language)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record("person.signed_up", person, by=person)
    accept(invitation=held, by=person)
    return person
