"""What is done with strategy papers: register one with its text, pasted or from a PDF.

Stands on `people`.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from passerelle.plans.coherence.papers import Allocation, paper_of_text
from passerelle.plans.coherence.pdf import text_of_pdf
from passerelle_web.people.actions import record as leave_trace
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.trail_words import tell
from passerelle_web.plans.models import Paper, pack
from passerelle_web.plans.permissions import permit  # noqa: F401  registers who may

tell(**{"paper.registered": gettext_lazy("Strategy paper registered")})


@transaction.atomic
def register_paper(
    *, title: str, by: User | None, text: str = "", pdf: bytes = b"", place: str = "", grouping: str = "",
    first_year: int | None = None, last_year: int | None = None, language: str = "", source: str = "",
    allocations: Sequence[Allocation] = (), member: Member | None = None, is_demonstration: bool = False,
) -> Paper:  # fmt: skip
    """Register a country or regional strategy paper.

    Raises
    ------
    PaperError : no text, or one that is too long; a PDF that cannot be read.
    """
    require(by, "plans.add_paper")
    whole = text_of_pdf(pdf) if pdf else text
    read = paper_of_text(title, whole, iso3=place, grouping=grouping, language=language, allocations=allocations)
    rows: list[dict[str, Any]] = [
        {"sector": one.sector, "amount": str(one.amount), "currency": one.currency} for one in allocations
    ]
    made = Paper.objects.create(
        title=title.strip(), place=place, grouping=grouping, first_year=first_year, last_year=last_year,
        language=read.language, source=source.strip(), text=pack(whole), allocations=rows, by=by, member=member,
        is_demonstration=is_demonstration,
    )  # fmt: skip
    leave_trace("paper.registered", made, by=by)
    return made
