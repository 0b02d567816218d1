"""What this room holds of a person, for the document that she takes away: her translations.

Holds the registration only. Stands on `people`.
"""

from typing import Any

from passerelle_web.people.everything import add_part
from passerelle_web.people.models import User
from passerelle_web.texts.models import Translation


def translations_by(person: User) -> list[dict[str, Any]]:
    """Every version of a translation that a person made."""
    held = Translation.objects.filter(by=person).order_by("made_at")
    return [
        {
            "made_at": row.made_at, "of": row.subject_kind, "key": row.subject_key, "field": row.field,
            "language": row.language, "number": row.number, "text": row.text,
        }
        for row in held
    ]  # fmt: skip


add_part("translations", translations_by)
