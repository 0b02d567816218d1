"""Rights, and the instruments that guarantee them: articles as data, absolute or qualified.

Which instrument binds whom is `standings`; what a measure does to a right is `judging`. Stands on `base`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from passerelle.base.groupings import grouping_of
from passerelle.base.own_files import read_yaml
from passerelle.base.words import mark, say
from passerelle.evidence.indicators.rights import TREATIES

Kind = Literal["absolute", "qualified"]
KINDS: dict[str, str] = {"absolute": mark("absolute"), "qualified": mark("qualified")}


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an instrument: the right that it guarantees, and whether that admits limitation."""

    instrument: str
    number: str
    right: str
    kind: Kind
    title: str

    @property
    def is_absolute(self) -> bool:
        """Does it admit no limitation at all?"""
        return self.kind == "absolute"

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """As plain values, with the titles in a language."""
        return {
            "instrument": self.instrument,
            "instrument_title": say(all_instruments()[self.instrument].title, language),
            "article": self.number,
            "title": say(self.title, language),
            "right": self.right,
            "kind": self.kind,
        }


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument with its articles.

    Its parties follow from the dated ratifications of `treaty`, or are the members of the grouping `members`. It binds
    nobody before `in_force`. `region` are the places to which a regional one is open; none for one open to all.
    """

    code: str
    title: str
    in_force: date
    articles: tuple[Article, ...]
    treaty: str = ""
    members: str = ""
    region: frozenset[str] = frozenset()
    scope: str = ""

    def is_open_to(self, iso3: str) -> bool:
        """May the place be a party to it at all?"""
        return not self.region or iso3 in self.region

    def absolute(self, right: str) -> tuple[Article, ...]:
        """Its articles by which a right admits no limitation."""
        return tuple(article for article in self.articles if article.right == right and article.is_absolute)


@cache
def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = read_yaml(files(__package__).joinpath("reference/instruments.yaml"))
    return raw


@cache
def all_rights() -> dict[str, str]:
    """Every right by its code, with its short title in English."""
    rights: dict[str, str] = _raw()["rights"]
    return rights


def right_text(right: str, language: str = "en") -> str:
    """The short title of a right in a language."""
    return say(all_rights()[right], language)


def _region(codes: Iterable[str]) -> frozenset[str]:
    """Places of UN regions and single places."""
    inside: set[str] = set()
    for code in codes:
        inside.update({m.iso3 for m in grouping_of(code).memberships} if code.startswith("UN") else {code})
    return frozenset(inside)


@cache
def all_instruments() -> dict[str, Instrument]:
    """Every instrument by its code: the Charter first, then universal and regional ones."""
    found = {}
    for code, entry in _raw()["instruments"].items():
        articles = tuple(
            Article(code, number, right, kind, title[0] if title else all_rights()[right])
            for number, right, kind, *title in entry["articles"]
        )
        treaty = entry.get("treaty", "")
        found[code] = Instrument(
            code, entry.get("title") or TREATIES[treaty], entry["in_force"], articles, treaty,
            entry.get("members", ""), _region(entry.get("region", ())), entry.get("scope", ""),
        )  # fmt: skip
    return found


@cache
def absolute_rights() -> frozenset[str]:
    """Rights that some instrument guarantees without any limitation: no measure may limit one, wherever it applies."""
    return frozenset(a.right for i in all_instruments().values() for a in i.articles if a.is_absolute)


def texts() -> Iterable[str]:
    """What is said of rights and instruments, so that it can be said in every language."""
    yield from all_rights().values()
    for instrument in all_instruments().values():
        yield from (instrument.title, *([instrument.scope] if instrument.scope else []))
        yield from (article.title for article in instrument.articles)
