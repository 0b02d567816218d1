"""The first draft of the charter, with its translations: founded once, and then the members' to change.

Holds no text; that is `charter.yaml`. Stands on `charter_actions`.
"""

from functools import cache
from importlib.resources import files
from typing import Any

from django.db import transaction

from passerelle.base.own_files import read_yaml
from passerelle_web.forum.charter_actions import Worded, draft_charter
from passerelle_web.forum.models import CharterVersion
from passerelle_web.forum.told import ARTICLE
from passerelle_web.texts.actions import translate


@cache
def first_draft() -> dict[str, Any]:
    """The file as it ships."""
    return dict(read_yaml(files(__package__).joinpath("charter.yaml")))


@transaction.atomic
def fill() -> bool:
    """Found the charter as a draft; False where there is any version. To be called at every start."""
    if CharterVersion.objects.exists():
        return False
    told = first_draft()
    language = told["language"]
    made = draft_charter(
        articles=[Worded(one["key"], one["heading"][language], one["text"][language]) for one in told["articles"]],
        shares=told["shares"], rotation=told["rotation"], term_years=told["term_years"],
        silence_days=told["silence_days"], attribution=told["attribution"], reason=told["reason"][language],
        language=language, by=None,
    )  # fmt: skip
    written = {one["key"]: one for one in told["articles"]}
    for article in made.articles.all():
        for field in ("heading", "text"):
            for code, words in written[article.key][field].items():
                if code != language:
                    translate(kind=ARTICLE, key=str(article.pk), field=field, language=code, text=words, by=None)
    return True
