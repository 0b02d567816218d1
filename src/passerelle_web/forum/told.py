"""What this room tells those below it: what is found by search, who finds it, what can be translated.

Stands on `models`.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from passerelle_web.forum.models import Article, CharterVersion, Cycle, Decision, HelpRequest, ThemeProposal
from passerelle_web.library import index, reach, rebuilding
from passerelle_web.library.kinds import name_kind
from passerelle_web.people.permissions import Somebody, may
from passerelle_web.texts import kinds
from passerelle_web.texts.cleaning import plain

CHARTER, ARTICLE, DECISION = "forum.charter", "forum.article", "forum.decision"
YEAR, THEME, HELP = "forum.year", "forum.theme", "forum.help"
PREFIX = "forum"
STEERING = f"{PREFIX}:steering"


def find_charter(version: CharterVersion) -> None:
    """Make a version of the charter findable; of several the newest, so that a word is found once."""
    index.keep_thing(_thing_of_charter(version))


def _thing_of_charter(version: CharterVersion) -> index.Thing:
    text = "\n".join(f"{one.heading}\n{plain(one.text)}" for one in version.articles.all())
    return index.Thing(
        kind=CHARTER, key="newest", title=str(version), text=text, language=version.language, reach=reach.PUBLIC,
        address=("forum:charter-version", [version.number]), themes=["3-forum"], day=version.made_at.date(),
    )  # fmt: skip


def find_decision(decision: Decision) -> None:
    """Make a decision findable, for everybody or for the steering group alone."""
    index.keep_thing(_thing_of_decision(decision))


def _thing_of_decision(decision: Decision) -> index.Thing:
    return index.Thing(
        kind=DECISION, key=decision.pk, title=str(decision), text=plain(f"{decision.text}\n\n{decision.changes}"),
        language=decision.language, reach=STEERING if decision.is_closed else reach.PUBLIC,
        address=("forum:decision", [decision.year, decision.number]), themes=["3-forum"], day=decision.day,
        also=decision.sign,
    )  # fmt: skip


def find_year(cycle: Cycle) -> None:
    """Make a year findable by its number, its chair and its note."""
    index.keep_thing(_thing_of_year(cycle))


def _thing_of_year(cycle: Cycle) -> index.Thing:
    chair = cycle.chair.name if cycle.chair is not None else ""
    return index.Thing(
        kind=YEAR, key=cycle.pk, title=str(cycle.year), text=plain(cycle.note), language=cycle.note_language,
        reach=reach.PUBLIC, address=("forum:year", [cycle.year]), themes=["3-forum"], day=cycle.begins, also=chair,
    )  # fmt: skip


def find_help(request: HelpRequest) -> None:
    """Make a request for help findable, for everybody or for members alone."""
    index.keep_thing(_thing_of_help(request))


def _thing_of_help(request: HelpRequest) -> index.Thing:
    return index.Thing(
        kind=HELP, key=request.pk, title=request.title, text=plain(f"{request.need}\n\n{request.brings}"),
        language=request.language, reach=reach.PUBLIC if request.is_public else reach.MEMBERS,
        address=("forum:help", [request.pk]), themes=[request.theme], day=request.made_on,
        places=[request.place] if request.place else [],
    )  # fmt: skip


def _newest_charter() -> "QuerySet[CharterVersion]":
    newest = CharterVersion.objects.order_by("-number").values("pk")[:1]
    return CharterVersion.objects.filter(pk__in=newest)


def _held(somebody: Somebody) -> list[str]:
    return [STEERING] if may(somebody, "forum.decide") else []


def _loader(model: type[Model], *related: str) -> Callable[[str], Any]:
    def load(key: str) -> Any:
        try:
            return model._default_manager.select_related(*related).filter(pk=key).first()
        except (ValueError, ValidationError):
            return None

    return load


def _words(thing: Any, field: str) -> tuple[str, str]:
    return getattr(thing, field), thing.language


def _of_article(article: Article, field: str) -> tuple[str, str]:
    return getattr(article, field), article.version.language


def tell_others() -> None:
    """Register with the rooms below."""
    rebuilding.register(
        CHARTER, _newest_charter, lambda rows: map(_thing_of_charter, rows), key=lambda _row: "newest"
    )  # fmt: skip
    rebuilding.register(DECISION, Decision.objects.all, lambda rows: map(_thing_of_decision, rows))
    rebuilding.register(
        YEAR, Cycle.objects.select_related("chair").all, lambda rows: map(_thing_of_year, rows), locked=("self",)
    )
    rebuilding.register(HELP, HelpRequest.objects.all, lambda rows: map(_thing_of_help, rows))
    reach.register(PREFIX, _held, named=lambda _reach: str(_("The steering group")))
    named = (
        (CHARTER, _("Charter")),
        (DECISION, _("Decision")),
        (YEAR, _("Year of the forum")),
        (HELP, _("Call for help")),
    )
    for kind, name in named:
        name_kind(kind, name)
    kinds.register(
        kind=ARTICLE, fields=("heading", "text"), load=_loader(Article, "version"), see="forum.read",
        translate="forum.translate", original=_of_article, back=lambda one: one.version.get_absolute_url(),
        labels={"heading": _("Heading"), "text": _("Article")},
    )  # fmt: skip
    kinds.register(
        kind=DECISION, fields=("title", "text"), load=_loader(Decision), see="forum.see_decision",
        translate="forum.translate", original=_words, back=lambda one: one.get_absolute_url(),
        labels={"title": _("Title"), "text": _("Text")},
    )  # fmt: skip
    kinds.register(
        kind=THEME, fields=("reason",), load=_loader(ThemeProposal, "cycle"), see="forum.read",
        translate="forum.translate", original=_words, back=lambda one: one.get_absolute_url(),
    )  # fmt: skip
    kinds.register(
        kind=HELP, fields=("need", "brings"), load=_loader(HelpRequest), see="forum.see_help",
        translate="forum.translate", original=_words, back=lambda one: one.get_absolute_url(),
        labels={"need": _("What help is asked for"), "brings": _("What the member brings itself")},
    )  # fmt: skip
