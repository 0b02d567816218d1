"""The first entries of the library: the document that Passerelle starts from and those that its footnotes cite.

References, not texts. What somebody has changed since stays changed. Stands on `actions`.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from django.db import IntegrityError, transaction

from passerelle.base.own_files import read_yaml
from passerelle_web.library.actions import add_document
from passerelle_web.library.models import Document

ADDRESS = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:"
# Acts of the Union of these years stand in its official languages of before 2004 at least.
OF_THE_UNION = ("es", "fr", "nl")


@cache
def references() -> list[dict[str, Any]]:
    """The papers of each, in the order of the footnotes."""
    return [_papers(one) for one in read_yaml(files(__package__).joinpath("founding.yaml"))]


def _papers(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of the file as the papers of a document."""
    kept = {name: value for name, value in entry.items() if name not in ("celex", "footnote")}
    celex = entry.get("celex")
    address = {"link": f"{ADDRESS}{celex}", "languages": list(OF_THE_UNION)} if celex else {}
    return {"language": "en", **address, **kept}


def fill() -> int:
    """Enter what is not there yet; how many were entered. To be called at every start."""
    there = set(Document.objects.exclude(code=None).values_list("code", flat=True))
    return sum(_entered(one) for one in references() if one["code"] not in there)


def _entered(papers: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            add_document(by=None, **papers)
    except IntegrityError:  # another server of the same site starts in the same moment
        return False
    return True
