"""Taking a message in: whose it is, to what it answers, what she wrote; handed to the room, once.

A message that is not surely an answer of ours leads to nothing at all, so that nobody can make this site write to
strangers. Stands on `answers`.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from passerelle_web.people.models import User
from passerelle_web.people.refusals import SiteRefusal
from passerelle_web.post.actions import send
from passerelle_web.post.addresses import AddressUnknown, read_answer_address
from passerelle_web.post.answers import handler_of
from passerelle_web.post.models import AnswerAddress, Received
from passerelle_web.post.quoting import own_words, text_of_html
from passerelle_web.post.rules import LARGEST, LONGEST_ANSWER, MOST_PARTS

# Of a message that is too large only so much is read, to tell its sender; nor may its heads be longer.
HEAD, MOST_HEADS = 64 * 1024, 400
_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message: `handed`, `twice`, `refused` (its sender is told) or `ignored`; why, for the log."""

    outcome: str
    why: str = ""


class Ignored(Exception):
    """It is no answer of ours, or nobody wrote it: nothing is done, and nobody is told."""


class Unfit(Exception):
    """An answer that cannot be taken; its sender is told the sentence."""


def _read(raw: bytes) -> EmailMessage:
    # heads are costly to read: no honest message has so much of them
    head = re.split(rb"\r?\n\r?\n", raw[: HEAD + 1], maxsplit=1)[0]
    if len(head) > HEAD or head.count(b"\n") > MOST_HEADS:
        raise Ignored("too many heads")
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        message.items()  # heads are read only now, and broken ones fail here
    except Exception as broken:  # a hostile message finds every corner of a parser
        raise Ignored(f"cannot be read: {type(broken).__name__}") from None
    return message


def _heads(message: EmailMessage, *names: str) -> list[str]:
    return [str(value) for name in names for value in message.get_all(name, [])]


def _refuse_machines(message: EmailMessage) -> None:
    """What a machine wrote is not answered, or two machines would write to each other for ever."""
    told = " ".join(_heads(message, "auto-submitted")).strip().lower()
    if told and not told.startswith("no"):
        raise Ignored("an automatic answer")
    if _heads(message, "x-autoreply", "x-autorespond", "x-auto-response-suppress", "list-id", "feedback-id"):
        raise Ignored("an automatic answer")
    if any(one.strip().lower() in ("bulk", "junk", "list", "auto_reply") for one in _heads(message, "precedence")):
        raise Ignored("an automatic answer")
    if any(one.strip() == "<>" for one in _heads(message, "return-path")):
        raise Ignored("a report of a mail server")


def _answered(message: EmailMessage) -> tuple[AnswerAddress, bool]:
    for _name, address in getaddresses(_heads(message, *_TO)):
        try:
            return read_answer_address(address)
        except AddressUnknown:
            continue
    raise Ignored("no address of ours")


def _is_hers(message: EmailMessage, person: User) -> bool:
    """Does it come from an address that she has shown to be hers?"""
    senders = {address.lower() for _name, address in getaddresses(_heads(message, "from")) if address}
    confirmed = {held.email.lower() for held in person.emailaddress_set.filter(verified=True)} | {person.email}
    return len(senders) == 1 and senders <= confirmed


def _fingerprint(message: EmailMessage, row: AnswerAddress, raw: bytes) -> str:
    named = " ".join(_heads(message, "message-id")).strip()
    what = named.encode("utf-8", "surrogatepass") if named else hashlib.sha256(raw).digest()
    return hashlib.sha256(f"{row.pk}\n".encode() + what).hexdigest()


def _leaves(message: EmailMessage) -> list[EmailMessage]:
    found = []
    for count, part in enumerate(message.walk()):
        if count >= MOST_PARTS:
            raise Unfit(_("The message has too many parts."))
        if not part.is_multipart():
            found.append(part)
    return found


def _content(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a character set that nobody knows
        return raw.decode("utf-8", "replace")


def _text(message: EmailMessage) -> tuple[str, int]:
    """The words of a message, and how many files were attached to it."""
    plain, markup, attached = "", "", 0
    for part in _leaves(message):
        kind = part.get_content_type()
        is_file = part.get_content_disposition() == "attachment" or part.get_filename() is not None
        if is_file or not kind.startswith("text/"):
            attached += not kind.startswith(("multipart/", "application/pgp-signature", "application/pkcs7-signature"))
        elif kind == "text/plain" and not plain:
            plain = _content(part)
        elif kind == "text/html" and not markup:
            markup = _content(part)
    return own_words(plain) or own_words(text_of_html(markup)), attached


def _readable(message: EmailMessage) -> tuple[str, int]:
    """The same; a message that is made to break its reader is told to be unreadable."""
    try:
        return _text(message)
    except (RecursionError, UnicodeError, LookupError, ValueError, AssertionError):
        raise Unfit(_("Your message cannot be read. Send it as plain text, or answer on the page instead.")) from None


def _mail(person: User, message: EmailMessage, sentence: str, written: str = "") -> None:
    """Tell the sender in her language, with all that she wrote, so that nothing typed is lost."""
    subject = _heads(message, "subject")[:1]
    paragraphs = [_("Good day,"), sentence]
    if written:
        paragraphs += [_("This is what you wrote:"), "\n".join(f"> {line}" for line in written.split("\n"))]
    headers = {"In-Reply-To": named, "References": named} if (named := _own_name(message)) else {}
    send(
        to=person,
        kind="answer",
        subject=f"Re: {subject[0].removeprefix('Re: ')}" if subject else _("Your answer"),
        body="\n\n".join([*paragraphs, "Passerelle"]) + "\n",
        headers=headers,
    )


def _own_name(message: EmailMessage) -> str:
    named = " ".join(_heads(message, "message-id")).split()
    return named[0][:200] if named and named[0].isascii() else ""


def _too_large(raw: bytes) -> None:
    """Refuse what is too large, before it is taken apart."""
    if len(raw) > LARGEST:
        raise Unfit(_("Your message is too large: it may have up to five megabytes, and files are not taken by mail."))


def _hand(row: AnswerAddress, holds: bool, message: EmailMessage, raw: bytes) -> str:
    """Hand the words to the room; what the sender is told besides, if anything."""
    _too_large(raw)
    if not holds:
        raise Unfit(_("This address was for two months and takes no answers any more. Answer on the page instead."))
    text, attached = _readable(message)
    if len(text) > LONGEST_ANSWER:
        raise Unfit(_("Your answer is too long to be taken by mail. Write it on the page instead."))
    files = _("The files that you attached were not taken. Add them on the page instead.") if attached else ""
    if not text:
        raise Unfit(files or _("We found no words of yours in the message. Write them above what is quoted."))
    handler = handler_of(row.topic)
    if handler is None:
        raise Unfit(_("No answers are taken there by mail. Answer on the page instead."))
    try:
        with transaction.atomic():
            handler(row.person, row.topic, text)
    except SiteRefusal as refused:
        raise Unfit(str(refused), text) from None
    return files


def _settle(row: AnswerAddress, holds: bool, message: EmailMessage, raw: bytes) -> Taken:
    try:
        files = _hand(row, holds, message, raw)
    except Unfit as unfit:
        _mail(row.person, message, *unfit.args)
        return Taken("refused", str(unfit.args[0]))
    if files:
        _mail(row.person, message, files)
    return Taken("handed")


@transaction.atomic
def _once(row: AnswerAddress, holds: bool, message: EmailMessage, raw: bytes) -> Taken:
    """The message, its fingerprint, what the room did with it, and the mail about it: all together or nothing."""
    try:
        with transaction.atomic():
            received = Received.objects.create(fingerprint=_fingerprint(message, row, raw), outcome="handed")
    except IntegrityError:
        return Taken("twice")
    with translation.override(row.person.language):
        taken = _settle(row, holds, message, raw)
    if taken.outcome != received.outcome:
        received.outcome = taken.outcome
        received.save(update_fields=["outcome"])
    return taken


def take(raw: bytes) -> Taken:
    """Take one message in, as a mail server hands it over. Whatever it is, it harms nothing."""
    try:
        message = _read(raw if len(raw) <= LARGEST else raw[:HEAD])
        _refuse_machines(message)
        row, holds = _answered(message)
        if not row.person.is_active or not _is_hers(message, row.person):
            raise Ignored("not from the person that the address is for")
    except Ignored as ignored:
        return Taken("ignored", str(ignored))
    return _once(row, holds, message, raw)


def clear_received(*, older_than: timedelta) -> int:
    """Forget old fingerprints; how many."""
    gone, _by_kind = Received.objects.filter(at__lt=timezone.now() - older_than).delete()
    return gone
