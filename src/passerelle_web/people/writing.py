"""Saving a row and telling in words which rule of the database stands against it.

Holds no rule itself. Ground of the site.
"""

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from passerelle_web.people.refusals import CannotBeDone


def _said(thing: models.Model, refused: ValidationError) -> Iterator[str]:
    for name, messages in refused.message_dict.items():
        named = "" if name == NON_FIELD_ERRORS else f"{thing._meta.get_field(name).verbose_name}: "
        yield from (f"{named}{message}" for message in messages)


def write(thing: models.Model) -> None:
    """Save, telling in words which rule of the database stands against it.

    Raises
    ------
    CannotBeDone : with the words of the constraint.
    """
    try:
        thing.full_clean()
        with transaction.atomic():
            thing.save()
    except ValidationError as refused:
        raise CannotBeDone(" ".join(_said(thing, refused))) from None
    except IntegrityError:  # another request was quicker by a moment
        raise CannotBeDone(_("Somebody else has just done this. Look at the page again.")) from None
