"""What is done with translations: one is added; the one that stood is kept as a version.

Reading is in `queries`. Stands on `people`.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import may, require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell
from passerelle_web.texts.kinds import Kind, kind_of
from passerelle_web.texts.languages import is_language
from passerelle_web.texts.models import Translation, digest_of

tell(**{"translation.made": gettext_lazy("Translation added")})
LONGEST = 100_000


def _thing(kind: Kind | None, key: str, field: str, by: User | None) -> Any:
    """What is to be translated; who may not see it is told what anybody is told who asks for what is not there."""
    thing = kind.load(key) if kind is not None and field in kind.fields else None
    if kind is None or thing is None or not may(by, kind.see, thing):
        raise CannotBeDone(_("There is no such text to translate."))
    return thing


def _refuse_unsound(language: str, text: str, original: tuple[str, str]) -> None:
    if not is_language(language):
        raise CannotBeDone(_("Choose the language of the translation."))
    if language == original[1]:
        raise CannotBeDone(_("The original is in this language already. Choose another one."))
    if not text:
        raise CannotBeDone(_("The translation is empty."))
    if len(text) > LONGEST:
        raise CannotBeDone(_("The translation is too long. Shorten it, or translate a part."))


@transaction.atomic
def translate(
    *, kind: str, key: str, field: str, language: str, text: str, by: User | None, member: Member | None = None
) -> Translation:
    """Add a translation; the one that stood in this language stays as a version. The same twice is made once.

    Raises
    ------
    NotAllowed : `by` may not translate it, or does not act for the member.
    CannotBeDone : no such text, or none that `by` sees; the original's own language; an empty or too long text.
    """
    known = kind_of(kind)
    thing = _thing(known, key, field, by)
    assert known is not None
    require(by, known.translate, thing)
    if member is not None:
        require(by, "people.act_for", member)
    original = known.original(thing, field)
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    _refuse_unsound(language, text, original)
    place = {"subject_kind": kind, "subject_key": key, "field": field, "language": language}
    digest = digest_of(original[0])
    stood = Translation.objects.select_for_update().filter(**place, is_standing=True).first()
    if stood is not None and (stood.text, stood.original) == (text, digest):
        return stood
    made = _add(stood, Translation(**place, text=text, original=digest, by=by, member=member))
    record("translation.made", made, by=by, of=kind, key=key, field=field, language=language, number=made.number)
    return made


def _add(stood: Translation | None, made: Translation) -> Translation:
    made.number = stood.number + 1 if stood is not None else 1
    try:
        with transaction.atomic():
            if stood is not None:
                Translation.objects.filter(pk=stood.pk).update(is_standing=False)
            made.save()
    except IntegrityError:  # somebody else was quicker by a moment
        raise CannotBeDone(
            _("Somebody has just added a translation in this language. Look at it, then add yours again.")
        ) from None
    return made
