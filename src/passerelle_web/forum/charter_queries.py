"""What can be read of the charter: the version by which the forum works today, all versions, two of them compared.

Stands on `models`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from passerelle_web.forum.models import Article, CharterVersion, Decision
from passerelle_web.texts.differences import Piece, differences


def versions() -> list[CharterVersion]:
    """Every version, the newest first, with the decision that adopted it."""
    return list(CharterVersion.objects.select_related("adoption"))


def version(number: int) -> CharterVersion | None:
    """The version of a number."""
    return CharterVersion.objects.select_related("adoption").filter(number=number).first()


def in_force() -> CharterVersion | None:
    """The version that was adopted last, up to today; None where the members have adopted none."""
    adopted = CharterVersion.objects.select_related("adoption").filter(adoption__day__lte=timezone.localdate())
    return adopted.order_by("-adoption__day", "-adoption__year", "-adoption__number").first()


def worked_by() -> CharterVersion | None:
    """The version by whose figures the forum works: the one in force, else the newest draft."""
    return in_force() or CharterVersion.objects.select_related("adoption").first()


def adoption_of(held: CharterVersion) -> Decision | None:
    """The decision that adopted a version; None while it is a draft."""
    return getattr(held, "adoption", None)


def articles_of(held: CharterVersion) -> list[Article]:
    """Its articles in order."""
    return list(held.articles.select_related("version"))


@dataclass(frozen=True, slots=True)
class Compared:
    """An article in two versions: what each calls it, and the words that differ."""

    key: str
    heading: str
    pieces: list[Piece]
    is_new: bool
    is_gone: bool
    is_same: bool


def compared(before: Sequence[Article], after: Sequence[Article]) -> list[Compared]:
    """Article by article in the order of the later version; those that it no longer has come last."""
    old = {one.key: one for one in before}
    new = {one.key: one for one in after}
    found = [_compared(old.get(one.key), one) for one in after]
    return found + [_compared(one, None) for key, one in old.items() if key not in new]


def _compared(one: Article | None, other: Article | None) -> Compared:
    shown = other or one
    assert shown is not None
    before = f"{one.heading}\n\n{one.text}" if one else ""
    after = f"{other.heading}\n\n{other.text}" if other else ""
    same = before == after
    return Compared(
        shown.key, shown.heading, [] if same else differences(before, after), one is None, other is None, same
    )
