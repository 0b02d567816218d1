"""What this room holds of a person, for the document that she takes away: what she handed in.

Holds the registration only. Stands on `people`.
"""

from typing import Any

from passerelle_web.library.models import Document
from passerelle_web.people.everything import add_part
from passerelle_web.people.models import User


def documents_by(person: User) -> list[dict[str, Any]]:
    """The papers of the documents that a person handed in, whoever may read them today."""
    held = Document.objects.filter(by=person).select_related("member").order_by("added_at")
    return [
        {
            "added_at": row.added_at, "title": row.title, "symbol": row.symbol, "file": row.file_name,
            "reach": row.reach, "member": row.member.name if row.member else "",
        }
        for row in held
    ]  # fmt: skip


add_part("documents", documents_by)
