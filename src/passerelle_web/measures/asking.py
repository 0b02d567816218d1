"""What is asked of the model, as a row holds it, and the key under which the same question is one run.

Stands on the library's requests.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from passerelle.measures.runs import MODEL, Asked
from passerelle.measures.templates import template_of
from passerelle_web.evidence.queries import the_store


def request_of(asked: Asked) -> dict[str, Any]:
    """What was asked, as the row holds it."""
    settings = {
        f"{code}.{name}": list(triple) for code, chosen in asked.chosen.items() for name, triple in chosen.items()
    }
    settings |= {name: list(triple) for name, triple in asked.given.items()}
    return {
        "templates": [template.code for template in asked.templates],
        "origin": asked.corridor.origin,
        "destination": asked.corridor.destination,
        "transit": asked.transit,
        "settings": dict(sorted(settings.items())),
        "years": asked.years,
        "draws": asked.draws,
        "seed": asked.seed,
        "discount": asked.discount,
    }


def key_of(asked: Asked) -> str:
    """The key of a question to today's evidence and model."""
    return key_of_request(request_of(asked))


def key_of_request(request: dict[str, Any]) -> str:
    """The same for a request as the row holds it."""
    # a template that was changed since asks something else under the same name
    meant = [asdict(template_of(code)) for code in request["templates"]]
    told = json.dumps([request, meant, the_store().stamp, MODEL], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
